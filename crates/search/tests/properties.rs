//! What holds of every text and every query.

// Helpers of tests are tests too.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use hearth_search::{Kind, LONGEST, MOST, Matcher, Now, Phrase, Term, parse, snippet, tokens};
use proptest::prelude::*;

/// Texts as people write them, in several scripts, and texts as nobody does.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z]{1,12}",
        2 => "[\u{4E00}-\u{9FFF}]{1,8}",
        1 => "[繁體簡体麵面著着乾干發髮]{1,4}",
        1 => "[\u{3041}-\u{30FF}\u{FF66}-\u{FF9F}]{1,6}",
        1 => "[\u{AC00}-\u{AC80}\u{1100}-\u{1112}\u{1161}-\u{1175}\u{11A8}-\u{11C2}]{1,5}",
        1 => "[à-üÀ-Üßœøłı\u{300}\u{301}\u{130}]{1,6}",
        1 => "[a-z]{1,3}[A-Z][a-z]{1,3}[0-9]{1,3}",
        1 => "[👍👩🏽\u{200D}❤\u{FE0F}🇨🇳🇫1\u{20E3}]{1,6}",
        1 => "[a-z]{60,70}[0-9]{0,70}",
        1 => "https://[a-z]{2,6}\\.org/[a-zA-Z0-9_-]{1,8}\\?q=[0-9]{1,4}",
        1 => "[\u{E00}-\u{E4E}\u{900}-\u{94D}\u{5D0}-\u{5EA}\u{5B0}-\u{5BC}\u{627}-\u{652}]{1,6}",
        1 => "\\PC{1,6}",
        1 => any::<char>().prop_map(String::from),
    ];
    let gap = prop_oneof![3 => Just(" ".to_owned()), 1 => Just(String::new()), 1 => "[ \n\t,.!，。—]{1,2}"];
    prop::collection::vec((piece, gap), 0..12)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(piece, gap)| [piece, gap]).collect())
}

/// What somebody may type into the box.
fn typed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        2 => text(),
        2 => "-?(from|in|has|is|before|after|since|until|on|从|在|有|是|之前|日期)[:：]",
        1 => "(today|last week|上周|三天前|file|图片|mention|2026-03-12|12\\.3\\.2026|3d|[0-9]{1,9}[-/.年月日dwm]{0,2}[0-9]{0,4})",
        1 => "[-－\"“”「」:：@#*()^+]{1,3}",
    ];
    prop::collection::vec((piece, "[ \u{3000}]{0,1}"), 0..8)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(piece, gap)| [piece, gap]).collect())
}

fn term(text: &str, exact: bool) -> Term {
    Term { text: text.to_owned(), exact, not: false }
}

/// A token, copied: folded, place, kind, position.
type Copied = (String, std::ops::Range<usize>, Kind, usize);

fn cut(text: &str) -> Vec<Copied> {
    let mut copied = Vec::new();
    let mut positions = 0_usize;
    tokens(text, &mut |token| {
        positions += usize::from(!token.colocated);
        copied.push((token.text.to_owned(), token.place, token.kind, positions - 1));
    });
    copied
}

