//! Answers as JSON: one shape each, the same on the command line and over HTTP.

mod captions;
mod compare;
mod evaluation;
mod explanation;
mod itinerary;
mod journey;
mod near_misses;
mod one_more;

use chrono::NaiveDate;
use schakel_solver::constraint::{Effect, Judged, Remedy, RuleBook};
use schakel_solver::domain::{Assessment, Change, Facts, JobseekerIdx, LedBy, Mode, OfferIdx, SupportIdx, SupportKind};
use schakel_solver::explain::{
    Entry, NearMiss, RemedySet, Shortlist, finding_words, offer_title, remedies_words, week_words,
};
use schakel_solver::plan::Prepared;
use schakel_solver::text::Lang;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::answers::disclosure::Coarse;

pub use captions::captions;
pub use compare::{BrokenView, CompareView, LevelChangeView, MovedView};
pub use evaluation::{EvaluationView, JudgedView, LevelView, OffPoolView, PromiseView, SwapView, SwapsView};
pub use explanation::{DecisionView, ExplanationView, HelpView, HelpsView, NotChosenView, OfferView};
pub use itinerary::ItineraryView;
pub use journey::{JourneyView, clock};
pub use near_misses::{NearMissGroupView, NearMissesView};
pub use one_more::{FullPool, OneMoreView};

/// The same words in each language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct InEach {
    /// Dutch.
    pub nl: String,
    /// English.
    pub en: String,
    /// French.
    pub fr: String,
}

impl InEach {
    /// What `words` say in each language.
    pub fn of(words: impl Fn(Lang) -> String) -> Self {
        let [nl, en, fr] = Lang::ALL.map(words);
        Self { nl, en, fr }
    }
}

/// Sentences, in the order in which people read them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Sentences {
    /// Dutch.
    pub nl: Vec<String>,
    /// English.
    pub en: Vec<String>,
    /// French.
    pub fr: Vec<String>,
}

impl Sentences {
    /// What `lines` say in each language.
    pub fn of(lines: impl Fn(Lang) -> Vec<String>) -> Self {
        let [nl, en, fr] = Lang::ALL.map(lines);
        Self { nl, en, fr }
    }
}

/// A count of people, told only where it is large enough to keep everyone unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct People {
    /// How many; null below the smallest count that the policy shows.
    pub count: Option<u32>,
    /// That smallest count, where there are fewer.
    pub fewer_than: Option<u32>,
}

impl People {
    /// `count` as the policy shows it.
    pub fn of(facts: Facts<'_>, count: u32) -> Self {
        let least = u32::from(facts.region.pack.limits.count_shown_min);
        if count >= least {
            Self { count: Some(count), fewer_than: None }
        } else {
            Self { count: None, fewer_than: Some(least) }
        }
    }
}

/// Whether someone can be proposed anything now. No cause is ever given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum Availability {
    /// Nothing keeps the person out as such.
    #[serde(rename = "available")]
    Available,
    /// Not now.
    #[serde(rename = "NOT_AVAILABLE_NOW")]
    NotAvailableNow,
}

impl Availability {
    /// Whether a person is available for what VDAB mediates; the policy's own rules decide, also when advice looks past
    /// them.
    pub fn of(facts: Facts<'_>, jobseeker: JobseekerIdx) -> Self {
        let rules = RuleBook::of(&facts.region.pack);
        Self::when(!rules.hides_person(facts, jobseeker, LedBy::Vdab))
    }

    fn when(is_available: bool) -> Self {
        if is_available { Self::Available } else { Self::NotAvailableNow }
    }
}

/// What a rule does to a pairing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EffectName {
    /// It keeps the pairing out.
    Blocks,
    /// It takes points, or gives some.
    Costs,
    /// The policy does not look at it.
    Off,
}

/// Who said so, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SourceView {
    /// The field of the person.
    pub field: String,
    /// The organisation that assessed it.
    pub by: String,
    /// When, `YYYY-MM-DD`.
    pub date: String,
}

/// A change that would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RemedyView {
    /// What to arrange.
    pub action: InEach,
    /// Weeks until it holds.
    pub weeks: u16,
    /// Cost, cents of a euro.
    pub cost_cents: u32,
    /// The support of the scenario that gives it, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support: Option<String>,
}

impl RemedyView {
    /// The remedy as JSON.
    pub fn of(facts: Facts<'_>, remedy: &Remedy) -> Self {
        let support = support_of(facts, &remedy.change);
        Self {
            action: InEach::of(|lang| remedies_words(std::slice::from_ref(remedy), facts, lang)),
            weeks: remedy.weeks,
            cost_cents: remedy.cost_cents,
            support: support.map(|support| facts.region.supports[support.at()].id.clone()),
        }
    }
}

