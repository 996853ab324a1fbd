//! Childcare: each child that needs care has a place for its age, near enough, open from drop-off to pick-up.

use std::fmt;

use super::{
    About, Claims, Constraint, ConstraintId, Effect, Finding, Measured, PoolList, ReasonCode, Remedy, Unit, remedy,
};
use crate::domain::{
    CareIdx, Change, Child, DAY, Facts, JobseekerIdx, Minute, OfferIdx, Subject, SupportKind, Weekday, Window,
};
use crate::names::{duration, years};
use crate::text::{Clock, Lang, Words};
use crate::way::{Choice, ThereAndBack, Way};

pub(super) struct ChildcareRule;

/// What is missing for one of the children.
pub(super) enum PlaceNeeded {
    /// No place was chosen: none is near enough.
    NoPlace { age: u8 },
    /// The facility takes no children of this age.
    OtherAge { care: CareIdx, age: u8 },
    /// The facility is too far from home.
    TooFar { care: CareIdx, minutes: Option<u16>, minutes_max: u16 },
    /// Other facilities that take the age lie nearer to home.
    NotNearest { care: CareIdx, looked_at: u8 },
    /// More of the own children go there than there are places for their age.
    TooFewPlaces { way: (JobseekerIdx, OfferIdx, Choice), care: CareIdx, band: u8, children: u32, places: u32 },
    /// More stops than a trip can have.
    TooManyStops { stops: usize, stops_max: u8 },
    /// The facility opens too late or closes too early.
    Closed(Closed),
}

/// A facility that is not open when the parent passes.
pub(super) struct Closed {
    /// The way itself, to try it with a change.
    way: (JobseekerIdx, OfferIdx, Choice),
    care: CareIdx,
    /// From drop-off to pick-up.
    needed: Window,
    /// From opening to closing on that day; `None` when it is closed all day.
    open: Option<(Minute, Minute)>,
    /// Hull of the minutes needed over all shifts.
    hull: (Minute, Minute),
    /// Whether being open for the hull, on the days on which the facility is open at all, would do.
    longer_hours_would_do: bool,
}

impl Constraint for ChildcareRule {
    const ABOUT: About = About {
        id: ConstraintId("childcare"),
        place: 35,
        caption: Words { nl: "kinderopvang", en: "childcare", fr: "accueil d'enfants" },
        reads: &["children", "home", "modes", "travel_minutes_max", "transfers_max", "walk_metres_max"],
        // A bicycle brings the parent to the door in time, and brings a facility near enough.
        eased_by: &[SupportKind::Bicycle],
        codes: &[
            ReasonCode {
                code: "CHILDCARE_PLACE_NEEDED",
                words: Words {
                    nl: "heeft opvang nodig voor een kind",
                    en: "needs childcare for a child",
                    fr: "a besoin d'accueil pour un enfant",
                },
                remedies: &[],
            },
            ReasonCode {
                code: "CHILDCARE_OTHER_AGE",
                words: Words {
                    nl: "de opvang neemt geen kind van deze leeftijd",
                    en: "the childcare takes no child of this age",
                    fr: "l'accueil ne prend pas d'enfant de cet âge",
                },
                remedies: &[],
            },
            ReasonCode {
                code: "CHILDCARE_TOO_FAR",
                words: Words {
                    nl: "de opvang ligt te ver van thuis",
                    en: "the childcare is too far from home",
                    fr: "l'accueil est trop loin de la maison",
                },
                remedies: &[],
            },
            ReasonCode {
                code: "CHILDCARE_NOT_NEAREST",
                words: Words {
                    nl: "de opvang hoort niet bij de dichtste",
                    en: "the childcare is not among the nearest",
                    fr: "l'accueil n'est pas parmi les plus proches",
                },
                remedies: &[],
            },
            ReasonCode {
                code: "CHILDCARE_TOO_FEW_PLACES",
                words: Words {
                    nl: "de opvang heeft niet voor elk kind een plaats",
                    en: "the childcare has no place for each child",
                    fr: "l'accueil n'a pas de place pour chaque enfant",
                },
                remedies: &["more_places"],
            },
            ReasonCode {
                code: "CHILDCARE_TOO_MANY_STOPS",
                words: Words {
                    nl: "moet langs te veel opvangplaatsen",
                    en: "passes too many childcare places",
                    fr: "passe par trop de lieux d'accueil",
                },
                remedies: &[],
            },
            ReasonCode {
                code: "CHILDCARE_CLOSED",
                words: Words {
                    nl: "de opvang is gesloten wanneer ze nodig is",
                    en: "the childcare is closed when it is needed",
                    fr: "l'accueil est fermé quand il est nécessaire",
                },
                remedies: &["opens_for", "child_goes_to", "shifts_move"],
            },
        ],
        ..About::DEFAULT
    };
    type Finding = PlaceNeeded;

