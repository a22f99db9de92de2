//! The server's tables, as numbered steps that only ever add. It opens no file and applies no command.

use rusqlite::Connection;

/// The oldest SQLite without the bug that can damage a WAL file while it is reset.
const OLDEST_SQLITE: i32 = 3_051_003;

/// Each step lifts `user_version` by one. A released step is never edited.
const STEPS: &[&str] = &[FIRST, SECOND, THIRD];

const FIRST: &str = "
CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
    id BLOB NOT NULL PRIMARY KEY,
    handle TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    avatar TEXT NOT NULL,
    avatar_blob TEXT,
    password TEXT,
    owner INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    profile_pos INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX users_by_profile_pos ON users (profile_pos);
CREATE INDEX users_by_avatar_blob ON users (avatar_blob) WHERE avatar_blob IS NOT NULL;

CREATE TABLE devices (
    user BLOB NOT NULL,
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    token BLOB NOT NULL UNIQUE,
    entered_with BLOB,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (user, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE invites (
    code BLOB NOT NULL PRIMARY KEY,
    creator BLOB,
    conversation BLOB,
    expires_at INTEGER,
    uses INTEGER,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE device_codes (
    code BLOB NOT NULL PRIMARY KEY,
    user BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE conversations (
    id BLOB NOT NULL PRIMARY KEY,
    low BLOB,
    high BLOB,
    room TEXT,
    public INTEGER NOT NULL,
    newcomers INTEGER NOT NULL,
    avatar_blob TEXT,
    creator BLOB NOT NULL,
    seq INTEGER NOT NULL,
    room_seq INTEGER NOT NULL,
    messages INTEGER NOT NULL,
    members INTEGER NOT NULL,
    active_at INTEGER NOT NULL,
    pos INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX conversations_by_pair ON conversations (low, high) WHERE low IS NOT NULL;
CREATE INDEX conversations_by_pos ON conversations (pos);
CREATE INDEX conversations_public ON conversations (id) WHERE public = 1;
CREATE INDEX conversations_by_avatar_blob ON conversations (avatar_blob) WHERE avatar_blob IS NOT NULL;

CREATE TABLE members (
    conversation BLOB NOT NULL,
    user BLOB NOT NULL,
    role INTEGER NOT NULL,
    joined_pos INTEGER NOT NULL,
    changed_pos INTEGER NOT NULL,
    PRIMARY KEY (conversation, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_by_user ON members (user, changed_pos);
CREATE INDEX members_by_joined_pos ON members (joined_pos);

CREATE TABLE departures (
    user BLOB NOT NULL,
    conversation BLOB NOT NULL,
    pos INTEGER NOT NULL,
    PRIMARY KEY (user, conversation)
) STRICT, WITHOUT ROWID;
CREATE INDEX departures_by_pos ON departures (user, pos);

CREATE TABLE marks (
    user BLOB NOT NULL,
    conversation BLOB NOT NULL,
    seq INTEGER NOT NULL,
    messages INTEGER NOT NULL,
    PRIMARY KEY (user, conversation)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
    conversation BLOB NOT NULL,
    seq INTEGER NOT NULL,
    pos INTEGER NOT NULL,
    at INTEGER NOT NULL,
    author BLOB NOT NULL,
    what TEXT NOT NULL,
    target BLOB,
    PRIMARY KEY (conversation, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX events_by_target ON events (target) WHERE target IS NOT NULL;

CREATE TABLE messages (
    id BLOB NOT NULL PRIMARY KEY,
    conversation BLOB NOT NULL,
    author BLOB NOT NULL,
    seq INTEGER NOT NULL,
    number INTEGER NOT NULL,
    pos INTEGER NOT NULL,
    at INTEGER NOT NULL,
    redacted INTEGER NOT NULL,
    pinned INTEGER NOT NULL,
    pin_seq INTEGER NOT NULL,
    changed_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX messages_by_seq ON messages (conversation, seq, number);

CREATE TABLE reactions (
    message BLOB NOT NULL,
    user BLOB NOT NULL,
    emoji TEXT NOT NULL,
    present INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (message, user, emoji)
) STRICT, WITHOUT ROWID;

CREATE TABLE mentions (
    user BLOB NOT NULL,
    conversation BLOB NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (user, conversation, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE blobs (
    id TEXT NOT NULL PRIMARY KEY,
    mime TEXT NOT NULL,
    size INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE blob_uploaders (
    user BLOB NOT NULL,
    blob TEXT NOT NULL,
    size INTEGER NOT NULL,
    PRIMARY KEY (user, blob)
) STRICT, WITHOUT ROWID;

CREATE TABLE blob_uses (
    blob TEXT NOT NULL,
    message BLOB NOT NULL,
    conversation BLOB NOT NULL,
    PRIMARY KEY (blob, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_uses_by_message ON blob_uses (message);
";

/// What people do in a conversation. An act is a change of a message that its author named, with the answer it got;
/// `unread_seq` and `unread_messages` are the mark from which a person wants to read again; `free_at` is when a blob
/// that nothing shows may be removed, and `doomed_blobs` are those whose bytes are still to be removed.
const SECOND: &str = "
CREATE TABLE acts (
    author BLOB NOT NULL,
    id BLOB NOT NULL,
    conversation BLOB NOT NULL,
    message BLOB NOT NULL,
    seq INTEGER NOT NULL,
    pos INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (author, id)
) STRICT, WITHOUT ROWID;

ALTER TABLE marks ADD COLUMN unread_seq INTEGER;
ALTER TABLE marks ADD COLUMN unread_messages INTEGER;

ALTER TABLE users ADD COLUMN shares_reads INTEGER NOT NULL DEFAULT 1;

CREATE TABLE room_mentions (
    conversation BLOB NOT NULL,
    seq INTEGER NOT NULL,
    author BLOB NOT NULL,
    PRIMARY KEY (conversation, seq)
) STRICT, WITHOUT ROWID;

ALTER TABLE blobs ADD COLUMN free_at INTEGER;
UPDATE blobs SET free_at = created_at + 86400000
WHERE NOT EXISTS (SELECT 1 FROM blob_uses b WHERE b.blob = blobs.id)
  AND NOT EXISTS (SELECT 1 FROM users u WHERE u.avatar_blob = blobs.id)
  AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.avatar_blob = blobs.id);
CREATE INDEX blobs_by_free_at ON blobs (free_at) WHERE free_at IS NOT NULL;

CREATE TABLE doomed_blobs (
    id TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

ALTER TABLE users ADD COLUMN status TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN zone TEXT NOT NULL DEFAULT '';
ALTER TABLE invites ADD COLUMN used INTEGER NOT NULL DEFAULT 0;
CREATE INDEX invites_by_conversation ON invites (conversation) WHERE conversation IS NOT NULL;

CREATE TABLE bans (
    conversation BLOB NOT NULL,
    user BLOB NOT NULL,
    PRIMARY KEY (conversation, user)
) STRICT, WITHOUT ROWID;

CREATE TABLE mutes (
    conversation BLOB NOT NULL,
    user BLOB NOT NULL,
    by BLOB NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (conversation, user)
) STRICT, WITHOUT ROWID;

CREATE TABLE slow_posts (
    conversation BLOB NOT NULL,
    user BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (conversation, user)
) STRICT, WITHOUT ROWID;

CREATE TABLE blocks (
    user BLOB NOT NULL,
    blocked BLOB NOT NULL,
    PRIMARY KEY (user, blocked)
) STRICT, WITHOUT ROWID;
";

/// People of an imported archive who have no account here: they have written, and cannot sign in.
const THIRD: &str = "
ALTER TABLE users ADD COLUMN former INTEGER NOT NULL DEFAULT 0;
";

/// Why a database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    #[error("SQLite {0} is older than 3.51.3, which this server needs")]
    SqliteTooOld(&'static str),
    #[error("the database was written by a newer version (schema {found}, this one knows {known})")]
    TooNew { found: usize, known: usize },
    #[error("the database is of an older version; start the server once to lift it")]
    TooOld,
    #[error(transparent)]
    Storage(#[from] rusqlite::Error),
}

/// Brings the tables up to this version, each step in a transaction of its own, and gives a fresh log its epoch.
///
/// # Errors
/// When the SQLite library or the database is of the wrong age, or the disk fails.
pub fn migrate(conn: &mut Connection, fresh_epoch: [u8; 16]) -> Result<(), SchemaError> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        return Err(SchemaError::SqliteTooOld(rusqlite::version()));
    }
    let found = version(conn)?;
    if found > STEPS.len() {
        return Err(SchemaError::TooNew { found, known: STEPS.len() });
    }
    for (lifted_to, step) in (1_u32..).zip(STEPS).skip(found) {
        let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        tx.execute_batch(step)?;
        tx.pragma_update(None, "user_version", lifted_to)?;
        tx.execute("INSERT OR IGNORE INTO meta (key, value) VALUES ('epoch', ?1)", [fresh_epoch])?;
        tx.execute("INSERT OR IGNORE INTO meta (key, value) VALUES ('pos', 0)", [])?;
        tx.commit()?;
    }
    Ok(())
}

/// Makes sure that the tables are exactly this version's, without changing them.
///
/// # Errors
/// They are older or newer, or the disk fails.
pub fn expect_current(conn: &Connection) -> Result<(), SchemaError> {
    match version(conn)? {
        found if found > STEPS.len() => Err(SchemaError::TooNew { found, known: STEPS.len() }),
        found if found < STEPS.len() => Err(SchemaError::TooOld),
        _ => Ok(()),
    }
}

fn version(conn: &Connection) -> rusqlite::Result<usize> {
    let version: u32 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok(usize::try_from(version).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blobs_of_schema_1_that_nothing_shows_get_their_day_and_the_others_stay() {
        let mut conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(FIRST).unwrap();
        conn.pragma_update(None, "user_version", 1).unwrap();
        for blob in ["unused", "shown", "worn"] {
            conn.execute("INSERT INTO blobs VALUES (?1, 'image/png', 5, 1, 1, 1000)", [blob]).unwrap();
        }
        conn.execute("INSERT INTO blob_uses VALUES ('shown', x'01', x'02')", []).unwrap();
        conn.execute("INSERT INTO users VALUES (x'01', 'ann', 'Ann', '{}', 'worn', NULL, 1, 5, 1)", []).unwrap();
        migrate(&mut conn, [1; 16]).unwrap();
        expect_current(&conn).unwrap();
        let free_at = |blob: &str| -> Option<i64> {
            conn.query_row("SELECT free_at FROM blobs WHERE id = ?1", [blob], |row| row.get(0)).unwrap()
        };
        assert_eq!(["unused", "shown", "worn"].map(free_at), [Some(86_401_000), None, None]);
    }
}
