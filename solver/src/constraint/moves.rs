//! Moves: a person who leads something in the morning can lead something elsewhere in the afternoon only with time to
//! get there.

use std::collections::BTreeSet;
use std::fmt;

use super::{About, Claims, Constraint, ConstraintId, Nothing, PoolList, Remedy};
use crate::domain::{Change, Departure, Edition, EditionIdx, Facts, Minute, Region, ResourceIdx, VenueIdx, Weekday};
use crate::text::{Clock, Lang, Words};
use crate::travel::Place;
use crate::way::Way;

pub(super) struct MovesRule;

/// What somebody leads on a half-day: where, and from when to when.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Stay {
    venue: VenueIdx,
    from: Minute,
    to: Minute,
}

impl Constraint for MovesRule {
    const ABOUT: About = About {
        id: ConstraintId("moves"),
        place: 102,
        caption: Words {
            nl: "verplaatsing van wie begeleidt",
            en: "moves of who leads",
            fr: "déplacements de qui encadre",
        },
        depends_on_choice: false,
        codes: &[],
        ..About::DEFAULT
    };
    type Finding = Nothing;

    fn judge(&self, _way: &Way<'_>) -> Option<Nothing> {
        None
    }

    /// A pool for each departure: its morning is led, or one of the sessions that cannot be reached from it. Exact for
    /// one person. With another just like them, two people too few may pass unseen: no pool links two venues that are
    /// both left too late.
    fn pools(&self, facts: Facts<'_>, pools: &mut PoolList) {
        for (part, departure) in (0..).zip(&facts.region.departures) {
            pools.capacity(departure.leader.0, part, facts.times_at_once(departure.leader));
        }
    }

    fn opens(&self, facts: Facts<'_>, edition: EditionIdx, claims: &mut Claims) {
        let region = facts.region;
        let edition = &region.editions[edition.at()];
        let leader = edition.instructor();
        for &half_day in edition.half_days.iter() {
            let Some(stay) = stay(region, edition, half_day) else { continue };
            let morning = half_day & !1;
            let first = region.departures.partition_point(|known| (known.leader, known.half_day) < (leader, morning));
            let of_day = region.departures[first..].iter().zip(first as u32..);
            for (departure, part) in of_day.take_while(|(known, _)| (known.leader, known.half_day) == (leader, morning))
            {
                let is_own = half_day == morning && (departure.venue, departure.end) == (stay.venue, stay.to);
                if is_own || (half_day != morning && is_too_late(region, departure, stay)) {
                    claims.draw_once(leader.0, part, 1);
                }
            }
        }
    }

    fn pool_name(&self, facts: Facts<'_>, _subject: u32, part: u32) -> String {
        let region = facts.region;
        let Departure { leader, half_day, venue, end } = region.departures[part as usize];
        let day = region.horizon.from + chrono::Days::new(u64::from(half_day / 2));
        let (leader, venue) = (&region.resources[leader.at()].id, &region.venues[venue.at()].id);
        format!("{leader}/{day}/{venue}/{}", Clock(end))
    }

    fn room(&self, _facts: Facts<'_>, subject: u32, _part: u32) -> Option<Remedy> {
        Some(Remedy::new(Change::MoreLike(ResourceIdx(subject), 1)))
    }

    fn write_full(&self, facts: Facts<'_>, subject: u32, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &facts.region.resources[subject as usize].name;
        match lang {
            Lang::Nl => write!(f, "{name} raakt die dag niet op tijd van de ene plaats naar de andere"),
            Lang::En => write!(f, "{name} cannot get from one place to the other in time that day"),
            Lang::Fr => write!(f, "{name} ne peut aller d'un lieu à l'autre à temps ce jour-là"),
        }
    }
}

/// Where and when an edition is led on a half-day of it; nothing for who goes anywhere.
fn stay(region: &Region, edition: &Edition, half_day: u16) -> Option<Stay> {
    region.resources[edition.instructor().at()].travel?;
    let offer = &region.offers[edition.offer.at()];
    let day = region.horizon.from + chrono::Days::new(u64::from(half_day / 2));
    let weekday = Weekday::of(day);
    let of_day = || offer.shifts.iter().filter(|session| session.day == weekday);
    let (from, to) = (of_day().map(|session| session.from).min()?, of_day().map(|session| session.to).max()?);
    Some(Stay { venue: offer.venue?, from, to })
}

/// Whether who leaves then is too late for what begins elsewhere in the afternoon.
fn is_too_late(region: &Region, departure: &Departure, next: Stay) -> bool {
    let Some(travel) = region.resources[departure.leader.at()].travel else { return false };
    if departure.venue == next.venue {
        return false;
    }
    let at = |venue: VenueIdx| (Place::Venue(venue), &region.venues[venue.at()].site);
    let minutes = region.travel.minutes_at_least(at(departure.venue), at(next.venue), travel.mode);
    departure.end.saturating_add(minutes) > next.from
}

/// Every end of a morning from which something in the afternoon cannot be reached, sorted. For each person and day:
/// mornings x afternoons.
pub(crate) fn departures(region: &Region) -> Vec<Departure> {
    let mut stays: BTreeSet<(ResourceIdx, u16, Stay)> = BTreeSet::new();
    for edition in &region.editions {
        let of_edition =
            edition.half_days.iter().filter_map(|&half_day| Some((half_day, stay(region, edition, half_day)?)));
        stays.extend(of_edition.map(|(half_day, stay)| (edition.instructor(), half_day, stay)));
    }
    let stays: Vec<_> = stays.into_iter().collect();
    let mut departures = Vec::new();
    for of_day in stays.chunk_by(|a, b| (a.0, a.1 / 2) == (b.0, b.1 / 2)) {
        let (mornings, afternoons) = of_day.split_at(of_day.partition_point(|(_, half_day, _)| half_day % 2 == 0));
        for &(leader, half_day, Stay { venue, to, .. }) in mornings {
            let departure = Departure { leader, half_day, venue, end: to };
            if afternoons.iter().any(|&(_, _, next)| is_too_late(region, &departure, next)) {
                departures.push(departure);
            }
        }
    }
    departures.sort_unstable();
    departures.dedup();
    departures
}
