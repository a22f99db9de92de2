//! Writes what every character folds to as a table of three steps: block, place in the block, outcome.

use std::{collections::HashMap, fmt::Write};

use crate::characters::{Characters, Class};

/// Characters from here on are few; they get a list.
const FAR: u32 = 0x20000;
const BLOCK: usize = 64;

/// The source of `src/fold/table.rs`.
pub fn table() -> String {
    let characters = Characters::new();
    let mut many: Vec<String> = Vec::new();
    let mut outcomes: Vec<u32> = Vec::new();
    let mut known: HashMap<u32, u16> = HashMap::new();
    let mut entries: Vec<u16> = Vec::new();
    for number in 0..FAR {
        // Half of a pair is no character; it cannot be asked for.
        let outcome = char::from_u32(number).map_or(0, |c| {
            let (class, folded) = characters.look(c);
            outcome(c, class, &folded, &mut many)
        });
        let next = u16::try_from(outcomes.len()).unwrap();
        entries.push(*known.entry(outcome).or_insert_with(|| {
            outcomes.push(outcome);
            next
        }));
    }
    let mut blocks: Vec<u16> = Vec::new();
    let mut distinct: Vec<u16> = Vec::new();
    let mut seen: HashMap<&[u16], u16> = HashMap::new();
    for block in entries.chunks(BLOCK) {
        let next = u16::try_from(distinct.len() / BLOCK).unwrap();
        blocks.push(*seen.entry(block).or_insert_with(|| {
            distinct.extend(block);
            next
        }));
    }
    let far: Vec<(char, char)> = (FAR..0x40000)
        .filter_map(char::from_u32)
        .filter_map(|c| characters.look(c).1.chars().next().filter(|one| *one != c).map(|one| (c, one)))
        .collect();
    source(&blocks, &distinct, &outcomes, &many, &far)
}

/// The class in the highest three bits; then one bit that says whether the rest is an index of `MANY` or the distance to
/// the character that stands for this one.
fn outcome(c: char, class: Class, folded: &str, many: &mut Vec<String>) -> u32 {
    let class = (class as u32) << 29;
    let mut chars = folded.chars();
    match (chars.next(), chars.next()) {
        (Some(one), None) => class | (u32::from(one).wrapping_sub(u32::from(c)) & 0x0FFF_FFFF),
        _ => {
            let index = many.iter().position(|known| known == folded).unwrap_or_else(|| {
                many.push(folded.to_owned());
                many.len() - 1
            });
            class | 1 << 28 | u32::try_from(index).unwrap()
        }
    }
}

fn source(blocks: &[u16], entries: &[u16], outcomes: &[u32], many: &[String], far: &[(char, char)]) -> String {
    let mut text = String::from(
        "//! Made by `tests/tables`; do not edit. Sources and licences: `data/README.md`.\n\n\
         /// Which block of `ENTRIES` holds each 64 characters.\n",
    );
    list(&mut text, "BLOCKS", "u16", blocks.iter().map(u16::to_string));
    text.push_str("/// Which of `OUTCOMES` each character of a block has.\n");
    list(&mut text, "ENTRIES", "u16", entries.iter().map(u16::to_string));
    text.push_str("/// Class (3 bits), whether the rest is an index (1 bit), index of `MANY` or distance (28 bits).\n");
    list(&mut text, "OUTCOMES", "u32", outcomes.iter().map(u32::to_string));
    text.push_str("/// What stands for a character where that is more than one.\n");
    list(&mut text, "MANY", "&str", many.iter().map(|many| format!("{many:?}")));
    text.push_str("/// What stands for a character of the supplementary ideographic planes, sorted.\n");
    list(&mut text, "FAR", "(char, char)", far.iter().map(|pair| format!("{pair:?}")));
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn list(text: &mut String, name: &str, kind: &str, items: impl ExactSizeIterator<Item = String>) {
    write!(text, "#[rustfmt::skip]\npub(super) static {name}: [{kind}; {}] = [", items.len()).unwrap();
    let mut width = usize::MAX;
    for item in items {
        if width > 110 {
            text.push_str("\n    ");
            width = 0;
        }
        text.push_str(&item);
        text.push(',');
        width += item.len() + 1;
    }
    text.push_str("\n];\n\n");
}
