//! Whatever points at a jobseeker and a vacancy: scores, promises, pins; and the pairs of the travel matrix.

use std::collections::HashMap;

use super::Check;
use crate::files::scenario::issue::{Code, Issue, shown};

impl Check<'_> {
    pub(super) fn pairs(&mut self) {
        let parts = self.parts;
        self.matrix();
        let scores = parts
            .scores
            .records
            .iter()
            .map(|score| (score.at, score.value.jobseeker.as_str(), score.value.vacancy.as_str()));
        self.pointing("scores", scores);
        let promises = parts
            .promises
            .records
            .iter()
            .map(|promise| (promise.at, promise.value.jobseeker.as_str(), promise.value.vacancy.as_str()));
        self.pointing("promises", promises);
        self.pins();
    }

    /// Each pair must exist and stand once.
    fn pointing<'b>(&mut self, part: &str, pairs: impl Iterator<Item = (usize, &'b str, &'b str)>) {
        let mut seen = HashMap::new();
        for (at, jobseeker, vacancy) in pairs {
            let pointer = format!("#/{part}/{at}");
            self.both_exist(&pointer, jobseeker, vacancy);
            if let Some(first) = seen.insert((jobseeker, vacancy), at) {
                self.push(Issue::new(Code::PairTwice, pointer).with("first", &format!("#/{part}/{first}")));
            }
        }
    }

    fn both_exist(&mut self, pointer: &str, jobseeker: &str, vacancy: &str) {
        if !self.parts.jobseekers.ids.contains_key(jobseeker) {
            self.unknown(format!("{pointer}/jobseeker"), jobseeker, "jobseekers");
        }
        if !self.parts.vacancies.ids.contains_key(vacancy) {
            self.unknown(format!("{pointer}/vacancy"), vacancy, "vacancies");
        }
    }

    fn pins(&mut self) {
        let parts = self.parts;
        let mut seen = HashMap::new();
        for pin in &parts.pins.records {
            let pointer = format!("#/pins/{}", pin.at);
            let (jobseeker, vacancy) = (pin.value.jobseeker.as_str(), pin.value.vacancy.as_str());
            self.both_exist(&pointer, jobseeker, vacancy);
            if let Some((first, mode)) = seen.insert((jobseeker, vacancy), (pin.at, pin.value.mode)) {
                let code = if mode == pin.value.mode { Code::PairTwice } else { Code::PinsContradict };
                self.push(Issue::new(code, pointer).with("first", &format!("#/pins/{first}")));
            }
        }
    }

    fn matrix(&mut self) {
        let parts = self.parts;
        let mut seen = HashMap::new();
        for entry in &parts.matrix.records {
            let pointer = format!("#/travel/matrix/{}", entry.at);
            let (from, to) = (entry.value.from.as_str(), entry.value.to.as_str());
            self.end_of_trip(format!("{pointer}/from"), from);
            self.end_of_trip(format!("{pointer}/to"), to);
            if let Some(first) = seen.insert((from, to, entry.value.mode), entry.at) {
                let first = format!("#/travel/matrix/{first}");
                self.push(Issue::new(Code::PairTwice, pointer).with("first", &first));
            }
        }
    }

    /// A trip begins and ends at one thing: a home, a workplace, a venue, childcare or a hub.
    fn end_of_trip(&mut self, pointer: String, id: &str) {
        let parts = self.parts;
        let (jobseekers, vacancies) = (&parts.jobseekers.ids, &parts.vacancies.ids);
        let lists = [jobseekers, vacancies, &parts.childcare.ids, &parts.hubs.ids, &parts.venues.ids];
        match lists.iter().filter(|ids| ids.contains_key(id)).count() {
            0 => self.unknown(pointer, id, "jobseekers, vacancies, childcare, travel/hubs, venues"),
            1 => {}
            _ => self.push(Issue::new(Code::IdAmbiguous, pointer).with("id", &shown(id))),
        }
    }
}
