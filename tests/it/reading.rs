//! Stories read from `fixtures/scenarios`, and what a mediator reads for each.

use std::fs;
use std::path::PathBuf;
use std::sync::{LazyLock, OnceLock};

use schakel::files::scenario::{Packs, Reading};
use schakel_model::Options;
use schakel_solver::candidates::Search;
use schakel_solver::domain::{Facts, JobseekerIdx, Nearby, OfferIdx, PlanKind, ProgrammeKind, Region, SeenBy};
use schakel_solver::explain::{
    decided_by, decision_words, help_words, lever_words, levers_tried, near_miss_words, near_misses_of, of_offer,
    of_pairing, of_person, of_plan, offer_name, what_would_help,
};
use schakel_solver::kind::arranged;
use schakel_solver::plan::{self, Plan, Prepared, Termination};
use schakel_solver::text::Lang;
use serde_json::Value;

/// Sets of changes tried per person, and levers per story: more than any story has.
pub(crate) const TRIED_MAX: usize = 20;

/// A story: its name, the file and what the reader makes of it.
pub(crate) struct Story {
    pub(crate) name: String,
    pub(crate) json: Value,
    pub(crate) reading: Reading,
    /// What it reads like in each language, worked out when first asked.
    lines: [OnceLock<Vec<String>>; 3],
}

/// The directory of the stories.
pub(crate) fn directory() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/scenarios")
}

/// Every story, by name.
pub(crate) static STORIES: LazyLock<Vec<Story>> = LazyLock::new(|| {
    let files = fs::read_dir(directory()).unwrap().map(|file| file.unwrap().path());
    let mut paths: Vec<_> = files.filter(|path| path.extension().is_some_and(|end| end == "json")).collect();
    paths.sort();
    let packs = Packs::built_in();
    let story = |path: &PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        Story::of(name, &fs::read_to_string(path).unwrap(), &packs)
    };
    paths.iter().map(story).collect()
});

impl Story {
    /// The scenario in `text` under a name.
    pub(crate) fn of(name: String, text: &str, packs: &Packs) -> Self {
        let json = serde_json::from_str(text).unwrap();
        let mut reading = schakel::files::scenario::read(text.as_bytes(), packs);
        // Stories are read by those whom they are about: the OCMW where it holds someone.
        reading.region.iter_mut().for_each(|region| region.seen_by = SeenBy::Ocmw);
        reading.region = reading.region.take().map(as_planned);
        Self { name, json, reading, lines: Default::default() }
    }
}

/// The region as its plan sees it: one with programmes is about them.
pub(crate) fn as_planned(region: Region) -> Region {
    let kind = match region.programmes.first().map(|programme| programme.kind) {
        None if !region.fairs.is_empty() => PlanKind::Fair,
        None if region.support_budget_eur.is_some() => PlanKind::Interventions,
        None => PlanKind::Matching,
        Some(ProgrammeKind::Training) => PlanKind::Trainings,
        Some(ProgrammeKind::SittingDay) => PlanKind::SittingDays,
        Some(ProgrammeKind::Team) => PlanKind::Teams,
        Some(ProgrammeKind::ConversationGroup) => PlanKind::Groups,
    };
    arranged(region, kind)
}

/// The stories that can be planned, with their regions.
pub(crate) fn planned() -> impl Iterator<Item = (&'static Story, &'static Region)> {
    STORIES.iter().filter_map(|story| Some((story, story.reading.region.as_ref()?)))
}

/// The story of this name.
pub(crate) fn region_of(name: &str) -> &'static Region {
    planned().find(|(story, _)| story.name == name).unwrap().1
}

/// Positions of all people.
pub(crate) fn people(region: &Region) -> impl Iterator<Item = JobseekerIdx> + use<> {
    (0..region.jobseekers.len()).map(JobseekerIdx::from_usize)
}

/// Positions of all vacancies.
pub(crate) fn vacancies(region: &Region) -> impl Iterator<Item = OfferIdx> + use<> {
    (0..region.offers.len()).map(OfferIdx::from_usize)
}

/// What a mediator reads for a story, line by line.
pub(crate) fn lines(story: &Story, lang: Lang) -> &[String] {
    story.lines[lang as usize].get_or_init(|| worked_out(story, lang))
}

fn worked_out(story: &Story, lang: Lang) -> Vec<String> {
    let Some(region) = &story.reading.region else {
        let issues = story.reading.issues.iter();
        return issues
            .map(|issue| format!("{}  {} {}", issue.pointer, issue.message(lang), issue.action(lang)))
            .collect();
    };
    let near = Nearby::default();
    let prepared = Prepared::of(Facts::of(region, &near));
    let plan = plan::solved(&prepared, &Options::default());
    let mut lines = of_plan(prepared.facts, &plan, lang);
    for person in people(region) {
        lines.push(String::new());
        lines.extend(of_person(&prepared, &plan, person, lang));
        if !matches!(plan.termination, Termination::Infeasible(_)) {
            about_others(&prepared, &plan, person, lang, &mut lines);
        }
    }
    if matches!(plan.termination, Termination::Infeasible(_)) {
        return lines;
    }
    lines.push(String::new());
    for vacancy in vacancies(region) {
        lines.extend(of_offer(prepared.facts, &plan, vacancy, lang));
    }
    for lever in levers_tried(&prepared, &plan, TRIED_MAX, &Options::default()) {
        lines.push(String::new());
        lines.extend(lever_words(prepared.facts, &lever, lang));
    }
    lines
}

/// What a mediator may ask next about a person: why not that vacancy, what came near, what would help.
fn about_others(prepared: &Prepared<'_>, plan: &Plan, person: JobseekerIdx, lang: Lang, lines: &mut Vec<String>) {
    let region = prepared.facts.region;
    let own = plan.assignment_of(person).map(|edge| edge.offer);
    let misses = if own.is_some() { Vec::new() } else { near_misses_of(prepared, person, 2) };
    let is_said = |vacancy: &OfferIdx| misses.iter().any(|miss| miss.offer == *vacancy) || Some(*vacancy) == own;
    for vacancy in vacancies(region).filter(|vacancy| !is_said(vacancy)) {
        let mut edges = Vec::new();
        Search::new(prepared.facts, &prepared.rules, &prepared.index).edges_between(person, vacancy, &mut edges);
        lines.extend(of_pairing(prepared, person, vacancy, lang));
        if !edges.is_empty() {
            let decision = decided_by(prepared, plan, person, vacancy, &Options::default());
            lines.extend(decision_words(decision, lang));
        }
    }
    if own.is_some() {
        return;
    }
    for miss in misses {
        lines.extend(near_miss_words(prepared.facts, &miss, lang));
    }
    for help in what_would_help(prepared, plan, person, TRIED_MAX, &Options::default()) {
        lines.extend(help_words(prepared.facts, &help, lang));
    }
}

/// Names in a region that a reader takes in as one word, the longest first.
pub(crate) fn names(region: &Region, lang: Lang) -> Vec<String> {
    let near = Nearby::default();
    let facts = Facts::of(region, &near);
    let mut names: Vec<String> = vacancies(region).map(|vacancy| offer_name(facts, vacancy, lang)).collect();
    names.extend(region.offers.iter().map(|vacancy| vacancy.host.clone()));
    names.extend(region.childcare.iter().map(|care| care.name.clone()));
    names.extend(region.occupations.iter().map(|occupation| occupation.label(lang).to_owned()));
    names.extend(region.pack.forms.iter().map(|form| form.captions[lang as usize].clone()));
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names
}
