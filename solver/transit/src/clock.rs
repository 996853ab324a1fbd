//! The days on which the clock changes.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::Seconds;

/// Seconds from noon less twelve hours of `date` to the same of the next day: an hour less where the clock goes forward
/// in between, on the last Sunday of March, and an hour more after the last Sunday of October, as in all of the
/// European Union since 1996.
pub fn seconds_of(date: NaiveDate) -> Seconds {
    let is_changed = |next: NaiveDate| {
        let is_last = next.checked_add_days(Days::new(7)).is_some_and(|later| later.month() != next.month());
        next.weekday() == Weekday::Sun && is_last
    };
    // The clock changes in the night before the noon of the Sunday.
    match date.succ_opt().filter(|&next| is_changed(next)).map(|next| next.month()) {
        Some(3) => 82_800,
        Some(10) => 90_000,
        _ => 86_400,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_an_hour_shorter_in_march_and_longer_in_october() {
        let seconds = |text: &str| seconds_of(text.parse().unwrap());
        assert_eq!(["2025-03-29", "2025-03-30", "2025-03-22"].map(seconds), [82_800, 86_400, 86_400]);
        assert_eq!(["2025-10-25", "2025-10-26", "2024-03-30"].map(seconds), [90_000, 86_400, 82_800]);
    }
}
