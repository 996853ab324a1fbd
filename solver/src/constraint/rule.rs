//! The trait of a rule: as its author writes it, and as the machinery uses it.

use std::fmt;

use super::{Claims, Effect, Finding, Opening, PoolKey, PoolList, ReasonCode, Remedy};
use crate::domain::{Column, EditionIdx, Facts, JobseekerIdx, LedBy, SupportKind};
use crate::text::{Lang, Words};
use crate::way::Way;

/// The name of a rule in data, addresses and rows. It never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConstraintId(pub &'static str);

/// What a rule is, apart from what it judges: all its constants in one place.
#[derive(Debug)]
pub struct About {
    /// Its name in data.
    pub id: ConstraintId,
    /// Its place when people read the rules, lowest first.
    pub place: u8,
    /// Its caption.
    pub caption: Words,
    /// Fields of a jobseeker that it reads, as the scenario names them. A field that no rule reads is not asked for.
    pub reads: &'static [&'static str],
    /// Whether no policy may loosen it.
    pub is_locked: bool,
    /// Whether its effect can differ between two ways of one pairing. Where it cannot, a pairing is judged once.
    pub depends_on_choice: bool,
    /// Whether, where it blocks, nothing else about the pairing is said.
    pub hides_the_rest: bool,
    /// Whether it follows what a mediator decided: where it blocks, only another decision changes that.
    pub is_decision: bool,
    /// Whether its pools count people of a group: what is drawn of them tells how many, and for one proposal who.
    pub counts_groups: bool,
    /// Supports that can make it pass.
    pub eased_by: &'static [SupportKind],
    /// Every code of its findings. Read in catalogues; a property test compares it with what the rule finds.
    pub codes: &'static [ReasonCode],
}

impl About {
    /// Defaults for most rules. Names nothing: `id`, `place` and `caption` are always given.
    pub const DEFAULT: Self = Self {
        id: ConstraintId(""),
        place: u8::MAX,
        caption: Words { nl: "", en: "", fr: "" },
        reads: &[],
        is_locked: false,
        depends_on_choice: true,
        hides_the_rest: false,
        is_decision: false,
        counts_groups: false,
        eased_by: &[],
        codes: &[],
    };
}

/// A rule, as its author writes it.
pub trait Constraint: Sync {
    /// What it is, for everything that reads rules.
    const ABOUT: About;
    /// What it finds.
    type Finding: Finding + 'static;

