//! MP4 and QuickTime (ISO/IEC 14496-12): boxes with a size and a name, the movie's own box somewhere among them.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
};

use super::{LARGEST_PART, Shape, be};

/// Boxes that are looked at on the outermost level.
const MOST_BOXES: usize = 64;

pub fn shape(file: &mut File) -> Option<Shape> {
    let movie = movie(file)?;
    let mut shape = Shape::default();
    for (name, content) in boxes(&movie) {
        match name {
            b"mvhd" => shape.duration_ms = duration(content)?,
            b"trak" if shape.width == 0 => {
                if let Some((width, height)) = track(content) {
                    (shape.width, shape.height) = (width, height);
                }
            }
            _ => {}
        }
    }
    (shape.width > 0).then_some(shape)
}

/// The content of the box `moov`, wherever it stands.
fn movie(file: &mut File) -> Option<Vec<u8>> {
    let mut at = 0;
    for _ in 0..MOST_BOXES {
        file.seek(SeekFrom::Start(at)).ok()?;
        let mut head = [0; 16];
        file.read_exact(head.get_mut(..8)?).ok()?;
        let (mut size, mut header) = (be(head.get(..4)?), 8);
        if size == 1 {
            file.read_exact(head.get_mut(8..)?).ok()?;
            (size, header) = (be(head.get(8..)?), 16);
        }
        let inside = size.checked_sub(header)?;
        if head.get(4..8)? == b"moov" {
            let mut content = Vec::new();
            file.take(inside.min(LARGEST_PART)).read_to_end(&mut content).ok()?;
            return Some(content);
        }
        at = at.checked_add(size)?;
    }
    None
}

/// The boxes in a piece of memory, as far as they make sense.
fn boxes(mut rest: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    std::iter::from_fn(move || {
        let size = usize::try_from(be(rest.get(..4)?)).ok()?;
        let (name, content) = (rest.get(4..8)?, rest.get(8..size)?);
        rest = rest.get(size..)?;
        Some((name, content))
    })
}

fn find<'a>(content: &'a [u8], wanted: &[u8]) -> Option<&'a [u8]> {
    boxes(content).find(|(name, _)| *name == wanted).map(|(_, content)| content)
}

/// The first version has 32-bit times, the second 64-bit ones (8.2.2).
fn duration(mvhd: &[u8]) -> Option<u32> {
    let (scale, length) = match mvhd.first()? {
        0 => (be(mvhd.get(12..16)?), be(mvhd.get(16..20)?)),
        _ => (be(mvhd.get(20..24)?), be(mvhd.get(24..32)?)),
    };
    u32::try_from(u128::from(length) * 1000 / u128::from(scale.max(1))).ok()
}

/// Width and height of a track of pictures, turned as it is shown (8.3.2). None for sound.
fn track(trak: &[u8]) -> Option<(u32, u32)> {
    if find(find(trak, b"mdia")?, b"hdlr")?.get(8..12)? != b"vide" {
        return None;
    }
    let tkhd = find(trak, b"tkhd")?;
    let matrix = tkhd.get(if *tkhd.first()? == 0 { 40 } else { 52 }..)?;
    // Both are fixed point with 16 bits behind the point.
    let (width, height) = (matrix.get(36..38)?, matrix.get(40..42)?);
    let (width, height) = (u32::try_from(be(width)).ok()?, u32::try_from(be(height)).ok()?);
    let lies = be(matrix.get(..4)?) == 0 && be(matrix.get(16..20)?) == 0;
    Some(if lies { (height, width) } else { (width, height) })
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn boxed(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let size = u32::try_from(content.len() + 8).expect("small");
        [&size.to_be_bytes()[..], name, content].concat()
    }

    fn file(bytes: &[u8]) -> File {
        let mut file = tempfile::tempfile().expect("file");
        file.write_all(bytes).expect("written");
        file
    }

    fn film(turned: bool) -> Vec<u8> {
        let mvhd = [&[0; 12][..], &600u32.to_be_bytes(), &1500u32.to_be_bytes(), &[0; 80]].concat();
        let one = if turned { 0u32 } else { 1 << 16 };
        let mut matrix = [0u8; 36];
        matrix[..4].copy_from_slice(&one.to_be_bytes());
        matrix[16..20].copy_from_slice(&one.to_be_bytes());
        let size = [(640u32 << 16).to_be_bytes(), (360u32 << 16).to_be_bytes()].concat();
        let tkhd = [&[0; 40][..], &matrix, &size].concat();
        let hdlr = |kind: &[u8]| boxed(b"mdia", &boxed(b"hdlr", &[&[0; 8][..], kind, &[0; 12]].concat()));
        let sound = boxed(b"trak", &[boxed(b"tkhd", &[0; 84]), hdlr(b"soun")].concat());
        let sight = boxed(b"trak", &[boxed(b"tkhd", &tkhd), hdlr(b"vide")].concat());
        let moov = boxed(b"moov", &[boxed(b"mvhd", &mvhd), sound, sight].concat());
        [boxed(b"ftyp", b"isom"), boxed(b"mdat", &[7; 100]), moov].concat()
    }

    #[test]
    fn size_and_length_are_read_wherever_the_movie_stands() {
        let shape = shape(&mut file(&film(false)));
        assert_eq!(shape, Some(Shape { width: 640, height: 360, duration_ms: 2500 }));
    }

    #[test]
    fn a_film_that_was_taken_upright_is_upright() {
        let shape = shape(&mut file(&film(true))).expect("read");
        assert_eq!((shape.width, shape.height), (360, 640));
    }

    #[test]
    fn of_a_damaged_film_nothing_is_said() {
        let film = film(false);
        for length in 0..film.len() {
            assert_eq!(shape(&mut file(&film[..length])), None, "{length}");
        }
        assert_eq!(shape(&mut file(&[0; 64])), None);
        assert_eq!(shape(&mut file(&[0xff; 64])), None);
    }
}
