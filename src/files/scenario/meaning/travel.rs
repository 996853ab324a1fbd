//! The timetable, the hubs, and how people walk to them.

use chrono::{Datelike, NaiveDate, Weekday};
use schakel_transit::Network;

use super::Check;
use crate::files::scenario::format;
use crate::files::scenario::issue::{Code, Issue};
use crate::files::scenario::packs::Packs;
use crate::files::scenario::weeks::{self, NoWeek};

/// Longest walks are multiples of this, metres: each other one would ask a network of walks of its own.
const WALK_STEP: u16 = 250;

impl Check<'_> {
    pub(super) fn travel(&mut self, packs: &Packs) {
        let parts = self.parts;
        for hub in &parts.hubs.records {
            let pointer = format!("#/travel/hubs/{}", hub.at);
            self.place(format!("{pointer}/at"), hub.value.at);
            self.hours(&format!("{pointer}/open"), &hub.value.open, false);
        }
        for jobseeker in &parts.jobseekers.records {
            if jobseeker.value.walk_metres_max.is_some_and(|metres| metres % WALK_STEP != 0) {
                let pointer = format!("#/jobseekers/{}/walk_metres_max", jobseeker.at);
                self.push(Issue::new(Code::NotInList, pointer).with("allowed", &"0, 250, 500, ... 5000"));
            }
        }
        if let Some(timetable) = &parts.timetable {
            self.timetable(timetable, packs);
        }
    }

    fn timetable(&mut self, timetable: &format::Timetable, packs: &Packs) {
        let week_of = timetable.week_of;
        if week_of.is_some_and(|day| day.weekday() != Weekday::Mon) {
            self.push(Issue::new(Code::NotMonday, "#/travel/timetable/week_of"));
            return;
        }
        let network = match packs.networks().get(&timetable.network) {
            Ok(network) => network,
            Err(error) => {
                let issue = Issue::new(Code::NetworkUnknown, "#/travel/timetable/network");
                self.push(issue.with("network", &timetable.network).with("cause", &error));
                return;
            }
        };
        if self.parts.horizon.is_some() {
            self.week(timetable, &network);
        }
    }

    /// The week that stands for every week.
    fn week(&mut self, timetable: &format::Timetable, network: &Network) {
        let pointer =
            if timetable.week_of.is_some() { "#/travel/timetable/week_of" } else { "#/travel/timetable/network" };
        let of_network = |code: Code| Issue::new(code, pointer).with("network", &timetable.network);
        match weeks::week_of(network, timetable.week_of, (self.from, self.to)) {
            Ok(week) => {
                for day in week.thin {
                    let issue = of_network(Code::FewTrips).with("date", &day.date);
                    self.push(issue.with("trips", &day.trips).with("usual", &day.usual));
                }
            }
            Err(NoWeek::NothingRuns(from, to)) => {
                self.push(of_network(Code::NetworkWithoutTrips).with("from", &from).with("to", &to));
            }
            Err(NoWeek::NotCovered) => {
                let (from, to) = weeks::span(network).unwrap_or((NaiveDate::MIN, NaiveDate::MIN));
                self.push(of_network(Code::NetworkWithoutWeek).with("from", &from).with("to", &to));
            }
        }
    }

    /// A place named as a school must be a school.
    pub(super) fn school(&mut self, pointer: String, id: &str) {
        let parts = self.parts;
        let Some(position) = parts.childcare.ids.get(id) else {
            self.unknown(pointer, id, "childcare");
            return;
        };
        let is_school = parts
            .childcare
            .records
            .iter()
            .any(|care| care.at == *position && care.value.kind == format::CareKind::School);
        // One that could not be read has issues of its own.
        let is_read = parts.childcare.records.iter().any(|care| care.at == *position);
        if is_read && !is_school {
            self.push(Issue::new(Code::NotASchool, pointer).with("id", &id));
        }
    }
}
