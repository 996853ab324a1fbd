//! From programmes to what is planned: an offer for each programme, venue, first day and weekly pattern, and an edition
//! for each room (two where people practise in a second one) and instructor with whom it can be held.
//!
//! An edition's ID says what it is, and never where it stands in a list: it is the name in plans, decisions and
//! certificates.

use std::sync::Arc;

use chrono::{Datelike, Days, NaiveDate};

use crate::constraint::{Finding, Opening, departures, judge_opening, looks_for};
use crate::domain::{
    Band, Buddy, BuddyIdx, Contract, Edition, Facts, JobseekerIdx, Language, LedBy, Licences, Nearby, Objective, Offer,
    OfferIdx, Programme, ProgrammeIdx, ProgrammeKind, Region, Resource, ResourceIdx, Role, RuleMode, TeamWork, Venue,
    VenueIdx, Weights, Window,
};
use crate::text::Clock;

/// From this minute of the day on it is afternoon.
const NOON: u16 = 13 * 60;

/// Puts the offers and editions of every programme that is planned in the place of the region's vacancies. Linear in
/// programmes x venues x first days x patterns x rooms x instructors.
pub(super) fn arrange(region: &mut Region) {
    // Of the vacancies, while they are the offers.
    super::outflow::find(region);
    let mut offers = Vec::new();
    let programmes = (0..).map(ProgrammeIdx).zip(&region.programmes).filter(|(idx, _)| region.is_planned(*idx));
    for (idx, programme) in programmes {
        for (at, venue) in region.venues.iter().enumerate() {
            let of_venue = (idx, VenueIdx::from_usize(at));
            offers.extend(offers_of(programme, venue, of_venue));
        }
    }
    if region.plans_groups() {
        offers.extend((0..).map(BuddyIdx).zip(&region.buddies).flat_map(|(idx, buddy)| meetings(region, idx, buddy)));
    }
    crate::domain::sort_canonically(&mut offers, |offer: &Offer| &offer.id);
    region.offers = offers;
    for offer in (0..region.offers.len()).map(OfferIdx::from_usize) {
        // A person who can come from the first session on can take part.
        if let Some(&(first, _)) = sessions(region, offer).first() {
            region.offers[offer.at()].start = first;
        }
    }
    region.promises.clear();
    region.pins.clear();
    region.scores.clear();
    let mut editions = Vec::new();
    for offer in (0..region.offers.len()).map(OfferIdx::from_usize) {
        editions_of(region, offer, &mut editions);
    }
    region.editions = editions;
    region.departures = departures(region);
    region.wanting = wanting(region);
    count_minutes_only(region);
}

/// People of each municipality who look for something that is planned, whether they can come or not.
fn wanting(region: &Region) -> Vec<u32> {
    let mut wanting = vec![0; region.municipalities.len()];
    let mut wanted: Vec<_> = region.offers.iter().map(|offer| (offer.occupation, offer.band)).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let near = Nearby::default();
    let facts = Facts::of(region, &near);
    for (at, person) in region.jobseekers.iter().enumerate() {
        let speaks = person.levels_of(Language::DUTCH)[1];
        let wants = |&(occupation, band): &(Option<_>, Option<Band>)| {
            looks_for(facts, JobseekerIdx::from_usize(at), occupation) && band.is_none_or(|band| band.holds(speaks))
        };
        wanting[person.municipality.at()] += u32::from(wanted.iter().any(wants));
    }
    wanting
}

