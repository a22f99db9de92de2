//! Ties engine, server and disk together: carries effects out, brings frames, lets time pass.

use std::collections::VecDeque;

use hearth_engine::{
    Engine,
    alert::Policy,
    connection::{Connection, LineReason},
    effect::{Alert, Effect},
    input::{Input, Now, Outgoing, Sending},
};
use hearth_proto::{
    act::Act,
    body::Body,
    frame::{PingPayload, ServerFrame},
    id::{ActId, BlobId, ConversationId, MessageId, Millis, Pos, Seq},
    people::Presence,
};

use crate::{
    disk::Disk,
    server::{ANN, Server, message, text, user},
};

/// What is on its way to the client.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant)] // Nearly all of them are frames.
pub enum Coming {
    Opened,
    Frame(ServerFrame),
    Pong(PingPayload),
}

pub struct World {
    pub engine: Engine,
    pub server: Server,
    pub disk: Disk,
    pub mono: u64,
    pub alarm: Option<u64>,
    pub coming: VecDeque<Coming>,
    /// Dials find the server.
    pub reachable: bool,
    /// What is said on the line reaches nobody, and nobody is told.
    pub half_open: bool,
    /// All effects in their order.
    pub effects: Vec<Effect>,
    pub shown: Connection,
    pub entropy: u64,
    pub minute: u16,
    next_message: u128,
}

pub fn policy() -> Policy {
    Policy { on: true, quiet_from: 0, quiet_to: 0, quiet_days: [false; 7], keywords: Vec::new() }
}

impl World {
    pub fn new() -> Self {
        Self::with(Server::new())
    }

    pub fn with(server: Server) -> Self {
        let disk = Disk::default();
        let now = Now { wall: Millis(0), mono_ms: 0, entropy: 0, local_minute: 0, local_weekday: 0 };
        Self {
            engine: Engine::new(disk.restored(), policy(), now),
            server,
            disk,
            mono: 0,
            alarm: None,
            coming: VecDeque::new(),
            reachable: true,
            half_open: false,
            effects: Vec::new(),
            shown: Connection::Disconnected,
            entropy: 7,
            minute: 12 * 60,
            next_message: 0,
        }
    }

    /// A world that is connected and level with the server.
    pub fn connected() -> Self {
        Self::connected_to(Server::new())
    }

    pub fn connected_to(server: Server) -> Self {
        let mut world = Self::with(server);
        world.give(Input::Connect);
        world.settle();
        assert_eq!(world.connection(), Connection::Connected);
        world
    }

    pub fn now(&self) -> Now {
        Now {
            wall: Millis(1_700_000_000_000 + i64::try_from(self.mono).unwrap()),
            mono_ms: self.mono,
            entropy: self.entropy,
            local_minute: self.minute,
            local_weekday: 0,
        }
    }

