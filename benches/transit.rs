//! How long timetables take: reading them, laying out a day, and searching it, on one core.
//!
//! `make bench-transit`, with the folder of the feeds as TRANSIT.
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result};
use chrono::{Days, NaiveDate};
use rayon::prelude::*;
use schakel::files::gtfs::{self, Source};
use schakel::files::network_file;
use schakel_solver::domain::Point;
use schakel_transit::{Floor, Profile, Raptor, Router, Scratch, Seconds, Walks, Zone, days_alike};

const FEEDS: [&str; 2] = ["nmbs_gtfs_2019-05-29_2019-12-14.zip", "delijn_2018_derived_gtfs.zip"];
/// The year of the bus feed; the train feed moves there.
const YEAR: i32 = 2026;
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
    let network = Arc::new(network);
    let monday = NaiveDate::from_ymd_opt(YEAR, 10, 12).context("no such day")?;
    let dates: Vec<_> = (0..7).map(|day| monday + Days::new(day)).collect();
    let begun = Instant::now();
    let walks = Arc::new(Walks::new(&network, &Profile::everyday()));
    told("walks and changes", begun);
    let alike = days_alike(&network, &Profile::everyday(), &dates);
    println!(
        "{:<44} {:>9}",
        "kinds of days in the week",
        alike.iter().enumerate().filter(|(at, first)| at == *first).count()
    );
    let begun = Instant::now();
    let week: Vec<_> = dates.iter().map(|&date| Raptor::new(network.clone(), walks.clone(), date)).collect();
    told("seven days laid out, both ways", begun);
    println!("{:<44} {:>9}", "trips on Tuesday", week[1].n_trips());
    let stops: Vec<_> = network.stops().iter().map(|stop| stop.point).collect();
    search(&week[1], &stops, &places()?)?;
    let begun = Instant::now();
    let floor = Floor::new(&network, &walks, &dates, &[], &places()?);
    told("lower bounds laid out", begun);
    let begun = Instant::now();
    let n_places = places()?.len();
    (0..n_places).for_each(|place| drop(floor.minutes_from(place)));
    told_each("lower bounds from one place to all", begun, n_places);
    println!("{:<44} {:>9} MB", "peak memory", peak_kilobytes()? / 1000);
    Ok(())
}

/// Neighbourhoods of the seven municipalities and the city of Antwerp.
fn places() -> Result<Vec<Point>> {
    const MUNICIPALITIES: [&str; 8] = ["11002", "11022", "11035", "11038", "11039", "11050", "11054", "11055"];
    let table = include_str!("../fixtures/tables/generator_places.csv");
    let mut points = Vec::new();
    for line in table.lines().skip(1) {
        let fields: Vec<&str> = line.split(';').collect();
        if MUNICIPALITIES.contains(&fields[1]) {
            points.push(Point::new(fields[2].parse()?, fields[3].parse()?));
        }
    }
    Ok(points)
}

/// Times one-to-all and zone-to-zone searches, arriving by 08:00, on one core and on two.
fn search(raptor: &Raptor, stops: &[Point], places: &[Point]) -> Result<()> {
    let begun = Instant::now();
    let zones: Vec<Zone> = places.iter().map(|point| raptor.zone(*point)).collect();
    told_each("stops within a walk, each zone", begun, zones.len());
    let everywhere: Vec<Zone> = stops.iter().map(|point| raptor.zone(*point)).collect();
    let eight = 8 * 3_600;
    let (mut scratch, mut reached) = (Scratch::default(), 0);
    let begun = Instant::now();
    for to in &zones {
        let found = raptor.latest_departures(&mut scratch, &everywhere, to, eight, Seconds::MAX);
        reached += found.iter().flatten().count();
    }
    told_each("one to all: every stop's latest departure", begun, zones.len());
    println!("{:<44} {:>9.0}", "  stops reached, mean", reached as f64 / zones.len() as f64);
    for (what, within) in [("any length", Seconds::MAX), ("at most 90 minutes", 5_400)] {
        let begun = Instant::now();
        zones.iter().for_each(|to| drop(raptor.latest_departures(&mut scratch, &zones, to, eight, within)));
        told_each(&format!("one zone to all {} zones, {what}", zones.len()), begun, zones.len());
    }
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
        let begun = Instant::now();
        pool.install(|| {
            zones.par_iter().for_each_init(Scratch::default, |scratch, to| {
                drop(raptor.latest_departures(scratch, &zones, to, eight, 5_400));
            });
        });
        told(&format!("zone to zone, {} pairs, threads: {threads}", zones.len() * zones.len()), begun);
    }
    let begun = Instant::now();
    for (from, to) in zones.iter().zip(zones.iter().rev()) {
        raptor.arrive_by(&from.point, &to.point, eight);
    }
    told_each("one journey with its legs", begun, zones.len());
    Ok(())
}

/// The most memory this process had, kilobytes.
fn peak_kilobytes() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no peak memory")?;
    Ok(line.trim().trim_end_matches(" kB").trim().parse()?)
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
