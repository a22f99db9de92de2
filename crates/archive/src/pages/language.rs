//! The words that stand around what people wrote.

use hearth_proto::{event::MemberChange, id::UserId};
use serde::{Deserialize, Serialize};

use crate::record::NoteKind;

/// The language of an export's own words.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Language {
    #[default]
    #[serde(rename = "en")]
    English,
    #[serde(rename = "zh-CN")]
    Chinese,
}

/// Words of one language. Where a `{}` stands, something is put in.
pub(crate) struct Words {
    pub(crate) code: &'static str,
    pub(crate) archive: &'static str,
    pub(crate) made: &'static str,
    pub(crate) zone: &'static str,
    pub(crate) conversations: &'static str,
    pub(crate) messages: &'static str,
    pub(crate) page: &'static str,
    pub(crate) earlier: &'static str,
    pub(crate) later: &'static str,
    pub(crate) all: &'static str,
    pub(crate) nothing: &'static str,
    pub(crate) unnamed: &'static str,
    pub(crate) unknown: &'static str,
    pub(crate) between: &'static str,
    pub(crate) edited: &'static str,
    pub(crate) pinned: &'static str,
    pub(crate) deleted: &'static str,
    pub(crate) newer: &'static str,
    pub(crate) answers_earlier: &'static str,
    pub(crate) forwarded: &'static str,
    pub(crate) sticker: &'static str,
    pub(crate) picture: &'static str,
    pub(crate) missing: &'static str,
    pub(crate) hole: &'static str,
    pub(crate) program: &'static str,
    pub(crate) joined: &'static str,
    pub(crate) added: &'static str,
    pub(crate) left: &'static str,
    pub(crate) removed: &'static str,
    pub(crate) role: &'static str,
    pub(crate) banned: &'static str,
    pub(crate) unbanned: &'static str,
    pub(crate) muted: &'static str,
    pub(crate) unmuted: &'static str,
    pub(crate) settings: &'static str,
    pub(crate) something: &'static str,
}

impl Language {
    pub(crate) const fn words(self) -> &'static Words {
        match self {
            Self::English => &ENGLISH,
            Self::Chinese => &CHINESE,
        }
    }
}

const ENGLISH: Words = Words {
    code: "en",
    archive: "Conversations from {}",
    made: "Written out on {} with {}",
    zone: "Times are those of {}",
    conversations: "Conversations",
    messages: "Messages: {}",
    page: "Page {}",
    earlier: "Earlier",
    later: "Later",
    all: "All conversations",
    nothing: "Nothing has been said here.",
    unnamed: "Without a name",
    unknown: "Somebody",
    between: "{} and {}",
    edited: "edited",
    pinned: "pinned",
    deleted: "This message was deleted.",
    newer: "This needs a newer Hearth.",
    answers_earlier: "Answers an earlier message",
    forwarded: "Passed on from {}, {}",
    sticker: "Sticker: {}",
    picture: "Picture",
    missing: "not in this export",
    hole: "Messages are missing here: they were not on the computer that wrote this.",
    program: "program",
    joined: "{} joined",
    added: "{} added {}",
    left: "{} left",
    removed: "{} removed {}",
    role: "{} changed what {} may do",
    banned: "{} banned {}",
    unbanned: "{} let {} come back",
    muted: "{} silenced {}",
    unmuted: "{} let {} write again",
    settings: "{} set up the room: {}",
    something: "Something happened that needs a newer Hearth to show",
};

const CHINESE: Words = Words {
    code: "zh-CN",
    archive: "来自{}的对话",
    made: "由 {1} 于 {0} 导出",
    zone: "时间为 {} 时区",
    conversations: "对话",
    messages: "{} 条消息",
    page: "第 {} 页",
    earlier: "更早",
    later: "更晚",
    all: "所有对话",
    nothing: "这里还没有人说过话。",
    unnamed: "未命名",
    unknown: "某人",
    between: "{}和{}",
    edited: "已编辑",
    pinned: "已置顶",
    deleted: "此消息已删除。",
    newer: "需要更新版本的 Hearth 才能显示。",
    answers_earlier: "回复一条更早的消息",
    forwarded: "转发自{}，{}",
    sticker: "表情贴：{}",
    picture: "图片",
    missing: "不在此导出中",
    hole: "此处缺少一些消息：导出的电脑上没有它们。",
    program: "程序",
    joined: "{}加入了",
    added: "{}邀请了{}",
    left: "{}离开了",
    removed: "{}移出了{}",
    role: "{}更改了{}的权限",
    banned: "{}禁止了{}进入",
    unbanned: "{}允许{}重新进入",
    muted: "{}将{}禁言",
    unmuted: "{}允许{}重新发言",
    settings: "{}设置了房间：{}",
    something: "发生了一件需要更新版本的 Hearth 才能显示的事",
};

/// Who or what a sentence names.
pub(crate) enum Name<'a> {
    Of(UserId),
    Room(&'a str),
}

/// A note as a sentence. `named` writes the names in the way that fits where the sentence will stand.
pub(crate) fn sentence(author: UserId, what: &NoteKind, words: &Words, named: &dyn Fn(Name<'_>) -> String) -> String {
    let name = |user| named(Name::Of(user));
    match what {
        NoteKind::Newer => words.something.to_owned(),
        NoteKind::Room { room } => {
            let room = if room.name.trim().is_empty() { words.unnamed } else { &room.name };
            fill(words.settings, &[&name(author), &named(Name::Room(room))])
        }
        NoteKind::Member { user, change } => {
            let sentence = match change {
                MemberChange::Joined { .. } => return fill(words.joined, &[&name(*user)]),
                MemberChange::Left => return fill(words.left, &[&name(*user)]),
                MemberChange::Added { .. } => words.added,
                MemberChange::Removed => words.removed,
                MemberChange::Role { .. } => words.role,
                MemberChange::Banned => words.banned,
                MemberChange::Unbanned => words.unbanned,
                MemberChange::Muted { until: Some(_) } => words.muted,
                MemberChange::Muted { until: None } => words.unmuted,
            };
            fill(sentence, &[&name(author), &name(*user)])
        }
    }
}

/// Puts these in where the words have a place for them: `{}` takes the next, `{0}` and `{1}` the one of that number.
pub(crate) fn fill(words: &str, parts: &[&str]) -> String {
    let mut filled = String::with_capacity(words.len());
    let (mut rest, mut next) = (words, 0);
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let (number, after) = after.split_once('}').unwrap_or(("", after));
        let place = number.parse().unwrap_or(next);
        next += 1;
        filled.push_str(parts.get(place).copied().unwrap_or_default());
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_put_in_by_order_or_number_and_never_read_again() {
        assert_eq!(fill("{} added {}", &["{1}", "b"]), "{1} added b");
        assert_eq!(fill(CHINESE.made, &["今天", "hearth"]), "由 hearth 于 今天 导出");
        assert_eq!(fill("{} {}", &["a"]), "a ");
    }
}
