//! Moves blobs to and from a server: uploads that resume (tus 1.0 core protocol), downloads that are checked.

use bytes::Bytes;
use hearth_engine::connection::LineReason;
use hearth_proto::{error::ErrorCode, id::BlobId, link::Address};
use http_body_util::BodyExt;
use hyper::{
    Request, Response,
    body::Incoming,
    header::{self, HeaderMap, HeaderValue},
    http::request::Builder,
};
use std::path::PathBuf;
use tokio::time;

use crate::{
    blobs::Blobs,
    dial,
    http::{Answer, Http},
    view::{Cause, Problem},
};

/// Where uploads begin, and where blobs are read.
const BLOBS: &str = "/api/blobs";

/// What is sent at once; progress is told in these steps.
const STEP: usize = 256 * 1024;

/// Who asks, and whom.
#[derive(Clone, Debug)]
pub struct Access {
    pub address: Address,
    pub token: String,
}

/// Uploads a blob of the store, going on where an earlier try stopped. `progress` hears the bytes that are there.
///
/// # Errors
/// `blob_missing` when the store does not have it; else what the line or the server says.
pub async fn upload(access: &Access, blobs: &Blobs, blob: &BlobId, progress: impl Fn(u64, u64)) -> Answer<()> {
    let (store, id) = (blobs.clone(), blob.clone());
    let bytes = tokio::task::spawn_blocking(move || store.read(&id)).await??;
    let Some(bytes) = bytes.map(Bytes::from) else {
        return Err(Problem::server(ErrorCode::BlobMissing, "the picture is not on this computer any more"));
    };
    let mut http = Http::open(&access.address).await?;
    let total = bytes.len() as u64;
    let (location, mut sent) = match resumed(&mut http, access, blobs.upload_begun(blob)).await? {
        Some(begun) => begun,
        None => match create(&mut http, access, blob, total).await? {
            Some(location) => {
                blobs.remember_upload(blob, Some(&location))?;
                (location, 0)
            }
            // The server has it already.
            None => (String::new(), total),
        },
    };
    while sent < total {
        progress(sent, total);
        let from = usize::try_from(sent).map_err(Problem::internal)?;
        let step = bytes.slice(from..bytes.len().min(from + STEP));
        let request = tus(Request::patch(&location), access)
            .header(header::CONTENT_TYPE, "application/offset+octet-stream")
            .header("Upload-Offset", sent);
        let response = match http.send(request, step).await {
            Ok(response) => response,
            Err(problem) => {
                if let Cause::Server(ErrorCode::NotFound | ErrorCode::Conflict) = problem.cause {
                    // The server has forgotten this upload; the next try begins anew.
                    blobs.remember_upload(blob, None)?;
                }
                return Err(problem);
            }
        };
        sent = offset(response.headers()).filter(|now| *now > sent && *now <= total).ok_or_else(nonsense)?;
        finished(response).await?;
    }
    progress(total, total);
    blobs.remember_upload(blob, None)?;
    Ok(())
}

/// How far an earlier upload came; None when there is none to go on with.
async fn resumed(http: &mut Http, access: &Access, begun: Option<String>) -> Answer<Option<(String, u64)>> {
    let Some(location) = begun else { return Ok(None) };
    match http.send(tus(Request::head(&location), access), Bytes::new()).await {
        Ok(response) => Ok(offset(response.headers()).map(|sent| (location, sent))),
        // An answer to HEAD has no body that says why; whatever it is, beginning anew is right.
        Err(problem) => match problem.cause {
            Cause::Server(_) | Cause::Line(LineReason::NotHearth) => Ok(None),
            Cause::Line(_) | Cause::Link(_) | Cause::Local(_) => Err(problem),
        },
    }
}

/// Begins an upload; None when the server has the blob and wants nothing.
async fn create(http: &mut Http, access: &Access, blob: &BlobId, total: u64) -> Answer<Option<String>> {
    let request =
        tus(Request::post(BLOBS), access).header("Upload-Length", total).header("Upload-Metadata", metadata(blob));
    let response = http.send(request, Bytes::new()).await?;
    let location = response.headers().get(header::LOCATION).and_then(|at| at.to_str().ok()).map(str::to_owned);
    let done = offset(response.headers()) == Some(total) && total > 0;
    finished(response).await?;
    match location {
        _ if done => Ok(None),
        Some(location) if location.starts_with('/') => Ok(Some(location)),
        Some(_) | None => Err(nonsense()),
    }
}

/// Fetches a blob into the store, unless it is there. At most `most` bytes are taken.
///
/// # Errors
/// When the line breaks, the server refuses, or the bytes are not that blob.
pub async fn download(access: &Access, blobs: &Blobs, blob: &BlobId, most: u64) -> Answer<PathBuf> {
    if let Some(path) = blobs.path(blob) {
        return Ok(path);
    }
    let mut http = Http::open(&access.address).await?;
    let response = http.send(authorized(Request::get(format!("{BLOBS}/{blob}")), access), Bytes::new()).await?;
    let mut receiving = blobs.receive(blob, most)?;
    let mut body = response.into_body();
    // Each piece is small, so writing it here holds nobody up for long.
    while let Some(frame) =
        time::timeout(dial::LIMIT, body.frame()).await.map_err(|_| Problem::line(LineReason::TimedOut))?
    {
        let frame = frame.map_err(|_| Problem::line(LineReason::ClosedByNetwork))?;
        if let Some(bytes) = frame.data_ref() {
            receiving.take(bytes).map_err(|error| damaged(&error))?;
        }
    }
    tokio::task::spawn_blocking(move || receiving.finish()).await?.map_err(|error| damaged(&error))
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

fn metadata(blob: &BlobId) -> String {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    format!("sha256 {}", STANDARD.encode(blob.as_str()))
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
