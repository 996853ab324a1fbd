//! Stories: what a mediator reads for each, in words that a tired reader understands.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use expect_test::expect_file;
use schakel_model::Options;
use schakel_solver::constraint::ALL;
use schakel_solver::domain::{Change, EditionPin, Facts, Mode, Nearby, Objective, Region};
use schakel_solver::explain::{near_misses_of, not_chosen, what_would_help};
use schakel_solver::plan::{self, Prepared, Reason};
use schakel_solver::text::Lang;
use schakel_solver::way::{Choice, Way, place_choices};

use crate::reading::{STORIES, Story, directory, lines, names, people, planned, vacancies};

/// What a story reads like in `lang`.
fn text(story: &Story, lang: Lang) -> String {
    lines(story, lang).join("\n") + "\n"
}

/// Compares every story with the file next to it.
fn compare(lang: Lang) {
    for story in STORIES.iter() {
        let path = directory().join(format!("{}.{}.txt", story.name, lang.code()));
        expect_file![path].assert_eq(&text(story, lang));
    }
}

#[test]
fn stories_read_in_dutch_as_written() {
    compare(Lang::Nl);
}

#[test]
fn stories_read_in_english_as_written() {
    compare(Lang::En);
}

#[test]
fn every_story_is_a_sentence_and_stands_in_the_table() {
    let table = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/README.md")).unwrap();
    for story in STORIES.iter() {
        let sentence = story.reading.story.as_deref().unwrap_or_default();
        assert!(sentence.ends_with('.') && !sentence.trim_end_matches('.').contains(". "), "{}", story.name);
        assert!(table.contains(&format!("| `{}` |", story.name)), "{} is not in fixtures/README.md", story.name);
    }
    let rows = table.lines().filter(|line| line.starts_with("| `")).count();
    assert_eq!(rows, STORIES.len(), "fixtures/README.md names a story that is not there");
    for file in fs::read_dir(directory()).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        let story = name.split('.').next().unwrap();
        assert!(STORIES.iter().any(|known| known.name == story), "{name} belongs to no story");
    }
}

#[test]
fn a_story_is_refused_exactly_when_its_name_says_so() {
    for story in STORIES.iter() {
        assert_eq!(story.reading.region.is_none(), story.name.starts_with("refused-"), "{}", story.name);
        assert!(story.reading.region.is_none() || story.reading.issues.is_empty(), "{}", story.name);
    }
}

/// Rules that act in a region: on some way, or by a pool that keeps someone out.
fn rules_that_act(region: &Region) -> BTreeSet<&'static str> {
    let near = Nearby::default();
    let facts = Facts::of(region, &near);
    let prepared = Prepared::of(facts);
    let plan = plan::solved(&prepared, &Options::default());
    let mut acting = BTreeSet::new();
    for person in people(region) {
        let supports = std::iter::once(None).chain((0..region.supports.len()).map(|idx| Some(idx as u32)));
        for (vacancy, support) in vacancies(region).flat_map(|vacancy| supports.clone().map(move |s| (vacancy, s))) {
            let modes =
                Mode::ALL.iter().fold(Default::default(), |modes: schakel_solver::domain::Modes, &m| modes.with(m));
            for places in place_choices(facts, person, vacancy, modes) {
                let mut choice = Choice { places, ..Choice::by(Mode::Walk) };
                choice.supports[0] = support.map(schakel_solver::domain::SupportIdx::new);
                let way = Way { facts, jobseeker_idx: person, offer_idx: vacancy, choice };
                acting.extend(ALL.iter().filter(|rule| rule.effect(&way).is_some()).map(|rule| rule.id().0));
            }
        }
        let full = not_chosen(&prepared, &plan, person).into_iter().flat_map(|not| not.full);
        acting.extend(full.map(|key| ALL[usize::from(key.rule)].id().0));
        // Whoever starts could have started elsewhere too: one job is what keeps them from both.
        let candidates = schakel_solver::explain::shortlist_of_jobseeker(&prepared, person, 2).possible;
        if plan.assignment_of(person).is_some() && candidates > 1 {
            acting.insert("one_job");
        }
    }
    acting.extend(rules_of_editions(&plan, region));
    acting
}

