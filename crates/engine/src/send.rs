//! What leaves now that there is a line: uploads and posts first, then read marks, members and history.

use hearth_proto::{
    act::SendId,
    command::{PageAt, Request},
    error::{ErrorCode, Failure},
    frame::{Bare, ClientFrame},
    id::RequestId,
    people::Presence,
};

use crate::{
    catch_up::Fetch,
    conversation::{Members, Readers},
    effect::Effect,
    engine::{Engine, settle_fate},
    input::{AskId, Now},
    requests::Purpose,
};

impl Engine {
    /// Sends all that may go at this moment.
    pub(crate) fn send_what_may_go(&mut self, now: &Now, out: &mut Vec<Effect>) {
        if !self.line.is_live() {
            return;
        }
        while let Some((message, blob)) = self.outbox.begin_upload(now.mono_ms) {
            out.push(Effect::Upload { message, blob });
        }
        while let Some((id, request)) = self.outbox.begin_send(now.mono_ms) {
            self.offer(id, request, now, out);
        }
        while let Some((conversation, mark)) = self.reads.begin(now.mono_ms) {
            self.request(Purpose::Mark(conversation, mark), mark.request(conversation), now, out);
        }
        self.tell_presence(out);
        out.extend(self.catch_up.settle(&self.conversations).map(Effect::Asked));
        if self.catch_up.is_paused(now.mono_ms) {
            return;
        }
        self.ask_members(now, out);
        self.ask_readers(now, out);
        let page = u64::from(self.limits.page_events).max(1);
        let open = self.gaze.conversation;
        while let Some(fetch) = self.catch_up.next(&self.conversations, &self.requests, open, page, now.mono_ms) {
            self.fetch(fetch, now, out);
        }
    }

    /// A request of the person: sent at once, or answered at once.
    pub(crate) fn ask(&mut self, ask: AskId, request: Request, now: &Now, out: &mut Vec<Effect>) {
        let refusal = if !self.line.is_live() {
            Some(Failure::new(ErrorCode::Unavailable, "there is no line to the server"))
        } else if self.requests.asks_are_full() {
            Some(Failure::new(ErrorCode::RateLimited, "too many questions wait for an answer"))
        } else if !self.fits(&request) {
            Some(Failure::new(ErrorCode::TooLarge, "longer than a frame of this server"))
        } else {
            None
        };
        match refusal {
            Some(failure) => out.push(Effect::Answer { ask, result: Err(failure) }),
            None => self.request(Purpose::Ask(ask), request, now, out),
        }
    }

    fn offer(&mut self, id: SendId, request: Request, now: &Now, out: &mut Vec<Effect>) {
        if self.fits(&request) {
            self.request(Purpose::Send(id), request, now, out);
            return;
        }
        // The server would close the line over it, again and again.
        let failure = Failure::new(ErrorCode::TooLarge, "longer than a frame of this server");
        let fate = self.outbox.refused(id, &failure, now);
        settle_fate(fate, id, failure.code, out);
    }

    fn fetch(&mut self, fetch: Fetch, now: &Now, out: &mut Vec<Effect>) {
        let limit = u32::try_from(fetch.part.to.0 - fetch.part.from.0 + 1).unwrap_or(u32::MAX);
        let at = PageAt::Before(fetch.part.to.next());
        let request = Request::History { conversation: fetch.conversation, at, limit };
        self.request(Purpose::Fetch(fetch), request, now, out);
    }

    /// One list at a time: the open conversation's first, the others once the newest pages are here.
    fn ask_members(&mut self, now: &Now, out: &mut Vec<Effect>) {
        if self.requests.asks_members() {
            return;
        }
        let behind = self.catch_up.is_behind(&self.conversations);
        let open = self.gaze.conversation;
        let due = self
            .conversations
            .iter()
            .filter(|(id, one)| one.members == Members::Ask && !one.gone && (!behind || open == Some(*id)))
            .max_by_key(|(id, one)| (open == Some(*id), one.active_at))
            .map(|(id, _)| id);
        if let Some(conversation) = due {
            self.request(Purpose::Members(conversation), Request::ListMembers { conversation }, now, out);
        }
    }

    /// How far the others have read in the conversation that somebody looks at; once for each line and conversation.
    fn ask_readers(&mut self, now: &Now, out: &mut Vec<Effect>) {
        if self.requests.asks_readers() || !self.shares_reads {
            return;
        }
        let Some(conversation) = self.gaze.conversation else { return };
        let ask = self.conversations.get(conversation).is_some_and(|one| one.readers == Readers::Ask && !one.gone);
        if ask {
            self.request(Purpose::Readers(conversation), Request::ListReaders { conversation }, now, out);
        }
    }

    fn tell_presence(&mut self, out: &mut Vec<Effect>) {
        let told = self.gaze.told.unwrap_or(Presence::Online);
        if let Some(presence) = self.gaze.presence.filter(|presence| *presence != told) {
            self.gaze.told = Some(presence);
            out.push(Effect::Send(Box::new(ClientFrame::Bare(Bare::Presence { presence }))));
        }
    }

    fn request(&mut self, purpose: Purpose, request: Request, now: &Now, out: &mut Vec<Effect>) {
        let id = self.requests.open(purpose, now.mono_ms);
        out.push(Effect::Send(Box::new(ClientFrame::Request { id, request })));
    }

    /// Whether the request, with the longest id it may get, is short enough for this server.
    fn fits(&self, request: &Request) -> bool {
        let frame = ClientFrame::Request { id: RequestId(u64::MAX), request: request.clone() };
        let most = usize::try_from(self.limits.frame_bytes).unwrap_or(usize::MAX);
        serde_json::to_vec(&frame).is_ok_and(|bytes| bytes.len() <= most)
    }
}
