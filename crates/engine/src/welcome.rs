//! The welcome: from what the server says about now, and what is here, to what is missing.

use std::collections::BTreeSet;

use hearth_proto::{
    frame::Welcome,
    id::{ConversationId, Cursor, Pos, Seq},
    room::Head,
};

use crate::{
    alerts::Alerts,
    conversation::Conversation,
    effect::{Effect, Record},
    engine::{Engine, record},
    input::Now,
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

        let meeting = self.meeting(&welcome);
        let gone = self.leave(&welcome, meeting);
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
        self.conversations.change_all(|id, one| {
            one.barred = false;
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
                // Read here while there was no line.
                self.reads.owe(id, read);
            }
        }
        moved
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
