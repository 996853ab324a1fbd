//! What a feed says about changing. Of several rows about one change the most precise holds, as the GTFS reference
//! defines it: trip before line before stop before station, whatever the order of the rows.
//!
//! A network knows changes between stops alone. Where a row is about single trips or lines, these call at a twin of the
//! stop, which has changes of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

use schakel_transit::{Builder, Pattern, StopIdx, Transfer};

use super::stops::Stops;
use super::table::{Archive, Row};
use super::{Code, Issue, Reader};

/// Longest change that a feed may state, seconds: a day.
const SECONDS_MAX: i32 = 86_400;
/// Most twins of one stop, and of all: each has changes with each.
const TWINS_MAX: [usize; 2] = [100, 20_000];

/// What a row says, the strictest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Said {
    /// Our own time holds.
    Usual,
    /// At least so many seconds.
    Least(i32),
    /// One cannot change.
    Forbidden,
}

/// Which trips an end of a row is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Whose {
    Anyone,
    Line(String),
    Trip(String),
}

/// A row that is about single trips or lines.
#[derive(Clone, Debug)]
struct Narrow {
    whose: [Whose; 2],
    /// How many of its stops are named themselves.
    n_own: u8,
    said: Said,
}

impl Narrow {
    /// Trips on both sides, a trip and a line, a trip, lines on both sides, a line; then stops before stations.
    fn rank(&self) -> (u8, u8) {
        let weight = |whose: &Whose| match whose {
            Whose::Anyone => 0,
            Whose::Line(_) => 2,
            Whose::Trip(_) => 5,
        };
        (self.whose.iter().map(weight).sum(), self.n_own)
    }

    fn is_about(&self, from: &Place, to: &Place) -> bool {
        self.whose.iter().zip([from, to]).all(|(whose, place)| match whose {
            Whose::Anyone => true,
            Whose::Line(line) => place.line.as_ref() == Some(line),
            Whose::Trip(trip) => place.trip.as_ref() == Some(trip),
        })
    }
}

/// A stop, or a twin of it for what rows name apart there.
#[derive(Clone, Debug)]
struct Place {
    trip: Option<String>,
    line: Option<String>,
    stop: StopIdx,
}

type Pair = (StopIdx, StopIdx);

/// The changes of a feed.
#[derive(Default)]
pub(super) struct Transfers {
    /// For each pair of stops, how many of both are named themselves, and what is said.
    general: BTreeMap<Pair, (u8, Said)>,
    narrow: BTreeMap<Pair, Vec<Narrow>>,
    /// Trips and lines that rows name at a stop.
    named: BTreeSet<(StopIdx, Whose)>,
    twins: BTreeMap<StopIdx, Vec<Place>>,
    /// Trips of which the second goes on where the first ends, with everyone aboard.
    stays: BTreeSet<(String, String)>,
    /// Trips between which everyone gets off.
    leaves: BTreeSet<(String, String)>,
    n_disagree: u64,
}

impl Reader<'_> {
    /// Reads transfers.txt. `is_trip` and `is_line` know the IDs of the feed.
    pub(super) fn transfers<R: Read + Seek>(
        &mut self,
        archive: &mut Archive<R>,
        stops: &Stops,
        is_trip: impl Fn(&str) -> bool,
        is_line: impl Fn(&str) -> bool,
    ) -> Transfers {
        let mut transfers = Transfers::default();
        if !archive.has("transfers.txt") {
            return transfers;
        }
        let mut rows: Vec<(Pair, Narrow)> = Vec::new();
        let issues = archive.rows(self.feed, "transfers.txt", &[], |row| {
            let whose = [
                whose(row, ["from_trip_id", "from_route_id"], &is_trip, &is_line)?,
                whose(row, ["to_trip_id", "to_route_id"], &is_trip, &is_line)?,
            ];
            let Some(said) = said(row)? else { return transfers.link(row, whose) };
            let (from, to) = (ends(row, "from_stop_id", stops)?, ends(row, "to_stop_id", stops)?);
            for &(from, is_from_own) in &from {
                for &(to, is_to_own) in &to {
                    let n_own = u8::from(is_from_own) + u8::from(is_to_own);
                    rows.push(((from, to), Narrow { whose: whose.clone(), n_own, said }));
                }
            }
            Ok(())
        });
        self.issues.extend(issues);
        let n_left_out = transfers.keep(rows);
        self.say_count(Code::TransfersTooMany, "transfers.txt", n_left_out);
        transfers
    }
}

