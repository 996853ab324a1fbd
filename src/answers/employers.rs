//! Employers to invite to a fair, as JSON and as lines of a table. Counts of people are rounded: none is exact.

use chrono::NaiveDate;
use schakel_solver::domain::{Facts, SupportKind};
use schakel_solver::explain::{Employer, VacancyReach, rounded_people};
use serde::Serialize;

/// Employers, ranked.
#[derive(Clone, Debug, Serialize)]
pub struct EmployersView<'a> {
    /// On what they are ranked, the most important first.
    pub ranked_on: [&'static str; 4],
    /// Counts of people are rounded down to a multiple of this, and null below it.
    pub count_shown_min: u16,
    /// Employers with vacancies in all, also those that are not shown.
    pub employers_in_all: usize,
    /// The first employers.
    pub employers: Vec<EmployerView<'a>>,
}

/// An employer, and what speaks for inviting it.
#[derive(Clone, Debug, Serialize)]
pub struct EmployerView<'a> {
    /// Its name.
    pub employer: &'a str,
    /// Openings that are not filled by ISCO-08 major group of the occupation, most first.
    pub sectors: Vec<SectorView>,
    /// Openings of all its vacancies.
    pub openings: u32,
    /// Of those, openings that are not filled.
    pub unfilled: u32,
    /// Of those not filled, openings on the list of bottleneck occupations.
    pub bottleneck: u32,
    /// Age of its oldest vacancy that is not filled, days; null where none has a date.
    pub days_open: Option<u32>,
    /// Vacancies that are not filled and have no date.
    pub ages_unknown: u32,
    /// People who could start at a vacancy that is not filled, each counted once.
    pub possible: Option<u32>,
    /// People who could start at none of them, and come near.
    pub near: Option<u32>,
    /// Its vacancies.
    pub vacancies: Vec<ReachView<'a>>,
}

/// Openings of one major group.
#[derive(Clone, Debug, Serialize)]
pub struct SectorView {
    /// First digit of the ISCO-08 code.
    pub isco_major_group: u8,
    /// Openings that are not filled.
    pub unfilled: u32,
}

/// A vacancy of an employer.
#[derive(Clone, Debug, Serialize)]
pub struct ReachView<'a> {
    /// Its ID.
    pub vacancy: &'a str,
    /// ESCO code of the occupation.
    pub occupation: &'a str,
    /// Its openings.
    pub openings: u32,
    /// Of those, openings that are not filled.
    pub unfilled: u32,
    /// Whether it is on the list of bottleneck occupations.
    pub bottleneck: bool,
    /// Day on which it was published; null where that is not known.
    pub published_on: Option<NaiveDate>,
    /// Days since then on the first day of the plan.
    pub days_open: Option<u32>,
    /// People who could start.
    pub possible: Option<u32>,
    /// People who could not, and come near.
    pub near: Option<u32>,
    /// Of those near, people who lack the skills and nothing else.
    pub to_learn: Option<u32>,
    /// Employment forms under which the job could be held, in the order of the policy pack.
    pub employment_forms: Vec<FormView<'a>>,
    /// Supports of the region that alone let someone start who could not; also where they are for few or nobody.
    pub supports: Vec<SupportView>,
}

/// An employment form that fits a vacancy.
#[derive(Clone, Debug, Serialize)]
pub struct FormView<'a> {
    /// Its name in the policy pack.
    pub form: &'a str,
    /// People who could start under it.
    pub people: Option<u32>,
}

/// A support that helps at a vacancy.
#[derive(Clone, Debug, Serialize)]
pub struct SupportView {
    /// What it gives: `bicycle`, `licence_b` or `coach`.
    pub support: &'static str,
    /// People who could start with it and not without.
    pub people: Option<u32>,
}

impl<'a> EmployersView<'a> {
    /// The first `shown` of `found` as they leave.
    pub fn of(facts: Facts<'a>, found: &'a [Employer], shown: usize) -> Self {
        Self {
            ranked_on: ["bottleneck", "days_open", "unfilled", "employer"],
            count_shown_min: facts.region.pack.limits.count_shown_min,
            employers_in_all: found.len(),
            employers: found.iter().take(shown).map(|of| EmployerView::of(facts, of)).collect(),
        }
    }
}

impl<'a> EmployerView<'a> {
    fn of(facts: Facts<'a>, of: &'a Employer) -> Self {
        let sectors = of.sectors.iter();
        let sectors = sectors.map(|&(sector, unfilled)| SectorView { isco_major_group: sector, unfilled });
        Self {
            employer: &of.name,
            sectors: sectors.collect(),
            openings: of.openings,
            unfilled: of.unfilled,
            bottleneck: of.bottleneck,
            days_open: of.days,
            ages_unknown: of.ages_unknown,
            possible: rounded_people(facts, of.possible),
            near: rounded_people(facts, of.near),
            vacancies: of.vacancies.iter().map(|vacancy| ReachView::of(facts, vacancy)).collect(),
        }
    }
}

impl<'a> ReachView<'a> {
    fn of(facts: Facts<'a>, of: &VacancyReach) -> Self {
        let region = facts.region;
        let offer = &region.offers[of.offer.at()];
        let forms = of.forms.iter().map(|&(form, people)| FormView {
            form: &region.pack.forms[form.at()].name,
            people: rounded_people(facts, people),
        });
        let supports = of.supports.iter().map(|&(kind, people)| SupportView {
            support: match kind {
                SupportKind::Bicycle => "bicycle",
                SupportKind::LicenceB => "licence_b",
                SupportKind::Coach => "coach",
            },
            people: rounded_people(facts, people),
        });
        Self {
            vacancy: &offer.id,
            occupation: offer.occupation.map_or("", |occupation| &region.occupations[occupation.at()].code),
            openings: of.openings,
            unfilled: of.unfilled,
            bottleneck: offer.contract.is_some_and(|contract| contract.bottleneck),
            published_on: offer.contract.and_then(|contract| contract.published_on),
            days_open: of.days,
            possible: rounded_people(facts, of.possible),
            near: rounded_people(facts, of.near),
            to_learn: rounded_people(facts, of.to_learn),
            employment_forms: forms.collect(),
            supports: supports.collect(),
        }
    }
}
