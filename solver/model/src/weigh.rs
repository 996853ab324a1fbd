//! The checker's own view of a problem: which part every edge falls in, and what a block of levels can be worth there.

mod bound;
mod decode;
mod seats;

use std::ops::Range;

use super::certificate::{BlockProof, Certificate, Grouping, PartProof, Prices, Proof, Refusal, Split};
use super::problem::{EdgeIdx, Missing, PoolIdx, Problem};

pub(super) use bound::bound_of_work;
pub use bound::{audit, bound};
use seats::Seats;

/// A group of edges of which at most one is chosen.
struct Group {
    owner: Option<PoolIdx>,
    edges: Range<u32>,
}

/// A problem seen through the parts a certificate names.
pub(super) struct Weigher<'a> {
    problem: &'a Problem,
    /// Pools from here on are cuts.
    first_cut: PoolIdx,
    part_of: Vec<Option<usize>>,
    possible: Vec<bool>,
    groups: Vec<Group>,
    groups_of: Vec<Vec<usize>>,
    loose: Vec<usize>,
    least: Vec<i128>,
    /// Room for prices and nodes, all zero and false between blocks.
    scratch: std::cell::RefCell<Scratch>,
}

/// What is known of every pool, edge and group at one node.
#[derive(Default)]
struct Scratch {
    capacities: Vec<i128>,
    floors: Vec<i128>,
    never: Vec<bool>,
    must: Vec<bool>,
}

/// `a * b`, or the refusal to go on.
fn times(a: i128, b: i128) -> Result<i128, Refusal> {
    a.checked_mul(b).ok_or(Refusal::Overflow)
}

/// `a + b`, or the refusal to go on.
fn plus(a: i128, b: i128) -> Result<i128, Refusal> {
    a.checked_add(b).ok_or(Refusal::Overflow)
}

impl<'a> Weigher<'a> {
    /// Reads which pools belong together and puts every group in the part that most of its edges draw from.
    pub(super) fn new(problem: &'a Problem, first_cut: PoolIdx, certificate: &Certificate) -> Result<Self, Refusal> {
        let mut part_of = vec![None; problem.pools.len()];
        for (part, proof) in certificate.parts.iter().enumerate() {
            for &p in &proof.pools {
                match part_of.get_mut(p as usize) {
                    Some(place @ None) => *place = Some(part),
                    _ => return Err(Refusal::Pool(p)),
                }
            }
        }
        let mut granted = vec![false; problem.pools.len()];
        problem.draws.iter().filter(|d| d.units < 0).for_each(|d| granted[d.pool as usize] = true);
        let possible = |e: usize| {
            let within = |d: &super::problem::Draw| {
                let capacity = problem.pools[d.pool as usize].capacity;
                granted[d.pool as usize] || capacity.is_none_or(|c| i64::from(d.units) <= c)
            };
            // A cut that forbids an edge does so by its price.
            problem.draws_of(e as EdgeIdx).iter().take_while(|d| d.pool < first_cut).all(within)
        };
        let mut weigher = Self {
            problem,
            first_cut,
            part_of,
            possible: (0..problem.n_edges()).map(possible).collect(),
            groups: groups(problem, &granted),
            groups_of: vec![Vec::new(); certificate.parts.len()],
            loose: Vec::new(),
            least: vec![0; problem.pools.len()],
            scratch: std::cell::RefCell::default(),
        };
        *weigher.scratch.borrow_mut() = Scratch {
            capacities: vec![0; problem.pools.len()],
            floors: vec![0; problem.pools.len()],
            never: vec![false; problem.n_edges()],
            must: vec![false; weigher.groups.len()],
        };
        weigher.place_groups()?;
        Ok(weigher)
    }

