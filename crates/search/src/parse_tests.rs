//! What queries mean, piece by piece.

use super::*;
use crate::{Has, Is};

/// Wednesday, the 18th of March 2026, 14:30 in Shanghai.
fn now() -> Now {
    let zone = TimeZone::get("Asia/Shanghai").unwrap();
    let at = jiff::civil::date(2026, 3, 18).at(14, 30, 0, 0).to_zoned(zone.clone()).unwrap();
    Now { at: at.timestamp().as_millisecond(), zone }
}

fn read(text: &str) -> Query {
    parse(text, &now())
}

fn start_of(year: i16, month: i8, day: i8) -> Option<i64> {
    let start = jiff::civil::date(year, month, day).to_zoned(now().zone).unwrap();
    Some(start.timestamp().as_millisecond())
}

fn term(text: &str) -> Term {
    Term { text: text.to_owned(), exact: false, not: false }
}

fn only_filter(text: &str) -> What {
    let query = read(text);
    assert_eq!(query.terms, [], "{text} has no words");
    assert_eq!(query.filters.len(), 1, "{text} is one filter");
    query.filters[0].what.clone()
}

fn between(text: &str) -> (Option<i64>, Option<i64>) {
    match only_filter(text) {
        What::Between { from, to } => (from, to),
        other => panic!("{text} is {other:?}"),
    }
}

fn on(text: &str) -> (Option<i64>, Option<i64>) {
    between(&format!("on:\"{text}\""))
}

#[test]
fn words_are_terms_and_quotes_make_phrases() {
    let query = read("soup “hot and sour” 中文");
    let phrase = Term { text: "hot and sour".to_owned(), exact: true, not: false };
    assert_eq!(query.terms, [term("soup"), phrase, term("中文")]);
    assert_eq!(query.filters, []);
    let kinds: Vec<_> = query.parts.iter().map(|part| (part.kind, part.understood)).collect();
    assert_eq!(kinds, [(PartKind::Word, true), (PartKind::Phrase, true), (PartKind::Word, true)]);
}

#[test]
fn a_minus_takes_away_words_phrases_and_filters() {
    let query = read("-soup -\"a b\" -has:link －表情 well-known");
    let not: Vec<_> = query.terms.iter().map(|term| (term.text.as_str(), term.exact, term.not)).collect();
    assert_eq!(not, [("soup", false, true), ("a b", true, true), ("表情", false, true), ("well-known", false, false)]);
    assert_eq!(query.filters, [Filter { not: true, what: What::Has(Has::Link) }]);
}

#[test]
fn filters_are_read_in_both_languages_and_with_wide_colons() {
    for text in ["from:ann", "FROM:@ann", "从:ann", "來自：ann", "ｆｒｏｍ：＠ann"] {
        assert_eq!(only_filter(text), What::From("ann".to_owned()), "{text}");
    }
    for text in ["in:厨房", "在：厨房", "在:#厨房"] {
        assert_eq!(only_filter(text), What::In("厨房".to_owned()), "{text}");
    }
    for (text, has) in [
        ("has:file", Has::File),
        ("有:文件", Has::File),
        ("有：圖片", Has::Image),
        ("has:video", Has::Video),
        ("有:链接", Has::Link),
        ("有:表情贴", Has::Sticker),
        ("有：代码", Has::Code),
    ] {
        assert_eq!(only_filter(text), What::Has(has), "{text}");
    }
    for (text, is) in [
        ("is:mention", Is::Mention),
        ("是：提到我", Is::Mention),
        ("是:我的", Is::Mine),
        ("是：置頂", Is::Pinned),
        ("is:Unread", Is::Unread),
        ("是:未读", Is::Unread),
    ] {
        assert_eq!(only_filter(text), What::Is(is), "{text}");
    }
}

#[test]
fn names_with_spaces_stand_in_quotes_and_me_is_me() {
    assert_eq!(only_filter("from:\"Ann Lee\""), What::From("Ann Lee".to_owned()));
    assert_eq!(only_filter("in:“Living room”"), What::In("Living room".to_owned()));
    assert_eq!(only_filter("from:me"), What::From("me".to_owned()));
    assert_eq!(only_filter("从：我"), What::From("me".to_owned()));
}

