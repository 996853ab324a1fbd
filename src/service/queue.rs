//! Plans in the background: asked at once, worked out in turn. The table of plans is the queue.

mod ask;
mod run;
mod worker;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, watch};

pub use ask::About;
use worker::Worker;

use crate::service::config::Config;
use crate::service::store::{NewPlan, PlanRow, RequestKey, Result, Store, StoreError};

/// How often the tables are read without a signal: another process may have written.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Where plans wait for their turn. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Queue {
    context: WorkerContext,
    queue_max: usize,
    worker: Arc<Worker>,
    /// Places for processes that answer within a request.
    at_once: Arc<Semaphore>,
}

/// What a run needs.
#[derive(Clone, Debug)]
struct WorkerContext {
    store: Store,
    notifier: Notifier,
    solver: PathBuf,
    attempts_max: u32,
}

/// Wakes those who wait, after every change of the database. It carries no data and receivers read the database again,
/// so a lost signal loses nothing.
#[derive(Clone, Debug)]
pub(crate) struct Notifier(Arc<watch::Sender<Rung>>);

/// The state of the signal.
#[derive(Clone, Copy, Debug, Default)]
struct Rung {
    is_closing: bool,
}

impl Notifier {
    fn ring(&self) {
        self.0.send_modify(|_| ());
    }

    /// Whether the service is about to end.
    fn is_closing(&self) -> bool {
        self.0.borrow().is_closing
    }

    /// Waits for the signal.
    pub(crate) fn listener(&self) -> Listener {
        Listener(self.0.subscribe())
    }
}

/// Waits for the signal.
#[derive(Clone, Debug)]
pub(crate) struct Listener(watch::Receiver<Rung>);

impl Listener {
    /// Ends at the next signal, or after [`LOOK_AGAIN`]; false when the service closes.
    pub(crate) async fn wait(&mut self) -> bool {
        // No signal within the time is fine too; a sender that is gone sends no more.
        let _ = tokio::time::timeout(LOOK_AGAIN, self.0.changed()).await;
        !self.0.borrow_and_update().is_closing && self.0.has_changed().is_ok()
    }
}

impl Queue {
    /// Resumes the plans that were under way, and starts the worker.
    ///
    /// # Errors
    /// When the database fails, or this program cannot tell where it is.
    pub async fn start(config: &Config, store: &Store) -> Result<Self> {
        let solver = match &config.solver {
            Some(solver) => solver.clone(),
            None => std::env::current_exe().map_err(|error| StoreError::Damaged(error.to_string()))?,
        };
        let notifier = Notifier(Arc::new(watch::Sender::new(Rung::default())));
        let context = WorkerContext { store: store.clone(), notifier, solver, attempts_max: config.attempts_max };
        store.resume_plans(config.attempts_max, &BTreeSet::new()).await?;
        let worker = Worker::start(context.clone(), config.solves);
        Ok(Self { context, queue_max: config.queue_max, worker, at_once: Arc::new(Semaphore::new(ask::AT_ONCE)) })
    }

    /// Takes a plan, or a question about one, to be worked out. Where the request's key made one before, that is it.
    ///
    /// # Errors
    /// When its scenario or plan is not the owner's, too many wait, or the key was used for something else.
    pub(crate) async fn ask(&self, owner: &str, new: NewPlan, key: Option<&RequestKey>) -> Result<PlanRow> {
        let row = self.context.store.insert_plan(owner, &new, key, self.queue_max).await?;
        self.context.notifier.ring();
        Ok(row)
    }

    /// Asks for the end of a plan; the best so far is kept.
    ///
    /// # Errors
    /// When the owner has no such plan, or it ended already.
    pub(crate) async fn cancel(&self, owner: &str, id: &str) -> Result<PlanRow> {
        let row = self.context.store.cancel_plan(owner, id).await?;
        self.context.notifier.ring();
        Ok(row)
    }

    /// Lets runs of plans that were erased, with their scenario or alone, notice it at once. Called after the erasure.
    pub fn forget(&self) {
        self.context.notifier.ring();
    }

    /// Someone who waits for news of plans.
    pub(crate) fn listener(&self) -> Listener {
        self.context.notifier.listener()
    }

    /// Lets whoever waits for news go: the service is about to end.
    pub fn close(&self) {
        self.context.notifier.0.send_modify(|rung| rung.is_closing = true);
    }

    /// Whether plans are being worked off: the worker was seen within the last fifteen seconds.
    pub fn is_alive(&self) -> bool {
        self.worker.is_alive()
    }

    /// Ends every run. What was under way waits for the next start, and was no attempt: nothing went wrong with it.
    pub async fn stop(&self) {
        self.close();
        self.worker.stop().await;
        if let Err(error) = self.context.store.hand_back_plans().await {
            tracing::error!(%error, "what was under way counts as an attempt");
        }
    }
}
