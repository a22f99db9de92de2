//! The one step: takes an input, lets each part do its share, and says what is to be done.

use hearth_proto::{
    act::SendId,
    error::{ErrorCode, Failure},
    frame::{Bare, ClientFrame},
    id::{ConversationId, Cursor, MessageId, Millis, Pos, Seq, UserId},
    limits::Limits,
    people::Presence,
    room::ReadMark,
};

use crate::{
    alert::Policy,
    alerts::Alerts,
    catch_up::CatchUp,
    connection::Connection,
    conversation::{Conversations, Members, Readers},
    effect::{Effect, Marks, Record},
    input::{Input, Now, Outgoing, Restored},
    line::Line,
    outbox::{Fate, Outbox},
    reads::Reads,
    requests::{Purpose, Requests},
    rest::{Pause, Rest},
    typing::Typing,
};

/// What comes live is as old as the line is slow; a day allows for clocks that are set.
const OLD_MS: i64 = 24 * 60 * 60 * 1_000;

/// Everything a client decides for one account.
#[derive(Debug)]
pub struct Engine {
    pub(crate) me: Option<UserId>,
    pub(crate) cursor: Option<Cursor>,
    pub(crate) policy: Policy,
    pub(crate) limits: Limits,
    /// Others see how far this person has read, and this person how far they have.
    pub(crate) shares_reads: bool,
    pub(crate) line: Line,
    pub(crate) conversations: Conversations,
    pub(crate) catch_up: CatchUp,
    pub(crate) outbox: Outbox,
    pub(crate) requests: Requests,
    pub(crate) reads: Reads,
    pub(crate) typing: Typing,
    pub(crate) alerts: Alerts,
    pub(crate) gaze: Gaze,
    /// The server's clock and ours (`mono_ms`) when it last pinged. A computer's own clock may be years wrong.
    server_clock: Option<(Millis, u64)>,
    /// What was last said about the line.
    shown: Connection,
    /// The time for which a tick was last asked.
    alarm: Option<u64>,
}

/// What the person looks at.
#[derive(Default, Debug)]
pub(crate) struct Gaze {
    pub(crate) conversation: Option<ConversationId>,
    /// The window has the keyboard.
    pub(crate) focused: bool,
    pub(crate) presence: Option<Presence>,
    /// What the server was told on this line. It takes whoever connects for online.
    pub(crate) told: Option<Presence>,
}

impl Engine {
    /// Starts from what the history file knows, without a line.
    #[must_use]
    pub fn new(restored: Restored, policy: Policy, _now: Now) -> Self {
        Self {
            me: restored.me,
            cursor: restored.cursor,
            policy,
            limits: Limits::default(),
            shares_reads: true,
            line: Line::new(),
            conversations: Conversations::restored(&restored.conversations),
            catch_up: CatchUp::restored(restored.asked),
            outbox: Outbox::restored(restored.outbox),
            requests: Requests::default(),
            reads: Reads::restored(restored.conversations.iter().map(|one| (one.conversation, one.owed))),
            typing: Typing::default(),
            alerts: Alerts::default(),
            gaze: Gaze::default(),
            server_clock: None,
            shown: Connection::Disconnected,
            alarm: None,
        }
    }

    /// Something happened. The effects are to be carried out in their order.
    #[must_use]
    pub fn step(&mut self, now: Now, input: Input) -> Vec<Effect> {
        let mut out = Vec::new();
        let was_live = self.line.is_live();
        self.take(&now, input, &mut out);
        if was_live && !self.line.is_live() {
            self.line_lost(&mut out);
        }
        self.send_what_may_go(&now, &mut out);
        self.show_line(&mut out);
        self.set_alarm(&now, &mut out);
        out
    }

