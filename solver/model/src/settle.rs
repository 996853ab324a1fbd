//! Settles one part: block by block, each as good as can be without giving up anything of the blocks before.

use super::assignment::{self, Amount, Assigned, NONE, Seats};
use super::best::Best;
use super::block::{self, Block};
use super::branch::{BranchAndBound, Searched};
use super::certificate::{BlockProof, Cut, Grouping, PartProof, Prices, Proof, unproven};
use super::choose::{choose, close_enough};
use super::first;
use super::locate::{self, Located};
use super::master::{Master, Programme};
use super::open;
use super::part::Part;
use super::price::SubProblem;
use super::problem::{PoolIdx, Problem};
use super::relax::{Levels, Relaxation};
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
    /// Whether time, or the caller, ended a search before it was closed.
    pub(super) out_of_time: bool,
}

impl Settled {
    /// A choice with its proof, without cuts, that nothing ended too soon.
    fn new(chosen: Vec<u32>, proof: PartProof, claimed: bool) -> Self {
        Self { chosen, proof, claimed, cuts: Vec::new(), out_of_time: false }
    }
}

/// Settles `part` of `problem`; `hint` is a choice known before, by position in the part.
///
/// What is handed back is never worse than what `best` was offered, also when the work is stopped.
///
/// Cuts count as pools from `first_cut` on.
pub(super) fn settle(
    problem: &Problem,
    part: Part,
    hint: &[u32],
    first_cut: PoolIdx,
    options: &Options<'_>,
    best: &Best<'_>,
) -> Settled {
    let reach = block::reach(&part);
    if let Some(settled) = loose(&part).or_else(|| pure(&part, &reach)) {
        return settled;
    }
    let hint = if part.holds(hint) { hint } else { &[] };
    best.offer(hint);
    if let Some(Located { chosen, proof, proven }) = locate::settle(problem, &part, &reach, hint, options, best) {
        return Settled::new(best.or_better(chosen), proof, proven);
    }
    at_once(&part, &reach).iter().for_each(|chosen| best.offer(chosen));
    let opened = open::choose(&part, &reach, options.stop);
    let opened = opened
        .map(|opened| open::renewed(&part, &reach, &opened, 0, tuning::RENEWAL_SHARE.0, options).unwrap_or(opened));
    opened.iter().for_each(|opened| best.offer(opened));
    let better = |opened: &&Vec<u32>| best.values(opened) > best.values(hint);
    let hint = opened.as_ref().filter(better).map_or(hint, Vec::as_slice);
    let relaxation = Relaxation::new(problem, part, &reach, hint, first_cut, options);
    let settled = by_all_levels(relaxation, hint, options, best);
    Settled { chosen: best.or_better(settled.chosen), ..settled }
}

/// A choice made before anything is solved, where nothing has to be opened.
fn at_once(part: &Part, reach: &[(i128, i128)]) -> Option<Vec<u32>> {
    let range = block::ranges(reach, block::MOST_TOGETHER).into_iter().next().filter(|_| !part.opens())?;
    let block = Block::new(part, reach, range)?;
    let promise = sift::promise(&SubProblem::new(part, &block, &[]));
    Some(first::choice(part, promise.assigned.into_iter(), &|e| promise.of_edge[e]))
}

/// Settles the levels of a part, from a choice known before.
fn by_all_levels(mut relaxation: Relaxation<'_>, hint: &[u32], options: &Options<'_>, best: &Best<'_>) -> Settled {
    let mut near = hint.to_vec();
    // Where something has to be opened, a relaxation promises too much: levels are settled one by one from the start.
    let mut settled = None;
    if !relaxation.part.opens() {
        let mut attempt = Vec::new();
        settled = as_relaxed(&mut relaxation, hint, options, best, &mut attempt);
        if settled.is_none() && (options.stop)() {
            // What the relaxation of the first levels says holds whatever is chosen.
            settled = Some(unsettled(&relaxation, hint, best));
        } else if settled.is_none() {
            near = if attempt.is_empty() { together(&relaxation, hint, options, best) } else { attempt };
        }
    }
    let settled = settled.or_else(|| {
        relaxation.start_again();
        by_levels(&mut relaxation, &near, options, best)
    });
    let settled = settled.unwrap_or_else(|| unsettled(&relaxation, hint, best));
    Settled { cuts: relaxation.cuts, out_of_time: relaxation.out_of_time, ..settled }
}

