//! `schakel check`: adds a plan up again from the scenario alone, and recomputes what it claims.

use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;
use clap::Args;
use schakel_solver::plan::{Effort, Plan, PoolNames, Report, Termination, inspect};
use schakel_solver::text::Lang;

use super::input::{self, ScenarioArgs};
use crate::files::plan_file;

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
        let (loaded, file) = input::load_file(&self.scenario, &self.plan, Lang::En)?;
        let facts = loaded.facts();
        let plan = plan_file::read(facts, &file)?;
        let begun = Instant::now();
        let Report { violations, n_pairs, n_edges, resolved, .. } =
            inspect(facts, &plan, Effort { resolve: self.resolve });
        let differences = plan_file::differences(facts, &file, &plan, &loaded.defaults)?;
        for difference in &differences {
            writeln!(out, "{difference}")?;
        }
        let names = PoolNames::of(facts);
        for violation in &violations {
            writeln!(out, "{}", violation.in_words(&names))?;
        }
        let seconds = begun.elapsed().as_secs_f64();
        let holds = violations.is_empty() && differences.is_empty();
        let verdict = if holds { "everything the plan says holds" } else { "the plan is refused" };
        writeln!(out, "{verdict}: {n_pairs} pairs judged again, {n_edges} ways, {seconds:.1} s")?;
        if let Some((status, values)) = resolved {
            writeln!(out, "solved again: {status:?}, {values:?}")?;
        }
        for level in plan.levels.iter().filter(|level| level.bound > level.value) {
            writeln!(out, "  {}: {}, at most {} is proven", level.level.name(), level.value, level.bound)?;
        }
        tell_unchecked(out, &plan, file.scenario_digest.is_some())?;
        out.flush()?;
        Ok(holds)
    }
}

/// Prints the claims of the file that only its maker could know.
fn tell_unchecked(out: &mut impl Write, plan: &Plan, names_scenario: bool) -> io::Result<()> {
    if !names_scenario {
        writeln!(out, "not checked: which scenario it was made of, as it names none")?;
    }
    match plan.termination {
        Termination::Optimal | Termination::Infeasible(_) => {}
        Termination::WithinGap => writeln!(out, "not checked: that the gap asked was {}", plan.gap)?,
        Termination::TimeLimit | Termination::NodeLimit | Termination::Cancelled => {
            writeln!(out, "not checked: what ended the work ({})", plan.termination.name())?;
        }
    }
    let is_proven = plan.levels.iter().all(|level| level.value == level.bound);
    if plan.claimed_by_solver && !is_proven {
        writeln!(out, "not checked: that the solver claims more than the certificate proves")?;
    }
    Ok(())
}
