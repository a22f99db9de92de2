//! Reads a Slack export: a directory or zip of `users.json`, lists of conversations, and one directory for each
//! conversation with one file for each day (<https://slack.com/help/articles/220556107>).
//!
//! Taken over: people; public and private channels, group chats and direct chats with members, topic and whether they are
//! archived; messages with their time and edits, answers in threads (as answers to the thread's first message), mentions,
//! links and formatting as Markdown, emoji, reactions with who, pins, deleted messages, joining and leaving; files where
//! they are in the export (some tools put them there).
//!
//! Only reported: files that Slack names by an address, own emoji, cards (attachments and blocks, whose words become text),
//! messages of Slack itself (which become text), people that only messages name, members' pictures and titles, and files
//! of the export that are none of this.

mod form;
mod listing;

use std::collections::{HashMap, HashSet, VecDeque};

use hearth_proto::{
    event::MemberChange,
    id::{ConversationId, Millis, UserId},
    people::{Member, Role},
};
use serde_json::{Value, value::RawValue};

use form::{Card, Entry, Listed, User};

use listing::{conversations, room};

use super::{
    emoji,
    intake::{Incoming, Intake, Stranger, absent, react},
    slack_text::{self, Names},
    text,
};
use crate::{
    error::Error,
    record::{Conversation, ConversationKind, InConversation, Note, NoteKind, Record, SourceKind},
    report::{Report, Unmapped},
    tree::Tree,
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
    waiting: VecDeque<Waiting>,
    current: Option<Current>,
    done: u64,
    total: u64,
}

