//! The one thread that writes: drains the queue, makes many commands durable in one commit, then answers all of them
//! and tells the news. Only here do state and hub meet.

use std::{
    sync::Arc,
    thread::{self, JoinHandle},
    time::Instant,
};

use hearth_proto::{
    error::Failure,
    frame::ServerFrame,
    id::{MessageId, RequestId},
};
use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::{
    hub::{
        Hub,
        delivery::{Delivery, deliver},
        frame::Frame,
    },
    metrics::Metrics,
    sequencer::{Entry, Reply, Tail},
    state::{
        Rules,
        command::{Answer, Outcome},
        store,
    },
};

/// How many commands share a commit at most, so that the first of them does not wait for too many others.
const BATCH: usize = 512;

/// Starts the writer. It ends when every sender of the sequencer is gone.
///
/// # Errors
/// The system gives no thread.
pub fn start(
    conn: Connection,
    rules: Rules,
    tail: Tail,
    hub: Arc<Hub>,
    metrics: Metrics,
) -> std::io::Result<JoinHandle<Connection>> {
    thread::Builder::new().name("hearth-writer".into()).spawn(move || run(conn, &rules, tail, &hub, &metrics))
}

fn run(conn: Connection, rules: &Rules, mut tail: Tail, hub: &Hub, metrics: &Metrics) -> Connection {
    let mut batch = Vec::with_capacity(BATCH);
    while tail.next(&mut batch, BATCH) {
        let started = Instant::now();
        let done = store::commit(&conn, rules, batch.iter().map(|entry| &entry.command));
        metrics.committed(batch.len(), started.elapsed());
        let mut settled = Settled { deliveries: Vec::with_capacity(batch.len() * 2), callers: Vec::new() };
        match done {
            Ok(outcomes) => {
                for (entry, outcome) in batch.drain(..).zip(outcomes) {
                    settled.add(entry, outcome);
                }
            }
            Err(error) => {
                tracing::error!(%error, commands = batch.len(), "a commit failed; its commands were refused");
                let failure = store::failure(&error);
                for entry in batch.drain(..) {
                    settled.add(entry, Err(failure.clone()));
                }
            }
        }
        settled.tell(hub);
    }
    conn
}

/// What a caller is told.
type Settlement = Result<Answer, Failure>;

/// What follows from a commit, in order.
struct Settled {
    deliveries: Vec<Delivery>,
    callers: Vec<(oneshot::Sender<Settlement>, Settlement)>,
}

impl Settled {
    /// Lines up one command's answer and its news. Called only after the commit.
    fn add(&mut self, entry: Entry, outcome: Result<Outcome, Failure>) {
        let (answer, news) = match outcome {
            Ok(outcome) => (Ok(outcome.answer), outcome.news),
            Err(failure) => (Err(failure), Vec::new()),
        };
        let mut asker = None;
        match entry.reply {
            Reply::Line { outlet, re } => {
                asker = Some(outlet.id());
                self.deliveries.push(Delivery::Line(outlet, Frame::reply(&answer_frame(re, answer))));
            }
            Reply::Caller(caller) => self.callers.push((caller, answer)),
            Reply::Nobody => {}
        }
        deliver(news, asker, &mut self.deliveries);
    }

    /// Callers come last: whoever signs in again must not be cut off by the news that their old sign-in ended.
    fn tell(self, hub: &Hub) {
        hub.publish(self.deliveries);
        for (caller, answer) in self.callers {
            // Who no longer waits does not need the answer.
            let _ = caller.send(answer);
        }
    }
}

fn answer_frame(re: RequestId, answer: Result<Answer, Failure>) -> ServerFrame {
    match answer {
        Ok(Answer::Done | Answer::Entered(_) | Answer::Imported(_)) => ServerFrame::Ok { re },
        Ok(Answer::Ack { message, seq, pos, at }) => {
            let message: MessageId = message;
            ServerFrame::Ack { re, message, seq, pos, at }
        }
        Ok(Answer::Conversation(head)) => ServerFrame::Conversation { re: Some(re), head },
        Ok(Answer::Me(profile)) => ServerFrame::Me { re, profile },
        Err(failure) => ServerFrame::Error { re: Some(re), failure },
    }
}

#[cfg(test)]
mod tests {
    use hearth_proto::{
        error::ErrorCode,
        id::{DeviceId, Millis, RequestId},
        room::Visibility,
    };

    use super::*;
    use crate::{
        hub::{acquaintance::Acquaintance, frame::FrameKind},
        sequencer::{self, Sequencer},
        state::{
            command::{Action, Actor, Command},
            tests::{create_room, enrol, message_id, person, post, room_id, rules, user},
        },
    };

