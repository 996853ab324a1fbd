//! JSON Patch (RFC 6902) on a scenario, with paths that may name a record by one of its fields:
//! `/jobseekers/[id=J1]/goals`.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::document::{Node, position, set};
use crate::files::scenario::{Code, Issue, shown};

/// Most text that the copies of one patch may come to, bytes: copies of copies grow fast.
const COPIES_MAX: usize = 64 << 20;

/// Operations, done in turn; all of them, or none.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Patch(#[schemars(length(min = 1, max = 1000))] pub Vec<Operation>);

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// Sets a field, or puts an item into a list before the one at the position; `-` is the end.
    Add,
    /// Takes away what is there.
    Remove,
    /// Puts a value in the place of the one that is there.
    Replace,
    /// Takes what is at `from` and adds it at `path`.
    Move,
    /// Adds what is at `from` at `path` too.
    Copy,
    /// Holds when the value is there; otherwise nothing of the patch is done.
    Test,
}

/// One operation of a patch.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// What it does.
    pub op: Op,
    /// JSON Pointer. A step `[field=text]` in a list is the one record whose field has that text.
    #[schemars(regex(pattern = r"^(/([^~/]|~[01])*)*$"), length(max = 1000))]
    pub path: String,
    /// JSON Pointer of what is moved or copied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^(/([^~/]|~[01])*)*$"), length(max = 1000))]
    pub from: Option<String>,
    /// The value to add, to replace with or to test for; null is a value too.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "any_value")]
    #[schemars(with = "Value")]
    pub value: Option<Value>,
}

/// A value that is there, also when it is null.
fn any_value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// Why an operation is not done.
enum Refusal {
    /// A field of the operation is missing.
    Missing(&'static str),
    /// A step of a path leads nowhere: in which field of the operation, and which step.
    Nowhere(&'static str, String),
    /// A step fits several records.
    Several(&'static str, String, usize),
    /// The target of a move lies inside the moved value.
    IntoItself,
    /// The test fails.
    Differs,
    /// Copies of more text than a patch may make.
    TooMuch,
    /// Success or failure would tell where a person stands with the OCMW.
    Confidential(&'static str),
}

impl Refusal {
    /// As an issue of the operation at this position.
    fn issue(self, at: usize) -> Issue {
        let issue = |code, field: &str| Issue::new(code, format!("#/{at}/{field}"));
        match self {
            Self::Missing(field) => issue(Code::MissingField, field).with("field", &field),
            Self::Nowhere(field, step) => issue(Code::PathUnknown, field).with("step", &shown(&step)),
            Self::Several(field, step, count) => {
                issue(Code::PathAmbiguous, field).with("step", &shown(&step)).with("count", &count)
            }
            Self::IntoItself => issue(Code::MoveIntoItself, "path"),
            Self::Differs => issue(Code::TestFailed, "path"),
            Self::Confidential(field) => issue(Code::GateNotAsked, field),
            Self::TooMuch => issue(Code::CopiesTooLarge, "from").with("mebibytes", &(COPIES_MAX >> 20)),
        }
    }
}

/// Does every operation in turn.
///
/// # Errors
/// An issue for each operation that cannot be done; the document is of no use then.
pub fn apply(document: &mut Node, patch: &Patch) -> Result<(), Vec<Issue>> {
    let (mut issues, mut copies) = (Vec::new(), COPIES_MAX);
    for (at, operation) in patch.0.iter().enumerate() {
        if let Err(refusal) = operation.apply(document, &mut copies) {
            issues.push(refusal.issue(at));
        }
    }
    if issues.is_empty() { Ok(()) } else { Err(issues) }
}

impl Operation {
    /// Does it; `copies` is how much text may still be copied, bytes.
    fn apply(&self, document: &mut Node, copies: &mut usize) -> Result<(), Refusal> {
        self.asks_for_no_gate()?;
        match self.op {
            Op::Add => add(document, &self.path, self.new_value()?),
            Op::Remove => remove(document, "path", &self.path).map(drop),
            Op::Replace => {
                let value = self.new_value()?;
                *find(document, "path", &self.path)? = value;
                Ok(())
            }
            Op::Move => {
                let from = self.from()?;
                if self.path.strip_prefix(from).is_some_and(|rest| rest.starts_with('/')) {
                    return Err(Refusal::IntoItself);
                }
                let moved = remove(document, "from", from)?;
                add(document, &self.path, moved)
            }
            Op::Copy => {
                let copied = find(document, "from", self.from()?)?;
                *copies = copies.checked_sub(copied.bytes()).ok_or(Refusal::TooMuch)?;
                let copied = copied.clone();
                add(document, &self.path, copied)
            }
            Op::Test => {
                let expected = self.value.as_ref().ok_or(Refusal::Missing("value"))?;
                let found = find(document, "path", &self.path)?.value();
                if found.is_ok_and(|found| is_same(&found, expected)) { Ok(()) } else { Err(Refusal::Differs) }
            }
        }
    }

    /// Refuses operations that would reveal a gate, by whether they succeed or by where the value ends up: testing,
    /// removing or replacing a gate, selecting a person by it, testing a whole person, or moving one out of the list.
    /// Setting a gate with `add` reveals nothing: it succeeds whatever the gate was.
    fn asks_for_no_gate(&self) -> Result<(), Refusal> {
        let fields = [("path", Some(self.path.as_str())), ("from", self.from.as_deref())];
        for (field, path) in fields.into_iter().filter_map(|(field, path)| Some((field, path?))) {
            let steps: Vec<String> = steps(path).collect();
            let is_of_people = steps.first().is_none_or(|first| first == "jobseekers");
            let sets = self.op == Op::Add && steps.len() == 3;
            let names = steps.len() > 2 && steps[2] == "gate" && !sets;
            let reads_whole = self.op == Op::Test || field == "from" && !self.path.starts_with("/jobseekers/");
            let selects = steps.iter().any(|step| step.starts_with("[gate="));
            if selects || is_of_people && (names || reads_whole && steps.len() < 3) {
                return Err(Refusal::Confidential(field));
            }
        }
        Ok(())
    }

    fn from(&self) -> Result<&str, Refusal> {
        self.from.as_deref().ok_or(Refusal::Missing("from"))
    }

    fn new_value(&self) -> Result<Node, Refusal> {
        let value = self.value.as_ref().and_then(|value| Node::of(value).ok());
        value.ok_or(Refusal::Missing("value"))
    }
}

/// Whether two values are equal as JSON Patch sees it: 1 is 1.0, and the order of fields makes no difference.
fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| is_same(a, b)))
        }
        _ => a == b,
    }
}

