//! `schakel explain`: why this, why not that, which level decided, and what would help.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use schakel_solver::domain::{Facts, JobseekerIdx};
use schakel_solver::explain::{
    Decision, Help, decided_by, if_released, near_misses_of, of_pairing, of_person, remedies_words, vacancy_name,
    what_would_help,
};
use schakel_solver::model::Options;
use schakel_solver::plan::{Plan, Prepared};
use schakel_solver::text::{Lang, Words};
use serde_json::json;

use super::input::{self, Format, Language, ScenarioArgs};
use crate::planner::{self, Wish};

/// Explains a plan to the person it is about, through their mediator.
#[derive(Debug, Args)]
pub(super) struct ExplainVerb {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// The plan; the scenario is planned when absent.
    plan: Option<PathBuf>,
    #[command(flatten)]
    about: About,
    /// Why not this vacancy?
    #[arg(long, value_name = "ID")]
    offer: Option<String>,
    /// Try this many sets of changes that might help, each by planning again.
    #[arg(long, default_value_t = 3, value_name = "N")]
    helps: usize,
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
#[group(required = true, multiple = false)]
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
            (None, _) => {
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
        let loaded = self.scenario.load()?;
        let facts = Facts::of(&loaded.region);
        let prepared = Prepared::of(facts);
        let plan = match &self.plan {
            Some(path) => input::load_plan(&loaded.region, path)?,
            None => planner::matching(facts, Wish { tells_progress: true, ..Wish::default() }).0,
        };
        let jobseeker = self.about.jobseeker(&prepared, &plan)?;
        let mut lines = of_person(&prepared, &plan, jobseeker, self.lang.lang());
        lines.extend(self.offer_lines(&prepared, &plan, jobseeker)?);
        lines.extend(self.help_lines(&prepared, &plan, jobseeker));
        if self.for_ocmw {
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

    /// About the vacancy asked for: what the rules say, and which level decided when it was possible.
    fn offer_lines(&self, prepared: &Prepared<'_>, plan: &Plan, jobseeker: JobseekerIdx) -> Result<Vec<String>> {
        let Some(id) = &self.offer else { return Ok(Vec::new()) };
        let lang = self.lang.lang();
        let vacancy = input::vacancy(prepared.facts.region, id)?;
        let mut lines = of_pairing(prepared, jobseeker, vacancy, lang);
        let is_proposed = plan.assignment_of(jobseeker).is_some_and(|edge| edge.vacancy == vacancy);
        let mut edges = Vec::new();
        schakel_solver::candidates::Search::new(prepared.facts, &prepared.rules, &prepared.index)
            .edges_between(jobseeker, vacancy, &mut edges);
        if !is_proposed && !edges.is_empty() {
            let decision = decided_by(prepared, plan, jobseeker, vacancy, &Options::default());
            lines.push(decision_words(decision, lang));
        }
        Ok(lines)
    }

    /// What would help someone who does not start.
    fn help_lines(&self, prepared: &Prepared<'_>, plan: &Plan, jobseeker: JobseekerIdx) -> Vec<String> {
        if plan.assignment_of(jobseeker).is_some() {
            return Vec::new();
        }
        let helps = what_would_help(prepared, plan, jobseeker, self.helps, &Options::default());
        helps.iter().flat_map(|help| words_of_help(prepared.facts, help, self.lang.lang())).collect()
    }
}

/// What a set of changes opens, and what planning again gives.
fn words_of_help(facts: Facts<'_>, help: &Help, lang: Lang) -> Vec<String> {
    let words = remedies_words(&help.set.remedies, facts, lang);
    let opens = help.opens.len();
    let mut lines = match lang {
        Lang::Nl => vec![format!("Wat helpt: {words}."), format!("Dat opent vacatures: {opens}.")],
        Lang::En => vec![format!("What helps: {words}."), format!("That opens vacancies: {opens}.")],
        Lang::Fr => vec![format!("Ce qui aide: {words}."), format!("Cela ouvre des offres: {opens}.")],
    };
    lines.push(match (help.starts_at.map(|vacancy| vacancy_name(facts, vacancy, lang)), lang) {
        (Some(name), Lang::Nl) => format!("Opnieuw gepland is dit het voorstel: {name}."),
        (Some(name), Lang::En) => format!("Planned again, this is the proposal: {name}."),
        (Some(name), Lang::Fr) => format!("Replanifié, voici la proposition: {name}."),
        (None, Lang::Nl) => "Opnieuw gepland gaan die plaatsen nog naar anderen.".to_owned(),
        (None, Lang::En) => "Planned again, those places still go to others.".to_owned(),
        (None, Lang::Fr) => "Replanifié, ces places vont encore à d'autres.".to_owned(),
    });
    if help.displaced > 0 {
        lines.push(match lang {
            Lang::Nl => format!("Daardoor verliezen {} anderen hun voorstel.", help.displaced),
            Lang::En => format!("Through it {} others lose their proposal.", help.displaced),
            Lang::Fr => format!("Ainsi {} autres perdent leur proposition.", help.displaced),
        });
    }
    lines
}

/// Which level decided, in words.
fn decision_words(decision: Decision, lang: Lang) -> String {
    use schakel_solver::domain::Level;
    let words = match decision {
        Decision::Level(Level::Promises, _) => Words {
            nl: "Het voorstel zou een belofte aan iemand anders breken.",
            en: "The proposal would break a promise to someone else.",
            fr: "La proposition romprait une promesse faite à quelqu'un d'autre.",
        },
        Decision::Level(Level::Floors, _) => Words {
            nl: "Het voorstel zou een afgesproken minimum verder buiten bereik brengen.",
            en: "The proposal would put an agreed floor further out of reach.",
            fr: "La proposition éloignerait d'un minimum convenu.",
        },
        Decision::Level(Level::Placed, _) => Words {
            nl: "Met dit voorstel zouden minder mensen samen een start krijgen.",
            en: "With this proposal fewer people in all would start.",
            fr: "Avec cette proposition, moins de personnes commenceraient.",
        },
        Decision::Level(Level::Fit, _) => Words {
            nl: "Met dit voorstel zou het geheel minder goed passen.",
            en: "With this proposal the whole would fit less well.",
            fr: "Avec cette proposition, l'ensemble conviendrait moins bien.",
        },
        Decision::Tie => Words {
            nl: "Beide zijn even goed. Een vaste loting gaf de doorslag.",
            en: "Both are equally good. A fixed lot decided.",
            fr: "Les deux se valent. Un tirage fixe a tranché.",
        },
        Decision::Impossible => Words {
            nl: "Het kan niet samen met eerdere beslissingen.",
            en: "It cannot hold together with earlier decisions.",
            fr: "C'est incompatible avec des décisions antérieures.",
        },
    };
    words.in_lang(lang).to_owned()
}

/// What a release would open.
fn released_words(vacancies: usize, lang: Lang) -> String {
    match lang {
        Lang::Nl => format!("Na vrijgave door het OCMW nu mogelijk: {vacancies} vacatures."),
        Lang::En => format!("Possible now after release by the OCMW: {vacancies} vacancies."),
        Lang::Fr => format!("Possible maintenant après libération par le CPAS: {vacancies} offres."),
    }
}
