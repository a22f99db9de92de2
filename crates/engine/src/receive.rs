//! What the server tells: each frame becomes one transaction, and after it whatever the person should notice.

use hearth_proto::{
    act::SendId,
    event::{Event, What},
    frame::{Page, ServerFrame},
    id::{ConversationId, Cursor, Pos, Seq},
    people::{Presence, Profile},
    room::{Head, ReadMark},
};

use crate::{
    alert::{Place, Said, Verdict, decide},
    alerts::News,
    conversation::{Arrival, Members, Readers},
    effect::{Effect, MemberList, Record, Sent},
    engine::{Engine, record},
    input::Now,
    reads::Owed,
    welcome::known_of,
};

impl Engine {
    /// A frame has come. Without a live line only a welcome that was asked for counts.
    pub(crate) fn receive(&mut self, frame: ServerFrame, now: &Now, out: &mut Vec<Effect>) {
        if !self.line.is_live() {
            if let ServerFrame::Welcome(welcome) = frame
                && self.line.is_greeting()
            {
                self.welcomed(welcome, now, out);
            }
            return;
        }
        match &frame {
            ServerFrame::Event(event) => self.event(event, now, out),
            ServerFrame::Conversation { head, .. } => self.conversation(head, out),
            ServerFrame::Gone { conversation, pos } => self.gone(*conversation, *pos, out),
            ServerFrame::Person { profile, pos } => self.person(profile, *pos, out),
            ServerFrame::Read { conversation, mark, unread_from } => {
                self.read_elsewhere(*conversation, *mark, *unread_from, out);
            }
            ServerFrame::ReadBy { conversation, user, seq } if self.shares_reads => {
                record(Record { read_by: vec![(*conversation, *user, *seq)], ..Record::default() }, out);
            }
            ServerFrame::Readers { conversation, readers, .. } => {
                self.conversations.change(*conversation, |one| one.readers = Readers::Known);
                record(Record { readers: vec![(*conversation, readers.clone())], ..Record::default() }, out);
            }
            ServerFrame::Blocked { user, on } => out.push(Effect::Blocked { user: *user, on: *on }),
            ServerFrame::SharesReads { on } => {
                self.share_reads(*on, out);
                out.push(Effect::SharesReads { on: *on });
            }
            ServerFrame::Presence { people } => out.push(Effect::Presence(people.clone())),
            ServerFrame::Typing { conversation, user } if Some(*user) != self.me => {
                self.typing.begin(*conversation, *user, now.mono_ms, out);
            }
            ServerFrame::Page(page) => self.page(page, now, out),
            ServerFrame::Members { conversation, members, people, seq, .. } => {
                self.conversations.change(*conversation, |one| one.members = Members::Known);
                let list = MemberList { conversation: *conversation, members: members.clone(), seq: *seq };
                record(Record { members: vec![list], people: people.clone(), ..Record::default() }, out);
            }
            ServerFrame::People { people, .. } => record(Record { people: people.clone(), ..Record::default() }, out),
            ServerFrame::Me { profile, .. } => record(Record { me: Some(profile.clone()), ..Record::default() }, out),
            ServerFrame::Welcome(_)
            | ServerFrame::Typing { .. }
            | ServerFrame::ReadBy { .. }
            | ServerFrame::Ack { .. }
            | ServerFrame::Ok { .. }
            | ServerFrame::Rooms { .. }
            | ServerFrame::Invites { .. }
            | ServerFrame::Invite { .. }
            | ServerFrame::DeviceCode { .. }
            | ServerFrame::Devices { .. }
            | ServerFrame::Error { .. }
            | ServerFrame::Unknown => {}
        }
        self.replied(frame, now, out);
    }

