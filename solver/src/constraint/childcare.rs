//! Childcare: each child that needs care has a place for its age, near enough, open from drop-off to pick-up.

use std::fmt;

use super::{Claims, Constraint, ConstraintId, Effect, Finding, Measured, PoolList, Remedy, Unit, Way};
use crate::domain::{CareIdx, Change, DAY, Facts, Minute, Weekday, Window};
use crate::text::{Clock, Lang, Words};
use crate::travel::When;

pub(super) struct Childcare;

/// What is missing for one of the children.
pub(super) enum PlaceNeeded {
    /// No place was chosen: none is near enough.
    NoPlace { age: u8 },
    /// The facility takes no children of this age.
    OtherAge { care: CareIdx, age: u8 },
    /// The facility is too far from home.
    TooFar { care: CareIdx, minutes: u16, minutes_max: u16 },
    /// More stops than a trip can have.
    TooManyStops { stops: usize, stops_max: u8 },
    /// The facility opens too late or closes too early.
    Closed(Closed),
}

/// A facility that is not open when the parent passes.
pub(super) struct Closed {
    care: CareIdx,
    day: Weekday,
    from: Minute,
    to: Minute,
    /// Hull of the minutes needed over all shifts.
    hull: (Minute, Minute),
    /// Whether being open for the hull, on the days on which the facility is open at all, would do.
    longer_hours_would_do: bool,
}

impl Constraint for Childcare {
    const ID: ConstraintId = ConstraintId("childcare");
    const PLACE: u8 = 35;
    const READS: &'static [&'static str] = &["children", "home"];
    type Finding = PlaceNeeded;

    fn caption(&self) -> Words {
        Words { nl: "kinderopvang", en: "childcare", fr: "accueil d'enfants" }
    }

    fn judge(&self, way: &Way<'_>) -> Option<PlaceNeeded> {
        if way.jobseeker().children.is_empty() {
            return None;
        }
        place_needed(way).or_else(|| closed(way).map(PlaceNeeded::Closed))
    }

    fn pools(&self, facts: Facts<'_>, pools: &mut PoolList) {
        for (idx, care) in facts.region.childcare.iter().enumerate() {
            let idx = CareIdx::from_usize(idx);
            for band in 0..care.bands.len() {
                pools.capacity(idx.0, band as u32, facts.places(idx, band));
            }
        }
    }

    fn draws(&self, way: &Way<'_>, claims: &mut Claims) {
        for (age, place, is_chosen) in way.care() {
            if let Some(care) = place.filter(|_| is_chosen)
                && let Some(band) = way.facts.region.childcare[care.at()].band_of(age)
            {
                claims.draw(care.0, band as u32, 1);
            }
        }
    }

    fn pool_name(&self, facts: Facts<'_>, subject: u32, part: u32) -> String {
        let care = &facts.region.childcare[subject as usize];
        let band = &care.bands[part as usize];
        format!("{}/{}-{}", care.id, band.from_age, band.to_age)
    }

    fn write_full(&self, facts: Facts<'_>, subject: u32, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &facts.region.childcare[subject as usize].name;
        match lang {
            Lang::Nl => write!(f, "geen vrije plaats in {name}"),
            Lang::En => write!(f, "no free place in {name}"),
            Lang::Fr => write!(f, "pas de place libre à {name}"),
        }
    }

    fn room(&self, _facts: Facts<'_>, subject: u32, part: u32) -> Option<Remedy> {
        Some(Remedy::new(Change::MorePlaces(CareIdx(subject), part as u8)))
    }
}

