//! Answers other than "here it is": something was made, something was begun, or there is nothing to return; and bodies
//! that are stored packed.

use std::io;

use axum::Json;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flate2::read::GzDecoder;
use serde::Serialize;
use tokio_util::io::{ReaderStream, SyncIoBridge};

/// 201: it was made, and is here.
pub(super) struct Made<T>(pub(super) String, pub(super) T);

/// 202: it was begun; look here for how it goes.
pub(super) struct Begun<T>(pub(super) String, pub(super) T);

/// 204: done, and nothing to say.
pub(super) struct Done;

impl<T: Serialize> IntoResponse for Made<T> {
    fn into_response(self) -> Response {
        at(StatusCode::CREATED, &self.0, self.1)
    }
}

impl<T: Serialize> IntoResponse for Begun<T> {
    fn into_response(self) -> Response {
        at(StatusCode::ACCEPTED, &self.0, self.1)
    }
}

impl IntoResponse for Done {
    fn into_response(self) -> Response {
        StatusCode::NO_CONTENT.into_response()
    }
}

/// The answer, with the address of what it is about.
fn at(status: StatusCode, location: &str, body: impl Serialize) -> Response {
    let mut response = (status, Json(body)).into_response();
    // Our addresses are made of letters, digits and slashes.
    if let Ok(location) = HeaderValue::from_str(location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// JSON that is kept packed: as it is where the caller takes gzip, unpacked on its way where not.
pub(super) fn packed_json(packed: Vec<u8>, headers: &HeaderMap) -> Response {
    let kind = [(header::CONTENT_TYPE, "application/json"), (header::VARY, "accept-encoding")];
    if accepts_gzip(headers) {
        return (kind, [(header::CONTENT_ENCODING, "gzip")], packed).into_response();
    }
    let (write, read) = tokio::io::duplex(1 << 16);
    let mut write = SyncIoBridge::new(write);
    // When the caller goes away, the writing fails and ends.
    tokio::task::spawn_blocking(move || io::copy(&mut GzDecoder::new(&*packed), &mut write));
    (kind, Body::from_stream(ReaderStream::new(read))).into_response()
}

/// Whether the caller takes gzip.
fn accepts_gzip(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0));
        name.trim().eq_ignore_ascii_case("gzip") && !refused
    })
}
