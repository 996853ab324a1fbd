//! Jobseekers.

use chrono::{Datelike, Months};

use super::Check;
use super::offers::list;
use crate::files::scenario::format::{Gate, Jobseeker, LonLat, RightToWork};
use crate::files::scenario::issue::{Code, Issue};
use crate::files::scenario::shape;

/// Decimals of a home's degrees: five are the centroid of a neighbourhood as published, more point at a house.
const HOME_DECIMALS_MAX: usize = 5;
/// Children for whom the plan seeks a place at the same time: more would make too many combinations.
const CHILDREN_MAX: usize = 4;
/// First days further from the plan than this are taken for a slip of the pen, years.
const YEARS_FROM_PLAN_MAX: u32 = 10;

impl Check<'_> {
    pub(super) fn jobseekers(&mut self) {
        let parts = self.parts;
        for jobseeker in &parts.jobseekers.records {
            let pointer = format!("#/jobseekers/{}", jobseeker.at);
            self.jobseeker(&pointer, &jobseeker.value);
            self.dates(&pointer, &jobseeker.value);
            self.children(&pointer, &jobseeker.value);
        }
    }

    fn jobseeker(&mut self, pointer: &str, jobseeker: &Jobseeker) {
        self.place(format!("{pointer}/home"), jobseeker.home);
        if is_too_exact(jobseeker.home) {
            let issue = Issue::new(Code::HomeTooExact, format!("{pointer}/home"));
            self.push(issue.with("digits", &HOME_DECIMALS_MAX));
        }
        if self.parts.region.is_some() && !self.municipalities.contains(jobseeker.municipality.as_str()) {
            self.unknown(format!("{pointer}/municipality"), &jobseeker.municipality, "region/municipalities");
        }
        for (at, goal) in jobseeker.goals.iter().enumerate() {
            self.occupation(format!("{pointer}/goals/{at}"), goal);
        }
        self.hours(&format!("{pointer}/availability"), &jobseeker.availability, false);
        if jobseeker.hours_per_week.min > jobseeker.hours_per_week.max {
            self.push(Issue::new(Code::HoursBackwards, format!("{pointer}/hours_per_week")));
        }
        for (at, entitlement) in jobseeker.entitlements.iter().enumerate() {
            let pointer = format!("{pointer}/entitlements/{at}");
            if entitlement.until.is_some_and(|until| until < entitlement.from) {
                self.push(Issue::new(Code::EndBeforeStart, format!("{pointer}/until")));
            }
            if self.pack.is_some() && !self.rights.contains(entitlement.right.as_str()) {
                let rights = list(&self.rights);
                self.unknown(format!("{pointer}/right"), &entitlement.right, &rights);
            }
        }
        for (at, assessment) in jobseeker.assessments.iter().enumerate() {
            if !shape::SCENARIO.fields_of("Jobseeker").any(|field| field == assessment.field) {
                let allowed = shape::SCENARIO.fields_of("Jobseeker").collect::<Vec<_>>().join(", ");
                let issue = Issue::new(Code::NotInList, format!("{pointer}/assessments/{at}/field"));
                self.push(issue.with("allowed", &allowed));
            }
        }
    }

    fn dates(&mut self, pointer: &str, jobseeker: &Jobseeker) {
        if self.parts.horizon.is_none() {
            return;
        }
        let future = |field: String, from: &chrono::NaiveDate| {
            Issue::new(Code::DateInFuture, format!("{pointer}/{field}")).with("from", from)
        };
        if jobseeker.registered_on > self.from {
            self.push(future("registered_on".to_owned(), &self.from));
        } else if jobseeker.registered_on.year() < i32::from(jobseeker.birth_year) {
            self.push(Issue::new(Code::DateNotSensible, format!("{pointer}/registered_on")));
        }
        for (at, assessment) in jobseeker.assessments.iter().enumerate() {
            if assessment.on > self.from {
                self.push(future(format!("assessments/{at}/on"), &self.from));
            }
        }
        if let Gate::Released { on, .. } = &jobseeker.gate
            && *on > self.to
        {
            let issue = Issue::new(Code::DateOutsideHorizon, format!("{pointer}/gate/released/on"));
            self.push(issue.with("from", &self.from).with("to", &self.to));
        }
        let years = Months::new(12 * YEARS_FROM_PLAN_MAX);
        let earliest = self.from.checked_sub_months(years).unwrap_or(self.from);
        let latest = self.to.checked_add_months(years).unwrap_or(self.to);
        if jobseeker.first_day < earliest || jobseeker.first_day > latest {
            self.push(Issue::new(Code::DateNotSensible, format!("{pointer}/first_day")));
        }
        if let RightToWork::Until(until) = jobseeker.right_to_work
            && until < earliest
        {
            self.push(Issue::new(Code::DateNotSensible, format!("{pointer}/right_to_work/until")));
        }
    }

    fn children(&mut self, pointer: &str, jobseeker: &Jobseeker) {
        for (at, child) in jobseeker.children.iter().enumerate() {
            if let Some(place) = child.place.as_deref().filter(|place| !self.parts.childcare.ids.contains_key(*place)) {
                self.unknown(format!("{pointer}/children/{at}/place"), place, "childcare");
            }
            if let Some(school) = &child.school {
                self.school(format!("{pointer}/children/{at}/school"), school);
            }
        }
        let seeking = jobseeker.children.iter().filter(|child| child.care_needed && child.place.is_none()).count();
        if seeking > CHILDREN_MAX {
            let issue = Issue::new(Code::TooManyChildren, format!("{pointer}/children"));
            self.push(issue.with("count", &seeking).with("max", &CHILDREN_MAX));
        }
    }
}

/// Whether more decimals are given than a centroid has.
fn is_too_exact(home: LonLat) -> bool {
    let scale = 10_f64.powi(HOME_DECIMALS_MAX as i32);
    // A tenth of the next decimal: far above the rounding of a double, far below a real decimal.
    [home.lon, home.lat].iter().any(|degrees| ((degrees * scale).round() - degrees * scale).abs() > 0.01)
}