/// What an index does: looks for tokens at positions that follow one another.
fn index_finds(copied: &[Copied], phrase: &Phrase) -> bool {
    let positions = copied.last().map_or(0, |token| token.3 + 1);
    (0..positions).any(|start| {
        phrase.places.iter().enumerate().all(|(n, place)| {
            let prefix = phrase.prefix && n + 1 == phrase.places.len();
            copied.iter().filter(|token| token.3 == start + n).any(|token| {
                place.iter().any(|wanted| if prefix { token.0.starts_with(wanted) } else { token.0 == *wanted })
            })
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn tokens_lie_in_order_on_character_boundaries(text in text()) {
        let mut last = 0;
        let mut inside = 0..0;
        tokens(&text, &mut |token| {
            assert!(!token.text.is_empty() && token.text.len() <= LONGEST);
            assert!(text.get(token.place.clone()).is_some_and(|place| !place.is_empty()));
            assert!(!token.text.contains(|c| ('\u{E000}'..='\u{F8FF}').contains(&c)));
            if token.colocated {
                assert!(token.kind == Kind::Word && token.place.start > inside.start && token.place.end == inside.end);
            } else {
                assert!(token.place.start >= last, "{:?} after {last}", token.place);
                inside = token.place.clone();
            }
            last = token.place.end;
        });
    }

    #[test]
    fn folding_what_is_folded_changes_nothing(text in text()) {
        for (folded, _, kind, _) in cut(&text) {
            let again = cut(&folded);
            prop_assert_eq!(&again[0].0, &folded, "{}", text);
            prop_assert_eq!(again[0].2, kind);
        }
    }

    #[test]
    fn any_piece_of_unspaced_text_is_found(before in text(), han in "[\u{4E00}-\u{9FFF}ぁ-んァ-ヶ가-힣]{1,20}", after in text(), from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>()) {
        let whole = format!("{before}{han}{after}");
        let chars: Vec<char> = han.chars().collect();
        let (from, to) = (from.index(chars.len()), to.index(chars.len()));
        let piece: String = chars[from.min(to)..=from.max(to)].iter().collect();
        // A sound mark that follows belongs to the last character, and is then part of what is looked for.
        prop_assume!(!after.starts_with(['\u{3099}', '\u{309A}', '\u{FF9E}', '\u{FF9F}']));
        prop_assert!(Matcher::new(&[term(&piece, false)], false).fits(&whole), "{piece} in {whole}");
        prop_assert!(Matcher::new(&[term(&piece, true)], false).fits(&whole), "{piece} in {whole}");
    }

    #[test]
    fn the_beginning_of_any_word_is_found(before in text(), word in "[a-zA-Zà-öø-üÀ-ÖØ-Ü]{1,150}", after in text(), end in any::<prop::sample::Index>()) {
        let whole = format!("{before} {word} {after}");
        let chars: Vec<char> = word.chars().collect();
        let start: String = chars[..=end.index(chars.len())].iter().collect();
        prop_assert!(Matcher::new(&[term(&start, false)], false).fits(&whole), "{start} in {whole}");
    }

    #[test]
    fn every_text_finds_itself(text in text(), exact in any::<bool>()) {
        prop_assert!(cut(&text).is_empty() || Matcher::new(&[term(&text, exact)], false).fits(&text));
    }

    #[test]
    fn matching_agrees_with_an_index_of_tokens(text in text(), wanted in typed(), pinyin in any::<bool>()) {
        let query = parse(&wanted, &Now { at: 1_774_000_000_000, zone: jiff::tz::TimeZone::UTC });
        let copied = cut(&text);
        let index = query.terms.iter().all(|term| {
            term.phrases(pinyin).iter().any(|phrase| index_finds(&copied, phrase)) != term.not
        });
        let matcher = Matcher::new(&query.terms, pinyin);
        prop_assert_eq!(matcher.fits(&text), index);
        prop_assert_eq!(matcher.marks(&text).is_some(), index);
        prop_assert_eq!(matcher.score(&text) > 0, index);
    }

    #[test]
    fn marks_lie_apart_and_in_order_on_character_boundaries(text in text(), at in any::<prop::sample::Index>(), about in 0_usize..60) {
        let text = format!("{text} end");
        let copied = cut(&text);
        let wanted = &copied[at.index(copied.len())].0;
        let marks = Matcher::new(&[term(wanted, false)], false).marks(&text).unwrap();
        prop_assert!(!marks.is_empty());
        let mut last = None;
        for mark in &marks {
            prop_assert!(text.get(mark.clone()).is_some_and(|mark| !mark.is_empty()));
            prop_assert!(last.is_none_or(|last| last < mark.start));
            last = Some(mark.end);
        }
        let pieces = snippet(&text, &marks, about);
        prop_assert!(pieces.iter().any(|piece| piece.hit));
        prop_assert!(pieces.iter().all(|piece| !piece.text.is_empty() && !piece.text.contains(['\n', '\t'])));
    }

    #[test]
    fn any_text_is_a_query_with_its_parts_in_place(typed in prop_oneof![typed(), "\\PC{0,40}", any::<String>()], at in any::<i64>()) {
        let query = parse(&typed, &Now { at, zone: jiff::tz::TimeZone::UTC });
        let units: Vec<u16> = typed.encode_utf16().collect();
        let mut last = 0;
        for part in &query.parts {
            prop_assert!(last <= part.place.start && part.place.start < part.place.end);
            prop_assert!(part.place.start <= part.value.start && part.value.start <= part.value.end && part.value.end <= part.place.end);
            prop_assert!(String::from_utf16(&units[part.place.start as usize..part.place.end as usize]).is_ok());
            prop_assert!(String::from_utf16(&units[part.value.start as usize..part.value.end as usize]).is_ok());
            last = part.place.end;
        }
        prop_assert!(query.terms.len() <= MOST && query.filters.len() <= MOST);
        prop_assert_eq!(query.parts.iter().filter(|part| part.understood).count(), query.terms.len() + query.filters.len());
        for term in &query.terms {
            prop_assert!(term.phrases(true).iter().all(|phrase| !phrase.places.is_empty() && phrase.places.iter().all(|place| !place.is_empty())));
        }
    }
}
