//! Who is there and where they talk.

use hearth_proto::{
    id::{ConversationId, UserId},
    people::{Avatar, Profile, handle_from},
    room::{ConversationKind, Posting, Room, Visibility},
};
use uuid::Uuid;

use crate::{
    texts::Tongue,
    words::{chinese, english, list},
};

/// People in the group, the reader included.
pub const PEOPLE: u64 = 300;
/// Rooms, the busiest first.
pub const ROOMS: u64 = 200;

/// The person of this number; 0 is the reader.
#[must_use]
pub fn person(n: u64) -> Profile {
    let (western, eastern) = (list(english::NAMES), list(chinese::NAMES));
    let names = if n % 3 == 2 { &eastern } else { &western };
    let at = usize::try_from(n / 3 * 2 + n % 3).unwrap_or(0);
    let name = match (names.get(at % names.len()), at / names.len()) {
        (Some(name), 0) => (*name).to_owned(),
        (Some(name), round) => format!("{name} {}", round + 1),
        (None, _) => format!("Person {n}"),
    };
    const DRAWN: [&str; 6] = ["person-fox", "person-bear", "person-owl", "person-cat", "person-hare", "person-otter"];
    let avatar = DRAWN.get(usize::try_from(n % 6).unwrap_or(0)).copied().unwrap_or("person-fox");
    Profile {
        id: user(n),
        handle: format!("{}-{n}", handle_from(&name)),
        name,
        avatar: Avatar::Drawn { name: avatar.to_owned() },
        status: String::new(),
        zone: String::new(),
        former: false,
    }
}

/// How this person writes.
#[must_use]
pub fn tongue(n: u64) -> Tongue {
    match n % 20 {
        0..10 => Tongue::English,
        10..15 => Tongue::Chinese,
        15 => Tongue::Traditional,
        16 | 17 => Tongue::Japanese,
        _ => Tongue::Mixed,
    }
}

#[must_use]
pub fn user(n: u64) -> UserId {
    UserId(Uuid::from_u64_pair(0x7061_7374_0000_7000, 0x8000_0000_0000_0000 | n))
}

#[must_use]
pub fn conversation(room: u64) -> ConversationId {
    ConversationId(Uuid::from_u64_pair(0x7061_7374_0001_7000, 0x8000_0000_0000_0000 | room))
}

/// The name of a room. Names repeat after a while, with a number.
#[must_use]
pub fn room_name(room: u64) -> String {
    let (western, eastern) = (list(english::ROOMS), list(chinese::ROOMS));
    let names = if room % 3 == 1 { &eastern } else { &western };
    let at = usize::try_from(room / 3 * 2 + room % 3).unwrap_or(0);
    match (names.get(at % names.len()), at / names.len()) {
        (Some(name), 0) => (*name).to_owned(),
        (Some(name), round) => format!("{name} {}", round + 1),
        (None, _) => format!("Room {room}"),
    }
}

pub(crate) fn kind(room: u64) -> ConversationKind {
    const DRAWN: [&str; 3] = ["room-kettle", "room-lantern", "room-books"];
    let avatar = DRAWN.get(usize::try_from(room % 3).unwrap_or(0)).copied().unwrap_or("room-kettle");
    ConversationKind::Room {
        room: Room {
            name: room_name(room),
            topic: String::new(),
            visibility: Visibility::Private,
            avatar: Avatar::Drawn { name: avatar.to_owned() },
            posting: Posting::Everyone,
            slow_seconds: 0,
            archived: false,
        },
    }
}
