//! Single messages: what somebody writes, in their language.

use crate::{
    chance::Chance,
    language::Language,
    words::{chinese, japanese, list, marks},
};

/// How somebody writes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tongue {
    English,
    Chinese,
    Traditional,
    Japanese,
    /// Chinese with English words in it, as engineers speak.
    Mixed,
}

/// Makes texts.
#[derive(Debug)]
pub struct Texts {
    language: Language,
    pauses: Vec<&'static str>,
    ends: Vec<&'static str>,
    particles: Vec<&'static str>,
    japanese_particles: Vec<&'static str>,
    japanese_ends: Vec<&'static str>,
    parts: Vec<&'static str>,
    commands: Vec<&'static str>,
    arguments: Vec<&'static str>,
    hosts: Vec<&'static str>,
    paths: Vec<&'static str>,
    files: Vec<&'static str>,
    kinds: Vec<&'static str>,
    emoji: Vec<&'static str>,
}

impl Texts {
    #[must_use]
    pub fn new() -> Self {
        Self {
            language: Language::new(),
            pauses: list(chinese::PAUSES),
            ends: list(chinese::ENDS),
            particles: list(chinese::PARTICLES),
            japanese_particles: list(japanese::PARTICLES),
            japanese_ends: list(japanese::ENDS),
            parts: list(marks::PARTS),
            commands: list(marks::COMMANDS),
            arguments: list(marks::ARGUMENTS),
            hosts: list(marks::HOSTS),
            paths: list(marks::PATHS),
            files: list(marks::FILES),
            kinds: list(marks::KINDS),
            emoji: list(marks::EMOJI),
        }
    }

    /// What somebody of this tongue writes next.
    #[must_use]
    pub fn one(&self, tongue: Tongue, chance: &mut Chance) -> String {
        match chance.below(100) {
            0..3 => return self.emoji(chance),
            3..7 => return self.code(tongue, chance),
            7..11 => return self.with_link(tongue, chance),
            _ => {}
        }
        let mut text = self.words(tongue, chance);
        if chance.percent(9) {
            text.push(' ');
            text.push_str(chance.word(&self.emoji));
        }
        text
    }

    /// Words alone.
    #[must_use]
    pub fn words(&self, tongue: Tongue, chance: &mut Chance) -> String {
        let sentences = match chance.below(100) {
            0..76 => 1,
            76..93 => 2,
            93..99 => 3 + chance.below(3),
            _ => 8 + chance.below(20),
        };
        let mut text = String::new();
        for _ in 0..sentences {
            match tongue {
                Tongue::English => {
                    if !text.is_empty() {
                        text.push(' ');
                    }
                    self.english(&mut text, chance);
                }
                Tongue::Chinese | Tongue::Traditional => self.chinese(&mut text, chance, false),
                Tongue::Mixed => self.chinese(&mut text, chance, true),
                Tongue::Japanese => self.japanese(&mut text, chance),
            }
        }
        if tongue == Tongue::Traditional { self.language.in_traditional(&text) } else { text }
    }

    /// The name of a file.
    #[must_use]
    pub fn file_name(&self, chance: &mut Chance) -> String {
        format!("{}-{}.{}", chance.word(&self.files), 1 + chance.below(400), chance.word(&self.kinds))
    }

    fn english(&self, text: &mut String, chance: &mut Chance) {
        let begin = text.len();
        for n in 0..2 + chance.below(5) + chance.below(8) {
            if n > 0 {
                text.push_str(if chance.percent(6) { ", " } else { " " });
            }
            match chance.below(100) {
                0..3 => text.push_str(&self.number(chance)),
                3 => text.push_str(&self.identifier(chance)),
                _ => text.push_str(&self.language.english_word(chance)),
            }
        }
        if chance.percent(60) {
            let first = text.split_off(begin);
            let mut letters = first.chars();
            text.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            text.push_str(letters.as_str());
        }
        match chance.below(10) {
            0..4 => text.push('.'),
            4..6 => text.push('?'),
            6 => text.push('!'),
            _ => {}
        }
    }

