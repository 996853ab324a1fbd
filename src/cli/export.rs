//! `schakel export`: a plan as a table for a mediator or an employer.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;
use schakel_solver::plan::Termination;

use super::input::{self, Language, ScenarioArgs};
use crate::answers::disclosure::Coarse;
use crate::answers::export::{Decisions, Dialect, Export, Form, List, Reader};

/// Writes a plan as csv, xlsx, geojson or, of what is held, a calendar. Decisions are kept by the service: here every
/// line is a proposal, so that a table for an employer has none.
#[derive(Debug, Args)]
pub(super) struct ExportVerb {
    /// The plan.
    plan: PathBuf,
    /// The scenario it is of.
    #[arg(long = "scenario", value_name = "SCENARIO")]
    of: PathBuf,
    /// Form of the table.
    #[arg(long, value_enum, default_value_t = Form::Csv)]
    format: Form,
    /// Which list of a fair: whom to invite, who may come in at the door, what letters need, or who did not answer and
    /// is reminded.
    #[arg(long, value_enum, default_value_t = List::Invitations)]
    list: List,
    /// Who will read it.
    #[arg(long = "for", value_enum, default_value_t = Reader::Mediator)]
    reader: Reader,
    /// Only proposals of this employer; a table for an employer is of one.
    #[arg(long, value_name = "NAME", required_if_eq("reader", "employer"))]
    employer: Option<String>,
    /// Language of titles and words.
    #[arg(long, value_enum, default_value_t = Language::Nl)]
    lang: Language,
    /// How csv is written.
    #[arg(long, value_enum, default_value_t = Dialect::Belgian)]
    dialect: Dialect,
    /// Where to write; standard output without it.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl ExportVerb {
    /// Writes the table.
    pub(super) fn run(&self, out: &mut impl Write) -> Result<()> {
        let (loaded, plan) = input::load_plan(&ScenarioArgs::of(self.of.clone()), &self.plan, self.lang.lang())?;
        if matches!(plan.termination, Termination::Infeasible(_)) {
            bail!("the plan proves that there is no proposal: there is nothing to write");
        }
        let (facts, lang, decisions) = (loaded.facts(), self.lang.lang(), Decisions::new());
        let (reader, employer) = (self.reader, self.employer.as_deref());
        // The secret of the noise is the scenario itself: only someone who has it could take the noise out.
        let secret = format!("{:?}", loaded.region);
        let coarse = Coarse::about(secret.as_bytes(), "", [b""], loaded.region.pack.limits.count_shown_min.into());
        let export = Export { facts, plan: &plan, decisions: &decisions, coarse: &coarse, reader, employer, lang };
        let bytes = export.write_list(self.list, self.format, self.dialect)?;
        input::hand_over(&bytes, self.out.as_deref(), out)
    }
}
