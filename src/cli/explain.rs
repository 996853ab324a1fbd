//! `schakel explain`: why this, why not that, which level decided, and what would help.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use schakel_model::Options;
use schakel_solver::domain::{Gate, JobseekerIdx};
use schakel_solver::explain::{
    SheetHelp, decided_by, decision_words, help_words, if_released, near_misses_of, of_offer, of_pairing, of_person,
    released_words, what_would_help,
};
use schakel_solver::plan::{Plan, Prepared};
use serde_json::json;

use super::input::{self, Format, KindArg, Language, ScenarioArgs};
use crate::answers::sheet::SheetView;
use crate::service::planner::{self, SolveLimits};

/// Explains a plan to the person it is about, through their mediator.
#[derive(Debug, Args)]
pub(super) struct ExplainVerb {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// The plan; the scenario is planned when absent.
    plan: Option<PathBuf>,
    /// What is planned when there is no plan.
    #[arg(long, value_enum, default_value_t)]
    kind: KindArg,
    #[command(flatten)]
    about: About,
    /// Why not this vacancy, or why is this offer not held?
    #[arg(long, value_name = "ID")]
    offer: Option<String>,
    /// Try this many sets of changes that might help, each by planning again.
    #[arg(long, default_value_t = 3, value_name = "N")]
    helps: usize,
    /// One sheet to print: the proposal, the way there, what to arrange, what is in the way, what would help and who
    /// acts, what to ask.
    #[arg(long, conflicts_with_all = ["offer", "for_ocmw"])]
    sheet: bool,
    /// For the OCMW only: how many vacancies would be open if it released the person now.
    #[arg(long)]
    for_ocmw: bool,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Language of the words.
    #[arg(long, value_enum, default_value_t = Language::Nl)]
    lang: Language,
}

/// About whom.
#[derive(Debug, Args)]
#[group(multiple = false)]
struct About {
    /// Who.
    #[arg(long, value_name = "ID")]
    jobseeker: Option<String>,
    /// Anyone who shows this: to see what explanations look like.
    #[arg(long, value_enum)]
    example: Option<Example>,
}

/// What an example shows.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Example {
    /// The first who starts, someone with a childcare place when there is one.
    Starts,
    /// The first who does not start and for whom one change would open a vacancy.
    Helped,
}

impl About {
    /// The person in question.
    fn jobseeker(&self, prepared: &Prepared<'_>, plan: &Plan) -> Result<JobseekerIdx> {
        let found = match (&self.jobseeker, self.example) {
            (Some(id), _) => return input::jobseeker(prepared.facts.region, id),
            (None, Some(Example::Helped)) => {
                let opens = |person| near_misses_of(prepared, person, 1).iter().any(|miss| !miss.remedies.is_empty());
                plan.unassigned.iter().map(|unassigned| unassigned.jobseeker).find(|&person| opens(person))
            }
            (None, None) => bail!("say about whom: --jobseeker or --example, or --offer alone"),
            (None, Some(Example::Starts)) => {
                let with_care = plan.assignments.iter().find(|edge| edge.choice.places[0].is_some());
                with_care.or(plan.assignments.first()).map(|edge| edge.jobseeker)
            }
        };
        found.context("the plan has no such example")
    }
}

impl ExplainVerb {
    /// Prints the explanation.
    pub(super) fn run(&self, out: &mut impl Write) -> Result<()> {
        let (loaded, plan) = match &self.plan {
            Some(path) => input::load_plan(&self.scenario, path, self.lang.lang())?,
            None => {
                let loaded = self.scenario.load_for(self.kind.kind(), self.lang.lang())?;
                let plan = planner::planned(loaded.facts(), SolveLimits::default()).0;
                (loaded, plan)
            }
        };
        let facts = loaded.facts();
        if let (None, None, Some(id)) = (&self.about.jobseeker, self.about.example, &self.offer) {
            let lines = of_offer(facts, &plan, input::offer(&loaded.region, id)?, self.lang.lang());
            lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
            return Ok(out.flush()?);
        }
        let prepared = Prepared::of(facts);
        let jobseeker = self.about.jobseeker(&prepared, &plan)?;
        if self.sheet {
            return self.write_sheet(out, &prepared, &plan, jobseeker);
        }
        let mut lines = of_person(&prepared, &plan, jobseeker, self.lang.lang());
        lines.extend(self.offer_lines(&prepared, &plan, jobseeker)?);
        lines.extend(self.help_lines(&prepared, &plan, jobseeker));
        if self.for_ocmw && loaded.region.jobseekers[jobseeker.at()].gate == Gate::Hold {
            lines.push(released_words(if_released(&prepared, jobseeker), self.lang.lang()));
        }
        match self.format {
            Format::Table => lines.iter().try_for_each(|line| writeln!(out, "{line}"))?,
            Format::Json => {
                let answer = json!({"jobseeker": loaded.region.jobseekers[jobseeker.at()].id, "lang": self.lang.lang().code(), "sentences": lines});
                writeln!(out, "{answer:#}")?;
            }
        }
        Ok(out.flush()?)
    }

    /// The sheet of a person, part by part.
    fn write_sheet(
        &self,
        out: &mut impl Write,
        prepared: &Prepared<'_>,
        plan: &Plan,
        jobseeker: JobseekerIdx,
    ) -> Result<()> {
        let helps = match plan.assignment_of(jobseeker) {
            Some(_) => Vec::new(),
            None => what_would_help(prepared, plan, jobseeker, self.helps, &Options::default()),
        };
        let helps: Vec<_> = helps.into_iter().map(SheetHelp::from).collect();
        let sheet = SheetView::of(prepared, plan, jobseeker, &helps, self.lang.lang());
        match self.format {
            Format::Table => write!(out, "{}", sheet.text())?,
            Format::Json => writeln!(out, "{:#}", json!(sheet))?,
        }
        Ok(out.flush()?)
    }

    /// About the vacancy asked for: what the rules say, and which level decided when it was possible.
    fn offer_lines(&self, prepared: &Prepared<'_>, plan: &Plan, jobseeker: JobseekerIdx) -> Result<Vec<String>> {
        let Some(id) = &self.offer else { return Ok(Vec::new()) };
        let lang = self.lang.lang();
        let vacancy = input::offer(prepared.facts.region, id)?;
        let mut lines = of_pairing(prepared, jobseeker, vacancy, lang);
        let is_proposed = plan.assignment_of(jobseeker).is_some_and(|edge| edge.offer == vacancy);
        let mut edges = Vec::new();
        schakel_solver::candidates::Search::new(prepared.facts, &prepared.rules, &prepared.index)
            .edges_between(jobseeker, vacancy, &mut edges);
        if !is_proposed && !edges.is_empty() {
            let decision = decided_by(prepared, plan, jobseeker, vacancy, &Options::default());
            lines.extend(decision_words(decision, lang));
        }
        Ok(lines)
    }

    /// What would help someone who does not start.
    fn help_lines(&self, prepared: &Prepared<'_>, plan: &Plan, jobseeker: JobseekerIdx) -> Vec<String> {
        if plan.assignment_of(jobseeker).is_some() {
            return Vec::new();
        }
        let helps = what_would_help(prepared, plan, jobseeker, self.helps, &Options::default());
        helps.iter().flat_map(|help| help_words(prepared.facts, help, self.lang.lang())).collect()
    }
}
