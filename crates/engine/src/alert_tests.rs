//! The alert policy as a table: each line changes one thing about an ordinary message at noon on a Monday.

use hearth_proto::{
    body::{Body, Picture},
    id::Millis,
};

use super::{Place, Policy, Said, Verdict, decide};
use crate::input::{AlertChoice, AlertLevel, Now};

const WALL: i64 = 1_700_000_000_000;

struct Case {
    policy: Policy,
    place: Place,
    own: bool,
    mentions_me: bool,
    body: Option<Body>,
    now: Now,
}

fn ordinary() -> Case {
    Case {
        policy: Policy { on: true, quiet_from: 22 * 60, quiet_to: 7 * 60, quiet_days: [false; 7], keywords: vec![] },
        place: Place { direct: false, choice: AlertChoice::default(), looked_at: false },
        own: false,
        mentions_me: false,
        body: Some(Body::Text { text: "soup is ready".to_owned() }),
        now: Now { wall: Millis(WALL), mono_ms: 0, entropy: 0, local_minute: 12 * 60, local_weekday: 0 },
    }
}

fn verdict(change: impl FnOnce(&mut Case)) -> Verdict {
    let mut case = ordinary();
    change(&mut case);
    let said = Said { own: case.own, body: case.body.as_ref(), mentions_me: case.mentions_me };
    decide(&case.policy, case.place, said, &case.now)
}

fn keyword(case: &mut Case, word: &str) {
    case.policy.keywords.push(word.to_owned());
}

fn level(case: &mut Case, level: AlertLevel) {
    case.place.choice.level = level;
}

const SILENT: Verdict = Verdict::Silent;
const TELLS: Verdict = Verdict::Alert { mention: false };
const MENTION: Verdict = Verdict::Alert { mention: true };

#[test]
fn the_policy_is_what_the_table_says() {
    type Change = fn(&mut Case);
    let table: [(&str, Change, Verdict); 30] = [
        ("an ordinary message", |_| {}, TELLS),
        ("a mention", |case| case.mentions_me = true, MENTION),
        ("a keyword", |case| keyword(case, "Soup"), MENTION),
        ("a keyword that is only a part of a word", |case| keyword(case, "sou"), TELLS),
        (
            "a keyword in a caption",
            |case| {
                keyword(case, "cake");
                case.body = Some(picture("Cake!"))
            },
            MENTION,
        ),
        ("an own message", |case| case.own = true, SILENT),
        (
            "an own message that mentions oneself",
            |case| {
                case.own = true;
                case.mentions_me = true
            },
            SILENT,
        ),
        ("a deleted message", |case| case.body = None, SILENT),
        ("a sticker", |case| case.body = Some(sticker()), TELLS),
        ("a body of a later version", |case| case.body = Some(Body::Unknown(serde_json::Value::Null)), TELLS),
        ("looked at", |case| case.place.looked_at = true, SILENT),
        (
            "looked at, and a mention",
            |case| {
                case.place.looked_at = true;
                case.mentions_me = true
            },
            SILENT,
        ),
        ("alerts are off", |case| case.policy.on = false, SILENT),
        (
            "alerts are off, and a mention",
            |case| {
                case.policy.on = false;
                case.mentions_me = true
            },
            SILENT,
        ),
        ("muted until later", |case| case.place.choice.muted_until = Some(Millis(WALL + 1)), SILENT),
        ("muted until now", |case| case.place.choice.muted_until = Some(Millis(WALL)), TELLS),
        (
            "muted, and a mention",
            |case| {
                case.place.choice.muted_until = Some(Millis(i64::MAX));
                case.mentions_me = true;
            },
            SILENT,
        ),
        ("only mentions", |case| level(case, AlertLevel::Mentions), SILENT),
        (
            "only mentions, and a mention",
            |case| {
                level(case, AlertLevel::Mentions);
                case.mentions_me = true
            },
            MENTION,
        ),
        (
            "only mentions, and a keyword",
            |case| {
                level(case, AlertLevel::Mentions);
                keyword(case, "ready")
            },
            MENTION,
        ),
        (
            "only mentions, in private",
            |case| {
                level(case, AlertLevel::Mentions);
                case.place.direct = true
            },
            TELLS,
        ),
        ("nothing", |case| level(case, AlertLevel::Nothing), SILENT),
        (
            "nothing, and a mention",
            |case| {
                level(case, AlertLevel::Nothing);
                case.mentions_me = true
            },
            SILENT,
        ),
        (
            "nothing, in private",
            |case| {
                level(case, AlertLevel::Nothing);
                case.place.direct = true
            },
            SILENT,
        ),
        ("in private", |case| case.place.direct = true, TELLS),
        ("noon, when quiet hours are at night", |case| case.policy.quiet_days = [true; 7], TELLS),
        (
            "night",
            |case| {
                case.policy.quiet_days = [true; 7];
                case.now.local_minute = 23 * 60
            },
            SILENT,
        ),
        (
            "early morning",
            |case| {
                case.policy.quiet_days = [true; 7];
                case.now.local_minute = 6 * 60
            },
            SILENT,
        ),
        (
            "night, and a mention",
            |case| {
                case.policy.quiet_days = [true; 7];
                case.now.local_minute = 23 * 60;
                case.mentions_me = true;
            },
            SILENT,
        ),
        ("night, on a day without quiet hours", |case| case.now.local_minute = 23 * 60, TELLS),
    ];
    for (name, change, expected) in table {
        assert_eq!(verdict(change), expected, "{name}");
    }
}