impl Transfers {
    /// A row about staying aboard, or not.
    fn link(&mut self, row: &Row<'_>, whose: [Whose; 2]) -> Result<(), Box<Issue>> {
        let [Whose::Trip(from), Whose::Trip(to)] = whose else {
            let column = if matches!(whose[0], Whose::Trip(_)) { "to_trip_id" } else { "from_trip_id" };
            return Err(row.issue(Code::TransferLeftOut, column, ""));
        };
        let links = if row.cell("transfer_type") == "4" { &mut self.stays } else { &mut self.leaves };
        links.insert((from, to));
        Ok(())
    }

    /// Keeps what rows say, and returns how many about single trips or lines would make too many twins.
    fn keep(&mut self, rows: Vec<(Pair, Narrow)>) -> u64 {
        let names = |pair: &Pair, narrow: &Narrow| {
            let [from, to] = narrow.whose.clone();
            [(pair.0, from), (pair.1, to)].into_iter().filter(|(_, whose)| *whose != Whose::Anyone).collect::<Vec<_>>()
        };
        let named: BTreeSet<(StopIdx, Whose)> = rows.iter().flat_map(|(pair, narrow)| names(pair, narrow)).collect();
        let mut n_named: BTreeMap<StopIdx, usize> = BTreeMap::new();
        named.iter().for_each(|(stop, _)| *n_named.entry(*stop).or_default() += 1);
        let is_full = |stop: &StopIdx| n_named.get(stop).is_some_and(|&n_named| n_named > TWINS_MAX[0]);
        let mut n_left_out = 0;
        for (pair, narrow) in rows {
            let names = names(&pair, &narrow);
            if names.is_empty() {
                let (n_own, said) = self.general.entry(pair).or_insert((narrow.n_own, narrow.said));
                self.n_disagree += u64::from(*n_own == narrow.n_own && *said != narrow.said);
                (*n_own, *said) = (*n_own, *said).max((narrow.n_own, narrow.said));
            } else if named.len() > TWINS_MAX[1] || is_full(&pair.0) || is_full(&pair.1) {
                n_left_out += 1;
            } else {
                self.named.extend(names);
                self.narrow.entry(pair).or_default().push(narrow);
            }
        }
        n_left_out
    }

    /// Takes the time of walks inside stations, where no row says anything about the stops.
    pub(super) fn walk(&mut self, walks: BTreeMap<Pair, i32>) {
        for (pair, seconds) in walks {
            self.general.entry(pair).or_insert((0, Said::Least(seconds)));
        }
    }

    /// Pairs of trips of which the second follows the first with everyone aboard.
    pub(super) fn links(&self) -> impl Iterator<Item = &(String, String)> {
        self.stays.difference(&self.leaves)
    }

    /// Lets a trip call at the twins that rows about it ask for.
    pub(super) fn place(&mut self, builder: &mut Builder, trip: &str, line: &str, pattern: &mut Pattern) {
        if self.named.is_empty() {
            return;
        }
        for stop in &mut pattern.stops {
            let is_named = |whose| self.named.contains(&(*stop, whose));
            let of_trip = Some(trip.to_owned()).filter(|trip| is_named(Whose::Trip(trip.clone())));
            let of_line = Some(line.to_owned()).filter(|line| is_named(Whose::Line(line.clone())));
            if of_trip.is_none() && of_line.is_none() {
                continue;
            }
            let twins = self.twins.entry(*stop).or_default();
            let known = twins.iter().find(|place| place.trip == of_trip && place.line == of_line);
            *stop = match known {
                Some(place) => place.stop,
                None => {
                    let twin = builder.twin(*stop);
                    twins.push(Place { trip: of_trip, line: of_line, stop: twin });
                    twin
                }
            };
        }
    }

