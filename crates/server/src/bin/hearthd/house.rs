//! The commands that work on a data directory, whether or not a server uses it.

use std::{
    io::BufRead,
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

use anyhow::Context;
use hearth_proto::{
    command::NewInvite,
    id::Millis,
    link::{Address, Link, Purpose, Security},
};
use hearth_server::operator;

use super::options::{Invite, User};

/// Prints a link that lets people in.
///
/// # Errors
/// There is no hearth in the directory, or nothing says how to reach it.
pub fn invite(options: &Invite) -> anyhow::Result<()> {
    let address = address(options)?;
    if options.owner {
        let purpose = operator::owner_entrance(&options.data)?;
        println!("{}", Link { address, purpose });
        return Ok(());
    }
    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
    let expires_at = options.hours.map(|hours| Millis(now + i64::from(hours) * 3_600_000));
    let new = NewInvite { expires_at, uses: options.uses, conversation: None };
    let code = operator::invite(&options.data, new)?;
    println!("{}", Link { address, purpose: Purpose::Join(code) });
    Ok(())
}

fn address(options: &Invite) -> anyhow::Result<Address> {
    let known = operator::known_address(&options.data);
    if options.address.is_empty() {
        return known.context("the server has not run yet; say --address host:port");
    }
    let security = match known {
        Some(known) => known.security,
        None => operator::own_fingerprint(&options.data)?.map_or(Security::Authorities, Security::Pinned),
    };
    Ok(Address { hosts: options.address.clone(), security })
}

/// Looks after accounts.
///
/// # Errors
/// Nobody has the handle, or the password breaks a rule.
pub fn user(what: User) -> anyhow::Result<()> {
    match what {
        User::List { data } => {
            for account in operator::accounts(&data)? {
                let standing = match (account.server_owner, account.former) {
                    (true, _) => "owner",
                    (false, true) => "former",
                    (false, false) => "-",
                };
                let password = if account.has_password { "password" } else { "-" };
                println!("{}\t{}\t{standing}\t{password}\t{} devices", account.handle, account.name, account.devices);
            }
        }
        User::Password { data, handle } => {
            let mut line = String::new();
            std::io::stdin().lock().read_line(&mut line).context("no password on the standard input")?;
            operator::set_password(&data, &handle, line.trim_end_matches(['\n', '\r']))?;
            println!("the password of {handle} is set");
        }
        User::RemoveDevices { data, handle } => {
            operator::remove_devices(&data, &handle)?;
            println!("{handle} is signed out everywhere");
        }
    }
    Ok(())
}

/// Copies everything.
///
/// # Errors
/// The target is not empty, or a disk fails.
pub fn backup(data: &Path, to: &Path) -> anyhow::Result<()> {
    operator::backup(data, to)?;
    println!("copied to {}", to.display());
    Ok(())
}

/// Looks whether everything holds together.
///
/// # Errors
/// It does not.
pub fn check(data: &Path) -> anyhow::Result<()> {
    let report = operator::check(data)?;
    for problem in &report.problems {
        println!("{problem}");
    }
    anyhow::ensure!(report.problems.is_empty(), "{} problems found", report.problems.len());
    println!("sound: {} conversations, {} events, {} blobs", report.conversations, report.events, report.blobs);
    Ok(())
}
