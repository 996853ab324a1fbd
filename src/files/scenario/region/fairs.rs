//! Fairs: as facts.

use chrono::Datelike;
use schakel_solver::domain::{self, Weekday};
use schakel_solver::turnout::Beta;

use super::super::policy::share;
use crate::files::scenario::format;
use crate::files::scenario::meaning::times::minute_of as minute;
use crate::files::scenario::names::Names;
use crate::files::scenario::stream::Parts;

/// The fairs of a file, by identifier; tables and floors too.
pub(super) fn fairs(parts: &Parts, names: &Names<'_>) -> Option<Vec<domain::Fair>> {
    let mut fairs: Vec<domain::Fair> =
        parts.fairs.records.iter().map(|record| fair(&record.value, parts, names)).collect::<Option<_>>()?;
    fairs.sort_by(|a, b| a.id.cmp(&b.id));
    Some(fairs)
}

fn fair(fair: &format::Fair, parts: &Parts, names: &Names<'_>) -> Option<domain::Fair> {
    let mut tables: Vec<&format::FairTable> = fair.tables.iter().collect();
    tables.sort_by(|a, b| a.id.cmp(&b.id));
    let mut floors: Vec<_> = fair.floors.iter().map(|floor| share(floor, names)).collect::<Option<_>>()?;
    floors.sort_by(|a: &domain::Share, b| a.id.cmp(&b.id));
    // Floors of several fairs are kept apart by the ID of the fair.
    floors.iter_mut().for_each(|floor| floor.id = format!("{}/{}", fair.id, floor.id));
    let answer = |invitation: &format::FairInvitation| {
        Some(domain::Invitation {
            jobseeker: names.jobseeker(&invitation.jobseeker)?,
            table: tables.iter().position(|table| table.id == invitation.table)?,
            answer: match invitation.answer {
                format::FairAnswer::Yes => domain::Answer::Yes,
                format::FairAnswer::No => domain::Answer::No,
                format::FairAnswer::Silent => domain::Answer::Silent,
            },
        })
    };
    let mut invited: Vec<_> = fair.invited.iter().map(answer).collect::<Option<_>>()?;
    invited.sort_unstable();
    let mut channels: Vec<domain::Channel> =
        fair.channels.iter().map(|it| channel(it, names)).collect::<Option<_>>()?;
    // The one for everyone else comes last.
    channels.sort_by(|a, b| (a.people.is_empty(), &a.id).cmp(&(b.people.is_empty(), &b.id)));
    let day = Weekday::ALL[fair.date.weekday().num_days_from_monday() as usize];
    Some(domain::Fair {
        id: fair.id.clone(),
        title: fair.title.clone(),
        venue: names.venue(&fair.venue)?,
        date: fair.date,
        hours: domain::Window { day, from: minute(&fair.from)?, to: minute(&fair.to)? },
        places: fair.hall.places,
        risk: fair.hall.risk,
        walk_ins: fair.walk_ins,
        common_shock: fair.common_shock,
        shock_binds: fair.binding == format::BindingName::CommonShock,
        days_left: fair.days_left,
        channels,
        tables: tables.iter().map(|it| table(it, parts, names)).collect::<Option<_>>()?,
        floors,
        invited,
    })
}

fn channel(channel: &format::FairChannel, names: &Names<'_>) -> Option<domain::Channel> {
    let known = known(&channel.rate)?;
    let mut people: Vec<_> = channel.jobseekers.iter().map(|id| names.jobseeker(id)).collect::<Option<_>>()?;
    people.sort_unstable();
    people.dedup();
    // A part of a thousand: a rate that rounds to nobody still counts as somebody.
    let show = ((known.mean().get() * f64::from(domain::SURE)).round() as u32).clamp(1, domain::SURE);
    let (id, worth) = (channel.id.clone(), known.sample_size());
    Some(domain::Channel { id, lead_time_days: channel.lead_time_days, show, worth, people })
}

/// A stated rate, updated by the observed counts.
pub(super) fn known(rate: &format::StatedRate) -> Option<Beta> {
    let (came, invited) = rate.observed.map_or((0, 0), |observed| (observed.came, observed.invited));
    let prior = Beta::prior(rate.mean, rate.sample_size).ok()?;
    prior.updated(came.into(), invited.into()).ok()
}

fn table(table: &format::FairTable, parts: &Parts, names: &Names<'_>) -> Option<domain::FairTable> {
    let mut ids: Vec<&String> = table.vacancies.iter().collect();
    ids.sort_unstable();
    ids.dedup();
    let vacancy = |id: &String| {
        let offer = names.vacancy(id)?;
        let occupation = &parts.vacancies.records.get(offer.at())?.value.occupation;
        Some(domain::FairVacancy { offer, id: id.clone(), occupation: names.occupation(occupation) })
    };
    Some(domain::FairTable {
        id: table.id.clone(),
        employer: table.employer.clone(),
        vacancies: ids.into_iter().map(vacancy).collect::<Option<_>>()?,
        slots: table.slots,
        risk: table.risk,
    })
}
