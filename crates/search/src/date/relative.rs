//! Days by their relation to today, and days and months by their names.

use jiff::{
    ToSpan as _,
    civil::{Date, Weekday},
};

use super::{Days, number::leading, numeric};

/// What can be named, for whoever is still typing it.
pub(super) const NAMES: [&str; 58] = [
    "today",
    "yesterday",
    "day before yesterday",
    "tomorrow",
    "this week",
    "last week",
    "this month",
    "last month",
    "this year",
    "last year",
    "last monday",
    "last tuesday",
    "last wednesday",
    "last thursday",
    "last friday",
    "last saturday",
    "last sunday",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "今天",
    "昨天",
    "前天",
    "明天",
    "本周",
    "这周",
    "上周",
    "这个月",
    "本月",
    "上个月",
    "上月",
    "今年",
    "去年",
    "前年",
    "周一",
    "星期一",
    "礼拜一",
    "本周一",
    "上周一",
    "上个星期",
    "这个星期",
    "上礼拜",
];

/// Reads a name or a relation.
pub(super) fn read(text: &str, today: Date) -> Option<Days> {
    let text = joined(text);
    let text = text.as_str();
    named_day(text, today)
        .or_else(|| named_stretch(text, today))
        .or_else(|| weekday(text, today))
        .or_else(|| named_month(text, today))
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

fn weekday(text: &str, today: Date) -> Option<Days> {
    let (back, name) = match text.strip_prefix("last ") {
        Some(name) => (None, name),
        None => ["上个", "上", "本", "这个", "这"]
            .into_iter()
            .find_map(|which| text.strip_prefix(which).map(|name| (Some(i64::from(which.starts_with('上'))), name)))
            .unwrap_or((Some(-1), text)),
    };
    let weekday = weekday_named(name)?;
    Days::day(match back {
        // The last one before today.
        None => today.nth_weekday(-1, weekday).ok()?,
        Some(-1) if today.weekday() == weekday => today,
        Some(-1) => today.nth_weekday(-1, weekday).ok()?,
        Some(weeks) => {
            let days = i64::from(weekday.to_monday_zero_offset()) - weeks * 7;
            monday(today)?.checked_add(days.days()).ok()?
        }
    })
}

fn weekday_named(name: &str) -> Option<Weekday> {
    let chinese = ["周", "星期", "礼拜"].into_iter().find_map(|week| name.strip_prefix(week));
    Some(match chinese.unwrap_or(name) {
        "monday" | "mon" => Weekday::Monday,
        "tuesday" | "tue" => Weekday::Tuesday,
        "wednesday" | "wed" => Weekday::Wednesday,
        "thursday" | "thu" => Weekday::Thursday,
        "friday" | "fri" => Weekday::Friday,
        "saturday" | "sat" => Weekday::Saturday,
        "sunday" | "sun" => Weekday::Sunday,
        "一" if chinese.is_some() => Weekday::Monday,
        "二" if chinese.is_some() => Weekday::Tuesday,
        "三" if chinese.is_some() => Weekday::Wednesday,
        "四" if chinese.is_some() => Weekday::Thursday,
        "五" if chinese.is_some() => Weekday::Friday,
        "六" if chinese.is_some() => Weekday::Saturday,
        "日" | "天" if chinese.is_some() => Weekday::Sunday,
        _ => return None,
    })
}

/// `march`, `march 2026`, `12 march`, `march 12 2026`
fn named_month(text: &str, today: Date) -> Option<Days> {
    let (mut month, mut day, mut year) = (None, None, None);
    for word in text.split(' ') {
        if let Some(named) = month_named(word) {
            month = month.xor(Some(named));
        } else {
            let (number, suffix) = leading(word)?;
            let slot = if number > 31 { &mut year } else { &mut day };
            if slot.is_some() || !matches!(suffix, "" | "." | "st" | "nd" | "rd" | "th") {
                return None;
            }
            *slot = Some(number);
        }
    }
    match day {
        Some(day) => numeric::day(year, month?, day, today),
        None => numeric::month(year, month?, today),
    }
}

fn month_named(word: &str) -> Option<i64> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.trim_end_matches('.');
    let at = MONTHS.iter().position(|month| word.len() >= 3 && (*month == word || month.get(..3) == Some(word)))?;
    i64::try_from(at + 1).ok()
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

fn monday(date: Date) -> Option<Date> {
    date.checked_sub(i64::from(date.weekday().to_monday_zero_offset()).days()).ok()
}
