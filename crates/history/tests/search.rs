//! Searching: through the index or without it, whatever came in whatever order, one finds what a plain look through all
//! messages finds.

// Helpers of tests are tests too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod common;

use std::collections::BTreeMap;

use common::*;
use hearth_history::{
    batch::{Batch, Coverage, Outgoing, Sending},
    finding::{Chosen, Found, Mark, Order, Search},
};
use hearth_proto::{
    act::Act,
    event::{Event, What},
    id::{ActId, MessageId, Millis, Seq},
    room::Head,
};
use hearth_search::{Filter, Has, Is, Matcher, Query, Term};
use proptest::prelude::*;
use uuid::Uuid;

fn term(text: &str) -> Term {
    Term { text: text.to_owned(), exact: false, not: false }
}

fn exact(text: &str) -> Term {
    Term { exact: true, ..term(text) }
}

fn not(term: Term) -> Term {
    Term { not: true, ..term }
}

fn filter(what: hearth_search::What) -> Filter {
    Filter { not: false, what }
}

fn search(terms: Vec<Term>) -> Search {
    Search { query: Query { terms, ..Query::default() }, limit: 50, ..Search::default() }
}

fn filtered(filters: Vec<Filter>) -> Search {
    Search { query: Query { filters, ..Query::default() }, limit: 50, ..Search::default() }
}

fn ids(found: &Found) -> Vec<u128> {
    found.hits.iter().map(|hit| hit.message.0.as_u128() - id(0).0.as_u128()).collect()
}

/// Every hit, page by page.
fn all(home: &Home, what: &Search) -> Vec<u128> {
    let reader = home.reader();
    let mut what = what.clone();
    let mut found = Vec::new();
    loop {
        let page = reader.search(&what).unwrap();
        assert!(page.hits.len() <= usize::try_from(what.limit).unwrap());
        found.extend(ids(&page));
        // A mark survives being kept as text.
        what.after = page.next.map(|next| next.to_string().parse::<Mark>().unwrap());
        if what.after.is_none() {
            return found;
        }
    }
}

fn of(words: &[&str]) -> Home {
    let events = (1..).zip(words).map(|(n, words)| message(n, if n % 2 == 0 { ANN } else { BOB }, n, words));
    Home::with(events.collect())
}

#[test]
fn any_piece_of_chinese_and_any_beginning_of_a_word_is_found_newest_first() {
    let home =
        of(&["今晚在厨房做汤", "the Soup is on", "soups and south", "廚房裡有湯", "Grün & GARDENS", "", "👩‍🍳 cooks"]);
    for (text, found) in [
        ("厨", vec![4, 1]),
        ("厨房", vec![4, 1]),
        ("房做汤", vec![1]),
        ("房有", vec![]),
        ("汤", vec![4, 1]),
        ("so", vec![3, 2]),
        ("soups", vec![3]),
        ("grun", vec![5]),
        ("garden", vec![5]),
        ("👩", vec![7]),
        ("nothing", vec![]),
    ] {
        assert_eq!(all(&home, &search(vec![term(text)])), found, "{text}");
    }
    assert_eq!(all(&home, &search(vec![exact("soup")])), [2]);
    assert_eq!(all(&home, &search(vec![exact("is on")])), [2]);
    assert_eq!(all(&home, &search(vec![exact("on is")])), Vec::<u128>::new());
    assert_eq!(all(&home, &search(vec![term("so"), not(term("south"))])), [2]);
    assert_eq!(all(&home, &search(vec![not(term("so"))])), [7, 6, 5, 4, 1]);
    assert_eq!(all(&home, &Search { limit: 9, ..Search::default() }), Vec::<u128>::new(), "nothing is asked");
    assert_eq!(all(&home, &search(vec![term("\"* OR NEAR(( -\u{E000}c1")])), Vec::<u128>::new());
}

