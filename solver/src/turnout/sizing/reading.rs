//! What counts of invited people mean under one model: the hall, each table, the whole turnout.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::law::{Rate, came, convolved, sure_visits, visited, walk_ins};
use super::{Broken, CommonShock, Prospect, ROUNDING, Sizing, Stand, StandReading, Turnout, Uncertainty};

/// One kind of day.
struct Day {
    weight: f64,
    /// The rate of each segment.
    rates: Vec<Rate>,
}

/// One model of turnout, ready to be asked.
pub(super) struct Model<'a> {
    pub(super) sizing: &'a Sizing,
    days: Vec<Day>,
    walk_ins: Vec<f64>,
    /// Tables that differ in what decides their figures, and for each table which of them it is.
    kinds: Vec<&'a Stand>,
    kind_of: Vec<usize>,
}

/// What counts mean where it is decided.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    /// Expected useful interviews or attendees.
    pub(super) value: f64,
    /// Whether every bound is kept.
    pub(super) fits: bool,
}

impl<'a> Model<'a> {
    /// Each decides alone.
    pub(super) fn independent(sizing: &'a Sizing) -> Self {
        let rates = sizing.segments.iter().map(|segment| rate(sizing, segment.rate.mean().get(), segment));
        Self::of(sizing, vec![Day { weight: 1.0, rates: rates.collect() }])
    }

    /// All have the day in common.
    pub(super) fn common(sizing: &'a Sizing, shock: &CommonShock) -> Self {
        let n_people = sizing.segments.iter().map(|segment| segment.most).sum();
        let by_segment: Vec<_> =
            sizing.segments.iter().map(|segment| shock.on_each_day(segment.rate.mean(), n_people)).collect();
        let n_days = by_segment.first().map_or(0, Vec::len);
        let day = |at: usize| {
            let on_day = sizing.segments.iter().zip(&by_segment);
            let rates = on_day.map(|(segment, days)| rate(sizing, days[at].1.get(), segment)).collect();
            Day { weight: by_segment[0][at].0, rates }
        };
        let days: Vec<_> = (0..n_days).map(day).collect();
        if days.is_empty() { Self::independent(sizing) } else { Self::of(sizing, days) }
    }

    fn of(sizing: &'a Sizing, days: Vec<Day>) -> Self {
        let (mut kinds, mut known, mut kind_of) = (Vec::new(), BTreeMap::new(), Vec::new());
        for stand in &sizing.stands {
            let shares = stand.shares.iter().chain([&stand.walk_in_share]).map(|share| share.get().to_bits());
            let key = (stand.slots, shares.collect::<Vec<_>>());
            kind_of.push(*known.entry(key).or_insert_with(|| {
                kinds.push(stand);
                kinds.len() - 1
            }));
        }
        Self { sizing, days, walk_ins: walk_ins(sizing.walk_ins), kinds, kind_of }
    }

    /// The kinds of day: the chance of each, and the rate of each segment on it.
    pub(super) fn days(&self) -> impl Iterator<Item = (f64, &[Rate])> {
        self.days.iter().map(|day| (day.weight, day.rates.as_slice()))
    }

    /// Multiplications that one reading of `counts` takes, about.
    pub(super) fn work(&self, counts: &[usize]) -> f64 {
        let places = self.sizing.hall.places as f64;
        let hall: f64 = counts.iter().map(|&n| places * f64::min(n as f64, places) + 20.0 * n as f64).sum();
        let per_visit = |stand: &&Stand| counts.iter().map(|&n| 2 * n * (stand.slots + 1)).sum::<usize>() as f64;
        self.days.len() as f64 * (hall + self.kinds.iter().map(per_visit).sum::<f64>())
    }

    /// Expected attendees, walk-ins included: the same on every model.
    pub(super) fn attendees(&self, counts: &[usize]) -> f64 {
        let segments = self.sizing.segments.iter().zip(counts);
        let invited = segments.map(|(segment, &n)| segment.sure as f64 + n as f64 * segment.rate.mean().get());
        self.sizing.walk_ins + invited.sum::<f64>()
    }

    /// Whether `counts` keep every bound, and their value. Where the hall is over, the value is not worked out.
    pub(super) fn read(&self, counts: &[usize]) -> Reading {
        let hall = self.sizing.hall;
        if hall.risk.get() < 1.0 && self.overflow(counts) > hall.risk.get() + ROUNDING {
            return Reading { value: 0.0, fits: false };
        }
        if self.kinds.is_empty() {
            return Reading { value: self.attendees(counts), fits: true };
        }
        let stands = self.stands(counts);
        let is_kept = |(stand, read): (&Stand, &StandReading)| {
            read.queue <= stand.risk.get() + ROUNDING || stand.risk.get() >= 1.0
        };
        let fits = self.sizing.stands.iter().zip(&stands).all(is_kept);
        Reading { value: stands.iter().map(|stand| stand.useful_interviews).sum(), fits }
    }

