-- Version 4: people who are only known from what was imported.

ALTER TABLE person ADD COLUMN former INTEGER NOT NULL DEFAULT 0;
