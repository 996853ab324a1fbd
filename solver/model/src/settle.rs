//! Settles one part: block by block, each as good as can be without giving up anything of the blocks before.

use super::assignment::{self, Amount, Assigned, NONE, Seats};
use super::best::Best;
use super::block::{self, Block};
use super::branch::{BranchAndBound, survivors};
use super::certificate::{BlockProof, Grouping, PartProof, Prices, Proof, unproven};
use super::locate::{self, Located};
use super::milp::{self, Effort};
use super::open;
use super::part::Part;
use super::price::{SubProblem, is_free};
use super::problem::Problem;
use super::sift::{self, Patience, Root};
use super::tuning;
use super::{Options, Phase, Progress};

/// A settled part.
pub(super) struct Settled {
    /// The chosen edges, by position in the part.
    pub(super) chosen: Vec<u32>,
    /// The proof.
    pub(super) proof: PartProof,
    /// Whether everything that is not proven is at least claimed by HiGHS.
    pub(super) claimed: bool,
}

/// A block that is settled.
struct SettledBlock {
    chosen: Vec<u32>,
    value: i128,
    proof: BlockProof,
    claimed: bool,
}

/// Settles `part` of `problem`; `hint` is a choice known before, by position in the part.
///
/// What is handed back is never worse than what `best` was offered, also when the work is stopped.
pub(super) fn settle(problem: &Problem, part: &Part, hint: &[u32], options: &Options<'_>, best: Best<'_>) -> Settled {
    let reach = block::reach(part);
    if let Some(settled) = loose(part).or_else(|| pure(part, &reach)) {
        return settled;
    }
    let hint = if part.holds(hint) { hint } else { &[] };
    best.offer(hint);
    if let Some(Located { chosen, proof, proven }) = locate::settle(problem, part, &reach, hint, options, &best) {
        return Settled { chosen: best.or_better(chosen), proof, claimed: proven };
    }
    let opened = open::choose(part, &reach, options.stop);
    opened.iter().for_each(|opened| best.offer(opened));
    let better = |opened: &&Vec<u32>| {
        let values = |chosen: &[u32]| (0..part.n_levels).map(|l| part.value_at(chosen, l)).collect::<Vec<_>>();
        values(opened) > values(hint)
    };
    let hint = opened.as_ref().filter(better).map_or(hint, Vec::as_slice);
    let mut attempt = Vec::new();
    // What has to be opened makes a relaxation hope for too much: levels are then settled one by one at once.
    let hopeful = opened.is_none().then_some(&mut attempt);
    let settled = by_levels(problem, part, &reach, hint, options, &best, hopeful)
        .or_else(|| {
            if attempt.is_empty() {
                attempt = together(part, &reach, hint, options, &best);
            }
            by_levels(problem, part, &reach, &attempt, options, &best, None)
        })
        .unwrap_or_else(|| unsettled(part, &reach, hint));
    Settled { chosen: best.or_better(settled.chosen), ..settled }
}

/// When to be content with a relaxation or a search.
fn patience<'a>(options: &Options<'a>, best: &'a Best<'a>) -> Patience<'a> {
    Patience { gap: options.gap / 4.0, stop: options.stop, seconds: (options.seconds)(), best }
}

/// The proof of a part by what each owner takes.
fn by_owners(part: &Part, blocks: Vec<BlockProof>) -> PartProof {
    PartProof { pools: part.rows.iter().map(|row| row.pool).collect(), grouping: Grouping::Owners, blocks }
}

/// A part in which nothing is scarce: every group takes its best edge, if that is better than none.
fn loose(part: &Part) -> Option<Settled> {
    if !part.rows.is_empty() {
        return None;
    }
    let points = |e: usize| &part.points[e * part.n_levels..(e + 1) * part.n_levels];
    let nothing = vec![0; part.n_levels];
    let best = |g: usize| part.group(g).rev().max_by_key(|&e| points(e)).filter(|&e| *points(e) > nothing[..]);
    let chosen = (0..part.n_groups()).filter_map(best).map(|e| e as u32).collect();
    Some(Settled { chosen, proof: PartProof::default(), claimed: true })
}

