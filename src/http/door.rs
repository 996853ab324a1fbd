//! Who may knock: requests to the names of this server, from its own pages or from programs, at a pace that blocks
//! nobody.

use std::io;
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, Uri, header};
use axum::middleware::Next;
use axum::response::Response;
use futures_util::{Stream, StreamExt};

use super::App;
use super::problem::{Kind, Problem};

/// Names of this machine for itself: always answered to.
const LOOPBACK: &[&str] = &["localhost", "127.0.0.1", "[::1]"];

/// How long a body may take before its pace counts.
const HEAD_START: Duration = Duration::from_secs(10);
/// The slowest pace of a body after that, bytes a second: a modem's.
const PACE_MIN: u64 = 4 << 10;

/// Refuses what a page of another site could make a browser send, and bodies that are slower than any real sender.
///
/// - `Host` must be a name of this server: a foreign name that was made to point here reaches nothing.
/// - What changes something must not come from a page of another origin. A browser always says from where; a program
///   says
///   nothing, and is let through.
/// - A body keeps a pace, as a whole: one byte now and then is an end.
pub(super) async fn knock(State(app): State<App>, request: Request, next: Next) -> Result<Response, Problem> {
    let names = &app.config.hosts;
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let host = host.or_else(|| request.uri().authority().map(|authority| authority.as_str()));
    let Some(host) = host.filter(|host| is_ours(names, host)) else {
        return Err(Problem::new(Kind::ForeignHost));
    };
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if changes && is_from_elsewhere(host, request.headers()) {
        return Err(Problem::new(Kind::ForeignOrigin));
    }
    let (parts, body) = request.into_parts();
    Ok(next.run(Request::from_parts(parts, Body::from_stream(paced(body)))).await)
}

/// Whether `host`, with or without a port, is a name of this server.
fn is_ours(names: &[String], host: &str) -> bool {
    let name = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => format!("[{address}]"),
        None => host.split(':').next().unwrap_or_default().to_ascii_lowercase(),
    };
    LOOPBACK.contains(&name.as_str()) || names.iter().any(|known| known.eq_ignore_ascii_case(&name))
}

/// Whether a browser says that a page of another origin sent this: of another host, or of another port of this one.
fn is_from_elsewhere(host: &str, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("null"));
    let is_own = |origin: &str| {
        let origin: Option<Uri> = origin.parse().ok();
        origin.is_some_and(|origin| origin.authority().is_some_and(|own| own.as_str().eq_ignore_ascii_case(host)))
    };
    let crosses = text("sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none"));
    crosses || text("origin").is_some_and(|origin| !is_own(origin))
}

/// The body piece by piece; an error where it falls behind the slowest pace.
fn paced(body: Body) -> impl Stream<Item = io::Result<Bytes>> {
    let state = (body.into_data_stream(), Instant::now(), 0_u64);
    futures_util::stream::unfold(state, async |(mut body, begun, received)| {
        let by = begun + HEAD_START + Duration::from_secs(received / PACE_MIN);
        let next = tokio::time::timeout_at(by.into(), body.next()).await;
        match next {
            Ok(None) => None,
            Ok(Some(Ok(piece))) => {
                let received = received + piece.len() as u64;
                Some((Ok(piece), (body, begun, received)))
            }
            Ok(Some(Err(error))) => Some((Err(io::Error::other(error)), (body, begun, received))),
            Err(_) => Some((Err(io::ErrorKind::TimedOut.into()), (body, begun, received))),
        }
    })
}
