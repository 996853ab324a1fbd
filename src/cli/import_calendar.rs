//! `schakel import calendar`: the calendar of a room or of somebody who leads, into a scenario.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use schakel_solver::text::{Lang, Words};
use serde_json::{Value, json};

use super::input::{Language, tell_issues};
use super::{EXIT_INVALID, EXIT_NO};
use crate::files::bookings::{self, Bookings, NotRead};
use crate::files::scenario::{self, Packs, Severity};

/// Adds the hours in which a room or an instructor is taken, as their calendar says. Nothing else of an event is kept.
#[derive(Debug, Args)]
pub(super) struct ImportCalendar {
    /// The calendar, an ics file.
    file: PathBuf,
    /// Whose: a room as `VENUE/ROOM`, or an instructor.
    #[arg(long, value_name = "ID")]
    of: String,
    /// The scenario it goes into.
    #[arg(long, value_name = "SCENARIO")]
    into: PathBuf,
    /// Where to write the scenario; standard output without it.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Language of the report.
    #[arg(long, value_enum, default_value_t = Language::Nl)]
    lang: Language,
}

impl ImportCalendar {
    /// Writes the scenario to `out` and the report to standard error.
    pub(super) fn run(&self, out: &mut impl Write) -> Result<u8> {
        let bytes = fs::read(&self.file).with_context(|| format!("cannot read {}", self.file.display()))?;
        let Ok(text) = std::str::from_utf8(&bytes) else { bail!("{} is not in UTF-8", self.file.display()) };
        let scenario = fs::read(&self.into).with_context(|| format!("cannot read {}", self.into.display()))?;
        let reading = scenario::read(&scenario[..], &Packs::built_in());
        let Some(region) = reading.region else {
            bail!("{} has errors: `schakel validate` tells them", self.into.display())
        };
        let Some(found) = bookings::read(text, (region.horizon.from, region.horizon.to)) else {
            bail!("{} is no calendar", self.file.display())
        };
        let mut scenario: Value = serde_json::from_slice(&scenario)?;
        let Some(owner) = owner(&mut scenario, &self.of) else {
            bail!("{} has no room or instructor {}", self.into.display(), self.of)
        };
        add(owner, &found);
        tell(&found, self.lang.lang())?;
        let text = serde_json::to_string_pretty(&scenario)?;
        let issues = scenario::read(text.as_bytes(), &Packs::built_in()).issues;
        if issues.iter().any(|issue| issue.severity() == Severity::Error) {
            tell_issues(&issues, self.lang.lang())?;
            return Ok(EXIT_INVALID);
        }
        match &self.out {
            Some(path) => fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?,
            None => writeln!(out, "{text}").and_then(|()| out.flush())?,
        }
        Ok(if found.not_read.is_empty() { 0 } else { EXIT_NO })
    }
}

/// The room or the instructor of a scenario.
fn owner<'a>(scenario: &'a mut Value, id: &str) -> Option<&'a mut Value> {
    let named = |list: &'a mut Value, id: &str| list.as_array_mut()?.iter_mut().find(|one| one["id"] == id);
    match id.split_once('/') {
        Some((venue, room)) => {
            let venue = named(scenario.get_mut("venues")?, venue)?;
            named(venue.get_mut("rooms")?, room)
        }
        None => named(scenario.get_mut("instructors")?, id),
    }
}

/// Adds what is not there yet: the same calendar twice changes nothing.
fn add(owner: &mut Value, found: &Bookings) {
    let mut taken = owner["taken"].as_array().cloned().unwrap_or_default();
    for booking in &found.taken {
        let booking = json!(booking);
        if !taken.contains(&booking) {
            taken.push(booking);
        }
    }
    if !taken.is_empty() {
        owner["taken"] = Value::Array(taken);
    }
}

fn why_words(why: NotRead) -> Words {
    match why {
        NotRead::Time => Words {
            nl: "het begin, het einde of de duur is niet leesbaar",
            en: "its begin, end or duration cannot be read",
            fr: "son début, sa fin ou sa durée n'est pas lisible",
        },
        NotRead::Zone => Words {
            nl: "de tijdzone is niet gekend",
            en: "its time zone is not known",
            fr: "son fuseau horaire n'est pas connu",
        },
        NotRead::Repetition => Words {
            nl: "de herhaling is niet leesbaar",
            en: "its repetition cannot be read",
            fr: "sa répétition n'est pas lisible",
        },
    }
}

/// What became of every event.
fn tell(found: &Bookings, lang: Lang) -> io::Result<()> {
    let mut words = io::stderr().lock();
    for (at, why) in &found.not_read {
        let why = why_words(*why).in_lang(lang);
        match lang {
            Lang::Nl => writeln!(words, "afspraak {at}: {why}; ze is niet overgenomen")?,
            Lang::En => writeln!(words, "event {at}: {why}; it is left out")?,
            Lang::Fr => writeln!(words, "rendez-vous {at} : {why} ; il n'est pas repris")?,
        }
    }
    let (used, outside, free, wrong) = (found.used, found.outside, found.free, found.not_read.len());
    match lang {
        Lang::Nl => {
            writeln!(
                words,
                "Overgenomen: {used}. Buiten het plan: {outside}. Vrij of geannuleerd: {free}. Fout: {wrong}."
            )
        }
        Lang::En => {
            writeln!(words, "Used: {used}. Outside the plan: {outside}. Free or cancelled: {free}. In error: {wrong}.")
        }
        Lang::Fr => {
            writeln!(
                words,
                "Repris : {used}. Hors du plan : {outside}. Libres ou annulés : {free}. En erreur : {wrong}."
            )
        }
    }
}
