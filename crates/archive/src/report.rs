//! What an export of another chat holds and Hearth has no place for. Nothing is left out without standing in here.

use serde::Serialize;

use crate::{counts::Counts, remark::Unmapped};

/// Examples that are kept of one kind.
const EXAMPLES: usize = 5;

/// Characters of one example.
const EXAMPLE: usize = 200;

/// What was read, and what became of what did not fit.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize)]
pub struct Report {
    /// Records that were given out.
    pub counts: Counts,
    /// One for each kind, in the order in which they were first met.
    pub remarks: Vec<Remark>,
}

/// How often one thing could not be taken over as it was.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Remark {
    pub what: Unmapped,
    pub count: u64,
    /// The first few: where they stand and what they are, in no language's words.
    pub examples: Vec<String>,
}

impl Report {
    /// Notes one more.
    pub(crate) fn note(&mut self, what: Unmapped, example: impl AsRef<str>) {
        let remark = match self.remarks.iter().position(|remark| remark.what == what) {
            Some(place) => self.remarks.get_mut(place),
            None => {
                self.remarks.push(Remark { what, count: 0, examples: Vec::new() });
                self.remarks.last_mut()
            }
        };
        let Some(remark) = remark else { return };
        remark.count += 1;
        if remark.examples.len() < EXAMPLES {
            let plain = example.as_ref().chars().map(|c| if c.is_control() { ' ' } else { c });
            let example: String = plain.take(EXAMPLE).collect();
            if !example.is_empty() && !remark.examples.contains(&example) {
                remark.examples.push(example);
            }
        }
    }
}
