//! The levels of a part, relaxed one after the other in one programme, with the cuts that the relaxations break.

use std::ops::Range;

use super::best::Best;
use super::block::{self, Block};
use super::certificate::{BlockProof, Cut, Prices, Proof};
use super::choose;
use super::cuts;
use super::first;
use super::master::{Master, Programme};
use super::part::Part;
use super::price::SubProblem;
use super::problem::{PoolIdx, Problem};
use super::sift::{self, Patience, Root};
use super::{Options, Phase, Progress, tuning};

/// A part, with the levels of it that were relaxed or settled.
pub(super) struct Relaxation<'a> {
    /// The problem that the part is of.
    pub(super) problem: &'a Problem,
    /// The part, with a row for each cut.
    pub(super) part: Part,
    /// The cuts.
    pub(super) cuts: Vec<Cut>,
    /// The edges from which relaxations go on: what earlier ones took.
    pub(super) columns: Vec<u32>,
    /// Blocks of levels, the first ones first, each where those before it are worth what is said of them.
    pub(super) levels: Vec<Levels>,
    /// What was said of them before they were begun anew.
    pub(super) before: Vec<Levels>,
    /// The programme of the last of them.
    pub(super) programme: Option<Programme>,
    reach: &'a [(i128, i128)],
    /// From here on, pools are cuts.
    first_cut: PoolIdx,
    /// Whether all levels are cut, or only the first that a known choice does not reach: its cuts serve the others too,
    /// and the relaxations of parts where something has to be opened are slow.
    is_cut_everywhere: bool,
    /// Whether time, or the caller, ended a search before it was closed.
    pub(super) out_of_time: bool,
}

/// A block of levels and what is said of it.
pub(super) struct Levels {
    /// The levels.
    pub(super) block: Block,
    /// What later levels keep of it.
    pub(super) value: i128,
    /// Why no choice is worth more, but for a part of the gap that is allowed.
    pub(super) proof: BlockProof,
}

impl<'a> Relaxation<'a> {
    /// Nothing relaxed yet; `hint` is a choice known before.
    pub(super) fn new(
        problem: &'a Problem,
        part: Part,
        reach: &'a [(i128, i128)],
        hint: &[u32],
        first_cut: PoolIdx,
        options: &Options<'_>,
    ) -> Self {
        let is_cut_everywhere = !part.opens() || options.gap == 0.0;
        Self {
            problem,
            part,
            cuts: Vec::new(),
            columns: hint.to_vec(),
            levels: Vec::new(),
            before: Vec::new(),
            programme: None,
            reach,
            first_cut,
            is_cut_everywhere,
            out_of_time: false,
        }
    }

    /// The blocks of levels that are relaxed together.
    pub(super) fn ranges(&self) -> Vec<Range<usize>> {
        block::ranges(self.reach, block::most_relaxed_together(self.part.n_groups()))
    }

    /// Begins anew with the first level; cuts stay.
    pub(super) fn start_again(&mut self) {
        self.before = std::mem::take(&mut self.levels);
        self.programme = None;
    }

    /// Whether a relaxation takes no seconds.
    fn is_quick(&self) -> bool {
        !self.part.opens() && !block::is_large(self.part.n_groups())
    }

    /// Whether cuts are looked for on all levels.
    pub(super) fn is_cut_everywhere(&self) -> bool {
        self.is_cut_everywhere
    }