/// Rules that act on what is held: a group too small, a room that is missing, a second edition, one too many.
fn rules_of_editions(plan: &plan::Plan, region: &Region) -> BTreeSet<&'static str> {
    let mut acting = BTreeSet::new();
    let reasons = || plan.offers.iter().flat_map(|result| &result.reasons);
    acting.extend(reasons().any(|reason| matches!(reason, Reason::TooFew { .. })).then_some("smallest_group"));
    acting.extend(reasons().any(|reason| *reason == Reason::CannotBeHeld).then_some("resources"));
    let of_offer = |offer| region.editions.iter().filter(|edition| edition.offer == offer).count();
    let held = || plan.opened.iter().map(|idx| region.editions[idx.at()].offer);
    acting.extend(held().any(|offer| of_offer(offer) > 1).then_some("one_run"));
    let most = region.programmes.iter().filter_map(|programme| programme.editions_max);
    let follows = |pin: &EditionPin| {
        let about = |offer| pin.is_about(&region.offers[schakel_solver::domain::OfferIdx::at(offer)], None);
        pin.require && pin.instructor.is_none() && held().any(about)
    };
    acting.extend(region.edition_pins.iter().any(follows).then_some("planner_decisions"));
    let meets_buddy = plan.assignments.iter().any(|edge| region.offers[edge.offer.at()].buddy.is_some());
    acting.extend(meets_buddy.then_some("language_buddies"));
    let owed = region.programmes.iter().any(|programme| programme.social_clause.is_some());
    acting.extend((owed && !plan.missing.is_empty()).then_some("owed_hours"));
    let is_left = || reasons().any(|reason| matches!(reason, Reason::NotChosen { .. }));
    acting.extend((region.wanted.objective == Objective::WorstServed && is_left()).then_some("served_shares"));
    acting.extend((!region.departures.is_empty() && is_left()).then_some("moves"));
    acting.extend((region.wanted.sites_max.is_some() && is_left()).then_some("site_limits"));
    acting.extend((most.min() == Some(plan.opened.len() as u32) && is_left()).then_some("runs"));
    acting
}

#[test]
fn every_rule_acts_in_some_story() {
    let acting: BTreeSet<_> = planned().flat_map(|(_, region)| rules_that_act(region)).collect();
    let idle: Vec<_> = ALL.iter().map(|rule| rule.id().0).filter(|id| !acting.contains(id)).collect();
    assert!(idle.is_empty(), "no story shows {idle:?}");
}

/// The name of a kind of change. A new kind must be added here, and to [`KINDS`] with a story.
fn kind(change: &Change) -> &'static str {
    match change {
        Change::Speaks(..) => "speaks",
        Change::HasMode(..) => "has_mode",
        Change::HasLicences(..) => "has_licences",
        Change::TravelsUpTo(..) => "travels_up_to",
        Change::LeavesFrom(..) => "leaves_from",
        Change::ChildGoesTo(..) => "child_goes_to",
        Change::ShiftsMove(..) => "shifts_move",
        Change::WorksShiftsOf(..) => "works_shifts_of",
        Change::WorksHours(..) => "works_hours",
        Change::LearnsSkillsOf(..) => "learns_skills_of",
        Change::AimsAt(..) => "aims_at",
        Change::Entitled(..) => "entitled",
        Change::Released(_) => "released",
        Change::LanguageSupport(_) => "language_support",
        Change::StartsOn(..) => "starts_on",
        Change::MoreOpenings(..) => "more_openings",
        Change::OpensFor(..) => "opens_for",
        Change::MorePlaces(..) => "more_places",
        Change::MoreSupport(..) => "more_support",
        Change::MoreLike(..) => "more_like",
    }
}

