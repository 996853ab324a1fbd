//! Changes and remedies in words: what someone could arrange.

use std::collections::BTreeSet;

use super::offer_name;
use crate::constraint::{Remedy, hours_asked, hours_asked_words};
use crate::domain::{
    Activity, Care, CareIdx, Change, Facts, JobseekerIdx, LicenceCategory, Minute, Mode, OfferIdx, Overlay, Resource,
    Role, SupportKind, Weekday,
};
use crate::names::{Noun, counted};
use crate::names::{by_mode, date, language_name, offer_title, support_name};
use crate::text::{Clock, Lang, Words};

/// A change in words, without full stop; the person is "this person" and needs no name.
pub fn change_words(change: &Change, facts: Facts<'_>, lang: Lang) -> String {
    let region = facts.region;
    match *change {
        Change::Speaks(_, language, levels) => {
            let highest = Activity::ALL.iter().map(|&activity| levels[activity as usize]).max().unwrap_or_default();
            let language = language_name(language, lang);
            match lang {
                Lang::Nl => format!("{language} leren tot niveau {highest}"),
                Lang::En => format!("learn {language} up to level {highest}"),
                Lang::Fr => format!("apprendre {language} jusqu'au niveau {highest}"),
            }
        }
        Change::HasMode(_, mode) => mode_words(mode, lang),
        Change::HasLicences(_, licences) => {
            let codes: Vec<_> = licences.iter().map(LicenceCategory::code).collect();
            let codes = codes.join(", ");
            match lang {
                Lang::Nl => format!("rijbewijs {codes} halen"),
                Lang::En => format!("get driving licence {codes}"),
                Lang::Fr => format!("obtenir le permis {codes}"),
            }
        }
        Change::TravelsUpTo(_, minutes) => match lang {
            Lang::Nl => format!("een reis van {} aanvaarden", counted(Noun::Minutes, minutes, lang)),
            Lang::En => format!("accept a trip of {}", counted(Noun::Minutes, minutes, lang)),
            Lang::Fr => format!("accepter un trajet de {}", counted(Noun::Minutes, minutes, lang)),
        },
        Change::LeavesFrom(_, from) => {
            let from = Clock(from);
            match lang {
                Lang::Nl => format!("al om {from} vertrekken"),
                Lang::En => format!("leave as early as {from}"),
                Lang::Fr => format!("partir dès {from}"),
            }
        }
        Change::ChildGoesTo(jobseeker, child, care) => other_place_words(jobseeker, child, care, facts, lang),
        Change::WorksShiftsOf(jobseeker, offer) => hours_asked_words(&hours_asked(facts, jobseeker, offer), lang),
        Change::WorksHours(_, hours) => match lang {
            Lang::Nl => format!("{} per week aanvaarden", counted(Noun::Hours, hours, lang)),
            Lang::En => format!("accept {} a week", counted(Noun::Hours, hours, lang)),
            Lang::Fr => format!("accepter {} par semaine", counted(Noun::Hours, hours, lang)),
        },
        Change::LearnsSkillsOf(_, offer) => {
            let occupation = offer_title(facts, offer, lang);
            match lang {
                Lang::Nl => format!("de vaardigheden leren van {occupation}"),
                Lang::En => format!("learn the skills of {occupation}"),
                Lang::Fr => format!("apprendre les compétences de {occupation}"),
            }
        }
        Change::AimsAt(_, occupation) => {
            let occupation = region.occupations[occupation.at()].label(lang);
            match lang {
                Lang::Nl => format!("ook werk zoeken als {occupation}"),
                Lang::En => format!("also look for work as {occupation}"),
                Lang::Fr => format!("chercher aussi du travail comme {occupation}"),
            }
        }
        Change::Entitled(_, right) => {
            let form = region.pack.forms.iter().find(|form| form.entitlement == Some(right));
            let ocmw_decides = form.is_some_and(|form| form.ocmw_decides);
            let form = form.map_or("", |form| &form.captions[lang as usize]);
            match lang {
                Lang::Nl if ocmw_decides => {
                    format!("{form}: het OCMW beslist, voor wie recht heeft op maatschappelijke integratie")
                }
                Lang::En if ocmw_decides => format!("{form}: the OCMW decides, for people entitled to integration"),
                Lang::Fr if ocmw_decides => {
                    format!("{form} : le CPAS décide, pour les ayants droit à l'intégration sociale")
                }
                Lang::Nl => format!("het recht op {form} laten erkennen"),
                Lang::En => format!("have the right to {form} recognised"),
                Lang::Fr => format!("faire reconnaître le droit à {form}"),
            }
        }
        Change::Released(_) => match lang {
            Lang::Nl => "vrijgave door het OCMW".to_owned(),
            Lang::En => "release by the OCMW".to_owned(),
            Lang::Fr => "libération par le CPAS".to_owned(),
        },
        Change::LanguageSupport(_)
        | Change::StartsOn(..)
        | Change::ShiftsMove(..)
        | Change::MoreOpenings(..)
        | Change::OpensFor(..)
        | Change::MorePlaces(..)
        | Change::MoreSupport(..)
        | Change::MoreLike(..) => offer_change_words(change, facts, lang),
    }
}

