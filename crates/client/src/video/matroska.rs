//! WebM and Matroska (RFC 8794, RFC 9559): elements with an id and a size, what is wanted near the beginning.

use std::{fs::File, io::Read};

use super::{Shape, be};

/// Where the shape must have been said. It stands before the first picture.
const NEAR: u64 = 1 << 20;

const SEGMENT: u64 = 0x1853_8067;
const INFO: u64 = 0x1549_A966;
const TIMESTAMP_SCALE: u64 = 0x2A_D7B1;
const DURATION: u64 = 0x4489;
const TRACKS: u64 = 0x1654_AE6B;
const TRACK: u64 = 0xAE;
const VIDEO: u64 = 0xE0;
const WIDTH: u64 = 0xB0;
const HEIGHT: u64 = 0xBA;

pub fn shape(file: &mut File) -> Option<Shape> {
    let mut near = Vec::new();
    file.take(NEAR).read_to_end(&mut near).ok()?;
    let segment = find(&near, SEGMENT)?;
    let info = find(segment, INFO)?;
    let video = elements(find(segment, TRACKS)?).filter(|(id, _)| *id == TRACK).find_map(|(_, t)| find(t, VIDEO))?;
    let side = |id| u32::try_from(be(find(video, id)?)).ok();
    // A recording that was sent while it was made does not know its length.
    let duration_ms = find(info, DURATION).and_then(number).map_or(0.0, |ticks| {
        let nanoseconds = find(info, TIMESTAMP_SCALE).map_or(1_000_000, be);
        ticks * nanoseconds as f64 / 1e6
    });
    // Out of range becomes the nearest there is.
    Some(Shape { width: side(WIDTH)?, height: side(HEIGHT)?, duration_ms: duration_ms as u32 })
}

fn find(content: &[u8], wanted: u64) -> Option<&[u8]> {
    elements(content).find(|(id, _)| *id == wanted).map(|(_, content)| content)
}

/// The elements in a piece of memory, as far as they make sense. One that goes on behind the end, or whose size nobody
/// knew, is taken to the end.
fn elements(mut rest: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    std::iter::from_fn(move || {
        let length = width_of(rest)?;
        let id = be(rest.get(..length)?);
        rest = rest.get(length..)?;
        let length = width_of(rest)?;
        let bits = 7 * u32::try_from(length).ok()?;
        let size = be(rest.get(..length)?) & ((1 << bits) - 1);
        rest = rest.get(length..)?;
        let size = usize::try_from(size).ok().filter(|size| *size <= rest.len()).unwrap_or(rest.len());
        let (content, after) = rest.split_at(size);
        rest = after;
        Some((id, content))
    })
}

/// How many bytes a number takes is in its first one (RFC 8794, 4).
fn width_of(bytes: &[u8]) -> Option<usize> {
    let zeros = bytes.first()?.leading_zeros() as usize;
    (zeros < 8).then_some(zeros + 1)
}

fn number(bytes: &[u8]) -> Option<f64> {
    match bytes.len() {
        4 => Some(f64::from(f32::from_be_bytes(bytes.try_into().ok()?))),
        8 => Some(f64::from_be_bytes(bytes.try_into().ok()?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Seek as _, Write as _};

    use super::*;

    fn element(id: &[u8], content: &[u8]) -> Vec<u8> {
        let size = 0x4000 | u16::try_from(content.len()).expect("small");
        [id, &size.to_be_bytes(), content].concat()
    }

    fn file(bytes: &[u8]) -> File {
        let mut file = tempfile::tempfile().expect("file");
        file.write_all(bytes).expect("written");
        file.rewind().expect("rewound");
        file
    }

    fn film() -> Vec<u8> {
        let scale = element(&[0x2A, 0xD7, 0xB1], &1_000_000u32.to_be_bytes());
        let length = element(&[0x44, 0x89], &2500f64.to_be_bytes());
        let sides = [element(&[0xB0], &[0x02, 0x80]), element(&[0xBA], &[0x01, 0x68])].concat();
        let sound = element(&[0xAE], &element(&[0xE1], &[]));
        let sight = element(&[0xAE], &element(&[0xE0], &sides));
        let info = element(&[0x15, 0x49, 0xA9, 0x66], &[scale, length].concat());
        let tracks = element(&[0x16, 0x54, 0xAE, 0x6B], &[sound, sight].concat());
        // The segment's size is unknown, as in a recording.
        [&element(&[0x1A, 0x45, 0xDF, 0xA3], b"webm")[..], &[0x18, 0x53, 0x80, 0x67, 0xFF], &info, &tracks].concat()
    }

    #[test]
    fn size_and_length_are_read() {
        let shape = shape(&mut file(&film()));
        assert_eq!(shape, Some(Shape { width: 640, height: 360, duration_ms: 2500 }));
    }

    #[test]
    fn of_a_damaged_film_nothing_is_said() {
        let film = film();
        // Cut anywhere it is read or not, but never wrongly and never without end.
        for length in 0..film.len() - 4 {
            assert!(shape(&mut file(&film[..length])).is_none_or(|shape| shape.height != 360), "{length}");
        }
        assert_eq!(shape(&mut file(&[0xff; 64])), None);
        assert_eq!(shape(&mut file(&[0; 64])), None);
    }
}
