//! The lines of the table: for employers a fixed list of columns, for mediators how each proposal stands.

use chrono::NaiveDate;
use schakel_solver::candidates::Edge;
use schakel_solver::domain::{Offer, PlanKind, Window};
use schakel_solver::explain::{offer_title, reason_words, weekday_short};
use schakel_solver::plan::Unassigned;
use schakel_solver::text::Clock;

use super::words::{self, Column};
use super::{Decision, Export, Reader};

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// Words, never a formula.
    Text(String),
    /// A count.
    Whole(u32),
    /// Degrees.
    Decimal(f64),
    /// A day.
    Date(NaiveDate),
    /// Nothing.
    Empty,
}

/// A table: titles and lines.
pub(super) struct Rows {
    pub(super) titles: Vec<&'static str>,
    pub(super) lines: Vec<Vec<Cell>>,
}

/// All an employer ever sees. Nothing of family, languages, place of living, gate or reasons.
const FOR_EMPLOYERS: &[Column] =
    &[Column::Jobseeker, Column::Vacancy, Column::Occupation, Column::Start, Column::Hours, Column::Shifts];

/// What a mediator sees.
const FOR_MEDIATORS: &[Column] = &[
    Column::Status,
    Column::Jobseeker,
    Column::Municipality,
    Column::Vacancy,
    Column::Employer,
    Column::Occupation,
    Column::Start,
    Column::Hours,
    Column::Shifts,
    Column::Mode,
    Column::Childcare,
    Column::Supports,
    Column::SiteLon,
    Column::SiteLat,
    Column::Reasons,
];

/// Whom a coordinator invites: by which channel, for which table, how they get there.
const OF_A_FAIR: &[Column] = &[
    Column::Status,
    Column::Jobseeker,
    Column::Municipality,
    Column::Channel,
    Column::Occupation,
    Column::Start,
    Column::Shifts,
    Column::Vacancy,
    Column::Employer,
    Column::Fits,
    Column::Mode,
    Column::Childcare,
    Column::Supports,
    Column::Reasons,
];

/// The lines for the reader, in the order of the plan.
pub(super) fn of(export: &Export<'_>) -> Rows {
    let columns = match export.reader {
        Reader::Employer => FOR_EMPLOYERS,
        Reader::Mediator if export.facts.region.kind == PlanKind::Fair => OF_A_FAIR,
        Reader::Mediator => FOR_MEDIATORS,
    };
    let kind = export.facts.region.kind;
    let titles = columns.iter().map(|column| words::title(*column, kind).in_lang(export.lang)).collect();
    let line = |edge| columns.iter().map(|column| proposed(export, edge, *column)).collect();
    let region = export.facts.region;
    let leaves = |edge: &&Edge| {
        let (person, vacancy) = (&region.jobseekers[edge.jobseeker.at()], &region.offers[edge.offer.at()]);
        export.shows(person, vacancy)
    };
    let mut lines: Vec<Vec<Cell>> = export.plan.assignments.iter().filter(leaves).map(line).collect();
    if export.reader == Reader::Mediator && export.employer.is_none() {
        let line = |of| columns.iter().map(|column| without(export, of, *column)).collect();
        lines.extend(export.plan.unassigned.iter().map(line));
    }
    Rows { titles, lines }
}

/// The cell of a proposal.
fn proposed(export: &Export<'_>, edge: &Edge, column: Column) -> Cell {
    let region = export.facts.region;
    let (person, vacancy) = (&region.jobseekers[edge.jobseeker.at()], &region.offers[edge.offer.at()]);
    let names = |ids: Vec<&str>| Cell::Text(ids.join("; "));
    match column {
        Column::Status => {
            let decision = export.decision(&person.id, &vacancy.id);
            Cell::Text(words::status(decision).in_lang(export.lang).to_owned())
        }
        Column::Jobseeker => Cell::Text(person.id.clone()),
        Column::Municipality => Cell::Text(region.municipalities[person.municipality.at()].name.clone()),
        Column::Mode => Cell::Text(words::mode(edge.choice.mode).in_lang(export.lang).to_owned()),
        Column::Childcare => {
            names(edge.choice.places.iter().flatten().map(|care| region.childcare[care.at()].name.as_str()).collect())
        }
        Column::Supports => {
            names(edge.choice.supports_used().map(|support| region.supports[support.at()].id.as_str()).collect())
        }
        Column::Reasons => Cell::Empty,
        Column::Channel => {
            let fair = region.stall_of(edge.offer).map(|(fair, _)| fair);
            fair.map_or(Cell::Empty, |fair| Cell::Text(fair.channel_of(edge.jobseeker).id.clone()))
        }
        Column::Fits => {
            let fit = region.fit_at(edge.jobseeker, edge.offer);
            fit.map_or(Cell::Empty, |(vacancy, _)| Cell::Text(vacancy.id.clone()))
        }
        Column::SiteLon => Cell::Decimal(vacancy.site.lon),
        Column::SiteLat => Cell::Decimal(vacancy.site.lat),
        Column::Vacancy => Cell::Text(vacancy.id.clone()),
        Column::Employer => Cell::Text(vacancy.host.clone()),
        Column::Occupation => Cell::Text(offer_title(export.facts, edge.offer, export.lang).to_owned()),
        Column::Start => Cell::Date(vacancy.start),
        Column::Hours => {
            vacancy.contract.map_or(Cell::Text(String::new()), |contract| Cell::Whole(contract.hours_per_week.into()))
        }
        Column::Shifts => Cell::Text(shifts(export, vacancy)),
    }
}

/// The cell of someone without a proposal.
fn without(export: &Export<'_>, unassigned: &Unassigned, column: Column) -> Cell {
    let region = export.facts.region;
    let person = &region.jobseekers[unassigned.jobseeker.at()];
    match column {
        Column::Status => Cell::Text(words::UNASSIGNED.in_lang(export.lang).to_owned()),
        Column::Jobseeker => Cell::Text(person.id.clone()),
        Column::Municipality => Cell::Text(region.municipalities[person.municipality.at()].name.clone()),
        Column::Reasons => {
            let reasons =
                unassigned.reasons.iter().map(|reason| reason_words(*reason, export.facts.region.kind, export.lang));
            Cell::Text(reasons.map(|words| words.replace("{id}", &person.id)).collect::<Vec<_>>().join(" "))
        }
        _ => Cell::Empty,
    }
}

/// The shifts of a vacancy, each as day and times.
fn shifts(export: &Export<'_>, vacancy: &Offer) -> String {
    let one = |shift: &Window| {
        let day = weekday_short(shift.day).in_lang(export.lang);
        format!("{day} {}-{}", Clock(shift.from), Clock(shift.to))
    };
    vacancy.shifts.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// How a decision is called in files for programs.
pub(super) fn status_name(decision: Option<Decision>) -> &'static str {
    match decision {
        None => "proposed",
        Some(Decision::Accepted) => "accepted",
        Some(Decision::Changed) => "changed",
        Some(Decision::Rejected) => "rejected",
    }
}
