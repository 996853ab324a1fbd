//! Rules. A rule exists once: filter, model row, words and remedy are all read from its one file.
//!
//! To add a rule: write its file, add its `mod` line and its line in [`ALL`]. Nothing else.

mod availability;
mod childcare;
mod entitlement;
mod first_day;
mod gate;
mod goals;
mod hours;
mod language;
mod licence;
mod mobility;
mod night_work;
mod one_job;
mod openings;
mod pins;
mod places;
mod pool;
mod quotas;
mod right_to_work;
mod rulebook;
mod shifting;
mod skills;
mod supports;
mod trip;
mod way;
mod words;

#[cfg(test)]
mod tests;

use std::fmt;

use crate::domain::{Change, Facts, JobseekerIdx, SupportKind};
use crate::text::{Lang, Words};

pub(crate) use places::may_be_chosen;
pub use places::place_choices;
pub use pool::{Claims, FloorKind, PoolKey, PoolList, PoolSpec};
pub use rulebook::{Judged, RuleBook, Verdict};
pub use trip::{Leg, Round, Stops, Trip, Via};
pub use way::{CHILDREN_MAX, Choice, SUPPORTS_MAX, Way};
pub(crate) use words::{by_mode, date, language_name, support_name, vehicle_name, weekday, years};

/// Every rule, the cheapest and most selective first: screening stops at the first that blocks.
/// The order in which people read them is [`Constraint::PLACE`].
pub static ALL: &[&dyn AnyConstraint] = &[
    &gate::Gate,
    &goals::Goals,
    &language::Language,
    &licence::Licence,
    &entitlement::Entitlement,
    &right_to_work::RightToWork,
    &night_work::NightWork,
    &hours::Hours,
    &first_day::FirstDay,
    &availability::Availability,
    &skills::Skills,
    &pins::Pins,
    &mobility::Mobility,
    &childcare::Childcare,
    &supports::Supports,
    &quotas::Quotas,
    &openings::Openings,
    &one_job::OneJob,
];

/// The name of a rule in data, addresses and rows. It never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConstraintId(pub &'static str);

/// What a finding does to a pairing, before the policy has its say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The pairing is no candidate.
    Blocks,
    /// The pairing loses points; below 0 it gains.
    Costs(i64),
}

/// The unit of a measured value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Minutes.
    Minutes,
    /// Minute of the day.
    ClockMinute,
    /// Hours a week.
    HoursPerWeek,
    /// Days.
    Days,
    /// Years of age.
    Years,
    /// CEFR levels, 0 (below A1) to 6 (C2).
    CefrLevel,
    /// Per cent.
    Percent,
    /// Steps between occupations.
    Steps,
    /// Things counted.
    Count,
}

impl Unit {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Minutes => "minutes",
            Self::ClockMinute => "minute_of_day",
            Self::HoursPerWeek => "hours_per_week",
            Self::Days => "days",
            Self::Years => "years",
            Self::CefrLevel => "cefr_level",
            Self::Percent => "percent",
            Self::Steps => "steps",
            Self::Count => "count",
        }
    }
}

/// What was found and what was asked, in one unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    /// The value found.
    pub measured: i64,
    /// The value asked.
    pub limit: i64,
    /// Their unit.
    pub unit: Unit,
}

/// A change that would do, with what it takes. A promise: applied, the rule no longer blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Remedy {
    /// The change.
    pub change: Change,
    /// Weeks until it holds.
    pub weeks: u16,
    /// Cost, cents of a euro.
    pub cost_cents: u32,
}

impl Remedy {
    /// A change that takes no time and no money to speak of: an agreement.
    pub fn new(change: Change) -> Self {
        Self { change, weeks: 0, cost_cents: 0 }
    }

    /// The remedy taking so many weeks.
    #[must_use]
    pub fn taking(self, weeks: u16) -> Self {
        Self { weeks, ..self }
    }

    /// The remedy costing so much.
    #[must_use]
    pub fn costing(self, cost_cents: u32) -> Self {
        Self { cost_cents, ..self }
    }
}

