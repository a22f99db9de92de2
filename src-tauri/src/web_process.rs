//! How the web view's own process runs: what WebKit is told through its environment before it starts.
//!
//! The page is ours alone and does little at a time, so its JavaScript is interpreted. Compilers would take 20 MiB at
//! rest and 100 MiB while somebody scrolls, for frames that come hardly sooner; and without them no page of memory is both
//! written and run.
//!
//! Without a graphics card OpenGL is the processor's work as well: what was painted is painted once more, in layers, by
//! shaders that are compiled at every start. There the web view draws straight to its window, which takes 150 MiB and a
//! second less.

use std::{env, fs, path::Path, process::Command, sync::OnceLock};

/// Turns the compilers of JavaScript off (JavaScriptCore's `Options`).
const INTERPRETED: (&str, &str) = ("JSC_useJIT", "0");

/// Turns OpenGL off (WebKitGTK's environment variables).
const STRAIGHT: (&str, &str) = ("WEBKIT_DISABLE_COMPOSITING_MODE", "1");

/// Where the kernel shows graphics cards (Direct Rendering Manager).
const CARDS: &str = "/dev/dri";

/// What was told here, and not by the person.
static TOLD: OnceLock<Vec<&str>> = OnceLock::new();

/// Tells WebKit. What the person's own environment says about it stands.
///
/// To be called before anything else, while the program has one thread.
pub fn prepare() {
    let mut wanted = vec![INTERPRETED];
    if !renders(Path::new(CARDS)) {
        wanted.push(STRAIGHT);
    }
    wanted.retain(|(name, _)| env::var_os(name).is_none());
    for (name, value) in &wanted {
        // SAFETY: there is one thread, so nothing reads the environment meanwhile.
        #[allow(unsafe_code)]
        unsafe {
            env::set_var(name, value);
        }
    }
    let _ = TOLD.set(wanted.into_iter().map(|(name, _)| name).collect());
}

/// Takes what WebKit was told out of another program's environment: it may be a browser.
pub fn keep_to_itself(command: &mut Command) {
    for name in TOLD.get().into_iter().flatten() {
        command.env_remove(name);
    }
}

/// Whether one of the cards can render: such a one has a node `renderD…` beside its `card…`.
fn renders(cards: &Path) -> bool {
    let Ok(entries) = fs::read_dir(cards) else { return false };
    entries.flatten().any(|entry| entry.file_name().as_encoded_bytes().starts_with(b"renderD"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_renders_where_it_has_a_node_for_it() {
        let dir = tempfile::tempdir().expect("a directory");
        assert!(!renders(&dir.path().join("dri")));
        fs::write(dir.path().join("card0"), "").expect("a card");
        assert!(!renders(dir.path()));
        fs::write(dir.path().join("renderD128"), "").expect("a node");
        assert!(renders(dir.path()));
    }
}