    fn take(&mut self, now: &Now, input: Input, out: &mut Vec<Effect>) {
        match input {
            Input::Connect => self.line.connect(now, out),
            Input::Disconnect => self.line.disconnect(out),
            Input::TryNow => self.line.try_now(now, out),
            Input::Queued(outgoing) => self.queued(outgoing, out),
            Input::Uploaded { message } => self.uploaded(message, out),
            Input::UploadFailed { message, code } => {
                let fate = self.outbox.upload_failed(message, code, now);
                settle_fate(fate, SendId::Message(message), code, out);
            }
            Input::Retry { id } => self.retry(id, out),
            Input::Reworded { message, body } => self.outbox.reword(message, body),
            Input::Discarded { id } => self.outbox.discarded(id),
            Input::Ask { ask, request } => self.ask(ask, request, now, out),
            Input::Focus { conversation, focused, presence } => self.focus(conversation, focused, presence),
            Input::Read { conversation, seq } => self.read_here(conversation, seq, out),
            Input::MarkUnread { conversation, seq } => self.mark_unread(conversation, seq, out),
            Input::Typing { conversation } => self.typing_here(conversation, now, out),
            Input::Wanted { conversation, seq } => {
                self.catch_up.want(conversation, seq);
                self.seen(conversation);
            }
            Input::Active => self.catch_up.manners.stir(now.mono_ms),
            Input::Power { battery } => self.catch_up.manners.battery = battery,
            Input::FetchRest { conversation } => {
                self.catch_up.manners.ask(conversation);
                out.push(Effect::Asked(self.catch_up.manners.asked.clone()));
            }
            Input::Policy(policy) => self.policy = policy,
            Input::AlertChoice { conversation, choice } => {
                self.conversations.change(conversation, |one| one.alert = choice);
            }
            Input::Opened => self.line.opened(self.cursor, now, out),
            Input::LineFailed { reason } => self.line.failed(reason, now),
            Input::Closed { code } => self.line.closed(code, now, out),
            Input::Frame(frame) => {
                self.line.heard(now);
                self.receive(*frame, now, out);
            }
            Input::Ping(payload) => {
                self.line.heard(now);
                if let Some(ping) = payload {
                    self.server_clock = Some((ping.sent_at, now.mono_ms));
                    self.line.pinged(ping, self.received(), now, out);
                }
            }
            Input::Pong(payload) => {
                self.line.heard(now);
                self.line.ponged(payload, now, out);
            }
            Input::Tick => self.tick(now, out),
            Input::Woke | Input::NetworkChanged => self.line.stirred(self.received(), now, out),
        }
    }

    /// Whether something that comes just now was said long ago: then it was brought in from elsewhere. As long as the
    /// server's clock is not known, nothing is.
    pub(crate) fn is_old(&self, at: Millis, now: &Now) -> bool {
        self.server_clock.is_some_and(|(then, mono)| {
            let there = then.0.saturating_add_unsigned(now.mono_ms.saturating_sub(mono));
            at.0.saturating_add(OLD_MS) < there
        })
    }

    /// The last position that is on this disk.
    fn received(&self) -> Pos {
        self.cursor.map_or(Pos(0), |cursor| cursor.pos)
    }

    fn queued(&mut self, outgoing: Outgoing, out: &mut Vec<Effect>) {
        self.typing.said();
        let id = outgoing.what.id();
        let fate = self.outbox.queue(outgoing);
        settle_fate(fate, id, ErrorCode::RateLimited, out);
    }

    fn uploaded(&mut self, message: MessageId, out: &mut Vec<Effect>) {
        if self.outbox.uploaded(message) {
            record(Record { uploaded: vec![message], ..Record::default() }, out);
        }
    }

    fn retry(&mut self, id: SendId, out: &mut Vec<Effect>) {
        if self.outbox.retry(id) {
            record(Record { retried: vec![id], ..Record::default() }, out);
        }
    }

    /// Whether a waiting message cannot be on the server, so that giving it up is the same as deleting it.
    #[must_use]
    pub fn never_left(&self, message: MessageId) -> bool {
        self.outbox.never_left(message)
    }

    /// Whether what is missing of one conversation, or of all, is on its way.
    #[must_use]
    pub fn rest(&self, here: Option<ConversationId>, now: &Now) -> Rest {
        self.catch_up.rest(&self.conversations, here, self.line.is_live(), now.mono_ms)
    }

    /// Why the background is to hold back.
    #[must_use]
    pub fn pause(&self, now: &Now) -> Option<Pause> {
        self.catch_up.manners.pause(now.mono_ms)
    }

    fn focus(&mut self, conversation: Option<ConversationId>, focused: bool, presence: Presence) {
        self.gaze.conversation = conversation;
        self.gaze.focused = focused;
        self.gaze.presence = Some(presence);
        if let Some(id) = conversation {
            self.seen(id);
        }
    }

    /// Somebody looks at it, so its members should be right.
    fn seen(&mut self, conversation: ConversationId) {
        self.conversations.change(conversation, |one| {
            if one.members == Members::AskWhenSeen {
                one.members = Members::Ask;
            }
            if one.readers == Readers::AskWhenSeen {
                one.readers = Readers::Ask;
            }
        });
    }

    fn read_here(&mut self, conversation: ConversationId, seq: Seq, out: &mut Vec<Effect>) {
        let moved = self.conversations.change(conversation, |one| {
            let seq = seq.min(one.head);
            let grew = one.read_to(ReadMark { seq, messages: one.read.messages });
            let again = one.unread_from.is_some_and(|from| seq > from.seq);
            if again {
                one.unread_from = None;
            }
            (grew || again).then_some(seq)
        });
        if let Some(seq) = moved.flatten() {
            self.reads.owe_read(conversation, seq);
            self.record_marks(conversation, out);
            self.withdraw(conversation, seq, out);
        }
    }

