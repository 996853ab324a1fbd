//! What several verbs share: reading a scenario and a plan, handing over a file, and the choices of language and form.

use std::fs::{self, File};
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use schakel_solver::domain::{Facts, JobseekerIdx, Nearby, OfferIdx, PlanKind, Region, SeenBy};
use schakel_solver::kind::{Kind, arranged};
use schakel_solver::plan::Plan;
use schakel_solver::text::Lang;

use crate::files::networks::{FOLDER, Networks};
use crate::files::plan_file::{self, format::PlanFile};
use crate::files::scenario::{self, DefaultUsed, Issue, Packs, Severity};

/// A language, as the command line names it.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Language {
    /// Dutch.
    Nl,
    /// English.
    En,
    /// French.
    Fr,
}

impl Language {
    /// The language of the core.
    pub(super) fn lang(self) -> Lang {
        match self {
            Self::Nl => Lang::Nl,
            Self::En => Lang::En,
            Self::Fr => Lang::Fr,
        }
    }
}

/// The form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people.
    Table,
    /// For programs.
    Json,
}

/// Which scenario, under which packs.
#[derive(Debug, Args)]
pub(super) struct ScenarioArgs {
    /// The scenario file, or `-` for standard input.
    pub(super) scenario: PathBuf,
    /// Directory with more policy packs (*.json).
    #[arg(long, value_name = "DIRECTORY")]
    packs: Option<PathBuf>,
    /// Folder of the networks that scenarios name.
    #[arg(long, env = "SCHAKEL_NETWORKS", default_value = FOLDER, value_name = "FOLDER")]
    networks: PathBuf,
    /// Who will see what is made. For the OCMW's own eyes only, what it leads stays possible for people on hold.
    #[arg(long, value_enum, default_value_t, value_name = "WHO")]
    seen_by: Eyes,
}

/// Who will see what is made from a scenario.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Eyes {
    /// Anyone: a person on hold looks like anyone who is not available now.
    #[default]
    Everyone,
    /// The OCMW and the mediators of people on hold.
    Ocmw,
}

/// A scenario, read.
pub(super) struct Loaded {
    /// The region.
    pub(super) region: Region,
    /// Defaults that were used.
    pub(super) defaults: Vec<DefaultUsed>,
    /// Seconds that reading took.
    pub(super) seconds: f64,
    near: Nearby,
}

impl Loaded {
    /// The same, with the proposals of the plan in this file as earlier proposals, of which so many may change.
    pub(super) fn standing_on(self, path: &Path, changed_max: Option<u32>) -> Result<Self> {
        let file = plan_of(path)?;
        let proposals = file.assignments.iter().filter_map(|line| Some((line.jobseeker.as_str(), line.of()?)));
        let region = plan_file::standing_on(self.region, proposals, changed_max);
        Ok(Self { region, near: Nearby::default(), ..self })
    }

    /// The facts of the region.
    pub(super) fn facts(&self) -> Facts<'_> {
        Facts::of(&self.region, &self.near)
    }
}

impl ScenarioArgs {
    /// The scenario in a file, under the built-in packs.
    pub(super) fn of(scenario: PathBuf) -> Self {
        Self { scenario, packs: None, networks: FOLDER.into(), seen_by: Eyes::Everyone }
    }

    /// The built-in packs and those of the directory.
    pub(super) fn packs(&self, lang: Lang) -> Result<Packs> {
        let mut packs = Packs::built_in().with_networks(Networks::in_folder(&self.networks));
        let Some(directory) = &self.packs else { return Ok(packs) };
        for (file, issues) in packs.add_directory(directory)? {
            if let Some(issue) = issues.first() {
                bail!("{file} {}: {} {}", issue.pointer, issue.message(lang), issue.action(lang));
            }
        }
        Ok(packs)
    }

    /// Opens the scenario.
    pub(super) fn open(&self) -> Result<Box<dyn Read>> {
        if self.scenario == Path::new("-") {
            return Ok(Box::new(io::stdin().lock()));
        }
        let file = File::open(&self.scenario).with_context(|| format!("cannot read {}", self.scenario.display()))?;
        Ok(Box::new(BufReader::with_capacity(1 << 20, file)))
    }

    /// As [`ScenarioArgs::load`], as a plan of `kind` sees it.
    pub(super) fn load_for(&self, kind: PlanKind, lang: Lang) -> Result<Loaded> {
        let loaded = self.load(lang)?;
        let begun = Instant::now();
        let region = arranged(loaded.region, kind);
        let seconds = loaded.seconds + begun.elapsed().as_secs_f64();
        Ok(Loaded { region, seconds, near: Nearby::default(), ..loaded })
    }

