//! For whoever watches the server: is it well, and its numbers.

use std::sync::Arc;

use axum::{
    extract::{ConnectInfo, State},
    http::header,
    response::{IntoResponse, Response},
};
use hearth_proto::error::{ErrorCode, Failure};

use super::fail::Fail;
use crate::house::{House, Peer};

/// `GET /healthz`: 200 while the server serves and can read its database.
pub async fn health(State(house): State<Arc<House>>) -> Result<&'static str, Fail> {
    if house.stopping.is_cancelled() {
        return Err(Failure::new(ErrorCode::Unavailable, "the server is stopping").into());
    }
    house.readers.is_empty().await?;
    Ok("ok")
}

/// `GET /metrics`, for this computer only.
pub async fn metrics(State(house): State<Arc<House>>, ConnectInfo(peer): ConnectInfo<Peer>) -> Response {
    if !peer.0.ip().to_canonical().is_loopback() {
        return Fail::new(ErrorCode::Forbidden, "the numbers are for this computer only").into_response();
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], house.metrics.render()).into_response()
}
