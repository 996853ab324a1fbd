//! The worker: takes the plans that wait, as many at once as there are places, and is watched.
//!
//! The table of plans is the queue. The dispatcher holds nothing that a run needs, so that a dispatcher that hangs can
//! be replaced while runs go on; a run that panics gives its plan back.

use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::{JoinHandle, JoinSet};

use super::{WorkerContext, run};
use crate::service::store::Run;

/// A dispatcher that was not seen for so long hangs. It is seen every second, and no question to the tables may take
/// longer.
pub(super) const UNSEEN_MAX: Duration = Duration::from_secs(15);
/// How often the watchdog looks.
const WATCH_EVERY: Duration = Duration::from_secs(1);

/// The worker and its watchdog.
#[derive(Debug)]
pub(super) struct Worker {
    context: WorkerContext,
    /// One for each plan that may be worked on at once. A run holds its place until it ended.
    places: Arc<Semaphore>,
    state: Mutex<State>,
    begun: Instant,
    /// Milliseconds from `begun` until the dispatcher was last seen.
    seen: AtomicU64,
}

/// What runs.
#[derive(Debug, Default)]
struct State {
    dispatcher: Option<JoinHandle<()>>,
    watchdog: Option<JoinHandle<()>>,
    runs: JoinSet<()>,
    /// The plans of `runs`.
    at_work: BTreeSet<String>,
}

impl Worker {
    /// Begins to work off what waits, `solves` plans at once.
    pub(super) fn start(context: WorkerContext, solves: usize) -> Arc<Self> {
        let places = Arc::new(Semaphore::new(solves.max(1)));
        let worker = Self { context, places, state: Mutex::default(), begun: Instant::now(), seen: AtomicU64::new(0) };
        let worker = Arc::new(worker);
        worker.state().dispatcher = Some(tokio::spawn(worker.clone().dispatch()));
        worker.state().watchdog = Some(tokio::spawn(worker.clone().watch()));
        worker
    }

    /// Ends every run and waits until nothing works any more. Processes end with their runs.
    pub(super) async fn stop(&self) {
        // The watchdog first, which would start another dispatcher; then the dispatcher, which would begin another run.
        let watchdog = self.state().watchdog.take();
        end(watchdog).await;
        let dispatcher = self.state().dispatcher.take();
        end(dispatcher).await;
        let mut runs = std::mem::take(&mut self.state().runs);
        runs.shutdown().await;
    }

    /// Whether the dispatcher was seen lately.
    pub(super) fn is_alive(&self) -> bool {
        self.unseen() < UNSEEN_MAX
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn see(&self) {
        self.seen.store(self.begun.elapsed().as_millis() as u64, Ordering::Relaxed);
    }

    fn unseen(&self) -> Duration {
        self.begun.elapsed().saturating_sub(Duration::from_millis(self.seen.load(Ordering::Relaxed)))
    }

    /// Takes plan after plan while there are places, then waits for the next signal; looks once a second without one.
    async fn dispatch(self: Arc<Self>) {
        let mut listener = self.context.notifier.listener();
        loop {
            self.see();
            if let Ok(place) = self.places.clone().try_acquire_owned() {
                match self.context.store.take_next_plan().await {
                    Ok(Some(run)) => {
                        self.begin(run, place);
                        continue;
                    }
                    Ok(None) => {}
                    Err(error) => tracing::error!(%error, "no plan could be taken from the queue"),
                }
            }
            if !listener.wait().await {
                return;
            }
        }
    }

    /// Works a plan out in a task of its own.
    fn begin(self: &Arc<Self>, run: Run, place: OwnedSemaphorePermit) {
        let (worker, id) = (self.clone(), run.id.clone());
        let mut state = self.state();
        // Ended runs are collected here: nothing else waits for them.
        while state.runs.try_join_next().is_some() {}
        state.at_work.insert(id.clone());
        state.runs.spawn(async move {
            let context = &worker.context;
            context.notifier.ring();
            if AssertUnwindSafe(run::run(&run, context)).catch_unwind().await.is_err() {
                tracing::error!(plan = id, "an attempt panicked");
                run::logged(&id, context.store.give_up(&run, context.attempts_max).await);
            }
            worker.state().at_work.remove(&id);
            drop(place);
            context.notifier.ring();
        });
    }

    /// Replaces a dispatcher that hangs. Runs go on; a plan that was taken and never begun waits again.
    async fn watch(self: Arc<Self>) {
        loop {
            tokio::time::sleep(WATCH_EVERY).await;
            if self.context.notifier.is_closing() {
                return;
            }
            if self.is_alive() {
                continue;
            }
            tracing::error!(seconds = self.unseen().as_secs(), "the worker hangs and is replaced");
            let hangs = self.state().dispatcher.take();
            end(hangs).await;
            let at_work = self.state().at_work.clone();
            if let Err(error) = self.context.store.resume_plans(self.context.attempts_max, &at_work).await {
                tracing::error!(%error, "plans that were taken and not begun wait for the next start");
            }
            self.see();
            self.state().dispatcher = Some(tokio::spawn(self.clone().dispatch()));
        }
    }
}

/// Aborts a task and waits until it is gone.
async fn end(task: Option<JoinHandle<()>>) {
    if let Some(task) = task {
        task.abort();
        // Aborted is how it should end.
        let _ = task.await;
    }
}
