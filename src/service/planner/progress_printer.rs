//! Tells a person what is being done: a moving line on a terminal, plain lines elsewhere, nothing when not wanted.

use std::cell::RefCell;
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use schakel_model::Phase;

use super::Step;

/// Where progress is shown.
pub(super) enum ProgressPrinter {
    Bar(ProgressBar),
    Lines { begun: Instant, last: RefCell<String> },
}

impl ProgressPrinter {
    /// The teller for standard error.
    pub(super) fn of_standard_error() -> Self {
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

    /// Shows a step, once.
    pub(super) fn tell(&self, step: &Step) {
        let words = words(step);
        match self {
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
    pub(super) fn finish(&self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

/// A step in words.
fn words(step: &Step) -> String {
    let progress = match step {
        Step::Indexing => return "indexing".to_owned(),
        Step::Finding => return "finding candidates".to_owned(),
        Step::Listing(n_edges) => return format!("listing {n_edges} candidates"),
        Step::Writing => return "writing reasons".to_owned(),
        Step::Solving(progress) => progress,
    };
    let phase = match progress.phase {
        Phase::Relaxing => "relaxing",
        Phase::Choosing => "choosing",
        Phase::Proving => "proving",
    };
    let level = progress.levels.start + 1;
    let known = |what: &str, value: Option<i128>| value.map_or_else(String::new, |value| format!(", {what} {value}"));
    format!("level {level}: {phase}{}{}", known("best", progress.best), known("bound", progress.bound))
}
