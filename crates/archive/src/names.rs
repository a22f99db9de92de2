//! Names of files and directories that an export makes: they lead nowhere, hide nothing and fit on any disk.

/// Bytes of a name.
const LONGEST: usize = 120;

/// What a browser or a desktop would run or draw rather than show as data.
const RISKY: [&str; 12] = ["htm", "html", "xhtml", "xht", "shtml", "mht", "mhtml", "svg", "svgz", "xml", "xsl", "js"];

/// Whether a name means a device where Windows reads the disk.
fn is_device(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let numbered = ["com", "lpt"].iter().any(|port| {
        name.strip_prefix(port)
            .is_some_and(|number| number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_digit()))
    });
    numbered || matches!(name.as_str(), "con" | "prn" | "aux" | "nul")
}

/// A conversation's name as a directory: letters and digits of any script, joined by `-`.
pub(crate) fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() > 40 {
            break;
        }
    }
    let slug = slug.trim_matches('-');
    let spare = slug.is_empty() || is_device(slug);
    if spare { format!("room-{slug}").trim_end_matches('-').to_owned() } else { slug.to_owned() }
}

/// A file's own name where it is harmless, else the nearest one that is. What a browser would run ends in `.txt`.
pub(crate) fn file(name: &str) -> String {
    let plain: String = name
        .chars()
        .filter(|c| !c.is_control() && !crate::pages::is_hidden(*c))
        .map(|c| if matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '#' | '%') { '_' } else { c })
        .collect();
    let plain = plain.trim().trim_start_matches('.').trim_end_matches(['.', ' ']).trim_start();
    let plain = if plain.is_empty() { "file" } else { plain };
    let (stem, ending) = match plain.rsplit_once('.') {
        Some((stem, ending)) if ending.len() <= 16 && !stem.is_empty() => (stem, Some(ending)),
        Some(_) | None => (plain, None),
    };
    let stem = &stem[..stem.floor_char_boundary(LONGEST)];
    let stem = if is_device(stem.split('.').next().unwrap_or_default()) { format!("_{stem}") } else { stem.to_owned() };
    match ending {
        Some(ending) if RISKY.iter().any(|risky| risky.eq_ignore_ascii_case(ending)) => format!("{stem}.{ending}.txt"),
        Some(ending) => format!("{stem}.{ending}"),
        None => stem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere_and_run_nothing() {
        for (name, safe) in [
            ("晚饭 七点.txt", "晚饭 七点.txt"),
            ("../../.bashrc", "_.._.bashrc"),
            ("C:\\a.exe", "C__a.exe"),
            ("..", "file"),
            ("", "file"),
            ("a\u{202e}gpj.html", "agpj.html.txt"),
            ("x.SVG", "x.SVG.txt"),
            ("nul.txt", "_nul.txt"),
            ("50%#1.png", "50__1.png"),
        ] {
            assert_eq!(file(name), safe, "{name:?}");
        }
        assert!(file(&format!("{}.pdf", "文".repeat(300))).len() < 140);
    }

    #[test]
    fn rooms_are_directories_with_plain_names() {
        for (name, safe) in [
            ("Kitchen & Co.", "kitchen-co"),
            ("厨房", "厨房"),
            ("../..", "room"),
            ("CON", "room-con"),
            ("Community", "community"),
            ("COM1", "room-com1"),
            ("", "room"),
        ] {
            assert_eq!(slug(name), safe);
        }
    }
}
