//! `schakel import gtfs`: timetables of operators, together into one network file. Nothing is kept that has errors.

use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use clap::Args;
use schakel_solver::text::Lang;
use schakel_transit::Network;

use super::input::Language;
use crate::files::gtfs::{self, FileUse, Reading, Source};
use crate::files::network_file;
use crate::files::networks::{FOLDER, Networks, write_whole};
use crate::files::scenario::Severity;

/// Reads timetables and writes one network.
#[derive(Debug, Args)]
pub(super) struct ImportGtfs {
    /// GTFS zip files, to be used together.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The file to which the network goes.
    #[arg(long, value_name = "NETWORK", required_unless_present = "name", conflicts_with = "name")]
    out: Option<PathBuf>,
    /// The name under which scenarios find the network, in the folder of networks. A name is taken once.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// The folder of networks.
    #[arg(long, env = "SCHAKEL_NETWORKS", default_value = FOLDER, value_name = "FOLDER")]
    networks: PathBuf,
    /// Moves each timetable by whole weeks to this year, on the same weekdays: for timetables of different years.
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1970..2200))]
    shift_to: Option<i32>,
    /// Language of the words.
    #[arg(long, value_enum, default_value_t = Language::Nl)]
    lang: Language,
}

impl ImportGtfs {
    /// Writes the network; false when a timetable has errors.
    pub(super) fn run(&self, out: &mut impl Write) -> Result<bool> {
        let begun = Instant::now();
        let reading = read_zips(&self.files, self.shift_to)?;
        tell(&reading, self.lang.lang(), &mut io::stderr().lock())?;
        let Some(network) = reading.network else { return Ok(false) };
        let mut bytes = Vec::new();
        network_file::write(&network, &mut bytes)?;
        match (&self.name, &self.out) {
            (Some(name), _) => drop(Networks::in_folder(&self.networks).keep(name, &bytes)?),
            (None, Some(out)) => write_whole(out, &bytes).with_context(|| format!("cannot write {}", out.display()))?,
            (None, None) => {}
        }
        let parts = network.parts();
        let (stops, trips, lines) = (parts.stops.len(), parts.trips.len(), parts.lines.len());
        let (kilobytes, seconds) = (bytes.len() / 1000, begun.elapsed().as_secs_f64());
        match self.lang.lang() {
            Lang::Nl => {
                writeln!(out, "{stops} halten, {lines} lijnen, {trips} ritten; {kilobytes} kB in {seconds:.1} s")
            }
            Lang::En => writeln!(out, "{stops} stops, {lines} lines, {trips} trips; {kilobytes} kB in {seconds:.1} s"),
            Lang::Fr => {
                writeln!(out, "{stops} arrêts, {lines} lignes, {trips} courses ; {kilobytes} kB en {seconds:.1} s")
            }
        }?;
        let uses = reading.uses.iter().map(|of_file| use_of(of_file, self.lang.lang()));
        for line in sources(&network, self.lang.lang()).into_iter().chain(uses) {
            writeln!(out, "{line}")?;
        }
        Ok(true)
    }
}

