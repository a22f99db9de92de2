//! Files that tests send, and how they come into the box from a file manager.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use hearth_testkit::desk::{Stage, Window, person::clipboard_files};

/// A file of this name that looks like a PDF, and no compression makes small.
pub fn report(stage: &Stage, name: &str, size: usize) -> Result<PathBuf> {
    let path = stage.home().join(name);
    let mut state = 0x9e37_79b9_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    let bytes: Vec<u8> = b"%PDF-1.7\n".iter().copied().chain((0..size).map(|_| next())).collect();
    fs::write(&path, bytes)?;
    Ok(path)
}

/// Pastes files into the box and waits until all of them are in the tray.
pub async fn paste(stage: &Stage, window: &Window, files: &[&Path]) -> Result<()> {
    let mut clipboard = clipboard_files(stage, files)?;
    window.paste_into("Message ").await?;
    for file in files {
        window.sees(&file.file_name().context("a name")?.to_string_lossy()).await?;
    }
    clipboard.kill().await?;
    Ok(())
}
