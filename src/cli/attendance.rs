//! `schakel attendance`: what recorded fairs teach about who comes, per channel, segment and lead time.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::attendance_words::PasteForm;
use super::input::{Format, Language, bytes_of, tell_issues};
use super::{EXIT_INVALID, EXIT_NO, attendance_words};
use crate::answers::attendance::AttendanceView;
use crate::files::attendance;

/// Which record.
#[derive(Debug, Args)]
pub(super) struct AttendanceVerb {
    /// Recorded fairs as JSON (`schakel schema attendance`): segments, counts of invited and came per cell, walk-ins.
    /// `-` for standard input. Counts of ten and more only: no person can be in it.
    file: PathBuf,
    /// Print a list to paste: the channels of a fair in a scenario, or the segments of `schakel size`. Each takes at
    /// most eight.
    #[arg(long = "as", value_enum, value_name = "LIST")]
    form: Option<PasteForm>,
    /// Language of the words.
    #[arg(long, value_enum, default_value_t = Language::Nl)]
    lang: Language,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Format::Table, conflicts_with = "form")]
    format: Format,
}

impl AttendanceVerb {
    /// Prints what is known, and tells the exit code: 1 where a list to paste lacks a cell.
    pub(super) fn run(&self, out: &mut impl Write) -> Result<u8> {
        let lang = self.lang.lang();
        let record = match attendance::read(&bytes_of(&self.file)?) {
            Ok(record) => record,
            Err(issues) => {
                tell_issues(&issues, lang)?;
                return Ok(EXIT_INVALID);
            }
        };
        let view = AttendanceView::of(&record);
        match (self.form, self.format) {
            (Some(PasteForm::Channels), _) => writeln!(out, "{:#}", serde_json::to_value(&view.channels)?)?,
            (Some(PasteForm::Segments), _) => writeln!(out, "{:#}", serde_json::to_value(&view.sizing_segments)?)?,
            (None, Format::Json) => writeln!(out, "{:#}", serde_json::to_value(&view)?)?,
            (None, Format::Table) => attendance_words::write(out, &view, lang)?,
        }
        out.flush()?;
        let Some(form) = self.form else { return Ok(0) };
        attendance_words::tell_what_to_fill_in(&mut std::io::stderr().lock(), form, &view, lang)?;
        Ok(if view.left_out.is_empty() { 0 } else { EXIT_NO })
    }
}
