//! What is done to messages: seen at once, done exactly once, the same on every device.

use anyhow::{Result, ensure};
use hearth_client::{
    call::{EditCall, ForwardCall, MentionCall, MessageCall, OpenCall, PinCall, ReactCall, ReadCall},
    gallery_view::{GalleryCall, GalleryKind},
    view::RefusedAct,
};
use hearth_engine::connection::Connection;
use hearth_history::item::{Item, Message, Place, Send};
use hearth_proto::{body::Body, error::ErrorCode, id::MessageId, people::Presence};
use hearth_testkit::{
    people::{Person, told},
    proxy::Way,
    server::Hearth,
};

use crate::home::Home;

const ROOM: &str = "Kitchen";

async fn edits(person: &Person, message: MessageId, text: &str) -> Result<()> {
    let call = EditCall { key: person.room(ROOM)?, message, text: text.to_owned() };
    person.client()?.edit_message(call).await.map_err(told)
}

async fn deletes(person: &Person, message: MessageId) -> Result<()> {
    person.client()?.delete_message(MessageCall { key: person.room(ROOM)?, message }).await.map_err(told)
}

async fn reacts(person: &Person, message: MessageId, emoji: &str, on: bool) -> Result<()> {
    let call = ReactCall { key: person.room(ROOM)?, message, emoji: emoji.to_owned(), on };
    person.client()?.react(call).await.map_err(told)
}

async fn pins(person: &Person, message: MessageId, on: bool) -> Result<()> {
    person.client()?.pin_message(PinCall { key: person.room(ROOM)?, message, on }).await.map_err(told)
}

/// The message as the history shows it now.
async fn shown(person: &Person, room: &str, message: MessageId) -> Result<Option<Message>> {
    let items = person.newest(room).await?;
    Ok(items.into_iter().find_map(|item| match item {
        Item::Message(found) if found.id == message => Some(found),
        Item::Message(_) | Item::Note(_) | Item::Hole { .. } => None,
    }))
}

/// Waits until the message looks like this.
async fn sees(person: &Person, message: MessageId, what: &str, look: impl Fn(&Message) -> bool) -> Result<Message> {
    person.until_read(what, |_| async { Ok(shown(person, ROOM, message).await?.filter(|found| look(found))) }).await
}

fn text(message: &Message) -> Option<&str> {
    match &message.body {
        Some(Body::Text { text }) => Some(text),
        _ => None,
    }
}

fn hearts(message: &Message) -> usize {
    message.reactions.iter().find(|count| count.emoji == "❤️").map_or(0, |count| count.users.len())
}

/// The server has the edit, and it is not only laid over.
fn is_edited(message: &Message) -> bool {
    text(message) == Some("better") && message.edited_at.is_some() && message.edit.is_none()
}

/// Says something more, and so learns how many events there were before it.
async fn counts(home: &Home) -> Result<u64> {
    let last = home.ben.says(ROOM, "so far").await?;
    let last = sees(&home.ann, last, "the last word", |one| one.seq.is_some()).await?;
    Ok(last.seq.map_or(0, |seq| seq.0 - 1))
}

async fn hangs_up(person: &Person) -> Result<()> {
    person.client()?.disconnect(person.account()?).await.map_err(told)?;
    person.connection("has hung up", |is| is == Connection::Disconnected).await.map(drop)
}

async fn calls(person: &Person) -> Result<()> {
    person.client()?.connect(person.account()?).await.map_err(told)
}

