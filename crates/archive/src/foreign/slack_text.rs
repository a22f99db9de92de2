//! Turns Slack's markup (`*bold*`, `<https://…|words>`, `<@U1>`, `&lt;`) into Markdown.

use super::{emoji, text};

/// What the words name, as far as the reader knows.
pub(super) trait Names {
    /// What stands for a person, such as `@ann`.
    fn person(&mut self, id: &str, label: Option<&str>) -> String;
    /// What stands for a channel, such as `#general`.
    fn channel(&mut self, id: &str, label: Option<&str>) -> String;
    /// What stands for a group of people, such as `@cooks`.
    fn group(&mut self, id: &str, label: Option<&str>) -> String;
    /// Everyone is called.
    fn everyone(&mut self) -> String;
}

/// The same words as Markdown.
pub(super) fn markdown(words: &str, names: &mut impl Names) -> String {
    let bare = text::outside_code(&text::fences(words), styled);
    let mut out = String::with_capacity(bare.len());
    let mut rest = bare.as_str();
    while let Some(start) = rest.find('<') {
        let (before, from) = rest.split_at(start);
        out.push_str(&plain(before));
        let Some(end) = from.find('>') else {
            rest = from;
            break;
        };
        out.push_str(&token(&from[1..end], names));
        rest = &from[end + 1..];
    }
    out.push_str(&plain(rest));
    out
}

/// The three characters that Slack writes as entities.
fn plain(words: &str) -> String {
    // The ampersand last, so that what was one is read once.
    words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// What stands between `<` and `>`.
fn token(inside: &str, names: &mut impl Names) -> String {
    let (what, label) = match inside.split_once('|') {
        Some((what, label)) => (what, Some(label).filter(|label| !label.is_empty())),
        None => (inside, None),
    };
    if let Some(id) = what.strip_prefix('@') {
        return names.person(id, label);
    }
    if let Some(id) = what.strip_prefix('#') {
        return names.channel(id, label);
    }
    if let Some(special) = what.strip_prefix('!') {
        return match special.split('^').next() {
            Some("channel" | "here" | "everyone" | "group") => names.everyone(),
            Some("subteam") => names.group(special.split('^').nth(1).unwrap_or_default(), label),
            Some(_) | None => plain(label.unwrap_or(special)),
        };
    }
    if let Some(address) = what.strip_prefix("mailto:") {
        return address.to_owned();
    }
    match label {
        Some(label) if label != what => text::link(&plain(label), &plain(what)),
        Some(_) | None => plain(what),
    }
}

/// Emoji, bold and struck words outside of code and of what stands between `<` and `>`.
fn styled(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    loop {
        let (before, from) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        out.push_str(&doubled(&doubled(&emoji::in_words(before), '*'), '~'));
        let Some(end) = from.find('>') else {
            out.push_str(from);
            return out;
        };
        out.push_str(&from[..=end]);
        rest = &from[end + 1..];
    }
}

/// Doubles a mark that opens at the start of a word and closes at the end of one on the same line.
fn doubled(words: &str, mark: char) -> String {
    let lines = words.split('\n').map(|line| {
        let mut out = String::with_capacity(line.len());
        let mut rest = line;
        while let Some(start) = rest.find(mark) {
            let (before, from) = rest.split_at(start);
            out.push_str(before);
            let inside = &from[1..];
            let opens = out.chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != mark)
                && inside.chars().next().is_some_and(|c| !c.is_whitespace() && c != mark);
            let closes = inside.match_indices(mark).map(|(end, _)| end).find(|end| {
                let (before, after) = (inside[..*end].chars().next_back(), inside[end + 1..].chars().next());
                before.is_some_and(|c| !c.is_whitespace()) && after.is_none_or(|c| !c.is_alphanumeric() && c != mark)
            });
            match closes.filter(|_| opens) {
                Some(end) => {
                    out.push_str(&format!("{mark}{mark}{}{mark}{mark}", &inside[..end]));
                    rest = &inside[end + 1..];
                }
                None => {
                    out.push(mark);
                    rest = inside;
                }
            }
        }
        out.push_str(rest);
        out
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    struct Known;

    impl Names for Known {
        fn person(&mut self, id: &str, _: Option<&str>) -> String {
            format!("@{}", id.to_lowercase())
        }

        fn channel(&mut self, id: &str, label: Option<&str>) -> String {
            format!("#{}", label.unwrap_or(id))
        }

        fn group(&mut self, id: &str, label: Option<&str>) -> String {
            format!("@{}", label.unwrap_or(id))
        }

        fn everyone(&mut self) -> String {
            "@room".to_owned()
        }
    }

    #[test]
    fn markup_becomes_markdown() {
        for (slack, markdown_) in [
            ("*bold* and ~gone~ and _so_", "**bold** and ~~gone~~ and _so_"),
            ("2 * 3 * 4 and a*b*c", "2 * 3 * 4 and a*b*c"),
            ("`a *b* &lt;` ```x *y*```", "`a *b* <` \n```\nx *y*\n```"),
            ("<@U1> <#C1|general> <!here>", "@u1 #general @room"),
            ("see <https://a.org/x?y=1&amp;z=2|the *page*> now", "see [the *page*](<https://a.org/x?y=1&z=2>) now"),
            ("<https://a.org/_b_>", "https://a.org/_b_"),
            ("<mailto:a@b.org|a@b.org>", "a@b.org"),
            ("1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"),
            ("&amp;lt;", "&lt;"),
            (":wave: *hi :tada:*", "👋 **hi 🎉**"),
            ("a < b", "a < b"),
            ("<!subteam^S1|cooks> and <!subteam^S2>", "@cooks and @S2"),
            ("<!date^1392734382^{date}|18 Feb>", "18 Feb"),
        ] {
            assert_eq!(markdown(slack, &mut Known), markdown_);
        }
    }

    proptest! {
        #[test]
        fn any_words_are_taken(words in "[a-z<>@#!|&;*~_`:\n 你]{0,80}") {
            markdown(&words, &mut Known);
        }
    }
}
