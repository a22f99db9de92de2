//! OpenGL where there is no graphics card: the processor does it there, so the app goes without.
//!
//! What was painted would be painted once more, in layers, by shaders that are compiled at every start. Without it the
//! web view draws straight to its window, which takes 160 MiB and a second less. WebKit and GTK load it into the app's
//! own process all the same, with a compiler, only to ask what it can do; that is 20 MiB more.

use std::{
    env,
    ffi::{c_char, c_int, c_void},
    fs,
    path::Path,
    ptr,
};

/// Turns it off in the web view and in windows (environment variables of WebKitGTK and GTK 3).
pub const OFF: [(&str, &str); 2] = [("WEBKIT_DISABLE_COMPOSITING_MODE", "1"), ("GDK_GL", "disable")];

/// Where the kernel shows graphics cards (Direct Rendering Manager).
const CARDS: &str = "/dev/dri";

/// Which drivers EGL has, instead of those of the system (libglvnd, README, "EGL vendor libraries").
const DRIVERS: &str = "__EGL_VENDOR_LIBRARY_FILENAMES";

/// EGL's number for the list of its extensions (EGL 1.5, section 3.3).
const EXTENSIONS: c_int = 0x3055;

/// Whether a graphics card draws it.
pub fn has_card() -> bool {
    renders(Path::new(CARDS))
}

/// Whether the person's own environment wants it all the same: it says something else than what would turn it off.
pub fn is_asked_for() -> bool {
    OFF.iter().any(|(name, off)| env::var_os(name).is_some_and(|said| said != *off))
}

/// Lets EGL look for its drivers now, and find none, in this process alone: it looks once. WebKit's own processes do look
/// for themselves, as they must (without EGL they end).
///
/// To be called while the program has one thread.
pub fn keep_out_of_this_process() {
    // SAFETY: it is what WebKit and GTK load themselves a little later.
    #[allow(unsafe_code)]
    let Ok(egl) = (unsafe { libloading::Library::new("libEGL.so.1") }) else { return };
    let before = env::var_os(DRIVERS);
    // SAFETY: there is one thread, so nothing reads the environment meanwhile. The function is declared as EGL has it,
    // and takes no display for this one question.
    #[allow(unsafe_code)]
    unsafe {
        env::set_var(DRIVERS, "/dev/null");
        if let Ok(query) = egl.get::<unsafe extern "C" fn(*mut c_void, c_int) -> *const c_char>("eglQueryString") {
            query(ptr::null_mut(), EXTENSIONS);
        }
        match before {
            Some(before) => env::set_var(DRIVERS, before),
            None => env::remove_var(DRIVERS),
        }
    }
    // What it has looked up must stay.
    std::mem::forget(egl);
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
