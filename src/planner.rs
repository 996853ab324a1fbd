//! Runs a solve: phases timed, progress told, a time limit kept. The core itself has no clock.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use schakel_solver::kind::{self, Lists};
use schakel_solver::model::{self, Options, Phase, Progress};
use schakel_solver::plan::{self, Plan, Prepared};
use schakel_solver::{candidates, domain::Facts};

/// What a caller wants of a solve.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wish {
    /// Longest solve; none waits for the proof. A limit that bites makes the plan depend on the machine.
    pub time_limit: Option<Duration>,
    /// Relative gap per level that is good enough; 0 asks for a proven optimum.
    pub gap: f64,
    /// Whether to tell progress on standard error.
    pub tells_progress: bool,
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

/// Solves the matching of `facts`.
pub fn matching(facts: Facts<'_>, wish: Wish) -> (Plan, Timings) {
    let bar = wish.tells_progress.then(bar).unwrap_or_else(ProgressBar::hidden);
    let mut timings = Timings::default();
    bar.set_message("indexing");
    let prepared = timed(&mut timings.indexing, || Prepared::of(facts));
    bar.set_message("finding candidates");
    let edges = timed(&mut timings.candidates, || candidates::find(facts, &prepared.rules, &prepared.index));
    bar.set_message(format!("listing {} candidates", edges.len()));
    let lists: Lists = timed(&mut timings.listing, || kind::lists(facts, edges));
    (timings.n_edges, timings.n_pools) = (lists.edges.len(), lists.pools.len());
    let deadline = wish.time_limit.map(|limit| Instant::now() + limit);
    let stop = || deadline.is_some_and(|deadline| Instant::now() >= deadline);
    let tell = |progress: Progress| bar.set_message(words(&progress, timings.n_edges));
    let seconds = wish.time_limit.map(|limit| limit.as_secs_f64());
    let options = Options { gap: wish.gap, stop: &stop, progress: &tell, seconds, ..Options::default() };
    let mut solving = 0.0;
    let solution = timed(&mut solving, || model::solve(&lists.problem, &options));
    timings.solving = solving;
    bar.set_message("writing reasons");
    let plan = timed(&mut timings.reasons, || plan::of_solution(&prepared, &lists, solution));
    bar.finish_and_clear();
    (plan, timings)
}

/// Runs `work` and notes its seconds.
fn timed<T>(seconds: &mut f64, work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let result = work();
    *seconds = begun.elapsed().as_secs_f64();
    result
}

/// A line that says what is being done; on a terminal it moves.
fn bar() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed_precise} {msg}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

/// Progress in words.
fn words(progress: &Progress, n_edges: usize) -> String {
    let phase = match progress.phase {
        Phase::Relaxing => "relaxing",
        Phase::Choosing => "choosing",
        Phase::Proving => "proving",
    };
    match (progress.best, progress.bound) {
        (Some(best), Some(bound)) => format!("{phase} ({n_edges} candidates): best {best}, bound {bound}"),
        (_, Some(bound)) => format!("{phase} ({n_edges} candidates): bound {bound}"),
        _ => format!("{phase} ({n_edges} candidates)"),
    }
}
