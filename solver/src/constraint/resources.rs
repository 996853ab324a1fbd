//! Resources: a room or a person is there when it is needed, and never twice at once.

use std::fmt;

use chrono::NaiveDate;

use super::{
    About, Claims, Constraint, ConstraintId, Effect, Finding, Measured, Opening, PoolList, ReasonCode, Remedy,
};
use crate::domain::{Change, EditionIdx, Facts, OfferIdx, ResourceIdx, Role};
use crate::names::date;
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct ResourcesRule;

/// What is not there.
pub(super) enum NotThere {
    /// Nothing or nobody fills a role; by the fixed division of tasks this partner supplies it.
    Role { offer: OfferIdx, role: Role },
    /// Its offer has no edition at all.
    Held,
    /// Fewer days than it has sessions are left before the pack ends.
    Days { day: NaiveDate },
    /// A person would travel so long to lead it.
    TooFar { resource: ResourceIdx, minutes: u16 },
    /// A room or a person cannot be used on this day.
    Taken { resource: ResourceIdx, day: NaiveDate },
}

impl Constraint for ResourcesRule {
    const ABOUT: About = About {
        id: ConstraintId("resources"),
        place: 91,
        caption: Words { nl: "dit kan niet doorgaan", en: "this cannot be held", fr: "ceci ne peut avoir lieu" },
        depends_on_choice: false,
        codes: &[
            ReasonCode {
                code: "ROOM_MISSING",
                words: Words {
                    nl: "er is geen geschikt lokaal; het lokaal bestuur zorgt daarvoor",
                    en: "there is no suitable room; the municipality supplies it",
                    fr: "il n'y a pas de local adapté ; la commune le fournit",
                },
                remedies: &[],
            },
            ReasonCode {
                code: "PRACTICE_ROOM_MISSING",
                words: Words {
                    nl: "er is geen geschikt praktijklokaal; het lokaal bestuur zorgt daarvoor",
                    en: "there is no suitable room to practise in; the municipality supplies it",
                    fr: "il n'y a pas de local de pratique adapté ; la commune le fournit",
                },
                remedies: &[],
            },
            ReasonCode {
                code: "INSTRUCTOR_TOO_FAR",
                words: Words {
                    nl: "dit ligt te ver voor wie het zou begeleiden",
                    en: "this is too far for who would lead it",
                    fr: "c'est trop loin pour la personne qui l'encadrerait",
                },
                remedies: &[],
            },
            ReasonCode {
                code: "INSTRUCTOR_MISSING",
                words: Words {
                    nl: "er is niemand om het te begeleiden; VDAB zorgt daarvoor",
                    en: "there is nobody to lead it; VDAB supplies them",
                    fr: "il n'y a personne pour l'encadrer ; le VDAB s'en charge",
                },
                remedies: &[],
            },
            ReasonCode {
                code: "CANNOT_BE_HELD",
                words: Words {
                    nl: "dit kan hier dan niet doorgaan: een lokaal, begeleider of vrije dag ontbreekt, of het is zo beslist",
                    en: "this cannot be held here then: a room, instructor or free day is missing, or it is decided so",
                    fr: "ceci ne peut avoir lieu : un local, un encadrant ou un jour libre manque, ou c'est décidé ainsi",
                },
                remedies: &[],
            },
            ReasonCode {
                code: "NOT_ENOUGH_DAYS",
                words: Words {
                    nl: "er zijn niet genoeg dagen waarop dit kan doorgaan",
                    en: "there are not enough days on which this can be held",
                    fr: "il n'y a pas assez de jours où ceci peut avoir lieu",
                },
                remedies: &[],
            },
            ReasonCode {
                code: "NOT_FREE",
                words: Words {
                    nl: "een lokaal of begeleider is op een van de dagen niet vrij",
                    en: "a room or instructor is not free on one of the days",
                    fr: "un local ou un encadrant n'est pas libre un des jours",
                },
                remedies: &[],
            },
        ],
        ..About::DEFAULT
    };
    type Finding = NotThere;

