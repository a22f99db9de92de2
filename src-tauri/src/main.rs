//! The desktop app's way in. Everything is in the library, so that tests can reach it.

fn main() -> std::process::ExitCode {
    hearth_desk::run()
}
