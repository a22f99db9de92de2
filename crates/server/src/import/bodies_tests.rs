use hearth_proto::id::BlobId;

use super::*;

fn blob() -> BlobId {
    hex::encode([7; 32]).parse().unwrap()
}

fn stored(width: u32, size: u64) -> Brought {
    let mime = if width > 0 { "image/png" } else { "application/octet-stream" }.to_owned();
    Brought::Here(StoredBlob { blob: blob(), mime, size, width, height: width })
}

fn text(text: &str) -> Body {
    Body::Text { text: text.to_owned() }
}

fn fitted(body: Body, brought: Option<&Brought>) -> (Vec<Body>, Vec<Unfit>) {
    let limits = Limits::default();
    let Fitted { pieces, remarks } = fit(body, brought, &limits);
    for piece in &pieces {
        form::body(piece, &limits).unwrap();
    }
    (pieces, remarks)
}

#[test]
fn a_text_that_is_too_long_becomes_several_and_loses_no_word() {
    let words: Vec<String> = (0..9000).map(|number| format!("word{number}")).collect();
    let long = words.join(" ");
    let (pieces, remarks) = fitted(text(&long), None);
    assert!(pieces.len() > 1);
    assert_eq!(remarks, [Unfit::TooLong]);
    let kept: Vec<&str> = pieces.iter().flat_map(|piece| piece.words().split_whitespace()).collect();
    assert_eq!(kept, words);
    // No spaces, and no place to cut but between characters.
    let chinese = "湯".repeat(20_000);
    let (pieces, _) = fitted(text(&chinese), None);
    assert_eq!(pieces.iter().map(Body::words).collect::<String>(), chinese);
}

#[test]
fn a_text_full_of_what_is_written_with_escapes_still_fits_into_a_frame() {
    let odd = "\u{1}".repeat(16_000);
    let (pieces, _) = fitted(text(&odd), None);
    assert_eq!(pieces.iter().map(Body::words).collect::<String>(), odd);
}

#[test]
fn a_text_of_nothing_is_nothing_and_says_so() {
    assert_eq!(fitted(text(" \n"), None).0, []);
}

#[test]
fn a_picture_is_described_as_its_bytes_are_and_what_is_none_becomes_a_file() {
    let picture = Picture {
        blob: blob(),
        mime: "image/jpeg".into(),
        width: 0,
        height: 0,
        size: 3,
        thumbhash: String::new(),
        name: "../soup.png".into(),
    };
    let body = Body::Picture { picture, caption: "look".into() };
    let (pieces, remarks) = fitted(body.clone(), Some(&stored(20, 500)));
    let [Body::Picture { picture, caption }] = pieces.as_slice() else { panic!("{pieces:?}") };
    assert_eq!((picture.width, picture.size, picture.mime.as_str()), (20, 500, "image/png"));
    assert_eq!((picture.name.as_str(), caption.as_str()), ("..soup.png", "look"));
    assert_eq!(remarks, []);
    let (pieces, remarks) = fitted(body.clone(), Some(&stored(0, 500)));
    assert!(matches!(pieces.as_slice(), [Body::File { file, .. }] if file.size == 500), "{pieces:?}");
    assert_eq!(remarks, [Unfit::NoPicture]);
    let (pieces, remarks) = fitted(body, Some(&Brought::Missing));
    assert_eq!(pieces, [text("look\n\n📎 ..soup.png (3 B)")]);
    assert_eq!(remarks, [Unfit::FileNotHere]);
}

#[test]
fn a_caption_that_is_too_long_goes_on_behind_its_file() {
    let name = "list.txt".to_owned();
    let file = File { blob: blob(), mime: "text/plain".into(), size: 9, name, video: None };
    let caption = "word ".repeat(5000);
    let (pieces, remarks) = fitted(Body::File { file, caption: caption.clone() }, Some(&stored(0, 500)));
    assert!(matches!(pieces.first(), Some(Body::File { .. })) && pieces.len() == 2);
    assert_eq!(remarks, [Unfit::TooLong]);
    let kept = pieces.iter().flat_map(|piece| piece.words().split_whitespace()).count();
    assert_eq!(kept, caption.split_whitespace().count());
}

#[test]
fn a_sticker_that_is_too_large_becomes_a_picture() {
    let picture = Picture {
        blob: blob(),
        mime: "image/png".into(),
        width: 2000,
        height: 2000,
        size: 5,
        thumbhash: String::new(),
        name: String::new(),
    };
    let sticker = Body::Sticker { set: "own".into(), name: "soup".into(), picture: Some(picture) };
    assert!(matches!(fitted(sticker.clone(), Some(&stored(2000, 5))).0.as_slice(), [Body::Picture { .. }]));
    assert!(matches!(fitted(sticker, Some(&stored(200, 5))).0.as_slice(), [Body::Sticker { .. }]));
}
