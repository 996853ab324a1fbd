//! The linear relaxation of a part, solved over few edges and priced out over all.

use super::assignment::{self, Assigned, NONE, Seats};
use super::best::Best;
use super::master::{GRIDS, Master, Programme, Relaxed};
use super::price::{Dense, SubProblem};
use super::sites::Lowered;
use super::{Options, tuning};

/// The relaxation of a sub-problem, with exact prices.
pub(super) struct Root<'a> {
    /// Prices with the least bound found.
    pub(super) prices: Dense,
    /// That bound, scaled.
    pub(super) bound: i128,
    /// What each group adds to it.
    pub(super) best: Vec<i128>,
    /// Edges with a value above 0 in the last relaxation.
    pub(super) taken: Vec<(u32, f64)>,
    /// The programme, to go on from.
    pub(super) master: Option<Master<'a>>,
    /// A bound by what has to be opened, where one was looked for.
    pub(super) lowered: Option<Lowered>,
}

impl Root<'_> {
    /// The least bound that is known, scaled.
    pub(super) fn least(&self) -> i128 {
        self.lowered.as_ref().map_or(self.bound, |lowered| lowered.bound.min(self.bound))
    }
}

/// When the relaxation is good enough, and when to stop.
pub(super) struct Patience<'a> {
    /// Relative gap between bound and relaxation that is good enough.
    pub(super) gap: f64,
    /// Stop now.
    pub(super) stop: &'a dyn Fn() -> bool,
    /// Seconds left for calls of HiGHS.
    pub(super) seconds: &'a dyn Fn() -> Option<f64>,
    /// Where better choices go.
    pub(super) best: &'a Best<'a>,
}

impl<'a> Patience<'a> {
    /// What `options` ask, with a quarter of the gap for the relaxation.
    pub(super) fn of(options: &Options<'a>, best: &'a Best<'a>) -> Self {
        Self { gap: options.gap / 4.0, stop: options.stop, seconds: options.seconds, best }
    }
}

/// Solves the relaxation of `sub`; `hint` are edges that must be in it. `None` when floors or settled values cannot
/// be kept even there, or nothing could be solved.
pub(super) fn solve<'a>(sub: &'a SubProblem<'a>, hint: &[u32], patience: &Patience<'_>) -> Option<Root<'a>> {
    let seeds = seeds(sub);
    let opened = |penalty| {
        let mut master = Master::new(sub, penalty)?;
        hint.iter().chain(&seeds).for_each(|&e| master.add(e as usize));
        Some(master)
    };
    let mut penalty = penalty(sub);
    if !sub.settled.is_empty() && !hint.is_empty() {
        // What was settled is mostly kept by the edges of the relaxation before.
        if let Some(root) = held(opened(penalty)?, sub, patience) {
            return Some(root);
        }
    }
    let mut known = None;
    for _ in 0..4 {
        let mut master = opened(penalty)?;
        // Cut off by a limit, the prices found before still give a bound.
        let Some((mut root, broken)) = rounds(&mut master, sub, patience) else { return known };
        if !broken {
            root.master = Some(master);
            return Some(root);
        }
        known = Some(root);
        penalty *= 256.0;
    }
    None
}

/// The relaxation with nothing given up of what is settled, so that no penalty has to be guessed. `None` where the edges
/// of the programme do not keep it.
fn held<'a>(mut master: Master<'a>, sub: &'a SubProblem<'a>, patience: &Patience<'_>) -> Option<Root<'a>> {
    master.hold();
    let (root, broken) = rounds(&mut master, sub, patience)?;
    master.let_go();
    (!broken).then_some(Root { master: Some(master), ..root })
}

/// As [`solve`], from the programme of a sub-problem of the same part that has fewer rows or fewer levels settled.
pub(super) fn resume<'a>(
    programme: Option<Programme>,
    sub: &'a SubProblem<'a>,
    hint: &[u32],
    patience: &Patience<'_>,
) -> Option<Root<'a>> {
    if let Some(programme) = programme {
        let mut master = Master::resumed(programme, sub, penalty(sub));
        hint.iter().for_each(|&e| master.add(e as usize));
        if let Some(root) = held(master, sub, patience) {
            return Some(root);
        }
    }
    solve(sub, hint, patience)
}

/// A price from which on breaking a floor or a settled value mostly does not pay.
fn penalty(sub: &SubProblem<'_>) -> f64 {
    16.0 * sub.block.greatest().max(1) as f64
}

/// Adds violated edges until there are none.
fn rounds<'a>(master: &mut Master<'_>, sub: &SubProblem<'_>, patience: &Patience<'_>) -> Option<(Root<'a>, bool)> {
    let mut root: Option<Root<'a>> = None;
    loop {
        let Some(relaxed) = master.solve(patience.seconds) else { return root.map(|root| (root, false)) };
        let found = price_out(sub, &relaxed, GRIDS[0]);
        let added = add_violated(master, sub, &found.0, &found.2);
        if root.as_ref().is_none_or(|root| found.1 < root.bound) {
            let (prices, bound, best) = found;
            root = Some(Root { prices, bound, best, taken: Vec::new(), master: None, lowered: None });
        }
        let mut root_now = root.take()?;
        root_now.taken = relaxed.taken.clone();
        let slack = (root_now.bound as f64) / f64::from(sub.bits).exp2() - relaxed.value;
        let enough = slack <= (patience.gap * relaxed.value.abs()).max(1e-3 * sub.block.unit as f64);
        if added == 0 || (enough && !relaxed.broken) || (patience.stop)() {
            polish(sub, &relaxed, &mut root_now);
            return Some((root_now, relaxed.broken));
        }
        root = Some(root_now);
    }
}

