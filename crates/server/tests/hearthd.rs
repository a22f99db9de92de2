//! `hearthd` as a process: its ready line, its end, its complaints, and what survives a kill.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]

mod common;

use std::{
    io::{BufRead, BufReader, Write},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, ExitStatus, Output, Stdio},
};

use common::{
    Person, join_form,
    line::{Line, post},
    new_message,
    pack::{self, Pack},
    web,
};
use hearth_proto::{
    command::{PageAt, Request},
    error::CloseCode,
    event::What,
    frame::ServerFrame,
    http::{DeviceForm, Entered, NewDevice},
    id::Seq,
    link::{Link, Purpose, Security},
    room::Visibility,
};

/// Ends with the test, however it ends.
struct Process {
    child: Child,
    ready: String,
    at: SocketAddr,
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn hearthd() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hearthd"));
    command.env("HEARTH_LOG", "warn").stdin(Stdio::null());
    command
}

fn serve(data: &Path, more: &[&str]) -> Process {
    let mut child = hearthd()
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .args(more)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut ready = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut ready).unwrap();
    let at = ready.split_whitespace().nth(1).expect("a ready line").parse().unwrap();
    Process { child, ready, at }
}

fn run(args: &[&str]) -> Output {
    hearthd().args(args).output().unwrap()
}

fn signal(process: &mut Process, name: &str) -> ExitStatus {
    let pid = process.child.id().to_string();
    assert!(Command::new("kill").args(["-s", name, &pid]).status().unwrap().success());
    process.child.wait().unwrap()
}

/// The one line of complaint.
fn complaint(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(text.lines().count(), 1, "{text}");
    text
}

fn link(process: &Process) -> Link {
    process.ready.split_whitespace().nth(2).expect("a link").parse().unwrap()
}

async fn enter(process: &Process, code: &str, name: &str) -> Person {
    let form = join_form(code, name);
    let (status, body) = web::post(process.at, "/api/join", &form).await;
    assert_eq!(status, 200, "{body}");
    let Entered { user, token } = serde_json::from_str(&body).unwrap();
    Person { user, token, device: form.device.id }
}

#[tokio::test]
async fn an_empty_server_prints_the_owners_link_and_stops_cleanly_on_sigterm() {
    let data = tempfile::tempdir().unwrap();
    let mut process = serve(data.path(), &["--tls", "off"]);
    let link = link(&process);
    assert_eq!(link.address.security, Security::Plain);
    let Purpose::Join(code) = link.purpose else { panic!() };
    let ann = enter(&process, &code, "Ann").await;
    let mut line = Line::enter(process.at, &ann, None).await;
    assert!(line.welcome.server_owner);
    let (code, status) = tokio::join!(line.ended(), async {
        tokio::task::spawn_blocking(move || signal(&mut process, "TERM")).await.unwrap()
    });
    assert_eq!(code, CloseCode::GoingAway);
    assert_eq!(status.code(), Some(0));
    let again = serve(data.path(), &["--tls", "off"]);
    assert_eq!(again.ready.split_whitespace().count(), 2, "a server with accounts prints no link: {}", again.ready);
}

#[tokio::test]
async fn what_was_acknowledged_survives_kill_9() {
    let data = tempfile::tempdir().unwrap();
    let mut process = serve(data.path(), &["--tls", "off"]);
    let Purpose::Join(code) = link(&process).purpose else { panic!() };
    let ann = enter(&process, &code, "Ann").await;
    let mut line = Line::enter(process.at, &ann, None).await;
    let room = line.room("Kitchen", Visibility::Public).await;
    let mut acknowledged = Vec::new();
    for round in 0..4 {
        let mut line = Line::enter(process.at, &ann, None).await;
        for number in 0..15 {
            let message = new_message();
            if let ServerFrame::Ack { seq, .. } = line.ask(post(room, message, &format!("{round}.{number}"))).await {
                acknowledged.push((message, seq));
            }
        }
        // Some more are under way when it dies.
        for _ in 0..5 {
            line.begin(post(room, new_message(), "in flight")).await;
        }
        assert_eq!(signal(&mut process, "KILL").code(), None);
        process = serve(data.path(), &["--tls", "off"]);
    }
    assert!(acknowledged.len() >= 20, "{}", acknowledged.len());
    let mut line = Line::enter(process.at, &ann, None).await;
    let reply = line.ask(Request::History { conversation: room, at: PageAt::After(Seq(0)), limit: 200 }).await;
    let ServerFrame::Page(page) = reply else { panic!("{reply:?}") };
    for (message, seq) in acknowledged {
        let found = page.events.iter().filter(|event| match &event.what {
            What::Message(said) => said.message == message,
            _ => false,
        });
        assert_eq!(found.map(|event| event.seq).collect::<Vec<_>>(), [seq]);
    }
    let report = run(&["check", "--data", data.path().to_str().unwrap()]);
    assert!(report.status.success(), "{report:?}");
}

