//! Reads a Mattermost bulk export: JSON Lines, alone or in a zip with `data/`
//! (<https://docs.mattermost.com/onboard/bulk-loading-data-format.html>).
//!
//! Taken over: people and programs; channels of all teams, group and direct chats, with members, their roles and the
//! header; posts with their time and edits, replies (as answers to the first post), reactions with who, pins, mentions,
//! names of channels, formatting (it is Markdown already), files where the export has them, who came and went.
//!
//! Only reported: own emoji, files that are missing, cards (whose words become text), messages of Mattermost itself and of
//! plugins (which become text), teams, schemes, roles, pictures and preferences of people, who saved or follows what, and
//! lines of kinds that are not known, such as pages of a wiki.
//!
//! Posts come in no order, so they are sorted on the disk before they are given out.

mod form;
mod post;
mod reading;

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    io::{BufReader, Write as _},
};

use hearth_proto::{
    id::{ConversationId, MessageId, Millis, Seq, UserId},
    people::{Avatar, Member, Role},
    room::{Posting, Room, Visibility},
};
use serde::{Deserialize, Serialize};

use form::{Line, Post};
use reading::Reading;

use super::intake::{Intake, Stranger};
use crate::{
    error::Error,
    lines::Lines,
    record::{Conversation, ConversationKind, InConversation, Record, SourceKind},
    remark::Unmapped,
    report::Report,
    source::Options,
    spool::{self, Sorted, Spool},
    tree::Tree,
};

/// Bytes of one line. A post brings its whole thread along.
const LINE: usize = 64 * 1024 * 1024;

/// People of a private chat, at most.
const GROUP: usize = 20;

pub(crate) struct Mattermost {
    tree: Tree,
    intake: Intake,
    places: Vec<Place>,
    by_key: HashMap<String, u32>,
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

impl Kind {
    /// What it is with more people than a private chat may have.
    const fn large(self) -> Self {
        match self {
            Self::Direct | Self::Private => Self::Private,
            Self::Public => Self::Public,
        }
    }
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
        let mut reading = Reading {
            intake,
            places: Vec::new(),
            by_key: HashMap::new(),
            spool: Spool::new(options)?,
            teams: 0,
            people: false,
        };
        let mut lines = Lines::new(BufReader::new(lines), LINE);
        // A copy, since what is read next takes its place.
        while let Some(line) = lines.next()?.map(str::to_owned) {
            if line.is_empty() {
                continue;
            }
            match serde_json::from_str::<Line>(&line) {
                Ok(found) => reading.line(found, lines.line(), report)?,
                Err(error) => report.note(Unmapped::Unreadable, format!("#{}: {error}", lines.line())),
            }
        }
        if reading.people {
            report.note(Unmapped::PeopleDetails, "");
        }
        let Reading { intake, places, by_key, spool, .. } = reading;
        let waiting = (0..).take(places.len()).collect();
        Ok(Self { tree, intake, places, by_key, sorted: spool.sorted()?, current: None, waiting })
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
                self.post(post, root, &format!("#{line}"), report)?;
                continue;
            }
            self.current = self.waiting.pop_front();
            let Some(place) = self.current.and_then(|place| self.places.get(place as usize)) else { return Ok(None) };
            let (id, kind) = (place.id, if place.members.len() > GROUP { place.kind.large() } else { place.kind });
            if kind != place.kind {
                report.note(Unmapped::ManyPeople, &place.key);
            }
            let members = place.members.clone();
            let settings = settings(place, kind);
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
}

fn settings(place: &Place, kind: Kind) -> Room {
    let (name, visibility) = match kind {
        Kind::Public => (place.name.clone(), Visibility::Public),
        Kind::Private => (place.name.trim_start_matches('@').to_owned(), Visibility::Private),
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
