//! The grammar of cells: what people write in a table, as the value of a field.
//!
//! Lists are split on `;` or `|`, and on `,` where no item holds one. Whole numbers may have dots or blanks between
//! thousands, numbers of degrees a decimal comma or point. Dates are `31/12/2025`, `31-12-25`, `2025-12-31`,
//! `31 december 2025` or the number Excel keeps. Hours are days and times: `ma-vr 8u-16u30; za 9:00-12:00`. Nothing is
//! guessed where two readings differ, and what is read otherwise than it is written is told.
//! An empty cell says nothing; `(leeg)`, `(empty)` or `(vide)` says that the field is empty from now on.

use serde_json::{Value, json};

use super::context::Context;
use super::field::{Kind, plain};
use super::reading::{Fault, Read, is_digits, items};
use super::sheet::Mark;
use super::{amount, day, level, week, words};

/// Cells that empty a field. An empty cell does not: many tables have only what is new.
const EMPTIES: [&str; 3] = ["(leeg)", "(empty)", "(vide)"];

/// What a spreadsheet shows where a formula failed, or where a column is too narrow.
fn is_error_value(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('#') else { return false };
    let is_word = |word: &str| {
        !word.is_empty() && word.chars().all(|sign| sign.is_uppercase() || sign.is_ascii_digit() || "/_".contains(sign))
    };
    let is_failed = rest.strip_suffix(['!', '?']).is_some_and(is_word) || matches!(rest, "GETTING_DATA");
    is_failed || is_word(rest) && rest.contains('/') || rest.len() > 1 && rest.bytes().all(|byte| byte == b'#')
}

/// The value of a cell that is not empty; null when it empties the field.
///
/// # Errors
/// What is wrong with it.
pub(super) fn read(kind: Kind, text: &str, mark: Option<Mark>, context: &Context) -> Result<Read, Fault> {
    if mark == Some(Mark::NoResult) {
        return Err(Fault::NoResult);
    }
    if is_error_value(text) {
        return Err(Fault::NotRead);
    }
    if EMPTIES.contains(&text.to_lowercase().as_str()) {
        return Ok(Read::plain(Value::Null));
    }
    // `3,5` is three and a half to a spreadsheet and a list to us; `9112.1` and `9112.10` are one number and two codes.
    let is_fraction = text.split_once(',').is_some_and(|(whole, part)| is_digits(whole) && is_digits(part));
    if kind.is_list() && is_fraction {
        return Err(Fault::NotRead);
    }
    let value = match kind {
        Kind::Text => Some(json!(text)),
        Kind::Whole => amount::whole(text).map(Value::from),
        Kind::Decimal => decimal(text).map(Value::from),
        Kind::Minutes => return amount::minutes(text),
        Kind::WeekHours => return amount::week_hours(text),
        Kind::HoursRange => return amount::hours_range(text),
        Kind::Municipality => return context.nis(text).map(|nis| Read::plain(nis.into())).ok_or(Fault::Municipality),
        Kind::Place => {
            let place = context.place(text)?;
            return Ok(Read::told(place.point(), &place.shown()));
        }
        Kind::Texts => Some(items(text).collect()),
        Kind::Occupation => return context.occupation(text).map(Read::plain),
        Kind::Goals => return context.occupations(text).map(Read::plain),
        Kind::Form => return context.form(text).map(Read::plain),
        Kind::Modes => modes(text),
        Kind::Licences => return licences(text),
        Kind::Level => return level::read(text),
        Kind::Hours => return week::hours(text, context.tongue).map(Read::plain),
        Kind::Date => day::date(text, mark).map(|day| json!(day)),
        Kind::FirstDay => return day::first_day(text, mark, context.first_day),
        Kind::BirthYear => return day::birth_year(text, mark),
        Kind::YesNo => yes_or_no(text).map(Value::from),
        Kind::Children => return children(text),
        Kind::Gate => return gate(text),
        Kind::RightToWork => right_to_work(text),
        Kind::Entitlements => each(text, entitlement),
        Kind::Assessments => each(text, assessment),
        Kind::Places => each(text, places),
        Kind::Equipment => each(text, |item| word(EQUIPMENT, item)),
        Kind::LedBy => ["vdab", "ocmw"].into_iter().find(|known| *known == plain(text)).map(Value::from),
    };
    value.map(Read::plain).ok_or(Fault::NotRead)
}

