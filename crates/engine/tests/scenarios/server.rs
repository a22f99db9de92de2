//! A server with one reader: keeps logs, answers frames, and can be told to misbehave.

use std::collections::{BTreeMap, VecDeque};

use hearth_proto::{
    body::Body,
    command::{PageAt, Post, Request},
    error::{ErrorCode, Failure},
    event::{Event, MemberChange, Message, What},
    frame::{Bare, ClientFrame, Page, Reader, ServerFrame, Welcome},
    id::{ActId, ConversationId, Cursor, Epoch, MessageId, Millis, Pos, RequestId, Seq, UserId},
    limits::Limits,
    people::{Avatar, Member, Profile, Role},
    room::{ConversationKind, Head, ReadMark, Room, Visibility},
};
use uuid::Uuid;

pub fn room(n: u128) -> ConversationId {
    ConversationId(Uuid::from_u128(n))
}

pub fn user(n: u128) -> UserId {
    UserId(Uuid::from_u128(0x1000 + n))
}

pub fn message(n: u128) -> MessageId {
    MessageId(Uuid::from_u128(0x2000 + n))
}

pub fn epoch(n: u128) -> Epoch {
    Epoch(Uuid::from_u128(0x3000 + n))
}

pub const ME: u128 = 1;
pub const ANN: u128 = 2;
pub const HEARTBEAT_MS: u64 = 20_000;

pub fn text(text: &str) -> Body {
    Body::Text { text: text.to_owned() }
}

pub fn profile(n: u128) -> Profile {
    let avatar = Avatar::Drawn { name: "person-fox".to_owned() };
    Profile {
        id: user(n),
        handle: format!("p{n}"),
        name: format!("Person {n}"),
        avatar,
        status: String::new(),
        zone: String::new(),
        former: false,
    }
}

#[derive(Clone)]
pub struct Server {
    pub epoch: Epoch,
    pub pos: Pos,
    pub logs: BTreeMap<ConversationId, Vec<Event>>,
    pub directs: Vec<ConversationId>,
    pub reads: BTreeMap<ConversationId, Seq>,
    pub unread_from: BTreeMap<ConversationId, Seq>,
    /// Every act that was done, with its first answer.
    pub acts: BTreeMap<ActId, Event>,
    pub limits: Limits,
    /// Each is the answer to the next request of this name.
    pub refusals: VecDeque<(&'static str, Failure)>,
    /// Requests as they came.
    pub asked: Vec<Request>,
    pub bare: Vec<Bare>,
    /// The position of the last frame that was put on the line.
    pub sent_pos: Pos,
    pub welcomed: bool,
    /// Conversations that the client is not in, and since when.
    pub left: BTreeMap<ConversationId, Pos>,
    /// Cursors are of no use; every hello starts over.
    pub forgets: bool,
    next_message: u128,
}

impl Server {
    pub fn new() -> Self {
        Self {
            epoch: epoch(1),
            pos: Pos(0),
            logs: BTreeMap::new(),
            directs: Vec::new(),
            reads: BTreeMap::new(),
            unread_from: BTreeMap::new(),
            acts: BTreeMap::new(),
            limits: Limits { page_events: 10, ..Limits::default() },
            refusals: VecDeque::new(),
            asked: Vec::new(),
            bare: Vec::new(),
            sent_pos: Pos(0),
            welcomed: false,
            left: BTreeMap::new(),
            forgets: false,
            next_message: 0x10_0000,
        }
    }

    /// Appends a message and gives its frame.
    pub fn say(&mut self, conversation: ConversationId, author: UserId, words: &str) -> ServerFrame {
        self.say_body(conversation, author, text(words), Vec::new())
    }

    pub fn say_body(
        &mut self,
        conversation: ConversationId,
        author: UserId,
        body: Body,
        mentions: Vec<UserId>,
    ) -> ServerFrame {
        self.next_message += 1;
        let id = message(self.next_message);
        ServerFrame::Event(self.append(conversation, author, id, body, None, mentions))
    }

