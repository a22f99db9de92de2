//! Takes in what the person wants to send: any file becomes a picture that everyone sees at once, or a file as it is.
//! Large ones are copied piece by piece, with progress, and can be called off.

use std::{
    io,
    ops::ControlFlow,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use hearth_history::item::Attachment;
use hearth_proto::{
    body::{Body, File, Picture},
    error::ErrorCode,
    id::MessageId,
};

use crate::{
    blobs::Taken,
    client::Client,
    file_view::{SendFileCall, StageCall},
    http::Answer,
    kinds, names, pictures,
    shared::Shared,
    video,
    view::{Change, LocalFault, Problem},
};

/// A larger picture is sent as a file: making it smaller would take more memory than it is worth.
const LARGEST_PICTURE: u64 = 64 << 20;

/// Progress is told this often at most.
const PROGRESS_EVERY: Duration = Duration::from_millis(100);

impl Client {
    /// Takes a file into the account's store, ready to be sent.
    ///
    /// # Errors
    /// `not_a_file`, `file_empty` or `file_too_large`; `not_now` when it was called off; or what the disk says.
    pub async fn stage_file(&self, call: StageCall) -> Answer<Attachment> {
        let StageCall { account, path, staging, as_file } = call;
        let shared = self.account(account)?.shared.clone();
        let off = Arc::new(AtomicBool::new(false));
        self.stagings().insert(staging.clone(), off.clone());
        let (at_work, id) = (shared.clone(), staging.clone());
        let work = tokio::task::spawn_blocking(move || stage(&at_work, &path, &id, as_file, &off));
        let staged = work.await;
        self.stagings().remove(&staging);
        let attachment = staged??;
        shared.hold(attachment.blob());
        shared.tidy();
        Ok(attachment)
    }

    /// Calls off what is being taken in; nothing of it stays.
    pub fn cancel_staging(&self, staging: &str) {
        if let Some(off) = self.stagings().get(staging) {
            off.store(true, Ordering::Relaxed);
        }
    }

    /// Sends a staged file: first its bytes, then the message.
    ///
    /// # Errors
    /// When it was not staged, the caption is too long, or the history cannot be written.
    pub async fn send_file(&self, call: SendFileCall) -> Answer<MessageId> {
        let SendFileCall { key, file, caption, reply_to } = call;
        let shared = self.account(key.account)?.shared.clone();
        let limits = shared.file().limits;
        if caption.len() > limits.text_bytes as usize {
            return Err(Problem::server(ErrorCode::TooLarge, "the caption is too long"));
        }
        // What is said of the file is what the store has, whatever the window says.
        let Some(size) = shared.blobs.size(&file.blob) else {
            return Err(Problem::server(ErrorCode::BlobMissing, "the file is not on this computer"));
        };
        let upload = Some(file.blob.clone());
        let file = File { size, name: names::safe(&file.name, "file"), ..file };
        let caption = if caption.trim().is_empty() { String::new() } else { caption };
        self.send(key, Body::File { file, caption }, reply_to, upload).await
    }
}

fn stage(shared: &Shared, path: &Path, staging: &str, as_file: bool, off: &AtomicBool) -> Answer<Attachment> {
    let said = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let name = names::safe(&said, "file");
    let unreadable = |error: io::Error| Problem::local(LocalFault::NotAFile, error.kind());
    let about = std::fs::metadata(path).map_err(unreadable)?;
    if !about.is_file() {
        return Err(Problem::local(LocalFault::NotAFile, "it is a folder or a device"));
    }
    let (total, limits) = (about.len(), shared.file().limits);
    if total == 0 {
        return Err(Problem::local(LocalFault::FileEmpty, "there is nothing in it"));
    }
    if !as_file && let Some(picture) = picture(shared, path, &name, total)? {
        return Ok(Attachment::Picture { picture });
    }
    if total > limits.blob_bytes {
        return Err(Problem::local(LocalFault::FileTooLarge, format_args!("{total} of {}", limits.blob_bytes)));
    }
    let mut told = Instant::now();
    let progress = |done: u64| {
        if told.elapsed() >= PROGRESS_EVERY {
            told = Instant::now();
            shared.window.tell([Change::Staging { staging: staging.to_owned(), done, total }]);
        }
        if off.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let taken = shared.blobs.take_in(path, limits.blob_bytes, progress).map_err(|error| match error.kind() {
        io::ErrorKind::FileTooLarge => Problem::local(LocalFault::FileTooLarge, "it grew while it was read"),
        io::ErrorKind::Interrupted => Problem::not_now("it was called off"),
        io::ErrorKind::PermissionDenied | io::ErrorKind::NotFound => unreadable(error),
        _ => error.into(),
    })?;
    let Taken { blob, size } = taken;
    let mime = kinds::mime_of(&shared.blobs.head(&blob)?, &name);
    let video = shared.blobs.path(&blob).and_then(|path| video::shape(&path, &mime));
    Ok(Attachment::File { file: File { blob, mime, size, name, video } })
}

/// The file as a picture, where it is one that can be shown. A picture that is too large for that is a file like others.
fn picture(shared: &Shared, path: &Path, name: &str, size: u64) -> Answer<Option<Picture>> {
    if size > LARGEST_PICTURE {
        return Ok(None);
    }
    let unreadable = |error: io::Error| Problem::local(LocalFault::NotAFile, error.kind());
    let mut head = Vec::new();
    let file = std::fs::File::open(path).map_err(unreadable)?;
    io::Read::read_to_end(&mut io::Read::take(file, 64), &mut head).map_err(unreadable)?;
    if pictures::mime_of(&head).is_none() {
        return Ok(None);
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let Ok(prepared) = pictures::prepare(&bytes, &shared.file().limits) else { return Ok(None) };
    let blob = shared.blobs.keep(&prepared.bytes)?;
    let pictures::Prepared { bytes, mime, width, height, thumbhash } = prepared;
    let (mime, size, name) = (mime.to_owned(), bytes.len() as u64, name.to_owned());
    Ok(Some(Picture { blob, mime, width, height, size, thumbhash, name }))
}
