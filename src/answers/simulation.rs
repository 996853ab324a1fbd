//! How stated risks hold when the day is played: as it was stated, and when what was stated is wrong.
//!
//! The fair is sized first. Then the same number of days is played under each model, and the result stands beside the
//! stated figures, with its standard error. Under the stated model the two must agree; under another, their difference
//! is the cost of a wrong assumption.

use schakel_solver::turnout::sizing::{
    Binding, Method, Prospect, Seen, Sized, Sizing, Total, play, size, work_of_a_day,
};
use schakel_solver::turnout::{Beta, CommonShock, Probability};
use schemars::JsonSchema;
use serde::Serialize;

use crate::files::scenario::format::BindingName;
use crate::files::sizing::Fair;
use crate::generate::draw::words_of_day;

/// Most work, of all models together: about a minute.
const WORK_MAX: f64 = 2e10;
/// A stated figure that is further than so many standard errors from what is seen does not hold: once in 16,000 where
/// it does.
const ERRORS_MAX: f64 = 4.0;
/// As [`ERRORS_MAX`], of the worst of many tables.
const TABLE_ERRORS_MAX: f64 = 5.0;

/// Rates of wrong models, as parts of what was stated.
const RATES_LOWER: f64 = 0.8;
const RATES_HIGHER: f64 = 1.25;
/// No rate goes above this.
const RATE_MAX: f64 = 0.999;
/// Walk-ins of a wrong model, as parts of what was stated.
const WALK_INS_MORE: f64 = 2.0;
/// Spread of a common shock that was not stated.
const SPREAD: f64 = 0.5;

/// How stated risks hold.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SimulationView {
    /// The seed: the same one draws the same days.
    pub seed: u64,
    /// Days played for each model.
    pub draws: u64,
    /// Whether there are counts within the bounds. Where not, the fewest people are played.
    pub is_feasible: bool,
    /// People invited.
    pub invite: usize,
    /// Places in the hall.
    pub places: u32,
    /// The model that the risks were read from.
    pub binding: BindingName,
    /// 5 % quantile of the turnout, as stated.
    pub from: usize,
    /// 95 % quantile of the turnout, as stated.
    pub to: usize,
    /// Whether what was stated is seen when the day is as stated.
    pub is_as_stated: bool,
    /// Each model of the day, that which was stated first.
    pub models: Vec<SimulatedModel>,
}

/// What was seen under one model of the day.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SimulatedModel {
    /// Which.
    pub model: ModelName,
    /// Every rate is this times what was stated.
    pub rates_times: f64,
    /// Walk-ins are this times what was stated.
    pub walk_ins_times: f64,
    /// Standard deviation of everyone's log odds.
    pub common_shock: f64,
    /// Whether nothing seen is further from what was stated than chance explains: 4 standard errors, 5 of the worst
    /// table.
    pub agrees: bool,
    /// Share of days on which more people came than the hall has places.
    pub more_than_hall: Compared,
    /// Share of days on which as many came as the interval told.
    pub within_interval: Compared,
    /// People who came, on average.
    pub attendees: Compared,
    /// Interviews held, on average; none without tables.
    pub useful_interviews: Option<Compared>,
    /// The table whose queue is furthest from what was stated, in standard errors.
    pub worst_queue: Option<ComparedTable>,
    /// The table at which the days on which nobody came are furthest from what was stated, in standard errors.
    pub worst_idle: Option<ComparedTable>,
}

/// A model of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ModelName {
    /// The one from which the risks were read.
    AsStated,
    /// Everyone comes less often.
    RatesLower,
    /// Everyone comes more often.
    RatesHigher,
    /// More people come unasked; left out where nobody does.
    MoreWalkIns,
    /// All respond to the same weather and the same letter, where it was stated that each decides alone.
    CommonShock,
}

/// What was stated beside what was seen.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Compared {
    /// What was stated.
    pub stated: f64,
    /// What was seen.
    pub seen: f64,
    /// Standard error of what was seen. That of a share is of the wider of both, and at least one day.
    pub standard_error: f64,
    /// (seen - stated) / standard error.
    pub errors: f64,
}

