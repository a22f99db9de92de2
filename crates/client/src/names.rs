//! Names of files, which come from other people: made into names that lead nowhere, hide nothing and fit on any disk.

/// Bytes of a name. Most file systems take 255; a copy needs room for a number.
const LONGEST: usize = 200;

/// What is kept of an ending, its dot included, when the name before it is too long.
const LONGEST_ENDING: usize = 16;

/// Names that mean a device where Windows reads the disk, whatever ending they have.
const RESERVED: [&str; 22] = [
    "CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "LPT1", "LPT2",
    "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
];

/// The same name where it is harmless, else the nearest one that is. Never empty; `spare` stands in for nothing.
#[must_use]
pub fn safe(name: &str, spare: &str) -> String {
    let plain: String = name.chars().filter(|c| !is_hidden(*c)).map(|c| if is_unfit(c) { '_' } else { c }).collect();
    // Dots in front hide a file, and dots and spaces at the end vanish on some disks.
    let plain = plain.trim().trim_start_matches('.').trim_end_matches(['.', ' ']).trim_start();
    let named = if plain.is_empty() { spare } else { plain };
    let stem = named.split('.').next().unwrap_or_default().trim_end();
    let reserved = RESERVED.iter().any(|word| word.eq_ignore_ascii_case(stem));
    shortened(if reserved { format!("_{named}") } else { named.to_owned() })
}

/// What separates paths, or means something to a shell or another system's disk.
const fn is_unfit(c: char) -> bool {
    matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
}

/// What is not seen: controls, and marks that turn text around (UAX #9) or take no room, with which `exe` can look like `gpj`.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{ad}' | '\u{180e}' | '\u{feff}' | '\u{2028}' | '\u{2029}')
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Cuts the middle out, so that the ending still says what the file is.
fn shortened(name: String) -> String {
    if name.len() <= LONGEST {
        return name;
    }
    let ending = name.rfind('.').map_or("", |dot| &name[dot..]);
    let ending = if ending.len() > LONGEST_ENDING { "" } else { ending };
    let stem = &name[..name.floor_char_boundary(LONGEST - ending.len())];
    format!("{}{ending}", stem.trim_end_matches(['.', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names_stay_as_they_are() {
        for name in ["report.pdf", "晚饭 七点.txt", "a b (2).tar.gz", "👩‍🌾.png", "no ending"] {
            assert_eq!(safe(name, "file"), name);
        }
    }

    #[test]
    fn a_name_never_leads_anywhere() {
        for (name, safe_name) in [
            ("../../.bashrc", "_.._.bashrc"),
            ("/etc/passwd", "_etc_passwd"),
            ("C:\\Windows\\a.exe", "C__Windows_a.exe"),
            ("..", "file"),
            (".", "file"),
            ("", "file"),
            ("   ", "file"),
            (".hidden", "hidden"),
            ("trailing. . ", "trailing"),
            ("a\0b\nc\u{1b}[31m", "abc[31m"),
        ] {
            assert_eq!(safe(name, "file"), safe_name, "{name:?}");
        }
    }

    #[test]
    fn a_name_reads_as_what_it_is() {
        assert_eq!(safe("photo\u{202e}gpj.exe", "file"), "photogpj.exe");
        assert_eq!(safe("in\u{200b}voice\u{2066}.pdf", "file"), "invoice.pdf");
    }

    #[test]
    fn names_of_devices_are_not_devices() {
        assert_eq!(safe("con", "file"), "_con");
        assert_eq!(safe("NUL.txt", "file"), "_NUL.txt");
        assert_eq!(safe("console.txt", "file"), "console.txt");
    }

    #[test]
    fn a_long_name_is_cut_between_characters_and_keeps_its_ending() {
        let long = safe(&format!("{}.pdf", "文".repeat(300)), "file");
        assert!(long.len() <= LONGEST && long.ends_with(".pdf") && long.starts_with("文"), "{long}");
        let endless = safe(&format!("a.{}", "x".repeat(400)), "file");
        assert_eq!(endless.len(), LONGEST);
    }
}
