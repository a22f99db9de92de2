//! Reads a Mattermost bulk export: JSON Lines, alone or in a zip with `data/`
//! (<https://docs.mattermost.com/onboard/bulk-loading-data-format.html>).
//!
//! Taken over: people and programs; channels of all teams, group and direct chats, with members, their roles and the
//! header; posts with their time and edits, replies (as answers to the first post), reactions with who, pins, mentions,
//! formatting (it is Markdown already), files where the export has them, joining and leaving.
//!
//! Only reported: own emoji, files that are missing, cards (whose words become text), messages of Mattermost itself (which
//! become text), teams, schemes, roles and preferences of people.
//!
//! Posts come in no order, so they are sorted on the disk before they are given out.

mod form;
mod reading;

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    io::{BufReader, Write as _},
};

use hearth_proto::{
    event::MemberChange,
    id::{ConversationId, MessageId, Millis, Seq, UserId},
    people::{Avatar, Member, Role},
    room::{Posting, Room, Visibility},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use form::{Card, Line, Post};
use reading::Reading;

use super::{
    emoji,
    intake::{Incoming, Intake, Stranger, absent, react},
    text,
};
use crate::{
    error::Error,
    lines::Lines,
    record::{Conversation, ConversationKind, InConversation, Note, NoteKind, Record, SourceKind},
    report::{Report, Unmapped},
    source::Options,
    spool::{self, Sorted, Spool},
    tree::Tree,
};

/// Bytes of one line. A post brings its whole thread along.
const LINE: usize = 64 * 1024 * 1024;

pub(crate) struct Mattermost {
    tree: Tree,
    intake: Intake,
    places: Vec<Place>,
    sorted: Sorted,
    /// The place whose posts come.
    current: Option<u32>,
    waiting: VecDeque<u32>,
}

/// A channel or chat.
struct Place {
    id: ConversationId,
    key: String,
    kind: Kind,
    name: String,
    topic: String,
    archived: bool,
    members: BTreeMap<String, Role>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Public,
    Private,
    Direct,
}

/// A post on its way through the sorting.
#[derive(Serialize, Deserialize)]
struct Sorting {
    line: u64,
    /// What makes the first post of its thread unique.
    root: Option<String>,
    post: Post,
}

impl Mattermost {
    /// Whether the beginning of a file is that of such an export.
    pub(crate) fn is(head: &str) -> bool {
        let first = head.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
        let kind = serde_json::from_str::<Line>(first).map(|line| line.kind);
        kind.is_ok_and(|kind| kind == "version") && first.contains("\"version\"")
    }

    pub(crate) fn open(mut tree: Tree, name: &str, options: &Options, report: &mut Report) -> Result<Self, Error> {
        // A zip can only be read by one at a time, so the lines come out of it first.
        let mut lines = spool::nameless(options)?;
        let mut reader = tree.read(name)?.ok_or_else(|| Error::NotKnown(format!("{name} is not there")))?;
        std::io::copy(&mut reader, &mut lines)?;
        drop(reader);
        lines.flush()?;
        std::io::Seek::rewind(&mut lines)?;
        let intake = Intake::new(SourceKind::Mattermost, "Mattermost", "", Millis(0));
        let mut reading =
            Reading { intake, places: Vec::new(), by_key: HashMap::new(), spool: Spool::new(options)?, teams: 0 };
        let mut lines = Lines::new(BufReader::new(lines), LINE);
        // A copy, since what is read next takes its place.
        while let Some(line) = lines.next()?.map(str::to_owned) {
            if line.is_empty() {
                continue;
            }
            match serde_json::from_str::<Line>(&line) {
                Ok(found) => reading.line(found, lines.line(), report)?,
                Err(error) => report.note(Unmapped::Unreadable, format!("line {}: {error}", lines.line())),
            }
        }
        let Reading { intake, places, spool, .. } = reading;
        let waiting = (0..).take(places.len()).collect();
        Ok(Self { tree, intake, places, sorted: spool.sorted()?, current: None, waiting })
    }

    pub(crate) const fn intake(&self) -> &Intake {
        &self.intake
    }

    pub(crate) fn parts(&mut self) -> (&Intake, &mut Tree) {
        (&self.intake, &mut self.tree)
    }

    pub(crate) fn progress(&self) -> (u64, u64) {
        self.sorted.progress()
    }

    pub(crate) fn next(&mut self, report: &mut Report) -> Result<Option<Record>, Error> {
        loop {
            if let Some(record) = self.intake.next() {
                return Ok(Some(record));
            }
            if self.current.is_some() && self.sorted.group() == self.current {
                let Some(line) = self.sorted.next()? else { continue };
                let Sorting { line, root, post } = serde_json::from_slice(&line).map_err(std::io::Error::other)?;
                self.post(post, root, &format!("line {line}"), report)?;
                continue;
            }
            self.current = self.waiting.pop_front();
            let Some(place) = self.current.and_then(|place| self.places.get(place as usize)) else { return Ok(None) };
            let (id, kind) = (place.id, place.kind);
            let members = place.members.clone();
            let settings = settings(place);
            let mut people = Vec::new();
            for (username, role) in members {
                let user = somebody(&mut self.intake, &username, report);
                people.push(Member { user, role, muted_until: None });
            }
            let kind = match (kind, people.as_slice()) {
                (Kind::Direct, [one, other]) => ConversationKind::Direct { people: [one.user, other.user] },
                (Kind::Direct, [_]) => {
                    report.note(Unmapped::ChatWithOneself, &place.key);
                    let room = Room { name: "Notes".to_owned(), visibility: Visibility::Private, ..settings };
                    ConversationKind::Room { room }
                }
                (Kind::Public | Kind::Private | Kind::Direct, _) => ConversationKind::Room { room: settings },
            };
            self.intake.put(Record::Conversation(Conversation { id, kind, head: Seq(0) }));
            for member in people {
                self.intake.put(Record::Member(InConversation { conversation: id, member }));
            }
        }
    }

    fn post(&mut self, post: Post, root: Option<String>, place: &str, report: &mut Report) -> Result<(), Error> {
        let Some(current) = self.current.and_then(|current| self.places.get(current as usize)) else { return Ok(()) };
        let (conversation, key) = (current.id, current.key.clone());
        let at = Millis(post.create_at);
        let author = somebody(&mut self.intake, &post.user, report);
        let change = match post.kind.as_str() {
            "system_join_channel" | "system_join_team" => Some((author, MemberChange::Joined { role: Role::Member })),
            "system_leave_channel" | "system_leave_team" => Some((author, MemberChange::Left)),
            "system_add_to_channel" if !post.props.added.is_empty() => {
                let added = somebody(&mut self.intake, &post.props.added, report);
                Some((added, MemberChange::Added { role: Role::Member }))
            }
            _ => None,
        };
        if let Some((user, change)) = change {
            let what = NoteKind::Member { user, change };
            self.intake.put(Record::Note(Note { conversation, seq: None, at, author, what }));
            return Ok(());
        }
        let (mut words, mentions, mentions_room) = self.words(&post.message, author);
        match post.kind.as_str() {
            "" | "slack_attachment" => {}
            "me" => words = text::aside(&words),
            other => {
                let system = other.starts_with("system_");
                let what = if system { Unmapped::SystemMessage } else { Unmapped::Interactive };
                report.note(what, format!("{place}: {other}"));
                if system {
                    words = text::aside(&words);
                }
            }
        }
        let mut parts = vec![words];
        for card in &post.props.attachments {
            report.note(Unmapped::Embed, place);
            parts.push(self::card(card));
        }
        let mut files = Vec::new();
        for attached in &post.attachments {
            let path = attached.path.replace('\\', "/");
            let name = path.rsplit('/').next().unwrap_or_default().to_owned();
            let places = [format!("data/{path}"), path];
            match self.intake.file(&mut self.tree, &places, &name)? {
                Some(file) => files.push(file),
                None => parts.push(absent(&name, "", place, report)),
            }
        }
        let mut reactions = Vec::new();
        for reaction in &post.reactions {
            let (emoji, common) = emoji::reaction(&reaction.emoji_name);
            if !common {
                report.note(Unmapped::CustomEmoji, &emoji);
            }
            react(&mut reactions, emoji, somebody(&mut self.intake, &reaction.user, report));
        }
        if root.is_some() {
            report.note(Unmapped::ThreadReply, place);
        }
        let incoming = Incoming {
            id: message_id(&self.intake, &key, &mark(&post)),
            conversation,
            at,
            author,
            text: text::joined(&parts),
            files,
            deleted: false,
            reply_to: root.map(|root| message_id(&self.intake, &key, &root)),
            edited_at: (post.edit_at > 0).then_some(Millis(post.edit_at)),
            mentions,
            mentions_room,
            pinned: post.is_pinned,
            reactions,
        };
        self.intake.say(incoming, place, report);
        Ok(())
    }

    /// Words with emoji and with mentions as they are written here.
    fn words(&self, words: &str, author: UserId) -> (String, Vec<UserId>, bool) {
        let (mut mentions, mut everyone) = (Vec::new(), false);
        let words = text::outside_code(words, |words| {
            text::mentions(&emoji::in_words(words), |name| {
                if matches!(name, "channel" | "all" | "here") {
                    everyone = true;
                    return Some("@room".to_owned());
                }
                let user = self.intake.known(&name.to_lowercase())?;
                if user != author && !mentions.contains(&user) {
                    mentions.push(user);
                }
                Some(format!("@{}", self.intake.handle(user)))
            })
        });
        (words, mentions, everyone)
    }
}

fn settings(place: &Place) -> Room {
    let (name, visibility) = match place.kind {
        Kind::Public => (place.name.clone(), Visibility::Public),
        Kind::Private => (place.name.clone(), Visibility::Private),
        Kind::Direct => (String::new(), Visibility::Group),
    };
    Room {
        name,
        topic: place.topic.clone(),
        visibility,
        avatar: Avatar::Drawn { name: "room".to_owned() },
        posting: Posting::Everyone,
        slow_seconds: 0,
        archived: place.archived,
    }
}

/// Somebody by the name they sign in with.
fn somebody(intake: &mut Intake, username: &str, report: &mut Report) -> UserId {
    if let Some(user) = intake.known(username) {
        return user;
    }
    report.note(Unmapped::UnknownPerson, username);
    intake.meet(&Stranger { id: username, handle: username, ..Stranger::default() }, report)
}

/// What makes a post unique in its channel; the format has no ids.
fn mark(post: &Post) -> String {
    format!("{} {} {}", post.create_at, post.user, post.message)
}

fn message_id(intake: &Intake, key: &str, mark: &str) -> MessageId {
    intake.message_id(&[key, mark])
}

fn card(card: &Card) -> String {
    let mut parts = vec![card.pretext.clone()];
    if !card.title.is_empty() {
        parts.push(format!("**{}**", text::link(&card.title, &card.title_link)));
    }
    parts.push(if card.text.is_empty() && card.title.is_empty() { card.fallback.clone() } else { card.text.clone() });
    for field in &card.fields {
        let value = match &field.value {
            Value::String(value) => value.clone(),
            Value::Null => String::new(),
            other => other.to_string(),
        };
        parts.push(format!("**{}** {value}", field.title));
    }
    text::joined(&parts)
}