/// Kinds of change that a rule or a pool offers. A release is the OCMW's alone: nothing offers it.
const KINDS: [&str; 19] = [
    "aims_at",
    "child_goes_to",
    "entitled",
    "has_licences",
    "has_mode",
    "language_support",
    "learns_skills_of",
    "leaves_from",
    "more_like",
    "more_openings",
    "more_places",
    "more_support",
    "opens_for",
    "shifts_move",
    "speaks",
    "starts_on",
    "travels_up_to",
    "works_hours",
    "works_shifts_of",
];

#[test]
fn every_kind_of_change_helps_in_some_story() {
    let mut offered = BTreeSet::new();
    for (_, region) in planned() {
        let near = Nearby::default();
        let prepared = Prepared::of(Facts::of(region, &near));
        let plan = plan::solved(&prepared, &Options::default());
        for person in people(region) {
            let helps = what_would_help(&prepared, &plan, person, 20, &Options::default());
            let helping = helps.iter().filter(|help| help.starts_at.is_some());
            offered.extend(helping.flat_map(|help| &help.set.remedies).map(|remedy| kind(&remedy.change)));
            for miss in near_misses_of(&prepared, person, 2) {
                assert!(miss.remedies.iter().flat_map(|set| &set.remedies).all(|r| kind(&r.change) != "released"));
            }
        }
    }
    assert_eq!(offered.into_iter().collect::<Vec<_>>(), KINDS);
}

/// Words of other trades and of the code, English words, and other names for what the glossary names.
const NOT_IN_DUTCH: &[&str] = &[
    "kandidaat",
    "kandidaten",
    "sollicitant",
    "cliënt",
    "client",
    "klant",
    "user",
    "gebruiker",
    "consulent",
    "coach",
    "coaches",
    "offer",
    "job",
    "jobs",
    "match",
    "matches",
    "matchen",
    "matching",
    "mismatch",
    "score",
    "scores",
    "scoort",
    "slot",
    "slots",
    "skill",
    "skills",
    "competentie",
    "competenties",
    "constraint",
    "constraints",
    "edge",
    "pool",
    "capacity",
    "quota",
    "quotum",
    "gate",
    "hold",
    "pin",
    "pins",
    "crèche",
    "fiche",
    "allochtoon",
    "null",
    "none",
    "error",
    "invalid",
    "true",
    "false",
    "solver",
    "planning",
    "gap",
    "lever",
    "must",
    "prefer",
    "feasible",
    "deadline",
    "the",
    "and",
    "at",
    "with",
    "why",
    "not",
    "proposal",
    "vacancy",
    "vacancies",
    "level",
    "floor",
    "floors",
    "deler",
];

/// A line with every name as one word.
fn with_names_as_words(line: &str, names: &[String]) -> String {
    names.iter().filter(|name| !name.is_empty()).fold(line.to_owned(), |line, name| line.replace(name, "Naam"))
}

/// The sentences of a line. A colon opens a new one only after a line's heading, so it does not count.
fn sentences(line: &str) -> impl Iterator<Item = &str> {
    line.split_inclusive(['.', '?', '!']).map(str::trim).filter(|sentence| !sentence.is_empty())
}

/// Every line of every story that is planned, with the names in it as one word, and the story.
fn lines_in(lang: Lang) -> &'static [(String, String)] {
    static LINES: [OnceLock<Vec<(String, String)>>; 3] = [const { OnceLock::new() }; 3];
    LINES[lang as usize].get_or_init(|| with_names_replaced(lang))
}

fn with_names_replaced(lang: Lang) -> Vec<(String, String)> {
    let of_story = |(story, region): (&Story, &Region)| {
        let names = names(region, lang);
        let said = lines(story, lang).iter().filter(|line| !line.is_empty());
        said.map(|line| (story.name.clone(), with_names_as_words(line, &names))).collect::<Vec<_>>()
    };
    planned().flat_map(of_story).collect()
}

