//! The house rules, checked against the sources: which module may import which, what may not be named, how long files
//! and functions may grow.
//!
//! Each failure says what to do. A limit is a ratchet: the exceptions of today are listed, none may be added lightly.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use schakel_solver::constraint::ALL;

/// Most lines of a function, and of a file.
const FUNCTION_LINES_MAX: usize = 70;
const FILE_LINES_MAX: usize = 500;
/// Functions that are longer today, with their lines: one `match` over every change, in each language.
const LONG_FUNCTIONS: &[(&str, &str, usize)] = &[("solver/src/explain/change_words.rs", "change_words", 104)];
/// Files that are longer today, with their lines: a table with one entry for each code.
const LONG_FILES: &[(&str, usize)] = &[("src/files/scenario/catalogue.rs", 587)];

/// Modules of the solver that import one that comes later, and why that is right.
const UPWARD: &[(&str, &str)] = &[
    // A region holds its source of travel times, whichever that is; `travel` knows of places and points only.
    ("solver/src/domain.rs", "travel"),
    // Laws of rules are tried through the search that applies them.
    ("solver/src/constraint/tests/children.rs", "candidates"),
    ("solver/src/constraint/tests/fairness.rs", "candidates"),
];

/// What the core cannot do, and what to do instead.
const NOT_IN_THE_CORE: &[(&str, &str)] = &[
    ("std::fs", "read in src/ and hand over facts"),
    ("std::io", "write in src/"),
    ("std::net", "the core talks to nobody"),
    ("std::env", "read settings in src/ and hand them over"),
    ("std::process", "start processes in src/service/planner.rs"),
    ("std::time", "measure in src/service/planner.rs; take `stop` from the caller"),
    ("::now()", "take the day from the horizon"),
    ("println!", "return what there is to say"),
    ("rand::", "ties go by `tie_hash`; tests draw with their own seed"),
    ("serde", "files are read and written in src/"),
    ("log::", "tell `progress` instead"),
    ("tracing", "tell `progress` instead"),
    ("HashMap", "use BTreeMap: its order is the same in every run"),
    ("HashSet", "use BTreeSet: its order is the same in every run"),
];

/// Where sentences for people are written: each line names the language it is in.
const WORDS: &[&str] = &[
    "solver/src/text.rs",
    // Names of days, modes, languages: what findings are made of.
    "solver/src/names.rs",
    "solver/src/constraint",
    "solver/src/explain",
    // Picks the label of an occupation in the language asked for; writes none.
    "solver/src/domain.rs",
    "src/cli",
    // Problems of requests: what is the case and what to do.
    "src/http/problem",
    // What is wrong with a timetable.
    "src/files/gtfs/catalogue",
    "src/files/scenario/catalogue",
    // What a cell of a table may look like, and the titles of columns that leave.
    "src/files/import/words",
    "src/answers/export/words",
    "src/files/scenario/issue",
    // Coded reasons, published with their words.
    "src/answers/decision_reasons",
    // What was expected in a place, and the names of units, as the words of an issue.
    "src/files/scenario/shape",
    "src/files/scenario/units",
    "tests",
    "benches",
];

struct Source {
    /// Path from the root of the project, with slashes.
    path: String,
    text: String,
}

impl Source {
    /// Lines that are code, with their numbers.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(at, line)| (at + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    fn is_in(&self, folder: &str) -> bool {
        self.path.starts_with(folder)
    }
}

/// Files of the project with one of these extensions, in the order of their paths.
fn files(extensions: &[&str]) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<PathBuf> =
        ["src", "solver", "tests", "benches", "fixtures", ".ci"].map(|folder| root.join(folder)).into();
    let mut paths: Vec<PathBuf> = Vec::new();
    let of_root = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    paths.extend(of_root);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { paths.push(path) }
        }
    }
    paths.retain(|path| {
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or("");
        extensions.contains(&extension)
    });
    let relative = |path: &Path| path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
    let source = |path: &PathBuf| Source { path: relative(path), text: fs::read_to_string(path).unwrap() };
    let mut sources: Vec<_> = paths.iter().map(source).collect();
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

fn rust() -> Vec<Source> {
    let sources = files(&["rs"]);
    assert!(sources.len() > 100, "too few sources to prove anything: {}", sources.len());
    sources
}