/// What is missing regardless of opening hours.
fn place_needed(way: &Way<'_>) -> Option<PlaceNeeded> {
    let limits = &way.pack().limits;
    let morning = way
        .vacancy()
        .shifts
        .first()
        .map_or(When::ArriveBy(Weekday::Mon, DAY / 3), |shift| When::ArriveBy(shift.day, shift.from));
    for (age, place, is_chosen) in way.care() {
        let Some(care) = place else { return Some(PlaceNeeded::NoPlace { age }) };
        if way.facts.region.childcare[care.at()].band_of(age).is_none() {
            return Some(PlaceNeeded::OtherAge { care, age });
        }
        let (minutes, minutes_max) = (way.minutes_to_care(care, morning), limits.childcare_minutes_max);
        // A place that the child already has is near enough: the parent chose it.
        if is_chosen && minutes.is_none_or(|minutes| minutes > minutes_max) {
            return Some(PlaceNeeded::TooFar { care, minutes: minutes.unwrap_or(u16::MAX), minutes_max });
        }
    }
    let stops = way.stops().as_slice().len();
    (stops > usize::from(limits.childcare_stops_max))
        .then_some(PlaceNeeded::TooManyStops { stops, stops_max: limits.childcare_stops_max })
}

/// The first facility and day on which the parent would stand before a closed door.
fn closed(way: &Way<'_>) -> Option<Closed> {
    let stops = way.stops();
    let mut shut = stops.as_slice().iter().enumerate().filter_map(|(position, &care)| {
        let needed = || way.vacancy().shifts.iter().filter_map(move |&shift| minutes_needed(way, shift, position));
        let first = needed().find(|window| !is_open(way.facts, care, *window))?;
        let hull =
            needed().fold((first.from, first.to), |(from, to), window| (from.min(window.from), to.max(window.to)));
        let open_that_day =
            |window: Window| way.facts.region.childcare[care.at()].open.iter().any(|known| known.day == window.day);
        let longer_hours_would_do = hull.1 <= DAY && needed().all(open_that_day);
        let Window { day, from, to } = first;
        Some(Closed { care, day, from, to, hull, longer_hours_would_do })
    });
    let first = shut.next()?;
    // Longer hours of one facility do not help when another is closed too.
    let is_the_only = shut.next().is_none();
    Some(Closed { longer_hours_would_do: first.longer_hours_would_do && is_the_only, ..first })
}

/// From drop-off to pick-up at the stop at `position` for one shift; `None` when there is no such journey, which is the
/// business of mobility.
fn minutes_needed(way: &Way<'_>, shift: Window, position: usize) -> Option<Window> {
    let stops = way.stops();
    let (out, back) = (way.trip_out(shift, &stops)?, way.trip_back(shift, &stops)?);
    let from = shift.from.saturating_sub(out.stop_to_work[position]);
    let to = shift.to.saturating_add(back.stop_to_work[position]);
    Some(Window { day: shift.day, from, to })
}

/// Whether the facility is open during all of `window`. Past midnight it never is.
fn is_open(facts: Facts<'_>, care: CareIdx, window: Window) -> bool {
    window.to <= DAY && facts.is_open(care, window.day, (window.from, window.to))
}

impl Closed {
    /// Opening time and closing time on the day in question; `None` when the facility is closed all day.
    fn hours(&self, facts: Facts<'_>) -> Option<(Minute, Minute)> {
        let open = facts.region.childcare[self.care.at()].open.iter().filter(|window| window.day == self.day);
        open.fold(None, |hours, window| {
            let (from, to) = hours.unwrap_or((window.from, window.to));
            Some((from.min(window.from), to.max(window.to)))
        })
    }

    /// Words: closes too early, opens too late, or closed in between.
    fn write(&self, facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &facts.region.childcare[self.care.at()].name;
        let (needed_from, needed_to) = (Clock(self.from), Clock(self.to));
        match (lang, self.hours(facts)) {
            (Lang::Nl, Some((_, to))) if to < self.to => {
                write!(f, "{name} sluit om {}, de ouder komt om {needed_to}", Clock(to))
            }
            (Lang::En, Some((_, to))) if to < self.to => {
                write!(f, "{name} closes at {}, the parent comes at {needed_to}", Clock(to))
            }
            (Lang::Fr, Some((_, to))) if to < self.to => {
                write!(f, "{name} ferme à {}, le parent vient à {needed_to}", Clock(to))
            }
            (Lang::Nl, Some((from, _))) if self.from < from => {
                write!(f, "{name} opent om {}, de ouder komt om {needed_from}", Clock(from))
            }
            (Lang::En, Some((from, _))) if self.from < from => {
                write!(f, "{name} opens at {}, the parent comes at {needed_from}", Clock(from))
            }
            (Lang::Fr, Some((from, _))) if self.from < from => {
                write!(f, "{name} ouvre à {}, le parent vient à {needed_from}", Clock(from))
            }
            (Lang::Nl, _) => write!(f, "{name} is gesloten tijdens het werk"),
            (Lang::En, _) => write!(f, "{name} is closed during work"),
            (Lang::Fr, _) => write!(f, "{name} est fermé pendant le travail"),
        }
    }
}

