//! The grammar of cells: what people write in a table, as the value of a field.
//!
//! Lists are split on `;` or `|`, and on `,` where no item holds one. Whole numbers may have dots or blanks between
//! thousands, numbers of degrees a decimal comma or point. Dates are `31/12/2025`, `31-12-25`, `2025-12-31` or the number
//! Excel keeps. Hours are days and times: `ma-vr 8u-16u30; za 9:00-12:00`. Nothing is guessed where two readings differ.
//! An empty cell says nothing; `(leeg)`, `(empty)` or `(vide)` says that the field is empty from now on.

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use super::field::{Kind, plain};
use super::week;
use crate::files::scenario::Code;

/// Municipalities of the region: NIS code and plain name.
#[derive(Clone, Debug, Default)]
pub(super) struct Municipalities(pub(super) Vec<(String, String)>);

impl Municipalities {
    /// Those of a scenario.
    pub(super) fn of(scenario: &Value) -> Self {
        let all = scenario.pointer("/region/municipalities").and_then(Value::as_array).into_iter().flatten();
        let one = |it: &Value| Some((it["nis"].as_str()?.to_owned(), plain(it["name"].as_str()?)));
        Self(all.filter_map(one).collect())
    }

    /// The NIS code of a cell: the code itself, with or without the name beside it, or the name of exactly one.
    fn nis(&self, text: &str) -> Option<String> {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if digits.len() == 5 {
            return Some(digits);
        }
        let name = plain(text);
        let mut found = self.0.iter().filter(|(_, known)| *known == name).map(|(nis, _)| nis);
        let first = found.next()?;
        found.next().is_none().then(|| first.clone())
    }
}

/// Cells that empty a field. An empty cell does not: many tables have only what is new.
const EMPTIES: [&str; 3] = ["(leeg)", "(empty)", "(vide)"];

/// The value of a cell that is not empty; null when it empties the field.
///
/// # Errors
/// The code of what is wrong with it.
pub(super) fn read(kind: Kind, text: &str, municipalities: &Municipalities) -> Result<Value, Code> {
    if EMPTIES.contains(&text.to_lowercase().as_str()) {
        return Ok(Value::Null);
    }
    let value = match kind {
        Kind::Text => Some(json!(text)),
        Kind::Whole => whole(text).map(Value::from),
        Kind::Decimal => decimal(text).map(Value::from),
        Kind::Municipality => return municipalities.nis(text).map(Value::from).ok_or(Code::MunicipalityUnclear),
        Kind::Texts => Some(items(text).collect()),
        Kind::Modes => each(text, |item| word(MODES, item)),
        Kind::Licences => each(text, licence),
        Kind::Level => level(text),
        Kind::Hours => week::hours(text),
        Kind::Date => date(text).map(|day| json!(day)),
        Kind::YesNo => yes_or_no(text).map(Value::from),
        Kind::Children => each(text, child),
        Kind::Gate => gate(text),
        Kind::RightToWork => right_to_work(text),
        Kind::Entitlements => each(text, entitlement),
        Kind::Assessments => each(text, assessment),
        Kind::Places => each(text, places),
        Kind::Equipment => each(text, |item| word(EQUIPMENT, item)),
        Kind::LedBy => ["vdab", "ocmw"].into_iter().find(|known| *known == plain(text)).map(Value::from),
    };
    value.ok_or(Code::CellNotRead)
}

/// The items of a list.
pub(super) fn items(text: &str) -> impl Iterator<Item = &str> {
    let separators: &[char] = if text.contains([';', '|']) { &[';', '|'] } else { &[','] };
    text.split(separators).map(str::trim).filter(|item| !item.is_empty())
}

fn each(text: &str, read: impl Fn(&str) -> Option<Value>) -> Option<Value> {
    items(text).map(read).collect()
}

/// A whole number, with dots or blanks between thousands if any.
fn whole(text: &str) -> Option<i64> {
    let groups: Vec<&str> = text.split(['.', ' ', '\'']).collect();
    let (first, rest) = groups.split_first()?;
    let is_grouped = rest.is_empty() || (1..=3).contains(&first.trim_start_matches('-').len());
    let digits = |group: &&str| group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit());
    let joined = (is_grouped && rest.iter().all(digits)).then(|| groups.concat())?;
    let is_plain = joined.strip_prefix('-').unwrap_or(&joined).bytes().all(|byte| byte.is_ascii_digit());
    // A number that ends in ",0" is whole; any other comma is not.
    joined.parse().ok().filter(|_| is_plain).or_else(|| text.strip_suffix(",0").and_then(|text| text.parse().ok()))
}

/// A number with a decimal comma or point.
fn decimal(text: &str) -> Option<f64> {
    let is_sign = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'-');
    let is_one = text.matches(['.', ',']).count() <= 1 && text.bytes().all(is_sign);
    text.replace(',', ".").parse().ok().filter(|number: &f64| is_one && number.is_finite())
}

/// A day.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    let text = text.strip_suffix(" 00:00").unwrap_or(text);
    let is_serial = text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_serial {
        let days = text.parse().ok().map(Days::new)?;
        return NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(days);
    }
    let parts: Vec<&str> = text.split(['/', '-', '.']).map(str::trim).collect();
    let [first, second, third] = parts[..] else { return None };
    if !parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let (year, month, day) = if first.len() == 4 { (first, second, third) } else { (third, second, first) };
    let year: i32 = match year.len() {
        4 => year.parse().ok()?,
        // Two digits: the days of a plan and of registrations are of this century.
        2 => 2000 + year.parse::<i32>().ok()?,
        _ => return None,
    };
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

