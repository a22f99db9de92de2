//! Small numbers, in digits or in Chinese.

/// A number at the beginning of a text, and what follows it.
pub(super) fn leading(text: &str) -> Option<(i64, &str)> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 {
        return Some((text.get(..digits)?.parse().ok()?, text.get(digits..)?));
    }
    let rest = text.trim_start_matches(|c| digit(c).is_some() || c == '十');
    chinese(text.get(..text.len() - rest.len())?).map(|number| (number, rest))
}

/// 1 to 99: 三, 十, 十二, 二十, 二十三.
fn chinese(text: &str) -> Option<i64> {
    let (tens, ones) = match text.split_once('十') {
        Some((tens, ones)) => (if tens.is_empty() { 1 } else { single(tens)? }, ones),
        None => (0, text),
    };
    let ones = if ones.is_empty() && tens > 0 { 0 } else { single(ones)? };
    Some(tens * 10 + ones)
}

fn single(text: &str) -> Option<i64> {
    let mut chars = text.chars();
    let number = digit(chars.next()?)?;
    chars.next().is_none().then_some(number)
}

fn digit(c: char) -> Option<i64> {
    Some(match c {
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}
