//! How long timetables take: reading them, laying out a day, and searching it, on one core.
//!
//! `make bench-transit`, with the folder of the feeds as TRANSIT.
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use chrono::NaiveDate;
use schakel::gtfs::{self, Source};
use schakel::network_file;
use schakel_solver::domain::Point;
use schakel_solver::travel::timetable::{Profile, Raptor, Router, Zone};

const FEEDS: [&str; 2] = ["nmbs_gtfs_2019-05-29_2019-12-14.zip", "delijn_2018_derived_gtfs.zip"];
/// The year of the bus feed; the train feed moves there.
const YEAR: i32 = 2026;
/// Zones on each side of the zone-to-zone search: stops, evenly taken, as homes and sites stand near them.
const ZONES: usize = 300;

fn main() -> Result<()> {
    let folder = std::env::args().skip(1).find(|argument| argument != "--bench");
    let folder = folder.map_or_else(|| PathBuf::from("../shared/data/transit"), PathBuf::from);
    if !folder.join(FEEDS[0]).exists() {
        println!("no timetables in {}: nothing to measure", folder.display());
        return Ok(());
    }
    let begun = Instant::now();
    let network = gtfs::read(FEEDS.iter().map(|feed| source(&folder, feed)).collect::<Result<_>>()?, Some(YEAR));
    let network = network.network.context("the timetables have errors")?;
    told("import of both feeds", begun);
    let mut bytes = Vec::new();
    network_file::write(&network, &mut bytes)?;
    let begun = Instant::now();
    network_file::read(&bytes)?;
    told("network file read", begun);
    let parts = network.parts();
    let calls: usize = parts.trips.iter().map(|trip| parts.timings[trip.timing.at()].len()).sum();
    println!("{:<44} {:>9} kB", "network file", bytes.len() / 1000);
    for (what, count) in [
        ("stops", parts.stops.len()),
        ("trips", parts.trips.len()),
        ("stop times", calls),
        ("patterns", parts.patterns.len()),
        ("timings", parts.timings.len()),
        ("sets of days", parts.services.len()),
    ] {
        println!("{what:<44} {count:>9}");
    }
    let tuesday = NaiveDate::from_ymd_opt(YEAR, 10, 13).context("no such day")?;
    let begun = Instant::now();
    let raptor = Raptor::new(&network, &Profile::everyday(), tuesday);
    told("one day laid out, both ways", begun);
    println!("{:<44} {:>9}", "trips that day", raptor.n_trips());
    search(&raptor, &parts.stops.iter().map(|stop| stop.point).collect::<Vec<_>>());
    Ok(())
}

/// Times one-to-all and zone-to-zone searches, arriving by 08:00.
fn search(raptor: &Raptor<'_>, points: &[Point]) {
    let step = (points.len() / ZONES).max(1);
    let begun = Instant::now();
    let zones: Vec<Zone> = points.iter().step_by(step).map(|point| raptor.zone(*point)).collect();
    told_each("stops within a walk, each zone", begun, zones.len());
    let everywhere: Vec<Zone> = points.iter().map(|point| raptor.zone(*point)).collect();
    let (begun, mut reached) = (Instant::now(), 0);
    for to in &zones {
        reached += raptor.latest_departures(&everywhere, to, 8 * 3_600).iter().flatten().count();
    }
    told_each("one to all: every stop's latest departure", begun, zones.len());
    println!("{:<44} {:>9.0}", "  stops reached, mean", reached as f64 / zones.len() as f64);
    let begun = Instant::now();
    for to in &zones {
        raptor.latest_departures(&zones, to, 8 * 3_600);
    }
    told_each("zone to zone, each pair", begun, zones.len() * zones.len());
    let begun = Instant::now();
    for (from, to) in zones.iter().zip(zones.iter().rev()) {
        raptor.arrive_by(&from.point, &to.point, 8 * 3_600);
    }
    told_each("one journey with its legs", begun, zones.len());
}

fn source(folder: &Path, feed: &str) -> Result<Source<BufReader<File>>> {
    let content = BufReader::with_capacity(1 << 16, File::open(folder.join(feed))?);
    Ok(Source { name: feed.to_owned(), content })
}

fn told(what: &str, begun: Instant) {
    println!("{what:<44} {:>9.3} s", begun.elapsed().as_secs_f64());
}

fn told_each(what: &str, begun: Instant, count: usize) {
    println!("{what:<44} {:>9.1} µs", begun.elapsed().as_secs_f64() * 1e6 / count.max(1) as f64);
}
