//! Opening rooms: what the window reads when somebody goes to one.

use anyhow::Result;
use hearth_history::{item::Place, readers::Readers};
use hearth_past::{BEGIN, END, places};
use hearth_proto::id::{ConversationId, Millis};

use crate::figures::Times;

/// Items that the window asks for at once.
const LIMIT: u32 = 60;

/// Days that are jumped to in each room.
const DATES: i64 = 3;

/// What one waits for, by where one goes.
#[derive(Clone, Default, Debug)]
pub struct Opening {
    pub newest: Times,
    pub unread: Times,
    pub date: Times,
}

impl Opening {
    /// All of them together.
    #[must_use]
    pub fn all(&self) -> Times {
        let mut all = self.newest.clone();
        all.extend(&self.unread);
        all.extend(&self.date);
        all
    }
}

/// Opens every room in every way.
///
/// # Errors
/// When the history cannot be read.
pub fn every_room(readers: &Readers) -> Result<Opening> {
    let mut opening = Opening::default();
    for room in 0..places::ROOMS {
        let conversation = places::conversation(room);
        opening.newest.take(|| open(readers, conversation, Place::Newest))?;
        opening.unread.take(|| open(readers, conversation, Place::Unread))?;
        for date in 0..DATES {
            // Spread over the years, elsewhere in each room.
            let part = (date * 61 + i64::try_from(room)? * 17) % 100;
            let when = Millis(BEGIN + (END - BEGIN) / 100 * part);
            opening.date.take(|| {
                readers.get()?.hole_before_date(conversation, when)?;
                open(readers, conversation, Place::Date { when })
            })?;
        }
    }
    Ok(opening)
}

/// The questions that a client asks of its history when a room is opened.
fn open(readers: &Readers, conversation: ConversationId, place: Place) -> Result<usize> {
    let reader = readers.get()?;
    let page = reader.timeline(conversation, place, LIMIT)?;
    reader.divider(conversation)?;
    reader.draft(conversation)?;
    reader.members(conversation)?;
    reader.readers(conversation)?;
    Ok(page.items.len())
}
