//! A stronger bound where something has to be opened: people are priced, and each *site*, a pool that openers grant and
//! people take, is solved exactly with both ([`Grouping::Seats`]).
//!
//! The linear relaxation opens a twelfth of a training for one of its twelve places. Here nobody takes a place that is
//! not open, and what is opened is opened whole. Prices are looked for by subgradient, from those of the relaxation.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Add, AddAssign};

use super::certificate::{BlockProof, Grouping, Prices, Proof};
use super::descent::{self, Reach};
use super::part::Part;
use super::price::{Dense, SubProblem};
use super::problem::{PoolIdx, Problem};
use super::{Options, tuning};

/// A pool that openers grant and people take.
struct Site {
    /// Places without any opener.
    base: i64,
    /// Edges and places granted.
    openers: Vec<(u32, i64)>,
    /// Edges that take one place; those of a group are consecutive.
    clients: Vec<u32>,
}

/// The edges of a part by site.
pub(super) struct Sites {
    sites: Vec<Site>,
    /// Whether each row is a site: those have no price.
    is_site: Vec<bool>,
    /// Edges that neither take nor grant a place of a site, by group.
    outside: Vec<(usize, Vec<u32>)>,
    /// The pool of the person of each group; `None` where it is priced as a row, or there is none.
    owner: Vec<Option<PoolIdx>>,
}

/// What prices say.
pub(super) struct Lowered {
    /// No choice is worth more; scaled.
    pub(super) bound: i128,
    /// Prices with this bound, those of people among the capacities.
    pub(super) prices: Prices,
    /// Of each opener, how often it was opened lately.
    pub(super) opened: Vec<(u32, f64)>,
}

impl Sites {
    /// Reads a part; `None` where there is no site, or an edge grants places of two, or takes more than one place.
    fn of(problem: &Problem, part: &Part) -> Option<Self> {
        let is_site = is_site(problem, part);
        let mut sites = Vec::new();
        let mut site_of = vec![usize::MAX; part.rows.len()];
        for row in (0..part.rows.len()).filter(|&row| is_site[row]) {
            site_of[row] = sites.len();
            let base = part.rows[row].capacity.unwrap_or(0);
            sites.push(Site { base, openers: Vec::new(), clients: Vec::new() });
        }
        let mut outside = Vec::new();
        let mut owner = owners(problem, part);
        for (g, owner) in owner.iter_mut().enumerate() {
            let (mut others, mut opened, mut n_openers) = (Vec::new(), None, 0);
            for e in part.group(g) {
                let mut at = part.draws_of(e).iter().filter(|d| is_site[d.0 as usize]);
                match (at.next(), at.next()) {
                    (None, _) => others.push(e as u32),
                    (Some(&(row, 1)), None) => sites[site_of[row as usize]].clients.push(e as u32),
                    (Some(&(row, units)), None) if units < 0 => {
                        sites[site_of[row as usize]].openers.push((e as u32, -i64::from(units)));
                        n_openers += usize::from(*opened.get_or_insert(row) == row);
                    }
                    _ => return None,
                }
            }
            if n_openers == part.group(g).len() {
                // That one of them is chosen at most is seen where they are solved.
                *owner = None;
            }
            if !others.is_empty() {
                outside.push((g, others));
            }
        }
        (!sites.is_empty()).then_some(Self { sites, is_site, outside, owner })
    }

    /// What sites and edges outside add to the bound where `reduced` is what each edge adds; `taken` receives the edges
    /// that are worth it.
    fn weigh<N: Amount>(&self, part: &Part, reduced: &dyn Fn(u32) -> N, taken: &mut Vec<u32>) -> N {
        let group = |e: u32| part.group_of[e as usize];
        let mut sum = N::default();
        taken.clear();
        for (_, edges) in &self.outside {
            let best = edges.iter().map(|&e| (reduced(e), e)).min_by(worth_more);
            if let Some((gain, e)) = best.filter(|&(gain, _)| gain > N::default()) {
                sum += gain;
                taken.push(e);
            }
        }
        let (mut gains, mut openers) = (Vec::new(), Openers::default());
        for site in &self.sites {
            gains.clear();
            for &e in &site.clients {
                let gain = (reduced(e), e);
                match gains.last_mut().filter(|last: &&mut (N, u32)| group(last.1) == group(e)) {
                    Some(last) if worth_more(&gain, last).is_lt() => *last = gain,
                    Some(_) => {}
                    None => gains.push(gain),
                }
            }
            gains.retain(|&(gain, _)| gain > N::default());
            openers.gather(site, reduced, &group);
            sum += site.best(&mut gains, &openers, taken);
        }
        sum
    }
}

