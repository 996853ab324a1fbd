//! Settles one part: block by block, each as good as can be without giving up anything of the blocks before.

use super::assignment::{self, Amount, Assigned, NONE, Seats};
use super::best::Best;
use super::block::{self, Block};
use super::branch::BranchAndBound;
use super::certificate::{BlockProof, Cut, Grouping, PartProof, Prices, Proof, UNKNOWN, unproven};
use super::choose::{choose, close_enough};
use super::cuts::{self, RelaxedLevels, Strengthened};
use super::locate::{self, Located};
use super::master::Programme;
use super::open;
use super::part::Part;
use super::price::SubProblem;
use super::problem::{PoolIdx, Problem};
use super::sift::{self, Patience};
use super::{Options, Phase, Progress, tuning};

/// A settled part.
pub(super) struct Settled {
    /// The chosen edges, by position in the part.
    pub(super) chosen: Vec<u32>,
    /// The proof.
    pub(super) proof: PartProof,
    /// Whether everything that is not proven is at least claimed by HiGHS.
    pub(super) claimed: bool,
    /// Cuts that the proof speaks of.
    pub(super) cuts: Vec<Cut>,
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
///
/// Cuts count as pools from `first_cut` on.
pub(super) fn settle(
    problem: &Problem,
    part: &Part,
    hint: &[u32],
    first_cut: PoolIdx,
    options: &Options<'_>,
    best: Best<'_>,
) -> Settled {
    let reach = block::reach(part);
    if let Some(settled) = loose(part).or_else(|| pure(part, &reach)) {
        return settled;
    }
    let hint = if part.holds(hint) { hint } else { &[] };
    best.offer(hint);
    if let Some(Located { chosen, proof, proven }) = locate::settle(problem, part, &reach, hint, options, &best) {
        return Settled { chosen: best.or_better(chosen), proof, claimed: proven, cuts: Vec::new() };
    }
    let opened = open::choose(part, &reach, options.stop);
    let opened = opened
        .map(|opened| open::renewed(part, &reach, &opened, 0, tuning::RENEWAL_SHARE.0, options).unwrap_or(opened));
    opened.iter().for_each(|opened| best.offer(opened));
    let better = |opened: &&Vec<u32>| {
        let values = |chosen: &[u32]| (0..part.n_levels).map(|l| part.value_at(chosen, l)).collect::<Vec<_>>();
        values(opened) > values(hint)
    };
    let hint = opened.as_ref().filter(better).map_or(hint, Vec::as_slice);
    let strong = cuts::strengthened(problem, part, &reach, hint, (first_cut, options, &best));
    let settled = by_all_levels(problem, strong, &reach, hint, options, &best);
    Settled { chosen: best.or_better(settled.chosen), ..settled }
}

/// Settles the levels of a part, from a choice known before and from what relaxations say.
fn by_all_levels(
    problem: &Problem,
    strong: Strengthened<'_>,
    reach: &[(i128, i128)],
    hint: &[u32],
    options: &Options<'_>,
    best: &Best<'_>,
) -> Settled {
    let Strengthened { part, cuts, columns, levels, programme } = strong;
    let first = levels.first().map(|first| first.proof.clone());
    let mut near = hint.to_vec();
    // Where something has to be opened, a relaxation promises too much: levels are settled one by one from the start.
    let settled = if part.opens() {
        None
    } else {
        let mut attempt = Vec::new();
        let hoped = as_relaxed(problem, &part, (levels, programme), (hint, &columns), options, best, &mut attempt);
        if hoped.is_none() && !(options.stop)() {
            near = if attempt.is_empty() { together(&part, reach, (hint, &columns), options, best) } else { attempt };
        }
        hoped
    };
    let settled = settled
        .or_else(|| by_levels(problem, &part, reach, (&near, &columns), options, best))
        .unwrap_or_else(|| unsettled(&part, reach, hint, first));
    Settled { cuts, ..settled }
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
    Some(Settled { chosen, proof: PartProof::default(), claimed: true, cuts: Vec::new() })
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
    Some(Settled { chosen, proof: by_owners(part, vec![block]), claimed: true, cuts: Vec::new() })
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

/// Settles the last levels where all before them are worth what their relaxation says, which is then their proof. `None`
/// when that cannot be kept; `attempt` may then hold a choice that comes near.
fn as_relaxed(
    problem: &Problem,
    part: &Part,
    (levels, programme): (Vec<RelaxedLevels>, Option<Programme>),
    (hint, columns): (&[u32], &[u32]),
    options: &Options<'_>,
    best: &Best<'_>,
    attempt: &mut Vec<u32>,
) -> Option<Settled> {
    let (last, before) = levels.split_last().filter(|(last, _)| last.block.levels.end == part.n_levels)?;
    let settled: Vec<(Block, i128)> = before.iter().map(RelaxedLevels::settled).collect();
    let sub = SubProblem::new(part, &last.block, &settled);
    let known = sub.keeps(hint).then_some(hint);
    let mut columns = columns.to_vec();
    let found = settle_block(problem, &sub, (known, programme), &mut columns, options, best, Some(attempt))?;
    let blocks = before.iter().map(|levels| levels.proof.clone()).chain([found.proof]).collect();
    let SettledBlock { chosen, claimed, .. } = found;
    Some(Settled { chosen, proof: by_owners(part, blocks), claimed, cuts: Vec::new() })
}

/// Settles the levels in turn, each as good as can be. `None` when nothing is found that keeps what is settled.
fn by_levels(
    problem: &Problem,
    part: &Part,
    reach: &[(i128, i128)],
    (hint, columns): (&[u32], &[u32]),
    options: &Options<'_>,
    best: &Best<'_>,
) -> Option<Settled> {
    let mut settled: Vec<(Block, i128)> = Vec::new();
    let mut blocks: Vec<BlockProof> = Vec::new();
    let mut chosen = hint.to_vec();
    let mut columns = [hint, columns].concat();
    let mut claimed = true;
    for range in block::ranges(reach, block::most_relaxed_together(part.n_groups())) {
        let block = Block::new(part, reach, range)?;
        let sub = SubProblem::new(part, &block, &settled);
        // Something better may have turned up while a level was proven.
        if let Some(better) = best.known().filter(|better| part.opens() && sub.keeps(better)) {
            chosen = better;
        }
        let known = sub.keeps(&chosen).then_some(&chosen[..]);
        let found = settle_block(problem, &sub, (known, None), &mut columns, options, best, None);
        if found.is_none() && known.is_some() && (options.stop)() {
            // What is proven so far is kept.
            let values = settled.iter().map(|&(_, value)| value).collect();
            blocks.extend(unproven(sub.block.levels.start..part.n_levels, values));
            let proof = by_owners(part, blocks);
            return Some(Settled { chosen, proof, claimed: false, cuts: Vec::new() });
        }
        let found = found?;
        chosen = found.chosen;
        claimed &= found.claimed;
        blocks.push(found.proof);
        settled.push((block, found.value));
    }
    Some(Settled { chosen, proof: by_owners(part, blocks), claimed, cuts: Vec::new() })
}

/// A good choice for all levels at once, without proof: as many levels as numbers allow are added up.
fn together(
    part: &Part,
    reach: &[(i128, i128)],
    (hint, columns): (&[u32], &[u32]),
    options: &Options<'_>,
    best: &Best<'_>,
) -> Vec<u32> {
    let mut settled: Vec<(Block, i128)> = Vec::new();
    let mut chosen = hint.to_vec();
    let mut columns = [hint, columns].concat();
    for range in block::ranges(reach, block::MOST_TOGETHER) {
        let Some(block) = Block::new(part, reach, range) else { return chosen };
        let sub = SubProblem::new(part, &block, &settled);
        let patience = Patience::of(options, best);
        let Some(root) = sift::solve(&sub, &columns, &patience) else { return chosen };
        columns.extend(root.taken.iter().map(|&(e, _)| e));
        let Some((better, _)) = choose(&sub, &root, Some(&chosen), options, best, None) else { return chosen };
        let value = block.value(part, &better);
        chosen = better;
        settled.push((block, value));
    }
    chosen
}

/// What is left when nothing could be solved: the choice known before, and bounds without prices but for the `first`
/// levels where those were relaxed.
fn unsettled(part: &Part, reach: &[(i128, i128)], hint: &[u32], first: Option<BlockProof>) -> Settled {
    let bounded = first.as_ref().map_or(0, |first| first.multipliers.len());
    let before = first.iter().map(|_| UNKNOWN).collect();
    let blocks = first.into_iter().chain(unproven(bounded..reach.len(), before)).collect();
    Settled { chosen: hint.to_vec(), proof: by_owners(part, blocks), claimed: false, cuts: Vec::new() }
}

/// Settles one block from `known`, a choice that keeps what is settled. `None` when no choice is found that keeps it;
/// `attempt` may then hold a choice that comes near.
fn settle_block(
    problem: &Problem,
    sub: &SubProblem<'_>,
    (known, programme): (Option<&[u32]>, Option<Programme>),
    columns: &mut Vec<u32>,
    options: &Options<'_>,
    best: &Best<'_>,
    attempt: Option<&mut Vec<u32>>,
) -> Option<SettledBlock> {
    let patience = Patience::of(options, best);
    let tell = |phase: Phase, best: Option<i128>, bound: Option<i128>| {
        (options.progress)(Progress { phase, levels: sub.block.levels.clone(), best, bound });
    };
    tell(Phase::Relaxing, None, None);
    columns.extend_from_slice(known.unwrap_or_default());
    let mut root = sift::resume(programme, sub, columns, &patience)?;
    columns.extend(root.taken.iter().map(|&(e, _)| e));
    tell(Phase::Choosing, None, Some(sub.floor(root.bound)));
    let reserve = reserve(sub, options);
    let seconds = || (options.seconds)().map(|left| (left - reserve).max(0.0));
    let stop = || (options.stop)() || seconds().is_some_and(|left| left <= 0.0);
    let own = Options { stop: &stop, seconds: &seconds, ..*options };
    let (chosen, claimed) = choose(sub, &root, known, &own, best, attempt)?;
    let value = sub.block.value(sub.part, &chosen);
    tell(Phase::Proving, Some(value), Some(sub.floor(root.bound)));
    let free = sub.free();
    let prices = sub.sparse(&root.prices, &free);
    if sub.floor(root.bound) <= value || close_enough(sub, &root, value, options.gap) {
        let proof = sub.proof(value, prices, Proof::Prices(Prices::default()));
        return Some(SettledBlock { chosen, value, proof, claimed });
    }
    let master = root.master.take();
    let patience = Patience { stop: &stop, seconds: &seconds, ..patience };
    let searched = BranchAndBound::new(sub, problem, &root, master, &patience, chosen, options.max_nodes).run();
    let claimed = claimed || searched.bound <= searched.value;
    let proof = sub.proof(searched.value, prices, searched.proof);
    Some(SettledBlock { chosen: searched.chosen, value: searched.value, proof, claimed })
}

/// Seconds that the choice and the proof of this block leave to the blocks after it, where something has to be opened.
/// Each level gets an equal share of what is left, or the first ones would take all of it.
fn reserve(sub: &SubProblem<'_>, options: &Options<'_>) -> f64 {
    let after = sub.part.n_levels - sub.block.levels.end;
    let left = (options.seconds)().filter(|_| sub.part.opens()).unwrap_or(0.0);
    left * after as f64 / (after + 1) as f64
}
