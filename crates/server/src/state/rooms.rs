//! Rooms: making them, changing what they are. Groups are made in `groups`, and changed here like rooms.

use hearth_proto::{
    command::NewRoom,
    error::ErrorCode,
    event::{MemberChange, What},
    id::{ConversationId, Seq, UserId},
    people::{Avatar, Role},
    rights::Right,
    room::{Posting, Room, Visibility},
};
use rusqlite::{OptionalExtension, params};

use super::{
    apply::Tx,
    command::{Answer, News, Refusal, forbidden},
    restraints::archived,
    rows::{
        Conversation, Kind, avatar_blob, find_conversation, head, int, is_listed, json, role_number, to_json, user,
    },
};

/// The drawings that a room without a choice of its own gets one of.
const DRAWINGS: [&str; 10] = [
    "room-kettle",
    "room-lantern",
    "room-mug",
    "room-book",
    "room-note",
    "room-sprout",
    "room-tent",
    "room-compass",
    "room-steamer",
    "room-atom",
];

impl Tx<'_> {
    /// Makes a room. The same id by the same person again gets the room as it is now.
    pub fn create_room(&mut self, id: ConversationId, new: &NewRoom) -> Result<Answer, Refusal> {
        let me = self.me()?;
        if let Some(made) = self.made_before(id, me, false)? {
            return Ok(made);
        }
        let room = Room {
            name: new.name.trim().to_owned(),
            topic: new.topic.trim().to_owned(),
            visibility: new.visibility,
            avatar: new.avatar.clone().unwrap_or_else(|| drawing(id)),
            posting: Posting::default(),
            slow_seconds: 0,
            archived: false,
        };
        self.check_avatar(Some(me), &room.avatar)?;
        self.begin_room(id, me, room, Role::Owner)?;
        Ok(Answer::Conversation(head(self.conn, id, me)?))
    }

    /// What the same person made under this id before. Another's, or another kind of conversation, is a conflict.
    pub fn made_before(&self, id: ConversationId, me: UserId, group: bool) -> Result<Option<Answer>, Refusal> {
        if find_conversation(self.conn, id)?.is_none() {
            return Ok(None);
        }
        let known = self
            .conn
            .prepare_cached("SELECT creator, room FROM conversations WHERE id = ?1 AND room IS NOT NULL")?
            .query_row([id.0.into_bytes()], |row| Ok((user(row, 0)?, json::<Room>(row, 1)?)))
            .optional()?;
        match known {
            Some((creator, room)) if creator == me && group == (room.visibility == Visibility::Group) => {
                Ok(Some(Answer::Conversation(head(self.conn, id, me)?)))
            }
            Some(_) | None => Err(Refusal::no(ErrorCode::Conflict, "this id is another conversation's")),
        }
    }

    /// Makes the conversation with its first member in it.
    pub fn begin_room(&mut self, id: ConversationId, me: UserId, room: Room, role: Role) -> Result<(), Refusal> {
        self.insert_room(id, me, &room)?;
        self.swap_avatar(&room.avatar, &room.avatar)?;
        self.tell(News::Entered { conversation: id, user: me, peer: None });
        let at = self.news.len();
        let (seq, _) = self.append(id, me, What::Room { room }, None)?;
        self.set_room_seq(id, seq)?;
        let joined = What::Member { user: me, change: MemberChange::Joined { role } };
        let (_, pos) = self.append(id, me, joined, None)?;
        self.insert_member(id, me, role_number(role), pos)?;
        // A reader must know the conversation before its first event.
        self.news.insert(at, News::Head { user: me, head: head(self.conn, id, me)?, pos });
        Ok(())
    }

    pub fn insert_room(&self, id: ConversationId, me: UserId, room: &Room) -> Result<(), Refusal> {
        self.conn
            .prepare_cached(
                "INSERT INTO conversations (id, low, high, room, public, newcomers, avatar_blob, creator, seq, room_seq,
                 messages, members, active_at, pos)
                 VALUES (?1, NULL, NULL, ?2, ?3, ?4, ?5, ?6, 0, 0, 0, 1, ?7, 0)",
            )?
            .execute(params![
                id.0.into_bytes(),
                to_json(room)?,
                is_listed(room),
                is_listed(room) && self.is_first_public()?,
                avatar_blob(&room.avatar).map(hearth_proto::id::BlobId::as_str),
                me.0.into_bytes(),
                self.at.0,
            ])?;
        Ok(())
    }

    /// The first public room is where newcomers find themselves.
    pub fn is_first_public(&self) -> Result<bool, Refusal> {
        let any: bool = self
            .conn
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM conversations WHERE newcomers = 1)")?
            .query_row([], |row| row.get(0))?;
        Ok(!any)
    }

    pub fn set_room_seq(&self, id: ConversationId, seq: Seq) -> Result<(), Refusal> {
        self.conn
            .prepare_cached("UPDATE conversations SET room_seq = ?2 WHERE id = ?1")?
            .execute(params![id.0.into_bytes(), int(seq.0)])?;
        Ok(())
    }

    pub fn update_room(&mut self, id: ConversationId, room: &Room) -> Result<Answer, Refusal> {
        let me = self.me()?;
        let (_, now) = self.room(id)?;
        let room = Room { name: room.name.trim().to_owned(), topic: room.topic.trim().to_owned(), ..room.clone() };
        if now == room {
            return Ok(Answer::Conversation(head(self.conn, id, me)?));
        }
        if (now.visibility == Visibility::Group) != (room.visibility == Visibility::Group) {
            return Err(forbidden("a room never becomes a private chat, nor one a room"));
        }
        if now.archived && room.archived {
            return Err(archived());
        }
        if now.avatar != room.avatar {
            self.check_avatar(Some(me), &room.avatar)?;
        }
        self.conn
            .prepare_cached("UPDATE conversations SET room = ?2, public = ?3, avatar_blob = ?4 WHERE id = ?1")?
            .execute(params![
                id.0.into_bytes(),
                to_json(&room)?,
                is_listed(&room),
                avatar_blob(&room.avatar).map(hearth_proto::id::BlobId::as_str)
            ])?;
        self.swap_avatar(&now.avatar, &room.avatar)?;
        let (seq, _) = self.append(id, me, What::Room { room }, None)?;
        self.set_room_seq(id, seq)?;
        Ok(Answer::Conversation(head(self.conn, id, me)?))
    }

    /// The conversation, if it is a room; what is done to rooms is forbidden in private chats.
    pub fn room(&self, id: ConversationId) -> Result<(Conversation, Room), Refusal> {
        let found = find_conversation(self.conn, id)?.ok_or_else(|| super::command::not_found("conversation"))?;
        match found.kind.clone() {
            Kind::Room(room) => Ok((found, room)),
            Kind::Direct { .. } => Err(forbidden("a private chat is for ever between the same two")),
        }
    }
}

/// What it takes to change these settings into those.
pub(super) fn changed(now: &Room, new: &Room) -> Vec<Right> {
    let mut rights = vec![Right::Describe];
    if (now.visibility, now.posting, now.slow_seconds) != (new.visibility, new.posting, new.slow_seconds) {
        rights.push(Right::Govern);
    }
    if now.archived != new.archived {
        rights.push(Right::Archive);
    }
    rights
}

pub(super) fn drawing(id: ConversationId) -> Avatar {
    let pick = usize::from(id.0.as_bytes().iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte))) % DRAWINGS.len();
    Avatar::Drawn { name: DRAWINGS.get(pick).copied().unwrap_or("room-kettle").to_owned() }
}
