-- Version 2: what people do to messages, and what rooms and people say of themselves since.

-- An entry of the outbox is a message or, where it has a target, an act on one. `message` is the id of the one or the
-- other; the body of an act says what it does.
ALTER TABLE outbox ADD COLUMN target BLOB;
-- Where the message stands that this one passes on, and whose it is.
ALTER TABLE outbox ADD COLUMN forward TEXT;
CREATE INDEX outbox_by_target ON outbox (target, place) WHERE target IS NOT NULL;

ALTER TABLE draft ADD COLUMN attachments TEXT NOT NULL DEFAULT '[]';
-- An edit that is being written stands beside the rest.
ALTER TABLE draft ADD COLUMN edit_message BLOB;
ALTER TABLE draft ADD COLUMN edit_text TEXT NOT NULL DEFAULT '';

ALTER TABLE person ADD COLUMN status TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN zone TEXT NOT NULL DEFAULT '';

ALTER TABLE conversation ADD COLUMN posting TEXT NOT NULL DEFAULT 'everyone';
ALTER TABLE conversation ADD COLUMN slow_seconds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
-- Until when I may not write.
ALTER TABLE conversation ADD COLUMN silenced_until INTEGER;
ALTER TABLE conversation ADD COLUMN silenced_stamp INTEGER NOT NULL DEFAULT 0;
-- Unread counts from here instead of the read mark; NULL where nothing was marked unread.
ALTER TABLE conversation ADD COLUMN unread_seq INTEGER;
ALTER TABLE conversation ADD COLUMN unread_messages INTEGER NOT NULL DEFAULT 0;
-- What the server still has to be told of the two marks.
ALTER TABLE conversation ADD COLUMN owed_read INTEGER;
ALTER TABLE conversation ADD COLUMN owed_unread INTEGER;

ALTER TABLE member ADD COLUMN muted_until INTEGER;
ALTER TABLE member ADD COLUMN muted_stamp INTEGER NOT NULL DEFAULT 0;

ALTER TABLE message ADD COLUMN mentions_room INTEGER NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN forwarded TEXT;
ALTER TABLE message DROP COLUMN words;
ALTER TABLE message ADD COLUMN words TEXT NOT NULL GENERATED ALWAYS AS (
    CASE body ->> '$.kind'
        WHEN 'text' THEN coalesce(body ->> '$.text', '')
        WHEN 'picture' THEN coalesce(body ->> '$.caption', '')
        WHEN 'file' THEN coalesce(body ->> '$.file.name', '') || ' ' || coalesce(body ->> '$.caption', '')
        ELSE ''
    END
) VIRTUAL;
-- Which list of files shows it; NULL for none.
ALTER TABLE message ADD COLUMN file TEXT GENERATED ALWAYS AS (
    CASE body ->> '$.kind'
        WHEN 'picture' THEN 'picture'
        WHEN 'file' THEN CASE WHEN body ->> '$.file.video' IS NULL THEN 'file' ELSE 'video' END
    END
) VIRTUAL;
CREATE INDEX message_files ON message (conversation, file, seq) WHERE file IS NOT NULL;
CREATE INDEX message_by_time ON message (conversation, at);

ALTER TABLE pending_change ADD COLUMN mentions_me INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pending_change ADD COLUMN mentions_room INTEGER NOT NULL DEFAULT 0;

-- How far the others in small conversations have read.
CREATE TABLE reader (
    conversation INTEGER NOT NULL REFERENCES conversation (key),
    user BLOB NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (conversation, user)
) STRICT, WITHOUT ROWID;
