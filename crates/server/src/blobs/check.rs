//! Whether uploaded bytes are what they should be: the right hash, and a picture of a sane size where one was promised.
//! Nobody's word is taken; what is no picture is a file of no particular type.

use std::{fs::File, io::Read, path::Path};

use hearth_proto::{
    error::{ErrorCode, Failure},
    id::BlobId,
    limits::Limits,
};
use image::{ImageDecoder, ImageFormat, ImageReader};
use sha2::{Digest, Sha256};

use super::disk;

/// What is no picture is served as this.
const FILE: &str = "application/octet-stream";
/// Memory that decoding a picture's header may take.
const DECODER_BYTES: u64 = 64 * 1024 * 1024;

/// What the bytes turned out to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checked {
    pub mime: &'static str,
    pub width: u32,
    pub height: u32,
}

/// Reads the whole file. Blocks.
///
/// # Errors
/// `conflict` for another hash; for what is promised to be a picture `picture_invalid`, or `too_large` for too many
/// pixels.
pub fn check(part: &Path, blob: &BlobId, claims_picture: bool, limits: &Limits) -> Result<Checked, Failure> {
    let mut file = File::open(part).map_err(|error| disk(&error))?;
    let mut hash = Sha256::new();
    let mut start = Vec::with_capacity(512);
    let mut chunk = vec![0; 64 * 1024];
    loop {
        let read = file.read(&mut chunk).map_err(|error| disk(&error))?;
        let Some(bytes) = chunk.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        hash.update(bytes);
        start.extend(bytes.iter().take(512 - start.len().min(512)));
    }
    if hex::encode(hash.finalize()) != blob.as_str() {
        return Err(Failure::new(ErrorCode::Conflict, "the bytes have another SHA-256 than was said"));
    }
    match picture(part, &start, limits) {
        Err(failure) if !claims_picture && matches!(failure.code, ErrorCode::PictureInvalid | ErrorCode::TooLarge) => {
            Ok(Checked { mime: FILE, width: 0, height: 0 })
        }
        checked => checked,
    }
}

fn picture(part: &Path, start: &[u8], limits: &Limits) -> Result<Checked, Failure> {
    let (format, mime) = sniff(start).ok_or_else(invalid)?;
    let (width, height) = dimensions(part, format)?;
    if u64::from(width) * u64::from(height) > limits.picture_pixels {
        return Err(Failure::new(ErrorCode::TooLarge, "the picture has too many pixels"));
    }
    Ok(Checked { mime, width, height })
}

fn sniff(start: &[u8]) -> Option<(ImageFormat, &'static str)> {
    match infer::get(start)?.mime_type() {
        "image/png" => Some((ImageFormat::Png, "image/png")),
        "image/jpeg" => Some((ImageFormat::Jpeg, "image/jpeg")),
        "image/gif" => Some((ImageFormat::Gif, "image/gif")),
        "image/webp" => Some((ImageFormat::WebP, "image/webp")),
        _ => None,
    }
}

fn dimensions(part: &Path, format: ImageFormat) -> Result<(u32, u32), Failure> {
    let mut reader = ImageReader::open(part).map_err(|error| disk(&error))?;
    reader.set_format(format);
    let mut bounds = image::Limits::default();
    bounds.max_alloc = Some(DECODER_BYTES);
    bounds.max_image_width = Some(65_535);
    bounds.max_image_height = Some(65_535);
    reader.limits(bounds);
    let decoder = reader.into_decoder().map_err(|_| invalid())?;
    match decoder.dimensions() {
        (0, _) | (_, 0) => Err(invalid()),
        sides => Ok(sides),
    }
}

fn invalid() -> Failure {
    Failure::new(ErrorCode::PictureInvalid, "the bytes are not the picture they claim to be")
}