#[test]
fn filters_narrow_what_is_found() {
    let mut home = of(&["soup", "soup https://soup.example", "soup `make`", "bread"]);
    let mut called = said(5, "soup for Mia");
    called.mentions = vec![user(ME)];
    let mut elsewhere = event(1, ANN, What::Message(said(6, "soup elsewhere")));
    elsewhere.conversation = room(2);
    elsewhere.at = Millis(1_007_000);
    home.fold(vec![
        event(5, BOB, What::Message(called)),
        elsewhere,
        event(7, ME, What::Message(said(7, "my soup"))),
        event(8, ANN, What::Pinned { target: id(2), on: true }),
    ]);
    home.apply(&Batch { marks: vec![read_to(4, 4)], ..Batch::default() });
    let soup = search(vec![term("soup")]);
    let with = |what: hearth_search::What, not: bool| {
        let mut search = soup.clone();
        search.query.filters = vec![Filter { not, what }];
        all(&home, &search)
    };
    use hearth_search::What as By;
    assert_eq!(with(By::Has(Has::Link), false), [2]);
    assert_eq!(with(By::Has(Has::Link), true), [7, 6, 5, 3, 1]);
    assert_eq!(with(By::Has(Has::Code), false), [3]);
    assert_eq!(with(By::Is(Is::Mention), false), [5]);
    assert_eq!(with(By::Is(Is::Mine), false), [7]);
    assert_eq!(with(By::Is(Is::Mine), true), [6, 5, 3, 2, 1]);
    assert_eq!(with(By::Is(Is::Pinned), false), [2]);
    assert_eq!(with(By::Is(Is::Pinned), true), [7, 6, 5, 3, 1]);
    assert_eq!(with(By::Is(Is::Unread), false), [5]);
    assert_eq!(with(By::Is(Is::Unread), true), [7, 6, 3, 2, 1]);
    let between = |from, to| By::Between { from, to };
    assert_eq!(with(between(Some(1_002_000), Some(1_005_000)), false), [3, 2]);
    assert_eq!(with(between(Some(1_002_000), Some(1_005_000)), true), [7, 6, 5, 1]);
    assert_eq!(with(between(Some(1_005_001), None), false), [7, 6]);
    assert_eq!(with(between(None, Some(1_001_001)), false), [1]);
    let from = |any: Option<Vec<u128>>, not: Vec<u128>| {
        let ids = |people: Vec<u128>| people.into_iter().map(user).collect();
        all(&home, &Search { from: Chosen { any: any.map(ids), not: ids(not) }, ..soup.clone() })
    };
    assert_eq!(from(Some(vec![ANN]), vec![]), [6, 2]);
    assert_eq!(from(Some(vec![ANN, ME]), vec![]), [7, 6, 2]);
    assert_eq!(from(None, vec![BOB, ME]), [6, 2]);
    assert_eq!(from(Some(vec![]), vec![]), Vec::<u128>::new());
    let within = |any: Option<Vec<u128>>, not: Vec<u128>| {
        let ids = |rooms: Vec<u128>| rooms.into_iter().map(room).collect();
        all(&home, &Search { within: Chosen { any: any.map(ids), not: ids(not) }, ..soup.clone() })
    };
    assert_eq!(within(Some(vec![2]), vec![]), [6]);
    assert_eq!(within(None, vec![2]), [7, 5, 3, 2, 1]);
    assert_eq!(within(Some(vec![9]), vec![]), Vec::<u128>::new());
    assert_eq!(all(&home, &filtered(vec![filter(By::Has(Has::Link))])), [2]);
}

#[test]
fn a_hit_says_where_and_shows_the_words_in_their_place() {
    let home = of(&["the soup is on", "bread"]);
    let found = home.reader().search(&search(vec![term("soup")])).unwrap();
    let hit = &found.hits[0];
    assert_eq!((hit.message, hit.conversation, hit.seq, hit.author), (id(1), room(1), Seq(1), user(BOB)));
    assert_eq!((hit.at, &hit.body), (Millis(1_001_000), &text("the soup is on")));
    let hits: Vec<&str> = hit.snippet.iter().filter(|piece| piece.hit).map(|piece| piece.text.as_str()).collect();
    assert_eq!(hits, ["soup"]);
    assert_eq!(found.next, None);
}

#[test]
fn what_was_edited_is_found_by_its_new_words_and_what_was_deleted_not_at_all() {
    let mut home = of(&["first", "second", "third"]);
    let body = Some(text("replaced"));
    home.fold(vec![
        event(4, ANN, What::Edited { target: id(2), body, mentions: Vec::new(), mentions_room: false }),
        event(5, BOB, What::Redacted { target: id(1) }),
    ]);
    for (text, found) in [("first", vec![]), ("second", vec![]), ("replaced", vec![2]), ("third", vec![3])] {
        assert_eq!(all(&home, &search(vec![term(text)])), found, "{text}");
    }
}

