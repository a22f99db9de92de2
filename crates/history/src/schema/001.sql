-- Version 1. Never edited after a release; what comes later is another file.

-- What only this computer knows. These tables stand alone, named by public ids, so that they can be read out of a file
-- whose other parts are damaged.

CREATE TABLE outbox (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    message BLOB NOT NULL UNIQUE,
    conversation BLOB NOT NULL,
    at INTEGER NOT NULL,
    body TEXT NOT NULL,
    reply_to BLOB,
    upload TEXT,
    failed TEXT
) STRICT;
CREATE INDEX outbox_by_conversation ON outbox (conversation, place);
CREATE INDEX outbox_by_reply ON outbox (reply_to) WHERE reply_to IS NOT NULL;

CREATE TABLE draft (
    conversation BLOB NOT NULL PRIMARY KEY,
    text TEXT NOT NULL,
    reply_to BLOB
) STRICT, WITHOUT ROWID;

CREATE TABLE choice (
    conversation BLOB NOT NULL PRIMARY KEY,
    notify TEXT NOT NULL,
    muted_until INTEGER,
    pinned INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Whose file this is and how far it has read. Exactly one row.
CREATE TABLE account (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    me BLOB,
    epoch BLOB,
    pos INTEGER NOT NULL,
    era INTEGER NOT NULL,
    last_open BLOB
) STRICT;
INSERT INTO account (one, pos, era) VALUES (1, 0, 1);

-- What the server can give again.

CREATE TABLE person (
    id BLOB NOT NULL PRIMARY KEY,
    handle TEXT NOT NULL,
    name TEXT NOT NULL,
    avatar TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE conversation (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    -- 0 until its first head; such a conversation is not listed.
    known INTEGER NOT NULL DEFAULT 0,
    -- Only private chats have a peer; the settings are a room's.
    peer BLOB,
    name TEXT NOT NULL DEFAULT '',
    topic TEXT NOT NULL DEFAULT '',
    visibility TEXT NOT NULL DEFAULT 'private',
    avatar TEXT NOT NULL DEFAULT '{"kind":"drawn","name":""}',
    room_stamp INTEGER NOT NULL DEFAULT 0,
    -- NULL once I am no longer in it.
    role TEXT,
    role_stamp INTEGER NOT NULL DEFAULT 0,
    -- When the whole member list was last given.
    members_stamp INTEGER NOT NULL DEFAULT 0,
    -- The era whose numbers follow.
    era INTEGER NOT NULL DEFAULT 0,
    head INTEGER NOT NULL DEFAULT 0,
    messages INTEGER NOT NULL DEFAULT 0,
    read_seq INTEGER NOT NULL DEFAULT 0,
    read_messages INTEGER NOT NULL DEFAULT 0,
    -- What the newest head said, and as of which seq and read mark.
    said_seq INTEGER NOT NULL DEFAULT 0,
    said_read INTEGER NOT NULL DEFAULT 0,
    said_members INTEGER NOT NULL DEFAULT 0,
    said_mentions INTEGER NOT NULL DEFAULT 0,
    said_active_at INTEGER NOT NULL DEFAULT 0,
    -- Made from the above and the log by refresh.rs, at the end of each transaction that touches the conversation.
    members INTEGER NOT NULL DEFAULT 0,
    unread INTEGER NOT NULL DEFAULT 0,
    mentions INTEGER NOT NULL DEFAULT 0,
    active_at INTEGER NOT NULL DEFAULT 0,
    last_message INTEGER
) STRICT;
CREATE INDEX conversation_by_peer ON conversation (peer) WHERE peer IS NOT NULL;

-- Both ends included.
CREATE TABLE hole (
    conversation INTEGER NOT NULL REFERENCES conversation (key),
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (conversation, first)
) STRICT, WITHOUT ROWID;

-- A member who went keeps a row without a role, so that older events cannot bring them back.
CREATE TABLE member (
    conversation INTEGER NOT NULL REFERENCES conversation (key),
    user BLOB NOT NULL,
    role TEXT,
    stamp INTEGER NOT NULL,
    PRIMARY KEY (conversation, user)
) STRICT, WITHOUT ROWID;

CREATE TABLE message (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
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
    -- What a person can read and search for. Takes no space of its own; a text index can be laid over it.
    words TEXT NOT NULL GENERATED ALWAYS AS (
        CASE body ->> '$.kind'
            WHEN 'text' THEN coalesce(body ->> '$.text', '')
            WHEN 'picture' THEN coalesce(body ->> '$.caption', '')
            ELSE ''
        END
    ) VIRTUAL
) STRICT;
CREATE INDEX message_by_seq ON message (conversation, seq);
CREATE INDEX message_own ON message (conversation, seq) WHERE own = 1;
CREATE INDEX message_to_me ON message (conversation, seq) WHERE mentions_me = 1;
CREATE INDEX message_by_reply ON message (reply_to) WHERE reply_to IS NOT NULL;

-- The newest edit or deletion of a message that is not here yet.
CREATE TABLE pending_change (
    message BLOB NOT NULL PRIMARY KEY,
    stamp INTEGER NOT NULL,
    at INTEGER NOT NULL,
    body TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE reaction (
    message BLOB NOT NULL,
    user BLOB NOT NULL,
    emoji TEXT NOT NULL,
    is_on INTEGER NOT NULL,
    stamp INTEGER NOT NULL,
    PRIMARY KEY (message, user, emoji)
) STRICT, WITHOUT ROWID;

CREATE TABLE pin (
    message BLOB NOT NULL PRIMARY KEY,
    conversation INTEGER NOT NULL REFERENCES conversation (key),
    is_on INTEGER NOT NULL,
    stamp INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX pin_on ON pin (conversation, is_on, stamp);

-- Member and room events, and those of later versions as they came.
CREATE TABLE note (
    conversation INTEGER NOT NULL REFERENCES conversation (key),
    seq INTEGER NOT NULL,
    era INTEGER NOT NULL,
    at INTEGER NOT NULL,
    author BLOB NOT NULL,
    what TEXT NOT NULL,
    -- How many members more or fewer.
    grows INTEGER NOT NULL,
    PRIMARY KEY (conversation, seq, era)
) STRICT, WITHOUT ROWID;
