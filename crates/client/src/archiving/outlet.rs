//! Hands records on in an order in which each can be used as it comes: before a record, the people and files it names.

use std::{
    collections::{HashMap, HashSet},
    fs::File,
    io::{self, Read},
};

use hearth_archive::{
    counts::Counts,
    export::Export,
    record::{Person, Record},
};
use hearth_proto::{
    id::{BlobId, UserId},
    people::Profile,
};

use super::records;
use crate::blobs::Blobs;

pub(super) struct Outlet<'a> {
    export: Export,
    /// None: no files are wanted.
    blobs: Option<&'a Blobs>,
    people: HashMap<UserId, Profile>,
    handles: HashMap<String, UserId>,
    told: HashSet<UserId>,
}

impl<'a> Outlet<'a> {
    pub(super) fn new(export: Export, blobs: Option<&'a Blobs>, people: HashMap<UserId, Profile>) -> Self {
        let handles = people.values().map(|person| (person.handle.clone(), person.id)).collect();
        Self { export, blobs, people, handles, told: HashSet::new() }
    }

    /// Who has which handle.
    pub(super) const fn handles(&self) -> &HashMap<String, UserId> {
        &self.handles
    }

    pub(super) const fn messages(&self) -> u64 {
        self.export.counts().messages
    }

    pub(super) fn put(&mut self, record: Record) -> io::Result<()> {
        for user in records::named(&record) {
            self.person(user)?;
        }
        for blob in record.blobs() {
            self.file(&record, blob)?;
        }
        self.export.write(&record)
    }

    pub(super) fn finish(self) -> io::Result<Counts> {
        self.export.finish()
    }

    /// Only those who are named are told: who else is on the server is nobody's business who reads one room.
    fn person(&mut self, user: UserId) -> io::Result<()> {
        if !self.told.insert(user) {
            return Ok(());
        }
        let Some(profile) = self.people.get(&user) else { return Ok(()) };
        let record = Record::Person(Person { profile: profile.clone(), bot: false });
        for blob in record.blobs() {
            self.file(&record, blob)?;
        }
        self.export.write(&record)
    }

    fn file(&mut self, record: &Record, blob: &BlobId) -> io::Result<()> {
        if self.export.has(blob) {
            return Ok(());
        }
        let mut file = records::file(record, blob);
        let found = self.blobs.and_then(|blobs| Some((blobs.path(blob)?, blobs.size(blob)?)));
        let mut bytes = match found {
            Some((path, size)) => {
                file.size = size;
                // It may have given way to something newer in between.
                File::open(path).ok()
            }
            None => None,
        };
        self.export.file(&file, bytes.as_mut().map(|bytes| bytes as &mut dyn Read))
    }
}
