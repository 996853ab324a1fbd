//! A journey in words: which bus from where, by bicycle to which station, past which childcare, and by which timetable.

use super::sentence;
use crate::domain::{DAY, Facts, Minute, Window};
use crate::names::{Noun, by_mode, counted, date, duration, vehicle_name, weekday};
use crate::text::{Clock, Lang};
use crate::travel::{Place, Source, Stage, When};
use crate::way::{HubsUsed, Leg, ThereAndBack, Way};

/// The trips of a way that keeps to a timetable, there and back, on the day on which they take longest; and the
/// timetables they rest on. Nothing for other ways: their minutes say it all.
pub fn journey_sentences(way: &Way<'_>, lang: Lang) -> Vec<String> {
    let travel = &way.facts.region.travel;
    if travel.is_timeless(way.choice.mode) {
        return Vec::new();
    }
    let hubs = way.hubs_used();
    let Some((shift, round)) = longest(way, hubs) else { return Vec::new() };
    let (out, back) = (way.legs(shift, &round.out, hubs, false), way.legs(shift, &round.back, hubs, true));
    let (day, begins, ends) = (weekday(shift.day, lang), Clock(shift.from), Clock(shift.to));
    let there = legs_words(way, &out, lang);
    let home = legs_words(way, &back, lang);
    let home_at = Clock(home_at(shift, &round));
    let (there, home) = match lang {
        Lang::Nl => (
            [format!("heen op {day}: {there}"), format!("het werk begint om {begins}")],
            [format!("terug, na het werk om {ends}: {home}"), format!("thuis om {home_at}")],
        ),
        Lang::En => (
            [format!("there on {day}: {there}"), format!("work begins at {begins}")],
            [format!("back, after work at {ends}: {home}"), format!("home at {home_at}")],
        ),
        Lang::Fr => (
            [format!("aller le {day} : {there}"), format!("le travail commence à {begins}")],
            [format!("retour, après le travail à {ends} : {home}"), format!("à la maison à {home_at}")],
        ),
    };
    let mut lines: Vec<_> =
        [there, home].iter().map(|parts| parts.each_ref().map(|part| sentence(part)).join(" ")).collect();
    lines.extend(source_sentence(&travel.sources(), lang));
    lines
}

/// The trip to work for a letter: how long by which mode, past which childcare, by which bus where there is a
/// timetable, and when to leave at the latest. Of several shifts, the first whose trips take longest. `None` where
/// there is no such journey.
pub fn trip_sentences(way: &Way<'_>, lang: Lang) -> Option<String> {
    let (mode, hubs) = (way.choice.mode, way.hubs_used());
    let (shift, round) = longest(way, hubs)?;
    let (minutes, by) = (duration(round.out.minutes, lang), by_mode(mode, lang));
    let leaves_at = Clock(round.leaves_at(shift));
    let is_timeless = way.facts.region.travel.is_timeless(mode);
    // Legs by timetable say themselves past which childcare they go.
    let stops = round.out.stops.as_slice().iter().filter(|_| is_timeless);
    let stops: Vec<_> = stops.filter_map(|&care| place_name(way.facts, Place::Care(care))).collect();
    let past = match (stops.is_empty(), lang) {
        (true, _) => String::new(),
        (false, Lang::Nl) => format!(", langs {}", stops.join(" en ")),
        (false, Lang::En) => format!(", past {}", stops.join(" and ")),
        (false, Lang::Fr) => format!(", en passant par {}", stops.join(" et ")),
    };
    let (takes, leave) = match lang {
        Lang::Nl => {
            (format!("De weg erheen duurt {minutes} {by}{past}"), format!("Vertrek thuis ten laatste om {leaves_at}"))
        }
        Lang::En => {
            (format!("The way there takes {minutes} {by}{past}"), format!("Leave home by {leaves_at} at the latest"))
        }
        Lang::Fr => {
            (format!("Le trajet dure {minutes} {by}{past}"), format!("Partez de chez vous à {leaves_at} au plus tard"))
        }
    };
    let mut sentences = vec![sentence(&takes), sentence(&leave)];
    if !is_timeless {
        let legs = way.legs(shift, &round.out, hubs, false);
        sentences.push(sentence(&legs_words(way, &legs, lang)));
        sentences.extend(source_sentence(&way.facts.region.travel.sources(), lang));
    }
    Some(sentences.join(" "))
}

/// The shift whose trips take longest, the first of several.
pub(super) fn longest(way: &Way<'_>, hubs: HubsUsed) -> Option<(Window, ThereAndBack)> {
    let rounds: Option<Vec<_>> = way.each_there_and_back(hubs).map(|(shift, round)| Some((shift, round?))).collect();
    rounds?.into_iter().rev().max_by_key(|(_, round)| round.longest())
}

/// The minute of the day at which the person is home.
fn home_at(shift: Window, round: &ThereAndBack) -> Minute {
    (shift.to + round.back.minutes) % DAY
}

/// Legs in short sentences, the last without its full stop: each piece by itself, with when a leg is begun.
fn legs_words(way: &Way<'_>, legs: &[Leg], lang: Lang) -> String {
    let mut pieces = legs.iter().flat_map(|leg| leg_words(way, leg, lang));
    let first = pieces.next().unwrap_or_default();
    pieces.fold(first, |before, piece| format!("{before}. {}", sentence(&piece).trim_end_matches('.')))
}

