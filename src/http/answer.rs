//! Answers other than "here it is": something was made, something was begun, nothing is left to say.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

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