/// Where travel is weighed, points are minutes: nothing else that the pack counts is looked at. So ways of a pairing
/// are compared by what counts.
fn count_minutes_only(region: &mut Region) {
    /// A support for every 240 minutes of travel, as the reader of packs asks.
    const MINUTES_PER_SUPPORT: i64 = 240;
    let (base, minute) = match region.wanted.objective {
        Objective::MostPeople | Objective::WorstServed => return,
        Objective::LeastTravel => (0, 1),
        Objective::Weighed(weights) => (weights.person, weights.travel_minute),
    };
    region.pack.weights = Weights {
        base,
        per_travel_minute: minute,
        per_goal_step: 0,
        per_goal_rank: 0,
        optional_skills: 0,
        per_support: minute * MINUTES_PER_SUPPORT,
    };
    let preferences = region.pack.rule_modes.values_mut().filter(|mode| matches!(mode, RuleMode::Prefer(_)));
    preferences.for_each(|mode| *mode = RuleMode::Off);
}

/// A programme in a venue, from each of its first days, by each of its patterns.
fn offers_of<'a>(
    programme: &'a Programme,
    venue: &'a Venue,
    (programme_idx, venue_idx): (ProgrammeIdx, VenueIdx),
) -> impl Iterator<Item = Offer> + 'a {
    // What is no conversation group has no band, and one offer.
    let bands = programme.bands.iter().copied().map(Some).chain(programme.bands.is_empty().then_some(None));
    let of_bands = bands.flat_map(move |band| programme.patterns.iter().map(move |pattern| (band, pattern)));
    of_bands.flat_map(move |(band, pattern)| {
        let hours = pattern_id(pattern);
        let levels = band.map_or(String::new(), |band| format!("/{}", band_id(band)));
        programme.starts.iter().map(move |&start| Offer {
            id: format!("{}/{}/{start}/{hours}{levels}", programme.id, venue.id),
            band,
            buddy: None,
            host: venue.name.clone(),
            title: None,
            contact: None,
            programme: Some(programme_idx),
            site: venue.site,
            venue: Some(venue_idx),
            municipality: Some(venue.municipality),
            occupation: programme.occupation,
            openings: None,
            shifts: pattern.clone(),
            start,
            run_from: Some(start),
            languages: programme.languages.clone(),
            essential_skills: Vec::new(),
            optional_skills: Vec::new(),
            led_by: programme.led_by,
            language_support: programme.language_support,
            contract: programme.work.map(contract_of),
        })
    })
}

/// The contract of a member of a team.
fn contract_of(work: TeamWork) -> Contract {
    Contract {
        form: work.form,
        hours_per_week: work.hours_per_week,
        licences: Licences::default(),
        vehicle: false,
        bottleneck: false,
        minimum_age: None,
        published_on: None,
    }
}

/// Every hour of the week at which a buddy can meet somebody.
fn meetings<'a>(region: &'a Region, idx: BuddyIdx, buddy: &'a Buddy) -> impl Iterator<Item = Offer> + 'a {
    let venue = &region.venues[buddy.venue.at()];
    buddy.meets.iter().map(move |&window| Offer {
        id: format!("buddy/{}/{}", buddy.id, pattern_id(&[window])),
        host: venue.name.clone(),
        title: None,
        contact: None,
        programme: None,
        site: venue.site,
        venue: Some(buddy.venue),
        municipality: Some(venue.municipality),
        band: None,
        buddy: Some(idx),
        occupation: None,
        openings: Some(buddy.people.into()),
        shifts: vec![window],
        start: region.horizon.from,
        run_from: None,
        languages: Vec::new(),
        essential_skills: Vec::new(),
        optional_skills: Vec::new(),
        led_by: LedBy::Vdab,
        language_support: true,
        contract: None,
    })
}

/// A weekly pattern in an ID: `mon09:00-12:00+wed09:00-12:00`.
fn pattern_id(pattern: &[Window]) -> String {
    let day = |window: &Window| ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][window.day as usize];
    let hours = |window: &Window| format!("{}{}-{}", day(window), Clock(window.from), Clock(window.to));
    pattern.iter().map(hours).collect::<Vec<_>>().join("+")
}

/// A band in an ID: `A1-A2`.
fn band_id(band: Band) -> String {
    format!("{}-{}", band.from, band.to)
}