/// A table, what was stated of it and what was seen.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ComparedTable {
    /// The employer.
    pub employer: String,
    /// The occupation.
    pub occupation: String,
    /// The share of days.
    pub share: Compared,
}

/// Why nothing was played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{draws} draws of this fair take too long: ask at most {most}")]
pub struct TooMuch {
    /// Draws asked.
    pub draws: u64,
    /// Most that are played.
    pub most: u64,
}

impl SimulationView {
    /// Sizes `fair`, and plays `draws` days for each model.
    ///
    /// # Errors
    /// [`TooMuch`], before anything is worked out.
    pub fn of(fair: &Fair, seed: u64, draws: u64) -> Result<Self, TooMuch> {
        let sizing = fair.wave.as_ref().unwrap_or(&fair.sizing);
        check_work(sizing, draws)?;
        let sized = size(sizing);
        let stated = Stated::of(sizing, &sized);
        let models: Vec<_> = ModelName::ALL
            .into_iter()
            .filter_map(|name| Some((name, name.truth(sizing)?)))
            .map(|(name, truth)| {
                let chance = |day, block, words: &mut [u64]| words_of_day(seed, (name as u32, day), block, words);
                let seen = play(&truth, &sized.invite, (stated.from, stated.to), draws, &chance);
                stated.beside(fair, name, &truth, &seen)
            })
            .collect();
        Ok(Self {
            seed,
            draws,
            is_feasible: sized.method != Method::Infeasible,
            invite: sized.invite.iter().sum(),
            places: fair.ask.hall.places,
            binding: fair.ask.binding,
            from: stated.from,
            to: stated.to,
            is_as_stated: models.iter().all(|model| model.agrees || model.model != ModelName::AsStated),
            models,
        })
    }
}

/// That `draws` are played in a minute or so, whatever the size turns out to be.
fn check_work(sizing: &Sizing, draws: u64) -> Result<(), TooMuch> {
    let everyone: Vec<usize> = sizing.segments.iter().map(|segment| segment.most).collect();
    let most = WORK_MAX / (ModelName::ALL.len() as f64 * work_of_a_day(sizing, &everyone).max(1.0));
    if draws as f64 <= most { Ok(()) } else { Err(TooMuch { draws, most: most as u64 }) }
}

impl ModelName {
    const ALL: [Self; 5] = [Self::AsStated, Self::RatesLower, Self::RatesHigher, Self::MoreWalkIns, Self::CommonShock];

    /// Parts of the rates and of the walk-ins that were stated.
    fn times(self) -> (f64, f64) {
        match self {
            Self::AsStated | Self::CommonShock => (1.0, 1.0),
            Self::RatesLower => (RATES_LOWER, 1.0),
            Self::RatesHigher => (RATES_HIGHER, 1.0),
            Self::MoreWalkIns => (1.0, WALK_INS_MORE),
        }
    }

    /// The day as it is under this model; none where that is what was stated.
    fn truth(self, stated: &Sizing) -> Option<Sizing> {
        let mut truth = stated.clone();
        let (rates, walk_ins) = self.times();
        if self == Self::MoreWalkIns && stated.walk_ins <= 0.0 {
            return None;
        }
        truth.walk_ins *= walk_ins;
        if rates != 1.0 {
            for segment in &mut truth.segments {
                let mean = (rates * segment.rate.mean().get()).min(RATE_MAX);
                segment.rate = Beta::prior(mean, segment.rate.sample_size()).ok()?;
            }
        }
        if self == Self::CommonShock {
            if binds_together(stated) {
                return None;
            }
            truth.binding = Binding::CommonShock;
            truth.shock = Some(CommonShock::of_spread(SPREAD).ok()?);
        }
        Some(truth)
    }
}

fn binds_together(sizing: &Sizing) -> bool {
    sizing.binding == Binding::CommonShock && sizing.shock.is_some()
}

/// What was stated under the model that binds.
struct Stated<'a> {
    prospect: &'a Prospect,
    places: usize,
    from: usize,
    to: usize,
}

