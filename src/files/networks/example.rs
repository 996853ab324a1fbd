//! The network that the program brings, to try things out with: no such bus exists, and no such train.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use chrono::{Datelike, NaiveDate, Weekday};
use schakel_solver::domain::Point;
use schakel_transit::{Builder, Call, Feed, Line, Network, Pattern, ServiceDays, ServiceIdx, Stop, StopIdx};

/// Its lines, stop by stop; every line also runs the other way.
const TABLE: &str = include_str!("../../../fixtures/tables/example_network.csv");
/// The years in which it runs.
const YEARS: [i32; 2] = [2025, 2026];

/// One stop of a line on some days.
#[derive(serde::Deserialize)]
struct Row {
    line: String,
    kind: u16,
    days: String,
    first: String,
    last: String,
    /// Minutes between departures.
    every: u32,
    stop: String,
    lon: f64,
    lat: f64,
    /// After the departure from the first stop.
    minutes: u32,
}

/// The network of the table.
///
/// # Errors
/// When the table of the program is broken.
pub(super) fn network() -> Result<Network> {
    let mut table = csv::ReaderBuilder::new().delimiter(b';').from_reader(TABLE.as_bytes());
    let rows: Vec<Row> = table.deserialize().collect::<Result<_, _>>()?;
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).context("no such day");
    let (first_day, last_day) = (day(YEARS[0], 1, 1)?, day(YEARS[1], 12, 31)?);
    let mut builder = Builder::default();
    builder.feed(Feed { name: super::EXAMPLE.to_owned(), first_day, last_day, moved_weeks: 0 });
    let runs_on = |wanted: fn(Weekday) -> bool| {
        first_day.iter_days().take_while(move |day| *day <= last_day).filter(move |day| wanted(day.weekday()))
    };
    let weekdays = builder.service(runs_on(|day| !matches!(day, Weekday::Sat | Weekday::Sun)).collect::<ServiceDays>());
    let saturday = builder.service(runs_on(|day| day == Weekday::Sat).collect::<ServiceDays>());
    let mut stops: BTreeMap<String, StopIdx> = BTreeMap::new();
    for row in &rows {
        let point = Point::new(row.lon, row.lat);
        if !stops.contains_key(&row.stop) {
            stops.insert(row.stop.clone(), builder.stop(Stop { name: row.stop.clone(), point }));
        }
    }
    for line in rows.chunk_by(|a, b| (&a.line, &a.days) == (&b.line, &b.days)) {
        let service = if line[0].days == "saturday" { saturday } else { weekdays };
        add_line(&mut builder, line, service, &stops)?;
    }
    Ok(builder.build()?)
}

/// Every departure of a line, both ways.
fn add_line(builder: &mut Builder, rows: &[Row], service: ServiceIdx, stops: &BTreeMap<String, StopIdx>) -> Result<()> {
    let line = builder.line(Line { name: rows[0].line.clone(), kind: rows[0].kind });
    let there: Vec<(StopIdx, u32)> = rows.iter().map(|row| (stops[&row.stop], row.minutes * 60)).collect();
    let whole = there.last().map_or(0, |last| last.1);
    let back: Vec<_> = there.iter().rev().map(|&(stop, seconds)| (stop, whole - seconds)).collect();
    let (first, last) = (seconds(&rows[0].first)?, seconds(&rows[0].last)?);
    for begins in (first..=last).step_by(60 * rows[0].every as usize) {
        for way in [&there, &back] {
            let calls = way.iter().map(|&(_, at)| Call { arrives: at, departs: at }).collect();
            let (stops, may): (_, Vec<bool>) = way.iter().map(|&(stop, _)| (stop, true)).unzip();
            builder.trip(line, service, Pattern { stops, boards: may.clone(), alights: may }, begins, calls);
        }
    }
    Ok(())
}

/// The second of the day of `HH:MM`.
fn seconds(clock: &str) -> Result<u32> {
    let (hours, minutes) = clock.split_once(':').context("no clock time")?;
    Ok(hours.parse::<u32>()? * 3_600 + minutes.parse::<u32>()? * 60)
}
