//! `schakel plan`: a proposal for a region, with its proof.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use clap::Args;
use schakel_model::Options;
use schakel_solver::domain::Facts;
use schakel_solver::explain::levers_tried;
use schakel_solver::plan::{Plan, Prepared, Termination, interventions, pooling};

use super::input::{Format, KindArg, Language, ScenarioArgs};
use super::{EXIT_NO, EXIT_STOPPED};
use super::{groups_table, interventions_table, plan_table};
use crate::files::plan_file;
use crate::service::planner::{self, SolveLimits, Timings};

/// Nodes of a proof while a lever is tried.
const LEVER_NODES: usize = 20;

/// Proposes who gets which chance. A person decides on every line.
#[derive(Debug, Args)]
pub(super) struct PlanVerb {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// What to plan.
    #[arg(long, value_enum)]
    kind: KindArg,
    /// File for the plan as JSON, whatever the form on standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Longest solve, seconds. A limit that bites makes the plan depend on the machine, and the plan says so.
    #[arg(long, value_name = "SECONDS")]
    time_limit: Option<f64>,
    /// Relative gap that is good enough; 0 asks for a proven optimum.
    #[arg(long, default_value_t = 0.0)]
    gap: f64,
    /// An earlier plan of this scenario or of one before it: of plans that are as good, the one that changes least of
    /// it.
    #[arg(long, value_name = "PLAN")]
    based_on: Option<PathBuf>,
    /// Most proposals of that plan that may change, even where more would be better.
    #[arg(long, value_name = "N", requires = "based_on")]
    changed_max: Option<u32>,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    /// Language of the table.
    #[arg(long, value_enum, default_value_t = Language::Nl)]
    lang: Language,
    /// Try this many levers by planning again, and print what each would give (with `--format table`).
    #[arg(long, default_value_t = 0, value_name = "N")]
    levers: usize,
}

impl PlanVerb {
    /// Plans, writes and says how it ended.
    pub(super) fn run(&self, out: &mut impl Write) -> Result<u8> {
        let loaded = self.scenario.load_for(self.kind.kind(), self.lang.lang())?;
        let loaded = match &self.based_on {
            Some(path) => loaded.standing_on(path, self.changed_max)?,
            None => loaded,
        };
        let facts = loaded.facts();
        let time_limit = self.time_limit.map(Duration::try_from_secs_f64).transpose().context("--time-limit")?;
        let limits = SolveLimits { time_limit, gap: self.gap };
        let (plan, timings) = planner::planned(facts, limits);
        let file = plan_file::write(facts, &plan, &loaded.defaults);
        if let Some(path) = &self.out {
            let open = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
            let mut writer = BufWriter::new(open);
            serde_json::to_writer(&mut writer, &file)?;
            writer.flush()?;
        }
        tell_timings(loaded.seconds, &timings)?;
        match self.format {
            Format::Table => {
                plan_table::write(out, facts, &plan, &loaded.defaults, self.lang.lang())?;
                plan_table::write_kept(out, facts, &plan, self.lang.lang())?;
                self.tell_groups(out, facts, &plan)?;
                self.tell_interventions(out, facts, &plan)?;
                self.tell_levers(out, facts, &plan)?;
            }
            Format::Json if self.out.is_none() => {
                serde_json::to_writer(&mut *out, &file)?;
                writeln!(out)?;
            }
            Format::Json => {}
        }
        out.flush()?;
        Ok(match plan.termination {
            Termination::Optimal | Termination::WithinGap => 0,
            Termination::Infeasible(_) => EXIT_NO,
            Termination::TimeLimit | Termination::NodeLimit | Termination::Cancelled
                if plan.misses_a_hard_floor(facts) =>
            {
                writeln!(io::stderr(), "stopped before every decision and hard floor was kept: not a usable plan")?;
                EXIT_NO
            }
            Termination::TimeLimit | Termination::NodeLimit | Termination::Cancelled => EXIT_STOPPED,
        })
    }

    /// Buddies, and what pooling over municipalities makes possible: planned again without each.
    fn tell_groups(&self, out: &mut impl Write, facts: Facts<'_>, plan: &Plan) -> Result<()> {
        if self.kind != KindArg::Groups {
            return Ok(());
        }
        let options = Options { gap: self.gap, max_nodes: LEVER_NODES, ..Options::default() };
        let found = pooling(&Prepared::of(facts), plan, &options);
        groups_table::write(out, facts, plan, &found, self.lang.lang())?;
        Ok(())
    }

    /// Prints what supports give, found by planning again without them; with levers asked, also with one more of each.
    fn tell_interventions(&self, out: &mut impl Write, facts: Facts<'_>, plan: &Plan) -> Result<()> {
        if self.kind != KindArg::Interventions {
            return Ok(());
        }
        // People are settled before the last levels are proven.
        let options = Options { gap: self.gap, max_nodes: LEVER_NODES, ..Options::default() };
        let found = interventions(&Prepared::of(facts), plan, self.levers > 0, &options);
        interventions_table::write(out, facts, plan, &found, self.lang.lang())?;
        Ok(())
    }

    /// Tries levers and prints what they give.
    fn tell_levers(&self, out: &mut impl Write, facts: Facts<'_>, plan: &Plan) -> Result<()> {
        if self.levers == 0 || self.kind != KindArg::Matching {
            return Ok(());
        }
        let begun = Instant::now();
        // Starts are settled before the last level is proven: a lever needs no proof of fit.
        let options = Options { gap: self.gap, max_nodes: LEVER_NODES, ..Options::default() };
        let levers = levers_tried(&Prepared::of(facts), plan, self.levers, &options);
        plan_table::write_levers(out, facts, &levers, self.lang.lang())?;
        writeln!(io::stderr(), "levers tried in {:.1} s", begun.elapsed().as_secs_f64())?;
        Ok(())
    }
}

/// Phases and sizes on standard error: measured times are no part of a plan.
fn tell_timings(reading: f64, timings: &Timings) -> io::Result<()> {
    let Timings { indexing, candidates, listing, solving, reasons, n_edges, n_pools } = *timings;
    let all = reading + indexing + candidates + listing + solving + reasons;
    writeln!(
        io::stderr(),
        "{all:.2} s: reading {reading:.2}, indexing {indexing:.2}, candidates {candidates:.2}, listing {listing:.2}, \
         solving {solving:.2}, reasons {reasons:.2}; {n_edges} edges, {n_pools} pools"
    )
}
