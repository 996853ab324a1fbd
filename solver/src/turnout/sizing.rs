//! How many people to invite per segment, so that as many useful interviews as possible are expected within stated
//! risks.
//!
//! ```text
//! data        n_s  between fewest and most   rate of s: a beta distribution   walk-ins: Poisson
//! chosen      n_s
//! maximise    sum_j E[min(N_j, slots_j)], or E[N] without tables
//! subject to  P(N > places) <= risk,  P(N_j > slots_j) <= risk_j for each table j
//! ```
//!
//! One more person invited makes every turnout larger in distribution, so what breaks a bound still breaks it with more
//! people: the counts that fit are closed downwards. `search` rests on that alone. All chances are exact for the model
//! stated: a beta-binomial per segment ([`Uncertainty::Integrated`]) or a binomial at the mean rate, and under a common
//! shock the same on each kind of day, where the day moves the mean of the rate and leaves what it is worth.
//!
//! A segment is a channel, a lead time and a name of the coordinator's. It is no audit dimension and no proxy of one.

use super::{Beta, CommonShock, Probability, Turnout};

mod bound;
mod curve;
mod expected;
pub(super) mod law;
mod play;
mod reading;
mod search;
#[cfg(test)]
mod tests;
mod wave;

pub use curve::{CURVE_POINTS_MAX, CurvePoint};
pub use expected::{Filling, InvitedBy, and_unasked, most_expected, with_unsure_rates, with_walk_ins};
pub use play::{Chance, Seen, Total, play, work_of_a_day};
pub use wave::{Reply, WaveError, after_replies};

use reading::Model;

/// Most segments of one sizing.
pub const SEGMENTS_MAX: usize = 8;
/// Most people that can be invited, over all segments together, and most places of a hall.
pub const PEOPLE_MAX: usize = 2_000;
/// Most tables.
pub const TABLES_MAX: usize = 60;
/// Most slots of a table.
pub const SLOTS_MAX: usize = 60;
/// Most walk-ins, on average.
pub const WALK_INS_MAX: f64 = 500.0;

/// Most [`work`] that is answered in less than a second.
pub const WORK_MAX: f64 = 1e8;

/// A risk counts as kept up to this much above what is accepted: the rounding of the last sum.
const ROUNDING: f64 = 1e-12;

/// Which model of turnout the risks are read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding {
    /// Each decides alone.
    Independent,
    /// All respond to the same weather and the same letter.
    CommonShock,
}

/// What is done with the uncertainty of a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uncertainty {
    /// It is integrated: a segment turns out high or low as a whole.
    Integrated,
    /// The mean counts as the rate.
    Mean,
}

/// The hall.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hall {
    /// Places.
    pub places: usize,
    /// Accepted chance that more people come.
    pub risk: Probability,
}

/// People who can be invited through one channel, with one lead time.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// What is known of their show-up rate.
    pub rate: Beta,
    /// Of those invited before, how many said yes: they count as sure.
    pub sure: usize,
    /// Fewest people to invite; in a later wave with those who were invited and have not answered.
    pub fewest: usize,
    /// Most people to invite; counted as `fewest`.
    pub most: usize,
}

/// A table of interviews.
#[derive(Clone, Debug, PartialEq)]
pub struct Stand {
    /// Interviews that can be held.
    pub slots: usize,
    /// Accepted chance that more people come to it.
    pub risk: Probability,
    /// For each segment, the share of its attendees that visit the table.
    pub shares: Vec<Probability>,
    /// The share of the walk-ins that visit it.
    pub walk_in_share: Probability,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Sizing {
    /// The hall.
    pub hall: Hall,
    /// The segments.
    pub segments: Vec<Segment>,
    /// People who come unasked, on average.
    pub walk_ins: f64,
    /// The tables; without any, attendees are counted.
    pub stands: Vec<Stand>,
    /// What all people have in common, where that model is asked for.
    pub shock: Option<CommonShock>,
    /// Which model the risks are read from; [`Binding::CommonShock`] without a shock is [`Binding::Independent`].
    pub binding: Binding,
    /// What is done with the uncertainty of the rates.
    pub uncertainty: Uncertainty,
}

/// What one table may expect.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StandReading {
    /// Expected interviews held.
    pub useful_interviews: f64,
    /// The chance that more people come than there are slots.
    pub queue: f64,
    /// The chance that nobody comes.
    pub idle: f64,
}

/// A bound that the fewest people break.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Broken {
    /// The table; none for the hall.
    pub stand: Option<usize>,
    /// The chance that stands there.
    pub risk: f64,
}

/// How the counts were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Every frontier of counts was tried: nothing is better.
    Exact,
    /// Several orders of inviting, each as far as the bounds let it, then exchanges between segments.
    Greedy,
    /// Nothing fits: the counts are the fewest.
    Infeasible,
}

/// One model of turnout.
#[derive(Clone, Debug, PartialEq)]
pub struct Prospect {
    /// The whole turnout, walk-ins included.
    pub turnout: Turnout,
    /// The tables.
    pub stands: Vec<StandReading>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Sized {
    /// People to invite of each segment.
    pub invite: Vec<usize>,
    /// How they were found.
    pub method: Method,
    /// Expected useful interviews, or expected attendees, under the model that binds.
    pub value: f64,
    /// No counts within the bounds have a larger value than this.
    pub bound: f64,
    /// What breaks where nothing fits.
    pub broken: Vec<Broken>,
    /// Each decides alone.
    pub independent: Prospect,
    /// Under the common shock, where it was asked for.
    pub together: Option<Prospect>,
    /// Size against risk.
    pub curve: Vec<CurvePoint>,
}

/// About how much work a sizing is: multiplications for one reading of everyone invited, under the model that binds.
/// The other model is read a tenth as often.
pub fn work(sizing: &Sizing) -> f64 {
    let most: Vec<usize> = sizing.segments.iter().map(|segment| segment.most).collect();
    let alone = Model::independent(sizing).work(&most);
    let together = sizing.shock.as_ref().map_or(0.0, |shock| Model::common(sizing, shock).work(&most));
    let binds_together = sizing.binding == Binding::CommonShock && sizing.shock.is_some();
    if binds_together { alone / 10.0 + together } else { alone + together / 10.0 }
}

/// Says how many to invite. Bounded work: see [`SEGMENTS_MAX`] and the limits beside it.
pub fn size(sizing: &Sizing) -> Sized {
    let independent = Model::independent(sizing);
    let together = sizing.shock.as_ref().map(|shock| Model::common(sizing, shock));
    let binding = match (sizing.binding, &together) {
        (Binding::CommonShock, Some(together)) => together,
        _ => &independent,
    };
    let found = search::search(binding);
    let bound = match found.method {
        Method::Exact | Method::Infeasible => found.value,
        Method::Greedy => f64::max(found.value, bound::bound(binding, &found)),
    };
    let curve = curve::curve(&independent, together.as_ref(), &found.invite);
    Sized {
        method: found.method,
        value: found.value,
        bound,
        broken: found.broken,
        independent: independent.prospect(&found.invite),
        together: together.as_ref().map(|together| together.prospect(&found.invite)),
        curve,
        invite: found.invite,
    }
}
