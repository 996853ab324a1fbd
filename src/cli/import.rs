//! `schakel import`: a table into a scenario, row by row; timetables into a network; a calendar into a scenario.

use std::fs::{self, File};
use std::io::{self, BufReader, Write};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use schakel_solver::text::{Lang, Words};
use serde_json::Value;

use super::import_calendar::ImportCalendar;
use super::import_gtfs::ImportGtfs;
use super::input::{Language, tell_issues};
use super::{EXIT_INVALID, EXIT_NO};
use crate::answers::workbooks;
use crate::files::import::{self, Columns, Mapping, Outcome, Part, Source, Status, Table};
use crate::files::scenario::Packs;

/// What to bring in.
#[derive(Debug, Subcommand)]
pub(super) enum ImportVerb {
    /// A table in text. Rows in error are told and left out.
    Csv(ImportTable),
    /// A table in a workbook. Rows in error are told and left out.
    Xlsx(ImportTable),
    /// An empty table to fill in: titles, an example, lists to choose from, and a sheet that explains.
    Template(ImportTemplate),
    /// Timetables of operators (GTFS zip files), together into one network file.
    Gtfs(ImportGtfs),
    /// The calendar of a room or an instructor (ics): the hours in which they are taken.
    Calendar(ImportCalendar),
}

impl ImportVerb {
    /// Writes what was brought in and says how the process ends.
    pub(super) fn run(&self, out: &mut impl Write) -> Result<u8> {
        match self {
            Self::Csv(table) => table.run(false, out),
            Self::Xlsx(table) => table.run(true, out),
            Self::Template(template) => template.run(out),
            Self::Calendar(calendar) => calendar.run(out),
            Self::Gtfs(timetables) => timetables.run(out).map(|is_kept| if is_kept { 0 } else { EXIT_INVALID }),
        }
    }
}

/// A form of an empty table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum TemplateForm {
    /// A workbook.
    #[default]
    Xlsx,
}

/// Which empty table.
#[derive(Debug, Args)]
pub(super) struct ImportTemplate {
    /// What its rows will be.
    #[arg(long, value_enum)]
    part: Part,
    /// Form of the table.
    #[arg(long, value_enum, default_value_t)]
    format: TemplateForm,
    /// Where to write it; standard output without it.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Language of titles and explanation.
    #[arg(long, value_enum, default_value_t = Language::Nl)]
    lang: Language,
}

impl ImportTemplate {
    fn run(&self, out: &mut impl Write) -> Result<u8> {
        let TemplateForm::Xlsx = self.format;
        let workbook = workbooks::template(self.part, self.lang.lang())?;
        match &self.out {
            Some(path) => fs::write(path, workbook).with_context(|| format!("cannot write {}", path.display()))?,
            None => out.write_all(&workbook).and_then(|()| out.flush())?,
        }
        Ok(0)
    }
}

/// Adds the rows of a table to a scenario.
#[derive(Debug, Args)]
pub(super) struct ImportTable {
    /// The table.
    file: PathBuf,
    /// What its rows are.
    #[arg(long, value_enum)]
    part: Part,
    /// The scenario they go into.
    #[arg(long, value_name = "SCENARIO")]
    into: PathBuf,
    /// JSON: title of a column to field. Guessed without it.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Sheet of a workbook; the first that is not hidden without it.
    #[arg(long)]
    sheet: Option<String>,
    /// Where to write the scenario; standard output without it.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Where to write the table as a workbook with what is wrong marked in its cells.
    #[arg(long, value_name = "FILE")]
    marked: Option<PathBuf>,
    /// Language of the report.
    #[arg(long, value_enum, default_value_t = Language::Nl)]
    lang: Language,
}

