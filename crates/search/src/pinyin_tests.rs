//! What words can be read as.

use super::*;

fn spelled(word: &str) -> Vec<String> {
    let sound = |sound: &Sound<'_>| match sound {
        Sound::Syllable(syllable) => (*syllable).to_owned(),
        Sound::Beginning(start) => format!("{start}*"),
    };
    readings(word).iter().map(|reading| reading.iter().map(sound).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn a_word_is_read_as_syllables() {
    assert_eq!(spelled("nihao"), ["ni hao"]);
    assert_eq!(spelled("xian"), ["xian", "xi an"]);
    assert_eq!(spelled("fangan"), ["fang an", "fan gan"]);
    assert_eq!(spelled("nvhai"), ["nv hai"]);
}

#[test]
fn what_is_still_being_typed_is_read_as_a_beginning() {
    assert_eq!(spelled("nih"), ["ni h*"]);
    assert_eq!(spelled("zho"), ["zho*"]);
    assert_eq!(spelled("beijin"), ["bei jin"]);
    assert_eq!(spelled("beiji"), ["bei ji"]);
}

#[test]
fn initials_stand_for_syllables() {
    assert_eq!(spelled("nh"), ["n* h*"]);
    assert_eq!(spelled("zhg"), ["zh* g*"]);
    assert_eq!(spelled("wobj"), ["wo b* j*"]);
}

#[test]
fn other_words_are_not_read() {
    for word in ["a", "i", "hello", "street", "你好", "2x", "", "strengths", "xxxxxxxxxxxxxxxxxxxx"] {
        assert_eq!(readings(word), Vec::<Vec<Sound<'_>>>::new(), "{word}");
    }
}

#[test]
fn a_word_of_many_readings_is_bounded() {
    let many = "ananananananananananananananananan";
    assert!(readings(many).len() <= MOST);
    assert!(!readings(many).is_empty());
}

#[test]
fn sounds_have_their_characters_however_those_are_written() {
    assert!(characters(Sound::Syllable("hao")).contains(&'好'));
    assert!(characters(Sound::Syllable("nv")).contains(&'女'));
    assert!(characters(Sound::Syllable("qian")).contains(&'干'), "乾 is found as 干");
    assert!(characters(Sound::Syllable("zhong")).contains(&'重'));
    assert!(characters(Sound::Syllable("chong")).contains(&'重'));
    let beginning = characters(Sound::Beginning("zho"));
    assert!(beginning.contains(&'中') && beginning.contains(&'周') && !beginning.contains(&'找'));
}
