//! Days and months by their names: Thursday, last Monday, 上周四, March, 12 March 2026.

use jiff::{
    ToSpan as _,
    civil::{Date, Weekday},
};

use super::{Days, number::leading, numeric};

/// What can be named, for whoever is still typing it. Separated by commas.
const ALL: &str = "today,yesterday,day before yesterday,tomorrow,this week,last week,this month,last month,this year,last year,\
    last monday,last tuesday,last wednesday,last thursday,last friday,last saturday,last sunday,\
    monday,tuesday,wednesday,thursday,friday,saturday,sunday,\
    january,february,march,april,may,june,july,august,september,october,november,december,\
    今天,昨天,前天,明天,本周,这周,上周,这个星期,上个星期,上礼拜,这个月,本月,上个月,上月,今年,去年,前年,\
    周一,星期一,礼拜一,本周一,上周一,上星期一";

/// Whether a name begins so.
pub(super) fn begins(text: &str) -> bool {
    ALL.split(',').any(|name| name.starts_with(text))
}

/// Which of the days of a name.
#[derive(Clone, Copy)]
enum Which {
    /// The last one, today too.
    Latest,
    BeforeToday,
    /// The one in the week that lies so many weeks back. So people name days in Chinese.
    OfWeek(i64),
}

/// A weekday by its name.
pub(super) fn weekday(text: &str, today: Date) -> Option<Days> {
    const WHICH: [(&str, Which); 6] = [
        ("last ", Which::BeforeToday),
        ("上个", Which::OfWeek(1)),
        ("上", Which::OfWeek(1)),
        ("本", Which::OfWeek(0)),
        ("这个", Which::OfWeek(0)),
        ("这", Which::OfWeek(0)),
    ];
    let named = WHICH.into_iter().find_map(|(which, of)| Some((of, text.strip_prefix(which)?)));
    let (which, name) = named.unwrap_or((Which::Latest, text));
    let weekday = weekday_named(name)?;
    Days::day(match which {
        Which::Latest if today.weekday() == weekday => today,
        Which::Latest | Which::BeforeToday => today.nth_weekday(-1, weekday).ok()?,
        Which::OfWeek(back) => {
            let days = i64::from(weekday.to_monday_zero_offset()) - back * 7;
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
pub(super) fn month(text: &str, today: Date) -> Option<Days> {
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

/// The Monday of the week of a day.
pub(super) fn monday(date: Date) -> Option<Date> {
    date.checked_sub(i64::from(date.weekday().to_monday_zero_offset()).days()).ok()
}
