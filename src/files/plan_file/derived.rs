//! Compares what a plan file says besides its plan with what follows from scenario and plan: the file is written again.

use serde_json::Value;

use schakel_solver::domain::Facts;
use schakel_solver::plan::Plan;

use super::{format, write};
use crate::files::scenario::DefaultUsed;

/// Most differences that are told.
const DIFFERENCES_MAX: usize = 100;

/// Lists whose order means nothing: they are compared by the record that each line is about.
const LISTS: &[(&str, &str)] = &[
    ("assignments", "jobseeker"),
    ("based_on", "jobseeker"),
    ("unassigned", "jobseeker"),
    ("vacancies", "vacancy"),
    ("editions", "edition"),
    ("offers", "offer"),
    ("missing", "pool"),
    ("defaults", "name"),
];

/// A place where the file differs from what follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The place, as a JSON pointer; in a list whose order means nothing, by position once sorted.
    pub pointer: String,
    /// What the file says there, as JSON; `nothing` where it says nothing.
    pub stated: String,
    /// What follows from scenario and plan, as JSON.
    pub found: String,
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { pointer, stated, found } = self;
        write!(f, "CHECK_FILE_DIFFERS: {pointer} is said to be {stated}, from scenario and plan follows {found}")
    }
}

/// Everything that `file` says and that does not follow from the scenario and `plan`, which was read from it: names,
/// numbers of the pack that were used, places left, what prices prove. At most `DIFFERENCES_MAX`. Linear in the file.
///
/// # Errors
/// Never in practice: the file of a plan is JSON.
pub fn differences(
    facts: Facts<'_>,
    file: &format::PlanFile,
    plan: &Plan,
    defaults: &[DefaultUsed],
) -> serde_json::Result<Vec<Difference>> {
    let stated = sorted(serde_json::to_value(file)?);
    let mut follows = write(facts, plan, defaults);
    // A plan that was shown to others names no scenario.
    follows.scenario_digest = follows.scenario_digest.filter(|_| file.scenario_digest.is_some());
    let found = sorted(serde_json::to_value(follows)?);
    let mut differences = Vec::new();
    compare(&stated, &found, &mut String::from("#"), &mut differences);
    Ok(differences)
}

/// A file with its lists in one order.
fn sorted(mut file: Value) -> Value {
    for (list, name) in LISTS {
        if let Some(Value::Array(lines)) = file.get_mut(list) {
            lines.sort_by(|a, b| a[*name].as_str().cmp(&b[*name].as_str()));
        }
    }
    file
}

/// Adds the places below `pointer` at which the two differ.
fn compare(stated: &Value, found: &Value, pointer: &mut String, differences: &mut Vec<Difference>) {
    let length = pointer.len();
    match (stated, found) {
        _ if differences.len() >= DIFFERENCES_MAX || stated == found => {}
        (Value::Object(said), Value::Object(follows)) => {
            let unsaid = follows.keys().filter(|name| !said.contains_key(*name));
            for name in said.keys().chain(unsaid) {
                pointer.push_str(&format!("/{name}"));
                compare(&stated[name], &found[name], pointer, differences);
                pointer.truncate(length);
            }
        }
        (Value::Array(said), Value::Array(follows)) if said.len() == follows.len() => {
            for (at, (stated, found)) in said.iter().zip(follows).enumerate() {
                pointer.push_str(&format!("/{at}"));
                compare(stated, found, pointer, differences);
                pointer.truncate(length);
            }
        }
        _ => differences.push(Difference { pointer: pointer.clone(), stated: shown(stated), found: shown(found) }),
    }
}

/// A value in a sentence: a list by its length.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Array(lines) => format!("a list of {}", lines.len()),
        other => other.to_string(),
    }
}
