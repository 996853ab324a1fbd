//! Questions about a plan that need solves of their own. A new question is one file with a function, and its line in
//! [`QUESTIONS`].

mod decided_by;
mod one_more;
mod swaps;

use anyhow::Result;
use schakel_solver::plan::{Plan, Prepared};
use serde_json::Value;

pub use decided_by::DECIDED_BY;
pub use one_more::ONE_MORE;
pub use swaps::SWAPS;

/// A question about a plan: the name it is asked by, and what answers it in the child process.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// Kind of the plan that holds the answer, as the API names it.
    pub kind: &'static str,
    /// Works the answer out, from the plan and the params as they were asked. An error ends the plan as failed.
    pub answer: fn(&Case<'_>, &Value) -> Result<Value>,
}

/// Every question that can be asked.
pub static QUESTIONS: &[Question] = &[
    Question { kind: SWAPS, answer: swaps::answer },
    Question { kind: ONE_MORE, answer: one_more::answer },
    Question { kind: DECIDED_BY, answer: decided_by::answer },
];

/// The question of this kind.
pub fn question(kind: &str) -> Option<&'static Question> {
    QUESTIONS.iter().find(|question| question.kind == kind)
}

/// What a question is about, and how it keeps to its limits.
pub struct Case<'a> {
    /// The region, ready to be asked and planned.
    pub prepared: Prepared<'a>,
    /// The plan; none where the question is about a scenario alone.
    pub plan: Option<Plan>,
    /// Asked between pieces of work; once true, the answer tells what is known so far.
    pub stop: &'a dyn Fn() -> bool,
    /// Called with the pieces of work done, and their number in all.
    pub done: &'a dyn Fn(usize, usize),
}