    /// Tells the engine one thing and carries out what it asks for.
    pub fn give(&mut self, input: Input) {
        self.entropy = self.entropy.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        for effect in self.engine.step(self.now(), input) {
            self.effects.push(effect.clone());
            self.carry_out(effect);
        }
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Dial => {
                self.drop_line();
                if self.reachable {
                    self.coming.push_back(Coming::Opened);
                }
            }
            Effect::Hello { cursor } => {
                let welcome = self.server.welcome(cursor);
                self.put(vec![welcome]);
            }
            Effect::Send(frame) if !self.half_open => {
                let frames = self.server.hear(*frame);
                self.put(frames);
            }
            Effect::Ping(payload) if !self.half_open => self.coming.push_back(Coming::Pong(payload)),
            Effect::HangUp { .. } => self.drop_line(),
            Effect::WakeAt(at) => self.alarm = at,
            Effect::Record(record) => self.disk.record(&record),
            Effect::Connection(connection) => self.shown = connection,
            Effect::Send(_)
            | Effect::Ping(_)
            | Effect::Upload { .. }
            | Effect::Answer { .. }
            | Effect::RoundTrip { .. }
            | Effect::Welcomed(_)
            | Effect::Presence(_)
            | Effect::Typing { .. }
            | Effect::Refused { .. }
            | Effect::Blocked { .. }
            | Effect::SharesReads { .. }
            | Effect::Alert(_)
            | Effect::Withdraw { .. }
            | Effect::WithdrawMessage { .. }
            | Effect::SignedOut => {}
            Effect::Asked(asked) => self.disk.asked = asked,
        }
    }

    /// Puts frames on the line, if there is one.
    pub fn put(&mut self, frames: Vec<ServerFrame>) {
        if !self.server.welcomed || self.half_open {
            return;
        }
        for frame in frames {
            if let ServerFrame::Event(event) = &frame {
                if self.server.left.contains_key(&event.conversation) {
                    continue;
                }
                self.server.sent_pos = event.pos;
            }
            self.coming.push_back(Coming::Frame(frame));
        }
    }

    /// Somebody else says something.
    pub fn ann_says(&mut self, conversation: ConversationId, words: &str) {
        let frame = self.server.say(conversation, user(ANN), words);
        self.put(vec![frame]);
    }

    /// Brings what comes next. False: nothing does.
    pub fn deliver(&mut self) -> bool {
        let Some(coming) = self.coming.pop_front() else { return false };
        match coming {
            Coming::Opened => self.give(Input::Opened),
            Coming::Frame(frame) => self.give(Input::Frame(Box::new(frame))),
            Coming::Pong(payload) => self.give(Input::Pong(payload)),
        }
        true
    }

    /// Brings everything that comes, and what comes of that.
    pub fn settle(&mut self) {
        while self.deliver() {}
    }

    /// Lets time pass, with every tick at its time.
    pub fn pass(&mut self, ms: u64) {
        let end = self.mono + ms;
        self.settle();
        while let Some(at) = self.alarm.filter(|at| *at <= end) {
            self.mono = at.max(self.mono);
            self.alarm = None;
            self.give(Input::Tick);
            self.settle();
        }
        self.mono = end;
    }

    fn drop_line(&mut self) {
        self.coming.clear();
        self.server.welcomed = false;
        self.half_open = false;
    }

    /// The line breaks, and what was on its way is lost.
    pub fn cut(&mut self) {
        self.drop_line();
        self.give(Input::LineFailed { reason: LineReason::ClosedByNetwork });
    }

    /// The program ends without a word, and starts again from its disk.
    pub fn crash(&mut self) {
        self.drop_line();
        self.alarm = None;
        self.engine = Engine::new(self.disk.restored(), policy(), self.now());
        self.give(Input::Connect);
    }

    /// Writes a message: first to disk, then to the engine.
    pub fn write(&mut self, conversation: ConversationId) -> MessageId {
        self.write_with(conversation, |_| {})
    }

    pub fn write_with(&mut self, conversation: ConversationId, change: impl FnOnce(&mut Outgoing)) -> MessageId {
        self.next_message += 1;
        let id = message(self.next_message);
        let what = Sending::Message {
            message: id,
            body: text(&format!("mine {}", self.next_message)),
            reply_to: None,
            forward: None,
            upload: None,
        };
        let mut outgoing = Outgoing { conversation, what, failed: None };
        change(&mut outgoing);
        self.disk.outbox.push(outgoing.clone());
        self.give(Input::Queued(outgoing));
        id
    }

    pub fn write_body(&mut self, conversation: ConversationId, words: Body) -> MessageId {
        self.write_with(conversation, |outgoing| {
            if let Sending::Message { body, .. } = &mut outgoing.what {
                *body = words;
            }
        })
    }

    /// Writes a message whose picture has to be uploaded first.
    pub fn write_picture(&mut self, conversation: ConversationId, picture: Body, blob: BlobId) -> MessageId {
        self.write_with(conversation, |outgoing| {
            if let Sending::Message { body, upload, .. } = &mut outgoing.what {
                *body = picture;
                *upload = Some(blob);
            }
        })
    }

    /// Does something to a message: first to disk, then to the engine.
    pub fn act(&mut self, conversation: ConversationId, target: MessageId, what: Act) -> ActId {
        self.next_message += 1;
        let act = ActId(message(self.next_message).0);
        let outgoing = Outgoing { conversation, what: Sending::Act { act, target, what }, failed: None };
        self.disk.outbox.push(outgoing.clone());
        self.give(Input::Queued(outgoing));
        act
    }

    pub fn look_at(&mut self, conversation: Option<ConversationId>) {
        self.give(Input::Focus { conversation, focused: true, presence: Presence::Online });
    }

    pub fn server_pings(&mut self) {
        let payload = PingPayload { sent_at: Millis(0), pos: self.server.sent_pos };
        self.give(Input::Ping(Some(payload)));
    }

    pub fn connection(&self) -> Connection {
        self.shown
    }

    /// Everything asked for since the last call.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    pub fn dials(&self) -> usize {
        self.effects.iter().filter(|effect| matches!(effect, Effect::Dial)).count()
    }

    pub fn alerts(&self) -> Vec<Alert> {
        self.effects
            .iter()
            .filter_map(|effect| if let Effect::Alert(one) = effect { Some(one.clone()) } else { None })
            .collect()
    }

    pub fn head(&self, conversation: ConversationId) -> Seq {
        self.disk.coverage.get(&conversation).map_or(Seq(0), |coverage| coverage.head)
    }

    pub fn cursor_pos(&self) -> Pos {
        self.disk.cursor.map_or(Pos(0), |cursor| cursor.pos)
    }

    /// Nothing of the server's log is missing here.
    pub fn assert_whole(&self) {
        for (conversation, log) in &self.server.logs {
            assert_eq!(self.disk.holes(*conversation), [], "holes in {conversation}");
            let here: Vec<_> =
                self.disk.events.get(conversation).into_iter().flat_map(|events| events.values()).collect();
            let there: Vec<_> = log.iter().collect();
            assert_eq!(here, there, "{conversation} is not what the server has");
        }
    }
}
