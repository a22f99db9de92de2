//! What is found in which texts, and where.

use super::*;
use crate::{Now, parse};

fn terms(text: &str) -> Vec<Term> {
    parse(text, &Now { at: 0, zone: jiff::tz::TimeZone::UTC }).terms
}

fn matcher(wanted: &str) -> Matcher {
    Matcher::new(&terms(wanted), false)
}

/// The text with its marks in brackets.
fn marked(wanted: &str, text: &str) -> Option<String> {
    let marks = matcher(wanted).marks(text)?;
    let mut shown = text.to_owned();
    for mark in marks.iter().rev() {
        shown.insert(mark.end, ']');
        shown.insert(mark.start, '[');
    }
    Some(shown)
}

fn found(wanted: &str, text: &str) -> bool {
    let matcher = matcher(wanted);
    assert_eq!(matcher.fits(text), matcher.marks(text).is_some());
    assert_eq!(matcher.fits(text), matcher.score(text) > 0);
    matcher.fits(text)
}

#[test]
fn beginnings_of_words_are_found_and_middles_are_not() {
    assert_eq!(marked("sou", "Hot SOUP, no soap").as_deref(), Some("Hot [SOUP], no soap"));
    assert!(!found("oup", "soup"));
}

#[test]
fn case_accents_and_width_do_not_matter() {
    for (wanted, text) in [
        ("cafe", "Café"),
        ("café", "CAFE"),
        ("cafe", "cafe\u{301}"),
        ("strasse", "Straße"),
        ("STRASSE", "straße"),
        ("oeuvre", "œuvre"),
        ("istanbul", "İSTANBUL"),
        ("ISPARTA", "ısparta"),
        ("abc123", "ＡＢＣ１２３"),
        ("ΣΟΦΟΣ", "σοφος"),
        ("ёлка", "елка"),
        ("محمد", "مُحَمَّد"),
        ("שלום", "שָׁלוֹם"),
        ("123", "١٢٣"),
    ] {
        assert!(found(wanted, text), "{wanted} in {text}");
    }
}

#[test]
fn chinese_is_found_by_any_piece_in_either_writing() {
    assert_eq!(marked("麵", "今天吃面包").as_deref(), Some("今天吃[面]包"));
    assert_eq!(marked("面包", "吃麵包").as_deref(), Some("吃[麵包]"));
    assert!(found("看着", "看著"));
    assert!(found("了解", "瞭解"));
    assert!(found("回复", "回覆"));
    assert!(!found("包面", "面包"));
    assert!(found("天吃", "今天吃面包"));
}

#[test]
fn kana_are_found_whatever_their_form() {
    assert!(found("カタカナ", "かたかな"));
    assert!(found("ｶﾞｷﾞ", "ガギ"));
    assert!(found("がぎ", "か\u{3099}き\u{3099}"));
    assert!(!found("はは", "ばば"));
    assert!(found("한국", "\u{1112}\u{1161}\u{11AB}\u{1100}\u{116E}\u{11A8}어"));
}

#[test]
fn parts_of_names_and_addresses_are_found() {
    let text = "see https://docs.example.org/fooBar_baz2?id=4711 or ann.lee@example.org";
    for wanted in ["docs", "example.org", "bar", "foobar", "baz", "2", "4711", "ann.lee@exa", "lee", "/fooBar"] {
        assert!(found(wanted, text), "{wanted}");
    }
    assert!(found("server", "HTTPServer"));
    assert!(found("15pro", "iPhone15Pro"));
    assert!(!found("ookie", "cookie"));
}

#[test]
fn pictures_are_found_without_their_skin_and_in_families() {
    assert_eq!(marked("👍", "ok 👍🏽!").as_deref(), Some("ok [👍🏽]!"));
    assert_eq!(marked("👧", "x 👩🏽‍👩‍👧 y").as_deref(), Some("x [👩🏽‍👩‍👧] y"));
    assert!(found("👍🏿", "👍"));
    assert!(found("❤", "❤️"));
    assert!(found("🇨🇳", "🇨🇳🇫🇷"));
    assert!(!found("🇳🇫", "🇨🇳🇫🇷"));
}

#[test]
fn words_stand_anywhere_and_phrases_in_their_order() {
    assert!(found("soup hot", "hot and sour soup"));
    assert!(found("\"sour soup\"", "hot and Sour, soup"));
    assert!(!found("\"soup sour\"", "hot and sour soup"));
    assert!(!found("\"sour sou\"", "hot and sour soup"), "quoted words are whole");
    assert!(found("foo中文", "foo 中文"));
    assert!(!found("foo中文", "foo bar 中文"));
}

#[test]
fn what_is_not_wanted_must_not_be_there() {
    assert!(found("-bread", "soup"));
    assert!(!found("soup -bread", "soup with bread"));
    assert!(!found("soup -\"with bread\"", "soup with bread"));
    assert!(found("soup -\"bread with\"", "soup with bread"));
    assert_eq!(marked("-bread", "soup").as_deref(), Some("soup"));
}

#[test]
fn a_query_without_words_fits_everything() {
    assert_eq!(matcher("from:ann").marks("anything"), Some(Vec::new()));
    assert!(found("", ""));
    assert!(!found("a", ""));
}

#[test]
fn long_words_are_found_by_beginnings_of_any_length() {
    let word: String = ('a'..='z').cycle().take(300).collect();
    for length in [1, 63, 64, 65, 128, 150, 299, 300] {
        assert!(found(&word[..length], &word), "{length}");
    }
    assert!(!found(&format!("{word}a"), &word));
}

#[test]
fn pinyin_finds_chinese_when_it_is_on() {
    let on = |wanted: &str, text: &str| Matcher::new(&terms(wanted), true).fits(text);
    assert!(on("nihao", "你好"));
    assert!(on("nh", "你好"));
    assert!(on("chongqing", "重慶火鍋"));
    assert!(on("huoguo", "重慶火鍋"));
    assert!(on("hello", "hello"));
    assert!(!on("nihao", "好你"));
    assert!(!found("nihao", "你好"));
    assert!(on("-nihao", "你好"), "what is not wanted is taken as it stands");
}

#[test]
fn better_texts_have_higher_scores() {
    let better = |wanted: &str, one: &str, other: &str| {
        let matcher = matcher(wanted);
        assert!(matcher.score(one) > matcher.score(other), "{wanted}: {one} before {other}");
        assert!(matcher.score(other) > 0);
    };
    better("soup", "a soup for two", "a souperb idea, this is");
    better("hot soup", "we had hot soup there", "soup was what we had, and it was hot");
    better("soup", "soup", "the weather was nice and then there was soup for all of us");
    better("soup", "soup, soup and soup again", "soup, bread and wine again");
    let pinyin = Matcher::new(&terms("hao"), true);
    assert!(pinyin.score("hao") > pinyin.score("好"));
}
