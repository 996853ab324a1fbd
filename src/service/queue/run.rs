//! One plan, from its turn to its end: as many attempts as it may have, each in a process of its own.

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::WorkerContext;
use crate::files::plan_file::format::Termination;
use crate::service::planner::process::{ChildMessage, Solver};
use schakel_solver::kind::Kind;

use crate::service::planner::wire::{Done, Leftover, Order, ProgressMessage, SolveOptions, StopReason, Task};
use crate::service::store::{Ending, Result, Run, RunStatus, StoreError};

/// How long a process that was asked to end, or whose time is over, may take to do so.
const GRACE: Duration = Duration::from_secs(4);
/// Limit for work that the solve's own limit does not cover: reading, writing the result, finishing a leftover choice,
/// answering a question. A process that hangs there would never end by itself.
const UNTIMED_MAX: Duration = Duration::from_secs(600);
/// Shortest time between two notes of progress.
const NOTE_EVERY: Duration = Duration::from_secs(1);

/// Code of a plan that a limit ended before every decision and hard floor was kept.
const STOPPED_TOO_SOON: &str = "STOPPED_TOO_SOON";
/// Code of a plan, or question, that cannot be worked out.
const REFUSED: &str = "REFUSED";

/// Works one attempt of a plan out. What goes wrong is in the table.
pub(super) async fn run(run: &Run, context: &WorkerContext) {
    let kept = match (Attempt { context, run }).work().await {
        Ok(End::Is(ending)) => context.store.end_plan(run, &ending).await,
        Ok(End::Lost) => Ok(()),
        Ok(End::Crashed) => context.store.give_up(run, context.attempts_max).await,
        // Its scenario, or what it asks about, was erased before it began: nothing is left to write about.
        Err(StoreError::Missing | StoreError::Erased) => Ok(()),
        Err(error) => {
            tracing::error!(%error, plan = run.id, "an attempt ended");
            context.store.give_up(run, context.attempts_max).await
        }
    };
    logged(&run.id, kept);
}

/// What there is, or a line in the log.
pub(super) fn logged<T>(id: &str, result: Result<T>) -> Option<T> {
    result.inspect_err(|error| tracing::error!(%error, plan = id, "the store failed")).ok()
}

/// How an attempt ended.
enum End {
    /// The plan is final.
    Is(Ending),
    /// The plan is gone, or another's.
    Lost,
    /// The process ended without an answer.
    Crashed,
}

/// How a process ended.
enum ChildOutcome {
    /// With an answer.
    Done(Box<Done>, Vec<u8>),
    /// With a refusal.
    Refused,
    /// It was killed, having told this best choice.
    Killed(StopReason, Option<Vec<u32>>),
    /// By itself, without an answer.
    Crashed,
    /// It was killed, since its plan is gone.
    Lost,
}

struct Attempt<'a> {
    context: &'a WorkerContext,
    run: &'a Run,
}

