//! Small things that all formats do with words.

/// Applies this to what is not code (spans and fences between backticks), and leaves code as it is.
pub(crate) fn outside_code(words: &str, mut change: impl FnMut(&str) -> String) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(start) = rest.find('`') {
        let (before, from) = rest.split_at(start);
        let ticks = from.len() - from.trim_start_matches('`').len();
        let fence = &from[..ticks];
        let inside = &from[ticks..];
        // A run of as many backticks closes it; without one they are only characters.
        match closing(inside, ticks) {
            Some(end) => {
                out.push_str(&change(before));
                out.push_str(&from[..ticks + end + ticks]);
                rest = &inside[end + ticks..];
            }
            None => {
                out.push_str(&change(before));
                out.push_str(fence);
                rest = inside;
            }
        }
    }
    out.push_str(&change(rest));
    out
}

/// Gives each fence lines of its own, as Markdown wants it: elsewhere one may write "```a" and lose a word to it.
pub(super) fn fences(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 8);
    let mut rest = words;
    while let Some((before, from)) = rest.split_once("```") {
        let Some((inside, after)) = from.split_once("```") else { break };
        out.push_str(before);
        if !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        out.push_str(&format!("```\n{}\n```", inside.trim_matches('\n')));
        if !after.is_empty() && !after.starts_with('\n') {
            out.push('\n');
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn closing(inside: &str, ticks: usize) -> Option<usize> {
    let mut from = 0;
    while let Some(start) = inside.get(from..)?.find('`').map(|place| place + from) {
        let run = inside[start..].len() - inside[start..].trim_start_matches('`').len();
        if run == ticks {
            return Some(start);
        }
        from = start + run;
    }
    None
}

/// The same words with whole words behind an `@` replaced: `change` gets what stands behind the `@`.
pub(super) fn mentions(words: &str, change: impl FnMut(&str) -> Option<String>) -> String {
    behind(words, '@', &['-', '_', '.'], &['.'], change)
}

/// The same words with `~name` replaced, as Mattermost calls a channel; what is struck (`~~so~~`) is none.
pub(super) fn channels(words: &str, change: impl FnMut(&str) -> Option<String>) -> String {
    behind(words, '~', &['-', '_'], &['-', '_'], change)
}

/// Replaces names that stand behind a mark at the beginning of a word. They are of letters, digits and `also`, and do not
/// end with what is `loose`.
fn behind(
    words: &str,
    mark: char,
    also: &[char],
    loose: &[char],
    mut change: impl FnMut(&str) -> Option<String>,
) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((before, name)) = rest.split_once(mark) {
        out.push_str(before);
        let end = name.find(|c: char| !(c.is_alphanumeric() || also.contains(&c))).unwrap_or(name.len());
        let word = name[..end].trim_end_matches(loose);
        let begins = out.chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != mark);
        let changed = if begins && !word.is_empty() { change(word) } else { None };
        match changed {
            Some(changed) => {
                out.push_str(&changed);
                rest = &name[word.len()..];
            }
            None => {
                out.push(mark);
                rest = name;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Words in italics, for what the chat itself said.
pub(super) fn aside(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = line.replace('*', "\\*");
    if plain.is_empty() { plain } else { format!("*{plain}*") }
}

/// A link in Markdown, or only its words where there is no address.
pub(super) fn link(words: &str, address: &str) -> String {
    let words: String = words.chars().map(|c| if matches!(c, '[' | ']') { ' ' } else { c }).collect();
    let web = address.starts_with("https://") || address.starts_with("http://");
    if web && !address.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>')) {
        format!("[{}](<{address}>)", words.trim())
    } else {
        words.trim().to_owned()
    }
}

/// Parts that hold something, each on lines of its own.
pub(super) fn joined(parts: &[String]) -> String {
    let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    parts.join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_left_alone() {
        let shout = |words: &str| words.to_uppercase();
        assert_eq!(outside_code("a `b` c ```\nd\n``` e ` f", shout), "A `b` C ```\nd\n``` E ` F");
    }

    #[test]
    fn a_fence_stands_on_lines_of_its_own() {
        assert_eq!(fences("see ```a\nb``` and"), "see \n```\na\nb\n```\n and");
        assert_eq!(fences("```\na\n```"), "```\na\n```");
        assert_eq!(fences("open ```a"), "open ```a");
    }

    #[test]
    fn only_whole_words_behind_an_at_are_replaced() {
        let change = |name: &str| (name == "all").then(|| "@room".to_owned());
        assert_eq!(mentions("@all: @allison a@all. (@all)", change), "@room: @allison a@all. (@room)");
    }

    #[test]
    fn a_channel_is_called_by_its_name_and_struck_words_are_none() {
        let change = |name: &str| (name == "town-square").then(|| "#Town Square".to_owned());
        assert_eq!(
            channels("~town-square, ~~town-square~~ a~town-square ~5", change),
            "#Town Square, ~~town-square~~ a~town-square ~5"
        );
    }
}