/// A change of an offer in words; nothing for a change of a person.
fn offer_change_words(change: &Change, facts: Facts<'_>, lang: Lang) -> String {
    let region = facts.region;
    let host = |offer: crate::domain::OfferIdx| &region.offers[offer.at()].host;
    let care = |idx: crate::domain::CareIdx| &region.childcare[idx.at()].name;
    match *change {
        Change::LanguageSupport(offer) => match lang {
            Lang::Nl => format!("een taalcoach op de werkvloer bij {}", host(offer)),
            Lang::En => format!("a language coach on the floor at {}", host(offer)),
            Lang::Fr => format!("un coach de langue sur place chez {}", host(offer)),
        },
        Change::StartsOn(offer, day) => match lang {
            Lang::Nl => format!("{} start op {}", offer_name(facts, offer, lang), date(day, lang)),
            Lang::En => format!("{} starts on {}", offer_name(facts, offer, lang), date(day, lang)),
            Lang::Fr => format!("{} commence le {}", offer_name(facts, offer, lang), date(day, lang)),
        },
        Change::ShiftsMove(offer, minutes) => other_hours_words(offer, minutes, facts, lang),
        Change::MoreOpenings(offer, more) => match lang {
            Lang::Nl if more == 1 => format!("nog een plaats bij {}", host(offer)),
            Lang::En if more == 1 => format!("one more opening at {}", host(offer)),
            Lang::Fr if more == 1 => format!("un poste de plus chez {}", host(offer)),
            Lang::Nl => format!("nog {more} plaatsen bij {}", host(offer)),
            Lang::En => format!("{more} more openings at {}", host(offer)),
            Lang::Fr => format!("{more} postes de plus chez {}", host(offer)),
        },
        Change::OpensFor(idx, from, to) => opening_words(&region.childcare[idx.at()], from, to, lang),
        Change::MorePlaces(idx, _) => match lang {
            Lang::Nl => format!("nog een plaats in {}", care(idx)),
            Lang::En => format!("one more place in {}", care(idx)),
            Lang::Fr => format!("une place de plus à {}", care(idx)),
        },
        Change::MoreSupport(support, more) => more_support_words(region.supports[support.at()].kind, more, lang),
        Change::MoreLike(resource, more) => more_like_words(&region.resources[resource.at()], more, lang),
        _ => String::new(),
    }
}