impl<'a> Stated<'a> {
    fn of(sizing: &Sizing, sized: &'a Sized) -> Self {
        let prospect = match &sized.together {
            Some(together) if binds_together(sizing) => together,
            _ => &sized.independent,
        };
        let quantile = |share: f64| Probability::new(share).map_or(0, |share| prospect.turnout.quantile(share));
        Self { prospect, places: sizing.hall.places, from: quantile(0.05), to: quantile(0.95) }
    }

    /// What was stated beside what was `seen`.
    fn beside(&self, fair: &Fair, model: ModelName, truth: &Sizing, seen: &Seen) -> SimulatedModel {
        let (turnout, stands) = (&self.prospect.turnout, &self.prospect.stands);
        let within = turnout.chance_within(&(self.from..=self.to)).get();
        let held = || stands.iter().map(|stand| stand.useful_interviews).sum();
        let more_than_hall = Compared::share(turnout.more_than(self.places).get(), seen.over, seen.days);
        let within_interval = Compared::share(within, seen.within, seen.days);
        let attendees = Compared::mean(turnout.mean(), seen.attendees, seen.days);
        let useful_interviews = (!stands.is_empty()).then(|| Compared::mean(held(), seen.interviews, seen.days));
        let worst_queue = worst(fair, stands.iter().map(|stand| stand.queue), &seen.queues, seen.days);
        let worst_idle = worst(fair, stands.iter().map(|stand| stand.idle), &seen.idle, seen.days);
        let figures = [Some(more_than_hall), Some(within_interval), Some(attendees), useful_interviews];
        let of_tables = [&worst_queue, &worst_idle].map(|table| table.as_ref().map(|table| table.share));
        let holds = |figures: &[Option<Compared>], most: f64| {
            figures.iter().flatten().all(|figure| figure.errors.abs() <= most)
        };
        let (rates_times, walk_ins_times) = model.times();
        let stated_spread = fair.ask.common_shock.unwrap_or(0.0);
        let spread = if model == ModelName::CommonShock { SPREAD } else { stated_spread };
        SimulatedModel {
            model,
            rates_times,
            walk_ins_times,
            common_shock: if binds_together(truth) { spread } else { 0.0 },
            agrees: holds(&figures, ERRORS_MAX) && holds(&of_tables, TABLE_ERRORS_MAX),
            more_than_hall,
            within_interval,
            attendees,
            useful_interviews,
            worst_queue,
            worst_idle,
        }
    }
}

/// The table that is furthest from what was stated; the first of those that are as far.
fn worst(fair: &Fair, stated: impl Iterator<Item = f64>, seen: &[u64], days: u64) -> Option<ComparedTable> {
    let shares = stated.zip(seen).map(|(stated, &seen)| Compared::share(stated, seen, days));
    let tables = fair.ask.tables.iter().zip(shares);
    let (table, share) =
        tables.reduce(|worst, next| if next.1.errors.abs() > worst.1.errors.abs() { next } else { worst })?;
    Some(ComparedTable { employer: table.employer.clone(), occupation: table.occupation.clone(), share })
}

impl Compared {
    /// A share of so many days.
    fn share(stated: f64, seen: u64, days: u64) -> Self {
        let days = days as f64;
        let seen = seen as f64 / days;
        // One day more or less proves nothing about a rare event, for which the normal distribution fits badly.
        let variance = f64::max(stated * (1.0 - stated), seen * (1.0 - seen)).max(1.0 / days);
        Self::of(stated, seen, (variance / days).sqrt())
    }

    /// A mean over so many days.
    fn mean(stated: f64, seen: Total, days: u64) -> Self {
        let days = days as f64;
        let mean = seen.sum as f64 / days;
        let variance = (seen.squares as f64 / days - mean * mean).max(0.0);
        // A figure that is the same on every day has no spread: only the rounding of floating-point numbers remains.
        Self::of(stated, mean, (variance / days).sqrt().max(1e-9 * stated.max(1.0)))
    }

    fn of(stated: f64, seen: f64, standard_error: f64) -> Self {
        Self { stated, seen, standard_error, errors: (seen - stated) / standard_error }
    }
}
