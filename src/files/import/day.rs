//! Days, as people write them and as Excel keeps them.

use chrono::{Datelike, Days, NaiveDate};
use serde_json::json;

use super::field::plain;
use super::reading::{Fault, Read, is_digits};
use super::sheet::Mark;

/// Beginnings of the names of months, without accents; the longer before what they begin with.
const MONTHS: [&[&str]; 12] = [
    &["januari", "january", "janvier", "jan"],
    &["februari", "february", "fevrier", "feb", "fev", "febr"],
    &["maart", "march", "mars", "mrt", "mar"],
    &["april", "avril", "apr", "avr"],
    &["mei", "may", "mai"],
    &["juni", "june", "juin", "jun"],
    &["juli", "july", "juillet", "jul", "juil"],
    &["augustus", "august", "aout", "aug"],
    &["september", "septembre", "sep", "sept"],
    &["oktober", "october", "octobre", "okt", "oct"],
    &["november", "novembre", "nov"],
    &["december", "decembre", "dec"],
];

/// A day whose year has as many digits as were written.
struct Written {
    year: i32,
    has_century: bool,
    month: u32,
    day: u32,
}

/// Day, month and year in digits or with the month's name.
fn written(text: &str) -> Option<Written> {
    let text = text.strip_suffix(" 00:00").unwrap_or(text).trim();
    let lower = text.to_lowercase();
    let parts: Vec<&str> =
        lower.split(['/', '-', '.', ' ', ',']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts[..] else { return None };
    let month_of = |part: &str| MONTHS.iter().position(|names| names.contains(&plain(part).as_str()));
    let month = |part: &str| month_of(part).and_then(|at| u32::try_from(at + 1).ok());
    let digits = |part: &str| part.parse().ok().filter(|_| is_digits(part));
    let day_digits = |part: &str| {
        let ends = ["ste", "de", "er", "st", "nd", "rd", "th", "e"];
        digits(ends.iter().find_map(|end| part.strip_suffix(end)).unwrap_or(part))
    };
    let (year, month, day) = match (month(first), month(second)) {
        // `october 1 2025`, `1 oktober 2025`.
        (Some(month), None) => (third, month, day_digits(second)?),
        (None, Some(month)) => (third, month, day_digits(first)?),
        // A slash, a dash or a point: blanks alone part no date.
        (None, None) if text.contains(['/', '-', '.']) => {
            let (year, day) = if first.len() == 4 { (first, third) } else { (third, first) };
            (year, digits(second)?, digits(day)?)
        }
        _ => return None,
    };
    matches!(year.len(), 2 | 4).then_some(())?;
    let has_century = year.len() == 4;
    Some(Written { year: i32::try_from(digits(year)?).ok()?, has_century, month, day })
}

/// A day.
pub(super) fn date(text: &str, mark: Option<Mark>) -> Option<NaiveDate> {
    if text.len() == 5 && is_digits(text) {
        // Days since the first of a workbook, four years and a day later where it counts from 1904.
        let shift = if mark == Some(Mark::Number { is_1904: true }) { 1462 } else { 0 };
        let days = text.parse::<u64>().ok().map(|days| Days::new(days + shift))?;
        return NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(days);
    }
    let Written { year, has_century, month, day } = written(text)?;
    // Two digits: the days of a plan and of registrations are of this century.
    NaiveDate::from_ymd_opt(if has_century { year } else { 2000 + year }, month, day)
}

/// The first day of work, or from which someone is free; "at once" is the first day of the plan.
pub(super) fn first_day(text: &str, mark: Option<Mark>, first: Option<NaiveDate>) -> Result<Read, Fault> {
    const AT_ONCE: [&str; 15] = [
        "direct",
        "onmiddellijk",
        "meteen",
        "nu",
        "zosnelmogelijk",
        "zsm",
        "asap",
        "zovlugmogelijk",
        "immediat",
        "immediatement",
        "desquepossible",
        "toutdesuite",
        "immediately",
        "now",
        "assoonaspossible",
    ];
    if AT_ONCE.contains(&plain(text).as_str()) {
        return first.map(|day| Read::told(json!(day), &day)).ok_or(Fault::NotRead);
    }
    date(text, mark).map(|day| Read::plain(json!(day))).ok_or(Fault::NotRead)
}

/// The year of birth, also out of a date: the day and month are not kept.
pub(super) fn birth_year(text: &str, mark: Option<Mark>) -> Result<Read, Fault> {
    // Nobody who works was born after that, of the years that two digits can mean.
    const LATEST: i32 = 2015;
    if let Some(year) = super::amount::whole(text).filter(|_| text.len() != 5 || text.contains('.')) {
        return Ok(Read::plain(year.into()));
    }
    let told = |year: i32| Read::told(year.into(), &year);
    if text.len() == 5 && is_digits(text) {
        return date(text, mark).map(|day| told(day.year())).ok_or(Fault::NotRead);
    }
    let Written { year, has_century, month, day } = written(text).ok_or(Fault::NotRead)?;
    let year = if has_century { year } else { 1900 + year + if 2000 + year <= LATEST { 100 } else { 0 } };
    NaiveDate::from_ymd_opt(year, month, day).map(|day| told(day.year())).ok_or(Fault::NotRead)
}
