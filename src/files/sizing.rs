//! The file of a fair that is to be sized: how many to invite through which channel, for which hall and tables.
//!
//! A segment is a name of the coordinator's, a channel and a lead time. It is no audit dimension (age, sex, origin,
//! handicap, family, neighbourhood) and must be no proxy of one; nothing here is about one person, and no one's own
//! history is asked.

mod rates;

use std::collections::BTreeMap;

use schakel_solver::turnout::sizing::{self, PEOPLE_MAX, Reply, Sizing, WORK_MAX};
use schakel_solver::turnout::{Beta, CommonShock, LearnedRate, Probability};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::files::scenario::format::BindingName;
use crate::files::scenario::{self, Code, Issue, SIZING_WORK, holds_national_number, shown};

pub use rates::{PUBLISHED, PublishedRate};

/// A fair to be sized.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SizingAsk {
    /// The hall.
    pub hall: SizingHall,
    /// Who can be invited. At most 2,000 people in all.
    #[schemars(length(min = 1, max = 8))]
    pub segments: Vec<SizingSegment>,
    /// People who come unasked, on average. State 0 where nobody does.
    #[schemars(range(min = 0.0, max = 500.0))]
    pub walk_ins: f64,
    /// Tables of interviews. With tables the useful interviews are counted, without them the attendees.
    #[serde(default)]
    #[schemars(length(max = 60))]
    pub tables: Vec<SizingTable>,
    /// How much people respond to the same weather and the same letter: standard deviation of everyone's log odds. Adds
    /// that model beside the one in which each decides alone.
    #[schemars(range(min = 0.0, max = 2.0))]
    pub common_shock: Option<f64>,
    /// Which of the two models the risks are read from.
    #[serde(default)]
    pub binding: BindingName,
    /// What is done with the uncertainty of the rates.
    #[serde(default)]
    pub rate_uncertainty: UncertaintyName,
    /// Replies so far, for a later wave.
    pub wave: Option<SizingWave>,
}

/// A hall.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SizingHall {
    /// Places.
    #[schemars(range(min = 1, max = 2000))]
    pub places: u32,
    /// Accepted chance that more people come.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub risk: f64,
}

/// People who can be invited through one channel, with one lead time. No audit dimension, and no proxy of one.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SizingSegment {
    /// A name of the coordinator's, such as `after_training`.
    #[schemars(regex(pattern = r"^[A-Za-z0-9._:-]{1,64}$"))]
    pub id: String,
    /// How they are invited.
    #[schemars(regex(pattern = r"^[a-z][a-z0-9_]{0,63}$"))]
    pub channel: String,
    /// Days between the invitation and the fair, for which the rate holds.
    #[schemars(range(min = 0, max = 365))]
    pub lead_time_days: u32,
    /// How many people can be invited at most.
    #[schemars(range(min = 0, max = 2000))]
    pub people: u32,
    /// Fewest invited. There is no default: state 0 where there is no floor.
    #[schemars(range(min = 0, max = 2000))]
    pub floor: u32,
    /// What is known of their show-up rate.
    pub rate: SizingRate,
}

/// A show-up rate: a mean and what it is worth, or a published one by its name; and what was observed since.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SizingRate {
    /// Expected share of the invited who come.
    #[schemars(range(min = 0.001, max = 0.999))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean: Option<f64>,
    /// How many observed people that is worth: 5 is a guess, 500 is a record. With a published rate it may be left out.
    #[schemars(range(min = 0.5, max = 1_000_000.0))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample_size: Option<f64>,
    /// A published rate, by its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<PublishedRate>,
    /// Earlier invitations of this channel, segment and lead time. Counts, never a person's own history.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observed: Option<SizingObserved>,
}

/// How many came of how many invited.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SizingObserved {
    /// People who came.
    #[schemars(range(min = 0, max = 1_000_000))]
    pub came: u32,
    /// People invited.
    #[schemars(range(min = 0, max = 1_000_000))]
    pub invited: u32,
}

/// A table of interviews.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SizingTable {
    /// The employer.
    #[schemars(length(min = 1, max = 100))]
    pub employer: String,
    /// The occupation.
    #[schemars(length(min = 1, max = 100))]
    pub occupation: String,
    /// Interviews that can be held.
    #[schemars(range(min = 1, max = 60))]
    pub slots: u32,
    /// Accepted chance that more people come to the table; 1 where a queue is no matter.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub risk: f64,
    /// Of the attendees of each segment the share that visits the table. A segment that is not named does not visit it.
    #[schemars(length(max = 8))]
    pub visits: Vec<SizingVisits>,
    /// The share of the walk-ins that visits it.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub walk_in_share: f64,
}

/// The share of the attendees of a segment that visits a table.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SizingVisits {
    /// The segment.
    #[schemars(length(min = 1, max = 64))]
    pub segment: String,
    /// The share: each attendee decides alone.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub share: f64,
}

/// What is known when the next wave is to be sent.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SizingWave {
    /// Days until the fair.
    #[schemars(range(min = 0, max = 365))]
    pub days_left: u32,
    /// Replies of each segment; one that is not named was not invited yet.
    #[schemars(length(max = 8))]
    pub replies: Vec<SizingReplies>,
}

