//! Writes the characters of each syllable.

use std::collections::{BTreeMap, BTreeSet};

use ::pinyin::ToPinyinMulti;
use encoding_rs::GBK;

use crate::characters::Characters;

/// Characters that names have and GB 2312 has not.
const NAMES: &str = "喆堃珺玥翀昉晅昳曈烜焱珂珣珮琤琬瑄瑀璟璇甯祎禛稹筠綦翊翾芃苒荞菀菡萱蓁赟郗鑫钰锜镕霈韫頔颢飏骁鹍麒龑玘珩堉婳媞嫚妤妍姝婧彧旻昱晟暄暐杺楠榕沄泠洺浠淇淏湉湫滢潇潼澍灏";

/// The source of `src/pinyin/table.txt`: a syllable, a space and its characters, a line each.
pub fn table() -> String {
    let characters = Characters::new();
    let mut syllables: BTreeMap<String, BTreeSet<char>> = BTreeMap::new();
    for c in common().chain(NAMES.chars()) {
        let folded = characters.look(c).1.chars().next().unwrap();
        for reading in c.to_pinyin_multi().into_iter().flatten() {
            // Keyboards have no ü. Some people type v for it, some u.
            for instead in ["v", "u"] {
                let plain = reading.plain().replace('ü', instead);
                // A few interjections are written with letters that nobody types (ê, ḿ), or have no vowel (ng).
                let typed = plain.bytes().all(|byte| byte.is_ascii_lowercase());
                if typed && plain.contains(['a', 'e', 'i', 'o', 'u', 'v']) {
                    syllables.entry(plain).or_default().insert(folded);
                }
            }
        }
    }
    syllables.iter().map(|(syllable, chars)| format!("{syllable} {}\n", chars.iter().collect::<String>())).collect()
}

/// The characters of GB 2312, from their rows of the wider code.
fn common() -> impl Iterator<Item = char> {
    (0xB0..=0xF7_u8).flat_map(|row| (0xA1..=0xFE_u8).map(move |cell| [row, cell])).filter_map(|pair| {
        let (text, _, _) = GBK.decode(&pair);
        // Five places at the end of the first level are empty, and lie in private use.
        text.chars().next().filter(|c| matches!(u32::from(*c), 0x4E00..=0x9FFF))
    })
}