#[test]
fn what_waits_to_be_edited_or_deleted_is_found_as_it_is_shown() {
    let mut home = of(&["soup one", "bread", "soup two", "soup three"]);
    let wait = |target: u128, what: Act| Outgoing {
        conversation: room(1),
        at: Millis(9_000_000),
        what: Sending::Act { act: ActId(Uuid::from_u128(target)), target: id(target), what },
    };
    let acts = [
        wait(2, Act::Edit { body: text("soup of bread") }),
        wait(3, Act::Edit { body: text("stew") }),
        wait(4, Act::Redact),
    ];
    home.history().writer.enqueue_all(&acts).unwrap();
    assert_eq!(all(&home, &search(vec![term("soup")])), [2, 1]);
    assert_eq!(all(&home, &search(vec![term("stew")])), [3]);
    assert_eq!(all(&home, &search(vec![term("three")])), Vec::<u128>::new());
    let count = |word: &str| home.reader().count(&search(vec![term(word)]), 100).unwrap().hits;
    assert_eq!((count("soup"), count("stew"), count("three"), count("bread")), (2, 1, 0, 1));
}

#[test]
fn what_was_sent_from_here_is_found_once_it_is_sent() {
    let mut home = of(&["soup"]);
    home.history().writer.enqueue(&outgoing(90, "soup of mine")).unwrap();
    assert_eq!(all(&home, &search(vec![term("soup")])), [1]);
    home.apply(&Batch { sent: vec![(id(90), Seq(2), Millis(1_009_000))], ..Batch::default() });
    assert_eq!(all(&home, &search(vec![term("soup")])), [90, 1]);
    assert_eq!(all(&home, &search(vec![term("mine")])), [90]);
}

#[test]
fn the_best_come_first_and_each_once() {
    let words: Vec<String> =
        (0..60).map(|n| if n % 20 == 7 { "soup soup soup soup".to_owned() } else { format!("a soup {n}") }).collect();
    let home = of(&words.iter().map(String::as_str).collect::<Vec<_>>());
    let what = Search { order: Order::Best, limit: 7, ..search(vec![term("soup")]) };
    let best = all(&home, &what);
    let mut sorted = best.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, (1..=60).collect::<Vec<_>>());
    let newest = all(&home, &Search { order: Order::Newest, ..what });
    assert_eq!(newest, (1..=60).rev().collect::<Vec<_>>());
}

#[test]
fn counting_stops_where_it_is_told_to() {
    let home = of(&["soup"; 30]);
    let reader = home.reader();
    let count = |up_to| reader.count(&search(vec![term("so")]), up_to).unwrap();
    assert_eq!((count(100).hits, count(100).more), (30, false));
    assert_eq!((count(10).hits, count(10).more), (10, true));
    assert_eq!(reader.count(&Search::default(), 10).unwrap().hits, 0);
}

#[test]
fn what_is_here_is_known_from_the_holes() {
    let mut home = Home::with(Vec::new());
    let events =
        vec![message(1, ANN, 1, "a"), message(2, ANN, 2, "b"), message(10, ANN, 8, "h"), message(12, ANN, 10, "j")];
    let mut batch = Batch { heads: vec![head(14, 11)], events, ..Batch::default() };
    batch.coverage = vec![covered(14, &[(3, 9)])];
    home.apply(&batch);
    let reach = home.reader().reach(Some(room(1))).unwrap();
    assert_eq!((reach.complete, reach.here, reach.all, reach.since), (false, 6, 11, Some(Millis(1_010_000))));
    home.apply(&Batch { coverage: vec![covered(14, &[(3, 9), (13, 14)])], ..Batch::default() });
    let reach = home.reader().reach(None).unwrap();
    assert_eq!((reach.complete, reach.here, reach.since), (false, 5, None));
    home.apply(&Batch { coverage: vec![covered(14, &[])], ..Batch::default() });
    let reach = home.reader().reach(None).unwrap();
    assert_eq!((reach.complete, reach.here, reach.since), (true, 11, Some(Millis(1_001_000))));
}

