//! A short piece of a text around its hits, in one line.

use std::ops::Range;

use crate::{
    fold::{Class, look},
    token::trimmings,
};

/// A piece of a line that is a hit or is not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    /// Never empty. Plain text.
    pub text: String,
    pub hit: bool,
}

/// About so many characters of a text, where most of its hits are (the first such place), with some words before them.
/// Line breaks and runs of spaces become one space; `…` stands where text is left out. `marks` as
/// [`crate::Matcher::marks`] gives them; without any it is the beginning.
#[must_use]
pub fn snippet(text: &str, marks: &[Range<usize>], about: usize) -> Vec<Piece> {
    let window = window(text, marks, about.max(8));
    let mut line = Line { pieces: Vec::new(), space: true };
    if !text.get(..window.start).unwrap_or_default().trim().is_empty() {
        line.add("…", false);
        line.space = true;
    }
    let mut at = window.start;
    for mark in marks.iter().filter(|mark| mark.end > window.start && mark.start < window.end) {
        let mark = mark.start.max(at)..mark.end.min(window.end);
        line.add(text.get(at..mark.start).unwrap_or_default(), false);
        line.add(text.get(mark.clone()).unwrap_or_default(), true);
        at = mark.end;
    }
    line.add(text.get(at..window.end).unwrap_or_default(), false);
    line.trim_end();
    if window.end < text.trim_end().len() {
        line.add("…", false);
    }
    line.pieces
}

/// The bytes of the text that are shown.
fn window(text: &str, marks: &[Range<usize>], about: usize) -> Range<usize> {
    let begin = text.len() - text.trim_start().len();
    let Some(first) = densest(text, marks, about) else {
        return begin..cut_end(text, begin, about);
    };
    // A quarter of the line leads up to the hit, but where little would be left out, nothing is.
    let lead = text.get(begin..first.start).unwrap_or_default();
    let before: usize = lead.chars().rev().take(about / 4).map(char::len_utf8).sum();
    let start =
        if lead.chars().count() <= about / 3 { begin } else { cut_start(text, first.start - before, first.start) };
    // A long hit is shown up to the end of the line, a short one always whole.
    let end = cut_end(text, start, about);
    start..if end < first.end && first.len() < about { first.end } else { end }
}

/// The first mark of the stretch of so many characters that has the most of them.
fn densest(text: &str, marks: &[Range<usize>], about: usize) -> Option<Range<usize>> {
    let mut best: Option<(usize, &Range<usize>)> = None;
    for (n, mark) in marks.iter().enumerate() {
        // Bytes, as a measure: what matters is which stretch has more.
        let reach = text.get(mark.start..)?.chars().take(about * 3 / 4).map(char::len_utf8).sum::<usize>() + mark.start;
        let count = marks.iter().skip(n).take_while(|mark| mark.end <= reach).count();
        if best.is_none_or(|(most, _)| count > most) {
            best = Some((count, mark));
        }
        // A text full of hits need not be weighed to its end.
        if n > 64 {
            break;
        }
    }
    best.map(|(_, mark)| mark.clone())
}

/// The first place from `from` on where a line may begin, at the latest `latest`.
fn cut_start(text: &str, from: usize, latest: usize) -> usize {
    let places = text.get(from..latest).unwrap_or_default();
    places.char_indices().map(|(at, _)| from + at).find(|at| may_cut(text, *at)).unwrap_or(latest)
}

/// The end of a line of about so many characters: at a place where it may end, if one is in its last third.
fn cut_end(text: &str, start: usize, about: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let Some((cut, _)) = rest.char_indices().nth(about) else { return text.len() };
    let early = rest.char_indices().nth(about * 2 / 3).map_or(0, |(at, _)| at);
    let mut places = rest
        .get(early..=cut)
        .or_else(|| rest.get(early..cut))
        .unwrap_or_default()
        .char_indices()
        .rev()
        .map(|(at, _)| start + early + at);
    let cut_at = places.find(|at| may_cut(text, *at));
    cut_at.unwrap_or_else(|| whole_character(text, start + cut))
}

/// Between words, and between characters of scripts without spaces; never inside a joined picture or before an accent.
fn may_cut(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else { return false };
    if whole_character(text, at) != at {
        return false;
    }
    let class = |c: Option<char>| c.map_or(Class::Break, |c| look(c).0);
    let (left, right) = (class(before.chars().next_back()), class(after.chars().next()));
    let words = matches!((left, right), (Class::Word | Class::Ignore, Class::Word));
    // A comma stays with what is before it.
    let punctuation = right == Class::Break && !after.starts_with(char::is_whitespace) && !after.is_empty();
    !words && !punctuation
}

/// The place itself, or the next one that does not tear a character from what varies or joins it.
fn whole_character(text: &str, at: usize) -> usize {
    const JOINER: char = '\u{200D}';
    let rest = |at: usize| text.get(at..).unwrap_or_default();
    let mut at = at;
    loop {
        let joined = rest(at).starts_with(JOINER) || text.get(..at).is_some_and(|before| before.ends_with(JOINER));
        let more = if joined { rest(at).chars().next().map_or(0, char::len_utf8) } else { trimmings(rest(at)) };
        if more == 0 {
            return at;
        }
        at += more;
    }
}

/// Pieces as they are put together.
struct Line {
    pieces: Vec<Piece>,
    /// The last character is a space, or there is none.
    space: bool,
}

impl Line {
    fn add(&mut self, text: &str, hit: bool) {
        let mut clean = String::with_capacity(text.len());
        for c in text.chars() {
            let space = c.is_whitespace() || c.is_control();
            if !(space && self.space) {
                clean.push(if space { ' ' } else { c });
            }
            self.space = space;
        }
        match self.pieces.last_mut() {
            _ if clean.is_empty() => {}
            Some(last) if last.hit == hit => last.text.push_str(&clean),
            Some(_) | None => self.pieces.push(Piece { text: clean, hit }),
        }
    }

    fn trim_end(&mut self) {
        if let Some(last) = self.pieces.last_mut() {
            last.text.truncate(last.text.trim_end().len());
        }
        self.pieces.retain(|piece| !piece.text.is_empty());
    }
}

#[cfg(test)]
#[path = "snippet_tests.rs"]
mod tests;