impl ImportTable {
    /// Writes the scenario to `out` and the report to standard error.
    fn run(&self, is_told_workbook: bool, out: &mut impl Write) -> Result<u8> {
        let lang = self.lang.lang();
        let bytes = fs::read(&self.file).with_context(|| format!("cannot read {}", self.file.display()))?;
        let is_workbook = bytes.starts_with(b"PK\x03\x04");
        if is_workbook != is_told_workbook {
            bail!("{} is not of the kind that was told", self.file.display());
        }
        let told: Option<Mapping> = self.mapping.as_ref().map(json).transpose()?;
        let base: Value = json(&self.into)?;
        let table = import::read(&bytes, self.sheet.as_deref()).map_err(|issue| vec![issue]);
        let read = table.and_then(|table| Ok((Columns::of(self.part, &table, told.as_ref())?, table)));
        let (columns, table) = match read {
            Ok(read) => read,
            Err(issues) => {
                tell_issues(&issues, lang)?;
                return Ok(EXIT_INVALID);
            }
        };
        let merged = import::merge(base, &columns, &table.columns, &table.rows, &Packs::built_in());
        report(&table, &columns, &merged.rows, lang)?;
        tell_issues(&merged.issues, lang)?;
        if let Some(path) = &self.marked {
            let workbook = workbooks::marked(&table, &merged.rows, lang)?;
            fs::write(path, workbook).with_context(|| format!("cannot write {}", path.display()))?;
        }
        let Some((text, _)) = merged.scenario else { return Ok(EXIT_INVALID) };
        match &self.out {
            Some(path) => fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?,
            None => writeln!(out, "{text}").and_then(|()| out.flush())?,
        }
        let is_clean = merged.rows.iter().all(|row| !matches!(row.status, Status::Error | Status::NotRead));
        Ok(if is_clean { 0 } else { EXIT_NO })
    }
}

fn json<T: serde::de::DeserializeOwned>(path: &PathBuf) -> Result<T> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_reader(BufReader::new(file)).with_context(|| format!("{} is no such JSON", path.display()))
}

/// How the file was read, one line for each row, then the columns and the counts.
fn report(table: &Table, columns: &Columns, rows: &[Outcome], lang: Lang) -> io::Result<()> {
    let mut words = io::stderr().lock();
    writeln!(words, "{}", source(&table.source, lang))?;
    for row in rows {
        let id = row.id.as_deref().unwrap_or("-");
        writeln!(words, "{} {} {id} {}", row.row, row.status.name(), row.changed.join(","))?;
        tell_issues(&row.issues, lang)?;
    }
    for (title, field) in &columns.mapping {
        writeln!(words, "{title} -> {field}")?;
    }
    for title in &columns.ignored {
        let is_hidden = table.source.hidden_columns.contains(title);
        let hidden = Words { nl: " (verborgen)", en: " (hidden)", fr: " (masquée)" };
        writeln!(words, "{title} -> -{}", if is_hidden { hidden.in_lang(lang) } else { "" })?;
    }
    let count = |status| rows.iter().filter(|row| row.status == status).count();
    let [created, updated, unchanged, wrong, not_read] = Status::ALL.map(count);
    let all = rows.len();
    match lang {
        Lang::Nl => writeln!(
            words,
            "Nieuw: {created}. Gewijzigd: {updated}. Ongewijzigd: {unchanged}. Fout: {wrong}. Niet gelezen: {not_read}. \
             Rijen: {all}."
        ),
        Lang::En => writeln!(
            words,
            "Created: {created}. Updated: {updated}. Unchanged: {unchanged}. In error: {wrong}. Not read: {not_read}. \
             Rows: {all}."
        ),
        Lang::Fr => writeln!(
            words,
            "Créés : {created}. Modifiés : {updated}. Inchangés : {unchanged}. En erreur : {wrong}. \
             Non lues : {not_read}. Lignes : {all}."
        ),
    }
}

/// How the file was read, in a line.
fn source(source: &Source, lang: Lang) -> String {
    let said = |nl, en, fr| Words { nl, en, fr }.in_lang(lang);
    let mut parts = Vec::new();
    if let Some(sheet) = &source.sheet {
        parts.push(format!("{} {sheet}", said("blad", "sheet", "feuille")));
    }
    if !source.other_sheets.is_empty() {
        let others = source.other_sheets.join(", ");
        parts.push(format!("{} {others}", said("niet gelezen bladen:", "sheets not read:", "feuilles non lues :")));
    }
    if let Some(year) = source.date_system {
        parts.push(format!("{} {year}", said("datums vanaf", "dates from", "dates à partir de")));
    }
    if let Some(encoding) = &source.encoding {
        parts.push(format!("{} {encoding}", said("codering", "encoding", "encodage")));
    }
    if let Some(separator) = source.separator {
        let shown = if separator == '\t' { "tab".to_owned() } else { format!("'{separator}'") };
        parts.push(format!("{} {shown}", said("scheidingsteken", "separator", "séparateur")));
    }
    parts.push(format!("{} {}", said("titels in rij", "titles in row", "titres à la ligne"), source.title_row));
    if source.heading_rows > 0 {
        let above = said("rijen erboven, niet gelezen:", "rows above, not read:", "lignes au-dessus, non lues :");
        parts.push(format!("{above} {}", source.heading_rows));
    }
    format!("{}: {}.", said("Gelezen", "Read", "Lu"), parts.join("; "))
}
