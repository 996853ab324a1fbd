//! Questions that are answered within one request: worked out in a process of their own, so that no solve, and no crash
//! of one, is ever in the server itself.

use std::time::Duration;

use flate2::read::GzDecoder;
use serde_json::Value;

use super::{Queue, WorkerContext};
use crate::files::interviews::InterviewsAsk;
use crate::service::planner::process::{ChildMessage, Solver};
use crate::service::planner::wire::{Order, Task};
use crate::service::store::{Result, StoreError};

/// Longest wait for the answer of one process.
const ANSWER_MAX: Duration = Duration::from_secs(10);
/// Seconds that interviews are planned; then the best so far is the plan.
const INTERVIEWS_SECONDS: f64 = 2.0;
/// Processes at once. A later question waits, which counts as waiting for its answer.
pub(super) const AT_ONCE: usize = 2;

/// What a question is about.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// The owner.
    pub owner: &'a str,
    /// The scenario.
    pub scenario_id: &'a str,
    /// The plan of it.
    pub plan_id: &'a str,
}

impl Queue {
    /// Answers the question `kind` now; `None` when it takes longer than ten seconds, or cannot be worked out.
    ///
    /// # Errors
    /// When the store fails, or there is no such scenario or plan.
    pub async fn answer_now(&self, about: About<'_>, kind: &str, params: Value) -> Result<Option<Value>> {
        let answer = async {
            let _place = self.at_once.acquire().await.map_err(|error| StoreError::Damaged(error.to_string()))?;
            worked_out(&self.context, about, kind, params).await
        };
        tokio::time::timeout(ANSWER_MAX, answer).await.unwrap_or(Ok(None))
    }

    /// The interviews of a fair that was checked, as good as they can be planned in two seconds.
    ///
    /// # Errors
    /// [`StoreError::Full`] when too many wait for theirs; when the process fails.
    pub async fn interviews_now(&self, fair: InterviewsAsk) -> Result<Value> {
        let answer = async {
            let _place = self.at_once.acquire().await.map_err(|error| StoreError::Damaged(error.to_string()))?;
            let task = Task::Interviews { fair: Box::new(fair), seconds: INTERVIEWS_SECONDS };
            let order = Order { task, packs: Vec::new(), networks: None, scenario_bytes: 0, plan_bytes: 0 };
            let answer = said(&self.context, "interviews", &order, &[], &[]).await?;
            answer.ok_or_else(|| StoreError::Damaged("interviews were not planned".to_owned()))
        };
        tokio::time::timeout(ANSWER_MAX, answer).await.unwrap_or(Err(StoreError::Full))
    }
}

/// The answer to a question about a plan.
async fn worked_out(context: &WorkerContext, about: About<'_>, kind: &str, params: Value) -> Result<Option<Value>> {
    let task = Task::Question { kind: kind.to_owned(), params };
    let (order, scenario, plan) = context.order(about.owner, about.scenario_id, Some(about.plan_id), task).await?;
    said(context, about.plan_id, &order, &scenario, &plan).await
}

/// The answer of a process of this name. When the wait for it is given up, the process is killed.
async fn said(
    context: &WorkerContext,
    name: &str,
    order: &Order,
    scenario: &[u8],
    plan: &[u8],
) -> Result<Option<Value>> {
    let mut solver = match Solver::start(&context.solver, name, order, scenario, plan).await {
        Ok(solver) => solver,
        Err(error) => {
            tracing::error!(%error, "a process that answers did not start");
            return Ok(None);
        }
    };
    let answer = loop {
        match solver.said().await {
            Some(ChildMessage::Done(_, bytes)) => {
                let answer = serde_json::from_reader(GzDecoder::new(&*bytes));
                break Some(answer.map_err(|error| StoreError::Damaged(error.to_string()))?);
            }
            Some(ChildMessage::Progress(_) | ChildMessage::Best(_)) => {}
            Some(ChildMessage::Refused(why)) => {
                tracing::error!(why, name, "refused");
                break None;
            }
            None => break None,
        }
    };
    solver.kill().await;
    Ok(answer)
}

impl WorkerContext {
    /// The order for a process, with the scenario and the plan that go after it.
    ///
    /// # Errors
    /// When the store fails, or there is no such scenario.
    pub(super) async fn order(
        &self,
        owner: &str,
        scenario_id: &str,
        plan_id: Option<&str>,
        task: Task,
    ) -> Result<(Order, Vec<u8>, Vec<u8>)> {
        let store = &self.store;
        let scenario = store.scenario_body(owner, scenario_id).await?;
        let plan = match plan_id {
            Some(plan_id) => store.plan_result(owner, plan_id).await?.unwrap_or_default(),
            None => Vec::new(),
        };
        let packs = store.pack_bodies(owner).await?;
        let networks = store.networks().folder().map(std::path::Path::to_path_buf);
        let (scenario_bytes, plan_bytes) = (scenario.len(), plan.len());
        Ok((Order { task, packs, networks, scenario_bytes, plan_bytes }, scenario, plan))
    }
}
