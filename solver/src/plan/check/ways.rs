//! The ways of one pairing that no rule blocks and no other way betters.
//!
//! One way betters another of the same pairing when it draws no more (for each child the same place or none, the same
//! supports or fewer of them) and is worth more; or as much while it draws less or comes first in the order of choices.
//! A plan with the worse way stays a plan with the better one in its place: capacities are drawn no more, and floors
//! are drawn by person and offer, which are the same. So leaving the worse way out changes no bound that is true. It is
//! left out because a certificate may name an edge by what it draws and is worth.
//!
//! A support can make a way pass only where every rule that blocks it without supports is one that the support eases, as
//! the rules declare and their laws try: other ways are not judged with it.

use crate::constraint::{ALL, RuleBook, Verdict};
use crate::domain::{CareIdx, Child, Mode, Modes, Region, SupportIdx};
use crate::way::{CHILDREN_MAX, Choice, SUPPORTS_MAX, Way, may_be_chosen};

/// Where each child goes.
type Places = [Option<CareIdx>; CHILDREN_MAX];
/// Supports used.
type Set = [Option<SupportIdx>; SUPPORTS_MAX];

/// A way that passes, with its points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) choice: Choice,
    pub(super) points: i64,
}

/// Every set of one or two supports of different kinds.
pub(super) struct SupportSets {
    /// Sets of the same kinds together, the set that is ready first at the front, with the rules that they ease.
    by_kinds: Vec<(Vec<Set>, u64)>,
    /// The most points that a way can lose by its choice while no support can be worth its price; `None` where nothing
    /// is known.
    worth_none: Option<i64>,
}

impl SupportSets {
    /// The sets of a region.
    ///
    /// # When a support cannot pay
    ///
    /// Let a way without supports pass, having lost `c` points by its choice. With the same places, every way with
    /// supports loses `per_support` or more for them and nothing is ever won back by a choice. So where
    /// `c <= per_support` the way without is worth at least as much and draws less: it betters them all. This asks that
    /// each rule about choices blocks what breaks it, or it might be worth a support to be spared the points that a
    /// milder rule takes; and that no minute gives points. The reader sees to it that `per_support` is at least 240
    /// times what a minute costs, so that it holds for every trip; here it is compared with each way's own loss.
    pub(super) fn of(region: &Region, rules: &RuleBook) -> Self {
        let strict =
            ALL.iter().enumerate().all(|(rule, constraint)| !constraint.depends_on_choice() || rules.is_must(rule));
        let weights = &region.pack.weights;
        let pays =
            !strict || !rules.supports_only_unblock() || weights.per_travel_minute < 0 || weights.per_support < 0;
        let supports = || (0..region.supports.len()).map(SupportIdx::from_usize);
        let kind = |support: SupportIdx| region.supports[support.at()].kind;
        let mut sets: Vec<Set> = supports().map(|one| [Some(one), None]).collect();
        for one in supports() {
            let others = supports().filter(|&two| one < two && kind(one) != kind(two));
            sets.extend(others.map(|two| [Some(one), Some(two)]));
        }
        let kinds = |set: &Set| {
            let mut kinds = set.map(|support| support.map(kind));
            kinds.sort_unstable();
            kinds
        };
        let lead = |set: &Set| set.iter().flatten().map(|support| region.supports[support.at()].lead_weeks).max();
        sets.sort_by_key(|set| (kinds(set), lead(set), *set));
        let eases = |set: &Set| {
            let by_any = |rule: &usize| set.iter().flatten().any(|&one| rules.is_eased_by(*rule, kind(one)));
            (0..ALL.len()).filter(by_any).fold(0, |all, rule| all | 1u64 << rule)
        };
        let of_kinds = |sets: &[Set]| (sets.to_vec(), eases(&sets[0]));
        let by_kinds = sets.chunk_by(|a, b| kinds(a) == kinds(b)).map(of_kinds).collect();
        Self { by_kinds, worth_none: (!pays).then_some(weights.per_support) }
    }
}

/// What a person could travel by. It does not depend on the offer.
pub(super) struct PersonModes {
    /// Without any support.
    own: Modes,
    /// With each set of supports, as [`SupportSets`] has them.
    of_sets: Vec<Vec<Modes>>,
    /// Every mode among them.
    any: Vec<Mode>,
}

