//! Makes a file that somebody chose into a picture that can be sent: its kind is read from the bytes, it is turned
//! the right way up, shrunk where it is huge, and freed of everything but what can be seen. Pure; takes a moment.

use std::io::Cursor;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use fast_image_resize::Resizer;
use hearth_proto::limits::Limits;
use image::{
    AnimationDecoder, DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader,
    codecs::{gif::GifDecoder, jpeg::JpegEncoder, png::PngEncoder, webp::WebPDecoder},
    metadata::Orientation,
};

use crate::webp;

/// The long side of a picture that is sent; more is not seen on a screen and costs everybody disk.
const LONG_SIDE: u32 = 2560;

/// The side of an avatar, enough for twice its largest size on screen.
const AVATAR_SIDE: u32 = 256;

/// The long side of an own sticker, enough for three times its size on screen.
const STICKER_SIDE: u32 = 512;

/// A sticker that moves is sent often, and to everybody.
const MOVING_STICKER_BYTES: usize = 4 << 20;

/// The most that decoding may allocate: a picture of the largest size, with room for the decoder's own buffers.
const DECODE_BYTES: u64 = 768 << 20;

/// Close to the original for the eye, at about a third of the size of 100.
const JPEG_QUALITY: u8 = 88;

/// A picture that can be uploaded as it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Prepared {
    pub bytes: Vec<u8>,
    pub mime: &'static str,
    pub width: u32,
    pub height: u32,
    /// A ThumbHash, base64.
    pub thumbhash: String,
}

/// Why a file cannot be sent as a picture.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PictureError {
    #[error("the file is no PNG, JPEG, GIF or WebP picture")]
    NotAPicture,
    #[error("the picture has too many pixels or bytes")]
    TooLarge,
}

/// Prepares a picture for a message. Animations stay as they are, but for what describes the camera or the person.
///
/// # Errors
/// See [`PictureError`].
pub fn prepare(bytes: &[u8], limits: &Limits) -> Result<Prepared, PictureError> {
    let (kind, opened) = open(bytes, limits)?;
    let (width, height) = (opened.image.width(), opened.image.height());
    let moving = match kind {
        ImageFormat::Gif => is_moving_gif(bytes).then(|| (bytes.to_vec(), "image/gif")),
        ImageFormat::WebP => is_moving_webp(bytes).then(|| (webp::without_metadata(bytes), "image/webp")),
        _ => None,
    };
    let thumbhash = thumbhash(&opened.image)?;
    let prepared = if let Some((bytes, mime)) = moving {
        Prepared { bytes, mime, width, height, thumbhash }
    } else {
        let image = within(opened.image, LONG_SIDE)?;
        let (width, height) = (image.width(), image.height());
        let (bytes, mime) = encode(&image, kind, opened.icc)?;
        Prepared { bytes, mime, width, height, thumbhash }
    };
    if prepared.bytes.len() as u64 > limits.blob_bytes { Err(PictureError::TooLarge) } else { Ok(prepared) }
}

/// Prepares a sticker: small, with what shines through kept. Animations stay as they are.
///
/// # Errors
/// See [`PictureError`].
pub fn sticker(bytes: &[u8], limits: &Limits) -> Result<Prepared, PictureError> {
    let prepared = prepare(bytes, limits)?;
    let moves = prepared.mime == "image/gif" || prepared.mime == "image/webp";
    if moves {
        return if prepared.bytes.len() > MOVING_STICKER_BYTES { Err(PictureError::TooLarge) } else { Ok(prepared) };
    }
    let (kind, opened) = open(bytes, limits)?;
    let image = within(opened.image, STICKER_SIDE)?;
    let (bytes, mime) = encode(&image, kind, opened.icc)?;
    Ok(Prepared { bytes, mime, width: image.width(), height: image.height(), thumbhash: prepared.thumbhash })
}

/// Prepares an avatar: the middle of the picture, square and small.
///
/// # Errors
/// See [`PictureError`].
pub fn square(bytes: &[u8], limits: &Limits) -> Result<Prepared, PictureError> {
    let (kind, opened) = open(bytes, limits)?;
    let side = opened.image.width().min(opened.image.height());
    let (x, y) = ((opened.image.width() - side) / 2, (opened.image.height() - side) / 2);
    let image = within(opened.image.crop_imm(x, y, side, side), AVATAR_SIDE)?;
    let thumbhash = thumbhash(&image)?;
    let (bytes, mime) = encode(&image, kind, opened.icc)?;
    Ok(Prepared { bytes, mime, width: image.width(), height: image.height(), thumbhash })
}