/// A conversation whose messages have not been read.
struct Waiting {
    listed: Listed,
    list: List,
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
        let mut bots = HashMap::new();
        for user in &users {
            let names = [&user.profile.display_name, &user.profile.real_name, &user.real_name];
            let name = names.into_iter().find(|name| !name.trim().is_empty()).unwrap_or(&user.name);
            let (id, handle, status) = (&user.id, &user.name, &user.profile.status_text);
            let met = intake.meet(&Stranger { id, handle, name, status, zone: &user.tz, bot: user.is_bot }, report);
            if !user.profile.bot_id.is_empty() {
                bots.insert(user.profile.bot_id.clone(), met);
            }
        }
        if !users.is_empty() {
            report.note(Unmapped::Setting, format!("pictures, titles and addresses of {} people", users.len()));
        }
        let (waiting, total) = conversations(&tree, listed, report);
        let channels = waiting.iter().map(|one| (one.listed.id.clone(), one.listed.name.clone())).collect();
        Ok(Self { tree, intake, channels, bots, waiting, current: None, done: 0, total })
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
                Some(None) => self.current = None,
                None => match self.waiting.pop_front() {
                    Some(waiting) => self.begin(waiting, report),
                    None => return Ok(None),
                },
            }
        }
    }

    fn begin(&mut self, waiting: Waiting, report: &mut Report) {
        let Waiting { listed, list, days } = waiting;
        let id = self.intake.conversation_id(&listed.id);
        let members: Vec<UserId> = listed.members.iter().map(|member| self.person(member, "", report)).collect();
        let kind = match (list, members.as_slice()) {
            (List::Direct, [one, other]) if one != other => ConversationKind::Direct { people: [*one, *other] },
            _ => ConversationKind::Room { room: room(&listed, list, report) },
        };
        self.intake.put(Record::Conversation(Conversation { id, kind, head: hearth_proto::id::Seq(0) }));
        let mut told = HashSet::new();
        for (foreign, user) in listed.members.iter().zip(members) {
            let role = if *foreign == listed.creator { Role::Owner } else { Role::Member };
            if told.insert(user) {
                let member = Member { user, role, muted_until: None };
                self.intake.put(Record::Member(InConversation { conversation: id, member }));
            }
        }
        let pins = listed.pins.into_iter().map(|pin| pin.id).collect();
        let directory = if list == List::Direct { listed.id.clone() } else { listed.name };
        self.current = Some(Current { id, foreign: listed.id, directory, pins, days });
    }

    fn day(&mut self, file: &str, report: &mut Report) -> Result<(), Error> {
        let mut entries: Vec<(Millis, Entry, usize)> = Vec::new();
        for (number, raw) in parsed::<Box<RawValue>>(&mut self.tree, file, report)?.into_iter().enumerate() {
            match serde_json::from_str::<Entry>(raw.get()) {
                Ok(entry) => match moment(&entry.ts) {
                    Some(at) => entries.push((at, entry, number + 1)),
                    None => report.note(Unmapped::Unreadable, format!("{file}, entry {}: no time", number + 1)),
                },
                Err(error) => report.note(Unmapped::Unreadable, format!("{file}, entry {}: {error}", number + 1)),
            }
        }
        // Slack sorts them; other tools that write this format need not.
        entries.sort_by_key(|(at, _, _)| *at);
        for (at, entry, number) in entries {
            self.entry(at, entry, &format!("{file}, entry {number}"), report)?;
        }
        self.done += self.tree.size(file).unwrap_or_default();
        Ok(())
    }

    fn entry(&mut self, at: Millis, entry: Entry, place: &str, report: &mut Report) -> Result<(), Error> {
        let Some(current) = &self.current else { return Ok(()) };
        let (conversation, foreign, directory) = (current.id, current.foreign.clone(), current.directory.clone());
        let pinned = current.pins.contains(&entry.ts) || entry.pinned_to.contains(&foreign);
        if !matches!(entry.is_hidden_by_limit, Value::Null | Value::Bool(false)) {
            report.note(Unmapped::HiddenByPlan, place);
            return Ok(());
        }
        let author = self.author(&entry, report);
        let joined = match entry.subtype.as_str() {
            "channel_join" | "group_join" | "mpim_join" => Some(MemberChange::Joined { role: Role::Member }),
            "channel_leave" | "group_leave" => Some(MemberChange::Left),
            _ => None,
        };
        if let Some(change) = joined {
            let inviter = entry.inviter.as_deref().and_then(|inviter| self.intake.known(inviter));
            let (by, change) = match inviter.filter(|_| change != MemberChange::Left) {
                Some(inviter) => (inviter, MemberChange::Added { role: Role::Member }),
                None => (author, change),
            };
            let what = NoteKind::Member { user: author, change };
            self.intake.put(Record::Note(Note { conversation, seq: None, at, author: by, what }));
            return Ok(());
        }
        let mut names = Naming { slack: self, mentions: Vec::new(), everyone: false, report: &mut *report };
        let mut words = slack_text::markdown(&entry.text, &mut names);
        let cards: Vec<String> = entry.attachments.iter().map(|card| names.card(card, &entry.text, place)).collect();
        let (mentions, mentions_room) = (names.mentions, names.everyone);
        match entry.subtype.as_str() {
            "" | "bot_message" | "file_share" | "file_comment" | "thread_broadcast" | "reply_broadcast"
            | "tombstone" => {}
            "me_message" => words = text::aside(&words),
            other => {
                report.note(Unmapped::SystemMessage, format!("{place}: {other}"));
                words = text::aside(&words);
            }
        }
        if words.trim().is_empty() && entry.files.is_empty() && !entry.blocks.is_empty() {
            report.note(Unmapped::Interactive, place);
            words = text::joined(&block_words(&entry.blocks));
        }
        let mut parts = vec![words];
        parts.extend(cards);
        let mut files = Vec::new();
        for file in entry.files.iter().chain(&entry.file) {
            let name = if file.name.is_empty() { &file.title } else { &file.name };
            let places = [
                format!("{directory}/attachments/{}-{name}", file.id),
                format!("attachments/{}-{name}", file.id),
                format!("__uploads/{}/{name}", file.id),
            ];
            match self.intake.file(&mut self.tree, &places, name)? {
                Some(found) => files.push(found),
                None if file.mode == "tombstone" => report.note(Unmapped::Empty, format!("{place}: a deleted file")),
                None => {
                    let address = if file.permalink.is_empty() { &file.url_private } else { &file.permalink };
                    parts.push(absent(name, address, place, report));
                }
            }
        }
        let mut reactions = Vec::new();
        for reaction in &entry.reactions {
            let (emoji, common) = emoji::reaction(&reaction.name);
            if !common {
                report.note(Unmapped::CustomEmoji, &emoji);
            }
            if reaction.count > reaction.users.len() as u64 {
                report.note(Unmapped::ReactionWithoutPeople, format!("{place}: {emoji}"));
            }
            for user in &reaction.users {
                react(&mut reactions, emoji.clone(), self.person(user, "", report));
            }
        }
        let answers = !entry.thread_ts.is_empty() && entry.thread_ts != entry.ts;
        if answers {
            report.note(Unmapped::ThreadReply, place);
        }
        let incoming = Incoming {
            id: self.intake.message_id(&[&foreign, &entry.ts]),
            conversation,
            at,
            author,
            text: text::joined(&parts),
            files,
            deleted: entry.subtype == "tombstone",
            reply_to: answers.then(|| self.intake.message_id(&[&foreign, &entry.thread_ts])),
            edited_at: entry.edited.as_ref().and_then(|edited| moment(&edited.ts)),
            mentions,
            mentions_room,
            pinned,
            reactions,
        };
        self.intake.say(incoming, place, report);
        Ok(())
    }

    /// Who wrote it: somebody who is listed, a program, or somebody of whom only this message tells.
    fn author(&mut self, entry: &Entry, report: &mut Report) -> UserId {
        if let Some(user) = self.intake.known(&entry.user) {
            return user;
        }
        if let Some(user) = self.bots.get(&entry.bot_id).filter(|_| entry.user.is_empty()) {
            return *user;
        }
        let profile = &entry.user_profile;
        let names = [&profile.display_name, &profile.real_name, &entry.username];
        let name = names.into_iter().find(|name| !name.trim().is_empty()).map_or("", String::as_str);
        if !entry.user.is_empty() {
            // The one that speaks for Slack is in no list.
            let name = if name.is_empty() && entry.user == "USLACKBOT" { "Slackbot" } else { name };
            let handle = if profile.name.is_empty() { name } else { &profile.name };
            let bot = entry.user == "USLACKBOT" || !entry.bot_id.is_empty();
            return self.stranger(&entry.user, handle, name, bot, report);
        }
        // A program may write under many names; each is somebody of its own.
        let id = format!("bot {} {}", entry.bot_id, entry.username);
        let name = if name.is_empty() { "Slack" } else { name };
        self.stranger(&id, name, name, !entry.bot_id.is_empty() || entry.subtype == "bot_message", report)
    }

    fn person(&mut self, id: &str, name: &str, report: &mut Report) -> UserId {
        match self.intake.known(id) {
            Some(user) => user,
            None => self.stranger(id, id, name, false, report),
        }
    }

    fn stranger(&mut self, id: &str, handle: &str, name: &str, bot: bool, report: &mut Report) -> UserId {
        if self.intake.known(id).is_none() {
            report.note(Unmapped::UnknownPerson, if name.is_empty() { id } else { name });
        }
        self.intake.meet(&Stranger { id, handle, name, bot, ..Stranger::default() }, report)
    }
}

