//! Puts a stand-in where a value is faulty, so that the rest of the record is still checked and every issue comes out
//! at once. A scenario that needed mending is never planned.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::issue::{Code, Issue, Param};

/// Whether an issue of this kind means that a stand-in took the place of a value.
fn is_mended(code: Code) -> bool {
    matches!(
        code,
        Code::MissingField
            | Code::WrongType
            | Code::NotInList
            | Code::Negative
            | Code::WrongUnit
            | Code::BadFormat
            | Code::WrongLength
            | Code::AgeNotForVacancies
            | Code::FloorIsZero
    )
}

/// `value`, which stands at `pointer` and follows `rule` of the schema `root`, with every spot in `found` mended: an
/// optional value is removed, a required one gets a stand-in. Lists keep their length, so that pointers stay right.
pub(super) fn mended(root: &Value, rule: &Value, mut value: Value, found: &[Issue], pointer: &str) -> Value {
    for issue in found {
        let path = issue.pointer.strip_prefix(pointer);
        let Some((parent, field)) = path.and_then(|path| path.rsplit_once('/')) else { continue };
        let parent_rule = parent.split('/').skip(1).try_fold(rule, |rule, step| below(root, rule, &plain(step)));
        let field = plain(field);
        match value.pointer_mut(parent) {
            Some(Value::Object(fields)) => {
                fields.remove(&field);
                if let Some(parent_rule) = parent_rule.filter(|rule| is_required(root, rule, &field)) {
                    let stand_in = below(root, parent_rule, &field).map_or(Value::Null, |rule| stand_in(root, rule));
                    fields.insert(field, stand_in);
                }
            }
            Some(Value::Array(items)) => {
                let rule = parent_rule.and_then(|rule| below(root, rule, &field));
                let item = field.parse().ok().and_then(|at: usize| items.get_mut(at));
                if let (Some(item), Some(rule)) = (item, rule) {
                    *item = stand_in(root, rule);
                }
            }
            _ => {}
        }
    }
    value
}

/// One step of a JSON Pointer without its escapes.
fn plain(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

/// The rule itself: references followed, "this or null" read as "this".
fn resolved<'a>(root: &'a Value, mut rule: &'a Value) -> &'a Value {
    loop {
        let referred = rule.get("$ref").and_then(Value::as_str).and_then(|at| root.pointer(at.trim_start_matches('#')));
        match referred.or_else(|| rule.pointer("/anyOf/0")) {
            Some(next) => rule = next,
            None => return rule,
        }
    }
}

/// The rule for what stands at `step` below something that follows `rule`.
fn below<'a>(root: &'a Value, rule: &'a Value, step: &str) -> Option<&'a Value> {
    let rule = resolved(root, rule);
    let of_object = |rule: &'a Value| rule.get("properties").and_then(|fields| fields.get(step));
    let of_variant = || rule.get("oneOf").and_then(Value::as_array).and_then(|all| all.iter().find_map(of_object));
    let of_map = || rule.get("patternProperties").and_then(Value::as_object).and_then(|all| all.values().next());
    let of_rest =
        || ["additionalProperties", "items"].iter().find_map(|name| rule.get(*name)).filter(|rest| rest.is_object());
    of_object(rule).or_else(of_variant).or_else(of_map).or_else(of_rest)
}

fn is_required(root: &Value, rule: &Value, field: &str) -> bool {
    let names = |rule: &Value| {
        let required = rule.get("required").and_then(Value::as_array);
        required.is_some_and(|names| names.iter().any(|name| name == field))
    };
    let rule = resolved(root, rule);
    let variants = rule.get("oneOf").and_then(Value::as_array);
    names(rule) || variants.is_some_and(|all| all.iter().any(names))
}

/// The least that follows `rule`.
fn stand_in(root: &Value, rule: &Value) -> Value {
    let rule = resolved(root, rule);
    if let Some(only) = rule.get("const") {
        return only.clone();
    }
    if let Some(first) = rule.pointer("/oneOf/0") {
        return stand_in(root, first);
    }
    match rule.get("type").and_then(Value::as_str) {
        Some("object") => {
            let required =
                rule.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
            let field = |name: &str| Some((name.to_owned(), stand_in(root, below(root, rule, name)?)));
            Value::Object(required.filter_map(field).collect::<Map<_, _>>())
        }
        Some("array") => json!([]),
        Some("boolean") => json!(false),
        Some("integer" | "number") => rule.get("minimum").cloned().unwrap_or_else(|| json!(0)),
        Some("string") => {
            let is_time = rule.get("pattern").and_then(Value::as_str).is_some_and(|pattern| pattern.contains("24:00"));
            let is_date = rule.get("format").is_some();
            json!(if is_date {
                "2000-01-01"
            } else if is_time {
                "00:00"
            } else {
                ""
            })
        }
        // Optional values have a list of types, of which null is one.
        _ => Value::Null,
    }
}

/// The issues of `meant` that are not merely about a stand-in of the issues `of_shape`.
pub(super) fn without_echoes(mut meant: Vec<Issue>, of_shape: &[Issue]) -> Vec<Issue> {
    let mended = || of_shape.iter().filter(|issue| is_mended(issue.code)).map(|issue| issue.pointer.as_str());
    let spots: HashSet<&str> = mended().collect();
    let above: HashSet<&str> = mended().flat_map(ancestors).collect();
    let around: HashSet<&str> = mended().filter_map(|spot| ancestors(spot).next()).collect();
    let is_echo = |pointer: &str| {
        above.contains(pointer) || spots.contains(pointer) || ancestors(pointer).any(|parent| spots.contains(parent))
    };
    let compares = |code| {
        use Code::{ClosesBeforeOpens, EndBeforeStart, LevelTwice, ShiftsOverContract, VenueClosed};
        matches!(code, ClosesBeforeOpens | EndBeforeStart | LevelTwice | ShiftsOverContract | VenueClosed)
    };
    let beside = |issue: &Issue| ancestors(&issue.pointer).next().is_some_and(|parent| around.contains(parent));
    meant.retain(|issue| {
        let first = match issue.params.get("first") {
            Some(Param::Text(first)) => Some(first.as_str()),
            _ => None,
        };
        let is_beside = compares(issue.code) && beside(issue);
        !is_beside && !is_echo(&issue.pointer) && !first.is_some_and(is_echo)
    });
    meant
}

/// The pointers above `pointer`, the nearest first.
fn ancestors(pointer: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(pointer.rsplit_once('/').map(|(parent, _)| parent), |above| {
        above.rsplit_once('/').map(|(parent, _)| parent)
    })
}