#[test]
fn every_example_of_the_guide_is_understood() {
    for text in [
        "from:ann",
        "from:me",
        "in:kitchen",
        "before:2026-03",
        "after:12.3.2026",
        "since:monday",
        "until:yesterday",
        "on:\"last week\"",
        "has:video",
        "is:pinned",
        "on:\"march 12\"",
        "before:today",
        "on:\"last month\"",
        "after:3d",
        "after:\"2 weeks ago\"",
        "来自:小明",
        "从:我",
        "在:厨房",
        "之前:2026-03",
        "之后:3月12日",
        "自:周一",
        "至:昨天",
        "日期:上周",
        "有:图片",
        "是:我的",
        "日期:12号",
        "日期:3月",
        "自:3天前",
        "自:2周前",
        "来自:“Ann Lee”",
    ] {
        let query = read(text);
        assert_eq!((query.terms.len(), query.filters.len()), (0, 1), "{text}");
        assert!(query.parts[0].understood, "{text}");
    }
}

#[test]
fn a_filter_that_is_being_typed_does_nothing_yet() {
    for text in
        ["from:", "in:", "has:", "has:im", "是：提", "before:", "before:2026-", "before:yest", "on:\"last w", "从："]
    {
        let query = read(text);
        assert_eq!((query.terms.len(), query.filters.len()), (0, 0), "{text}");
        assert_eq!(query.parts.len(), 1, "{text}");
        assert!(!query.parts[0].understood, "{text}");
    }
}

#[test]
fn what_is_not_understood_is_a_word() {
    for text in
        ["has:cheese", "before:lunch", "note:this", "12:30", "https://example.com/a:b", "is:fun", ":", "-", "a:"]
    {
        let query = read(text);
        assert_eq!(query.filters, [], "{text}");
        assert_eq!(query.parts[0].kind, PartKind::Word, "{text}");
    }
    assert_eq!(read("has:cheese").terms, [term("has:cheese")]);
    assert_eq!(read("-on:\"the table\"").terms, [Term { not: true, ..term("on:\"the table\"") }]);
    assert_eq!(read("!!! … -").terms, []);
}

#[test]
fn parts_stand_where_a_page_counts_them() {
    let text = "👍🏽 -from:\"Ann Lee\" 中文";
    let query = read(text);
    let units: Vec<u16> = text.encode_utf16().collect();
    let cut = |range: &Range<u32>| String::from_utf16(&units[range.start as usize..range.end as usize]).unwrap();
    let parts: Vec<_> = query.parts.iter().map(|part| (cut(&part.place), cut(&part.value))).collect();
    let expected = [("👍🏽", "👍🏽"), ("-from:\"Ann Lee\"", "Ann Lee"), ("中文", "中文")];
    assert_eq!(parts, expected.map(|(place, value)| (place.to_owned(), value.to_owned())));
}

#[test]
fn an_open_quote_holds_the_rest() {
    assert_eq!(read("\"one two").terms, [Term { text: "one two".to_owned(), exact: true, not: false }]);
    assert_eq!(only_filter("from:\"Ann Lee"), What::From("Ann Lee".to_owned()));
}

#[test]
fn before_and_after_leave_the_named_day_out_and_since_and_until_do_not() {
    assert_eq!(between("before:2026-03-12"), (None, start_of(2026, 3, 12)));
    assert_eq!(between("after:2026-03-12"), (start_of(2026, 3, 13), None));
    assert_eq!(between("since:2026-03-12"), (start_of(2026, 3, 12), None));
    assert_eq!(between("until:2026-03-12"), (None, start_of(2026, 3, 13)));
    assert_eq!(between("on:2026-03-12"), (start_of(2026, 3, 12), start_of(2026, 3, 13)));
    assert_eq!(between("至:2026-03-12"), (None, start_of(2026, 3, 13)));
    assert_eq!(between("日期：今天"), (start_of(2026, 3, 18), start_of(2026, 3, 19)));
    assert_eq!(between("之前:去年"), (None, start_of(2025, 1, 1)));
    assert_eq!(between("after:3d"), (start_of(2026, 3, 15), None));
    assert_eq!(between("after:2周前"), (start_of(2026, 3, 4), None));
}

