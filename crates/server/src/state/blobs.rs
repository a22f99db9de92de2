//! Which blobs the server holds, who brought them, which messages show them, and which may go.
//!
//! ```text
//!              shown by a message, a person or a room
//!            ◄────────────────────────────────────────
//!   used                                                free at a time ──► doomed ──► gone
//!            ────────────────────────────────────────►         the time has come   the bytes are removed
//!              no longer shown by any
//! ```

use hearth_proto::{
    body::{Body, Picture},
    error::ErrorCode,
    id::{BlobId, ConversationId, MessageId, Millis, UserId},
    people::Avatar,
};
use rusqlite::{Connection, OptionalExtension, Row, params, types::Type};

use super::{
    apply::Tx,
    command::{Actor, Answer, Refusal, StoredBlob, forbidden},
    rows::{avatar_blob, int, uint},
};

/// What was uploaded and never shown is kept for so long: a message about it may wait for a line.
const UNSHOWN_MS: i64 = 24 * 60 * 60 * 1000;
/// What was shown and is not any more goes so soon: whoever deletes a picture wants it gone.
const DROPPED_MS: i64 = 10 * 60 * 1000;
/// Stickers are small: bytes, and pixels of a side.
const STICKER_BYTES: u64 = 1024 * 1024;
const STICKER_SIDE: u32 = 1024;

