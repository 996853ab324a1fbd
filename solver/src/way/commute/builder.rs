//! A commute under way, leg by leg, from work towards home.

use crate::domain::{DAY, Hub, Minute, Mode, Weekday, Window, is_covered};
use crate::travel::{Located, Place, Traveller, When};
use crate::way::Way;

/// One leg of a trip, from one place that matters to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leg {
    /// Where it begins.
    pub from: Place,
    /// Where it ends.
    pub to: Place,
    /// How.
    pub mode: Mode,
    /// When it must fit.
    pub when: When,
    /// Minutes, waiting included.
    pub minutes: u16,
}

/// A trip being built from work towards home: the place reached so far, and the minutes between it and work.
pub(super) struct CommuteBuilder<'w, 'a> {
    pub(super) way: &'w Way<'a>,
    pub(super) who: Traveller,
    pub(super) shift: Window,
    pub(super) back: bool,
    pub(super) at: Located<'a>,
    pub(super) spent: u16,
    /// The legs so far, from work towards home, where they are asked for.
    pub(super) legs: Option<Vec<Leg>>,
}

impl<'a> CommuteBuilder<'_, 'a> {
    /// The day and minute at which the trip is at the place reached.
    fn moment(&self) -> (Weekday, Minute) {
        let minute = match self.back {
            false => i32::from(self.shift.from) - i32::from(self.spent),
            true => i32::from(self.shift.to) + i32::from(self.spent),
        };
        let day = match minute.div_euclid(i32::from(DAY)) {
            ..0 => self.shift.day.previous(),
            0 => self.shift.day,
            1 => self.shift.day.next(),
            _ => self.shift.day.next().next(),
        };
        (day, minute.rem_euclid(i32::from(DAY)) as Minute)
    }

    /// One leg further from work.
    pub(super) fn go(&mut self, to: Located<'a>, mode: Mode) -> Option<()> {
        let (travel, (day, minute)) = (&self.way.facts.region.travel, self.moment());
        let (from, until, when) = match self.back {
            false => (to, self.at, When::ArriveBy(day, minute)),
            true => (self.at, to, When::DepartAt(day, minute)),
        };
        let minutes = travel.minutes(self.who.having_spent(self.spent), from, until, mode, when)?;
        if let Some(legs) = &mut self.legs {
            legs.push(Leg { from: from.0, to: until.0, mode, when, minutes });
        }
        self.spend(minutes);
        self.at = to;
        Some(())
    }

    pub(super) fn spend(&mut self, minutes: u16) {
        self.spent = self.spent.saturating_add(minutes);
    }

    /// Whether `hub` is open when the trip reaches it.
    pub(super) fn finds_open(&self, hub: &Hub) -> Option<()> {
        let (day, from) = self.moment();
        (hub.open.is_empty() || is_covered(Window { day, from, to: from + 1 }, &hub.open)).then_some(())
    }
}
