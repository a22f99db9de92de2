//! Between the mind's words and the memory's: the same facts, named by two rooms that do not know each other.

use hearth_engine::{
    effect::{Effect, Marks, Record},
    input::{AlertChoice, AlertLevel, Hole, Outgoing, Restored, Sending, Standing},
    reads::Owed,
    rest::Asked,
};
use hearth_history::{
    answer,
    batch::{self, Batch},
    item::NotifyLevel,
};
use hearth_proto::{act::SendId, command::Request, frame::ClientFrame, id::Millis};

/// What the engine starts from: what the history knows, and what the person asked for.
#[must_use]
pub fn restored(from: answer::Restored, asked: Asked) -> Restored {
    Restored {
        me: from.me.map(|me| me.id),
        cursor: from.cursor,
        conversations: from.standings.into_iter().map(standing).collect(),
        outbox: from.outbox.into_iter().map(waiting).collect(),
        asked,
    }
}

fn standing(from: answer::Standing) -> Standing {
    Standing {
        conversation: from.conversation,
        head: from.head,
        holes: from.holes.into_iter().map(|(from, to)| Hole { from, to }).collect(),
        read: from.read,
        unread_from: from.unread_from,
        owed: Owed { read: from.owed.read, unread: from.owed.unread },
        direct: from.direct,
        alert: choice(from.notify, from.muted_until),
    }
}

fn waiting(from: answer::Waiting) -> Outgoing {
    Outgoing { failed: from.failed, ..queued(&from.outgoing) }
}

/// A fresh message or act, as the engine is told of it once the history has it.
#[must_use]
pub fn queued(from: &batch::Outgoing) -> Outgoing {
    let batch::Outgoing { conversation, what, at: _ } = from.clone();
    let what = match what {
        batch::Sending::Message { message, body, reply_to, forward, upload } => {
            let forward = forward.map(|forward| forward.of);
            Sending::Message { message, body, reply_to, forward, upload }
        }
        batch::Sending::Act { act, target, what } => Sending::Act { act, target, what },
    };
    Outgoing { conversation, what, failed: None }
}

/// What the person chose for one conversation.
#[must_use]
pub fn choice(notify: NotifyLevel, muted_until: Option<Millis>) -> AlertChoice {
    let level = match notify {
        NotifyLevel::All => AlertLevel::All,
        NotifyLevel::Mentions => AlertLevel::Mentions,
        NotifyLevel::Nothing => AlertLevel::Nothing,
    };
    AlertChoice { level, muted_until }
}

/// One transaction of the history.
#[must_use]
pub fn batch(record: Record) -> Batch {
    let (mut sent, mut acted) = (Vec::new(), Vec::new());
    for one in record.sent {
        match one.id {
            SendId::Message(message) => sent.push((message, one.seq, one.at)),
            SendId::Act(act) => acted.push((act, one.seq, one.at)),
        }
    }
    Batch {
        me: record.me,
        cursor: record.cursor,
        new_epoch: record.new_epoch,
        people: record.people,
        heads: record.heads,
        gone: record.gone,
        members: record.members.into_iter().map(|list| (list.conversation, list.members, list.seq)).collect(),
        events: record.events,
        past: record.past,
        coverage: record
            .coverage
            .into_iter()
            .map(|one| batch::Coverage {
                conversation: one.conversation,
                head: one.head,
                holes: one.holes.into_iter().map(|hole| (hole.from, hole.to)).collect(),
            })
            .collect(),
        marks: record.marks.into_iter().map(marks).collect(),
        sent,
        acted,
        refused: record.refused,
        retried: record.retried,
        uploaded: record.uploaded,
        read_by: record.read_by,
        readers: record.readers,
        forget_readers: record.forget_readers,
    }
}

fn marks(from: Marks) -> batch::Marks {
    let Marks { conversation, read, unread_from, owed } = from;
    batch::Marks { conversation, read, unread_from, owed: batch::Owed { read: owed.read, unread: owed.unread } }
}

/// Gathers the records of frames that came together into one transaction: each later one that only adds to the log
/// moves up into the first. To be on disk earlier than asked is always right; what follows a record waits for it
/// either way. Only asking for more of the past does not: the server reads while this writes.
#[must_use]
pub fn fold(effects: Vec<Effect>) -> Vec<Effect> {
    let mut folded: Vec<Effect> = Vec::with_capacity(effects.len());
    let mut open: Option<usize> = None;
    for effect in effects {
        match effect {
            Effect::Record(later) if only_adds(&later) => match open.and_then(|at| folded.get_mut(at)) {
                Some(Effect::Record(first)) => append(first, *later),
                Some(_) | None => {
                    open = Some(folded.len());
                    folded.push(Effect::Record(later));
                }
            },
            Effect::Record(other) => {
                open = None;
                folded.push(Effect::Record(other));
            }
            Effect::Send(frame) => match open.filter(|_| asks_for_past(&frame)) {
                Some(at) => {
                    folded.insert(at, Effect::Send(frame));
                    open = Some(at + 1);
                }
                None => folded.push(Effect::Send(frame)),
            },
            other => folded.push(other),
        }
    }
    folded
}

