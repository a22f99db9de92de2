//! Fits what a message says to the limits of this server. What is too long becomes several messages, what cannot be
//! shown becomes a line that names it; nothing is left out.

use hearth_archive::remark::Unfit;
use hearth_proto::{
    body::{Body, File, Picture},
    limits::Limits,
};

use super::names;
use crate::state::{command::StoredBlob, form};

/// Stickers are small.
const STICKER_BYTES: u64 = 1024 * 1024;
const STICKER_SIDE: u32 = 1024;
const STICKER_CHARS: usize = 64;
const OWN: &str = "own";

/// What is known of the file that a message brings.
pub(super) enum Brought {
    Here(StoredBlob),
    Missing,
}

/// What a message became.
pub(super) struct Fitted {
    /// One message each, in this order. Empty: it said nothing.
    pub(super) pieces: Vec<Body>,
    pub(super) remarks: Vec<Unfit>,
}

/// What a message says, as this server takes it. `brought` is what is known of the file that it names, if it names one.
pub(super) fn fit(body: Body, brought: Option<&Brought>, limits: &Limits) -> Fitted {
    let mut fitted = Fitted { pieces: Vec::new(), remarks: Vec::new() };
    match (body, brought) {
        (Body::Text { text }, _) => fitted.words(&text, limits),
        (Body::Picture { picture, caption }, Some(Brought::Here(stored))) if stored.width > 0 => {
            let picture = described(picture, stored);
            fitted.captioned(caption, limits, |caption| Body::Picture { picture, caption });
        }
        (Body::Picture { picture, caption }, Some(Brought::Here(stored))) => {
            fitted.remarks.push(Unfit::NoPicture);
            let name = if picture.name.is_empty() { "picture".to_owned() } else { names::file_name(&picture.name) };
            let mime = names::mime(&picture.mime);
            let file = File { blob: picture.blob, mime, size: stored.size, name, video: None };
            fitted.captioned(caption, limits, |caption| Body::File { file, caption });
        }
        (Body::File { file, caption }, Some(Brought::Here(stored))) => {
            let video = file.video.filter(|video| video.width > 0 && video.height > 0 && video.thumbhash.len() <= 64);
            let (mime, name) = (names::mime(&file.mime), names::file_name(&file.name));
            let file = File { blob: file.blob, mime, size: stored.size, name, video };
            fitted.captioned(caption, limits, |caption| Body::File { file, caption });
        }
        (Body::Sticker { set, name, picture: Some(picture) }, Some(Brought::Here(stored))) => {
            let picture = described(picture, stored);
            let small = stored.size <= STICKER_BYTES && stored.width.max(stored.height) <= STICKER_SIDE;
            if stored.width > 0 && small {
                let name = if sticker_word(&name) { name } else { "sticker".to_owned() };
                fitted.pieces.push(Body::Sticker { set: OWN.to_owned(), name, picture: Some(picture) });
                if set != OWN {
                    fitted.remarks.push(Unfit::OtherSticker);
                }
            } else {
                return fit(Body::Picture { picture, caption: String::new() }, brought, limits);
            }
        }
        (Body::Sticker { set, name, picture: None }, _) if set != OWN && sticker_word(&set) && sticker_word(&name) => {
            fitted.pieces.push(Body::Sticker { set, name, picture: None });
        }
        (Body::Sticker { name, .. }, _) => {
            fitted.remarks.push(Unfit::OtherSticker);
            fitted.words(&format!("[{name}]"), limits);
        }
        (Body::Picture { picture, caption }, Some(Brought::Missing) | None) => {
            let name = if picture.name.is_empty() { "picture" } else { &picture.name };
            fitted.missing(name, picture.size, &caption, limits);
        }
        (Body::File { file, caption }, Some(Brought::Missing) | None) => {
            fitted.missing(&file.name, file.size, &caption, limits);
        }
        (Body::Unknown(value), _) => {
            fitted.remarks.push(Unfit::LaterBody);
            // Readers that know it show it; the others say that a newer Hearth is needed.
            fitted.pieces.push(Body::Unknown(value));
        }
    }
    fitted.pieces.retain_mut(|piece| {
        let fits = match piece {
            Body::Unknown(value) => value.to_string().len() <= longest_body(limits),
            Body::Text { .. } | Body::Sticker { .. } | Body::Picture { .. } | Body::File { .. } => {
                form::body(piece, limits).is_ok()
            }
        };
        if fits {
            return true;
        }
        fitted.remarks.push(Unfit::StrangeBody);
        let words = piece.words().trim();
        *piece = Body::Text { text: if words.is_empty() { "[…]".to_owned() } else { words.to_owned() } };
        form::body(piece, limits).is_ok()
    });
    fitted
}

