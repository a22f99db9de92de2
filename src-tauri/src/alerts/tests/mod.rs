//! The alert task against every kind of service: none, silent, dying, one we play, and dunst itself.
//!
//! The session bus is a property of the process, so each test runs itself again in a process of its own, whose bus is
//! a private one.

mod dunst;
mod fake;
mod stage;

use hearth_client::view::{AccountId, AlertService, Key};
use hearth_proto::id::{ConversationId, MessageId, Seq};
use tokio::{
    sync::mpsc,
    time::{Duration, Instant, timeout},
};
use uuid::Uuid;

use super::{About, Alerts, Buttons, Choice, Notice, Old, Place, Told};
use crate::bus;
use fake::Fake;
use stage::{Bus, alone};

fn key(number: u128) -> Key {
    Key { account: AccountId(Uuid::from_u128(1)), conversation: ConversationId(Uuid::from_u128(number)) }
}

fn place(conversation: u128, seq: u64) -> Place {
    Place { key: key(conversation), message: MessageId(Uuid::from_u128(u128::from(seq))), seq: Seq(seq) }
}

fn notice(about: About, body: &str) -> Notice {
    let buttons = Buttons { open: "Open".into(), mark_read: "Mark as read".into(), reply: "Reply".into() };
    Notice { about, title: "Ann in Kitchen".into(), body: body.into(), picture: None, buttons }
}

fn start() -> (Alerts, mpsc::Receiver<Told>) {
    let (told, hear) = mpsc::channel(8);
    (Alerts::start(told), hear)
}

async fn next(hear: &mut mpsc::Receiver<Told>) -> Told {
    timeout(Duration::from_secs(20), hear.recv()).await.expect("told in time").expect("the task lives")
}

/// The next thing that is no news of the service.
async fn chosen(hear: &mut mpsc::Receiver<Told>) -> (About, Choice) {
    loop {
        match next(hear).await {
            Told::Chosen { about, choice } => return (about, choice),
            Told::Service(_) => {}
        }
    }
}

#[test]
fn without_a_bus_a_test_alert_says_so_at_once() {
    alone("without_a_bus_a_test_alert_says_so_at_once", Bus::None, async {
        let (alerts, mut hear) = start();
        assert_eq!(alerts.test(notice(About::Test, "x")).await, AlertService::NoBus);
        assert_eq!(next(&mut hear).await, Told::Service(AlertService::NoBus));
    });
}

#[test]
fn a_bus_without_a_service_is_told_apart_from_no_bus() {
    alone("a_bus_without_a_service_is_told_apart_from_no_bus", Bus::Private, async {
        let (alerts, _hear) = start();
        assert_eq!(alerts.test(notice(About::Test, "x")).await, AlertService::NoService);
    });
}

#[test]
fn a_service_that_never_answers_costs_one_time_limit_and_no_more() {
    alone("a_service_that_never_answers_costs_one_time_limit_and_no_more", Bus::Private, async {
        let _silent = Fake::silent().await;
        let (alerts, _hear) = start();
        let began = Instant::now();
        assert_eq!(alerts.test(notice(About::Test, "x")).await, AlertService::Silent);
        for seq in 0..200 {
            alerts.show(notice(About::Message(place(7, seq)), "dropped"));
        }
        alerts.withdraw(Old::UpTo { key: key(7), seq: Seq(200) }).await;
        assert!(began.elapsed() < bus::LIMIT * 2, "took {:?}", began.elapsed());
    });
}

#[test]
fn a_service_that_dies_is_noticed_and_the_next_one_is_used() {
    alone("a_service_that_dies_is_noticed_and_the_next_one_is_used", Bus::Private, async {
        let (alerts, mut hear) = start();
        let first = Fake::answering(&["actions"]).await;
        alerts.show(notice(About::Message(place(7, 1)), "one"));
        while !matches!(next(&mut hear).await, Told::Service(AlertService::Works { .. })) {}
        drop(first);
        while next(&mut hear).await != Told::Service(AlertService::Unknown) {}
        assert_eq!(alerts.test(notice(About::Test, "x")).await, AlertService::NoService);
        let mut second = Fake::answering(&["actions"]).await;
        let works = alerts.test(notice(About::Test, "back")).await;
        assert!(matches!(works, AlertService::Works { actions: true, .. }), "{works:?}");
        assert_eq!(second.shown().await.body, "back");
    });
}

#[test]
fn a_reply_written_in_the_notification_comes_back_with_its_place() {
    alone("a_reply_written_in_the_notification_comes_back_with_its_place", Bus::Private, async {
        let mut service = Fake::answering(&["actions", "inline-reply"]).await;
        let (alerts, mut hear) = start();
        let about = About::Message(place(7, 3));
        alerts.show(notice(about, "coming?"));
        let shown = service.shown().await;
        assert_eq!(shown.actions, ["default", "Open", "mark-read", "Mark as read", "inline-reply", "Reply"]);
        service.reply(shown.id, "yes").await;
        assert_eq!(chosen(&mut hear).await, (about, Choice::Reply("yes".into())));
    });
}

#[test]
fn marking_as_read_comes_back_with_its_place() {
    alone("marking_as_read_comes_back_with_its_place", Bus::Private, async {
        let mut service = Fake::answering(&["actions"]).await;
        let (alerts, mut hear) = start();
        let about = About::Message(place(7, 3));
        alerts.show(notice(about, "x"));
        let shown = service.shown().await;
        tokio::select! {
            answer = chosen(&mut hear) => assert_eq!(answer, (about, Choice::MarkRead)),
            _ = service.press(&shown, "mark-read") => {}
        }
    });
}

#[test]
fn a_count_takes_the_place_of_what_it_counts_and_reading_withdraws_it() {
    alone("a_count_takes_the_place_of_what_it_counts_and_reading_withdraws_it", Bus::Private, async {
        let mut service = Fake::answering(&["actions"]).await;
        let (alerts, _hear) = start();
        let mut ids = Vec::new();
        for seq in 1..=3 {
            alerts.show(notice(About::Message(place(7, seq)), "x"));
            ids.push(service.shown().await.id);
        }
        alerts.show(notice(About::Message(place(8, 1)), "another room"));
        service.shown().await;
        alerts.show(notice(About::Conversation(place(7, 4)), "4 new messages"));
        let mut closed = [service.closed().await, service.closed().await];
        closed.sort_unstable();
        let count = service.shown().await;
        assert_eq!((closed.as_slice(), count.replaces), (&ids[..2], ids[2]));
        alerts.withdraw(Old::UpTo { key: key(7), seq: Seq(4) }).await;
        assert_eq!(service.closed().await, count.id);
    });
}

#[test]
fn what_people_write_is_never_markup() {
    alone("what_people_write_is_never_markup", Bus::Private, async {
        let mut service = Fake::answering(&["actions", "body-markup"]).await;
        let (alerts, _hear) = start();
        alerts.show(notice(About::Message(place(7, 1)), "<b>a & b</b>"));
        assert_eq!(service.shown().await.body, "&lt;b&gt;a &amp; b&lt;/b&gt;");
    });
}
