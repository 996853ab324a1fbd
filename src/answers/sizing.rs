//! The answer to "how many do we invite", as JSON: the same on the command line and over HTTP.

use schakel_solver::turnout::sizing::{
    Method, PEOPLE_MAX, Prospect, SEGMENTS_MAX, SLOTS_MAX, Sized, TABLES_MAX, WORK_MAX, size,
};
use schakel_solver::turnout::{Beta, LearnedRate, Probability};
use schemars::JsonSchema;
use serde::Serialize;

use crate::files::scenario::format::BindingName;
use crate::files::sizing::{Fair, PublishedRate, SizingObserved, SizingSegment, UncertaintyName};

/// How sure the numbers told are, per cent: half of the rest lies below, half above.
pub(super) const CONFIDENCE_PERCENT: f64 = 90.0;

/// How many to invite, what to expect, and how it was found.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SizingView {
    /// What was used.
    pub used: SizingUsed,
    /// How many to invite in all, from the beginning.
    pub size: SizedView,
    /// How many more to invite now, where replies were given.
    pub wave: Option<SizingWaveView>,
}

/// What was used.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SizingUsed {
    /// Which model the risks were read from.
    pub binding: BindingName,
    /// What was done with the uncertainty of the rates.
    pub rate_uncertainty: UncertaintyName,
    /// Standard deviation of everyone's log odds, where the second model was asked for.
    pub common_shock: Option<f64>,
    /// How surely the turnout lies within the numbers told, per cent. Always 90.
    pub confidence_percent: f64,
    /// The rate of each segment.
    pub rates: Vec<SizingRateView>,
    /// Names of what was left open, and taken by default.
    pub defaults: Vec<String>,
    /// What is taken at most.
    pub limits: SizingLimits,
}

/// What is taken at most, so that an answer takes less than a second.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SizingLimits {
    /// Segments.
    pub segments: usize,
    /// People that can be invited, over all segments together.
    pub people: usize,
    /// Tables.
    pub tables: usize,
    /// Slots of a table.
    pub slots: usize,
    /// People x (places + 2 x slots of the tables that differ) x kinds of day, over HTTP.
    pub work: f64,
}

/// A rate: what was believed, what was observed, what is known now.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SizingRateView {
    /// The cell: segment, channel and lead time.
    pub cell: String,
    /// What was believed before.
    pub prior: BetaView,
    /// What was observed, where something was.
    pub observed: Option<SizingObserved>,
    /// What is known now.
    pub posterior: BetaView,
    /// The published rate that was named, where one was.
    pub published: Option<SizingPublishedView>,
}

/// A published rate.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SizingPublishedView {
    /// Its name.
    pub name: PublishedRate,
    /// Where it stands.
    pub source: String,
    /// Whether what it is worth is an assumption of this program, and not of who asked.
    pub is_worth_assumed: bool,
}

/// What is known of a rate: a beta distribution.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BetaView {
    /// Expected rate.
    pub mean: f64,
    /// How many observed people it is worth.
    pub sample_size: f64,
    /// First parameter: people who came, as it were.
    pub alpha: f64,
    /// Second parameter: people who stayed away, as it were.
    pub beta: f64,
    /// The rate lies above this with 95 %.
    pub from: f64,
    /// The rate lies below this with 95 %.
    pub to: f64,
}

/// Counts of people to invite, and what they give.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SizedView {
    /// Whether the fewest people keep every bound. Where not, the counts are the fewest and `broken` says what breaks.
    pub is_feasible: bool,
    /// How many to invite in all.
    pub invite: usize,
    /// How many of each segment.
    pub segments: Vec<SizedSegment>,
    /// Bounds that the fewest people break.
    pub broken: Vec<BrokenBound>,
    /// How good the answer is.
    pub proof: SizingProof,
    /// Each model.
    pub models: SizingModels,
    /// Size against risk, along one order of inviting.
    pub curve: Vec<SizingPoint>,
}

/// How many to invite of one segment.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SizedSegment {
    /// The segment.
    pub id: String,
    /// Its channel.
    pub channel: String,
    /// Days between invitation and fair.
    pub lead_time_days: u32,
    /// How many to invite.
    pub invite: usize,
    /// How many of them are expected.
    pub expected: f64,
}

/// A bound that is broken.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BrokenBound {
    /// Where it was stated.
    pub pointer: String,
    /// The chance there is.
    pub risk: f64,
    /// The chance that was accepted.
    pub accepted: f64,
}

/// How good the answer is.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SizingProof {
    /// What was made as large as possible.
    pub goal: SizingGoal,
    /// How the counts were found.
    pub method: SizingMethod,
    /// The value found, under the model that binds.
    pub value: f64,
    /// No counts within the bounds have a larger value.
    pub bound: f64,
    /// (bound - value) / bound, per cent: 0 where it is proven best.
    pub gap_percent: f64,
    /// Whether it is proven that nothing is better.
    pub is_proven_best: bool,
}

