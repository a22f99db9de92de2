//! Replies: whom each belongs to, and what a refusal means for what was asked.

use hearth_proto::{
    error::Failure,
    frame::{Page, ServerFrame},
    id::{ConversationId, RequestId},
};

use crate::{
    catch_up::Fetch,
    conversation::{Members, Readers},
    effect::{Effect, Record, Sent},
    engine::{Engine, record, settle_fate},
    input::Now,
    reads::Mark,
    requests::Purpose,
};

impl Engine {
    /// Gives a reply to whoever waits for it. What it says is written down already.
    pub(crate) fn replied(&mut self, frame: ServerFrame, now: &Now, out: &mut Vec<Effect>) {
        let Some(re) = reply_to(&frame) else { return };
        let took_ms = self.requests.age(re, now.mono_ms).unwrap_or_default();
        let Some(purpose) = self.requests.close(re) else { return };
        if let ServerFrame::Error { failure, .. } = &frame {
            self.failed(purpose, failure, now, out);
            return;
        }
        match (purpose, frame) {
            (Purpose::Ask(ask), frame) => out.push(Effect::Answer { ask, result: Ok(Box::new(frame)) }),
            (Purpose::Send(id), ServerFrame::Ack { seq, at, .. }) => {
                if self.outbox.acknowledged(id) {
                    record(Record { sent: vec![Sent { id, seq, at }], ..Record::default() }, out);
                }
            }
            (Purpose::Fetch(fetch), ServerFrame::Page(page)) => self.fetched(&fetch, &page, took_ms),
            (Purpose::Mark(conversation, mark), _) => self.told(conversation, mark, out),
            // Written down as every such list is.
            (Purpose::Members(_) | Purpose::Readers(_), _) => {}
            // An answer to another question than was asked. The message is sent again, the page is given up for now.
            (Purpose::Send(id), _) => self.outbox.unanswered(id),
            (Purpose::Fetch(fetch), _) => self.bar(&fetch),
        }
    }

    /// The server refused, or did not answer.
    pub(crate) fn failed(&mut self, purpose: Purpose, failure: &Failure, now: &Now, out: &mut Vec<Effect>) {
        let retry_helps = failure.code.retry_helps();
        match purpose {
            Purpose::Send(id) => {
                let fate = self.outbox.refused(id, failure, now);
                settle_fate(fate, id, failure.code, out);
            }
            Purpose::Fetch(_) if retry_helps => self.catch_up.pause(failure, now),
            Purpose::Fetch(fetch) => self.bar(&fetch),
            Purpose::Members(_) if retry_helps => self.catch_up.pause(failure, now),
            Purpose::Members(conversation) => {
                self.conversations.change(conversation, |one| one.members = Members::Known);
            }
            Purpose::Readers(_) if retry_helps => self.catch_up.pause(failure, now),
            // It has too many people, or is no longer ours.
            Purpose::Readers(conversation) => {
                self.conversations.change(conversation, |one| one.readers = Readers::Known);
            }
            Purpose::Mark(conversation, _) if retry_helps => self.reads.failed(conversation, failure, now.mono_ms),
            Purpose::Mark(conversation, mark) => self.told(conversation, mark, out),
            Purpose::Ask(ask) => out.push(Effect::Answer { ask, result: Err(failure.clone()) }),
        }
    }

    /// The server knows of a mark, or will never.
    fn told(&mut self, conversation: ConversationId, mark: Mark, out: &mut Vec<Effect>) {
        if self.reads.told(conversation, mark) {
            self.record_marks(conversation, out);
        }
    }

    fn fetched(&mut self, fetch: &Fetch, page: &Page, took_ms: u64) {
        let still_missing = self.conversations.get(fetch.conversation).is_some_and(|one| one.holes.hold(fetch.part.to));
        if page.conversation != fetch.conversation || still_missing {
            self.bar(fetch);
            return;
        }
        self.catch_up.came(fetch, took_ms);
    }

    /// The server does not give what it says it has: asking again would be a circle.
    fn bar(&mut self, fetch: &Fetch) {
        self.conversations.change(fetch.conversation, |one| one.barred = true);
    }
}

fn reply_to(frame: &ServerFrame) -> Option<RequestId> {
    match frame {
        ServerFrame::Conversation { re, .. } | ServerFrame::Error { re, .. } => *re,
        ServerFrame::Ack { re, .. }
        | ServerFrame::Ok { re }
        | ServerFrame::Page(Page { re, .. })
        | ServerFrame::Rooms { re, .. }
        | ServerFrame::Members { re, .. }
        | ServerFrame::People { re, .. }
        | ServerFrame::Me { re, .. }
        | ServerFrame::Readers { re, .. }
        | ServerFrame::Invites { re, .. }
        | ServerFrame::Invite { re, .. }
        | ServerFrame::DeviceCode { re, .. }
        | ServerFrame::Devices { re, .. } => Some(*re),
        ServerFrame::Welcome(_)
        | ServerFrame::Event(_)
        | ServerFrame::Gone { .. }
        | ServerFrame::Person { .. }
        | ServerFrame::Read { .. }
        | ServerFrame::ReadBy { .. }
        | ServerFrame::Presence { .. }
        | ServerFrame::Typing { .. }
        | ServerFrame::Blocked { .. }
        | ServerFrame::SharesReads { .. }
        | ServerFrame::Unknown => None,
    }
}
