//! What the command line says.

use clap::Parser;

/// A desktop chat that a group can own.
#[derive(Parser, Clone, PartialEq, Eq, Debug)]
#[command(name = "hearth", version, about)]
pub struct Args {
    /// Use a separate set of accounts and settings, so that two Hearths can run on one computer
    #[arg(long, value_name = "NAME", value_parser = profile)]
    pub profile: Option<Profile>,
    /// Start without showing the window, where the desktop has a tray
    #[arg(long)]
    pub hidden: bool,
    /// An invite or device link to open
    #[arg(value_name = "hearth://… link")]
    pub link: Option<String>,
}

/// The name of a set of accounts and settings: 1 to 32 lower-case letters, digits, `-` and `_`. It becomes part of a
/// directory and of a D-Bus name, which is why it is narrow.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Profile(String);

impl Profile {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn profile(name: &str) -> Result<Profile, String> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_');
    if (1..=32).contains(&name.len()) && name.bytes().all(plain) {
        Ok(Profile(name.to_owned()))
    } else {
        Err("a profile name has 1 to 32 lower-case letters, digits, '-' and '_'".to_owned())
    }
}

impl Args {
    /// The D-Bus name that only one running app with this profile can own.
    #[must_use]
    pub fn bus_name(&self, identifier: &str) -> String {
        match &self.profile {
            Some(profile) => format!("{identifier}.p_{}", profile.as_str()),
            None => identifier.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_and_a_profile_can_stand_together() {
        let args = Args::try_parse_from(["hearth", "--profile", "work", "hearth://127.0.0.1:1/j/x"]).expect("args");
        assert_eq!(args.profile.map(|profile| profile.0), Some("work".into()));
        assert_eq!(args.link.as_deref(), Some("hearth://127.0.0.1:1/j/x"));
    }

    #[test]
    fn a_profile_name_cannot_leave_its_directory_or_break_a_bus_name() {
        for name in ["", "..", "a/b", "A", "a b", "é", &"x".repeat(33)] {
            assert!(profile(name).is_err(), "{name}");
        }
    }

    #[test]
    fn each_profile_has_its_own_bus_name() {
        let plain = Args { profile: None, hidden: false, link: None };
        let work = Args { profile: profile("2").ok(), ..plain.clone() };
        assert_eq!(plain.bus_name("org.x"), "org.x");
        assert_eq!(work.bus_name("org.x"), "org.x.p_2");
    }
}