/// Fails with every complaint at once.
fn no_complaints(complaints: impl IntoIterator<Item = String>) {
    let all = complaints.into_iter().fold(String::new(), |mut all, complaint| {
        writeln!(all, "{complaint}").unwrap();
        all
    });
    assert!(all.is_empty(), "\n{all}");
}

/// Where `word` stands in code.
fn uses<'a>(source: &'a Source, word: &str) -> impl Iterator<Item = String> + use<'a> {
    let word = word.to_owned();
    source.code().filter(move |(_, line)| line.contains(&word)).map(|(at, _)| format!("{}:{at}", source.path))
}

/// The modules of a crate, lowest first, as its `lib.rs` lists them.
fn floors(lib: &str) -> Vec<&str> {
    lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect()
}

#[test]
fn the_floors_of_the_solver_import_downwards() {
    imports_go_down("solver/src/", "crate", include_str!("../../solver/src/lib.rs"));
}

#[test]
fn the_wings_of_the_shell_import_downwards() {
    imports_go_down("src/", "crate", include_str!("../../src/lib.rs"));
}

#[test]
fn within_a_wing_imports_go_down_too() {
    imports_go_down("src/files/", "crate::files", include_str!("../../src/files.rs"));
    imports_go_down("src/answers/", "crate::answers", include_str!("../../src/answers.rs"));
    imports_go_down("src/service/", "crate::service", include_str!("../../src/service.rs"));
}

/// Fails where a module in `folder` imports one that `list`, the modules under `root`, names later.
fn imports_go_down(folder: &str, root: &str, list: &str) {
    let floors = floors(list);
    let height = |module: &str| floors.iter().position(|floor| *floor == module);
    let root = format!("{root}::");
    let (mut complaints, mut found) = (Vec::new(), 0);
    for source in rust().iter().filter(|source| source.is_in(folder)) {
        let own = source.path[folder.len()..].split(['/', '.']).next().unwrap();
        let Some(own) = height(own) else { continue };
        found += 1;
        for (at, line) in source.code() {
            for named in line.split(&root).skip(1) {
                let named = named.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
                let is_known = UPWARD.contains(&(&source.path, named));
                if height(named).is_some_and(|floor| floor > own) && !is_known {
                    complaints.push(format!(
                        "{}:{at} imports `{named}`, a floor above: move the shared part down, or pass it in",
                        source.path
                    ));
                }
            }
        }
    }
    no_complaints(complaints);
    assert!(found >= floors.len() && floors.len() > 2, "{folder}: {found} sources on {} floors", floors.len());
}

#[test]
fn no_two_files_of_a_folder_import_each_other() {
    // Files of one folder, each with those beside it that it names. A circle among them has no first page to read.
    let mut beside: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let sources = rust();
    for source in sources.iter().filter(|source| source.is_in("src/") || source.is_in("solver/")) {
        let Some((folder, name)) = source.path.rsplit_once('/') else { continue };
        let Some(name) = name.strip_suffix(".rs") else { continue };
        let named =
            source.code().flat_map(|(_, line)| line.split("super::").skip(1).map(str::to_owned).collect::<Vec<_>>());
        for named in named {
            let named = named.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
            let other = format!("{folder}/{named}");
            if named != name && sources.iter().any(|source| source.path == format!("{other}.rs")) {
                beside.entry(format!("{folder}/{name}")).or_default().insert(other);
            }
        }
    }
    assert!(beside.len() > 50, "too few imports to prove anything: {}", beside.len());
    no_complaints(beside.iter().flat_map(|(file, named)| {
        let back = named.iter().filter(|other| *other > file && reaches(&beside, other, file));
        back.map(move |other| format!("{file}.rs and {other}.rs import each other: move what both need down"))
            .collect::<Vec<_>>()
    }));
}

/// Whether `from` imports `to`, over however many files.
fn reaches(beside: &BTreeMap<String, BTreeSet<String>>, from: &str, to: &str) -> bool {
    let (mut open, mut seen) = (vec![from.to_owned()], BTreeSet::new());
    while let Some(next) = open.pop() {
        for other in beside.get(&next).into_iter().flatten() {
            if other == to {
                return true;
            }
            if seen.insert(other.clone()) {
                open.push(other.clone());
            }
        }
    }
    false
}