    /// Reads the scenario; where it has errors, they are told in `lang` on standard error and the verb ends.
    pub(super) fn load(&self, lang: Lang) -> Result<Loaded> {
        let (packs, begun) = (self.packs(lang)?, Instant::now());
        let reading = scenario::read(self.open()?, &packs);
        let seconds = begun.elapsed().as_secs_f64();
        let errors: Vec<_> = reading.issues.iter().filter(|issue| issue.severity() == Severity::Error).collect();
        tell_issues(errors.iter().copied().take(20), lang)?;
        match reading.region {
            Some(mut region) => {
                region.seen_by = match self.seen_by {
                    Eyes::Everyone => SeenBy::Everyone,
                    Eyes::Ocmw => SeenBy::Ocmw,
                };
                Ok(Loaded { region, defaults: reading.defaults, seconds, near: Nearby::default() })
            }
            None => bail!(where_all_are(errors.len(), lang)),
        }
    }
}

/// How many errors a scenario has, and which verb lists them all.
fn where_all_are(n_errors: usize, lang: Lang) -> String {
    match lang {
        Lang::Nl => format!("fouten: {n_errors}; `schakel validate` toont ze allemaal, met wat u kunt doen"),
        Lang::En => format!("errors: {n_errors}; `schakel validate` lists them all with what to do"),
        Lang::Fr => format!("erreurs : {n_errors} ; `schakel validate` les montre toutes, avec ce qu'il faut faire"),
    }
}

/// What can be planned, as the command line names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(super) enum KindArg {
    /// Jobseekers and vacancies.
    #[default]
    Matching,
    /// Which trainings and workshops are held, where and when, and for whom.
    Trainings,
    /// On which days which mediator sits where, and who can reach one.
    SittingDays,
    /// Whom to invite to a fair, and for which table.
    Fair,
    /// Teams with their supervisor at hosts, whole or not at all.
    Teams,
    /// Conversation groups over municipalities, and a language buddy for who is left.
    Groups,
    /// Jobseekers and vacancies, with supports where they give most people a proposal.
    Interventions,
}

impl KindArg {
    /// The kind of the core.
    pub(super) fn kind(self) -> PlanKind {
        match self {
            Self::Matching => PlanKind::Matching,
            Self::Trainings => PlanKind::Trainings,
            Self::SittingDays => PlanKind::SittingDays,
            Self::Fair => PlanKind::Fair,
            Self::Teams => PlanKind::Teams,
            Self::Groups => PlanKind::Groups,
            Self::Interventions => PlanKind::Interventions,
        }
    }
}

/// Reads a plan, and its scenario as a plan of that kind sees it.
pub(super) fn load_plan(scenario: &ScenarioArgs, path: &Path, lang: Lang) -> Result<(Loaded, Plan)> {
    let (loaded, file) = load_file(scenario, path, lang)?;
    let plan = plan_file::read(loaded.facts(), &file)?;
    Ok((loaded, plan))
}

/// Reads the file of a plan, and its scenario as a plan of that kind sees it.
pub(super) fn load_file(scenario: &ScenarioArgs, path: &Path, lang: Lang) -> Result<(Loaded, PlanFile)> {
    let file = plan_of(path)?;
    let kind = Kind::named(&file.kind).with_context(|| format!("{} is of no kind of this version", path.display()))?;
    let loaded = scenario.load_for(kind.kind, lang)?;
    let region = plan_file::standing_as_in(loaded.region, &file);
    Ok((Loaded { region, near: Nearby::default(), ..loaded }, file))
}

fn plan_of(path: &Path) -> Result<PlanFile> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_reader(BufReader::new(file))
        .with_context(|| format!("{} is no plan of this version", path.display()))
}

/// The person with this ID.
pub(super) fn jobseeker(region: &Region, id: &str) -> Result<JobseekerIdx> {
    let found = region.jobseekers.iter().position(|jobseeker| jobseeker.id == id);
    found.map(JobseekerIdx::from_usize).with_context(|| format!("the scenario has no jobseeker {id}"))
}

/// The vacancy or offer with this ID.
pub(super) fn offer(region: &Region, id: &str) -> Result<OfferIdx> {
    let found = region.offers.iter().position(|vacancy| vacancy.id == id);
    found.map(OfferIdx::from_usize).with_context(|| format!("the scenario has no vacancy or offer {id}"))
}

/// The bytes of a file, or of standard input where it is `-`.
pub(super) fn bytes_of(path: &Path) -> Result<Vec<u8>> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
        return Ok(bytes);
    }
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Writes a file where `path` names one, and else to `out`.
pub(super) fn hand_over(bytes: &[u8], path: Option<&Path>, out: &mut impl Write) -> Result<()> {
    match path {
        Some(path) => fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display())),
        None => Ok(out.write_all(bytes).and_then(|()| out.flush())?),
    }
}

/// Tells on standard error what is wrong, each with its place and what to do.
pub(super) fn tell_issues<'a>(issues: impl IntoIterator<Item = &'a Issue>, lang: Lang) -> io::Result<()> {
    let mut words = io::stderr().lock();
    for issue in issues {
        let code = issue.code.entry().code;
        writeln!(words, "{}  {code}: {} {}", issue.pointer, issue.message(lang), issue.action(lang))?;
    }
    words.flush()
}
