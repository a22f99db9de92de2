//! One post: what it becomes, whose it is, and what hangs on it.

use hearth_proto::{
    event::MemberChange,
    id::{Millis, UserId},
    people::Role,
};

use super::{
    super::{
        emoji,
        intake::{Incoming, Reactions, Stranger, absent},
        text,
    },
    Mattermost,
    form::Post,
    mark, message_id, somebody,
};
use crate::{
    error::Error,
    record::{File, Note, NoteKind, Reaction, Record},
    remark::Unmapped,
    report::Report,
};

impl Mattermost {
    pub(super) fn post(
        &mut self,
        post: Post,
        root: Option<String>,
        place: &str,
        report: &mut Report,
    ) -> Result<(), Error> {
        let Some(current) = self.current.and_then(|current| self.places.get(current as usize)) else { return Ok(()) };
        let (conversation, key) = (current.id, current.key.clone());
        let at = Millis(post.create_at);
        let author = self.author(&post, report);
        if let Some((user, change)) = self.came_or_went(&post, author, report) {
            let what = NoteKind::Member { user, change };
            self.intake.put(Record::Note(Note { conversation, seq: None, at, author, what }));
            return Ok(());
        }
        let (mut words, mentions, mentions_room) = self.words(&post.message, author, place, report);
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
            if !card.actions.is_empty() {
                report.note(Unmapped::Interactive, place);
            }
            parts.push(card.words(emoji::in_words));
        }
        let files = self.files(&post, &mut parts, place, report)?;
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
            reactions: self.reactions(&post, report),
        };
        self.intake.say(incoming, place, report);
        Ok(())
    }

    /// Who wrote it. A program may give itself another name for each post; each name is somebody of its own.
    fn author(&mut self, post: &Post, report: &mut Report) -> UserId {
        let name = post.props.override_username.trim();
        if name.is_empty() || name == post.user {
            return somebody(&mut self.intake, &post.user, report);
        }
        let id = format!("webhook {} {name}", post.user);
        if self.intake.known(&id).is_none() {
            report.note(Unmapped::UnknownPerson, name);
        }
        self.intake.meet(&Stranger { id: &id, handle: name, name, bot: true, ..Stranger::default() }, report)
    }

    fn came_or_went(&mut self, post: &Post, author: UserId, report: &mut Report) -> Option<(UserId, MemberChange)> {
        let mut whom = |name: &str| (!name.is_empty()).then(|| somebody(&mut self.intake, name, report));
        match post.kind.as_str() {
            "system_join_channel" | "system_join_team" => Some((author, MemberChange::Joined { role: Role::Member })),
            "system_guest_join_channel" => Some((author, MemberChange::Joined { role: Role::Guest })),
            "system_leave_channel" | "system_leave_team" => Some((author, MemberChange::Left)),
            "system_add_to_channel" | "system_add_to_team" => {
                Some((whom(&post.props.added)?, MemberChange::Added { role: Role::Member }))
            }
            "system_add_guest_to_chan" => Some((whom(&post.props.added)?, MemberChange::Added { role: Role::Guest })),
            "system_remove_from_channel" | "system_remove_from_team" => {
                Some((whom(&post.props.removed)?, MemberChange::Removed))
            }
            _ => None,
        }
    }

    /// Files that the export has; what it has not is named in words.
    fn files(
        &mut self,
        post: &Post,
        parts: &mut Vec<String>,
        place: &str,
        report: &mut Report,
    ) -> Result<Vec<File>, Error> {
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
        Ok(files)
    }

    fn reactions(&mut self, post: &Post, report: &mut Report) -> Vec<Reaction> {
        let mut reactions = Reactions::default();
        for reaction in &post.reactions {
            let (emoji, common) = emoji::reaction(&reaction.emoji_name);
            if !common {
                report.note(Unmapped::CustomEmoji, &emoji);
            }
            reactions.add(&emoji, somebody(&mut self.intake, &reaction.user, report));
        }
        reactions.all()
    }

    /// Words with emoji, and with people and channels as they are called here.
    fn words(&self, words: &str, author: UserId, place: &str, report: &mut Report) -> (String, Vec<UserId>, bool) {
        let (mut mentions, mut everyone) = (Vec::new(), false);
        let words = text::outside_code(words, |words| {
            let words = text::mentions(&emoji::in_words(words), |name| {
                if matches!(name, "channel" | "all" | "here") {
                    everyone = true;
                    return Some("@room".to_owned());
                }
                let Some((user, rest)) = self.called(name) else {
                    report.note(Unmapped::UnknownName, format!("{place}: @{name}"));
                    return None;
                };
                if user != author && !mentions.contains(&user) {
                    mentions.push(user);
                }
                Some(format!("@{}{rest}", self.intake.handle(user)))
            });
            text::channels(&words, |name| self.channel(name))
        });
        (words, mentions, everyone)
    }

    /// Whom a word behind an `@` names. Signs at its end may belong to the sentence.
    fn called<'w>(&self, word: &'w str) -> Option<(UserId, &'w str)> {
        let mut name = word;
        loop {
            if let Some(user) = self.intake.known(&name.to_lowercase()) {
                return Some((user, &word[name.len()..]));
            }
            name = name.strip_suffix(['-', '_', '.'])?;
        }
    }

    /// What a channel of the same team is called.
    fn channel(&self, name: &str) -> Option<String> {
        let current = self.places.get(self.current? as usize)?;
        let team = current.key.split_once('/').map_or("", |(team, _)| team);
        let place = *self.by_key.get(&format!("{team}/{}", name.to_lowercase()))?;
        Some(format!("#{}", self.places.get(place as usize)?.name))
    }
}
