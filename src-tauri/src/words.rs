//! The few words that the desktop shows and the window does not: tray and notifications. They come from the same
//! Fluent files as the window's, in the language that the settings name.

use std::env;

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use hearth_client::settings::Language;
use unic_langid::LanguageIdentifier;

const ENGLISH: &str = include_str!("../../ui/i18n/en/app.ftl");
const CHINESE: &str = include_str!("../../ui/i18n/zh-CN/app.ftl");

/// The words of one language.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    #[must_use]
    pub fn of(language: Language) -> Self {
        let (tag, text) = match language {
            Language::English => ("en", ENGLISH),
            Language::Chinese => ("zh-CN", CHINESE),
            Language::System if desktop_is_chinese() => ("zh-CN", CHINESE),
            Language::System => ("en", ENGLISH),
        };
        Self { bundle: bundle(tag, text) }
    }

    /// The language itself, where it is left to the desktop too.
    #[must_use]
    pub fn spoken(language: Language) -> Language {
        match language {
            Language::System if desktop_is_chinese() => Language::Chinese,
            Language::System => Language::English,
            Language::English | Language::Chinese => language,
        }
    }

    /// The text of a key that needs nothing filled in.
    #[must_use]
    pub fn say(&self, key: &str) -> String {
        self.fill(key, &FluentArgs::new())
    }

    /// The text with one number filled in.
    #[must_use]
    pub fn count(&self, key: &str, name: &str, number: u32) -> String {
        let mut args = FluentArgs::new();
        args.set(name, number);
        self.fill(key, &args)
    }

    /// The text with a person's name filled in.
    #[must_use]
    pub fn name(&self, key: &str, name: &str) -> String {
        let mut args = FluentArgs::new();
        args.set("name", name);
        self.fill(key, &args)
    }

    /// The text of a key. A key that is missing shows as itself, so that the gap is seen and nothing breaks.
    #[must_use]
    pub fn fill(&self, key: &str, args: &FluentArgs<'_>) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::warn!(key, "a text is missing");
            return key.to_owned();
        };
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, Some(args), &mut errors).into_owned()
    }
}

fn bundle(tag: &str, text: &str) -> FluentBundle<FluentResource> {
    // Both tags are well-formed; the language only chooses plural forms.
    let language: LanguageIdentifier = tag.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Marks around what is filled in help mixed scripts in the window; notification services show them as boxes.
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, _)| resource);
    bundle.add_resource_overriding(resource);
    bundle
}

/// What the desktop says, in the order that POSIX gives its variables.
fn desktop_is_chinese() -> bool {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()))
        .is_some_and(|locale| locale.starts_with("zh"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn keys(text: &str) -> BTreeSet<&str> {
        text.lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| line.split_once(" ="))
            .map(|(key, _)| key)
            .collect()
    }

    /// Every key that the code asks for, found as the string literals that look like one.
    fn asked() -> BTreeSet<String> {
        let sources = [include_str!("tray.rs"), include_str!("alerts/words.rs"), include_str!("desk.rs")];
        let literals = sources.iter().flat_map(|source| source.split('"').skip(1).step_by(2));
        let is_key = |text: &&str| {
            ["tray-", "alert-", "desk-"].iter().any(|area| text.len() > area.len() && text.starts_with(area))
        };
        literals.filter(is_key).map(str::to_owned).collect()
    }

    #[test]
    fn both_languages_have_the_same_keys_and_no_damaged_ones() {
        assert_eq!(keys(ENGLISH), keys(CHINESE));
        for text in [ENGLISH, CHINESE] {
            FluentResource::try_new(text.to_owned()).expect("a whole file");
        }
    }

    #[test]
    fn every_text_that_is_asked_for_exists() {
        let known = keys(ENGLISH);
        for key in asked() {
            assert!(known.contains(key.as_str()), "{key} is asked for and missing");
        }
    }

    #[test]
    fn numbers_choose_their_form() {
        let english = Words::of(Language::English);
        assert_eq!(english.count("tray-unread", "count", 1), "1 new message");
        assert_eq!(english.count("tray-unread", "count", 3), "3 new messages");
        assert_eq!(Words::of(Language::Chinese).count("tray-unread", "count", 3), "3 条新消息");
    }

    #[test]
    fn names_are_filled_in_without_invisible_marks() {
        let mut args = FluentArgs::new();
        args.set("name", "Ann");
        args.set("room", "Kitchen");
        assert_eq!(Words::of(Language::English).fill("alert-in-room", &args), "Ann in Kitchen");
    }
}
