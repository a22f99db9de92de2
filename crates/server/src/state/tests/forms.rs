//! Bodies that are refused for their form.

use hearth_proto::{
    body::{Body, File, Picture, Video},
    error::ErrorCode,
    limits::Limits,
};

use super::{message_id, room_id, text};
use crate::state::{command::Action, form};

fn refused(body: Body) -> Option<ErrorCode> {
    let action = Action::Edit { conversation: room_id(1), message: message_id(1), body, act: None };
    form::check(&action, &Limits::default()).err().map(|failure| failure.code)
}

fn file(name: &str, mime: &str) -> File {
    let blob = "0".repeat(64).parse().unwrap();
    File { blob, mime: mime.into(), size: 5, name: name.into(), video: None }
}

fn named(name: &str) -> Option<ErrorCode> {
    refused(Body::File { file: file(name, "text/plain"), caption: String::new() })
}

fn picture(name: &str) -> Picture {
    let (mime, thumbhash) = ("image/png".into(), String::new());
    Picture { blob: "0".repeat(64).parse().unwrap(), mime, width: 1, height: 1, size: 5, thumbhash, name: name.into() }
}

#[test]
fn a_files_name_leads_nowhere_and_reads_as_it_is() {
    for good in ["a.txt", "报告 2026.pdf", ".profile", "a..b", "ملف.txt", &"x".repeat(255)] {
        assert_eq!(named(good), None, "{good}");
    }
    let long = "x".repeat(256);
    for bad in ["", "  ", ".", "..", "../a", "a/b", "c:\\a", "a\nb", "a\0b", "\u{7f}", "invoice\u{202e}fdp.exe", &long]
    {
        assert_eq!(named(bad), Some(ErrorCode::NameInvalid), "{bad:?}");
        if !bad.is_empty() {
            let body = Body::Picture { picture: picture(bad), caption: String::new() };
            assert_eq!(refused(body), Some(ErrorCode::NameInvalid), "{bad:?}");
        }
    }
    assert_eq!(refused(Body::Picture { picture: picture(""), caption: String::new() }), None);
}

#[test]
fn a_files_type_looks_like_one() {
    let typed = |mime: &str| refused(Body::File { file: file("a", mime), caption: String::new() });
    for good in ["application/octet-stream", "text/plain;charset=utf-8", "image/svg+xml"] {
        assert_eq!(typed(good), None, "{good}");
    }
    for bad in
        ["", "text", "/", "text/", "text/pl ain", "text/plain\r\nx: y", "文/本", &format!("a/{}", "x".repeat(126))]
    {
        assert_eq!(typed(bad), Some(ErrorCode::Malformed), "{bad:?}");
    }
}

#[test]
fn a_video_has_a_shape() {
    let shaped = |width| {
        let video = Some(Video { width, height: 9, duration_ms: 100, thumbhash: String::new() });
        refused(Body::File { file: File { video, ..file("a.webm", "video/webm") }, caption: String::new() })
    };
    assert_eq!([shaped(16), shaped(0)], [None, Some(ErrorCode::Malformed)]);
}

#[test]
fn own_stickers_and_only_those_bring_their_picture() {
    let sticker = |set: &str, picture| refused(Body::Sticker { set: set.into(), name: "cat".into(), picture });
    assert_eq!(sticker("hearth", None), None);
    assert_eq!(sticker("own", Some(picture("cat.png"))), None);
    assert_eq!(sticker("own", None), Some(ErrorCode::Malformed));
    assert_eq!(sticker("hearth", Some(picture("cat.png"))), Some(ErrorCode::Malformed));
    assert_eq!(sticker("", None), Some(ErrorCode::NameInvalid));
}

#[test]
fn a_caption_is_no_longer_than_a_text() {
    let long = "x".repeat(16 * 1024 + 1);
    assert_eq!(refused(text(&long)), Some(ErrorCode::TooLarge));
    assert_eq!(refused(Body::File { file: file("a", "a/b"), caption: long }), Some(ErrorCode::TooLarge));
}