#[tokio::test]
async fn the_command_line_works_beside_a_running_server() {
    let data = tempfile::tempdir().unwrap();
    let dir = data.path().to_str().unwrap().to_owned();
    let process = serve(data.path(), &["--tls", "off"]);
    let invite = run(&["invite", "--data", &dir, "--uses", "1"]);
    let link: Link = String::from_utf8(invite.stdout).unwrap().parse().unwrap();
    assert_eq!(link.address.hosts[0].port, process.at.port());
    let Purpose::Join(code) = link.purpose else { panic!() };
    let ann = enter(&process, &code, "Ann").await;
    let mut line = Line::enter(process.at, &ann, None).await;
    line.room("Kitchen", Visibility::Public).await;

    let list = String::from_utf8(run(&["user", "list", "--data", &dir]).stdout).unwrap();
    assert!(list.starts_with("ann\tAnn\towner\t-\t1 devices"), "{list}");
    let mut password =
        hearthd().args(["user", "password", "--data", &dir, "ann"]).stdin(Stdio::piped()).spawn().unwrap();
    password.stdin.take().unwrap().write_all(b"correct horse\n").unwrap();
    assert!(password.wait().unwrap().success());
    let copy = data.path().join("copy");
    assert!(run(&["backup", "--data", &dir, copy.to_str().unwrap()]).status.success());
    assert!(run(&["check", "--data", copy.to_str().unwrap()]).status.success());
    let nobody = run(&["user", "remove-devices", "--data", &dir, "bob"]);
    assert!(complaint(&nobody).contains("bob"));
    assert!(run(&["user", "remove-devices", "--data", &dir, "ann"]).status.success());
    assert_eq!(line.ended().await, CloseCode::SignedOut);

    // Whoever sits at the machine gets into the owner's account again.
    let way = run(&["invite", "--owner", "--data", &dir]);
    let link: Link = String::from_utf8(way.stdout).unwrap().parse().unwrap();
    let Purpose::Device(code) = link.purpose else { panic!() };
    let form = DeviceForm { code, device: NewDevice { id: ann.device, name: "laptop".into() } };
    let (status, body) = web::post(process.at, "/api/device", &form).await;
    assert_eq!(status, 200, "{body}");
    let Entered { user, token } = serde_json::from_str(&body).unwrap();
    assert_eq!(user, ann.user);
    assert!(Line::enter(process.at, &Person { token, ..ann }, None).await.welcome.server_owner);
    assert_eq!(run(&["invite", "--owner", "--uses", "1", "--data", &dir]).status.code(), Some(2));
}

/// A directory with a hearth in it that Ann owns and nobody runs.
async fn anns_house() -> (tempfile::TempDir, Person) {
    let data = tempfile::tempdir().unwrap();
    let mut process = serve(data.path(), &["--tls", "off"]);
    let Purpose::Join(code) = link(&process).purpose else { panic!() };
    let ann = enter(&process, &code, "Ann").await;
    let _ = tokio::task::spawn_blocking(move || signal(&mut process, "TERM")).await.unwrap();
    (data, ann)
}

