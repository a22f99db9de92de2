//! Brings an archive into the log, part by part. Each part is a command like any other, and one that was brought before
//! changes nothing, so an import that was cut short is simply done again.
//!
//! ```text
//!   begin ──► message, message, … ──► open
//!             nobody is in it         people enter, and have read all of it
//! ```
//!
//! What the archive's words mean here (who is who, what is too long) was decided before; these parts only check what
//! must never be wrong in the log.

mod conversations;
mod messages;
mod people;

use super::{
    apply::Tx,
    command::{Answer, Import, Imported, Refusal},
};

impl Tx<'_> {
    pub fn import(&mut self, part: &Import) -> Result<Answer, Refusal> {
        self.only_the_house()?;
        let done = match part {
            Import::Person(person) => self.import_person(person)?,
            Import::Begin(begin) => self.begin_import(begin)?,
            Import::Blob(blob) => {
                self.import_blob(blob)?;
                Imported::Blob
            }
            Import::Message(message) => self.import_message(message)?,
            Import::Open(open) => self.open_import(open)?,
        };
        Ok(Answer::Imported(done))
    }
}
