use hearth_engine::connection::{Connection, LineReason};
use hearth_proto::{
    error::ErrorCode,
    id::{ConversationId, DeviceId, UserId},
    limits::Limits,
    link::{Address, HostPort, Security},
    people::{Avatar, Profile},
};

use super::*;
use crate::{
    call::{DraftCall, MessageCall, OpenCall, TextCall},
    settings::Theme,
    view::{AccountView, Cause, LocalFault, SecretPlace},
};

/// A data directory with one account whose server is not there.
struct Home {
    dir: tempfile::TempDir,
    id: AccountId,
    conversation: ConversationId,
}

impl Home {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("directory");
        let user = UserId(clock::fresh_id());
        let avatar = Avatar::Drawn { name: "person-fox".into() };
        let file = AccountFile {
            id: AccountId(clock::fresh_id()),
            // Nobody listens on this port, and nobody but the system may.
            address: Address { hosts: vec![HostPort { host: "127.0.0.1".into(), port: 1 }], security: Security::Plain },
            device: DeviceId(clock::fresh_id()),
            user,
            me: Profile {
                id: user,
                handle: "ann".into(),
                name: "Ann".into(),
                avatar,
                status: String::new(),
                zone: String::new(),
                former: false,
            },
            server_name: "Ann's hearth".into(),
            secrets: SecretPlace::File,
            hosted: false,
            server_owner: false,
            has_password: false,
            shares_reads: true,
            blocked: Vec::new(),
            fetch_all: false,
            fetch_rest: std::collections::BTreeSet::new(),
            limits: Limits::default(),
            wanted: true,
            signed_out: false,
        };
        file.save(&dir.path().join("accounts")).expect("saved");
        let home = Self { id: file.id, conversation: ConversationId(clock::fresh_id()), dir };
        fs::write(home.account_dir().join("token"), "t0ken").expect("token");
        home
    }

    fn account_dir(&self) -> PathBuf {
        self.dir.path().join("accounts").join(self.id.0.to_string())
    }

    fn history(&self) -> PathBuf {
        self.account_dir().join("history.sqlite")
    }

    fn key(&self) -> Key {
        Key { account: self.id, conversation: self.conversation }
    }

    async fn open(&self) -> Client {
        let options = Options {
            data_dir: self.dir.path().to_owned(),
            device_name: "a test".into(),
            version: "0".into(),
            keychain: Keychain::Unused,
        };
        Client::open(options).await.expect("opened").0
    }

    fn account(&self, client: &Client) -> AccountView {
        client.accounts().into_iter().find(|account| account.id == self.id).expect("the account is shown")
    }

    async fn send(&self, client: &Client, text: &str) -> Answer<MessageId> {
        client.send_text(TextCall { key: self.key(), text: text.into(), reply_to: None }).await
    }

    async fn texts(&self, client: &Client) -> Vec<String> {
        let place = hearth_history::item::Place::Newest;
        let opened = client.open_conversation(OpenCall { key: self.key(), place, limit: 50 }).await.expect("opened");
        let words = opened.page.items.into_iter().filter_map(|item| match item {
            hearth_history::item::Item::Message(message) => message.body.map(|body| body.words().to_owned()),
            hearth_history::item::Item::Note(_) | hearth_history::item::Item::Hole { .. } => None,
        });
        words.collect()
    }
}

#[tokio::test]
async fn what_is_written_without_a_server_waits_across_restarts() {
    let home = Home::new();
    let client = home.open().await;
    home.send(&client, "first").await.expect("kept");
    home.send(&client, "second").await.expect("kept");
    client.close().await;
    let client = home.open().await;
    assert_eq!(home.account(&client).waiting, 2);
    assert_eq!(home.texts(&client).await, ["first", "second"]);
    let (snapshot, _updates) = client.subscribe();
    assert_eq!(snapshot.last_open, Some(home.key()));
    client.close().await;
}

#[tokio::test]
async fn a_message_of_nothing_or_too_much_never_reaches_the_disk() {
    let home = Home::new();
    let client = home.open().await;
    for (text, code) in [(" \n\t", ErrorCode::Empty), (&*"x".repeat(16 * 1024 + 1), ErrorCode::TooLarge)] {
        assert_eq!(home.send(&client, text).await.expect_err("refused").cause, Cause::Server(code));
    }
    assert_eq!(home.texts(&client).await, Vec::<String>::new());
    client.close().await;
}

#[tokio::test]
async fn a_discarded_message_is_gone_and_the_window_hears_it_once() {
    let home = Home::new();
    let client = home.open().await;
    let message = home.send(&client, "never mind").await.expect("kept");
    let (_, mut updates) = client.subscribe();
    let call = MessageCall { key: home.key(), message };
    client.discard(call.clone()).await.expect("discarded");
    client.discard(call).await.expect("harmless");
    client.set_hosting(Hosting::Starting);
    let mut gone = 0;
    'all: while let Some(Update::Changes { changes, .. }) = updates.recv().await {
        for change in changes {
            match change {
                Change::ItemGone { message: discarded, .. } if discarded == message => gone += 1,
                Change::Hosting { .. } => break 'all,
                _ => {}
            }
        }
    }
    assert_eq!((gone, home.texts(&client).await.len(), home.account(&client).waiting), (1, 0, 0));
    client.close().await;
}

