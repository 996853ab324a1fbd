//! Where people stand: with the OCMW, with their rights, and when and how far they can go.

use chrono::{Days, NaiveDate};

use crate::files::scenario::format::{Assessment, Entitlement, Gate, Hours, RightToWork};
use crate::generate::Dates;
use crate::generate::draw::Draw;
use crate::generate::shares::Shares;
use crate::generate::tables::{Availability, Form};

/// First day of a right whose recognition date is not the point.
const RIGHTS_FROM: NaiveDate = super::super::day(2025, 1, 1);

/// Own limit in minutes; the pack's default for the others.
pub(super) fn travel_minutes_max(shares: &Shares, draw: &mut Draw) -> Option<u16> {
    draw.chance(shares.own_travel_limit).then(|| *draw.one_of(&[30, 30, 45, 45, 60, 75, 90]))
}

/// One of the stated patterns.
pub(super) fn availability(patterns: &Availability, needs_care: bool, draw: &mut Draw) -> Vec<Hours> {
    let weights = if needs_care { &patterns.weights_with_children } else { &patterns.weights };
    vec![patterns.hours[draw.weighted(weights)].clone()]
}

/// Where the person stands with the OCMW of the municipality.
pub(super) fn gate(dates: Dates, municipality: &str, shares: &Shares, draw: &mut Draw) -> Gate {
    let at = draw.below(1000);
    if at < shares.ocmw_hold {
        Gate::OcmwHold
    } else if at < shares.ocmw_hold + shares.ocmw_released {
        let on = dates.from() - Days::new(draw.between(1, 180));
        Gate::Released { by: format!("OCMW {municipality}"), on }
    } else if at < shares.ocmw_hold + shares.ocmw_released + shares.advice_only {
        Gate::AdviceOnly
    } else {
        Gate::None
    }
}

/// Right to work; for a few it ends within a year, for fewer it is not there.
pub(super) fn right_to_work(dates: Dates, shares: &Shares, draw: &mut Draw) -> RightToWork {
    let at = draw.below(1000);
    if at < shares.right_none {
        RightToWork::No
    } else if at < shares.right_none + shares.right_until {
        RightToWork::Until(dates.from() + Days::new(draw.between(14, 365)))
    } else {
        RightToWork::Unlimited
    }
}

/// Recognised rights, in the order of the forms that need them; one in four ends in the year after the plan begins.
pub(super) fn entitlements(dates: Dates, forms: &[Form], draw: &mut Draw) -> Vec<Entitlement> {
    let mut rights = vec![];
    for form in forms {
        if draw.chance(form.entitled) {
            let from = dates.moved(RIGHTS_FROM);
            let until = draw.chance(250).then(|| from + Days::new(draw.between(365, 700)));
            rights.push(Entitlement { right: form.right.to_owned(), from, until });
        }
    }
    rights
}

/// Who established the languages and the skills, for those whose intake says so.
pub(super) fn assessments(dates: Dates, shares: &Shares, draw: &mut Draw) -> Vec<Assessment> {
    let mut assessments = vec![];
    for (field, organisations) in
        [("languages", ["VDAB", "Agentschap Integratie en Inburgering"]), ("skills", ["VDAB", "OCMW"])]
    {
        if draw.chance(shares.assessed) {
            let by = (*draw.one_of(&organisations)).to_owned();
            let on = dates.from() - Days::new(draw.between(1, 540));
            assessments.push(Assessment { field: field.to_owned(), by, on });
        }
    }
    assessments
}
