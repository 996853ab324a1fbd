//! The problem as flat lists: edges that draw pools, pools with capacities and floors, points per level.

use std::sync::Arc;

/// Position of an edge in a [`Problem`].
pub type EdgeIdx = u32;
/// Position of a pool in a [`Problem`].
pub type PoolIdx = u32;

/// Units of one pool that one edge draws; negative units grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draw {
    /// The pool drawn.
    pub pool: PoolIdx,
    /// Units drawn (positive) or granted (negative), never 0.
    pub units: i32,
}

/// What it means that a floor is not reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Not allowed: the problem is infeasible without it.
    Refused,
    /// Not allowed, just like drawing more than a capacity. The floor has at most 0 units, so that an empty choice
    /// keeps it; an opened edition raises it by the people it needs.
    Never,
    /// Each missing unit costs `points` (at least 1) on `level`.
    Costs {
        /// Position of the level, 0 is the most important.
        level: usize,
        /// Points lost per missing unit.
        points: i64,
    },
}

/// At least `units` of a pool must be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Floor {
    /// Units asked.
    pub units: i64,
    /// What a missing unit means.
    pub missing: Missing,
}

/// A row of the model: a capacity, a floor, or both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pool {
    /// Most units that may be drawn, net of grants; `None` is unlimited.
    pub capacity: Option<i64>,
    /// Fewest units that must be drawn, net of grants.
    pub floor: Option<Floor>,
}

/// Points of all edges on one level. On most levels they are all the same; copies share them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Points {
    /// Of every edge.
    Same(i64),
    /// Of each edge.
    Each(Arc<Vec<i64>>),
}

impl Default for Points {
    fn default() -> Self {
        Self::Same(0)
    }
}

impl Points {
    /// Of edge `e`.
    pub fn of(&self, e: usize) -> i64 {
        match self {
            Self::Same(points) => *points,
            Self::Each(points) => points[e],
        }
    }

    /// Appends those of edge `e`, the next one.
    pub fn push(&mut self, e: usize, points: i64) {
        match self {
            Self::Same(same) if e == 0 => *same = points,
            Self::Same(same) if *same == points => {}
            Self::Same(same) => {
                let mut each = vec![*same; e];
                each.push(points);
                *self = Self::Each(Arc::new(each));
            }
            Self::Each(each) => Arc::make_mut(each).push(points),
        }
    }

    /// Their magnitudes added up, of so many edges.
    fn total(&self, n_edges: usize) -> i128 {
        match self {
            Self::Same(points) => i128::from(points.unsigned_abs()) * n_edges as i128,
            Self::Each(points) => points.iter().map(|points| i128::from(points.unsigned_abs())).sum(),
        }
    }
}

/// Edges, pools and points of one planning problem, in flat arrays.
///
/// `maximise, level by level, sum of points - cost of missing floor units
/// subject to floor <= sum of units <= capacity for every pool, each edge 0 or 1`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    /// Number of levels, the most important first.
    pub n_levels: usize,
    /// `first_draw[e]..first_draw[e + 1]` are the draws of edge `e`; length is the number of edges plus one.
    pub first_draw: Vec<u32>,
    /// Draws of all edges, each edge's sorted by pool, no pool twice in an edge.
    pub draws: Vec<Draw>,
    /// Points of the edges, by level.
    pub points: Vec<Points>,
    /// For each edge the pool of capacity 1, without floor, of which it draws exactly one unit: the person who can
    /// take one edge only. `None` where an edge has no such pool. Edges of one owner are consecutive.
    pub owners: Vec<Option<PoolIdx>>,
    /// The pools.
    pub pools: Vec<Pool>,
}

impl Problem {
    /// No edges yet.
    pub fn new(n_levels: usize, pools: Vec<Pool>) -> Self {
        let points = vec![Points::default(); n_levels];
        Self { n_levels, first_draw: vec![0], points, pools, ..Self::default() }
    }

    /// Ends an edge whose draws were appended to [`Problem::draws`]; `points` has one for each level.
    pub fn end_edge(&mut self, owner: Option<PoolIdx>, points: impl IntoIterator<Item = i64>) {
        let e = self.owners.len();
        self.first_draw.push(self.draws.len() as u32);
        self.owners.push(owner);
        self.points.iter_mut().zip(points).for_each(|(of_level, points)| of_level.push(e, points));
    }

    /// Number of edges.
    pub fn n_edges(&self) -> usize {
        self.owners.len()
    }

    /// The draws of edge `e`.
    pub fn draws_of(&self, e: EdgeIdx) -> &[Draw] {
        &self.draws[self.first_draw[e as usize] as usize..self.first_draw[e as usize + 1] as usize]
    }

