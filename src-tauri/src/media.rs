//! Pictures for the page, as `media://localhost/ACCOUNT/BLOB`: from this disk, or fetched once and kept. Only kinds of
//! pictures leave here, named by what their bytes are, so nothing that a person sent is ever a page or a script.

use std::sync::Arc;

use hearth_client::{
    reading::Media,
    view::{AccountId, Cause, Problem},
};
use hearth_proto::{error::ErrorCode, id::BlobId};
use tauri::http::{Request, Response, StatusCode, header};

use crate::desk::Desk;

/// The name of the scheme; the page's policy and `convertFileSrc` know it too.
pub const SCHEME: &str = "media";

/// What a picture may be. Everything else is refused, whatever it calls itself.
const KINDS: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/// Answers one request of the page.
pub async fn answer(desk: Arc<Desk>, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
    let Some((account, blob)) = parse(request.uri().path()) else { return refusal(StatusCode::NOT_FOUND) };
    match picture(&desk, account, &blob).await {
        Ok(Media { mime, bytes }) if KINDS.contains(&mime) => response(mime, bytes),
        Ok(_) => refusal(StatusCode::UNSUPPORTED_MEDIA_TYPE),
        Err(problem) => {
            tracing::debug!(cause = ?problem.cause, "a picture is not here");
            refusal(match problem.cause {
                Cause::Server(ErrorCode::NotFound) => StatusCode::NOT_FOUND,
                Cause::Server(_) | Cause::Line(_) | Cause::Link(_) | Cause::Local(_) => StatusCode::SERVICE_UNAVAILABLE,
            })
        }
    }
}

async fn picture(desk: &Desk, account: AccountId, blob: &BlobId) -> Result<Media, Problem> {
    desk.client().await?.media(account, blob).await
}

fn parse(path: &str) -> Option<(AccountId, BlobId)> {
    let (account, blob) = path.strip_prefix('/')?.split_once('/')?;
    Some((AccountId(account.parse().ok()?), blob.parse().ok()?))
}

fn response(kind: &str, bytes: Vec<u8>) -> Response<Vec<u8>> {
    Response::builder()
        .header(header::CONTENT_TYPE, kind)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        // The name is a hash of the bytes, so they never change.
        .header(header::CACHE_CONTROL, "private, max-age=31536000, immutable")
        .body(bytes)
        .unwrap_or_default()
}

fn refusal(status: StatusCode) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = status;
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_an_account_and_a_blob_and_nothing_else() {
        let account = "0199c0de-0000-7000-8000-000000000001";
        let blob = "ab".repeat(32);
        assert!(parse(&format!("/{account}/{blob}")).is_some());
        for path in
            ["/", "", "/x/y", &format!("/{account}/../{blob}"), &format!("/{account}/{blob}/x"), &format!("/{account}")]
        {
            assert!(parse(path).is_none(), "{path}");
        }
    }
}