impl Attempt<'_> {
    /// Works the plan out.
    async fn work(&self) -> Result<End> {
        let (run, store) = (self.run, &self.context.store);
        let task = self.task()?;
        let based_on = match &task {
            Task::Plan { options, .. } => options.based_on_plan.clone(),
            Task::Question { .. } | Task::Interviews { .. } => None,
        };
        let about = run.about_plan_id.clone().or(based_on);
        let (mut order, scenario, about) =
            self.context.order(&run.owner, &run.scenario_id, about.as_deref(), task).await?;
        let left = run.best.as_deref().and_then(|best| serde_json::from_slice(best).ok());
        let outcome = match store.status(run).await? {
            RunStatus::Lost => ChildOutcome::Lost,
            // Cancelled while no process ran: nothing is solved, the best choice of an earlier attempt becomes the
            // plan.
            RunStatus::Cancelled => ChildOutcome::Killed(StopReason::Cancelled, left),
            RunStatus::Goes => self.hear(&order, &scenario, &about).await?,
        };
        let (because, best) = match outcome {
            ChildOutcome::Killed(because, best) => (because, best),
            other => return Ok(ended(other)),
        };
        let (Some(best), Task::Plan { leftover, .. }) = (best, &mut order.task) else {
            return Ok(End::Is(nothing(because)));
        };
        *leftover = Some(Leftover { best, because });
        Ok(match self.hear(&order, &scenario, &about).await? {
            ChildOutcome::Killed(..) | ChildOutcome::Crashed => End::Is(nothing(because)),
            other => ended(other),
        })
    }

    /// What the process is asked.
    fn task(&self) -> Result<Task> {
        let damaged = |error: serde_json::Error| StoreError::Damaged(error.to_string());
        let options = &self.run.options;
        Ok(match self.run.kind.as_str() {
            kind if Kind::named(kind).is_some() => Task::Plan {
                kind: kind.to_owned(),
                options: serde_json::from_str(options).map_err(damaged)?,
                leftover: None,
            },
            kind => Task::Question { kind: kind.to_owned(), params: serde_json::from_str(options).map_err(damaged)? },
        })
    }

    /// Starts a process and hears it to its end; keeps its time, and ends it when its plan is cancelled or gone.
    async fn hear(&self, order: &Order, scenario: &[u8], about: &[u8]) -> Result<ChildOutcome> {
        let (run, store) = (self.run, &self.context.store);
        let mut solver = match Solver::start(&self.context.solver, &run.id, order, scenario, about).await {
            Ok(solver) => solver,
            Err(error) => {
                tracing::error!(%error, plan = run.id, "a process that solves did not start");
                return Ok(ChildOutcome::Crashed);
            }
        };
        let mut limits = Limits::of(&order.task);
        let mut notes = Notes::default();
        let mut best = None;
        let mut rings = self.context.notifier.listener();
        let outcome = loop {
            tokio::select! {
                said = solver.said() => match said {
                    None => break ChildOutcome::Crashed,
                    Some(ChildMessage::Done(done, bytes)) => break ChildOutcome::Done(done, bytes),
                    Some(ChildMessage::Refused(why)) => {
                        tracing::error!(why, plan = run.id, "refused");
                        break ChildOutcome::Refused;
                    }
                    Some(ChildMessage::Progress(told)) => {
                        limits.hear(&told);
                        if let Some(told) = notes.next(told) {
                            store.note_progress(run, told.is_solving(), &serde_json::json!(told)).await?;
                            self.context.notifier.ring();
                        }
                    }
                    Some(ChildMessage::Best(choice)) => {
                        store.keep_best(run, serde_json::json!(choice).to_string().as_bytes()).await?;
                        best = Some(choice);
                    }
                },
                _ = rings.wait() => match store.status(run).await? {
                    RunStatus::Lost => break ChildOutcome::Lost,
                    RunStatus::Cancelled if limits.cancel() => solver.stop().await,
                    RunStatus::Cancelled | RunStatus::Goes => {}
                },
                () = limits.over() => break ChildOutcome::Killed(limits.because, best),
            }
        };
        solver.kill().await;
        Ok(outcome)
    }
}

/// The plan of a run that ended by itself.
fn ended(outcome: ChildOutcome) -> End {
    match outcome {
        ChildOutcome::Done(done, bytes) => End::Is(done_with(*done, bytes)),
        ChildOutcome::Refused => {
            End::Is(Ending { state: "failed", termination: "error", failure: Some(REFUSED), ..Ending::default() })
        }
        ChildOutcome::Killed(because, _) => End::Is(nothing(because)),
        ChildOutcome::Crashed => End::Crashed,
        ChildOutcome::Lost => End::Lost,
    }
}

