//! Makes a choice for one block of levels: the relaxation where it is integral, else HiGHS among the edges that prices
//! favour.

use super::best::Best;
use super::block::{self, Block};
use super::branch::survivors;
use super::milp::{self, Effort};
use super::open;
use super::price::{SubProblem, is_free};
use super::problem::Problem;
use super::sift::Root;
use super::sites;
use super::{Options, tuning};

/// Whether value and bound are within the gap asked.
pub(super) fn close_enough(sub: &SubProblem<'_>, root: &Root<'_>, value: i128, gap: f64) -> bool {
    super::within(value, sub.floor(root.least()), gap)
}

/// Makes a choice: the relaxation where it is integral, else HiGHS among the edges that prices favour, more of them
/// each time. Also returns whether HiGHS claims the choice to be best. When no choice is found that keeps every settled
/// block, `attempt` receives one that gives up something settled.
pub(super) fn choose(
    problem: &Problem,
    sub: &SubProblem<'_>,
    root: &mut Root<'_>,
    known: Option<&[u32]>,
    options: &Options<'_>,
    told: &Best<'_>,
    attempt: Option<&mut Vec<u32>>,
) -> Option<(Vec<u32>, bool)> {
    let mut best = begun(problem, sub, root, known, options, told);
    let root = &*root;
    if let Some((value, chosen)) = best.as_ref().filter(|(value, _)| close_enough(sub, root, *value, options.gap)) {
        return Some((chosen.clone(), sub.floor(root.least()) <= *value));
    }
    let mut width = width_for(sub, root, 2);
    let mut near = None;
    let known = |best: &Option<Valued>| best.as_ref().map(|(_, chosen)| chosen.clone());
    // What is settled is weighed where it cannot be kept, which takes longer.
    let complete = completed(sub, root, width, options)
        .or_else(|| among(sub, root, width, known(&best), tuning::MILP_NODES, options).found);
    if complete.is_none()
        && let Some(chosen) = weighed(sub, root, best.as_ref().map(|(_, chosen)| &chosen[..]), options)
    {
        if sub.keeps(&chosen) {
            best = better(told, best, Some((sub.block.value(sub.part, &chosen), chosen)));
        } else {
            width = width.saturating_mul(64).max(1 << sub.bits);
            told.offer(&chosen);
            near = Some(chosen);
        }
    }
    best = better(told, best, complete);
    if best.is_some() && doubtful(root) <= tuning::FEW_IN_DOUBT {
        return best.map(|(_, chosen)| (chosen, false));
    }
    for _ in 0..4 {
        if let Some((value, chosen)) = &best
            && (sub.floor(root.least()) <= *value || close_enough(sub, root, *value, options.gap))
        {
            return Some((chosen.clone(), true));
        }
        if (options.stop)() {
            break;
        }
        let tried = among(sub, root, width, known(&best), options.max_nodes.max(1), options);
        let all = tried.n_edges == sub.part.n_edges();
        best = better(told, best, tried.found);
        match &best {
            Some((value, chosen)) => {
                let needed = root.bound - (value << sub.bits);
                if tried.claims_best && (all || (width >= needed && tried.n_edges <= tuning::MILP_EDGES_MAX)) {
                    return Some((chosen.clone(), true));
                }
                let left: usize = survivors(sub, root, *value).iter().map(|(_, edges)| edges.len()).sum();
                if left > tuning::MILP_EDGES_MAX || width >= needed {
                    break;
                }
                width = needed;
            }
            None if all || (near.is_some() && attempt.is_some()) => {
                if let (Some(attempt), Some(near)) = (attempt, near) {
                    *attempt = near;
                }
                return None;
            }
            None => width = width.saturating_mul(64).max(1 << sub.bits),
        }
    }
    best.map(|(_, chosen)| (chosen, false))
}

/// What HiGHS found among the edges that prices favour.
struct Tried {
    found: Option<Valued>,
    claims_best: bool,
    n_edges: usize,
}

