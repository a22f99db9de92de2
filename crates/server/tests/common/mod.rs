//! A server in this process, and people who talk to it over real sockets.
#![allow(dead_code, reason = "each test file uses a part of this")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]

pub mod line;
pub mod pack;
pub mod web;

use std::{net::SocketAddr, num::NonZeroU32, time::Duration};

use hearth_proto::{
    command::NewInvite,
    http::{Entered, JoinForm, NewDevice},
    id::{ConversationId, Cursor, DeviceId, MessageId, UserId},
    limits::Limits,
    people::Avatar,
};
use hearth_server::{Config, Running, Server, Tls};
use tempfile::TempDir;
use uuid::Uuid;

use self::line::Line;

pub struct House {
    pub running: Running,
    pub config: Config,
    pub dir: TempDir,
}

#[derive(Clone, Debug)]
pub struct Person {
    pub user: UserId,
    pub token: String,
    pub device: DeviceId,
}

/// Plain, on loopback, without limits that get in a test's way.
pub fn config(dir: &TempDir) -> Config {
    let mut config = Config::new(dir.path());
    config.listen = SocketAddr::from(([127, 0, 0, 1], 0));
    config.tls = Tls::Off;
    config.name = "Test hearth".into();
    config.knocks_per_minute = NonZeroU32::new(100_000).unwrap();
    config.limits = Limits { rate_per_second: 100_000, rate_burst: 100_000, ..Limits::default() };
    config.presence_grace = Duration::from_millis(50);
    config.presence_every = Duration::from_millis(10);
    config
}

impl House {
    pub async fn start() -> Self {
        Self::with(|_| {}).await
    }

    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut config = config(&dir);
        change(&mut config);
        let running = Server::start(config.clone()).await.unwrap();
        Self { running, config, dir }
    }

    pub async fn restart(self) -> Self {
        let Self { running, config, dir } = self;
        running.stop().await;
        let running = Server::start(config.clone()).await.unwrap();
        Self { running, config, dir }
    }

    pub const fn at(&self) -> SocketAddr {
        self.running.local_addr
    }

    pub async fn invite(&self) -> String {
        self.running.create_invite(NewInvite::default()).await.unwrap()
    }

    pub async fn join(&self, name: &str) -> Person {
        let form = join_form(&self.invite().await, name);
        let (status, body) = web::post(self.at(), "/api/join", &form).await;
        assert_eq!(status, 200, "{body}");
        let Entered { user, token } = serde_json::from_str(&body).unwrap();
        Person { user, token, device: form.device.id }
    }

    pub async fn line(&self, person: &Person) -> Line {
        Line::enter(self.at(), person, None).await
    }

    pub async fn resume(&self, person: &Person, cursor: Cursor) -> Line {
        Line::enter(self.at(), person, Some(cursor)).await
    }
}

pub fn join_form(code: &str, name: &str) -> JoinForm {
    JoinForm {
        code: code.to_owned(),
        name: name.to_owned(),
        handle: None,
        avatar: Avatar::Drawn { name: "person-fox".into() },
        password: None,
        device: NewDevice { id: DeviceId(Uuid::now_v7()), name: format!("{name}'s laptop") },
    }
}

pub fn new_message() -> MessageId {
    MessageId(Uuid::now_v7())
}

pub fn new_conversation() -> ConversationId {
    ConversationId(Uuid::now_v7())
}