/// The first support of the region that brings a change about.
fn support_of(facts: Facts<'_>, change: &Change) -> Option<SupportIdx> {
    let kind = match *change {
        Change::HasMode(_, Mode::Bike | Mode::BikeTransit) => SupportKind::Bicycle,
        Change::HasLicences(..) => SupportKind::LicenceB,
        Change::LanguageSupport(_) => SupportKind::Coach,
        Change::MoreSupport(support, _) => return Some(support),
        _ => return None,
    };
    let supports = &facts.region.supports;
    supports.iter().position(|support| support.kind == kind).map(SupportIdx::from_usize)
}

/// What one rule finds about one way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RuleView {
    /// The rule.
    pub rule: String,
    /// Reason code; `GET /v1/reason-codes` lists all.
    pub code: String,
    /// What it does.
    pub effect: EffectName,
    /// Points lost; below 0 they are won.
    pub points: Option<i64>,
    /// Whether it lets the pairing through.
    pub passed: bool,
    /// What is the case.
    pub measured: Option<i64>,
    /// What is asked.
    pub limit: Option<i64>,
    /// Unit of both.
    pub unit: Option<String>,
    /// In words, without subject or full stop.
    pub message: InEach,
    /// Who assessed the field that the rule reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceView>,
    /// Changes each of which would do.
    pub remedies: Vec<RemedyView>,
}

impl RuleView {
    /// The finding as JSON; `jobseeker` is the person it is about.
    pub fn of(facts: Facts<'_>, jobseeker: JobseekerIdx, judged: &Judged) -> Self {
        let measured = judged.finding.measured();
        let (effect, points) = match judged.effect {
            Some(Effect::Blocks) => (EffectName::Blocks, None),
            Some(Effect::Costs(points)) => (EffectName::Costs, Some(points)),
            None => (EffectName::Off, None),
        };
        let constraint = judged.constraint();
        let reads = |assessment: &&Assessment| constraint.reads().contains(&assessment.field.as_str());
        // A rule that hides its details also hides who assessed the field.
        let assessed = facts.region.jobseekers[jobseeker.at()].assessments.iter().find(reads);
        let source = assessed.filter(|_| !constraint.hides_the_rest()).map(|assessment| SourceView {
            field: assessment.field.clone(),
            by: assessment.by.clone(),
            date: assessment.on.to_string(),
        });
        Self {
            rule: constraint.id().0.to_owned(),
            code: judged.finding.code().to_owned(),
            effect,
            points,
            passed: !judged.blocks(),
            measured: measured.map(|measured| measured.measured),
            limit: measured.map(|measured| measured.limit),
            unit: measured.map(|measured| measured.unit.name().to_owned()),
            message: InEach::of(|lang| finding_words(judged.finding.as_ref(), facts, lang)),
            source,
            remedies: judged.finding.remedies(facts).iter().map(|remedy| RemedyView::of(facts, remedy)).collect(),
        }
    }

    /// Several findings about one person.
    fn all(facts: Facts<'_>, jobseeker: JobseekerIdx, judged: &[Judged]) -> Vec<Self> {
        judged.iter().map(|judged| Self::of(facts, jobseeker, judged)).collect()
    }
}

/// Changes that together make a pairing possible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangesView {
    /// What to arrange, all of it.
    pub action: InEach,
    /// How many changes.
    pub changes: usize,
    /// Weeks until the slowest holds.
    pub weeks: u16,
    /// Cost of all, cents of a euro.
    pub cost_cents: u64,
}

impl ChangesView {
    fn of(facts: Facts<'_>, set: &RemedySet) -> Self {
        let (changes, weeks, cost_cents) = set.distance();
        Self { action: InEach::of(|lang| remedies_words(&set.remedies, facts, lang)), changes, weeks, cost_cents }
    }
}

/// A pairing that a few changes would make possible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NearMissView {
    /// Who.
    pub jobseeker: String,
    /// What.
    pub vacancy: String,
    /// What stands in the way.
    pub obstacles: Vec<RuleView>,
    /// Sets of changes each of which unlocks it, the nearest first.
    pub what_helps: Vec<ChangesView>,
}

impl NearMissView {
    /// The near miss as JSON.
    pub fn of(facts: Facts<'_>, miss: &NearMiss) -> Self {
        Self {
            jobseeker: jobseeker_id(facts, miss.jobseeker),
            vacancy: vacancy_id(facts, miss.offer),
            obstacles: RuleView::all(facts, miss.jobseeker, &miss.obstacles),
            what_helps: miss.remedies.iter().map(|set| ChangesView::of(facts, set)).collect(),
        }
    }
}

