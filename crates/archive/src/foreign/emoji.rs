//! Emoji by the names that chats give them between colons.

/// The emoji of this name, with Slack's spelling of skin tones and flags; None for own emoji of a place.
pub(super) fn named(name: &str) -> Option<String> {
    let (base, tone) = match name.split_once("::skin-tone-") {
        Some((base, tone)) => (base, Some(tone)),
        None => (name, None),
    };
    if let Some(country) = base.strip_prefix("flag-").filter(|country| country.len() == 2) {
        return flag(country);
    }
    let alias = match base {
        "simple_smile" => "slightly_smiling_face",
        "thumbsup_all" => "thumbsup",
        "slightly_smiling" => "slightly_smiling_face",
        other => other,
    };
    let found = emojis::get_by_shortcode(alias).or_else(|| emojis::get_by_shortcode(&alias.replace('-', "_")))?;
    let tone = match tone {
        Some("2") => Some(emojis::SkinTone::Light),
        Some("3") => Some(emojis::SkinTone::MediumLight),
        Some("4") => Some(emojis::SkinTone::Medium),
        Some("5") => Some(emojis::SkinTone::MediumDark),
        Some("6") => Some(emojis::SkinTone::Dark),
        Some(_) | None => None,
    };
    let toned = tone.and_then(|tone| found.with_skin_tone(tone)).unwrap_or(found);
    Some(toned.as_str().to_owned())
}

fn flag(country: &str) -> Option<String> {
    let sign = |c: char| char::from_u32(0x1_f1e6 + u32::from(c.to_ascii_lowercase()).checked_sub(u32::from('a'))?);
    country.chars().all(|c| c.is_ascii_alphabetic()).then(|| country.chars().filter_map(sign).collect())
}

/// A reaction's emoji, and whether it is one that everybody knows. An own emoji stays its name between colons.
pub(super) fn reaction(name: &str) -> (String, bool) {
    match named(name) {
        Some(emoji) => (emoji, true),
        None => {
            let plain: String = name.chars().filter(|c| !c.is_whitespace() && !c.is_control()).take(40).collect();
            (format!(":{}:", plain.trim_matches(':')), false)
        }
    }
}

/// The same words with known names between colons as emoji. Names that are not known stay.
pub(super) fn in_words(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(place) = rest.find(':') {
        let (before, from) = rest.split_at(place);
        out.push_str(before);
        let inside = from.get(1..).unwrap_or_default();
        let end = inside.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+')));
        let name = end.filter(|end| inside[*end..].starts_with(':')).and_then(|end| inside.get(..end));
        match name.filter(|name| !name.is_empty()).and_then(|name| Some((name, named(name)?))) {
            Some((name, emoji)) => {
                out.push_str(&emoji);
                rest = from.get(name.len() + 2..).unwrap_or_default();
            }
            None => {
                out.push(':');
                rest = inside;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_emoji_and_own_ones_keep_their_name() {
        assert_eq!(
            in_words("good :+1: :tada: at 10:30:45 :party_parrot: a:b"),
            "good 👍 🎉 at 10:30:45 :party_parrot: a:b"
        );
        assert_eq!(named("wave::skin-tone-4").as_deref(), Some("👋🏽"));
        assert_eq!(named("flag-de").as_deref(), Some("🇩🇪"));
        assert_eq!(reaction("party parrot"), (":partyparrot:".to_owned(), false));
    }
}
