//! The rest of the past: known where it is missing, fetched politely, and at once where somebody asks.

use anyhow::Result;
use hearth_client::{
    call::OpenCall,
    search_view::{CoverageCall, CoverageView, FetchPause},
    view::Key,
};
use hearth_history::item::Place;
use hearth_testkit::{
    people::{Person, World, told},
    proxy::Way,
    server::Hearth,
};

use crate::home::Home;

/// So many messages are said while ann is away.
const SAID: u64 = 120;

/// Ann knows nothing of what was said, and her line is dead.
async fn away() -> Result<Home> {
    let hearth = Hearth::start(|config| {
        config.limits.page_events = 10;
        config.limits.rate_per_second = 100_000;
        config.limits.rate_burst = 100_000;
    });
    let home = Home::new(hearth.await?).await?;
    home.net.refuse(true);
    home.net.cut();
    home.ann.is_offline().await?;
    for number in 0..SAID {
        home.ben.says("Kitchen", &format!("line {number}")).await?;
    }
    home.ben.has_sent_all().await?;
    Ok(home)
}

/// Ann's line is back, and the newest page is here.
async fn back(home: &Home) -> Result<()> {
    home.net.refuse(false);
    home.ann.client()?.try_now(home.ann.account()?).await.map_err(told)?;
    home.ann.is_connected().await?;
    home.ann.sees("Kitchen", &format!("line {}", SAID - 1)).await.map(drop)
}

async fn coverage(person: &Person, key: Key) -> Result<CoverageView> {
    let call = CoverageCall { account: key.account, here: Some(key.conversation) };
    person.client()?.coverage(call).await.map_err(told)
}

/// Waits until the window was told of coverage like this.
async fn is_told(person: &Person, what: &str, wanted: impl Fn(&CoverageView) -> bool) -> Result<CoverageView> {
    person.until(what, |world| world.coverages.last().map(|(_, coverage)| *coverage).filter(&wanted)).await
}

#[tokio::test]
async fn while_the_person_does_something_the_rest_waits_and_then_comes_by_itself() -> Result<()> {
    let home = away().await?;
    let key = home.ann.room("Kitchen")?;
    home.ann.client()?.active().await.map_err(told)?;
    back(&home).await?;
    let first = coverage(&home.ann, key).await?;
    assert!(!first.complete && !first.fetching && first.since.is_some(), "{first:?}");
    assert_eq!(first.paused, Some(FetchPause::Active));
    assert!(first.here < first.all && first.all == SAID, "{first:?}");
    let last = is_told(&home.ann, "is told that all is here", |coverage| coverage.complete).await?;
    assert_eq!((last.here, last.all, last.fetching, last.paused), (SAID, SAID, false, None));
    let told = home.ann.world()?.coverages;
    assert!(told.iter().all(|(here, _)| *here == Some(key.conversation)), "{told:?}");
    assert!(told.is_sorted_by_key(|(_, coverage)| coverage.here), "it never becomes less: {told:?}");
    Ok(())
}

#[tokio::test]
async fn on_its_battery_only_what_is_asked_for_comes_and_a_restart_in_its_midst_loses_no_wish() -> Result<()> {
    let mut home = away().await?;
    home.ann.client()?.set_battery(true).await.map_err(told)?;
    back(&home).await?;
    let key = home.ann.room("Kitchen")?;
    let first = coverage(&home.ann, key).await?;
    assert_eq!((first.complete, first.paused), (false, Some(FetchPause::Battery)), "{first:?}");

    // The answers get lost on the way, and then the program dies.
    home.net.shut(Way::ToClient);
    let call = CoverageCall { account: key.account, here: Some(key.conversation) };
    home.ann.client()?.fetch_rest(call).await.map_err(told)?;
    let asked = coverage(&home.ann, key).await?;
    assert!(asked.fetching && !asked.complete && asked.paused.is_none(), "{asked:?}");
    home.net.refuse(true);
    home.net.cut();
    home.net.open(Way::ToClient);
    home.ann.crash();
    home.ann.reopen().await?;
    home.ann.client()?.set_battery(true).await.map_err(told)?;
    let offline = coverage(&home.ann, key).await?;
    assert_eq!((offline.complete, offline.paused), (false, Some(FetchPause::Offline)), "{offline:?}");

    back(&home).await?;
    let last = is_told(&home.ann, "is told that all is here", |coverage| coverage.complete).await?;
    assert_eq!((last.here, last.all), (SAID, SAID));
    assert_eq!(home.ann.has_all_of("Kitchen").await?.len() as u64, SAID);
    Ok(())
}

#[tokio::test]
async fn of_what_comes_for_later_a_window_hears_only_where_it_shows_the_room() -> Result<()> {
    for shows in [true, false] {
        let home = away().await?;
        let key = home.ann.room("Kitchen")?;
        let heard = |world: &World| world.messages.keys().filter(|(room, _)| *room == key).count() as u64;
        let before = heard(&home.ann.world()?);
        home.ann.client()?.set_battery(true).await.map_err(told)?;
        home.net.refuse(false);
        home.ann.client()?.try_now(home.ann.account()?).await.map_err(told)?;
        // The newest page is told of everywhere.
        home.ann.until("hears what is new", |world| (heard(world) > before).then_some(())).await?;
        if shows {
            let call = OpenCall { key, place: Place::Newest, limit: 5 };
            home.ann.client()?.open_conversation(call).await.map_err(told)?;
        }
        let call = CoverageCall { account: key.account, here: Some(key.conversation) };
        home.ann.client()?.fetch_rest(call).await.map_err(told)?;
        if !coverage(&home.ann, key).await?.complete {
            is_told(&home.ann, "is told that all is here", |coverage| coverage.complete).await?;
        }
        let all = |world: &World| (heard(world) == before + SAID).then_some(());
        if shows {
            home.ann.until("hears all of it", all).await?;
        } else {
            assert_eq!(all(&home.ann.world()?), None);
        }
        assert_eq!(home.ann.has_all_of("Kitchen").await?.len() as u64, SAID);
    }
    Ok(())
}

#[tokio::test]
async fn what_is_missing_is_known_without_a_server() -> Result<()> {
    let mut home = away().await?;
    home.ann.client()?.set_battery(true).await.map_err(told)?;
    back(&home).await?;
    home.hearth.stop().await;
    home.ann.restart().await?;
    let key = home.ann.room("Kitchen")?;
    let here = coverage(&home.ann, key).await?;
    assert!(!here.complete && here.here < here.all, "{here:?}");
    let since = here.since.expect("the newest are here");
    let oldest = home.ann.newest("Kitchen").await?.into_iter().find_map(|item| match item {
        hearth_history::item::Item::Message(message) => Some(message.at),
        hearth_history::item::Item::Note(_) | hearth_history::item::Item::Hole { .. } => None,
    });
    assert!(Some(since) <= oldest, "{since:?} {oldest:?}");
    let all = home.ann.client()?.coverage(CoverageCall { account: key.account, here: None }).await.map_err(told)?;
    assert_eq!((all.complete, all.since), (false, Some(since)));
    Ok(())
}
