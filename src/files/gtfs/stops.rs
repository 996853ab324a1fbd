//! Stops and platforms: where one boards and alights. Stations and entrances are places on the way to them.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use schakel_solver::domain::Point;
use schakel_transit::{Stop, StopIdx};

use super::table::{Archive, Row};
use super::{Code, Issue, Reader};

/// The stops of a feed.
#[derive(Default)]
pub(super) struct Stops {
    /// Every stop, platform and station that vehicles may call at. Some feeds call at the station itself.
    pub(super) by_id: BTreeMap<String, StopIdx>,
    /// The platforms of each station.
    pub(super) of_station: BTreeMap<String, Vec<StopIdx>>,
    /// Parts of platforms at which one boards, each with its platform.
    pub(super) areas: Vec<(String, String)>,
}

/// A row of stops.txt, and its station.
struct Listed {
    id: String,
    station: String,
    stop: Stop,
}

impl Reader<'_> {
    pub(super) fn stops<R: Read + Seek>(&mut self, archive: &mut Archive<R>) -> Stops {
        let mut read: Vec<(u64, Listed)> = Vec::new();
        let mut areas = Vec::new();
        let mut issues = archive.rows(self.feed, "stops.txt", &["stop_id", "stop_lat", "stop_lon"], |row| {
            if row.cell("location_type") == "4" {
                areas.push((row.filled("stop_id")?.to_owned(), row.cell("parent_station").to_owned()));
            }
            read.extend(stop(row)?.map(|stop| (row.number, stop)));
            Ok(())
        });
        let mut stops = Stops { areas, ..Stops::default() };
        for (number, Listed { id, station, stop }) in read {
            if stops.by_id.contains_key(&id) {
                let issue = Issue::new(Code::IdTwice, self.feed, "stops.txt").at_row(number);
                issues.push(issue.with("column", &"stop_id").with("value", &id));
                continue;
            }
            let idx = self.builder.stop(stop);
            stops.by_id.insert(id, idx);
            if !station.is_empty() {
                stops.of_station.entry(station).or_default().push(idx);
            }
        }
        self.issues.extend(issues);
        stops
    }
}

/// The stop of a row; `None` for entrances, nodes and boarding areas, at which no vehicle calls.
fn stop(row: &Row<'_>) -> Result<Option<Listed>, Box<Issue>> {
    let id = row.filled("stop_id")?;
    if !matches!(row.cell("location_type"), "" | "0" | "1") {
        return Ok(None);
    }
    let degrees = |column, most: f64| {
        let value = row.read(column, Code::NotAPlace, |cell| cell.parse::<f64>().ok())?;
        if value.abs() <= most { Ok(value) } else { Err(row.issue(Code::NotAPlace, column, row.cell(column))) }
    };
    let point = Point::new(degrees("stop_lon", 180.0)?, degrees("stop_lat", 90.0)?);
    let stop = Stop { name: row.cell("stop_name").to_owned(), point };
    Ok(Some(Listed { id: id.to_owned(), station: row.cell("parent_station").to_owned(), stop }))
}