impl PersonModes {
    /// Of the person of `pairing`.
    pub(super) fn of(pairing: Way<'_>, sets: &SupportSets) -> Self {
        let of_kinds = |(of_kinds, _): &(Vec<Set>, u64)| of_kinds.iter().map(|&set| modes(pairing, set)).collect();
        let of_sets: Vec<Vec<Modes>> = sets.by_kinds.iter().map(of_kinds).collect();
        let own = pairing.modes();
        let any = of_sets.iter().flatten().fold(own, |all, some| some.iter().fold(all, Modes::with));
        Self { own, of_sets, any: any.iter().collect() }
    }
}

/// Modes the person has when using `set`.
fn modes(pairing: Way<'_>, set: Set) -> Modes {
    Way { choice: Choice { supports: set, ..pairing.choice }, ..pairing }.modes()
}

/// Every assignment of facilities to the children of a person that have no place and need one: for each child none, or
/// a facility that the rule allows by some mode that the person has or a support gives.
pub(super) fn places_of(pairing: Way<'_>, modes: &PersonModes) -> Vec<Places> {
    let mut choices: Vec<Places> = vec![[None; CHILDREN_MAX]];
    let to_place = pairing.jobseeker().children.iter().filter(|child| child.needs_care && child.place.is_none());
    let to_place: Vec<&Child> = to_place.take(CHILDREN_MAX).collect();
    if to_place.is_empty() {
        return choices;
    }
    for (position, child) in to_place.into_iter().enumerate() {
        let facilities = facilities_of(pairing, child, position, &modes.any);
        let mut longer = Vec::with_capacity(choices.len() * (facilities.len() + 1));
        for choice in choices {
            longer.push(choice);
            for &care in &facilities {
                let mut with = choice;
                with[position] = Some(care);
                longer.push(with);
            }
        }
        choices = longer;
    }
    choices
}

/// Facilities that the rule about childcare lets this child go to, by one of some modes: every facility is tried,
/// alone.
fn facilities_of(pairing: Way<'_>, child: &Child, position: usize, by: &[Mode]) -> Vec<CareIdx> {
    let region = pairing.facts.region;
    let of_school = child
        .school
        .into_iter()
        .flat_map(|school| std::iter::once(school).chain(region.care_serving(school, child.age)));
    let near = || {
        let of_home = pairing.facts.care_near_home(pairing.jobseeker_idx, child.age).iter().copied();
        of_home.chain(pairing.facts.care_near_work(pairing.offer_idx, child.age).iter().copied())
    };
    let mut facilities: Vec<CareIdx> = if child.school.is_some() { of_school.collect() } else { near().collect() };
    facilities.sort_unstable();
    facilities.dedup();
    let is_allowed = |care: &CareIdx| {
        let mut places = [None; CHILDREN_MAX];
        places[position] = Some(*care);
        by.iter().any(|&mode| may_be_chosen(&going_to(pairing, mode, places), child, *care))
    };
    facilities.retain(is_allowed);
    facilities
}

/// A pairing by one mode, with these childcare places.
fn going_to(pairing: Way<'_>, mode: Mode, places: Places) -> Way<'_> {
    let choice = Choice { mode, places, supports: pairing.choice.supports };
    Way { choice, ..pairing }
}

/// Buffers used again for every pairing.
#[derive(Default)]
pub(super) struct Scratch<'a> {
    ways: Vec<Way<'a>>,
    verdicts: Vec<Verdict>,
    open: Vec<Open>,
    found: Vec<Found>,
}

/// Places with which a support may still be of use.
#[derive(Clone, Copy)]
struct Open {
    places: Places,
    /// The first rule that blocks the way by each mode without supports, as a bit; 0 where none does, or where the
    /// person has no such mode.
    blocked_by: [u64; Mode::ALL.len()],
}

impl<'a> Scratch<'a> {
    /// The ways of `pairing`, given the verdict on it and where its children can go, sorted by choice.
    pub(super) fn ways_of(
        &mut self,
        pairing: Way<'a>,
        verdict: Verdict,
        places: &[Places],
        rules: &RuleBook,
        (sets, modes): (&SupportSets, &PersonModes),
    ) -> &[Found] {
        self.found.clear();
        self.open.clear();
        self.open.extend(places.iter().map(|&places| Open { places, blocked_by: [0; Mode::ALL.len()] }));
        self.judge(pairing, verdict, rules, ([None; SUPPORTS_MAX], modes.own, 0));
        self.close_settled(verdict, sets, modes.own);
        if !self.open.is_empty() {
            for ((of_kinds, eased), modes) in sets.by_kinds.iter().zip(&modes.of_sets) {
                // Rules know a support by its kind and by whether it is ready: where the first that is ready does not
                // help, no other of these kinds does.
                for (&set, &modes) in of_kinds.iter().zip(modes) {
                    if !self.judge(pairing, verdict, rules, (set, modes, *eased)) {
                        break;
                    }
                }
            }
        }
        drop_bettered(&mut self.found);
        &self.found
    }

