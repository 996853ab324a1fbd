//! Prices that prove how good any plan can be, and the integer arithmetic that checks them.
//!
//! Any prices with the right signs give a valid bound, so nothing here trusts the solver: for prices `a` of capacities,
//! `b` of floors and `y` of settled values, no plan is worth more than
//! `sum a c - sum b f - sum y V + sum over owners of the best of 0 and (points + y A - (a - b) u)`.
//! With [`Grouping::Seats`] the last sum is over what has to be opened instead: see `weigh/seats.rs`.

use std::collections::BTreeMap;

use super::problem::{Draw, Pool, PoolIdx, Problem};

/// The proof of a plan's bound: independent parts, each settled block of levels by block of levels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Certificate {
    /// Whether it is about [`Problem::relaxed`](crate::Problem::relaxed), where refused floors are a first level of
    /// their own.
    pub relaxed: bool,
    /// Cuts, which count as pools after those of the problem.
    pub cuts: Vec<Cut>,
    /// The parts. Pools in no part have price 0.
    pub parts: Vec<PartProof>,
}

/// Half the sum of some capacities, rounded down on both sides: edges are taken whole, so that no plan draws more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// The pools added up, sorted, all of the problem and with a capacity.
    pub pools: Vec<PoolIdx>,
}

impl Cut {
    /// Positions of the cuts in which each pool is added up.
    pub(crate) fn by_pool(cuts: &[Self]) -> BTreeMap<PoolIdx, Vec<u32>> {
        let mut by_pool = BTreeMap::<PoolIdx, Vec<u32>>::new();
        for (at, cut) in (0..).zip(cuts) {
            cut.pools.iter().for_each(|&pool| by_pool.entry(pool).or_default().push(at));
        }
        by_pool
    }

    /// Units that an edge with these draws counts in each cut, by position; those that are not 0.
    pub(crate) fn drawn(by_pool: &BTreeMap<PoolIdx, Vec<u32>>, draws: &[Draw]) -> Vec<(u32, i64)> {
        let mut sums: Vec<(u32, i64)> = Vec::new();
        for draw in draws {
            for &cut in by_pool.get(&draw.pool).into_iter().flatten() {
                match sums.iter_mut().find(|(known, _)| *known == cut) {
                    Some((_, units)) => *units += i64::from(draw.units),
                    None => sums.push((cut, i64::from(draw.units))),
                }
            }
        }
        sums.sort_unstable();
        sums.into_iter().map(|(cut, units)| (cut, units.div_euclid(2))).filter(|(_, units)| *units != 0).collect()
    }

    /// The most that a plan draws.
    pub(crate) fn capacity(&self, problem: &Problem) -> i64 {
        let capacities = self.pools.iter().filter_map(|&pool| problem.pools[pool as usize].capacity);
        capacities.sum::<i64>().div_euclid(2)
    }

    /// `problem` with a pool more for each of `cuts`.
    ///
    /// # Errors
    /// [`Refusal::Cut`] where a pool is unknown, without capacity, doubled or out of order; [`Refusal::Overflow`].
    pub(crate) fn added(problem: &Problem, cuts: &[Self]) -> Result<Problem, Refusal> {
        for (at, cut) in (0..).zip(cuts) {
            let has_capacity = |pool: &PoolIdx| problem.pools.get(*pool as usize).is_some_and(|p| p.capacity.is_some());
            if !cut.pools.iter().all(has_capacity) || !cut.pools.windows(2).all(|pair| pair[0] < pair[1]) {
                return Err(Refusal::Cut(at));
            }
        }
        let by_pool = Self::by_pool(cuts);
        let first = problem.pools.len() as PoolIdx;
        // Named one by one: to clone the whole would copy the draws only to drop them.
        let mut strong = Problem {
            n_levels: problem.n_levels,
            first_draw: vec![0],
            draws: Vec::new(),
            points: problem.points.clone(),
            owners: problem.owners.clone(),
            pools: problem.pools.clone(),
        };
        // Few edges draw any: listed first, so that no more room is taken than is needed.
        let mut added: Vec<(u32, Draw)> = Vec::new();
        for e in 0..problem.n_edges() as u32 {
            for (cut, units) in Self::drawn(&by_pool, problem.draws_of(e)) {
                let units = i32::try_from(units).map_err(|_| Refusal::Overflow)?;
                added.push((e, Draw { pool: first + cut, units }));
            }
        }
        strong.draws.reserve_exact(problem.draws.len() + added.len());
        strong.first_draw.reserve_exact(problem.n_edges());
        let mut added = added.into_iter().peekable();
        for e in 0..problem.n_edges() as u32 {
            strong.draws.extend_from_slice(problem.draws_of(e));
            strong.draws.extend(std::iter::from_fn(|| added.next_if(|&(of, _)| of == e)).map(|(_, draw)| draw));
            strong.first_draw.push(strong.draws.len() as u32);
        }
        let pool = |cut: &Self| Pool { capacity: Some(cut.capacity(problem)), floor: None };
        strong.pools.extend(cuts.iter().map(pool));
        Ok(strong)
    }
}

/// The proof of one part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartProof {
    /// The pools of the part that can bind, sorted; where a block is grouped by [`Grouping::Seats`] also those of the
    /// people who are priced.
    pub pools: Vec<PoolIdx>,
    /// Blocks of consecutive levels, the most important first; together they are all levels.
    pub blocks: Vec<BlockProof>,
}

