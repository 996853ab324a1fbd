//! Programmes, venues, rooms and who can lead: as facts.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use schakel_solver::domain::{self, Resource, Role, VenueIdx};

use super::fairs::known;
use super::offers::led_by;
use super::{cefr, languages, point, windows};
use crate::files::scenario::format;
use crate::files::scenario::meaning::times::minute_of;
use crate::files::scenario::names::Names;
use crate::files::scenario::stream::Parts;

pub(super) fn venue(venue: format::Venue, names: &Names<'_>) -> Option<domain::Venue> {
    Some(domain::Venue {
        site: point(venue.at),
        municipality: names.municipality(&venue.municipality)?,
        id: venue.id,
        name: venue.name,
        provider: venue.provider,
        cost_eur: venue.cost_eur,
        existing: venue.existing,
    })
}

/// What the planner wants most.
pub(super) fn wanted(sites: Option<format::Sites>) -> domain::Where {
    let sites = sites.unwrap_or_default();
    let weighed = |weights: format::ObjectiveWeights| {
        domain::Objective::Weighed(domain::ObjectiveWeights {
            person: weights.person.into(),
            travel_minute: weights.travel_minute.into(),
            edition: weights.edition.into(),
        })
    };
    let named = match sites.objective.unwrap_or_default() {
        format::Objective::MostPeople => domain::Objective::MostPeople,
        format::Objective::WorstServed => domain::Objective::WorstServed,
        format::Objective::LeastTravel => domain::Objective::LeastTravel,
    };
    let objective = sites.weights.map_or(named, weighed);
    domain::Where { objective, sites_max: sites.at_most, budget_eur: sites.budget_eur }
}

/// Rooms, in the order of their venues, then those who can lead.
pub(super) fn resources(parts: &Parts, names: &Names<'_>) -> Option<Vec<Resource>> {
    let mut resources = Vec::new();
    for (idx, record) in parts.venues.records.iter().enumerate() {
        let venue = &record.value;
        let mut rooms: Vec<&format::Room> = venue.rooms.iter().collect();
        rooms.sort_by(|a, b| a.id.cmp(&b.id));
        for room in rooms {
            resources.push(Resource {
                id: format!("{}/{}", venue.id, room.id),
                name: format!("{}, {}", venue.name, room.id),
                role: Role::Room,
                provider: venue.provider.clone(),
                venue: Some(VenueIdx::from_usize(idx)),
                seats: room.seats,
                equipment: equipment(&room.equipment),
                free: windows(&room.open)?,
                away: spans(&room.away),
                taken: bookings(&room.taken)?,
                travel: None,
                teaches: Vec::new(),
            });
        }
    }
    for record in &parts.instructors.records {
        let instructor = &record.value;
        let mut teaches: Vec<_> =
            instructor.teaches.iter().map(|id| names.programme(id)).collect::<Option<Vec<_>>>()?;
        teaches.sort_unstable();
        teaches.dedup();
        resources.push(Resource {
            id: instructor.id.clone(),
            name: instructor.name.clone(),
            role: Role::Instructor,
            provider: instructor.provider.clone(),
            venue: None,
            seats: 0,
            equipment: domain::Equipment::default(),
            free: windows(&instructor.free)?,
            away: spans(&instructor.away),
            taken: bookings(&instructor.taken)?,
            travel: instructor.travel.map(leader_travel),
            teaches,
        });
    }
    Some(resources)
}

pub(super) fn programme(
    programme: format::Programme,
    horizon: format::Horizon,
    names: &Names<'_>,
) -> Option<domain::Programme> {
    let occupation = match &programme.occupation {
        Some(code) => Some(names.occupation(code)?),
        None => None,
    };
    let mut starts = if programme.starts.is_empty() { mondays(horizon) } else { programme.starts };
    starts.sort_unstable();
    starts.dedup();
    let mut patterns = programme.patterns.iter().map(|pattern| windows(pattern)).collect::<Option<Vec<_>>>()?;
    patterns.sort_unstable();
    patterns.dedup();
    let funnel = match &programme.intake_funnel {
        Some(stated) => Some(funnel(stated)?),
        None => None,
    };
    let mut steps: Vec<_> = programme.chain.iter().map(|step| chain_step(step, names)).collect::<Option<_>>()?;
    if programme.work_afterwards {
        steps.push(domain::Step::default());
    }
    Some(domain::Programme {
        funnel,
        kind: match programme.kind {
            format::ProgrammeKind::Training => domain::ProgrammeKind::Training,
            format::ProgrammeKind::SittingDay => domain::ProgrammeKind::SittingDay,
            format::ProgrammeKind::Team => domain::ProgrammeKind::Team,
            format::ProgrammeKind::ConversationGroup => domain::ProgrammeKind::ConversationGroup,
        },
        intake: match programme.intake {
            format::Intake::Regular => domain::Intake::Regular,
            format::Intake::Exclusive => domain::Intake::Exclusive,
        },
        employer: programme.employer,
        jobs_promised: programme.jobs_promised,
        jobdate: match &programme.jobdate {
            Some(hours) => Some((minute_of(&hours.from)?, minute_of(&hours.to)?)),
            None => None,
        },
        practice_room: programme.practice_room.as_deref().map(equipment),
        occupation,
        skills: names.skills(&programme.skills)?,
        weeks: programme.weeks,
        patterns,
        work: match programme.contract {
            Some(work) => {
                Some(domain::TeamWork { form: names.form(&work.employment_form)?, hours_per_week: work.hours_per_week })
            }
            None => None,
        },
        social_clause: programme
            .social_clause
            .map(|clause| domain::SocialClause { hours: clause.hours, by: clause.by }),
        steps,
        bands: bands(&programme.bands),
        least: programme.group.least,
        most: programme.group.most,
        starts,
        in_school_holidays: programme.in_school_holidays,
        editions_max: programme.editions_max,
        equipment: equipment(&programme.equipment),
        languages: languages(&programme.languages)?,
        language_support: programme.language_support,
        led_by: led_by(programme.led_by),
        id: programme.id,
        name: programme.name,
    })
}

