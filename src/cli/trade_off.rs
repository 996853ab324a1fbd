//! `schakel trade-off`: plans what is held for each objective, and sets side by side what one costs the other.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::Args;
use schakel_solver::domain::{Facts, Nearby, Objective, PlanKind, Region};
use schakel_solver::kind::arranged;
use schakel_solver::text::{Lang, Words};

use super::input::{Format, KindArg, Language, ScenarioArgs};
use crate::answers::trade_off::{TradeOffRow, map_of};
use crate::files::plan_file::format::Termination;
use crate::service::planner::{self, SolveLimits};

/// Plans for each objective: as many people as possible, the worst-served municipality first, the least travel, and the
/// weights of the scenario where it has any.
#[derive(Debug, Args)]
pub(super) struct TradeOffVerb {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// What to plan.
    #[arg(long, value_enum)]
    kind: KindArg,
    /// Most new venues that may be used. Given several times, each is planned; left out, the scenario's own limit
    /// counts.
    #[arg(long, value_name = "N")]
    sites: Vec<u32>,
    /// Longest solve of each plan, seconds.
    #[arg(long, value_name = "SECONDS")]
    time_limit: Option<f64>,
    /// Relative gap that is good enough; 0 asks for proven optima.
    #[arg(long, default_value_t = 0.0)]
    gap: f64,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// File for a map of the venues, as GeoJSON, with what each plan holds there.
    #[arg(long, value_name = "FILE")]
    geojson: Option<PathBuf>,
    /// Language of the table.
    #[arg(long, value_enum, default_value_t = Language::Nl)]
    lang: Language,
}

impl TradeOffVerb {
    /// Plans for each objective and prints what came of it.
    pub(super) fn run(&self, out: &mut impl Write) -> Result<()> {
        let kind = self.kind.kind();
        if !matches!(kind, PlanKind::Trainings | PlanKind::SittingDays | PlanKind::Groups | PlanKind::Teams) {
            bail!("nothing is opened there: trainings and sitting days have objectives");
        }
        let loaded = self.scenario.load(self.lang.lang())?;
        let time_limit = self.time_limit.map(Duration::try_from_secs_f64).transpose().context("--time-limit")?;
        let limits = SolveLimits { time_limit, gap: self.gap };
        let mut rows = Vec::new();
        let mut last = None;
        for region in self.alternatives(&loaded.region).map(|region| arranged(region, kind)) {
            let near = Nearby::default();
            let facts = Facts::of(&region, &near);
            let (plan, _) = planner::planned(facts, limits);
            if matches!(plan.termination, schakel_solver::plan::Termination::Infeasible(_)) {
                bail!("what is decided cannot hold together: `schakel plan` names it");
            }
            rows.push(TradeOffRow::of(facts, &plan));
            last = Some(region);
        }
        // Venues and editions are the same for every objective.
        if let (Some(path), Some(region)) = (&self.geojson, &last) {
            let map = map_of(region, &rows).to_string();
            fs::write(path, map).with_context(|| format!("cannot write {}", path.display()))?;
        }
        match self.format {
            Format::Json => {
                serde_json::to_writer(&mut *out, &rows)?;
                writeln!(out)?;
            }
            Format::Table => write_table(out, &loaded.region, &rows, self.lang.lang())?,
        }
        Ok(())
    }

    /// The region as each plan wants it.
    fn alternatives<'a>(&'a self, region: &'a Region) -> impl Iterator<Item = Region> + 'a {
        let own = region.wanted;
        let named = [Objective::MostPeople, Objective::WorstServed, Objective::LeastTravel];
        let weighed = Some(own.objective).filter(|objective| matches!(objective, Objective::Weighed(_)));
        let limits: Vec<Option<u32>> =
            if self.sites.is_empty() { vec![own.sites_max] } else { self.sites.iter().copied().map(Some).collect() };
        limits.into_iter().flat_map(move |sites_max| {
            named.into_iter().chain(weighed).map(move |objective| {
                let mut region = region.clone();
                region.wanted.objective = objective;
                region.wanted.sites_max = sites_max;
                region
            })
        })
    }
}

