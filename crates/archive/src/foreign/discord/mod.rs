//! Reads what DiscordChatExporter writes as JSON: one file for each channel (or for each part of one), alone, in a
//! directory or in a zip, with the media that it fetched beside it (<https://github.com/Tyrrrz/DiscordChatExporter>).
//!
//! Taken over: channels, threads (as rooms), direct and group chats; everybody who wrote or is named; messages with their
//! time and edits, answers, mentions, pins, reactions with who, files and stickers where they were fetched, joining and
//! leaving.
//!
//! Only reported: files that are only addresses, own emoji, cards (embeds, whose words become text), buttons and commands,
//! messages of Discord itself (which become text), passed-on messages (which become quotes: the export does not say whose
//! they were), categories, roles, colours and pictures of people, and who may read a channel.
//!
//! The files can be long, so they are read as a stream, and messages are put into their order on the disk.

mod form;
mod stream;
mod words;

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    io::Read as _,
};

use hearth_proto::{
    event::MemberChange,
    id::{ConversationId, Millis, Seq, UserId},
    people::{Avatar, Member, Role},
    room::{Posting, Room, Visibility},
};
use serde_json::value::RawValue;

use form::{Attached, Brief, Component, Embed, Guild, Message, Reaction, Sticker, User};

use stream::{Head, read};
use words::{own_emoji, replaced};

use super::{
    emoji,
    intake::{Incoming, Intake, Stranger, absent, react},
    text,
};
use crate::{
    error::Error,
    record::{Conversation, ConversationKind, File, InConversation, Note, NoteKind, Record, SourceKind},
    report::{Report, Unmapped},
    source::Options,
    spool::{Sorted, Spool},
    tree::{Tree, shown},
};