/// The kind of a picture by its first bytes; None when it is none of those that Hearth shows.
#[must_use]
pub fn mime_of(bytes: &[u8]) -> Option<&'static str> {
    format_of(bytes).map(|format| format.to_mime_type())
}

fn format_of(bytes: &[u8]) -> Option<ImageFormat> {
    match infer::get(bytes)?.mime_type() {
        "image/png" => Some(ImageFormat::Png),
        "image/jpeg" => Some(ImageFormat::Jpeg),
        "image/gif" => Some(ImageFormat::Gif),
        "image/webp" => Some(ImageFormat::WebP),
        _ => None,
    }
}

/// A decoded picture, upright.
struct Opened {
    image: DynamicImage,
    icc: Option<Vec<u8>>,
}

fn open(bytes: &[u8], limits: &Limits) -> Result<(ImageFormat, Opened), PictureError> {
    let format = format_of(bytes).ok_or(PictureError::NotAPicture)?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut bounds = image::Limits::default();
    bounds.max_alloc = Some(DECODE_BYTES);
    reader.limits(bounds);
    let mut decoder = reader.into_decoder().map_err(refusal)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > limits.picture_pixels {
        return Err(PictureError::TooLarge);
    }
    if width == 0 || height == 0 {
        return Err(PictureError::NotAPicture);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let icc = decoder.icc_profile().unwrap_or_default();
    let mut image = DynamicImage::from_decoder(decoder).map_err(refusal)?;
    image.apply_orientation(orientation);
    let image = if image.color().has_alpha() { image.into_rgba8().into() } else { image.into_rgb8().into() };
    Ok((format, Opened { image, icc }))
}

fn refusal(error: image::ImageError) -> PictureError {
    match error {
        image::ImageError::Limits(_) => PictureError::TooLarge,
        _ => PictureError::NotAPicture,
    }
}

fn within(image: DynamicImage, long_side: u32) -> Result<DynamicImage, PictureError> {
    let (width, height) = (image.width(), image.height());
    let longest = width.max(height);
    if longest <= long_side {
        return Ok(image);
    }
    // Both are at most `long_side`, which fits.
    let scaled =
        |side: u32| u32::try_from(u64::from(side) * u64::from(long_side) / u64::from(longest)).unwrap_or(1).max(1);
    let mut small = DynamicImage::new(scaled(width), scaled(height), image.color());
    Resizer::new().resize(&image, &mut small, None).map_err(|_| PictureError::NotAPicture)?;
    Ok(small)
}

fn encode(
    image: &DynamicImage,
    kind: ImageFormat,
    icc: Option<Vec<u8>>,
) -> Result<(Vec<u8>, &'static str), PictureError> {
    let mut bytes = Vec::new();
    // Colours would look wrong without their profile; it says nothing about the person. One for other colours than
    // those that were decoded is left out.
    let icc = icc.filter(|icc| icc.get(16..20) == Some(b"RGB "));
    let photo = matches!(kind, ImageFormat::Jpeg | ImageFormat::WebP) && !image.color().has_alpha();
    let (width, height, color) = (image.width(), image.height(), image.color().into());
    let written = if photo {
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
        icc.map(|icc| encoder.set_icc_profile(icc));
        encoder.write_image(image.as_bytes(), width, height, color)
    } else {
        let mut encoder = PngEncoder::new(&mut bytes);
        icc.map(|icc| encoder.set_icc_profile(icc));
        encoder.write_image(image.as_bytes(), width, height, color)
    };
    written.map_err(|_| PictureError::NotAPicture)?;
    Ok((bytes, if photo { "image/jpeg" } else { "image/png" }))
}

fn thumbhash(image: &DynamicImage) -> Result<String, PictureError> {
    let small = within(image.clone(), 100)?.into_rgba8();
    let (width, height) = (small.width() as usize, small.height() as usize);
    Ok(STANDARD.encode(thumbhash::rgba_to_thumb_hash(width, height, small.as_raw())))
}

fn is_moving_gif(bytes: &[u8]) -> bool {
    GifDecoder::new(Cursor::new(bytes))
        .is_ok_and(|decoder| decoder.into_frames().take(2).filter(Result::is_ok).count() == 2)
}

fn is_moving_webp(bytes: &[u8]) -> bool {
    WebPDecoder::new(Cursor::new(bytes)).is_ok_and(|decoder| decoder.has_animation())
}

#[cfg(test)]
#[path = "pictures_tests.rs"]
mod tests;