/// It says nothing of what is here, so nothing is acknowledged by it.
const fn asks_for_past(frame: &ClientFrame) -> bool {
    matches!(frame, ClientFrame::Request { request: Request::History { .. }, .. })
}

/// Whether a record has only facts whose order among themselves is told by their own numbers.
fn only_adds(record: &Record) -> bool {
    let Record { me, new_epoch, heads, gone, members, refused, retried, uploaded, readers, forget_readers, .. } =
        record;
    me.is_none()
        && !new_epoch
        && heads.is_empty()
        && gone.is_empty()
        && members.is_empty()
        && refused.is_empty()
        && retried.is_empty()
        && uploaded.is_empty()
        && readers.is_empty()
        && !forget_readers
}

fn append(first: &mut Record, later: Record) {
    first.cursor = later.cursor.or(first.cursor);
    first.people.extend(later.people);
    first.events.extend(later.events);
    first.past.extend(later.past);
    first.marks.extend(later.marks);
    first.read_by.extend(later.read_by);
    first.sent.extend(later.sent);
    for coverage in later.coverage {
        match first.coverage.iter_mut().find(|one| one.conversation == coverage.conversation) {
            Some(one) => *one = coverage,
            None => first.coverage.push(coverage),
        }
    }
}

#[cfg(test)]
mod tests {
    use hearth_engine::effect::Coverage;
    use hearth_proto::id::{ConversationId, Cursor, Epoch, Pos, Seq};

    use super::*;
    use crate::clock::fresh_id;

    fn cursor(pos: u64) -> Effect {
        let cursor = Some(Cursor { epoch: Epoch(uuid::Uuid::nil()), pos: Pos(pos) });
        Effect::Record(Box::new(Record { cursor, ..Record::default() }))
    }

    fn positions(effects: &[Effect]) -> Vec<Option<u64>> {
        effects
            .iter()
            .map(|effect| match effect {
                Effect::Record(record) => record.cursor.map(|cursor| cursor.pos.0),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn more_is_asked_for_before_what_came_is_written() {
        let ask = |seq| {
            let request = Request::History {
                conversation: ConversationId(fresh_id()),
                at: hearth_proto::command::PageAt::Before(Seq(seq)),
                limit: 1,
            };
            Effect::Send(Box::new(ClientFrame::Request { id: hearth_proto::id::RequestId(seq), request }))
        };
        let folded = fold(vec![cursor(1), ask(1), cursor(2), Effect::RoundTrip { ms: 1 }, ask(2)]);
        let kinds: Vec<&str> = folded
            .iter()
            .map(|effect| match effect {
                Effect::Send(_) => "ask",
                Effect::Record(_) => "record",
                _ => "other",
            })
            .collect();
        assert_eq!(kinds, ["ask", "ask", "record", "other"]);
        assert_eq!(positions(&folded), [None, None, Some(2), None]);
    }

    #[test]
    fn records_that_only_add_become_one_that_comes_first() {
        let effects = vec![cursor(1), Effect::RoundTrip { ms: 1 }, cursor(2), Effect::SignedOut, cursor(3)];
        assert_eq!(positions(&fold(effects)), [Some(3), None, None]);
    }

    #[test]
    fn nothing_passes_a_record_that_does_more() {
        let gone = Record { gone: vec![ConversationId(fresh_id())], ..Record::default() };
        let effects = vec![cursor(1), Effect::Record(Box::new(gone)), cursor(2), cursor(3)];
        assert_eq!(positions(&fold(effects)), [Some(1), None, Some(3)]);
    }

    #[test]
    fn the_last_word_on_what_is_here_wins() {
        let conversation = ConversationId(fresh_id());
        let covered = |head| {
            let coverage = vec![Coverage { conversation, head: Seq(head), holes: Vec::new() }];
            Effect::Record(Box::new(Record { coverage, ..Record::default() }))
        };
        let folded = fold(vec![covered(1), covered(2)]);
        let [Effect::Record(record)] = &folded[..] else { panic!("{folded:?}") };
        assert_eq!(record.coverage, [Coverage { conversation, head: Seq(2), holes: Vec::new() }]);
    }
}
