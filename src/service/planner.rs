//! Runs a solve: phases timed, progress told, a time limit kept. The core itself has no clock.
//!
//! The service runs it in a process of its own: `process` is the side of the service, `child` the side that solves, and
//! `wire` what they say to each other.

pub mod child;
pub mod process;
pub mod wire;
mod interviews;
mod question;
mod progress_printer;

use std::cell::OnceCell;
use std::time::{Duration, Instant};

use schakel_model::{self as model, EdgeIdx, Options, Progress};
use schakel_solver::kind::{self, Lists};
use schakel_solver::plan::{self, Plan, Prepared, Termination};
use schakel_solver::{candidates, domain::Facts};

pub use interviews::interviews_planned;
pub use question::{Case, DECIDED_BY, ONE_MORE, QUESTIONS, Question, SWAPS, question};

use progress_printer::ProgressPrinter;

/// What a caller wants of a solve.
#[derive(Clone, Copy, Debug, Default)]
pub struct SolveLimits {
    /// Longest solve; none waits for the proof. A limit that bites makes the plan depend on the machine.
    pub time_limit: Option<Duration>,
    /// Relative gap per level that is good enough; 0 asks for a proven optimum.
    pub gap: f64,
}

/// Seconds per phase and sizes of one run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Timings {
    /// Indexing the region.
    pub indexing: f64,
    /// Finding and judging candidates.
    pub candidates: f64,
    /// Listing pools and rows.
    pub listing: f64,
    /// Solving and proving.
    pub solving: f64,
    /// Turning the solution into a plan with reasons.
    pub reasons: f64,
    /// Number of edges.
    pub n_edges: usize,
    /// Number of pools.
    pub n_pools: usize,
}

/// What is being done.
#[derive(Clone, Debug)]
pub enum Step {
    /// Indexing the region.
    Indexing,
    /// Finding and judging candidates.
    Finding,
    /// Listing pools and rows of so many edges.
    Listing(usize),
    /// Solving and proving.
    Solving(Progress),
    /// Turning the solution into a plan with reasons.
    Writing,
}

/// Who watches a solve, and may end it.
pub struct Observer<'a> {
    /// Asked between pieces of work; once true, the best so far is the plan, and it counts as cancelled.
    pub is_cancelled: &'a dyn Fn() -> bool,
    /// Told each step.
    pub step: &'a dyn Fn(Step),
    /// Told each better choice: positions of edges, which are the same in every run on the same scenario.
    pub improved: &'a dyn Fn(Vec<EdgeIdx>),
    /// A choice to start from.
    pub hint: Option<&'a [EdgeIdx]>,
}

impl Default for Observer<'_> {
    fn default() -> Self {
        Self { is_cancelled: &|| false, step: &|_| (), improved: &|_| (), hint: None }
    }
}

/// Whether a row of the queue asks a question, and no plan.
pub fn is_question(kind: &str) -> bool {
    kind::Kind::named(kind).is_none()
}

/// Plans `facts` and reports progress on standard error.
pub fn planned(facts: Facts<'_>, limits: SolveLimits) -> (Plan, Timings) {
    let printer = ProgressPrinter::of_standard_error();
    let observer = Observer { step: &|step| printer.tell(&step), ..Observer::default() };
    let result = observed(facts, limits, &observer);
    printer.finish();
    result
}

/// Plans `facts` for whoever watches.
pub fn observed(facts: Facts<'_>, limits: SolveLimits, observer: &Observer<'_>) -> (Plan, Timings) {
    let mut timings = Timings::default();
    (observer.step)(Step::Indexing);
    let prepared = timed(&mut timings.indexing, || Prepared::of(facts));
    (observer.step)(Step::Finding);
    let edges = timed(&mut timings.candidates, || candidates::find(facts, &prepared.rules, &prepared.index));
    (observer.step)(Step::Listing(edges.len()));
    let lists: Lists = timed(&mut timings.listing, || kind::lists(facts, edges));
    (timings.n_edges, timings.n_pools) = (lists.edges.len(), lists.pools.len());
    let deadline = limits.time_limit.map(|limit| Instant::now() + limit);
    // The first cause of the end counts.
    let ended = OnceCell::new();
    let stop = || {
        if (observer.is_cancelled)() {
            ended.get_or_init(|| Termination::Cancelled);
        } else if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            ended.get_or_init(|| Termination::TimeLimit);
        }
        ended.get().is_some()
    };
    let seconds = || deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()).as_secs_f64());
    let tell = |progress: Progress| (observer.step)(Step::Solving(progress));
    let options = Options {
        gap: limits.gap,
        stop: &stop,
        progress: &tell,
        improved: observer.improved,
        seconds: &seconds,
        hint: observer.hint,
        ..Options::default()
    };
    let solution = timed(&mut timings.solving, || model::solve(&lists.problem, &options));
    (observer.step)(Step::Writing);
    let mut plan = timed(&mut timings.reasons, || plan::of_solution(&prepared, &lists, solution, limits.gap));
    // To the model a limit of time is a stop like any other.
    if plan.termination == Termination::Cancelled {
        plan.termination = ended.into_inner().unwrap_or(Termination::TimeLimit);
    }
    (plan, timings)
}

/// Runs `work` and notes its seconds.
fn timed<T>(seconds: &mut f64, work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let result = work();
    *seconds = begun.elapsed().as_secs_f64();
    result
}
