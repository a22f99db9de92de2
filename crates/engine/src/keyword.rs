//! Whether a keyword occurs in a text: as a whole word in scripts that put spaces between words, anywhere in others.

/// Compared without case. An empty keyword never occurs.
pub(crate) fn occurs(keyword: &str, text: &str) -> bool {
    let (keyword, text) = (keyword.trim().to_lowercase(), text.to_lowercase());
    let (Some(first), Some(last)) = (keyword.chars().next(), keyword.chars().next_back()) else { return false };
    text.match_indices(&keyword).any(|(at, found)| {
        let before = text.get(..at).and_then(|part| part.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|part| part.chars().next());
        !joined(before, first) && !joined(after, last)
    })
}

/// Whether both are letters or digits of one spaced word.
fn joined(neighbour: Option<char>, edge: char) -> bool {
    let in_word = |c: char| (c.is_alphanumeric() || c == '_') && !is_unspaced(c);
    neighbour.is_some_and(in_word) && in_word(edge)
}

/// Scripts that write words without spaces, or glue endings to them (Hangul).
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}'      // Thai, Lao
        | '\u{1000}'..='\u{109f}'    // Myanmar
        | '\u{1100}'..='\u{11ff}'    // Hangul letters
        | '\u{1780}'..='\u{17ff}'    // Khmer
        | '\u{2e80}'..='\u{303f}'    // CJK radicals, punctuation
        | '\u{3040}'..='\u{31ff}'    // kana, bopomofo, compatibility letters
        | '\u{3400}'..='\u{4dbf}'    // Han
        | '\u{4e00}'..='\u{9fff}'
        | '\u{a960}'..='\u{a97f}'    // Hangul letters
        | '\u{ac00}'..='\u{d7ff}'    // Hangul syllables
        | '\u{f900}'..='\u{faff}'    // Han
        | '\u{ff66}'..='\u{ff9f}'    // half-width kana
        | '\u{20000}'..='\u{3ffff}'  // Han
    )
}

#[cfg(test)]
mod tests {
    use super::occurs;

    #[test]
    fn spaced_scripts_match_whole_words_and_others_anywhere() {
        let cases = [
            ("soup", "Soup at eight", true),
            ("soup", "the soup.", true),
            ("soup", "soups", false),
            ("soup", "pea-soup!", true),
            ("soup", "x_soup", false),
            ("Ärger", "kein ÄRGER heute", true),
            ("art", "start the art", true),
            ("art", "start", false),
            ("c++", "we use c++ here", true),
            ("чай", "чайник", false),
            ("чай", "Чай?", true),
            ("开会", "明天开会吗", true),
            ("会", "明天开会吗", true),
            ("rust", "我们用rust写", true),
            ("rust", "我们用rusty写", false),
            ("회의", "내일 회의는 몇 시", true),
            ("お茶", "お茶をどうぞ", true),
            ("two words", "say two words now", true),
            ("  ", "anything", false),
            ("", "", false),
        ];
        for (keyword, text, expected) in cases {
            assert_eq!(occurs(keyword, text), expected, "{keyword:?} in {text:?}");
        }
    }
}
