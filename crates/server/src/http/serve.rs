//! Speaks HTTP/1.1 on accepted connections. Whoever takes too long to say what they want is cut off.

use std::{net::SocketAddr, pin::pin, time::Duration};

use axum::{Router, extract::ConnectInfo};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower_service::Service;

use crate::{
    house::Peer,
    listener::{Gate, Stream},
};

/// How long a request's head may take, and how long a connection may be idle between requests.
const HEAD: Duration = Duration::from_secs(15);
/// What is read at once; also the bound of a request's head.
const BUFFER: usize = 16 * 1024;

/// Serves until told to stop; then finishes the requests that are under way.
pub async fn serve(mut gate: Gate, router: Router, stopping: CancellationToken) {
    let connections = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            accepted = gate.next() => accepted,
            () = stopping.cancelled() => None,
        };
        let Some((stream, peer)) = accepted else { break };
        connections.spawn(connection(stream, peer, router.clone(), stopping.clone()));
    }
    connections.close();
    connections.wait().await;
}

async fn connection(stream: Stream, peer: SocketAddr, router: Router, stopping: CancellationToken) {
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(Peer(peer)));
        // A router is always ready.
        router.clone().call(request)
    });
    let mut serving = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD)
            .max_buf_size(BUFFER)
            .serve_connection(TokioIo::new(stream), service)
            .with_upgrades()
    );
    // A connection that breaks concerns nobody but its other end.
    tokio::select! {
        _ = serving.as_mut() => return,
        () = stopping.cancelled() => serving.as_mut().graceful_shutdown(),
    }
    let _ = serving.await;
}