/// The end of a plan that was ended before there was anything to keep.
fn nothing(because: StopReason) -> Ending {
    match because {
        StopReason::Cancelled => Ending { state: "cancelled", termination: "cancelled", ..Ending::default() },
        StopReason::TimeLimit => {
            Ending { state: "failed", termination: "time_limit", failure: Some(STOPPED_TOO_SOON), ..Ending::default() }
        }
    }
}

/// The end of a plan with its result, if it is one that can be used.
fn done_with(done: Done, bytes: Vec<u8>) -> Ending {
    let termination = match done.termination {
        None | Some(Termination::Optimal) => "optimal",
        Some(Termination::WithinGap) => "within_gap",
        Some(Termination::TimeLimit) => "time_limit",
        Some(Termination::NodeLimit) => "node_limit",
        Some(Termination::Cancelled) => "cancelled",
        Some(Termination::Infeasible) => "infeasible",
    };
    let is_cancelled = termination == "cancelled";
    let state = if is_cancelled { "cancelled" } else { "completed" };
    if !done.is_usable {
        return nothing(if is_cancelled { StopReason::Cancelled } else { StopReason::TimeLimit });
    }
    let kpis = done.kpis.map(|kpis| serde_json::json!(kpis).to_string());
    Ending { state, termination, result: Some(bytes), kpis, failure: None }
}

/// When a process is ended from outside.
struct Limits {
    /// How long the model may work, where it keeps a limit itself.
    solving: Option<Duration>,
    ends_at: Option<Instant>,
    because: StopReason,
    /// Asked to stop already, or never to be asked.
    is_asked: bool,
    /// Whether the process only turns a leftover choice into a plan.
    is_leftover: bool,
}

impl Limits {
    fn of(task: &Task) -> Self {
        let solving = match task {
            Task::Plan { options: SolveOptions { time_limit_s, .. }, leftover: None, .. } => {
                Some(Duration::from_secs((*time_limit_s).into()) + GRACE)
            }
            Task::Plan { leftover: Some(_), .. } | Task::Question { .. } | Task::Interviews { .. } => None,
        };
        let is_leftover = matches!(task, Task::Plan { leftover: Some(_), .. });
        let ends_at = Some(Instant::now() + UNTIMED_MAX);
        Self { solving, ends_at, because: StopReason::TimeLimit, is_asked: is_leftover, is_leftover }
    }

    /// The model's time begins with its first word, and is over when it is done.
    fn hear(&mut self, told: &ProgressMessage) {
        if self.is_leftover {
            return;
        }
        if told.phase == "writing" {
            (self.solving, self.ends_at) = (None, Some(Instant::now() + UNTIMED_MAX));
        } else if told.is_solving()
            && let Some(solving) = self.solving.take()
        {
            self.ends_at = Some(Instant::now() + solving);
        }
    }

    /// Begins the grace of a run that is cancelled; true the first time.
    fn cancel(&mut self) -> bool {
        if std::mem::replace(&mut self.is_asked, true) {
            return false;
        }
        (self.because, self.solving) = (StopReason::Cancelled, None);
        self.ends_at = Some(Instant::now() + GRACE);
        true
    }

    /// Ends when the process has to.
    async fn over(&self) {
        match self.ends_at {
            Some(at) => sleep_until(at).await,
            None => std::future::pending().await,
        }
    }
}

/// Which words about progress are worth a note: a new phase or level at once, the rest now and then.
#[derive(Default)]
struct Notes {
    last: Option<(ProgressMessage, Instant)>,
}

impl Notes {
    fn next(&mut self, told: ProgressMessage) -> Option<ProgressMessage> {
        if let Some((last, at)) = &self.last {
            let is_next = (&told.phase, told.level) != (&last.phase, last.level);
            let is_news = ProgressMessage { elapsed_s: last.elapsed_s, ..told.clone() } != *last;
            if !is_next && (!is_news || at.elapsed() < NOTE_EVERY) {
                return None;
            }
        }
        self.last = Some((told.clone(), Instant::now()));
        Some(told)
    }
}