    /// Every bound that `counts` break.
    pub(super) fn broken(&self, counts: &[usize]) -> Vec<Broken> {
        let overflow = self.overflow(counts);
        let hall =
            (overflow > self.sizing.hall.risk.get() + ROUNDING).then_some(Broken { stand: None, risk: overflow });
        let stands = self.stands(counts);
        let each = self.sizing.stands.iter().zip(stands).enumerate();
        let broken = each.filter(|(_, (stand, read))| read.queue > stand.risk.get() + ROUNDING);
        hall.into_iter().chain(broken.map(|(at, (_, read))| Broken { stand: Some(at), risk: read.queue })).collect()
    }

    /// The chance that more people come than the hall has places.
    pub(super) fn overflow(&self, counts: &[usize]) -> f64 {
        let places = self.sizing.hall.places;
        let fits = |day: &Day| day.weight * self.turnout_on(day, counts, places).iter().sum::<f64>();
        let on_days: Vec<f64> = self.days.par_iter().map(fits).collect();
        (1.0 - on_days.iter().sum::<f64>()).max(0.0)
    }

    /// Chances of 0, 1, .. people on a day, up to `most`.
    fn turnout_on(&self, day: &Day, counts: &[usize], most: usize) -> Vec<f64> {
        let sure: usize = self.sizing.segments.iter().map(|segment| segment.sure).sum();
        let Some(most_open) = most.checked_sub(sure) else { return Vec::new() };
        let mut turnout: Vec<f64> = self.walk_ins.iter().take(most_open + 1).copied().collect();
        for (&n, &rate) in counts.iter().zip(&day.rates) {
            turnout = convolved(&turnout, &came(n, rate), most_open);
        }
        turnout.splice(0..0, std::iter::repeat_n(0.0, sure));
        turnout
    }

    /// The whole turnout.
    pub(super) fn turnout(&self, counts: &[usize]) -> Turnout {
        let sure: usize = self.sizing.segments.iter().map(|segment| segment.sure).sum();
        let most = counts.iter().sum::<usize>() + sure + self.walk_ins.len();
        let on_days: Vec<_> = self.days.par_iter().map(|day| self.turnout_on(day, counts, most)).collect();
        let mut chances = vec![0.0; most + 1];
        for (day, turnout) in self.days.iter().zip(&on_days) {
            chances.iter_mut().zip(turnout).for_each(|(sum, chance)| *sum += day.weight * chance);
        }
        Turnout::of_chances(chances)
    }

    /// Each table.
    pub(super) fn stands(&self, counts: &[usize]) -> Vec<StandReading> {
        let on = |day: &Day| self.kinds.iter().map(|stand| self.visits_on(day, stand, counts)).collect::<Vec<_>>();
        let on_days: Vec<_> = self.days.par_iter().map(on).collect();
        let of_kind = |at: usize| {
            let slots = self.kinds[at].slots;
            let mut visits = vec![0.0; slots + 1];
            for (day, kinds) in self.days.iter().zip(&on_days) {
                visits.iter_mut().zip(&kinds[at]).for_each(|(sum, chance)| *sum += day.weight * chance);
            }
            let queue = (1.0 - visits.iter().sum::<f64>()).max(0.0);
            let held: f64 = visits.iter().enumerate().map(|(n, chance)| n as f64 * chance).sum();
            StandReading { useful_interviews: held + slots as f64 * queue, queue, idle: visits[0] }
        };
        let kinds: Vec<_> = (0..self.kinds.len()).map(of_kind).collect();
        self.kind_of.iter().map(|&kind| kinds[kind]).collect()
    }

    /// Chances of 0, 1, .. visitors of a table on a day, up to its slots.
    fn visits_on(&self, day: &Day, stand: &Stand, counts: &[usize]) -> Vec<f64> {
        let slots = stand.slots;
        let mut visits = walk_ins(self.sizing.walk_ins * stand.walk_in_share.get());
        visits.truncate(slots + 1);
        let segments = self.sizing.segments.iter().zip(counts).zip(&stand.shares).zip(&day.rates);
        for (((segment, &n), share), &rate) in segments.filter(|(((_, _), share), _)| share.get() > 0.0) {
            if segment.sure > 0 {
                visits = convolved(&visits, &sure_visits(segment.sure, share.get(), slots), slots);
            }
            visits = convolved(&visits, &visited(n, rate, share.get(), slots), slots);
        }
        visits
    }

    /// Everything that is told about `counts`.
    pub(super) fn prospect(&self, counts: &[usize]) -> Prospect {
        Prospect { turnout: self.turnout(counts), stands: self.stands(counts) }
    }
}

fn rate(sizing: &Sizing, mean: f64, segment: &super::Segment) -> Rate {
    let worth = match sizing.uncertainty {
        Uncertainty::Integrated => Some(segment.rate.sample_size()),
        Uncertainty::Mean => None,
    };
    Rate { mean, worth }
}
