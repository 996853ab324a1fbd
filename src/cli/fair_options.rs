//! `schakel fair-options`: plans one fair for each venue, hour and day that is asked, and sets them side by side.

use std::io::{self, Write};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};
use clap::Args;
use schakel_solver::domain::{Facts, Fair, Nearby, PlanKind, Region, Weekday, Window};
use schakel_solver::explain::date_name;
use schakel_solver::kind::arranged;
use schakel_solver::plan::{Termination, fair_readings};
use schakel_solver::text::{Lang, Words};

use super::fair_table::{number, percent};
use super::input::{Format, Language, ScenarioArgs};
use super::trade_off::{mark_of, write_marks};
use crate::answers::fair_options::{FairOptionCounts, FairOptionRow, compare};
use crate::service::planner::{self, SolveLimits};

/// Plans for each combination of the venues, hours and days given; what is not given stays as the scenario has it.
/// Other fairs of the scenario are left out.
#[derive(Debug, Args)]
pub(super) struct FairOptionsVerb {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// The fair.
    #[arg(long, value_name = "ID")]
    fair: String,
    /// A venue to try, one of the scenario's.
    #[arg(long, value_name = "ID")]
    venue: Vec<String>,
    /// Hours to try.
    #[arg(long, value_name = "HH:MM-HH:MM")]
    hours: Vec<String>,
    /// A day to try, within the horizon.
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Vec<String>,
    /// Longest solve of each plan, seconds.
    #[arg(long, value_name = "SECONDS")]
    time_limit: Option<f64>,
    /// Relative gap that is good enough; 0 asks for proven optima.
    #[arg(long, default_value_t = 0.0)]
    gap: f64,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Language of the table.
    #[arg(long, value_enum, default_value_t = Language::Nl)]
    lang: Language,
}

impl FairOptionsVerb {
    /// Plans each combination and prints what came of it.
    pub(super) fn run(&self, out: &mut impl Write) -> Result<()> {
        let loaded = self.scenario.load(self.lang.lang())?;
        let time_limit = self.time_limit.map(Duration::try_from_secs_f64).transpose().context("--time-limit")?;
        let limits = SolveLimits { time_limit, gap: self.gap };
        let (own, options) = self.options(&loaded.region)?;
        let mut rows = Vec::new();
        for option in options {
            let is_own = (option.venue, option.date, option.hours) == (own.venue, own.date, own.hours);
            let Some(seats) = loaded.region.seats_for(&option) else {
                rows.push(FairOptionRow::of(&loaded.region, &option, is_own, None));
                continue;
            };
            let option = Fair { places: option.places.min(seats.into()), ..option };
            let region = Region { fairs: vec![option.clone()], ..loaded.region.clone() };
            let region = arranged(region, PlanKind::Fair);
            let near = Nearby::default();
            let facts = Facts::of(&region, &near);
            let (plan, _) = planner::planned(facts, limits);
            if matches!(plan.termination, Termination::Infeasible(_)) {
                bail!("what is decided cannot hold together: `schakel plan --kind fair` names it");
            }
            let readings = fair_readings(facts, &plan);
            let reading = readings.first().context("more people are invited than can be counted")?;
            let counted = FairOptionCounts::of(facts, &plan, reading);
            rows.push(FairOptionRow::of(&loaded.region, &option, is_own, Some(counted)));
        }
        compare(&mut rows);
        match self.format {
            Format::Json => {
                serde_json::to_writer(&mut *out, &rows)?;
                writeln!(out)?;
            }
            Format::Table => write_table(out, &loaded.region, &rows, self.lang.lang())?,
        }
        Ok(out.flush()?)
    }

    /// The fair as it is, and each combination once, in the order asked. All faults of the options are reported at
    /// once.
    fn options(&self, region: &Region) -> Result<(Fair, Vec<Fair>)> {
        let mut wrong = Vec::new();
        let own = region.fairs.iter().find(|fair| fair.id == self.fair);
        if own.is_none() {
            wrong.push(format!("--fair {}: the scenario has no such fair", self.fair));
        }
        let mut venues = Vec::new();
        for id in &self.venue {
            match region.venues.iter().position(|venue| venue.id == *id) {
                Some(at) => venues.push(schakel_solver::domain::VenueIdx::from_usize(at)),
                None => wrong.push(format!("--venue {id}: the scenario has no such venue")),
            }
        }
        let mut hours = Vec::new();
        for words in &self.hours {
            match hours_of(words) {
                Some(window) => hours.push(window),
                None => wrong.push(format!("--hours {words}: give them as 13:00-17:00, the first before the last")),
            }
        }
        let (from, to) = (region.horizon.from, region.horizon.to);
        let mut dates = Vec::new();
        for words in &self.date {
            match words.parse::<NaiveDate>().ok().filter(|day| (from..=to).contains(day)) {
                Some(day) => dates.push(day),
                None => wrong.push(format!("--date {words}: give a day from {from} to {to}")),
            }
        }
        let (Some(own), true) = (own, wrong.is_empty()) else { bail!("{}", wrong.join("; ")) };
        let or_own = |is_empty: bool| if is_empty { 1 } else { 0 };
        venues.extend(std::iter::repeat_n(own.venue, or_own(venues.is_empty())));
        hours.extend(std::iter::repeat_n((own.hours.from, own.hours.to), or_own(hours.is_empty())));
        dates.extend(std::iter::repeat_n(own.date, or_own(dates.is_empty())));
        let mut options: Vec<Fair> = Vec::new();
        for &venue in &venues {
            for &date in &dates {
                let day = Weekday::ALL[date.weekday().num_days_from_monday() as usize];
                for &(from, to) in &hours {
                    options.push(Fair { venue, date, hours: Window { day, from, to }, ..own.clone() });
                }
            }
        }
        let mut seen = Vec::new();
        options.retain(|option| {
            let is_new = !seen.contains(&(option.venue, option.date, option.hours));
            seen.push((option.venue, option.date, option.hours));
            is_new
        });
        Ok((own.clone(), options))
    }
}

