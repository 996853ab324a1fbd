//! Jobseekers as facts. Goals keep their order; all other lists are sorted, so that their order means nothing.

use schakel_solver::domain;

use super::{languages, licences, mode, point, windows};
use crate::files::scenario::format;
use crate::files::scenario::meaning::minute_of;
use crate::files::scenario::names::Names;

pub(super) fn jobseeker(person: format::Jobseeker, names: &Names<'_>) -> Option<domain::Jobseeker> {
    let children = person.children.iter().map(|child| self::child(child, names));
    let mut children: Vec<_> = children.collect::<Option<_>>()?;
    children.sort_by_key(|child| (child.age, child.needs_care, child.place, child.school));
    let entitlements = person.entitlements.iter().map(|entitlement| self::entitlement(entitlement, names));
    let mut entitlements: Vec<_> = entitlements.collect::<Option<_>>()?;
    entitlements.sort_by_key(|entitlement| (entitlement.right, entitlement.from, entitlement.until));
    let mut assessments: Vec<_> = person.assessments.into_iter().map(assessment).collect();
    assessments.sort_by(|a, b| (&a.field, a.on, &a.by).cmp(&(&b.field, b.on, &b.by)));
    Some(domain::Jobseeker {
        home: point(person.home),
        municipality: names.municipality(&person.municipality)?,
        modes: person.modes.iter().fold(domain::Modes::default(), |set, own| set.with(mode(*own))),
        licences: licences(&person.licences),
        travel_minutes_max: person.travel_minutes_max,
        transfers_max: person.transfers_max,
        walk_metres_max: person.walk_metres_max,
        leaves_from: match &person.leaves_from {
            Some(time) => Some(minute_of(time)?),
            None => None,
        },
        languages: languages(&person.languages)?,
        skills: names.skills(&person.skills)?,
        goals: person.goals.iter().map(|goal| names.occupation(goal)).collect::<Option<_>>()?,
        availability: windows(&person.availability)?,
        hours_per_week_min: person.hours_per_week.min,
        hours_per_week_max: person.hours_per_week.max,
        first_day: person.first_day,
        children,
        registered_on: person.registered_on,
        birth_year: person.birth_year,
        gate: gate(person.gate),
        right_to_work: match person.right_to_work {
            format::RightToWork::Unlimited => domain::RightToWork::Unlimited,
            format::RightToWork::Until(day) => domain::RightToWork::Until(day),
            format::RightToWork::No => domain::RightToWork::No,
        },
        entitlements,
        assessments,
        id: person.id,
    })
}

fn child(child: &format::Child, names: &Names<'_>) -> Option<domain::Child> {
    let facility = |id: &Option<String>| match id {
        Some(id) => names.care(id).map(Some),
        None => Some(None),
    };
    let (place, school) = (facility(&child.place)?, facility(&child.school)?);
    Some(domain::Child { age: child.age, needs_care: child.care_needed, place, school })
}

fn entitlement(entitlement: &format::Entitlement, names: &Names<'_>) -> Option<domain::Entitlement> {
    let right = names.right(&entitlement.right)?;
    Some(domain::Entitlement { right, from: entitlement.from, until: entitlement.until })
}

fn gate(gate: format::Gate) -> domain::Gate {
    match gate {
        format::Gate::None => domain::Gate::None,
        format::Gate::OcmwHold => domain::Gate::Hold,
        format::Gate::Released { by, on } => domain::Gate::Released { by, on },
        format::Gate::AdviceOnly => domain::Gate::AdviceOnly,
    }
}

fn assessment(assessment: format::Assessment) -> domain::Assessment {
    domain::Assessment { field: assessment.field, by: assessment.by, on: assessment.on }
}