pub(crate) struct Discord {
    tree: Tree,
    intake: Intake,
    options: Options,
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
            // The names of partitions sort as the parts do: ` [part 2]` comes behind nothing.
            channels.entry(head.channel.id.clone()).or_insert_with(|| (head, Vec::new())).1.push(file);
        }
        let intake = Intake::new(SourceKind::Discord, &guild.name, &guild.id, made);
        report.note(Unmapped::Setting, "roles, colours and pictures of people, and who may read a channel");
        let waiting = channels.into_values().collect();
        Ok(Self { tree, intake, options: options.clone(), waiting, current: None, done: 0, total })
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
                let place = || format!("{}, message {number}", shown(file));
                let brief: Brief = match serde_json::from_str(raw.get()) {
                    Ok(brief) => brief,
                    Err(error) => {
                        report.note(Unmapped::Unreadable, format!("{}: {error}", place()));
                        return Ok(());
                    }
                };
                let Some(at) = moment(&brief.timestamp) else {
                    report.note(Unmapped::Unreadable, format!("{}: no time", place()));
                    return Ok(());
                };
                if seen.insert(brief.author.id.clone(), ()).is_none() {
                    authors.push(brief.author);
                }
                let line = format!("{group}\n{number}\n{}", raw.get());
                Ok(spool.push(0, at.0, line.as_bytes())?)
            };
            read(&mut self.tree, file, &mut Head::default(), Some(&mut each))?;
            self.done += self.tree.size(file).unwrap_or_default();
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

    fn message(&mut self, line: &[u8], report: &mut Report) -> Result<(), Error> {
        let Some(current) = &self.current else { return Ok(()) };
        let mut parts = line.splitn(3, |byte| *byte == b'\n');
        let mut part = || parts.next().unwrap_or_default();
        let (group, number, raw) = (part(), part(), part());
        let group: usize = String::from_utf8_lossy(group).parse().unwrap_or_default();
        let place = format!("message {}", String::from_utf8_lossy(number));
        let base = current.bases.get(group).cloned().unwrap_or_default();
        let conversation = current.id;
        let message: Message = match serde_json::from_slice(raw) {
            Ok(message) => message,
            Err(error) => {
                report.note(Unmapped::Unreadable, format!("{place}: {error}"));
                return Ok(());
            }
        };
        let place = format!("message {}", shown(&message.id));
        let at = moment(&message.timestamp).unwrap_or_default();
        let author = meet(&mut self.intake, &message.author, report);
        let mut mentions: Vec<UserId> = Vec::new();
        for user in &message.mentions {
            let user = meet(&mut self.intake, user, report);
            if !mentions.contains(&user) {
                mentions.push(user);
            }
        }
        let whom = mentions.first().copied();
        let change = match (message.kind.as_str(), whom) {
            ("GuildMemberJoin" | "7", _) => Some((author, MemberChange::Joined { role: Role::Member })),
            ("RecipientAdd" | "1", Some(whom)) => Some((whom, MemberChange::Added { role: Role::Member })),
            ("RecipientRemove" | "2", Some(whom)) if whom == author => Some((whom, MemberChange::Left)),
            ("RecipientRemove" | "2", Some(whom)) => Some((whom, MemberChange::Removed)),
            _ => None,
        };
        if let Some((user, change)) = change {
            let what = NoteKind::Member { user, change };
            self.intake.put(Record::Note(Note { conversation, seq: None, at, author, what }));
            return Ok(());
        }
        let (mut words, mentions_room) = self.words(&message.content, &message.mentions, report);
        if !is_said(&message.kind) {
            report.note(Unmapped::SystemMessage, format!("{place}: {}", shown(&message.kind)));
            words = text::aside(&words);
        }
        if let Some(interaction) = &message.interaction {
            report.note(Unmapped::Interactive, format!("{place}: /{}", shown(&interaction.name)));
            words = text::joined(&[format!("`/{}`", interaction.name.replace('`', "")), words]);
        }
        let mut said = vec![words];
        let mut files = self.files(&message.attachments, &message.stickers, &base, &place, &mut said, report)?;
        for embed in &message.embeds {
            said.push(card(embed, &message.content, &place, report));
        }
        if !message.components.is_empty() {
            report.note(Unmapped::Interactive, &place);
            labels(&message.components, &mut said);
        }
        if let Some(forwarded) = &message.forwarded_message {
            report.note(Unmapped::ForwardedByUnknown, &place);
            let (words, _) = self.words(&forwarded.content, &[], report);
            let quoted: Vec<String> = words.lines().map(|line| format!("> {line}")).collect();
            said.push(quoted.join("\n"));
            files.extend(self.files(&forwarded.attachments, &forwarded.stickers, &base, &place, &mut said, report)?);
            for embed in &forwarded.embeds {
                said.push(card(embed, &forwarded.content, &place, report));
            }
        }
        let reactions = self.reactions(&message.reactions, &place, report);
        let reference = &message.reference;
        let answers = matches!(message.kind.as_str(), "Reply" | "19") && reference.kind != "Forward";
        let answered = answers && !reference.message_id.is_empty();
        let incoming = Incoming {
            id: self.intake.message_id(&[&message.id]),
            conversation,
            at,
            author,
            text: text::joined(&said),
            files,
            deleted: false,
            reply_to: answered.then(|| self.intake.message_id(&[&reference.message_id])),
            edited_at: moment(&message.timestamp_edited),
            mentions,
            mentions_room,
            pinned: message.is_pinned,
            reactions,
        };
        self.intake.say(incoming, &place, report);
        Ok(())
    }

    /// Files and stickers that were fetched; what was not is named in words.
    fn files(
        &mut self,
        attached: &[Attached],
        stickers: &[Sticker],
        base: &str,
        place: &str,
        said: &mut Vec<String>,
        report: &mut Report,
    ) -> Result<Vec<File>, Error> {
        let attached = attached.iter().map(|one| (one.url.as_str(), one.file_name.clone()));
        let stickers = stickers.iter().map(|one| (one.source_url.as_str(), one.name.clone()));
        let mut files = Vec::new();
        for (url, name) in attached.chain(stickers) {
            let local = !url.contains("://") && !url.is_empty();
            // On Windows the paths have the other slash.
            let places = if local { vec![format!("{base}{}", url.replace('\\', "/"))] } else { Vec::new() };
            match self.intake.file(&mut self.tree, &places, &name)? {
                Some(file) => files.push(file),
                None => said.push(absent(&name, url, place, report)),
            }
        }
        Ok(files)
    }

    fn reactions(&mut self, found: &[Reaction], place: &str, report: &mut Report) -> Vec<crate::record::Reaction> {
        let mut reactions = Vec::new();
        for reaction in found {
            let emoji = if reaction.emoji.id.is_empty() {
                reaction.emoji.name.clone()
            } else {
                let (emoji, _) = emoji::reaction(&format!("{}~own", reaction.emoji.name));
                let emoji = emoji.replace("~own", "");
                report.note(Unmapped::CustomEmoji, &emoji);
                emoji
            };
            if reaction.count > reaction.users.len() as u64 {
                report.note(Unmapped::ReactionWithoutPeople, format!("{place}: {emoji} {}", reaction.count));
            }
            for user in &reaction.users {
                react(&mut reactions, emoji.clone(), meet(&mut self.intake, user, report));
            }
        }
        reactions
    }

    /// Words with mentions as they are written here, and whether they call everyone.
    fn words(&self, content: &str, mentioned: &[User], report: &mut Report) -> (String, bool) {
        let mut everyone = false;
        let words = text::outside_code(content, |words| {
            let mut words = own_emoji(words, report);
            let mut spellings: Vec<(String, String)> = Vec::new();
            for user in mentioned {
                let Some(known) = self.intake.known(&user.id) else { continue };
                let handle = format!("@{}", self.intake.handle(known));
                for spelling in [format!("<@{}>", user.id), format!("<@!{}>", user.id)] {
                    spellings.push((spelling, handle.clone()));
                }
                for name in [&user.nickname, &user.name] {
                    if !name.is_empty() {
                        spellings.push((format!("@{name}"), handle.clone()));
                    }
                }
            }
            // A longer name first, so that `@Ann Lee` is not taken for `@Ann`. What is put in is not looked at again.
            spellings.sort_by_key(|(spelling, _)| std::cmp::Reverse(spelling.len()));
            words = replaced(&words, &spellings);
            text::mentions(&words, |name| {
                let all = matches!(name, "everyone" | "here");
                everyone |= all;
                all.then(|| "@room".to_owned())
            })
        });
        (words, everyone)
    }
}