#[tokio::test]
async fn everything_done_to_a_message_is_seen_by_everybody() -> Result<()> {
    let home = Home::new(Hearth::sealed().await?).await?;
    let message = home.ann.says(ROOM, "soup").await?;
    home.ben.sees(ROOM, "soup").await?;
    edits(&home.ann, message, "better").await?;
    ensure!(text(&shown(&home.ann, ROOM, message).await?.unwrap()) == Some("better"), "seen at once");
    reacts(&home.ben, message, "❤️", true).await?;
    reacts(&home.ann, message, "❤️", true).await?;
    pins(&home.ben, message, true).await?;
    for person in [&home.ann, &home.ben] {
        sees(person, message, "all of it", |one| is_edited(one) && hearts(one) == 2 && one.pinned).await?;
        let pinned = person.client()?.pinned(person.room(ROOM)?).await.map_err(told)?;
        assert_eq!(pinned.iter().map(|one| one.id).collect::<Vec<_>>(), [message]);
        let key = person.room(ROOM)?;
        person.until("counts the pin", |world| world.rows.get(&key).filter(|row| row.pins == 1).map(|_| ())).await?;
    }
    reacts(&home.ben, message, "❤️", false).await?;
    sees(&home.ann, message, "one heart less", |one| hearts(one) == 1).await?;
    deletes(&home.ann, message).await?;
    assert!(shown(&home.ann, ROOM, message).await?.unwrap().body.is_none(), "gone at once");
    for person in [&home.ann, &home.ben] {
        sees(person, message, "it is deleted", |one| one.body.is_none()).await?;
    }
    Ok(())
}

#[tokio::test]
async fn what_is_done_offline_is_seen_at_once_survives_a_restart_and_is_done_once() -> Result<()> {
    let mut home = Home::new(Hearth::sealed().await?).await?;
    let edited = home.ann.says(ROOM, "soup").await?;
    let deleted = home.ann.says(ROOM, "not this").await?;
    let loved = home.ben.says(ROOM, "bread").await?;
    home.ann.sees(ROOM, "bread").await?;
    home.ann.has_sent_all().await?;
    let before = counts(&home).await?;
    home.net.refuse(true);
    home.net.cut();
    home.ann.is_offline().await?;
    edits(&home.ann, edited, "better").await?;
    deletes(&home.ann, deleted).await?;
    reacts(&home.ann, loved, "❤️", true).await?;
    pins(&home.ann, loved, true).await?;
    let waiting = home.ann.says(ROOM, "on my way").await?;
    edits(&home.ann, waiting, "on my way home").await?;
    let never = home.ann.says(ROOM, "forget this").await?;
    deletes(&home.ann, never).await?;
    home.ann.restart().await?;
    let one = shown(&home.ann, ROOM, edited).await?.unwrap();
    assert_eq!((text(&one), &one.edit), (Some("better"), &Some(Send::Waiting)));
    assert!(shown(&home.ann, ROOM, deleted).await?.unwrap().body.is_none());
    let one = shown(&home.ann, ROOM, loved).await?.unwrap();
    assert!(hearts(&one) == 1 && one.pinned);
    assert_eq!(text(&shown(&home.ann, ROOM, waiting).await?.unwrap()), Some("on my way home"));
    assert_eq!(shown(&home.ann, ROOM, never).await?, None);

    home.net.refuse(false);
    for person in [&home.ann, &home.ben] {
        sees(person, edited, "the edit", is_edited).await?;
        sees(person, deleted, "the deletion", |one| one.body.is_none()).await?;
        sees(person, loved, "heart and pin", |one| hearts(one) == 1 && one.pinned).await?;
        sees(person, waiting, "the new message", |one| {
            one.seq.is_some() && text(one) == Some("on my way home") && one.edit.is_none()
        })
        .await?;
    }
    // The word at the count before, four acts, a message and its edit; what never left is nowhere.
    assert_eq!(counts(&home).await?, before + 7);
    assert_eq!(shown(&home.ben, ROOM, never).await?, None);
    Ok(())
}

