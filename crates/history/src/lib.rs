//! The memory: one account's history in one SQLite file. It knows nothing of sockets, accounts or windows.
//!
//! One [`writer::Writer`] owns the only writing connection; any number of threads read through [`readers::Readers`].
//! The file is a fold of the server's log (`apply.rs`, `fold.rs`) and of what only this computer knows: outbox, drafts,
//! choices. Nothing on a read path costs more as the history grows; what would is counted while writing (`refresh.rs`).
//! Statements are planned once (SQLite would plan many of them anew at each use, which took most of the time).
//!
//! ## What is on disk when
//! The file is in WAL mode. What only this computer knows is written with `synchronous=FULL`: when `enqueue` has returned,
//! the message is on the disk, power cut or not, so its first byte may leave; the same holds for what was discarded,
//! drafts and choices. What the server can give again, a batch, is written with `synchronous=NORMAL`: whole, in order and
//! safe from a crash of the program at once, but not waited for. A power cut may take the last batches with their cursor;
//! then the reader reads on from the cursor before them, and a message whose acknowledgement went with them is sent again
//! under its old id. So a busy room does not cost one sync for each message, and nothing that a person did is lost.
//!
//! ## Folding in any order
//! Whatever changes a message, a member or a room carries a *stamp*, made of the era and the event's `seq`; the highest
//! stamp wins. A change whose message is not here yet waits for it (`pending_change`), or stands in a table of its own
//! that is keyed by the message's public id (`reaction`, `pin`). An edit that the server has emptied, because a later
//! change made it worthless, changes nothing. So pages may come newest first, overlap, and come twice.
//!
//! ## Eras
//! When the server's log is another one (restored from a backup, mostly), its seqs start to mean other things. The
//! account's *era* then counts up. Everything of the eras before stays readable, loses to any stamp of the new era, and
//! is taken over row by row, by message id, as pages come in again. `era.rs` says where messages go that the new log
//! does not have.
//!
//! ## Finding
//! A message's key is its time in steps of 128 milliseconds (`key.rs`). FTS5 gives rows in the order of their keys and
//! stops as soon as nobody asks for more, so the newest hits cost the same whether there are fifty or half a million,
//! and whatever the order in which a history arrived. Where a step is taken the first free one after it is used, and
//! how far a key is from its time at most is kept, so that dates become ranges of keys.
//!
//! The index (`index/`) is written in the transaction of the message. What stands in it is made by `hearth_search`
//! alone; FTS5 only takes it apart. Conversation, author and what a message carries are tags beside its words, so that
//! filters meet words inside the index. Only the beginning of a word is dear to FTS5; `index/prefix.rs` says what is
//! done about it. A *way* (`search/way.rs`) leads through the index, a short list or the log itself, and every message on
//! it passes the same *sieve*, so the index decides how fast one finds and never what. Each page looks at a bounded
//! number of messages and hands out a mark to go on from.
//!
//! An index of another version, or one that is damaged, is dropped and built anew in small steps from the newest
//! message down; what it does not hold yet is looked through meanwhile. Messages are not touched by it.
//!
//! ## Erasing
//! The index deletes in place, and a word that no message has any more leaves the list of words with the last one.
//! `secure_delete` overwrites what is deleted or replaced, and the write-ahead log is emptied after a transaction that
//! erased words, as soon as no reader stands in the way.

pub mod answer;
pub mod batch;
pub mod error;
pub mod finding;
pub mod gallery;
pub mod item;
pub mod open;
pub mod readers;
pub mod salvage;
pub mod writer;

mod apply;
mod carry;
mod column;
mod era;
mod fold;
mod heads;
mod index;
mod key;
mod list;
mod load;
mod overlay;
mod people;
mod reach;
mod refresh;
mod restore;
mod schema;
mod search;
mod stretch;
mod timeline;
mod touch;
