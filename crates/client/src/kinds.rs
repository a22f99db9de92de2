//! What a file is, told from its first bytes and its name: the type that others are told, and whether opening it would
//! run something. Neither is ever believed of files that come from others.

/// The type that says nothing.
const ANYTHING: &str = "application/octet-stream";

/// Types of files that their bytes do not tell, or tell too broadly, by the ending of the name.
const BY_ENDING: [(&str, &str); 24] = [
    ("txt", "text/plain"),
    ("log", "text/plain"),
    ("md", "text/markdown"),
    ("csv", "text/csv"),
    ("json", "application/json"),
    ("xml", "text/xml"),
    ("html", "text/html"),
    ("svg", "image/svg+xml"),
    ("css", "text/css"),
    ("js", "text/javascript"),
    ("ics", "text/calendar"),
    ("vcf", "text/vcard"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("odp", "application/vnd.oasis.opendocument.presentation"),
    ("epub", "application/epub+zip"),
    ("webm", "video/webm"),
    ("mkv", "video/x-matroska"),
    ("oga", "audio/ogg"),
    ("ogg", "audio/ogg"),
    ("opus", "audio/ogg"),
];

/// Endings of files that run something where they are opened: programs, scripts, installers, and pages or documents that
/// may carry scripts out of the browser's or the editor's care.
const PROGRAMS: [&str; 64] = [
    "action",
    "apk",
    "app",
    "appimage",
    "bash",
    "bat",
    "bin",
    "chm",
    "cmd",
    "com",
    "command",
    "cpl",
    "deb",
    "desktop",
    "dll",
    "docm",
    "elf",
    "exe",
    "fish",
    "flatpakref",
    "gadget",
    "hta",
    "htm",
    "html",
    "inf",
    "ins",
    "iso",
    "jar",
    "jnlp",
    "js",
    "jse",
    "ksh",
    "lnk",
    "mht",
    "msc",
    "msi",
    "msp",
    "mst",
    "out",
    "php",
    "pif",
    "pl",
    "ps1",
    "psm1",
    "py",
    "pyc",
    "rb",
    "reg",
    "rpm",
    "run",
    "scf",
    "scr",
    "sh",
    "shtml",
    "snap",
    "so",
    "svg",
    "url",
    "vbe",
    "vbs",
    "webloc",
    "wsf",
    "xhtml",
    "xlsm",
];

/// The type of a file, as others are told.
#[must_use]
pub fn mime_of(head: &[u8], name: &str) -> String {
    let ending = ending(name);
    let by_ending = BY_ENDING.iter().find(|(known, _)| *known == ending).map(|(_, mime)| *mime);
    let by_bytes = infer::get(head).map(|kind| kind.mime_type());
    // Matroska is the family of WebM, and a zip or an old office file may be many things.
    let broad = matches!(by_bytes, None | Some("application/zip" | "video/x-matroska" | "application/ogg"));
    let best = if broad { by_ending.or(by_bytes) } else { by_bytes };
    best.unwrap_or(ANYTHING).to_owned()
}

/// Whether opening the file may run something, by its name or by what its first bytes are.
#[must_use]
pub fn is_program(head: &[u8], name: &str) -> bool {
    PROGRAMS.contains(&ending(name).as_str())
        || [&b"\x7fELF"[..], b"MZ", b"#!", b"[Desktop Entry]", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe"]
            .iter()
            .any(|magic| head.starts_with(magic))
}

fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.trim().to_lowercase()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_say_more_than_the_name_and_the_name_more_than_nothing() {
        assert_eq!(mime_of(b"%PDF-1.7", "holiday.jpg"), "application/pdf");
        assert_eq!(mime_of(b"Dear Ben", "letter.txt"), "text/plain");
        assert_eq!(mime_of(b"\x00\x01", "thing"), ANYTHING);
        assert!(mime_of(b"PK\x03\x04rest", "letter.odt").ends_with("opendocument.text"));
    }

    #[test]
    fn what_would_run_is_known_by_name_or_by_bytes() {
        for name in ["setup.exe", "a.desktop", "photo.JPG.sh", "page.HTML", "drawing.svg", "x.AppImage"] {
            assert!(is_program(b"", name), "{name}");
        }
        for head in [&b"\x7fELF\x02"[..], b"MZ\x90", b"#!/bin/sh\n", b"[Desktop Entry]\n"] {
            assert!(is_program(head, "holiday.jpg"));
        }
        assert!(!is_program(b"%PDF-1.7", "report.pdf"));
    }
}