#[test]
fn dates_are_read_in_many_forms() {
    let day = |year, month, day| {
        let next = jiff::civil::date(year, month, day).tomorrow().unwrap();
        (start_of(year, month, day), start_of(next.year(), next.month(), next.day()))
    };
    let twelfth = day(2026, 3, 12);
    for text in [
        "2026-03-12",
        "2026-3-12",
        "2026/3/12",
        "2026.3.12",
        "12.3.2026",
        "3/12/2026",
        "20260312",
        "12.3.",
        "12.3",
        "3/12",
        "03-12",
        "2026年3月12日",
        "2026 年 3 月 12 日",
        "3月12日",
        "3月12",
        "三月十二号",
        "12日",
        "12号",
        "march 12",
        "12 March 2026",
        "Mar 12, 2026",
        "12th march",
        "2026-03-12..2026-03-12",
        "２０２６－０３－１２",
        "last thursday",
        "thursday",
        "周四",
        "上周四",
        "6d",
        "6 days ago",
        "6天前",
        "六天前",
        "六日前",
    ] {
        assert_eq!(on(text), twelfth, "{text}");
    }
    assert_eq!(on("today"), day(2026, 3, 18));
    assert_eq!(on("Yesterday"), day(2026, 3, 17));
    assert_eq!(on("前天"), day(2026, 3, 16));
    assert_eq!(on("wednesday"), day(2026, 3, 18));
    assert_eq!(on("last wednesday"), day(2026, 3, 11));
    assert_eq!(on("周三"), day(2026, 3, 18));
    assert_eq!(on("星期日"), day(2026, 3, 15));
    assert_eq!(on("本周日"), day(2026, 3, 22));
    assert_eq!(on("2w"), day(2026, 3, 4));
    assert_eq!(on("1m"), day(2026, 2, 18));
    assert_eq!(on("两个月前"), day(2026, 1, 18));
    assert_eq!(on("20号"), day(2026, 2, 20), "the last 20th that has been");
    assert_eq!(on("24.12."), day(2025, 12, 24), "the last one that has been");
    assert_eq!(on("29.2."), day(2024, 2, 29));
}

#[test]
fn weeks_months_and_years_are_read_whole() {
    assert_eq!(on("2026"), (start_of(2026, 1, 1), start_of(2027, 1, 1)));
    assert_eq!(on("2026年"), (start_of(2026, 1, 1), start_of(2027, 1, 1)));
    for text in [
        "2026-02",
        "2026/2",
        "2.2026",
        "feb",
        "february 2026",
        "2月",
        "二月",
        "2026年2月",
        "last month",
        "上个月",
        "上月",
    ] {
        assert_eq!(on(text), (start_of(2026, 2, 1), start_of(2026, 3, 1)), "{text}");
    }
    for text in ["last week", "lastweek", "last-week", "上周", "上個星期", "上礼拜"] {
        assert_eq!(on(text), (start_of(2026, 3, 9), start_of(2026, 3, 16)), "{text}");
    }
    assert_eq!(on("this week"), (start_of(2026, 3, 16), start_of(2026, 3, 23)));
    assert_eq!(on("去年"), (start_of(2025, 1, 1), start_of(2026, 1, 1)));
    assert_eq!(on("last year"), (start_of(2025, 1, 1), start_of(2026, 1, 1)));
    assert_eq!(on("december"), (start_of(2025, 12, 1), start_of(2026, 1, 1)));
    assert_eq!(on("2026-01..2026-02"), (start_of(2026, 1, 1), start_of(2026, 3, 1)));
}

#[test]
fn hours_count_back_from_the_moment() {
    let two = now().at - 2 * 3_600_000;
    assert_eq!(between("after:2h"), (Some(two), None));
    assert_eq!(between("之后:2小时前"), (Some(two), None));
}

#[test]
fn days_begin_in_the_zone_of_the_person() {
    // Clocks go forward in the night before this day.
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let at = jiff::civil::date(2026, 3, 29).at(12, 0, 0, 0).to_zoned(zone.clone()).unwrap().timestamp();
    let query = parse("on:today", &Now { at: at.as_millisecond(), zone });
    let What::Between { from: Some(from), to: Some(to) } = query.filters[0].what else { panic!("{query:?}") };
    assert_eq!(to - from, 23 * 3_600_000);
}

#[test]
fn impossible_dates_are_no_filters() {
    for text in [
        "on:2026-13-40",
        "on:31.2.2026",
        "on:99999999999999999999d",
        "on:0号",
        "on:2026-0",
        "on:1.2.3.4",
        "on:999999999d",
    ] {
        let query = read(text);
        assert_eq!(query.filters, [], "{text}");
    }
}

#[test]
fn a_query_is_bounded() {
    let many: String = "a:b has:link word ".repeat(60);
    let query = read(&many);
    assert_eq!((query.terms.len(), query.filters.len()), (MOST, MOST));
    let long = "好".repeat(5000);
    let query = read(&long);
    assert_eq!(query.terms[0].text.len(), 4095);
    assert_eq!(query.parts[0].place, 0..1365);
}
