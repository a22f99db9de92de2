-- The words of all messages. Nothing but the index itself is kept in it; its rows are named by the keys of messages.
CREATE VIRTUAL TABLE word_index USING fts5 (
    words, content = '', columnsize = 0, detail = full, tokenize = 'hearth'
);
-- What is deleted leaves the pages it stands in at once.
INSERT INTO word_index (word_index, rank) VALUES ('secure-delete', 1);

-- Each word of the index and how often it is used, so that the beginning of a word can be weighed before it is looked for.
CREATE TABLE word (
    word TEXT NOT NULL PRIMARY KEY,
    uses INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
