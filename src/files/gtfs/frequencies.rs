//! Trips that run every so many seconds: frequencies.txt makes each of them from a template, of which only the
//! differences between its hours count.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use super::hours::seconds;
use super::table::{Archive, Row};
use super::{Code, Issue, Reader};

/// Most trips that the intervals of one feed may make: a typing error must not fill the memory.
const TRIPS_MAX: usize = 1_000_000;

/// A period in which a template runs.
pub(super) struct Frequency {
    begins: u32,
    ends: u32,
    headway: u32,
    /// Whether the hours are fixed, rather than about so many seconds apart.
    pub(super) is_exact: bool,
}

impl Frequency {
    /// When the trips leave their first stop: none at the end itself.
    pub(super) fn starts(&self) -> impl ExactSizeIterator<Item = u32> {
        (self.begins..self.ends.max(self.begins)).step_by(self.headway as usize)
    }
}

/// The periods of each template.
pub(super) type Frequencies = BTreeMap<String, Vec<Frequency>>;

impl Reader<'_> {
    pub(super) fn frequencies<R: Read + Seek>(
        &mut self,
        archive: &mut Archive<R>,
        is_trip: impl Fn(&str) -> bool,
    ) -> Frequencies {
        let (mut frequencies, mut n_trips) = (Frequencies::new(), 0);
        if !archive.has("frequencies.txt") {
            return frequencies;
        }
        let needed = ["trip_id", "start_time", "end_time", "headway_secs"];
        let issues = archive.rows(self.feed, "frequencies.txt", &needed, |row| {
            let id = row.filled("trip_id")?;
            if !is_trip(id) {
                return Err(row.issue(Code::NotKnown, "trip_id", id));
            }
            let frequency = frequency(row)?;
            let n_starts = frequency.starts().len();
            n_trips += n_starts;
            if n_trips > TRIPS_MAX {
                return Err(row.issue(Code::TooManyTrips, "headway_secs", row.cell("headway_secs")));
            }
            // Its template runs at no other hours, also where no trip comes of it.
            frequencies.entry(id.to_owned()).or_default().push(frequency);
            let is_empty = || row.issue(Code::FrequencyWithoutTrip, "end_time", row.cell("end_time"));
            if n_starts == 0 { Err(is_empty()) } else { Ok(()) }
        });
        self.issues.extend(issues);
        frequencies
    }
}

fn frequency(row: &Row<'_>) -> Result<Frequency, Box<Issue>> {
    Ok(Frequency {
        begins: row.read("start_time", Code::NotATime, seconds)?,
        ends: row.read("end_time", Code::NotATime, seconds)?,
        headway: row.read("headway_secs", Code::NotANumber, |cell| cell.parse().ok().filter(|&seconds| seconds > 0))?,
        is_exact: row.read_or("exact_times", false, Code::NotInList, |cell| match cell {
            "0" => Some(false),
            "1" => Some(true),
            _ => None,
        })?,
    })
}