/// Reads GTFS zip files into one network.
fn read_zips(files: &[PathBuf], shift_to: Option<i32>) -> Result<Reading> {
    let source = |path: &PathBuf| {
        let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(Source { name: name_of(path), content: BufReader::with_capacity(1 << 16, file) })
    };
    Ok(gtfs::read(files.iter().map(source).collect::<Result<_>>()?, shift_to))
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// Every issue with its place, what is the case and what to do.
fn tell(reading: &Reading, lang: Lang, out: &mut impl Write) -> io::Result<()> {
    for issue in &reading.issues {
        let (place, code) = (issue.place(), issue.code.entry().code);
        writeln!(out, "{place} {code}: {} {}", issue.message(lang), issue.action(lang))?;
    }
    let errors = reading.issues.iter().filter(|issue| issue.severity() == Severity::Error).count();
    match (errors, lang) {
        (0, _) => Ok(()),
        (_, Lang::Nl) => writeln!(out, "Niet ingelezen. Fouten: {errors}."),
        (_, Lang::En) => writeln!(out, "Not imported. Errors: {errors}."),
        (_, Lang::Fr) => writeln!(out, "Pas importé. Erreurs : {errors}."),
    }
}

/// A network file, or GTFS zip files together.
pub(super) fn load(files: &[PathBuf], shift_to: Option<i32>, lang: Lang) -> Result<Network> {
    if let [file] = files {
        let mut first = [0; 8];
        let mut content = File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
        let is_network = content.read_exact(&mut first).is_ok() && network_file::is_network(&first);
        if is_network {
            ensure!(shift_to.is_none(), "a network was moved, or not, when it was imported: leave out --shift-to");
            let mut bytes = first.to_vec();
            content.read_to_end(&mut bytes)?;
            return Ok(network_file::read(&bytes)?);
        }
    }
    let reading = read_zips(files, shift_to)?;
    tell(&reading, lang, &mut io::stderr().lock())?;
    reading.network.context("the timetables have errors")
}

/// Where the trips come from, a line per timetable: its days, and by how much they were moved.
pub(super) fn sources(network: &Network, lang: Lang) -> Vec<String> {
    let line = |feed: &schakel_transit::Feed| {
        let (name, first, last, weeks) = (&feed.name, feed.first_day, feed.last_day, feed.moved_weeks);
        match (lang, weeks) {
            (Lang::Nl, 0) => format!("{name}: {first} tot {last}"),
            (Lang::En, 0) => format!("{name}: {first} to {last}"),
            (Lang::Fr, 0) => format!("{name} : {first} au {last}"),
            (Lang::Nl, _) => format!("{name}: {first} tot {last}, {weeks} weken verschoven"),
            (Lang::En, _) => format!("{name}: {first} to {last}, moved {weeks} weeks"),
            (Lang::Fr, _) => format!("{name} : {first} au {last}, décalé de {weeks} semaines"),
        }
    };
    network.feeds().iter().map(line).collect()
}

/// What became of a file of a feed, in one line.
fn use_of(of_file: &FileUse, lang: Lang) -> String {
    let (place, kilobytes) = (format!("{}/{}", of_file.feed, of_file.file), of_file.bytes.div_ceil(1_000));
    if of_file.is_missing {
        return match lang {
            Lang::Nl => format!("{place}: ontbreekt; de uren zijn als Belgische genomen"),
            Lang::En => format!("{place}: missing; the hours were taken as Belgian"),
            Lang::Fr => format!("{place} : manque ; les heures ont été prises comme belges"),
        };
    }
    let Some(rows) = of_file.rows else {
        return match lang {
            Lang::Nl => format!("{place}: niet gebruikt ({kilobytes} kB)"),
            Lang::En => format!("{place}: not used ({kilobytes} kB)"),
            Lang::Fr => format!("{place} : pas utilisé ({kilobytes} ko)"),
        };
    };
    let used = of_file.used.join(", ");
    let used = match lang {
        Lang::Nl => format!("{place}: {rows} rijen, gebruikt: {used}"),
        Lang::En => format!("{place}: {rows} rows, used: {used}"),
        Lang::Fr => format!("{place} : {rows} lignes, utilisé : {used}"),
    };
    if of_file.unused.is_empty() {
        return used;
    }
    let unused: Vec<_> = of_file.unused.iter().map(|(name, n_filled)| format!("{name} ({n_filled})")).collect();
    let unused = unused.join(", ");
    match lang {
        Lang::Nl => format!("{used}; niet gebruikt: {unused}"),
        Lang::En => format!("{used}; not used: {unused}"),
        Lang::Fr => format!("{used} ; pas utilisé : {unused}"),
    }
}
