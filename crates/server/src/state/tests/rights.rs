//! Every command by every role in every kind of conversation, against the table; and the table as it is printed.

use hearth_proto::{
    command::Post,
    error::ErrorCode,
    id::{ConversationId, Millis, Seq, UserId},
    people::Role,
    rights::{Least, Place, Right, TABLE, least},
    room::{Posting, Room, Visibility},
};

use super::{Book, message_id, person, room_id, text};
use crate::state::{
    command::{Action, Actor, NewProfile},
    rows::{self, Kind},
};

const PLACES: [Place; 4] = [Place::PublicRoom, Place::PrivateRoom, Place::Group, Place::Direct];
const ROLES: [Role; 4] = [Role::Guest, Role::Member, Role::Admin, Role::Owner];

/// The table as the protocol's page has it.
fn printed() -> String {
    let word = |least| match least {
        Least::Anyone => "anyone",
        Least::Role(Role::Guest) => "guest",
        Least::Role(Role::Member) => "member",
        Least::Role(Role::Admin) => "admin",
        Least::Role(Role::Owner) => "owner",
        Least::Nobody => "nobody",
    };
    let mut lines =
        vec!["| | public room | private room | group | direct |".to_owned(), "|---|---|---|---|---|".to_owned()];
    for rule in &TABLE {
        let cells: Vec<&str> = rule.least.iter().map(|least| word(*least)).collect();
        lines.push(format!("| {} | {} |", rule.what, cells.join(" | ")));
    }
    lines.join("\n")
}

#[test]
fn the_protocols_page_prints_the_table_that_the_server_asks() {
    let page = include_str!("../../../../../docs/PROTOCOL.md");
    let table = printed();
    assert!(page.contains(&table), "docs/PROTOCOL.md should hold this table:\n{table}");
}

/// A conversation with everyone in it who is needed to try things on each other.
struct Stage {
    book: Book,
    place: Place,
    conversation: ConversationId,
    /// The one who tries.
    me: UserId,
    /// Somebody of a lesser role, where there is a lesser one; a guest.
    lesser: UserId,
    outsider: UserId,
    settings: Option<Room>,
}

const MINE: u128 = 1;
const THEIRS: u128 = 2;

/// A fresh world in which `me` has this role; None: is no member.
fn stage(place: Place, role: Option<Role>) -> Stage {
    let mut book = Book::open();
    let [owner, me, lesser, outsider] = ["Olga", "Mia", "Gus", "Eve"].map(|name| {
        let number = u128::from(name.as_bytes()[0]);
        book.enrol(number, name)
    });
    let conversation = match place {
        Place::PublicRoom | Place::PrivateRoom => {
            let public = place == Place::PublicRoom;
            let room = book.room(owner, 1, if public { Visibility::Public } else { Visibility::Private });
            for (user, role) in [(Some(lesser), Role::Guest), (role.map(|_| me), role.unwrap_or(Role::Member))] {
                let Some(user) = user else { continue };
                book.answer(owner, Action::AddMember { conversation: room, user });
                book.answer(owner, Action::SetRole { conversation: room, user, role });
            }
            room
        }
        Place::Group => {
            let users = if role.is_some() { vec![me, lesser] } else { vec![lesser] };
            book.answer(owner, Action::CreateGroup { conversation: room_id(1), users });
            room_id(1)
        }
        Place::Direct => {
            let peer = if role.is_some() { me } else { lesser };
            let answer = book.answer(owner, Action::OpenDirect { user: peer });
            let crate::state::command::Answer::Conversation(head) = answer else { panic!("{answer:?}") };
            head.conversation
        }
    };
    if role.is_some() {
        book.answer(me, super::post(conversation, message_id(MINE), "mine"));
    }
    book.answer(owner, super::post(conversation, message_id(THEIRS), "theirs"));
    let settings = match rows::find_conversation(&book.conn, conversation).unwrap().unwrap().kind {
        Kind::Room(room) => Some(room),
        Kind::Direct { .. } => None,
    };
    Stage { book, place, conversation, me, lesser, outsider, settings }
}

impl Stage {
    /// The settings with a change; some settings where there are none to change.
    fn update(&self, change: impl FnOnce(&mut Room)) -> Action {
        let mut room = self.settings.clone().unwrap_or_else(|| Room {
            name: "Kitchen".into(),
            topic: String::new(),
            visibility: Visibility::Private,
            avatar: hearth_proto::people::Avatar::Drawn { name: "room-mug".into() },
            posting: Posting::Everyone,
            slow_seconds: 0,
            archived: false,
        });
        change(&mut room);
        Action::UpdateRoom { conversation: self.conversation, room }
    }