/// One leg: when one leaves, its pieces, and where it ends unless that is home or work.
fn leg_words(way: &Way<'_>, leg: &Leg, lang: Lang) -> Vec<String> {
    let region = way.facts.region;
    let stages = region.travel.stages(way.traveller(), way.located(leg.from), way.located(leg.to), leg.mode, leg.when);
    let mut words: Vec<_> = stages.iter().map(|stage| stage_words(stage, lang)).collect();
    // Childcare next door is no trip, and takes its minutes all the same.
    if words.is_empty() && matches!(leg.to, Place::Care(_)) {
        words.push(String::new());
    }
    let is_said = |name: &str| matches!(stages.last(), Some(Stage::Aboard { to, .. }) if to.name == name);
    if let Some(name) = place_name(way.facts, leg.to).filter(|name| !is_said(name))
        && let Some(last) = words.last_mut()
    {
        let to = match lang {
            Lang::Nl => "naar",
            Lang::En => "to",
            Lang::Fr => "vers",
        };
        *last = if last.is_empty() { name.to_owned() } else { format!("{last} {to} {name}") };
    }
    // A vehicle says itself when it leaves.
    if let (Some(Stage::Along(..)) | None, Some(first)) = (stages.first(), words.first_mut()) {
        *first = format!("{} {first}", Clock(begins_at(leg)));
    }
    if let Place::Care(_) = leg.to {
        let minutes = region.pack.limits.drop_off_minutes;
        let until = Clock((begins_at(leg) + leg.minutes + minutes) % DAY);
        words.push(match lang {
            Lang::Nl => format!("daar tot {until}"),
            Lang::En => format!("there until {until}"),
            Lang::Fr => format!("sur place jusqu'à {until}"),
        });
    }
    words
}

/// When a leg is begun, as a minute of its day.
pub(super) fn begins_at(leg: &Leg) -> Minute {
    match leg.when {
        When::DepartAt(_, minute) => minute,
        When::ArriveBy(_, minute) => (minute + 2 * DAY - leg.minutes % DAY) % DAY,
    }
}

/// A place under way that has a name.
pub(super) fn place_name(facts: Facts<'_>, place: Place) -> Option<&str> {
    match place {
        Place::Home(_) | Place::Site(_) | Place::Venue(_) => None,
        Place::Care(care) => Some(&facts.region.childcare[care.at()].name),
        Place::Hub(hub) => Some(&facts.region.hubs[hub.at()].name),
    }
}

/// One piece of a journey.
fn stage_words(stage: &Stage, lang: Lang) -> String {
    match stage {
        Stage::Along(mode, minutes) => {
            format!("{} ({minutes} min)", by_mode(*mode, lang))
        }
        Stage::Aboard { vehicle, line, from, departs, to, arrives } => {
            let (vehicle, departs, arrives) = (vehicle_name(*vehicle, lang), Clock(*departs), Clock(*arrives));
            let (from, to) = (&from.name, &to.name);
            let space = if line.is_empty() { "" } else { " " };
            match lang {
                Lang::Nl => format!("{vehicle}{space}{line} van {from} ({departs}) naar {to} ({arrives})"),
                Lang::En => format!("{vehicle}{space}{line} from {from} ({departs}) to {to} ({arrives})"),
                Lang::Fr => format!("{vehicle}{space}{line} de {from} ({departs}) à {to} ({arrives})"),
            }
        }
    }
}

/// The timetables that answers rest on, by how much their days were moved, and the week that stands for every week.
pub fn source_sentence(sources: &[Source], lang: Lang) -> Option<String> {
    let week = date(sources.first()?.week_of, lang);
    let names: Vec<_> = sources.iter().map(|source| source_words(source, lang)).collect();
    let names = names.join("; ");
    Some(match lang {
        Lang::Nl => format!("Dienstregeling: {names}; week van {week}."),
        Lang::En => format!("Timetable: {names}; week of {week}."),
        Lang::Fr => format!("Horaire : {names} ; semaine du {week}."),
    })
}

fn source_words(source: &Source, lang: Lang) -> String {
    match moved_words(source.moved_weeks, lang) {
        Some(moved) => format!("{}, {moved}", source.name),
        None => source.name.clone(),
    }
}

/// By how many weeks a timetable was brought forward or put off; nothing where it was not.
pub(super) fn moved_words(weeks: i32, lang: Lang) -> Option<String> {
    if weeks == 0 {
        return None;
    }
    let count = counted(Noun::Weeks, weeks.unsigned_abs(), lang);
    Some(match (lang, weeks < 0) {
        (Lang::Nl, true) => format!("{count} vervroegd"),
        (Lang::Nl, false) => format!("{count} verlaat"),
        (Lang::En, true) => format!("brought forward {count}"),
        (Lang::En, false) => format!("put off {count}"),
        (Lang::Fr, true) => format!("avancé de {count}"),
        (Lang::Fr, false) => format!("retardé de {count}"),
    })
}