#[tokio::test]
async fn an_act_cut_off_before_it_arrives_or_before_its_answer_is_done_once() -> Result<()> {
    let home = Home::new(Hearth::sealed().await?).await?;
    let message = home.ann.says(ROOM, "soup").await?;
    home.ben.sees(ROOM, "soup").await?;
    home.ann.has_sent_all().await?;
    let before = counts(&home).await?;

    home.net.shut(Way::ToServer);
    reacts(&home.ann, message, "❤️", true).await?;
    home.net.holding(Way::ToServer).await;
    home.net.cut();
    // What was held is lost once the line is gone, and not before.
    let is_over = |line: &Connection| matches!(line, Connection::Offline { .. });
    home.ann.until("notices", |world| world.lines.iter().any(is_over).then_some(())).await?;
    home.net.open(Way::ToServer);
    sees(&home.ben, message, "the heart", |one| hearts(one) == 1).await?;
    // Its answer may come after it was seen, and what is done next waits for that.
    home.ann.has_sent_all().await?;

    home.net.shut(Way::ToClient);
    edits(&home.ann, message, "better").await?;
    sees(&home.ben, message, "the edit", is_edited).await?;
    home.net.holding(Way::ToClient).await;
    assert_eq!(shown(&home.ann, ROOM, message).await?.unwrap().edit, Some(Send::Waiting), "not acknowledged yet");
    home.net.cut();
    home.net.open(Way::ToClient);
    sees(&home.ann, message, "the edit is there", is_edited).await?;
    home.ann.is_connected().await?;
    assert_eq!(counts(&home).await?, before + 3);
    Ok(())
}

#[tokio::test]
async fn two_devices_that_do_different_things_agree_in_the_end() -> Result<()> {
    let home = Home::new(Hearth::sealed().await?).await?;
    let laptop = home.ann.second_device().await?;
    let message = home.ann.says(ROOM, "soup").await?;
    laptop.sees(ROOM, "soup").await?;
    home.ann.has_sent_all().await?;
    hangs_up(&home.ann).await?;
    edits(&home.ann, message, "from the desk").await?;
    reacts(&home.ann, message, "❤️", true).await?;
    edits(&laptop, message, "from the laptop").await?;
    reacts(&laptop, message, "❤️", true).await?;
    sees(&home.ben, message, "the laptop's edit", |one| text(one) == Some("from the laptop")).await?;
    calls(&home.ann).await?;
    for person in [&home.ann, &laptop, &home.ben] {
        sees(person, message, "the later edit", |one| {
            text(one) == Some("from the desk") && one.edit.is_none() && hearts(one) == 1
        })
        .await?;
    }
    Ok(())
}

#[tokio::test]
async fn what_the_server_refuses_is_taken_back_and_said() -> Result<()> {
    let home = Home::new(Hearth::sealed().await?).await?;
    let message = home.ann.says(ROOM, "soup").await?;
    home.ben.sees(ROOM, "soup").await?;
    deletes(&home.ben, message).await?;
    home.ben
        .until("hears that it was refused", |world| {
            world.refused.iter().find(|one| **one == (message, RefusedAct::Delete, ErrorCode::Forbidden)).map(|_| ())
        })
        .await?;
    sees(&home.ben, message, "the message is back", |one| text(one) == Some("soup")).await?;
    Ok(())
}

#[tokio::test]
async fn a_message_is_passed_on_with_its_author_however_often() -> Result<()> {
    let home = Home::new(Hearth::sealed().await?).await?;
    let message = home.ben.says(ROOM, "soup").await?;
    home.ann.sees(ROOM, "soup").await?;
    let garden = home.ann.makes_room("Garden").await?;
    let shed = home.ann.makes_room("Shed").await?;
    let from = home.ann.room(ROOM)?;
    let call = ForwardCall { from, messages: vec![message], to: vec![garden.conversation] };
    let made = home.ann.client()?.forward(call).await.map_err(told)?;
    let sent = |one: Option<Message>| one.filter(|one| one.seq.is_some());
    home.ann
        .until_read("it is in the garden", |_| async { Ok(sent(shown(&home.ann, "Garden", made[0]).await?)) })
        .await?;
    let call = ForwardCall { from: garden, messages: made, to: vec![shed.conversation] };
    let made = home.ann.client()?.forward(call).await.map_err(told)?;
    let in_shed = home
        .ann
        .until_read("it is in the shed", |_| async {
            Ok(shown(&home.ann, "Shed", made[0]).await?.filter(|one| one.seq.is_some()))
        })
        .await?;
    assert_eq!(text(&in_shed), Some("soup"));
    assert_eq!(in_shed.forwarded.map(|origin| origin.author), Some(home.ben.user()?));
    Ok(())
}

