//! Moves blobs to and from a server: uploads that go on where they broke off (tus 1.0, core and creation), downloads
//! that go on just so and are checked.

use std::{path::PathBuf, time::Duration};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use hearth_engine::connection::LineReason;
use hearth_proto::{error::ErrorCode, http::BlobUse, id::BlobId, link::Address};
use http_body_util::BodyExt;
use hyper::{
    Request, Response, StatusCode,
    body::Incoming,
    header::{self, HeaderMap, HeaderValue},
    http::request::Builder,
};
use tokio::time;

use crate::{
    blobs::{Blobs, Receiving},
    dial,
    http::{Answer, Http},
    view::{Cause, Problem},
};

/// Where uploads begin, and where blobs are read.
const BLOBS: &str = "/api/blobs";

/// What is sent at once at first, at least and at most; progress is told in these steps.
const FIRST_STEP: usize = 128 * 1024;
const SMALLEST_STEP: usize = 32 * 1024;
const LARGEST_STEP: usize = 1024 * 1024;

/// A step should take about this long: a slow line answers well within the limit, a fast one is not held up by waiting.
const STEP_TAKES: Duration = Duration::from_millis(700);

/// Who asks, and whom.
#[derive(Clone, Debug)]
pub struct Access {
    pub address: Address,
    pub token: String,
}

/// Uploads a blob of the store, going on where an earlier try stopped. `progress` hears the bytes that are there. Only a
/// step of it is in memory at once.
///
/// # Errors
/// `blob_missing` when the store does not have it; else what the line or the server says.
pub async fn upload(access: &Access, blobs: &Blobs, blob: &BlobId, progress: impl Fn(u64, u64)) -> Answer<()> {
    let Some(total) = blobs.size(blob) else { return Err(gone()) };
    match send_up(access, blobs, blob, total, progress).await {
        // The server got other bytes than their name says: they are looked at where they lie.
        Err(problem) if problem.cause == Cause::Server(ErrorCode::Conflict) => {
            let (store, id) = (blobs.clone(), blob.clone());
            let whole = tokio::task::spawn_blocking(move || store.is_whole(&id)).await??;
            Err(if whole { problem } else { gone() })
        }
        done => done,
    }
}

fn gone() -> Problem {
    Problem::server(ErrorCode::BlobMissing, "the file is not on this computer any more")
}

async fn send_up(access: &Access, blobs: &Blobs, blob: &BlobId, total: u64, progress: impl Fn(u64, u64)) -> Answer<()> {
    let mut http = Http::open(&access.address).await?;
    let Begun { location, mut sent } = begin(&mut http, access, blob, total).await?;
    let mut size = FIRST_STEP;
    // The last step completes the upload, so it is sent even where all bytes are there already.
    while !location.is_empty() {
        progress(sent, total);
        let (store, id) = (blobs.clone(), blob.clone());
        let step = tokio::task::spawn_blocking(move || store.slice(&id, sent, size)).await??;
        let request = tus(Request::patch(&location), access)
            .header(header::CONTENT_TYPE, "application/offset+octet-stream")
            .header("Upload-Offset", sent);
        let grows = !step.is_empty();
        let started = time::Instant::now();
        let response = http.send(request, step.into()).await?;
        size = if started.elapsed() < STEP_TAKES { size * 2 } else { size / 2 }.clamp(SMALLEST_STEP, LARGEST_STEP);
        let now = offset(response.headers()).filter(|now| *now <= total && (*now > sent) == grows);
        sent = now.ok_or_else(nonsense)?;
        finished(response).await?;
        if sent == total {
            break;
        }
    }
    progress(total, total);
    Ok(())
}

/// An upload as the server has it.
struct Begun {
    /// Empty when the blob is there whole and nothing is wanted.
    location: String,
    sent: u64,
}

/// Begins an upload. One that this person began before, and that broke off, is found again and goes on.
async fn begin(http: &mut Http, access: &Access, blob: &BlobId, total: u64) -> Answer<Begun> {
    let request = tus(Request::post(BLOBS), access)
        .header("Upload-Length", total)
        .header("Upload-Metadata", format!("sha256 {}", STANDARD.encode(blob.as_str())));
    let response = http.send(request, Bytes::new()).await?;
    let location = response.headers().get(header::LOCATION).and_then(|at| at.to_str().ok()).map(str::to_owned);
    let sent = offset(response.headers()).unwrap_or_default().min(total);
    finished(response).await?;
    match location {
        Some(location) if location == format!("{BLOBS}/{blob}") => Ok(Begun { location: String::new(), sent: total }),
        Some(location) if location.starts_with('/') => Ok(Begun { location, sent }),
        Some(_) | None => Err(nonsense()),
    }
}