    /// Appends any other event.
    pub fn happen(&mut self, conversation: ConversationId, author: UserId, what: What) -> ServerFrame {
        ServerFrame::Event(self.write(conversation, author, what))
    }

    /// Takes the client out of a conversation.
    pub fn leave(&mut self, conversation: ConversationId) -> ServerFrame {
        self.pos = self.pos.next();
        self.left.insert(conversation, self.pos);
        ServerFrame::Gone { conversation, pos: self.pos }
    }

    /// Brings the client back; gives the event and what the conversation is now.
    pub fn rejoin(&mut self, conversation: ConversationId) -> [ServerFrame; 2] {
        self.left.remove(&conversation);
        let change = MemberChange::Joined { role: Role::Member };
        let event = self.happen(conversation, user(ME), What::Member { user: user(ME), change });
        [event, ServerFrame::Conversation { re: None, head: self.head(conversation) }]
    }

    fn append(
        &mut self,
        conversation: ConversationId,
        author: UserId,
        id: MessageId,
        body: Body,
        reply_to: Option<MessageId>,
        mentions: Vec<UserId>,
    ) -> Event {
        let number = 1 + self.messages(conversation);
        let body = Some(body);
        let message = Message {
            message: id,
            body,
            reply_to,
            number,
            edited_at: None,
            changed_seq: Seq(0),
            mentions,
            forwarded: None,
            mentions_room: false,
        };
        self.write(conversation, author, What::Message(message))
    }

    fn write(&mut self, conversation: ConversationId, author: UserId, what: What) -> Event {
        self.pos = self.pos.next();
        let log = self.logs.entry(conversation).or_default();
        let seq = Seq(log.len() as u64 + 1);
        let at = Millis(1_000_000 + i64::try_from(self.pos.0).unwrap());
        let event = Event { conversation, seq, pos: self.pos, at, author, what };
        log.push(event.clone());
        event
    }

    fn messages(&self, conversation: ConversationId) -> u64 {
        let log = self.logs.get(&conversation).map_or(&[][..], Vec::as_slice);
        log.iter().filter(|event| matches!(event.what, What::Message(_))).count() as u64
    }

    pub fn head(&self, conversation: ConversationId) -> Head {
        let log = &self.logs[&conversation];
        let kind = if self.directs.contains(&conversation) {
            ConversationKind::Direct { peer: user(ANN) }
        } else {
            let avatar = Avatar::Drawn { name: "room-kettle".to_owned() };
            let (name, topic) = ("Kitchen".to_owned(), String::new());
            ConversationKind::Room {
                room: Room {
                    name,
                    topic,
                    visibility: Visibility::Public,
                    avatar,
                    archived: false,
                    posting: hearth_proto::room::Posting::Everyone,
                    slow_seconds: 0,
                },
            }
        };
        Head {
            conversation,
            kind,
            role: Role::Member,
            members: 2,
            seq: Seq(log.len() as u64),
            room_seq: Seq(1),
            messages: self.messages(conversation),
            active_at: log.last().map_or(Millis(0), |event| event.at),
            read: self.mark(conversation),
            mentions: 0,
            muted_until: None,
            unread_from: self.unread_mark(conversation),
        }
    }

    pub fn unread_mark(&self, conversation: ConversationId) -> Option<ReadMark> {
        self.unread_from.get(&conversation).map(|seq| ReadMark { seq: *seq, messages: seq.0 })
    }

    pub fn mark(&self, conversation: ConversationId) -> ReadMark {
        let seq = self.reads.get(&conversation).copied().unwrap_or_default();
        ReadMark { seq, messages: seq.0 }
    }

