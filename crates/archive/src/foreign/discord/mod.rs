//! Reads what DiscordChatExporter writes as JSON: one file for each channel (or for each part of one), alone, in a
//! directory or in a zip, with the media that it fetched beside it (<https://github.com/Tyrrrz/DiscordChatExporter>).
//!
//! Taken over: channels, threads (as rooms), direct and group chats; everybody who wrote or is named; messages with their
//! time and edits, answers, mentions and names of channels (written as names or as ids), pins, reactions with who, files and
//! stickers where they were fetched, joining and leaving.
//!
//! Only reported: files that are only addresses, own emoji, cards (embeds, whose words become text), buttons and commands,
//! messages of Discord itself and calls (which become text), passed-on messages (which become quotes: the export does not
//! say whose they were), roles that are called, a stretch of time that was exported alone, categories, roles, colours and
//! pictures of people, and who may read a channel.
//!
//! The files can be long, so they are read as a stream, and messages are put into their order on the disk.

mod form;
mod message;
mod stream;
mod words;

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    io::Read as _,
};

use hearth_proto::{
    id::{ConversationId, Millis, Seq, UserId},
    people::{Avatar, Member, Role},
    room::{Posting, Room, Visibility},
};
use serde_json::value::RawValue;

use form::{Brief, Guild, User};
use stream::{Head, read};

use super::intake::{Intake, Stranger};
use crate::{
    error::Error,
    record::{Conversation, ConversationKind, InConversation, Record, SourceKind},
    remark::Unmapped,
    report::Report,
    source::Options,
    spool::{Sorted, Spool},
    tree::{Tree, shown},
};

pub(crate) struct Discord {
    tree: Tree,
    intake: Intake,
    options: Options,
    /// Names of channels and of the roles that somebody has, for words that name them by id.
    channels: HashMap<String, String>,
    roles: HashMap<String, String>,
    waiting: VecDeque<(Head, Vec<String>)>,
    current: Option<Current>,
    done: u64,
    total: u64,
}

struct Current {
    id: ConversationId,
    /// The directory that the export's file lies in, with its `/`; addresses of files begin there.
    bases: Vec<String>,
    messages: Sorted,
}

impl Discord {
    /// Whether the beginning of a file is that of such an export.
    pub(crate) fn is(head: &str) -> bool {
        let head = head.trim_start_matches('\u{feff}').trim_start();
        head.starts_with('{') && head.contains("\"guild\"") && head.contains("\"channel\"")
    }

    /// The files of such exports among these.
    pub(crate) fn among(tree: &mut Tree) -> Result<Vec<String>, Error> {
        let names: Vec<String> = tree.names().filter(|name| name.ends_with(".json")).map(str::to_owned).collect();
        let mut found = Vec::new();
        for name in names {
            let Some(reader) = tree.read(&name)? else { continue };
            let mut head = Vec::new();
            // A file that cannot even be begun is none of these.
            if reader.take(4096).read_to_end(&mut head).is_ok() && Self::is(&String::from_utf8_lossy(&head)) {
                found.push(name);
            }
        }
        Ok(found)
    }

