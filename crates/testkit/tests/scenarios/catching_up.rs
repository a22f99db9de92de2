//! Readers who are behind: away for long, too slow, or reading another log than before.

use std::{fs, path::Path, time::Duration};

use anyhow::{Context, Result};
use hearth_engine::connection::{Connection, LineReason};
use hearth_proto::{
    command::NewInvite,
    error::CloseCode,
    id::{ConversationId, Epoch, MessageId},
    link::Purpose,
    people::Presence,
};
use hearth_testkit::{
    people::{Person, texts_of, told},
    proxy::Way,
    server::{Hearth, through},
    wire::{Account, Heard},
};
use uuid::Uuid;

use crate::home::Home;

async fn generous() -> Result<Hearth> {
    Hearth::start(|config| {
        config.limits.rate_per_second = 100_000;
        config.limits.rate_burst = 100_000;
        config.heartbeat = Duration::from_secs(30);
    })
    .await
}

fn lines(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("line {number}")).collect()
}

#[tokio::test]
async fn who_was_away_gets_the_newest_first_then_all_without_a_hole() -> Result<()> {
    let mut home = Home::new(generous().await?).await?;
    home.ben.close().await;
    let away = lines(650);
    for text in &away {
        home.ann.says("Kitchen", text).await?;
    }
    home.ann.has_sent_all().await?;
    home.ben.reopen().await?;
    home.ben.has_unread("Kitchen", 650).await?;
    let newest = home.ben.sees("Kitchen", "line 649").await?.seq.context("not sent")?;
    let messages = home.ben.has_all_of("Kitchen").await?;
    assert_eq!(texts_of(&messages), away);
    assert_eq!(home.ben.unread("Kitchen")?, 650);

    let oldest = messages[0].seq.context("not sent")?;
    let world = home.ben.until("was told of all", |world| (world.arrivals.len() >= 650).then(|| world.clone())).await?;
    let place = |wanted| world.arrivals.iter().position(|(_, seq)| *seq == wanted);
    assert!(place(newest) < place(oldest), "the oldest came before the newest");
    let seqs: Vec<_> = messages.iter().filter_map(|message| message.seq).map(|seq| seq.0).collect();
    assert!(seqs.windows(2).all(|pair| pair[1] == pair[0] + 1), "{seqs:?}");
    Ok(())
}

#[tokio::test]
async fn a_reader_who_does_not_read_is_cut_off_and_told_that_it_was_too_slow() -> Result<()> {
    let home = Home::new(generous().await?).await?;
    let invite = home.hearth.invite(NewInvite::default()).await?;
    let Purpose::Join(code) = invite.purpose else { panic!("no invite") };
    let account = Account::join(home.hearth.address(), &code, "Sleepy").await?;
    let mut sleepy = account.open(None, Some(8 * 1024)).await?;
    let user = account.entered.user;
    let shown = |wanted| {
        move |world: &hearth_testkit::people::World| (world.presence.get(&user) == Some(&wanted)).then_some(())
    };
    home.ann.until("sees Sleepy", shown(Presence::Online)).await?;
    let long = "x".repeat(16_000);
    // The line ends when the queue in the server is full, and that only after the system's own buffers are.
    let mut sent = 0;
    while home.ann.world()?.presence.get(&user) != Some(&Presence::Offline) {
        assert!(sent < 5_000, "80 MB and still not slow");
        home.ann.says("Kitchen", &long).await?;
        sent += 1;
        if sent % 50 == 0 {
            home.ann.has_sent_all().await?;
        }
    }
    let closed = loop {
        if let Heard::Closed(code) = sleepy.next().await? {
            break code;
        }
    };
    assert_eq!(closed, Some(CloseCode::SlowReader));
    Ok(())
}

