//! The drawn avatars as files, because notification services take a picture by its path.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use hearth_proto::people::Avatar;

// Rendered from the window's own drawings when the app is built: `AVATARS`, sorted by name.
include!(concat!(env!("OUT_DIR"), "/drawings.rs"));

/// The PNG of a drawn avatar, written below `dir` the first time it is wanted. None for drawings that this version
/// does not have, for own images, and where nothing can be written: the alert is then shown without a picture.
#[must_use]
pub fn drawn(dir: &Path, avatar: &Avatar) -> Option<PathBuf> {
    let Avatar::Drawn { name } = avatar else { return None };
    let at = AVATARS.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
    let (name, png) = AVATARS.get(at)?;
    let path = dir.join(format!("{name}.png"));
    match write_once(&path, png) {
        Ok(()) => Some(path),
        Err(error) => {
            tracing::debug!(%error, "an avatar could not be written for an alert");
            None
        }
    }
}

/// The size tells whether it is there whole, and in this version's drawing.
fn write_once(path: &Path, png: &[u8]) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|there| there.len() == png.len() as u64) {
        return Ok(());
    }
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir)?;
    }
    fs::write(path, png)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_drawing_is_a_png_and_unknown_names_are_none() {
        let dir = tempfile::tempdir().expect("dir");
        assert!(AVATARS.len() >= 20);
        for (name, _) in AVATARS {
            let path = drawn(dir.path(), &Avatar::Drawn { name: (*name).to_owned() }).expect("path");
            assert!(fs::read(path).expect("png").starts_with(b"\x89PNG"));
        }
        assert_eq!(drawn(dir.path(), &Avatar::Drawn { name: "../../etc/passwd".into() }), None);
    }
}
