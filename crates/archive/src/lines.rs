//! Reads lines of bounded length, and knows which one it is at.

use std::io::{BufRead, Read as _};

use crate::error::Error;

/// Lines of a file that may come from anybody.
pub(crate) struct Lines<R> {
    from: R,
    /// Bytes of one line.
    most: usize,
    line: u64,
    bytes: u64,
    held: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    pub(crate) const fn new(from: R, most: usize) -> Self {
        Self { from, most, line: 0, bytes: 0, held: Vec::new() }
    }

    /// The number of the last line that was read.
    pub(crate) const fn line(&self) -> u64 {
        self.line
    }

    /// How many bytes were read.
    pub(crate) const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The next line without its end; None after the last. A line of nothing but spaces is given as empty.
    pub(crate) fn next(&mut self) -> Result<Option<&str>, Error> {
        self.held.clear();
        let most = self.most as u64 + 2;
        let read = self.from.by_ref().take(most).read_until(b'\n', &mut self.held)?;
        if read == 0 {
            return Ok(None);
        }
        self.line += 1;
        self.bytes += read as u64;
        if read as u64 == most && !self.held.ends_with(b"\n") {
            return Err(Error::line(self.line, format!("longer than {} bytes", self.most)));
        }
        // What some editors put in front of a file.
        let bytes =
            if self.line == 1 { self.held.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.held) } else { &self.held };
        let text = std::str::from_utf8(bytes).map_err(|_| Error::line(self.line, "this is not UTF-8"))?;
        Ok(Some(text.trim()))
    }
}
