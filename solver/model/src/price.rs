//! Integer prices of a part and the Lagrangian bound they give: the solver's own arithmetic, apart from the checker's.

use super::block::Block;
use super::certificate::{BlockProof, Grouping, Prices, Proof};
use super::part::Part;

/// One block of a part to be settled, after earlier blocks with the values they reached.
pub(super) struct SubProblem<'a> {
    /// The part.
    pub(super) part: &'a Part,
    /// The block in hand.
    pub(super) block: &'a Block,
    /// Earlier blocks, each with the value that must be kept.
    pub(super) settled: &'a [(Block, i128)],
    /// Prices are multiples of `1 / 2^bits`.
    pub(super) bits: u32,
}

/// Prices of all rows of a part, scaled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Dense {
    /// Of a unit of capacity, per row.
    pub(super) capacities: Vec<i128>,
    /// Of a unit of floor, per row.
    pub(super) floors: Vec<i128>,
    /// Of a unit of value, per settled block.
    pub(super) settled: Vec<i128>,
}

/// What a node decides about edges; by default nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    /// Edges that are not chosen.
    pub(super) never: Vec<bool>,
    /// Groups of which an edge is chosen.
    pub(super) must: Vec<bool>,
    /// Edges that prices exclude from every better choice, in this node and elsewhere.
    pub(super) gone: Vec<bool>,
}

impl Node {
    /// Nothing decided.
    pub(super) fn open(part: &Part) -> Self {
        let none = vec![false; part.n_edges()];
        Self { never: none.clone(), must: vec![false; part.n_groups()], gone: none }
    }
}

/// The highest price of a settled block whose sums still fit.
fn highest_price(block: &Block) -> i128 {
    1 << 118u32.saturating_sub(width(block.spread()))
}

/// Bits that hold `size`.
fn width(size: i128) -> u32 {
    i128::BITS - size.unsigned_abs().leading_zeros()
}

impl<'a> SubProblem<'a> {
    /// A sub-problem whose prices are as fine as 128 bits allow: a price of a settled block counts once per point of
    /// it.
    pub(super) fn new(part: &'a Part, block: &'a Block, settled: &'a [(Block, i128)]) -> Self {
        let finest = 32 + settled.iter().map(|(b, _)| width(b.greatest())).max().unwrap_or(0);
        let room = 104u32.saturating_sub(width(block.spread()));
        Self { part, block, settled, bits: finest.min(room).clamp(8, 72) }
    }

    /// The power of two by which points are scaled for HiGHS, which at times gives up on points far above ten thousand.
    pub(super) fn factor(&self) -> f64 {
        let most = self.block.greatest();
        if most > 1 << 12 { ((most as f64).log2() - 12.0).ceil().exp2().recip() } else { 1.0 }
    }

    /// No prices at all.
    pub(super) fn free(&self) -> Dense {
        let n_rows = self.part.rows.len();
        Dense { capacities: vec![0; n_rows], floors: vec![0; n_rows], settled: vec![0; self.settled.len()] }
    }

    /// Rounds prices to `bits` binary places and gives them the signs and limits that make them prove something.
    pub(super) fn round(&self, capacities: &[f64], floors: &[f64], settled: &[f64], bits: u32) -> Dense {
        let bits = bits.min(self.bits);
        let fixed = |price: &f64| -> i128 {
            // Dearer than this is never needed, and sums of it still fit.
            let most = f64::from(112 - (self.bits - bits)).exp2();
            ((price * f64::from(bits).exp2()).round().clamp(0.0, most) as i128) << (self.bits - bits)
        };
        let mut dense = Dense {
            capacities: capacities.iter().map(fixed).collect(),
            floors: floors.iter().map(fixed).collect(),
            settled: settled.iter().map(fixed).collect(),
        };
        for (y, (block, _)) in dense.settled.iter_mut().zip(self.settled) {
            *y = (*y).min(highest_price(block));
        }
        self.legalise(&mut dense);
        dense
    }

    /// Clamps prices to what is valid: nothing where nothing binds, floors at most at what missing units cost.
    pub(super) fn legalise(&self, dense: &mut Dense) {
        self.raise_settled(dense);
        for (r, row) in self.part.rows.iter().enumerate() {
            if row.capacity.is_none() {
                dense.capacities[r] = 0;
            }
            let cost = i128::from(self.block.costs[r]) << self.bits;
            let kept = self.settled.iter().zip(&dense.settled).map(|((b, _), &y)| y * i128::from(b.costs[r]));
            let most = match row.floor {
                Some(_) if row.never().is_some() => i128::MAX,
                Some(_) => cost + kept.sum::<i128>(),
                None => 0,
            };
            dense.floors[r] = dense.floors[r].clamp(0, most);
        }
    }

    /// Prices each settled block that only counts missing units and misses none: any price is valid there, so it is set
    /// as high as the floors need.
    fn raise_settled(&self, dense: &mut Dense) {
        for (j, (block, value)) in self.settled.iter().enumerate() {
            if !is_free(block, *value) {
                continue;
            }
            let needed = (0..self.part.rows.len()).filter(|&r| block.costs[r] > 0);
            let most = needed.map(|r| {
                let own = i128::from(self.block.costs[r]) << self.bits;
                let (over, cost) = ((dense.floors[r] - own).max(0), i128::from(block.costs[r]));
                (over + cost - 1) / cost
            });
            dense.settled[j] = most.max().unwrap_or(0);
        }
    }

    /// What edge `e` adds at these prices.
    pub(super) fn reduced(&self, prices: &Dense, e: usize) -> i128 {
        let mut sum = i128::from(self.block.weights[e]) << self.bits;
        for ((block, _), &y) in self.settled.iter().zip(&prices.settled) {
            sum += y * i128::from(block.weights[e]);
        }
        for &(row, units) in self.part.draws_of(e) {
            sum -= (prices.capacities[row as usize] - prices.floors[row as usize]) * i128::from(units);
        }
        sum
    }