/// Replies of one segment: together all who were invited so far.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SizingReplies {
    /// The segment.
    #[schemars(length(min = 1, max = 64))]
    pub segment: String,
    /// People who said yes.
    #[schemars(range(min = 0, max = 2000))]
    pub yes: u32,
    /// People who said no.
    #[schemars(range(min = 0, max = 2000))]
    pub no: u32,
    /// People who have not answered.
    #[schemars(range(min = 0, max = 2000))]
    pub silent: u32,
}

/// What is done with the uncertainty of a rate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum UncertaintyName {
    /// It is integrated: the turnout of a segment is beta-binomial.
    #[default]
    Integrated,
    /// The mean counts as the rate: the turnout of a segment is binomial.
    Mean,
}

/// A fair that can be sized.
#[derive(Clone, Debug)]
pub struct Fair {
    /// What was asked.
    pub ask: SizingAsk,
    /// The rate of each segment, with all it rests on.
    pub rates: Vec<LearnedRate>,
    /// The question.
    pub sizing: Sizing,
    /// The remaining question after the replies.
    pub wave: Option<Sizing>,
}

/// A fair out of `text`, or everything that is wrong with it.
///
/// # Errors
/// Every issue, at least one.
pub fn read(text: &[u8]) -> Result<Fair, Vec<Issue>> {
    fair(scenario::read_as::<SizingAsk>(text)?)
}

/// A fair out of `ask`, or everything that is wrong with it.
///
/// # Errors
/// Every issue, at least one.
pub fn fair(ask: SizingAsk) -> Result<Fair, Vec<Issue>> {
    let mut issues = Vec::new();
    check_segments(&ask, &mut issues);
    check_references(&ask, &mut issues);
    if ask.binding == BindingName::CommonShock && ask.common_shock.is_none() {
        issues.push(Issue::new(Code::MissingField, "#/common_shock").with("field", &"common_shock"));
    }
    if !issues.is_empty() {
        return Err(issues);
    }
    // What the schema and the checks let through is in range.
    let built = built(&ask);
    let unsaid = || vec![Issue::new(Code::WrongType, "#").with("expected", &"SizingAsk")];
    let (rates, sizing) = built.ok_or_else(unsaid)?;
    let wave = match &ask.wave {
        Some(wave) => {
            let replies: Vec<_> = ask.segments.iter().map(|segment| reply(segment, wave)).collect();
            Some(sizing::after_replies(&sizing, &replies, wave.days_left).map_err(|_| unsaid())?)
        }
        None => None,
    };
    Ok(Fair { ask, rates, sizing, wave })
}

/// Refuses a `fair` that takes more than a second: for callers that may not wait.
///
/// # Errors
/// The one issue.
pub fn check_work(fair: &Fair) -> Result<(), Vec<Issue>> {
    let work = sizing::work(&fair.sizing) + fair.wave.as_ref().map_or(0.0, sizing::work);
    if work <= WORK_MAX {
        return Ok(());
    }
    let pointer = if fair.ask.common_shock.is_some() { "#/common_shock" } else { "#/tables" };
    let most = (WORK_MAX / 1e6) as u32;
    let issue = Issue::new(Code::NumberOutOfRange, pointer).with("id", SIZING_WORK);
    Err(vec![issue.with("min", &0).with("max", &most)])
}

fn out_of_range(pointer: String, id: &str, min: u32, max: u32) -> Issue {
    Issue::new(Code::NumberOutOfRange, pointer).with("id", &id).with("min", &min).with("max", &max)
}

fn check_segments(ask: &SizingAsk, issues: &mut Vec<Issue>) {
    let mut first = BTreeMap::new();
    for (at, segment) in ask.segments.iter().enumerate() {
        let here = format!("#/segments/{at}");
        if holds_national_number(&segment.id) {
            issues.push(Issue::new(Code::PersonNationalNumber, format!("{here}/id")));
        }
        if let Some(first) = first.insert(segment.id.as_str(), at) {
            let first = format!("#/segments/{first}/id");
            issues.push(Issue::new(Code::IdUsedTwice, format!("{here}/id")).with("first", &first));
        }
        if segment.floor > segment.people {
            issues.push(out_of_range(format!("{here}/floor"), "floor", 0, segment.people));
        }
        let rate = &segment.rate;
        if rate.mean.is_some() == rate.published.is_some() {
            let issue = Issue::new(Code::OneOfTwo, format!("{here}/rate/mean"));
            issues.push(issue.with("field", &"mean").with("other", &"published"));
        } else if rate.mean.is_some() && rate.sample_size.is_none() {
            let issue = Issue::new(Code::MissingField, format!("{here}/rate/sample_size"));
            issues.push(issue.with("field", &"sample_size"));
        }
        if let Some(observed) = rate.observed.as_ref().filter(|observed| observed.came > observed.invited) {
            issues.push(out_of_range(format!("{here}/rate/observed/came"), "came", 0, observed.invited));
        }
    }
    let people: u64 = ask.segments.iter().map(|segment| u64::from(segment.people)).sum();
    if people > PEOPLE_MAX as u64 {
        issues.push(out_of_range("#/segments".to_owned(), "people", 0, PEOPLE_MAX as u32));
    }
}

