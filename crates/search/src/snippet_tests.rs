//! Lines around hits.

use super::*;
use crate::{Matcher, Term};

fn line(text: &str, wanted: &str, about: usize) -> String {
    let terms: Vec<Term> =
        wanted.split_whitespace().map(|word| Term { text: word.to_owned(), exact: false, not: false }).collect();
    let marks = Matcher::new(&terms, false).marks(text).unwrap();
    let mark = |piece: &Piece| if piece.hit { format!("[{}]", piece.text) } else { piece.text.clone() };
    snippet(text, &marks, about).iter().map(mark).collect()
}

#[test]
fn a_short_text_is_shown_whole_in_one_line() {
    assert_eq!(line("Soup is\n\n ready,\tcome  down ", "ready", 80), "Soup is [ready], come down");
    assert_eq!(line("今晚喝汤", "喝", 80), "今晚[喝]汤");
}

#[test]
fn a_long_text_is_cut_between_words_on_both_sides() {
    let text = "one two three four five six seven eight nine ten eleven twelve soup thirteen fourteen fifteen sixteen seventeen";
    assert_eq!(line(text, "soup", 40), "…twelve [soup] thirteen fourteen fifteen…");
}

#[test]
fn chinese_is_cut_between_characters_and_punctuation_stays_with_what_is_before() {
    let text = "今天下午三点我们在会议室开会，讨论下个月的计划，然后一起去吃火锅，吃完以后再去看电影，大家都来吧，谁也不要迟到。";
    assert_eq!(line(text, "火锅", 20), "…后一起去吃[火锅]，吃完以后再去看电影，大…");
}

#[test]
fn the_place_with_most_hits_is_shown() {
    let far = " and so on".repeat(20);
    let text = format!("soup{far} then soup with bread and soup again{far}");
    assert_eq!(line(&text, "soup", 40), "…on then [soup] with bread and [soup] again…");
}

#[test]
fn joined_pictures_are_not_torn() {
    let text = format!("{}👩‍👩‍👧‍👦 {}", "a".repeat(30), "b".repeat(30));
    let shown = line(&text, "👧", 20);
    assert!(shown.contains("[👩‍👩‍👧‍👦]"), "{shown}");
    for about in 8..40 {
        let pieces = snippet(&text, &[], about);
        let text: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert!(!text.contains('👩') || text.contains("👩‍👩‍👧‍👦"), "{text}");
    }
}

#[test]
fn a_word_without_end_is_cut_where_the_line_ends() {
    let text = "x".repeat(500);
    let shown = line(&text, "xx", 40);
    assert_eq!(shown.chars().filter(|c| *c == 'x').count(), 40);
    assert!(shown.ends_with('…'));
}

#[test]
fn without_hits_it_is_the_beginning() {
    let pieces = snippet("  first words of a text that goes on and on", &[], 16);
    assert_eq!(pieces, [Piece { text: "first words of a…".to_owned(), hit: false }]);
    assert_eq!(snippet("", &[], 16), []);
}