fn yes_or_no(text: &str) -> Option<bool> {
    match plain(text).as_str() {
        "ja" | "j" | "yes" | "y" | "oui" | "o" | "x" | "true" | "waar" | "vrai" | "1" => Some(true),
        "nee" | "neen" | "n" | "no" | "non" | "false" | "onwaar" | "faux" | "0" => Some(false),
        _ => None,
    }
}

/// Words by what they mean.
type Words = &'static [(&'static str, &'static [&'static str])];

const MODES: Words = &[
    ("walk", &["walk", "tevoet", "voet", "wandelen", "apied", "pied", "marche", "onfoot"]),
    ("bike", &["bike", "fiets", "velo", "bicycle"]),
    ("ebike", &["ebike", "elektrischefiets", "efiets", "veloelectrique", "electricbicycle"]),
    ("moped", &["moped", "bromfiets", "brommer", "cyclomoteur", "mobylette"]),
    ("car", &["car", "auto", "wagen", "voiture"]),
    ("transit", &["transit", "openbaarvervoer", "ov", "bus", "trein", "tram", "transportencommun", "train"]),
];

const EQUIPMENT: Words = &[
    ("computers", &["computers", "computer", "pc", "pcs", "ordinateurs", "laptops"]),
    ("projector", &["projector", "beamer", "scherm", "projecteur", "screen"]),
    ("wifi", &["wifi", "internet"]),
    ("kitchen", &["kitchen", "keuken", "cuisine"]),
    ("workshop", &["workshop", "werkplaats", "atelier"]),
    ("hearing_loop", &["hearingloop", "ringleiding", "boucleauditive"]),
    ("step_free", &["stepfree", "drempelvrij", "rolstoeltoegankelijk", "toegankelijk", "sansmarches", "accessible"]),
];

fn word(words: Words, text: &str) -> Option<Value> {
    let text = plain(text);
    words.iter().find(|(_, names)| names.contains(&text.as_str())).map(|(meaning, _)| json!(meaning))
}

fn licence(text: &str) -> Option<Value> {
    let code = text.to_uppercase().replace([' ', '+'], "");
    ["AM", "A", "B", "BE", "C", "CE", "D", "G"].contains(&code.as_str()).then(|| json!(code))
}

fn level(text: &str) -> Option<Value> {
    let level = text.to_uppercase();
    ["A1", "A2", "B1", "B2", "C1", "C2"].contains(&level.as_str()).then(|| json!(level))
}

/// `3`: no care needed; `3+`: care needed; `3+@C1`: care needed, with a place.
fn child(text: &str) -> Option<Value> {
    let (who, place) = text.split_once('@').map_or((text, None), |(who, place)| (who, Some(place.trim())));
    let who = who.trim();
    let (age, care_needed) = who.strip_suffix('+').map_or((who, false), |age| (age.trim(), true));
    let child = json!({"age": whole(age)?, "care_needed": care_needed});
    Some(with(child, "place", place.map(Value::from)))
}

/// `object` with `value` in it, when there is one.
fn with(mut object: Value, field: &str, value: Option<Value>) -> Value {
    if let (Some(fields), Some(value)) = (object.as_object_mut(), value) {
        fields.insert(field.to_owned(), value);
    }
    object
}

fn gate(text: &str) -> Option<Value> {
    if let Some((by, on)) = text.strip_prefix("released:").and_then(|rest| rest.rsplit_once(':')) {
        return Some(json!({"released": {"by": by.trim(), "on": date(on.trim())?}}));
    }
    ["none", "ocmw_hold", "advice_only"].into_iter().find(|known| *known == text).map(Value::from)
}

fn right_to_work(text: &str) -> Option<Value> {
    match plain(text).as_str() {
        "unlimited" | "onbeperkt" | "illimite" => Some(json!("unlimited")),
        "no" | "nee" | "neen" | "non" => Some(json!("no")),
        _ => Some(json!({"until": date(text)?})),
    }
}

/// `right:from..until`, the last day left out when it is open.
fn entitlement(text: &str) -> Option<Value> {
    let (right, days) = text.rsplit_once(':')?;
    let (from, until) = days.split_once("..").unwrap_or((days, ""));
    let until = Some(until.trim()).filter(|until| !until.is_empty());
    let until = match until {
        Some(until) => Some(json!(date(until)?)),
        None => None,
    };
    Some(with(json!({"right": right.trim(), "from": date(from.trim())?}), "until", until))
}

/// `field:who:when`.
fn assessment(text: &str) -> Option<Value> {
    let (rest, on) = text.rsplit_once(':')?;
    let (field, by) = rest.split_once(':')?;
    Some(json!({"field": field.trim(), "by": by.trim(), "on": date(on.trim())?}))
}

/// `0-2:5`: five places free for children of 0 to 2.
fn places(text: &str) -> Option<Value> {
    let (ages, free) = text.split_once(':')?;
    let (from, to) = ages.split_once('-').unwrap_or((ages, ages));
    Some(json!({"from_age": whole(from.trim())?, "to_age": whole(to.trim())?, "free": whole(free.trim())?}))
}
