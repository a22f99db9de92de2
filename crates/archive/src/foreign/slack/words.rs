//! The words of a message as they are written here: whom and what they name, and what cards and blocks say.

use hearth_proto::id::UserId;
use serde_json::Value;

use super::{
    super::{
        card::Card,
        slack_text::{self, Names},
        text,
    },
    Slack,
};
use crate::{remark::Unmapped, report::Report};

/// What stands in a message's words, looked up.
pub(super) struct Naming<'a> {
    pub(super) slack: &'a mut Slack,
    pub(super) report: &'a mut Report,
    /// Where the message stands.
    pub(super) place: &'a str,
    /// People that were named so far.
    pub(super) mentions: Vec<UserId>,
    pub(super) everyone: bool,
}

impl Names for Naming<'_> {
    fn person(&mut self, id: &str, label: Option<&str>) -> String {
        let user = self.slack.person(id, label.unwrap_or_default(), self.report);
        if !self.mentions.contains(&user) {
            self.mentions.push(user);
        }
        format!("@{}", self.slack.intake.handle(user))
    }

    fn channel(&mut self, id: &str, label: Option<&str>) -> String {
        if let Some(name) = label.or_else(|| self.slack.channels.get(id).map(String::as_str)) {
            return format!("#{name}");
        }
        self.report.note(Unmapped::UnknownName, format!("{}: #{id}", self.place));
        format!("#{id}")
    }

    fn group(&mut self, id: &str, label: Option<&str>) -> String {
        let name = label.unwrap_or(id);
        self.report.note(Unmapped::UnknownName, format!("{}: {name}", self.place));
        if name.starts_with('@') { name.to_owned() } else { format!("@{name}") }
    }

    fn everyone(&mut self) -> String {
        self.everyone = true;
        "@room".to_owned()
    }
}

impl Naming<'_> {
    pub(super) fn markdown(&mut self, words: &str) -> String {
        slack_text::markdown(words, self)
    }

    /// A card as text. One that only shows what stands behind a link of the message says nothing new.
    pub(super) fn card(&mut self, card: &Card, words: &str) -> String {
        self.report.note(Unmapped::Embed, self.place);
        if !card.is_message() && !card.from_url.is_empty() && words.contains(&card.from_url) {
            return String::new();
        }
        if !card.actions.is_empty() {
            self.report.note(Unmapped::Interactive, self.place);
        }
        if !card.files.is_empty() {
            self.report.note(Unmapped::FileMissing, self.place);
        }
        let blocks = if card.text.is_empty() && card.title.is_empty() { markup(&card.blocks) } else { String::new() };
        if blocks.is_empty() {
            return card.words(|words| self.markdown(words));
        }
        card.words_with(&blocks, |words| self.markdown(words))
    }

    /// The words of blocks, for a message that has no others.
    pub(super) fn blocks(&mut self, blocks: &[Value]) -> String {
        self.report.note(Unmapped::Interactive, self.place);
        self.markdown(&markup(blocks))
    }
}

/// What blocks say, in the markup that Slack writes text in; each block on lines of its own.
fn markup(blocks: &[Value]) -> String {
    let parts: Vec<String> = blocks
        .iter()
        .map(|block| {
            let mut words = String::new();
            collect(block, &mut words);
            words
        })
        .collect();
    text::joined(&parts)
}

fn collect(value: &Value, words: &mut String) {
    let fields = match value {
        Value::Object(fields) => fields,
        Value::Array(values) => return values.iter().for_each(|value| collect(value, words)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return,
    };
    let text_of = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
    match text_of("type") {
        "text" => words.push_str(&escaped(text_of("text"))),
        "plain_text" => line(words, &escaped(text_of("text"))),
        "mrkdwn" => line(words, text_of("text")),
        "user" => words.push_str(&format!("<@{}>", text_of("user_id"))),
        "channel" => words.push_str(&format!("<#{}>", text_of("channel_id"))),
        "usergroup" => words.push_str(&format!("<!subteam^{}>", text_of("usergroup_id"))),
        "broadcast" => words.push_str(&format!("<!{}>", text_of("range"))),
        "emoji" => words.push_str(&format!(":{}:", text_of("name"))),
        "date" => words.push_str(&escaped(text_of("fallback"))),
        "link" => {
            let (url, label) = (text_of("url"), text_of("text"));
            words.push_str(&if label.is_empty() { format!("<{url}>") } else { format!("<{url}|{}>", escaped(label)) });
        }
        "image" => {
            line(words, &escaped(text_of("alt_text")));
            line(words, &escaped(text_of("image_url")));
        }
        kind => {
            if kind.starts_with("rich_text") {
                line(words, "");
            }
            // Menus and buttons hold their labels in here, too.
            for value in fields.values() {
                collect(value, words);
            }
        }
    }
}

/// Words on a line of their own.
fn line(words: &mut String, more: &str) {
    if !words.is_empty() && !words.ends_with('\n') {
        words.push('\n');
    }
    words.push_str(more);
}

/// Plain words as Slack writes them in its markup.
fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
