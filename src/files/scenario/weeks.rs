//! The week that stands for every week in a timetable: one with ordinary service.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use schakel_transit::Network;

/// A day is ordinary from this per cent of the usual trips on.
const ORDINARY_PERCENT: u64 = 90;
/// Per cent below which it is far from ordinary.
const THIN_PERCENT: u64 = 50;

/// Trips on each day of a week, Monday first.
type Trips = [u64; 7];

/// A week that may stand for every week.
pub(super) struct Week {
    /// Its first day.
    pub(super) monday: NaiveDate,
    /// Its days on which far fewer trips run than on the same weekday of another week.
    pub(super) thin: Vec<ThinDay>,
}

/// A day with far fewer trips than usual.
pub(super) struct ThinDay {
    pub(super) date: NaiveDate,
    pub(super) trips: u64,
    /// What is usual on this weekday.
    pub(super) usual: u64,
}

/// Why there is no such week.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum NoWeek {
    /// No feed, or one that ends before or begins after.
    NotCovered,
    /// Nothing runs from the first of these days to the last.
    NothingRuns(NaiveDate, NaiveDate),
}

/// The first and last day that every feed of a network covers; nothing without feeds.
pub(super) fn span(network: &Network) -> Option<(NaiveDate, NaiveDate)> {
    let first = network.feeds().iter().map(|feed| feed.first_day).max()?;
    Some((first, network.feeds().iter().map(|feed| feed.last_day).min()?))
}

/// The stated week; otherwise, of the weeks that begin within the plan's days `from` to `to`, the first in which every
/// day is ordinary, or the one that comes nearest. A day is judged by its trips and not by its date: holidays and the
/// summer do not stand for a year.
pub(super) fn week_of(
    network: &Network,
    stated: Option<NaiveDate>,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Week, NoWeek> {
    let (first, last) = span(network).ok_or(NoWeek::NotCovered)?;
    let covers = |monday: &NaiveDate| *monday >= first && plus(*monday, 6).is_some_and(|end| end <= last);
    let begins = next_monday(from.max(first)).filter(covers);
    let within = begins.into_iter().flat_map(|monday| monday.iter_weeks()).take_while(|monday| *monday <= to);
    let mut mondays: Vec<NaiveDate> = within.take_while(covers).collect();
    if mondays.is_empty() {
        mondays.extend(begins);
    }
    let weeks = trips_of(network, &mondays);
    let usual: Trips = std::array::from_fn(|day| usual_on(day, &weeks));
    let (monday, trips) = match stated {
        Some(monday) if covers(&monday) => trips_of(network, &[monday]).pop(),
        Some(_) => None,
        None => {
            let ordinary = |(_, trips): &&(NaiveDate, Trips)| *trips != [0; 7] && is_ordinary(trips, &usual);
            weeks.iter().find(ordinary).or_else(|| nearest(&weeks, &usual)).copied()
        }
    }
    .ok_or(NoWeek::NotCovered)?;
    if trips == [0; 7] {
        let last_asked = if stated.is_some() { Some(monday) } else { mondays.last().copied() };
        return Err(NoWeek::NothingRuns(monday, last_asked.and_then(|monday| plus(monday, 6)).unwrap_or(monday)));
    }
    let thin = (0..7).filter(|&day| trips[day] * 100 < usual[day] * THIN_PERCENT);
    let thin =
        thin.filter_map(|day| Some(ThinDay { date: plus(monday, day as u64)?, trips: trips[day], usual: usual[day] }));
    Ok(Week { monday, thin: thin.collect() })
}

fn plus(date: NaiveDate, days: u64) -> Option<NaiveDate> {
    date.checked_add_days(Days::new(days))
}

fn next_monday(from: NaiveDate) -> Option<NaiveDate> {
    plus(from, (7 - u64::from(from.weekday().num_days_from_monday())) % 7)
}

/// The trips on each day of these weeks: days x services, whatever the number of trips.
fn trips_of(network: &Network, mondays: &[NaiveDate]) -> Vec<(NaiveDate, Trips)> {
    let mut by_service: BTreeMap<usize, u64> = BTreeMap::new();
    network.trips().iter().for_each(|trip| *by_service.entry(trip.service.at()).or_default() += 1);
    let on = |date: NaiveDate| -> u64 {
        let runs = |service: &usize| network.parts().services[*service].contains(date);
        by_service.iter().filter(|(service, _)| runs(service)).map(|(_, trips)| trips).sum()
    };
    let of_week = |&monday: &NaiveDate| (monday, std::array::from_fn(|day| plus(monday, day as u64).map_or(0, on)));
    mondays.iter().map(of_week).collect()
}

/// The usual trips on a weekday: the second largest number among the weeks with service, so that one exceptional week
/// does not make all others seem thin; the largest where one or two weeks have service.
fn usual_on(day: usize, weeks: &[(NaiveDate, Trips)]) -> u64 {
    let with_service = weeks.iter().filter(|(_, trips)| *trips != [0; 7]);
    let mut trips: Vec<u64> = with_service.map(|(_, trips)| trips[day]).collect();
    trips.sort_unstable_by(|a, b| b.cmp(a));
    trips.get(usize::from(trips.len() > 2)).copied().unwrap_or(0)
}

fn is_ordinary(trips: &Trips, usual: &Trips) -> bool {
    trips.iter().zip(usual).all(|(trips, usual)| trips * 100 >= usual * ORDINARY_PERCENT)
}

/// The week whose weekdays come nearest to what is usual; of equals the first.
fn nearest<'a>(weeks: &'a [(NaiveDate, Trips)], usual: &Trips) -> Option<&'a (NaiveDate, Trips)> {
    let parts = |trips: &Trips| -> u64 { trips.iter().zip(usual).map(|(t, u)| t * 10_000 / (*u).max(1)).sum() };
    weeks.iter().rev().max_by_key(|(_, trips)| parts(trips))
}