/// A part in which every edge draws at most one unit of one scarce pool: an assignment problem.
fn pure(part: &Part, reach: &[(i128, i128)]) -> Option<Settled> {
    let one = |e: usize| matches!(part.draws_of(e), [] | [(_, 1)]);
    if part.rows.iter().any(|row| row.floor.is_some()) || !(0..part.n_edges()).all(one) {
        return None;
    }
    let multipliers = block::multipliers(reach, 0..part.n_levels)?;
    let weight = |e: usize| -> i128 {
        let points = multipliers.iter().enumerate().map(|(l, &m)| m * i128::from(part.points_at(e, l)));
        points.sum()
    };
    let wide: Vec<i128> = (0..part.n_edges()).map(weight).collect();
    let narrow: Option<Vec<i64>> = wide.iter().map(|&w| i64::try_from(w).ok().filter(|w| w.abs() < 1 << 60)).collect();
    let (chosen, prices) = match narrow {
        Some(narrow) => assigned(part, &narrow),
        None => assigned(part, &wide),
    };
    let target = chosen.iter().map(|&e| wide[e as usize]).sum();
    let priced = part.rows.iter().zip(prices).filter(|&(_, price)| price != 0);
    let root = Prices { capacities: priced.map(|(row, price)| (row.pool, price)).collect(), ..Prices::default() };
    let proof = Proof::Prices(Prices::default());
    let block = BlockProof { first_level: 0, multipliers, settled: Vec::new(), scale_bits: 0, target, root, proof };
    Some(Settled { chosen, proof: by_owners(part, vec![block]), claimed: true })
}

/// Solves an assignment problem in arithmetic `T`.
fn assigned<T: Amount + Into<i128>>(part: &Part, value: &[T]) -> (Vec<u32>, Vec<i128>) {
    let seat: Vec<u32> = (0..part.n_edges()).map(|e| part.draws_of(e).first().map_or(NONE, |d| d.0)).collect();
    let capacity: Vec<i64> = part.rows.iter().map(|row| row.capacity.unwrap_or(i64::MAX)).collect();
    let seats = Seats { first_edge: &part.first_edge, seat: &seat, value, capacity: &capacity };
    let Assigned { edge_of, price } = assignment::assign(&seats);
    let chosen = edge_of.into_iter().filter(|&e| e != NONE).collect();
    (chosen, price.into_iter().map(Into::into).collect())
}

/// Settles the levels in turn. With `hopeful`, all but the last are taken to be worth what their relaxation says, which
/// then is their proof; `None` when that cannot be kept, and `hopeful` may then be a choice that comes near.
fn by_levels(
    problem: &Problem,
    part: &Part,
    reach: &[(i128, i128)],
    hint: &[u32],
    options: &Options<'_>,
    best: &Best<'_>,
    mut hopeful: Option<&mut Vec<u32>>,
) -> Option<Settled> {
    let ranges = block::ranges(reach, block::most_relaxed_together(part.n_groups()));
    let mut settled: Vec<(Block, i128)> = Vec::new();
    let mut blocks: Vec<BlockProof> = Vec::new();
    let mut chosen = hint.to_vec();
    let mut columns = hint.to_vec();
    let mut claimed = true;
    let last = ranges.len() - 1;
    for (i, range) in ranges.into_iter().enumerate() {
        let block = Block::new(part, reach, range)?;
        let sub = SubProblem::new(part, &block, &settled);
        let (value, proof) = if hopeful.is_some() && i < last {
            hope(&sub, &mut columns, options, best)?
        } else {
            let known = sub.keeps(&chosen).then_some(&chosen[..]);
            let found = settle_block(problem, &sub, known, &mut columns, options, best, hopeful.as_deref_mut());
            if found.is_none() && known.is_some() && (options.stop)() {
                // What is proven so far is kept.
                let values = settled.iter().map(|&(_, value)| value).collect();
                blocks.extend(unproven(sub.block.levels.start..part.n_levels, values));
                return Some(Settled { chosen, proof: by_owners(part, blocks), claimed: false });
            }
            let found = found?;
            chosen = found.chosen;
            claimed &= found.claimed;
            (found.value, found.proof)
        };
        blocks.push(proof);
        settled.push((block, value));
    }
    Some(Settled { chosen, proof: by_owners(part, blocks), claimed })
}

/// Takes a level to be worth what its relaxation says; later levels must keep that.
fn hope(
    sub: &SubProblem<'_>,
    columns: &mut Vec<u32>,
    options: &Options<'_>,
    best: &Best<'_>,
) -> Option<(i128, BlockProof)> {
    let tell = |phase: Phase, bound: Option<i128>| {
        (options.progress)(Progress { phase, levels: sub.block.levels.clone(), best: None, bound });
    };
    tell(Phase::Relaxing, None);
    let patience = patience(options, best);
    let root = sift::solve(sub, columns, &patience)?;
    columns.extend(root.taken.iter().map(|&(e, _)| e));
    let bound = sub.floor(root.bound);
    tell(Phase::Proving, Some(bound));
    // Where a gap is allowed, a part of it buys room for the levels that follow.
    let room = (bound.unsigned_abs() as f64 * options.gap / 4.0) as i128;
    let value = bound - room.div_euclid(sub.block.unit) * sub.block.unit;
    let prices = sub.sparse(&root.prices, &sub.free());
    Some((value, proof(sub, value, prices, Proof::Prices(Prices::default()))))
}