    /// Something that takes this right and nothing else that could be refused.
    fn attempts(&self, right: Right) -> Vec<Action> {
        let conversation = self.conversation;
        let (mine, theirs) = (message_id(MINE), message_id(THEIRS));
        let lesser = self.lesser;
        match right {
            Right::Read => {
                vec![Action::Read { conversation, seq: Seq(1) }, Action::MarkUnread { conversation, seq: Seq(1) }]
            }
            Right::Post => vec![Action::Post(Post {
                conversation,
                message: message_id(9),
                body: text("soup"),
                reply_to: None,
                forward: None,
            })],
            Right::Edit => vec![Action::Edit { conversation, message: mine, body: text("new"), act: None }],
            Right::React => {
                vec![Action::React { conversation, message: theirs, emoji: "x".into(), on: true, act: None }]
            }
            Right::RedactOwn => vec![Action::Redact { conversation, message: mine, act: None }],
            Right::RedactAny => vec![Action::Redact { conversation, message: theirs, act: None }],
            Right::Pin => vec![Action::Pin { conversation, message: theirs, on: true, act: None }],
            Right::AddMember => vec![Action::AddMember { conversation, user: self.outsider }],
            Right::Invite => vec![super::invite(Some(conversation))],
            Right::Describe => {
                vec![self.update(|room| room.name = "Cellar".into()), self.update(|room| room.topic = "Wine".into())]
            }
            Right::Govern => {
                vec![self.update(|room| room.slow_seconds = 30), self.update(|room| room.posting = Posting::Admins)]
            }
            Right::Archive => vec![self.update(|room| room.archived = true)],
            Right::RemoveMember => vec![Action::RemoveMember { conversation, user: lesser }],
            Right::SetRole => vec![Action::SetRole { conversation, user: lesser, role: Role::Member }],
            Right::StepDown => vec![Action::SetRole { conversation, user: self.me, role: Role::Guest }],
            Right::Ban => vec![
                Action::Ban { conversation, user: lesser, on: true },
                Action::Ban { conversation, user: lesser, on: false },
            ],
            Right::Mute => vec![
                Action::Mute { conversation, user: lesser, until: Some(Millis(i64::from(u32::MAX))) },
                Action::Mute { conversation, user: lesser, until: None },
            ],
            Right::Leave => vec![Action::Leave { conversation }],
            Right::Join => vec![Action::Join { conversation }],
            // These have tests of their own: the one changes what a message means, the other needs an invite.
            Right::MentionRoom | Right::OthersInvites => Vec::new(),
        }
    }

    /// What the table says of it.
    fn expected(&self, right: Right, role: Option<Role>) -> Option<ErrorCode> {
        let least = least(right, self.place);
        match (role, least) {
            // Who is in needs not come in; who is out needs not leave.
            (Some(_), _) if right == Right::Join => None,
            (None, _) if right == Right::Leave => None,
            (_, Least::Anyone) => None,
            (Some(role), Least::Role(least)) if role >= least => None,
            (Some(_), Least::Role(_) | Least::Nobody) => Some(ErrorCode::Forbidden),
            (None, _) if self.place == Place::PublicRoom => Some(ErrorCode::Forbidden),
            (None, _) => Some(ErrorCode::NotFound),
        }
    }
}

fn roles_in(place: Place) -> Vec<Option<Role>> {
    match place {
        Place::PublicRoom | Place::PrivateRoom => ROLES.into_iter().map(Some).chain([None]).collect(),
        // Everyone is equal there.
        Place::Group | Place::Direct => vec![Some(Role::Member), None],
    }
}

#[test]
fn every_command_by_every_role_in_every_kind_of_conversation_is_answered_as_the_table_says() {
    let mut tried = 0;
    for place in PLACES {
        for role in roles_in(place) {
            let stage = stage(place, role);
            for rule in &TABLE {
                for action in stage.attempts(rule.right) {
                    let code = stage.book.attempt(stage.me, action.clone());
                    let expected = stage.expected(rule.right, role);
                    assert_eq!(code, expected, "{action:?} by {role:?} in {place:?}");
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 300, "{tried}");
}

#[test]
fn what_is_read_from_a_conversation_is_asked_of_the_same_table() {
    for place in PLACES {
        for role in roles_in(place) {
            let stage = stage(place, role);
            for right in [Right::Read, Right::Ban, Right::Invite, Right::OthersInvites] {
                let asked = crate::state::rights::ask(&stage.book.conn, stage.me, stage.conversation, right);
                let code = asked.err().map(|refusal| match refusal {
                    crate::state::command::Refusal::No(failure) => failure.code,
                    crate::state::command::Refusal::Storage(error) => panic!("{error}"),
                });
                assert_eq!(code, stage.expected(right, role), "{right:?} by {role:?} in {place:?}");
            }
        }
    }
}

#[test]
fn everyone_is_called_only_by_those_who_may() {
    for place in PLACES {
        for role in roles_in(place).into_iter().flatten() {
            let mut stage = stage(place, Some(role));
            stage.book.answer(stage.me, super::post(stage.conversation, message_id(9), "@room soup"));
            let log = stage.book.log(stage.conversation);
            let said = super::message_of(log.last().unwrap()).mentions_room;
            let expected = stage.expected(Right::MentionRoom, Some(role)).is_none();
            assert_eq!(said, expected, "{role:?} in {place:?}");
        }
    }
}

#[test]
fn somebody_elses_invite_is_revoked_only_by_those_who_may() {
    for place in [Place::PublicRoom, Place::PrivateRoom] {
        for role in roles_in(place) {
            let mut stage = stage(place, role);
            let owner = super::user(u128::from(b'O'));
            stage.book.answer(owner, super::invite(Some(stage.conversation)));
            let revoke = Action::RevokeInvite { invite: "07".repeat(8) };
            let answer = stage.book.outcome(person(stage.me), revoke.clone());
            // What one may not see is not there.
            let expected = stage.expected(Right::OthersInvites, role).map(|_| ErrorCode::NotFound);
            assert_eq!(answer.err().map(|failure| failure.code), expected, "{role:?} in {place:?}");
        }
    }
}

#[test]
fn every_right_has_one_row_and_commands_without_a_conversation_take_none() {
    let mut rights: Vec<String> = TABLE.iter().map(|rule| format!("{:?}", rule.right)).collect();
    rights.sort();
    let all = rights.len();
    rights.dedup();
    assert_eq!(rights.len(), all);
    let mut book = Book::open();
    let ann = book.enrol(1, "Ann");
    book.answer(ann, Action::SetProfile(NewProfile::default()));
    // Whoever runs the server has no role anywhere and is asked for none.
    let room = book.room(ann, 1, Visibility::Private);
    book.outcome(Actor::House, super::invite(Some(room))).unwrap();
}
