//! Plans in the background: asked at once, worked out in turn. The queue carries IDs; the table of plans decides.

use std::sync::Arc;

use tokio::sync::watch;

use crate::config::Config;
use crate::store::{NewPlan, PlanRow, RequestKey, Result, Store};

/// Where plans wait for their turn. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Queue {
    store: Store,
    queue_max: usize,
    bell: Bell,
}

/// Rung when something changed in the table: whoever waits looks again. What is rung tells nothing, so that a ring missed
/// is no change missed.
#[derive(Clone, Debug)]
pub(crate) struct Bell(Arc<watch::Sender<()>>);

impl Bell {
    fn ring(&self) {
        self.0.send_replace(());
    }
}

impl Queue {
    /// Takes up what was under way, and begins to work.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn start(config: &Config, store: &Store) -> Result<Self> {
        let bell = Bell(Arc::new(watch::Sender::new(())));
        Ok(Self { store: store.clone(), queue_max: config.queue_max, bell })
    }

    /// Takes a plan, or a question about one, to be worked out. Where the request's key made one before, that is it.
    ///
    /// # Errors
    /// When its scenario or plan is not the owner's, too many wait, or the key was used for something else.
    pub(crate) async fn ask(&self, owner: &str, new: NewPlan, key: Option<&RequestKey>) -> Result<PlanRow> {
        let row = self.store.insert_plan(owner, &new, key, self.queue_max).await?;
        self.bell.ring();
        Ok(row)
    }

    /// Asks for the end of a plan; the best so far is kept.
    ///
    /// # Errors
    /// When the owner has no such plan, or it ended already.
    pub(crate) async fn cancel(&self, owner: &str, id: &str) -> Result<PlanRow> {
        let row = self.store.cancel_plan(owner, id).await?;
        self.bell.ring();
        Ok(row)
    }

    /// Lets runs of plans that were erased with their scenario notice it at once. Called after the erasure.
    pub fn forget(&self) {
        self.bell.ring();
    }
}
