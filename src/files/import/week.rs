//! Hours of a week in compact words: `mon-fri 08:00-16:30`, `ma,wo 8u-12u30; za 9.00-12.00`, `lu-ve 8h-16h30`.

use serde_json::{Value, json};

use super::field::plain;

/// The days, and their words in Dutch and English.
const DAYS: [(&str, &[&str]); 7] = [
    ("mon", &["ma", "maa", "maandag", "mon", "monday", "mo"]),
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

/// The hours in a cell: parts split on `;` or `|`, each with days and from-to.
pub(super) fn hours(text: &str) -> Option<Value> {
    let text = text.to_lowercase().replace(['–', '—'], "-");
    let words = || text.split(|sign: char| !sign.is_alphabetic()).filter(|word| !word.is_empty());
    // `ma` and `di` alone are another day in each language: French is told by a word that is only French.
    let only_french = |word: &str| at(&FRENCH, word).is_some() && !matches!(word, "ma" | "di");
    let is_french =
        words().any(only_french) || text.as_bytes().windows(2).any(|pair| pair[0].is_ascii_digit() && pair[1] == b'h');
    let parts = text.split([';', '|']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| part_of_week(part, is_french)).collect()
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

fn part_of_week(part: &str, is_french: bool) -> Option<Value> {
    let first_digit = part.find(|sign: char| sign.is_ascii_digit())?;
    let (days, times) = part.split_at(first_digit);
    let days = days.trim().trim_end_matches([':', ',']);
    let mut names = Vec::new();
    let dashed = days.replace(" - ", "-");
    for one in dashed.split([',', '+', '/', ' ']).filter(|one| !one.is_empty() && !matches!(*one, "en" | "et" | "and"))
    {
        let (from, to) = one.split_once('-').unwrap_or((one, one));
        let (from, to) = (day(from, is_french)?, day(to, is_french)?);
        // From Friday to Monday passes the weekend.
        let length = (to + 7 - from) % 7;
        names.extend((0..=length).map(|step| DAYS[(from + step) % 7].0));
    }
    let (from, to) = times.split_once('-')?;
    (!names.is_empty()).then_some(())?;
    Some(json!({"days": names, "from": time(from.trim())?, "to": time(to.trim())?}))
}

/// A time of day: `8`, `8u`, `8u30`, `8h30`, `8:30`, `08.30`.
fn time(text: &str) -> Option<String> {
    let text = text.trim_end_matches(|sign: char| sign.is_whitespace());
    let (hour, minute) = text.split_once(['u', 'h', ':', '.']).unwrap_or((text, ""));
    let number = |digits: &str| -> Option<u32> {
        let is_number = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| digits.parse().ok()).flatten()
    };
    let minute = if minute.is_empty() { "00" } else { minute };
    let (hour, minute) = (number(hour.trim())?, (minute.len() == 2).then(|| number(minute)).flatten()?);
    (hour < 24 && minute < 60 || hour == 24 && minute == 0).then(|| format!("{hour:02}:{minute:02}"))
}
