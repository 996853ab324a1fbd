//! Whole numbers, and amounts with their unit: minutes, hours a week.

use serde_json::json;

use super::field::plain;
use super::reading::{Fault, Read, is_digits};

/// Hours a week that "full-time" and "half-time" mean in Flanders.
const FULL_TIME: (u32, u32) = (38, 19);

/// A whole number, with dots or blanks between thousands if any.
pub(super) fn whole(text: &str) -> Option<i64> {
    let groups: Vec<&str> = text.split(['.', ' ', '\'']).collect();
    let (first, rest) = groups.split_first()?;
    let is_grouped = rest.is_empty() || (1..=3).contains(&first.trim_start_matches('-').len());
    let digits = |group: &&str| group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit());
    let joined = (is_grouped && rest.iter().all(digits)).then(|| groups.concat())?;
    let is_plain = joined.strip_prefix('-').unwrap_or(&joined).bytes().all(|byte| byte.is_ascii_digit());
    // A number that ends in ",0" is whole; any other comma is not.
    joined.parse().ok().filter(|_| is_plain).or_else(|| text.strip_suffix(",0").and_then(|text| text.parse().ok()))
}

/// Minutes: `60`, `60 min`, `1u`, `1u30`, `1,5 uur`, `1:30`.
pub(super) fn minutes(text: &str) -> Result<Read, Fault> {
    if let Some(number) = whole(text) {
        return Ok(Read::plain(number.into()));
    }
    let text = text.to_lowercase().replace(' ', "");
    let minutes = ["minuten", "minuut", "minutes", "minute", "min.", "min", "'", "m"];
    if let Some(number) = minutes.iter().find_map(|unit| text.strip_suffix(unit)).filter(|digits| is_digits(digits)) {
        return number.parse::<u16>().map(|number| Read::plain(number.into())).map_err(|_| Fault::NotRead);
    }
    let long = ["uur", "uren", "heures", "heure", "hours", "hour"];
    let text = long.iter().fold(text, |text, word| text.replace(word, "u"));
    let (hours, rest) = text.split_once(['u', 'h', ':']).ok_or(Fault::NotRead)?;
    let rest = minutes.iter().find_map(|unit| rest.strip_suffix(unit)).unwrap_or(rest);
    let halves = hours.strip_suffix(",5").or_else(|| hours.strip_suffix(".5")).filter(|_| rest.is_empty());
    let (hours, rest) = halves.map_or((hours, rest), |hours| (hours, "30"));
    let number = |digits: &str| digits.parse::<u32>().ok().filter(|_| is_digits(digits) && digits.len() <= 2);
    let rest = if rest.is_empty() { Some(0) } else { number(rest).filter(|minutes| *minutes < 60) };
    let (Some(hours), Some(rest)) = (number(hours), rest) else { return Err(Fault::NotRead) };
    Ok(Read::plain((hours * 60 + rest).into()))
}

/// `text` without the unit of hours, of one week or without more.
fn without_hours(text: &str) -> String {
    let text = text.to_lowercase().replace(' ', "");
    let weeks = ["/week", "/w", "perweek", "parsemaine", "/semaine", "aweek"];
    let text = weeks.iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(&text);
    let hours = ["uur", "uren", "u", "heures", "hours", "h"];
    hours.iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text).to_owned()
}

/// The hours of a word.
fn of_word(text: &str) -> Option<u32> {
    match plain(text).as_str() {
        "voltijds" | "voltijd" | "fulltime" | "tempsplein" => Some(FULL_TIME.0),
        "halftijds" | "halftijd" | "mitemps" | "halftime" => Some(FULL_TIME.1),
        _ => None,
    }
}

/// Hours a week: `38`, `38u`, `38 uur/week`, `voltijds`.
pub(super) fn week_hours(text: &str) -> Result<Read, Fault> {
    if let Some(hours) = of_word(text) {
        return Ok(Read::told(hours.into(), &hours));
    }
    whole(&without_hours(text)).map(|hours| Read::plain(hours.into())).ok_or(Fault::NotRead)
}

/// Hours a week that someone wants: `20-38`, `20 tot 38 uur`; one number is the least and the most.
pub(super) fn hours_range(text: &str) -> Result<Read, Fault> {
    let range = |min: i64, max: i64| json!({"min": min, "max": max});
    let one = |hours: i64| Read::told(range(hours, hours), &format!("{hours}-{hours}"));
    if let Some(hours) = of_word(text) {
        return Ok(one(hours.into()));
    }
    let dashed =
        text.to_lowercase().replace(['–', '—'], "-").replace(" tot ", "-").replace(" à ", "-").replace(" to ", "-");
    let value = match dashed.split_once('-') {
        None => return whole(&without_hours(&dashed)).map(one).ok_or(Fault::NotRead),
        Some((min, max)) => (whole(&without_hours(min.trim())), whole(&without_hours(max.trim()))),
    };
    match value {
        (Some(min), Some(max)) if (0..=max).contains(&min) => Ok(Read::plain(range(min, max))),
        _ => Err(Fault::NotRead),
    }
}