    /// The log went on.
    fn event(&mut self, event: &Event, now: &Now, out: &mut Vec<Effect>) {
        let id = event.conversation;
        let known = self.conversations.get(id).is_some();
        let is_message = matches!(event.what, What::Message(_));
        let (arrival, read) = self.conversations.open(id, |one| {
            if is_message {
                one.active_at = one.active_at.max(event.at);
            }
            (one.arrive(event.seq), one.read.seq)
        });
        if let Arrival::Jump { after } = arrival {
            self.catch_up.owe(id, known.then_some(after.max(read)));
        }
        let is_new = arrival != Arrival::Known;
        let moved = self.moved(event.pos);
        let sent = self.sent(event);
        if is_new || moved.is_some() || sent.is_some() {
            let news = Record {
                cursor: moved,
                events: if is_new { vec![event.clone()] } else { Vec::new() },
                coverage: self.conversations.coverage(id).filter(|_| is_new).into_iter().collect(),
                sent: sent.into_iter().collect(),
                ..Record::default()
            };
            record(news, out);
        }
        if is_message {
            self.typing.end(id, event.author, out);
        }
        if !is_new {
            return;
        }
        self.retract(event, out);
        if !self.is_old(event.at, now)
            && let Some(news) = self.news(event, read, now)
        {
            out.push(self.alerts.tell(news));
        }
    }

    /// A part of the log that was asked for.
    fn page(&mut self, page: &Page, now: &Now, out: &mut Vec<Effect>) {
        let id = page.conversation;
        let Some((before, head, read)) =
            self.conversations.get(id).map(|one| (one.holes.clone(), one.head, one.read.seq))
        else {
            return;
        };
        // What lies above the head comes live, or is named by the next welcome.
        let range = page.from.max(Seq(1))..=page.to.min(head);
        let events: Vec<Event> = page
            .events
            .iter()
            .filter(|event| event.conversation == id && range.contains(&event.seq))
            .cloned()
            .collect();
        let oldest = events.iter().min_by_key(|event| event.seq).map(|event| event.at);
        self.conversations.change(id, |one| {
            one.holes.fill(*range.start(), *range.end());
            one.came(*range.start(), oldest);
        });
        let sent = events.iter().filter_map(|event| self.sent(event)).collect();
        let fresh: Vec<Event> = events.iter().filter(|event| before.hold(event.seq)).cloned().collect();
        let awaited = self.requests.fetch(page.re).is_none_or(|fetch| fetch.errand.is_awaited());
        let (events, past) = if awaited { (events, Vec::new()) } else { (Vec::new(), events) };
        let news = Record {
            people: page.people.clone(),
            events,
            past,
            coverage: self.conversations.coverage(id).into_iter().collect(),
            sent,
            ..Record::default()
        };
        record(news, out);
        let news_after = self.catch_up.owed(id).and_then(|due| due.after);
        for event in fresh {
            if event.seq > read {
                self.retract(&event, out);
            }
            if news_after.is_some_and(|after| event.seq > after)
                && let Some(news) = self.news(&event, read, now)
            {
                self.alerts.collect(news);
            }
        }
    }

    /// A conversation that is new here, or is another one than it was.
    fn conversation(&mut self, head: &Head, out: &mut Vec<Effect>) {
        let id = head.conversation;
        let is_in = self.conversations.get(id).is_some_and(|one| !one.gone);
        self.reads.known(id, known_of(head));
        let owes = self.owes_marks(id);
        let (grew, read) = self.conversations.open(id, |one| {
            // Where this reader is in the conversation already, the event behind it comes on this same line.
            let grew = if is_in { one.describe(head) } else { one.learn(head) };
            if !owes {
                one.unread_from = head.unread_from;
            }
            (grew, one.read.seq)
        });
        if !is_in {
            self.catch_up.owe(id, None);
        }
        let coverage = self.conversations.coverage(id).into_iter().collect();
        let marks = self.marks(id).into_iter().collect();
        record(Record { heads: vec![head.clone()], coverage, marks, ..Record::default() }, out);
        if grew {
            self.withdraw(id, read, out);
        }
    }

    fn gone(&mut self, id: ConversationId, pos: Pos, out: &mut Vec<Effect>) {
        let head = self.conversations.change(id, |one| {
            one.gone = true;
            one.head
        });
        let cursor = self.moved(pos);
        record(Record { gone: vec![id], cursor, ..Record::default() }, out);
        if let Some(head) = head {
            self.withdraw(id, head, out);
        }
    }

