//! The welcome: from what the server says about now, and what is here, to what is missing.

use std::collections::BTreeSet;

use hearth_proto::{
    frame::Welcome,
    id::{ConversationId, Cursor, Pos, Seq},
    room::Head,
};

use crate::{
    alerts::Alerts,
    conversation::{Conversation, Readers},
    effect::{Effect, Record},
    engine::{Engine, record},
    input::Now,
    reads::Owed,
};

/// How this log relates to the one that was read before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Meeting {
    /// Nothing was ever read.
    First,
    /// The same log.
    Again,
    /// Another log: positions and seqs of the old one mean nothing here.
    OtherLog,
}

impl Engine {
    /// The line is live. Everything the welcome says is written in one transaction before anything else happens.
    pub(crate) fn welcomed(&mut self, welcome: Box<Welcome>, now: &Now, out: &mut Vec<Effect>) {
        self.line.welcomed(welcome.heartbeat_ms, now);
        self.limits = welcome.limits.clone();
        self.me = Some(welcome.me.id);
        self.gaze.told = None;
        self.outbox.resume();
        self.reads.resume();
        self.catch_up.resume();
        self.shares_reads = welcome.shares_reads;

        let meeting = self.meeting(&welcome);
        let gone = self.leave(&welcome, meeting);
        let owing: Vec<ConversationId> =
            welcome.conversations.iter().map(|head| head.conversation).filter(|id| self.owes_marks(*id)).collect();
        let moved = self.learn(&welcome.conversations, meeting);
        self.owe_newest(meeting);
        self.cursor = Some(Cursor { epoch: welcome.epoch, pos: self.floor(&welcome, meeting).max(welcome.pos) });

        let heads = &welcome.conversations;
        let news = Record {
            me: Some(welcome.me.clone()),
            cursor: self.cursor,
            new_epoch: meeting == Meeting::OtherLog,
            people: welcome.people.clone(),
            heads: heads.clone(),
            gone,
            coverage: heads.iter().filter_map(|head| self.conversations.coverage(head.conversation)).collect(),
            // Where both ends have moved a mark, the head alone does not say what holds.
            marks: owing.iter().filter_map(|id| self.marks(*id)).collect(),
            forget_readers: !welcome.shares_reads,
            ..Record::default()
        };
        record(news, out);
        for (conversation, seq) in moved {
            self.withdraw(conversation, seq, out);
        }
        let presence = welcome.presence.clone();
        out.push(Effect::Welcomed(welcome));
        out.push(Effect::Presence(presence));
    }

    fn meeting(&self, welcome: &Welcome) -> Meeting {
        match self.cursor {
            Some(cursor) if cursor.epoch == welcome.epoch => Meeting::Again,
            Some(_) => Meeting::OtherLog,
            // A history without a cursor cannot say which log it was read from.
            None if self.conversations.iter().next().is_some() => Meeting::OtherLog,
            None => Meeting::First,
        }
    }

    /// Within one log the cursor never moves back.
    fn floor(&self, welcome: &Welcome, meeting: Meeting) -> Pos {
        match (meeting, self.cursor) {
            (Meeting::Again, Some(cursor)) => cursor.pos,
            (Meeting::Again | Meeting::First | Meeting::OtherLog, _) => welcome.pos,
        }
    }

    /// Conversations this person is no longer in: those named, and those missing from a list of all.
    fn leave(&mut self, welcome: &Welcome, meeting: Meeting) -> Vec<ConversationId> {
        let listed: BTreeSet<ConversationId> = welcome.conversations.iter().map(|head| head.conversation).collect();
        let left: BTreeSet<ConversationId> = welcome.gone.iter().copied().collect();
        let all_listed = !welcome.resumed || meeting == Meeting::OtherLog;
        let mut gone = Vec::new();
        let open = self.gaze.conversation;
        self.conversations.change_all(|id, one| {
            one.barred = false;
            one.readers = if open == Some(id) { Readers::Ask } else { Readers::AskWhenSeen };
            if meeting == Meeting::OtherLog {
                one.forget_position();
            }
            if !one.gone && !listed.contains(&id) && (all_listed || left.contains(&id)) {
                one.gone = true;
                gone.push(id);
            }
        });
        if meeting == Meeting::OtherLog {
            self.catch_up.forget();
            self.reads.forget();
            self.alerts = Alerts::default();
        }
        for id in &gone {
            self.alerts.forget(*id);
        }
        gone
    }

    /// Compares each head with what is here. Gives the read marks that others moved.
    fn learn(&mut self, heads: &[Head], meeting: Meeting) -> Vec<(ConversationId, Seq)> {
        let mut moved = Vec::new();
        for head in heads {
            let id = head.conversation;
            let (grew, read) = self.conversations.open(id, |one| (one.learn(head), one.read.seq));
            if grew {
                moved.push((id, read));
            } else if read > head.read.seq && meeting == Meeting::Again {
                // Read here, and the server has lost what it was told.
                self.reads.owe_read(id, read);
            }
            self.reads.known(id, known_of(head));
            if !self.owes_marks(id) {
                self.conversations.change(id, |one| one.unread_from = head.unread_from);
            }
        }
        moved
    }

    pub(crate) fn owes_marks(&self, id: ConversationId) -> bool {
        self.reads.owed(id) != Owed::default()
    }

    /// The newest page of every conversation whose newest events are missing.
    fn owe_newest(&mut self, meeting: Meeting) {
        let news_after = |one: &Conversation| {
            let top = one.holes.newest().filter(|hole| hole.to == one.head)?;
            Some(one.read.seq.max(Seq(top.from.0 - 1)))
        };
        for (id, one) in self.conversations.fetchable() {
            let Some(after) = news_after(one) else { continue };
            self.catch_up.owe(id, (meeting == Meeting::Again).then_some(after));
        }
    }
}

/// Up to where the server knows that all was read here. A place that is marked unread there is not.
pub(crate) fn known_of(head: &Head) -> Seq {
    head.read.seq.min(head.unread_from.map_or(head.read.seq, |from| from.seq))
}
