//! Writes histories out: reads an account's history a page at a time and hands it to the archive's writers. What is in
//! memory does not grow with the history. It decides nothing about when, and knows neither window nor account.

mod outlet;
mod records;

use std::{collections::HashMap, ops::ControlFlow, path::PathBuf};

use hearth_archive::{
    VERSION,
    export::{Export, Look},
    record::{FORMAT, Header, Record, Source, SourceKind},
};
use hearth_history::{
    item::{Item, Place, Row},
    readers::Readers,
};
use hearth_proto::id::{ConversationId, Epoch, Millis, Seq, UserId};

use crate::{archive_view::ExportFormat, blobs::Blobs, http::Answer};
use outlet::Outlet;

/// Items that are read at once.
const PAGE: u32 = 500;

/// What to write out.
pub struct Task {
    pub readers: Readers,
    pub blobs: Blobs,
    /// Only this conversation; None: all of them.
    pub here: Option<ConversationId>,
    pub format: ExportFormat,
    /// With pictures and files, as far as they are here.
    pub files: bool,
    /// The directory that it becomes. Nothing may be there yet.
    pub to: PathBuf,
    /// The name of the server.
    pub server: String,
    pub epoch: Option<Epoch>,
    pub me: UserId,
    pub at: Millis,
    /// Name and version of the app.
    pub agent: String,
    pub look: Look,
}

/// What came of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    Done {
        messages: u64,
        /// Pictures and files that lie beside it.
        files: u64,
        /// Those that are only named.
        missing: u64,
        /// No part of the past was missing.
        complete: bool,
    },
    /// It was called off, and nothing is left of it.
    CalledOff,
}

/// Writes it. Blocking; `progress` hears how many messages of how many are done, and may call it off.
///
/// # Errors
/// When the history cannot be read, or the place not be written. Nothing is left then.
pub fn run(task: &Task, progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>) -> Answer<Outcome> {
    let (rows, people, total) = {
        let reader = task.readers.get()?;
        let mut rows = reader.rows()?;
        rows.retain(|row| task.here.is_none_or(|here| row.conversation == here));
        let people: HashMap<_, _> = reader.people()?.into_iter().map(|person| (person.id, person)).collect();
        let mut total = 0;
        for row in &rows {
            total += reader.reach(Some(row.conversation))?.here;
        }
        (rows, people, total)
    };
    let source = Source { kind: SourceKind::Hearth, name: task.server.clone(), epoch: task.epoch, me: Some(task.me) };
    let header =
        Header { format: FORMAT.to_owned(), version: VERSION, made_at: task.at, made_by: task.agent.clone(), source };
    let export = Export::begin(&task.to, format(task.format), header, task.look.clone())?;
    let blobs = task.files.then_some(&task.blobs);
    let mut outlet = Outlet::new(export, blobs, people);
    for row in &rows {
        if conversation(task, row, &mut outlet, &mut |done| progress(done, total))?.is_break() {
            return Ok(Outcome::CalledOff);
        }
    }
    let counts = outlet.finish()?;
    Ok(Outcome::Done {
        messages: counts.messages,
        files: counts.files,
        missing: counts.missing_files,
        complete: counts.holes == 0,
    })
}

fn conversation(
    task: &Task,
    row: &Row,
    outlet: &mut Outlet<'_>,
    progress: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Answer<ControlFlow<()>> {
    let id = row.conversation;
    outlet.put(Record::Conversation(records::conversation(row, task.me)))?;
    let members = task.readers.get()?.members(id)?;
    for member in members {
        outlet.put(records::member(id, member))?;
    }
    let mut after = Seq(0);
    loop {
        // A reader of its own for each page, so that the file can tidy up behind a long export.
        let page = task.readers.get()?.timeline(id, Place::After { seq: after }, PAGE)?;
        let before = after;
        for item in page.items {
            let Some(seq) = end(&item) else { continue };
            after = after.max(seq);
            if let Some(record) = records::item(id, item, outlet.handles()) {
                outlet.put(record)?;
            }
            // A page may hold several films, which take longer than many messages.
            if progress(outlet.messages()).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        // A page that leads nowhere must not be asked for for ever.
        if page.at_end || after == before {
            return Ok(ControlFlow::Continue(()));
        }
    }
}

/// The last place that an item takes; None for what waits to be sent, which is not part of the conversation yet.
const fn end(item: &Item) -> Option<Seq> {
    match item {
        Item::Message(message) => message.seq,
        Item::Note(note) => Some(note.seq),
        Item::Hole { to, .. } => Some(*to),
    }
}

const fn format(format: ExportFormat) -> hearth_archive::export::Format {
    match format {
        ExportFormat::Jsonl => hearth_archive::export::Format::Lines,
        ExportFormat::Html => hearth_archive::export::Format::Html,
        ExportFormat::Markdown => hearth_archive::export::Format::Markdown,
        ExportFormat::Text => hearth_archive::export::Format::Text,
    }
}

#[cfg(test)]
mod tests;
