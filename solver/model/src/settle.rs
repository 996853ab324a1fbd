//! Settles one part: block by block, each as good as can be without giving up anything of the blocks before.

use super::assignment::{self, Amount, Assigned, NONE, Seats};
use super::best::Best;
use super::block::{self, Block};
use super::branch::BranchAndBound;
use super::certificate::{BlockProof, Cut, Grouping, PartProof, Prices, Proof, unproven};
use super::choose::{choose, close_enough};
use super::cuts::{self, Strengthened};
use super::locate::{self, Located};
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
    /// Whether everything is proven, to the gap asked.
    pub(super) proven: bool,
    /// Cuts that the proof speaks of.
    pub(super) cuts: Vec<Cut>,
}

/// A block that is settled.
struct SettledBlock {
    chosen: Vec<u32>,
    value: i128,
    proof: BlockProof,
    claimed: bool,
    proven: bool,
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
        return Settled { chosen: best.or_better(chosen), proof, claimed: proven, proven, cuts: Vec::new() };
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
    // Where something has to be opened, the relaxation is weak without cuts. Other parts mostly close without them, and
    // sooner: as long as every level is worth what its relaxation says, and the last closes within a few nodes. What
    // does not is parity mostly, which cuts end and branching does not.
    let briefly = Options { max_nodes: options.max_nodes.min(tuning::PLAIN_NODES), ..*options };
    let mut attempt = Vec::new();
    let hoped = (!part.opens())
        .then(|| by_levels(problem, part, &reach, (hint, &[]), &briefly, &best, Some(&mut attempt)))
        .flatten();
    let plain = match hoped {
        Some(plain) if plain.proven || (options.stop)() => {
            return Settled { chosen: best.or_better(plain.chosen), ..plain };
        }
        None if (options.stop)() => {
            let plain = by_all_levels(problem, part, &reach, (hint, &[]), options, &best);
            return Settled { chosen: best.or_better(plain.chosen), ..plain };
        }
        plain => plain,
    };
    let near = if attempt.is_empty() { hint } else { &attempt };
    let known = plain.as_ref().map_or(near, |plain| &plain.chosen).to_vec();
    let strong = strengthened(problem, part, &reach, &known, (first_cut, options, &best));
    let start = (&known[..], &strong.columns[..]);
    let cut = by_all_levels(problem, strong.part.as_ref().unwrap_or(part), &reach, start, options, &best);
    let cut = Settled { cuts: strong.cuts, ..cut };
    // Where the time was up before the cuts gave something, what was there before them is more.
    let settled = if cut.proven || !(options.stop)() { cut } else { plain.unwrap_or(cut) };
    Settled { chosen: best.or_better(settled.chosen), ..settled }
}

/// Cuts of a part, within their share of the time: what they strengthen has to be solved after them.
fn strengthened(
    problem: &Problem,
    part: &Part,
    reach: &[(i128, i128)],
    known: &[u32],
    (first_cut, options, best): (PoolIdx, &Options<'_>, &Best<'_>),
) -> Strengthened {
    let kept = (options.seconds)().map_or(0.0, |left| left * (1.0 - tuning::CUT_TIME_SHARE));
    let seconds = || (options.seconds)().map(|left| (left - kept).max(0.0));
    let stop = || (options.stop)() || seconds().is_some_and(|left| left <= 0.0);
    let options = Options { stop: &stop, seconds: &seconds, ..*options };
    cuts::strengthened(problem, part, reach, known, (first_cut, &options, best))
}

