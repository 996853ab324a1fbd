//! Hours of a week in the words of a table: `mon-fri 08:00-16:30`, `ma,wo 8u-12u30; za 9.00-12.00`, `lu-ve 8h-16h30`,
//! `weekdagen 9-15u`, `ma t/m vr van 9u tot 12u en 13u tot 17u`.
//!
//! `ma` and `di` are Monday and Tuesday in Dutch, Tuesday and Sunday in French. The words beside them say which, or
//! else the words of the table; the `h` of hours does not, because Flemings write it too.

use serde_json::{Value, json};

use super::field::plain;
use super::reading::Fault;

/// The days, and their words in Dutch and English.
const DAYS: [(&str, &[&str]); 7] = [
    ("mon", &["ma", "maa", "maandag", "maandags", "mon", "monday", "mo"]),
    ("tue", &["di", "din", "dinsdag", "tue", "tues", "tuesday", "tu"]),
    ("wed", &["wo", "woe", "woensdag", "wed", "wednesday", "we"]),
    ("thu", &["do", "don", "donderdag", "thu", "thur", "thurs", "thursday", "th"]),
    ("fri", &["vr", "vri", "vrij", "vrijdag", "fri", "friday", "fr"]),
    ("sat", &["za", "zat", "zaterdag", "sat", "saturday"]),
    ("sun", &["zo", "zon", "zondag", "sun", "sunday", "su"]),
];

/// The French words. Two of the short ones mean another day in Dutch.
const FRENCH: [&[&str]; 7] = [
    &["lu", "lun", "lundi"],
    &["ma", "mar", "mardi"],
    &["me", "mer", "mercredi"],
    &["je", "jeu", "jeudi"],
    &["ve", "ven", "vendredi"],
    &["sa", "sam", "samedi"],
    &["di", "dim", "dimanche"],
];

/// Words for several days.
const SEVERAL: &[(&str, &str)] = &[
    ("elke werkdag", "maandag-vrijdag"),
    ("elke weekdag", "maandag-vrijdag"),
    ("weekdagen", "maandag-vrijdag"),
    ("werkdagen", "maandag-vrijdag"),
    ("weekdays", "monday-friday"),
    ("working days", "monday-friday"),
    ("jours ouvrables", "lundi-vendredi"),
    ("en semaine", "lundi-vendredi"),
    ("het weekend", "zaterdag,zondag"),
    ("weekend", "zaterdag,zondag"),
    ("elke dag", "maandag-zondag"),
    ("alle dagen", "maandag-zondag"),
    ("dagelijks", "maandag-zondag"),
    ("every day", "monday-sunday"),
    ("daily", "monday-sunday"),
    ("tous les jours", "lundi-dimanche"),
];

/// Words between a first and a last one.
const UNTIL: &[&str] = &["tot en met", "t.e.m.", "t/m", "tem", "tot", "until", "jusqu'à", "to", "à", "au"];

/// The language that the words of a table are in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tongue {
    /// Dutch.
    Dutch,
    /// French.
    French,
    /// Another, both, or neither.
    #[default]
    Unclear,
}

impl Tongue {
    /// The language of many words: the titles of a table and its cells with hours.
    pub(super) fn of<'a>(titles: impl Iterator<Item = &'a str>, hours: impl Iterator<Item = &'a str>) -> Self {
        let (mut dutch, mut french) = (false, false);
        for title in titles.map(plain) {
            dutch |= DUTCH_TITLES.iter().any(|word| title.contains(word));
            french |= FRENCH_TITLES.iter().any(|word| title.contains(word));
        }
        for text in hours {
            let (is_dutch, is_french) = told(&text.to_lowercase());
            dutch |= is_dutch;
            french |= is_french;
        }
        match (dutch, french) {
            (true, false) => Self::Dutch,
            (false, true) => Self::French,
            _ => Self::Unclear,
        }
    }
}

/// Parts of titles that are only Dutch, and only French.
const DUTCH_TITLES: &[&str] = &[
    "gemeente",
    "uren",
    "naam",
    "werkzoekende",
    "werkgever",
    "rooster",
    "beschikbaar",
    "plaatsen",
    "vacature",
    "beroep",
    "vanaf",
    "kenmerk",
    "rijbewijs",
    "vervoer",
    "reistijd",
    "lokaal",
    "uitrusting",
    "gebouw",
];
const FRENCH_TITLES: &[&str] = &[
    "commune",
    "horaire",
    "heures",
    "employeur",
    "offre",
    "metier",
    "demandeur",
    "disponib",
    "postes",
    "debut",
    "permis",
    "salle",
    "accueil",
    "placeslibres",
    "penurie",
];

/// Whether the words of a cell are Dutch (or English), and whether they are French.
fn told(text: &str) -> (bool, bool) {
    let words = || text.split(|sign: char| !sign.is_alphabetic()).filter(|word| !word.is_empty());
    let is_dutch = |word: &str| DAYS.iter().any(|(_, names)| names.contains(&word)) && at(&FRENCH, word).is_none();
    let is_french = |word: &str| at(&FRENCH, word).is_some() && !DAYS.iter().any(|(_, names)| names.contains(&word));
    let has_u = text.as_bytes().windows(2).any(|pair| pair[0].is_ascii_digit() && pair[1] == b'u');
    let is_several = |french: bool| {
        SEVERAL.iter().any(|(several, days)| text.contains(several) && days.starts_with("lundi") == french)
    };
    let dutch = words().any(|word| is_dutch(word) || matches!(word, "en" | "tot" | "uur" | "van")) || has_u;
    (dutch || is_several(false), words().any(|word| is_french(word) || word == "et") || is_several(true))
}