/// The proof of a part, with the pools that its prices speak of.
fn proof_of(part: &Part, blocks: Vec<BlockProof>) -> PartProof {
    let priced = |block: &BlockProof| block.root.capacities.iter().map(|&(pool, _)| pool).collect::<Vec<_>>();
    let of_people = blocks.iter().filter(|block| block.grouping == Grouping::Seats).flat_map(priced);
    let mut pools: Vec<PoolIdx> = part.rows.iter().map(|row| row.pool).chain(of_people).collect();
    pools.sort_unstable();
    pools.dedup();
    PartProof { pools, blocks }
}

/// A part in which nothing is scarce: every group takes its best edge, if that is better than none.
fn loose(part: &Part) -> Option<Settled> {
    if !part.rows.is_empty() {
        return None;
    }
    let points = |e: usize| (0..part.n_levels).map(move |l| part.points_at(e, l));
    let is_worth_it = |&e: &usize| points(e).find(|&v| v != 0) > Some(0);
    let best = |g: usize| part.group(g).rev().max_by(|&a, &b| points(a).cmp(points(b))).filter(is_worth_it);
    let chosen = (0..part.n_groups()).filter_map(best).map(|e| e as u32).collect();
    Some(Settled::new(chosen, PartProof::default(), true))
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
    let (grouping, settled) = (Grouping::Owners, Vec::new());
    let block = BlockProof { first_level: 0, multipliers, grouping, settled, scale_bits: 0, target, root, proof };
    Some(Settled::new(chosen, proof_of(part, vec![block]), true))
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

/// Settles the last levels where all before them are worth what their relaxation says, which is then their proof.
/// `None` when that cannot be kept; `attempt` may then hold a choice that comes near.
fn as_relaxed(
    relaxation: &mut Relaxation<'_>,
    hint: &[u32],
    options: &Options<'_>,
    best: &Best<'_>,
    attempt: &mut Vec<u32>,
) -> Option<Settled> {
    for range in relaxation.ranges() {
        relaxation.relax(range, hint, options, best)?;
    }
    let found = settle_last(relaxation, hint, options, best, Some(attempt))?;
    Some(Settled::new(found.chosen, by_levels_of(relaxation), found.claimed))
}

/// Settles the levels in turn, each as good as can be. `None` when nothing is found that keeps what is settled.
fn by_levels(relaxation: &mut Relaxation<'_>, hint: &[u32], options: &Options<'_>, best: &Best<'_>) -> Option<Settled> {
    let mut chosen = hint.to_vec();
    let mut claimed = true;
    for range in relaxation.ranges() {
        // Something better may have turned up while a level was proven.
        let is_better = |better: &Vec<u32>| relaxation.part.opens() && relaxation.is_kept_by(better);
        if let Some(better) = best.known().filter(is_better) {
            chosen = better;
        }
        let relaxed = relaxation.relax(range, &chosen, options, best);
        let found = relaxed.and_then(|()| settle_last(relaxation, &chosen, options, best, None));
        let Some(found) = found else {
            best.offer(&chosen);
            return None;
        };
        chosen = found.chosen;
        claimed &= found.claimed;
    }
    Some(Settled::new(chosen, by_levels_of(relaxation), claimed))
}

/// The proof of the levels that were relaxed or settled.
fn by_levels_of(relaxation: &Relaxation<'_>) -> PartProof {
    proof_of(&relaxation.part, relaxation.levels.iter().map(|levels| levels.proof.clone()).collect())
}

/// A good choice for all levels at once, without proof: as many levels as numbers allow are added up.
fn together(relaxation: &Relaxation<'_>, hint: &[u32], options: &Options<'_>, best: &Best<'_>) -> Vec<u32> {
    let (part, mut columns) = (&relaxation.part, relaxation.columns.clone());
    let reach = block::reach(part);
    let mut settled: Vec<(Block, i128)> = Vec::new();
    let mut chosen = hint.to_vec();
    for range in block::ranges(&reach, block::MOST_TOGETHER) {
        let Some(block) = Block::new(part, &reach, range) else { return chosen };
        let sub = SubProblem::new(part, &block, &settled);
        let patience = Patience::of(options, best);
        let Some(mut root) = sift::solve(&sub, &columns, &patience) else { return chosen };
        columns.extend(root.taken.iter().map(|&(e, _)| e));
        let choice = choose(relaxation.problem, &sub, &mut root, Some(&chosen), options, best, None);
        let Some((better, _)) = choice else { return chosen };
        let value = block.value(part, &better);
        chosen = better;
        settled.push((block, value));
    }
    chosen
}

/// What is left when not all levels could be settled: the best choice known, and what the relaxations say of it.
///
/// The prices of a relaxation bound its levels whatever the levels before are worth, so that they are kept: a choice is
/// compared with what it could have reached had it been given what it has on the levels before.
fn unsettled(relaxation: &Relaxation<'_>, hint: &[u32], best: &Best<'_>) -> Settled {
    best.offer(hint);
    let mut chosen = best.known().unwrap_or_default();
    if !relaxation.part.opens() {
        // Too slow for every choice on the way, most of which are of no use: at the end it is done once.
        chosen = best.or_better(first::moved(&relaxation.part, &block::reach(&relaxation.part), chosen));
    }
    let (part, mut values, mut is_kept) = (&relaxation.part, Vec::new(), true);
    let mut blocks: Vec<BlockProof> = Vec::new();
    let n_known = relaxation.levels.len();
    let known: Vec<&Levels> = relaxation.levels.iter().chain(relaxation.before.iter().skip(n_known)).collect();
    for levels in &known {
        let value = levels.block.value(part, &chosen);
        is_kept &= value == levels.value;
        blocks.push(if is_kept {
            levels.proof.clone()
        } else {
            let (settled, proof) = (values.clone(), Proof::Prices(Prices::default()));
            BlockProof { settled, target: value, proof, ..levels.proof.clone() }
        });
        values.push(value);
    }
    let bounded = known.last().map_or(0, |last| last.block.levels.end);
    blocks.extend(unproven(bounded..part.n_levels, values));
    Settled::new(chosen, proof_of(part, blocks), false)
}

/// What is chosen for the levels that were relaxed last.
struct Last {
    chosen: Vec<u32>,
    claimed: bool,
}

/// Settles the levels that were relaxed last, from `hint` where that keeps those before. `None` when no choice is found
/// that keeps them; `attempt` may then hold one that comes near.
///
/// What does not close within a few nodes is mostly parity, which cuts end and branching does not: then the cuts that
/// the relaxations of the nodes break are added, and the search begins anew with twice as many nodes.
fn settle_last(
    relaxation: &mut Relaxation<'_>,
    hint: &[u32],
    options: &Options<'_>,
    best: &Best<'_>,
    mut attempt: Option<&mut Vec<u32>>,
) -> Option<Last> {
    let reserve = reserve(relaxation, options);
    let seconds = || (options.seconds)().map(|left| (left - reserve).max(0.0));
    let stop = || (options.stop)() || seconds().is_some_and(|left| left <= 0.0);
    let own = Options { stop: &stop, seconds: &seconds, ..*options };
    let mut last: Option<Last> = None;
    let mut nodes_left = options.max_nodes;
    let mut nodes = if relaxation.is_cut_everywhere() { tuning::NODES_BEFORE_CUTS } else { nodes_left };
    loop {
        nodes = nodes.min(nodes_left);
        let start = Start { known: last.as_ref().map_or(hint, |last| &last.chosen), is_chosen: last.is_some(), nodes };
        let Some(search) = search(relaxation, &start, &own, best, attempt.as_deref_mut()) else {
            relaxation.out_of_time |= stop();
            return last;
        };
        let claimed = search.claimed || last.as_ref().is_some_and(|last| last.claimed);
        let last = last.insert(Last { chosen: search.chosen, claimed });
        let levels = relaxation.levels.last_mut()?;
        (levels.value, levels.proof) = (search.value, search.proof);
        relaxation.programme = search.programme;
        nodes_left -= nodes;
        relaxation.out_of_time |= !search.is_closed && stop();
        if search.is_closed || nodes_left == 0 || stop() {
            break;
        }
        if search.cuts.is_empty() {
            nodes = nodes_left;
            continue;
        }
        relaxation.cut(search.cuts);
        if !relaxation.relax_last_again(&last.chosen, options, best) {
            break;
        }
        nodes *= 2;
    }
    last
}

/// What a search starts from.
struct Start<'a> {
    /// A choice.
    known: &'a [u32],
    /// Whether it is the best that could be made from the relaxation.
    is_chosen: bool,
    /// Nodes at most.
    nodes: usize,
}

