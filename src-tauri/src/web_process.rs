//! How the web view's own process runs: what WebKit is told through its environment before it starts.
//!
//! The page is ours alone and does little at a time, so its JavaScript is interpreted. Compilers would take 20 MiB at
//! rest and 100 MiB while somebody scrolls, for frames that come hardly sooner; and without them no page of memory is both
//! written and run. What is thrown away is collected early: there are 10 MiB that live, and up to 30 MiB lay about dead.

use std::{env, process::Command, sync::OnceLock};

use crate::opengl;

/// Turns the compilers of JavaScript off, and collects what is dead after so many bytes are new (JavaScriptCore's
/// `Options`). Smaller amounts save no more, larger ones save less.
const SCRIPT: [(&str, &str); 2] = [("JSC_useJIT", "0"), ("JSC_gcMaxHeapSize", "4000000")];

/// From so many bytes on, what is freed goes back to the system at once (mallopt(3)). These are the C library's own values,
/// which it raises by itself where they are not said; while somebody scrolls that keeps 5 MiB. The app's own process has
/// read its environment before, so only WebKit's hear this.
const FREED: [(&str, &str); 2] = [("MALLOC_MMAP_THRESHOLD_", "131072"), ("MALLOC_TRIM_THRESHOLD_", "131072")];

/// What was told here, and not by the person.
static TOLD: OnceLock<Vec<&str>> = OnceLock::new();

/// Tells WebKit. What the person's own environment says about it stands.
///
/// To be called before anything else, while the program has one thread.
pub fn prepare() {
    let mut wanted = [SCRIPT, FREED].concat();
    let straight = !opengl::has_card() && !opengl::is_asked_for();
    if straight {
        wanted.extend(opengl::OFF);
    }
    wanted.retain(|(name, _)| env::var_os(name).is_none());
    for (name, value) in &wanted {
        // SAFETY: there is one thread, so nothing reads the environment meanwhile.
        #[allow(unsafe_code)]
        unsafe {
            env::set_var(name, value);
        }
    }
    if straight {
        opengl::keep_out_of_this_process();
    }
    let _ = TOLD.set(wanted.into_iter().map(|(name, _)| name).collect());
}

/// Takes what WebKit was told out of another program's environment: it may be a browser.
pub fn keep_to_itself(command: &mut Command) {
    for name in TOLD.get().into_iter().flatten() {
        command.env_remove(name);
    }
}