    pub fn welcome(&mut self, cursor: Option<Cursor>) -> ServerFrame {
        let known = cursor.filter(|cursor| cursor.epoch == self.epoch && !self.forgets);
        let changed =
            |log: &Vec<Event>| known.is_none_or(|cursor| log.last().is_some_and(|event| event.pos > cursor.pos));
        let here = |id: &ConversationId| !self.left.contains_key(id);
        let changed: Vec<ConversationId> =
            self.logs.iter().filter(|(id, log)| here(id) && changed(log)).map(|(id, _)| *id).collect();
        let gone = |cursor: Cursor| self.left.iter().filter(move |(_, pos)| **pos > cursor.pos).map(|(id, _)| *id);
        let gone = known.into_iter().flat_map(gone).collect();
        self.welcomed = true;
        self.sent_pos = self.pos;
        ServerFrame::Welcome(Box::new(Welcome {
            me: profile(ME),
            has_password: false,
            server_owner: false,
            server_name: "Ann's hearth".to_owned(),
            epoch: self.epoch,
            pos: self.pos,
            heartbeat_ms: HEARTBEAT_MS,
            limits: self.limits.clone(),
            resumed: known.is_some(),
            conversations: changed.into_iter().map(|id| self.head(id)).collect(),
            gone,
            people: vec![profile(ME), profile(ANN)],
            presence: Vec::new(),
            blocked: Vec::new(),
            shares_reads: true,
        }))
    }

    /// Answers a frame; events come before the reply that they belong to.
    pub fn hear(&mut self, frame: ClientFrame) -> Vec<ServerFrame> {
        let (re, request) = match frame {
            ClientFrame::Request { id, request } => (id, request),
            ClientFrame::Bare(bare) => {
                self.bare.push(bare);
                return Vec::new();
            }
        };
        self.asked.push(request.clone());
        let name = serde_json::to_value(&request).unwrap()["t"].as_str().unwrap().to_owned();
        if let Some(at) = self.refusals.iter().position(|(refused, _)| *refused == name) {
            let (_, failure) = self.refusals.remove(at).unwrap();
            return vec![ServerFrame::Error { re: Some(re), failure }];
        }
        let place = match &request {
            Request::Post(Post { conversation, message, .. }) if self.posted(*message).is_none() => Some(*conversation),
            Request::History { conversation, .. } | Request::ListMembers { conversation } => Some(*conversation),
            _ => None,
        };
        if place.is_some_and(|place| self.left.contains_key(&place)) {
            let failure = Failure::new(ErrorCode::NotFound, "no such conversation");
            return vec![ServerFrame::Error { re: Some(re), failure }];
        }
        match request {
            Request::Post(post) => self.post(re, post),
            Request::Read { conversation, seq } => {
                let mark = self.reads.entry(conversation).or_default();
                *mark = seq.max(*mark);
                self.unread_from.retain(|id, from| *id != conversation || seq <= *from);
                self.marked(re, conversation)
            }
            Request::MarkUnread { conversation, seq } => {
                if seq <= self.mark(conversation).seq {
                    self.unread_from.insert(conversation, Seq(seq.0 - 1));
                } else {
                    self.unread_from.remove(&conversation);
                }
                self.marked(re, conversation)
            }
            Request::Edit { conversation, message, body, act } => {
                let what =
                    What::Edited { target: message, body: Some(body), mentions: Vec::new(), mentions_room: false };
                self.do_once(re, (conversation, message), act, what)
            }
            Request::Redact { conversation, message, act } => {
                self.do_once(re, (conversation, message), act, What::Redacted { target: message })
            }
            Request::React { conversation, message, emoji, on, act } => {
                self.do_once(re, (conversation, message), act, What::Reaction { target: message, emoji, on })
            }
            Request::Pin { conversation, message, on, act } => {
                self.do_once(re, (conversation, message), act, What::Pinned { target: message, on })
            }
            Request::ListReaders { conversation } => {
                vec![ServerFrame::Readers { re, conversation, readers: vec![Reader { user: user(ANN), seq: Seq(3) }] }]
            }
            Request::History { conversation, at, limit } => vec![self.page(re, conversation, at, limit)],
            Request::ListMembers { conversation } => {
                let members = vec![Member { user: user(ME), role: Role::Member, muted_until: None }];
                let seq = self.logs.get(&conversation).map_or(Seq(0), |log| Seq(log.len() as u64));
                vec![ServerFrame::Members { re, conversation, members, people: Vec::new(), seq }]
            }
            other => {
                let failure = Failure::new(ErrorCode::UnknownType, format!("{other:?} is not played here"));
                vec![ServerFrame::Error { re: Some(re), failure }]
            }
        }
    }

