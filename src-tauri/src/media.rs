//! Pictures for the page, as `media://localhost/ACCOUNT/BLOB`: from this disk, or fetched once and kept. Only kinds of
//! pictures leave here, named by what their bytes are, so nothing that a person sent is ever a page or a script. Films,
//! as `media://localhost/ACCOUNT/BLOB/film`, come from this disk only and piece by piece.

use std::sync::Arc;

use hearth_client::{
    exports::{PIECE, Piece},
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

/// The page, which may read what comes from here with a script too: it plays films from its own memory, since the web
/// view's player knows no schemes but the web's.
const PAGE: &str = if cfg!(feature = "custom-protocol") { "tauri://localhost" } else { "http://localhost:5173" };

/// What is asked for.
#[derive(PartialEq, Eq, Debug)]
enum Wanted {
    Picture(AccountId, BlobId),
    Film(AccountId, BlobId),
}

/// Answers one request of the page.
pub async fn answer(desk: Arc<Desk>, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
    match parse(request.uri().path()) {
        Some(Wanted::Picture(account, blob)) => match picture(&desk, account, &blob).await {
            Ok(Media { mime, bytes }) if KINDS.contains(&mime) => response(mime, bytes),
            Ok(_) => refusal(StatusCode::UNSUPPORTED_MEDIA_TYPE),
            Err(problem) => refused(&problem),
        },
        Some(Wanted::Film(account, blob)) => {
            let range = request.headers().get(header::RANGE).and_then(|range| range.to_str().ok()).unwrap_or_default();
            let Some((from, to)) = range_of(range) else { return refusal(StatusCode::RANGE_NOT_SATISFIABLE) };
            match piece(&desk, account, &blob, from, to).await {
                Ok(piece) => film(piece),
                Err(problem) => refused(&problem),
            }
        }
        None => refusal(StatusCode::NOT_FOUND),
    }
}

fn refused(problem: &Problem) -> Response<Vec<u8>> {
    tracing::debug!(cause = ?problem.cause, "a picture or film is not here");
    refusal(match problem.cause {
        Cause::Server(ErrorCode::NotFound) => StatusCode::NOT_FOUND,
        Cause::Server(ErrorCode::UnsupportedMedia) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Cause::Server(_) | Cause::Line(_) | Cause::Link(_) | Cause::Local(_) => StatusCode::SERVICE_UNAVAILABLE,
    })
}

async fn piece(desk: &Desk, account: AccountId, blob: &BlobId, from: u64, to: Option<u64>) -> Result<Piece, Problem> {
    desk.client().await?.piece(account, blob, from, to).await
}

async fn picture(desk: &Desk, account: AccountId, blob: &BlobId) -> Result<Media, Problem> {
    desk.client().await?.media(account, blob).await
}

fn parse(path: &str) -> Option<Wanted> {
    let (account, rest) = path.strip_prefix('/')?.split_once('/')?;
    let account = AccountId(account.parse().ok()?);
    Some(match rest.split_once('/') {
        None => Wanted::Picture(account, rest.parse().ok()?),
        Some((blob, "film")) => Wanted::Film(account, blob.parse().ok()?),
        Some(_) => return None,
    })
}

/// One range (RFC 9110, 14.1.2), counted from the beginning. Without one it is all, as far as one piece goes.
fn range_of(range: &str) -> Option<(u64, Option<u64>)> {
    if range.is_empty() {
        return Some((0, None));
    }
    let (from, to) = range.strip_prefix("bytes=")?.split_once('-')?;
    let to = if to.is_empty() { None } else { Some(to.parse().ok()?) };
    let from = from.parse().ok()?;
    to.is_none_or(|to| to >= from).then_some((from, to))
}

/// A part, even where it is all: whoever asked is told how much there is.
fn film(piece: Piece) -> Response<Vec<u8>> {
    let Piece { bytes, mime, from, total } = piece;
    if bytes.is_empty() || bytes.len() as u64 > PIECE {
        return refusal(StatusCode::RANGE_NOT_SATISFIABLE);
    }
    let last = from + bytes.len() as u64 - 1;
    Response::builder()
        .status(StatusCode::PARTIAL_CONTENT)
        .header(header::CONTENT_TYPE, mime)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::ACCEPT_RANGES, "bytes")
        .header(header::CONTENT_RANGE, format!("bytes {from}-{last}/{total}"))
        .header(header::ACCESS_CONTROL_ALLOW_ORIGIN, PAGE)
        .header(header::ACCESS_CONTROL_EXPOSE_HEADERS, "content-range")
        .body(bytes)
        .unwrap_or_default()
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
        assert!(matches!(parse(&format!("/{account}/{blob}")), Some(Wanted::Picture(..))));
        assert!(matches!(parse(&format!("/{account}/{blob}/film")), Some(Wanted::Film(..))));
        for path in
            ["/", "", "/x/y", &format!("/{account}/../{blob}"), &format!("/{account}/{blob}/x"), &format!("/{account}")]
        {
            assert_eq!(parse(path), None, "{path}");
        }
    }

    #[test]
    fn a_range_is_read_or_refused() {
        assert_eq!(range_of(""), Some((0, None)));
        assert_eq!(range_of("bytes=5-"), Some((5, None)));
        assert_eq!(range_of("bytes=5-9"), Some((5, Some(9))));
        for range in ["bytes=-5", "bytes=9-5", "bytes=a-b", "bytes=0-1,3-4", "lines=1-2", "bytes=5"] {
            assert_eq!(range_of(range), None, "{range}");
        }
    }
}