/// How many bytes of blobs this person has on the server.
///
/// # Errors
/// When the line breaks, or the server does not say.
pub async fn used(http: &mut Http, access: &Access) -> Answer<u64> {
    let response = http.send(authorized(Request::get(BLOBS), access), Bytes::new()).await?;
    let text = crate::http::collected(response, 4096).await?;
    Ok(serde_json::from_slice::<BlobUse>(&text).map_err(|_| nonsense())?.used_bytes)
}

/// Fetches a blob into the store, unless it is there, going on where an earlier try stopped. At most `most` bytes are
/// taken; `progress` hears how many are here. One at a time for each blob.
///
/// # Errors
/// When the line breaks, the server refuses, or the bytes are not that blob.
pub async fn download(
    access: &Access,
    blobs: &Blobs,
    blob: &BlobId,
    most: u64,
    progress: impl Fn(u64),
) -> Answer<PathBuf> {
    if let Some(path) = blobs.path(blob) {
        return Ok(path);
    }
    let (store, id) = (blobs.clone(), blob.clone());
    let mut receiving = tokio::task::spawn_blocking(move || store.receive(&id, most)).await??;
    if !receiving.is_whole() {
        progress(receiving.have());
        take_rest(access, blob, &mut receiving, progress).await?;
    }
    tokio::task::spawn_blocking(move || receiving.finish()).await?.map_err(|error| damaged(&error))
}

async fn take_rest(access: &Access, blob: &BlobId, receiving: &mut Receiving, progress: impl Fn(u64)) -> Answer<()> {
    let mut http = Http::open(&access.address).await?;
    let mut response = ask_for(&mut http, access, blob, receiving.have()).await;
    if receiving.have() > 0 && matches!(&response, Err(problem) if problem.cause == Cause::Server(ErrorCode::Malformed))
    {
        // The server has no such part; what is here cannot be the beginning of it.
        receiving.restart()?;
        http = Http::open(&access.address).await?;
        response = ask_for(&mut http, access, blob, 0).await;
    }
    let response = response?;
    if response.status() == StatusCode::PARTIAL_CONTENT {
        if part_begins(response.headers()) != Some(receiving.have()) {
            return Err(nonsense());
        }
    } else if receiving.have() > 0 {
        receiving.restart()?;
    }
    let mut body = response.into_body();
    // Each piece is small, so writing it here holds nobody up for long.
    while let Some(frame) =
        time::timeout(dial::LIMIT, body.frame()).await.map_err(|_| Problem::line(LineReason::TimedOut))?
    {
        let frame = frame.map_err(|_| Problem::line(LineReason::ClosedByNetwork))?;
        if let Some(bytes) = frame.data_ref() {
            receiving.take(bytes).map_err(|error| damaged(&error))?;
            progress(receiving.have());
        }
    }
    Ok(())
}

/// The blob from an offset on.
async fn ask_for(http: &mut Http, access: &Access, blob: &BlobId, from: u64) -> Answer<Response<Incoming>> {
    let request = authorized(Request::get(format!("{BLOBS}/{blob}")), access);
    let request = if from > 0 { request.header(header::RANGE, format!("bytes={from}-")) } else { request };
    http.send(request, Bytes::new()).await
}

/// Where the part begins that came (RFC 9110, 14.4).
fn part_begins(headers: &HeaderMap) -> Option<u64> {
    let range = headers.get(header::CONTENT_RANGE)?.to_str().ok()?;
    range.strip_prefix("bytes ")?.split_once('-')?.0.trim().parse().ok()
}

fn authorized(request: Builder, access: &Access) -> Builder {
    let mut value = HeaderValue::try_from(format!("Bearer {}", access.token)).ok();
    if let Some(value) = &mut value {
        value.set_sensitive(true);
    }
    match value {
        Some(value) => request.header(header::AUTHORIZATION, value),
        None => request,
    }
}

fn tus(request: Builder, access: &Access) -> Builder {
    authorized(request, access).header("Tus-Resumable", "1.0.0")
}

fn offset(headers: &HeaderMap) -> Option<u64> {
    headers.get("Upload-Offset")?.to_str().ok()?.parse().ok()
}

async fn finished(response: Response<Incoming>) -> Answer<()> {
    crate::http::collected(response, 64 * 1024).await.map(|_| ())
}

fn nonsense() -> Problem {
    Problem::line(LineReason::ProtocolBroken)
}

/// More bytes than allowed, or other ones: the server's fault; anything else is this disk's.
fn damaged(error: &std::io::Error) -> Problem {
    match error.kind() {
        std::io::ErrorKind::InvalidData | std::io::ErrorKind::FileTooLarge => nonsense(),
        kind => std::io::Error::from(kind).into(),
    }
}
