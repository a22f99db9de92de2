//! What a server does by itself from time to time: tells who came and went, forgets what is old, removes blobs that
//! nothing shows, and ends the lines of devices that the command line has signed out.

use std::{sync::Arc, time::Duration};

use hearth_proto::error::CloseCode;
use tokio::time::{MissedTickBehavior, interval};

use crate::{clock::now, house::House, removal};

const SELDOM: Duration = Duration::from_secs(5);
/// Forgetting happens every so many of those.
const FORGET_EVERY: u32 = 12;
/// And the write-ahead log is emptied every so many of those.
const FOLD_EVERY: u32 = 120;

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
            let removed = match removal::remove_blobs(&house, now()).await {
                Ok(()) => removal::remove_strays(&house, round / FORGET_EVERY).await,
                failed => failed,
            };
            if let Err(failure) = removed {
                tracing::warn!(code = ?failure.code, "blobs that nothing shows could not be removed yet");
            }
        }
        if round.is_multiple_of(FOLD_EVERY) {
            removal::remove_old_words(&house).await;
        }
    }
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