    /// Judges the open places by every one of `modes` with `set`, save where a rule blocks the same way without supports
    /// that is not among those `eased`; whether any way passes.
    fn judge(
        &mut self,
        pairing: Way<'a>,
        verdict: Verdict,
        rules: &RuleBook,
        (set, modes, eased): (Set, Modes, u64),
    ) -> bool {
        self.ways.clear();
        for open in &self.open {
            let choice = |mode| Choice { mode, places: open.places, supports: set };
            let may_pass = |mode: Mode| open.blocked_by[mode as usize] & !eased == 0;
            let by = Mode::ALL.into_iter().filter(|&mode| modes.has(mode) && may_pass(mode));
            self.ways.extend(by.map(|mode| Way { choice: choice(mode), ..pairing }));
        }
        self.verdicts.clear();
        self.verdicts.resize(self.ways.len(), verdict);
        rules.screen_choices(&self.ways, &mut self.verdicts);
        let before = self.found.len();
        let pass = self.ways.iter().zip(&self.verdicts).filter(|(_, verdict)| verdict.blocked_by.is_none());
        self.found
            .extend(pass.map(|(way, verdict)| Found { choice: way.choice, points: rules.points(way, verdict.costs) }));
        self.found.len() > before
    }

    /// Notes what blocks the ways just judged, without supports by each of `modes`, and takes out the places with which
    /// one passes so cheaply that no support pays.
    fn close_settled(&mut self, verdict: Verdict, sets: &SupportSets, modes: Modes) {
        let n_modes = modes.iter().count();
        let settles = |judged: &Verdict| {
            judged.blocked_by.is_none() && sets.worth_none.is_some_and(|most| judged.costs - verdict.costs <= most)
        };
        let mut judged = self.verdicts.chunks(n_modes.max(1));
        self.open.retain_mut(|open| {
            let judged = judged.next().unwrap_or_default();
            for (mode, judged) in modes.iter().zip(judged) {
                open.blocked_by[mode as usize] = judged.blocked_by.map_or(0, |rule| 1u64 << rule);
            }
            !judged.iter().any(settles)
        });
    }
}

/// Drops what another way betters; see the head of this file. `n log n` times the ways to draw less.
fn drop_bettered(ways: &mut Vec<Found>) {
    if ways.len() < 2 {
        return;
    }
    let drawn = |way: &Found| (way.choice.places, way.choice.supports);
    ways.sort_unstable_by(|a, b| (drawn(a), b.points, a.choice).cmp(&(drawn(b), a.points, b.choice)));
    ways.dedup_by_key(|way| drawn(way));
    let bettered: Vec<bool> = ways.iter().map(|way| is_bettered(way, ways)).collect();
    let mut bettered = bettered.into_iter();
    ways.retain(|_| bettered.next() != Some(true));
    ways.sort_unstable_by_key(|way| way.choice);
}

/// Whether a way that draws less, of `best` (one per draws, sorted by them), is worth as much.
fn is_bettered(way: &Found, best: &[Found]) -> bool {
    let Choice { places, supports, .. } = way.choice;
    let fewer_supports = [supports, [supports[0], None], [supports[1], None], [None, None]];
    (0..1u32 << CHILDREN_MAX).any(|kept| {
        let mut fewer = places;
        for (child, place) in fewer.iter_mut().enumerate() {
            *place = place.filter(|_| kept & (1 << child) != 0);
        }
        // A child without place counts once, as kept.
        let counted = places.iter().enumerate().all(|(child, place)| place.is_some() || kept & (1 << child) != 0);
        counted
            && fewer_supports.iter().any(|&set| {
                let draws = (fewer, set);
                let position = best.binary_search_by_key(&draws, |other| (other.choice.places, other.choice.supports));
                draws != (places, supports) && position.is_ok_and(|position| best[position].points >= way.points)
            })
    })
}
