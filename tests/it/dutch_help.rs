//! The command line in Dutch: every verb and argument has its text, and the manual for mediators is typed and run.

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, Output};

use clap::CommandFactory;
use schakel::cli::{Cli, asks_for_dutch, in_dutch};

/// A verb, an argument or a value as `--help` shows it.
struct Shown {
    /// Path of the verb, such as `import csv`.
    path: String,
    /// The argument, `ARGUMENT=VALUE`, or nothing for what the verb does.
    argument: String,
    english: String,
}

/// Everything that the help shows in English, with what clap adds by itself.
fn shown() -> Vec<Shown> {
    let mut command = Cli::command();
    command.build();
    let mut all = Vec::new();
    show(&command, "", &mut all);
    all
}

fn show(command: &clap::Command, path: &str, all: &mut Vec<Shown>) {
    let mut add = |argument: String, english: Option<String>| {
        // Of its own flag clap says in some verbs which other form there is.
        let english = english.unwrap_or_default().split(" (see ").next().unwrap().to_owned();
        all.push(Shown { path: path.to_owned(), argument, english });
    };
    add(String::new(), command.get_about().map(ToString::to_string));
    if command.get_name() == "help" {
        return;
    }
    for argument in command.get_arguments().filter(|argument| !argument.is_hide_set()) {
        let name = argument.get_long().unwrap_or(argument.get_id().as_str()).to_owned();
        for value in argument.get_possible_values().iter().filter(|value| !value.is_hide_set()) {
            // A flag takes none, though it has two.
            if argument.get_action().takes_values() {
                add(format!("{name}={}", value.get_name()), value.get_help().map(ToString::to_string));
            }
        }
        add(name, argument.get_help().map(ToString::to_string));
    }
    for verb in command.get_subcommands().filter(|verb| !verb.is_hide_set()) {
        show(verb, format!("{path} {}", verb.get_name()).trim_start(), all);
    }
}

/// The rows of the table, by path and argument.
fn table() -> BTreeMap<(String, String), String> {
    let text = include_str!("../../fixtures/tables/help_nl.csv");
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    let mut rows = BTreeMap::new();
    for row in reader.records().map(Result::unwrap) {
        let earlier = rows.insert((row[0].to_owned(), row[1].to_owned()), row[2].to_owned());
        assert!(earlier.is_none(), "two rows for `{}` `{}`", &row[0], &row[1]);
    }
    rows
}

/// The row that holds for what is shown: its own, else the one for every verb.
fn row_of<'a>(rows: &'a BTreeMap<(String, String), String>, one: &Shown) -> Option<(&'a (String, String), &'a String)> {
    let of = |path: &str| rows.get_key_value(&(path.to_owned(), one.argument.clone()));
    of(&one.path).or_else(|| of("*"))
}

/// Runs the program where no locale is asked for, unless `language` is.
fn run(arguments: &[&str], language: Option<&str>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_schakel"));
    for variable in ["SCHAKEL_LANG", "LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES"] {
        command.env_remove(variable);
    }
    command.args(arguments).envs(language.map(|language| ("SCHAKEL_LANG", language))).output().unwrap()
}

#[test]
fn everything_that_the_help_shows_has_a_dutch_text() {
    let rows = table();
    let mut missing = Vec::new();
    let all = shown();
    for one in &all {
        let name = format!("`{}` `{}`", one.path, one.argument);
        match row_of(&rows, one) {
            None => missing.push(format!("{name}: add a row for \"{}\"", one.english)),
            Some((_, dutch)) if dutch.is_empty() || *dutch == one.english => missing.push(format!("{name}: not Dutch")),
            Some((_, dutch)) if dutch.ends_with('.') => missing.push(format!("{name}: ends without a full stop")),
            Some(_) => {}
        }
    }
    assert!(all.len() > 300, "too little is shown to prove anything: {}", all.len());
    assert!(missing.is_empty(), "fixtures/tables/help_nl.csv: {missing:#?}");
}

#[test]
fn every_dutch_text_is_about_something_and_a_common_one_about_one_thing() {
    let rows = table();
    let mut english: BTreeMap<&(String, String), BTreeSet<String>> = BTreeMap::new();
    for one in shown() {
        if let Some((row, _)) = row_of(&rows, &one) {
            english.entry(row).or_default().insert(one.english);
        }
    }
    let unused: Vec<_> = rows.keys().filter(|row| !english.contains_key(row)).collect();
    assert!(unused.is_empty(), "fixtures/tables/help_nl.csv has rows for what is not there: {unused:?}");
    let torn: Vec<_> = english.iter().filter(|(_, texts)| texts.len() > 1).collect();
    assert!(torn.is_empty(), "one row for several English texts, of which some want a row of their own: {torn:#?}");
}

/// Paths of all verbs that the help shows, that of the program first.
fn paths() -> BTreeSet<String> {
    shown().into_iter().map(|one| one.path).filter(|path| !path.ends_with("help")).collect()
}