#[tokio::test]
async fn an_import_that_was_killed_is_completed_by_the_next_one() {
    const MESSAGES: u128 = 6000;
    let (data, ann) = anns_house().await;
    let dir = data.path().to_str().unwrap().to_owned();
    let mut pack = Pack::default();
    let bob = pack.person(2, "bob");
    let room = pack.room(1, "Old kitchen", Visibility::Public);
    for number in 0..MESSAGES {
        pack.say(room, bob, number, &format!("soup {number}"));
    }
    let archive = pack.write();
    let archive = archive.path().to_str().unwrap();
    for tenth in ["60%", "80%"] {
        let mut import = hearthd()
            .args(["import", "--data", &dir, archive, "--as", "hearth"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(import.stderr.take().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap().starts_with(tenth)), "it said how far it is");
        import.kill().unwrap();
        import.wait().unwrap();
        assert!(run(&["check", "--data", &dir]).status.success());
    }
    // Half of a room is nobody's to see. A busy computer may have been too late to kill the last one.
    let mut process = serve(data.path(), &["--tls", "off"]);
    let seen = Line::enter(process.at, &ann, None).await.welcome.conversations;
    assert!(seen.iter().all(|head| u128::from(head.messages) == MESSAGES), "{seen:?}");
    let _ = tokio::task::spawn_blocking(move || signal(&mut process, "TERM")).await.unwrap();

    let again = run(&["import", "--data", &dir, archive]);
    assert!(again.status.success(), "{again:?}");
    let said = String::from_utf8(again.stdout).unwrap();
    let added = said.lines().nth(1).unwrap().split(' ').next().unwrap().parse::<u128>().unwrap();
    assert!(added < MESSAGES && said.contains(&format!("{added} messages added, {} here already", MESSAGES - added)));
    let process = serve(data.path(), &["--tls", "off"]);
    let mut line = Line::enter(process.at, &ann, None).await;
    let head = line.welcome.conversations[0].clone();
    assert_eq!((head.messages, head.read.messages), (6000, 6000));
    let reply = line.ask(Request::History { conversation: room, at: PageAt::Before(head.seq), limit: 200 }).await;
    let ServerFrame::Page(page) = reply else { panic!("{reply:?}") };
    let newest = page.events.iter().rev().find_map(|event| match &event.what {
        What::Message(message) => Some(message.message),
        _ => None,
    });
    assert_eq!(newest, Some(pack::message_id(MESSAGES - 1)));
    assert!(run(&["check", "--data", &dir]).status.success());
}

#[tokio::test]
async fn an_import_says_in_one_line_why_it_cannot_be() {
    let (data, _) = anns_house().await;
    let dir = data.path().to_str().unwrap().to_owned();
    let mut pack = Pack::default();
    let (bob, room) = (pack.person(2, "bob"), pack.room(1, "Old kitchen", Visibility::Public));
    pack.say(room, bob, 1, "soup");
    let archive = pack.write();
    let archive = archive.path().to_str().unwrap();
    let process = serve(data.path(), &["--tls", "off"]);
    let in_use = run(&["import", "--data", &dir, archive]);
    assert!(complaint(&in_use).contains("another server uses"), "{in_use:?}");
    let rehearsed = run(&["import", "--data", &dir, archive, "--dry-run", "--map", "bob=ann"]);
    let said = String::from_utf8_lossy(&rehearsed.stdout).into_owned();
    assert!(rehearsed.status.success() && said.contains("bob (BOB) -> ann, has an account"), "{rehearsed:?}");
    drop(process);
    let refused = |more: &[&str], word: &str| {
        let output = run(&[&["import", "--data", &dir, archive], more].concat());
        let said = String::from_utf8_lossy(&output.stderr).lines().last().unwrap_or_default().to_owned();
        assert!(!output.status.success() && said.contains(word), "{output:?}");
    };
    refused(&["--map", "bob=carl"], "nobody here has the handle carl");
    refused(&["--map", "carl=ann"], "nobody in the archive has the handle carl");
    refused(&["--as", "slack"], "hearth, not of slack");
    let nothing = tempfile::tempdir().unwrap();
    let nowhere = run(&["import", "--data", nothing.path().to_str().unwrap(), archive]);
    assert!(complaint(&nowhere).contains("no hearth"), "{nowhere:?}");
    assert_eq!(run(&["import", "--data", &dir, archive, "--map", "bob"]).status.code(), Some(2));
    let none = run(&["import", "--data", &dir, nothing.path().to_str().unwrap()]);
    assert!(complaint(&none).contains("nothing that Hearth can read"), "{none:?}");
}

#[test]
fn bad_configuration_ends_with_one_clear_line() {
    let data = tempfile::tempdir().unwrap();
    let dir = data.path().to_str().unwrap();
    let config = data.path().join("bad.toml");
    std::fs::write(&config, "name = \"x\"\nport = 1\n").unwrap();
    let unknown = run(&["serve", "--data", dir, "--config", config.to_str().unwrap()]);
    assert!(complaint(&unknown).contains("`port`"), "{unknown:?}");

    let plain = run(&["serve", "--data", dir, "--tls", "off", "--listen", "0.0.0.0:0"]);
    assert!(complaint(&plain).contains("this computer only"), "{plain:?}");

    let file = data.path().join("file");
    std::fs::write(&file, "").unwrap();
    let unwritable = run(&["serve", "--data", file.join("x").to_str().unwrap(), "--listen", "127.0.0.1:0"]);
    assert!(complaint(&unwritable).contains("cannot be written"), "{unwritable:?}");

    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let at = taken.local_addr().unwrap().to_string();
    let port = run(&["serve", "--data", dir, "--listen", &at]);
    assert!(complaint(&port).contains("taken"), "{port:?}");

    let _first = serve(data.path(), &[]);
    let second = run(&["serve", "--data", dir, "--listen", "127.0.0.1:0"]);
    assert!(complaint(&second).contains("another server uses"), "{second:?}");

    let damaged = tempfile::tempdir().unwrap();
    std::fs::write(damaged.path().join("hearth.sqlite3"), vec![7; 4096]).unwrap();
    let broken = run(&["serve", "--data", damaged.path().to_str().unwrap(), "--listen", "127.0.0.1:0"]);
    assert!(complaint(&broken).contains("damaged"), "{broken:?}");

    let missing = run(&["check", "--data", damaged.path().join("nothing").to_str().unwrap()]);
    complaint(&missing);
}

#[test]
fn the_key_stays_and_with_it_the_links() {
    let data = tempfile::tempdir().unwrap();
    let first = link(&serve(data.path(), &[])).address.security;
    let second = link(&serve(data.path(), &[])).address.security;
    assert!(matches!(first, Security::Pinned(_)));
    assert_eq!(first, second);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(data.path().join("key.pem")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
