-- Version 3: everything can be found. A message's key is its time, so that an index that keeps rows by key gives them by
-- time; and what a message carries stands in columns of its own, so that nobody has to look into the body for it.

-- Where each message goes: its time in steps of 128 ms, or the first free step after it, in the order of time.
CREATE TABLE new_key (old INTEGER PRIMARY KEY, new INTEGER NOT NULL) STRICT;
INSERT INTO new_key (old, new)
SELECT key, place + max(step - place) OVER (ORDER BY place)
FROM (
    SELECT key, min(max(at, 128), 1 << 53) >> 7 AS step, row_number() OVER (ORDER BY max(at, 128), seq, key) AS place
    FROM message
);

CREATE TABLE timed_message (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL,
    conversation INTEGER NOT NULL REFERENCES conversation (key),
    author BLOB NOT NULL,
    own INTEGER NOT NULL,
    at INTEGER NOT NULL,
    era INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    -- 0 while only the acknowledgement is here and not the event.
    number INTEGER NOT NULL,
    -- NULL once deleted.
    body TEXT,
    reply_to BLOB,
    edited_at INTEGER,
    changed INTEGER NOT NULL,
    mentions_me INTEGER NOT NULL,
    mentions_room INTEGER NOT NULL,
    forwarded TEXT,
    -- Which list of files shows it; NULL for none.
    file TEXT,
    -- In bytes.
    file_size INTEGER,
    -- There is a web address in it.
    link INTEGER NOT NULL
) STRICT;
INSERT INTO timed_message (key, id, conversation, author, own, at, era, seq, number, body, reply_to, edited_at, changed,
                           mentions_me, mentions_room, forwarded, file, file_size, link)
SELECT k.new, m.id, m.conversation, m.author, m.own, m.at, m.era, m.seq, m.number, m.body, m.reply_to, m.edited_at,
       m.changed, m.mentions_me, m.mentions_room, m.forwarded, m.file,
       coalesce(m.body ->> '$.file.size', m.body ->> '$.picture.size') * (m.file IS NOT NULL),
       m.words LIKE '%http://%' OR m.words LIKE '%https://%'
FROM new_key AS k JOIN message AS m ON m.key = k.old
ORDER BY k.new;
UPDATE conversation SET last_message = (SELECT new FROM new_key WHERE old = last_message);
DROP TABLE new_key;
DROP TABLE message;
ALTER TABLE timed_message RENAME TO message;

CREATE UNIQUE INDEX message_by_id ON message (id);
CREATE INDEX message_by_seq ON message (conversation, seq);
CREATE INDEX message_own ON message (conversation, seq) WHERE own = 1;
CREATE INDEX message_to_me ON message (conversation, seq) WHERE mentions_me = 1;
CREATE INDEX message_by_reply ON message (reply_to) WHERE reply_to IS NOT NULL;
CREATE INDEX message_files ON message (conversation, file, seq, at, file_size) WHERE file IS NOT NULL;
CREATE INDEX message_links ON message (conversation, seq, at) WHERE link = 1;
CREATE INDEX message_by_time ON message (conversation, at);

-- How many messages with a body each person has in a conversation.
CREATE TABLE tally (
    conversation INTEGER NOT NULL REFERENCES conversation (key),
    author BLOB NOT NULL,
    messages INTEGER NOT NULL,
    PRIMARY KEY (conversation, author)
) STRICT, WITHOUT ROWID;
INSERT INTO tally (conversation, author, messages)
SELECT conversation, author, count(*) FROM message WHERE body IS NOT NULL GROUP BY conversation, author;

-- The index itself (index/renew.sql) is no part of any version: it is made anew whenever what it is made of changes.
-- Exactly one row.
CREATE TABLE index_state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    -- What the tokens of the index are; 0: there is no index.
    version INTEGER NOT NULL,
    -- Messages with this key and above are in the index.
    done_down_to INTEGER NOT NULL,
    -- Of those that were there when it was begun.
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    -- No key is further than this from the time of its message.
    stray INTEGER NOT NULL
) STRICT;
INSERT INTO index_state (one, version, done_down_to, done, total, stray)
SELECT 1, 0, 0, 0, 0, coalesce(max(abs(key - (min(max(at, 128), 1 << 53) >> 7))), 0) FROM message;
