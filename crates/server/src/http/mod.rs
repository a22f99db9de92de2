//! The HTTP forms beside the WebSocket: where each path leads.

mod blob;
mod door;
pub mod fail;
mod range;
pub mod serve;
mod tus;
mod watch;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};
use hearth_proto::error::{ErrorCode, Failure};

use self::fail::Fail;
use crate::{gateway, house::House};

/// The largest form.
const FORM_BYTES: usize = 64 * 1024;

/// Every path of a server.
pub fn router(house: Arc<House>) -> Router {
    Router::new()
        .route("/ws", get(gateway::upgrade))
        .route("/api/info", get(door::info))
        .route("/api/invites/look", post(door::look))
        .route("/api/join", post(door::join))
        .route("/api/login", post(door::login))
        .route("/api/device", post(door::device))
        .route("/api/blobs", get(blob::usage).post(tus::create).options(tus::options))
        .route("/api/blobs/uploads/{id}", axum::routing::patch(tus::append).head(tus::offset).options(tus::options))
        .route("/api/blobs/{blob}", get(blob::fetch))
        .route("/healthz", get(watch::health))
        .route("/metrics", get(watch::metrics))
        .fallback(nowhere)
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .with_state(house)
}

async fn nowhere() -> Fail {
    Fail(Failure::new(ErrorCode::NotFound, "there is nothing at this address"))
}
