//! `schakel evidence`: which occupation needs a training here, and what speaks for it.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};
use clap::Args;
use schakel_solver::domain::{Facts, Region};
use schakel_solver::explain::{self, Evidence, evidence_words, nominated_words, nominations};
use schakel_solver::plan::Prepared;
use schakel_solver::text::{Lang, Words};

use super::input::{Format, Language, ScenarioArgs};
use crate::answers::evidence::{EvidenceRow, EvidenceView, NominatedView, map_of};

/// Occupations that are told in sentences below the table.
const IN_WORDS: usize = 5;

/// Which occupation needs a training here: openings within reach, people who lack the skills and nothing else, and how
/// many more would start.
#[derive(Debug, Args)]
pub(super) struct EvidenceVerb {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Language of the table.
    #[arg(long, value_enum, default_value_t = Language::Nl)]
    lang: Language,
    /// File for a map of the vacancies within reach of the occupations shown, as GeoJSON.
    #[arg(long, value_name = "FILE")]
    geojson: Option<PathBuf>,
    /// Most occupations shown.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
}

impl EvidenceVerb {
    /// Counts, and prints what was found.
    pub(super) fn run(&self, out: &mut impl Write) -> Result<()> {
        let loaded = self.scenario.load(self.lang.lang())?;
        let begun = Instant::now();
        let facts = loaded.facts();
        let found = explain::evidence(&Prepared::of(facts));
        let seconds = begun.elapsed().as_secs_f64();
        writeln!(io::stderr(), "reading {:.2} s, evidence {seconds:.2} s", loaded.seconds)?;
        let shown = &found[..found.len().min(self.limit)];
        if let Some(path) = &self.geojson {
            let map = map_of(&loaded.region, shown).to_string();
            fs::write(path, map).with_context(|| format!("cannot write {}", path.display()))?;
        }
        match self.format {
            Format::Json => {
                let put_forward = nominations(&loaded.region);
                let view = EvidenceView {
                    occupations: shown.iter().map(|of| EvidenceRow::of(&loaded.region, of)).collect(),
                    nominations: put_forward.iter().map(|of| NominatedView::of(&loaded.region, of)).collect(),
                };
                serde_json::to_writer(&mut *out, &view)?;
                writeln!(out)?;
            }
            Format::Table => write_table(out, facts, shown, found.len(), self.lang.lang())?,
        }
        Ok(out.flush()?)
    }
}

/// A row for each occupation, then the first in words, then what was counted.
fn write_table(out: &mut impl Write, facts: Facts<'_>, shown: &[Evidence], all: usize, lang: Lang) -> io::Result<()> {
    let heading = Words {
        nl: "plaatsen  bereik  knelpunt  kan al  mist enkel  nu niets  ruimte  netto  beroep",
        en: "openings   reach     listed   ready  lacks only   nothing    room    net  occupation",
        fr: "  postes  portée   pénurie   prêts  manque que      rien   place    net  profession",
    };
    writeln!(out, "{}", heading.in_lang(lang))?;
    shown.iter().try_for_each(|of| write_row(out, facts.region, of, lang))?;
    if all > shown.len() {
        let more = all - shown.len();
        match lang {
            Lang::Nl if more == 1 => writeln!(out, "En 1 ander beroep.")?,
            Lang::En if more == 1 => writeln!(out, "And 1 other occupation.")?,
            Lang::Fr if more == 1 => writeln!(out, "Et 1 autre profession.")?,
            Lang::Nl => writeln!(out, "En {more} andere beroepen.")?,
            Lang::En => writeln!(out, "And {more} other occupations.")?,
            Lang::Fr => writeln!(out, "Et {more} autres professions.")?,
        }
    }
    for of in shown.iter().filter(|of| of.people > 0).take(IN_WORDS) {
        writeln!(out)?;
        evidence_words(facts, of, lang).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    }
    write_nominations(out, facts, lang)?;
    let counted = Words {
        nl: "Mist enkel: al het andere past, zonder ondersteuning; wie al kan starten in het beroep telt niet mee. Netto: \
             wie meer een plaats heeft in de hele streek als zij de vaardigheden leren; niemand verliest er een.",
        en: "Lacks only: everything else fits, without supports; who can already start in the occupation does not count. Net: \
             how many more have a place in the whole region once they learn the skills; nobody loses one.",
        fr: "Manque que : tout le reste convient, sans soutien ; qui peut déjà commencer dans la profession ne compte pas. \
             Net : combien de plus ont une place dans toute la région une fois les compétences acquises ; personne n'en perd.",
    };
    writeln!(out, "\n{}", counted.in_lang(lang))
}

/// Whom counsellors put forward, where they did.
fn write_nominations(out: &mut impl Write, facts: Facts<'_>, lang: Lang) -> io::Result<()> {
    let put_forward = nominations(facts.region);
    if put_forward.is_empty() {
        return Ok(());
    }
    let heading = Words {
        nl: "Voorgedragen door begeleiders, hierboven niet meegeteld:",
        en: "Put forward by counsellors, not counted above:",
        fr: "Proposées par les accompagnateurs, non comptées ci-dessus :",
    };
    writeln!(out, "\n{}", heading.in_lang(lang))?;
    put_forward.iter().try_for_each(|of| writeln!(out, "  {}", nominated_words(facts, of, lang)))
}

/// The counts of one occupation.
fn write_row(out: &mut impl Write, region: &Region, of: &Evidence, lang: Lang) -> io::Result<()> {
    let label = region.occupations[of.occupation.at()].label(lang);
    writeln!(
        out,
        "{:>8} {:>7} {:>9} {:>7} {:>11} {:>9} {:>7} {:>6}  {label}",
        of.openings, of.in_reach, of.bottleneck, of.ready, of.people, of.idle, of.seated, of.net
    )
}
