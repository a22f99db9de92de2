//! Where log lines go: to standard error, and to a file in the profile that never grows past two times its bound.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, IsTerminal as _, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use tracing_subscriber::{EnvFilter, fmt::MakeWriter, layer::SubscriberExt as _, util::SubscriberInitExt as _};

/// When the file has this many bytes it becomes `hearth.log.1`, and the one before goes.
const BOUND: u64 = 1024 * 1024;

/// Begins logging. `HEARTH_LOG` chooses what is logged, in the usual `target=level` form. Without a directory, or
/// where the file cannot be made, standard error is all there is.
pub fn begin(dir: Option<&Path>) {
    let filter = EnvFilter::try_from_env("HEARTH_LOG").unwrap_or_else(|_| EnvFilter::new("info,zbus=warn"));
    let file = dir.and_then(|dir| Rotating::open(dir.join("hearth.log"), BOUND).ok());
    let to_file = file.map(|file| {
        let writer = Shared(Arc::new(Mutex::new(file)));
        tracing_subscriber::fmt::layer().with_ansi(false).with_writer(writer)
    });
    let to_terminal = tracing_subscriber::fmt::layer().with_ansi(io::stderr().is_terminal()).with_writer(io::stderr);
    // Only a second call could fail, and then the first one's subscriber goes on.
    let _ = tracing_subscriber::registry().with(filter).with(to_terminal).with(to_file).try_init();
}

struct Rotating {
    path: PathBuf,
    file: File,
    written: u64,
    bound: u64,
}

impl Rotating {
    fn open(path: PathBuf, bound: u64) -> io::Result<Self> {
        let file = OpenOptions::new().create(true).append(true).open(&path)?;
        let written = file.metadata()?.len();
        Ok(Self { path, file, written, bound })
    }

    fn turn(&mut self) -> io::Result<()> {
        fs::rename(&self.path, self.path.with_extension("log.1"))?;
        self.file = OpenOptions::new().create(true).append(true).open(&self.path)?;
        self.written = 0;
        Ok(())
    }
}

impl Write for Rotating {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if self.written > 0 && self.written + line.len() as u64 > self.bound {
            self.turn()?;
        }
        let count = self.file.write(line)?;
        self.written += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[derive(Clone)]
struct Shared(Arc<Mutex<Rotating>>);

impl Write for Shared {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(line)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).flush()
    }
}

impl MakeWriter<'_> for Shared {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_keeps_the_newest_lines_in_two_bounded_files() {
        let dir = tempfile::tempdir().expect("dir");
        let path = dir.path().join("hearth.log");
        let mut log = Rotating::open(path.clone(), 100).expect("log");
        for number in 0..50 {
            log.write_all(format!("line {number:04}\n").as_bytes()).expect("write");
        }
        let now = fs::read_to_string(&path).expect("now");
        let before = fs::read_to_string(path.with_extension("log.1")).expect("before");
        assert!(now.ends_with("line 0049\n"));
        assert!(now.len() <= 100 && before.len() <= 100);
        assert_eq!(fs::read_dir(dir.path()).expect("dir").count(), 2);
    }
}
