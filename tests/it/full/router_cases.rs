//! The reference cases of the router, read in place: every one, on both feeds, with the model that their description
//! states.
//!
//! They stand in `../shared/data/transit` beside the project, or in the folder that `SCHAKEL_TRANSIT` names. They are
//! data of others and do not come along: where they are not beside the project the test says so and tries nothing.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use schakel::files::gtfs::{self, Source};
use schakel_solver::domain::Point;
use schakel_transit::{Network, Profile, Raptor, Router, Seconds};

/// What the description of the cases allows for.
const TOLERANCE: Seconds = 5;
const CASES: usize = 65;

/// The file of the cases, in the folder with the feeds.
const FILE: &str = "router_cases.csv";

/// The folder with the feeds; `None` where it is not beside the project. One that was named must be there.
fn folder() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("SCHAKEL_TRANSIT").map(PathBuf::from) {
        assert!(named.join(FILE).exists(), "SCHAKEL_TRANSIT names {}, which has no {FILE}", named.display());
        return Some(named);
    }
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/transit");
    beside.join(FILE).exists().then_some(beside)
}

fn network(folder: &Path, feed: &str) -> Network {
    let content = BufReader::new(File::open(folder.join(feed)).unwrap());
    let reading = gtfs::read(vec![Source { name: feed.to_owned(), content }], None);
    assert!(reading.network.is_some(), "{feed}: {:?}", reading.issues.iter().take(5).collect::<Vec<_>>());
    reading.network.unwrap()
}

fn seconds(clock: &str) -> Option<Seconds> {
    let mut parts = clock.split(':').map(|part| part.parse::<Seconds>().unwrap());
    (!clock.is_empty()).then(|| parts.next().unwrap() * 3_600 + parts.next().unwrap() * 60 + parts.next().unwrap())
}

#[test]
fn every_reference_case_is_answered_rightly() {
    let Some(folder) = folder() else {
        // Not `eprintln!`: its output is not shown when a test passes.
        let words = "router_cases: NOT TRIED, ../shared/data/transit is not there and SCHAKEL_TRANSIT names no other";
        writeln!(io::stderr(), "{words}").unwrap();
        return;
    };
    let mut cases = csv::Reader::from_path(folder.join(FILE)).unwrap();
    let rows: Vec<BTreeMap<String, String>> = cases.deserialize().map(Result::unwrap).collect();
    assert_eq!(rows.len(), CASES, "none left out");
    let mut networks = BTreeMap::new();
    for row in &rows {
        networks.entry(row["feed"].clone()).or_insert_with(|| Arc::new(network(&folder, &row["feed"])));
    }
    assert_eq!(networks.len(), 2);
    let (mut wrong, mut without) = (Vec::new(), 0);
    for row in &rows {
        let date: NaiveDate = row["date"].parse().unwrap();
        let at = |lon, lat| Point::new(row[lon].parse().unwrap(), row[lat].parse().unwrap());
        let raptor = Raptor::of_day(&networks[&row["feed"]], &Profile::reference(), date);
        let (from, to) = (at("from_lon", "from_lat"), at("to_lon", "to_lat"));
        let found = raptor.arrive_by(&from, &to, seconds(&row["arrive_by"]).unwrap());
        let found = found.map(|found| (found.depart, found.arrive, found.transfers()));
        let expected = seconds(&row["depart_at"])
            .map(|depart| (depart, seconds(&row["arrive_at"]).unwrap(), row["transfers"].parse::<usize>().unwrap()));
        without += usize::from(expected.is_none());
        let is_right = match (found, expected) {
            (Some(found), Some(expected)) => {
                (found.0 - expected.0).abs() <= TOLERANCE
                    && (found.1 - expected.1).abs() <= TOLERANCE
                    && found.2 == expected.2
            }
            (found, expected) => found == expected,
        };
        if !is_right {
            wrong.push(format!("{}: {found:?}, expected {expected:?}", row["case_id"]));
        }
    }
    assert!(wrong.is_empty(), "{} of {CASES} wrong\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(without, 7, "cases without a journey are there too");
}