/// Every manner of holding an offer that no rule is against.
fn editions_of(region: &Region, offer: OfferIdx, editions: &mut Vec<Edition>) {
    let Some(programme) = region.offers[offer.at()].programme else { return };
    let sessions = sessions(region, offer);
    let half_days = half_days(region, &sessions);
    let near = Nearby::default();
    let facts = Facts::of(region, &near);
    let instructors: Vec<_> = instructors(region, programme).collect();
    let programme = &region.programmes[programme.at()];
    for room in rooms(region, offer) {
        for practice_room in or_none(practice_rooms(region, offer, Some(room)).collect()) {
            for &instructor in &instructors {
                let (room_idx, instructor_idx) = (Some(room), Some(instructor));
                let opening = Opening {
                    facts,
                    offer,
                    programme,
                    room: room_idx,
                    instructor: instructor_idx,
                    practice_room,
                    sessions: &sessions,
                };
                if judge_opening(&opening).is_empty() {
                    editions.push(edition(region, &opening, room, instructor, half_days.clone()));
                }
            }
        }
    }
}

fn edition(
    region: &Region,
    opening: &Opening<'_>,
    room: ResourceIdx,
    instructor: ResourceIdx,
    half_days: Arc<[u16]>,
) -> Edition {
    let (hall, leader) = (&region.resources[room.at()], &region.resources[instructor.at()]);
    let practice = opening.practice_room.map(|idx| &region.resources[idx.at()]);
    let own = |room: &Resource| room.id.rsplit('/').next().unwrap_or_default().to_owned();
    let rooms = practice.map_or_else(|| own(hall), |practice| format!("{}+{}", own(hall), own(practice)));
    let places_there = |room: &Resource| places(opening.programme, room);
    Edition {
        id: format!("{}/{rooms}/{}", region.offers[opening.offer.at()].id, leader.id),
        offer: opening.offer,
        places: practice.map_or(u16::MAX, places_there).min(places_there(hall)).into(),
        least: opening.programme.least.into(),
        resources: [room, instructor].into_iter().chain(opening.practice_room).collect(),
        half_days,
    }
}

/// People that a programme has places for in a room: a group sits in it together, visitors come one by one.
fn places(programme: &Programme, room: &Resource) -> u16 {
    match programme.kind {
        ProgrammeKind::Training | ProgrammeKind::ConversationGroup | ProgrammeKind::Team => {
            programme.most.min(room.seats)
        }
        ProgrammeKind::SittingDay => programme.most,
    }
}

/// The rooms of an offer's venue that are large enough and have what the programme needs.
fn rooms(region: &Region, offer: OfferIdx) -> impl Iterator<Item = ResourceIdx> {
    let offer = &region.offers[offer.at()];
    let programme = offer.programme.map(|programme| &region.programmes[programme.at()]);
    let resources = region.resources.iter().enumerate();
    let fits = resources.filter(move |(_, room)| {
        let large = |programme: &Programme| {
            places(programme, room) >= programme.least && room.equipment.has_all(programme.equipment)
        };
        room.role == Role::Room && room.venue == offer.venue && programme.is_some_and(large)
    });
    fits.map(|(idx, _)| ResourceIdx::from_usize(idx))
}

/// The rooms of an offer's venue besides `room` in which its people can practise; none where the programme asks for
/// none.
fn practice_rooms(region: &Region, offer: OfferIdx, room: Option<ResourceIdx>) -> impl Iterator<Item = ResourceIdx> {
    let offer = &region.offers[offer.at()];
    let programme = offer.programme.map(|programme| &region.programmes[programme.at()]);
    let asked = programme.and_then(|programme| Some((programme, programme.practice_room?)));
    let fits = region.resources.iter().enumerate().filter(move |(idx, other)| {
        let is_fit = |(programme, equipment): (&Programme, _)| {
            places(programme, other) >= programme.least && other.equipment.has_all(equipment)
        };
        let is_another = room != Some(ResourceIdx::from_usize(*idx));
        other.role == Role::Room && other.venue == offer.venue && is_another && asked.is_some_and(is_fit)
    });
    fits.map(|(idx, _)| ResourceIdx::from_usize(idx))
}

