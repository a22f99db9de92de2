//! Whether a data directory holds together: the file, the log's numbers, and the blobs.

use std::path::Path;

use super::OperatorError;
use crate::state::store;

/// What was found. Sound when `problems` is empty.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    pub conversations: u64,
    pub events: u64,
    pub blobs: u64,
    pub problems: Vec<String>,
}

/// Looks at everything; changes nothing.
///
/// # Errors
/// The database cannot be read at all.
pub fn check(data: &Path) -> Result<Report, OperatorError> {
    let conn = store::open_reader(data)?;
    let mut problems = Vec::new();
    let mut statement = conn.prepare("PRAGMA integrity_check(20)")?;
    for line in statement.query_map([], |row| row.get::<_, String>(0))? {
        let line = line?;
        if line != "ok" {
            problems.push(format!("database: {line}"));
        }
    }
    let count = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, i64>(0));
    let rules = [
        (
            "conversations whose events are not 1, 2, 3 up to their head",
            "SELECT COUNT(*) FROM conversations c WHERE c.seq <> (SELECT COUNT(*) FROM events e WHERE e.conversation = c.id)
             OR c.seq <> (SELECT COALESCE(MAX(e.seq), 0) FROM events e WHERE e.conversation = c.id)",
        ),
        (
            "positions that two events share",
            "SELECT COUNT(*) - COUNT(DISTINCT pos) FROM events",
        ),
        (
            "events beyond the newest position",
            "SELECT COUNT(*) FROM events WHERE pos > (SELECT value FROM meta WHERE key = 'pos')",
        ),
        (
            "conversations with a wrong number of messages",
            "SELECT COUNT(*) FROM conversations c
             WHERE c.messages <> (SELECT COUNT(*) FROM messages m WHERE m.conversation = c.id)",
        ),
        (
            "conversations with a wrong number of members",
            "SELECT COUNT(*) FROM conversations c
             WHERE c.members <> (SELECT COUNT(*) FROM members m WHERE m.conversation = c.id)",
        ),
        (
            "people in a room that they are kept out of",
            "SELECT COUNT(*) FROM bans b JOIN members m ON m.conversation = b.conversation AND m.user = b.user",
        ),
        (
            "rooms with people and no owner, or private chats with more than members",
            "SELECT COUNT(*) FROM conversations c WHERE c.members > 0 AND
             (COALESCE(json_extract(c.room, '$.visibility'), 'direct') IN ('public', 'private')) <>
             EXISTS (SELECT 1 FROM members m WHERE m.conversation = c.id AND m.role = 3)",
        ),
        (
            "marks that lie beyond their conversation or are unread beyond what was read",
            "SELECT COUNT(*) FROM marks k WHERE k.unread_seq >= k.seq
             OR k.seq > (SELECT c.seq FROM conversations c WHERE c.id = k.conversation)",
        ),
        (
            "mentions of messages that are deleted or not there",
            "SELECT COUNT(*) FROM (SELECT conversation, seq FROM mentions
                UNION SELECT conversation, seq FROM room_mentions) n WHERE NOT EXISTS (
                SELECT 1 FROM messages m WHERE m.conversation = n.conversation AND m.seq = n.seq AND m.redacted = 0)",
        ),
        (
            "blobs that are shown and may go, or are not and stay",
            "SELECT COUNT(*) FROM blobs b WHERE (b.free_at IS NULL) <> (
                EXISTS (SELECT 1 FROM blob_uses s WHERE s.blob = b.id)
                OR EXISTS (SELECT 1 FROM users u WHERE u.avatar_blob = b.id)
                OR EXISTS (SELECT 1 FROM conversations c WHERE c.avatar_blob = b.id))",
        ),
        (
            "messages and faces whose blob was given up",
            "SELECT COUNT(*) FROM (SELECT blob FROM blob_uses
                UNION SELECT avatar_blob FROM users WHERE avatar_blob IS NOT NULL
                UNION SELECT avatar_blob FROM conversations WHERE avatar_blob IS NOT NULL) s
             WHERE NOT EXISTS (SELECT 1 FROM blobs b WHERE b.id = s.blob)",
        ),
    ];
    for (what, sql) in rules {
        let found = count(sql)?;
        if found != 0 {
            problems.push(format!("{found} {what}"));
        }
    }
    let mut blobs = conn.prepare("SELECT id, size FROM blobs")?;
    for row in blobs.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))? {
        let (id, size) = row?;
        let path = data.join("blobs").join(id.get(..2).unwrap_or_default()).join(&id);
        let on_disk = std::fs::metadata(path).map(|about| about.len()).ok();
        if on_disk != u64::try_from(size).ok() {
            problems.push(format!("blob {id} is missing or cut short"));
        }
    }
    let whole = |sql: &str| count(sql).map(|found| u64::try_from(found).unwrap_or_default());
    Ok(Report {
        conversations: whole("SELECT COUNT(*) FROM conversations")?,
        events: whole("SELECT COUNT(*) FROM events")?,
        blobs: whole("SELECT COUNT(*) FROM blobs")?,
        problems,
    })
}
