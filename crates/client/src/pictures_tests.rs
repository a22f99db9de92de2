use image::{Delay, Frame, Rgb, RgbImage, RgbaImage, codecs::gif::GifEncoder};

use super::*;

fn bytes_of(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, format).expect("encoded");
    bytes.into_inner()
}

/// Left half red, right half blue.
fn halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| if x < width / 2 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) })
}

/// Puts an EXIF part that says "turn a quarter to the right" and names a place behind the JPEG's start marker.
fn with_exif(jpeg: &[u8]) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    exif.extend_from_slice(b"Tromso");
    let length = u16::try_from(exif.len() + 2).expect("short").to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
}

#[test]
fn a_turned_photo_stands_upright_and_loses_what_its_camera_said() {
    let photo = with_exif(&bytes_of(halves(64, 32), ImageFormat::Jpeg));
    let prepared = prepare(&photo, &Limits::default()).expect("a picture");
    assert_eq!((prepared.width, prepared.height, prepared.mime), (32, 64, "image/jpeg"));
    assert!(!prepared.bytes.windows(6).any(|window| window == b"Tromso"));
    let seen = image::load_from_memory(&prepared.bytes).expect("decodes").into_rgb8();
    assert!(seen.get_pixel(16, 8)[0] > 200 && seen.get_pixel(16, 56)[2] > 200);
}

#[test]
fn a_huge_picture_is_shrunk_and_a_small_one_keeps_its_pixels() {
    let huge = prepare(&bytes_of(halves(5120, 1280), ImageFormat::Png), &Limits::default()).expect("a picture");
    assert_eq!((huge.width, huge.height), (2560, 640));
    let small = halves(40, 30);
    let kept = prepare(&bytes_of(small.clone(), ImageFormat::Png), &Limits::default()).expect("a picture");
    assert_eq!(image::load_from_memory(&kept.bytes).expect("decodes").into_rgb8(), small);
    assert_eq!(kept.mime, "image/png");
}

#[test]
fn an_animation_is_kept_as_it_is() {
    let mut gif = Vec::new();
    let frames = (0..2).map(|_| Frame::from_parts(RgbaImage::new(9, 7), 0, 0, Delay::from_numer_denom_ms(100, 1)));
    GifEncoder::new(&mut gif).encode_frames(frames).expect("encoded");
    let prepared = prepare(&gif, &Limits::default()).expect("a picture");
    assert_eq!((prepared.width, prepared.height, prepared.mime), (9, 7, "image/gif"));
    assert_eq!(prepared.bytes, gif);
}

#[test]
fn a_picture_gets_a_thumbhash_that_can_be_drawn() {
    let prepared = prepare(&bytes_of(halves(300, 200), ImageFormat::WebP), &Limits::default()).expect("a picture");
    let hash = STANDARD.decode(&prepared.thumbhash).expect("base64");
    assert!((5..=40).contains(&hash.len()));
    let (width, height, _) = thumbhash::thumb_hash_to_rgba(&hash).expect("drawn");
    assert!(width > height);
}

#[test]
fn a_long_thin_picture_survives() {
    let prepared = prepare(&bytes_of(halves(4000, 1), ImageFormat::Png), &Limits::default()).expect("a picture");
    assert_eq!((prepared.width, prepared.height), (2560, 1));
}

#[test]
fn an_avatar_is_the_middle_and_small() {
    let prepared = square(&bytes_of(halves(900, 600), ImageFormat::Jpeg), &Limits::default()).expect("a picture");
    assert_eq!((prepared.width, prepared.height), (256, 256));
    let seen = image::load_from_memory(&prepared.bytes).expect("decodes").into_rgb8();
    assert!(seen.get_pixel(20, 128)[0] > 200 && seen.get_pixel(236, 128)[2] > 200);
}

#[test]
fn what_is_no_picture_is_refused() {
    let truncated = &bytes_of(halves(64, 64), ImageFormat::Png)[..60];
    for bytes in [&b""[..], b"hello", b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>", truncated] {
        assert_eq!(prepare(bytes, &Limits::default()), Err(PictureError::NotAPicture));
    }
}

#[test]
fn too_many_pixels_are_refused_before_they_are_decoded() {
    let limits = Limits { picture_pixels: 100, ..Limits::default() };
    assert_eq!(prepare(&bytes_of(halves(11, 10), ImageFormat::Png), &limits), Err(PictureError::TooLarge));
}

#[test]
fn too_many_bytes_are_refused() {
    let limits = Limits { blob_bytes: 20, ..Limits::default() };
    assert_eq!(prepare(&bytes_of(halves(64, 64), ImageFormat::Png), &limits), Err(PictureError::TooLarge));
}
