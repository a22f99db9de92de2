//! One message: what it becomes, whose it is, and what hangs on it.

use hearth_proto::{
    event::MemberChange,
    id::{MessageId, UserId},
    people::Role,
};

use super::{
    super::{
        card::quoted,
        emoji,
        intake::{Incoming, Reactions, absent},
        text,
    },
    Discord,
    form::{Attached, Component, Embed, Forwarded, Message, Poll, Reaction, Sticker},
    meet, moment,
    words::Naming,
};
use crate::{
    error::Error,
    record::{self, File, Note, NoteKind, Record},
    remark::Unmapped,
    report::Report,
    tree::shown,
};

/// Where a message stands: in which directory its files lie, and what to call it.
struct Place<'a> {
    base: &'a str,
    name: &'a str,
}

impl Discord {
    pub(super) fn message(&mut self, line: &[u8], report: &mut Report) -> Result<(), Error> {
        let Some(current) = &self.current else { return Ok(()) };
        let mut parts = line.splitn(3, |byte| *byte == b'\n');
        let mut part = || parts.next().unwrap_or_default();
        let (group, number, raw) = (part(), part(), part());
        let group: usize = String::from_utf8_lossy(group).parse().unwrap_or_default();
        let base = current.bases.get(group).cloned().unwrap_or_default();
        let conversation = current.id;
        let message: Message = match serde_json::from_slice(raw) {
            Ok(message) => message,
            Err(error) => {
                report.note(Unmapped::Unreadable, format!("#{}: {error}", String::from_utf8_lossy(number)));
                return Ok(());
            }
        };
        let name = shown(&message.id);
        let place = Place { base: &base, name: &name };
        let at = moment(&message.timestamp).unwrap_or_default();
        let author = meet(&mut self.intake, &message.author, report);
        let mut mentions: Vec<UserId> = Vec::new();
        for user in &message.mentions {
            let user = meet(&mut self.intake, user, report);
            if !mentions.contains(&user) {
                mentions.push(user);
            }
        }
        if let Some((user, change)) = came_or_went(&message, author, &mentions) {
            let what = NoteKind::Member { user, change };
            self.intake.put(Record::Note(Note { conversation, seq: None, at, author, what }));
            return Ok(());
        }
        for user in &message.mentions {
            self.learn_roles(user);
        }
        let mut naming = Naming { discord: self, report: &mut *report, place: &name, mentions, everyone: false };
        let mut words = naming.words(&message.content, &message.mentions);
        let Naming { mut mentions, everyone, .. } = naming;
        mentions.retain(|user| *user != author);
        if !is_said(&message.kind) {
            report.note(Unmapped::SystemMessage, format!("{name}: {}", shown(&message.kind)));
            words = text::aside(&words);
        }
        let raw = message.content.contains("<:") || message.content.contains("<a:");
        for own in message.inline_emojis.iter().filter(|emoji| !emoji.id.is_empty() && !raw) {
            report.note(Unmapped::CustomEmoji, format!(":{}:", own.name));
        }
        if let Some(interaction) = &message.interaction {
            report.note(Unmapped::Interactive, format!("{name}: /{}", shown(&interaction.name)));
            let by =
                if interaction.user.nickname.is_empty() { &interaction.user.name } else { &interaction.user.nickname };
            let command = format!("{by} `/{}`", interaction.name.replace('`', ""));
            words = text::joined(&[command.trim().to_owned(), words]);
        }
        let mut said = vec![words];
        let mut files = self.files(&message.attachments, &message.stickers, &place, &mut said, report)?;
        for embed in &message.embeds {
            files.extend(self.embed(embed, &message.content, &place, &mut said, report)?);
        }
        if !message.components.is_empty() {
            report.note(Unmapped::Interactive, &name);
            labels(&message.components, &mut said);
        }
        if let Some(poll) = &message.poll {
            report.note(Unmapped::Interactive, &name);
            said.push(votes(poll));
        }
        if let Some(forwarded) = &message.forwarded_message {
            files.extend(self.forwarded(forwarded, &place, &mut said, report)?);
        }
        let incoming = Incoming {
            id: self.intake.message_id(&[&message.id]),
            conversation,
            at,
            author,
            text: text::joined(&said),
            files,
            deleted: false,
            reply_to: self.answered(&message),
            edited_at: moment(&message.timestamp_edited),
            mentions,
            mentions_room: everyone,
            pinned: message.is_pinned,
            reactions: self.reactions(&message.reactions, &name, report),
        };
        self.intake.say(incoming, &name, report);
        Ok(())
    }

    /// The message that it answers. One that is passed on refers to another, too, and answers nothing.
    fn answered(&self, message: &Message) -> Option<MessageId> {
        let reference = &message.reference;
        let answers = matches!(message.kind.as_str(), "Reply" | "19") && reference.kind != "Forward";
        (answers && !reference.message_id.is_empty()).then(|| self.intake.message_id(&[&reference.message_id]))
    }

