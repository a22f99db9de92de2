//! The web view's spell check: switched on, with the languages that the desktop says the person uses. Whether a field is
//! checked is the page's business. The dictionaries are the system's own (hunspell and others); where there is none for
//! a language, nothing of it is marked.

use gtk::glib;
use tauri::WebviewWindow;
use webkit2gtk::{WebContextExt as _, WebViewExt as _};

/// Where the desktop names no language at all.
const FALLBACK: &str = "en_US";

/// Lets the window's web view check what is written.
///
/// # Errors
/// When the window is going.
pub fn check(window: &WebviewWindow) -> tauri::Result<()> {
    window.with_webview(|webview| {
        let Some(context) = webview.inner().web_context() else { return };
        let names = glib::language_names();
        let languages = languages(names.iter().map(glib::GString::as_str));
        context.set_spell_checking_languages(&languages);
        context.set_spell_checking_enabled(true);
    })
}

/// The dictionaries to look in, best first, from names of locales such as `de_DE.UTF-8`, `de_DE`, `de` and `C`.
fn languages<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut languages: Vec<&str> =
        names.filter(|name| !name.contains(['.', '@']) && !["C", "POSIX"].contains(name)).collect();
    if languages.is_empty() {
        languages.push(FALLBACK);
    }
    languages
}

#[cfg(test)]
mod tests {
    use super::languages;

    #[test]
    fn every_language_of_the_person_is_asked_for_once() {
        let names = ["de_CH.UTF-8", "de_CH", "de.UTF-8", "de", "en_GB", "en", "C"];
        assert_eq!(languages(names.into_iter()), ["de_CH", "de", "en_GB", "en"]);
    }

    #[test]
    fn a_desktop_without_a_language_gets_english() {
        assert_eq!(languages(["C.UTF-8", "C"].into_iter()), ["en_US"]);
        assert_eq!(languages(std::iter::empty()), ["en_US"]);
    }
}
