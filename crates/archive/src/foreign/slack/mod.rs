//! Reads a Slack export: a directory or zip of `users.json`, lists of conversations, and one directory for each
//! conversation with one file for each day (<https://slack.com/help/articles/220556107>).
//!
//! Taken over: people; public and private channels, group chats and direct chats with members, topic and whether they are
//! archived; messages with their time and edits, answers in threads (as answers to the thread's first message), mentions,
//! names of channels, links and formatting as Markdown, emoji, reactions with who, pins, deleted messages, joining and
//! leaving; guests as guests; files where they are in the export (some tools put them there).
//!
//! Only reported: files that Slack names by an address, own emoji, cards (attachments and blocks, whose words become text;
//! messages that were passed on become quotes), messages of Slack itself and calls (which become text), people that only
//! messages name, groups that are called, pins on files, what a plan or a key withheld, members' pictures and titles, and
//! files of the export that are none of this.

mod entry;
mod form;
mod listing;
mod words;

use std::collections::{HashMap, HashSet, VecDeque};

use hearth_proto::{
    id::{ConversationId, Millis, UserId},
    people::{Member, Role},
};
use serde_json::value::RawValue;

use form::{Entry, Listed, Profile, User};

use listing::{conversations, room};

use super::{
    emoji,
    intake::{Intake, Stranger},
};
use crate::{
    error::Error,
    record::{Conversation, ConversationKind, InConversation, Record, SourceKind},
    remark::Unmapped,
    report::Report,
    tree::{Tree, shown},
};

/// Bytes of one file of JSON.
const WHOLE: u64 = 256 * 1024 * 1024;

/// The lists of conversations, and what stands in them.
const LISTS: [(&str, List); 4] = [
    ("channels.json", List::Public),
    ("groups.json", List::Private),
    ("mpims.json", List::Group),
    ("dms.json", List::Direct),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Public,
    Private,
    Group,
    Direct,
}

pub(crate) struct Slack {
    tree: Tree,
    intake: Intake,
    /// Names of channels, for words that name them.
    channels: HashMap<String, String>,
    /// Programs by the other id that they have in messages.
    bots: HashMap<String, UserId>,
    /// Guests, who may do less.
    guests: HashSet<String>,
    waiting: VecDeque<Waiting>,
    current: Option<Current>,
    done: u64,
    total: u64,
}

/// A conversation whose messages have not been read.
struct Waiting {
    listed: Listed,
    list: List,
    /// Where its days lie.
    directory: String,
    days: VecDeque<String>,
}

struct Current {
    id: ConversationId,
    foreign: String,
    directory: String,
    pins: HashSet<String>,
    days: VecDeque<String>,
}

impl Slack {
    /// Whether these are the files of such an export.
    pub(crate) fn is(tree: &Tree) -> bool {
        let lists = LISTS.iter().any(|(list, _)| tree.size(list).is_some());
        lists && (tree.size("users.json").is_some() || tree.size("org_users.json").is_some())
    }

    pub(crate) fn open(mut tree: Tree, report: &mut Report) -> Result<Self, Error> {
        let mut users: Vec<User> = Vec::new();
        for list in ["users.json", "org_users.json"] {
            users.extend(parsed::<User>(&mut tree, list, report)?);
        }
        let mut listed = Vec::new();
        for (file, list) in LISTS {
            listed.extend(parsed::<Listed>(&mut tree, file, report)?.into_iter().map(|one| (one, list)));
        }
        // The workspace has no other name in there than the id that its people carry.
        let team = users.iter().map(|user| user.team_id.as_str()).find(|team| !team.is_empty()).unwrap_or_default();
        let first = listed.first().map(|(one, _)| one.id.as_str()).unwrap_or_default();
        let scope = if team.is_empty() { first } else { team }.to_owned();
        let mut intake = Intake::new(SourceKind::Slack, "Slack", &scope, Millis(0));
        let (mut bots, mut guests) = (HashMap::new(), HashSet::new());
        for user in &users {
            let names = [&user.profile.display_name, &user.profile.real_name, &user.real_name];
            let name = names.into_iter().find(|name| !name.trim().is_empty()).unwrap_or(&user.name);
            let (id, handle, status) = (&user.id, &user.name, status(&user.profile));
            let (status, zone) = (status.as_str(), user.tz.as_str());
            let met = intake.meet(&Stranger { id, handle, name, status, zone, bot: user.is_bot }, report);
            if user.is_restricted || user.is_ultra_restricted {
                guests.insert(user.id.clone());
            }
            if !user.profile.bot_id.is_empty() {
                bots.insert(user.profile.bot_id.clone(), met);
            }
        }
        if !users.is_empty() {
            report.note(Unmapped::PeopleDetails, "");
        }
        let (waiting, total) = conversations(&tree, listed, report);
        let channels = waiting.iter().map(|one| (one.listed.id.clone(), one.listed.name.clone())).collect();
        Ok(Self { tree, intake, channels, bots, guests, waiting, current: None, done: 0, total })
    }