#[test]
fn the_core_never_waits_reads_logs_or_rolls_dice() {
    let sources = rust();
    let core = sources.iter().filter(|source| source.is_in("solver/"));
    no_complaints(core.flat_map(|source| {
        let found = NOT_IN_THE_CORE.iter().flat_map(move |&(word, instead)| {
            uses(source, word).map(move |place| format!("{place} names `{word}`: {instead}"))
        });
        found.collect::<Vec<_>>()
    }));
}

/// A cache among the facts survives a change of what it was worked out from.
#[test]
fn the_facts_hold_no_caches() {
    let facts = rust()
        .into_iter()
        .filter(|source| source.path == "solver/src/domain.rs" || source.path.starts_with("solver/src/domain/"));
    let facts: Vec<Source> = facts.filter(|source| !source.path.ends_with("/nearby.rs")).collect();
    assert!(facts.len() > 10);
    let held = |source: &Source| {
        let words = ["OnceLock", "OnceCell", "LazyLock", "RefCell", "Mutex", "Nearby::default"];
        words.iter().flat_map(|word| uses(source, word).collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    let complaint =
        |place: String| format!("{place}: derived state belongs to who prepares a region, see domain/nearby.rs");
    no_complaints(facts.iter().flat_map(held).map(complaint));
}

#[test]
fn only_the_model_knows_the_solver_behind_it() {
    let sources = rust();
    // A bench may hold the textbook beside the model.
    let known = ["solver/model/", "tests/", "benches/"];
    let others = sources.iter().filter(|source| !known.iter().any(|folder| source.is_in(folder)));
    no_complaints(others.flat_map(|source| {
        let found = ["good_lp", "highs::"].into_iter().flat_map(|word| uses(source, word));
        found.map(|place| format!("{place} names the backend: ask `model` for what you need")).collect::<Vec<_>>()
    }));
}

#[test]
fn no_solve_runs_inside_the_server() {
    // What plans or plans again: called by the command line, by the process that solves, and by nothing that serves.
    let solves = [
        "schakel_model",
        "plan::solved(",
        "decided_by(",
        "swaps(",
        "value_of_one_more(",
        "levers_tried(",
        "interviews_planned(",
        "interviews::plan",
    ];
    let sources = rust();
    let serves = sources.iter().filter(|source| {
        let is_child = source.is_in("src/service/planner");
        (source.is_in("src/http") || source.is_in("src/answers") || source.is_in("src/service/")) && !is_child
    });
    no_complaints(serves.flat_map(|source| {
        // A handler may be called as the question it takes.
        let calls = |word: &str| {
            source.code().filter(|(_, line)| !line.contains("async fn ")).any(|(_, line)| line.contains(word))
        };
        let found = solves.iter().filter(|word| calls(word));
        let advice = "make it a question, in src/service/planner/question.rs";
        found.map(|word| format!("{} names `{word}`: {advice}", source.path)).collect::<Vec<_>>()
    }));
}

#[test]
fn no_order_of_a_hash_reaches_a_plan_file() {
    let sources = rust();
    let writers =
        sources.iter().filter(|source| source.is_in("src/files/plan_file") || source.is_in("src/service/planner"));
    no_complaints(writers.flat_map(|source| {
        let found = ["HashMap", "HashSet"].into_iter().flat_map(|word| uses(source, word));
        found.map(|place| format!("{place}: use BTreeMap or a sorted list")).collect::<Vec<_>>()
    }));
}

#[test]
fn no_reader_names_a_rule() {
    // Parts of the scenario that carry the same name as the rule about them.
    let parts = ["childcare", "supports", "pins"];
    let ids: Vec<_> = ALL.iter().map(|rule| rule.id().0).filter(|id| !parts.contains(id)).collect();
    let sources = rust();
    let readers = sources.iter().filter(|source| source.is_in("src/files/scenario"));
    no_complaints(readers.flat_map(|source| {
        let found = ids.iter().flat_map(|id| uses(source, &format!("\"{id}\"")));
        found.map(|place| format!("{place} names a rule: loop over `constraint::ALL`")).collect::<Vec<_>>()
    }));
}

#[test]
fn nobody_asks_a_rule_or_a_finding_for_its_name_to_decide_something() {
    // Fields of a record may be called as a rule is; an ID or a code compared with a literal is a rule that is named.
    let asked = ["id().0 == \"", "id().0 != \"", "ConstraintId(\"", ".code() == \"", ".code() != \""];
    let sources = rust();
    let names_itself = ["solver/src/constraint/", "tests/", "benches/"];
    let is_test = |source: &Source| source.path.split('/').any(|part| part == "tests" || part == "tests.rs");
    let others =
        sources.iter().filter(|source| !names_itself.iter().any(|place| source.is_in(place)) && !is_test(source));
    no_complaints(others.flat_map(|source| {
        let found = asked.iter().flat_map(|word| uses(source, word));
        found.map(|place| format!("{place} names a rule: give `Constraint` a property and ask for that"))
    }));
}

#[test]
fn sentences_for_people_stand_in_few_places() {
    let sources = rust();
    let others = sources.iter().filter(|source| !WORDS.iter().any(|place| source.is_in(place)));
    no_complaints(others.flat_map(|source| {
        let found = ["Lang::Nl", "nl: \""].into_iter().flat_map(|word| uses(source, word));
        let advice = "return a code or a finding and let `explain` or the command line say it";
        found.map(|place| format!("{place} writes words: {advice}")).collect::<Vec<_>>()
    }));
}

#[test]
fn every_rule_with_a_file_is_in_the_list() {
    let list = include_str!("../../solver/src/constraint.rs");
    let list = list.split_once("pub static ALL").and_then(|(_, rest)| rest.split_once("];")).unwrap().0;
    let mut found = 0;
    let mut complaints = Vec::new();
    for source in rust().iter().filter(|source| source.is_in("solver/src/constraint/")) {
        for (_, line) in source.code() {
            let Some(rule) = line.strip_prefix("impl Constraint for ") else { continue };
            let (rule, module) = (rule.trim_end_matches(" {"), source.path.rsplit('/').next().unwrap());
            let entry = format!("&{}::{rule},", module.trim_end_matches(".rs"));
            found += 1;
            if !list.contains(&entry) {
                complaints.push(format!("{}: add `{entry}` to ALL in solver/src/constraint.rs", source.path));
            }
        }
    }
    no_complaints(complaints);
    assert_eq!(found, ALL.len(), "one rule a file, one line in ALL");
}

#[test]
fn status_codes_are_decided_in_two_places() {
    let places = ["src/http/problem.rs", "src/http/answer.rs", "tests/", "benches/"];
    let sources = rust();
    let others = sources.iter().filter(|source| !places.iter().any(|place| source.is_in(place)));
    no_complaints(others.flat_map(|source| {
        let found = uses(source, "StatusCode");
        found.map(|place| format!("{place} decides a status: answer with a `Problem`, `Made`, `Begun` or `Done`"))
    }));
}

#[test]
fn every_source_opens_with_a_sentence() {
    let sources = rust();
    let mute = sources.iter().filter(|source| !source.text.starts_with("//! ") && !source.text.starts_with("#!["));
    no_complaints(mute.map(|source| format!("{}: say in `//!` what it is for, in a sentence", source.path)));
}

#[test]
fn no_module_is_a_drawer_for_leftovers() {
    let drawers = ["utils", "util", "common", "helpers", "types", "models", "services", "manager", "misc"];
    let sources = rust();
    let found = sources.iter().filter(|source| source.path.split(['/', '.']).any(|part| drawers.contains(&part)));
    no_complaints(found.map(|source| format!("{}: name it after what it knows", source.path)));
}

#[test]
fn nothing_is_left_half_done() {
    let leftovers = [concat!("todo", "!("), concat!("unimplemented", "!("), concat!("dbg", "!("), concat!("FIX", "ME")];
    let sources = rust();
    no_complaints(sources.iter().flat_map(|source| {
        let found = leftovers.iter().filter(|word| source.text.contains(*word));
        found.map(|word| format!("{}: finish or remove `{word}`", source.path)).collect::<Vec<_>>()
    }));
}

#[test]
fn no_path_of_one_machine_is_written_down() {
    let paths = [concat!("/wo", "rk/"), concat!("/tm", "p/"), concat!("/ro", "ot/")];
    let sources = files(&["rs", "md", "toml", "json", "csv", "lock", "", "sh", "html"]);
    no_complaints(sources.iter().flat_map(|source| {
        let found = paths.iter().filter(|path| source.text.contains(*path));
        found.map(|path| format!("{}: `{path}` is there on one machine only", source.path)).collect::<Vec<_>>()
    }));
}

#[test]
fn files_stay_short() {
    let sources = rust();
    let long = sources.iter().map(|source| (source, source.text.lines().count()));
    let most =
        |path: &str| LONG_FILES.iter().find(|(known, _)| *known == path).map_or(FILE_LINES_MAX, |(_, most)| *most);
    let long = long.filter(|(source, lines)| *lines > most(&source.path));
    let advice = "grow it into a folder of the same name";
    no_complaints(long.map(|(source, lines)| format!("{}: {lines} lines, {advice}", source.path)));
}

/// Name and lines of every function of a formatted source: from its `fn` to the brace at the same depth.
fn functions(source: &Source) -> Vec<(String, usize)> {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let lines: Vec<&str> = source.text.lines().collect();
    let mut found = Vec::new();
    for (first, line) in lines.iter().enumerate() {
        let head = line.trim_start();
        let is_plain =
            ["fn ", "pub fn ", "pub(", "const fn ", "pub const fn "].iter().any(|start| head.starts_with(start));
        let Some((_, rest)) = head.split_once("fn ").filter(|_| is_plain) else { continue };
        let name = rest.split(['(', '<']).next().unwrap().to_owned();
        let end = lines[first..].iter().position(|line| line.trim() == "}" && depth(line) == depth(lines[first]));
        // A function of one line, or one that a trait only declares, ends where it begins.
        if let Some(end) = end.filter(|_| !line.ends_with(['}', ';'])) {
            found.push((name, end + 1));
        }
    }
    found
}

#[test]
fn functions_fit_on_a_screen() {
    let mut complaints = Vec::new();
    let mut exceptions: Vec<_> = LONG_FUNCTIONS.to_vec();
    for source in rust() {
        for (name, lines) in functions(&source).into_iter().filter(|(_, lines)| *lines > FUNCTION_LINES_MAX) {
            let known = exceptions.iter().position(|&(path, known, _)| path == source.path && known == name);
            let most = known.map_or(FUNCTION_LINES_MAX, |at| exceptions.swap_remove(at).2);
            if lines > most {
                complaints.push(format!("{}: `{name}` has {lines} lines, at most {most}: split it", source.path));
            }
        }
    }
    let done = exceptions.iter().map(|(path, name, _)| format!("{path}: `{name}` is short now: take it off the list"));
    no_complaints(complaints.into_iter().chain(done));
}

#[test]
fn the_map_in_the_readme_is_true() {
    let readme = include_str!("../../README.md");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let named = readme.split(|c: char| c.is_whitespace() || "`()|,;".contains(c)).filter(|word| word.contains('/'));
    let paths = named.filter(|word| word.ends_with(".rs") || word.ends_with(".md") || word.ends_with('/'));
    let mut complaints: Vec<_> = paths
        .filter(|path| !path.contains(':') && !root.join(path).exists())
        .map(|path| format!("README.md names {path}, which is not there"))
        .collect();
    for source in rust() {
        let is_on_the_map = ["src/", "src/files/", "src/answers/", "src/service/", "solver/src/", "benches/"]
            .iter()
            .any(|folder| source.path.strip_prefix(folder).is_some_and(|rest| !rest.contains('/')));
        let name = source.path.rsplit('/').next().unwrap();
        if is_on_the_map && !["lib.rs", "main.rs"].contains(&name) && !readme.contains(name) {
            complaints.push(format!("{} is not on the map in README.md: add a line with a sentence", source.path));
        }
    }
    no_complaints(complaints);
}

#[test]
fn every_test_that_is_left_out_of_quick_is_there() {
    let sources: String = rust().iter().map(|source| source.text.clone()).collect();
    let listed = include_str!("../slow.txt").lines().filter(|line| !line.starts_with('#'));
    let name = |line: &str| line.rsplit("::").next().unwrap().to_owned();
    no_complaints(listed.filter(|line| !sources.contains(&name(line))).map(|line| format!("{line}: no such test")));
}
