//! Removes from the disk what is deleted: the bytes of blobs that nothing shows any more or that the state never heard
//! of, and words that only the write-ahead log still has.

use hearth_proto::{
    error::Failure,
    id::{BlobId, Millis},
};

use crate::{
    house::House,
    state::{
        command::{Action, Actor, Command},
        store,
    },
};

/// How many blobs are removed at once; more wait for the next round, so that uploads are not held up.
const BLOBS_A_ROUND: u32 = 128;

/// Removes some of the blobs whose time is over: the state gives them up, then their bytes go, then the state forgets
/// them. A crash in between leaves them given up, and the next round goes on.
///
/// # Errors
/// The database fails.
pub async fn remove_blobs(house: &House, now: Millis) -> Result<(), Failure> {
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

/// Removes what a crash left on the disk between a blob's arrival and its entry, in one directory of many: every round
/// looks into the next.
///
/// # Errors
/// The disk or the database fails.
pub async fn remove_strays(house: &House, round: u32) -> Result<(), Failure> {
    for blob in house.blobs.lying_in(round.to_le_bytes()[0]).await? {
        if !house.readers.has_blob(blob.clone()).await? {
            remove_stray(house, &blob).await?;
        }
    }
    Ok(())
}

/// Removes the bytes of a blob, unless the state knows it. Waits for those that are just coming in.
///
/// # Errors
/// The database fails.
pub async fn remove_stray(house: &House, blob: &BlobId) -> Result<(), Failure> {
    let _going = house.blobs.go().await;
    if !house.readers.has_blob(blob.clone()).await? {
        house.blobs.remove(blob).await;
    }
    Ok(())
}

/// Empties the write-ahead log, where deleted words would otherwise lie until enough others were written.
pub async fn remove_old_words(house: &House) {
    let data = house.data.clone();
    match tokio::task::spawn_blocking(move || store::fold_log(&data)).await {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => tracing::warn!(%error, "the write-ahead log could not be emptied yet"),
        Err(error) => tracing::warn!(%error, "emptying the write-ahead log was cut short"),
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
        clock::now,
        state::{
            command::StoredBlob,
            tests::{create_room, enrol, message_id, post, room_id, user},
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

    #[tokio::test]
    async fn bytes_that_a_crash_left_without_an_entry_are_removed_and_others_stay() {
        let dir = tempfile::tempdir().unwrap();
        let running = serve(&dir).await;
        let house = running.house();
        house.decide(Actor::Stranger, enrol(ann().0, "Ann")).await.unwrap();
        let known = bring(house, b"known").await;
        let stray: BlobId = hex::encode(Sha256::digest(b"stray")).parse().unwrap();
        let path = house.blobs.path(&stray);
        tokio::fs::create_dir_all(path.parent().unwrap()).await.unwrap();
        tokio::fs::write(&path, b"stray").await.unwrap();
        for round in 0..256 {
            remove_strays(house, round).await.unwrap();
        }
        assert!(!path.exists());
        assert!(house.blobs.path(&known).exists());
        running.stop().await;
    }

    #[tokio::test]
    async fn deleted_words_are_in_no_file_of_a_running_server() {
        let dir = tempfile::tempdir().unwrap();
        let running = serve(&dir).await;
        let house = running.house();
        let (user, by) = ann();
        house.decide(Actor::Stranger, enrol(user, "Ann")).await.unwrap();
        house.decide(by, create_room(room_id(1), Visibility::Private)).await.unwrap();
        house.decide(by, post(room_id(1), message_id(1), "a zebra in the kitchen")).await.unwrap();
        assert!(files_with(dir.path(), b"zebra") > 0);
        let redact = Action::Redact { conversation: room_id(1), message: message_id(1), act: None };
        house.decide(by, redact).await.unwrap();
        remove_old_words(house).await;
        assert_eq!(files_with(dir.path(), b"zebra"), 0);
        house.decide(by, post(room_id(1), message_id(2), "no horse either")).await.unwrap();
        running.stop().await;
    }

    fn files_with(dir: &std::path::Path, words: &[u8]) -> usize {
        let files = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
        let has =
            |path: &std::path::PathBuf| std::fs::read(path).unwrap().windows(words.len()).any(|window| window == words);
        files.filter(has).count()
    }
}
