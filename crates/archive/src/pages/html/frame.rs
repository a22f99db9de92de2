//! The frame of every page: what it declares, how it looks, and that a browser may fetch nothing for it.

use std::io::{self, Write};

use base64::Engine as _;
use sha2::Digest as _;

use super::html;

const STYLE: &str = include_str!("style.css");

/// What all pages of a folder have in common.
pub(super) struct Frame {
    /// The language of the words around what people wrote.
    language: &'static str,
    policy: String,
}

impl Frame {
    pub(super) fn new(language: &'static str) -> Self {
        let style = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(STYLE));
        // Only this very style, pictures and films of this folder, and nothing else: no script, no frame, no form.
        let policy = format!(
            "default-src 'none'; style-src 'sha256-{style}'; img-src 'self' file:; media-src 'self' file:; \
             base-uri 'none'; form-action 'none'"
        );
        Self { language, policy }
    }

    pub(super) fn begin(&self, to: &mut impl Write, title: &str) -> io::Result<()> {
        let (language, policy, title) = (self.language, &self.policy, html(title));
        write!(
            to,
            "<!doctype html>\n<html lang=\"{language}\"><head><meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n\
             <title>{title}</title>\n<style>{STYLE}</style></head>\n<body>\n"
        )
    }
}
