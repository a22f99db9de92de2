//! Cards that programs and links bring along in the form that Slack made common, and how they become words.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{json::or_default, text};

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Card {
    #[serde(deserialize_with = "or_default")]
    pub(super) pretext: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) author_name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) title: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) title_link: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) text: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) fallback: String,
    /// Whose preview it is.
    #[serde(deserialize_with = "or_default")]
    pub(super) from_url: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) image_url: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) thumb_url: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) footer: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) fields: Vec<Field>,
    #[serde(deserialize_with = "or_default")]
    pub(super) actions: Vec<Action>,
    #[serde(deserialize_with = "or_default")]
    pub(super) blocks: Vec<Value>,
    /// Files of the message that was passed on.
    #[serde(deserialize_with = "or_default")]
    pub(super) files: Vec<Named>,
    /// Another message that was passed on, or that a link of the words leads to.
    #[serde(deserialize_with = "or_default")]
    pub(super) is_share: bool,
    #[serde(deserialize_with = "or_default")]
    pub(super) is_msg_unfurl: bool,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Field {
    #[serde(deserialize_with = "or_default")]
    title: String,
    #[serde(deserialize_with = "or_default")]
    value: Value,
}

/// A file, as far as words can say it.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Named {
    #[serde(deserialize_with = "or_default")]
    name: String,
    #[serde(deserialize_with = "or_default")]
    permalink: String,
}

/// A button or a menu.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Action {
    #[serde(deserialize_with = "or_default")]
    name: String,
    #[serde(deserialize_with = "or_default")]
    text: Value,
    #[serde(deserialize_with = "or_default")]
    url: String,
}

impl Card {
    /// A message that somebody wrote elsewhere.
    pub(super) const fn is_message(&self) -> bool {
        self.is_share || self.is_msg_unfurl
    }

    /// Everything that it says; `said` makes Markdown of what is written in the chat's own way.
    pub(super) fn words(&self, said: impl FnMut(&str) -> String) -> String {
        let alone = self.text.is_empty() && self.title.is_empty();
        self.words_with(if alone { &self.fallback } else { &self.text }, said)
    }

    /// The same with other words in the middle.
    pub(super) fn words_with(&self, middle: &str, mut said: impl FnMut(&str) -> String) -> String {
        let mut parts = vec![said(&self.pretext)];
        if !self.author_name.is_empty() {
            parts.push(format!("**{}**", text::link(&self.author_name, "")));
        }
        if !self.title.is_empty() {
            parts.push(format!("**{}**", text::link(&self.title, &self.title_link)));
        }
        parts.push(said(middle));
        for field in &self.fields {
            let value = match &field.value {
                Value::String(value) => said(value),
                Value::Null => String::new(),
                other => other.to_string(),
            };
            parts.push(if field.title.is_empty() { value } else { format!("**{}** {value}", field.title) });
        }
        for file in self.files.iter().filter(|file| !file.name.is_empty()) {
            parts.push(format!("📎 {}", text::link(&file.name, &file.permalink)));
        }
        for action in &self.actions {
            // Words, or an object that holds them.
            let text = action.text.get("text").unwrap_or(&action.text);
            let label = text.as_str().unwrap_or(&action.name);
            parts.push(text::link(label, &action.url));
        }
        parts.extend([&self.image_url, &self.thumb_url].into_iter().find(|url| !url.is_empty()).cloned());
        parts.push(said(&self.footer));
        if self.is_message() {
            // As other chats show it: what somebody else said.
            return quoted(&text::joined(&parts));
        }
        text::joined(&parts)
    }
}

/// The words of somebody else.
pub(super) fn quoted(words: &str) -> String {
    let lines: Vec<String> = words.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect();
    lines.join("\n")
}
