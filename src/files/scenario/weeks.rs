//! The week that stands for every week in a timetable.

use chrono::{Datelike, Days, NaiveDate};
use schakel_transit::Network;

/// The first and last day that every feed of a network covers; nothing without feeds.
pub(super) fn span(network: &Network) -> Option<(NaiveDate, NaiveDate)> {
    let first = network.feeds().iter().map(|feed| feed.first_day).max()?;
    Some((first, network.feeds().iter().map(|feed| feed.last_day).min()?))
}

/// The Monday of that week: the one stated, else the first from `from` on; nothing where a feed does not cover it.
pub(super) fn week_of(network: &Network, stated: Option<NaiveDate>, from: NaiveDate) -> Option<NaiveDate> {
    let (first, last) = span(network)?;
    let covers =
        |monday: &NaiveDate| *monday >= first && monday.checked_add_days(Days::new(6)).is_some_and(|end| end <= last);
    let monday = match stated {
        Some(monday) => monday,
        None => {
            let from = from.max(first);
            from.checked_add_days(Days::new((7 - u64::from(from.weekday().num_days_from_monday())) % 7))?
        }
    };
    Some(monday).filter(covers)
}