#[tokio::test]
async fn a_client_that_was_too_slow_catches_up_by_itself() -> Result<()> {
    let home = Home::new(generous().await?).await?;
    home.net.shut(Way::ToClient);
    let long = "y".repeat(16_000);
    let user = home.ann.user()?;
    let mut sent = 0;
    while home.ben.world()?.presence.get(&user) != Some(&Presence::Offline) {
        assert!(sent < 5_000, "80 MB and still not slow");
        home.ben.says("Kitchen", &long).await?;
        sent += 1;
        if sent % 50 == 0 {
            home.ben.has_sent_all().await?;
        }
    }
    home.ben.says("Kitchen", "the last").await?;
    home.ben.has_sent_all().await?;
    home.net.open(Way::ToClient);
    home.ann.sees("Kitchen", "the last").await?;
    let messages = home.ann.has_all_of("Kitchen").await?;
    assert_eq!(messages.len(), sent + 1);
    let reasons = home.ann.world()?.lines;
    let told_why =
        reasons.iter().any(|line| matches!(line, Connection::Offline { reason: LineReason::ClosedByServer, .. }));
    assert!(told_why, "{reasons:?}");
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()))?;
        } else {
            fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_server_restored_from_a_backup_costs_nobody_what_they_have() -> Result<()> {
    let mut home = Home::new(Hearth::sealed().await?).await?;
    home.ann.says("Kitchen", "in the backup").await?;
    home.ben.sees("Kitchen", "in the backup").await?;
    home.hearth.stop().await;
    let backup = tempfile::tempdir()?;
    copy(home.hearth.data(), backup.path())?;
    home.hearth.resume().await?;
    home.ben.says("Kitchen", "after the backup").await?;
    home.ann.sees("Kitchen", "after the backup").await?;
    home.ann.is_connected().await?;
    home.hearth.stop().await;
    home.ann.is_offline().await?;
    home.ann.says("Kitchen", "while it was away").await?;

    copy(backup.path(), home.hearth.data())?;
    let epoch = Epoch(Uuid::now_v7()).0.into_bytes();
    let database = rusqlite::Connection::open(home.hearth.data().join("hearth.sqlite3"))?;
    assert_eq!(database.execute("UPDATE meta SET value = ?1 WHERE key = 'epoch'", [epoch])?, 1);
    drop(database);
    home.hearth.resume().await?;

    home.ann.has_sent_all().await?;
    home.ben.sees("Kitchen", "while it was away").await?;
    home.ben.says("Kitchen", "a new life").await?;
    home.ann.sees("Kitchen", "a new life").await?;
    let both = ["in the backup", "after the backup", "while it was away", "a new life"];
    for person in [&home.ann, &home.ben] {
        let mut texts = texts_of(&person.has_all_of("Kitchen").await?);
        texts.sort_unstable();
        let mut all = both.map(str::to_owned).to_vec();
        all.sort_unstable();
        assert_eq!(texts, all, "nothing local was lost");
    }
    let cyd = home.joined_by("Cyd").await?;
    cyd.sees("Kitchen", "a new life").await?;
    assert_eq!(cyd.texts("Kitchen").await?, ["in the backup", "while it was away", "a new life"]);
    Ok(())
}

#[tokio::test]
async fn a_damaged_history_is_set_aside_and_what_waited_in_it_goes_out() -> Result<()> {
    let mut home = Home::new(Hearth::sealed().await?).await?;
    for number in 0..30 {
        home.ben.says("Kitchen", &format!("line {number}")).await?;
    }
    home.ann.sees("Kitchen", "line 29").await?;
    home.net.refuse(true);
    home.net.cut();
    home.ann.says("Kitchen", "waits").await?;
    home.ann.close().await;
    let file = home.ann.account_dir()?.join("history.sqlite");
    spoil(&file, &["message", "message_by_seq", "conversation", "note"])?;
    home.net.refuse(false);
    home.ann.reopen().await?;
    let account = home.ann.account()?;
    let trouble = home.ann.until("says that the history was damaged", |world| world.accounts[&account].trouble).await?;
    assert_eq!(trouble, hearth_client::view::LocalFault::HistoryDamaged);
    home.ann.sees("Kitchen", "waits").await?;
    home.ben.sees("Kitchen", "waits").await?;
    home.ann.sees("Kitchen", "waits").await?;
    home.ann.has_sent_all().await?;
    let mut all = lines(30);
    all.push("waits".into());
    assert_eq!(texts_of(&home.ann.has_all_of("Kitchen").await?), all);
    assert!(file.with_extension("damaged-1.sqlite").exists());
    Ok(())
}

/// Overwrites the first page of these tables and indexes.
fn spoil(file: &Path, names: &[&str]) -> Result<()> {
    let database = rusqlite::Connection::open(file)?;
    let mut pages = Vec::new();
    for name in names {
        let page: i64 =
            database.query_row("SELECT rootpage FROM sqlite_schema WHERE name = ?1", [name], |row| row.get(0))?;
        pages.push(usize::try_from(page - 1)? * 4096);
    }
    drop(database);
    let mut bytes = fs::read(file)?;
    for at in pages {
        bytes[at..at + 4096].fill(0xA5);
    }
    Ok(fs::write(file, bytes)?)
}

#[tokio::test]
async fn a_newcomer_gets_the_whole_past_without_a_hole() -> Result<()> {
    let home = Home::new(generous().await?).await?;
    for text in lines(450) {
        home.ann.says("Kitchen", &text).await?;
    }
    home.ann.has_sent_all().await?;
    let cyd = Person::join("Cyd", &home.ann.invites_to("Kitchen").await?).await?;
    cyd.sees("Kitchen", "line 449").await?;
    assert_eq!(texts_of(&cyd.has_all_of("Kitchen").await?), lines(450));
    Ok(())
}

#[tokio::test]
async fn the_same_id_again_gets_the_first_answer_again() -> Result<()> {
    let home = Home::new(Hearth::plain().await?).await?;
    let Purpose::Join(code) = home.ann.invites_to("Kitchen").await?.purpose else { panic!("no invite") };
    let account = Account::join(home.hearth.address(), &code, "Dan").await?;
    let room: ConversationId = home.ann.room("Kitchen")?.conversation;
    let message = MessageId(Uuid::now_v7());
    let mut answers = Vec::new();
    for _ in 0..3 {
        let mut wire = account.open(None, None).await?;
        for _ in 0..2 {
            match wire.post(room, message, "once").await? {
                hearth_proto::frame::ServerFrame::Ack { seq, pos, at, .. } => answers.push((seq, pos, at)),
                other => panic!("{other:?}"),
            }
        }
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    home.ann.sees("Kitchen", "once").await?;
    assert_eq!(home.ann.texts("Kitchen").await?, ["once"]);
    Ok(())
}

#[tokio::test]
async fn a_person_who_comes_by_another_way_is_the_same_person() -> Result<()> {
    let home = Home::new(Hearth::sealed().await?).await?;
    let account = home.ann.account()?;
    let again = through(&home.hearth.invite(NewInvite::default()).await?, &home.net).to_string();
    let identity = hearth_client::call::Identity {
        name: "Ann".into(),
        handle: None,
        picture: hearth_client::call::PictureChoice::Drawn { name: "person-fox".into() },
        password: None,
    };
    let call = hearth_client::call::JoinCall { link: again, identity };
    assert_eq!(home.ann.client()?.join(call).await.map_err(told)?, account);
    assert_eq!(home.ann.world()?.accounts.len(), 1);
    Ok(())
}
