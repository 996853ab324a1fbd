//! `schakel size`: how many people to invite to a fair, within the risks of its hall and tables.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};

use super::input::{Language, bytes_of, tell_issues};
use super::{size_svg, size_words};
use crate::answers::sizing::SizingView;
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
    /// The fair as JSON (`schakel schema size`): hall, segments with their show-up rates, walk-ins, tables, replies so
    /// far. `-` for standard input. A segment is a channel, a lead time and a name of your own: no audit dimension, no
    /// proxy of one.
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
        let fair = match sizing::read(&bytes_of(&self.file)?) {
            Ok(fair) => fair,
            Err(issues) => {
                tell_issues(&issues, lang)?;
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
}