    fn chinese(&self, text: &mut String, chance: &mut Chance, mixed: bool) {
        for n in 0..1 + chance.below(3) {
            if n > 0 {
                text.push_str(chance.word(&self.pauses));
            }
            for _ in 0..1 + chance.below(4) {
                match chance.below(100) {
                    0..3 => text.push_str(&self.number(chance)),
                    3..30 if mixed => text.push_str(&self.trade_word(chance)),
                    _ => text.push_str(&self.language.chinese_word(chance)),
                }
                if chance.percent(25) {
                    text.push_str(chance.word(&self.particles));
                }
            }
        }
        if chance.percent(55) {
            text.push_str(chance.word(&self.ends));
        }
    }

    fn trade_word(&self, chance: &mut Chance) -> String {
        if chance.percent(30) { self.identifier(chance) } else { self.language.english_word(chance) }
    }

    fn japanese(&self, text: &mut String, chance: &mut Chance) {
        for _ in 0..1 + chance.below(3) {
            text.push_str(chance.word(&self.language.nouns));
            text.push_str(chance.word(&self.japanese_particles));
        }
        text.push_str(chance.word(&self.language.verbs));
        if chance.percent(60) {
            text.push_str(chance.word(&self.japanese_ends));
        }
    }

    fn emoji(&self, chance: &mut Chance) -> String {
        (0..1 + chance.below(3)).map(|_| chance.word(&self.emoji)).collect()
    }

    fn number(&self, chance: &mut Chance) -> String {
        match chance.below(6) {
            0 => format!("{}:{:02}", chance.below(24), chance.below(60)),
            1 => format!("{}%", chance.below(101)),
            2 => format!("20{}-{:02}-{:02}", 21 + chance.below(5), 1 + chance.below(12), 1 + chance.below(28)),
            3 => format!("#{}", chance.below(20_000)),
            4 => format!("{}.{}", chance.below(100), chance.below(100)),
            _ => chance.below(1_000).to_string(),
        }
    }

    fn identifier(&self, chance: &mut Chance) -> String {
        let parts: Vec<&str> = (0..2 + chance.below(2)).map(|_| chance.word(&self.parts)).collect();
        if chance.percent(50) {
            return parts.join("_");
        }
        let mut name = String::new();
        for (n, part) in parts.into_iter().enumerate() {
            let mut letters = part.chars();
            match letters.next() {
                Some(first) if n > 0 => name.extend(first.to_uppercase()),
                first => name.extend(first),
            }
            name.push_str(letters.as_str());
        }
        name
    }

    fn code(&self, tongue: Tongue, chance: &mut Chance) -> String {
        let (a, b) = (self.identifier(chance), self.identifier(chance));
        match chance.below(5) {
            0 => format!("{}\n```rust\nlet {a} = {b}(&self, {})?;\n```", self.words(tongue, chance), chance.below(500)),
            1 => format!(
                "`{} {} {}`",
                chance.word(&self.commands),
                chance.word(&self.arguments),
                chance.word(&self.arguments)
            ),
            2 => format!(
                "error[E{:04}]: `{a}` in src/{}.rs:{}",
                chance.below(800),
                chance.word(&self.parts),
                chance.below(900)
            ),
            3 => format!("{} `{a}`", self.words(tongue, chance)),
            _ => {
                format!("```sql\nSELECT {a} FROM {} WHERE {b} = {}\n```", chance.word(&self.parts), chance.below(1_000))
            }
        }
    }

    fn with_link(&self, tongue: Tongue, chance: &mut Chance) -> String {
        let host = chance.word(&self.hosts);
        let mut link = match chance.below(12) {
            0 => format!("{}.{}@{host}", chance.word(&self.parts), chance.word(&self.parts)),
            _ => format!("https://{host}/{}/{}", chance.word(&self.paths), chance.below(5_000)),
        };
        if chance.percent(30) {
            link.push_str(&format!("?{}={}", chance.word(&self.parts), chance.below(100)));
        }
        if chance.percent(35) { link } else { format!("{} {link}", self.words(tongue, chance)) }
    }
}

impl Default for Texts {
    fn default() -> Self {
        Self::new()
    }
}