    struct Desk {
        dir: tempfile::TempDir,
        sequencer: Sequencer,
        hub: Arc<Hub>,
        writer: JoinHandle<Connection>,
    }

    fn desk(prepare: impl FnOnce(&Connection)) -> Desk {
        let dir = tempfile::tempdir().expect("a directory");
        let conn = store::open_writer(dir.path(), uuid::Uuid::from_u128(1)).expect("a database");
        prepare(&conn);
        let hub = Arc::new(Hub::new(Acquaintance::default(), 0));
        let (sequencer, tail) = sequencer::local();
        let writer = start(conn, rules(), tail, Arc::clone(&hub), Metrics::default()).expect("a thread");
        Desk { dir, sequencer, hub, writer }
    }

    fn command(by: Actor, action: Action) -> Command {
        Command { at: Millis(1000), by, action }
    }

    #[tokio::test]
    async fn nothing_is_acknowledged_or_heard_before_it_is_committed() {
        let desk = desk(|conn| {
            let level: i64 = conn.pragma_query_value(None, "synchronous", |row| row.get(0)).expect("a level");
            assert_eq!(level, 2, "FULL");
        });
        let (ann, room) = (person(user(1)), room_id(1));
        desk.sequencer.decide(command(Actor::Stranger, enrol(user(1), "Ann"))).await.expect("enrolled");
        desk.sequencer.decide(command(ann, create_room(room, Visibility::Public))).await.expect("made");
        let outlet = desk.hub.open(user(1), DeviceId(user(1).0));
        let reader = store::open_reader(desk.dir.path()).expect("a reader");
        for number in 0..200 {
            let reply = Reply::Line { outlet: Arc::clone(&outlet), re: RequestId(number) };
            let action = post(room, message_id(number.into()), "soup");
            desk.sequencer.append(Entry { command: command(ann, action), reply }).await.expect("open");
        }
        let (mut replies, mut events) = (0, 0);
        let mut batch = std::collections::VecDeque::new();
        while replies < 200 || events < 200 {
            outlet.ready().await;
            outlet.take(&mut batch);
            // Another connection sees only what is committed.
            let durable: i64 =
                reader.query_row("SELECT COUNT(*) FROM messages", [], |row| row.get(0)).expect("a number");
            for frame in batch.drain(..) {
                match frame.kind {
                    FrameKind::Reply => replies += 1,
                    FrameKind::Event(_) => events += 1,
                    FrameKind::ReadReply | FrameKind::News(_) | FrameKind::Passing => {}
                }
                assert!(replies <= durable && events <= durable, "{replies} {events} {durable}");
                assert!(replies >= events, "the author's reply comes before the event");
            }
        }
        desk.sequencer.close().await;
        desk.writer.join().expect("no panic");
    }

    #[tokio::test]
    async fn on_a_full_disk_nothing_is_acknowledged_and_space_heals_it() {
        let desk = desk(|conn| {
            let pages: i64 = conn.pragma_query_value(None, "page_count", |row| row.get(0)).expect("a number");
            conn.pragma_update(None, "max_page_count", pages + 40).expect("a limit");
        });
        let (ann, room) = (person(user(1)), room_id(1));
        desk.sequencer.decide(command(Actor::Stranger, enrol(user(1), "Ann"))).await.expect("enrolled");
        desk.sequencer.decide(command(ann, create_room(room, Visibility::Public))).await.expect("made");
        let words = "x".repeat(10_000);
        let mut stored = 0;
        let failure = loop {
            match desk.sequencer.decide(command(ann, post(room, message_id(stored), &words))).await {
                Ok(_) => stored += 1,
                Err(failure) => break failure,
            }
        };
        assert_eq!(failure.code, ErrorCode::StorageFull);
        assert!(failure.code.retry_helps());
        desk.sequencer.close().await;
        let conn = desk.writer.join().expect("no panic");
        let count: i64 = conn.query_row("SELECT COUNT(*) FROM messages", [], |row| row.get(0)).expect("a number");
        assert_eq!(u128::try_from(count).expect("positive"), stored);
        conn.pragma_update(None, "max_page_count", 1_000_000).expect("a limit");
        let again = command(ann, post(room, message_id(stored), &words));
        let outcomes = store::commit(&conn, &rules(), [&again]).expect("committed");
        assert!(outcomes.into_iter().all(|outcome| outcome.is_ok()));
        assert!(crate::operator::check(desk.dir.path()).expect("readable").problems.is_empty());
    }
}