/// A good choice for all levels at once, without proof: as many levels as numbers allow are added up.
fn together(part: &Part, reach: &[(i128, i128)], hint: &[u32], options: &Options<'_>, best: &Best<'_>) -> Vec<u32> {
    let mut settled: Vec<(Block, i128)> = Vec::new();
    let mut chosen = hint.to_vec();
    let mut columns = hint.to_vec();
    for range in block::ranges(reach, block::MOST_TOGETHER) {
        let Some(block) = Block::new(part, reach, range) else { return chosen };
        let sub = SubProblem::new(part, &block, &settled);
        let patience = patience(options, best);
        let Some(root) = sift::solve(&sub, &columns, &patience) else { return chosen };
        columns.extend(root.taken.iter().map(|&(e, _)| e));
        let Some((better, _)) = choose(&sub, &root, Some(&chosen), options, best, None) else { return chosen };
        let value = block.value(part, &better);
        chosen = better;
        settled.push((block, value));
    }
    chosen
}

/// What is left when nothing could be solved: the choice known before, and bounds without prices.
fn unsettled(part: &Part, reach: &[(i128, i128)], hint: &[u32]) -> Settled {
    let blocks = unproven(0..reach.len(), Vec::new());
    Settled { chosen: hint.to_vec(), proof: by_owners(part, blocks), claimed: false }
}

/// The proof of a sub-problem.
fn proof(sub: &SubProblem<'_>, target: i128, root: Prices, proof: Proof) -> BlockProof {
    BlockProof {
        first_level: sub.block.levels.start,
        multipliers: sub.block.multipliers.clone(),
        settled: sub.settled.iter().map(|&(_, value)| value).collect(),
        scale_bits: sub.bits,
        target,
        root,
        proof,
    }
}

/// Settles one block from `known`, a choice that keeps what is settled. `None` when no choice is found that keeps it;
/// `attempt` may then be one that comes near.
fn settle_block(
    problem: &Problem,
    sub: &SubProblem<'_>,
    known: Option<&[u32]>,
    columns: &mut Vec<u32>,
    options: &Options<'_>,
    best: &Best<'_>,
    attempt: Option<&mut Vec<u32>>,
) -> Option<SettledBlock> {
    let patience = patience(options, best);
    let tell = |phase: Phase, best: Option<i128>, bound: Option<i128>| {
        (options.progress)(Progress { phase, levels: sub.block.levels.clone(), best, bound });
    };
    tell(Phase::Relaxing, None, None);
    columns.extend_from_slice(known.unwrap_or_default());
    let mut root = sift::solve(sub, columns, &patience)?;
    columns.extend(root.taken.iter().map(|&(e, _)| e));
    tell(Phase::Choosing, None, Some(sub.floor(root.bound)));
    let (chosen, claimed) = choose(sub, &root, known, options, best, attempt)?;
    let value = sub.block.value(sub.part, &chosen);
    tell(Phase::Proving, Some(value), Some(sub.floor(root.bound)));
    let free = sub.free();
    let prices = sub.sparse(&root.prices, &free);
    if sub.floor(root.bound) <= value || close_enough(sub, &root, value, options.gap) {
        let proof = proof(sub, value, prices, Proof::Prices(Prices::default()));
        return Some(SettledBlock { chosen, value, proof, claimed });
    }
    let master = root.master.take();
    let reserve = reserve(sub, options);
    let stop = || (options.stop)() || (options.seconds)().is_some_and(|left| left < reserve);
    let patience = Patience { stop: &stop, ..patience };
    let searched = BranchAndBound::new(sub, problem, &root, master, &patience, chosen, options.max_nodes).run();
    let claimed = claimed || searched.bound <= searched.value;
    let proof = proof(sub, searched.value, prices, searched.proof);
    Some(SettledBlock { chosen: searched.chosen, value: searched.value, proof, claimed })
}

/// Seconds that the proof of this block leaves to those after it, of a part in which something has to be opened: each gets
/// an equal share of what is left, or the first levels would take all of it.
fn reserve(sub: &SubProblem<'_>, options: &Options<'_>) -> f64 {
    let after = sub.part.n_levels - sub.block.levels.end;
    let left = (options.seconds)().filter(|_| sub.part.opens()).unwrap_or(0.0);
    left * after as f64 / (after + 1) as f64
}

/// Whether value and bound are within the gap asked.
fn close_enough(sub: &SubProblem<'_>, root: &Root<'_>, value: i128, gap: f64) -> bool {
    super::within(value, sub.floor(root.bound), gap)
}