fn chain_step(step: &format::ChainStep, names: &Names<'_>) -> Option<domain::Step> {
    Some(domain::Step {
        forms: step.employment_forms.iter().map(|name| names.form(name)).collect::<Option<_>>()?,
        occupation: match &step.occupation {
            Some(code) => Some(names.occupation(code)?),
            None => None,
        },
        skills: names.skills(&step.skills)?,
        rights: step.rights.iter().map(|name| names.right(name)).collect::<Option<_>>()?,
    })
}

/// The known rates of the steps of an intake, updated by the observed counts.
fn funnel(stated: &format::IntakeFunnel) -> Option<domain::IntakeFunnel> {
    let step = |rate: &format::StatedRate| {
        let known = known(rate)?;
        Some(domain::KnownShare { mean: known.mean().get(), worth: known.sample_size() })
    };
    Some(domain::IntakeFunnel { starts: step(&stated.starts)?, passes: step(&stated.passes)? })
}

/// Language buddies, by identifier.
pub(super) fn buddies(parts: &Parts, names: &Names<'_>) -> Option<Vec<domain::Buddy>> {
    let buddy = |buddy: &format::Buddy| {
        Some(domain::Buddy {
            id: buddy.id.clone(),
            name: buddy.name.clone(),
            provider: buddy.provider.clone(),
            venue: names.venue(&buddy.venue)?,
            meets: windows(&buddy.meets)?,
            people: buddy.people,
        })
    };
    let mut buddies: Vec<_> = parts.buddies.records.iter().map(|record| buddy(&record.value)).collect::<Option<_>>()?;
    buddies.sort_by(|a: &domain::Buddy, b| a.id.cmp(&b.id));
    Some(buddies)
}

/// Bands, each from its lower level to its higher one, sorted and each once.
fn bands(bands: &[format::Band]) -> Vec<domain::Band> {
    let band = |band: &format::Band| {
        let (from, to) = (cefr(band.from), cefr(Some(band.to)));
        domain::Band { from: from.min(to), to: from.max(to) }
    };
    let mut bands: Vec<_> = bands.iter().map(band).collect();
    bands.sort_unstable();
    bands.dedup();
    bands
}

/// Decisions about what is held, sorted and each once.
pub(super) fn pins(parts: &Parts, resources: &[Resource], names: &Names<'_>) -> Option<Vec<domain::EditionPin>> {
    let instructor = |id: &String| {
        let found = resources.iter().position(|one| one.role == Role::Instructor && one.id == *id);
        found.map(domain::ResourceIdx::from_usize)
    };
    let mut pins = Vec::new();
    for record in &parts.edition_pins.records {
        let pin = &record.value;
        // A name that is given is known: the checks have seen to it.
        pins.push(domain::EditionPin {
            jobseeker: pin.jobseeker.as_ref().and_then(|id| names.jobseeker(id)),
            programme: pin.programme.as_ref().and_then(|id| names.programme(id)),
            venue: pin.venue.as_ref().and_then(|id| names.venue(id)),
            start: pin.start,
            instructor: pin.instructor.as_ref().and_then(instructor),
            require: pin.mode == format::PinMode::Require,
        });
    }
    pins.sort_unstable();
    pins.dedup();
    Some(pins)
}

/// Every Monday of the plan.
fn mondays(horizon: format::Horizon) -> Vec<NaiveDate> {
    let days = horizon.from.iter_days().take_while(|day| *day <= horizon.to);
    let first = days.clone().find(|day| day.weekday() == Weekday::Mon);
    let weeks = std::iter::successors(first, |day| day.checked_add_days(Days::new(7)));
    weeks.take_while(|day| *day <= horizon.to).collect()
}

/// Hours of single days, in order.
fn bookings(bookings: &[format::Booking]) -> Option<Vec<(NaiveDate, domain::Window)>> {
    let booking = |booking: &format::Booking| {
        let day = domain::Weekday::ALL[booking.on.weekday().num_days_from_monday() as usize];
        Some((booking.on, domain::Window { day, from: minute_of(&booking.from)?, to: minute_of(&booking.to)? }))
    };
    let mut bookings: Vec<_> = bookings.iter().map(booking).collect::<Option<_>>()?;
    bookings.sort_unstable();
    Some(bookings)
}

fn leader_travel(travel: format::LeaderTravel) -> domain::LeaderTravel {
    domain::LeaderTravel {
        from: point(travel.from),
        mode: match travel.by {
            format::LeaderMode::Walk => domain::Mode::Walk,
            format::LeaderMode::Bike => domain::Mode::Bike,
            format::LeaderMode::Ebike => domain::Mode::Ebike,
            format::LeaderMode::Car => domain::Mode::Car,
        },
        minutes_max: travel.minutes_max,
    }
}

fn spans(spans: &[format::Span]) -> Vec<(NaiveDate, NaiveDate)> {
    let mut spans: Vec<_> = spans.iter().map(|span| (span.from, span.to)).collect();
    spans.sort_unstable();
    spans
}

/// The place of a thing among the bits of the core: in the order of the format.
const fn bit(one: format::Equipment) -> u16 {
    1 << one as u16
}

const _: () = assert!(bit(format::Equipment::StepFree) == domain::Equipment::STEP_FREE.0);

fn equipment(equipment: &[format::Equipment]) -> domain::Equipment {
    domain::Equipment(equipment.iter().fold(0, |all, &one| all | bit(one)))
}