/// Whole numbers where the bound has to be exact, doubles where good prices are looked for.
trait Amount: Copy + Default + PartialOrd + Add<Output = Self> + AddAssign {}
impl Amount for f64 {}
impl Amount for i128 {}

/// Edges worth more come first, then by position.
fn worth_more<N: Amount>(a: &(N, u32), b: &(N, u32)) -> Ordering {
    b.0.partial_cmp(&a.0).unwrap_or(Ordering::Equal).then(a.1.cmp(&b.1))
}

/// The openers of a site, of each group one: what the best is worth, and the most places that any of the group grants.
#[derive(Default)]
struct Openers<N> {
    best: Vec<(N, u32)>,
    /// The most first; not in the order of `best`.
    places: Vec<i64>,
}

impl<N: Amount> Openers<N> {
    fn gather(&mut self, site: &Site, reduced: &dyn Fn(u32) -> N, group: &dyn Fn(u32) -> u32) {
        self.best.clear();
        self.places.clear();
        for &(e, granted) in &site.openers {
            let own = (reduced(e), e);
            match (self.best.last_mut(), self.places.last_mut()) {
                (Some(best), Some(most)) if group(best.1) == group(e) => {
                    *most = granted.max(*most);
                    if worth_more(&own, best).is_lt() {
                        *best = own;
                    }
                }
                _ => {
                    self.best.push(own);
                    self.places.push(granted);
                }
            }
        }
        self.best.sort_unstable_by(worth_more);
        self.places.sort_unstable_by(|a, b| b.cmp(a));
    }
}

/// Which rows are sites, as the checker finds them: of the rows that others grant, who grants nothing takes a place in
/// the one that most edges draw; where all who draw a row take their place there, it is a site.
fn is_site(problem: &Problem, part: &Part) -> Vec<bool> {
    let is_cut = |row: u32| part.rows[row as usize].pool as usize >= problem.pools.len();
    let is_scarce = |row: u32| part.rows[row as usize].capacity.is_some() && !is_cut(row);
    let mut is_granted = vec![false; part.rows.len()];
    let mut n_drawing = vec![0u32; part.rows.len()];
    for &(row, units) in &part.draws {
        is_granted[row as usize] |= units < 0 && is_scarce(row);
        n_drawing[row as usize] += u32::from(units > 0);
    }
    let mut is_site = is_granted.clone();
    for e in 0..part.n_edges() {
        let draws = || part.draws_of(e).iter().filter(|d| is_granted[d.0 as usize]);
        let opens = draws().any(|d| d.1 < 0);
        let most = |d: &&(u32, i32)| (n_drawing[d.0 as usize], Reverse(part.rows[d.0 as usize].pool));
        let place = draws().max_by_key(most).filter(|_| !opens).map(|d| d.0);
        draws().filter(|d| d.1 > 0 && Some(d.0) != place).for_each(|d| is_site[d.0 as usize] = false);
    }
    is_site
}

/// The pool of the owner of each group; `None` where there is none, or where it is priced as a row.
fn owners(problem: &Problem, part: &Part) -> Vec<Option<PoolIdx>> {
    let rows: BTreeSet<PoolIdx> = part.rows.iter().map(|row| row.pool).collect();
    let owner_of = |g: usize| problem.owners[part.edges[part.group(g).start] as usize];
    (0..part.n_groups()).map(|g| owner_of(g).filter(|pool| !rows.contains(pool))).collect()
}

impl Site {
    /// The most that so many of the openers as are worth it and the best clients add, those with the most places counted
    /// first, as the checker does. Adds the edges to `taken`.
    fn best<N: Amount>(&self, gains: &mut Vec<(N, u32)>, openers: &Openers<N>, taken: &mut Vec<u32>) -> N {
        let most = usize::try_from(self.base + openers.places.iter().sum::<i64>()).unwrap_or(0);
        if gains.len() > most {
            gains.select_nth_unstable_by(most, worth_more);
            gains.truncate(most);
        }
        gains.sort_unstable_by(worth_more);
        let end = |places: i64| usize::try_from(places).unwrap_or(0).min(gains.len());
        let add = |mut sum: N, from: i64, to: i64| {
            gains[end(from)..end(to)].iter().for_each(|&(gain, _)| sum += gain);
            sum
        };
        let mut places = self.base;
        let mut sum = add(N::default(), 0, places);
        let mut best = (sum, 0, places);
        for (n, (&(own, _), &granted)) in openers.best.iter().zip(&openers.places).enumerate() {
            sum = add(sum + own, places, places + granted);
            places += granted;
            if sum > best.0 {
                best = (sum, n + 1, places);
            }
        }
        taken.extend(openers.best[..best.1].iter().map(|&(_, e)| e));
        taken.extend(gains[..end(best.2)].iter().map(|&(_, e)| e));
        best.0
    }
}

