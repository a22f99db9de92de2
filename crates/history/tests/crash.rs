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

const INDEX_CHILD: &str = "HEARTH_HISTORY_CRASH_INDEX_FILE";

/// In the child process: begins the index anew and builds it until it is killed, while messages come in.
fn index_for_ever(file: &std::path::Path) {
    for round in 0_u64.. {
        rusqlite::Connection::open(file).unwrap().execute("UPDATE index_state SET version = 999", []).unwrap();
        let mut history = History::open(file).unwrap();
        println!("step");
        std::io::stdout().flush().unwrap();
        let batch = |n: u64| hearth_history::batch::Batch {
            events: vec![message(10_000 + round * 100 + n, ANN, 10_000 + round * 100 + n, "late soup")],
            ..Default::default()
        };
        let mut n = 0;
        while history.writer.index_step(50).unwrap().is_some() {
            n += 1;
            history.writer.apply(&batch(n)).unwrap();
            println!("step");
            std::io::stdout().flush().unwrap();
        }
    }
}

#[test]
fn a_kill_while_the_index_is_built_leaves_one_that_goes_on() {
    if let Some(file) = std::env::var_os(INDEX_CHILD) {
        return index_for_ever(file.as_ref());
    }
    let mut home = Home::with((1..=1_000).map(|n| message(n, ANN, n, &format!("soup number{n}"))).collect());
    home.history = None;
    for round in 1..=6_usize {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "a_kill_while_the_index_is_built_leaves_one_that_goes_on", "--nocapture"])
            .env(INDEX_CHILD, home.file())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        assert_eq!(lines.filter(|line| line.contains("step")).take(5 * round).count(), 5 * round);
        child.kill().unwrap();
        child.wait().unwrap();

        home.reopen();
        let find = |home: &Home, text: &str| {
            let term = hearth_search::Term { text: text.to_owned(), exact: false, not: false };
            let query = hearth_search::Query { terms: vec![term], ..Default::default() };
            let search = hearth_history::finding::Search { query, limit: 50, ..Default::default() };
            home.reader().count(&search, 100_000).unwrap().hits
        };
        assert_eq!(find(&home, "number"), 1_000, "round {round}");
        while home.history().writer.index_step(500).unwrap().is_some() {}
        assert_eq!(find(&home, "number"), 1_000, "round {round}");
        assert_eq!(find(&home, "number77"), 11);
        home.history = None;
        let conn = rusqlite::Connection::open(home.file()).unwrap();
        let verdict: String = conn.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(verdict, "ok");
    }
}
