//! Lines, trips and the times at which they call.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use schakel_transit::{Call, LATEST, Line, LineIdx, Pattern, ServiceIdx, StopIdx};

use super::stops::Stops;
use super::table::{Archive, Row};
use super::{Code, Issue, Reader};

/// One row of stop_times.txt. A time may be left open between two that are given.
#[derive(Clone, Copy)]
struct StopTime {
    sequence: u32,
    row: u64,
    stop: StopIdx,
    arrives: Option<u32>,
    departs: Option<u32>,
    boards: bool,
    alights: bool,
}

/// A trip while its times are collected.
struct Run {
    line: LineIdx,
    service: ServiceIdx,
    times: Vec<StopTime>,
}

impl Reader<'_> {
    pub(super) fn lines<R: Read + Seek>(&mut self, archive: &mut Archive<R>) -> BTreeMap<String, LineIdx> {
        let (mut lines, builder) = (BTreeMap::new(), &mut *self.builder);
        let issues = archive.rows(self.feed, "routes.txt", &["route_id", "route_type"], |row| {
            let id = row.filled("route_id")?;
            let kind =
                row.read("route_type", Code::NotInList, |cell| cell.parse().ok().filter(|kind| *kind < 1_800))?;
            let (short, long) = (row.cell("route_short_name"), row.cell("route_long_name"));
            let name = if short.is_empty() { long } else { short }.to_owned();
            match lines.insert(id.to_owned(), builder.line(Line { name, kind })) {
                Some(_) => Err(row.issue(Code::IdTwice, "route_id", id)),
                None => Ok(()),
            }
        });
        self.issues.extend(issues);
        lines
    }

    pub(super) fn trips<R: Read + Seek>(
        &mut self,
        archive: &mut Archive<R>,
        stops: &Stops,
        services: &BTreeMap<String, ServiceIdx>,
        lines: &BTreeMap<String, LineIdx>,
    ) {
        let mut runs: BTreeMap<String, Run> = BTreeMap::new();
        let needed = ["trip_id", "route_id", "service_id"];
        let issues = archive.rows(self.feed, "trips.txt", &needed, |row| {
            let id = row.filled("trip_id")?;
            let line = known(row, "route_id", lines)?;
            let service = known(row, "service_id", services)?;
            match runs.insert(id.to_owned(), Run { line, service, times: Vec::new() }) {
                Some(_) => Err(row.issue(Code::IdTwice, "trip_id", id)),
                None => Ok(()),
            }
        });
        self.issues.extend(issues);
        let needed = ["trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence"];
        let issues = archive.rows(self.feed, "stop_times.txt", &needed, |row| {
            let id = row.filled("trip_id")?;
            let run = runs.get_mut(id).ok_or_else(|| row.issue(Code::NotKnown, "trip_id", id))?;
            run.times.push(stop_time(row, stops)?);
            Ok(())
        });
        self.issues.extend(issues);
        let mut without_times = 0;
        for run in runs.into_values() {
            if run.times.is_empty() {
                without_times += 1;
            } else if let Err(issue) = self.trip(run) {
                self.say(*issue);
            }
        }
        if without_times > 0 {
            self.say(Issue::new(Code::TripsWithoutTimes, self.feed, "trips.txt").with("count", &without_times));
        }
    }

    /// Adds one trip, its times in the order of its stops.
    fn trip(&mut self, run: Run) -> Result<(), Box<Issue>> {
        let Run { line, service, mut times } = run;
        times.sort_unstable_by_key(|time| (time.sequence, time.row));
        let feed = self.feed;
        let wrong = |code, row| Box::new(Issue::new(code, feed, "stop_times.txt").at_row(row));
        if let Some(twice) = times.windows(2).find(|pair| pair[0].sequence == pair[1].sequence) {
            return Err(wrong(Code::SequenceTwice, twice[1].row));
        }
        let [first, .., last] = &times[..] else {
            // A trip of one call takes nobody anywhere.
            self.say(*wrong(Code::OneStop, times[0].row));
            return Ok(());
        };
        let begins = first.arrives.ok_or_else(|| wrong(Code::EndWithoutTime, first.row))?;
        last.arrives.ok_or_else(|| wrong(Code::EndWithoutTime, last.row))?;
        let (mut before, mut calls) = (begins, Vec::with_capacity(times.len()));
        for (at, time) in times.iter().enumerate() {
            let (arrives, departs) = match time.arrives.zip(time.departs) {
                Some(given) => given,
                None => between(&times, at, before)
                    .map(|time| (time, time))
                    .ok_or_else(|| wrong(Code::EndWithoutTime, time.row))?,
            };
            if arrives < before || departs < arrives {
                return Err(wrong(Code::TimeRunsBack, time.row));
            }
            calls.push(Call { arrives: arrives - begins, departs: departs - begins });
            before = departs;
        }
        let pattern = Pattern {
            stops: times.iter().map(|time| time.stop).collect(),
            boards: times.iter().map(|time| time.boards).collect(),
            alights: times.iter().map(|time| time.alights).collect(),
        };
        self.builder.trip(line, service, pattern, begins, calls);
        Ok(())
    }
}

/// The time at a stop without one: evenly between the departure `before` it and the next that is given.
fn between(times: &[StopTime], at: usize, before: u32) -> Option<u32> {
    let (ahead, arrives) = times[at..].iter().enumerate().find_map(|(ahead, time)| Some((ahead, time.arrives?)))?;
    Some(before + arrives.checked_sub(before)? / (ahead as u32 + 1))
}

fn known<T: Copy>(row: &Row<'_>, column: &str, of: &BTreeMap<String, T>) -> Result<T, Box<Issue>> {
    let id = row.filled(column)?;
    of.get(id).copied().ok_or_else(|| row.issue(Code::NotKnown, column, id))
}

fn stop_time(row: &Row<'_>, stops: &Stops) -> Result<StopTime, Box<Issue>> {
    let time_at = |column| row.read_or(column, None, Code::NotATime, |cell| seconds(cell).map(Some));
    let (arrival, departure) = (time_at("arrival_time")?, time_at("departure_time")?);
    // 2 and 3: by telephone or by arrangement with the driver, which is still possible.
    let may = |column| {
        row.read_or(column, true, Code::NotInList, |cell| match cell {
            "0" | "2" | "3" => Some(true),
            "1" => Some(false),
            _ => None,
        })
    };
    Ok(StopTime {
        sequence: row.read("stop_sequence", Code::NotANumber, |cell| cell.parse().ok())?,
        row: row.number,
        stop: known(row, "stop_id", &stops.by_id)?,
        arrives: arrival.or(departure),
        departs: departure.or(arrival),
        boards: may("pickup_type")?,
        alights: may("drop_off_type")?,
    })
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
