//! The regional job fair in Wijnegem: the employers with most vacancies, a hall, and two ways of inviting. All figures
//! are assumptions for demonstration, except where a source is named; see `fixtures/tables/generator.md`.

use std::collections::BTreeMap;

use super::Dates;
use super::tables::Municipality;
use crate::files::scenario::format::{
    BindingName, Day, Equipment, Fair, FairChannel, FairHall, FairTable, Group, Hours, Priority, Room, Share, Span,
    StatedRate, Time, Vacancy,
};

/// Where the regional fair is.
pub(super) const WIJNEGEM: &str = "11050";
/// The day of the regional fair.
const DATE: (i32, u32, u32) = (2025, 9, 15);
/// Tables: the employers with most vacancies.
const TABLES: usize = 40;
/// Interviews of a table: an afternoon of quarters of an hour.
const SLOTS: u32 = 16;
/// One in this many people is invited by a mediator, the others by letter.
const BY_MEDIATOR: u32 = 3;

/// Vacancies by employer, as they are written.
#[derive(Default)]
pub(super) struct Employers(BTreeMap<String, Vec<String>>);

impl Employers {
    /// Counts a vacancy that was written.
    pub(super) fn count(&mut self, vacancy: &Vacancy) {
        self.0.entry(vacancy.employer.clone()).or_default().push(vacancy.id.clone());
    }

    /// The fair, where employers come.
    pub(super) fn fair(self, dates: Dates, municipalities: &[&Municipality], jobseekers: u32) -> Option<Fair> {
        let mut employers: Vec<_> = self.0.into_iter().collect();
        // Stable: employers with as many vacancies stay in the order of their names.
        employers.sort_by_key(|(_, vacancies)| std::cmp::Reverse(vacancies.len()));
        employers.truncate(TABLES);
        let date = dates.moved(chrono::NaiveDate::from_ymd_opt(DATE.0, DATE.1, DATE.2)?);
        (!employers.is_empty()).then(|| Fair {
            id: "wijnegem".to_owned(),
            title: "Regionale jobbeurs".to_owned(),
            venue: format!("GC-{WIJNEGEM}"),
            date,
            from: Time("13:00".to_owned()),
            to: Time("17:00".to_owned()),
            hall: FairHall { places: 150, risk: 0.05 },
            walk_ins: 12.0,
            common_shock: Some(0.3),
            binding: BindingName::Independent,
            days_left: None,
            channels: channels(jobseekers),
            tables: (1..).zip(employers).map(table).collect(),
            floors: floors(municipalities),
            invited: Vec::new(),
        })
    }
}

/// The hall, lent for the day of the fair and no other.
pub(super) fn hall(dates: Dates) -> Room {
    let day = |text: &str| Some(dates.moved(text.parse::<chrono::NaiveDate>().ok()?));
    let span = |(from, to)| Some(Span { from: day(from)?, to: day(to)? });
    Room {
        id: "feestzaal".to_owned(),
        seats: 200,
        open: vec![Hours { days: vec![Day::Mon], from: Time("12:00".to_owned()), to: Time("18:00".to_owned()) }],
        away: [("2025-01-01", "2025-09-14"), ("2025-09-16", "2026-12-31")].into_iter().filter_map(span).collect(),
        taken: Vec::new(),
        equipment: vec![Equipment::StepFree],
    }
}

fn table((number, (employer, vacancies)): (u32, (String, Vec<String>))) -> FairTable {
    FairTable { id: format!("T{number:02}"), employer, vacancies, slots: SLOTS, risk: 0.2 }
}

/// Show-up rates as they were published, each worth some twenty invitations of one's own.
fn channels(jobseekers: u32) -> Vec<FairChannel> {
    let rate =
        |mean: f64, source: &str| StatedRate { mean, sample_size: 20.0, source: source.to_owned(), observed: None };
    let source = "doi 10.30636/jbpa.21.24, via belinablog.com 2015-04-27";
    let known = (1..=jobseekers).filter(|number| number % BY_MEDIATOR == 0);
    let by_mediator: Vec<String> = known.map(|number| format!("J{number:05}")).collect();
    let mediator = FairChannel {
        id: "mediator".to_owned(),
        lead_time_days: 7,
        rate: rate(0.27, &format!("\"I've booked you a place\": 27 %, {source}")),
        jobseekers: by_mediator,
    };
    let letter = FairChannel {
        id: "letter".to_owned(),
        lead_time_days: 14,
        rate: rate(0.10, &format!("plain text: 10 %, {source}")),
        jobseekers: Vec::new(),
    };
    // In a small region the mediator may have nobody to invite: then there is one channel.
    if mediator.jobseekers.is_empty() { vec![letter] } else { vec![mediator, letter] }
}

/// Every municipality is invited, and people who look for long.
fn floors(municipalities: &[&Municipality]) -> Vec<Share> {
    let share = |id: String, group: Group, least: u32| Share {
        id,
        group: Some(group),
        form: None,
        at_least: Some(least),
        at_most: None,
        hard: false,
    };
    let of = |one: &&Municipality| share(format!("from-{}", one.nis), Group::Municipality(one.nis.to_owned()), 15);
    let long_term = share("long-term".to_owned(), Group::Priority(Priority::LongTerm), 100);
    municipalities.iter().map(of).chain([long_term]).collect()
}
