//! What a message carries beside its words: files, links, code.

use hearth_proto::body::Body;
use hearth_search::Has;

/// What a body is to somebody who looks for it.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(crate) struct Carried {
    /// All that can be read in it: what was written, and the name of a file.
    pub(crate) words: String,
    /// The list of files that shows it: `picture`, `video` or `file`.
    pub(crate) file: Option<&'static str>,
    /// Of that file, in bytes.
    pub(crate) size: Option<u64>,
    pub(crate) sticker: bool,
    pub(crate) link: bool,
    pub(crate) code: bool,
}

impl Carried {
    pub(crate) fn of(body: &Body) -> Self {
        let written = body.words();
        let (words, file, sticker) = match body {
            Body::Text { text } => (text.clone(), None, false),
            Body::Picture { picture, caption } => {
                (both(&picture.name, caption), Some(("picture", picture.size)), false)
            }
            Body::File { file, caption } => {
                let kind = if file.video.is_some() { "video" } else { "file" };
                (both(&file.name, caption), Some((kind, file.size)), false)
            }
            Body::Sticker { .. } => (String::new(), None, true),
            Body::Unknown(_) => (String::new(), None, false),
        };
        let (file, size) = (file.map(|(kind, _)| kind), file.map(|(_, size)| size));
        Self { words, file, size, sticker, link: links(written).next().is_some(), code: has_code(written) }
    }

    pub(crate) fn has(&self, what: Has) -> bool {
        match what {
            Has::File => self.file.is_some(),
            Has::Image => self.file == Some("picture"),
            Has::Video => self.file == Some("video"),
            Has::Link => self.link,
            Has::Sticker => self.sticker,
            Has::Code => self.code,
        }
    }
}

fn both(name: &str, caption: &str) -> String {
    if caption.is_empty() { name.to_owned() } else { format!("{name}\n{caption}") }
}

/// Web addresses in a text, in their order, as they are written. Punctuation at their end belongs to the sentence, and
/// so does a bracket that does not begin inside them.
pub(crate) fn links(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let at = rest.find("://")?;
            let (before, after) = rest.split_at(at);
            let scheme = ["https", "http"].into_iter().find(|scheme| {
                before.len() >= scheme.len()
                    && before.get(before.len() - scheme.len()..).is_some_and(|end| end.eq_ignore_ascii_case(scheme))
            });
            let behind = after.get(3..).unwrap_or_default();
            let end = behind.find(ends_address).unwrap_or(behind.len());
            let address = trimmed(behind.get(..end).unwrap_or_default());
            let Some(scheme) = scheme.filter(|_| !address.is_empty()) else {
                rest = behind;
                continue;
            };
            let start = at - scheme.len();
            let found = rest.get(start..at + 3 + address.len());
            rest = behind.get(address.len()..).unwrap_or_default();
            return found;
        }
    })
}

fn ends_address(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '<' | '>' | '"' | '`' | '|' | '\\' | '^' | '{' | '}')
        || matches!(
            c,
            '，' | '。' | '、' | '；' | '：' | '！' | '？' | '（' | '）' | '《' | '》' | '「' | '」' | '“' | '”'
        )
}

fn trimmed(address: &str) -> &str {
    let mut address = address;
    loop {
        let open = address.matches('(').count();
        let closed = address.matches(')').count();
        let shorter = match address.chars().next_back() {
            Some('.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' | ']') => {
                address.get(..address.len().saturating_sub(1))
            }
            Some(')') if closed > open => address.get(..address.len().saturating_sub(1)),
            Some(_) | None => return address,
        };
        address = shorter.unwrap_or_default();
    }
}

/// A block between fences, or a piece of a line between backticks.
fn has_code(text: &str) -> bool {
    text.contains("```") || text.lines().any(|line| line.matches('`').count() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        let found = |text: &'static str| links(text).collect::<Vec<_>>();
        assert_eq!(
            found("see https://a.example/x, and HTTP://b.example."),
            ["https://a.example/x", "HTTP://b.example"]
        );
        assert_eq!(found("(https://a.example/x_(y))"), ["https://a.example/x_(y)"]);
        assert_eq!(found("[soup](https://a.example/soup)"), ["https://a.example/soup"]);
        assert_eq!(found("看https://a.example/汤。好"), ["https://a.example/汤"]);
        assert_eq!(found("ftp://a https:// ://"), Vec::<&str>::new());
    }

    #[test]
    fn code_stands_between_backticks() {
        assert!(has_code("use `make`") && has_code("```\nx\n```"));
        assert!(!has_code("a ` here\nand ` there"));
    }
}
