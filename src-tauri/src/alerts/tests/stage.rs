//! A process and a session bus for one test.

use std::{
    env,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

/// Set in the process that runs a test's body.
const INSIDE: &str = "HEARTH_TEST_INSIDE";

/// A bus that starts nothing by itself, unlike the desktop's own.
const CONFIG: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=DIRECTORY</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Bus {
    None,
    Private,
}

/// A process that ends with its owner.
pub struct Ending(pub Child);

impl Drop for Ending {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs the body in a process of its own. `name` is the test's own name, because a test cannot ask for it.
pub fn alone(name: &str, bus: Bus, body: impl Future<Output = ()>) {
    if env::var_os(INSIDE).is_some() {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("runtime");
        return runtime.block_on(body);
    }
    let dir = tempfile::tempdir().expect("directory");
    let (address, _bus) = match bus {
        Bus::None => (format!("unix:path={}", dir.path().join("nobody").display()), None),
        Bus::Private => {
            let (bus, address) = private_bus(dir.path());
            (address, Some(bus))
        }
    };
    let status = Command::new(env::current_exe().expect("this program"))
        .args(["--exact", &format!("alerts::tests::{name}"), "--nocapture", "--test-threads=1"])
        .env(INSIDE, "1")
        .env("DBUS_SESSION_BUS_ADDRESS", address)
        .status()
        .expect("the test runs again");
    assert!(status.success(), "{name} failed in its own process, see above");
}

fn private_bus(dir: &Path) -> (Ending, String) {
    let config = dir.join("bus.conf");
    std::fs::write(&config, CONFIG.replace("DIRECTORY", &dir.display().to_string())).expect("written");
    let mut command = Command::new("dbus-daemon");
    command.arg("--config-file").arg(config).args(["--nofork", "--print-address=1"]);
    first_line(&mut command)
}

/// Starts a program that says where it is on its first line.
pub fn first_line(command: &mut Command) -> (Ending, String) {
    let name = command.get_program().to_string_lossy().into_owned();
    let child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child = child.unwrap_or_else(|error| panic!("{name} does not start ({error}); `make test` installs it"));
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
    assert!(!line.trim().is_empty(), "{name} ended before it was ready");
    (Ending(child), line.trim().to_owned())
}