fn check_references(ask: &SizingAsk, issues: &mut Vec<Issue>) {
    for (at, table) in ask.tables.iter().enumerate() {
        let here = format!("#/tables/{at}");
        for (field, text) in [("employer", &table.employer), ("occupation", &table.occupation)] {
            if holds_national_number(text) {
                issues.push(Issue::new(Code::PersonNationalNumber, format!("{here}/{field}")));
            }
        }
        let named = table.visits.iter().map(|visits| visits.segment.as_str());
        check_named(ask, &format!("{here}/visits"), named, issues);
    }
    let Some(wave) = &ask.wave else { return };
    check_named(ask, "#/wave/replies", wave.replies.iter().map(|replies| replies.segment.as_str()), issues);
    for (at, replies) in wave.replies.iter().enumerate() {
        let Some(segment) = ask.segments.iter().find(|segment| segment.id == replies.segment) else { continue };
        if replies.yes + replies.no + replies.silent > segment.people {
            issues.push(out_of_range(format!("#/wave/replies/{at}"), "yes + no + silent", 0, segment.people));
        }
    }
}

/// Adds an issue for each segment that is named twice in a list, or is none.
fn check_named<'a>(ask: &SizingAsk, list: &str, named: impl Iterator<Item = &'a str>, issues: &mut Vec<Issue>) {
    let mut first = BTreeMap::new();
    for (at, name) in named.enumerate() {
        let here = format!("{list}/{at}/segment");
        if !ask.segments.iter().any(|segment| segment.id == name) {
            issues.push(Issue::new(Code::IdUnknown, here).with("id", &shown(name)).with("list", &"segments"));
        } else if let Some(first) = first.insert(name, at) {
            issues.push(Issue::new(Code::IdUsedTwice, here).with("first", &format!("{list}/{first}/segment")));
        }
    }
}

/// The prior of a rate that was checked.
fn learned(rate: &SizingRate) -> Option<LearnedRate> {
    let published = rate.published.map(PublishedRate::entry);
    let mean = rate.mean.or(published.map(|published| published.mean))?;
    let sample_size = rate.sample_size.or(published.map(|published| published.sample_size))?;
    let (came, invited) = rate.observed.as_ref().map_or((0, 0), |observed| (observed.came, observed.invited));
    LearnedRate::of(Beta::prior(mean, sample_size).ok()?, came.into(), invited.into()).ok()
}

fn built(ask: &SizingAsk) -> Option<(Vec<LearnedRate>, Sizing)> {
    let chance = |value: f64| Probability::new(value).ok();
    let rates = ask.segments.iter().map(|segment| learned(&segment.rate)).collect::<Option<Vec<_>>>()?;
    let segment = |(segment, rate): (&SizingSegment, &LearnedRate)| sizing::Segment {
        rate: rate.posterior,
        sure: 0,
        fewest: segment.floor as usize,
        most: segment.people as usize,
    };
    let stand = |table: &SizingTable| {
        let share = |segment: &SizingSegment| {
            let named = table.visits.iter().find(|visits| visits.segment == segment.id);
            chance(named.map_or(0.0, |visits| visits.share))
        };
        Some(sizing::Stand {
            slots: table.slots as usize,
            risk: chance(table.risk)?,
            shares: ask.segments.iter().map(share).collect::<Option<_>>()?,
            walk_in_share: chance(table.walk_in_share)?,
        })
    };
    let shock = match ask.common_shock {
        Some(spread) => Some(CommonShock::of_spread(spread).ok()?),
        None => None,
    };
    let sizing = Sizing {
        hall: sizing::Hall { places: ask.hall.places as usize, risk: chance(ask.hall.risk)? },
        segments: ask.segments.iter().zip(&rates).map(segment).collect(),
        walk_ins: ask.walk_ins,
        stands: ask.tables.iter().map(stand).collect::<Option<_>>()?,
        shock,
        binding: match ask.binding {
            BindingName::Independent => sizing::Binding::Independent,
            BindingName::CommonShock => sizing::Binding::CommonShock,
        },
        uncertainty: match ask.rate_uncertainty {
            UncertaintyName::Integrated => sizing::Uncertainty::Integrated,
            UncertaintyName::Mean => sizing::Uncertainty::Mean,
        },
    };
    Some((rates, sizing))
}

/// The replies of a segment; none yet where they are not named.
fn reply(segment: &SizingSegment, wave: &SizingWave) -> Reply {
    let replies = wave.replies.iter().find(|replies| replies.segment == segment.id);
    let (yes, no, silent) = replies.map_or((0, 0, 0), |replies| (replies.yes, replies.no, replies.silent));
    Reply {
        invited: (yes + no + silent) as usize,
        yes: yes as usize,
        no: no as usize,
        lead_time_days: segment.lead_time_days,
    }
}