#[test]
fn the_program_helps_in_dutch_where_that_is_asked_and_else_in_english() {
    let (rows, all) = (table(), shown());
    for path in paths() {
        let arguments: Vec<&str> = path.split_whitespace().chain(["--help"]).collect();
        let [dutch, english] = [Some("nl"), None].map(|language| {
            let output = run(&arguments, language);
            assert!(output.status.success(), "{path}");
            String::from_utf8(output.stdout).unwrap()
        });
        let headings = [
            ("Gebruik:", "Usage:"),
            ("Opties:", "Options:"),
            ("Opdrachten:", "Commands:"),
            ("Argumenten:", "Arguments:"),
            ("Mogelijke waarden:", "Possible values:"),
            ("[standaard:", "[default:"),
            ("[omgevingsvariabele:", "[env:"),
            ("[OPTIES]", "[OPTIONS]"),
            ("<OPDRACHT>", "<COMMAND>"),
        ];
        for (nl, en) in headings {
            assert!(!dutch.contains(en) && !english.contains(nl), "{path}: {en}\n{dutch}");
            assert_eq!(dutch.matches(nl).count(), english.matches(en).count(), "{path}: {nl}\n{dutch}");
        }
        for one in all.iter().filter(|one| one.path == path) {
            let (_, text) = row_of(&rows, one).unwrap();
            assert!(dutch.contains(text.as_str()), "{path}: {text}\n{dutch}");
            assert!(english.contains(&one.english), "{path}: {}\n{english}", one.english);
        }
        for one in all.iter().filter(|one| one.english.len() > 20) {
            assert!(!dutch.contains(&one.english), "{path}: {}\n{dutch}", one.english);
        }
    }
}

#[test]
fn verbs_options_and_errors_are_the_same_in_both_languages() {
    in_dutch(Cli::command()).debug_assert();
    for arguments in [&["plan"][..], &["plan", "--kind", "other"], &["no-such-verb"], &["check", "--no-such-flag"]] {
        let [dutch, english] = [Some("nl"), None].map(|language| run(arguments, language));
        assert_eq!(dutch.status.code(), Some(2), "{arguments:?}");
        assert_eq!(dutch, english, "{arguments:?}");
    }
    assert_eq!(run(&["--version"], Some("nl")), run(&["--version"], None));
    let [of_verb, of_help] = [["import", "csv", "--help"], ["help", "import", "csv"]].map(|one| run(&one, Some("nl")));
    assert_eq!(of_verb, of_help);
}

#[test]
fn the_first_variable_that_is_set_decides_the_language() {
    let asked = |set: &[(&str, &str)]| {
        asks_for_dutch(|name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
    };
    assert!(
        asked(&[("SCHAKEL_LANG", "nl")]) && asked(&[("LANG", "nl_BE.UTF-8")]) && asked(&[("LC_MESSAGES", "nl_NL")])
    );
    assert!(asked(&[("SCHAKEL_LANG", "nl"), ("LC_ALL", "C"), ("LANG", "en_GB.UTF-8")]));
    assert!(asked(&[("LC_ALL", ""), ("LANG", "nl_BE.UTF-8")]), "what is empty is not set");
    assert!(!asked(&[]) && !asked(&[("LANG", "C.UTF-8")]) && !asked(&[("LC_ALL", "C"), ("LANG", "nl_BE.UTF-8")]));
    assert!(!asked(&[("SCHAKEL_LANG", "en"), ("LANG", "nl_BE.UTF-8")]));
}

/// The blocks of the manual that are marked so, in order.
fn blocks(mark: &str) -> String {
    let manual = include_str!("../../packaging/handleiding.md");
    let start = format!("```{mark}\n");
    let blocks = manual.split(start.as_str()).skip(1);
    blocks.map(|rest| rest.split_once("```").unwrap().0).collect()
}

#[test]
fn the_manual_for_mediators_works_as_it_stands() {
    let manual = include_str!("../../packaging/handleiding.md");
    assert!(manual.lines().count() <= 150, "a manual that is read has few pages");
    let outside: String = manual.split("```").step_by(2).collect();
    assert!(!outside.contains("`schakel "), "a command stands in a block of its own, and is tried");
    let folder = tempfile::tempdir().unwrap();
    let script = blocks("sh");
    assert!(script.lines().count() > 10, "the manual has no commands");
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_schakel")).parent().unwrap();
    let paths = std::env::var("PATH").unwrap();
    let mut shell = Command::new("bash");
    shell.args(["-euo", "pipefail", "-c", &script]).current_dir(folder.path());
    let output = shell.env("PATH", format!("{}:{paths}", program.display())).output().unwrap();
    let (told, warned) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{script}\n---\n{told}\n---\n{warned}");
    for line in blocks("text").lines() {
        assert!(
            told.lines().any(|other| other == line),
            "the manual shows `{line}`, and the program does not:\n{told}"
        );
    }
    for file in ["nakijken.xlsx", "voorstellen.xlsx", "blad.txt"] {
        assert!(std::fs::metadata(folder.path().join(file)).unwrap().len() > 100, "{file}");
    }
}

#[test]
fn the_package_brings_the_manual_along() {
    let package = include_str!("../../packaging/deb");
    assert!(package.contains("\"$here/handleiding.md\" \"$tree/usr/share/doc/schakel/handleiding.md\""));
}