#[test]
fn dutch_sentences_are_short_and_end() {
    for (story, line) in lines_in(Lang::Nl) {
        assert!(line.ends_with(['.', '?']), "{story}: {line}");
        for sentence in sentences(line) {
            let count = sentence.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
            assert!(count <= 15, "{story}: {count} words: {sentence}");
        }
    }
}

#[test]
fn dutch_words_are_those_of_the_glossary_and_no_codes() {
    let rules: BTreeSet<_> = ALL.iter().map(|rule| rule.id().0).collect();
    for (story, line) in lines_in(Lang::Nl) {
        for word in line.split([' ', '\'']) {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '_' && c != '-');
            assert!(!bare.contains('_'), "{story}: {bare}: {line}");
            let shouts = bare.len() > 4 && bare.bytes().all(|byte| byte.is_ascii_uppercase());
            assert!(!shouts, "{story}: {bare}: {line}");
            let is_code = bare.len() >= 6 && bare.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            assert!(!is_code && !rules.contains(bare), "{story}: {bare}: {line}");
            assert!(!NOT_IN_DUTCH.contains(&bare.to_lowercase().as_str()), "{story}: {bare}: {line}");
        }
        assert!(!line.contains(['{', '}', '<', '>', '"', '#']) && !line.contains("  "), "{story}: {line}");
    }
}

#[test]
fn french_has_a_space_before_its_signs() {
    for (story, line) in lines_in(Lang::Fr) {
        for (at, _) in line.match_indices([':', '?', ';', '!']) {
            let is_clock = line[..at].ends_with(|c: char| c.is_ascii_digit())
                && line[at + 1..].starts_with(|c: char| c.is_ascii_digit());
            assert!(is_clock || line[..at].ends_with(' '), "{story}: {line}");
        }
    }
}

#[test]
fn every_line_is_in_every_language() {
    for story in STORIES.iter() {
        let [dutch, english, french] = Lang::ALL.map(|lang| lines(story, lang));
        assert!(dutch.len() == english.len() && dutch.len() == french.len(), "{}", story.name);
        for ((dutch, english), french) in dutch.iter().zip(english).zip(french).filter(|((d, _), _)| !d.is_empty()) {
            assert!(dutch != english && dutch != french && english != french, "{}: {dutch}", story.name);
        }
    }
}

#[test]
fn numbers_agree_with_what_they_count() {
    /// Words that cannot follow the number one, or must not stand together, per language.
    const WRONG: [(Lang, &[&str]); 3] = [
        (
            Lang::Nl,
            &["1 vacatures", "1 plaatsen", "1 mensen", "1 weken", "1 minuten", "1 punten", "1 anderen", "1 gevallen"],
        ),
        (
            Lang::En,
            &[
                "1 vacancies",
                "1 openings",
                "1 people",
                "1 weeks",
                "1 minutes",
                "1 points",
                "1 others",
                "1 hours",
                "1 jobseekers get",
                "1 were",
                "a other",
                "a early",
                "a hour",
            ],
        ),
        (
            Lang::Fr,
            &[
                "1 offres",
                "1 postes",
                "1 personnes",
                "1 semaines",
                "1 minutes",
                "1 points",
                "1 euros",
                "de il",
                "de elle",
                "que il",
                "si il",
                "le anglais",
                "le le ",
                "1 ans ",
                "à le ",
                "de le ",
                "de les ",
                "à les ",
                "0 postes",
            ],
        ),
    ];
    for (lang, wrong) in WRONG {
        for (story, line) in lines_in(lang) {
            for words in wrong {
                assert!(!format!(" {line}").contains(&format!(" {words}")), "{story}: {words}: {line}");
            }
        }
    }
}
