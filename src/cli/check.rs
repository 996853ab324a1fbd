//! `schakel check`: adds a plan up again from the scenario alone, and recomputes what it claims.

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;
use clap::Args;
use schakel_solver::plan::{Effort, PoolNames, Report, inspect};

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
    /// Prints what does not hold, or how much was looked at; true when all holds.
    pub(super) fn run(&self, out: &mut impl Write) -> Result<bool> {
        let (loaded, plan) = input::load_plan(&self.scenario, &self.plan)?;
        let facts = loaded.facts();
        let begun = Instant::now();
        let Report { violations, n_pairs, n_edges, resolved, .. } =
            inspect(facts, &plan, Effort { resolve: self.resolve });
        let names = PoolNames::of(facts);
        for violation in &violations {
            writeln!(out, "{}", violation.in_words(&names))?;
        }
        let seconds = begun.elapsed().as_secs_f64();
        let verdict = if violations.is_empty() { "everything the plan says holds" } else { "the plan is refused" };
        writeln!(out, "{verdict}: {n_pairs} pairs judged again, {n_edges} ways, {seconds:.1} s")?;
        if let Some((status, values)) = resolved {
            writeln!(out, "solved again: {status:?}, {values:?}")?;
        }
        for level in plan.levels.iter().filter(|level| level.bound > level.value) {
            writeln!(out, "  {}: {}, at most {} is proven", level.level.name(), level.value, level.bound)?;
        }
        out.flush()?;
        Ok(violations.is_empty())
    }
}
