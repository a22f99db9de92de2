//! The desktop's own programs: what opens a web page, a mail address, a file or a folder.

use std::{ffi::OsStr, io, os::unix::process::CommandExt as _, process::Stdio, thread};

use crate::web_process;

/// Lets the desktop open something with the program it has for it. That program lives on when this one ends.
///
/// # Errors
/// When there is nothing to open it with.
pub fn open(what: impl AsRef<OsStr>) -> io::Result<()> {
    let mut missing = io::Error::from(io::ErrorKind::NotFound);
    for mut command in open::commands(what) {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        web_process::keep_to_itself(&mut command);
        match command.spawn() {
            Ok(mut child) => {
                // What has ended is to be taken note of.
                thread::spawn(move || child.wait());
                return Ok(());
            }
            Err(error) => missing = error,
        }
    }
    Err(missing)
}