impl Tx<'_> {
    /// Enters a blob whose bytes are on disk.
    pub fn store_blob(&mut self, blob: &StoredBlob) -> Result<Answer, Refusal> {
        let me = self.me()?;
        let id = blob.blob.as_str();
        let mine: bool = self
            .conn
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM blob_uploaders WHERE user = ?1 AND blob = ?2)")?
            .query_row(params![me.0.into_bytes(), id], |row| row.get(0))?;
        if !mine && used_bytes(self.conn, me)?.saturating_add(blob.size) > self.rules.limits.quota_bytes {
            return Err(Refusal::no(ErrorCode::QuotaExceeded, "your uploads have reached the limit of this server"));
        }
        self.insert_blob(blob)?;
        self.conn
            .prepare_cached("INSERT OR IGNORE INTO blob_uploaders (user, blob, size) VALUES (?1, ?2, ?3)")?
            .execute(params![me.0.into_bytes(), id, int(blob.size)])?;
        self.keep_until(&blob.blob, UNSHOWN_MS)?;
        Ok(Answer::Done)
    }

    /// Enters a blob that an import has put on the disk.
    pub fn import_blob(&mut self, blob: &StoredBlob) -> Result<(), Refusal> {
        self.insert_blob(blob)?;
        self.keep_until(&blob.blob, UNSHOWN_MS)
    }

    fn insert_blob(&self, blob: &StoredBlob) -> Result<(), Refusal> {
        let id = blob.blob.as_str();
        self.conn
            .prepare_cached(
                "INSERT OR IGNORE INTO blobs (id, mime, size, width, height, created_at, free_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
            )?
            .execute(params![id, blob.mime, int(blob.size), blob.width, blob.height, self.at.0])?;
        self.conn.prepare_cached("DELETE FROM doomed_blobs WHERE id = ?1")?.execute([id])?;
        Ok(())
    }

    /// Somebody asked whether they must bring it, and need not: it stays long enough to be shown.
    pub fn keep_blob(&mut self, blob: &BlobId) -> Result<Answer, Refusal> {
        if may_see(self.conn, self.me()?, blob)? {
            self.keep_until(blob, UNSHOWN_MS)?;
        }
        Ok(Answer::Done)
    }

    /// A blob that nothing shows stays for at least so long from now.
    fn keep_until(&self, blob: &BlobId, for_ms: i64) -> Result<(), Refusal> {
        self.conn
            .prepare_cached("UPDATE blobs SET free_at = MAX(free_at, ?2) WHERE id = ?1 AND free_at IS NOT NULL")?
            .execute(params![blob.as_str(), self.at.0.saturating_add(for_ms)])?;
        Ok(())
    }

    /// What shows this blob has changed: while anything does it stays, and soon after nothing does it may go.
    pub fn recount_uses(&self, blob: &BlobId) -> Result<(), Refusal> {
        if is_shown(self.conn, blob)? {
            self.conn.prepare_cached("UPDATE blobs SET free_at = NULL WHERE id = ?1")?.execute([blob.as_str()])?;
        } else {
            self.conn
                .prepare_cached("UPDATE blobs SET free_at = ?2 WHERE id = ?1 AND free_at IS NULL")?
                .execute(params![blob.as_str(), self.at.0.saturating_add(DROPPED_MS)])?;
        }
        Ok(())
    }

    /// Gives up blobs whose time is over. From here on nobody can see or show them; their bytes are removed next.
    pub fn doom_blobs(&mut self, most: u32) -> Result<Answer, Refusal> {
        self.only_the_house()?;
        let over: Vec<BlobId> = self
            .conn
            .prepare_cached("SELECT id FROM blobs WHERE free_at <= ?1 ORDER BY free_at, id LIMIT ?2")?
            .query_map(params![self.at.0, most], |row| blob_id(row, 0))?
            .collect::<Result<_, _>>()?;
        for blob in over {
            // Losing what somebody shows would be worse than keeping too much.
            if is_shown(self.conn, &blob)? {
                self.recount_uses(&blob)?;
                continue;
            }
            let id = blob.as_str();
            self.conn.prepare_cached("DELETE FROM blob_uploaders WHERE blob = ?1")?.execute([id])?;
            self.conn.prepare_cached("DELETE FROM blobs WHERE id = ?1")?.execute([id])?;
            self.conn.prepare_cached("INSERT OR IGNORE INTO doomed_blobs (id) VALUES (?1)")?.execute([id])?;
        }
        Ok(Answer::Done)
    }

    pub fn bury_blobs(&mut self, blobs: &[BlobId]) -> Result<Answer, Refusal> {
        self.only_the_house()?;
        for blob in blobs {
            self.conn.prepare_cached("DELETE FROM doomed_blobs WHERE id = ?1")?.execute([blob.as_str()])?;
        }
        Ok(Answer::Done)
    }

    pub fn only_the_house(&self) -> Result<(), Refusal> {
        match self.by {
            Actor::House => Ok(()),
            Actor::Person { .. } | Actor::Stranger => Err(forbidden("only the server itself does that")),
        }
    }

    /// What a message brings may be posted by who may see it, and only described as it is.
    pub fn check_blob(&self, me: UserId, body: &Body) -> Result<(), Refusal> {
        match body.blob() {
            Some(blob) if !may_see(self.conn, me, blob)? => Err(missing()),
            Some(_) | None => self.check_described(body),
        }
    }

    /// What a message brings is here, and is what the message says.
    pub fn check_described(&self, body: &Body) -> Result<(), Refusal> {
        let Some(blob) = body.blob() else { return Ok(()) };
        let found = self
            .conn
            .prepare_cached("SELECT mime, size, width, height FROM blobs WHERE id = ?1")?
            .query_row([blob.as_str()], |row| {
                Ok(Found { mime: row.get(0)?, size: uint(row, 1)?, width: row.get(2)?, height: row.get(3)? })
            })
            .optional()?
            .ok_or_else(missing)?;
        match body {
            Body::Picture { picture, .. } => found.is(picture),
            Body::Sticker { picture: Some(picture), .. } => {
                found.is(picture)?;
                if found.size > STICKER_BYTES || found.width.max(found.height) > STICKER_SIDE {
                    return Err(Refusal::no(ErrorCode::TooLarge, "a sticker is a small picture"));
                }
                Ok(())
            }
            Body::File { file, .. } if file.size != found.size => {
                Err(Refusal::no(ErrorCode::Malformed, "the file is of another size than the message says"))
            }
            Body::File { .. } | Body::Text { .. } | Body::Sticker { picture: None, .. } | Body::Unknown(_) => Ok(()),
        }
    }

    /// An own picture of a person or room must have been uploaded.
    pub fn check_avatar(&self, me: Option<UserId>, avatar: &Avatar) -> Result<(), Refusal> {
        match (avatar_blob(avatar), me) {
            (None, _) => Ok(()),
            (Some(blob), Some(me)) if may_see(self.conn, me, blob)? && is_picture(self.conn, blob)? => Ok(()),
            (Some(_), _) => Err(missing()),
        }
    }

    pub fn use_blob(&self, at: ConversationId, message: MessageId, body: &Body) -> Result<(), Refusal> {
        if let Some(blob) = body.blob() {
            self.conn
                .prepare_cached("INSERT OR IGNORE INTO blob_uses (blob, message, conversation) VALUES (?1, ?2, ?3)")?
                .execute(params![blob.as_str(), message.0.into_bytes(), at.0.into_bytes()])?;
            self.recount_uses(blob)?;
        }
        Ok(())
    }

    /// The message shows nothing any more.
    pub fn clear_uses(&self, message: MessageId, body: Option<&Body>) -> Result<(), Refusal> {
        self.conn.prepare_cached("DELETE FROM blob_uses WHERE message = ?1")?.execute([message.0.into_bytes()])?;
        body.and_then(Body::blob).map_or(Ok(()), |blob| self.recount_uses(blob))
    }

    /// The picture of a person or room is another one now.
    pub fn swap_avatar(&self, before: &Avatar, now: &Avatar) -> Result<(), Refusal> {
        for blob in [before, now].into_iter().filter_map(avatar_blob) {
            self.recount_uses(blob)?;
        }
        Ok(())
    }
}