/// Minutes since midnight of the first and the last hour of `HH:MM-HH:MM`.
fn hours_of(words: &str) -> Option<(u16, u16)> {
    let minute = |words: &str| {
        let time = NaiveTime::parse_from_str(words.trim(), "%H:%M").ok()?;
        u16::try_from(time.hour() * 60 + time.minute()).ok()
    };
    let (from, to) = words.split_once('-')?;
    Some((minute(from)?, minute(to)?)).filter(|(from, to)| from < to)
}

/// What a row is best on.
fn best_words(name: &str) -> Words {
    match name {
        "expected" => Words { nl: "bezoekers", en: "visitors", fr: "visiteurs" },
        "useful_interviews" => Words { nl: "nuttige gesprekken", en: "useful interviews", fr: "entretiens utiles" },
        "overflow" => Words { nl: "kans op te vol", en: "chance of too full", fr: "risque de trop-plein" },
        _ => Words { nl: "wie kan komen", en: "who can come", fr: "qui peut venir" },
    }
}

/// A row for each combination, then a row for each municipality.
fn write_table(out: &mut impl Write, region: &Region, rows: &[FairOptionRow], lang: Lang) -> io::Result<()> {
    let heading = Words {
        nl: "    dag             uren        plaatsen  uitnodigen  verwacht    nuttig   te vol  kan komen  locatie; best op",
        en: "    day             hours         places      invite  expected    useful too full   can come  venue; best on",
        fr: "    jour            heures        places   à inviter  attendus    utiles trop plein peut venir  lieu ; le mieux pour",
    };
    writeln!(out, "{}", heading.in_lang(lang))?;
    let least = region.pack.limits.count_shown_min;
    let coarse = |people: Option<u32>| people.map_or_else(|| format!("<{least}"), |people| people.to_string());
    for (at, row) in rows.iter().enumerate() {
        let venue = region.venues.iter().find(|venue| venue.id == row.venue).map_or("", |venue| venue.name.as_str());
        let best: Vec<_> = row.best_on.iter().map(|name| best_words(name).in_lang(lang)).collect();
        let best = if best.is_empty() { String::new() } else { format!("; {}", best.join(", ")) };
        let own = Words { nl: " (zoals nu)", en: " (as it is)", fr: " (comme prévu)" };
        let own = if row.is_own { own.in_lang(lang) } else { "" };
        write!(out, "{:>2}. {:<15} {}-{} ", at + 1, date_name(row.date, lang).to_string(), row.from, row.to)?;
        let Some(counted) = &row.counted else {
            let closed = Words {
                nl: "geen zaal vrij op dat uur",
                en: "no room is free at that hour",
                fr: "aucune salle libre à cette heure",
            };
            writeln!(out, "{:>69}  {venue}{own}", closed.in_lang(lang))?;
            continue;
        };
        let mark = mark_of(counted.termination);
        writeln!(
            out,
            "{:>9} {:>11} {:>9} {:>9} {:>8} {:>10}  {venue}{own}{best}{mark}",
            counted.places,
            counted.invite,
            number(counted.expected, lang),
            number(counted.useful_interviews, lang),
            percent(counted.overflow, lang),
            coarse(counted.possible)
        )?;
    }
    write_reached(out, region, rows, &coarse, lang)?;
    write_notes(out, rows, lang)
}

/// Of each municipality who could be invited, for each row in turn.
fn write_reached(
    out: &mut impl Write,
    region: &Region,
    rows: &[FairOptionRow],
    coarse: &dyn Fn(Option<u32>) -> String,
    lang: Lang,
) -> io::Result<()> {
    let heading = Words {
        nl: "Per gemeente: wie kan komen; een kolom per rij hierboven",
        en: "Per municipality: who can come; a column for each row above",
        fr: "Par commune : qui peut venir ; une colonne par ligne ci-dessus",
    };
    writeln!(out, "\n{}", heading.in_lang(lang))?;
    for (at, municipality) in region.municipalities.iter().enumerate() {
        let column = |row: &FairOptionRow| match &row.counted {
            Some(counted) => format!("{:>6}", coarse(counted.municipalities[at].possible)),
            None => format!("{:>6}", "-"),
        };
        writeln!(out, "  {:<22} {}", municipality.name, rows.iter().map(column).collect::<Vec<_>>().join(" "))?;
    }
    Ok(())
}

/// What was counted.
fn write_notes(out: &mut impl Write, rows: &[FairOptionRow], lang: Lang) -> io::Result<()> {
    let counted = Words {
        nl: "Kan komen: alles past op die plaats en dat uur, en er is een passende vacature; afgerond naar beneden. De zaal telt \
             zoveel plaatsen als gevraagd, of als de grootste zaal die dan vrij is.",
        en: "Can come: everything fits at that place and hour, and there is a fitting vacancy; rounded down. The hall holds as many \
             as asked, or as the largest room that is free then.",
        fr: "Peut venir : tout convient en ce lieu et à cette heure, et une offre convient ; arrondi vers le bas. La salle compte \
             autant de places que demandé, ou que la plus grande salle libre à ce moment.",
    };
    writeln!(out, "\n{}", counted.in_lang(lang))?;
    write_marks(out, rows.iter().filter_map(|row| row.counted.as_ref()).map(|counted| counted.termination), lang)
}
