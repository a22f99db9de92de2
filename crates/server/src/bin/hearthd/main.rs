//! `hearthd`: a hearth without a window.

mod file;
mod house;
mod import;
mod options;
mod serve;

use std::process::ExitCode;

use clap::Parser;

use self::options::{Options, What};

fn main() -> ExitCode {
    let options = match Options::try_parse() {
        Ok(options) => options,
        Err(error) => {
            // Help and version are no failures; clap knows.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let done = match options.what {
        What::Serve(serve) => serve::run(serve),
        What::Invite(invite) => house::invite(&invite),
        What::User(user) => house::user(user),
        What::Backup { data, to } => house::backup(&data, &to),
        What::Check { data } => house::check(&data),
        What::Import(import) => import::run(&import),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // One line, whatever went wrong.
            eprintln!("hearthd: {}", format!("{error:#}").replace('\n', " "));
            ExitCode::FAILURE
        }
    }
}