#[tokio::test]
async fn a_forward_that_was_refused_because_the_original_changed_goes_out_with_what_that_says_now() -> Result<()> {
    let home = Home::new(Hearth::sealed().await?).await?;
    let message = home.ben.says(ROOM, "soup at sevn").await?;
    home.ann.sees(ROOM, "soup at sevn").await?;
    let garden = home.ann.makes_room("Garden").await?;
    home.net.refuse(true);
    home.net.cut();
    home.ann.is_offline().await?;
    let call = ForwardCall { from: home.ann.room(ROOM)?, messages: vec![message], to: vec![garden.conversation] };
    let made = home.ann.client()?.forward(call).await.map_err(told)?;
    edits(&home.ben, message, "soup at seven").await?;
    let done = |one: &Message| one.edit.is_none() && text(one) == Some("soup at seven");
    sees(&home.ben, message, "it is changed", done).await?;

    home.net.refuse(false);
    home.ann.client()?.try_now(home.ann.account()?).await.map_err(told)?;
    let in_garden = async |what, look: fn(&Message) -> bool| {
        let found =
            home.ann.until_read(what, |_| async { Ok(shown(&home.ann, "Garden", made[0]).await?.filter(&look)) });
        found.await
    };
    let refused = in_garden("it is refused", |one| matches!(one.send, Send::Failed { .. })).await?;
    assert_eq!(text(&refused), Some("soup at sevn"));
    sees(&home.ann, message, "it is changed", done).await?;
    home.ann.client()?.retry(MessageCall { key: garden, message: made[0] }).await.map_err(told)?;
    let sent = in_garden("it is sent", |one| one.seq.is_some()).await?;
    assert_eq!(text(&sent), Some("soup at seven"));
    assert_eq!(sent.forwarded.map(|origin| origin.author), Some(home.ben.user()?));
    home.ann.has_sent_all().await
}

#[tokio::test]
async fn marking_unread_offline_reaches_the_other_device_after_a_restart_and_reading_ends_it() -> Result<()> {
    let mut home = Home::new(Hearth::sealed().await?).await?;
    let laptop = home.ann.second_device().await?;
    for number in 0..5 {
        home.ben.says(ROOM, &format!("line {number}")).await?;
    }
    let third = home.ann.sees(ROOM, "line 2").await?.seq.unwrap();
    home.ann.has_unread(ROOM, 5).await?;
    laptop.has_unread(ROOM, 5).await?;
    home.net.refuse(true);
    home.net.cut();
    home.ann.is_offline().await?;
    home.ann.reads_all(ROOM).await?;
    home.ann.has_unread(ROOM, 0).await?;
    let key = home.ann.room(ROOM)?;
    home.ann.client()?.mark_unread(ReadCall { key, seq: third }).await.map_err(told)?;
    home.ann.has_unread(ROOM, 3).await?;
    home.ann.restart().await?;
    home.ann.has_unread(ROOM, 3).await?;
    home.net.refuse(false);
    laptop.has_unread(ROOM, 3).await?;
    let key = laptop.room(ROOM)?;
    assert_eq!(laptop.world()?.rows[&key].unread_from, Some(third));
    laptop.reads_all(ROOM).await?;
    home.ann.has_unread(ROOM, 0).await?;
    let key = home.ann.room(ROOM)?;
    home.ann.until("no mark", |world| (world.rows[&key].unread_from.is_none()).then_some(())).await
}

#[tokio::test]
async fn who_has_read_is_shown_and_details_name_them() -> Result<()> {
    let home = Home::new(Hearth::sealed().await?).await?;
    let message = home.ann.says(ROOM, "soup").await?;
    home.ben.sees(ROOM, "soup").await?;
    home.ann.has_sent_all().await?;
    home.ann.looks_at(Some(ROOM), Presence::Online).await?;
    let key = home.ann.room(ROOM)?;
    let ben = home.ben.user()?;
    let seq = shown(&home.ann, ROOM, message).await?.unwrap().seq.unwrap();
    home.ben.reads_to(ROOM, seq).await?;
    home.ann
        .until("Ben has read it", |world| {
            world.readers.get(&key).filter(|all| all.iter().any(|one| one.user == ben && one.seq >= seq)).map(|_| ())
        })
        .await?;
    let details = home.ann.client()?.message_details(MessageCall { key, message }).await.map_err(told)?;
    assert_eq!((details.read_by, details.unread_by, details.complete), (vec![ben], vec![], true));
    Ok(())
}