/// Longer opening hours, in words: only what is new about them.
fn opening_words(care: &Care, from: Minute, to: Minute, lang: Lang) -> String {
    let days: BTreeSet<_> = care.open.iter().map(|window| window.day).collect();
    let of_day = |day: Weekday| care.open.iter().filter(move |window| window.day == day);
    let opens = days.iter().filter_map(|&day| of_day(day).map(|window| window.from).min()).max();
    let closes = days.iter().filter_map(|&day| of_day(day).map(|window| window.to).max()).min();
    let (is_earlier, is_later) = (opens.is_none_or(|opens| from < opens), closes.is_none_or(|closes| closes < to));
    let (name, from, to) = (&care.name, Clock(from), Clock(to));
    match (is_earlier, is_later, lang) {
        (true, false, Lang::Nl) => format!("{name} open vanaf {from}"),
        (true, false, Lang::En) => format!("{name} open from {from}"),
        (true, false, Lang::Fr) => format!("{name} ouvert dès {from}"),
        (false, true, Lang::Nl) => format!("{name} open tot {to}"),
        (false, true, Lang::En) => format!("{name} open until {to}"),
        (false, true, Lang::Fr) => format!("{name} ouvert jusqu'à {to}"),
        (_, _, Lang::Nl) => format!("{name} zonder pauze open van {from} tot {to}"),
        (_, _, Lang::En) => format!("{name} open without a break from {from} to {to}"),
        (_, _, Lang::Fr) => format!("{name} ouvert sans pause de {from} à {to}"),
    }
}

/// A child that goes to another facility than it does, in words.
fn other_place_words(jobseeker: JobseekerIdx, child: u8, care: CareIdx, facts: Facts<'_>, lang: Lang) -> String {
    let region = facts.region;
    let name = |care: CareIdx| &region.childcare[care.at()].name;
    let child = region.jobseekers[jobseeker.at()].children.get(usize::from(child));
    let (to, from) = (name(care), child.and_then(|child| child.place).map_or("", |from| name(from)));
    match lang {
        Lang::Nl => format!("een plaats in {to} in plaats van {from}"),
        Lang::En => format!("a place at {to} instead of {from}"),
        Lang::Fr => format!("une place à {to} au lieu de {from}"),
    }
}

/// Shifts that begin and end at other hours, in words: the hour at which the first one begins.
fn other_hours_words(offer: OfferIdx, minutes: i16, facts: Facts<'_>, lang: Lang) -> String {
    let stated = &facts.region.offers[offer.at()];
    let first = stated.shifts.first().map(|shift| shift.moved(minutes.into()));
    let from = Clock(first.map_or(0, |shift| shift.from));
    let (host, by) = (&stated.host, counted(Noun::Minutes, minutes.unsigned_abs(), lang));
    let is_later = minutes > 0;
    match (lang, is_later) {
        (Lang::Nl, true) => format!("om {from} beginnen bij {host}, {by} later, en ook later stoppen"),
        (Lang::Nl, false) => format!("om {from} beginnen bij {host}, {by} vroeger, en ook vroeger stoppen"),
        (Lang::En, true) => format!("start at {from} at {host}, {by} later, and finish later"),
        (Lang::En, false) => format!("start at {from} at {host}, {by} earlier, and finish earlier"),
        (Lang::Fr, true) => format!("commencer à {from} chez {host}, {by} plus tard, et finir plus tard"),
        (Lang::Fr, false) => format!("commencer à {from} chez {host}, {by} plus tôt, et finir plus tôt"),
    }
}

/// So much more of a support, in words.
fn more_support_words(kind: SupportKind, more: u32, lang: Lang) -> String {
    let name = support_name(kind, lang);
    match (lang, more, kind) {
        (Lang::Nl, 1, _) => format!("nog een {name}"),
        (Lang::En, 1, _) => format!("one more {name}"),
        (Lang::Fr, 1, SupportKind::LicenceB) => format!("encore une {name}"),
        (Lang::Fr, 1, _) => format!("encore un {name}"),
        (Lang::Nl, _, _) => format!("nog {more} keer een {name}"),
        (Lang::En, _, _) => format!("{more} times one more {name}"),
        (Lang::Fr, _, _) => format!("{more} de plus : {name}"),
    }
}

