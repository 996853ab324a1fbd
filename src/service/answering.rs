//! The desk: answers that must come in milliseconds, as many at once as there are processors.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Semaphore;

use crate::service::cache::unblocked;
use crate::service::store::StoreError;

/// Most questions that wait for their turn; further callers are told to come back.
const WAITING_MAX: usize = 512;

/// Why the desk did not answer.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// Too many wait already.
    #[error("too many questions at once")]
    Full,
    /// The answer failed.
    #[error(transparent)]
    Failed(#[from] StoreError),
}

/// Where questions wait for a processor. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Answering {
    seats: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
}

impl Default for Answering {
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Self { seats: Arc::new(Semaphore::new(processors)), waiting: Arc::default() }
    }
}

impl Answering {
    /// Works out an answer on a thread of its own, when it is its turn.
    ///
    /// # Errors
    /// When too many wait, or the answer panics.
    pub async fn ask<T: Send + 'static>(&self, answer: impl FnOnce() -> T + Send + 'static) -> Result<T, AnswerError> {
        let turn = Turn::take(&self.waiting)?;
        let seat = self.seats.clone().acquire_owned().await;
        drop(turn);
        // The seat is kept until the answer is worked out, also when nobody waits for it any more.
        let answered = unblocked(move || {
            let _seat = seat;
            answer()
        });
        Ok(answered.await?)
    }
}

/// A place in the line, given back also when whoever waits goes away.
struct Turn(Arc<AtomicUsize>);

impl Turn {
    fn take(waiting: &Arc<AtomicUsize>) -> Result<Self, AnswerError> {
        let turn = Self(waiting.clone());
        if waiting.fetch_add(1, Ordering::Relaxed) >= WAITING_MAX { Err(AnswerError::Full) } else { Ok(turn) }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