    /// Relaxes the next levels, and adds cuts until they leave the bound where it is. `known` is a choice: where it
    /// reaches the bound, no better one is needed.
    pub(super) fn relax(
        &mut self,
        range: Range<usize>,
        known: &[u32],
        options: &Options<'_>,
        best: &Best<'_>,
    ) -> Option<()> {
        if !self.is_quick() {
            // The many columns of the levels before are in the way.
            self.programme = None;
        }
        let is_cut = self.is_cut_everywhere || self.cuts.is_empty();
        let idle_max =
            if self.is_cut_everywhere { tuning::CUT_ROUNDS_IDLE } else { tuning::CUT_ROUNDS_IDLE_WHERE_OPENED };
        let kept = (options.seconds)().map_or(0.0, |left| left * (1.0 - tuning::CUT_TIME_SHARE));
        let is_late = || (options.stop)() || (options.seconds)().is_some_and(|left| left <= kept);
        let (mut first, mut least, mut idle) = (None, None, 0);
        for round in 0.. {
            (options.progress)(Progress { phase: Phase::Relaxing, levels: range.clone(), best: None, bound: least });
            let block = Block::new(&self.part, self.reach, range.clone())?;
            let settled = self.settled();
            let sub = SubProblem::new(&self.part, &block, &settled);
            let patience = Patience::of(options, best);
            let mut root = sift::resume(self.programme.take(), &sub, &self.columns, &patience)?;
            self.programme = root.master.take().map(Master::into_programme);
            self.columns.extend(root.taken.iter().map(|&(e, _)| e));
            let bound = sub.floor(root.bound);
            let gained = least.map(|least: i128| least - bound);
            let all_gained = *first.get_or_insert(bound) - bound;
            let is_idle = gained.is_some_and(|gained| gained <= all_gained / tuning::CUT_GAIN_ONE_IN);
            idle = if is_idle { idle + 1 } else { 0 };
            least = Some(least.map_or(bound, |least| least.min(bound)));
            let is_reached = sub.keeps(known) && block.value(&self.part, known) >= bound;
            let is_over = !is_cut || is_reached || idle > idle_max || round == tuning::CUT_ROUNDS || is_late();
            let found = if is_over { Vec::new() } else { cuts::separated(self.problem, &self.part, &root.taken) };
            if found.is_empty() {
                if !self.part.opens() {
                    best.offer(&rounded(&sub, &root));
                }
                // Where a choice keeps what is settled, a search goes on from it.
                let is_wanted = range.end == self.part.n_levels && self.is_quick() && !sub.keeps(known);
                if is_wanted && choose::doubtful(&root) > 0 && !(options.stop)() {
                    choose::near(&sub, &root, options).iter().for_each(|chosen| best.offer(chosen));
                    // What keeps more of the levels before goes before it, and may be poor on this one.
                    if let Some(known) = best.known().filter(|_| !(options.stop)()) {
                        choose::beside(&sub, &root, &known, options).iter().for_each(|chosen| best.offer(chosen));
                    }
                }
                // Where a gap is allowed, a part of it buys room for the levels that follow.
                let room = (bound.unsigned_abs() as f64 * options.gap / 4.0) as i128;
                let value = bound - room.div_euclid(block.unit) * block.unit;
                let prices = sub.sparse(&root.prices, &sub.free());
                let proof = sub.proof(value, prices, Proof::Prices(Prices::default()));
                self.levels.push(Levels { block, value, proof });
                return Some(());
            }
            self.cut(found);
        }
        None
    }

    /// Adds a row for each cut.
    pub(super) fn cut(&mut self, found: Vec<Cut>) {
        let first = self.first_cut + self.cuts.len() as PoolIdx;
        cuts::add(self.problem, &mut self.part, &found, first);
        let n_rows = self.part.rows.len();
        self.levels.iter_mut().for_each(|levels| levels.block.costs.resize(n_rows, 0));
        self.cuts.extend(found);
    }

    /// What later levels keep of those that were relaxed or settled.
    pub(super) fn settled(&self) -> Vec<(Block, i128)> {
        self.levels.iter().map(Levels::settled).collect()
    }

    /// Whether a choice keeps what is said of the levels so far.
    pub(super) fn is_kept_by(&self, chosen: &[u32]) -> bool {
        self.levels.iter().all(|levels| levels.block.value(&self.part, chosen) >= levels.value)
    }

    /// Relaxes the last levels again, with cuts that were added since. Tells whether it came to that.
    pub(super) fn relax_last_again(&mut self, known: &[u32], options: &Options<'_>, best: &Best<'_>) -> bool {
        let Some(mut before) = self.levels.pop() else { return false };
        let is_relaxed = self.relax(before.block.levels.clone(), known, options, best).is_some();
        if !is_relaxed {
            before.block.costs.resize(self.part.rows.len(), 0);
            self.levels.push(before);
        }
        is_relaxed
    }
}

/// A choice from a relaxation.
fn rounded(sub: &SubProblem<'_>, root: &Root<'_>) -> Vec<u32> {
    let mut taken = root.taken.clone();
    taken.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let promise = |e: usize| sub.reduced(&root.prices, e);
    first::choice(sub.part, taken.into_iter().map(|(e, _)| e), &promise)
}

impl Levels {
    /// The block, and what later levels keep of it.
    pub(super) fn settled(&self) -> (Block, i128) {
        (self.block.clone(), self.value)
    }
}
