//! Failures as HTTP responses, and the checks that every form begins with.

use axum::{
    Json,
    extract::rejection::BytesRejection,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use hearth_proto::error::{ErrorCode, Failure};
use serde::de::DeserializeOwned;

use crate::{house::House, reader::Entrance, secrets::digest};

/// A failure on its way out.
#[derive(Debug)]
pub struct Fail(pub Failure);

impl From<Failure> for Fail {
    fn from(failure: Failure) -> Self {
        Self(failure)
    }
}

impl Fail {
    pub fn new(code: ErrorCode, message: &str) -> Self {
        Self(Failure::new(code, message))
    }
}

impl IntoResponse for Fail {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.code.http_status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(&self.0)).into_response();
        if let Some(wait) = self.0.retry_after_ms {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait.div_ceil(1000)));
        }
        if self.0.code == ErrorCode::Unauthorized {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// A page in a browser has an origin; programs have none. Only origins that the operator named may come in.
///
/// # Errors
/// `origin_forbidden`.
pub fn check_origin(headers: &HeaderMap, allowed: &[String]) -> Result<(), Failure> {
    match headers.get(header::ORIGIN) {
        None => Ok(()),
        Some(origin) if allowed.iter().any(|allowed| origin == allowed.as_str()) => Ok(()),
        Some(_) => Err(Failure::new(ErrorCode::OriginForbidden, "pages from elsewhere may not enter")),
    }
}

/// Reads a form.
///
/// # Errors
/// `malformed`, `too_large`.
pub fn form<T: DeserializeOwned>(body: Result<Bytes, BytesRejection>) -> Result<T, Failure> {
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Failure::new(ErrorCode::TooLarge, "the form is too large"),
        _ => Failure::new(ErrorCode::Malformed, "the form could not be read"),
    })?;
    serde_json::from_slice(&body).map_err(|error| Failure::new(ErrorCode::Malformed, error.to_string()))
}

/// Whose token this request carries.
///
/// # Errors
/// `unauthorized`.
pub async fn who(house: &House, headers: &HeaderMap) -> Result<Entrance, Failure> {
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .ok_or_else(unauthorized)?;
    house.readers.entrance(digest(token.trim())).await?.ok_or_else(unauthorized)
}

fn unauthorized() -> Failure {
    Failure::new(ErrorCode::Unauthorized, "this needs the token of a signed-in device")
}
