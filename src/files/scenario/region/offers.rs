//! Vacancies, childcare and supports as facts.

use std::collections::BTreeSet;

use schakel_solver::domain;

use super::{languages, licences, point, windows};
use crate::files::scenario::format;
use crate::files::scenario::names::Names;

pub(super) fn vacancy(vacancy: format::Vacancy, names: &Names<'_>) -> Option<domain::Offer> {
    Some(domain::Offer {
        band: None,
        buddy: None,
        site: point(vacancy.site),
        municipality: vacancy.municipality.and_then(|nis| names.municipality(&nis)),
        programme: None,
        venue: None,
        occupation: Some(names.occupation(&vacancy.occupation)?),
        openings: Some(vacancy.openings),
        shifts: windows(&vacancy.shifts)?,
        start: vacancy.start,
        run_from: None,
        languages: languages(&vacancy.languages)?,
        essential_skills: names.skills(&vacancy.essential_skills)?,
        optional_skills: names.skills(&vacancy.optional_skills)?,
        contract: Some(domain::Contract {
            form: names.form(&vacancy.employment_form)?,
            hours_per_week: vacancy.hours_per_week,
            licences: licences(&vacancy.licences),
            vehicle: vacancy.vehicle,
            bottleneck: vacancy.bottleneck,
            minimum_age: vacancy.minimum_age,
            published_on: vacancy.published_on,
        }),
        led_by: led_by(vacancy.led_by),
        language_support: vacancy.language_support,
        id: vacancy.id,
        host: vacancy.employer,
        title: vacancy.title,
        contact: vacancy.contact,
    })
}

pub(super) fn led_by(led_by: format::LedBy) -> domain::LedBy {
    match led_by {
        format::LedBy::Vdab => domain::LedBy::Vdab,
        format::LedBy::Ocmw => domain::LedBy::Ocmw,
    }
}

pub(super) fn care(care: format::Care, names: &Names<'_>) -> Option<domain::Care> {
    let band =
        |band: &format::AgeBand| domain::AgeBand { from_age: band.from_age, to_age: band.to_age, places: band.free };
    let mut bands: Vec<_> = care.places.iter().map(band).collect();
    bands.sort_by_key(|band| band.from_age);
    let serves: BTreeSet<_> = care.serves.iter().map(|school| names.care(school)).collect::<Option<_>>()?;
    Some(domain::Care {
        site: point(care.at),
        municipality: care.municipality.and_then(|nis| names.municipality(&nis)),
        open: windows(&care.open)?,
        bands,
        is_school: care.kind == format::CareKind::School,
        serves: serves.into_iter().collect(),
        id: care.id,
        name: care.name,
    })
}

pub(super) fn support(support: format::Support) -> domain::Support {
    domain::Support {
        kind: match support.kind {
            format::SupportKind::Bicycle => domain::SupportKind::Bicycle,
            format::SupportKind::LicenceB => domain::SupportKind::LicenceB,
            format::SupportKind::Coach => domain::SupportKind::Coach,
        },
        stock: support.stock,
        lead_weeks: support.lead_weeks,
        cost_cents: support.cost_cents,
        id: support.id,
    }
}