/// Tries coarser grids, on which noise disappears.
fn polish(sub: &SubProblem<'_>, relaxed: &Relaxed, root: &mut Root<'_>) {
    for &bits in &GRIDS[1..] {
        let (prices, bound, best) = price_out(sub, relaxed, bits);
        if bound < root.bound {
            (root.prices, root.bound, root.best) = (prices, bound, best);
        }
    }
}

/// Rounded prices of a relaxation, their bound over all edges, and what each group adds.
fn price_out(sub: &SubProblem<'_>, relaxed: &Relaxed, bits: u32) -> (Dense, i128, Vec<i128>) {
    let (capacities, floors, settled) = &relaxed.prices;
    let prices = sub.round(capacities, floors, settled, bits);
    let (bound, best) = sub.evaluate(&prices);
    (prices, bound, best)
}

/// Adds, of every group, the edges that beat what the programme knows; at most a few each.
fn add_violated(master: &mut Master<'_>, sub: &SubProblem<'_>, prices: &Dense, best: &[i128]) -> usize {
    let tolerance = (sub.block.unit << sub.bits) / 1_000_000;
    let most = if sub.part.opens() { tuning::ADDED_WHERE_OPENED } else { tuning::ADDED_PER_GROUP };
    let mut added = 0;
    for g in (0..sub.part.n_groups()).filter(|&g| best[g] > tolerance) {
        let known = sub.part.group(g).filter(|&e| master.has(e)).map(|e| sub.reduced(prices, e)).max();
        let known = known.unwrap_or(0).max(0) + tolerance;
        let outside = sub.part.group(g).filter(|&e| !master.has(e));
        let mut better: Vec<(i128, usize)> =
            outside.map(|e| (sub.reduced(prices, e), e)).filter(|&(reduced, _)| reduced > known).collect();
        better.sort_unstable_by_key(|&(reduced, e)| (std::cmp::Reverse(reduced), e));
        for &(_, e) in better.iter().take(most) {
            master.add(e);
            added += 1;
        }
    }
    added
}

/// The most promising edges of every group.
fn seeds(sub: &SubProblem<'_>) -> Vec<u32> {
    let promise = promise(sub).of_edge;
    let mut seeds = Vec::new();
    for g in 0..sub.part.n_groups() {
        let mut edges: Vec<u32> = sub.part.group(g).map(|e| e as u32).collect();
        edges.sort_unstable_by_key(|&e| (std::cmp::Reverse(promise[e as usize]), e));
        seeds.extend(edges.iter().take(tuning::SEEDED_PER_GROUP));
    }
    seeds
}

/// What is hoped for before anything is solved.
pub(super) struct Promise {
    /// What each edge is worth.
    pub(super) of_edge: Vec<i128>,
    /// The edges chosen if only those rows were scarce.
    pub(super) assigned: Vec<u32>,
}

/// What each edge is worth at the prices of the assignment problem in which every edge draws only its own most exclusive
/// row. Of equals, that is worth more which is so on the last level: without it, everybody is promised the same first
/// edges where all are worth the same.
pub(super) fn promise(sub: &SubProblem<'_>) -> Promise {
    let part = sub.part;
    let mut alone = vec![0u32; part.rows.len()];
    let plain = |&&(row, units): &&(u32, i32)| units == 1 && part.rows[row as usize].capacity.is_some();
    for e in 0..part.n_edges() {
        let mut rows = part.draws_of(e).iter().filter(plain);
        if let (Some(&(row, _)), None) = (rows.next(), rows.next()) {
            alone[row as usize] += 1;
        }
    }
    let seat = |e: usize| {
        let rows = part.draws_of(e).iter().filter(plain);
        rows.max_by_key(|&&(row, _)| (alone[row as usize], std::cmp::Reverse(row))).map_or(NONE, |&(row, _)| row)
    };
    let seats: Vec<u32> = (0..part.n_edges()).map(seat).collect();
    let capacity: Vec<i64> = part.rows.iter().map(|row| row.capacity.unwrap_or(i64::MAX)).collect();
    let value = worth(sub);
    if value.iter().any(|worth| worth.unsigned_abs() >= 1 << 60) {
        return Promise { of_edge: value.into_iter().map(i128::from).collect(), assigned: Vec::new() };
    }
    let seats = Seats { first_edge: &part.first_edge, seat: &seats, value: &value, capacity: &capacity };
    let Assigned { edge_of, price } = assignment::assign(&seats);
    let draws =
        |e: usize| part.draws_of(e).iter().map(|&(row, units)| i128::from(price[row as usize]) * i128::from(units));
    let of_edge = (0..part.n_edges()).map(|e| i128::from(value[e]) - draws(e).sum::<i128>()).collect();
    Promise { of_edge, assigned: edge_of.into_iter().filter(|&e| e != NONE).collect() }
}

/// Points of each edge, and as much less that it can only tell equals apart, those of the last level; as far as numbers
/// stay small.
fn worth(sub: &SubProblem<'_>) -> Vec<i64> {
    let (part, last) = (sub.part, sub.part.n_levels - 1);
    let weights = &sub.block.weights;
    let most = (0..part.n_edges()).map(|e| part.points_at(e, last).unsigned_abs()).max().unwrap_or(0);
    let by = i64::try_from(most).ok().and_then(|most| most.checked_mul(4)?.checked_add(1));
    let greatest = sub.block.greatest();
    let Some(by) = by.filter(|&by| !sub.block.levels.contains(&last) && greatest * i128::from(by) < 1 << 58) else {
        return weights.to_vec();
    };
    (0..part.n_edges()).map(|e| weights[e] * by + part.points_at(e, last)).collect()
}
