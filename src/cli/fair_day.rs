//! `schakel fair-day`: from whom a fair invites to the file that lays out its interviews.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use schakel_solver::text::Lang;

use super::input::{self, ScenarioArgs};
use crate::answers::fair_day::fair_day;

/// Most people of whom the interviews are laid out at once.
const ATTENDEES_MAX: usize = 1000;

/// Writes the interviews of a plan of a fair as a file for `schakel interviews`: everyone invited, at every table where
/// a vacancy fits. Mark who does not come with `is_absent`.
#[derive(Debug, Args)]
pub(super) struct FairDayVerb {
    /// The plan of the kind `fair`.
    plan: PathBuf,
    /// The scenario it is of.
    #[arg(long = "scenario", value_name = "SCENARIO")]
    of: PathBuf,
    /// Who is there: a text file with a pseudonym a line. Everyone else is marked absent.
    #[arg(long, value_name = "FILE")]
    arrived: Option<PathBuf>,
    /// Which fair, where the scenario has several.
    #[arg(long, value_name = "ID")]
    fair: Option<String>,
}

impl FairDayVerb {
    /// Writes the file.
    pub(super) fn run(&self, out: &mut impl Write) -> Result<()> {
        let (loaded, plan) = input::load_plan(&ScenarioArgs::of(self.of.clone()), &self.plan, Lang::En)?;
        let fairs = &loaded.region.fairs;
        let at = match &self.fair {
            Some(id) => {
                fairs.iter().position(|fair| fair.id == *id).with_context(|| format!("there is no fair {id}"))?
            }
            None if fairs.len() == 1 => 0,
            None => bail!("the scenario has {} fairs: name one with --fair", fairs.len()),
        };
        let mut ask = fair_day(loaded.facts(), &plan, at);
        if let Some(path) = &self.arrived {
            let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            let there: BTreeSet<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
            let invited: BTreeSet<&str> = ask.attendees.iter().map(|attendee| attendee.id.as_str()).collect();
            if let Some(unknown) = there.iter().find(|id| !invited.contains(*id)) {
                bail!("{unknown} is not invited: someone who comes unasked is added to the file by hand");
            }
            for attendee in &mut ask.attendees {
                attendee.is_absent = !there.contains(attendee.id.as_str());
            }
        }
        if ask.attendees.len() > ATTENDEES_MAX {
            bail!(
                "{} people are invited: interviews of at most {ATTENDEES_MAX} are laid out at once",
                ask.attendees.len()
            );
        }
        serde_json::to_writer(&mut *out, &ask)?;
        Ok(writeln!(out)?)
    }
}
