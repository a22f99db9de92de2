//! Which blobs the server holds, who brought them, and which messages show them.

use hearth_proto::{
    body::Body,
    error::ErrorCode,
    id::{BlobId, ConversationId, MessageId, UserId},
    people::Avatar,
};
use rusqlite::{Connection, OptionalExtension, params};

use super::{
    apply::Tx,
    command::{Answer, Refusal, StoredBlob},
    rows::{avatar_blob, int, uint},
};

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
        self.conn
            .prepare_cached(
                "INSERT OR IGNORE INTO blobs (id, mime, size, width, height, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![id, blob.mime, int(blob.size), blob.width, blob.height, self.at.0])?;
        self.conn
            .prepare_cached("INSERT OR IGNORE INTO blob_uploaders (user, blob, size) VALUES (?1, ?2, ?3)")?
            .execute(params![me.0.into_bytes(), id, int(blob.size)])?;
        Ok(Answer::Done)
    }

    /// A picture may be posted by who may see it, and only described as it is.
    pub fn check_blob(&self, me: UserId, body: &Body) -> Result<(), Refusal> {
        let Body::Picture { picture, .. } = body else { return Ok(()) };
        if !may_see(self.conn, me, &picture.blob)? {
            return Err(missing());
        }
        let (mime, size, width, height) = self
            .conn
            .prepare_cached("SELECT mime, size, width, height FROM blobs WHERE id = ?1")?
            .query_row([picture.blob.as_str()], |row| {
                Ok((row.get::<_, String>(0)?, uint(row, 1)?, row.get::<_, u32>(2)?, row.get::<_, u32>(3)?))
            })
            .optional()?
            .ok_or_else(missing)?;
        let sides = (picture.width, picture.height);
        // A rotated photograph is shown with its sides swapped.
        let fits = sides == (width, height) || sides == (height, width);
        if mime != picture.mime || size != picture.size || !fits {
            return Err(Refusal::no(ErrorCode::PictureInvalid, "the picture is not what the message says it is"));
        }
        Ok(())
    }

    /// An own picture of a person or room must have been uploaded.
    pub fn check_avatar(&self, me: Option<UserId>, avatar: &Avatar) -> Result<(), Refusal> {
        match (avatar_blob(avatar), me) {
            (None, _) => Ok(()),
            (Some(blob), Some(me)) if may_see(self.conn, me, blob)? => Ok(()),
            (Some(_), _) => Err(missing()),
        }
    }

    pub fn use_blob(&self, at: ConversationId, message: MessageId, body: &Body) -> Result<(), Refusal> {
        if let Some(blob) = body.blob() {
            self.conn
                .prepare_cached("INSERT OR IGNORE INTO blob_uses (blob, message, conversation) VALUES (?1, ?2, ?3)")?
                .execute(params![blob.as_str(), message.0.into_bytes(), at.0.into_bytes()])?;
        }
        Ok(())
    }

    pub fn clear_uses(&self, message: MessageId) -> Result<(), Refusal> {
        self.conn.prepare_cached("DELETE FROM blob_uses WHERE message = ?1")?.execute([message.0.into_bytes()])?;
        Ok(())
    }
}

fn missing() -> Refusal {
    Refusal::no(ErrorCode::BlobMissing, "upload the picture first")
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
