//! The history file, as far as the engine depends on it. Every transaction is checked against what must always hold.

use std::collections::{BTreeMap, BTreeSet};

use hearth_engine::{
    effect::{Coverage, Marks, Record},
    input::{AlertChoice, Hole, Outgoing, Restored, Sending, Standing},
    rest::Asked,
};
use hearth_proto::{
    act::{Act, SendId},
    error::ErrorCode,
    event::Event,
    id::{ActId, ConversationId, Cursor, MessageId, Seq, UserId},
    room::{ConversationKind, ReadMark},
};

#[derive(Default)]
pub struct Disk {
    pub me: Option<UserId>,
    pub cursor: Option<Cursor>,
    pub events: BTreeMap<ConversationId, BTreeMap<Seq, Event>>,
    pub coverage: BTreeMap<ConversationId, Coverage>,
    pub reads: BTreeMap<ConversationId, ReadMark>,
    pub marks: BTreeMap<ConversationId, Marks>,
    pub read_by: Vec<(ConversationId, UserId, Seq)>,
    pub outbox: Vec<Outgoing>,
    pub sent: Vec<MessageId>,
    pub acted: Vec<ActId>,
    pub refused: Vec<(MessageId, ErrorCode)>,
    pub refused_acts: Vec<(ActId, ErrorCode)>,
    pub gone: BTreeSet<ConversationId>,
    pub members: BTreeMap<ConversationId, usize>,
    pub direct: BTreeSet<ConversationId>,
    pub asked: Asked,
}

impl Disk {
    pub fn record(&mut self, record: &Record) {
        self.start_over(record);
        self.me = record.me.as_ref().map(|me| me.id).or(self.me);
        for head in &record.heads {
            self.gone.remove(&head.conversation);
            if matches!(head.kind, ConversationKind::Direct { .. }) {
                self.direct.insert(head.conversation);
            }
            self.read(head.conversation, head.read);
            let owes = self.marks.get(&head.conversation).is_some_and(|marks| marks.owed != Default::default());
            if let Some(marks) = self.marks.get_mut(&head.conversation).filter(|_| !owes) {
                marks.unread_from = head.unread_from;
            }
        }
        self.gone.extend(&record.gone);
        for event in record.events.iter().chain(&record.past) {
            self.events.entry(event.conversation).or_default().insert(event.seq, event.clone());
        }
        for coverage in &record.coverage {
            self.coverage.insert(coverage.conversation, coverage.clone());
            self.check(coverage);
        }
        for marks in &record.marks {
            self.read(marks.conversation, marks.read);
            self.marks.insert(marks.conversation, *marks);
        }
        self.read_by.extend(&record.read_by);
        for list in &record.members {
            *self.members.entry(list.conversation).or_default() += 1;
        }
        for sent in &record.sent {
            let at = self.outbox.iter().position(|waiting| waiting.what.id() == sent.id);
            self.outbox.remove(at.expect("only what waits can be sent"));
            match sent.id {
                SendId::Message(message) => self.sent.push(message),
                SendId::Act(act) => self.acted.push(act),
            }
        }
        for (id, code) in &record.refused {
            let has_words =
                matches!(self.waiting(*id).what, Sending::Message { .. } | Sending::Act { what: Act::Edit { .. }, .. });
            if has_words {
                self.waiting(*id).failed = Some(*code);
            } else {
                self.outbox.retain(|waiting| waiting.what.id() != *id);
            }
            match *id {
                SendId::Message(message) => self.refused.push((message, *code)),
                SendId::Act(act) => self.refused_acts.push((act, *code)),
            }
        }
        for id in &record.retried {
            self.waiting(*id).failed = None;
        }
        for message in &record.uploaded {
            if let Sending::Message { upload, .. } = &mut self.waiting(SendId::Message(*message)).what {
                *upload = None;
            }
        }
        if let Some(cursor) = record.cursor {
            let back = self.cursor.is_some_and(|before| before.epoch == cursor.epoch && before.pos > cursor.pos);
            assert!(!back, "the cursor went back from {:?} to {cursor:?}", self.cursor);
            self.cursor = Some(cursor);
        }
    }

    fn start_over(&mut self, record: &Record) {
        if record.new_epoch {
            self.events.clear();
            self.coverage.clear();
            self.reads.clear();
            self.marks.clear();
        } else if let (Some(before), Some(now)) = (self.cursor, record.cursor) {
            assert_eq!(before.epoch, now.epoch, "another epoch is named as such");
        }
    }

    fn read(&mut self, conversation: ConversationId, mark: ReadMark) {
        let ours = self.reads.entry(conversation).or_default();
        if mark.seq >= ours.seq {
            *ours = mark;
        }
    }

    fn waiting(&mut self, id: SendId) -> &mut Outgoing {
        self.outbox.iter_mut().find(|waiting| waiting.what.id() == id).expect("it is in the outbox")
    }

    /// The person gives a message up, and so all that was done to it.
    pub fn discard(&mut self, message: MessageId) {
        self.outbox.retain(|waiting| match waiting.what {
            Sending::Message { message: id, .. } => id != message,
            Sending::Act { target, .. } => target != message,
        });
    }

    /// What counts as here is here, and holes are rising, apart, and below the head.
    fn check(&self, coverage: &Coverage) {
        let Coverage { conversation, head, holes } = coverage;
        assert!(holes.windows(2).all(|pair| pair[0].to.0 + 1 < pair[1].from.0), "{holes:?}");
        assert!(holes.iter().all(|hole| hole.from.0 >= 1 && hole.from <= hole.to && hole.to <= *head), "{holes:?}");
        let missing = |seq: u64| holes.iter().any(|hole| (hole.from.0..=hole.to.0).contains(&seq));
        let none = BTreeMap::new();
        let events = self.events.get(conversation).unwrap_or(&none);
        for seq in (1..=head.0).filter(|seq| !missing(*seq)) {
            assert!(events.contains_key(&Seq(seq)), "seq {seq} of {conversation} counts as here and is not");
        }
    }

    pub fn holes(&self, conversation: ConversationId) -> Vec<Hole> {
        self.coverage.get(&conversation).map_or_else(Vec::new, |coverage| coverage.holes.clone())
    }

    pub fn restored(&self) -> Restored {
        let standing = |coverage: &Coverage| Standing {
            conversation: coverage.conversation,
            head: coverage.head,
            holes: coverage.holes.clone(),
            read: self.reads.get(&coverage.conversation).copied().unwrap_or_default(),
            unread_from: self.marks.get(&coverage.conversation).and_then(|marks| marks.unread_from),
            owed: self.marks.get(&coverage.conversation).map(|marks| marks.owed).unwrap_or_default(),
            direct: self.direct.contains(&coverage.conversation),
            alert: AlertChoice::default(),
        };
        Restored {
            me: self.me,
            cursor: self.cursor,
            conversations: self.coverage.values().map(standing).collect(),
            outbox: self.outbox.clone(),
            asked: self.asked.clone(),
        }
    }
}
