//! Words that stand in every past exactly so many times, however long it is: what is rare stays equally rare.

use std::collections::HashMap;

/// Nobody says these by chance: the generator has no such words, and none of them begins another.
pub const WORDS: [&str; 20] = [
    "quillotter",
    "brimmelstad",
    "zwetschgenmus",
    "phlogiston",
    "kerfuffle",
    "widdershins",
    "ombrophile",
    "snollygoster",
    "taradiddle",
    "lagniappe",
    "龘靐",
    "饕餮宴",
    "氤氲阁",
    "魑魅谷",
    "踟蹰亭",
    "鳏寡堂",
    "貔貅斋",
    "耄耋会",
    "蹀躞步",
    "沆瀣",
];

/// How often each of them stands there.
pub const TIMES: u64 = 5;

/// The least messages that a past needs to hold them all.
pub const ROOM: u64 = 1_000;

/// Which message holds which of them, in a past of so many messages.
pub(crate) fn places(messages: u64) -> HashMap<u64, &'static str> {
    if messages < ROOM {
        return HashMap::new();
    }
    let all = TIMES * WORDS.len() as u64;
    WORDS
        .iter()
        .enumerate()
        .flat_map(|(n, word)| (0..TIMES).map(move |time| (time * WORDS.len() as u64 + n as u64, *word)))
        .map(|(place, word)| ((2 * place + 1) * messages / (2 * all), word))
        .collect()
}