/// The hours in a cell: parts split on `;` or `|`, each with days and from-to.
pub(super) fn hours(text: &str, tongue: Tongue) -> Result<Value, Fault> {
    let text = text.to_lowercase().replace(['–', '—'], "-").replace('’', "'").replace('\n', ";");
    let is_french = match told(&text) {
        (true, true) => return Err(Fault::NotRead),
        (true, false) => false,
        (false, true) => true,
        (false, false) => {
            let is_either = |word: &str| matches!(word, "ma" | "di");
            let has_h = text.as_bytes().windows(2).any(|pair| pair[0].is_ascii_digit() && pair[1] == b'h');
            match tongue {
                Tongue::French => true,
                Tongue::Dutch if !has_h => false,
                _ if !text.split(|sign: char| !sign.is_alphabetic()).any(is_either) => false,
                _ => return Err(Fault::Choice("ma = maandag / mardi; di = dinsdag / dimanche".to_owned())),
            }
        }
    };
    let text = in_signs(&text);
    let mut week = Vec::new();
    for part in text.split([';', '|']).map(str::trim).filter(|part| !part.is_empty()) {
        for part in by_days(part) {
            week.extend(part_of_week(part, is_french).ok_or(Fault::NotRead)?);
        }
    }
    Ok(Value::Array(week))
}

/// The words for several days and for "until" as days and dashes, without the words that say nothing.
fn in_signs(text: &str) -> String {
    let mut text = format!(" {text} ");
    for (several, days) in SEVERAL {
        text = text.replace(several, days);
    }
    for until in UNTIL {
        text = text.replace(&format!(" {until} "), "-");
    }
    for word in [" van ", " vanaf ", " from ", " de ", " op ", " on ", " le "] {
        text = text.replace(word, " ");
    }
    for (hours, short) in [(" uur", "u"), (" heures", "h"), ("uur", "u"), (" u", "u")] {
        // Only behind a number: `u` begins no day.
        for digit in '0'..='9' {
            text = text.replace(&format!("{digit}{hours}"), &format!("{digit}{short}"));
        }
    }
    text.replace(" - ", "-").replace(" -", "-").replace("- ", "-").trim().to_owned()
}

fn at(words: &[&[&str]; 7], word: &str) -> Option<usize> {
    words.iter().position(|names| names.contains(&word))
}

/// Position of a day.
fn day(word: &str, is_french: bool) -> Option<usize> {
    let word = plain(word);
    if is_french && let Some(day) = at(&FRENCH, &word) {
        return Some(day);
    }
    DAYS.iter().position(|(_, names)| names.contains(&word.as_str())).or_else(|| at(&FRENCH, &word))
}

/// The parts of `text`, each beginning with its days: `ma 8u-12u, wo 9u-12u` has two.
fn by_days(text: &str) -> Vec<&str> {
    let (mut parts, mut begin, mut has_time) = (Vec::new(), 0, false);
    let mut word = None;
    for (at, sign) in text.char_indices().chain([(text.len(), ' ')]) {
        if sign.is_alphabetic() {
            word.get_or_insert(at);
            continue;
        }
        if let Some(from) = word.take()
            && has_time
            && (day(&text[from..at], false).is_some())
        {
            parts.push(&text[begin..from]);
            (begin, has_time) = (from, false);
        }
        has_time |= sign.is_ascii_digit();
    }
    parts.push(&text[begin..]);
    parts
}

/// The days and hours of a part; each of its from-to is one of its own.
fn part_of_week(part: &str, is_french: bool) -> Option<Vec<Value>> {
    let first_digit = part.find(|sign: char| sign.is_ascii_digit())?;
    let (days, times) = part.split_at(first_digit);
    let days = days.trim().trim_end_matches([':', ',']);
    let mut names = Vec::new();
    for one in
        days.split([',', '+', '/', '&', ' ']).filter(|one| !one.is_empty() && !matches!(*one, "en" | "et" | "and"))
    {
        let (from, to) = one.split_once('-').unwrap_or((one, one));
        let (from, to) = (day(from, is_french)?, day(to, is_french)?);
        // A range may pass the weekend: from Friday to Monday.
        let length = (to + 7 - from) % 7;
        names.extend((0..=length).map(|step| DAYS[(from + step) % 7].0));
    }
    (!names.is_empty()).then_some(())?;
    let times = times.replace(" en ", ",").replace(" et ", ",").replace(" and ", ",");
    let times = times.trim().trim_end_matches("en").trim_end_matches("et").trim_end_matches("and");
    let one = |time_range: &str| {
        let (from, to) = time_range.split_once('-')?;
        Some(json!({"days": names, "from": time(from.trim())?, "to": time(to.trim())?}))
    };
    times.split([',', '+', '&', '/']).map(str::trim).filter(|range| !range.is_empty()).map(one).collect()
}

/// A time of day: `8`, `8u`, `8u30`, `8h30`, `8:30`, `08.30`.
fn time(text: &str) -> Option<String> {
    let text = text.trim_end_matches(|sign: char| sign.is_whitespace());
    let (hour, minute) = text.split_once(['u', 'h', ':', '.']).unwrap_or((text, ""));
    let number = |digits: &str| -> Option<u32> {
        let is_number = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| digits.parse().ok()).flatten()
    };
    let minute = minute.trim_end_matches('u');
    let minute = if minute.is_empty() { "00" } else { minute };
    let (hour, minute) = (number(hour.trim())?, (minute.len() == 2).then(|| number(minute)).flatten()?);
    (hour < 24 && minute < 60 || hour == 24 && minute == 0).then(|| format!("{hour:02}:{minute:02}"))
}
