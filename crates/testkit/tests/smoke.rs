//! The whole path once, in one process: a real server, two people with real clients, and what the window is told.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use hearth_client::{
    alerts::{AlertJob, News, Said},
    call::{Identity, InviteCall, JoinCall, OpenCall, PictureCall, PictureChoice, TextCall},
    client::{Client, Options},
    secrets::Keychain,
    view::{AccountId, AccountView, Change, Key, Snapshot, Update},
};
use hearth_engine::connection::Connection;
use hearth_history::item::{Item, Message, Place, Row, Send};
use hearth_proto::body::Body;
use hearth_testkit::server::Hearth;
use tempfile::TempDir;
use tokio::{sync::mpsc, time::timeout};

/// A client and a window that reads everything it is told.
struct Person {
    dir: TempDir,
    client: Client,
    alerts: mpsc::Receiver<AlertJob>,
    view: Snapshot,
    items: Vec<Item>,
    updates: mpsc::Receiver<Update>,
}

async fn open(dir: &TempDir) -> Result<(Client, mpsc::Receiver<AlertJob>)> {
    let options = Options {
        data_dir: dir.path().to_owned(),
        device_name: "a test".into(),
        version: "0.0.0".into(),
        keychain: Keychain::Unused,
    };
    Client::open(options).await.map_err(|problem| anyhow::anyhow!("{problem:?}"))
}

impl Person {
    async fn new() -> Result<Self> {
        let dir = tempfile::tempdir()?;
        let (client, alerts) = open(&dir).await?;
        let (view, updates) = client.subscribe();
        Ok(Self { dir, client, alerts, view, items: Vec::new(), updates })
    }

    /// Ends the app and starts it again.
    async fn restart(self) -> Result<Self> {
        self.client.close().await;
        let (client, alerts) = open(&self.dir).await?;
        let (view, updates) = client.subscribe();
        Ok(Self { dir: self.dir, client, alerts, view, items: Vec::new(), updates })
    }

    /// Waits until the window shows what `found` looks for.
    async fn sees<T>(&mut self, what: &str, found: impl Fn(&Snapshot, &[Item]) -> Option<T>) -> Result<T> {
        loop {
            if let Some(found) = found(&self.view, &self.items) {
                return Ok(found);
            }
            let update = timeout(Duration::from_secs(20), self.updates.recv()).await;
            match update.with_context(|| format!("never saw {what}: {:?}", self.view))?.context("closed")? {
                Update::Changes { changes, .. } => changes.into_iter().for_each(|change| self.apply(change)),
                Update::Snapshot(view) => self.view = *view,
            }
        }
    }

    fn apply(&mut self, change: Change) {
        match change {
            Change::Account { account } => {
                self.view.accounts.retain(|known| known.id != account.id);
                self.view.accounts.push(account);
            }
            Change::Conversation { row } => {
                self.view.conversations.retain(|known| known.row.conversation != row.row.conversation);
                self.view.conversations.push(row);
            }
            Change::Items { items, .. } => self.items.extend(items),
            _ => {}
        }
    }

    async fn connected(&mut self, account: AccountId) -> Result<AccountView> {
        self.sees("a line", |view, _| {
            let live = |view: &&AccountView| view.id == account && view.connection == Connection::Connected;
            view.accounts.iter().find(live).cloned()
        })
        .await
    }

    async fn row(&mut self, name: &str) -> Result<Row> {
        let row = |view: &Snapshot, _: &[Item]| {
            view.conversations.iter().find(|row| row.row.name == name).map(|row| row.row.clone())
        };
        self.sees(name, row).await
    }

    async fn message(&mut self, words: &str) -> Result<Message> {
        self.sees(words, |_, items| {
            items.iter().rev().find_map(|item| match item {
                Item::Message(message)
                    if message.send == Send::Sent
                        && message.body.as_ref().is_some_and(|body| body.words() == words) =>
                {
                    Some(message.clone())
                }
                _ => None,
            })
        })
        .await
    }
}

fn identity(name: &str) -> Identity {
    let picture = PictureChoice::Drawn { name: "person-fox".into() };
    Identity { name: name.into(), handle: None, picture, password: None }
}

fn text(key: Key, text: &str) -> TextCall {
    TextCall { key, text: text.into(), reply_to: None }
}

fn ok<T>(result: Result<T, hearth_client::view::Problem>) -> Result<T> {
    result.map_err(|problem| anyhow::anyhow!("{problem:?}"))
}

