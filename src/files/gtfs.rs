//! GTFS in, a network out: several feeds together, every issue at once with its file and row, nothing half-imported.

mod aboard;
mod calendar;
pub mod catalogue;
mod frequencies;
mod hours;
mod issue;
mod pathways;
mod report;
mod stops;
mod table;
mod transfers;
mod trips;
mod zones;

use std::io::{Read, Seek};

use chrono::{Datelike, Days, NaiveDate};
use schakel_transit::{Builder, Feed, Network};

pub use catalogue::Code;
pub use hours::seconds;
pub use issue::Issue;
pub use report::FileUse;

use crate::files::scenario::Severity;
use table::Archive;
use zones::Dates;

/// A reading of feeds.
#[derive(Debug)]
pub struct Reading {
    /// The network; `None` when there are errors.
    pub network: Option<Network>,
    /// Everything that is wrong or doubtful, feed by feed, in the order of the files.
    pub issues: Vec<Issue>,
    /// What became of each file and column, feed by feed.
    pub uses: Vec<FileUse>,
}

/// A zip file with a name.
#[derive(Debug)]
pub struct Source<R> {
    /// The name of the file.
    pub name: String,
    /// Its content.
    pub content: R,
}

/// What is known while a feed is read.
struct Reader<'a> {
    feed: &'a str,
    builder: &'a mut Builder,
    issues: &'a mut Vec<Issue>,
}

/// Reads feeds into one network. With `shift_to`, each feed is moved by whole weeks, so that the middle of its service
/// comes to lie in that year on the same weekday.
pub fn read<R: Read + Seek>(sources: Vec<Source<R>>, shift_to: Option<i32>) -> Reading {
    let (mut builder, mut issues, mut uses) = (Builder::default(), Vec::new(), Vec::new());
    for Source { name, content } in sources {
        let mut reader = Reader { feed: &name, builder: &mut builder, issues: &mut issues };
        match Archive::open(content) {
            Ok(mut archive) => {
                reader.read(&mut archive, shift_to);
                uses.extend(archive.uses(&name));
            }
            Err(error) => reader.say(Issue::new(Code::NotAZip, &name, "").with("cause", &error)),
        }
    }
    let is_sound = issues.iter().all(|issue| issue.severity() != Severity::Error);
    // Every trip was checked when it was read: a misfit here is a defect, and is reported as one.
    let network = is_sound.then(|| builder.build());
    let network = match network {
        Some(Err(misfit)) => {
            issues.push(Issue::new(Code::Misfit, "", "").with("cause", &misfit));
            None
        }
        Some(Ok(network)) => Some(network),
        None => None,
    };
    Reading { network, issues, uses }
}

impl Reader<'_> {
    fn say(&mut self, issue: Issue) {
        self.issues.push(issue);
    }

    /// Says what is counted, where there is any.
    fn say_count(&mut self, code: Code, file: &str, count: u64) {
        if count > 0 {
            self.say(Issue::new(code, self.feed, file).with("count", &count));
        }
    }

    fn read<R: Read + Seek>(&mut self, archive: &mut Archive<R>, shift_to: Option<i32>) {
        let stops = self.stops(archive);
        let days = self.calendar(archive);
        let (first, last) =
            (days.values().filter_map(|days| days.first()).min(), days.values().filter_map(|days| days.last()).max());
        let (Some(&first), Some(&last)) = (first, last) else {
            self.say(Issue::new(Code::NoService, self.feed, "calendar_dates.txt"));
            return;
        };
        // A service without end has no meaningful middle: where it covers the year already, it is not moved.
        let runs_then =
            |year: &i32| (last - first).num_days() > calendar::DAYS_MAX && (first.year()..=last.year()).contains(year);
        let shift_to = shift_to.filter(|year| !runs_then(year));
        let moved_weeks = shift_to.map_or(0, |year| weeks_to(first + (last - first) / 2, year));
        let moved = |day: NaiveDate| moved_by(day, moved_weeks);
        let (Some(first_day), Some(last_day)) = (moved(first), moved(last)) else {
            self.say(Issue::new(Code::NoService, self.feed, "calendar.txt"));
            return;
        };
        self.builder.feed(Feed { name: self.feed.to_owned(), first_day, last_day, moved_weeks });
        let mut dates = Dates::new(&days, moved_weeks, self.builder);
        let zones = self.zones(archive);
        let lines = self.lines(archive, &zones);
        let runs = self.runs(archive, &stops, &days, &lines);
        let frequencies = self.frequencies(archive, |id| runs.contains_key(id));
        let mut transfers = self.transfers(archive, &stops, |id| runs.contains_key(id), |id| lines.contains_key(id));
        transfers.walk(self.pathways(archive, &stops));
        let links: Vec<_> = transfers.links().cloned().collect();
        let linked = self.trips(runs, &frequencies, &mut transfers, &mut dates);
        self.aboard(&linked, &links, &dates);
        let n_disagree = transfers.finish(self.builder);
        self.say_count(Code::TransfersDisagree, "transfers.txt", n_disagree);
    }
}

/// Whole weeks from the year of `middle` to `year`: the nearest to so many years.
fn weeks_to(middle: NaiveDate, year: i32) -> i32 {
    let days = f64::from(year - middle.year()) * 365.2425;
    (days / 7.0).round() as i32
}

fn moved_by(day: NaiveDate, weeks: i32) -> Option<NaiveDate> {
    let days = Days::new(u64::from(weeks.unsigned_abs()) * 7);
    if weeks < 0 { day.checked_sub_days(days) } else { day.checked_add_days(days) }
}
