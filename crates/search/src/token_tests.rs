//! What typical texts are cut into.

use super::*;

/// Tokens as `place:folded`, those that share a position joined by a bar.
fn cut(text: &str) -> String {
    let mut shown = String::new();
    tokens(text, &mut |token| {
        let gap = match (shown.is_empty(), token.colocated) {
            (true, _) => "",
            (false, true) => "|",
            (false, false) => " ",
        };
        shown.push_str(gap);
        shown.push_str(token.text);
    });
    shown
}

#[test]
fn words_are_folded() {
    assert_eq!(cut("Hello, Wörld! 12:30"), "hello world 12 30");
    assert_eq!(cut("ßtraße Œuvre ŁÓDŹ İstanbul ısı Æsir"), "sstrasse oeuvre lodz istanbul isi aesir");
    assert_eq!(cut("ＦＵＬＬ　ｗｉｄｔｈ１２ ﬁne Ⅳ"), "full width12|12 fine iv");
    assert_eq!(cut("e\u{301}te\u{301} soft\u{AD}ly"), "ete softly");
    assert_eq!(cut("No5 №5 5㎏ m²"), "no5|5 no5|5 5kg|kg m2|2");
}

#[test]
fn words_fall_into_what_begins_inside_them() {
    assert_eq!(cut("fooBar_baz2"), "foobar|bar baz2|2");
    assert_eq!(cut("HTTPServer"), "httpserver|server");
    assert_eq!(cut("getElementById"), "getelementbyid|elementbyid|byid|id");
    assert_eq!(cut("iPhone15Pro"), "iphone15pro|phone15pro|15pro|pro");
    assert_eq!(cut("naïveÉté"), "naiveete|ete");
}

#[test]
fn hashes_and_keys_have_no_parts() {
    assert_eq!(cut("9f86d081884c7d65"), "9f86d081884c7d65");
    assert_eq!(cut("aBcDeFgHiJkLmNoP"), "abcdefghijklmnop");
}

#[test]
fn a_word_that_is_too_long_is_given_in_pieces() {
    let word = "aB".repeat(100);
    let piece = "ab".repeat(32);
    assert_eq!(cut(&word), format!("{piece} {piece} {piece} {}", "ab".repeat(4)));
    // Where the next letter is longer than what is left, a piece is shorter.
    let odd = format!("a{}", "б".repeat(40));
    assert_eq!(cut(&odd), format!("a{} {}", "б".repeat(31), "б".repeat(9)));
}

#[test]
fn addresses_fall_apart() {
    assert_eq!(cut("https://example.org/a-b?q=café"), "https example org a b q cafe");
    assert_eq!(cut("ann.lee@example.org"), "ann lee example org");
}

#[test]
fn scripts_without_spaces_give_characters() {
    assert_eq!(cut("繁體abc字"), "繁 体 abc 字");
    assert_eq!(cut("ｶﾞカ\u{3099}ガ か゛ー"), "\u{304C} \u{304C} \u{304C} か ー");
    assert_eq!(cut("한국\u{1112}\u{1161}\u{11AB}ㅋㅋ"), "한 국 한 ㅋ ㅋ");
    assert_eq!(cut("สวัส"), "ส ว ั ส");
    assert_eq!(cut("豈"), "岂");
    assert_eq!(cut("𠀀𧜵"), "𠀀 䙊");
}

#[test]
fn other_scripts_give_words() {
    assert_eq!(cut("مُحَمَّد ٣٤ می\u{200C}خواهم"), "محمد 34 میخواهم");
    assert_eq!(cut("שָׁלוֹם"), "שלום");
    assert_eq!(cut("हिन्दी में १२"), "हिन्दी में 12");
    assert_eq!(cut("ΣΟΦΟΣ Ёлка"), "σοφοσ елка");
}

#[test]
fn pictures_are_tokens_without_what_varies_them() {
    assert_eq!(cut("👍🏽 ❤️ 👩🏽‍💻 ✓ ★ 1️⃣"), "👍 ❤ 👩 💻 ✓ ★ 1");
    assert_eq!(cut("🇨🇳🇫🇷 🇨"), "🇨🇳 🇫🇷 🇨");
    assert_eq!(cut("a👍b"), "a 👍 b");
}

#[test]
fn what_is_nothing_gives_nothing() {
    assert_eq!(cut(""), "");
    assert_eq!(cut("... — !? \u{200B}\u{200D}\u{301}\u{E000}x\u{F8FF}\0\u{7F}"), "x");
}
