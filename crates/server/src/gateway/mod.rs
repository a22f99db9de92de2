//! The WebSocket end of the server: decides who may upgrade. What is said on a line is the session's; who writes and
//! reads it is in `line`.

mod enter;
pub(crate) mod errand;
mod line;

use std::sync::Arc;

use axum::{
    extract::{
        State,
        ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use hearth_proto::{
    SUBPROTOCOL,
    error::{ErrorCode, Failure},
};

use crate::{
    house::House,
    http::fail::{Fail, check_origin},
};

/// What a line reads at once. Small, because most lines are idle most of the time.
const READ_BUFFER: usize = 4 * 1024;
/// Bytes gathered before a write, while a queue is drained.
const WRITE_BUFFER: usize = 16 * 1024;

/// `GET /ws`.
pub async fn upgrade(
    State(house): State<Arc<House>>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    if let Err(failure) = check_origin(&headers, &house.origins) {
        return Fail(failure).into_response();
    }
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade,
        Err(_) => return version_unsupported("this address speaks WebSocket, version 13"),
    };
    if !upgrade.requested_protocols().any(|offered| offered == SUBPROTOCOL) {
        return version_unsupported("the subprotocol hearth.v1 must be offered");
    }
    if house.stopping.is_cancelled() {
        return Fail(Failure::new(ErrorCode::Unavailable, "the server is stopping")).into_response();
    }
    let frame_bytes = usize::try_from(house.limits.frame_bytes).unwrap_or(usize::MAX);
    let token = house.tasks.token();
    upgrade
        .protocols([SUBPROTOCOL])
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        .max_frame_size(frame_bytes)
        .max_message_size(frame_bytes)
        .on_upgrade(move |socket| async move {
            line::serve(socket, house).await;
            drop(token);
        })
}

fn version_unsupported(why: &str) -> Response {
    let mut response = Fail(Failure::new(ErrorCode::VersionUnsupported, why)).into_response();
    // RFC 9110, 15.5.22: a 426 names what to upgrade to.
    response.headers_mut().insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    response.headers_mut().insert(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(SUBPROTOCOL));
    response
}