/// What is made as large as possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SizingGoal {
    /// Interviews held at the tables.
    UsefulInterviews,
    /// People who come.
    Attendees,
}

/// How counts were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SizingMethod {
    /// Every frontier of counts was tried.
    Exact,
    /// Orders of inviting, each as far as the bounds let it, then exchanges; the bound is of a relaxation.
    Greedy,
    /// Nothing keeps the bounds.
    Infeasible,
}

/// Both models of turnout.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SizingModels {
    /// Each decides alone.
    pub independent: SizingProspect,
    /// All respond to the same weather and the same letter, where that was asked for.
    pub common_shock: Option<SizingProspect>,
}

/// What to expect under one model.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SizingProspect {
    /// People expected, walk-ins included.
    pub expected: f64,
    /// 5 % quantile of the turnout.
    pub from: usize,
    /// 95 % quantile of the turnout.
    pub to: usize,
    /// The chance that more people come than there are places.
    pub chance_of_more: f64,
    /// The tables, in the order in which they were given.
    pub tables: Vec<SizedTable>,
}

/// What one table may expect.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SizedTable {
    /// The employer.
    pub employer: String,
    /// The occupation.
    pub occupation: String,
    /// Interviews that can be held.
    pub slots: u32,
    /// Expected interviews held.
    pub useful_interviews: f64,
    /// The chance that more people come than there are slots.
    pub chance_of_a_queue: f64,
    /// The chance that nobody comes.
    pub chance_that_nobody_comes: f64,
}

/// One total of people invited.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SizingPoint {
    /// People invited.
    pub invited: usize,
    /// People expected, walk-ins included.
    pub expected: f64,
    /// Each decides alone.
    pub independent: SizingSpread,
    /// Under the common shock.
    pub common_shock: Option<SizingSpread>,
}

/// How a turnout is spread.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SizingSpread {
    /// 5 % quantile.
    pub from: usize,
    /// 95 % quantile.
    pub to: usize,
    /// The chance that more people come than there are places.
    pub chance_of_more: f64,
}

/// How many more to invite now.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SizingWaveView {
    /// Days until the fair.
    pub days_left: u32,
    /// How many more in all.
    pub more: usize,
    /// How many more of each segment.
    pub segments: Vec<SizingMore>,
    /// The question that was answered: silent people count as invited, who said yes as sure, who said no as gone.
    pub size: SizedView,
}

/// How many more of one segment.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SizingMore {
    /// The segment.
    pub id: String,
    /// How many more.
    pub more: usize,
    /// Whether its lead time is longer than the days left: then nobody more is invited.
    pub is_too_late: bool,
}

impl SizingView {
    /// The answer about `fair`.
    pub fn of(fair: &Fair) -> Self {
        let wave = fair.wave.as_ref().zip(fair.ask.wave.as_ref());
        let wave = wave.map(|(left, asked)| {
            let found = size(left);
            let silent = |segment: &SizingSegment| {
                let replies = asked.replies.iter().find(|replies| replies.segment == segment.id);
                replies.map_or(0, |replies| replies.silent as usize)
            };
            let each = fair.ask.segments.iter().zip(&found.invite);
            let more = each.map(|(segment, &invite)| SizingMore {
                id: segment.id.clone(),
                more: invite - silent(segment),
                is_too_late: segment.lead_time_days > asked.days_left,
            });
            let segments: Vec<_> = more.collect();
            let more = segments.iter().map(|segment| segment.more).sum();
            SizingWaveView { days_left: asked.days_left, more, segments, size: SizedView::of(fair, &found) }
        });
        Self { used: SizingUsed::of(fair), size: SizedView::of(fair, &size(&fair.sizing)), wave }
    }

    /// The model that binds.
    pub fn binding<'a>(&self, size: &'a SizedView) -> &'a SizingProspect {
        match (self.used.binding, &size.models.common_shock) {
            (BindingName::CommonShock, Some(together)) => together,
            _ => &size.models.independent,
        }
    }
}

impl SizingUsed {
    fn of(fair: &Fair) -> Self {
        let ask = &fair.ask;
        let rates = ask.segments.iter().zip(&fair.rates).map(|(segment, rate)| SizingRateView::of(segment, rate));
        let defaults = ask.segments.iter().enumerate().filter(|(_, segment)| segment.rate.published.is_some());
        let assumed = defaults.clone().filter(|(_, segment)| segment.rate.sample_size.is_none());
        let named = defaults.map(|(at, _)| format!("#/segments/{at}/rate/mean"));
        Self {
            binding: ask.binding,
            rate_uncertainty: ask.rate_uncertainty,
            common_shock: ask.common_shock,
            confidence_percent: CONFIDENCE_PERCENT,
            rates: rates.collect(),
            defaults: named.chain(assumed.map(|(at, _)| format!("#/segments/{at}/rate/sample_size"))).collect(),
            limits: SizingLimits {
                segments: SEGMENTS_MAX,
                people: PEOPLE_MAX,
                tables: TABLES_MAX,
                slots: SLOTS_MAX,
                work: WORK_MAX,
            },
        }
    }
}