/// A lower bound of `sub` than that of its relaxation; `None` where the part has no sites. `prices` are those of the
/// relaxation, at which each group adds `best`; `value` is what the best choice is worth.
pub(super) fn lowered(
    problem: &Problem,
    sub: &SubProblem<'_>,
    prices: &Dense,
    best: &[i128],
    value: i128,
    options: &Options<'_>,
) -> Option<Lowered> {
    let (part, sites) = (sub.part, Sites::of(problem, sub.part)?);
    let layout = Layout { n_groups: part.n_groups(), n_rows: part.rows.len() };
    let (mut taken, mut share) = (Vec::new(), BTreeMap::<u32, f64>::new());
    let mut weigh = |prices: &mut [f64], slope: &mut [f64]| {
        let bound = sites.scarcity(sub, prices) + sites.weigh(part, &|e| layout.reduced(sub, prices, e), &mut taken);
        sites.slope(sub, &taken, slope);
        share.values_mut().for_each(|share| *share *= tuning::SITE_SHARE_KEPT);
        for &opener in taken.iter().filter(|&&e| grants(part, e)) {
            *share.entry(opener).or_default() += 1.0 - tuning::SITE_SHARE_KEPT;
        }
        bound
    };
    let kept = (options.seconds)().map_or(0.0, |left| left * (1.0 - tuning::SITES_SHARE.0));
    let stop = || (options.stop)() || (options.seconds)().is_some_and(|left| left <= kept);
    let (value, rounds) = (value as f64, tuning::SITE_ROUNDS);
    // A bound within less than one unit of the value is the value.
    let enough = value + (options.gap * value.abs()).max(0.9 * sub.block.unit as f64);
    let reach = Reach { value, enough, rounds, step: tuning::SITE_STEP, patience: (30, 0.7), stop: &stop };
    let (prices, _) = descent::descend(sites.start(sub, prices, best), &reach, &mut weigh);
    let (bound, prices) = sites.exact(sub, &prices);
    Some(Lowered { bound, prices, opened: share.into_iter().collect() })
}

/// Whether an edge grants a scarce row.
fn grants(part: &Part, e: u32) -> bool {
    part.draws_of(e as usize).iter().any(|&(row, units)| units < 0 && part.rows[row as usize].capacity.is_some())
}

impl Lowered {
    /// The proof of the block in hand, down to `target`.
    pub(super) fn proof(self, sub: &SubProblem<'_>, target: i128) -> BlockProof {
        let proof = sub.proof(target, self.prices, Proof::Prices(Prices::default()));
        BlockProof { grouping: Grouping::Seats, ..proof }
    }

    /// The edges of the openers that were opened most, and of those in `chosen`, with all who could come; `None` where
    /// they are very many.
    pub(super) fn edges(&self, sub: &SubProblem<'_>, chosen: &[u32]) -> Option<Vec<u32>> {
        let part = sub.part;
        let mut often = self.opened.clone();
        often.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        often.truncate(tuning::SITED_OPENERS);
        let mut is_wanted = vec![false; part.n_edges()];
        let (mut is_granted, mut is_open) = (vec![false; part.rows.len()], vec![false; part.rows.len()]);
        often.iter().map(|&(e, _)| e).chain(chosen.iter().copied()).for_each(|e| is_wanted[e as usize] = true);
        let granted = |e: u32| part.draws_of(e as usize).iter().filter(|d| d.1 < 0).map(|d| d.0 as usize);
        for e in 0..part.n_edges() as u32 {
            granted(e).for_each(|row| is_granted[row] = true);
            granted(e).filter(|_| is_wanted[e as usize]).for_each(|row| is_open[row] = true);
        }
        let could_come = |e: u32| {
            let mut drawn =
                part.draws_of(e as usize).iter().filter(|&&(row, units)| units > 0 && is_granted[row as usize]);
            !grants(part, e) && drawn.all(|&(row, _)| is_open[row as usize])
        };
        let edges: Vec<u32> = (0..part.n_edges() as u32).filter(|&e| is_wanted[e as usize] || could_come(e)).collect();
        (edges.len() <= tuning::MILP_EDGES_MAX).then_some(edges)
    }
}

/// Where prices stand in one list: of people by group, of capacities and floors by row, of settled blocks.
struct Layout {
    n_groups: usize,
    n_rows: usize,
}

