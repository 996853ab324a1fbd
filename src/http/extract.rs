//! What a request brings: who asks, a JSON body, fields of the address. Everything wrong comes at once.

use std::io::Read;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use flate2::read::GzDecoder;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::App;
use super::problem::{Kind, Problem};
use crate::files::scenario;
use crate::service::revision::{RevisionError, hexadecimal};
use crate::service::store::RequestKey;

/// Largest body that is not a scenario or a table, bytes, packed or not.
const BODY_MAX: usize = 4 << 20;

/// Who asks. There is no sign-in yet: everyone who reaches the server is the owner it was started for.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Whose data.
    pub owner: String,
}

impl FromRequestParts<App> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(_: &mut Parts, app: &App) -> Result<Self, Problem> {
        Ok(Self { owner: app.config.owner.clone() })
    }
}

/// The header `Idempotency-Key`: a request sent twice under one key is done once.
#[derive(Clone, Debug)]
pub struct IdempotencyKey(pub Option<String>);

/// Longest key, characters.
const KEY_MAX: usize = 255;

impl IdempotencyKey {
    /// The key with what is asked under it: each of `parts` tells one request from another. None without a key.
    pub(crate) fn of(&self, parts: &[&[u8]]) -> Option<RequestKey> {
        let key = self.0.clone()?;
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        Some(RequestKey { key, digest: hexadecimal(&hash.finalize()) })
    }
}

impl FromRequestParts<App> for IdempotencyKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Problem> {
        let Some(key) = parts.headers.get("idempotency-key") else { return Ok(Self(None)) };
        let is_key = |key: &&str| (1..=KEY_MAX).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
        let key = key.to_str().ok().filter(is_key).ok_or_else(|| Problem::new(Kind::BadKey))?;
        Ok(Self(Some(key.to_owned())))
    }
}

/// A JSON body as it came, unpacked: for a reader of its own.
#[derive(Clone, Debug)]
pub struct JsonText(pub Vec<u8>);

impl FromRequest<App> for JsonText {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &App) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        is_json(&parts.headers)?;
        text(&parts.headers, body).await.map(Self)
    }
}

/// A JSON body of a known shape.
#[derive(Clone, Debug)]
pub struct Ask<T>(pub T);

impl<T: JsonSchema + DeserializeOwned> FromRequest<App> for Ask<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let JsonText(text) = JsonText::from_request(request, app).await?;
        Ok(Self(scenario::read_as::<T>(&text).map_err(RevisionError::Invalid)?))
    }
}

/// Refuses what does not say that it is JSON.
pub(super) fn is_json(headers: &HeaderMap) -> Result<(), Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let is_json = kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"));
    if is_json { Ok(()) } else { Err(Problem::new(Kind::UnsupportedMedia)) }
}

/// Whether the body is packed; refuses any other encoding than gzip.
pub(super) fn is_gzip(headers: &HeaderMap) -> Result<bool, Problem> {
    match headers.get(header::CONTENT_ENCODING).map(|value| value.to_str().unwrap_or("?").trim()) {
        None | Some("identity") => Ok(false),
        Some("gzip") => Ok(true),
        Some(_) => Err(Problem::new(Kind::UnsupportedMedia)),
    }
}

/// The body, unpacked, no longer than [`BODY_MAX`].
async fn text(headers: &HeaderMap, body: Body) -> Result<Vec<u8>, Problem> {
    let is_gzip = is_gzip(headers)?;
    let bytes = to_bytes(body, BODY_MAX).await.map_err(|_| Problem::new(Kind::TooLarge))?;
    if !is_gzip {
        return Ok(bytes.into());
    }
    let mut text = Vec::new();
    let read = GzDecoder::new(&*bytes).take(BODY_MAX as u64 + 1).read_to_end(&mut text);
    read.map_err(|_| Problem::new(Kind::BrokenOff))?;
    if text.len() > BODY_MAX { Err(Problem::new(Kind::TooLarge)) } else { Ok(text) }
}

/// Fields of the address after the question mark, of a known shape.
#[derive(Clone, Debug)]
pub struct Fields<T>(pub T);

impl<T: JsonSchema + DeserializeOwned> FromRequestParts<App> for Fields<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let fields = Query::<Vec<(String, String)>>::from_request_parts(parts, app).await;
        let Query(fields) = fields.map_err(|_| Problem::new(Kind::Malformed))?;
        scenario::read_fields(&fields).map(Self).map_err(Problem::invalid)
    }
}