#[tokio::test]
async fn a_history_of_a_newer_version_is_left_alone_and_said() {
    let home = Home::new();
    home.open().await.close().await;
    let mut bytes = fs::read(home.history()).expect("there");
    bytes[60..64].copy_from_slice(&9999_u32.to_be_bytes());
    fs::write(home.history(), &bytes).expect("written");
    let client = home.open().await;
    assert_eq!(home.account(&client).trouble, Some(LocalFault::HistoryTooNew));
    let refused = home.send(&client, "hello").await.expect_err("refused");
    assert_eq!(refused.cause, Cause::Local(LocalFault::HistoryTooNew));
    client.close().await;
    assert_eq!(fs::read(home.history()).expect("there"), bytes);
}

#[tokio::test]
async fn a_damaged_history_is_set_aside_and_what_waited_is_saved() {
    let home = Home::new();
    let client = home.open().await;
    home.send(&client, "precious").await.expect("kept");
    let draft =
        DraftCall { key: home.key(), text: "half a".into(), reply_to: None, attachments: Vec::new(), edit: None };
    client.set_draft(draft).await.expect("kept");
    client.close().await;
    // The version number in the header is what remains of the first page.
    let mut bytes = fs::read(home.history()).expect("there");
    let page = usize::from(u16::from_be_bytes([bytes[16], bytes[17]]));
    let last = bytes.len() - page;
    bytes[last..].fill(0xff);
    bytes[..16].fill(0);
    fs::write(home.history(), &bytes).expect("damaged");
    let client = home.open().await;
    assert_eq!(home.account(&client).trouble, Some(LocalFault::HistoryDamaged));
    let aside = fs::read_dir(home.account_dir()).expect("listed").flatten();
    assert!(aside.into_iter().any(|entry| entry.file_name().to_string_lossy().contains("damaged")));
    home.send(&client, "and on").await.expect("the fresh history works");
    assert_eq!(home.texts(&client).await.last().map(String::as_str), Some("and on"));
    client.close().await;
}

#[tokio::test]
async fn an_account_without_its_token_waits_for_the_person() {
    let home = Home::new();
    fs::remove_file(home.account_dir().join("token")).expect("removed");
    let client = home.open().await;
    let reached = client.connected(home.id, std::time::Duration::from_secs(10)).await;
    assert_eq!(reached.expect_err("no line").cause, Cause::Line(LineReason::SignedOut));
    assert_eq!(home.account(&client).connection, Connection::Stopped { reason: LineReason::SignedOut });
    client.close().await;
}

#[tokio::test]
async fn a_deliberate_disconnect_lasts_across_restarts() {
    let home = Home::new();
    let client = home.open().await;
    client.disconnect(home.id).await.expect("told");
    client.close().await;
    let client = home.open().await;
    assert_eq!(home.account(&client).connection, Connection::Disconnected);
    client.close().await;
}

#[tokio::test]
async fn settings_are_kept_and_brought_into_their_range() {
    let home = Home::new();
    let client = home.open().await;
    let settings = Settings { theme: Theme::Dark, text_scale: 9.0, ..Settings::default() };
    client.set_settings(settings).await.expect("kept");
    client.close().await;
    let settings = home.open().await.settings();
    assert_eq!((settings.theme, settings.text_scale), (Theme::Dark, 1.6));
}

#[tokio::test]
async fn signing_out_leaves_nothing_of_the_account_behind() {
    let home = Home::new();
    let client = home.open().await;
    home.send(&client, "gone with it").await.expect("kept");
    client.sign_out(home.id).await.expect("signed out");
    assert!(client.accounts().is_empty() && !home.account_dir().exists());
    assert_eq!(home.send(&client, "x").await.expect_err("gone").cause, Cause::Local(LocalFault::NotNow));
}

#[tokio::test]
async fn damage_that_only_shows_in_a_timeline_is_mended_while_the_app_runs() {
    let home = Home::new();
    let client = home.open().await;
    home.send(&client, "precious").await.expect("kept");
    client.close().await;
    spoil(&home.history(), "outbox_by_conversation");
    let client = home.open().await;
    let (_, mut updates) = client.subscribe();
    let place = hearth_history::item::Place::Newest;
    let call = OpenCall { key: home.key(), place, limit: 50 };
    let (one, other) = tokio::join!(client.open_conversation(call.clone()), client.page(call));
    for cause in [one.expect_err("damaged").cause, other.expect_err("damaged").cause] {
        assert_eq!(cause, Cause::Local(LocalFault::HistoryDamaged));
    }
    let mut trouble = None;
    while trouble.is_none() {
        let Some(Update::Changes { changes, .. }) = updates.recv().await else { panic!("no changes") };
        trouble = changes.into_iter().find_map(|change| match change {
            Change::Account { account } => account.trouble,
            _ => None,
        });
    }
    assert_eq!(trouble, Some(LocalFault::HistoryDamaged));
    // A write waits for the task, which mends first.
    home.send(&client, "and on").await.expect("kept");
    assert_eq!(home.texts(&client).await, ["precious", "and on"]);
    client.close().await;
}

/// Overwrites the page on which this index begins.
fn spoil(file: &std::path::Path, index: &str) {
    let database = rusqlite::Connection::open(file).expect("opened");
    let root = "SELECT rootpage FROM sqlite_schema WHERE name = ?1";
    let page: usize =
        database.query_row(root, [index], |row| row.get::<_, i64>(0)).expect("there").try_into().expect("page");
    drop(database);
    let mut bytes = fs::read(file).expect("there");
    let size = usize::from(u16::from_be_bytes([bytes[16], bytes[17]]));
    bytes[(page - 1) * size..page * size].fill(0xa5);
    fs::write(file, bytes).expect("spoiled");
}