    /// The points of edge `e`, one per level.
    pub fn points_of(&self, e: EdgeIdx) -> impl Iterator<Item = i64> + '_ {
        self.points.iter().map(move |of_level| of_level.of(e as usize))
    }
}

/// Why flat arrays are not a problem that can be solved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// The arrays do not have the lengths their descriptions promise.
    Lengths,
    /// An edge draws a pool that does not exist, twice the same, out of order, or zero units.
    Draws(EdgeIdx),
    /// The owner is not a pool of capacity 1 without floor of which the edge draws one unit.
    Owner(EdgeIdx),
    /// Edges of one owner are not consecutive.
    Scattered(EdgeIdx),
    /// A capacity below 0: nothing would be allowed, not even an empty plan.
    Capacity(PoolIdx),
    /// A floor whose price is below 1 or names a level that does not exist.
    FloorPrice(PoolIdx),
    /// A floor that is never missed and that an empty choice misses.
    FloorNever(PoolIdx),
    /// A total of points or units would not fit in 64 bits.
    TooLarge,
}

impl std::fmt::Display for Malformed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Lengths => write!(f, "arrays of unequal length"),
            Self::Draws(e) => write!(f, "edge {e}: draws unsorted, doubled, zero or of an unknown pool"),
            Self::Owner(e) => write!(f, "edge {e}: the owner is not a pool of one place of which it draws one unit"),
            Self::Scattered(e) => write!(f, "edge {e}: edges of one owner are not consecutive"),
            Self::Capacity(p) => write!(f, "pool {p}: negative capacity"),
            Self::FloorPrice(p) => write!(f, "pool {p}: the price of the floor is below 1 or on an unknown level"),
            Self::FloorNever(p) => write!(f, "pool {p}: a floor that is never missed asks more than 0"),
            Self::TooLarge => write!(f, "a total does not fit in 64 bits"),
        }
    }
}

impl std::error::Error for Malformed {}

impl Problem {
    /// Checks every promise the fields make.
    ///
    /// # Errors
    /// The first promise that is broken.
    pub fn check(&self) -> Result<(), Malformed> {
        let n_edges = self.n_edges();
        let drawn = self.first_draw.last().is_some_and(|&end| end as usize == self.draws.len());
        let ordered = self.first_draw.windows(2).all(|pair| pair[0] <= pair[1]) && self.first_draw.first() == Some(&0);
        if self.first_draw.len() != n_edges + 1 || !drawn || !ordered || !self.has_all_points() {
            return Err(Malformed::Lengths);
        }
        let mut seen = vec![false; self.pools.len()];
        for e in 0..n_edges as EdgeIdx {
            self.check_edge(e)?;
            let owner = self.owners[e as usize];
            let starts = e == 0 || self.owners[e as usize - 1] != owner;
            if let Some(p) = owner.filter(|_| starts)
                && std::mem::replace(&mut seen[p as usize], true)
            {
                return Err(Malformed::Scattered(e));
            }
        }
        self.check_pools()?;
        self.check_totals()
    }

    /// Whether every edge has points on every level.
    fn has_all_points(&self) -> bool {
        let has_all = |points: &Points| !matches!(points, Points::Each(each) if each.len() != self.n_edges());
        self.points.len() == self.n_levels && self.points.iter().all(has_all)
    }

    /// Checks the draws and the owner of one edge.
    fn check_edge(&self, e: EdgeIdx) -> Result<(), Malformed> {
        let draws = self.draws_of(e);
        let known = draws.iter().all(|d| d.units != 0 && (d.pool as usize) < self.pools.len());
        if !known || !draws.windows(2).all(|pair| pair[0].pool < pair[1].pool) {
            return Err(Malformed::Draws(e));
        }
        let Some(owner) = self.owners[e as usize] else { return Ok(()) };
        let alone = |p: &Pool| p.capacity == Some(1) && p.floor.is_none();
        let one = draws.contains(&Draw { pool: owner, units: 1 });
        if one && self.pools.get(owner as usize).is_some_and(alone) { Ok(()) } else { Err(Malformed::Owner(e)) }
    }

    /// Checks capacities and the prices of floors.
    fn check_pools(&self) -> Result<(), Malformed> {
        for (p, pool) in (0..).zip(&self.pools) {
            if pool.capacity.is_some_and(|c| c < 0) {
                return Err(Malformed::Capacity(p));
            }
            if let Some(Floor { missing: Missing::Costs { level, points }, .. }) = pool.floor
                && (points < 1 || level >= self.n_levels)
            {
                return Err(Malformed::FloorPrice(p));
            }
            if pool.floor.is_some_and(|floor| floor.missing == Missing::Never && floor.units > 0) {
                return Err(Malformed::FloorNever(p));
            }
        }
        Ok(())
    }