/// More rooms or people like one, in words.
fn more_like_words(resource: &Resource, more: u32, lang: Lang) -> String {
    let (name, is_person) = (&resource.name, resource.role == Role::Instructor);
    match (lang, is_person, more) {
        (Lang::Nl, true, 1) => format!("nog iemand die kan begeleiden wat {name} begeleidt, op dezelfde uren"),
        (Lang::Nl, true, _) => {
            format!("nog {more} mensen die kunnen begeleiden wat {name} begeleidt, op dezelfde uren")
        }
        (Lang::En, true, 1) => format!("one more person to lead what {name} leads, at the same hours"),
        (Lang::En, true, _) => format!("{more} more people to lead what {name} leads, at the same hours"),
        (Lang::Fr, true, 1) => format!("encore une personne pour encadrer ce que {name} encadre, aux mêmes heures"),
        (Lang::Fr, true, _) => format!("encore {more} personnes pour encadrer ce que {name} encadre, aux mêmes heures"),
        (Lang::Nl, false, 1) => format!("nog een lokaal zoals {name}"),
        (Lang::Nl, false, _) => format!("nog {more} lokalen zoals {name}"),
        (Lang::En, false, 1) => format!("one more room like {name}"),
        (Lang::En, false, _) => format!("{more} more rooms like {name}"),
        (Lang::Fr, false, 1) => format!("encore un local comme {name}"),
        (Lang::Fr, false, _) => format!("encore {more} locaux comme {name}"),
    }
}

/// Getting a mode of travel, in words.
fn mode_words(mode: Mode, lang: Lang) -> String {
    match (mode, lang) {
        (Mode::Bike, Lang::Nl) => "een fiets krijgen".to_owned(),
        (Mode::Bike, Lang::En) => "get a bicycle".to_owned(),
        (Mode::Bike, Lang::Fr) => "recevoir un vélo".to_owned(),
        (Mode::BikeTransit, Lang::Nl) => "een fiets krijgen voor de rit naar het station".to_owned(),
        (Mode::BikeTransit, Lang::En) => "get a bicycle for the ride to the station".to_owned(),
        (Mode::BikeTransit, Lang::Fr) => "recevoir un vélo pour aller à la gare".to_owned(),
        (_, Lang::Nl) => format!("kunnen reizen {}", by_mode(mode, lang)),
        (_, Lang::En) => format!("be able to travel {}", by_mode(mode, lang)),
        (_, Lang::Fr) => format!("pouvoir se déplacer {}", by_mode(mode, lang)),
    }
}

/// Remedies that go together, in words, with the weeks until the slowest holds and their cost in euro.
pub fn remedies_words(remedies: &[Remedy], facts: Facts<'_>, lang: Lang) -> String {
    let and = match lang {
        Lang::Nl => " en ",
        Lang::En => " and ",
        Lang::Fr => " et ",
    };
    let overlay = Overlay::new(remedies.iter().map(|remedy| remedy.change));
    let together = facts.under(&overlay);
    let words: Vec<_> = remedies.iter().map(|remedy| change_words(&remedy.change, together, lang)).collect();
    let (weeks, euro) = takes(remedies, lang);
    let takes: Vec<_> = weeks.into_iter().chain(euro).collect();
    let takes = if takes.is_empty() { String::new() } else { format!(" ({})", takes.join(", ")) };
    format!("{}{takes}", words.join(and))
}

