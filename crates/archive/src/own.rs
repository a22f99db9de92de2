//! Hearth's own archive as a source: the records, and the files beside them.

use std::{
    fs::File,
    io::{self, BufReader, Read, Seek as _},
};

use hearth_proto::id::BlobId;

use crate::{
    FILES,
    error::Error,
    reader::Reader,
    record::{Header, Record},
    remark::Unmapped,
    report::Report,
    source::Options,
    spool,
    tree::Tree,
};

pub(crate) struct Own {
    tree: Tree,
    records: Reader<BufReader<File>>,
    total: u64,
}

impl Own {
    /// The archive whose records are in this file.
    pub(crate) fn open(mut tree: Tree, name: &str, options: &Options) -> Result<Self, Error> {
        // A zip can only be read by one at a time, so the records come out of it first.
        let mut records = spool::nameless(options)?;
        let missing = || Error::File { file: name.to_owned(), why: "not there".to_owned() };
        let (mut file, total) = match &mut tree {
            Tree::Dir { root, .. } => {
                let file = File::open(root.join(name))?;
                let total = file.metadata()?.len();
                (file, total)
            }
            Tree::Zip { .. } => {
                let total = io::copy(&mut tree.read(name)?.ok_or_else(missing)?, &mut records)?;
                (records, total)
            }
        };
        file.rewind()?;
        Ok(Self { tree, records: Reader::new(BufReader::new(file))?, total })
    }

    pub(crate) const fn header(&self) -> &Header {
        self.records.header()
    }

    pub(crate) fn next(&mut self, report: &mut Report) -> Result<Option<Record>, Error> {
        let record = self.records.next().transpose()?;
        if let Some(Record::Unknown(value)) = &record {
            let kind = value.get("record").and_then(serde_json::Value::as_str).unwrap_or_default();
            report.note(Unmapped::LaterKind, format!("#{}: {kind}", self.records.line()));
        }
        Ok(record)
    }

    pub(crate) fn file(&mut self, blob: &BlobId) -> Result<Option<Box<dyn Read + '_>>, Error> {
        self.tree.read(&format!("{FILES}/{blob}"))
    }

    pub(crate) const fn progress(&self) -> (u64, u64) {
        (self.records.bytes(), self.total)
    }
}
