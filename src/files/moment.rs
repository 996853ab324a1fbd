//! Seconds of a day of service and the moments that clocks in Belgium show: a day of service is counted from noon less
//! twelve hours, so that it is right where the clock changes.

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, NaiveTime, TimeZone};
use chrono_tz::{Europe::Brussels, Tz};
use schakel_transit::Seconds;

/// The moment that is so many seconds of the day of service of `date`.
pub fn moment(date: NaiveDate, seconds: Seconds) -> DateTime<FixedOffset> {
    let since_noon = Duration::seconds(i64::from(seconds)) - Duration::hours(12);
    noon(date).checked_add_signed(since_noon).unwrap_or_else(|| noon(date)).fixed_offset()
}

/// The second of the day of service of `date` at which the clock stands so many seconds after midnight: the first time
/// where it does so twice, and as if it had not changed where it never does.
pub fn second_of(date: NaiveDate, clock: Seconds) -> Seconds {
    let shown = date.and_time(NaiveTime::MIN).checked_add_signed(Duration::seconds(clock.into()));
    let moment = shown.and_then(|shown| Brussels.from_local_datetime(&shown).earliest());
    let since_noon = moment.map(|moment| (moment - noon(date)).num_seconds() + 12 * 3_600);
    since_noon.and_then(|seconds| seconds.try_into().ok()).unwrap_or(clock)
}

fn noon(date: NaiveDate) -> DateTime<Tz> {
    let noon = date.and_time(NaiveTime::MIN) + Duration::hours(12);
    Brussels.from_local_datetime(&noon).earliest().unwrap_or_else(|| Brussels.from_utc_datetime(&noon))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_of_a_day_on_which_it_changes() {
        let hour = |date: &str, clock: Seconds| second_of(date.parse().unwrap_or_default(), clock * 3_600) / 3_600;
        // An ordinary day; in March before and after two o'clock; in October before and after three o'clock.
        assert_eq!([hour("2025-03-10", 4), hour("2025-03-10", 24)], [4, 24]);
        assert_eq!([hour("2025-03-30", 1), hour("2025-03-30", 4), hour("2025-03-30", 24)], [2, 4, 24]);
        assert_eq!([hour("2025-10-26", 1), hour("2025-10-26", 4), hour("2025-10-26", 24)], [0, 4, 24]);
        let back = |date: &str, clock: Seconds| {
            let date = date.parse().unwrap_or_default();
            moment(date, second_of(date, clock)).format("%d %H:%M%:z").to_string()
        };
        assert_eq!([back("2025-03-30", 3_600), back("2025-10-26", 3_600)], ["30 01:00+01:00", "26 01:00+02:00"]);
        assert_eq!(back("2025-10-26", 86_400), "27 00:00+01:00");
    }
}