/// Settles the levels of a part, from a choice known before and from edges that relaxations took.
fn by_all_levels(
    problem: &Problem,
    part: &Part,
    reach: &[(i128, i128)],
    start: (&[u32], &[u32]),
    options: &Options<'_>,
    best: &Best<'_>,
) -> Settled {
    let (hint, columns) = start;
    let mut attempt = Vec::new();
    // Where something has to be opened, a relaxation promises too much: levels are settled one by one from the start.
    let hopeful = (!part.opens()).then_some(&mut attempt);
    by_levels(problem, part, reach, start, options, best, hopeful)
        .or_else(|| {
            if attempt.is_empty() {
                attempt = together(part, reach, start, options, best);
            }
            by_levels(problem, part, reach, (&attempt, columns), options, best, None)
        })
        .unwrap_or_else(|| unsettled(part, reach, hint))
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
    Some(Settled { chosen, proof: PartProof::default(), claimed: true, proven: true, cuts: Vec::new() })
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
    Some(Settled { chosen, proof: by_owners(part, vec![block]), claimed: true, proven: true, cuts: Vec::new() })
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

/// Settles the levels in turn. With `hopeful`, takes all but the last to be worth what their relaxation says, which is
/// then their proof. `None` when that cannot be kept; `hopeful` may then hold a choice that comes near.
fn by_levels(
    problem: &Problem,
    part: &Part,
    reach: &[(i128, i128)],
    (hint, columns): (&[u32], &[u32]),
    options: &Options<'_>,
    best: &Best<'_>,
    mut hopeful: Option<&mut Vec<u32>>,
) -> Option<Settled> {
    let ranges = block::ranges(reach, block::most_relaxed_together(part.n_groups()));
    let mut settled: Vec<(Block, i128)> = Vec::new();
    let mut blocks: Vec<BlockProof> = Vec::new();
    let mut chosen = hint.to_vec();
    let mut columns = [hint, columns].concat();
    let (mut claimed, mut proven) = (true, true);
    let last = ranges.len() - 1;
    for (i, range) in ranges.into_iter().enumerate() {
        let block = Block::new(part, reach, range)?;
        let sub = SubProblem::new(part, &block, &settled);
        let (value, proof) = if hopeful.is_some() && i < last {
            hope(&sub, &mut columns, options, best)?
        } else {
            // Something better may have turned up while a level was proven.
            if let Some(better) = best.known().filter(|better| part.opens() && sub.keeps(better)) {
                chosen = better;
            }
            let known = sub.keeps(&chosen).then_some(&chosen[..]);
            let found = settle_block(problem, &sub, known, &mut columns, options, best, hopeful.as_deref_mut());
            if found.is_none() && known.is_some() && (options.stop)() {
                // What is proven so far is kept.
                let values = settled.iter().map(|&(_, value)| value).collect();
                blocks.extend(unproven(sub.block.levels.start..part.n_levels, values));
                return Some(Settled {
                    chosen,
                    proof: by_owners(part, blocks),
                    claimed: false,
                    proven: false,
                    cuts: Vec::new(),
                });
            }
            let found = found?;
            chosen = found.chosen;
            claimed &= found.claimed;
            proven &= found.proven;
            (found.value, found.proof)
        };
        blocks.push(proof);
        settled.push((block, value));
    }
    Some(Settled { chosen, proof: by_owners(part, blocks), claimed, proven, cuts: Vec::new() })
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
    let patience = Patience::of(options, best);
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

/// What is left when nothing could be solved: the choice known before, and bounds without prices.
fn unsettled(part: &Part, reach: &[(i128, i128)], hint: &[u32]) -> Settled {
    let blocks = unproven(0..reach.len(), Vec::new());
    Settled { chosen: hint.to_vec(), proof: by_owners(part, blocks), claimed: false, proven: false, cuts: Vec::new() }
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
/// `attempt` may then hold a choice that comes near.
fn settle_block(
    problem: &Problem,
    sub: &SubProblem<'_>,
    known: Option<&[u32]>,
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
    let mut root = sift::solve(sub, columns, &patience)?;
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
        let proof = proof(sub, value, prices, Proof::Prices(Prices::default()));
        return Some(SettledBlock { chosen, value, proof, claimed, proven: true });
    }
    let master = root.master.take();
    let patience = Patience { stop: &stop, seconds: &seconds, ..patience };
    let searched = BranchAndBound::new(sub, problem, &root, master, &patience, chosen, options.max_nodes).run();
    let proven = super::within(searched.value, searched.bound, options.gap);
    let claimed = claimed || searched.bound <= searched.value;
    let proof = proof(sub, searched.value, prices, searched.proof);
    Some(SettledBlock { chosen: searched.chosen, value: searched.value, proof, claimed, proven })
}

/// Seconds that the choice and the proof of this block leave to the blocks after it, where something has to be opened.
/// Each level gets an equal share of what is left, or the first ones would take all of it.
fn reserve(sub: &SubProblem<'_>, options: &Options<'_>) -> f64 {
    let after = sub.part.n_levels - sub.block.levels.end;
    let left = (options.seconds)().filter(|_| sub.part.opens()).unwrap_or(0.0);
    left * after as f64 / (after + 1) as f64
}