/// The best choice among the edges at most `width` worse than the best of their group, as far as HiGHS gets.
fn among(
    sub: &SubProblem<'_>,
    root: &Root<'_>,
    width: i128,
    known: Option<Vec<u32>>,
    nodes: usize,
    options: &Options<'_>,
) -> Tried {
    let edges = favoured(sub, root, width, known.as_deref());
    let effort = Effort { gap: options.gap / 2.0, seconds: (options.seconds)(), nodes };
    let found = milp::solve(sub, &edges, known.as_deref(), None, effort);
    let claims_best = found.as_ref().is_some_and(|found| found.claims_best);
    let found = found.map(|found| (sub.block.value(sub.part, &found.chosen), found.chosen));
    Tried { found, claims_best, n_edges: edges.len() }
}

/// The best choice to start from: the one known before, the relaxation where it is integral or, where something has to
/// be opened, a choice made from it.
fn begun(
    problem: &Problem,
    sub: &SubProblem<'_>,
    root: &mut Root<'_>,
    known: Option<&[u32]>,
    options: &Options<'_>,
    told: &Best<'_>,
) -> Option<Valued> {
    let mut best: Option<Valued> = known.map(|known| (sub.block.value(sub.part, known), known.to_vec()));
    let integral: Vec<u32> = root.taken.iter().filter(|&&(_, x)| x > 1.0 - 1e-6).map(|&(e, _)| e).collect();
    if integral.len() == root.taken.len() && sub.part.holds(&integral) && sub.keeps(&integral) {
        best = better(told, best, Some((sub.block.value(sub.part, &integral), integral)));
    }
    if !sub.part.opens() {
        return best;
    }
    let rounded = open::round(sub.part, &block::reach(sub.part), &root.taken, options.stop);
    let valued = |chosen: Vec<u32>| (sub.block.value(sub.part, &chosen), chosen);
    best = better(told, best, rounded.filter(|chosen| sub.keeps(chosen)).map(valued));
    opened(problem, sub, root, best, options, told)
}

/// A better choice than `best` where something has to be opened, until one is close enough: openers that HiGHS packs
/// together, then those that the bound by sites opens most, then what renewal finds. The bound is left in `root`.
fn opened(
    problem: &Problem,
    sub: &SubProblem<'_>,
    root: &mut Root<'_>,
    mut best: Option<Valued>,
    options: &Options<'_>,
    told: &Best<'_>,
) -> Option<Valued> {
    let is_over = |root: &Root<'_>, best: &Option<Valued>| {
        let is_close = |(value, _): &Valued| close_enough(sub, root, *value, options.gap.max(1e-9));
        best.as_ref().is_some_and(is_close) || (options.stop)()
    };
    let valued = |chosen: Vec<u32>| (sub.block.value(sub.part, &chosen), chosen);
    if is_over(root, &best) {
        return best;
    }
    let reach = block::reach(sub.part);
    let packed = open::pack(sub, root, &reach, options);
    best = better(told, best, packed.filter(|chosen| sub.keeps(chosen)).map(valued));
    let Some((value, chosen)) = best.clone().filter(|_| !is_over(root, &best)) else { return best };
    root.lowered = sites::lowered(problem, sub, &root.prices, &root.best, value, options);
    if is_over(root, &best) {
        return best;
    }
    if let Some(edges) = root.lowered.as_ref().and_then(|lowered| lowered.edges(sub, &chosen)) {
        let seconds = (options.seconds)().map(|left| left * tuning::SITES_SHARE.1);
        let effort = Effort { gap: options.gap / 4.0, seconds, nodes: tuning::MILP_NODES };
        let found = milp::solve(sub, &edges, Some(&chosen), None, effort);
        best = better(told, best, found.map(|found| valued(found.chosen)));
    }
    let Some((_, chosen)) = best.clone().filter(|_| !is_over(root, &best)) else { return best };
    let seed = 1 + sub.block.levels.start as u64;
    let renewed = open::renewed(sub.part, &reach, &chosen, seed, tuning::RENEWAL_SHARE.1, options);
    better(told, best, renewed.filter(|chosen| sub.keeps(chosen)).map(valued))
}

