use std::collections::HashSet;

use super::*;

fn past(messages: u64) -> Past {
    Past::new(1, messages, places::user(0))
}

fn words_of(event: &Event) -> Option<String> {
    match &event.what {
        What::Message(message) => message.body.as_ref().map(|body| body.words().to_owned()),
        _ => None,
    }
}

#[test]
fn the_same_seed_tells_the_same_past_and_another_one_does_not() {
    let (one, same) = (past(2_000), past(2_000));
    let other = Past::new(2, 2_000, places::user(0));
    for n in [0, 7, 1_999] {
        assert_eq!(one.event(n), same.event(n));
    }
    assert!((0..2_000).any(|n| one.event(n) != other.event(n)));
}

#[test]
fn every_room_counts_its_messages_without_a_gap_and_ids_are_used_once() {
    let past = past(10_000);
    let mut ids = HashSet::new();
    let mut total = 0;
    for room in 0..places::ROOMS {
        let here = past.of_room(room);
        total += here.len();
        for (seq, n) in (1..).zip(here) {
            let event = past.event(u64::from(*n));
            assert_eq!((event.seq.0, event.conversation), (seq, places::conversation(room)));
            let What::Message(message) = event.what else { panic!("only messages") };
            assert_eq!(message.message.0.as_u128() as u64 & 0xffff_ffff_ffff, seq);
            assert!(ids.insert(message.message));
        }
        assert_eq!(past.head(room).messages, here.len() as u64);
    }
    assert_eq!(total, 10_000);
}

#[test]
fn the_busiest_room_has_many_times_what_a_quiet_one_has() {
    let past = past(100_000);
    let counts: Vec<usize> = (0..places::ROOMS).map(|room| past.of_room(room).len()).collect();
    assert!(counts[0] > 10_000 && counts[0] < 25_000, "{counts:?}");
    assert!(counts.iter().all(|count| *count > 0));
    assert!(counts[0] > 30 * counts[199]);
}

#[test]
fn time_goes_forward_in_it() {
    let past = past(5_000);
    assert!((1..5_000).all(|n| past.at(n - 1) <= past.at(n)));
}

#[test]
fn planted_words_stand_there_five_times_in_a_past_of_any_length() {
    for messages in [1_000, 12_345] {
        let past = past(messages);
        let all: Vec<String> = (0..messages).filter_map(|n| words_of(&past.event(n))).collect();
        for word in planted::WORDS {
            let times = all.iter().filter(|text| text.contains(word)).count() as u64;
            assert_eq!(times, planted::TIMES, "{word} in {messages}");
        }
    }
}

#[test]
fn it_is_written_in_several_scripts_with_code_links_and_emoji() {
    let past = past(10_000);
    let all: Vec<String> = (0..10_000).filter_map(|n| words_of(&past.event(n))).collect();
    let with = |wanted: &dyn Fn(&str) -> bool| all.iter().filter(|text| wanted(text)).count();
    let han = with(&|text| text.contains(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)));
    let kana = with(&|text| text.contains(|c| ('\u{3040}'..='\u{30ff}').contains(&c)));
    let latin = with(&|text| text.contains(|c: char| c.is_ascii_alphabetic()));
    let links = with(&|text| text.contains("https://"));
    let code = with(&|text| text.contains('`'));
    let emoji = with(&|text| text.contains(|c| c >= '\u{1f300}'));
    for (what, count, from, to) in [
        ("Chinese characters", han, 2_500, 6_000),
        ("Japanese ones", kana, 500, 2_000),
        ("Latin letters", latin, 4_500, 8_500),
        ("links", links, 200, 700),
        ("code", code, 150, 700),
        ("emoji", emoji, 500, 2_500),
    ] {
        assert!((from..to).contains(&count), "{count} texts with {what}");
    }
}

#[test]
fn rare_words_are_rare_and_there_are_many_of_them() {
    let past = past(20_000);
    let mut counts: HashMap<String, u32> = HashMap::new();
    for text in (0..20_000).filter_map(|n| words_of(&past.event(n))) {
        for word in text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 2) {
            *counts.entry(word.to_lowercase()).or_default() += 1;
        }
    }
    let once = counts.values().filter(|count| **count <= 2).count();
    assert!(once * 3 > counts.len(), "{once} of {} words", counts.len());
    assert!(counts["the"] > 1_000);
}
