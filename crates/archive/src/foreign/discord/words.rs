//! Turns what Discord puts into words (`<:name:1234>`, `@Somebody`, `<#1234>`) into what stands here instead. Exports hold
//! names or, where their makers wanted words as they were sent, ids.

use hearth_proto::id::UserId;

use super::{super::text, Discord, form::User};
use crate::{remark::Unmapped, report::Report};

/// What stands in a message's words, looked up.
pub(super) struct Naming<'a> {
    pub(super) discord: &'a mut Discord,
    pub(super) report: &'a mut Report,
    /// Where the message stands.
    pub(super) place: &'a str,
    /// People that were named so far.
    pub(super) mentions: Vec<UserId>,
    pub(super) everyone: bool,
}

impl Naming<'_> {
    /// Words with people as they are called here. `mentioned` are those whom the export says the words mention.
    pub(super) fn words(&mut self, content: &str, mentioned: &[User]) -> String {
        let spellings = self.spellings(mentioned);
        text::outside_code(content, |words| {
            let words = replaced(&tokens(words, |token| self.token(token)), &spellings);
            text::mentions(&words, |name| {
                if matches!(name, "everyone" | "here" | "room") {
                    self.everyone |= name != "room";
                    return Some("@room".to_owned());
                }
                let here = self.mentions.iter().any(|user| self.discord.intake.handle(*user) == name);
                if !here {
                    self.report.note(Unmapped::UnknownName, format!("{}: @{name}", self.place));
                }
                None
            })
        })
    }

    /// How the mentioned may be written, and what stands here instead.
    fn spellings(&self, mentioned: &[User]) -> Vec<(String, String)> {
        let mut spellings = Vec::new();
        for user in mentioned {
            let Some(known) = self.discord.intake.known(&user.id) else { continue };
            let handle = format!("@{}", self.discord.intake.handle(known));
            for name in [&user.nickname, &user.name].into_iter().filter(|name| !name.is_empty()) {
                spellings.push((format!("@{name}"), handle.clone()));
            }
        }
        // A longer name first, so that `@Ann Lee` is not taken for `@Ann`. What is put in is not looked at again.
        spellings.sort_by_key(|(spelling, _)| std::cmp::Reverse(spelling.len()));
        spellings
    }

    /// What stands for `<…>`; None where it is nothing of Discord's. Those who are not known, and roles, are told when all
    /// of the words are looked at.
    fn token(&mut self, inside: &str) -> Option<String> {
        let digits = |id: &str| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
        if let Some(id) = inside.strip_prefix("@&").filter(|id| digits(id)) {
            return Some(format!("@{}", self.discord.roles.get(id).map_or(id, String::as_str)));
        }
        if let Some(id) = inside.strip_prefix('@').map(|id| id.trim_start_matches('!')).filter(|id| digits(id)) {
            let Some(user) = self.discord.intake.known(id) else {
                return Some(format!("@{id}"));
            };
            if !self.mentions.contains(&user) {
                self.mentions.push(user);
            }
            return Some(format!("@{}", self.discord.intake.handle(user)));
        }
        if let Some(id) = inside.strip_prefix('#').filter(|id| digits(id)) {
            let name = self.discord.channels.get(id);
            if name.is_none() {
                self.report.note(Unmapped::UnknownName, format!("{}: #{id}", self.place));
            }
            return Some(format!("#{}", name.map_or(id, String::as_str)));
        }
        if let Some(time) = inside.strip_prefix("t:") {
            let seconds: i64 = time.split(':').next()?.parse().ok()?;
            return jiff::Timestamp::from_second(seconds).ok().map(|time| time.to_string());
        }
        if let Some((command, id)) = inside.strip_prefix('/').and_then(|inside| inside.rsplit_once(':')) {
            return digits(id).then(|| format!("`/{}`", command.replace('`', "")));
        }
        let (name, id) = inside.strip_prefix("a:").or_else(|| inside.strip_prefix(':'))?.split_once(':')?;
        if name.is_empty() || !digits(id) {
            return None;
        }
        self.report.note(Unmapped::CustomEmoji, format!(":{name}:"));
        Some(format!(":{name}:"))
    }
}

/// Every `<…>` that `instead` knows, replaced.
fn tokens(words: &str, mut instead: impl FnMut(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(start) = rest.find('<') {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let inside = from.find('>').and_then(|end| from.get(1..end));
        match inside.and_then(|inside| Some((inside, instead(inside)?))) {
            Some((inside, words)) => {
                out.push_str(&words);
                rest = &from[inside.len() + 2..];
            }
            None => {
                out.push('<');
                rest = &from[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// Every place where one of these stands, the first that fits.
fn replaced(words: &str, spellings: &[(String, String)]) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(c) = rest.chars().next() {
        match spellings.iter().find(|(spelling, _)| rest.starts_with(spelling.as_str())) {
            Some((spelling, instead)) if c == '@' => {
                out.push_str(instead);
                rest = &rest[spelling.len()..];
            }
            Some(_) | None => {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    out
}