    /// What capacities, floors and settled values add to the bound.
    pub(super) fn scarcity(&self, prices: &Dense) -> i128 {
        let rows: i128 = self
            .part
            .rows
            .iter()
            .enumerate()
            .map(|(r, row)| {
                prices.capacities[r] * i128::from(row.capacity.unwrap_or(0))
                    - prices.floors[r] * row.floor.map_or(0, |f| i128::from(f.units))
            })
            .sum();
        rows - self.settled.iter().zip(&prices.settled).map(|(&(_, value), &y)| y * value).sum::<i128>()
    }

    /// The bound at these prices and what every group adds to it.
    pub(super) fn evaluate(&self, prices: &Dense) -> (i128, Vec<i128>) {
        let best = |g: usize| self.part.group(g).map(|e| self.reduced(prices, e)).max().unwrap_or(0).max(0);
        let best: Vec<i128> = (0..self.part.n_groups()).map(best).collect();
        (self.scarcity(prices) + best.iter().sum::<i128>(), best)
    }

    /// The bound over edges still in question, `(group, edges)`, in a node; `None` when the node is impossible.
    pub(super) fn evaluate_node(&self, prices: &Dense, kept: &[(u32, Vec<u32>)], node: &Node) -> Option<i128> {
        let mut total = self.scarcity(prices);
        let mut n_served = 0;
        for (g, edges) in kept {
            n_served += usize::from(node.must[*g as usize]);
            let allowed = edges.iter().filter(|&&e| !node.never[e as usize]);
            let best = allowed.map(|&e| self.reduced(prices, e as usize)).max();
            total += if node.must[*g as usize] { best? } else { best.unwrap_or(0).max(0) };
        }
        // A group that must be served and of which nothing is in question rules the node out.
        let n_asked = node.must.iter().filter(|&&must| must).count();
        (n_served == n_asked).then_some(total)
    }

    /// The scaled bound as a value the block can have.
    pub(super) fn floor(&self, bound: i128) -> i128 {
        (bound >> self.bits).div_euclid(self.block.unit) * self.block.unit
    }

    /// The proof of the block in hand, down to `target`, from prices and what follows from them.
    pub(super) fn proof(&self, target: i128, root: Prices, proof: Proof) -> BlockProof {
        BlockProof {
            first_level: self.block.levels.start,
            multipliers: self.block.multipliers.clone(),
            grouping: Grouping::Owners,
            settled: self.settled.iter().map(|&(_, value)| value).collect(),
            scale_bits: self.bits,
            target,
            root,
            proof,
        }
    }

    /// Whether chosen edges keep every settled value.
    pub(super) fn keeps(&self, chosen: &[u32]) -> bool {
        self.settled.iter().all(|(block, value)| block.value(self.part, chosen) >= *value)
    }

    /// Prices at which the bound of a choice equals its value. For each capacity, floor or settled value that the
    /// choice breaks, also prices at which the bound is as low as there is room for.
    pub(super) fn prices_of(&self, chosen: &[u32]) -> Vec<Dense> {
        let drawn = self.part.drawn(chosen);
        let missing = self.part.missing(&drawn);
        let mut plain = self.free();
        for (r, _) in missing.iter().enumerate().filter(|&(_, &missing)| missing > 0) {
            plain.floors[r] = i128::from(self.block.costs[r]) << self.bits;
        }
        let mut all = vec![plain.clone()];
        let dear = (self.block.spread() + 1) << self.bits;
        let over = |&(row, &drawn): &(&super::part::Row, &i64)| row.capacity.is_some_and(|c| drawn > c);
        for (r, _) in self.part.rows.iter().zip(&drawn).enumerate().filter(|(_, pair)| over(pair)) {
            let mut prices = plain.clone();
            prices.capacities[r] = dear;
            all.push(prices);
        }
        let under = |(r, row): &(usize, &super::part::Row)| row.never().is_some() && missing[*r] > 0;
        for (r, _) in self.part.rows.iter().enumerate().filter(under) {
            let mut prices = plain.clone();
            prices.floors[r] = dear;
            all.push(prices);
        }
        for (j, (block, value)) in self.settled.iter().enumerate() {
            let short = value - block.value(self.part, chosen);
            if short > 0 {
                let mut prices = plain.clone();
                prices.settled[j] = (dear / short + 1).min(highest_price(block));
                for r in (0..missing.len()).filter(|&r| missing[r] > 0) {
                    prices.floors[r] += prices.settled[j] * i128::from(block.costs[r]);
                }
                all.push(prices);
            }
        }
        all
    }

    /// Differences of `prices` from `base`, by pool.
    pub(super) fn sparse(&self, prices: &Dense, base: &Dense) -> Prices {
        let of_rows = |new: &[i128], old: &[i128]| {
            let pairs = self.part.rows.iter().zip(new.iter().zip(old));
            pairs.filter(|(_, (n, o))| n != o).map(|(row, (n, o))| (row.pool, n - o)).collect()
        };
        let settled = prices.settled.iter().zip(&base.settled).enumerate();
        Prices {
            capacities: of_rows(&prices.capacities, &base.capacities),
            floors: of_rows(&prices.floors, &base.floors),
            settled: settled.filter(|(_, (n, o))| n != o).map(|(j, (n, o))| (j, n - o)).collect(),
        }
    }
}

/// Whether a settled block only counts missing units and none is missing.
pub(super) fn is_free(block: &Block, value: i128) -> bool {
    value == 0 && block.weights.iter().all(|&w| w == 0)
}
