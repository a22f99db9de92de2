//! What a call has returned for is there, whenever the process ends.

// Helpers of tests are tests too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod common;

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Command, Stdio},
};

use common::*;
use hearth_history::open::History;

const CHILD: &str = "HEARTH_HISTORY_CRASH_FILE";

/// In the child process: writes until it is killed, and prints each id only after its call has returned.
fn write_for_ever(file: &std::path::Path) {
    let mut history = History::open(file).unwrap();
    let already = u128::try_from(history.readers.get().unwrap().restore().unwrap().outbox.len()).unwrap();
    for n in already + 1.. {
        history.writer.enqueue(&outgoing(n, &format!("message {n}"))).unwrap();
        println!("id {n}");
        std::io::stdout().flush().unwrap();
    }
}

#[test]
fn a_message_that_was_said_to_wait_survives_a_kill() {
    if let Some(file) = std::env::var_os(CHILD) {
        return write_for_ever(file.as_ref());
    }
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("history.sqlite");
    for round in 1..=5 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "a_message_that_was_said_to_wait_survives_a_kill", "--nocapture"])
            .env(CHILD, &file)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut printed: Vec<u128> = Vec::new();
        let ids = lines.by_ref().filter_map(|line| line.split_once("id ").and_then(|(_, n)| n.parse::<u128>().ok()));
        printed.extend(ids.take(10 + 7 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        printed.extend(lines.filter_map(|line| line.split_once("id ").and_then(|(_, n)| n.parse::<u128>().ok())));

        assert!(printed.len() >= 10 + 7 * round);
        let history = History::open(&file).unwrap();
        let outbox = history.readers.get().unwrap().restore().unwrap().outbox;
        let there: Vec<_> = outbox.iter().map(|waiting| waiting.outgoing.what.id()).collect();
        assert!(there.is_sorted(), "in the order in which they were written");
        assert!(
            printed.iter().all(|n| there.contains(&hearth_proto::act::SendId::Message(id(*n)))),
            "round {round}: {printed:?}"
        );
        drop(history);
        let verdict: String = rusqlite::Connection::open(&file)
            .unwrap()
            .query_row("PRAGMA integrity_check", [], |row| row.get(0))
            .unwrap();
        assert_eq!(verdict, "ok");
    }
}