    fn judge(&self, way: &Way<'_>) -> Option<NotThere> {
        let is_held =
            way.facts.openings(way.offer_idx).is_some() || !way.facts.region.editions_of(way.offer_idx).is_empty();
        (!is_held).then_some(NotThere::Held)
    }

    fn judge_opening(&self, opening: &Opening<'_>) -> Option<NotThere> {
        if opening.sessions.len() < opening.programme.sessions(opening.n_a_week()) {
            let pack = &opening.facts.region.pack;
            return Some(NotThere::Days { day: pack.valid_to.max(opening.facts.region.horizon.to) });
        }
        let missing = |role| Some(NotThere::Role { offer: opening.offer, role });
        if opening.room.is_none() {
            return missing(Role::Room);
        }
        if opening.programme.practice_room.is_some() && opening.practice_room.is_none() {
            return missing(Role::PracticeRoom);
        }
        let Some(instructor) = opening.instructor else { return missing(Role::Instructor) };
        if let Some(minutes) = too_far(opening, instructor) {
            return Some(NotThere::TooFar { resource: instructor, minutes });
        }
        for (idx, resource) in opening.resources() {
            let taken = opening.sessions.iter().find(|&&(day, hours)| !resource.is_free_on(day, hours));
            if let Some(&(day, _)) = taken {
                return Some(NotThere::Taken { resource: idx, day });
            }
        }
        None
    }

    fn pools(&self, facts: Facts<'_>, pools: &mut PoolList) {
        let mut used: Vec<(u32, u32)> = Vec::new();
        for edition in &facts.region.editions {
            let half_days = || edition.half_days.iter().map(|&half_day| u32::from(half_day));
            used.extend(edition.resources.iter().flat_map(|idx| half_days().map(|half_day| (idx.0, half_day))));
            // Editions of one offer use much the same: the list stays short.
            if used.len() > 1 << 20 {
                used.sort_unstable();
                used.dedup();
            }
        }
        used.sort_unstable();
        used.dedup();
        for (resource, half_day) in used {
            pools.capacity(resource, half_day, facts.times_at_once(ResourceIdx(resource)));
        }
    }

    fn opens(&self, facts: Facts<'_>, edition: EditionIdx, claims: &mut Claims) {
        let edition = &facts.region.editions[edition.at()];
        for resource in &edition.resources {
            edition.half_days.iter().for_each(|&half_day| claims.draw_once(resource.0, half_day.into(), 1));
        }
    }

    fn pool_name(&self, facts: Facts<'_>, subject: u32, part: u32) -> String {
        let day = facts.region.horizon.from + chrono::Days::new(u64::from(part / 2));
        let half = if part.is_multiple_of(2) { "am" } else { "pm" };
        format!("{}/{day}/{half}", facts.region.resources[subject as usize].id)
    }

    fn room(&self, _facts: Facts<'_>, subject: u32, _part: u32) -> Option<Remedy> {
        Some(Remedy::new(Change::MoreLike(ResourceIdx(subject), 1)))
    }

    fn write_full(&self, facts: Facts<'_>, subject: u32, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &facts.region.resources[subject as usize].name;
        match lang {
            Lang::Nl => write!(f, "{name} is dan al bezet"),
            Lang::En => write!(f, "{name} is taken then"),
            Lang::Fr => write!(f, "{name} est déjà pris à ce moment"),
        }
    }
}

/// Minutes to the venue for who would lead it, where that is longer than they go.
fn too_far(opening: &Opening<'_>, instructor: ResourceIdx) -> Option<u16> {
    let facts = opening.facts;
    let travel = facts.region.resources[instructor.at()].travel?;
    let offer = &facts.region.offers[opening.offer.at()];
    let place = offer.place(opening.offer);
    // What is stated of a venue is stated of other places than where an instructor lives.
    let minutes = facts.region.travel.minutes_at_least((place, &travel.from), (place, &offer.site), travel.mode);
    (minutes > travel.minutes_max).then_some(minutes)
}

