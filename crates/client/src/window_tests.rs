use super::*;
use crate::{settings::Theme, told::WAITING, view::Announced};

fn window() -> Arc<Window> {
    Arc::new(Window::new(Settings::default(), None, "test".into()))
}

fn hosting(connected: u32) -> Change {
    let (name, announced) = ("h".into(), Announced::Off);
    let hosting = Hosting::On { name, addresses: Vec::new(), port: 1, connected, announced };
    Change::Hosting { hosting }
}

async fn changes(updates: &mut mpsc::Receiver<Update>) -> (u64, Vec<Change>) {
    match updates.recv().await.expect("an update") {
        Update::Changes { revision, changes } => (revision, changes),
        Update::Snapshot(_) => panic!("a snapshot"),
    }
}

#[tokio::test(start_paused = true)]
async fn changes_count_on_from_the_snapshot_and_come_in_one_batch() {
    let window = window();
    window.tell([hosting(1)]);
    let (sink, mut updates) = mpsc::channel(1);
    let snapshot = window.subscribe(sink);
    assert_eq!(snapshot.revision, 1);
    window.tell([hosting(2)]);
    window.tell([hosting(3), hosting(4)]);
    let (revision, changes) = changes(&mut updates).await;
    assert_eq!((revision, changes.len()), (4, 3));
}

#[tokio::test(start_paused = true)]
async fn a_window_that_falls_behind_starts_over() {
    let window = window();
    let (sink, mut updates) = mpsc::channel(1);
    window.subscribe(sink);
    window.tell((0..=WAITING).map(|n| hosting(u32::try_from(n).expect("small"))));
    let Some(Update::Snapshot(snapshot)) = updates.recv().await else { panic!("no snapshot") };
    assert_eq!(snapshot.revision, WAITING as u64 + 1);
    assert!(matches!(snapshot.hosting, Hosting::On { connected, .. } if connected as usize == WAITING));
    window.tell([hosting(7)]);
    assert_eq!(changes(&mut updates).await.0, snapshot.revision + 1);
}

#[tokio::test(start_paused = true)]
async fn a_window_that_does_not_read_costs_no_more_than_the_bound() {
    let window = window();
    let (sink, _updates) = mpsc::channel(1);
    window.subscribe(sink);
    for n in 0..20 {
        window.tell((0..1000).map(hosting));
        tokio::task::yield_now().await;
        assert!(window.lock().waiting.len() <= WAITING, "round {n}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_new_window_takes_the_place_of_the_old_one() {
    let window = window();
    let (old, mut old_updates) = mpsc::channel(1);
    window.subscribe(old);
    let (new, mut new_updates) = mpsc::channel(1);
    window.subscribe(new);
    window.tell([Change::Settings { settings: Settings { theme: Theme::Dark, ..Settings::default() } }]);
    assert_eq!(changes(&mut new_updates).await.1.len(), 1);
    assert!(old_updates.recv().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_new_window_is_told_who_is_there() {
    let window = window();
    let account = AccountId(crate::clock::fresh_id());
    let here = PresenceOf { user: UserId(crate::clock::fresh_id()), presence: Presence::Online, since: None };
    let gone = PresenceOf { user: UserId(crate::clock::fresh_id()), presence: Presence::Offline, since: None };
    window.tell([Change::Presence { account, people: vec![here, gone] }]);
    let (sink, mut updates) = mpsc::channel(1);
    let snapshot = window.subscribe(sink);
    let (revision, changes) = changes(&mut updates).await;
    assert_eq!(revision, snapshot.revision + 1);
    assert!(matches!(&changes[..], [Change::Presence { people, .. }] if people[..] == [here]));
}

#[tokio::test(start_paused = true)]
async fn nobody_is_there_once_the_line_is_gone() {
    let window = window();
    let account = AccountId(crate::clock::fresh_id());
    let user = UserId(crate::clock::fresh_id());
    window
        .tell([Change::Presence { account, people: vec![PresenceOf { user, presence: Presence::Away, since: None }] }]);
    let (sink, mut updates) = mpsc::channel(1);
    window.subscribe(sink);
    window.forget_presence(account);
    window.forget_presence(account);
    let (_, changes) = changes(&mut updates).await;
    let gone = PresenceOf { user, presence: Presence::Offline, since: None };
    assert!(matches!(&changes[..], [_, Change::Presence { people, .. }] if people[..] == [gone]));
}