/// What a bound solves exactly at given prices; everything else is priced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grouping {
    /// Each owner takes at most its best edge.
    #[default]
    Owners,
    /// People are priced as capacities of 1, and each pool that is granted, a *site*, is solved together with those
    /// *openers* and with everyone who takes a place there: nobody takes a place that is not open. Who draws several pools
    /// that are granted takes a place where most do, and the others are priced. An edge may grant one site at most.
    Seats,
}

/// The proof of one block of levels, added up with multipliers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockProof {
    /// The first level of the block.
    pub first_level: usize,
    /// What a point of each level of the block counts, at least 1.
    pub multipliers: Vec<i128>,
    /// What is solved exactly at given prices.
    pub grouping: Grouping,
    /// The value of every earlier block that a plan must reach to be compared here.
    pub settled: Vec<i128>,
    /// Prices are multiples of `1 / 2^scale_bits`.
    pub scale_bits: u32,
    /// Plans worth no more than this need no proof: what the plan itself is worth.
    pub target: i128,
    /// Prices before any branching.
    pub root: Prices,
    /// The tree; prices at its leaves are differences from `root`.
    pub proof: Proof,
}

/// Prices, sparsely, in units of the block's scale.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prices {
    /// Price of a unit of capacity, never negative in the end.
    pub capacities: Vec<(PoolIdx, i128)>,
    /// Price of a unit of a floor, never negative and at most what a missing unit costs.
    pub floors: Vec<(PoolIdx, i128)>,
    /// Price of a unit of an earlier block's value, by block.
    pub settled: Vec<(usize, i128)>,
}

/// A tree of nodes, each leaf with its prices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// A leaf.
    Prices(Prices),
    /// Either none of the edges of `split` is chosen, or exactly one is.
    Branch {
        /// What is decided.
        split: Split,
        /// The node that none is chosen.
        never: Box<Proof>,
        /// The node that one is chosen.
        certainly: Box<Proof>,
    },
}

/// A set of edges of which at most one can be chosen, named without positions of edges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Split {
    /// The owner takes an edge that draws the pool.
    Draws {
        /// Whose edges.
        owner: PoolIdx,
        /// The pool drawn; the owner itself means any edge.
        pool: PoolIdx,
    },
    /// One edge, told by what it is.
    Edge {
        /// Its owner.
        owner: Option<PoolIdx>,
        /// Its draws.
        draws: Vec<Draw>,
        /// Its points.
        points: Vec<i64>,
        /// Which of several that are alike in all this.
        rank: usize,
    },
}

/// The value of levels of which nothing is known.
pub(super) const UNKNOWN: i128 = i128::MIN / 4;

/// Bounds without prices of `levels`, one block each, after blocks with these values.
pub(super) fn unproven(levels: std::ops::Range<usize>, mut values: Vec<i128>) -> Vec<BlockProof> {
    let mut blocks = Vec::new();
    for level in levels {
        blocks.push(BlockProof {
            first_level: level,
            multipliers: vec![1],
            grouping: Grouping::Owners,
            settled: values.clone(),
            scale_bits: 0,
            target: 0,
            root: Prices::default(),
            proof: Proof::Prices(Prices::default()),
        });
        // Nothing is known of it: later levels are not compared with it.
        values.push(UNKNOWN);
    }
    blocks
}

/// Why a certificate or a plan is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The problem itself is malformed.
    Problem(super::problem::Malformed),
    /// Levels are missing, doubled or without a positive multiplier.
    Levels,
    /// A pool is unknown or in two parts.
    Pool(PoolIdx),
    /// A cut names a pool that is unknown, has no capacity, is named twice or is out of order.
    Cut(u32),
    /// An edge grants or serves a floor in two parts.
    Across(PoolIdx),
    /// A price has the wrong sign or is more than a missing unit costs.
    Price(PoolIdx),
    /// A price of a settled block that does not exist or is negative, or a value never proven.
    Settled,
    /// The target is no multiple of the block's unit.
    Target,
    /// A branch speaks of edges that do not exist.
    Split,
    /// The edge grants several pools that are to be solved one by one.
    Grouping(u32),
    /// A total does not fit in 128 bits.
    Overflow,
    /// A chosen edge that does not exist or is chosen twice.
    Chosen(u32),
    /// More is drawn than there is.
    Capacity(PoolIdx),
    /// A refused floor is not reached.
    Floor(PoolIdx),
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Problem(malformed) => write!(f, "{malformed}"),
            Self::Levels => write!(f, "levels missing, doubled or without a positive multiplier"),
            Self::Pool(p) => write!(f, "pool {p}: unknown or in two parts"),
            Self::Cut(at) => write!(f, "cut {at}: adds up what is no capacity, or something twice"),
            Self::Across(p) => write!(f, "pool {p}: granted or asked for across parts"),
            Self::Price(p) => write!(f, "pool {p}: a price with the wrong sign or above what missing costs"),
            Self::Settled => write!(f, "a settled value that is not proven, or its price"),
            Self::Target => write!(f, "the target is no sum of points"),
            Self::Split => write!(f, "a branch speaks of edges that do not exist"),
            Self::Grouping(e) => write!(f, "edge {e}: grants several pools that are opened"),
            Self::Overflow => write!(f, "a total does not fit in 128 bits"),
            Self::Chosen(e) => write!(f, "edge {e}: unknown or chosen twice"),
            Self::Capacity(p) => write!(f, "pool {p}: more drawn than there is"),
            Self::Floor(p) => write!(f, "pool {p}: a refused floor is not reached"),
        }
    }
}

impl std::error::Error for Refusal {}