/// A code that findings of a rule carry, with what it stands for when no case is at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReasonCode {
    /// The code: [`Finding::code`].
    pub code: &'static str,
    /// What is the case, as [`Finding::write`] says it of no one in particular.
    pub words: Words,
    /// Changes that may help, by [`Change::name`].
    pub remedies: &'static [&'static str],
}

/// What is the case with one way, as one rule sees it.
pub trait Finding {
    /// The reason code, stable: `LANGUAGE_LEVEL_TOO_LOW`.
    fn code(&self) -> &'static str;

    /// What it does.
    fn effect(&self) -> Effect;

    /// Value, limit and unit.
    fn measured(&self) -> Option<Measured>;

    /// Words without subject, no full stop: "spreekt Nederlands A2, gevraagd is B1".
    ///
    /// # Errors
    /// Only when `f` fails.
    fn write(&self, facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result;

    /// Changes each of which would do, the easiest first; none where nothing helps.
    fn remedies(&self, facts: Facts<'_>) -> Vec<Remedy>;
}

/// The finding of a rule that only counts over a plan: no single way can break it.
pub enum Nothing {}

impl Finding for Nothing {
    fn code(&self) -> &'static str {
        match *self {}
    }

    fn effect(&self) -> Effect {
        match *self {}
    }

    fn measured(&self) -> Option<Measured> {
        match *self {}
    }

    fn write(&self, _facts: Facts<'_>, _lang: Lang, _f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }

    fn remedies(&self, _facts: Facts<'_>) -> Vec<Remedy> {
        match *self {}
    }
}

/// A rule, as its author writes it.
pub trait Constraint: Sync {
    /// Its name in data.
    const ID: ConstraintId;
    /// Its place when people read the rules, lowest first.
    const PLACE: u8;
    /// Fields of a jobseeker that it reads, as the scenario names them. A field that no rule reads is not asked for.
    const READS: &'static [&'static str];
    /// Whether no policy may loosen it.
    const LOCKED: bool = false;
    /// Whether its effect can differ between two ways of one pairing. Where it cannot, a pairing is judged once.
    const DEPENDS_ON_CHOICE: bool = true;
    /// Whether, where it blocks, nothing else about the pairing is said.
    const HIDES_THE_REST: bool = false;
    /// Supports that can make it pass.
    const EASED_BY: &'static [SupportKind] = &[];
    /// Every code of its findings. Read in catalogues; a law holds it against what the rule finds.
    const CODES: &'static [ReasonCode];
    /// What it finds.
    type Finding: Finding + 'static;

    /// Its caption.
    fn caption(&self) -> Words;

    /// What is the case with `way`, or nothing worth a word.
    fn judge(&self, way: &Way<'_>) -> Option<Self::Finding>;

    /// Only the effect of what is the case: that of the finding. For a rule that can tell it sooner than all there is to
    /// say; a law holds it against [`Constraint::judge`].
    fn effect(&self, way: &Way<'_>) -> Option<Effect> {
        self.judge(way).map(|finding| finding.effect())
    }

    /// The pools it has in a region.
    fn pools(&self, _facts: Facts<'_>, _pools: &mut PoolList) {}

    /// Whether this pool stands for one person, who takes at most one way.
    fn owns(&self, _key: PoolKey) -> bool {
        false
    }

    /// What `way` draws of them.
    fn draws(&self, _way: &Way<'_>, _claims: &mut Claims) {}

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
    /// See [`Constraint::ID`].
    fn id(&self) -> ConstraintId;
    /// See [`Constraint::PLACE`].
    fn place(&self) -> u8;
    /// See [`Constraint::READS`].
    fn reads(&self) -> &'static [&'static str];
    /// See [`Constraint::LOCKED`].
    fn is_locked(&self) -> bool;
    /// See [`Constraint::DEPENDS_ON_CHOICE`].
    fn depends_on_choice(&self) -> bool;
    /// See [`Constraint::HIDES_THE_REST`].
    fn hides_the_rest(&self) -> bool;
    /// See [`Constraint::EASED_BY`].
    fn eased_by(&self) -> &'static [SupportKind];
    /// See [`Constraint::CODES`].
    fn codes(&self) -> &'static [ReasonCode];
    /// See [`Constraint::caption`].
    fn caption(&self) -> Words;
    /// The finding, for words and remedies.
    fn find(&self, way: &Way<'_>) -> Option<Box<dyn Finding>>;
    /// Only the effect, without allocation.
    fn effect(&self, way: &Way<'_>) -> Option<Effect>;
    /// See [`Constraint::pools`]; `rule` is the position in [`ALL`].
    fn pools(&self, rule: u8, facts: Facts<'_>, pools: &mut PoolList);
    /// See [`Constraint::owns`].
    fn owns(&self, key: PoolKey) -> bool;
    /// See [`Constraint::draws`]; `rule` is the position in [`ALL`].
    fn draws(&self, rule: u8, way: &Way<'_>, claims: &mut Claims);
    /// See [`Constraint::pool_name`].
    fn pool_name(&self, facts: Facts<'_>, subject: u32, part: u32) -> String;
    /// See [`Constraint::write_full`].
    ///
    /// # Errors
    /// Only when `f` fails.
    fn write_full(&self, facts: Facts<'_>, subject: u32, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result;
    /// See [`Constraint::room`].
    fn room(&self, facts: Facts<'_>, subject: u32, part: u32) -> Option<Remedy>;
    /// See [`Constraint::reach_m`].
    fn reach_m(&self, facts: Facts<'_>, jobseeker: JobseekerIdx) -> Option<f64>;
    /// See [`Constraint::occupation_groups`].
    fn occupation_groups(&self, facts: Facts<'_>, jobseeker: JobseekerIdx) -> Option<Vec<IscoPrefix>>;
}

impl<C: Constraint> AnyConstraint for C {
    fn id(&self) -> ConstraintId {
        C::ID
    }
    fn place(&self) -> u8 {
        C::PLACE
    }
    fn reads(&self) -> &'static [&'static str] {
        C::READS
    }
    fn is_locked(&self) -> bool {
        C::LOCKED
    }
    fn depends_on_choice(&self) -> bool {
        C::DEPENDS_ON_CHOICE
    }
    fn hides_the_rest(&self) -> bool {
        C::HIDES_THE_REST
    }
    fn eased_by(&self) -> &'static [SupportKind] {
        C::EASED_BY
    }
    fn codes(&self) -> &'static [ReasonCode] {
        C::CODES
    }
    fn caption(&self) -> Words {
        Constraint::caption(self)
    }
    fn find(&self, way: &Way<'_>) -> Option<Box<dyn Finding>> {
        self.judge(way).map(|finding| Box::new(finding) as Box<dyn Finding>)
    }
    fn effect(&self, way: &Way<'_>) -> Option<Effect> {
        Constraint::effect(self, way)
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
    fn pool_name(&self, facts: Facts<'_>, subject: u32, part: u32) -> String {
        Constraint::pool_name(self, facts, subject, part)
    }
    fn write_full(&self, facts: Facts<'_>, subject: u32, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Constraint::write_full(self, facts, subject, lang, f)
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

/// Every pool of a region, by key.
pub fn pools(facts: Facts<'_>) -> Vec<PoolSpec> {
    let mut pools = PoolList::default();
    for (rule, constraint) in ALL.iter().enumerate() {
        constraint.pools(rule as u8, facts, &mut pools);
    }
    pools.list.sort_unstable_by_key(|pool| pool.key);
    pools.list
}

/// Whether the pool stands for one person, who takes at most one way.
pub fn is_owner(key: PoolKey) -> bool {
    ALL[key.rule as usize].owns(key)
}

/// What `way` draws of all pools, into `claims`.
pub fn draws(way: &Way<'_>, claims: &mut Claims) {
    claims.list.clear();
    for (rule, constraint) in ALL.iter().enumerate() {
        constraint.draws(rule as u8, way, claims);
    }
}

/// The name of a pool in plans: rule and the rest, separated by a slash.
pub fn pool_name(facts: Facts<'_>, key: PoolKey) -> String {
    let constraint = ALL[key.rule as usize];
    format!("{}/{}", constraint.id().0, constraint.pool_name(facts, key.subject, key.part))
}