#[test]
fn what_is_complete_does_not_limit_since_when_all_is_here() {
    let mut home = Home::with(Vec::new());
    let events = vec![message(1, ANN, 1, "a"), message(10, ANN, 8, "h"), message(12, ANN, 9, "j")];
    home.apply(&Batch { heads: vec![head(12, 9)], events, coverage: vec![covered(12, &[(2, 9)])], ..Batch::default() });
    // A room that began later, and is whole.
    let late = |seq: u64| Event { conversation: room(2), ..message(100 + seq, ANN, 100 + seq, "late") };
    let later = Head { conversation: room(2), ..head(102, 2) };
    let coverage = vec![Coverage { conversation: room(2), head: Seq(102), holes: Vec::new() }];
    home.apply(&Batch { heads: vec![later], events: vec![late(1), late(2)], coverage, ..Batch::default() });
    let reach = home.reader().reach(None).unwrap();
    assert_eq!((reach.complete, reach.since), (false, Some(Millis(1_010_000))));
    home.apply(&Batch { coverage: vec![covered(12, &[])], ..Batch::default() });
    let reach = home.reader().reach(None).unwrap();
    assert_eq!((reach.complete, reach.since), (true, Some(Millis(1_001_000))));
}

/// What happens to a history: somebody says, edits or deletes something.
#[derive(Clone, Debug)]
enum Happening {
    Said(String),
    Edited(usize, String),
    Deleted(usize),
}

fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "soup",
        "soups",
        "south",
        "so",
        "Garden",
        "fooBar_baz2",
        "汤",
        "厨房",
        "做汤",
        "的",
        "カレー",
        "ｓｏｕｐ",
        "湯",
        "👍",
        "https://soup.example/so?a=1",
        "é",
        "ба",
        "12",
        "1234",
        "\u{E000}c1",
        "\"",
        "-",
        "สวัสดี",
    ]);
    let gap = prop::sample::select(vec![" ", "", "\n", ", "]);
    prop::collection::vec((word, gap), 0..6).prop_map(|words| words.into_iter().flat_map(|(w, gap)| [w, gap]).collect())
}

fn happenings() -> impl Strategy<Value = Vec<Happening>> {
    let one = prop_oneof![
        5 => words().prop_map(Happening::Said),
        2 => (any::<usize>(), words()).prop_map(|(at, words)| Happening::Edited(at, words)),
        1 => any::<usize>().prop_map(Happening::Deleted),
    ];
    prop::collection::vec(one, 1..40)
}

fn questions() -> impl Strategy<Value = Vec<Term>> {
    let text = prop::sample::select(vec![
        "s",
        "so",
        "sou",
        "soup",
        "garden",
        "bar",
        "baz",
        "汤",
        "厨",
        "房做",
        "做汤的",
        "カレ",
        "レー",
        "👍",
        "example",
        "1",
        "12",
        "e",
        "б",
        "soup汤",
        "สวั",
        "的",
    ]);
    let term = (text, any::<bool>(), prop::bool::weighted(0.2)).prop_map(|(text, exact, not)| Term {
        text: text.to_owned(),
        exact,
        not,
    });
    prop::collection::vec(term, 1..4)
}

