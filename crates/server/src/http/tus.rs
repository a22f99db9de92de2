//! Uploads that can be resumed: tus 1.0.0, core and creation (<https://tus.io/protocols/resumable-upload>).

use std::{sync::Arc, time::Duration};

use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use futures_util::StreamExt;
use hearth_proto::{
    error::{ErrorCode, Failure},
    id::BlobId,
};
use tokio::{io::AsyncWriteExt, time::timeout};

use super::fail::{Fail, who};
use crate::{
    blobs::{Turn, Upload, check, disk},
    clock::now,
    house::House,
    reader::Entrance,
    removal::remove_stray,
    state::command::{Action, Actor, StoredBlob},
};

const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const VERSION: HeaderName = HeaderName::from_static("tus-version");
const EXTENSION: HeaderName = HeaderName::from_static("tus-extension");
const MAX_SIZE: HeaderName = HeaderName::from_static("tus-max-size");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const ONE: HeaderValue = HeaderValue::from_static("1.0.0");
/// What is named as one of these must be one.
const PICTURES: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];
/// An uploader that sends nothing for so long has gone; what came is kept.
const SILENCE: Duration = Duration::from_secs(30);

/// `OPTIONS /api/blobs`.
pub async fn options(State(house): State<Arc<House>>) -> Response {
    let headers = [
        (RESUMABLE, ONE),
        (VERSION, ONE),
        (EXTENSION, HeaderValue::from_static("creation")),
        (MAX_SIZE, HeaderValue::from(house.limits.blob_bytes)),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// `POST /api/blobs`: begins an upload, finds one begun before, or says that the blob is here already.
pub async fn create(State(house): State<Arc<House>>, headers: HeaderMap) -> Result<Response, Fail> {
    if let Err(response) = speaks_tus(&headers) {
        return Ok(*response);
    }
    let entrance = who(&house, &headers).await?;
    let user = entrance.user;
    let length = number(&headers, &LENGTH)?;
    let (blob, claims_picture) = metadata(&headers)?;
    if length == 0 {
        return Err(Fail::new(ErrorCode::Empty, "an empty blob says nothing"));
    }
    if length > house.limits.blob_bytes {
        return Err(Fail::new(ErrorCode::TooLarge, "the blob is larger than this server allows"));
    }
    if let Some(known) = house.readers.blob(user, blob.clone()).await? {
        if !known.shown {
            // Nothing shows it yet, or any more; whoever asks is about to.
            let by = Actor::Person { user, device: entrance.device };
            house.decide(by, Action::KeepBlob { blob: blob.clone() }).await?;
        }
        return Ok(created(&format!("/api/blobs/{blob}"), length));
    }
    let promised = house.blobs.promised(user, &blob).saturating_add(length);
    if house.readers.used_bytes(user).await?.saturating_add(promised) > house.limits.quota_bytes {
        return Err(Fail::new(ErrorCode::QuotaExceeded, "your uploads have reached the limit of this server"));
    }
    let upload = Upload { user, blob, length, claims_picture, touched_at: now() };
    let (id, offset) = house.blobs.begin(upload).await?;
    Ok(created(&format!("/api/blobs/uploads/{id}"), offset))
}

fn created(location: &str, offset: u64) -> Response {
    let mut response = (StatusCode::CREATED, [(RESUMABLE, ONE), (OFFSET, HeaderValue::from(offset))]).into_response();
    if let Ok(location) = HeaderValue::from_str(location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// `HEAD /api/blobs/uploads/{id}`.
pub async fn offset(
    State(house): State<Arc<House>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Fail> {
    let user = who(&house, &headers).await?.user;
    let upload = house.blobs.find(&id, user)?;
    let offset = house.blobs.offset(&id).await?;
    let headers = [
        (RESUMABLE, ONE),
        (OFFSET, HeaderValue::from(offset)),
        (LENGTH, HeaderValue::from(upload.length)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((StatusCode::OK, headers).into_response())
}

/// `PATCH /api/blobs/uploads/{id}`: adds bytes; the last ones finish the blob.
pub async fn append(
    State(house): State<Arc<House>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Fail> {
    if let Err(response) = speaks_tus(&headers) {
        return Ok(*response);
    }
    let entrance = who(&house, &headers).await?;
    if headers.get(header::CONTENT_TYPE).is_none_or(|kind| kind != "application/offset+octet-stream") {
        return Err(Fail::new(ErrorCode::UnsupportedMedia, "bytes come as application/offset+octet-stream"));
    }
    let from = number(&headers, &OFFSET)?;
    let turn = house.blobs.take_turn(&id, entrance.user, now())?;
    let here = house.blobs.offset(&id).await?;
    if from != here {
        return Err(Fail::new(ErrorCode::Conflict, "the upload is at another offset"));
    }
    let offset = receive(&turn, body, here).await?;
    if offset == turn.upload.length {
        complete(&house, entrance, &turn).await?;
    }
    let headers = [(RESUMABLE, ONE), (OFFSET, HeaderValue::from(offset))];
    Ok((StatusCode::NO_CONTENT, headers).into_response())
}

/// Writes what comes. When the line breaks, what came before is kept and can be resumed.
async fn receive(turn: &Turn<'_>, body: Body, mut offset: u64) -> Result<u64, Failure> {
    let mut file = tokio::fs::OpenOptions::new().append(true).open(turn.part()).await.map_err(|error| disk(&error))?;
    let mut chunks = body.into_data_stream();
    while let Ok(Some(Ok(chunk))) = timeout(SILENCE, chunks.next()).await {
        let after = offset.saturating_add(chunk.len() as u64);
        if after > turn.upload.length {
            return Err(Failure::new(ErrorCode::TooLarge, "more bytes came than were said"));
        }
        file.write_all(&chunk).await.map_err(|error| disk(&error))?;
        offset = after;
    }
    file.flush().await.map_err(|error| disk(&error))?;
    Ok(offset)
}

/// Checks the bytes, puts them in their place, and only then enters them in the state.
async fn complete(house: &House, entrance: Entrance, turn: &Turn<'_>) -> Result<(), Failure> {
    let (part, upload, limits) = (turn.part(), turn.upload.clone(), Arc::clone(&house.limits));
    let checked = tokio::task::spawn_blocking(move || check(&part, &upload.blob, upload.claims_picture, &limits))
        .await
        .map_err(|_| Failure::new(ErrorCode::Internal, "the blob could not be checked"))?;
    let checked = match checked {
        Ok(checked) => checked,
        Err(failure) => {
            turn.forget().await;
            return Err(failure);
        }
    };
    let coming = house.blobs.come().await;
    turn.finish().await?;
    turn.forget().await;
    let stored = StoredBlob {
        blob: turn.upload.blob.clone(),
        mime: checked.mime.to_owned(),
        size: turn.upload.length,
        width: checked.width,
        height: checked.height,
    };
    let by = Actor::Person { user: entrance.user, device: entrance.device };
    let entered = house.decide(by, Action::StoreBlob(stored)).await;
    drop(coming);
    if let Err(failure) = entered {
        // The quota was reached by another upload meanwhile: the bytes must not lie there for nobody.
        remove_stray(house, &turn.upload.blob).await?;
        return Err(failure);
    }
    Ok(())
}

/// A client of another version is told which one this is (tus 1.0.0, "Tus-Version").
fn speaks_tus(headers: &HeaderMap) -> Result<(), Box<Response>> {
    if headers.get(RESUMABLE).is_some_and(|version| version == ONE) {
        return Ok(());
    }
    let failure = Failure::new(ErrorCode::VersionUnsupported, "uploads speak tus 1.0.0");
    let mut response = Fail(failure).into_response();
    *response.status_mut() = StatusCode::PRECONDITION_FAILED;
    response.headers_mut().insert(VERSION, ONE);
    Err(Box::new(response))
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Result<u64, Failure> {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok()?.parse().ok())
        .ok_or_else(|| Failure::new(ErrorCode::Malformed, format!("the header {name} must be a number")))
}

/// The blob's id, and whether its type is said to be that of a picture which everyone can show.
fn metadata(headers: &HeaderMap) -> Result<(BlobId, bool), Failure> {
    let said = headers.get(METADATA).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let pairs = said.split(',').filter_map(|pair| {
        let (key, value) = pair.trim().split_once(' ')?;
        Some((key, String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()?))
    });
    let find = |wanted: &str| pairs.clone().find(|(key, _)| *key == wanted).map(|(_, value)| value);
    let blob = find("sha256").and_then(|value| value.parse().ok()).ok_or_else(|| {
        Failure::new(ErrorCode::Malformed, "Upload-Metadata must have sha256, 64 hex digits in base64")
    })?;
    let claims_picture = find("filetype").is_some_and(|kind| PICTURES.contains(&kind.as_str()));
    Ok((blob, claims_picture))
}
