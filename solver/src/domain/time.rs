//! Days of the week and windows of time within a day, in minutes.

use chrono::{Datelike, NaiveDate};

/// A minute of the day, counted from midnight, local time in Europe/Brussels; up to 2880 for a shift that ends the next
/// day.
pub type Minute = u16;

/// Minutes in a day.
pub const DAY: Minute = 24 * 60;

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weekday {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

impl Weekday {
    /// All days, Monday first.
    pub const ALL: [Self; 7] = [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];

    /// The day of the week of a date.
    pub fn of(day: NaiveDate) -> Self {
        Self::ALL[day.weekday().num_days_from_monday() as usize]
    }

    /// The day after.
    pub fn next(self) -> Self {
        Self::ALL[(self as usize + 1) % 7]
    }

    /// The day before.
    pub fn previous(self) -> Self {
        Self::ALL[(self as usize + 6) % 7]
    }
}

/// A window of time on one weekday.
///
/// `from < to`. For availability and opening hours `to` is at most [`DAY`]; a shift may run on into the next day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    /// The day on which it begins.
    pub day: Weekday,
    /// First minute.
    pub from: Minute,
    /// The minute after the last.
    pub to: Minute,
}

impl Window {
    /// The window cut at midnight: the part on its own day and, when it runs on, the part on the next.
    pub fn by_day(self) -> (Self, Option<Self>) {
        if self.to <= DAY {
            return (self, None);
        }
        let tail = Self { day: self.day.next(), from: 0, to: self.to - DAY };
        (Self { to: DAY, ..self }, Some(tail))
    }

    /// The window so many minutes later, or earlier when below 0; less than a day.
    #[must_use]
    pub fn moved(self, minutes: i32) -> Self {
        if minutes == 0 {
            return self;
        }
        let length = self.to - self.from;
        let from = i32::from(self.from) + minutes;
        let day = match from {
            ..0 => self.day.previous(),
            0..1440 => self.day,
            _ => self.day.next(),
        };
        let from = from.rem_euclid(i32::from(DAY)) as Minute;
        Self { day, from, to: from + length }
    }

    /// Whether `inner`, of the same day and not past midnight, lies within this window.
    pub fn covers(self, inner: Self) -> bool {
        self.day == inner.day && self.from <= inner.from && inner.to <= self.to
    }
}

/// Whether every minute of `window` lies within one of `open`. Windows that touch are read as one.
pub fn is_covered(window: Window, open: &[Window]) -> bool {
    let (today, tomorrow) = window.by_day();
    covered_within_day(today, open) && tomorrow.is_none_or(|tail| covered_within_day(tail, open))
}

/// As [`is_covered`] for a window that ends by midnight. `open` is sorted by day and start.
fn covered_within_day(window: Window, open: &[Window]) -> bool {
    let mut reached = window.from;
    for part in open.iter().filter(|part| part.day == window.day) {
        if part.from <= reached && part.to > reached {
            reached = part.to;
        }
        if reached >= window.to {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(day: Weekday, from: Minute, to: Minute) -> Window {
        Window { day, from, to }
    }

    #[test]
    fn a_night_shift_needs_both_days() {
        let night = window(Weekday::Sun, 22 * 60, 30 * 60);
        let sunday = window(Weekday::Sun, 20 * 60, DAY);
        let monday = window(Weekday::Mon, 0, 6 * 60);
        assert!(!is_covered(night, &[sunday]));
        assert!(is_covered(night, &[monday, sunday]));
    }

    #[test]
    fn windows_that_touch_are_one() {
        let open = [window(Weekday::Tue, 480, 720), window(Weekday::Tue, 720, 1020)];
        assert!(is_covered(window(Weekday::Tue, 500, 1000), &open));
        assert!(!is_covered(window(Weekday::Tue, 500, 1021), &open));
        assert!(!is_covered(window(Weekday::Wed, 500, 1000), &open));
    }
}
