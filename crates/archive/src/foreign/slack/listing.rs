//! Finds the conversations of an export, the days of each, and what they are.

use std::collections::{BTreeMap, VecDeque};

use hearth_proto::{
    people::Avatar,
    room::{Posting, Room, Visibility},
};

use super::{LISTS, List, Waiting, form::Listed};
use crate::{remark::Unmapped, report::Report, tree::Tree};

/// The conversations with the days that each has, and how many bytes the days take together.
pub(super) fn conversations(tree: &Tree, listed: Vec<(Listed, List)>, report: &mut Report) -> (VecDeque<Waiting>, u64) {
    let mut days: BTreeMap<&str, VecDeque<String>> = BTreeMap::new();
    let mut total = 0;
    for name in tree.names() {
        match name.split_once('/') {
            Some((directory, file)) if is_day(file) => {
                days.entry(directory).or_default().push_back(name.to_owned());
                total += tree.size(name).unwrap_or_default();
            }
            Some((_, file)) if file.starts_with("attachments/") => {}
            Some(("attachments" | "__uploads", _)) => {}
            Some(_) => report.note(Unmapped::UnknownFile, name),
            None if LISTS.iter().any(|(list, _)| *list == name) || name.ends_with("users.json") => {}
            None => report.note(Unmapped::UnknownFile, name),
        }
    }
    let mut waiting = VecDeque::new();
    for (listed, list) in listed {
        // Private chats are named by their id, the others by their name; some tools name all of them by their id.
        let (first, second) =
            if list == List::Direct { (&listed.id, &listed.name) } else { (&listed.name, &listed.id) };
        let directory = if days.contains_key(first.as_str()) { first } else { second }.clone();
        let days = days.remove(directory.as_str()).unwrap_or_default();
        waiting.push_back(Waiting { listed, list, directory, days });
    }
    // What no list has is a conversation all the same.
    for (directory, days) in days {
        report.note(Unmapped::Unlisted, directory);
        let listed = Listed { id: directory.to_owned(), name: directory.to_owned(), ..Listed::default() };
        let directory = directory.to_owned();
        waiting.push_back(Waiting { listed, list: List::Private, directory, days });
    }
    (waiting, total)
}

/// Whether a file's name is a day: `2024-05-03.json`.
fn is_day(file: &str) -> bool {
    let digits = |part: &str, count| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
    let Some(day) = file.strip_suffix(".json") else { return false };
    let mut parts = day.splitn(3, '-');
    [4, 2, 2].into_iter().all(|count| parts.next().is_some_and(|part| digits(part, count)))
}

pub(super) fn room(listed: &Listed, list: List, report: &mut Report) -> Room {
    let few = listed.members.len() <= 20;
    let (name, visibility) = match list {
        List::Public => (listed.name.clone(), Visibility::Public),
        List::Private => (listed.name.clone(), Visibility::Private),
        List::Group if few => (String::new(), Visibility::Group),
        List::Group => {
            report.note(Unmapped::ManyPeople, &listed.name);
            (listed.name.clone(), Visibility::Private)
        }
        List::Direct => {
            report.note(Unmapped::ChatWithOneself, &listed.id);
            ("Notes".to_owned(), Visibility::Private)
        }
    };
    let topic = match (listed.topic.value.trim(), listed.purpose.value.trim()) {
        ("", purpose) => purpose.to_owned(),
        (topic, "") => topic.to_owned(),
        (topic, purpose) => format!("{topic} · {purpose}"),
    };
    Room {
        name,
        topic: topic.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"),
        visibility,
        avatar: Avatar::Drawn { name: "room".to_owned() },
        posting: Posting::Everyone,
        slow_seconds: 0,
        archived: listed.is_archived,
    }
}
