//! The moment that a second of a day of service is.

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, NaiveTime, TimeZone};
use chrono_tz::Europe::Brussels;
use schakel_transit::Seconds;

/// The moment that many seconds after the day of service of `date` begins, as clocks in Belgium show it. A day of service is
/// counted from noon less twelve hours, so that it is right where the clock changes.
pub fn moment(date: NaiveDate, seconds: Seconds) -> DateTime<FixedOffset> {
    let noon = date.and_time(NaiveTime::MIN) + Duration::hours(12);
    let noon = Brussels.from_local_datetime(&noon).earliest().unwrap_or_else(|| Brussels.from_utc_datetime(&noon));
    let since_noon = Duration::seconds(i64::from(seconds)) - Duration::hours(12);
    noon.checked_add_signed(since_noon).unwrap_or(noon).fixed_offset()
}