/// A small PNG, made here.
fn png() -> Vec<u8> {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    STANDARD
        .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==")
        .unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_meet_write_show_a_picture_and_read_it_again_offline() -> Result<()> {
    let mut hearth = Hearth::sealed().await?;
    let mut ann = Person::new().await?;
    let link = hearth.owner_link()?.to_string();
    let at_ann = ok(ann.client.join(JoinCall { link, identity: identity("Ann") }).await)?;
    let account = ann.connected(at_ann).await?;
    assert_eq!((account.words.len(), account.server_owner), (6, true));

    let call = hearth_client::call::RoomCall {
        account: at_ann,
        name: "Kitchen".into(),
        topic: String::new(),
        visibility: hearth_proto::room::Visibility::Public,
        picture: PictureChoice::Keep,
    };
    let conversation = ok(ann.client.create_room(call).await)?;
    let kitchen = Key { account: at_ann, conversation };
    ann.row("Kitchen").await?;

    let invite = InviteCall { account: at_ann, conversation: Some(conversation), expires_in_ms: None, uses: Some(1) };
    let made = ok(ann.client.make_invite(invite).await)?;
    let mut bob = Person::new().await?;
    let preview = ok(bob.client.look_at_link(&made.link).await)?;
    assert_eq!((preview.from.as_str(), preview.room.as_str(), preview.account), ("Ann", "Kitchen", None));
    let at_bob = ok(bob.client.join(JoinCall { link: made.link.clone(), identity: identity("Bob") }).await)?;
    let again = ok(bob.client.join(JoinCall { link: made.link, identity: identity("Bob") }).await)?;
    assert_eq!(at_bob, again);
    bob.connected(at_bob).await?;
    bob.row("Kitchen").await?;

    ok(ann.client.send_text(text(kitchen, "soup is ready")).await)?;
    ann.message("soup is ready").await?;
    bob.message("soup is ready").await?;
    let alert = timeout(Duration::from_secs(10), bob.alerts.recv()).await?.context("closed")?;
    let AlertJob::Show(notice) = alert else { bail!("{alert:?}") };
    let News::One { names: Some(names), said: Some(said), .. } = notice.news else { bail!("{notice:?}") };
    assert_eq!((names.author.as_str(), names.room.as_deref()), ("Ann", Some("Kitchen")));
    assert_eq!(said, Said::Text { text: "soup is ready".into() });

    let staged = ok(bob.client.stage_picture_bytes(at_bob, png()).await)?.picture;
    let key = Key { account: at_bob, conversation };
    let call = PictureCall { key, picture: staged.clone(), caption: "look".into(), reply_to: None };
    ok(bob.client.send_picture(call).await)?;
    let shown = ann.message("look").await?;
    let Some(Body::Picture { picture, .. }) = shown.body else { bail!("no picture") };
    let media = ok(ann.client.media(at_ann, &picture.blob).await)?;
    assert_eq!((media.mime, media.bytes.len() as u64), ("image/png", staged.size));

    // Without the server everything that was seen is still there, and what is written waits.
    hearth.stop().await;
    let mut ann = ann.restart().await?;
    assert_eq!(ann.view.last_open, None);
    let open = OpenCall { key: kitchen, place: Place::Newest, limit: 50 };
    let opened = ok(ann.client.open_conversation(open).await)?;
    let words = opened.page.items.iter().filter_map(|item| match item {
        Item::Message(message) => message.body.as_ref().map(|body| body.words().to_owned()),
        Item::Note(_) | Item::Hole { .. } => None,
    });
    let words: Vec<_> = words.collect();
    assert_eq!(words, ["soup is ready", "look"]);
    assert_eq!(ok(ann.client.media(at_ann, &picture.blob).await)?, media);
    ok(ann.client.send_text(text(kitchen, "still here")).await)?;
    ann.sees("one waiting", |view, _| view.accounts.iter().find(|account| account.waiting == 1).map(|_| ())).await?;

    let mut ann = ann.restart().await?;
    assert_eq!(ann.view.last_open, Some(kitchen));
    hearth.resume().await?;
    ok(ann.client.try_now(at_ann).await)?;
    ok(bob.client.try_now(at_bob).await)?;
    ann.message("still here").await?;
    bob.message("still here").await?;
    ok(ann.client.sign_out(at_ann).await)?;
    assert_eq!(std::fs::read_dir(ann.dir.path().join("accounts"))?.count(), 0);
    ann.client.close().await;
    bob.client.close().await;
    Ok(())
}