impl Fitted {
    fn words(&mut self, text: &str, limits: &Limits) {
        let pieces = split(text, longest(text, limits));
        if pieces.len() > 1 {
            self.remarks.push(Unfit::TooLong);
        }
        self.pieces.extend(pieces.into_iter().map(|text| Body::Text { text }));
    }

    /// The file with as much of its caption as fits; the rest follows.
    fn captioned(&mut self, caption: String, limits: &Limits, body: impl FnOnce(String) -> Body) {
        let most = longest(&caption, limits);
        if caption.len() <= most {
            self.pieces.push(body(caption));
            return;
        }
        self.remarks.push(Unfit::TooLong);
        let mut pieces = split(&caption, most).into_iter();
        self.pieces.push(body(pieces.next().unwrap_or_default()));
        self.pieces.extend(pieces.map(|text| Body::Text { text }));
    }

    /// A file that is not in the archive: its name stands where it stood.
    fn missing(&mut self, name: &str, size: u64, caption: &str, limits: &Limits) {
        self.remarks.push(Unfit::FileNotHere);
        let name = names::file_name(name);
        let line = if size > 0 { format!("📎 {name} ({size} B)") } else { format!("📎 {name}") };
        let text = if caption.trim().is_empty() { line } else { format!("{caption}\n\n{line}") };
        self.words(&text, limits);
    }
}

/// The picture as its bytes are.
fn described(picture: Picture, stored: &StoredBlob) -> Picture {
    let sides = (picture.width, picture.height);
    let fits = sides == (stored.width, stored.height) || sides == (stored.height, stored.width);
    let (width, height) = if fits { sides } else { (stored.width, stored.height) };
    let name = if picture.name.is_empty() { String::new() } else { names::file_name(&picture.name) };
    let thumbhash = if picture.thumbhash.len() <= 64 { picture.thumbhash } else { String::new() };
    Picture { blob: picture.blob, mime: stored.mime.clone(), width, height, size: stored.size, thumbhash, name }
}

fn sticker_word(word: &str) -> bool {
    !word.is_empty() && word.chars().count() <= STICKER_CHARS && !word.chars().any(char::is_control)
}

/// Bytes that a body may take on the wire.
fn longest_body(limits: &Limits) -> usize {
    usize::try_from(limits.frame_bytes).unwrap_or(usize::MAX) / 4 * 3
}

/// How many bytes of this text one message takes: less where much of it is written with escapes on the wire.
fn longest(text: &str, limits: &Limits) -> usize {
    let most = usize::try_from(limits.text_bytes).unwrap_or(usize::MAX);
    let frame = longest_body(limits);
    let written = serde_json::to_string(text).map_or(usize::MAX, |written| written.len());
    // An escape takes six bytes at most; a kibibyte is for the rest of the body.
    if written <= frame.saturating_sub(1024) { most } else { most.min(frame.saturating_sub(1024) / 6) }
}

/// Cuts at the end of a line where there is one in the second half, else between words, else anywhere. Pieces of
/// nothing but whitespace are left out.
fn split(text: &str, most: usize) -> Vec<String> {
    let most = most.max(4);
    let mut pieces = Vec::new();
    let mut rest = text;
    while rest.len() > most {
        let mut end = most;
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        let (start, _) = rest.split_at(end);
        let second_half = |at: &usize| *at > end / 2;
        let cut = start
            .rfind('\n')
            .filter(second_half)
            .or_else(|| start.rfind(char::is_whitespace).filter(second_half))
            .unwrap_or(end);
        let (piece, after) = rest.split_at(cut);
        pieces.push(piece.to_owned());
        rest = after.strip_prefix(['\n', ' ']).unwrap_or(after);
    }
    pieces.push(rest.to_owned());
    pieces.retain(|piece| !piece.trim().is_empty());
    pieces
}

#[cfg(test)]
#[path = "bodies_tests.rs"]
mod tests;