impl Finding for PlaceNeeded {
    fn code(&self) -> &'static str {
        match self {
            Self::NoPlace { .. } => "CHILDCARE_PLACE_NEEDED",
            Self::OtherAge { .. } => "CHILDCARE_OTHER_AGE",
            Self::TooFar { .. } => "CHILDCARE_TOO_FAR",
            Self::TooManyStops { .. } => "CHILDCARE_TOO_MANY_STOPS",
            Self::Closed(_) => "CHILDCARE_CLOSED",
        }
    }

    fn effect(&self) -> Effect {
        Effect::Blocks
    }

    fn measured(&self) -> Option<Measured> {
        Some(match self {
            Self::NoPlace { .. } | Self::OtherAge { .. } => Measured { measured: 0, limit: 1, unit: Unit::Count },
            Self::TooFar { minutes, minutes_max, .. } => {
                Measured { measured: (*minutes).into(), limit: (*minutes_max).into(), unit: Unit::Minutes }
            }
            Self::TooManyStops { stops, stops_max } => {
                Measured { measured: *stops as i64, limit: (*stops_max).into(), unit: Unit::Count }
            }
            Self::Closed(closed) => {
                Measured { measured: closed.from.into(), limit: closed.to.into(), unit: Unit::ClockMinute }
            }
        })
    }

    fn write(&self, facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |care: &CareIdx| &facts.region.childcare[care.at()].name;
        match (self, lang) {
            (Self::NoPlace { age }, Lang::Nl) => write!(f, "heeft opvang nodig voor een kind van {age} jaar"),
            (Self::NoPlace { age }, Lang::En) => write!(f, "needs childcare for a child of {age}"),
            (Self::NoPlace { age }, Lang::Fr) => write!(f, "a besoin d'accueil pour un enfant de {age} ans"),
            (Self::OtherAge { care, age }, Lang::Nl) => write!(f, "{} neemt geen kind van {age} jaar", name(care)),
            (Self::OtherAge { care, age }, Lang::En) => write!(f, "{} takes no child of {age}", name(care)),
            (Self::OtherAge { care, age }, Lang::Fr) => {
                write!(f, "{} n'accueille pas d'enfant de {age} ans", name(care))
            }
            (Self::TooFar { care, minutes, .. }, Lang::Nl) => {
                write!(f, "{} ligt op {minutes} minuten van thuis", name(care))
            }
            (Self::TooFar { care, minutes, .. }, Lang::En) => {
                write!(f, "{} is {minutes} minutes from home", name(care))
            }
            (Self::TooFar { care, minutes, .. }, Lang::Fr) => {
                write!(f, "{} est à {minutes} minutes de la maison", name(care))
            }
            (Self::TooManyStops { stops, stops_max }, Lang::Nl) => {
                write!(f, "rijdt langs {stops} opvangplaatsen, hoogstens {stops_max} kan")
            }
            (Self::TooManyStops { stops, stops_max }, Lang::En) => {
                write!(f, "passes {stops} childcare places, at most {stops_max} will do")
            }
            (Self::TooManyStops { stops, stops_max }, Lang::Fr) => {
                write!(f, "passe par {stops} lieux d'accueil, au plus {stops_max} conviennent")
            }
            (Self::Closed(closed), _) => closed.write(facts, lang, f),
        }
    }

    fn remedies(&self, _facts: Facts<'_>) -> Vec<Remedy> {
        match self {
            Self::Closed(closed) if closed.longer_hours_would_do => {
                vec![Remedy::new(Change::OpensFor(closed.care, closed.hull.0, closed.hull.1))]
            }
            _ => Vec::new(),
        }
    }
}
