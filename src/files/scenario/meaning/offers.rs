//! Vacancies and childcare.

use std::collections::BTreeSet;

use super::Check;
use crate::files::occupations;
use crate::files::scenario::format::{AgeBand, CareKind, Vacancy};
use crate::files::scenario::issue::{Code, Issue, shown};

impl Check<'_> {
    pub(super) fn offers(&mut self) {
        let parts = self.parts;
        for care in &parts.childcare.records {
            let pointer = format!("#/childcare/{}", care.at);
            self.place(format!("{pointer}/at"), care.value.at);
            self.hours(&format!("{pointer}/open"), &care.value.open, false);
            self.age_bands(&format!("{pointer}/places"), &care.value.places);
            let is_school = care.value.kind == CareKind::School;
            if care.value.places.is_empty() && !is_school {
                let issue = Issue::new(Code::MissingField, format!("{pointer}/places"));
                self.push(issue.with("field", &"places"));
            }
            for (at, school) in care.value.serves.iter().enumerate() {
                self.school(format!("{pointer}/serves/{at}"), school);
            }
        }
        for vacancy in &parts.vacancies.records {
            self.vacancy(&format!("#/vacancies/{}", vacancy.at), &vacancy.value);
        }
    }

    fn age_bands(&mut self, pointer: &str, bands: &[AgeBand]) {
        for (at, band) in bands.iter().enumerate() {
            if band.from_age > band.to_age {
                self.push(Issue::new(Code::AgeBandBackwards, format!("{pointer}/{at}")));
            }
            let overlaps = |other: &AgeBand| band.from_age <= other.to_age && other.from_age <= band.to_age;
            if let Some(first) = bands[..at].iter().position(overlaps) {
                let issue = Issue::new(Code::AgeBandsOverlap, format!("{pointer}/{at}"));
                self.push(issue.with("first", &format!("{pointer}/{first}")));
            }
        }
    }

    fn vacancy(&mut self, pointer: &str, vacancy: &Vacancy) {
        self.place(format!("{pointer}/site"), vacancy.site);
        self.hours(&format!("{pointer}/shifts"), &vacancy.shifts, true);
        self.working_week(pointer, vacancy);
        self.occupation(format!("{pointer}/occupation"), &vacancy.occupation);
        if self.pack.is_some() && !self.forms.contains(vacancy.employment_form.as_str()) {
            let forms = list(&self.forms);
            self.unknown(format!("{pointer}/employment_form"), &vacancy.employment_form, &forms);
        }
        if self.parts.horizon.is_some() && !(self.from..=self.to).contains(&vacancy.start) {
            let issue = Issue::new(Code::DateOutsideHorizon, format!("{pointer}/start"));
            self.push(issue.with("from", &self.from).with("to", &self.to));
        }
        if self.parts.horizon.is_some() && vacancy.published_on.is_some_and(|day| day > self.from) {
            let issue = Issue::new(Code::DateInFuture, format!("{pointer}/published_on"));
            self.push(issue.with("from", &self.from));
        }
    }

    pub(super) fn occupation(&mut self, pointer: String, code: &str) {
        if occupations::labels(code).is_none() {
            self.push(Issue::new(Code::OccupationUnknown, pointer).with("id", &shown(code)));
        }
    }
}

/// Names with commas in between.
pub(super) fn list(names: &BTreeSet<&str>) -> String {
    names.iter().copied().collect::<Vec<_>>().join(", ")
}
