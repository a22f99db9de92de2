//! One entry of a day: what it becomes, whose it is, and what hangs on it.

use hearth_proto::{
    event::MemberChange,
    id::{ConversationId, Millis, UserId},
    people::Role,
};
use serde_json::Value;

use super::{
    super::{
        emoji,
        intake::{Incoming, Reactions, Stranger, absent},
        text,
    },
    Slack,
    form::{Entry, File, Room},
    moment,
    words::Naming,
};
use crate::{
    error::Error,
    record::{self, Note, NoteKind, Reaction, Record},
    remark::Unmapped,
    report::Report,
    tree::shown,
};

/// Who speaks for Slack. They are in no list.
const SLACKBOT: &str = "USLACKBOT";

impl Slack {
    pub(super) fn entry(&mut self, at: Millis, entry: Entry, place: &str, report: &mut Report) -> Result<(), Error> {
        let Some(current) = &mut self.current else { return Ok(()) };
        let (conversation, foreign) = (current.id, current.foreign.clone());
        let pinned = current.pins.remove(&entry.ts) || entry.pinned_to.contains(&foreign);
        let hidden = !matches!(entry.is_hidden_by_limit, Value::Null | Value::Bool(false));
        if hidden || entry.subtype == "ekm_access_denied" {
            report.note(Unmapped::HiddenByPlan, place);
            return Ok(());
        }
        let author = self.author(&entry, report);
        if let Some(change) = came_or_went(&entry.subtype) {
            self.note(conversation, (at, author), change, entry.inviter.as_deref());
            return Ok(());
        }
        let (said, mentions, mentions_room) = self.said(&entry, place, report);
        let mut parts = said;
        let mut files = Vec::new();
        for file in entry.files.iter().chain(&entry.file) {
            match self.file(file, place, report)? {
                Found::Here(file) => files.push(file),
                Found::Elsewhere(words) => parts.push(words),
                Found::Nothing => {}
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
            mentions: mentions.into_iter().filter(|user| *user != author).collect(),
            mentions_room,
            pinned,
            reactions: self.reactions(&entry, place, report),
        };
        self.intake.say(incoming, place, report);
        Ok(())
    }

    /// Somebody came or went.
    fn note(
        &mut self,
        conversation: ConversationId,
        (at, user): (Millis, UserId),
        change: MemberChange,
        inviter: Option<&str>,
    ) {
        let inviter = inviter.and_then(|inviter| self.intake.known(inviter));
        let (author, change) = match inviter.filter(|_| change != MemberChange::Left) {
            Some(inviter) => (inviter, MemberChange::Added { role: Role::Member }),
            None => (user, change),
        };
        let what = NoteKind::Member { user, change };
        self.intake.put(Record::Note(Note { conversation, seq: None, at, author, what }));
    }

    /// The words, part by part; whom they mention, and whether they call everyone.
    fn said(&mut self, entry: &Entry, place: &str, report: &mut Report) -> (Vec<String>, Vec<UserId>, bool) {
        let mut names = Naming { slack: self, report, place, mentions: Vec::new(), everyone: false };
        let comment = entry.comment.as_ref().map(|comment| comment.comment.as_str()).filter(|words| !words.is_empty());
        let mut words = names.markdown(comment.unwrap_or(&entry.text));
        let cards: Vec<String> = entry.attachments.iter().map(|card| names.card(card, &entry.text)).collect();
        if words.trim().is_empty() && entry.files.is_empty() && !entry.blocks.is_empty() {
            words = names.blocks(&entry.blocks);
        }
        let Naming { mentions, everyone, .. } = names;
        match entry.subtype.as_str() {
            ""
            | "bot_message"
            | "slackbot_response"
            | "file_share"
            | "file_comment"
            | "thread_broadcast"
            | "reply_broadcast"
            | "assistant_app_thread"
            | "tombstone" => {}
            "me_message" => words = text::aside(&words),
            other => {
                report.note(Unmapped::SystemMessage, format!("{place}: {other}"));
                let call = entry.room.as_ref().filter(|_| matches!(other, "huddle_thread" | "sh_room_created"));
                words = text::aside(&call.map_or(words, huddle));
            }
        }
        let mut parts = vec![words];
        parts.extend(cards);
        (parts, mentions, everyone)
    }

    fn file(&mut self, file: &File, place: &str, report: &mut Report) -> Result<Found, Error> {
        if file.mode == "hidden_by_limit" {
            report.note(Unmapped::HiddenByPlan, format!("{place}: {}", shown(&file.id)));
            return Ok(Found::Nothing);
        }
        let directory = self.current.as_ref().map(|current| current.directory.as_str()).unwrap_or_default();
        let name = if file.name.is_empty() { &file.title } else { &file.name };
        let places = [
            format!("{directory}/attachments/{}-{name}", file.id),
            format!("attachments/{}-{name}", file.id),
            format!("__uploads/{}/{name}", file.id),
        ];
        Ok(match self.intake.file(&mut self.tree, &places, name)? {
            Some(found) => Found::Here(found),
            None if file.mode == "tombstone" => {
                report.note(Unmapped::Empty, format!("{place}: {}", shown(&file.id)));
                Found::Nothing
            }
            None => {
                let address = if file.permalink.is_empty() { &file.url_private } else { &file.permalink };
                Found::Elsewhere(absent(name, address, place, report))
            }
        })
    }

    fn reactions(&mut self, entry: &Entry, place: &str, report: &mut Report) -> Vec<Reaction> {
        let mut reactions = Reactions::default();
        for reaction in &entry.reactions {
            let (emoji, common) = emoji::reaction(&reaction.name);
            if !common {
                report.note(Unmapped::CustomEmoji, &emoji);
            }
            if reaction.count > reaction.users.len() as u64 {
                report.note(Unmapped::ReactionWithoutPeople, format!("{place}: {emoji}"));
            }
            for user in &reaction.users {
                reactions.add(&emoji, self.person(user, "", report));
            }
        }
        reactions.all()
    }

    /// Who wrote it: somebody who is listed, a program, or somebody of whom only this message tells.
    fn author(&mut self, entry: &Entry, report: &mut Report) -> UserId {
        let comment = entry.comment.as_ref().map(|comment| comment.user.as_str());
        let call = entry.room.as_ref().map(|room| room.created_by.as_str());
        // A call is told by Slack, and a comment by nobody.
        let behind = comment.or(call).filter(|user| !user.is_empty());
        let user = behind.unwrap_or(&entry.user);
        if let Some(user) = self.intake.known(user) {
            return user;
        }
        if let Some(user) = self.bots.get(&entry.bot_id).filter(|_| user.is_empty()) {
            return *user;
        }
        let profile = &entry.user_profile;
        let names = [&profile.display_name, &profile.real_name, &entry.username, &entry.bot_profile.name];
        let name = names.into_iter().find(|name| !name.trim().is_empty()).map_or("", String::as_str);
        if !user.is_empty() {
            let name = if name.is_empty() && user == SLACKBOT { "Slackbot" } else { name };
            let handle = if profile.name.is_empty() { name } else { &profile.name };
            let bot = user == SLACKBOT || !entry.bot_id.is_empty();
            return self.stranger(user, handle, name, bot, report);
        }
        // A program may write under many names; each is somebody of its own.
        let id = format!("bot {} {}", entry.bot_id, entry.username);
        let name = if name.is_empty() { "Slack" } else { name };
        self.stranger(&id, name, name, !entry.bot_id.is_empty() || entry.subtype == "bot_message", report)
    }

    pub(super) fn person(&mut self, id: &str, name: &str, report: &mut Report) -> UserId {
        match self.intake.known(id) {
            Some(user) => user,
            None if id == SLACKBOT => self.stranger(id, "slackbot", "Slackbot", true, report),
            None => self.stranger(id, if name.is_empty() { id } else { name }, name, false, report),
        }
    }

    fn stranger(&mut self, id: &str, handle: &str, name: &str, bot: bool, report: &mut Report) -> UserId {
        if self.intake.known(id).is_none() {
            report.note(Unmapped::UnknownPerson, if name.is_empty() { id } else { name });
        }
        self.intake.meet(&Stranger { id, handle, name, bot, ..Stranger::default() }, report)
    }
}

/// What is known of a file that a message names.
enum Found {
    Here(record::File),
    /// The words that stand for it.
    Elsewhere(String),
    Nothing,
}

fn came_or_went(subtype: &str) -> Option<MemberChange> {
    match subtype {
        "channel_join" | "group_join" | "mpim_join" => Some(MemberChange::Joined { role: Role::Member }),
        "channel_leave" | "group_leave" => Some(MemberChange::Left),
        _ => None,
    }
}

/// A call in words; what Slack says of it is only drawn.
fn huddle(room: &Room) -> String {
    match room.date_end.checked_sub(room.date_start).filter(|_| room.date_start > 0 && room.date_end > 0) {
        Some(seconds) => format!("started a huddle that lasted {} minutes", seconds.div_euclid(60)),
        None => "started a huddle".to_owned(),
    }
}
