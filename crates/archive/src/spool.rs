//! Puts what comes in any order into its order: the lines lie in a file without a name, and only where each begins is
//! kept in memory (32 bytes a line).

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Read as _, Seek as _, SeekFrom, Write as _},
};

use crate::source::Options;

/// Takes lines.
pub(crate) struct Spool {
    to: BufWriter<File>,
    end: u64,
    lines: Vec<Line>,
}

struct Line {
    /// Those of a lower group come first.
    group: u32,
    at: i64,
    from: u64,
    length: u32,
}

/// Gives them back.
pub(crate) struct Sorted {
    from: BufReader<File>,
    lines: std::vec::IntoIter<Line>,
    place: u64,
    total: usize,
}

/// A file that nobody else sees and that is gone when it is closed.
pub(crate) fn nameless(options: &Options) -> io::Result<File> {
    match &options.scratch {
        Some(dir) => tempfile::tempfile_in(dir),
        None => tempfile::tempfile(),
    }
}

impl Spool {
    pub(crate) fn new(options: &Options) -> io::Result<Self> {
        Ok(Self { to: BufWriter::new(nameless(options)?), end: 0, lines: Vec::new() })
    }

    pub(crate) fn push(&mut self, group: u32, at: i64, line: &[u8]) -> io::Result<()> {
        let length = u32::try_from(line.len()).map_err(io::Error::other)?;
        self.to.write_all(line)?;
        self.lines.push(Line { group, at, from: self.end, length });
        self.end += u64::from(length);
        Ok(())
    }

    /// By group and time; what is equal stays in the order in which it came.
    pub(crate) fn sorted(mut self) -> io::Result<Sorted> {
        self.lines.sort_by_key(|line| (line.group, line.at));
        let mut file = self.to.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        let total = self.lines.len();
        Ok(Sorted { from: BufReader::with_capacity(64 * 1024, file), lines: self.lines.into_iter(), place: 0, total })
    }
}

impl Sorted {
    /// The group that comes next.
    pub(crate) fn group(&self) -> Option<u32> {
        self.lines.as_slice().first().map(|line| line.group)
    }

    pub(crate) fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        let Some(line) = self.lines.next() else { return Ok(None) };
        // Nearly always the next line lies where the last one ended, in what was read ahead.
        match i64::try_from(line.from).ok().zip(i64::try_from(self.place).ok()) {
            Some((from, place)) => self.from.seek_relative(from - place)?,
            None => {
                self.from.seek(SeekFrom::Start(line.from))?;
            }
        }
        let mut bytes = vec![0; line.length as usize];
        self.from.read_exact(&mut bytes)?;
        self.place = line.from + u64::from(line.length);
        Ok(Some(bytes))
    }

    /// How many were given back, of how many.
    pub(crate) fn progress(&self) -> (u64, u64) {
        ((self.total - self.lines.len()) as u64, self.total as u64)
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    proptest! {
        #[test]
        fn lines_come_back_in_their_order(lines in vec((0..3u32, -5..5i64, "[a-z]{0,20}"), 0..50)) {
            let mut spool = Spool::new(&Options::default()).unwrap();
            for (group, at, line) in &lines {
                spool.push(*group, *at, line.as_bytes()).unwrap();
            }
            let mut sorted = spool.sorted().unwrap();
            let mut expected = lines;
            expected.sort_by_key(|(group, at, _)| (*group, *at));
            for (group, _, line) in expected {
                prop_assert_eq!(sorted.group(), Some(group));
                prop_assert_eq!(sorted.next().unwrap(), Some(line.into_bytes()));
            }
            prop_assert_eq!(sorted.next().unwrap(), None);
        }
    }
}
