//! The three ways an import begins: into a directory that no server uses, into a running server, and as a rehearsal on
//! a copy, which changes nothing.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use hearth_archive::{
    record::Record,
    source::{self, Source},
};
use hearth_proto::limits::Limits;
use rusqlite::OptionalExtension;
use uuid::Uuid;

use super::{
    ImportError, Options, Progress, Report, Watch,
    course::Course,
    files::{Files, Keep},
    ledger::Ledger,
    source_name,
};
use crate::{
    blobs::Blobs,
    data::{self, DataError},
    house::House,
    state::{Rules, schema::SchemaError, store},
};

/// Where a rehearsal has its copy of the database, below the data directory.
const REHEARSAL: &str = "rehearsal";

/// Imports into a hearth that no server runs on meanwhile. Blocks.
///
/// # Errors
/// See [`ImportError`].
pub fn into_directory(data: &Path, options: &Options, limits: Limits, watch: Watch<'_>) -> Result<Report, ImportError> {
    must_be_hearth(data)?;
    let _lock = data::lock(data).map_err(|error| match error {
        DataError::InUse(_) => ImportError::InUse(error),
        DataError::Unwritable(..) => ImportError::Unwritable(error),
    })?;
    let conn = store::open_writer(data, Uuid::now_v7())?;
    let blobs = Blobs::open(data)?;
    let ledger = Ledger::Alone { conn: Box::new(conn), rules: rules(limits) };
    let (report, ledger) = run(options, ledger, data, Files::new(&blobs, Keep::Yes), watch)?;
    if let Ledger::Alone { conn, .. } = ledger {
        conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
    }
    Ok(report)
}

/// Says what an import would do, by doing it on a copy of the database that is thrown away. Safe while the server runs.
/// Blocks.
///
/// # Errors
/// See [`ImportError`].
pub fn rehearsal(data: &Path, options: &Options, limits: Limits, watch: Watch<'_>) -> Result<Report, ImportError> {
    must_be_hearth(data)?;
    let copy = Copy::of(data)?;
    let conn = store::open_writer(&copy.0, Uuid::now_v7())?;
    // It is thrown away anyhow.
    conn.pragma_update(None, "synchronous", "OFF")?;
    let blobs = Blobs::beside(data, &copy.0)?;
    let ledger = Ledger::Alone { conn: Box::new(conn), rules: rules(limits) };
    let files = Files::new(&blobs, Keep::Rehearse);
    run(options, ledger, &copy.0, files, watch).map(|(report, _)| report)
}

/// Imports into a running server, beside everything else that is written. Blocks, so it wants a thread of its own.
///
/// # Errors
/// See [`ImportError`].
pub(super) fn into_running(house: &House, options: &Options, watch: Watch<'_>) -> Result<Report, ImportError> {
    let ledger = Ledger::Running { sequencer: house.sequencer.clone(), limits: (*house.limits).clone() };
    let files = Files::new(&house.blobs, Keep::Yes);
    run(options, ledger, &house.data, files, watch).map(|(report, _)| report)
}

/// What has to be sorted lies beside the database meanwhile: there is room where a hearth is, and not always where the
/// system puts files for a while.
fn run<'a>(
    options: &Options,
    ledger: Ledger,
    database: &Path,
    files: Files<'a>,
    mut watch: Watch<'_>,
) -> Result<(Report, Ledger), ImportError> {
    let reader = store::open_reader(database)?;
    let owned: bool = reader.query_row("SELECT EXISTS (SELECT 1 FROM users WHERE owner = 1)", [], |row| row.get(0))?;
    if !owned {
        return Err(ImportError::NobodyOwns);
    }
    for handle in options.people.values().flatten() {
        let known = reader
            .query_row("SELECT 1 FROM users WHERE handle = ?1", [handle], |row| row.get::<_, i64>(0))
            .optional()?;
        known.ok_or_else(|| ImportError::NobodyHere(handle.clone()))?;
    }
    let open = || Source::open(&options.archive, &source::Options { scratch: Some(database.to_owned()) });
    let progress = look_through(options, open()?, &mut watch)?;
    let course = Course::new((open()?, options), (ledger, reader), files, watch, progress);
    course.run()
}

/// Reads the archive to its end once before anything is changed: one that is damaged, or does not name those who were
/// named, changes nothing.
fn look_through(options: &Options, mut source: Source, watch: &mut Watch<'_>) -> Result<Progress, ImportError> {
    let found = source.header().source.kind;
    if let Some(wanted) = options.source.filter(|wanted| *wanted != found) {
        return Err(ImportError::OtherSource { wanted: source_name(wanted), found: source_name(found) });
    }
    let mut unmet: BTreeSet<&String> = options.people.keys().collect();
    let mut progress = Progress::default();
    let mut records = 0_u32;
    while let Some(record) = source.next()? {
        if let Record::Person(person) = &record {
            unmet.remove(&person.profile.handle);
        }
        records = records.wrapping_add(1);
        if records.is_multiple_of(1024) {
            if watch.cancel.is_cancelled() {
                return Err(ImportError::Cancelled);
            }
            let (read, total) = source.progress();
            progress = Progress { read, total: total.saturating_mul(2), ..Progress::default() };
            (watch.progress)(progress);
        }
    }
    if let Some(unmet) = unmet.into_iter().next() {
        return Err(ImportError::NobodyThere(unmet.clone()));
    }
    let (_, total) = source.progress();
    progress = Progress { read: total, total: total.saturating_mul(2), ..progress };
    Ok(progress)
}

fn rules(limits: Limits) -> Rules {
    Rules { limits, open: false, owners_invite: false }
}

/// A wrong directory must not become a hearth.
fn must_be_hearth(data: &Path) -> Result<(), ImportError> {
    drop(store::open_reader(data).map_err(SchemaError::from)?);
    Ok(())
}

/// A copy of the database, as long as a rehearsal goes on.
struct Copy(PathBuf);

impl Copy {
    fn of(data: &Path) -> Result<Self, ImportError> {
        let dir = data.join(REHEARSAL);
        if dir.exists() {
            // What a rehearsal that was killed has left.
            fs::remove_dir_all(&dir)?;
        }
        fs::create_dir(&dir)?;
        let copy = Self(dir);
        let conn = store::open_reader(data)?;
        conn.pragma_update(None, "query_only", false)?;
        conn.execute("VACUUM INTO ?1", [copy.0.join(store::FILE).to_string_lossy()])?;
        Ok(copy)
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, "the copy of a rehearsal could not be removed");
        }
    }
}
