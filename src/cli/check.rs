//! `schakel check`: adds a plan up again from the scenario alone, and recomputes what it claims.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use schakel_solver::domain::Facts;
use schakel_solver::plan::{Prepared, check};

use super::input::{self, ScenarioArgs};

/// Trusts neither the solver nor the search. Ends with 0 only when everything the plan says holds.
#[derive(Debug, Args)]
pub(super) struct CheckVerb {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// The plan.
    plan: PathBuf,
    /// Also solve again and compare, where prices alone do not prove the plan.
    #[arg(long)]
    resolve: bool,
}

impl CheckVerb {
    /// Prints what does not hold; true when all does.
    pub(super) fn run(&self, out: &mut impl Write) -> Result<bool> {
        let loaded = self.scenario.load()?;
        let plan = input::load_plan(&loaded.region, &self.plan)?;
        let violations = check(&Prepared::of(Facts::of(&loaded.region)), &plan);
        for violation in &violations {
            writeln!(out, "{violation:?}")?;
        }
        writeln!(out, "{}", violations.len())?;
        Ok(violations.is_empty())
    }
}