/// Everything that happened, as events with times that mostly rise.
fn log(happenings: &[Happening], times: &[u8]) -> (Vec<Event>, BTreeMap<MessageId, (i64, String)>) {
    let mut events = Vec::new();
    let mut now: BTreeMap<MessageId, (i64, String)> = BTreeMap::new();
    let mut said_so_far = Vec::new();
    let mut at = 5_000_000_i64;
    for (seq, happening) in (1..).zip(happenings) {
        at += i64::from(times[usize::try_from(seq).unwrap() % times.len()]) * 40;
        let what = match happening {
            Happening::Said(words) => {
                said_so_far.push(id(seq));
                now.insert(id(seq), (at, words.clone()));
                What::Message(said(u64::try_from(seq).unwrap(), words))
            }
            Happening::Edited(pick, words) if !said_so_far.is_empty() => {
                let target = said_so_far[pick % said_so_far.len()];
                if let Some(known) = now.get_mut(&target) {
                    known.1.clone_from(words);
                }
                let body = Some(text(words));
                // Nobody edits what was deleted.
                if !now.contains_key(&target) {
                    continue;
                }
                What::Edited { target, body, mentions: Vec::new(), mentions_room: false }
            }
            Happening::Deleted(pick) if !said_so_far.is_empty() => {
                let target = said_so_far[pick % said_so_far.len()];
                now.remove(&target);
                What::Redacted { target }
            }
            Happening::Edited(..) | Happening::Deleted(_) => continue,
        };
        let mut event = event(u64::try_from(seq).unwrap(), ANN, what);
        event.at = Millis(at);
        events.push(event);
    }
    (events, now)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn the_index_finds_what_a_look_through_everything_finds(
        (happenings, order) in happenings().prop_flat_map(|happenings| {
            let order: Vec<usize> = (0..happenings.len()).collect();
            (Just(happenings), Just(order).prop_shuffle())
        }),
        times in prop::collection::vec(any::<u8>(), 1..8),
        questions in prop::collection::vec(questions(), 1..6),
        chunk in 1_usize..9,
        limit in 1_u32..5,
    ) {
        let (events, now) = log(&happenings, &times);
        let mut home = Home::with(Vec::new());
        let arriving: Vec<Event> = order.iter().filter_map(|at| events.get(*at).cloned()).collect();
        for chunk in arriving.chunks(chunk) {
            home.fold(chunk.to_vec());
        }
        for terms in questions {
            let matcher = Matcher::new(&terms, false);
            let mut expected: Vec<u128> = now
                .iter()
                .filter(|(_, (_, words))| matcher.marks(words).is_some())
                .map(|(message, _)| message.0.as_u128() - id(0).0.as_u128())
                .collect();
            let found = all(&home, &Search { limit, ..search(terms.clone()) });
            let at = |n: &u128| now[&id(*n)].0;
            // A key may be later than its time where several messages share a step.
            prop_assert!(found.windows(2).all(|pair| at(&pair[0]) + 128 * 40 >= at(&pair[1])), "{found:?}");
            let count = home.reader().count(&search(terms.clone()), 1_000).unwrap();
            prop_assert_eq!(usize::try_from(count.hits).unwrap(), expected.len());
            let mut sorted = found.clone();
            sorted.sort_unstable();
            expected.sort_unstable();
            prop_assert_eq!(sorted, expected, "{:?}", terms);
        }
    }
}

#[test]
fn any_question_is_answered() {
    let home = of(&["今晚在厨房做汤", "the soup is on", "soups and south"]);
    let reader = home.reader();
    proptest!(ProptestConfig { cases: 200, ..ProptestConfig::default() }, |(
        texts in prop::collection::vec(prop_oneof![any::<String>(), "[a-z\"*^:(){}+ -]{0,8}"], 1..4),
        exact in any::<bool>(),
        not in any::<bool>(),
        pinyin in any::<bool>(),
    )| {
        let terms: Vec<Term> = texts.into_iter().map(|text| Term { text, exact, not }).collect();
        let what = Search { pinyin, ..search(terms) };
        reader.search(&what).unwrap();
        reader.count(&what, 10).unwrap();
    });
}

#[test]
fn pinyin_finds_what_is_read_so() {
    let home = of(&["今晚在厨房做汤", "chufang", "房子"]);
    let with = |text: &str, pinyin| all(&home, &Search { pinyin, ..search(vec![term(text)]) });
    assert_eq!(with("chufang", true), [2, 1]);
    assert_eq!(with("chufang", false), [2]);
}

#[test]
fn a_time_that_many_share_hides_nothing_from_dates() {
    let mut home = Home::with(Vec::new());
    let events = (1..=300).map(|n| {
        let mut event = message(n, ANN, n, "soup");
        event.at = Millis(if n <= 200 { 5_000_000 } else { 5_000_000 + i64::try_from(n).unwrap() });
        event
    });
    home.fold(events.collect());
    let between = |from, to| {
        let mut search = search(vec![term("soup")]);
        search.query.filters = vec![filter(hearth_search::What::Between { from, to })];
        (all(&home, &search).len(), home.reader().count(&search, 1_000).unwrap().hits)
    };
    assert_eq!(between(Some(5_000_000), Some(5_000_001)), (200, 200));
    assert_eq!(between(Some(5_000_001), None), (100, 100));
    assert_eq!(between(Some(5_000_250), Some(5_000_260)), (10, 10));
    // In the order in which they came, too.
    let newest = all(&home, &search(vec![term("soup")]));
    assert_eq!(newest, (1..=300).rev().collect::<Vec<_>>());
}