impl SizingRateView {
    fn of(segment: &SizingSegment, rate: &LearnedRate) -> Self {
        let published = segment.rate.published.map(|name| SizingPublishedView {
            name,
            source: name.entry().source.to_owned(),
            is_worth_assumed: segment.rate.sample_size.is_none(),
        });
        Self {
            cell: format!("{}/{}/{}d", segment.id, segment.channel, segment.lead_time_days),
            prior: BetaView::of(&rate.prior),
            observed: segment.rate.observed.clone(),
            posterior: BetaView::of(&rate.posterior),
            published,
        }
    }
}

impl BetaView {
    pub(super) fn of(rate: &Beta) -> Self {
        let within = Probability::new(CONFIDENCE_PERCENT / 100.0).map(|confidence| rate.central(confidence));
        let (from, to) = within.map_or((0.0, 1.0), |(from, to)| (from.get(), to.get()));
        let (alpha, beta) = (rate.alpha(), rate.beta());
        Self { mean: rate.mean().get(), sample_size: rate.sample_size(), alpha, beta, from, to }
    }
}

impl SizedView {
    fn of(fair: &Fair, found: &Sized) -> Self {
        let ask = &fair.ask;
        let each = ask.segments.iter().zip(&fair.rates).zip(&found.invite);
        let segments = each.map(|((segment, rate), &invite)| SizedSegment {
            id: segment.id.clone(),
            channel: segment.channel.clone(),
            lead_time_days: segment.lead_time_days,
            invite,
            expected: invite as f64 * rate.posterior.mean().get(),
        });
        let broken = found.broken.iter().map(|broken| match broken.stand {
            None => BrokenBound { pointer: "#/hall/risk".to_owned(), risk: broken.risk, accepted: ask.hall.risk },
            Some(at) => {
                BrokenBound { pointer: format!("#/tables/{at}/risk"), risk: broken.risk, accepted: ask.tables[at].risk }
            }
        });
        let point = |point: &schakel_solver::turnout::sizing::CurvePoint| {
            let spread = |(from, to, chance_of_more)| SizingSpread { from, to, chance_of_more };
            SizingPoint {
                invited: point.invited,
                expected: point.expected,
                independent: spread(point.independent),
                common_shock: point.together.map(spread),
            }
        };
        Self {
            is_feasible: found.method != Method::Infeasible,
            invite: found.invite.iter().sum(),
            segments: segments.collect(),
            broken: broken.collect(),
            proof: SizingProof::of(fair, found),
            models: SizingModels {
                independent: SizingProspect::of(fair, &found.independent),
                common_shock: found.together.as_ref().map(|together| SizingProspect::of(fair, together)),
            },
            curve: found.curve.iter().map(point).collect(),
        }
    }
}

impl SizingProof {
    fn of(fair: &Fair, found: &Sized) -> Self {
        let gap = if found.bound > 0.0 { 100.0 * (found.bound - found.value) / found.bound } else { 0.0 };
        Self {
            goal: if fair.ask.tables.is_empty() { SizingGoal::Attendees } else { SizingGoal::UsefulInterviews },
            method: match found.method {
                Method::Exact => SizingMethod::Exact,
                Method::Greedy => SizingMethod::Greedy,
                Method::Infeasible => SizingMethod::Infeasible,
            },
            value: found.value,
            bound: found.bound,
            gap_percent: gap,
            is_proven_best: found.method != Method::Infeasible && gap <= 1e-7,
        }
    }
}

impl SizingProspect {
    fn of(fair: &Fair, prospect: &Prospect) -> Self {
        let turnout = &prospect.turnout;
        let quantile = |share: f64| Probability::new(share).map_or(0, |share| turnout.quantile(share));
        let tables = fair.ask.tables.iter().zip(&prospect.stands).map(|(table, read)| SizedTable {
            employer: table.employer.clone(),
            occupation: table.occupation.clone(),
            slots: table.slots,
            useful_interviews: read.useful_interviews,
            chance_of_a_queue: read.queue,
            chance_that_nobody_comes: read.idle,
        });
        Self {
            expected: turnout.mean(),
            from: quantile(0.05),
            to: quantile(0.95),
            chance_of_more: turnout.more_than(fair.ask.hall.places as usize).get(),
            tables: tables.collect(),
        }
    }
}
