//! Whether a log is what it must be: everything written is in it once, in its author's order, without a gap in the
//! numbers, and everybody has the same.

use std::collections::{HashMap, HashSet};

use anyhow::{Context, Result, bail, ensure};
use hearth_history::item::Message;
use hearth_proto::{
    body::Body,
    command::{PageAt, Request},
    event::{Event, What},
    frame::ServerFrame,
    id::{ConversationId, MessageId, Seq, UserId},
};

use super::{PEOPLE, ROOMS, Stage};
use crate::{people::Person, wire::Wire};

impl Stage {
    /// # Errors
    /// The first thing that is not as it must be.
    pub(super) async fn judge(&self) -> Result<()> {
        let mut wire = self.auditor.open(None, None).await?;
        for room in ROOMS {
            let owner = self.people.first().context("nobody")?;
            let log = read_log(&mut wire, owner.room(room)?.conversation).await?;
            self.judge_log(room, &log).with_context(|| format!("the server's log of {room}"))?;
            for person in &self.people {
                self.judge_local(room, &log, person).await.with_context(|| format!("a local log of {room}"))?;
            }
        }
        Ok(())
    }

    fn judge_log(&self, room: &'static str, log: &[Event]) -> Result<()> {
        let gap = log.iter().zip(1..).find(|(event, due)| event.seq != Seq(*due));
        ensure!(gap.is_none(), "a gap: {gap:?}");
        ensure!(log.is_sorted_by(|one, next| one.pos < next.pos), "positions do not rise");
        let mut by_author: HashMap<UserId, Vec<(MessageId, String)>> = HashMap::new();
        let mut ids = HashSet::new();
        for (event, message) in log.iter().filter_map(|event| Some((event, message(event)?))) {
            ensure!(ids.insert(message.0), "{} is in it twice", message.0);
            by_author.entry(event.author).or_default().push(message);
        }
        for (person, who) in self.people.iter().enumerate() {
            let there = by_author.remove(&who.user()?).unwrap_or_default();
            let written = self.written.get(&(person, room)).cloned().unwrap_or_default();
            ensure!(
                there == written,
                "{} wrote {written:?}, and there is {there:?}",
                PEOPLE.get(person).unwrap_or(&"?")
            );
        }
        ensure!(by_author.is_empty(), "nobody wrote {by_author:?}");
        Ok(())
    }

    async fn judge_local(&self, room: &str, log: &[Event], person: &Person) -> Result<()> {
        let numbered = |event: &Event| message(event).map(|(id, text)| (id, event.seq, text));
        let there: Vec<_> = log.iter().filter_map(numbered).collect();
        let what = format!("agrees with the server about {room}");
        let agrees = person.until_read(&what, |_| async {
            let local: Vec<_> = person.messages(room).await?.iter().filter_map(local).collect();
            Ok((local == there).then_some(()))
        });
        if let Err(error) = agrees.await {
            let local: Vec<_> = person.messages(room).await?.iter().filter_map(local).collect();
            let first = local.iter().zip(&there).find(|(here, there)| here != there);
            bail!("{error}: {} here, {} there, first difference {first:?}", local.len(), there.len());
        }
        self.judge_mirror(room, person).await
    }

    /// What the window was told must be what the history holds.
    async fn judge_mirror(&self, room: &str, person: &Person) -> Result<()> {
        let key = person.room(room)?;
        let what = format!("has a window that is right about {room}");
        let right = person.until_read(&what, |world| async move {
            let messages = person.messages(room).await?;
            let as_told = |message: &Message| {
                let told = world.messages.get(&(key, message.id));
                told.is_none_or(|told| told.seq == message.seq && told.body == message.body)
            };
            let newest = messages.last().and_then(|message| message.seq).unwrap_or_default();
            let row = world.rows.get(&key).is_some_and(|row| row.head >= newest);
            Ok((messages.iter().all(as_told) && row).then_some(()))
        });
        right.await
    }
}

fn message(event: &Event) -> Option<(MessageId, String)> {
    match &event.what {
        What::Message(message) => match &message.body {
            Some(Body::Text { text }) => Some((message.message, text.clone())),
            Some(Body::Sticker { .. } | Body::Picture { .. } | Body::File { .. } | Body::Unknown(_)) | None => None,
        },
        What::Edited { .. }
        | What::Redacted { .. }
        | What::Reaction { .. }
        | What::Pinned { .. }
        | What::Member { .. }
        | What::Room { .. }
        | What::Unknown(_) => None,
    }
}

fn local(message: &Message) -> Option<(MessageId, Seq, String)> {
    match &message.body {
        Some(Body::Text { text }) => Some((message.id, message.seq?, text.clone())),
        Some(Body::Sticker { .. } | Body::Picture { .. } | Body::File { .. } | Body::Unknown(_)) | None => None,
    }
}

/// The whole log of one conversation, oldest first.
async fn read_log(wire: &mut Wire, conversation: ConversationId) -> Result<Vec<Event>> {
    let mut log: Vec<Event> = Vec::new();
    loop {
        let after = log.last().map_or(Seq(0), |event| event.seq);
        let request = Request::History { conversation, at: PageAt::After(after), limit: 200 };
        match wire.ask(request).await? {
            ServerFrame::Page(page) if page.events.is_empty() => return Ok(log),
            ServerFrame::Page(page) => log.extend(page.events),
            other => bail!("no page but {other:?}"),
        }
    }
}
