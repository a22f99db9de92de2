//! Turns what Discord puts into words (`<:name:1234>`, `@Somebody`) into what stands here instead.

use crate::report::{Report, Unmapped};

/// Every place where one of these stands, the first that fits.
pub(super) fn replaced(words: &str, spellings: &[(String, String)]) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(c) = rest.chars().next() {
        match spellings.iter().find(|(spelling, _)| rest.starts_with(spelling.as_str())) {
            Some((spelling, instead)) if matches!(c, '@' | '<') => {
                out.push_str(instead);
                rest = &rest[spelling.len()..];
            }
            Some(_) | None => {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    out
}

/// `<:name:1234>` and `<a:name:1234>` as `:name:`.
pub(super) fn own_emoji(words: &str, report: &mut Report) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(start) = rest.find('<') {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let inside = from.find('>').and_then(|end| from.get(1..end));
        let name = inside.and_then(|inside| {
            let (name, id) = inside.strip_prefix("a:").or_else(|| inside.strip_prefix(':'))?.split_once(':')?;
            (!name.is_empty() && !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())).then_some(name)
        });
        match (name, inside) {
            (Some(name), Some(inside)) => {
                report.note(Unmapped::CustomEmoji, format!(":{name}:"));
                out.push_str(&format!(":{name}:"));
                rest = &from[inside.len() + 2..];
            }
            _ => {
                out.push('<');
                rest = &from[1..];
            }
        }
    }
    out.push_str(rest);
    out
}
