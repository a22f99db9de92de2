//! Pictures and files: uploading with resumption, lying pictures, who may see what, and parts of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]

mod common;

use base64::{Engine, engine::general_purpose::STANDARD};
use common::{House, Person, new_message, web};
use hearth_proto::{
    body::{Body, File, Picture},
    command::{Post, Request},
    error::ErrorCode,
    frame::ServerFrame,
    id::ConversationId,
    limits::Limits,
    people::Avatar,
    room::Visibility,
};
use sha2::{Digest, Sha256};
use web::Answer;

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let noise = |x: u32, y: u32| image::Luma([u8::try_from((x * 7 + y * 13 + x * y) % 251).unwrap()]);
    image::GrayImage::from_fn(width, height, noise).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn sha(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

async fn create(house: &House, person: &Person, length: usize, sha: &str, kind: &str) -> Answer {
    let auth = format!("Bearer {}", person.token);
    let metadata = format!("sha256 {},filetype {}", STANDARD.encode(sha), STANDARD.encode(kind));
    let length = length.to_string();
    let headers = [
        ("authorization", auth.as_str()),
        ("tus-resumable", "1.0.0"),
        ("upload-length", &length),
        ("upload-metadata", &metadata),
    ];
    web::send(house.at(), "POST", "/api/blobs", &headers, b"").await
}

async fn patch(house: &House, person: &Person, at: &str, offset: usize, bytes: &[u8]) -> Answer {
    let auth = format!("Bearer {}", person.token);
    let offset = offset.to_string();
    let headers = [
        ("authorization", auth.as_str()),
        ("tus-resumable", "1.0.0"),
        ("upload-offset", &offset),
        ("content-type", "application/offset+octet-stream"),
    ];
    web::send(house.at(), "PATCH", at, &headers, bytes).await
}

async fn upload(house: &House, person: &Person, bytes: &[u8]) -> Answer {
    let created = create(house, person, bytes.len(), &sha(bytes), "image/png").await;
    assert_eq!(created.status, 201, "{}", created.text());
    patch(house, person, &created.headers["location"], 0, bytes).await
}

async fn fetch(house: &House, person: &Person, sha: &str) -> Answer {
    let auth = format!("Bearer {}", person.token);
    web::send(house.at(), "GET", &format!("/api/blobs/{sha}"), &[("authorization", &auth)], b"").await
}

fn picture(conversation: ConversationId, bytes: &[u8], (width, height): (u32, u32)) -> Request {
    let picture = Picture {
        blob: sha(bytes).parse().unwrap(),
        mime: "image/png".into(),
        width,
        height,
        size: bytes.len() as u64,
        thumbhash: String::new(),
        name: "soup.png".into(),
    };
    let body = Body::Picture { picture, caption: "soup".into() };
    Request::Post(Post { conversation, message: new_message(), body, reply_to: None, forward: None })
}

#[tokio::test]
async fn an_upload_goes_on_where_it_broke_even_after_a_restart() {
    let house = House::start().await;
    let ann = house.join("Ann").await;
    let bytes = png(60, 40);
    let created = create(&house, &ann, bytes.len(), &sha(&bytes), "image/png").await;
    assert_eq!((created.status, created.headers["upload-offset"].as_str()), (201, "0"));
    let at = created.headers["location"].clone();
    let first = patch(&house, &ann, &at, 0, &bytes[..100]).await;
    assert_eq!((first.status, first.headers["upload-offset"].as_str()), (204, "100"));
    let house = house.restart().await;
    let wrong = patch(&house, &ann, &at, 50, &bytes[50..]).await;
    assert_eq!((wrong.status, wrong.code().as_str()), (409, "conflict"));
    let auth = format!("Bearer {}", ann.token);
    let head = web::send(house.at(), "HEAD", &at, &[("authorization", &auth), ("tus-resumable", "1.0.0")], b"").await;
    assert_eq!((head.status, head.headers["upload-offset"].as_str()), (200, "100"));
    let found = create(&house, &ann, bytes.len(), &sha(&bytes), "image/png").await;
    assert_eq!((found.headers["location"].clone(), found.headers["upload-offset"].as_str()), (at.clone(), "100"));
    let last = patch(&house, &ann, &at, 100, &bytes[100..]).await;
    assert_eq!(last.status, 204, "{}", last.text());
    let there = create(&house, &ann, bytes.len(), &sha(&bytes), "image/png").await;
    assert_eq!((there.status, there.headers["upload-offset"].clone()), (201, bytes.len().to_string()));
    let got = fetch(&house, &ann, &sha(&bytes)).await;
    assert_eq!((got.status, got.body == bytes), (200, true));
    assert_eq!(got.headers["content-type"], "image/png");
    assert_eq!(got.headers["x-content-type-options"], "nosniff");
    assert!(got.headers["cache-control"].contains("immutable"));
    house.running.stop().await;
}

#[tokio::test]
async fn a_picture_is_seen_by_the_conversation_it_is_in_and_by_nobody_else() {
    let house = House::start().await;
    let (ann, bob, eve) = (house.join("Ann").await, house.join("Bob").await, house.join("Eve").await);
    let mut anns = house.line(&ann).await;
    let room = anns.room("Cellar", Visibility::Private).await;
    anns.ok(Request::AddMember { conversation: room, user: bob.user }).await;
    let bytes = png(30, 20);
    assert_eq!(anns.refused(picture(room, &bytes, (30, 20))).await, ErrorCode::BlobMissing);
    assert_eq!(upload(&house, &ann, &bytes).await.status, 204);
    assert_eq!(fetch(&house, &bob, &sha(&bytes)).await.status, 404);
    assert_eq!(anns.refused(picture(room, &bytes, (31, 20))).await, ErrorCode::PictureInvalid);
    let reply = anns.ask(picture(room, &bytes, (30, 20))).await;
    let ServerFrame::Ack { message, .. } = reply else { panic!("{reply:?}") };
    assert_eq!(fetch(&house, &bob, &sha(&bytes)).await.status, 200);
    assert_eq!(fetch(&house, &eve, &sha(&bytes)).await.status, 404);
    let created = create(&house, &eve, bytes.len(), &sha(&bytes), "image/png").await;
    assert_eq!(created.headers["upload-offset"], "0", "who may not see it has to show the bytes");
    let stranger = web::get(house.at(), &format!("/api/blobs/{}", sha(&bytes))).await;
    assert_eq!((stranger.status, stranger.code().as_str()), (401, "unauthorized"));
    anns.ask(Request::Redact { conversation: room, message, act: None }).await;
    assert_eq!(fetch(&house, &bob, &sha(&bytes)).await.status, 404, "a deleted picture is not shown");
    let own = Avatar::Own { blob: sha(&bytes).parse().unwrap() };
    anns.ask(Request::SetProfile { name: None, handle: None, avatar: Some(own), status: None, zone: None }).await;
    assert_eq!(fetch(&house, &eve, &sha(&bytes)).await.status, 200, "faces are for everyone");
    house.running.stop().await;
}

#[tokio::test]
async fn lying_pictures_and_oversized_files_are_refused_and_forgotten() {
    let house = House::with(|config| {
        config.limits =
            Limits { blob_bytes: 10_000, picture_pixels: 5_000, quota_bytes: 6_000, ..config.limits.clone() };
    })
    .await;
    let ann = house.join("Ann").await;
    let text = b"#!/bin/sh\necho I am no picture".to_vec();
    let refused = upload(&house, &ann, &text).await;
    assert_eq!((refused.status, refused.code().as_str()), (400, "picture_invalid"));
    let cut = &png(20, 20)[..40];
    let refused = upload(&house, &ann, cut).await;
    assert_eq!(refused.code(), "picture_invalid");
    let wide = upload(&house, &ann, &png(5_001, 1)).await;
    assert_eq!((wide.status, wide.code().as_str()), (413, "too_large"));
    let bytes = png(20, 20);
    let created = create(&house, &ann, bytes.len(), &"0".repeat(64), "image/png").await;
    let refused = patch(&house, &ann, &created.headers["location"], 0, &bytes).await;
    assert_eq!(refused.code(), "conflict");
    let gone = patch(&house, &ann, &created.headers["location"], 0, &bytes).await;
    assert_eq!(gone.status, 404);
    let long = create(&house, &ann, 10_001, &sha(b"x"), "image/png").await;
    assert_eq!((long.status, long.code().as_str()), (413, "too_large"));
    let much = create(&house, &ann, 6_001, &sha(b"x"), "image/png").await;
    assert_eq!((much.status, much.code().as_str()), (507, "quota_exceeded"));
    let created = create(&house, &ann, 10, &sha(b"y"), "image/png").await;
    let over = patch(&house, &ann, &created.headers["location"], 0, b"eleven bytes").await;
    assert_eq!((over.status, over.code().as_str()), (413, "too_large"));
    let plain = web::send(house.at(), "POST", "/api/blobs", &[], b"").await;
    assert_eq!((plain.status, plain.headers["tus-version"].as_str()), (412, "1.0.0"));
    let options = web::send(house.at(), "OPTIONS", "/api/blobs", &[], b"").await;
    assert_eq!((options.status, options.headers["tus-extension"].as_str()), (204, "creation"));
    house.running.stop().await;
}

async fn upload_file(house: &House, person: &Person, bytes: &[u8], kind: &str) -> Answer {
    let created = create(house, person, bytes.len(), &sha(bytes), kind).await;
    assert_eq!(created.status, 201, "{}", created.text());
    patch(house, person, &created.headers["location"], 0, bytes).await
}

async fn fetch_part(house: &House, person: &Person, sha: &str, headers: &[(&str, &str)]) -> Answer {
    let auth = format!("Bearer {}", person.token);
    let headers: Vec<_> = headers.iter().copied().chain([("authorization", auth.as_str())]).collect();
    web::send(house.at(), "GET", &format!("/api/blobs/{sha}"), &headers, b"").await
}

fn file(conversation: ConversationId, bytes: &[u8], mime: &str, name: &str) -> Request {
    let blob = sha(bytes).parse().unwrap();
    let file = File { blob, mime: mime.into(), size: bytes.len() as u64, name: name.into(), video: None };
    let body = Body::File { file, caption: String::new() };
    Request::Post(Post { conversation, message: new_message(), body, reply_to: None, forward: None })
}

#[tokio::test]
async fn whatever_a_file_says_it_is_nothing_that_opens_it_runs_it() {
    let house = House::start().await;
    let (ann, bob) = (house.join("Ann").await, house.join("Bob").await);
    let mut anns = house.line(&ann).await;
    let room = anns.room("Cellar", Visibility::Private).await;
    anns.ok(Request::AddMember { conversation: room, user: bob.user }).await;
    let pages: [(&[u8], &str); 3] = [
        (b"<!doctype html><script>alert(1)</script>", "text/html"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "image/svg+xml"),
        (b"\x89PNG\r\n\x1a\nand then nothing", "application/octet-stream"),
    ];
    for (bytes, kind) in pages {
        assert_eq!(upload_file(&house, &ann, bytes, kind).await.status, 204, "{kind}");
        let reply = anns.ask(file(room, bytes, kind, "page.html")).await;
        assert!(matches!(reply, ServerFrame::Ack { .. }), "{reply:?}");
        let got = fetch(&house, &bob, &sha(bytes)).await;
        assert_eq!((got.status, got.body == bytes), (200, true));
        assert_eq!(got.headers["content-type"], "application/octet-stream");
        assert_eq!(got.headers["content-disposition"], "attachment");
        assert_eq!(got.headers["x-content-type-options"], "nosniff");
        assert_eq!(got.headers["content-security-policy"], "default-src 'none'; sandbox");
    }
    let picture = png(20, 10);
    assert_eq!(upload_file(&house, &ann, &picture, "application/octet-stream").await.status, 204);
    let got = fetch(&house, &ann, &sha(&picture)).await;
    assert_eq!(
        (got.headers["content-type"].as_str(), got.headers["content-disposition"].as_str()),
        ("image/png", "inline")
    );
    house.running.stop().await;
}

#[tokio::test]
async fn a_picture_too_large_to_show_can_still_be_sent_as_a_file() {
    let house = House::with(|config| config.limits.picture_pixels = 100).await;
    let ann = house.join("Ann").await;
    let bytes = png(20, 20);
    assert_eq!(upload(&house, &ann, &bytes).await.code(), "too_large");
    assert_eq!(upload_file(&house, &ann, &bytes, "application/octet-stream").await.status, 204);
    assert_eq!(fetch(&house, &ann, &sha(&bytes)).await.headers["content-type"], "application/octet-stream");
    house.running.stop().await;
}

#[tokio::test]
async fn a_download_goes_on_where_it_broke() {
    let house = House::start().await;
    let (ann, eve) = (house.join("Ann").await, house.join("Eve").await);
    // More than one chunk of the disk and of the socket.
    let bytes: Vec<u8> = (0..300_000_u32).map(|at| u8::try_from(at % 251).unwrap()).collect();
    let id = sha(&bytes);
    assert_eq!(upload_file(&house, &ann, &bytes, "application/zip").await.status, 204);
    let whole = fetch(&house, &ann, &id).await;
    assert_eq!((whole.headers["accept-ranges"].as_str(), whole.body.len()), ("bytes", bytes.len()));
    let tag = whole.headers["etag"].clone();
    assert_eq!(tag, format!("\"{id}\""));
    let rest = fetch_part(&house, &ann, &id, &[("range", "bytes=123456-"), ("if-range", &tag)]).await;
    assert_eq!((rest.status, rest.body == bytes[123_456..]), (206, true));
    assert_eq!(rest.headers["content-range"], "bytes 123456-299999/300000");
    assert_eq!(rest.headers["content-length"], "176544");
    let some = fetch_part(&house, &ann, &id, &[("range", "bytes=65530-65545")]).await;
    assert_eq!((some.status, some.body == bytes[65_530..=65_545]), (206, true));
    let other = fetch_part(&house, &ann, &id, &[("range", "bytes=5-"), ("if-range", "\"other\"")]).await;
    assert_eq!((other.status, other.body.len()), (200, bytes.len()));
    let beyond = fetch_part(&house, &ann, &id, &[("range", "bytes=300000-")]).await;
    assert_eq!((beyond.status, beyond.headers["content-range"].as_str()), (416, "bytes */300000"));
    assert_eq!(fetch_part(&house, &eve, &id, &[("range", "bytes=0-1")]).await.status, 404);
    house.running.stop().await;
}

#[tokio::test]
async fn what_does_not_fit_is_said_before_a_byte_travels() {
    let house = House::with(|config| {
        config.limits = Limits { blob_bytes: 10_000, quota_bytes: 12_000, ..config.limits.clone() };
    })
    .await;
    let ann = house.join("Ann").await;
    let kind = "application/octet-stream";
    assert_eq!(create(&house, &ann, 10_001, &sha(b"a"), kind).await.code(), "too_large");
    assert_eq!(upload_file(&house, &ann, b"hundred".repeat(10).as_slice(), kind).await.status, 204);
    let auth = format!("Bearer {}", ann.token);
    let used = web::send(house.at(), "GET", "/api/blobs", &[("authorization", &auth)], b"").await;
    assert_eq!(used.text(), r#"{"used_bytes":70,"quota_bytes":12000}"#);
    assert_eq!(web::get(house.at(), "/api/blobs").await.status, 401);
    let first = create(&house, &ann, 8_000, &sha(b"b"), kind).await;
    assert_eq!(first.status, 201);
    let second = create(&house, &ann, 5_000, &sha(b"c"), kind).await;
    assert_eq!((second.status, second.code().as_str()), (507, "quota_exceeded"), "unfinished ones count");
    assert_eq!(create(&house, &ann, 8_000, &sha(b"b"), kind).await.headers["location"], first.headers["location"]);
    assert_eq!(create(&house, &ann, 3_931, &sha(b"c"), kind).await.status, 507);
    assert_eq!(create(&house, &ann, 3_930, &sha(b"c"), kind).await.status, 201);
    house.running.stop().await;
}