    /// Adds what holds between all stops and twins. Returns how often rows that are equally precise disagree.
    pub(super) fn finish(self, builder: &mut Builder) -> u64 {
        let mut n_disagree = self.n_disagree;
        let places = |stop: StopIdx| {
            let own = Place { trip: None, line: None, stop };
            [own].into_iter().chain(self.twins.get(&stop).into_iter().flatten().cloned()).collect::<Vec<_>>()
        };
        let pairs: BTreeSet<&Pair> = self.general.keys().chain(self.narrow.keys()).collect();
        for &pair in pairs {
            let narrow = self.narrow.get(&pair).map_or(&[][..], Vec::as_slice);
            for from in &places(pair.0) {
                for to in &places(pair.1) {
                    let about = || narrow.iter().filter(|narrow| narrow.is_about(from, to));
                    let strictest = about().max_by_key(|narrow| (narrow.rank(), narrow.said));
                    let is_other =
                        |best: &Narrow| about().any(|row| row.rank() == best.rank() && row.said != best.said);
                    n_disagree += u64::from(strictest.is_some_and(is_other));
                    let said = strictest.map(|narrow| narrow.said);
                    let seconds = match said.or_else(|| self.general.get(&pair).map(|general| general.1)) {
                        None | Some(Said::Usual) => continue,
                        Some(Said::Least(seconds)) => Some(seconds),
                        Some(Said::Forbidden) => None,
                    };
                    builder.transfer(Transfer { from: from.stop, to: to.stop, seconds });
                }
            }
        }
        n_disagree
    }
}

/// Which trips one end of a row is about.
fn whose(
    row: &Row<'_>,
    [trip, line]: [&str; 2],
    is_trip: impl Fn(&str) -> bool,
    is_line: impl Fn(&str) -> bool,
) -> Result<Whose, Box<Issue>> {
    let left_out = |column| row.issue(Code::TransferLeftOut, column, row.cell(column));
    match (row.cell(trip), row.cell(line)) {
        ("", "") => Ok(Whose::Anyone),
        ("", id) if is_line(id) => Ok(Whose::Line(id.to_owned())),
        ("", _) => Err(left_out(line)),
        (id, _) if is_trip(id) => Ok(Whose::Trip(id.to_owned())),
        _ => Err(left_out(trip)),
    }
}

/// What a row says about changing; `None` where it is about staying aboard.
fn said(row: &Row<'_>) -> Result<Option<Said>, Box<Issue>> {
    match row.cell("transfer_type") {
        "" | "0" => Ok(Some(Said::Usual)),
        // The one waits for the other: the change is kept however short it is.
        "1" => Ok(Some(Said::Least(0))),
        "2" => {
            let cell = row.cell("min_transfer_time");
            let seconds = cell.parse().ok().filter(|seconds| (0..=SECONDS_MAX).contains(seconds));
            let left_out = || row.issue(Code::TransferLeftOut, "min_transfer_time", cell);
            Ok(Some(Said::Least(seconds.ok_or_else(left_out)?)))
        }
        "3" => Ok(Some(Said::Forbidden)),
        "4" | "5" => Ok(None),
        other => Err(row.issue(Code::TransferLeftOut, "transfer_type", other)),
    }
}

/// The stop named under `column`, with its platforms where it is a station, and whether each is named itself.
fn ends(row: &Row<'_>, column: &str, stops: &Stops) -> Result<Vec<(StopIdx, bool)>, Box<Issue>> {
    let id = row.cell(column);
    let own = *stops.by_id.get(id).ok_or_else(|| row.issue(Code::TransferLeftOut, column, id))?;
    let platforms = stops.of_station.get(id).into_iter().flatten();
    Ok([(own, true)].into_iter().chain(platforms.map(|&stop| (stop, false))).collect())
}
