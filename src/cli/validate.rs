//! `schakel validate`: every issue of a scenario, with its place, its code and what to do.

use std::io::{self, Write};

use clap::Args;
use schakel_solver::names::{Noun, counted};
use schakel_solver::text::Lang;
use serde_json::json;

use super::input::{Format, Language, ScenarioArgs};
use crate::files::scenario::{self, Reading, Severity};

/// Reads a scenario and prints everything that is wrong with it.
#[derive(Debug, Args)]
pub(super) struct Validate {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// Language of the words.
    #[arg(long, value_enum, default_value_t = Language::Nl)]
    lang: Language,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

impl Validate {
    /// Prints the issues to `out`; true when the scenario is valid.
    pub(super) fn run(&self, out: &mut impl Write) -> anyhow::Result<bool> {
        let reading = scenario::read(self.scenario.open()?, &self.scenario.packs(self.lang.lang())?);
        match self.format {
            Format::Table => self.table(&reading, out)?,
            Format::Json => {
                let is_valid = reading.region.is_some();
                let answer = json!({"valid": is_valid, "issues": reading.issues, "defaults": reading.defaults});
                writeln!(out, "{answer:#}")?;
            }
        }
        out.flush()?;
        Ok(reading.region.is_some())
    }

    fn table(&self, reading: &Reading, out: &mut impl Write) -> io::Result<()> {
        let lang = self.lang.lang();
        for issue in &reading.issues {
            let severity = match (issue.severity(), lang) {
                (Severity::Error, Lang::Nl) => "fout",
                (Severity::Error, Lang::En) => "error",
                (Severity::Error, Lang::Fr) => "erreur",
                (Severity::Warning, Lang::Nl) => "let op",
                (Severity::Warning, Lang::En) => "warning",
                (Severity::Warning, Lang::Fr) => "attention",
            };
            writeln!(out, "{}  {severity}  {}", issue.pointer, issue.code.entry().code)?;
            writeln!(out, "    {} {}", issue.message(lang), issue.action(lang))?;
        }
        let count = |severity| reading.issues.iter().filter(|issue| issue.severity() == severity).count();
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        match (reading.region.as_ref(), lang) {
            (Some(region), lang) => {
                let people = counted(Noun::Jobseekers, region.jobseekers.len() as u64, lang);
                let vacancies = counted(Noun::Vacancies, region.offers.len() as u64, lang);
                match lang {
                    Lang::Nl => writeln!(out, "In orde: {people}, {vacancies}. Om na te kijken: {warnings}."),
                    Lang::En => {
                        writeln!(out, "Valid: {people}, {vacancies}. To look at: {warnings}.")
                    }
                    Lang::Fr => {
                        writeln!(out, "Valable : {people}, {vacancies}. À vérifier : {warnings}.")
                    }
                }
            }
            (None, Lang::Nl) => writeln!(out, "Niet in orde. Fouten: {errors}. Om na te kijken: {warnings}."),
            (None, Lang::En) => writeln!(out, "Not valid. Errors: {errors}. To look at: {warnings}."),
            (None, Lang::Fr) => writeln!(out, "Pas valable. Erreurs : {errors}. À vérifier : {warnings}."),
        }
    }
}