/// A vacancy as its employer tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CardView {
    /// Its own title, the same in each language; of a vacancy without one its occupation.
    pub title: InEach,
    /// Who takes people in.
    pub employer: String,
    /// Municipality, where it lies in one of the region.
    pub place: Option<String>,
    /// Its hours, in words.
    pub hours: InEach,
    /// Contract hours a week.
    pub hours_per_week: Option<u16>,
    /// First day of work.
    pub start: NaiveDate,
    /// Whom to ask about it.
    pub contact: Option<String>,
}

impl CardView {
    fn of(facts: Facts<'_>, idx: OfferIdx) -> Self {
        let offer = &facts.region.offers[idx.at()];
        Self {
            title: InEach::of(|lang| offer_title(facts, idx, lang).to_owned()),
            employer: offer.host.clone(),
            place: offer.municipality.map(|place| facts.region.municipalities[place.at()].name.clone()),
            hours: InEach::of(|lang| week_words(&offer.shifts, lang)),
            hours_per_week: offer.contract.map(|contract| contract.hours_per_week),
            start: offer.start,
            contact: offer.contact.clone(),
        }
    }
}

/// One line of a shortlist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EntryView {
    /// Who.
    pub jobseeker: String,
    /// What.
    pub vacancy: String,
    /// What the vacancy is.
    pub card: CardView,
    /// Whether the person can be proposed it now; otherwise this is advice.
    pub availability: Availability,
    /// Fit and reach.
    pub points: i64,
    /// What the rules say of it.
    pub reasons: Vec<RuleView>,
}

impl EntryView {
    fn of(facts: Facts<'_>, rules: &RuleBook, entry: &Entry) -> Self {
        let jobseeker = entry.edge.jobseeker;
        let way = entry.edge.way(facts);
        Self {
            jobseeker: jobseeker_id(facts, jobseeker),
            vacancy: vacancy_id(facts, entry.edge.offer),
            card: CardView::of(facts, entry.edge.offer),
            availability: Availability::when(!rules.hides(&way)),
            points: entry.edge.points,
            reasons: RuleView::all(facts, jobseeker, &entry.findings),
        }
    }
}

/// Who fits a vacancy, or what fits a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ShortlistView {
    /// Whether the person it is about can be proposed anything now; absent in the list of a vacancy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub availability: Option<Availability>,
    /// How many pairings are possible in all; of people, about how many, unless all are in `entries`.
    pub possible: usize,
    /// How far `possible` is off either way, at most, nine times in ten; absent where it is exact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub margin: Option<u32>,
    /// The best, the most points first.
    pub entries: Vec<EntryView>,
    /// What one change would make possible, the nearest first.
    pub near_misses: Vec<NearMissView>,
}

impl ShortlistView {
    /// The shortlist as JSON, about `jobseeker` when it is about a person. `coarse`, with the name of the vacancy,
    /// makes the count of people fit to leave; a reader who has the scenario needs none.
    pub fn of(
        prepared: &Prepared<'_>,
        list: &Shortlist,
        jobseeker: Option<JobseekerIdx>,
        coarse: Option<(&Coarse, &str)>,
    ) -> Self {
        let facts = prepared.facts;
        let rules = RuleBook::of(&facts.region.pack);
        let hides = jobseeker.is_none() && list.possible > list.entries.len();
        let possible = match coarse.filter(|_| hides) {
            Some((coarse, vacancy)) => {
                list.entries.len().max(coarse.count(&format!("possible/{vacancy}"), list.possible) as usize)
            }
            None => list.possible,
        };
        Self {
            availability: jobseeker.map(|jobseeker| Availability::of(facts, jobseeker)),
            possible,
            margin: coarse.filter(|_| hides).map(|(coarse, _)| coarse.margin()),
            entries: list.entries.iter().map(|entry| EntryView::of(facts, &rules, entry)).collect(),
            near_misses: list.near_misses.iter().map(|miss| NearMissView::of(facts, miss)).collect(),
        }
    }
}

fn jobseeker_id(facts: Facts<'_>, jobseeker: JobseekerIdx) -> String {
    facts.region.jobseekers[jobseeker.at()].id.clone()
}

fn vacancy_id(facts: Facts<'_>, vacancy: OfferIdx) -> String {
    facts.region.offers[vacancy.at()].id.clone()
}
