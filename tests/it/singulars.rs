//! A count and its noun agree, in every table and in each language.

use std::process::Command;

use schakel_solver::names::{Noun, counted};
use schakel_solver::text::Lang;
use serde_json::{Value, json};

use crate::support::{piped, put, small};

const LANGS: [&str; 3] = ["nl", "en", "fr"];
const KINDS: [&str; 7] = ["matching", "trainings", "sitting_days", "groups", "teams", "fair", "interventions"];
/// Nouns of which there are several, in any of the languages where they are no singular too.
const PLURALS: &[&str] = &[
    "mensen",
    "werkzoekenden",
    "vacatures",
    "plaatsen",
    "gesprekken",
    "punten",
    "weken",
    "dagen",
    "uren",
    "minuten",
    "mogelijkheden",
    "beloften",
    "beroepen",
    "werkgevers",
    "people",
    "jobseekers",
    "vacancies",
    "openings",
    "seats",
    "interviews",
    "meetings",
    "times",
    "weeks",
    "days",
    "hours",
    "euros",
    "possibilities",
    "occupations",
    "employers",
    "personnes",
    "demandeurs",
    "offres",
    "postes",
    "entretiens",
    "semaines",
    "jours",
    "heures",
    "possibilités",
    "professions",
    "employeurs",
    "invités",
];
/// Plurals of these are the singular of another language: in which language not.
const PLURALS_OF: &[(&str, &[&str])] = &[
    ("nl", &["tafels"]),
    ("en", &["places", "points", "minutes", "tables"]),
    ("fr", &["places", "points", "minutes"]),
];

/// Places where the number one stands before a plural.
fn wrong<'a>(text: &'a str, lang: &str) -> Vec<&'a str> {
    let of_lang = PLURALS_OF.iter().find(|(known, _)| *known == lang).map_or(&[][..], |(_, words)| words);
    let is_plural = |word: &str| PLURALS.contains(&word) || of_lang.contains(&word);
    let is_wrong = |line: &&str| {
        // Columns of a table stand further apart than words.
        let words: Vec<&str> = line.split(' ').collect();
        let clean = |word: &str| word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_owned();
        words.windows(2).any(|pair| {
            let count = pair[0].trim_start_matches(['(', '+']);
            (count == "1" || (count == "0" && lang == "fr")) && is_plural(&clean(pair[1]))
        })
    };
    text.lines().filter(is_wrong).collect()
}

#[test]
fn nouns_follow_their_count() {
    assert_eq!(wrong("er is 1 mensen", "nl"), ["er is 1 mensen"]);
    assert!(wrong("1 van 3 mensen, 21 mensen, 1.1 people", "nl").is_empty());
    assert_eq!(wrong("(0 places)", "fr").len(), 1);
    assert_eq!([0u32, 1, 2].map(|n| counted(Noun::People, n, Lang::Nl)), ["0 mensen", "1 persoon", "2 mensen"]);
    assert_eq!([0u32, 1, 2].map(|n| counted(Noun::People, n, Lang::En)), ["0 people", "1 person", "2 people"]);
    assert_eq!([0u32, 1, 2].map(|n| counted(Noun::People, n, Lang::Fr)), ["0 personne", "1 personne", "2 personnes"]);
}

/// Every story with its name.
fn stories() -> Vec<(String, Value)> {
    let folder = format!("{}/fixtures/scenarios", env!("CARGO_MANIFEST_DIR"));
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = paths.filter(|path| path.extension().is_some_and(|ending| ending == "json"));
    let story = |path: std::path::PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        (path.file_stem().unwrap().to_str().unwrap().to_owned(), serde_json::from_str(&text).unwrap())
    };
    files.map(story).collect()
}

#[test]
fn no_story_calls_one_several() {
    for (name, _) in stories() {
        for lang in ["nl", "en"] {
            let path = format!("{}/fixtures/scenarios/{name}.{lang}.txt", env!("CARGO_MANIFEST_DIR"));
            let text = std::fs::read_to_string(path).unwrap();
            assert_eq!(wrong(&text, lang), Vec::<&str>::new(), "{name}");
        }
    }
}

/// What a command prints about `input`, checked.
fn checked(arguments: &[&str], input: &Value, lang: &str) -> usize {
    let output = piped(&[arguments, &["--lang", lang]].concat(), input);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(wrong(&text, lang), Vec::<&str>::new(), "{arguments:?}: {text}");
    text.len()
}

