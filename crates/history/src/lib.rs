//! The memory: one account's history in one SQLite file. It knows nothing of sockets, accounts or windows.
//!
//! One [`writer::Writer`] owns the only writing connection; any number of threads read through [`readers::Readers`].
//! The file is a fold of the server's log (`apply.rs`, `fold.rs`) and of what only this computer knows: outbox, drafts,
//! choices. Nothing on a read path costs more as the history grows; what would is counted while writing (`refresh.rs`).
//!
//! ## What is on disk when
//! WAL with `synchronous=FULL`: a call of the writer that has returned is on the disk, power cut or not. The outbox needs
//! it (a message is here before its first byte leaves), and the rest gets it for the same price: one sync for each
//! batch, on the writer's own thread, where nobody who looks at the window waits for it. `NORMAL` would save that sync
//! and could lose the person's words with the power.
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
//! ## Erasing
//! `secure_delete` overwrites what is deleted or replaced, and the write-ahead log is emptied after a transaction that
//! erased words, as soon as no reader stands in the way.

pub mod answer;
pub mod batch;
pub mod error;
pub mod item;
pub mod open;
pub mod readers;
pub mod salvage;
pub mod writer;

mod apply;
mod column;
mod era;
mod fold;
mod heads;
mod list;
mod load;
mod people;
mod refresh;
mod restore;
mod schema;
mod stretch;
mod timeline;
mod touch;