    fn person(&mut self, profile: &Profile, pos: Pos, out: &mut Vec<Effect>) {
        let me = (self.me == Some(profile.id)).then(|| profile.clone());
        let cursor = self.moved(pos);
        record(Record { me, cursor, people: vec![profile.clone()], ..Record::default() }, out);
    }

    /// Marks moved, on any device. What was done here and is not told yet comes after it.
    fn read_elsewhere(
        &mut self,
        id: ConversationId,
        mark: ReadMark,
        unread_from: Option<ReadMark>,
        out: &mut Vec<Effect>,
    ) {
        // A place that is still marked unread there is not what was read here.
        let known = mark.seq.min(unread_from.map_or(mark.seq, |from| from.seq));
        let mut changed = self.reads.known(id, known);
        let owes = self.reads.owed(id) != Owed::default();
        let Some(grew) = self.conversations.change(id, |one| {
            let ours = one.read;
            // Our own mark comes back with the server's count, which the record here lacks.
            if mark.seq >= ours.seq && mark != ours {
                one.read = mark;
                changed = true;
            }
            if !owes && one.unread_from != unread_from {
                one.unread_from = unread_from;
                changed = true;
            }
            mark.seq > ours.seq
        }) else {
            return;
        };
        if changed {
            self.record_marks(id, out);
        }
        if grew {
            self.withdraw(id, mark.seq, out);
        }
    }

    /// Who keeps to themselves how far they read is not told of others either; what was known goes.
    pub(crate) fn share_reads(&mut self, on: bool, out: &mut Vec<Effect>) {
        if self.shares_reads == on {
            return;
        }
        self.shares_reads = on;
        let open = self.gaze.conversation;
        self.conversations.change_all(|id, one| {
            one.readers = if open == Some(id) { Readers::Ask } else { Readers::AskWhenSeen };
        });
        if !on {
            record(Record { forget_readers: true, ..Record::default() }, out);
        }
    }

    /// Moves the cursor forward; None when it stays.
    fn moved(&mut self, pos: Pos) -> Option<Cursor> {
        let cursor = self.cursor.as_mut().filter(|cursor| pos > cursor.pos)?;
        cursor.pos = pos;
        Some(*cursor)
    }

    /// An own message from the outbox that is in the log: as good as its acknowledgement.
    fn sent(&mut self, event: &Event) -> Option<Sent> {
        let What::Message(message) = &event.what else { return None };
        let id = SendId::Message(message.message);
        let ours = self.me == Some(event.author) && self.outbox.acknowledged(id);
        ours.then_some(Sent { id, seq: event.seq, at: event.at })
    }

    /// An alert that shows a deleted message goes.
    fn retract(&self, event: &Event, out: &mut Vec<Effect>) {
        if let What::Redacted { target } = event.what {
            out.push(Effect::WithdrawMessage { conversation: event.conversation, message: target });
        }
    }

    fn news(&self, event: &Event, read: Seq, now: &Now) -> Option<News> {
        let What::Message(message) = &event.what else { return None };
        let one = self.conversations.get(event.conversation).filter(|_| event.seq > read)?;
        if self.gaze.presence == Some(Presence::Busy) {
            return None;
        }
        let looked_at = self.gaze.focused && self.gaze.conversation == Some(event.conversation);
        let place = Place { direct: one.direct, choice: one.alert, looked_at };
        let own = self.me == Some(event.author);
        let called = |me| message.mentions.contains(&me) || (message.mentions_room && !own);
        let mentions_me = self.me.is_some_and(called);
        let said = Said { own, body: message.body.as_ref(), mentions_me };
        match decide(&self.policy, place, said, now) {
            Verdict::Silent => None,
            Verdict::Alert { mention } => Some(News {
                conversation: event.conversation,
                message: message.message,
                seq: event.seq,
                author: event.author,
                body: message.body.clone()?,
                mention,
            }),
        }
    }
}