/// The best choice among the edges that prices favour when settled blocks are weighed and need not be kept. `None`
/// where nothing is settled or the programme would be too large.
fn weighed(sub: &SubProblem<'_>, root: &Root<'_>, known: Option<&[u32]>, options: &Options<'_>) -> Option<Vec<u32>> {
    if sub.settled.iter().all(|(block, value)| is_free(block, *value)) {
        return None;
    }
    let weights = weights(sub, root);
    // The gap asked is one of this block alone.
    let own = sub.floor(root.bound).unsigned_abs() as f64;
    let earlier: f64 = sub.settled.iter().zip(&weights).map(|((_, v), w)| w * v.unsigned_abs() as f64).sum();
    let gap = options.gap / 2.0 * own / (own + earlier).max(1.0);
    let edges = favoured(sub, root, width_for(sub, root, 2), known);
    if edges.len() > tuning::MILP_EDGES_MAX || (options.stop)() {
        return None;
    }
    let effort = Effort { gap, seconds: (options.seconds)(), nodes: tuning::MILP_NODES };
    Some(milp::solve(sub, &edges, known, Some(&weights), effort)?.chosen)
}

/// What a point of each settled block counts when all are added up: well above its price in the relaxation, and above
/// what the blocks after it could gain on one edge.
fn weights(sub: &SubProblem<'_>, root: &Root<'_>) -> Vec<f64> {
    let one = f64::from(sub.bits).exp2();
    let mut after = sub.block.greatest() as f64;
    let mut weights = vec![0.0; sub.settled.len()];
    for (j, (block, _)) in sub.settled.iter().enumerate().rev() {
        let price = root.prices.settled[j] as f64 / one;
        weights[j] = (2.0 * (price + after / block.unit as f64)).ceil();
        after += weights[j] * block.greatest() as f64;
    }
    weights
}

/// A choice and what it is worth.
type Valued = (i128, Vec<u32>);

/// `other` where it is worth more, else `known`, which may be better on later levels. Reports `other` to `told`.
fn better(told: &Best<'_>, known: Option<Valued>, other: Option<Valued>) -> Option<Valued> {
    other.iter().for_each(|(_, chosen)| told.offer(chosen));
    match (known, other) {
        (Some(known), Some(other)) => Some(if other.0 > known.0 { other } else { known }),
        (known, other) => known.or(other),
    }
}

/// Edges that the relaxation takes in part.
pub(super) fn doubtful(root: &Root<'_>) -> usize {
    root.taken.iter().filter(|&&(_, x)| x < 1.0 - 1e-6).count()
}

/// Completes the relaxation among the edges in doubt.
fn completed(sub: &SubProblem<'_>, root: &Root<'_>, width: i128, options: &Options<'_>) -> Option<Valued> {
    if (options.stop)() {
        return None;
    }
    let effort = Effort { gap: options.gap / 2.0, seconds: (options.seconds)(), nodes: tuning::MILP_NODES };
    let found = milp::solve(sub, &edges_in_doubt(sub, root, width), None, None, effort)?;
    Some((sub.block.value(sub.part, &found.chosen), found.chosen))
}

/// A choice near the relaxation, which may give up something of what is settled: quick, and always there.
pub(super) fn near(sub: &SubProblem<'_>, root: &Root<'_>, options: &Options<'_>) -> Option<Vec<u32>> {
    let edges = edges_in_doubt(sub, root, width_for(sub, root, 2));
    let effort = Effort { gap: options.gap / 2.0, seconds: (options.seconds)(), nodes: tuning::MILP_NODES };
    Some(milp::solve(sub, &edges, None, Some(&weights(sub, root)), effort)?.chosen)
}