/// Prints the tables of the plan of one kind in each language.
fn planned(scenario: &Value, kind: &str) -> usize {
    let table = ["plan", "-", "--kind", kind, "--format", "table"];
    LANGS.iter().map(|lang| checked(&table, scenario, lang)).sum()
}

#[test]
fn no_table_of_a_small_story_calls_one_several() {
    let stories = stories();
    let story = |name: &str| stories.iter().find(|(known, _)| known == name).unwrap().1.clone();
    let mut one_day = story("a-second-wave");
    put(&mut one_day, "/fairs/0/channels/0/lead_time_days", json!(1));
    put(&mut one_day, "/fairs/0/tables/0/slots", json!(1));
    assert!(planned(&one_day, "fair") > 1000);
    assert!(planned(&story("a-training-where-the-planner-decides"), "trainings") > 300);
    assert!(planned(&small(), "matching") > 300);
    assert!(planned(&small(), "interventions") > 300);
    for lang in LANGS {
        for arguments in [
            &["validate", "-", "--format", "table"][..],
            &["shortlist", "-", "--jobseeker", "J1", "--advice", "--format", "table"],
            &["shortlist", "-", "--vacancy", "V1", "--advice", "--format", "table"],
            &["employers", "-", "--limit", "1", "--format", "table"],
            &["evidence", "-", "--limit", "1", "--format", "table"],
        ] {
            assert!(checked(arguments, &small(), lang) > 0, "{arguments:?}");
        }
        let segment = json!({
            "id": "kort", "channel": "brief", "lead_time_days": 1, "available": 1, "floor": 1,
            "rate": {"mean": 0.5, "sample_size": 1.0, "source": "assumption"}
        });
        let fair = json!({"hall": {"places": 1, "risk": 0.5}, "walk_ins": 0, "segments": [segment]});
        checked(&["size", "-", "--format", "table"], &fair, lang);
        let day = crate::day_lists::dated();
        assert!(checked(&["interviews", "-", "--format", "text"], &day, lang) > 100);
    }
}

#[test]
fn one_who_is_expected_is_one_person() {
    for (lang, words) in [("nl", "Verwacht 1.0"), ("en", "Expect 1.0"), ("fr", "Attendez 1.0")] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("people.txt");
        std::fs::write(&path, "1\n").unwrap();
        let arguments = ["turnout", path.to_str().unwrap(), "--hall", "1", "--format", "table", "--lang", lang];
        let output = Command::new(env!("CARGO_BIN_EXE_schakel")).args(arguments).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let noun = counted(Noun::People, 1u32, Lang::ALL[LANGS.iter().position(|it| *it == lang).unwrap()]);
        let noun = noun.trim_start_matches("1 ");
        assert!(text.replace("1,0", "1.0").contains(&format!("{words} {noun} (")), "{text}");
        assert_eq!(wrong(&text, lang), Vec::<&str>::new(), "{text}");
    }
}

/// Hundreds of plans are made and printed, each in a process.
mod full {
    use rayon::prelude::*;

    use super::*;

    /// Kinds of plan of which a story has something; that the tables of the others have no people is seen by the small stories.
    fn kinds(story: &Value) -> impl Iterator<Item = &'static str> + use<'_> {
        let programmes = story["programmes"].as_array().into_iter().flatten();
        let planned: Vec<_> = programmes.filter_map(|programme| programme["kind"].as_str()).collect();
        KINDS.into_iter().filter(move |kind| match *kind {
            "matching" => planned.is_empty() && story["fairs"].is_null(),
            "interventions" => story["supports"].is_array() && planned.is_empty(),
            "fair" => story["fairs"].is_array(),
            "groups" => planned.contains(&"conversation_group"),
            of_programmes => planned.contains(&of_programmes.trim_end_matches('s')),
        })
    }

    #[test]
    fn no_table_of_any_story_calls_one_several() {
        // It comes last, and alone: a process on each core.
        let printed =
            stories().into_par_iter().map(|(_, story)| kinds(&story).map(|kind| planned(&story, kind)).sum::<usize>());
        assert!(printed.sum::<usize>() > 50_000);
    }
}
