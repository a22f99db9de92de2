//! What a server does by itself from time to time: tells who came and went, forgets what is old, removes blobs that
//! nothing shows, and ends the lines of devices that the command line has signed out.

use std::{sync::Arc, time::Duration};

use hearth_proto::{
    error::{CloseCode, Failure},
    id::Millis,
};
use tokio::time::{MissedTickBehavior, interval};

use crate::{
    clock::now,
    house::House,
    state::command::{Action, Actor, Command},
};

const SELDOM: Duration = Duration::from_secs(5);
/// Forgetting happens every so many of those.
const FORGET_EVERY: u32 = 12;
/// How many blobs are removed at once; more wait for the next round, so that uploads are not held up.
const BLOBS_A_ROUND: u32 = 128;

/// Tells presence in batches until the server stops.
pub async fn tell_presence(house: Arc<House>, every: Duration) {
    let mut ticks = interval(every.max(Duration::from_millis(1)));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => house.hub.tell_presence(now()),
            () = house.stopping.cancelled() => return,
        }
    }
}

/// Everything that may wait a little.
pub async fn tidy(house: Arc<House>) {
    let mut ticks = interval(SELDOM);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut round = 0_u32;
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = house.stopping.cancelled() => return,
        }
        end_signed_out(&house).await;
        round = round.wrapping_add(1);
        if round.is_multiple_of(FORGET_EVERY) {
            house.doors.forget();
            house.blobs.sweep(now()).await;
            if let Err(failure) = remove_blobs(&house, now()).await {
                tracing::warn!(code = ?failure.code, "blobs that nothing shows could not be removed yet");
            }
        }
    }
}

/// Removes some of the blobs whose time is over: the state gives them up, then their bytes go, then the state forgets
/// them. A crash in between leaves them given up, and the next round goes on.
async fn remove_blobs(house: &House, now: Millis) -> Result<(), Failure> {
    if !house.readers.blobs_to_remove(now).await? {
        return Ok(());
    }
    let _going = house.blobs.go().await;
    let decide = |action| house.sequencer.decide(Command { at: now, by: Actor::House, action });
    decide(Action::DoomBlobs { most: BLOBS_A_ROUND }).await?;
    let mut gone = Vec::new();
    for blob in house.readers.doomed_blobs(BLOBS_A_ROUND).await? {
        if house.blobs.remove(&blob).await {
            gone.push(blob);
        }
    }
    decide(Action::BuryBlobs { blobs: gone }).await?;
    Ok(())
}

/// The server itself closes such lines at once; this is for changes that came from beside it.
async fn end_signed_out(house: &House) {
    let connected = house.hub.devices();
    if connected.is_empty() {
        return;
    }
    let Ok(signed_in) = house.readers.signed_in().await else { return };
    for (user, device) in connected {
        if !signed_in.contains(&(user, device)) {
            house.hub.end(user, device, CloseCode::SignedOut);
        }
    }
}
