//! What recorded fairs teach about who comes, as JSON; and as the lists that a scenario and `schakel size` read.

use schakel_solver::turnout::attendance::{CELL_WORTH, CellRate, LEAD_BANDS};
use schakel_solver::turnout::{Gamma, LearnedRate, Probability};
use schemars::JsonSchema;
use serde::Serialize;

use super::sizing::{BetaView, CONFIDENCE_PERCENT};
use crate::files::attendance::{AttendanceSegment, Record, Segment, WalkInsSeen};
use crate::files::scenario::format::{FairChannel, Observed, StatedRate};
use crate::files::sizing::{SizingObserved, SizingRate, SizingSegment};

/// Means that a rate of a scenario may start from: beyond them there is nothing to plan with.
const MEANS: std::ops::RangeInclusive<f64> = 0.01..=0.999;

/// What recorded fairs teach.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AttendanceView {
    /// What was used.
    pub used: AttendanceUsed,
    /// Each segment with all its cells.
    pub segments: Vec<SegmentRateView>,
    /// Each cell.
    pub cells: Vec<CellRateView>,
    /// People who come unasked, where that was asked.
    pub walk_ins: Option<WalkInsView>,
    /// The cells as `fairs[].channels` of a scenario. Whom each reaches is to be filled in.
    pub channels: Vec<FairChannel>,
    /// The cells as `segments` of `schakel size`. How many people there are, and the floor, are to be filled in.
    pub sizing_segments: Vec<SizingSegment>,
    /// Cells that start from a rate too near to 0 or 1 to plan with: they are in neither list.
    pub left_out: Vec<String>,
}

/// What was used.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AttendanceUsed {
    /// How surely a rate lies within the numbers told, per cent.
    pub confidence_percent: f64,
    /// How many people the start of a cell is worth.
    pub cell_worth: f64,
    /// Whether that is an assumption of this program.
    pub is_cell_worth_assumed: bool,
    /// First days of the bands of lead times. An assumption of this program.
    pub lead_bands: Vec<u32>,
    /// Names of what was left open, and taken by default.
    pub defaults: Vec<String>,
}

/// What a rate rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Something was counted.
    Recorded,
    /// Of a cell: nothing was counted of it, but of others of its segment.
    RecordedOfSegment,
    /// A published rate, which nobody asked for.
    PublishedDefault,
    /// A published rate that was named.
    Published,
    /// What the file states.
    Stated,
}

/// What is known of a segment.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SegmentRateView {
    /// Which.
    pub id: Segment,
    /// What it rests on.
    pub basis: Basis,
    /// Where the prior comes from.
    pub source: String,
    /// What the prior rests on.
    pub prior_basis: Basis,
    /// What was believed before.
    pub prior: BetaView,
    /// What was counted, over all its cells.
    pub observed: SizingObserved,
    /// What is known now.
    pub posterior: BetaView,
}

/// What is known of a cell.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CellRateView {
    /// Its name in both lists.
    pub id: String,
    /// How they are invited.
    pub channel: String,
    /// Where they stand.
    pub segment: Segment,
    /// First day of the band of lead times.
    pub lead_from_days: u32,
    /// Last day of it.
    pub lead_to_days: u32,
    /// What it rests on.
    pub basis: Basis,
    /// What it starts from: its segment without it.
    pub prior: BetaView,
    /// What was counted.
    pub observed: SizingObserved,
    /// What is known now.
    pub posterior: BetaView,
}

/// What is known of people who come unasked.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WalkInsView {
    /// Where the prior comes from.
    pub source: String,
    /// What was believed before.
    pub prior: GammaView,
    /// What was counted.
    pub observed: Option<WalkInsSeen>,
    /// What is known now.
    pub posterior: GammaView,
    /// People expected at the next fair, where its hours were stated: `walk_ins` of a scenario.
    pub expected: Option<f64>,
}

/// People an hour: a gamma distribution.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GammaView {
    /// Expected people an hour.
    pub per_hour: f64,
    /// How many hours watched it is worth.
    pub worth_hours: f64,
    /// The rate lies above this with 95 %.
    pub from: f64,
    /// The rate lies below this with 95 %.
    pub to: f64,
}

impl AttendanceView {
    /// What `record` teaches.
    pub fn of(record: &Record) -> Self {
        let (ask, known) = (&record.ask, &record.attendance);
        let rates = ask.segments.iter().zip(&known.segments);
        let cells = known.cells.iter().map(|cell| (cell, &ask.segments[cell.segment]));
        let is_usable = |cell: &CellRate| MEANS.contains(&cell.rate.prior.mean().get());
        let usable = || cells.clone().filter(|(cell, _)| is_usable(cell));
        let walk_ins =
            ask.walk_ins.as_ref().zip(record.walk_ins.as_ref()).map(|(stated, (prior, posterior))| WalkInsView {
                source: stated.prior.source.clone(),
                prior: GammaView::of(prior),
                observed: stated.seen.clone(),
                posterior: GammaView::of(posterior),
                expected: stated.fair_hours.map(|hours| hours * posterior.mean()),
            });
        Self {
            used: AttendanceUsed::of(record),
            segments: rates.map(|(segment, rate)| SegmentRateView::of(segment, rate)).collect(),
            cells: cells.clone().map(|(cell, segment)| CellRateView::of(cell, segment, &known.segments)).collect(),
            walk_ins,
            channels: usable().map(|(cell, segment)| channel(cell, segment, &known.segments[cell.segment])).collect(),
            sizing_segments: usable().map(|(cell, segment)| sizing_segment(cell, segment)).collect(),
            left_out: cells
                .clone()
                .filter(|(cell, _)| !is_usable(cell))
                .map(|(cell, segment)| id(cell, segment))
                .collect(),
        }
    }
}

