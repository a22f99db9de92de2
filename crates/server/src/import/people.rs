//! Who the people of an archive are here. Nobody gets an account before something that comes in names them.

use std::collections::{BTreeMap, HashMap};

use hearth_archive::{record::Person, remark::Unfit, source::Source};
use hearth_proto::{
    id::{BlobId, UserId},
    people::{Avatar, Profile, handle_from, handle_is_valid},
};
use rusqlite::{Connection, OptionalExtension};

use super::{
    ImportError,
    bodies::Brought,
    files::Files,
    ledger::{Ledger, strange},
    names,
    report::{PersonReport, Remarks},
};
use crate::state::{
    command::{Found, Import, Imported, ImportedPerson, Whose},
    rows::avatar_blob,
};

/// The face of those who bring none: clients show the first letters of the name.
const FACE: &str = "former";

/// The people of one import.
pub(super) struct People {
    told: HashMap<UserId, Profile>,
    here: HashMap<UserId, UserId>,
    /// Their handles here.
    called: HashMap<UserId, String>,
    wanted: BTreeMap<String, Option<String>>,
    report: Vec<PersonReport>,
}

/// What finding somebody needs.
pub(super) struct Means<'a, 'b> {
    pub(super) source: &'a mut Source,
    pub(super) files: &'a mut Files<'b>,
    pub(super) ledger: &'a Ledger,
    pub(super) reader: &'a Connection,
    pub(super) remarks: &'a mut Remarks,
}

impl People {
    pub(super) fn new(wanted: BTreeMap<String, Option<String>>) -> Self {
        Self { told: HashMap::new(), here: HashMap::new(), called: HashMap::new(), wanted, report: Vec::new() }
    }

    /// The archive introduces somebody.
    pub(super) fn told(&mut self, person: Person) {
        self.told.insert(person.profile.id, person.profile);
    }

    /// What to call somebody in the report.
    pub(super) fn handle(&self, id: UserId) -> &str {
        self.told.get(&id).map_or("?", |profile| profile.handle.as_str())
    }

    /// What somebody is called here; None before they are here.
    pub(super) fn handle_here(&self, id: UserId) -> Option<&str> {
        self.called.get(&id).map(String::as_str)
    }

    /// Whether somebody who can sign in here is this person. Makes nobody an account.
    pub(super) fn can_sign_in(&self, id: UserId, reader: &Connection) -> Result<bool, ImportError> {
        let by_handle = |handle: &str| {
            reader
                .prepare_cached("SELECT former = 0 FROM users WHERE handle = ?1")?
                .query_row([handle], |row| row.get::<_, bool>(0))
                .optional()
        };
        if let Whose::Handle(handle) = self.whose(id) {
            return Ok(by_handle(&handle)?.unwrap_or(false));
        }
        let by_id = reader
            .prepare_cached("SELECT former = 0 FROM users WHERE id = ?1")?
            .query_row([id.0.into_bytes()], |row| row.get::<_, bool>(0))
            .optional()?;
        let same_handle = match self.whose(id) {
            Whose::SameHandle => by_handle(self.handle(id))?.unwrap_or(false),
            Whose::Handle(_) | Whose::Nobody => false,
        };
        Ok(by_id.unwrap_or(same_handle))
    }

    /// The account of somebody, made where they have none.
    pub(super) fn here(&mut self, id: UserId, means: &mut Means<'_, '_>) -> Result<UserId, ImportError> {
        if let Some(here) = self.here.get(&id) {
            return Ok(*here);
        }
        let person = self.as_brought(id, means)?;
        let Imported::Person { user, handle, found } = means.ledger.commit_one(Import::Person(person.clone()))? else {
            return Err(strange().into());
        };
        self.here.insert(id, user);
        self.called.insert(id, handle.clone());
        let account = found == Found::Account;
        let there = self.told.get(&id).map_or_else(String::new, |profile| profile.handle.clone());
        self.report.push(PersonReport { handle: there, name: person.name, here: handle, account });
        Ok(user)
    }

    /// Everyone who was found, and those of whom nothing comes in as long as nobody here is who they are.
    pub(super) fn report(mut self, left_out: impl IntoIterator<Item = UserId>) -> Vec<PersonReport> {
        for id in left_out {
            let Some(profile) = self.told.get(&id).filter(|_| !self.here.contains_key(&id)) else { continue };
            let (handle, name) = (profile.handle.clone(), profile.name.clone());
            let named = self.report.iter().any(|person| person.handle == handle);
            if !named {
                self.report.push(PersonReport { handle, name, here: String::new(), account: false });
            }
        }
        self.report
    }

    fn as_brought(&self, id: UserId, means: &mut Means<'_, '_>) -> Result<ImportedPerson, ImportError> {
        let Some(profile) = self.told.get(&id) else {
            means.remarks.note(Unfit::NobodyNamed, || id.to_string());
            let (handle, name) = (String::new(), "?".to_owned());
            return Ok(ImportedPerson { user: id, is: Whose::Nobody, handle, name, avatar: plain() });
        };
        let name = names::name(&profile.name, means.ledger.limits(), &profile.handle);
        if name != profile.name.trim() {
            means.remarks.note(Unfit::NameChanged, || name.clone());
        }
        let avatar = match avatar_blob(&profile.avatar).cloned() {
            // Somebody who has an account here has a face here.
            Some(_) if self.can_sign_in(id, means.reader)? => plain(),
            Some(blob) => face(&blob, means)?.unwrap_or_else(plain),
            None => profile.avatar.clone(),
        };
        let handle = handle(profile);
        Ok(ImportedPerson { user: id, is: self.whose(id), handle, name, avatar })
    }

    fn whose(&self, id: UserId) -> Whose {
        match self.told.get(&id).and_then(|profile| self.wanted.get(&profile.handle)) {
            Some(Some(handle)) => Whose::Handle(handle.clone()),
            Some(None) => Whose::Nobody,
            None => Whose::SameHandle,
        }
    }
}

/// An own picture of a person or room, if its bytes came along and are a picture.
pub(super) fn face(blob: &BlobId, means: &mut Means<'_, '_>) -> Result<Option<Avatar>, ImportError> {
    let Means { source, files, ledger, reader, remarks } = means;
    Ok(match files.bring(blob, source, ledger, reader, remarks)? {
        Brought::Here(stored) if stored.width > 0 => Some(Avatar::Own { blob: blob.clone() }),
        Brought::Here(_) | Brought::Missing => {
            remarks.note(Unfit::FaceMissing, || blob.to_string());
            None
        }
    })
}

/// A handle as this server takes it: theirs, or made of it, or of their name.
fn handle(profile: &Profile) -> String {
    if handle_is_valid(&profile.handle) {
        return profile.handle.clone();
    }
    let made = handle_from(&profile.handle);
    if made.is_empty() { handle_from(&profile.name) } else { made }
}

fn plain() -> Avatar {
    Avatar::Drawn { name: FACE.to_owned() }
}