    fn judge(&self, way: &Way<'_>) -> Option<PlaceNeeded> {
        if way.jobseeker().children.is_empty() {
            return None;
        }
        place_needed(way).or_else(|| closed(way).map(PlaceNeeded::Closed))
    }

    /// Skips what only the words need.
    fn effect(&self, way: &Way<'_>) -> Option<Effect> {
        if way.jobseeker().children.is_empty() {
            return None;
        }
        let blocks = place_needed(way).is_some() || {
            !way.stops().as_slice().is_empty()
                && trips(way).any(|(shift, round)| way.meets_a_closed_door(shift, &round))
        };
        blocks.then_some(Effect::Blocks)
    }

    fn pools(&self, facts: Facts<'_>, pools: &mut PoolList) {
        for (idx, care) in facts.region.childcare.iter().enumerate() {
            let idx = CareIdx::from_usize(idx);
            for band in 0..care.bands.len() {
                pools.capacity(idx.position(), band as u32, facts.places(idx, band));
            }
        }
    }

    fn draws(&self, way: &Way<'_>, claims: &mut Claims) {
        for (child, place, is_chosen) in way.care() {
            if let Some(care) = place.filter(|_| is_chosen)
                && let Some(band) = way.facts.region.childcare[care.at()].band_of(child.age)
            {
                claims.draw(care.position(), band as u32, 1);
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
        Some(Remedy::new(Change::MorePlaces(CareIdx::new(subject), part as u8)))
    }
}

/// What is missing regardless of opening hours.
fn place_needed(way: &Way<'_>) -> Option<PlaceNeeded> {
    let limits = &way.pack().limits;
    for (child, place, is_chosen) in way.care() {
        let age = child.age;
        let Some(care) = place else { return Some(PlaceNeeded::NoPlace { age }) };
        if !is_chosen || child.school == Some(care) {
            // A place that the child already has takes its age and is near enough: the parent chose it. So is a school.
            continue;
        }
        if way.facts.region.childcare[care.at()].band_of(age).is_none() {
            return Some(PlaceNeeded::OtherAge { care, age });
        }
        match crate::way::nearness(way, child, care) {
            crate::way::Nearness::Near => {}
            crate::way::Nearness::NotNearest => {
                return Some(PlaceNeeded::NotNearest { care, looked_at: limits.childcare_choices_max });
            }
            crate::way::Nearness::Far(minutes) => {
                return Some(PlaceNeeded::TooFar { care, minutes, minutes_max: limits.childcare_minutes_max });
            }
        }
    }
    if let Some(few) = too_few_places(way) {
        return Some(few);
    }
    let stops = way.stops().as_slice().len();
    (stops > usize::from(limits.childcare_stops_max))
        .then_some(PlaceNeeded::TooManyStops { stops, stops_max: limits.childcare_stops_max })
}

/// The first facility of which the children of one person alone take more places than there are.
fn too_few_places(way: &Way<'_>) -> Option<PlaceNeeded> {
    let taken = |(child, place, is_chosen): (&Child, Option<CareIdx>, bool)| {
        let care = place.filter(|_| is_chosen)?;
        Some((care, way.facts.region.childcare[care.at()].band_of(child.age)?))
    };
    let all: Vec<(CareIdx, usize)> = way.care().filter_map(taken).collect();
    all.iter().find_map(|&(care, band)| {
        let children = all.iter().filter(|other| **other == (care, band)).count() as u32;
        let places = way.facts.places(care, band);
        let way = (way.jobseeker_idx, way.offer_idx, way.choice);
        (children > places).then_some(PlaceNeeded::TooFewPlaces { way, care, band: band as u8, children, places })
    })
}

/// The trips of every shift for which there is one. Whether there is one, and how long a journey by timetable may take,
/// is the business of mobility.
fn trips(way: &Way<'_>) -> impl Iterator<Item = (Window, ThereAndBack)> {
    let longest = way.travel_minutes_max();
    let rounds = way.there_and_back_within(way.hubs_used_within(longest), longest);
    rounds.filter_map(|(shift, round)| Some((shift, round?)))
}

/// The first facility and day on which the parent would stand before a closed door.
fn closed(way: &Way<'_>) -> Option<Closed> {
    let stops = way.stops();
    if stops.as_slice().is_empty() {
        return None;
    }
    let trips: Vec<_> = trips(way).collect();
    let in_order = trips.first().map_or(stops, |(_, round)| round.out.stops);
    let mut shut = in_order.as_slice().iter().filter_map(|&care| {
        let needed = || trips.iter().map(|(shift, round)| round.needed(*shift, care));
        let first = needed().find(|window| !way.is_open(care, *window))?;
        let hull =
            needed().fold((first.from, first.to), |(from, to), window| (from.min(window.from), to.max(window.to)));
        let open_that_day =
            |window: Window| way.facts.region.childcare[care.at()].open.iter().any(|known| known.day == window.day);
        let longer_hours_would_do = hull.1 <= DAY && needed().all(open_that_day);
        Some(Closed {
            way: (way.jobseeker_idx, way.offer_idx, way.choice),
            care,
            needed: first,
            open: hours(way.facts, care, first.day),
            hull,
            longer_hours_would_do,
        })
    });
    let first = shut.next()?;
    // Longer hours of one facility do not help when another is closed too.
    let is_the_only = shut.next().is_none();
    Some(Closed { longer_hours_would_do: first.longer_hours_would_do && is_the_only, ..first })
}

/// Opening time and closing time on a day; `None` when the facility is closed all day.
fn hours(facts: Facts<'_>, care: CareIdx, day: Weekday) -> Option<(Minute, Minute)> {
    let stated = facts.region.childcare[care.at()].open.iter().filter(|window| window.day == day);
    let hull = |(a, b): (Minute, Minute), (c, d): (Minute, Minute)| (a.min(c), b.max(d));
    let stated = stated.map(|window| (window.from, window.to)).reduce(hull)?;
    let longer = facts.overlay.about(Subject::Care(care)).filter_map(|change| match *change {
        Change::OpensFor(_, from, to) => Some((from, to)),
        _ => None,
    });
    Some(longer.fold(stated, hull))
}

/// How the opening hours miss the minutes needed.
enum Miss {
    /// Care would have to go on past midnight.
    PastMidnight,
    /// It closes at this minute, before the parent is back.
    ClosesAt(Minute),
    /// It opens at this minute, after the parent has come.
    OpensAt(Minute),
    /// It is closed all day or in between.
    Closed,
}

impl Closed {
    /// How the hours miss.
    fn miss(&self) -> Miss {
        match self.open {
            _ if self.needed.to > DAY => Miss::PastMidnight,
            Some((_, closes)) if closes < self.needed.to => Miss::ClosesAt(closes),
            Some((opens, _)) if self.needed.from < opens => Miss::OpensAt(opens),
            _ => Miss::Closed,
        }
    }

    /// Closing or opening time, and when the parent comes.
    fn measured(&self) -> Option<Measured> {
        let (measured, limit) = match self.miss() {
            Miss::ClosesAt(closes) => (closes, self.needed.to),
            Miss::OpensAt(opens) => (opens, self.needed.from),
            Miss::PastMidnight | Miss::Closed => return None,
        };
        Some(Measured { measured: measured.into(), limit: limit.into(), unit: Unit::ClockMinute })
    }

    /// Words: closes too early, opens too late, or closed.
    fn write(&self, facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &facts.region.childcare[self.care.at()].name;
        let (from, to) = (Clock(self.needed.from), Clock(self.needed.to));
        // Until the child is fetched the parent needs some minutes.
        let comes = Clock(self.needed.to.saturating_sub(facts.region.pack.limits.drop_off_minutes));
        match (lang, self.miss()) {
            (Lang::Nl, Miss::ClosesAt(at)) => {
                write!(f, "{name} sluit om {}, de ouder is er om {comes} en klaar om {to}", Clock(at))
            }
            (Lang::En, Miss::ClosesAt(at)) => {
                write!(f, "{name} closes at {}, the parent is there at {comes} and done at {to}", Clock(at))
            }
            (Lang::Fr, Miss::ClosesAt(at)) => {
                write!(f, "{name} ferme à {}, le parent arrive à {comes} et repart à {to}", Clock(at))
            }
            (Lang::Nl, Miss::OpensAt(at)) => write!(f, "{name} opent om {}, de ouder komt om {from}", Clock(at)),
            (Lang::En, Miss::OpensAt(at)) => write!(f, "{name} opens at {}, the parent comes at {from}", Clock(at)),
            (Lang::Fr, Miss::OpensAt(at)) => write!(f, "{name} ouvre à {}, le parent vient à {from}", Clock(at)),
            (Lang::Nl, Miss::PastMidnight) => write!(f, "{name} vangt geen kinderen op na middernacht"),
            (Lang::En, Miss::PastMidnight) => write!(f, "{name} takes no children past midnight"),
            (Lang::Fr, Miss::PastMidnight) => write!(f, "{name} n'accueille pas d'enfants après minuit"),
            (Lang::Nl, Miss::Closed) => write!(f, "{name} is gesloten tijdens het werk"),
            (Lang::En, Miss::Closed) => write!(f, "{name} is closed during work"),
            (Lang::Fr, Miss::Closed) => write!(f, "{name} est fermé pendant le travail"),
        }
    }
}

/// Words about a facility that is too far from home, or that cannot be reached at all.
fn write_too_far(name: &str, minutes: Option<u16>, most: u16, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match (lang, minutes.map(|minutes| duration(minutes, lang))) {
        (Lang::Nl, Some(minutes)) => write!(f, "{name} ligt op {minutes} van thuis, maximaal {most} is haalbaar"),
        (Lang::En, Some(minutes)) => write!(f, "{name} is {minutes} from home, at most {most} will do"),
        (Lang::Fr, Some(minutes)) => write!(f, "{name} est à {minutes} de la maison, {most} au maximum"),
        (Lang::Nl, None) => write!(f, "geraakt niet in {name}"),
        (Lang::En, None) => write!(f, "cannot get to {name}"),
        (Lang::Fr, None) => write!(f, "n'arrive pas à {name}"),
    }
}

impl Finding for PlaceNeeded {
    fn code(&self) -> &'static str {
        match self {
            Self::NoPlace { .. } => "CHILDCARE_PLACE_NEEDED",
            Self::OtherAge { .. } => "CHILDCARE_OTHER_AGE",
            Self::TooFar { .. } => "CHILDCARE_TOO_FAR",
            Self::NotNearest { .. } => "CHILDCARE_NOT_NEAREST",
            Self::TooFewPlaces { .. } => "CHILDCARE_TOO_FEW_PLACES",
            Self::TooManyStops { .. } => "CHILDCARE_TOO_MANY_STOPS",
            Self::Closed(_) => "CHILDCARE_CLOSED",
        }
    }

    fn effect(&self) -> Effect {
        Effect::Blocks
    }

    fn measured(&self) -> Option<Measured> {
        Some(match *self {
            Self::NoPlace { .. } | Self::OtherAge { .. } => Measured { measured: 0, limit: 1, unit: Unit::Count },
            Self::TooFar { minutes, minutes_max, .. } => {
                Measured { measured: minutes?.into(), limit: minutes_max.into(), unit: Unit::Minutes }
            }
            Self::NotNearest { looked_at, .. } => {
                Measured { measured: i64::from(looked_at) + 1, limit: looked_at.into(), unit: Unit::Count }
            }
            Self::TooFewPlaces { children, places, .. } => {
                Measured { measured: places.into(), limit: children.into(), unit: Unit::Count }
            }
            Self::TooManyStops { stops, stops_max } => {
                Measured { measured: stops as i64, limit: stops_max.into(), unit: Unit::Count }
            }
            Self::Closed(ref closed) => return closed.measured(),
        })
    }

    fn write(&self, facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |care: &CareIdx| &facts.region.childcare[care.at()].name;
        match (self, lang) {
            (Self::NoPlace { age }, Lang::Nl) => write!(f, "heeft opvang nodig voor een kind van {age} jaar"),
            (Self::NoPlace { age }, Lang::En) => write!(f, "needs childcare for a child of {age}"),
            (Self::NoPlace { age }, Lang::Fr) => {
                write!(f, "a besoin d'accueil pour un enfant de {}", years(*age, lang))
            }
            (Self::OtherAge { care, age }, Lang::Nl) => write!(f, "{} neemt geen kind van {age} jaar", name(care)),
            (Self::OtherAge { care, age }, Lang::En) => write!(f, "{} takes no child of {age}", name(care)),
            (Self::OtherAge { care, age }, Lang::Fr) => {
                write!(f, "{} n'accueille pas d'enfant de {}", name(care), years(*age, lang))
            }
            (Self::TooFar { care, minutes, minutes_max }, _) => {
                write_too_far(name(care), *minutes, *minutes_max, lang, f)
            }
            (Self::NotNearest { care, looked_at }, Lang::Nl) => {
                write!(f, "{} hoort niet bij de {looked_at} dichtste", name(care))
            }
            (Self::NotNearest { care, looked_at }, Lang::En) => {
                write!(f, "{} is not among the {looked_at} nearest", name(care))
            }
            (Self::NotNearest { care, looked_at }, Lang::Fr) => {
                write!(f, "{} n'est pas parmi les {looked_at} plus proches", name(care))
            }
            (Self::TooFewPlaces { care, places: 0, .. }, Lang::Nl) => write!(f, "geen vrije plaats in {}", name(care)),
            (Self::TooFewPlaces { care, places: 0, .. }, Lang::En) => write!(f, "no free place in {}", name(care)),
            (Self::TooFewPlaces { care, places: 0, .. }, Lang::Fr) => {
                write!(f, "pas de place libre à {}", name(care))
            }
            (Self::TooFewPlaces { care, children, places, .. }, Lang::Nl) => {
                write!(f, "{} heeft {places} van de {children} plaatsen die nodig zijn", name(care))
            }
            (Self::TooFewPlaces { care, children, places, .. }, Lang::En) => {
                write!(f, "{} has {places} of the {children} places that are needed", name(care))
            }
            (Self::TooFewPlaces { care, children, places, .. }, Lang::Fr) => {
                write!(f, "{} a {places} des {children} places nécessaires", name(care))
            }
            (Self::TooManyStops { stops, stops_max }, Lang::Nl) => {
                write!(f, "moet langs {stops} opvangplaatsen, maximaal {stops_max} is haalbaar")
            }
            (Self::TooManyStops { stops, stops_max }, Lang::En) => {
                write!(f, "passes {stops} childcare places, at most {stops_max} will do")
            }
            (Self::TooManyStops { stops, stops_max }, Lang::Fr) => {
                write!(f, "passe par {stops} lieux d'accueil, {stops_max} au maximum")
            }
            (Self::Closed(closed), _) => closed.write(facts, lang, f),
        }
    }

    fn remedies(&self, facts: Facts<'_>) -> Vec<Remedy> {
        if let Self::TooFewPlaces { way: (jobseeker_idx, offer_idx, choice), care, band, .. } = *self {
            let one_more = Change::MorePlaces(care, band);
            let would_do = remedy::unblocks(&ChildcareRule, &Way { facts, jobseeker_idx, offer_idx, choice }, one_more);
            return would_do.then(|| Remedy::new(one_more)).into_iter().collect();
        }
        let Self::Closed(closed) = self else { return Vec::new() };
        let (jobseeker_idx, offer_idx, choice) = closed.way;
        let way = Way { facts, jobseeker_idx, offer_idx, choice };
        let mut remedies = Vec::new();
        if closed.longer_hours_would_do {
            remedies.push(Remedy::new(Change::OpensFor(closed.care, closed.hull.0, closed.hull.1)));
        }
        remedies.extend(remedy::elsewhere(&ChildcareRule, &way));
        remedies.extend(remedy::that_unblocks(&ChildcareRule, &way));
        remedies
    }
}