/// What is known of a blob.
struct Found {
    mime: String,
    size: u64,
    width: u32,
    height: u32,
}

impl Found {
    fn is(&self, picture: &Picture) -> Result<(), Refusal> {
        let sides = (picture.width, picture.height);
        // A rotated photograph is shown with its sides swapped.
        let fits = sides == (self.width, self.height) || sides == (self.height, self.width);
        if self.mime != picture.mime || self.size != picture.size || !fits {
            return Err(Refusal::no(ErrorCode::PictureInvalid, "the picture is not what the message says it is"));
        }
        Ok(())
    }
}

fn missing() -> Refusal {
    Refusal::no(ErrorCode::BlobMissing, "upload it first")
}

/// Whether it is here, and is a picture that everyone can show.
pub fn is_picture(conn: &Connection, blob: &BlobId) -> rusqlite::Result<bool> {
    conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM blobs WHERE id = ?1 AND width > 0)")?
        .query_row([blob.as_str()], |row| row.get(0))
}

/// Whether a message, a person or a room shows this blob.
fn is_shown(conn: &Connection, blob: &BlobId) -> rusqlite::Result<bool> {
    conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM blob_uses WHERE blob = ?1)
             OR EXISTS (SELECT 1 FROM users WHERE avatar_blob = ?1)
             OR EXISTS (SELECT 1 FROM conversations WHERE avatar_blob = ?1)",
    )?
    .query_row([blob.as_str()], |row| row.get(0))
}

/// Blobs whose bytes are to be removed, some of them.
pub fn doomed(conn: &Connection, most: u32) -> rusqlite::Result<Vec<BlobId>> {
    conn.prepare_cached("SELECT id FROM doomed_blobs ORDER BY id LIMIT ?1")?
        .query_map([most], |row| blob_id(row, 0))?
        .collect()
}

fn blob_id(row: &Row<'_>, at: usize) -> rusqlite::Result<BlobId> {
    let id: String = row.get(at)?;
    id.parse().map_err(|error| rusqlite::Error::FromSqlConversionFailure(at, Type::Text, Box::new(error)))
}

/// Whether there is anything to remove now.
pub fn any_to_remove(conn: &Connection, now: Millis) -> rusqlite::Result<bool> {
    conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM doomed_blobs) OR EXISTS (SELECT 1 FROM blobs WHERE free_at <= ?1)",
    )?
    .query_row([now.0], |row| row.get(0))
}

/// Whether a person may see a blob: they brought it, it is somebody's or some room's picture, or a message of a
/// conversation they are in shows it.
pub fn may_see(conn: &Connection, me: UserId, blob: &BlobId) -> rusqlite::Result<bool> {
    conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM blob_uploaders WHERE user = ?1 AND blob = ?2)
             OR EXISTS (SELECT 1 FROM users WHERE avatar_blob = ?2)
             OR EXISTS (SELECT 1 FROM conversations WHERE avatar_blob = ?2)
             OR EXISTS (SELECT 1 FROM blob_uses b JOIN members m ON m.conversation = b.conversation AND m.user = ?1
                        WHERE b.blob = ?2)",
    )?
    .query_row(params![me.0.into_bytes(), blob.as_str()], |row| row.get(0))
}

/// Bytes of all blobs this person brought.
pub fn used_bytes(conn: &Connection, user: UserId) -> rusqlite::Result<u64> {
    conn.prepare_cached("SELECT COALESCE(SUM(size), 0) FROM blob_uploaders WHERE user = ?1")?
        .query_row([user.0.into_bytes()], |row| uint(row, 0))
}