/// A choice near the relaxation that gives up nothing of what `known` keeps of the levels before.
pub(super) fn beside(sub: &SubProblem<'_>, root: &Root<'_>, known: &[u32], options: &Options<'_>) -> Option<Vec<u32>> {
    let reached = |(block, value): &(Block, i128)| (block.clone(), block.value(sub.part, known).min(*value));
    let settled: Vec<(Block, i128)> = sub.settled.iter().map(reached).collect();
    let mut edges = edges_in_doubt(sub, root, width_for(sub, root, 2));
    edges.extend(known);
    edges.sort_unstable();
    edges.dedup();
    let gap = tuning::BESIDE_GAP.max(options.gap / 2.0);
    let effort = Effort { gap, seconds: (options.seconds)(), nodes: tuning::MILP_NODES };
    Some(milp::solve(&SubProblem::new(sub.part, sub.block, &settled), &edges, Some(known), None, effort)?.chosen)
}

/// What a relaxation takes whole, and for the groups in doubt and those they compete with what prices favour.
fn edges_in_doubt(sub: &SubProblem<'_>, root: &Root<'_>, width: i128) -> Vec<u32> {
    let group = |e: u32| sub.part.group_of[e as usize] as usize;
    let edges = favoured(sub, root, width, None);
    let mut taken = vec![false; sub.part.n_edges()];
    let mut in_doubt = vec![false; sub.part.n_groups()];
    for &(e, x) in &root.taken {
        taken[e as usize] = true;
        in_doubt[group(e)] |= x < 1.0 - 1e-6;
    }
    for _ in 0..tuning::RINGS_IN_DOUBT {
        let mut contended = vec![false; sub.part.rows.len()];
        for &e in edges.iter().filter(|&&e| in_doubt[group(e)]) {
            sub.part.draws_of(e as usize).iter().for_each(|&(row, _)| contended[row as usize] = true);
        }
        let competes =
            |e: u32| sub.part.draws_of(e as usize).iter().any(|&(r, _)| contended[r as usize] && !is_wide(sub, r));
        root.taken.iter().filter(|&&(e, _)| competes(e)).for_each(|&(e, _)| in_doubt[group(e)] = true);
    }
    let offered = |&e: &u32| taken[e as usize] || in_doubt[group(e)];
    edges.into_iter().filter(offered).collect()
}

/// Whether so many units fit in a row that sharing it says little: a floor, or a capacity of more than a few.
fn is_wide(sub: &SubProblem<'_>, row: u32) -> bool {
    sub.part.rows[row as usize].capacity.is_none_or(|c| c > 20)
}

/// How much worse than the best of its group an edge may be, scaled, for about `edges_each` edges per group to stay.
fn width_for(sub: &SubProblem<'_>, root: &Root, edges_each: usize) -> i128 {
    let slack = |e: usize| root.best[sub.part.group_of[e] as usize] - sub.reduced(&root.prices, e);
    let mut slacks: Vec<i128> = (0..sub.part.n_edges()).map(slack).collect();
    let wanted = edges_each * sub.part.n_groups() + 2_000;
    if slacks.len() <= wanted {
        return slacks.into_iter().max().unwrap_or(0);
    }
    *slacks.select_nth_unstable(wanted).1
}

/// The edges at most `width` worse than the best of their group, and those of the relaxation and of `known`. Where
/// very many are equally good, a few of every group are enough to look at.
fn favoured(sub: &SubProblem<'_>, root: &Root<'_>, width: i128, known: Option<&[u32]>) -> Vec<u32> {
    let mut wanted = vec![false; sub.part.n_edges()];
    root.taken.iter().for_each(|&(e, _)| wanted[e as usize] = true);
    known.unwrap_or_default().iter().for_each(|&e| wanted[e as usize] = true);
    let near = |e: usize| root.best[sub.part.group_of[e] as usize] - sub.reduced(&root.prices, e) <= width;
    let near: Vec<usize> = (0..sub.part.n_edges()).filter(|&e| near(e)).collect();
    let all = near.len() <= tuning::MILP_EDGES_MAX;
    for of_group in near.chunk_by(|&a, &b| sub.part.group_of[a] == sub.part.group_of[b]) {
        let some = if all { of_group.len() } else { tuning::FAVOURED_PER_GROUP.min(of_group.len()) };
        of_group[..some].iter().for_each(|&e| wanted[e] = true);
    }
    (0..sub.part.n_edges()).filter(|&e| wanted[e]).map(|e| e as u32).collect()
}