impl Layout {
    /// What an edge adds at these prices.
    fn reduced(&self, sub: &SubProblem<'_>, prices: &[f64], e: u32) -> f64 {
        let e = e as usize;
        let mut sum = sub.block.weights[e] as f64 - prices[sub.part.group_of[e] as usize];
        for (k, (block, _)) in sub.settled.iter().enumerate() {
            sum += prices[self.n_groups + 2 * self.n_rows + k] * block.weights[e] as f64;
        }
        for &(row, units) in sub.part.draws_of(e) {
            let row = self.n_groups + row as usize;
            sum -= (prices[row] - prices[row + self.n_rows]) * f64::from(units);
        }
        sum
    }
}

impl Sites {
    /// The prices of a relaxation, with those of people: no bound is higher for that.
    fn start(&self, sub: &SubProblem<'_>, prices: &Dense, best: &[i128]) -> Vec<f64> {
        let one = f64::from(sub.bits).exp2();
        let of_person =
            |(owner, &best): (&Option<PoolIdx>, &i128)| if owner.is_some() { best as f64 / one } else { 0.0 };
        let mut start: Vec<f64> = self.owner.iter().zip(best).map(of_person).collect();
        let of_row = |(&is_site, &price): (&bool, &i128)| if is_site { 0.0 } else { price as f64 / one };
        start.extend(self.is_site.iter().zip(&prices.capacities).map(of_row));
        start.extend(prices.floors.iter().chain(&prices.settled).map(|&price| price as f64 / one));
        start
    }

    /// What people, capacities, floors and settled values add to the bound.
    fn scarcity(&self, sub: &SubProblem<'_>, prices: &[f64]) -> f64 {
        let (people, rest) = prices.split_at(sub.part.n_groups());
        let (capacities, rest) = rest.split_at(sub.part.rows.len());
        let (floors, settled) = rest.split_at(sub.part.rows.len());
        let mut sum: f64 = people.iter().sum();
        for ((row, capacity), floor) in sub.part.rows.iter().zip(capacities).zip(floors) {
            sum += capacity * row.capacity.unwrap_or(0) as f64 - floor * row.floor.map_or(0, |f| f.units) as f64;
        }
        sum - sub.settled.iter().zip(settled).map(|(&(_, value), price)| price * value as f64).sum::<f64>()
    }

    /// The bound at these prices rounded to whole numbers, scaled, and those prices.
    fn exact(&self, sub: &SubProblem<'_>, prices: &[f64]) -> (i128, Prices) {
        let one = f64::from(sub.bits).exp2();
        let (people, rest) = prices.split_at(sub.part.n_groups());
        let (capacities, rest) = rest.split_at(sub.part.rows.len());
        let (floors, settled) = rest.split_at(sub.part.rows.len());
        let dense = sub.round(capacities, floors, settled, sub.bits);
        let people: Vec<i128> = people.iter().map(|&price| (price * one).round() as i128).collect();
        let reduced = |e: u32| sub.reduced(&dense, e as usize) - people[sub.part.group_of[e as usize] as usize];
        let all = sub.scarcity(&dense) + people.iter().sum::<i128>();
        let bound = all + self.weigh(sub.part, &reduced, &mut Vec::new());
        let mut prices = sub.sparse(&dense, &sub.free());
        let of_people = self.owner.iter().zip(&people).filter(|&(_, &price)| price != 0);
        prices.capacities.extend(of_people.filter_map(|(owner, &price)| Some(((*owner)?, price))));
        prices.capacities.sort_unstable();
        (bound, prices)
    }

    /// How the bound changes with each price when these edges are taken.
    fn slope(&self, sub: &SubProblem<'_>, taken: &[u32], slope: &mut [f64]) {
        let (part, n_groups) = (sub.part, sub.part.n_groups());
        let n_rows = part.rows.len();
        for (slope, owner) in slope.iter_mut().zip(&self.owner) {
            *slope = f64::from(u8::from(owner.is_some()));
        }
        let drawn = part.drawn(taken);
        for &e in taken {
            let g = part.group_of[e as usize] as usize;
            slope[g] -= f64::from(u8::from(self.owner[g].is_some()));
        }
        for (r, (row, &drawn)) in part.rows.iter().zip(&drawn).enumerate() {
            let capacity = row.capacity.filter(|_| !self.is_site[r]);
            slope[n_groups + r] = capacity.map_or(0.0, |capacity| (capacity - drawn) as f64);
            slope[n_groups + n_rows + r] = row.floor.map_or(0.0, |floor| (drawn - floor.units) as f64);
        }
        for (k, (block, value)) in sub.settled.iter().enumerate() {
            let reached: i128 = taken.iter().map(|&e| i128::from(block.weights[e as usize])).sum();
            slope[n_groups + 2 * n_rows + k] = (reached - value) as f64;
        }
    }
}
