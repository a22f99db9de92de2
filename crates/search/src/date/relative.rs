//! Days by their relation to today: yesterday, last week, three days ago.

use jiff::{ToSpan as _, civil::Date};

use super::{
    Days,
    named::{self, monday},
    number::leading,
};

/// Reads a name or a relation.
pub(super) fn read(text: &str, today: Date) -> Option<Days> {
    let text = joined(text);
    let text = text.as_str();
    named_day(text, today)
        .or_else(|| named_stretch(text, today))
        .or_else(|| named::weekday(text, today))
        .or_else(|| named::month(text, today))
        .or_else(|| ago(text, today))
}

/// Hours, as in `5h` or `5小时前`.
pub(super) fn hours_ago(text: &str) -> Option<i64> {
    let (number, unit) = leading(text)?;
    matches!(without_ago(unit).0, "h" | "hour" | "hours" | "小时" | "个小时").then_some(number)
}

/// Without what only separates: `last-week` and `last  week` are `last week`, but 3-12 stays.
fn joined(text: &str) -> String {
    let separated = text.starts_with(|c: char| c.is_ascii_alphabetic());
    let text = if separated { text.replace(['-', ','], " ") } else { text.to_owned() };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn named_day(text: &str, today: Date) -> Option<Days> {
    let back = match text {
        "today" | "今天" | "今日" => 0,
        "yesterday" | "昨天" | "昨日" => 1,
        "day before yesterday" | "the day before yesterday" | "前天" => 2,
        "大前天" => 3,
        "tomorrow" | "明天" => -1,
        _ => return None,
    };
    Days::day(today.checked_sub(back.days()).ok()?)
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Unit {
    Week,
    Month,
    Year,
}

fn named_stretch(text: &str, today: Date) -> Option<Days> {
    let back = |text: &str| {
        Some(match text {
            "this" | "本" | "这" | "这个" => 0,
            "last" | "past" | "上" | "上个" => 1,
            "上上" | "上上个" => 2,
            _ => return None,
        })
    };
    let (back, unit) = match text {
        "今年" => (0, Unit::Year),
        "去年" => (1, Unit::Year),
        "前年" => (2, Unit::Year),
        _ => units().find_map(|(name, unit)| Some((back(text.strip_suffix(name)?.trim_end())?, unit)))?,
    };
    stretch(back, unit, today)
}

/// The week, month or year so many before this one.
fn stretch(back: i64, unit: Unit, today: Date) -> Option<Days> {
    let (first, length) = match unit {
        Unit::Week => (monday(today)?, 1.week()),
        Unit::Month => (today.first_of_month(), 1.month()),
        Unit::Year => (today.first_of_year(), 1.year()),
    };
    let first = first.checked_sub(length.checked_mul(back).ok()?).ok()?;
    Days::new(first, first.checked_add(length).ok())
}

fn units() -> impl Iterator<Item = (&'static str, Unit)> {
    [
        ("week", Unit::Week),
        ("周", Unit::Week),
        ("星期", Unit::Week),
        ("礼拜", Unit::Week),
        ("month", Unit::Month),
        ("月", Unit::Month),
        ("year", Unit::Year),
    ]
    .into_iter()
}

/// `3d`, `2 weeks ago`, `3天前`, `两个月以前`
fn ago(text: &str, today: Date) -> Option<Days> {
    let (number, rest) = leading(text)?;
    let (unit, ago) = without_ago(rest);
    let length = match unit {
        "d" | "day" | "days" | "天" => 1.day(),
        "w" | "week" | "weeks" | "周" | "星期" | "个星期" | "礼拜" | "个礼拜" => 1.week(),
        "m" | "mo" | "month" | "months" | "个月" => 1.month(),
        "y" | "year" | "years" => 1.year(),
        // 三日 alone is the third of the month, 三年 no time at all.
        "日" if ago => 1.day(),
        "年" if ago => 1.year(),
        _ => return None,
    };
    let days = Days::day(today.checked_sub(length.checked_mul(number).ok()?).ok()?)?;
    Some(Days { ago: true, ..days })
}

/// A unit, and whether a word for `ago` stood behind it.
fn without_ago(text: &str) -> (&str, bool) {
    let text = text.trim();
    let bare = ["ago", "以前", "之前", "前"].into_iter().find_map(|ago| text.strip_suffix(ago));
    (bare.unwrap_or(text).trim_end(), bare.is_some())
}
