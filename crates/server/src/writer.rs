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
        let mut deliveries = Vec::with_capacity(batch.len() * 2);
        match done {
            Ok(outcomes) => {
                for (entry, outcome) in batch.drain(..).zip(outcomes) {
                    settle(entry, outcome, &mut deliveries);
                }
            }
            Err(error) => {
                tracing::error!(%error, commands = batch.len(), "a commit failed; its commands were refused");
                let failure = store::failure(&error);
                for entry in batch.drain(..) {
                    settle(entry, Err(failure.clone()), &mut deliveries);
                }
            }
        }
        hub.publish(deliveries);
    }
    conn
}

/// Answers one command and lines up its news. Called only after the commit.
fn settle(entry: Entry, outcome: Result<Outcome, Failure>, deliveries: &mut Vec<Delivery>) {
    let (answer, news) = match outcome {
        Ok(outcome) => (Ok(outcome.answer), outcome.news),
        Err(failure) => (Err(failure), Vec::new()),
    };
    let mut asker = None;
    match entry.reply {
        Reply::Line { outlet, re } => {
            asker = Some(outlet.id());
            deliveries.push(Delivery::Line(outlet, Frame::reply(&answer_frame(re, answer))));
        }
        Reply::Caller(caller) => {
            // Who no longer waits does not need the answer.
            let _ = caller.send(answer);
        }
        Reply::Nobody => {}
    }
    deliver(news, asker, deliveries);
}

fn answer_frame(re: RequestId, answer: Result<Answer, Failure>) -> ServerFrame {
    match answer {
        Ok(Answer::Done | Answer::Entered(_)) => ServerFrame::Ok { re },
        Ok(Answer::Ack { message, seq, pos, at }) => {
            let message: MessageId = message;
            ServerFrame::Ack { re, message, seq, pos, at }
        }
        Ok(Answer::Conversation(head)) => ServerFrame::Conversation { re: Some(re), head },
        Ok(Answer::Me(profile)) => ServerFrame::Me { re, profile },
        Err(failure) => ServerFrame::Error { re: Some(re), failure },
    }
}
