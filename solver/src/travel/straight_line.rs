//! Straight-line travel: distance times a detour factor over a speed, plus a fixed start; an explicit matrix wins.

use std::collections::BTreeMap;

use super::{Located, Place, Travel, Traveller, When};
use crate::domain::{JobseekerIdx, Mode};

/// How one mode covers ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speed {
    /// Metres per hour on the road, more than 0.
    pub metres_per_hour: u32,
    /// Road length over straight-line length, per cent; at least 100.
    pub detour_percent: u16,
    /// Minutes that every journey takes besides: parking, walking to the stop, waiting.
    pub start_minutes: u16,
}

/// Minutes stated outright for pairs of places and a mode.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matrix {
    minutes: BTreeMap<(Place, Place, Mode), u16>,
    /// Whether a childcare facility or a hub is at either end of a pair: noted once, asked for every person.
    states_stops: bool,
}

impl Matrix {
    /// Nothing stated.
    pub fn new() -> Self {
        Self::default()
    }

    /// States the minutes of a pair; returns what was stated before.
    pub fn insert(&mut self, pair: (Place, Place, Mode), minutes: u16) -> Option<u16> {
        self.states_stops |=
            matches!(pair, (Place::Care(_) | Place::Hub(_), ..) | (_, Place::Care(_) | Place::Hub(_), _));
        self.minutes.insert(pair, minutes)
    }
}

impl FromIterator<((Place, Place, Mode), u16)> for Matrix {
    fn from_iter<T: IntoIterator<Item = ((Place, Place, Mode), u16)>>(stated: T) -> Self {
        let mut matrix = Self::new();
        for (pair, minutes) in stated {
            matrix.insert(pair, minutes);
        }
        matrix
    }
}

/// Straight-line travel with one [`Speed`] per mode and a matrix that wins over it.
#[derive(Clone, Debug)]
pub struct StraightLine {
    /// Speed per mode, in the order of [`Mode::PLAIN`].
    pub speeds: [Speed; 6],
    /// Stated minutes; a pair not listed is also looked up the other way round.
    pub matrix: Matrix,
}

impl StraightLine {
    /// Minutes for `metres` in a straight line, rounded up; `None` for a mode that passes a hub.
    fn minutes_over(&self, metres: f64, mode: Mode) -> Option<u16> {
        let speed = self.speeds.get(mode as usize)?;
        let on_the_road = metres * f64::from(speed.detour_percent) / 100.0;
        let riding = on_the_road * 60.0 / f64::from(speed.metres_per_hour);
        // A journey of more than 45 days is as good as none: the cast saturates. Rounded up without a call, which takes
        // longer than all the rest.
        let whole = riding as u16;
        let begun = u16::from(riding > f64::from(whole));
        Some(whole.saturating_add(begun).saturating_add(speed.start_minutes))
    }

    fn minutes_between(&self, from: Located<'_>, to: Located<'_>, mode: Mode) -> Option<u16> {
        self.stated(from.0, to.0, mode).or_else(|| self.minutes_over(from.1.metres_to(to.1), mode))
    }

    /// Stated minutes for the pair, in either direction.
    pub(super) fn stated(&self, from: Place, to: Place, mode: Mode) -> Option<u16> {
        let stated = &self.matrix.minutes;
        if stated.is_empty() {
            return None;
        }
        stated.get(&(from, to, mode)).or_else(|| stated.get(&(to, from, mode))).copied()
    }
}

impl Travel for StraightLine {
    fn minutes(&self, _who: Traveller, from: Located<'_>, to: Located<'_>, mode: Mode, _when: When) -> Option<u16> {
        self.minutes_between(from, to, mode)
    }

    fn minutes_at_least(&self, from: Located<'_>, to: Located<'_>, mode: Mode) -> u16 {
        self.minutes_between(from, to, mode).unwrap_or(u16::MAX)
    }

    fn is_timeless(&self, _mode: Mode) -> bool {
        true
    }

    fn is_metric(&self) -> bool {
        self.matrix.minutes.is_empty()
    }

    fn reach_m(&self, _from: Located<'_>, mode: Mode, minutes: u16) -> f64 {
        let Some(speed) = self.speeds.get(mode as usize) else { return 0.0 };
        let riding = f64::from(minutes.saturating_sub(speed.start_minutes));
        // One metre more than the formula, against rounding in the last digit.
        riding * f64::from(speed.metres_per_hour) / 60.0 * 100.0 / f64::from(speed.detour_percent) + 1.0
    }

    fn exceptions(&self) -> Vec<(JobseekerIdx, Place)> {
        let mut pairs: Vec<_> = self
            .matrix
            .minutes
            .keys()
            .filter_map(|&(from, to, _)| match (from, to) {
                (Place::Home(jobseeker), site @ (Place::Site(_) | Place::Venue(_)))
                | (site @ (Place::Site(_) | Place::Venue(_)), Place::Home(jobseeker)) => Some((jobseeker, site)),
                _ => None,
            })
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    fn states_stops(&self) -> bool {
        self.matrix.states_stops
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{OfferIdx, Point, Weekday};

    const ANYONE: Traveller = Traveller { transfers_max: 3, walk_metres_max: 1_000, minutes_max: 90 };

    fn on_foot() -> StraightLine {
        let speed = Speed { metres_per_hour: 5_000, detour_percent: 130, start_minutes: 0 };
        StraightLine { speeds: [speed; 6], matrix: Matrix::new() }
    }

    #[test]
    fn a_kilometre_on_foot_takes_sixteen_minutes() {
        // 1,000 m x 1.3 / 5,000 m/h = 15.6 minutes.
        assert_eq!(on_foot().minutes_over(1_000.0, Mode::Walk), Some(16));
        assert_eq!(on_foot().minutes_over(0.0, Mode::Walk), Some(0));
    }

    #[test]
    fn nothing_within_the_minutes_lies_beyond_the_reach() {
        let travel = on_foot();
        for minutes in 0..120 {
            let home = (Place::Home(JobseekerIdx(0)), &Point::new(4.4, 51.2));
            let reach = travel.reach_m(home, Mode::Walk, minutes);
            assert!(travel.minutes_over(reach, Mode::Walk) > Some(minutes));
        }
    }

    #[test]
    fn the_matrix_wins_in_both_directions() {
        let mut travel = on_foot();
        let (home, site) = (Place::Home(JobseekerIdx(0)), Place::Site(OfferIdx(3)));
        travel.matrix.insert((home, site, Mode::Walk), 7);
        let (a, b) = (Point::new(4.4, 51.2), Point::new(4.5, 51.3));
        let when = When::ArriveBy(Weekday::Mon, 480);
        assert_eq!(travel.minutes(ANYONE, (home, &a), (site, &b), Mode::Walk, when), Some(7));
        assert_eq!(travel.minutes(ANYONE, (site, &b), (home, &a), Mode::Walk, when), Some(7));
        assert!(travel.minutes(ANYONE, (home, &a), (site, &b), Mode::Bike, when) > Some(7));
        assert_eq!(travel.exceptions(), [(JobseekerIdx(0), site)]);
    }
}