/// Each of `found`, or none where there is none.
fn or_none(found: Vec<ResourceIdx>) -> Vec<Option<ResourceIdx>> {
    if found.is_empty() { vec![None] } else { found.into_iter().map(Some).collect() }
}

/// Who can lead a programme.
fn instructors(region: &Region, programme: ProgrammeIdx) -> impl Iterator<Item = ResourceIdx> {
    let resources = region.resources.iter().enumerate();
    let able = resources.filter(move |(_, who)| who.role == Role::Instructor && who.teaches.contains(&programme));
    able.map(|(idx, _)| ResourceIdx::from_usize(idx))
}

/// Every session of an offer: its day, and its hours in the week. A day on which nothing is held is made up for after
/// the last week. Fewer than the programme has where the policy pack ends before: which days are free after that is not
/// known.
pub fn sessions(region: &Region, offer: OfferIdx) -> Vec<(NaiveDate, Window)> {
    let offer = &region.offers[offer.at()];
    let Some(programme) = offer.programme.map(|programme| &region.programmes[programme.at()]) else {
        return Vec::new();
    };
    let from = offer.run_from.unwrap_or(offer.start);
    let monday = from - Days::new(from.weekday().num_days_from_monday().into());
    let last = region.pack.valid_to.max(region.horizon.to);
    let weeks = (0u64..).take_while(|week| monday + Days::new(week * 7) <= last);
    let all = weeks.flat_map(|week| {
        offer.shifts.iter().map(move |&window| (monday + Days::new(week * 7 + window.day as u64), window))
    });
    let is_free = |day: NaiveDate| !region.pack.is_closed(day, programme.in_school_holidays);
    let held = all.filter(|&(day, _)| (from..=last).contains(&day) && is_free(day));
    held.take(programme.sessions(offer.shifts.len())).collect()
}

/// The half-days that sessions take, counted from the first day of the horizon.
fn half_days(region: &Region, sessions: &[(NaiveDate, Window)]) -> Arc<[u16]> {
    let mut half_days = Vec::new();
    for &(day, hours) in sessions {
        // The reader lets nothing start before the horizon, and nothing lasts for a century.
        let first = (day - region.horizon.from).num_days().max(0) as u16 * 2;
        half_days.extend((hours.from < NOON).then_some(first));
        half_days.extend((hours.to > NOON).then_some(first + 1));
    }
    half_days.sort_unstable();
    half_days.dedup();
    half_days.into()
}

/// Why an offer has no edition: what is in the way of the manner with the fewest obstacles; nothing where it has one.
pub fn obstacles_to(facts: Facts<'_>, offer: OfferIdx) -> Vec<Box<dyn Finding>> {
    let region = facts.region;
    let Some(programme_idx) = region.offers[offer.at()].programme else { return Vec::new() };
    let (programme, sessions) = (&region.programmes[programme_idx.at()], sessions(region, offer));
    let (rooms, leaders) =
        (or_none(rooms(region, offer).collect()), or_none(instructors(region, programme_idx).collect()));
    let with_practice = rooms.iter().flat_map(|&room| {
        or_none(practice_rooms(region, offer, room).collect()).into_iter().map(move |practice| (room, practice))
    });
    let openings = with_practice.flat_map(|rooms| leaders.iter().map(move |&instructor| (rooms, instructor)));
    let judged = openings.map(|((room, practice_room), instructor)| {
        judge_opening(&Opening { facts, offer, programme, room, instructor, practice_room, sessions: &sessions })
    });
    judged.min_by_key(Vec::len).unwrap_or_default()
}
