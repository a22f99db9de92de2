//! Watches the screen from outside, pixel by pixel, so that nothing in the watched program has to help. When the picture
//! has not changed for a while it is what was to be shown, and the moment is looked up at which it was there first.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use x11rb::{
    connection::Connection as _,
    protocol::xproto::{ConnectionExt as _, ImageFormat},
    rust_connection::RustConnection,
};

/// The part of the screen that is watched: where both windows show what one came for. Frames, lists and states of the
/// line lie outside.
const LEFT: i16 = 460;
const TOP: i16 = 180;
const WIDTH: u16 = 560;
const HEIGHT: u16 = 420;

/// So long nothing may change until the picture counts as done.
const STILL: Duration = Duration::from_millis(1_500);

/// Nobody waits longer.
const PATIENCE: Duration = Duration::from_secs(40);

/// Between two looks. A look takes about half a millisecond.
const GLANCE: Duration = Duration::from_millis(3);

/// Of what is drawn in the end, so much must be there for it to be painted. The rest is for what blinks.
const ENOUGH: f64 = 0.97;

/// A watch that has begun.
pub struct Watch {
    x: RustConnection,
    root: u32,
    began: Instant,
    /// What the screen shows before anything starts.
    before: Vec<u8>,
}

impl Watch {
    /// Begins to count the time.
    ///
    /// # Errors
    /// When the display does not answer.
    pub fn begin(display: &str) -> Result<Self> {
        let (x, screen) = RustConnection::connect(Some(display))?;
        let root = x.setup().roots.get(screen).context("a display has a screen")?.root;
        let before = picture(&x, root)?;
        Ok(Self { x, root, began: Instant::now(), before })
    }

    /// The time from the beginning until the last picture was there for the first time.
    ///
    /// # Errors
    /// When nothing is ever painted, or it never stands still.
    pub fn until_it_stands_still(self) -> Result<Duration> {
        let mut frames: Vec<(Duration, Vec<u8>)> = Vec::new();
        let mut last_change = self.began;
        while self.began.elapsed() < PATIENCE {
            let now = picture(&self.x, self.root)?;
            let seen = Instant::now();
            if frames.last().map_or(&self.before, |(_, last)| last) != &now {
                frames.push((seen - self.began, now));
                last_change = seen;
            }
            // An empty ground stands still as well; something must be drawn on it.
            if let Some((_, last)) = frames.last()
                && seen - last_change > STILL
                && ink(last).iter().any(|drawn| *drawn)
            {
                return first_like(&frames).context("the last picture is like itself");
            }
            std::thread::sleep(GLANCE);
        }
        bail!("after {} s nothing stands still on the screen ({} frames)", PATIENCE.as_secs(), frames.len())
    }
}

fn picture(x: &RustConnection, root: u32) -> Result<Vec<u8>> {
    Ok(x.get_image(ImageFormat::Z_PIXMAP, root, LEFT, TOP, WIDTH, HEIGHT, u32::MAX)?.reply()?.data)
}

/// Which pixels differ from the ground, which is what most of them are.
fn ink(picture: &[u8]) -> Vec<bool> {
    let mut counts = std::collections::HashMap::new();
    for pixel in picture.chunks_exact(4) {
        *counts.entry(pixel).or_insert(0_u32) += 1;
    }
    let ground = counts.into_iter().max_by_key(|(_, count)| *count).map(|(pixel, _)| pixel);
    picture.chunks_exact(4).map(|pixel| Some(pixel) != ground).collect()
}

/// When the drawn part of the last picture was there for the first time.
#[allow(clippy::cast_precision_loss)]
fn first_like(frames: &[(Duration, Vec<u8>)]) -> Option<Duration> {
    let (_, last) = frames.last()?;
    let drawn = ink(last);
    let all = drawn.iter().filter(|drawn| **drawn).count().max(1);
    let like = |picture: &[u8]| {
        let both = picture.chunks_exact(4).zip(last.chunks_exact(4));
        both.zip(&drawn).filter(|((now, then), drawn)| **drawn && now == then).count()
    };
    frames.iter().find(|(_, picture)| like(picture) as f64 >= ENOUGH * all as f64).map(|(at, _)| *at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(pixels: &[u8]) -> Vec<u8> {
        pixels.iter().flat_map(|pixel| [*pixel; 4]).collect()
    }

    #[test]
    fn painted_is_when_the_last_picture_was_there_first_not_when_it_came_to_rest() {
        let at = Duration::from_millis;
        let frames = [
            (at(10), frame(&[9, 9, 9, 9, 9])),
            (at(20), frame(&[9, 1, 9, 9, 9])),
            (at(30), frame(&[9, 1, 2, 9, 9])),
            // Something beside it blinks and stops.
            (at(40), frame(&[9, 1, 2, 9, 7])),
            (at(50), frame(&[9, 1, 2, 9, 9])),
        ];
        assert_eq!(first_like(&frames), Some(at(30)));
    }
}
