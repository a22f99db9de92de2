//! The desk: the window, the tray, native notifications, and the border between the page and the client. It decides
//! nothing.

mod bus;
mod home;
mod log;
mod start;
mod tray;
mod window;
mod words;

/// Runs the app until the person quits it.
#[must_use]
pub fn run() -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
