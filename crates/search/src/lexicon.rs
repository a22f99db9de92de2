//! The words of the query language, in English and Chinese. Compared folded, so traditional characters do as well.

use crate::{
    Has, Is, PartKind,
    fold::{Class, Folded, look},
};

/// A key, without its colon.
pub(crate) fn key(text: &str) -> Option<PartKind> {
    Some(match flat(text).as_str() {
        "from" | "从" | "来自" | "发自" => PartKind::From,
        "in" | "在" => PartKind::In,
        "before" | "之前" | "以前" | "早于" => PartKind::Before,
        "after" | "之后" | "以后" | "晚于" => PartKind::After,
        "since" | "自" | "自从" => PartKind::Since,
        "until" | "till" | "至" | "到" | "截至" | "直到" => PartKind::Until,
        "on" | "date" | "during" | "日期" | "于" => PartKind::On,
        "has" | "有" | "含" | "包含" => PartKind::Has,
        "is" | "是" => PartKind::Is,
        _ => return None,
    })
}

/// What a message can carry.
pub(crate) fn has(text: &str) -> Option<Has> {
    find(&HAS, text)
}

/// What a message can be.
pub(crate) fn is(text: &str) -> Option<Is> {
    find(&IS, text)
}

/// Whether somebody who goes on typing can still come to a word of `has:`.
pub(crate) fn begins_has(text: &str) -> bool {
    begins(&HAS, text)
}

/// Whether somebody who goes on typing can still come to a word of `is:`.
pub(crate) fn begins_is(text: &str) -> bool {
    begins(&IS, text)
}

/// Whether a name means the person who asks.
pub(crate) fn is_me(name: &str) -> bool {
    matches!(flat(name).as_str(), "me" | "我" | "我自己")
}

/// Folded, without anything but letters, digits and ideographs.
pub(crate) fn flat(text: &str) -> String {
    let mut flat = String::new();
    for c in text.chars() {
        match look(c) {
            (Class::Word | Class::Ideograph, Folded::One(one)) => flat.push(one),
            (Class::Word | Class::Ideograph, Folded::Many(many)) => flat.push_str(many),
            (Class::Break | Class::Ignore | Class::Emoji, _) => {}
        }
    }
    flat
}

const HAS: [(&str, Has); 28] = [
    ("file", Has::File),
    ("files", Has::File),
    ("attachment", Has::File),
    ("文件", Has::File),
    ("附件", Has::File),
    ("档案", Has::File),
    ("image", Has::Image),
    ("images", Has::Image),
    ("picture", Has::Image),
    ("photo", Has::Image),
    ("图片", Has::Image),
    ("图", Has::Image),
    ("照片", Has::Image),
    ("video", Has::Video),
    ("film", Has::Video),
    ("视频", Has::Video),
    ("影片", Has::Video),
    ("link", Has::Link),
    ("links", Has::Link),
    ("url", Has::Link),
    ("链接", Has::Link),
    ("连结", Has::Link),
    ("网址", Has::Link),
    ("sticker", Has::Sticker),
    ("表情贴", Has::Sticker),
    ("贴纸", Has::Sticker),
    ("code", Has::Code),
    ("代码", Has::Code),
];

const IS: [(&str, Is); 12] = [
    ("mention", Is::Mention),
    ("mentions", Is::Mention),
    ("mentioned", Is::Mention),
    ("提到我", Is::Mention),
    ("提及我", Is::Mention),
    ("提及", Is::Mention),
    ("mine", Is::Mine),
    ("我的", Is::Mine),
    ("pinned", Is::Pinned),
    ("置顶", Is::Pinned),
    ("unread", Is::Unread),
    ("未读", Is::Unread),
];

fn find<T: Copy>(words: &[(&str, T)], text: &str) -> Option<T> {
    let text = flat(text);
    words.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning)
}

fn begins<T>(words: &[(&str, T)], text: &str) -> bool {
    let text = flat(text);
    words.iter().any(|(word, _)| word.starts_with(&text))
}