    pub(crate) const fn intake(&self) -> &Intake {
        &self.intake
    }

    pub(crate) fn parts(&mut self) -> (&Intake, &mut Tree) {
        (&self.intake, &mut self.tree)
    }

    pub(crate) const fn progress(&self) -> (u64, u64) {
        (self.done, self.total)
    }

    pub(crate) fn next(&mut self, report: &mut Report) -> Result<Option<Record>, Error> {
        loop {
            if let Some(record) = self.intake.next() {
                return Ok(Some(record));
            }
            match self.current.as_mut().map(|current| current.days.pop_front()) {
                Some(Some(day)) => self.day(&day, report)?,
                Some(None) => self.end(report),
                None => match self.waiting.pop_front() {
                    Some(waiting) => self.begin(waiting, report),
                    None => return Ok(None),
                },
            }
        }
    }

    fn begin(&mut self, waiting: Waiting, report: &mut Report) {
        let Waiting { listed, list, directory, days } = waiting;
        let id = self.intake.conversation_id(&listed.id);
        let members: Vec<UserId> = listed.members.iter().map(|member| self.person(member, "", report)).collect();
        let kind = match (list, members.as_slice()) {
            (List::Direct, [one, other]) if one != other => ConversationKind::Direct { people: [*one, *other] },
            _ => ConversationKind::Room { room: room(&listed, list, report) },
        };
        self.intake.put(Record::Conversation(Conversation { id, kind, head: hearth_proto::id::Seq(0) }));
        let mut told = HashSet::new();
        for (foreign, user) in listed.members.iter().zip(members) {
            let role = match (*foreign == listed.creator, self.guests.contains(foreign)) {
                (true, _) => Role::Owner,
                (false, true) => Role::Guest,
                (false, false) => Role::Member,
            };
            if told.insert(user) {
                let member = Member { user, role, muted_until: None };
                self.intake.put(Record::Member(InConversation { conversation: id, member }));
            }
        }
        let pins = listed.pins.into_iter().map(|pin| pin.id).collect();
        self.current = Some(Current { id, foreign: listed.id, directory, pins, days });
    }

    /// Leaves the conversation whose days are all read.
    fn end(&mut self, report: &mut Report) {
        if let Some(current) = self.current.take() {
            for pin in current.pins {
                report.note(Unmapped::PinElsewhere, format!("{}: {pin}", current.directory));
            }
        }
    }

    fn day(&mut self, file: &str, report: &mut Report) -> Result<(), Error> {
        let mut entries: Vec<(Millis, Entry, usize)> = Vec::new();
        for (number, raw) in parsed::<Box<RawValue>>(&mut self.tree, file, report)?.into_iter().enumerate() {
            match serde_json::from_str::<Entry>(raw.get()) {
                Ok(entry) => match moment(&entry.ts) {
                    Some(at) => entries.push((at, entry, number + 1)),
                    None => report.note(Unmapped::Unreadable, format!("{file}#{}: {}", number + 1, shown(&entry.ts))),
                },
                Err(error) => report.note(Unmapped::Unreadable, format!("{file}#{}: {error}", number + 1)),
            }
        }
        // Slack sorts them; other tools that write this format need not.
        entries.sort_by_key(|(at, _, _)| *at);
        for (at, entry, number) in entries {
            self.entry(at, entry, &format!("{file}#{number}"), report)?;
        }
        self.done += self.tree.size(file).unwrap_or_default();
        Ok(())
    }
}

/// `1714760520.000100`: seconds, and what makes it unique.
fn moment(ts: &str) -> Option<Millis> {
    let (seconds, rest) = ts.split_once('.').unwrap_or((ts, ""));
    let seconds: i64 = seconds.parse().ok()?;
    let thousandth: i64 = format!("{rest:0<3}").get(..3)?.parse().ok()?;
    seconds.checked_mul(1000)?.checked_add(thousandth).map(Millis)
}

/// What somebody says of how they are.
fn status(profile: &Profile) -> String {
    format!("{} {}", emoji::in_words(&profile.status_emoji), profile.status_text)
}

/// A file that holds a list; empty where it is not there.
fn parsed<T: serde::de::DeserializeOwned>(tree: &mut Tree, file: &str, report: &mut Report) -> Result<Vec<T>, Error> {
    let Some(bytes) = tree.whole(file, WHOLE)? else { return Ok(Vec::new()) };
    match serde_json::from_slice(&bytes) {
        Ok(list) => Ok(list),
        Err(error) => {
            report.note(Unmapped::Unreadable, format!("{file}: {error}"));
            Ok(Vec::new())
        }
    }
}
