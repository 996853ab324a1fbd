//! `schakel size`: how many people to invite to a fair, within the risks of its hall and tables.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use schakel_solver::text::Lang;

use super::input::Language;
use super::{size_svg, size_words};
use crate::answers::sizing::SizingView;
use crate::files::scenario::Issue;
use crate::files::sizing;

/// The form of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SizeFormat {
    /// For programs.
    Json,
    /// For people.
    Table,
    /// The curve of size against risk, as a drawing.
    Svg,
}

/// Which fair.
#[derive(Debug, Args)]
pub(super) struct SizeVerb {
    /// The fair as JSON (`schakel schema size`): hall, segments with their show-up rates, walk-ins, tables, replies so far.
    /// `-` for standard input. A segment is a channel, a lead time and a name of your own: no audit dimension, no proxy of one.
    file: PathBuf,
    /// Language of the words.
    #[arg(long, value_enum, default_value_t = Language::Nl)]
    lang: Language,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = SizeFormat::Json)]
    format: SizeFormat,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SizeOutcome {
    /// There is a size.
    Sized,
    /// The fewest people break a bound.
    Infeasible,
    /// The file has errors, which were told on standard error.
    Invalid,
}

impl SizeVerb {
    /// Prints the size.
    pub(super) fn run(&self, out: &mut impl Write) -> Result<SizeOutcome> {
        let lang = self.lang.lang();
        let fair = match sizing::read(&self.read()?) {
            Ok(fair) => fair,
            Err(issues) => {
                tell(&issues, lang)?;
                return Ok(SizeOutcome::Invalid);
            }
        };
        let view = SizingView::of(&fair);
        match self.format {
            SizeFormat::Json => writeln!(out, "{:#}", serde_json::to_value(&view)?)?,
            SizeFormat::Table => size_words::write(out, &fair, &view, lang)?,
            SizeFormat::Svg => {
                let size = view.wave.as_ref().map_or(&view.size, |wave| &wave.size);
                size_svg::write(out, fair.ask.hall.places, size, lang)?;
            }
        }
        out.flush()?;
        let is_feasible = view.wave.as_ref().map_or(&view.size, |wave| &wave.size).is_feasible;
        Ok(if is_feasible { SizeOutcome::Sized } else { SizeOutcome::Infeasible })
    }

    fn read(&self) -> Result<Vec<u8>> {
        if self.file == Path::new("-") {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
            return Ok(bytes);
        }
        fs::read(&self.file).with_context(|| format!("cannot read {}", self.file.display()))
    }
}

fn tell(issues: &[Issue], lang: Lang) -> io::Result<()> {
    let mut words = io::stderr().lock();
    for issue in issues {
        let code = issue.code.entry().code;
        writeln!(words, "{}  {code}: {} {}", issue.pointer, issue.message(lang), issue.action(lang))?;
    }
    words.flush()
}