/// What stands in a message's words, looked up.
struct Naming<'a> {
    slack: &'a mut Slack,
    mentions: Vec<UserId>,
    everyone: bool,
    report: &'a mut Report,
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
        format!("#{}", label.or_else(|| self.slack.channels.get(id).map(String::as_str)).unwrap_or(id))
    }

    fn everyone(&mut self) -> String {
        self.everyone = true;
        "@room".to_owned()
    }
}

impl Naming<'_> {
    /// A card as text. One that only shows what stands behind a link of the message says nothing new.
    fn card(&mut self, card: &Card, words: &str, place: &str) -> String {
        self.report.note(Unmapped::Embed, place);
        if !card.from_url.is_empty() && words.contains(&card.from_url) {
            return String::new();
        }
        let mut parts = vec![slack_text::markdown(&card.pretext, self)];
        if !card.title.is_empty() {
            parts.push(format!("**{}**", text::link(&card.title, &card.title_link)));
        }
        let said = if card.text.is_empty() && card.title.is_empty() { &card.fallback } else { &card.text };
        parts.push(slack_text::markdown(said, self));
        for field in &card.fields {
            parts.push(format!("**{}** {}", field.title, slack_text::markdown(&field.value, self)));
        }
        if !card.image_url.is_empty() {
            parts.push(card.image_url.clone());
        }
        text::joined(&parts)
    }
}

/// `1714760520.000100`: seconds, and what makes it unique.
fn moment(ts: &str) -> Option<Millis> {
    let (seconds, rest) = ts.split_once('.').unwrap_or((ts, ""));
    let seconds: i64 = seconds.parse().ok()?;
    let thousandth: i64 = format!("{rest:0<3}").get(..3)?.parse().ok()?;
    seconds.checked_mul(1000)?.checked_add(thousandth).map(Millis)
}

/// The words that blocks hold, wherever in them.
fn block_words(blocks: &[Value]) -> Vec<String> {
    fn collect(value: &Value, words: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    match value {
                        Value::String(text) if name == "text" => words.push(text.clone()),
                        Value::Object(_) | Value::Array(_) => collect(value, words),
                        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
                    }
                }
            }
            Value::Array(values) => values.iter().for_each(|value| collect(value, words)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut words = Vec::new();
    blocks.iter().for_each(|block| collect(block, &mut words));
    words
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