#[test]
fn quiet_hours_that_pass_midnight_belong_to_the_day_they_begin_on() {
    // Quiet from Friday 22:00 to Saturday 07:00 only.
    let policy = Policy { quiet_days: [false, false, false, false, true, false, false], ..ordinary().policy };
    let (friday, saturday, thursday) = (4, 5, 3);
    let table = [
        (friday, 21 * 60 + 59, false),
        (friday, 22 * 60, true),
        (friday, 23 * 60 + 59, true),
        (saturday, 0, true),
        (saturday, 6 * 60 + 59, true),
        (saturday, 7 * 60, false),
        (saturday, 22 * 60, false),
        (friday, 3 * 60, false),
        (thursday, 23 * 60, false),
    ];
    for (weekday, minute, expected) in table {
        assert_eq!(policy.is_quiet(minute, weekday), expected, "day {weekday}, minute {minute}");
    }
}

#[test]
fn the_night_from_sunday_reaches_into_monday() {
    let policy = Policy { quiet_days: [false, false, false, false, false, false, true], ..ordinary().policy };
    assert!(policy.is_quiet(23 * 60, 6));
    assert!(policy.is_quiet(60, 0));
    assert!(!policy.is_quiet(60, 6));
}

#[test]
fn quiet_hours_within_one_day_end_before_their_end() {
    let policy = Policy { quiet_from: 9 * 60, quiet_to: 17 * 60, quiet_days: [true; 7], ..ordinary().policy };
    let quiet: Vec<u16> = (0..24 * 60).filter(|minute| policy.is_quiet(*minute, 2)).collect();
    assert_eq!((quiet.first(), quiet.last(), quiet.len()), (Some(&540), Some(&1019), 480));
}

#[test]
fn the_same_start_and_end_is_a_whole_day() {
    let policy = Policy { quiet_from: 8 * 60, quiet_to: 8 * 60, quiet_days: [true; 7], ..ordinary().policy };
    assert!((0..24 * 60).all(|minute| policy.is_quiet(minute, 2)));
}

fn sticker() -> Body {
    Body::Sticker { set: "hearth".to_owned(), name: "kettle".to_owned(), picture: None }
}

fn picture(caption: &str) -> Body {
    let blob = "ab".repeat(32).parse().unwrap();
    let (mime, thumbhash, name) = ("image/png".to_owned(), String::new(), String::new());
    let picture = Picture { blob, mime, width: 1, height: 1, size: 1, thumbhash, name };
    Body::Picture { picture, caption: caption.to_owned() }
}
