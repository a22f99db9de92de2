//! Makes names of an archive such as this server takes: not too long, one line, leading nowhere.

use hearth_proto::limits::Limits;

use crate::state::form;

/// Bytes that a file's name may take.
const FILE_NAME_BYTES: usize = 255;

/// A name of a person or a room; `otherwise` where nothing is left of it.
pub(super) fn name(name: &str, limits: &Limits, otherwise: &str) -> String {
    let short = line(name, limits.name_chars);
    if short.is_empty() { otherwise.to_owned() } else { short }
}

/// A topic.
pub(super) fn topic(topic: &str, limits: &Limits) -> String {
    line(topic, limits.topic_chars)
}

/// One line of at most so many characters.
fn line(text: &str, most: u32) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    plain.trim().chars().take(most).collect::<String>().trim_end().to_owned()
}

/// A file's name, without what could lead somewhere or read as something else.
pub(super) fn file_name(name: &str) -> String {
    if form::file_name(name).is_ok() {
        return name.to_owned();
    }
    let strange =
        |c: &char| !c.is_control() && !matches!(c, '/' | '\\' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut plain: String = name.chars().filter(strange).collect();
    if plain.len() > FILE_NAME_BYTES {
        plain = shorten(&plain);
    }
    if form::file_name(&plain).is_ok() { plain } else { "file".to_owned() }
}

/// Keeps the ending, which says what it is.
fn shorten(name: &str) -> String {
    let ending = name.rfind('.').and_then(|dot| name.get(dot..)).filter(|ending| ending.len() <= 16).unwrap_or("");
    let mut kept = String::new();
    for c in name.chars() {
        if kept.len() + c.len_utf8() + ending.len() > FILE_NAME_BYTES {
            break;
        }
        kept.push(c);
    }
    kept + ending
}

/// A type as RFC 6838 has it.
pub(super) fn mime(mime: &str) -> String {
    let plain = |b: u8| b.is_ascii_graphic() && !matches!(b, b'"' | b'\\' | b',');
    let bare = mime.split(';').next().unwrap_or_default().trim();
    let halves = bare.split_once('/').is_some_and(|(kind, rest)| !kind.is_empty() && !rest.is_empty());
    if halves && bare.len() <= 127 && bare.bytes().all(plain) {
        bare.to_owned()
    } else {
        "application/octet-stream".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_such_as_every_server_takes() {
        let limits = Limits::default();
        assert_eq!(name(" Ann\nO'Neil ", &limits, "?"), "Ann O'Neil");
        assert_eq!(name(" \n ", &limits, "room"), "room");
        assert_eq!(name(&"長".repeat(100), &limits, "?").chars().count(), 64);
        assert_eq!(file_name("../../etc/passwd"), "....etcpasswd");
        assert_eq!(file_name(".."), "file");
        assert_eq!(file_name("soup.png"), "soup.png");
        let long = file_name(&format!("{}.png", "湯".repeat(200)));
        assert!(long.len() <= 255 && long.ends_with(".png") && form::file_name(&long).is_ok());
        assert_eq!(mime("text/plain; charset=utf-8"), "text/plain");
        assert_eq!(mime("png"), "application/octet-stream");
    }
}