    fn marked(&self, re: RequestId, conversation: ConversationId) -> Vec<ServerFrame> {
        let (mark, unread_from) = (self.mark(conversation), self.unread_mark(conversation));
        vec![ServerFrame::Ok { re }, ServerFrame::Read { conversation, mark, unread_from }]
    }

    /// An act, once for ever; the target must be there.
    fn do_once(
        &mut self,
        re: RequestId,
        (conversation, message): (ConversationId, MessageId),
        act: Option<ActId>,
        what: What,
    ) -> Vec<ServerFrame> {
        let act = act.expect("this client names its acts");
        let first = self.acts.get(&act).cloned();
        if first.is_none() && (self.posted(message).is_none() || self.left.contains_key(&conversation)) {
            let failure = Failure::new(ErrorCode::NotFound, "no such message");
            return vec![ServerFrame::Error { re: Some(re), failure }];
        }
        let repeated = first.is_some();
        let event = first.unwrap_or_else(|| self.write(conversation, user(ME), what));
        self.acts.insert(act, event.clone());
        let ack = ServerFrame::Ack { re, message, seq: event.seq, pos: event.pos, at: event.at };
        if repeated { vec![ack] } else { vec![ack, ServerFrame::Event(event)] }
    }

    fn posted(&self, message: MessageId) -> Option<Event> {
        let is_it = |event: &&Event| matches!(&event.what, What::Message(said) if said.message == message);
        self.logs.values().flatten().find(is_it).cloned()
    }

    fn post(&mut self, re: RequestId, post: Post) -> Vec<ServerFrame> {
        let first = self.posted(post.message);
        let repeated = first.is_some();
        let event = first.unwrap_or_else(|| {
            self.append(post.conversation, user(ME), post.message, post.body, post.reply_to, Vec::new())
        });
        let ack = ServerFrame::Ack { re, message: post.message, seq: event.seq, pos: event.pos, at: event.at };
        if repeated { vec![ack] } else { vec![ack, ServerFrame::Event(event)] }
    }

    fn page(&self, re: RequestId, conversation: ConversationId, at: PageAt, limit: u32) -> ServerFrame {
        let Some(log) = self.logs.get(&conversation) else {
            let failure = Failure::new(ErrorCode::NotFound, "no such conversation");
            return ServerFrame::Error { re: Some(re), failure };
        };
        let limit = u64::from(limit.min(self.limits.page_events));
        let head = log.len() as u64;
        let (from, to) = match at {
            PageAt::Before(seq) => {
                let to = (seq.0 - 1).min(head);
                ((to + 1).saturating_sub(limit).max(1), to)
            }
            PageAt::After(seq) => (seq.0 + 1, (seq.0 + limit).min(head)),
            PageAt::Around(seq) => (seq.0.saturating_sub(limit / 2).max(1), (seq.0 + limit / 2).min(head)),
            PageAt::AroundMessage(_) => (1, limit.min(head)),
        };
        let events = log.iter().filter(|event| (from..=to).contains(&event.seq.0)).cloned().collect();
        ServerFrame::Page(Page { re, conversation, from: Seq(from), to: Seq(to), events, people: Vec::new() })
    }

    /// Every message of mine in one conversation, as the log has them.
    pub fn mine(&self, conversation: ConversationId) -> Vec<MessageId> {
        let log = self.logs.get(&conversation).map_or(&[][..], Vec::as_slice);
        log.iter()
            .filter(|event| event.author == user(ME))
            .filter_map(|event| match &event.what {
                What::Message(said) => Some(said.message),
                _ => None,
            })
            .collect()
    }

    /// Every act of mine in one conversation, in the order in which it was done.
    pub fn done(&self, conversation: ConversationId) -> Vec<ActId> {
        let mut done: Vec<_> = self.acts.iter().filter(|(_, event)| event.conversation == conversation).collect();
        done.sort_by_key(|(_, event)| event.seq);
        done.into_iter().map(|(act, _)| *act).collect()
    }
}