    pub(crate) fn open(
        mut tree: Tree,
        files: Vec<String>,
        options: &Options,
        report: &mut Report,
    ) -> Result<Self, Error> {
        let mut channels: BTreeMap<String, (Head, Vec<String>)> = BTreeMap::new();
        let (mut total, mut made, mut guild) = (0, Millis(0), Guild::default());
        for file in files {
            let mut head = Head::default();
            read(&mut tree, &file, &mut head, None)?;
            if let Some(at) = moment(&head.exported_at) {
                made = made.max(at);
            }
            if !head.guild.id.is_empty() {
                guild = Guild { id: head.guild.id.clone(), name: head.guild.name.clone() };
            }
            total += tree.size(&file).unwrap_or_default();
            if !head.channel.category.is_empty() && !is_thread(&head.channel.kind) {
                report.note(Unmapped::Category, &head.channel.category);
            }
            if !head.range.after.is_empty() || !head.range.before.is_empty() {
                let (after, before) = (shown(&head.range.after), shown(&head.range.before));
                report.note(Unmapped::Stretch, format!("{}: {after} – {before}", shown(&head.channel.name)));
            }
            // The names of partitions sort as the parts do: ` [part 2]` comes behind nothing.
            channels.entry(head.channel.id.clone()).or_insert_with(|| (head, Vec::new())).1.push(file);
        }
        let intake = Intake::new(SourceKind::Discord, &guild.name, &guild.id, made);
        report.note(Unmapped::PeopleDetails, "");
        report.note(Unmapped::Permissions, "");
        let names = channels.iter().map(|(id, (head, _))| (id.clone(), head.channel.name.clone())).collect();
        let (channels, waiting) = (names, channels.into_values().collect());
        let (options, roles) = (options.clone(), HashMap::new());
        Ok(Self { tree, intake, options, channels, roles, waiting, current: None, done: 0, total })
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
            let next = match &mut self.current {
                Some(current) => current.messages.next()?,
                None => None,
            };
            match next {
                Some(raw) => self.message(&raw, report)?,
                None => match self.waiting.pop_front() {
                    Some((head, files)) => self.begin(&head, &files, report)?,
                    None => return Ok(None),
                },
            }
        }
    }

    /// Reads a channel's files through once, and tells the channel and who is in it.
    fn begin(&mut self, head: &Head, files: &[String], report: &mut Report) -> Result<(), Error> {
        let mut spool = Spool::new(&self.options)?;
        let mut authors: Vec<User> = Vec::new();
        let mut seen: HashMap<String, ()> = HashMap::new();
        let mut bases = Vec::new();
        for file in files {
            let base = file.rfind('/').map_or("", |end| &file[..=end]).to_owned();
            let group = u32::try_from(bases.len()).unwrap_or(u32::MAX);
            bases.push(base);
            let mut number = 0u64;
            let mut each = |raw: &RawValue| -> Result<(), Error> {
                number += 1;
                let place = || format!("{}#{number}", shown(file));
                let brief: Brief = match serde_json::from_str(raw.get()) {
                    Ok(brief) => brief,
                    Err(error) => {
                        report.note(Unmapped::Unreadable, format!("{}: {error}", place()));
                        return Ok(());
                    }
                };
                let Some(at) = moment(&brief.timestamp) else {
                    report.note(Unmapped::Unreadable, format!("{}: {}", place(), shown(&brief.timestamp)));
                    return Ok(());
                };
                if brief.author.id.is_empty() {
                    // Better said than taken for somebody's.
                    report.note(Unmapped::Unreadable, place());
                    return Ok(());
                }
                if seen.insert(brief.author.id.clone(), ()).is_none() {
                    authors.push(brief.author);
                }
                let line = format!("{group}\n{number}\n{}", raw.get());
                Ok(spool.push(0, at.0, line.as_bytes())?)
            };
            read(&mut self.tree, file, &mut Head::default(), Some(&mut each))?;
            self.done += self.tree.size(file).unwrap_or_default();
        }
        for author in &authors {
            self.learn_roles(author);
        }
        let channel = &head.channel;
        let id = self.intake.conversation_id(&channel.id);
        let people: Vec<UserId> = authors.iter().map(|author| meet(&mut self.intake, author, report)).collect();
        let direct = matches!(channel.kind.as_str(), "DirectTextChat" | "1");
        let kind = match people.as_slice() {
            [one, other] if direct => ConversationKind::Direct { people: [*one, *other] },
            people => {
                let group = direct || matches!(channel.kind.as_str(), "DirectGroupTextChat" | "3");
                if is_thread(&channel.kind) {
                    report.note(Unmapped::ThreadRoom, format!("{} / {}", channel.category, channel.name));
                }
                let visibility = if group && people.len() <= 20 { Visibility::Group } else { Visibility::Private };
                let name = if is_thread(&channel.kind) && !channel.category.is_empty() {
                    format!("{} / {}", channel.category, channel.name)
                } else {
                    channel.name.clone()
                };
                let room = Room {
                    name,
                    topic: channel.topic.clone(),
                    visibility,
                    avatar: Avatar::Drawn { name: "room".to_owned() },
                    posting: Posting::Everyone,
                    slow_seconds: 0,
                    archived: false,
                };
                ConversationKind::Room { room }
            }
        };
        self.intake.put(Record::Conversation(Conversation { id, kind, head: Seq(0) }));
        for user in people {
            let member = Member { user, role: Role::Member, muted_until: None };
            self.intake.put(Record::Member(InConversation { conversation: id, member }));
        }
        self.current = Some(Current { id, bases, messages: spool.sorted()? });
        Ok(())
    }
}

impl Discord {
    /// Remembers what roles are called.
    fn learn_roles(&mut self, user: &User) {
        for role in user.roles.iter().filter(|role| !role.name.is_empty()) {
            if !self.roles.contains_key(&role.id) {
                self.roles.insert(role.id.clone(), role.name.clone());
            }
        }
    }
}

fn meet(intake: &mut Intake, user: &User, report: &mut Report) -> UserId {
    let name = if user.nickname.trim().is_empty() { &user.name } else { &user.nickname };
    let (id, handle) = (&user.id, &user.name);
    intake.meet(&Stranger { id, handle, name, bot: user.is_bot, ..Stranger::default() }, report)
}

fn is_thread(kind: &str) -> bool {
    matches!(kind, "GuildNewsThread" | "GuildPublicThread" | "GuildPrivateThread" | "10" | "11" | "12")
}

fn moment(time: &str) -> Option<Millis> {
    time.parse::<jiff::Timestamp>().ok().map(|time| Millis(time.as_millisecond()))
}