/// What came of a search.
struct Search {
    chosen: Vec<u32>,
    value: i128,
    proof: BlockProof,
    claimed: bool,
    is_closed: bool,
    cuts: Vec<Cut>,
    programme: Option<Programme>,
}

/// Makes a choice for the levels that were relaxed last, and searches for a better one and a proof. `None` as in
/// [`settle_last`].
fn search(
    relaxation: &mut Relaxation<'_>,
    start: &Start<'_>,
    options: &Options<'_>,
    best: &Best<'_>,
    attempt: Option<&mut Vec<u32>>,
) -> Option<Search> {
    let programme = relaxation.programme.take();
    let relaxation = &*relaxation;
    let (last, before) = relaxation.levels.split_last()?;
    let settled: Vec<(Block, i128)> = before.iter().map(Levels::settled).collect();
    let sub = SubProblem::new(&relaxation.part, &last.block, &settled);
    let tell = |phase: Phase, best: Option<i128>, bound: Option<i128>| {
        (options.progress)(Progress { phase, levels: sub.block.levels.clone(), best, bound });
    };
    let patience = Patience::of(options, best);
    let mut root = sift::resume(programme, &sub, &relaxation.columns, &patience)?;
    let known = sub.keeps(start.known).then_some(start.known);
    let (chosen, claimed) = if let Some(known) = known.filter(|_| start.is_chosen) {
        (known.to_vec(), false)
    } else {
        tell(Phase::Choosing, None, Some(sub.floor(root.bound)));
        choose(relaxation.problem, &sub, &mut root, known, options, best, attempt)?
    };
    let value = sub.block.value(sub.part, &chosen);
    tell(Phase::Proving, Some(value), Some(sub.floor(root.least())));
    let prices = sub.sparse(&root.prices, &sub.free());
    let master = root.master.take();
    if close_enough(&sub, &root, value, options.gap) {
        let bound = sub.floor(root.bound);
        // Of two bounds that do, that by owners is quicker to check.
        let by_sites = root.lowered.filter(|_| !super::within(value, bound, options.gap));
        let proof = match by_sites {
            Some(lowered) => lowered.proof(&sub, value),
            None => sub.proof(value, prices, Proof::Prices(Prices::default())),
        };
        let programme = master.map(Master::into_programme);
        return Some(Search { chosen, value, proof, claimed, is_closed: true, cuts: Vec::new(), programme });
    }
    let (problem, nodes) = (relaxation.problem, start.nodes);
    let mut searched = BranchAndBound::new(&sub, problem, &root, master, &patience, chosen, nodes);
    if relaxation.is_cut_everywhere() {
        searched.gather_cuts();
    }
    let Searched { chosen, value, bound, proof, cuts, programme } = searched.run();
    let by_sites = root.lowered.filter(|lowered| sub.floor(lowered.bound).max(value) < bound.max(value));
    let (bound, proof) = match by_sites {
        Some(lowered) => (sub.floor(lowered.bound).max(value), lowered.proof(&sub, value)),
        None => (bound, sub.proof(value, prices, proof)),
    };
    let is_closed = super::within(value, bound, options.gap);
    Some(Search { chosen, value, proof, claimed: claimed || bound <= value, is_closed, cuts, programme })
}

/// Seconds that the choice and the proof of this block leave to the blocks after it, where something has to be opened.
/// Each level gets an equal share of what is left, or the first ones would take all of it.
fn reserve(relaxation: &Relaxation<'_>, options: &Options<'_>) -> f64 {
    let settled = relaxation.levels.last().map_or(0, |last| last.block.levels.end);
    let after = relaxation.part.n_levels - settled;
    let left = (options.seconds)().filter(|_| relaxation.part.opens()).unwrap_or(0.0);
    left * after as f64 / (after + 1) as f64
}