/// Remedies that go together, a short sentence each; `is_other` where they stand instead of others.
pub(super) fn changes_sentences(remedies: &[Remedy], is_other: bool, facts: Facts<'_>, lang: Lang) -> Vec<String> {
    // The hours of a person that are asked depend on how the shifts move.
    let overlay = Overlay::new(remedies.iter().map(|remedy| remedy.change));
    let together = facts.under(&overlay);
    let sentence = |(position, remedy): (usize, &Remedy)| {
        let opening = match (position, is_other, lang) {
            (0, false, Lang::Nl) => "Wat helpt:",
            (0, false, Lang::En) => "What helps:",
            (0, false, Lang::Fr) => "Ce qui aide :",
            (0, true, Lang::Nl) => "Of anders:",
            (0, true, Lang::En) => "Or else:",
            (0, true, Lang::Fr) => "Ou bien :",
            (_, _, Lang::Nl) => "En daarbij:",
            (_, _, Lang::En) => "Together with:",
            (_, _, Lang::Fr) => "Et en plus :",
        };
        format!("{opening} {}.", change_words(&remedy.change, together, lang))
    };
    remedies.iter().enumerate().map(sentence).collect()
}

/// How long remedies take and what they cost, as a sentence, with a second one where they hold only after the plan;
/// `None` where an agreement is enough.
pub(super) fn takes_sentence(remedies: &[Remedy], facts: Facts<'_>, lang: Lang) -> Option<String> {
    let horizon = &facts.region.horizon;
    let weeks_of_plan = horizon.to.signed_duration_since(horizon.from).num_weeks() + 1;
    let is_after = remedies.iter().any(|remedy| i64::from(remedy.weeks) > weeks_of_plan);
    let after = Words {
        nl: " Dat is pas na het einde van dit plan.",
        en: " That is only after the end of this plan.",
        fr: " Ce n'est qu'après la fin de ce plan.",
    };
    let after = if is_after { after.in_lang(lang) } else { "" };
    Some(takes_words(remedies, lang)? + after)
}

/// How long remedies take and what they cost, as a sentence.
fn takes_words(remedies: &[Remedy], lang: Lang) -> Option<String> {
    match (takes(remedies, lang), lang) {
        ((None, None), _) => None,
        ((Some(weeks), None), Lang::Nl) => Some(format!("Dat duurt {weeks}.")),
        ((Some(weeks), None), Lang::En) => Some(format!("That takes {weeks}.")),
        ((Some(weeks), None), Lang::Fr) => Some(format!("Cela prend {weeks}.")),
        ((None, Some(euro)), Lang::Nl) => Some(format!("Dat kost {euro}.")),
        ((None, Some(euro)), Lang::En) => Some(format!("That costs {euro}.")),
        ((None, Some(euro)), Lang::Fr) => Some(format!("Cela coûte {euro}.")),
        ((Some(weeks), Some(euro)), Lang::Nl) => Some(format!("Dat duurt {weeks} en kost {euro}.")),
        ((Some(weeks), Some(euro)), Lang::En) => Some(format!("That takes {weeks} and costs {euro}.")),
        ((Some(weeks), Some(euro)), Lang::Fr) => Some(format!("Cela prend {weeks} et coûte {euro}.")),
    }
}

/// Weeks until the slowest holds, and euro in all; nothing where there are none.
fn takes(remedies: &[Remedy], lang: Lang) -> (Option<String>, Option<String>) {
    let weeks = remedies.iter().map(|remedy| remedy.weeks).max().unwrap_or(0);
    let euro = remedies.iter().map(|remedy| u64::from(remedy.cost_cents)).sum::<u64>() / 100;
    let unit = match (lang, weeks) {
        (Lang::Nl, 1) => "week",
        (Lang::Nl, _) => "weken",
        (Lang::En, 1) => "week",
        (Lang::En, _) => "weeks",
        (Lang::Fr, 1) => "semaine",
        (Lang::Fr, _) => "semaines",
    };
    let plural = if lang == Lang::Nl || euro == 1 { "" } else { "s" };
    ((weeks > 0).then(|| format!("{weeks} {unit}")), (euro > 0).then(|| format!("{euro} euro{plural}")))
}
