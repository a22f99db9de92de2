//! The same with dunst on a virtual screen: what it shows and what a click brings back.

use std::process::{Command, Stdio};

use futures_util::StreamExt as _;

use super::{
    stage::{Ending, first_line},
    *,
};

struct Dunst {
    _dunst: Ending,
    _screen: Ending,
}

impl Dunst {
    async fn start() -> Self {
        let (screen, number) = first_line(Command::new("Xvfb").args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "800x600x24",
            "-nolisten",
            "tcp",
        ]));
        let dunst = Command::new("dunst")
            .args(["-conf", "/dev/null"])
            .env("DISPLAY", format!(":{number}"))
            .env_remove("WAYLAND_DISPLAY")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("dunst does not start ({error}); `make test` installs it"));
        let dunst = Self { _dunst: Ending(dunst), _screen: screen };
        let connection = bus::session().await.expect("bus");
        let mut presence = Box::pin(bus::presence(&connection, super::super::service::NAME).await.expect("watched"));
        let there = async { while presence.next().await != Some(true) {} };
        timeout(Duration::from_secs(20), there).await.expect("dunst is on the bus");
        dunst
    }
}

fn dunstctl(arguments: &[&str]) -> String {
    let output = Command::new("dunstctl").args(arguments).output().expect("dunstctl; `make test` installs it");
    String::from_utf8(output.stdout).expect("text").trim().to_owned()
}

/// Asks dunst again and again until it shows this many.
async fn displayed(count: &str) {
    let shows = async {
        while dunstctl(&["count", "displayed"]) != count {
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_secs(20), shows).await.unwrap_or_else(|_| panic!("dunst never showed {count}"));
}

#[test]
fn dunst_shows_an_alert_and_a_click_comes_back() {
    alone("dunst::dunst_shows_an_alert_and_a_click_comes_back", Bus::Private, async {
        let _dunst = Dunst::start().await;
        let (alerts, mut hear) = start();
        let about = About::Message(place(7, 1));
        alerts.show(notice(about, "see you at <8>"));
        assert!(matches!(next(&mut hear).await, Told::Service(AlertService::Works { name, .. }) if name == "dunst"));
        displayed("1").await;
        dunstctl(&["action", "0"]);
        assert_eq!(chosen(&mut hear).await, (about, Choice::Open));
        displayed("0").await;
    });
}

#[test]
fn dunst_brings_a_click_back_after_one_alert_replaced_another() {
    alone("dunst::dunst_brings_a_click_back_after_one_alert_replaced_another", Bus::Private, async {
        let _dunst = Dunst::start().await;
        let (alerts, mut hear) = start();
        for seq in 1..=3 {
            // Different words, because dunst stacks equal ones.
            alerts.show(notice(About::Message(place(7, seq)), &format!("message {seq}")));
        }
        displayed("3").await;
        let about = About::Conversation(place(7, 4));
        alerts.show(notice(about, "4 new messages"));
        // Orders are carried out one after the other, so after this one the count is there.
        alerts.test(notice(About::Test, "after it")).await;
        displayed("2").await;
        // The oldest on the screen.
        dunstctl(&["action", "0"]);
        assert_eq!(chosen(&mut hear).await, (about, Choice::Open));
    });
}

#[test]
fn dunst_takes_an_alert_away_when_its_message_was_read() {
    alone("dunst::dunst_takes_an_alert_away_when_its_message_was_read", Bus::Private, async {
        let _dunst = Dunst::start().await;
        let (alerts, _hear) = start();
        alerts.show(notice(About::Message(place(7, 1)), "one"));
        alerts.show(notice(About::Message(place(7, 5)), "five"));
        displayed("2").await;
        alerts.withdraw(Old::UpTo { key: key(7), seq: Seq(4) }).await;
        displayed("1").await;
        alerts.withdraw(Old::UpTo { key: key(7), seq: Seq(5) }).await;
        displayed("0").await;
    });
}