fn meet(intake: &mut Intake, user: &User, report: &mut Report) -> UserId {
    let name = if user.nickname.trim().is_empty() { &user.name } else { &user.nickname };
    let (id, handle) = (&user.id, &user.name);
    intake.meet(&Stranger { id, handle, name, bot: user.is_bot, ..Stranger::default() }, report)
}

/// An embed as text. One that only shows what stands behind a link of the message says nothing new.
fn card(embed: &Embed, content: &str, place: &str, report: &mut Report) -> String {
    report.note(Unmapped::Embed, place);
    if !embed.url.is_empty() && content.contains(&embed.url) {
        return String::new();
    }
    let mut parts = Vec::new();
    if !embed.title.is_empty() {
        parts.push(format!("**{}**", text::link(&embed.title, &embed.url)));
    }
    parts.push(embed.description.clone());
    parts.extend(embed.fields.iter().map(|field| format!("**{}** {}", field.name, field.value)));
    text::joined(&parts)
}

fn labels(components: &[Component], said: &mut Vec<String>) {
    for component in components {
        if !component.label.is_empty() {
            said.push(text::link(&component.label, &component.url));
        }
        labels(&component.components, said);
    }
}

fn is_thread(kind: &str) -> bool {
    matches!(kind, "GuildNewsThread" | "GuildPublicThread" | "GuildPrivateThread" | "10" | "11" | "12")
}

/// Whether somebody said it, and not Discord itself.
fn is_said(kind: &str) -> bool {
    matches!(
        kind,
        "" | "Default" | "0" | "Reply" | "19" | "20" | "ChatInputCommand" | "21" | "ThreadStarterMessage" | "23"
    )
}

fn moment(time: &str) -> Option<Millis> {
    time.parse::<jiff::Timestamp>().ok().map(|time| Millis(time.as_millisecond()))
}
