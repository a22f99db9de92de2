//! Reads the shape of a video out of its file: how large and how long it is, nothing else. The two families of files
//! that people send are understood; of another, or of a damaged one, nothing is said.

mod matroska;
mod mp4;

use std::{fs::File, path::Path};

use hearth_proto::body::Video;

/// What a part of a video file may say at most before it is not believed.
const LARGEST_PART: u64 = 16 << 20;

/// The largest side that is believed.
const LARGEST_SIDE: u32 = 16_384;

/// The shape of the video in this file; None where it is none that is understood.
#[must_use]
pub fn shape(path: &Path, mime: &str) -> Option<Video> {
    let mut file = File::open(path).ok()?;
    let shape = match mime {
        "video/mp4" | "video/quicktime" | "video/x-m4v" => mp4::shape(&mut file)?,
        "video/webm" | "video/x-matroska" => matroska::shape(&mut file)?,
        _ => return None,
    };
    let Shape { width, height, duration_ms } = shape;
    let sane = (1..=LARGEST_SIDE).contains(&width) && (1..=LARGEST_SIDE).contains(&height);
    sane.then(|| Video { width, height, duration_ms, thumbhash: String::new() })
}

/// Pixels as shown, and milliseconds.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
struct Shape {
    width: u32,
    height: u32,
    duration_ms: u32,
}

fn be(bytes: &[u8]) -> u64 {
    bytes.iter().take(8).fold(0, |number, byte| (number << 8) | u64::from(*byte))
}