    /// What is the case with `way`, or nothing worth a word.
    fn judge(&self, way: &Way<'_>) -> Option<Self::Finding>;

    /// Only the effect of the finding, for a rule that knows it sooner than everything there is to say; a property test
    /// checks that it agrees with [`Constraint::judge`].
    fn effect(&self, way: &Way<'_>) -> Option<Effect> {
        self.judge(way).map(|finding| finding.effect())
    }

    /// Of a rule that hides the rest: whether it keeps a person out of everything that is led by `led_by`.
    fn hides_person(&self, _facts: Facts<'_>, _jobseeker: JobseekerIdx, _led_by: LedBy) -> bool {
        false
    }

    /// What is in the way of holding something in this manner.
    fn judge_opening(&self, _opening: &Opening<'_>) -> Option<Self::Finding> {
        None
    }

    /// The pools it has in a region.
    fn pools(&self, _facts: Facts<'_>, _pools: &mut PoolList) {}

    /// Whether this pool stands for one person, who takes at most one way.
    fn owns(&self, _key: PoolKey) -> bool {
        false
    }

    /// What `way` draws of them.
    fn draws(&self, _way: &Way<'_>, _claims: &mut Claims) {}

    /// What opening an edition draws of them; below 0 it grants.
    fn opens(&self, _facts: Facts<'_>, _edition: EditionIdx, _claims: &mut Claims) {}

    /// What choosing a column without a person draws of them; below 0 it grants. For most rules that is about editions.
    fn takes(&self, facts: Facts<'_>, column: Column, claims: &mut Claims) {
        if let Column::Edition(edition) = column {
            self.opens(facts, edition, claims);
        }
    }

    /// A pool's name in a plan: the part after the rule's ID.
    fn pool_name(&self, _facts: Facts<'_>, subject: u32, part: u32) -> String {
        format!("{subject}/{part}")
    }

    /// Why a full pool (or one whose floor took precedence) keeps a person out: words as in [`Finding::write`].
    ///
    /// # Errors
    /// Only when `f` fails.
    fn write_full(&self, _facts: Facts<'_>, _subject: u32, _lang: Lang, _f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }

    /// What one of the rule's floors asks, without full stop; with `missing`, that so many units of it are missing. A
    /// rule that declares a floor has words for it: a property test checks that.
    ///
    /// # Errors
    /// Only when `f` fails.
    fn write_demand(
        &self,
        _facts: Facts<'_>,
        _subject: u32,
        _missing: Option<i64>,
        _lang: Lang,
        _f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        Ok(())
    }

    /// What would make room in a full pool.
    fn room(&self, _facts: Facts<'_>, _subject: u32, _part: u32) -> Option<Remedy> {
        None
    }

    /// A distance in metres beyond which the rule blocks every way of this person; `None` when it never does.
    fn reach_m(&self, _facts: Facts<'_>, _jobseeker: JobseekerIdx) -> Option<f64> {
        None
    }

    /// Occupation groups outside which the rule blocks every way of this person; `None` when it never does.
    fn occupation_groups(&self, _facts: Facts<'_>, _jobseeker: JobseekerIdx) -> Option<Vec<IscoPrefix>> {
        None
    }
}

/// The first digits of an ISCO-08 group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct IscoPrefix {
    /// The four digits of a unit group; those after `len` are not looked at.
    pub digits: [u8; 4],
    /// How many digits count, 0 to 4.
    pub len: usize,
}

/// A rule as the machinery uses it: [`Constraint`] without its finding type.
pub trait AnyConstraint: Sync {
    /// See [`Constraint::ABOUT`].
    fn about(&self) -> &'static About;
    /// The finding, for words and remedies.
    fn find(&self, way: &Way<'_>) -> Option<Box<dyn Finding>>;
    /// Only the effect, without allocation.
    fn effect(&self, way: &Way<'_>) -> Option<Effect>;
    /// See [`Constraint::hides_person`].
    fn hides_person(&self, facts: Facts<'_>, jobseeker: JobseekerIdx, led_by: LedBy) -> bool;
    /// See [`Constraint::pools`]; `rule` is the position in [`ALL`](super::ALL).
    fn pools(&self, rule: u8, facts: Facts<'_>, pools: &mut PoolList);
    /// See [`Constraint::owns`].
    fn owns(&self, key: PoolKey) -> bool;
    /// See [`Constraint::draws`]; `rule` is the position in [`ALL`](super::ALL).
    fn draws(&self, rule: u8, way: &Way<'_>, claims: &mut Claims);
    /// See [`Constraint::judge_opening`].
    fn find_opening(&self, opening: &Opening<'_>) -> Option<Box<dyn Finding>>;
    /// See [`Constraint::takes`]; `rule` is the position in [`ALL`](super::ALL).
    fn takes(&self, rule: u8, facts: Facts<'_>, column: Column, claims: &mut Claims);
    /// See [`Constraint::pool_name`].
    fn pool_name(&self, facts: Facts<'_>, subject: u32, part: u32) -> String;
    /// See [`Constraint::write_full`].
    ///
    /// # Errors
    /// Only when `f` fails.
    fn write_full(&self, facts: Facts<'_>, subject: u32, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result;
    /// See [`Constraint::write_demand`].
    ///
    /// # Errors
    /// Only when `f` fails.
    fn write_demand(
        &self,
        facts: Facts<'_>,
        subject: u32,
        missing: Option<i64>,
        lang: Lang,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result;
    /// See [`Constraint::room`].
    fn room(&self, facts: Facts<'_>, subject: u32, part: u32) -> Option<Remedy>;
    /// See [`Constraint::reach_m`].
    fn reach_m(&self, facts: Facts<'_>, jobseeker: JobseekerIdx) -> Option<f64>;
    /// See [`Constraint::occupation_groups`].
    fn occupation_groups(&self, facts: Facts<'_>, jobseeker: JobseekerIdx) -> Option<Vec<IscoPrefix>>;
}

impl dyn AnyConstraint + '_ {
    /// See [`About::id`].
    pub fn id(&self) -> ConstraintId {
        self.about().id
    }
    /// See [`About::place`].
    pub fn place(&self) -> u8 {
        self.about().place
    }
    /// See [`About::caption`].
    pub fn caption(&self) -> Words {
        self.about().caption
    }
    /// See [`About::reads`].
    pub fn reads(&self) -> &'static [&'static str] {
        self.about().reads
    }
    /// See [`About::is_locked`].
    pub fn is_locked(&self) -> bool {
        self.about().is_locked
    }
    /// See [`About::depends_on_choice`].
    pub fn depends_on_choice(&self) -> bool {
        self.about().depends_on_choice
    }
    /// See [`About::hides_the_rest`].
    pub fn hides_the_rest(&self) -> bool {
        self.about().hides_the_rest
    }
    /// See [`About::is_decision`].
    pub fn is_decision(&self) -> bool {
        self.about().is_decision
    }
    /// See [`About::counts_groups`].
    pub fn counts_groups(&self) -> bool {
        self.about().counts_groups
    }
    /// See [`About::eased_by`].
    pub fn eased_by(&self) -> &'static [SupportKind] {
        self.about().eased_by
    }
    /// See [`About::codes`].
    pub fn codes(&self) -> &'static [ReasonCode] {
        self.about().codes
    }
}

impl<C: Constraint> AnyConstraint for C {
    fn about(&self) -> &'static About {
        const { &C::ABOUT }
    }
    fn find(&self, way: &Way<'_>) -> Option<Box<dyn Finding>> {
        self.judge(way).map(|finding| Box::new(finding) as Box<dyn Finding>)
    }
    fn effect(&self, way: &Way<'_>) -> Option<Effect> {
        Constraint::effect(self, way)
    }
    fn hides_person(&self, facts: Facts<'_>, jobseeker: JobseekerIdx, led_by: LedBy) -> bool {
        Constraint::hides_person(self, facts, jobseeker, led_by)
    }
    fn pools(&self, rule: u8, facts: Facts<'_>, pools: &mut PoolList) {
        pools.rule = rule;
        Constraint::pools(self, facts, pools);
    }
    fn owns(&self, key: PoolKey) -> bool {
        Constraint::owns(self, key)
    }
    fn draws(&self, rule: u8, way: &Way<'_>, claims: &mut Claims) {
        claims.rule = rule;
        Constraint::draws(self, way, claims);
    }
    fn find_opening(&self, opening: &Opening<'_>) -> Option<Box<dyn Finding>> {
        self.judge_opening(opening).map(|finding| Box::new(finding) as Box<dyn Finding>)
    }
    fn takes(&self, rule: u8, facts: Facts<'_>, column: Column, claims: &mut Claims) {
        claims.rule = rule;
        Constraint::takes(self, facts, column, claims);
    }
    fn pool_name(&self, facts: Facts<'_>, subject: u32, part: u32) -> String {
        Constraint::pool_name(self, facts, subject, part)
    }
    fn write_full(&self, facts: Facts<'_>, subject: u32, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Constraint::write_full(self, facts, subject, lang, f)
    }
    fn write_demand(
        &self,
        facts: Facts<'_>,
        subject: u32,
        missing: Option<i64>,
        lang: Lang,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        Constraint::write_demand(self, facts, subject, missing, lang, f)
    }
    fn room(&self, facts: Facts<'_>, subject: u32, part: u32) -> Option<Remedy> {
        Constraint::room(self, facts, subject, part)
    }
    fn reach_m(&self, facts: Facts<'_>, jobseeker: JobseekerIdx) -> Option<f64> {
        Constraint::reach_m(self, facts, jobseeker)
    }
    fn occupation_groups(&self, facts: Facts<'_>, jobseeker: JobseekerIdx) -> Option<Vec<IscoPrefix>> {
        Constraint::occupation_groups(self, facts, jobseeker)
    }
}