    /// Checks that totals of points, units and missing units stay far from 64 bits.
    fn check_totals(&self) -> Result<(), Malformed> {
        const MOST: i128 = 1 << 62;
        let units: i128 = self.draws.iter().map(|d| i128::from(d.units).abs()).sum();
        let small = self.pools.iter().all(|pool| {
            let floor = pool.floor.map_or(0, |f| i128::from(f.units).abs());
            let price = match pool.floor.map(|f| f.missing) {
                Some(Missing::Costs { points, .. }) => i128::from(points),
                _ => 1,
            };
            (floor + units).checked_mul(price).is_some_and(|cost| cost < MOST)
                && pool.capacity.is_none_or(|c| i128::from(c) < MOST)
        });
        let fits = small && units < MOST && self.points.iter().all(|points| points.total(self.n_edges()) < MOST << 20);
        if fits { Ok(()) } else { Err(Malformed::TooLarge) }
    }

    /// The same problem with refused floors turned into a new most important level that costs one point per missing
    /// unit.
    pub fn relaxed(&self) -> Self {
        let n_levels = self.n_levels + 1;
        let soften = |floor: Floor| {
            let missing = match floor.missing {
                Missing::Refused => Missing::Costs { level: 0, points: 1 },
                Missing::Never => Missing::Never,
                Missing::Costs { level, points } => Missing::Costs { level: level + 1, points },
            };
            Floor { missing, ..floor }
        };
        let pools = self.pools.iter().map(|p| Pool { floor: p.floor.map(soften), ..*p }).collect();
        let of_floors = std::iter::once(Points::default());
        Self {
            n_levels,
            points: of_floors.chain(self.points.iter().cloned()).collect(),
            pools,
            first_draw: self.first_draw.clone(),
            draws: self.draws.clone(),
            owners: self.owners.clone(),
        }
    }

    /// Whether any floor must be reached ([`Missing::Refused`]).
    pub fn refuses(&self) -> bool {
        self.pools.iter().any(|p| p.floor.is_some_and(|f| f.missing == Missing::Refused))
    }
}

/// Collects pools and edges in any order and lays them out as a [`Problem`].
#[derive(Clone, Debug, Default)]
pub struct Builder {
    n_levels: usize,
    pools: Vec<Pool>,
    edges: Vec<Draft>,
}

/// An edge as it was given.
#[derive(Clone, Debug)]
struct Draft {
    owner: Option<PoolIdx>,
    draws: Vec<Draw>,
    points: Vec<i64>,
}

impl Builder {
    /// Starts a problem with `n_levels` levels.
    pub fn new(n_levels: usize) -> Self {
        Self { n_levels, ..Self::default() }
    }

    /// Adds a pool and tells its position.
    pub fn pool(&mut self, pool: Pool) -> PoolIdx {
        self.pools.push(pool);
        self.pools.len() as PoolIdx - 1
    }

    /// Adds an edge; draws may come in any order, and several of one pool are added up. The unit drawn of the owner
    /// is added when it is not among the draws.
    pub fn edge(&mut self, owner: Option<PoolIdx>, draws: &[Draw], points: &[i64]) {
        let mut draws = draws.to_vec();
        if let Some(pool) = owner
            && !draws.iter().any(|d| d.pool == pool)
        {
            draws.push(Draw { pool, units: 1 });
        }
        self.edges.push(Draft { owner, draws, points: points.to_vec() });
    }

    /// Lays out the problem: edges by owner (those without owner last), otherwise in the order given. Returns it with,
    /// for each edge of the problem, the position in which it was added.
    ///
    /// # Errors
    /// [`Malformed`] when a promise of [`Problem`] would be broken.
    pub fn build(self) -> Result<(Problem, Vec<usize>), Malformed> {
        let mut order: Vec<usize> = (0..self.edges.len()).collect();
        order.sort_by_key(|&i| (self.edges[i].owner.map_or(PoolIdx::MAX, |p| p), i));
        if self.edges.iter().any(|edge| edge.points.len() != self.n_levels) {
            return Err(Malformed::Lengths);
        }
        let mut problem = Problem::new(self.n_levels, self.pools);
        for &i in &order {
            let Draft { owner, draws, points } = &self.edges[i];
            let mut sorted = draws.clone();
            sorted.sort_by_key(|d| d.pool);
            sorted.dedup_by(|next, kept| {
                let same = next.pool == kept.pool;
                kept.units = if same { kept.units.saturating_add(next.units) } else { kept.units };
                same
            });
            problem.draws.extend(sorted.into_iter().filter(|d| d.units != 0));
            problem.end_edge(*owner, points.iter().copied());
        }
        problem.check().map(|()| (problem, order))
    }
}