/// The steps of a pointer, without escapes.
fn steps(path: &str) -> impl Iterator<Item = String> {
    path.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"))
}

/// The step as it is in this node: a selector in a list becomes the position of the one record it fits.
fn step_in(node: &mut Node, field: &'static str, step: String) -> Result<String, Refusal> {
    let Node::List(items) = node.opened() else { return Ok(step) };
    let selector = step.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).and_then(|rest| rest.split_once('='));
    let Some((name, text)) = selector else { return Ok(step) };
    let fits = |item: &Node| item.text_of(name).is_some_and(|found| found == text);
    let found: Vec<usize> = (0..items.len()).filter(|&at| fits(&items[at])).collect();
    match found.as_slice() {
        [only] => Ok(only.to_string()),
        [] => Err(Refusal::Nowhere(field, step)),
        several => Err(Refusal::Several(field, step, several.len())),
    }
}

/// What is at `path`, which is in `field` of the operation.
fn find<'a>(document: &'a mut Node, field: &'static str, path: &str) -> Result<&'a mut Node, Refusal> {
    let mut node = document;
    for step in steps(path) {
        let step = step_in(node, field, step)?;
        node = node.child(&step).ok_or(Refusal::Nowhere(field, step))?;
    }
    Ok(node)
}

/// The node above the last step of `path`, and that step. None for the whole document.
fn parent<'a>(
    document: &'a mut Node,
    field: &'static str,
    path: &str,
) -> Result<Option<(&'a mut Node, String)>, Refusal> {
    let Some((above, _)) = path.rsplit_once('/') else { return Ok(None) };
    let node = find(document, field, above)?;
    let last = steps(&path[above.len()..]).next().unwrap_or_default();
    let last = step_in(node, field, last)?;
    Ok(Some((node.opened(), last)))
}

fn add(document: &mut Node, path: &str, value: Node) -> Result<(), Refusal> {
    match parent(document, "path", path)? {
        None => *document = value,
        Some((Node::Object(fields), name)) => set(fields, &name, value),
        Some((Node::List(items), step)) => {
            let at = if step == "-" { Some(items.len()) } else { position(&step).filter(|&at| at <= items.len()) };
            items.insert(at.ok_or(Refusal::Nowhere("path", step))?, value);
        }
        Some((Node::Text(_), step)) => return Err(Refusal::Nowhere("path", step)),
    }
    Ok(())
}

fn remove(document: &mut Node, field: &'static str, path: &str) -> Result<Node, Refusal> {
    let nowhere = |step: String| Refusal::Nowhere(field, step);
    match parent(document, field, path)? {
        Some((Node::Object(fields), name)) => {
            let at = fields.iter().position(|(known, _)| *known == name).ok_or_else(|| nowhere(name))?;
            Ok(fields.remove(at).1)
        }
        Some((Node::List(items), step)) => {
            let at = position(&step).filter(|&at| at < items.len()).ok_or_else(|| nowhere(step))?;
            Ok(items.remove(at))
        }
        Some((Node::Text(_), step)) => Err(nowhere(step)),
        None => Err(nowhere(String::new())),
    }
}
