//! What happens to a plan, as it happens: server-sent events that go on where a listener left off.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, stream};

use super::super::openapi::Missing;
use super::super::problem::{Kind, Problem};
use super::super::{App, Caller};
use crate::service::queue::Listener;

/// A comment after so long a silence, so that nobody in between closes the connection.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// What happened to a plan and what happens: events `state` and `progress`, numbered. With `Last-Event-ID`, those after
/// that one. Ends after the final state.
#[utoipa::path(
    get, path = "/v1/plans/{id}/events", tag = "plans",
    params(
        ("id" = String, Path, description = "The plan"),
        ("Last-Event-ID" = Option<u32>, Header, description = "Number of the last event that was received"),
    ),
    responses((status = 200, content_type = "text/event-stream", body = String), Missing)
)]
pub(super) async fn plan_events(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let seen = match headers.get("last-event-id") {
        None => 0,
        Some(number) => {
            let number = number.to_str().ok().and_then(|number| number.parse::<u32>().ok());
            number.ok_or_else(|| Problem::new(Kind::Malformed))?
        }
    };
    app.store.plan(&caller.owner, &id).await?;
    let listener = app.queue.listener();
    let follower = Follower { app, id, seen: seen.into(), waiting: VecDeque::new(), listener, is_over: false };
    let events = stream::unfold(follower, async |mut follower| {
        let event = follower.next().await?;
        Some((Ok(event), follower))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

/// Someone who follows a plan.
struct Follower {
    app: App,
    id: String,
    /// Number of the last event that was looked up.
    seen: i64,
    waiting: VecDeque<(i64, String, String)>,
    listener: Listener,
    is_over: bool,
}

impl Follower {
    /// The next event; none after the final state, when the plan is erased, or when the service closes.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some((number, event, data)) = self.waiting.pop_front() {
                return Some(Event::default().id(number.to_string()).event(event).data(data));
            }
            if self.is_over {
                return None;
            }
            // Read before the events: once a plan is final, all its events are in the table.
            let is_final = self.app.store.is_final(&self.id).await.ok()?;
            self.waiting = self.app.store.plan_events(&self.id, self.seen).await.ok()?.into();
            match self.waiting.back() {
                Some(&(number, ..)) => self.seen = number,
                None if is_final => return None,
                None => self.is_over = !self.listener.wait().await,
            }
        }
    }
}
