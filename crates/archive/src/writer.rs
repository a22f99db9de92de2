//! Writes Hearth's own format: records as lines. Files are put beside it by whoever has them.

use std::io::{self, Write};

use crate::{
    LINE_BYTES,
    counts::Counts,
    record::{Header, Record},
};

/// A growing archive. [`Writer::finish`] ends it; one that is dropped before has no end, and no reader takes it for whole.
#[derive(Debug)]
pub struct Writer<W> {
    to: W,
    counts: Counts,
    line: Vec<u8>,
}

impl<W: Write> Writer<W> {
    /// An archive that begins with this header.
    ///
    /// # Errors
    /// What `to` says, as everywhere here.
    pub fn new(to: W, header: Header) -> io::Result<Self> {
        let mut writer = Self { to, counts: Counts::default(), line: Vec::new() };
        writer.put(&Record::Header(header))?;
        Ok(writer)
    }

    /// One more record. What it names must have been written before it.
    ///
    /// # Errors
    /// `InvalidInput` for a header, an end, and a record too long for a line.
    pub fn write(&mut self, record: &Record) -> io::Result<()> {
        if matches!(record, Record::Header(_) | Record::End(_)) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "an archive has one header and one end"));
        }
        self.put(record)?;
        self.counts.add(record);
        Ok(())
    }

    /// How much was written.
    #[must_use]
    pub const fn counts(&self) -> Counts {
        self.counts
    }

    /// Writes the end and gives back what was written to.
    ///
    /// # Errors
    /// See [`Writer::new`].
    pub fn finish(mut self) -> io::Result<W> {
        self.put(&Record::End(self.counts))?;
        self.to.flush()?;
        Ok(self.to)
    }

    fn put(&mut self, record: &Record) -> io::Result<()> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, record)?;
        if self.line.len() > LINE_BYTES {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "a record is too long for a line"));
        }
        self.line.push(b'\n');
        self.to.write_all(&self.line)
    }
}
