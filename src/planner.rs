//! Runs a solve: phases timed, progress told, a time limit kept. The core itself has no clock.

mod question;

use std::cell::RefCell;
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use schakel_solver::kind::{self, Lists};
use schakel_solver::model::{self, Options, Phase, Progress};
use schakel_solver::plan::{self, Plan, Prepared};
use schakel_solver::{candidates, domain::Facts};

pub use question::{Case, QUESTIONS, Question, question};

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
    let teller = Teller::of(wish);
    let mut timings = Timings::default();
    teller.tell("indexing".to_owned());
    let prepared = timed(&mut timings.indexing, || Prepared::of(facts));
    teller.tell("finding candidates".to_owned());
    let edges = timed(&mut timings.candidates, || candidates::find(facts, &prepared.rules, &prepared.index));
    teller.tell(format!("listing {} candidates", edges.len()));
    let lists: Lists = timed(&mut timings.listing, || kind::lists(facts, edges));
    (timings.n_edges, timings.n_pools) = (lists.edges.len(), lists.pools.len());
    let deadline = wish.time_limit.map(|limit| Instant::now() + limit);
    let stop = || deadline.is_some_and(|deadline| Instant::now() >= deadline);
    let tell = |progress: Progress| teller.tell(words(&progress));
    let seconds = || deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()).as_secs_f64());
    let options = Options { gap: wish.gap, stop: &stop, progress: &tell, seconds: &seconds, ..Options::default() };
    let mut solving = 0.0;
    let solution = timed(&mut solving, || model::solve(&lists.problem, &options));
    timings.solving = solving;
    teller.tell("writing reasons".to_owned());
    let plan = timed(&mut timings.reasons, || plan::of_solution(&prepared, &lists, solution));
    teller.finish();
    (plan, timings)
}

/// Runs `work` and notes its seconds.
fn timed<T>(seconds: &mut f64, work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let result = work();
    *seconds = begun.elapsed().as_secs_f64();
    result
}

/// Tells what is being done: a moving line on a terminal, plain lines elsewhere, nothing when not wanted.
enum Teller {
    Silent,
    Bar(ProgressBar),
    Lines { begun: Instant, last: RefCell<String> },
}

impl Teller {
    /// The teller for standard error.
    fn of(wish: Wish) -> Self {
        if !wish.tells_progress {
            return Self::Silent;
        }
        if !io::stderr().is_terminal() {
            return Self::Lines { begun: Instant::now(), last: RefCell::default() };
        }
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed_precise} {msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(100));
        Self::Bar(bar)
    }

    /// Tells it, once.
    fn tell(&self, words: String) {
        match self {
            Self::Silent => {}
            Self::Bar(bar) => bar.set_message(words),
            Self::Lines { begun, last } => {
                if *last.borrow() != words {
                    // A closed standard error is no reason to stop planning.
                    let _ = writeln!(io::stderr(), "{:7.2} s  {words}", begun.elapsed().as_secs_f64());
                    last.replace(words);
                }
            }
        }
    }

    /// Clears the moving line.
    fn finish(&self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

/// Progress in words.
fn words(progress: &Progress) -> String {
    let phase = match progress.phase {
        Phase::Relaxing => "relaxing",
        Phase::Choosing => "choosing",
        Phase::Proving => "proving",
    };
    let level = progress.levels.start + 1;
    let known = |what: &str, value: Option<i128>| value.map_or_else(String::new, |value| format!(", {what} {value}"));
    format!("level {level}: {phase}{}{}", known("best", progress.best), known("bound", progress.bound))
}