impl AttendanceUsed {
    fn of(record: &Record) -> Self {
        let ask = &record.ask;
        let open = ask.segments.iter().enumerate().filter(|(_, it)| it.prior.is_none() && it.published.is_none());
        let worth = ask.cell_worth.is_none().then(|| "#/cell_worth".to_owned());
        Self {
            confidence_percent: CONFIDENCE_PERCENT,
            cell_worth: ask.cell_worth.unwrap_or(CELL_WORTH),
            is_cell_worth_assumed: ask.cell_worth.is_none(),
            lead_bands: LEAD_BANDS.to_vec(),
            defaults: open.map(|(at, _)| format!("#/segments/{at}/prior")).chain(worth).collect(),
        }
    }
}

/// What the prior of a segment rests on.
fn prior_basis(segment: &AttendanceSegment) -> Basis {
    match (&segment.prior, segment.published) {
        (Some(_), _) => Basis::Stated,
        (None, Some(_)) => Basis::Published,
        (None, None) => Basis::PublishedDefault,
    }
}

impl SegmentRateView {
    fn of(segment: &AttendanceSegment, rate: &LearnedRate) -> Self {
        let prior_basis = prior_basis(segment);
        Self {
            id: segment.id,
            basis: if rate.invited > 0 { Basis::Recorded } else { prior_basis },
            source: segment.source().to_owned(),
            prior_basis,
            prior: BetaView::of(&rate.prior),
            observed: counted(rate),
            posterior: BetaView::of(&rate.posterior),
        }
    }
}

impl CellRateView {
    fn of(cell: &CellRate, segment: &AttendanceSegment, segments: &[LearnedRate]) -> Self {
        let rate = &cell.rate;
        let next = LEAD_BANDS.into_iter().find(|first| *first > cell.lead_from);
        Self {
            id: id(cell, segment),
            channel: cell.channel.clone(),
            segment: segment.id,
            lead_from_days: cell.lead_from,
            lead_to_days: next.map_or(365, |next| next - 1),
            basis: match (rate.invited, segments[cell.segment].invited) {
                (0, 0) => prior_basis(segment),
                (0, _) => Basis::RecordedOfSegment,
                _ => Basis::Recorded,
            },
            prior: BetaView::of(&rate.prior),
            observed: counted(rate),
            posterior: BetaView::of(&rate.posterior),
        }
    }
}

impl GammaView {
    fn of(rate: &Gamma) -> Self {
        let within = Probability::new(CONFIDENCE_PERCENT / 100.0).map(|confidence| rate.central(confidence));
        let (from, to) = within.unwrap_or((0.0, f64::MAX));
        Self { per_hour: rate.mean(), worth_hours: rate.hours(), from, to }
    }
}

/// A count: the reader lets a million people through at most.
fn whole(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn counted(rate: &LearnedRate) -> SizingObserved {
    SizingObserved { came: whole(rate.came), invited: whole(rate.invited) }
}

/// A name that a scenario and `schakel size` both take, the same for the same cell in every run.
fn id(cell: &CellRate, segment: &AttendanceSegment) -> String {
    format!("{}_{}_{}d", cell.channel, segment.id.code(), cell.lead_from)
}

/// The cell as a scenario states it: start and counts apart, so that whoever reads it comes to the same posterior.
fn channel(cell: &CellRate, segment: &AttendanceSegment, pooled: &LearnedRate) -> FairChannel {
    let rate = &cell.rate;
    let (came, invited) = (pooled.came - rate.came, pooled.invited - rate.invited);
    let source = segment.source();
    let observed = Observed { came: whole(rate.came), invited: whole(rate.invited) };
    FairChannel {
        id: id(cell, segment),
        lead_time_days: cell.lead_from,
        rate: StatedRate {
            mean: rate.prior.mean().get(),
            sample_size: rate.prior.sample_size(),
            source: if invited == 0 { source.to_owned() } else { format!("{source} + {came}/{invited}") },
            observed: (rate.invited > 0).then_some(observed),
        },
        jobseekers: Vec::new(),
    }
}

fn sizing_segment(cell: &CellRate, segment: &AttendanceSegment) -> SizingSegment {
    let rate = &cell.rate;
    SizingSegment {
        id: id(cell, segment),
        channel: cell.channel.clone(),
        lead_time_days: cell.lead_from,
        people: 0,
        floor: 0,
        rate: SizingRate {
            mean: Some(rate.prior.mean().get()),
            sample_size: Some(rate.prior.sample_size()),
            published: None,
            observed: (rate.invited > 0).then(|| counted(rate)),
        },
    }
}