    fn forwarded(
        &mut self,
        forwarded: &Forwarded,
        place: &Place<'_>,
        said: &mut Vec<String>,
        report: &mut Report,
    ) -> Result<Vec<File>, Error> {
        report.note(Unmapped::ForwardedByUnknown, place.name);
        let mut naming =
            Naming { discord: self, report: &mut *report, place: place.name, mentions: Vec::new(), everyone: false };
        said.push(quoted(&naming.words(&forwarded.content, &[])));
        let mut files = self.files(&forwarded.attachments, &forwarded.stickers, place, said, report)?;
        for embed in &forwarded.embeds {
            files.extend(self.embed(embed, &forwarded.content, place, said, report)?);
        }
        Ok(files)
    }

    /// Files and stickers that were fetched; what was not is named in words.
    fn files(
        &mut self,
        attached: &[Attached],
        stickers: &[Sticker],
        place: &Place<'_>,
        said: &mut Vec<String>,
        report: &mut Report,
    ) -> Result<Vec<File>, Error> {
        let stickers = stickers.iter().map(|one| (one.source_url.as_str(), one.name.as_str(), ""));
        let attached = attached.iter().map(|one| (one.url.as_str(), one.file_name.as_str(), one.description.as_str()));
        let mut files = Vec::new();
        for (url, name, description) in attached.chain(stickers) {
            match self.fetched(url, name, place)? {
                Some(file) => files.push(file),
                None => said.push(absent(name, url, place.name, report)),
            }
            said.push(text::aside(description));
        }
        Ok(files)
    }

    /// The file that an address stands for, where it was fetched: then the address is a path beside the export.
    fn fetched(&mut self, url: &str, name: &str, place: &Place<'_>) -> Result<Option<File>, Error> {
        if url.contains("://") || url.is_empty() {
            return Ok(None);
        }
        // On Windows the paths have the other slash.
        let path = format!("{}{}", place.base, url.replace('\\', "/"));
        self.intake.file(&mut self.tree, &[path], name)
    }

    /// An embed as text, and the pictures of it that were fetched. One that only shows what stands behind a link of the
    /// message says nothing new.
    fn embed(
        &mut self,
        embed: &Embed,
        content: &str,
        place: &Place<'_>,
        said: &mut Vec<String>,
        report: &mut Report,
    ) -> Result<Vec<File>, Error> {
        report.note(Unmapped::Embed, place.name);
        if !embed.url.is_empty() && content.contains(&embed.url) {
            return Ok(Vec::new());
        }
        let mut parts = Vec::new();
        if !embed.author.name.is_empty() {
            parts.push(format!("**{}**", text::link(&embed.author.name, &embed.author.url)));
        }
        if !embed.title.is_empty() {
            parts.push(format!("**{}**", text::link(&embed.title, &embed.url)));
        }
        parts.push(embed.description.clone());
        parts.extend(embed.fields.iter().map(|field| format!("**{}** {}", field.name, field.value)));
        let mut files = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        for one in [&embed.image].into_iter().chain(&embed.images).chain([&embed.thumbnail, &embed.video]) {
            if one.url.is_empty() || seen.contains(&one.url.as_str()) {
                continue;
            }
            seen.push(&one.url);
            let name = one.url.rsplit(['/', '\\']).next().unwrap_or_default();
            match self.fetched(&one.url, name, place)? {
                Some(file) => files.push(file),
                None => parts.push(one.url.clone()),
            }
        }
        parts.push(embed.footer.text.clone());
        said.push(text::joined(&parts));
        Ok(files)
    }

    fn reactions(&mut self, found: &[Reaction], place: &str, report: &mut Report) -> Vec<record::Reaction> {
        let mut reactions = Reactions::default();
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
                reactions.add(&emoji, meet(&mut self.intake, user, report));
            }
        }
        reactions.all()
    }
}

fn came_or_went(message: &Message, author: UserId, mentions: &[UserId]) -> Option<(UserId, MemberChange)> {
    match (message.kind.as_str(), mentions.first().copied()) {
        ("GuildMemberJoin" | "7", _) => Some((author, MemberChange::Joined { role: Role::Member })),
        ("RecipientAdd" | "1", Some(whom)) => Some((whom, MemberChange::Added { role: Role::Member })),
        ("RecipientRemove" | "2", Some(whom)) if whom == author => Some((whom, MemberChange::Left)),
        ("RecipientRemove" | "2", Some(whom)) => Some((whom, MemberChange::Removed)),
        _ => None,
    }
}

/// A poll as a list, with how many gave each answer.
fn votes(poll: &Poll) -> String {
    let mut lines = vec![format!("**{}**", poll.question)];
    for answer in &poll.answers {
        let given = poll.results.answers.iter().find(|result| result.id == answer.id);
        let count = given.map(|result| format!(" ({})", result.count)).unwrap_or_default();
        lines.push(format!("- {}{count}", answer.text));
    }
    lines.join("\n")
}

fn labels(components: &[Component], said: &mut Vec<String>) {
    for component in components {
        if !component.label.is_empty() {
            said.push(text::link(&component.label, &component.url));
        }
        labels(&component.components, said);
    }
}

/// Whether somebody said it, and not Discord itself.
fn is_said(kind: &str) -> bool {
    matches!(
        kind,
        "" | "Default" | "0" | "Reply" | "19" | "20" | "ChatInputCommand" | "21" | "ThreadStarterMessage" | "23"
    )
}
