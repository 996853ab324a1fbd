//! `schakel validate`: every issue of a scenario, with its place, its code and what to do.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use schakel_solver::text::Lang;
use serde_json::json;

use crate::scenario::{self, Packs, Reading, Severity};

/// Reads a scenario and prints everything that is wrong with it.
#[derive(Debug, Args)]
pub(super) struct Validate {
    /// The scenario file, or `-` for standard input.
    scenario: PathBuf,
    /// Directory with more policy packs (*.json).
    #[arg(long, value_name = "DIRECTORY")]
    packs: Option<PathBuf>,
    /// Language of the words.
    #[arg(long, value_enum, default_value_t = Language::Nl)]
    lang: Language,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// A language, as the command line names it.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Language {
    Nl,
    En,
    Fr,
}

impl Language {
    fn lang(self) -> Lang {
        match self {
            Self::Nl => Lang::Nl,
            Self::En => Lang::En,
            Self::Fr => Lang::Fr,
        }
    }
}

/// The form of the output.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Table,
    Json,
}

impl Validate {
    /// Prints the issues to `out`; true when the scenario is valid.
    pub(super) fn run(&self, out: &mut impl Write) -> anyhow::Result<bool> {
        let mut packs = Packs::built_in();
        if let Some(directory) = &self.packs {
            for (file, issues) in packs.add_directory(directory)? {
                for issue in issues {
                    let (code, message) = (issue.code.entry().code, issue.message(self.lang.lang()));
                    writeln!(io::stderr(), "{file} {} {code} {message}", issue.pointer)?;
                }
            }
        }
        let source: Box<dyn Read> = match self.scenario.to_str() {
            Some("-") => Box::new(io::stdin().lock()),
            _ => Box::new(File::open(&self.scenario)?),
        };
        let reading = scenario::read(source, &packs);
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
                let (people, vacancies) = (region.jobseekers.len(), region.vacancies.len());
                match lang {
                    Lang::Nl => writeln!(
                        out,
                        "In orde: {people} werkzoekenden, {vacancies} vacatures. Om na te kijken: {warnings}."
                    ),
                    Lang::En => {
                        writeln!(out, "Valid: {people} jobseekers, {vacancies} vacancies. To look at: {warnings}.")
                    }
                    Lang::Fr => {
                        writeln!(out, "Valable : {people} demandeurs, {vacancies} offres. À vérifier : {warnings}.")
                    }
                }
            }
            (None, Lang::Nl) => writeln!(out, "Niet in orde. Fouten: {errors}. Om na te kijken: {warnings}."),
            (None, Lang::En) => writeln!(out, "Not valid. Errors: {errors}. To look at: {warnings}."),
            (None, Lang::Fr) => writeln!(out, "Pas valable. Erreurs : {errors}. À vérifier : {warnings}."),
        }
    }
}