    /// The possible edges of group `g`.
    fn edges(&self, g: usize) -> impl Iterator<Item = EdgeIdx> + '_ {
        self.groups[g].edges.clone().filter(|&e| self.possible[e as usize])
    }

    /// Puts every group in one part, and finds the least that can be drawn of every pool.
    fn place_groups(&mut self) -> Result<(), Refusal> {
        let mut votes = vec![0usize; self.groups_of.len()];
        for g in 0..self.groups.len() {
            let mut seen: Vec<usize> = Vec::new();
            let mut low: Vec<(PoolIdx, i128)> = Vec::new();
            for e in self.edges(g) {
                for d in self.problem.draws_of(e) {
                    if let Some(part) = self.part_of[d.pool as usize] {
                        votes[part] += 1;
                        seen.push(part);
                    }
                    if d.units < 0 {
                        low.push((d.pool, i128::from(d.units)));
                    }
                }
            }
            low.sort_unstable();
            low.dedup_by_key(|entry| entry.0);
            low.into_iter().for_each(|(p, units)| self.least[p as usize] += units);
            let part = seen.iter().copied().max_by_key(|&part| (votes[part], std::cmp::Reverse(part)));
            seen.iter().for_each(|&part| votes[part] = 0);
            let Some(part) = part else {
                self.loose.push(g);
                continue;
            };
            self.check_strangers(g, part)?;
            self.groups_of[part].push(g);
        }
        Ok(())
    }

    /// Draws on pools of other parts may be left out only where that makes nothing scarcer.
    fn check_strangers(&self, g: usize, part: usize) -> Result<(), Refusal> {
        for e in self.edges(g) {
            for d in self.problem.draws_of(e) {
                let strange = self.part_of[d.pool as usize].is_some_and(|other| other != part);
                if strange && (d.units < 0 || self.problem.pools[d.pool as usize].floor.is_some()) {
                    return Err(Refusal::Across(d.pool));
                }
            }
        }
        Ok(())
    }

    /// What groups outside every part are worth: each its best edge or none.
    pub(super) fn loose_bound(&self) -> Vec<i128> {
        let mut total = vec![0i128; self.problem.n_levels];
        for &g in &self.loose {
            let best = self.edges(g).max_by(|&a, &b| self.problem.points_of(a).cmp(self.problem.points_of(b)));
            let is_worth_it = |&e: &EdgeIdx| self.problem.points_of(e).find(|&v| v != 0).is_some_and(|v| v > 0);
            if let Some(best) = best.filter(is_worth_it) {
                total.iter_mut().zip(self.problem.points_of(best)).for_each(|(sum, v)| *sum += i128::from(v));
            }
        }
        total
    }

    /// The bounds of one part, one per level.
    pub(super) fn part_bound(&self, part: usize, proof: &PartProof) -> Result<Vec<i128>, Refusal> {
        let pools: Vec<usize> = proof.pools.iter().map(|&p| p as usize).collect();
        let mut bounds: Vec<i128> = Vec::new();
        let mut settled_bounds = Vec::new();
        for (b, block) in proof.blocks.iter().enumerate() {
            let whole = block.first_level == bounds.len() && !block.multipliers.is_empty();
            let end = block.first_level + block.multipliers.len();
            if !whole || end > self.problem.n_levels || block.multipliers.iter().any(|&m| m < 1) {
                return Err(Refusal::Levels);
            }
            let proven = |(value, bound): (&i128, &i128)| value <= bound;
            if block.settled.len() != b || !block.settled.iter().zip(&settled_bounds).all(proven) {
                return Err(Refusal::Settled);
            }
            let total = self.weigh(part, &pools, &proof.blocks[..=b])?;
            let decoded = self.decode(part, &pools, block, total)?;
            let mut sum = 0;
            for (&m, &v) in block.multipliers.iter().zip(&decoded) {
                sum = plus(sum, times(m, v)?)?;
            }
            settled_bounds.push(sum);
            bounds.extend(decoded);
        }
        if bounds.len() == self.problem.n_levels { Ok(bounds) } else { Err(Refusal::Levels) }
    }

    /// The bound of the last of `blocks`.
    fn weigh(&self, part: usize, pools: &[usize], blocks: &[BlockProof]) -> Result<i128, Refusal> {
        let block = &blocks[blocks.len() - 1];
        if block.scale_bits > 100 {
            return Err(Refusal::Overflow);
        }
        let kept = self.groups_of[part].iter().map(|&g| (g, self.edges(g).collect())).collect();
        let (scale, settled) = (1i128 << block.scale_bits, vec![0; blocks.len() - 1]);
        let scratch = &mut *self.scratch.borrow_mut();
        let mut weighing =
            Weighing { weigher: self, part, blocks, pools, scale, unit: 1, settled, scratch, kept, seats: None };
        weighing.unit = weighing.unit()?;
        if block.grouping == Grouping::Seats {
            weighing.seats = Some(Seats::of(self, part)?);
        }
        let bound = weighing.bound(block)?;
        weighing.shift(&block.root, -1)?;
        Ok(bound)
    }
}

