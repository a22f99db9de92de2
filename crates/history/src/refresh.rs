//! Counts, while writing, what readers must not have to count: unread, mentions, members, the last message.
//!
//! Each value is made anew from the head and the log, never by adding to what was there, so it does not depend on the
//! order in which things came. The work grows with what lies after the read mark, not with the history.

use rusqlite::{Connection, Result, params};

/// Makes the derived columns of one conversation.
pub(crate) fn conversation(conn: &Connection, key: i64) -> Result<()> {
    for statement in [UNREAD, MENTIONS, MEMBERS, LAST, AWAY] {
        conn.prepare_cached(statement)?.execute(params![key])?;
    }
    Ok(())
}

/// Own messages are not unread, wherever the mark stands. What was marked unread stands in the place of the read mark.
const UNREAD: &str = "
UPDATE conversation AS c SET unread = max(0, messages - iif(unread_seq IS NULL, read_messages, unread_messages) - (
    SELECT count(*) FROM message AS m INDEXED BY message_own
    WHERE m.conversation = c.key AND m.own = 1 AND m.seq > coalesce(c.unread_seq, c.read_seq) AND m.era = c.era
      AND m.number > iif(c.unread_seq IS NULL, c.read_messages, c.unread_messages)))
WHERE key = ?1";

/// Where something after the read mark is not here, the head's count holds as long as its read mark does, and what came
/// after the head is added.
const MENTIONS: &str = "
UPDATE conversation AS c SET mentions = (
    SELECT count(*) FROM message AS m INDEXED BY message_to_me
    WHERE m.conversation = c.key AND m.mentions_me = 1 AND m.own = 0 AND m.era = c.era
      AND m.seq > CASE WHEN c.said_read = coalesce(c.unread_seq, c.read_seq) AND EXISTS
                            (SELECT 1 FROM hole AS h WHERE h.conversation = c.key AND h.last > coalesce(c.unread_seq, c.read_seq))
                       THEN c.said_seq ELSE coalesce(c.unread_seq, c.read_seq) END
) + CASE WHEN c.said_read = coalesce(c.unread_seq, c.read_seq) AND EXISTS
              (SELECT 1 FROM hole AS h WHERE h.conversation = c.key AND h.last > coalesce(c.unread_seq, c.read_seq))
         THEN c.said_mentions ELSE 0 END
WHERE key = ?1";

/// A whole list that is newer than the head can be counted; otherwise the head's count and what happened since.
const MEMBERS: &str = "
UPDATE conversation AS c SET members = CASE
    WHEN c.members_stamp > 0 AND c.members_stamp >= (c.era << 40 | c.said_seq)
    THEN (SELECT count(*) FROM member AS m WHERE m.conversation = c.key AND m.role IS NOT NULL)
    ELSE max(0, c.said_members + (SELECT coalesce(sum(n.grows), 0) FROM note AS n
                                  WHERE n.conversation = c.key AND n.seq > c.said_seq AND n.era = c.era))
END
WHERE key = ?1";

const LAST: &str = "
UPDATE conversation AS c SET
    last_message = (SELECT m.key FROM message AS m WHERE m.conversation = c.key
                    ORDER BY m.seq DESC, m.number DESC LIMIT 1),
    active_at = max(said_active_at, coalesce((SELECT m.at FROM message AS m WHERE m.conversation = c.key
                                              ORDER BY m.seq DESC, m.number DESC LIMIT 1), 0))
WHERE key = ?1";

/// Nothing waits in a conversation that I am no longer in.
const AWAY: &str = "UPDATE conversation SET unread = 0, mentions = 0 WHERE key = ?1 AND role IS NULL";
