//! How long one walks inside a station: paths between its platforms, halls and entrances, with the time that each
//! takes.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::io::{Read, Seek};

use schakel_transit::StopIdx;

use super::stops::Stops;
use super::table::{Archive, Row};
use super::{Code, Issue, Reader};

/// How fast one walks along a path of which only the length is told, metres a second: 4 km/h, with corners and people.
const METRES_PER_SECOND: f64 = 1.1;
/// Seconds for a step of stairs of which only the number of steps is told.
const SECONDS_PER_STEP: f64 = 0.6;
/// Longest path that a feed may state, seconds: an hour.
const SECONDS_MAX: f64 = 3_600.0;

/// Paths from each place, with their seconds.
type Paths<'a> = BTreeMap<&'a str, Vec<(&'a str, i32)>>;

/// A row: from where to where, how long, and whether it goes both ways.
struct Path {
    from: String,
    to: String,
    seconds: i32,
    is_both_ways: bool,
}

impl Reader<'_> {
    /// Reads pathways.txt: for each two platforms between which one can walk, the shortest time.
    pub(super) fn pathways<R: Read + Seek>(
        &mut self,
        archive: &mut Archive<R>,
        stops: &Stops,
    ) -> BTreeMap<(StopIdx, StopIdx), i32> {
        if !archive.has("pathways.txt") {
            return BTreeMap::new();
        }
        let mut read = Vec::new();
        let issues = archive.rows(self.feed, "pathways.txt", &["from_stop_id", "to_stop_id"], |row| {
            read.push(path(row)?);
            Ok(())
        });
        self.issues.extend(issues);
        let mut paths = Paths::new();
        for Path { from, to, seconds, is_both_ways } in &read {
            paths.entry(from).or_default().push((to, *seconds));
            if *is_both_ways {
                paths.entry(to).or_default().push((from, *seconds));
            }
        }
        // A boarding area lies on its platform: the way between them takes no time.
        for (area, platform) in &stops.areas {
            paths.entry(area).or_default().push((platform, 0));
            paths.entry(platform).or_default().push((area, 0));
        }
        let mut walks = BTreeMap::new();
        for &begin in paths.keys() {
            let Some(&from) = stops.by_id.get(begin) else { continue };
            let reached = shortest(&paths, begin).into_iter();
            let platforms = reached.filter_map(|(id, seconds)| Some((*stops.by_id.get(id)?, seconds)));
            walks.extend(platforms.filter(|(to, _)| *to != from).map(|(to, seconds)| ((from, to), seconds)));
        }
        walks
    }
}

/// The path of a row: by its own time, else by its length, else by its steps.
fn path(row: &Row<'_>) -> Result<Path, Box<Issue>> {
    let number = |column| row.cell(column).parse::<f64>().ok();
    let by_steps = || Some(number("stair_count")?.abs() * SECONDS_PER_STEP);
    let by_length = || Some(number("length")? / METRES_PER_SECOND);
    let seconds = number("traversal_time").or_else(by_length).or_else(by_steps);
    let is_usable = |seconds: &f64| (0.0..=SECONDS_MAX).contains(seconds);
    let left_out = || row.issue(Code::PathwayLeftOut, "traversal_time", row.cell("traversal_time"));
    let seconds = seconds.filter(is_usable).ok_or_else(left_out)?.ceil() as i32;
    let (from, to) = (row.filled("from_stop_id")?.to_owned(), row.filled("to_stop_id")?.to_owned());
    // A gate out of the paid area leads one way, whatever the row says.
    let is_both_ways = row.cell("is_bidirectional") == "1" && row.cell("pathway_mode") != "7";
    Ok(Path { from, to, seconds, is_both_ways })
}

/// The shortest time from `begin` to every place that can be walked to. Source: Dijkstra, 1959. `n log n` in paths.
fn shortest<'a>(paths: &Paths<'a>, begin: &'a str) -> BTreeMap<&'a str, i32> {
    let mut known = BTreeMap::new();
    let mut open = BinaryHeap::from([(Reverse(0), begin)]);
    while let Some((Reverse(seconds), place)) = open.pop() {
        if known.contains_key(place) {
            continue;
        }
        known.insert(place, seconds);
        let on = paths.get(place).into_iter().flatten();
        open.extend(on.map(|&(to, more)| (Reverse(seconds + more), to)));
    }
    known
}