/// Groups by owner; an owner whose place edges grant is no owner.
fn groups(problem: &Problem, granted: &[bool]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (e, owner) in (0..).zip(&problem.owners) {
        let owner = owner.filter(|&p| !granted[p as usize]);
        match groups.last_mut() {
            Some(group) if owner.is_some() && group.owner == owner => group.edges.end = e + 1,
            _ => groups.push(Group { owner, edges: e..e + 1 }),
        }
    }
    groups
}

/// One block of one part: what edges and missing units count, and which edges are still in question.
struct Weighing<'a> {
    weigher: &'a Weigher<'a>,
    part: usize,
    blocks: &'a [BlockProof],
    pools: &'a [usize],
    scale: i128,
    unit: i128,
    settled: Vec<i128>,
    scratch: &'a mut Scratch,
    /// Per group: the group and its edges still in question.
    kept: Vec<(usize, Vec<EdgeIdx>)>,
    /// The same by what has to be opened, where that is how the bound is made.
    seats: Option<Seats>,
}

impl<'a> Weighing<'a> {
    /// What the points of edge `e` count in block `b`.
    fn combine(&self, b: usize, e: EdgeIdx) -> Result<i128, Refusal> {
        let block = &self.blocks[b];
        let mut sum = 0;
        for (&m, of_level) in block.multipliers.iter().zip(&self.weigher.problem.points[block.first_level..]) {
            sum = plus(sum, times(m, i128::from(of_level.of(e as usize)))?)?;
        }
        Ok(sum)
    }

    /// What a missing unit of pool `p` costs in block `b`; `None` when it is not allowed at all.
    fn cost(&self, b: usize, p: usize) -> Result<Option<i128>, Refusal> {
        let block = &self.blocks[b];
        match self.weigher.problem.pools[p].floor.map(|f| f.missing) {
            Some(Missing::Refused | Missing::Never) => Ok(None),
            Some(Missing::Costs { level, points }) if level >= block.first_level => {
                let m = block.multipliers.get(level - block.first_level).copied().unwrap_or(0);
                Ok(Some(times(m, i128::from(points))?))
            }
            _ => Ok(Some(0)),
        }
    }

    /// The greatest number every value of the block is a multiple of.
    fn unit(&self) -> Result<i128, Refusal> {
        let last = self.blocks.len() - 1;
        let mut unit = 0;
        for (_, edges) in &self.kept {
            for &e in edges {
                unit = gcd(unit, self.combine(last, e)?);
            }
        }
        for p in self.pools.iter().copied() {
            let floor = self.weigher.problem.pools[p].floor;
            if floor.is_some_and(|f| i128::from(f.units) > self.weigher.least[p]) {
                unit = gcd(unit, self.cost(last, p)?.unwrap_or(0));
            }
        }
        Ok(unit.max(1))
    }

    /// The proven bound of the block, a multiple of its unit.
    fn bound(&mut self, block: &BlockProof) -> Result<i128, Refusal> {
        if block.target % self.unit != 0 {
            return Err(Refusal::Target);
        }
        self.shift(&block.root, 1)?;
        let Some((root, best)) = self.value()? else { return Ok(block.target) };
        let limit = times(self.scale, plus(block.target, self.unit)?)?;
        let forced = match self.seats.take() {
            Some(seats) => self.thin_seats(seats, root, limit)?,
            None => self.thin_owners(root, &best, limit)?,
        };
        let leaves = self.walk(&block.proof)?;
        forced.into_iter().for_each(|g| self.scratch.must[g] = false);
        Ok(leaves.map_or(block.target, |bound| bound.max(block.target)))
    }

