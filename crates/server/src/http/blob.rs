//! Serves blobs to those who may see them, whole or a part. Only pictures are served as what they are.

use std::{io::SeekFrom, sync::Arc};

use axum::{
    Json,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use hearth_proto::{error::ErrorCode, http::BlobUse, id::BlobId};
use tokio::{
    fs::File,
    io::{AsyncReadExt, AsyncSeekExt, Take},
};

use super::{
    fail::{Fail, who},
    range::{Part, wanted},
};
use crate::house::House;

const CHUNK: usize = 64 * 1024;

/// `GET /api/blobs`: what the person uses.
pub async fn usage(State(house): State<Arc<House>>, headers: HeaderMap) -> Result<Json<BlobUse>, Fail> {
    let me = who(&house, &headers).await?.user;
    let used_bytes = house.readers.used_bytes(me).await?;
    Ok(Json(BlobUse { used_bytes, quota_bytes: house.limits.quota_bytes }))
}

/// `GET /api/blobs/{sha256}`.
pub async fn fetch(
    State(house): State<Arc<House>>,
    Path(blob): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Fail> {
    let me = who(&house, &headers).await?.user;
    let blob: BlobId = blob.parse().map_err(|_| missing())?;
    let known = house.readers.blob(me, blob.clone()).await?.ok_or_else(missing)?;
    let file = File::open(house.blobs.path(&blob)).await.map_err(|error| {
        tracing::error!(%error, %blob, "a stored blob cannot be read");
        unreadable()
    })?;
    let length = file.metadata().await.map_err(|_| unreadable())?.len();
    let tag = format!("\"{blob}\"");
    let mut response = match wanted(&headers, &tag, length) {
        Part::Whole => send(file, 0, length).await?,
        Part::Bytes { first, last } => {
            let mut response = send(file, first, last - first + 1).await?;
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            set_text(&mut response, header::CONTENT_RANGE, &format!("bytes {first}-{last}/{length}"));
            response
        }
        Part::Beyond => {
            let mut response = Fail::new(ErrorCode::Malformed, "the range lies behind the end").into_response();
            *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            set_text(&mut response, header::CONTENT_RANGE, &format!("bytes */{length}"));
            return Ok(response);
        }
    };
    describe(&mut response, &known.mime, &tag);
    Ok(response)
}

/// The bytes from `first` on, `count` of them.
async fn send(mut file: File, first: u64, count: u64) -> Result<Response, Fail> {
    file.seek(SeekFrom::Start(first)).await.map_err(|_| unreadable())?;
    let chunks = stream::try_unfold(file.take(count), |mut file: Take<File>| async move {
        let mut chunk = vec![0; CHUNK];
        let read = file.read(&mut chunk).await?;
        chunk.truncate(read);
        Ok::<_, std::io::Error>((read > 0).then_some((chunk, file)))
    });
    let mut response = Body::from_stream(chunks).into_response();
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(count));
    Ok(response)
}

/// Whatever the bytes are, nothing that opens them at this address may run them.
fn describe(response: &mut Response, mime: &str, tag: &str) {
    set_text(response, header::CONTENT_TYPE, mime);
    set_text(response, header::ETAG, tag);
    let set = response.headers_mut();
    let shown = if mime.starts_with("image/") { "inline" } else { "attachment" };
    set.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(shown));
    set.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    set.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    set.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    // The name is the content: it never changes. Only the person's own cache may keep it.
    set.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable"));
}

fn set_text(response: &mut Response, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

fn unreadable() -> Fail {
    Fail::new(ErrorCode::Internal, "the blob cannot be read")
}

fn missing() -> Fail {
    Fail::new(ErrorCode::NotFound, "there is no such blob here for you")
}
