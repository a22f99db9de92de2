//! Serves blobs to those who may see them.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use hearth_proto::{error::ErrorCode, id::BlobId};
use tokio::io::AsyncReadExt;

use super::fail::{Fail, who};
use crate::house::House;

const CHUNK: usize = 64 * 1024;

/// `GET /api/blobs/{sha256}`.
pub async fn fetch(
    State(house): State<Arc<House>>,
    Path(blob): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Fail> {
    let me = who(&house, &headers).await?.user;
    let blob: BlobId = blob.parse().map_err(|_| missing())?;
    let mime = house.readers.blob(me, blob.clone()).await?.ok_or_else(missing)?;
    let file = tokio::fs::File::open(house.blobs.path(&blob)).await.map_err(|error| {
        tracing::error!(%error, %blob, "a stored blob cannot be read");
        Fail::new(ErrorCode::Internal, "the blob cannot be read")
    })?;
    let length = file.metadata().await.map_err(|_| Fail::new(ErrorCode::Internal, "the blob cannot be read"))?.len();
    let chunks = stream::try_unfold(file, |mut file| async move {
        let mut chunk = vec![0; CHUNK];
        let read = file.read(&mut chunk).await?;
        chunk.truncate(read);
        Ok::<_, std::io::Error>((read > 0).then_some((chunk, file)))
    });
    let mut response = Body::from_stream(chunks).into_response();
    let set = response.headers_mut();
    set.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    if let Ok(mime) = HeaderValue::from_str(&mime) {
        set.insert(header::CONTENT_TYPE, mime);
    }
    set.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    set.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    set.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("inline"));
    // The name is the content: it never changes. Only the person's own cache may keep it.
    set.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable"));
    Ok(response)
}

fn missing() -> Fail {
    Fail::new(ErrorCode::NotFound, "there is no such blob here for you")
}