fn each(text: &str, read: impl Fn(&str) -> Option<Value>) -> Option<Value> {
    items(text).map(read).collect()
}

/// A number with a decimal comma or point.
fn decimal(text: &str) -> Option<f64> {
    let is_sign = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'-');
    let is_one = text.matches(['.', ',']).count() <= 1 && text.bytes().all(is_sign);
    text.replace(',', ".").parse().ok().filter(|number: &f64| is_one && number.is_finite())
}

/// Yes or no.
pub(super) fn yes_or_no(text: &str) -> Option<bool> {
    match plain(text).as_str() {
        "ja" | "j" | "yes" | "y" | "oui" | "o" | "x" | "true" | "waar" | "vrai" | "1" => Some(true),
        "nee" | "neen" | "n" | "no" | "non" | "false" | "onwaar" | "faux" | "0" => Some(false),
        _ => None,
    }
}

/// Words by what they mean.
type Words = &'static [(&'static str, &'static [&'static str])];

const MODES: Words = &[
    ("walk", &["walk", "tevoet", "voet", "wandelen", "stappen", "apied", "pied", "marche", "onfoot"]),
    ("bike", &["bike", "fiets", "velo", "bicycle"]),
    ("ebike", &["ebike", "elektrischefiets", "efiets", "veloelectrique", "electricbicycle"]),
    ("moped", &["moped", "bromfiets", "brommer", "cyclomoteur", "mobylette"]),
    ("car", &["car", "auto", "wagen", "voiture", "eigenwagen", "eigenauto", "owncar", "voiturepersonnelle"]),
    (
        "transit",
        &["transit", "openbaarvervoer", "ov", "bus", "trein", "tram", "delijn", "nmbs", "transportencommun", "train"],
    ),
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

/// Ways to go, in a list of any signs: `fiets + bus`, `fiets/bus`, `te voet en met de trein`.
fn modes(text: &str) -> Option<Value> {
    let text = format!(" {} ", text.to_lowercase());
    let words = [" en ", " et ", " and ", " of ", " ou ", " or ", " met de ", " met ", " en "];
    let text = words.iter().fold(text, |text, word| text.replace(word, ";"));
    let mut found = Vec::new();
    for item in text.split([';', '|', ',', '+', '/', '&']).map(str::trim).filter(|item| !item.is_empty()) {
        let mode = word(MODES, item)?;
        if !found.contains(&mode) {
            found.push(mode);
        }
    }
    Some(Value::Array(found))
}

/// Whether a cell says "none".
fn is_none(text: &str) -> bool {
    let is_word = matches!(plain(text).as_str(), "geen" | "nee" | "neen" | "non" | "no" | "none" | "aucun" | "aucune");
    is_word || matches!(text, "-" | "/")
}

/// Licence classes. "Yes" is the one of a car.
fn licences(text: &str) -> Result<Read, Fault> {
    if is_none(text) || plain(text) == "n" {
        return Ok(Read::plain(json!([])));
    }
    if matches!(plain(text).as_str(), "ja" | "j" | "yes" | "oui" | "x") {
        return Ok(Read::told(json!(["B"]), &"B"));
    }
    each(text, licence).map(Read::plain).ok_or(Fault::NotRead)
}

fn licence(text: &str) -> Option<Value> {
    let code = text.to_uppercase().replace([' ', '+'], "");
    let code = code.strip_prefix("RIJBEWIJS").unwrap_or(&code);
    ["AM", "A", "B", "BE", "C", "CE", "D", "G"].contains(&code).then(|| json!(code))
}

/// Children: a list of ages; `geen`; or how many with their ages behind, `2 (3j en 7j)`.
fn children(text: &str) -> Result<Read, Fault> {
    if is_none(text) {
        return Ok(Read::plain(json!([])));
    }
    let counted = text.strip_suffix(')').and_then(|text| text.split_once('('));
    let (count, ages) = counted.map_or((None, text), |(count, ages)| (Some(count.trim()), ages));
    let ages = ages.replace(" en ", ";").replace(" et ", ";").replace(" and ", ";");
    let is_plain = count.is_none() && ages == text;
    let Some(Value::Array(found)) = each(&ages, child) else { return Err(Fault::NotRead) };
    if count.is_some_and(|count| amount::whole(count) != i64::try_from(found.len()).ok()) {
        return Err(Fault::NotRead);
    }
    if is_plain && !is_digits(text) {
        return Ok(Read::plain(Value::Array(found)));
    }
    // A number alone may be meant as how many there are.
    let told = if is_plain { words::ONE_CHILD } else { words::AGES };
    Ok(Read::told(Value::Array(found), told))
}

/// `3`: no care needed; `3+`: care needed; `3+@C1`: care needed, with a place. Years may be named: `3 jaar`, `3j`.
fn child(text: &str) -> Option<Value> {
    let (who, place) = text.split_once('@').map_or((text, None), |(who, place)| (who, Some(place.trim())));
    let who = who.trim();
    let (age, care_needed) = who.strip_suffix('+').map_or((who, false), |age| (age.trim(), true));
    let years = ["jaar", "jr", "j", "ans", "an", "years", "year", "y"];
    let age = years.iter().find_map(|years| age.strip_suffix(years)).unwrap_or(age).trim();
    let child = json!({"age": amount::whole(age)?, "care_needed": care_needed});
    Some(with(child, "place", place.map(Value::from)))
}

/// `object` with `value` in it, when there is one.
fn with(mut object: Value, field: &str, value: Option<Value>) -> Value {
    if let (Some(fields), Some(value)) = (object.as_object_mut(), value) {
        fields.insert(field.to_owned(), value);
    }
    object
}

/// Where a person stands with the OCMW. A person who lives on its support is on hold until the OCMW decides otherwise;
/// "no" leaves the gate as it was.
fn gate(text: &str) -> Result<Read, Fault> {
    if let Some((by, on)) = text.strip_prefix("released:").and_then(|rest| rest.rsplit_once(':')) {
        let on = day::date(on.trim(), None).ok_or(Fault::NotRead)?;
        return Ok(Read::plain(json!({"released": {"by": by.trim(), "on": on}})));
    }
    if let Some(known) = ["none", "ocmw_hold", "advice_only"].into_iter().find(|known| *known == text) {
        return Ok(Read::plain(json!(known)));
    }
    match yes_or_no(text) {
        Some(true) => Ok(Read::told(json!("ocmw_hold"), words::OCMW_DECIDES)),
        Some(false) => Ok(Read { value: None, told: Some(words::NO_CHANGE.into()) }),
        None => Err(Fault::NotRead),
    }
}

fn right_to_work(text: &str) -> Option<Value> {
    match plain(text).as_str() {
        "unlimited" | "onbeperkt" | "illimite" => Some(json!("unlimited")),
        "no" | "nee" | "neen" | "non" => Some(json!("no")),
        _ => Some(json!({"until": day::date(text, None)?})),
    }
}

/// `right:from..until`, the last day left out when it is open.
fn entitlement(text: &str) -> Option<Value> {
    let (right, days) = text.rsplit_once(':')?;
    let (from, until) = days.split_once("..").unwrap_or((days, ""));
    let until = Some(until.trim()).filter(|until| !until.is_empty());
    let until = match until {
        Some(until) => Some(json!(day::date(until, None)?)),
        None => None,
    };
    Some(with(json!({"right": right.trim(), "from": day::date(from.trim(), None)?}), "until", until))
}

/// `field:who:when`.
fn assessment(text: &str) -> Option<Value> {
    let (rest, on) = text.rsplit_once(':')?;
    let (field, by) = rest.split_once(':')?;
    Some(json!({"field": field.trim(), "by": by.trim(), "on": day::date(on.trim(), None)?}))
}

/// `0-2:5`: five places free for children of 0 to 2.
fn places(text: &str) -> Option<Value> {
    let (ages, free) = text.split_once(':')?;
    let (from, to) = ages.split_once('-').unwrap_or((ages, ages));
    Some(
        json!({"from_age": amount::whole(from.trim())?, "to_age": amount::whole(to.trim())?, "free": amount::whole(free.trim())?}),
    )
}