    /// Drops the edges that no plan worth `limit` holds; `best` is what each group adds to the bound `root`. Forces
    /// nothing.
    fn thin_owners(&mut self, root: i128, best: &[i128], limit: i128) -> Result<Vec<usize>, Refusal> {
        let mut kept = std::mem::take(&mut self.kept);
        for ((_, edges), best) in kept.iter_mut().zip(best) {
            let mut error = None;
            edges.retain(|&e| match self.reduced(e) {
                Ok(reduced) => root - best + reduced >= limit,
                Err(refusal) => {
                    error = Some(refusal);
                    false
                }
            });
            if let Some(refusal) = error {
                return Err(refusal);
            }
        }
        kept.retain(|(_, edges)| !edges.is_empty());
        self.kept = kept;
        Ok(Vec::new())
    }

    /// The greatest bound of the leaves of a tree; `None` when every node is impossible.
    fn walk(&mut self, proof: &Proof) -> Result<Option<i128>, Refusal> {
        match proof {
            Proof::Prices(prices) => {
                self.shift(prices, 1)?;
                let value = self.value()?.map(|(value, _)| value);
                self.shift(prices, -1)?;
                let step = times(self.scale, self.unit)?;
                Ok(value.map(|value| value.div_euclid(step) * self.unit))
            }
            Proof::Branch { split, never, certainly } => {
                let (g, meant) = self.meant(split)?;
                let without = self.forbid(g, &|e| meant.contains(&e));
                let first = self.walk(never)?;
                without.into_iter().for_each(|e| self.scratch.never[e as usize] = false);
                let without = self.forbid(g, &|e| !meant.contains(&e));
                let free = std::mem::replace(&mut self.scratch.must[g], true);
                let second = self.walk(certainly)?;
                self.scratch.must[g] = free;
                without.into_iter().for_each(|e| self.scratch.never[e as usize] = false);
                Ok(first.max(second))
            }
        }
    }

    /// Forbids edges of group `g`; tells which were allowed before.
    fn forbid(&mut self, g: usize, which: &dyn Fn(EdgeIdx) -> bool) -> Vec<EdgeIdx> {
        let newly: Vec<EdgeIdx> =
            self.weigher.edges(g).filter(|&e| which(e) && !self.scratch.never[e as usize]).collect();
        newly.iter().for_each(|&e| self.scratch.never[e as usize] = true);
        newly
    }

    /// The group and the edges a split names.
    fn meant(&self, split: &Split) -> Result<(usize, Vec<EdgeIdx>), Refusal> {
        let problem = self.weigher.problem;
        let groups = &self.weigher.groups_of[self.part];
        let owned = |owner: PoolIdx| groups.iter().copied().find(|&g| self.weigher.groups[g].owner == Some(owner));
        match split {
            Split::Draws { owner, pool } => {
                let g = owned(*owner).ok_or(Refusal::Split)?;
                let draws = |&e: &EdgeIdx| problem.draws_of(e).iter().any(|d| d.pool == *pool);
                Ok((g, self.weigher.edges(g).filter(draws).collect()))
            }
            Split::Edge { owner, draws, points, rank } => {
                let mut alike = groups.iter().flat_map(|&g| self.weigher.edges(g).map(move |e| (g, e)));
                let first_cut = self.weigher.first_cut;
                // What an edge counts in cuts follows from its draws.
                let own = |e: EdgeIdx| problem.draws_of(e).iter().take_while(|draw| draw.pool < first_cut);
                let same = |&(_, e): &(usize, EdgeIdx)| {
                    problem.owners[e as usize] == *owner && own(e).eq(draws) && self.points_alike(e, points)
                };
                let (g, e) = alike.by_ref().filter(same).nth(*rank).ok_or(Refusal::Split)?;
                Ok((g, vec![e]))
            }
        }
    }

    /// Whether `e` has these points.
    fn points_alike(&self, e: EdgeIdx, points: &[i64]) -> bool {
        self.weigher.problem.points_of(e).eq(points.iter().copied())
    }