#[tokio::test]
async fn mentions_can_be_walked_and_an_edit_can_make_one() -> Result<()> {
    let home = Home::new(Hearth::sealed().await?).await?;
    let first = home.ben.says(ROOM, "hello @ann").await?;
    let second = home.ben.says(ROOM, "soup").await?;
    home.ann.sees(ROOM, "soup").await?;
    edits(&home.ben, second, "soup, @ann").await?;
    let found = sees(&home.ann, second, "it mentions Ann", |one| one.mentions_me).await?;
    let key = home.ann.room(ROOM)?;
    let next = async |after| home.ann.client()?.next_mention(MentionCall { key, after }).await.map_err(told);
    assert_eq!(next(None).await?, Some(first));
    let seq = sees(&home.ann, first, "the first", |one| one.mentions_me).await?.seq;
    assert_eq!(next(seq).await?, Some(second));
    assert_eq!(next(found.seq).await?, None);
    Ok(())
}

#[tokio::test]
async fn the_next_mention_is_found_where_it_is_not_here_yet() -> Result<()> {
    let home = Home::new(
        Hearth::start(|config| {
            config.limits.page_events = 10;
            config.limits.rate_burst = 1_000;
        })
        .await?,
    )
    .await?;
    let first = home.ben.says(ROOM, "hello @ann").await?;
    for number in 0..60 {
        home.ben.says(ROOM, &format!("line {number}")).await?;
    }
    let last = home.ben.says(ROOM, "and again @ann").await?;
    home.ann.sees(ROOM, "and again @ann").await?;
    // It begins with the newest page, where only the last one is.
    let laptop = home.ann.second_device().await?;
    laptop.sees(ROOM, "and again @ann").await?;
    let key = laptop.room(ROOM)?;
    let next = async |after| laptop.client()?.next_mention(MentionCall { key, after }).await.map_err(told);
    assert_eq!(next(None).await?, Some(first));
    let found = laptop.client()?.page(OpenCall { key, place: Place::Message { message: first }, limit: 1 }).await;
    let seq = found.map_err(told)?.items.iter().find_map(|item| match item {
        Item::Message(one) if one.id == first => one.seq,
        Item::Message(_) | Item::Note(_) | Item::Hole { .. } => None,
    });
    assert_eq!(next(seq).await?, Some(last));
    Ok(())
}

#[tokio::test]
async fn a_message_or_a_day_that_is_not_here_yet_is_fetched() -> Result<()> {
    let home = Home::new(
        Hearth::start(|config| {
            config.limits.page_events = 10;
            config.limits.rate_burst = 1_000;
        })
        .await?,
    )
    .await?;
    let first = home.ann.says(ROOM, "the first").await?;
    for number in 0..60 {
        home.ann.says(ROOM, &format!("line {number}")).await?;
    }
    home.ann.has_sent_all().await?;
    let at = shown(&home.ann, ROOM, first).await?.map(|one| one.at);
    let cyd = home.joined_by("Cyd").await?;
    let key = cyd.room(ROOM)?;
    let open = async |place| cyd.client()?.page(OpenCall { key, place, limit: 20 }).await.map_err(told);
    let page = open(Place::Message { message: first }).await?;
    assert!(page.items.iter().any(|item| matches!(item, Item::Message(one) if one.id == first)));
    if let Some(when) = at {
        let page = open(Place::Date { when }).await?;
        assert!(page.items.iter().any(|item| matches!(item, Item::Message(one) if one.id == first)));
    }
    let nothing = open(Place::Message { message: MessageId(uuid::Uuid::nil()) }).await;
    assert!(nothing.is_err_and(|error| error.to_string().contains("NotFound")));
    let files = GalleryCall { key, kind: GalleryKind::Files, before: None, limit: 10 };
    assert!(cyd.client()?.gallery(files).await.map_err(told)?.entries.is_empty());
    Ok(())
}