impl Finding for NotThere {
    fn code(&self) -> &'static str {
        match self {
            Self::Role { role: Role::Room, .. } => "ROOM_MISSING",
            Self::Role { role: Role::PracticeRoom, .. } => "PRACTICE_ROOM_MISSING",
            Self::Role { role: Role::Instructor, .. } => "INSTRUCTOR_MISSING",
            Self::TooFar { .. } => "INSTRUCTOR_TOO_FAR",
            Self::Held => "CANNOT_BE_HELD",
            Self::Days { .. } => "NOT_ENOUGH_DAYS",
            Self::Taken { .. } => "NOT_FREE",
        }
    }

    fn effect(&self) -> Effect {
        Effect::Blocks
    }

    fn measured(&self) -> Option<Measured> {
        None
    }

    fn write(&self, facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let region = facts.region;
        match *self {
            Self::Role { offer, role: Role::Room } => {
                let offer = &region.offers[offer.at()];
                let provider = offer.venue.map_or("", |venue| &region.venues[venue.at()].provider);
                let host = &offer.host;
                match lang {
                    Lang::Nl => write!(
                        f,
                        "{host} heeft geen lokaal dat groot genoeg is en alles heeft; {provider} zorgt daarvoor"
                    ),
                    Lang::En => {
                        write!(f, "{host} has no room that is large enough and has everything; {provider} supplies it")
                    }
                    Lang::Fr => write!(f, "{host} n'a pas de local assez grand et équipé ; {provider} le fournit"),
                }
            }
            Self::Role { offer, role: Role::PracticeRoom } => {
                let offer = &region.offers[offer.at()];
                let provider = offer.venue.map_or("", |venue| &region.venues[venue.at()].provider);
                let host = &offer.host;
                match lang {
                    Lang::Nl => {
                        write!(f, "{host} heeft geen tweede lokaal om in te oefenen; {provider} zorgt daarvoor")
                    }
                    Lang::En => write!(f, "{host} has no second room to practise in; {provider} supplies it"),
                    Lang::Fr => write!(f, "{host} n'a pas de second local pour la pratique ; {provider} le fournit"),
                }
            }
            Self::TooFar { resource, minutes } => {
                let resource = &region.resources[resource.at()];
                let (name, most) = (&resource.name, resource.travel.map_or(0, |travel| travel.minutes_max));
                match lang {
                    Lang::Nl => write!(f, "{name} zou {minutes} minuten onderweg zijn, maximaal {most} is afgesproken"),
                    Lang::En => write!(f, "{name} would travel {minutes} minutes, at most {most} is agreed"),
                    Lang::Fr => write!(f, "{name} ferait {minutes} minutes de trajet, {most} au plus sont convenues"),
                }
            }
            Self::Role { role: Role::Instructor, .. } => f.write_str(match lang {
                Lang::Nl => "niemand kan het begeleiden; VDAB zorgt daarvoor",
                Lang::En => "nobody can lead it; VDAB supplies them",
                Lang::Fr => "personne ne peut l'encadrer ; le VDAB s'en charge",
            }),
            Self::Held => f.write_str(match lang {
                Lang::Nl => "dit kan hier dan niet doorgaan",
                Lang::En => "this cannot be held here then",
                Lang::Fr => "ceci ne peut avoir lieu ici à ce moment",
            }),
            Self::Days { day } => {
                let day = date(day, lang);
                match lang {
                    Lang::Nl => write!(f, "tot {day} zijn er niet genoeg dagen zonder vakantie of feestdag"),
                    Lang::En => write!(f, "until {day} there are not enough days without holidays"),
                    Lang::Fr => write!(f, "jusqu'au {day}, il n'y a pas assez de jours sans vacances ni fête"),
                }
            }
            Self::Taken { resource, day } => {
                let (resource, day) = (&region.resources[resource.at()], date(day, lang));
                let (name, provider) = (&resource.name, &resource.provider);
                match lang {
                    Lang::Nl => write!(f, "{name} ({provider}) is niet vrij op {day}"),
                    Lang::En => write!(f, "{name} ({provider}) is not free on {day}"),
                    Lang::Fr => write!(f, "{name} ({provider}) n'est pas libre le {day}"),
                }
            }
        }
    }

    fn remedies(&self, _facts: Facts<'_>) -> Vec<Remedy> {
        Vec::new()
    }
}
