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

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use hearth_proto::{
        id::{BlobId, DeviceId, UserId},
        room::Visibility,
    };
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::{
        Config, Running, Server, Tls,
        blobs::Upload,
        state::{
            command::StoredBlob,
            tests::{create_room, enrol, message_id, room_id, user},
        },
    };

    const DAY: i64 = 24 * 60 * 60 * 1000;

    async fn serve(dir: &tempfile::TempDir) -> Running {
        let mut config = Config::new(dir.path());
        config.listen = SocketAddr::from(([127, 0, 0, 1], 0));
        config.tls = Tls::Off;
        config.open = true;
        Server::start(config).await.unwrap()
    }

    fn ann() -> (UserId, Actor) {
        (user(1), Actor::Person { user: user(1), device: DeviceId(user(1).0) })
    }

    /// Brings bytes in as an upload does.
    async fn bring(house: &House, bytes: &[u8]) -> BlobId {
        let (user, by) = ann();
        let blob: BlobId = hex::encode(Sha256::digest(bytes)).parse().unwrap();
        let size = bytes.len() as u64;
        let upload = Upload { user, blob: blob.clone(), length: size, claims_picture: false, touched_at: now() };
        let (id, _) = house.blobs.begin(upload).await.unwrap();
        let turn = house.blobs.take_turn(&id, user, now()).unwrap();
        tokio::fs::write(turn.part(), bytes).await.unwrap();
        let _coming = house.blobs.come().await;
        turn.finish().await.unwrap();
        turn.forget().await;
        let mime = "application/octet-stream".into();
        let stored = StoredBlob { blob: blob.clone(), mime, size, width: 0, height: 0 };
        house.decide(by, Action::StoreBlob(stored)).await.unwrap();
        blob
    }

    fn file(blob: &BlobId, message: u128, size: u64) -> Action {
        use hearth_proto::{
            body::{Body, File},
            command::Post,
        };
        let file = File { blob: blob.clone(), mime: "text/plain".into(), size, name: "a.txt".into(), video: None };
        let body = Body::File { file, caption: String::new() };
        let (conversation, message) = (room_id(1), message_id(message));
        Action::Post(Post { conversation, message, body, reply_to: None, forward: None })
    }

    #[tokio::test]
    async fn the_bytes_of_a_deleted_message_are_gone_from_the_disk_and_others_stay() {
        let dir = tempfile::tempdir().unwrap();
        let running = serve(&dir).await;
        let house = running.house();
        let (user, by) = ann();
        house.decide(Actor::Stranger, enrol(user, "Ann")).await.unwrap();
        house.decide(by, create_room(room_id(1), Visibility::Private)).await.unwrap();
        let (stays, goes) = (bring(house, b"stays").await, bring(house, b"goes").await);
        house.decide(by, file(&stays, 1, 5)).await.unwrap();
        house.decide(by, file(&goes, 2, 4)).await.unwrap();
        let redact = Action::Redact { conversation: room_id(1), message: message_id(2), act: None };
        house.decide(by, redact).await.unwrap();
        remove_blobs(house, now()).await.unwrap();
        assert!(house.blobs.path(&goes).exists(), "whoever is about to show it again has a while");
        remove_blobs(house, Millis(now().0 + 2 * DAY)).await.unwrap();
        assert!(!house.blobs.path(&goes).exists());
        assert!(house.blobs.path(&stays).exists());
        assert!(!house.readers.blobs_to_remove(Millis(now().0 + 2 * DAY)).await.unwrap());
        let back = bring(house, b"goes").await;
        house.decide(by, file(&back, 3, 4)).await.unwrap();
        running.stop().await;
        assert!(crate::operator::check(dir.path()).unwrap().problems.is_empty());
    }

    #[tokio::test]
    async fn what_was_given_up_before_a_crash_is_removed_after_it() {
        let dir = tempfile::tempdir().unwrap();
        let running = serve(&dir).await;
        let house = running.house();
        house.decide(Actor::Stranger, enrol(ann().0, "Ann")).await.unwrap();
        let blob = bring(house, b"goes").await;
        let at = Millis(now().0 + 2 * DAY);
        let doom = Command { at, by: Actor::House, action: Action::DoomBlobs { most: 10 } };
        house.sequencer.decide(doom).await.unwrap();
        assert!(house.blobs.path(&blob).exists());
        running.stop().await;
        let running = serve(&dir).await;
        remove_blobs(running.house(), now()).await.unwrap();
        assert!(!running.house().blobs.path(&blob).exists());
        running.stop().await;
    }
}