    /// What was never read is unread as it is.
    fn mark_unread(&mut self, conversation: ConversationId, seq: Seq, out: &mut Vec<Effect>) {
        let last = Seq(seq.0.saturating_sub(1));
        let marked = self.conversations.change(conversation, |one| {
            let from = (last < one.read.seq).then_some(ReadMark { seq: last, messages: 0 });
            let news = from.is_some() && from.map(|from| from.seq) != one.unread_from.map(|from| from.seq);
            if news {
                one.unread_from = from;
            }
            news
        });
        if marked == Some(true) {
            self.reads.owe_unread(conversation, seq);
            self.record_marks(conversation, out);
        }
    }

    /// Writes down where the marks of a conversation are now.
    pub(crate) fn record_marks(&self, conversation: ConversationId, out: &mut Vec<Effect>) {
        if let Some(marks) = self.marks(conversation) {
            record(Record { marks: vec![marks], ..Record::default() }, out);
        }
    }

    pub(crate) fn marks(&self, conversation: ConversationId) -> Option<Marks> {
        let one = self.conversations.get(conversation)?;
        let owed = self.reads.owed(conversation);
        Some(Marks { conversation, read: one.read, unread_from: one.unread_from, owed })
    }

    /// What was told of this conversation up to here is no longer news.
    pub(crate) fn withdraw(&mut self, conversation: ConversationId, up_to: Seq, out: &mut Vec<Effect>) {
        self.alerts.read(conversation, up_to);
        out.push(Effect::Withdraw { conversation, up_to });
    }

    fn typing_here(&mut self, conversation: ConversationId, now: &Now, out: &mut Vec<Effect>) {
        if self.line.is_live() && self.typing.say(conversation, now.mono_ms) {
            out.push(Effect::Send(Box::new(ClientFrame::Bare(Bare::Typing { conversation }))));
        }
    }

    fn tick(&mut self, now: &Now, out: &mut Vec<Effect>) {
        self.alarm = None;
        self.line.tick(self.received(), now, out);
        self.typing.expire(now.mono_ms, out);
        while let Some(purpose) = self.requests.overdue(now.mono_ms) {
            let failure = Failure::new(ErrorCode::Unavailable, "the server did not answer in time");
            self.failed(purpose, &failure, now, out);
        }
    }

    /// Replies that were on their way will not come.
    fn line_lost(&mut self, out: &mut Vec<Effect>) {
        for purpose in self.requests.drain() {
            match purpose {
                Purpose::Send(id) => self.outbox.unanswered(id),
                // Holes and old lists are remembered where they are; they are asked for again after the next welcome.
                Purpose::Fetch(_) | Purpose::Members(_) | Purpose::Readers(_) => {}
                Purpose::Mark(conversation, _) => self.reads.unanswered(conversation),
                Purpose::Ask(ask) => {
                    let failure = Failure::new(ErrorCode::Unavailable, "the line to the server broke");
                    out.push(Effect::Answer { ask, result: Err(failure) });
                }
            }
        }
        self.typing.clear(out);
    }

    fn show_line(&mut self, out: &mut Vec<Effect>) {
        let behind = self.catch_up.is_behind(&self.conversations);
        if self.line.is_live() && !behind {
            out.extend(self.alerts.caught_up());
        }
        let shown = self.line.shown(behind);
        if self.shown != shown {
            self.shown = shown;
            out.push(Effect::Connection(shown));
        }
    }

    fn set_alarm(&mut self, now: &Now, out: &mut Vec<Effect>) {
        let live = [
            self.outbox.next(now.mono_ms),
            self.reads.next(),
            self.catch_up.next_at(&self.conversations, now.mono_ms),
            self.requests.next(),
            self.typing.next(),
        ];
        let live = live.into_iter().flatten().filter(|_| self.line.is_live());
        // Nothing that was due is left over, but if it were, time must move on before the next look.
        let next = live.chain(self.line.next()).min().map(|at| at.max(now.mono_ms + 1));
        if self.alarm != next {
            self.alarm = next;
            out.push(Effect::WakeAt(next));
        }
    }
}

/// One transaction, as an effect.
pub(crate) fn record(record: Record, out: &mut Vec<Effect>) {
    out.push(Effect::Record(Box::new(record)));
}

/// Writes down that something failed, if it did.
pub(crate) fn settle_fate(fate: Fate, id: SendId, code: ErrorCode, out: &mut Vec<Effect>) {
    let refused = || Record { refused: vec![(id, code)], ..Record::default() };
    match fate {
        Fate::Failed => record(refused(), out),
        Fate::TakenBack { conversation, target, act } => {
            record(refused(), out);
            out.push(Effect::Refused { conversation, message: target, act, code });
        }
        Fate::Waits | Fate::Unknown => {}
    }
}
