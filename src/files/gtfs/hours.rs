//! The hours at which a trip calls: as they are given, and between those by distance.

use schakel_transit::{Builder, Call, LATEST, StopIdx, Timing};

use super::Code;

/// One row of stop_times.txt. A time may be left open between two that are given.
#[derive(Clone, Copy)]
pub(super) struct StopTime {
    pub(super) sequence: u32,
    pub(super) row: u64,
    pub(super) stop: StopIdx,
    pub(super) arrives: Option<u32>,
    pub(super) departs: Option<u32>,
    /// Distance along the trip, in the feed's own unit; NaN where the feed does not say.
    pub(super) along: f64,
    pub(super) boards: bool,
    pub(super) alights: bool,
    /// Whether boarding, and alighting, is to be arranged beforehand.
    pub(super) is_booked: (bool, bool),
}

/// When a trip begins, its calls from then on, and how many of them are estimates.
pub(super) type Hours = (u32, Timing, u64);

/// The hours of a trip whose stops are in order; or what is wrong, and in which row.
pub(super) fn hours(times: &[StopTime], builder: &Builder) -> Result<Hours, (Code, u64)> {
    let ends = times.first().zip(times.last());
    let (Some((first, last)), Some(begins)) = (ends, times.first().and_then(|first| first.arrives)) else {
        return Err((Code::EndWithoutTime, times.first().map_or(0, |first| first.row)));
    };
    if last.arrives.is_none() {
        return Err((Code::EndWithoutTime, last.row));
    }
    let (mut before, mut calls, mut n_estimated) =
        (first.departs.unwrap_or(begins), Vec::with_capacity(times.len()), 0);
    // The last stop that has hours.
    let mut known = 0;
    for (at, time) in times.iter().enumerate() {
        let Some((arrives, departs)) = time.arrives.zip(time.departs) else { continue };
        // The first stop has nothing before it.
        let earliest = if at == 0 { arrives } else { before };
        if arrives < earliest || departs < arrives {
            return Err((Code::TimeRunsBack, time.row));
        }
        let gap = &times[known..=at];
        if gap.len() > 2 {
            for share in &shares(gap, builder)[1..gap.len() - 1] {
                let second = before + (f64::from(arrives - before) * share).round() as u32;
                calls.push(Call { arrives: second - begins, departs: second - begins });
                n_estimated += 1;
            }
        }
        calls.push(Call { arrives: arrives - begins, departs: departs - begins });
        (before, known) = (departs, at);
    }
    Ok((begins, calls, n_estimated))
}

/// How far along a stretch each of its stops is, from 0 to 1: by the distance that the feed says, else in straight
/// lines from stop to stop, and evenly only where all of them lie at one place.
fn shares(gap: &[StopTime], builder: &Builder) -> Vec<f64> {
    let said: Vec<f64> = gap.iter().map(|time| time.along).collect();
    let is_said = said.iter().all(|along| along.is_finite()) && said.is_sorted();
    let straight = || {
        let mut metres = 0.0;
        let steps = gap.windows(2).map(|pair| builder.point(pair[0].stop).metres_to(&builder.point(pair[1].stop)));
        let after = steps.map(|step| {
            metres += step;
            metres
        });
        [0.0].into_iter().chain(after).collect()
    };
    let evenly = || (0..gap.len()).map(|at| at as f64).collect();
    let is_long = |along: &Vec<f64>| along.last().zip(along.first()).is_some_and(|(last, first)| last > first);
    let along = Some(said).filter(|said| is_said && is_long(said));
    let along: Vec<f64> = along.or_else(|| Some(straight()).filter(is_long)).unwrap_or_else(evenly);
    let (first, last) = (along[0], along[along.len() - 1]);
    along.into_iter().map(|at| (at - first) / (last - first)).collect()
}

/// `H:MM:SS` as seconds; hours may pass 24. `None` for what is no time.
pub fn seconds(cell: &str) -> Option<u32> {
    let mut parts = cell.split(':').map(|part| {
        let is_plain = (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u32>().ok().filter(|_| is_plain)
    });
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next()??);
    let is_time = minutes < 60 && seconds < 60 && parts.next().is_none();
    Some(hours * 3_600 + minutes * 60 + seconds).filter(|time| is_time && *time <= LATEST)
}