    /// Adds `sign` times sparse prices to the dense ones and checks, when adding, what they became.
    fn shift(&mut self, by: &Prices, sign: i128) -> Result<(), Refusal> {
        for (list, dense) in [(&by.capacities, &mut self.scratch.capacities), (&by.floors, &mut self.scratch.floors)] {
            for &(p, price) in list {
                if self.weigher.part_of.get(p as usize) != Some(&Some(self.part)) {
                    return Err(Refusal::Pool(p));
                }
                dense[p as usize] = plus(dense[p as usize], times(sign, price)?)?;
            }
        }
        for &(b, price) in &by.settled {
            let place = self.settled.get_mut(b).ok_or(Refusal::Settled)?;
            *place = plus(*place, times(sign, price)?)?;
        }
        Ok(())
    }

    /// What one edge adds at these prices.
    fn reduced(&self, e: EdgeIdx) -> Result<i128, Refusal> {
        let mut sum = times(self.scale, self.combine(self.blocks.len() - 1, e)?)?;
        for (b, &price) in self.settled.iter().enumerate().filter(|&(_, &price)| price != 0) {
            sum = plus(sum, times(price, self.combine(b, e)?)?)?;
        }
        for d in self.weigher.problem.draws_of(e) {
            let p = d.pool as usize;
            if self.weigher.part_of[p] == Some(self.part) {
                let price = plus(self.scratch.capacities[p], -self.scratch.floors[p])?;
                sum = plus(sum, -times(price, i128::from(d.units))?)?;
            }
        }
        Ok(sum)
    }

    /// The bound at these prices in the node at hand, and what each kept group adds; `None` when the node is
    /// impossible.
    fn value(&self) -> Result<Option<(i128, Vec<i128>)>, Refusal> {
        let mut total = self.scarcity()?;
        if let Some(seats) = &self.seats {
            let Some(opened) = self.opened(seats)? else { return Ok(None) };
            return Ok(Some((plus(total, opened)?, Vec::new())));
        }
        let mut best_of = Vec::with_capacity(self.kept.len());
        let mut reached = 0;
        for (g, edges) in &self.kept {
            let mut best = if self.scratch.must[*g] { None } else { Some(0) };
            for &e in edges.iter().filter(|&&e| !self.scratch.never[e as usize]) {
                best = best.max(Some(self.reduced(e)?));
            }
            let Some(best) = best else { return Ok(None) };
            reached += usize::from(self.scratch.must[*g]);
            total = plus(total, best)?;
            best_of.push(best);
        }
        let asked = self.weigher.groups_of[self.part].iter().filter(|&&g| self.scratch.must[g]).count();
        Ok((reached == asked).then_some((total, best_of)))
    }

    /// What capacities, floors and settled values add, with the signs of all prices checked.
    fn scarcity(&self) -> Result<i128, Refusal> {
        let last = self.blocks.len() - 1;
        let mut total = 0;
        for (b, &price) in self.settled.iter().enumerate() {
            if price < 0 {
                return Err(Refusal::Settled);
            }
            total = plus(total, -times(price, self.blocks[last].settled[b])?)?;
        }
        for p in self.pools.iter().copied() {
            let (a, b) = (self.scratch.capacities[p], self.scratch.floors[p]);
            let pool = &self.weigher.problem.pools[p];
            if a != 0 {
                let capacity = pool.capacity.filter(|_| a > 0).ok_or(Refusal::Price(p as PoolIdx))?;
                total = plus(total, times(a, i128::from(capacity))?)?;
            }
            if b != 0 {
                let floor = pool.floor.filter(|_| b > 0).ok_or(Refusal::Price(p as PoolIdx))?;
                self.check_floor_price(p, b)?;
                total = plus(total, -times(b, i128::from(floor.units))?)?;
            }
        }
        Ok(total)
    }

    /// A soft floor is never priced above what a missing unit costs.
    fn check_floor_price(&self, p: usize, price: i128) -> Result<(), Refusal> {
        let last = self.blocks.len() - 1;
        let Some(cost) = self.cost(last, p)? else { return Ok(()) };
        let mut most = times(self.scale, cost)?;
        for (b, &y) in self.settled.iter().enumerate() {
            most = plus(most, times(y, self.cost(b, p)?.unwrap_or(0))?)?;
        }
        if price <= most { Ok(()) } else { Err(Refusal::Price(p as PoolIdx)) }
    }
}

/// Greatest common divisor of magnitudes; `gcd(0, b)` is `|b|`.
fn gcd(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.abs(), b.abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
