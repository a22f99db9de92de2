//! From messages worth an alert to the alerts themselves: a few single ones, then a count; one for all that came while away.

use std::collections::BTreeMap;

use hearth_proto::{
    body::Body,
    id::{ConversationId, MessageId, Seq, UserId},
};

use crate::effect::{Alert, Effect};

/// Single alerts of one conversation before they become one with a count.
const MOST_SINGLE: u32 = 3;

/// A message that is worth an alert.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct News {
    pub(crate) conversation: ConversationId,
    pub(crate) message: MessageId,
    pub(crate) seq: Seq,
    pub(crate) author: UserId,
    pub(crate) body: Body,
    pub(crate) mention: bool,
}

/// What was told and not read yet. Both maps are bounded by the number of conversations.
#[derive(Default, Debug)]
pub(crate) struct Alerts {
    told: BTreeMap<ConversationId, Told>,
    /// Collected until the newest pages are here.
    away: BTreeMap<ConversationId, Away>,
}

#[derive(Debug)]
struct Told {
    count: u32,
    newest: Seq,
}

#[derive(Debug)]
struct Away {
    count: u32,
    newest: News,
}

impl Alerts {
    /// A message came as it was said.
    pub(crate) fn tell(&mut self, news: News) -> Effect {
        let News { conversation, message, seq, author, body, mention } = news;
        let told = self.told.entry(conversation).or_insert(Told { count: 0, newest: seq });
        told.count = told.count.saturating_add(1);
        told.newest = told.newest.max(seq);
        if told.count <= MOST_SINGLE {
            Effect::Alert(Alert::One { conversation, message, seq, author, body, mention })
        } else {
            Effect::Alert(Alert::Many { conversation, count: told.count, newest: message, seq })
        }
    }

    /// A message came in a page of what was missed.
    pub(crate) fn collect(&mut self, news: News) {
        match self.away.get_mut(&news.conversation) {
            Some(away) => {
                away.count = away.count.saturating_add(1);
                if news.seq > away.newest.seq {
                    away.newest = news;
                }
            }
            None => {
                self.away.insert(news.conversation, Away { count: 1, newest: news });
            }
        }
    }

    /// All newest pages are here: tell of them, once.
    pub(crate) fn caught_up(&mut self) -> Option<Effect> {
        let away = std::mem::take(&mut self.away);
        let conversations = u32::try_from(away.len()).unwrap_or(u32::MAX);
        let messages = away.values().fold(0_u32, |sum, one| sum.saturating_add(one.count));
        if messages == 1 {
            return away.into_values().next().map(|one| self.tell(one.newest));
        }
        (messages > 0).then_some(Effect::Alert(Alert::WhileAway { messages, conversations }))
    }

    /// Read up to here, on any device.
    pub(crate) fn read(&mut self, conversation: ConversationId, up_to: Seq) {
        if self.told.get(&conversation).is_some_and(|told| told.newest <= up_to) {
            self.told.remove(&conversation);
        }
        if self.away.get(&conversation).is_some_and(|away| away.newest.seq <= up_to) {
            self.away.remove(&conversation);
        }
    }

    /// Nothing of this conversation is news any more.
    pub(crate) fn forget(&mut self, conversation: ConversationId) {
        self.read(conversation, Seq(u64::MAX));
    }
}
