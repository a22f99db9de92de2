//! Days by their numbers: years, months and days in the orders in which people write them.

use std::ops::Range;

use jiff::{ToSpan as _, civil::Date};

use super::{Days, number::leading};

/// Reads 2026, 2026-03, 2026-03-12 (also with / and .), 20260312, 12.3.2026, 12.3., 3/12, 03-12, 2026年3月12日, 三月, 12号.
pub(super) fn read(text: &str, today: Date) -> Option<Days> {
    let days = if text.contains(['年', '月', '日', '号']) { chinese(text, today) } else { western(text, today) };
    days.or_else(|| compact(text))
}

/// A month of a year; without one, the last such month that has begun.
pub(super) fn month(year: Option<i64>, month: i64, today: Date) -> Option<Days> {
    let first = last_before(year, today, |year| date(year, month, 1))?;
    Days::new(first, first.checked_add(1.month()).ok())
}

/// A day; without a year, the last such day that has begun.
pub(super) fn day(year: Option<i64>, month: i64, day: i64, today: Date) -> Option<Days> {
    Days::day(last_before(year, today, |year| date(year, month, day))?)
}

fn year(year: i64) -> Option<Days> {
    let first = date(year, 1, 1)?;
    Days::new(first, first.checked_add(1.year()).ok())
}

fn chinese(text: &str, today: Date) -> Option<Days> {
    let (mut named, mut rest) = ([None; 3], text);
    while !rest.is_empty() {
        let (number, after) = leading(rest.trim_start())?;
        let after = after.trim_start();
        // 3月12 means a day, too.
        let (slot, unit) = match after.chars().next() {
            Some('年') => (0, '年'),
            Some('月') => (1, '月'),
            Some(unit @ ('日' | '号')) => (2, unit),
            None if named.get(1).is_some_and(Option::is_some) => (2, '日'),
            Some(_) | None => return None,
        };
        // Each once, and in this order.
        if named.iter().skip(slot).any(Option::is_some) {
            return None;
        }
        *named.get_mut(slot)? = Some(number);
        rest = after.strip_prefix(unit).unwrap_or(after);
    }
    match named {
        [Some(only), None, None] => year(only),
        [of, Some(named), None] => month(of, named, today),
        [of, Some(month), Some(named)] => day(of, month, named, today),
        [None, None, Some(named)] => {
            // The last such day: in this month, or in one before that has it.
            let in_month = |back: i64| {
                let first = today.first_of_month().checked_sub(back.months()).ok()?;
                date(i64::from(first.year()), i64::from(first.month()), named)
            };
            Days::day((0..3).filter_map(in_month).find(|date| *date <= today)?)
        }
        [_, None, _] => None,
    }
}

fn western(text: &str, today: Date) -> Option<Days> {
    let separator = text.chars().find(|c| matches!(c, '-' | '/' | '.'));
    let Some(separator) = separator else {
        return if text.len() == 4 { year(text.parse().ok()?) } else { None };
    };
    let dotted = separator == '.';
    // 12.3. has a dot behind it.
    let text = if dotted { text.strip_suffix('.').unwrap_or(text) } else { text };
    let mut parts = Vec::new();
    for part in text.split(separator).map(str::trim) {
        let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        parts.push((digits && part.len() <= 4).then(|| part.parse::<i64>().ok()).flatten()?);
    }
    match *parts.as_slice() {
        [of, named] if of > 31 => month(Some(of), named, today),
        [named, of] if of > 31 => month(Some(of), named, today),
        [of, month, named] if of > 31 => day(Some(of), month, named, today),
        [first, second, of] if of > 31 => {
            let (month, named) = order(first, second, dotted);
            day(Some(of), month, named, today)
        }
        [first, second] => {
            let (month, named) = order(first, second, dotted);
            day(None, month, named, today)
        }
        _ => None,
    }
}

/// Month and day. With dots the day comes first; else it does only where it can be nothing else.
fn order(first: i64, second: i64, dotted: bool) -> (i64, i64) {
    if dotted || first > 12 { (second, first) } else { (first, second) }
}

/// 20260312
fn compact(text: &str) -> Option<Days> {
    let digits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = |range: Range<usize>| text.get(range)?.parse().ok();
    Days::day(digits.then(|| date(number(0..4)?, number(4..6)?, number(6..8)?)).flatten()?)
}

fn last_before(year: Option<i64>, today: Date, date: impl Fn(i64) -> Option<Date>) -> Option<Date> {
    match year {
        Some(year) => date(year),
        // The 29th of February may be eight years ago.
        None => (0..=8).filter_map(|back| date(i64::from(today.year()) - back)).find(|date| *date <= today),
    }
}

fn date(year: i64, month: i64, day: i64) -> Option<Date> {
    // Nobody means the year 12; four digits or nothing.
    let year = i16::try_from(year).ok().filter(|year| (1000..=9000).contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}