/// A choice: what the relaxation says where it is integral, else by HiGHS among the edges that prices favour, wider
/// each time. Tells whether HiGHS claims it to be the best. With `attempt`, that is where a choice goes that gives up
/// something settled when none is found that keeps it all.
fn choose(
    sub: &SubProblem<'_>,
    root: &Root<'_>,
    known: Option<&[u32]>,
    options: &Options<'_>,
    told: &Best<'_>,
    attempt: Option<&mut Vec<u32>>,
) -> Option<(Vec<u32>, bool)> {
    let mut best = begun(sub, root, known, options, told);
    if let Some((value, chosen)) = best.as_ref().filter(|(value, _)| close_enough(sub, root, *value, options.gap)) {
        return Some((chosen.clone(), sub.floor(root.bound) <= *value));
    }
    let mut width = width_for(sub, root, 2);
    let mut near = None;
    let complete = completed(sub, root, width, options);
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
            && (sub.floor(root.bound) <= *value || close_enough(sub, root, *value, options.gap))
        {
            return Some((chosen.clone(), true));
        }
        if (options.stop)() {
            break;
        }
        let edges = favoured(sub, root, width, best.as_ref().map(|(_, chosen)| &chosen[..]));
        let effort = Effort { gap: options.gap / 2.0, seconds: (options.seconds)(), nodes: options.max_nodes.max(1) };
        let found = milp::solve(sub, &edges, best.as_ref().map(|(_, chosen)| &chosen[..]), None, effort);
        let all = edges.len() == sub.part.n_edges();
        let claims = found.as_ref().is_some_and(|found| found.claims_best);
        let found = found.map(|found| (sub.block.value(sub.part, &found.chosen), found.chosen));
        best = better(told, best, found);
        match &best {
            Some((value, chosen)) => {
                let needed = root.bound - (value << sub.bits);
                if claims && (all || (width >= needed && edges.len() <= tuning::MILP_EDGES_MAX)) {
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

/// The best of what is at hand: the choice known before, the relaxation where it is integral, and rounded where something
/// has to be opened.
fn begun(
    sub: &SubProblem<'_>,
    root: &Root<'_>,
    known: Option<&[u32]>,
    options: &Options<'_>,
    told: &Best<'_>,
) -> Option<Valued> {
    let mut best: Option<Valued> = known.map(|known| (sub.block.value(sub.part, known), known.to_vec()));
    let integral: Vec<u32> = root.taken.iter().filter(|&&(_, x)| x > 1.0 - 1e-6).map(|&(e, _)| e).collect();
    if integral.len() == root.taken.len() && sub.part.holds(&integral) && sub.keeps(&integral) {
        best = better(told, best, Some((sub.block.value(sub.part, &integral), integral)));
    }
    let rounded =
        if sub.part.opens() { open::round(sub.part, &block::reach(sub.part), &root.taken, options.stop) } else { None };
    let rounded = rounded.filter(|chosen| sub.keeps(chosen));
    better(told, best, rounded.map(|chosen| (sub.block.value(sub.part, &chosen), chosen)))
}

/// The best choice among the edges that prices favour when settled blocks are not kept but weighed. `None` where nothing is settled or the programme would be too large.
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
    let effort = Effort { gap, seconds: (options.seconds)(), nodes: options.max_nodes.max(1) };
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

/// The second where it is worth more; of equals the first stays, which may be better on later levels. The second is news.
fn better(told: &Best<'_>, known: Option<Valued>, other: Option<Valued>) -> Option<Valued> {
    other.iter().for_each(|(_, chosen)| told.offer(chosen));
    match (known, other) {
        (Some(known), Some(other)) => Some(if other.0 > known.0 { other } else { known }),
        (known, other) => known.or(other),
    }
}

/// Edges that the relaxation takes in part.
fn doubtful(root: &Root<'_>) -> usize {
    root.taken.iter().filter(|&&(_, x)| x < 1.0 - 1e-6).count()
}

/// Completes the relaxation: what it takes whole is offered alone, groups in doubt and those they compete with may take
/// what prices favour.
fn completed(sub: &SubProblem<'_>, root: &Root<'_>, width: i128, options: &Options<'_>) -> Option<(i128, Vec<u32>)> {
    if (options.stop)() {
        return None;
    }
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
    let edges: Vec<u32> = edges.into_iter().filter(offered).collect();
    let effort = Effort { gap: options.gap / 2.0, seconds: (options.seconds)(), nodes: tuning::MILP_NODES };
    let found = milp::solve(sub, &edges, None, None, effort)?;
    Some((sub.block.value(sub.part, &found.chosen), found.chosen))
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