/// The words of an objective.
fn objective_words(name: &str) -> Words {
    match name {
        "most_people" => Words { nl: "zo veel mensen", en: "most people", fr: "le plus de gens" },
        "worst_served" => {
            Words { nl: "slechtst bediend eerst", en: "worst served first", fr: "moins desservie d'abord" }
        }
        "least_travel" => Words { nl: "minst onderweg", en: "least travel", fr: "le moins de trajet" },
        _ => Words { nl: "eigen gewichten", en: "own weights", fr: "poids propres" },
    }
}

/// A row for each plan, then a row for each municipality.
fn write_table(out: &mut impl Write, region: &Region, rows: &[TradeOffRow], lang: Lang) -> io::Result<()> {
    let heading = Words {
        nl: "doel                     locaties   mensen  keren  minuten  langste    euro  slechtst bediend",
        en: "objective                   sites   people   runs  minutes  longest    euro  served worst",
        fr: "objectif                    lieux  personnes  fois  minutes  plus long  euro  moins desservie",
    };
    writeln!(out, "{}", heading.in_lang(lang))?;
    for row in rows {
        let name = objective_words(row.objective).in_lang(lang);
        let most = row.sites_max.map_or(String::new(), |most| format!("/{most}"));
        let worst = row.shares.first().map_or(String::new(), |share| {
            format!("{} {}/{}", municipality_name(region, &share.municipality), share.served, share.wanting)
        });
        let (sites, runs) = (format!("{}{most}", row.venues.len()), row.editions.len());
        let mark = mark_of(row.termination);
        writeln!(
            out,
            "{name:<24} {sites:>8} {:>8} {runs:>6} {:>8} {:>8} {:>7}  {worst}{mark}",
            row.people, row.minutes, row.longest_minutes, row.euros
        )?;
    }
    write_marks(out, rows.iter().map(|row| row.termination), lang)?;
    write_shares(out, region, rows, lang)
}

/// The mark behind a row whose plan is not proven.
pub(super) fn mark_of(termination: Termination) -> &'static str {
    match termination {
        Termination::Optimal => "",
        Termination::WithinGap => " ~",
        _ => " *",
    }
}

/// Explains the marks that occur behind rows.
pub(super) fn write_marks(
    out: &mut impl Write,
    terminations: impl Iterator<Item = Termination>,
    lang: Lang,
) -> io::Result<()> {
    let within = Words {
        nl: "~ bewezen tot op het gevraagde verschil",
        en: "~ proven within the gap asked",
        fr: "~ prouvé à l'écart demandé près",
    };
    let stopped = Words {
        nl: "* niet tot het einde bewezen: er kan iets beters bestaan",
        en: "* not proven to the end: something better may exist",
        fr: "* pas prouvé jusqu'au bout : il peut exister mieux",
    };
    let marks: Vec<_> = terminations.map(mark_of).collect();
    if marks.contains(&" ~") {
        writeln!(out, "{}", within.in_lang(lang))?;
    }
    if marks.contains(&" *") {
        writeln!(out, "{}", stopped.in_lang(lang))?;
    }
    Ok(())
}

/// Of each municipality the people with a place and those who look for it, for each plan in turn.
fn write_shares(out: &mut impl Write, region: &Region, rows: &[TradeOffRow], lang: Lang) -> io::Result<()> {
    let heading = Words {
        nl: "Per gemeente: wie een plaats heeft, van wie dit zoekt; een kolom per rij hierboven",
        en: "Per municipality: who has a place, of who looks for it; a column for each row above",
        fr: "Par commune : qui a une place, parmi qui le cherche ; une colonne par ligne ci-dessus",
    };
    writeln!(out, "\n{}", heading.in_lang(lang))?;
    for municipality in &region.municipalities {
        let share = |row: &TradeOffRow| {
            let own = row.shares.iter().find(|share| share.municipality == municipality.nis);
            own.map_or("-".to_owned(), |share| format!("{}/{}", share.served, share.wanting))
        };
        let columns: Vec<String> = rows.iter().map(|row| format!("{:>9}", share(row))).collect();
        writeln!(out, "  {:<22} {}", municipality.name, columns.join(" "))?;
    }
    Ok(())
}

/// The name of a municipality.
fn municipality_name<'a>(region: &'a Region, nis: &str) -> &'a str {
    region.municipalities.iter().find(|known| known.nis == nis).map_or("", |known| &known.name)
}
