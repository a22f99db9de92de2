//! Own stickers of one account, kept on this computer in one small file: added from a picture file, from a message or
//! from somebody else's sticker, put in order, and sent. Their pictures lie in the account's store and never give way.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use hearth_proto::{
    body::{Body, Picture},
    error::ErrorCode,
    id::MessageId,
};

use crate::{
    client::Client,
    file_view::{BlobCall, OwnStickerCall, Stickers, StickersCall},
    files,
    http::Answer,
    pictures,
    shared::Shared,
    view::{AccountId, Change, LocalFault, Problem},
};

/// The set that own stickers are sent in; servers know it.
const OWN: &str = "own";

/// What a sticker without a name is called.
const NAMELESS: &str = "sticker";

/// Own stickers of one account.
const MOST: usize = 200;

/// A file larger than this is not read as a sticker.
const LARGEST_FILE: u64 = 32 << 20;

const NAME: &str = "stickers.json";

/// The stickers of an account, as they are on its disk.
pub struct Shelf {
    path: PathBuf,
    stickers: Mutex<Stickers>,
}

impl Shelf {
    /// The shelf in an account's directory. One that cannot be read is set aside, and begun anew.
    #[must_use]
    pub fn open(dir: &Path) -> Self {
        let path = dir.join(NAME);
        let stickers = match fs::read(&path).map(|text| serde_json::from_slice(&text)) {
            Ok(Ok(stickers)) => stickers,
            Ok(Err(error)) => {
                tracing::warn!(%error, "the list of own stickers is damaged and is set aside");
                fs::rename(&path, path.with_extension("json.damaged")).ok();
                Stickers::new()
            }
            Err(_) => Stickers::new(),
        };
        Self { path, stickers: Mutex::new(stickers) }
    }

    /// All of them, in the person's order.
    #[must_use]
    pub fn all(&self) -> Stickers {
        self.lock().clone()
    }

    /// Puts others in the place of these. Blocking.
    fn set(&self, stickers: &Stickers) -> std::io::Result<()> {
        let mut now = self.lock();
        files::replace_json(&self.path, stickers)?;
        now.clone_from(stickers);
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Stickers> {
        self.stickers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Client {
    /// Own stickers of an account.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn stickers(&self, account: AccountId) -> Answer<Stickers> {
        Ok(self.account(account)?.shared.stickers.all())
    }

    /// Makes a picture file an own sticker, the first of them.
    ///
    /// # Errors
    /// When it is no picture, or there are too many stickers.
    pub async fn add_sticker_file(&self, account: AccountId, path: PathBuf) -> Answer<()> {
        let shared = self.account(account)?.shared.clone();
        let adding = tokio::task::spawn_blocking(move || {
            let unreadable = |error: std::io::Error| Problem::local(LocalFault::NotAPicture, error.kind());
            if fs::metadata(&path).map_err(unreadable)?.len() > LARGEST_FILE {
                return Err(Problem::local(LocalFault::PictureTooLarge, "too large for a sticker"));
            }
            let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            add(&shared, &fs::read(&path).map_err(unreadable)?, &stem)
        });
        adding.await?
    }

    /// Makes a picture that was sent, or somebody's sticker, an own sticker.
    ///
    /// # Errors
    /// When it cannot be fetched, or there are too many stickers.
    pub async fn add_sticker(&self, call: BlobCall) -> Answer<()> {
        let shared = self.account(call.account)?.shared.clone();
        shared.fetch(&call.blob).await?;
        let adding = tokio::task::spawn_blocking(move || match shared.blobs.read(&call.blob)? {
            Some(bytes) => add(&shared, &bytes, NAMELESS),
            None => Err(Problem::server(ErrorCode::NotFound, "the picture was damaged on disk")),
        });
        adding.await?
    }

    /// Puts own stickers in another order, or removes some.
    ///
    /// # Errors
    /// When the list cannot be written.
    pub async fn set_stickers(&self, call: StickersCall) -> Answer<()> {
        let shared = self.account(call.account)?.shared.clone();
        let setting = tokio::task::spawn_blocking(move || {
            let mut known = shared.stickers.all();
            let place = |sticker: &Picture| call.blobs.iter().position(|blob| *blob == sticker.blob);
            known.retain(|sticker| place(sticker).is_some());
            known.sort_by_key(place);
            put(&shared, known)
        });
        setting.await?
    }

    /// Sends an own sticker. Its picture is uploaded the first time; after that the server has it.
    ///
    /// # Errors
    /// When there is no such sticker, or the history cannot be written.
    pub async fn send_own_sticker(&self, call: OwnStickerCall) -> Answer<MessageId> {
        let OwnStickerCall { key, blob, reply_to } = call;
        let mut own = self.account(key.account)?.shared.stickers.all().into_iter();
        let Some(picture) = own.find(|sticker| sticker.blob == blob) else {
            return Err(Problem::not_now("there is no such sticker"));
        };
        let name = if picture.name.is_empty() { NAMELESS.to_owned() } else { picture.name.clone() };
        let body = Body::Sticker { set: OWN.to_owned(), name, picture: Some(picture) };
        self.send(key, body, reply_to, Some(blob)).await
    }
}

fn add(shared: &Shared, bytes: &[u8], stem: &str) -> Answer<()> {
    let prepared = pictures::sticker(bytes, &shared.file().limits)?;
    let blob = shared.blobs.keep(&prepared.bytes)?;
    let pictures::Prepared { bytes, mime, width, height, thumbhash } = prepared;
    let (mime, size) = (mime.to_owned(), bytes.len() as u64);
    let name: String = crate::names::safe(stem, NAMELESS).chars().take(40).collect();
    let mut stickers = shared.stickers.all();
    stickers.retain(|sticker| sticker.blob != blob);
    if stickers.len() >= MOST {
        return Err(Problem::local(LocalFault::TooManyStickers, "the shelf is full"));
    }
    stickers.insert(0, Picture { blob, mime, width, height, size, thumbhash, name });
    put(shared, stickers)
}

fn put(shared: &Shared, stickers: Stickers) -> Answer<()> {
    shared.stickers.set(&stickers)?;
    shared.window.tell([Change::Stickers { account: shared.id, stickers }]);
    Ok(())
}
