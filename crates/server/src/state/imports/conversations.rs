//! The two ends of an imported conversation: it is made with nobody in it, and when it is complete its people enter.

use hearth_proto::{
    event::{MemberChange, What},
    id::{ConversationId, UserId},
    people::Role,
    room::{ReadMark, Room, Visibility},
};
use rusqlite::{OptionalExtension, params};

use crate::state::{
    apply::Tx,
    command::{Begin, BeginKind, Imported, Open, Refusal, forbidden, not_found},
    directs::pair,
    rows::{Kind, Marks, find_account, find_conversation, find_marks, find_profile, is_listed, user},
};

impl Tx<'_> {
    /// Makes the conversation where it is not here yet. A private chat is found by whose it is.
    pub(super) fn begin_import(&mut self, begin: &Begin) -> Result<Imported, Refusal> {
        let owner = self.server_owner()?;
        let conversation = match &begin.kind {
            BeginKind::Room { conversation, room } => {
                self.begin_imported_room(*conversation, owner, room, begin)?;
                *conversation
            }
            BeginKind::Direct { people: [one, other] } => {
                if one == other {
                    return Err(forbidden("a private chat needs somebody else"));
                }
                let (low, high) = pair(*one, *other);
                match self.direct_of(low, high)? {
                    Some(known) => known,
                    None => self.insert_direct(low, high, owner, begin.at)?,
                }
            }
        };
        let found = find_conversation(self.conn, conversation)?.ok_or_else(|| not_found("conversation"))?;
        Ok(Imported::Conversation { conversation, open: found.members > 0 })
    }

    fn begin_imported_room(
        &mut self,
        id: ConversationId,
        owner: UserId,
        room: &Room,
        begin: &Begin,
    ) -> Result<(), Refusal> {
        match find_conversation(self.conn, id)?.map(|found| found.kind) {
            Some(Kind::Room(now))
                if (now.visibility == Visibility::Group) == (room.visibility == Visibility::Group) =>
            {
                return Ok(());
            }
            Some(Kind::Room(_) | Kind::Direct { .. }) => {
                return Err(forbidden("a room never becomes a private chat, nor one a room"));
            }
            None => {}
        }
        self.insert_room(id, owner, room)?;
        // Nobody is in it, finds it, or is put into it before it is complete.
        self.conn
            .prepare_cached(
                "UPDATE conversations SET members = 0, public = 0, newcomers = 0, active_at = ?2 WHERE id = ?1",
            )?
            .execute(params![id.0.into_bytes(), begin.at.0])?;
        self.swap_avatar(&room.avatar, &room.avatar)?;
        let (seq, _) = self.append_at(begin.at, id, owner, What::Room { room: room.clone() }, None)?;
        self.set_room_seq(id, seq)
    }

    /// Lets the people in. Where they are in it already, those who had read everything have still read everything.
    pub(super) fn open_import(&mut self, open: &Open) -> Result<Imported, Refusal> {
        let id = open.conversation;
        let found = find_conversation(self.conn, id)?.ok_or_else(|| not_found("conversation"))?;
        if found.members > 0 {
            self.tell_marks(id)?;
            return Ok(Imported::Opened { people: 0 });
        }
        let people = match found.kind {
            Kind::Direct { low, high } => {
                self.has_read(id, low)?;
                self.has_read(id, high)?;
                self.seat_both(id, low, high)?;
                2
            }
            Kind::Room(room) => self.open_room(open, &room)?,
        };
        Ok(Imported::Opened { people })
    }

    fn open_room(&mut self, open: &Open, room: &Room) -> Result<u32, Refusal> {
        let id = open.conversation;
        let people = self.newcomers(open, room)?;
        let Some((first, _)) = people.first().copied() else { return Ok(0) };
        self.conn
            .prepare_cached("UPDATE conversations SET public = ?2, newcomers = ?3 WHERE id = ?1")?
            .execute(params![id.0.into_bytes(), is_listed(room), is_listed(room) && self.is_first_public()?])?;
        let mut entered = 0;
        for (person, role) in people {
            self.has_read(id, person)?;
            let change = if person == first { MemberChange::Joined { role } } else { MemberChange::Added { role } };
            self.enter(id, first, person, change)?;
            entered += 1;
        }
        Ok(entered)
    }

    /// Who enters a room, its owner first. A room that would be nobody's, and one that anybody may find, is the server
    /// owner's.
    fn newcomers(&self, open: &Open, room: &Room) -> Result<Vec<(UserId, Role)>, Refusal> {
        let owner = self.server_owner()?;
        let mut people: Vec<(UserId, Role)> = Vec::new();
        for (person, role) in &open.people {
            let known = people.iter().any(|(known, _)| known == person);
            if !known && find_account(self.conn, *person)?.is_some() {
                people.push((*person, *role));
            }
        }
        if room.visibility == Visibility::Group {
            let most = usize::try_from(self.rules.limits.group_people).unwrap_or(usize::MAX);
            people.truncate(most);
            return Ok(people.into_iter().map(|(person, _)| (person, Role::Member)).collect());
        }
        if room.visibility == Visibility::Public || people.is_empty() {
            people.retain(|(person, _)| *person != owner);
            people.insert(0, (owner, Role::Owner));
        }
        people.sort_by_key(|(_, role)| std::cmp::Reverse(*role));
        if let Some((_, role)) = people.first_mut() {
            *role = Role::Owner;
        }
        Ok(people)
    }

    /// A newcomer has read all there is.
    fn has_read(&self, id: ConversationId, person: UserId) -> Result<(), Refusal> {
        find_profile(self.conn, person)?.ok_or_else(|| not_found("person"))?;
        self.conn
            .prepare_cached(
                "INSERT INTO marks (user, conversation, seq, messages)
                 SELECT ?1, id, seq, messages FROM conversations WHERE id = ?2
                 ON CONFLICT (user, conversation) DO UPDATE SET seq = excluded.seq, messages = excluded.messages,
                 unread_seq = NULL, unread_messages = NULL",
            )?
            .execute([person.0.into_bytes(), id.0.into_bytes()])?;
        Ok(())
    }

    /// Tells those whose marks moved along with what was imported.
    fn tell_marks(&mut self, id: ConversationId) -> Result<(), Refusal> {
        let found = find_conversation(self.conn, id)?.ok_or_else(|| not_found("conversation"))?;
        let members: Vec<UserId> = self
            .conn
            .prepare_cached("SELECT user FROM members WHERE conversation = ?1 ORDER BY user")?
            .query_map([id.0.into_bytes()], |row| user(row, 0))?
            .collect::<Result<_, _>>()?;
        for member in members {
            let Marks { read, unread_from } = find_marks(self.conn, id, member)?;
            if read.messages == found.messages && unread_from.is_none() {
                let read = ReadMark { seq: found.seq, messages: found.messages };
                self.set_marks(id, member, Marks { read, unread_from })?;
            }
        }
        Ok(())
    }

    /// Whoever owns the server answers for what is imported.
    fn server_owner(&self) -> Result<UserId, Refusal> {
        self.conn
            .prepare_cached("SELECT id FROM users WHERE owner = 1 ORDER BY created_at, id LIMIT 1")?
            .query_row([], |row| user(row, 0))
            .optional()?
            .ok_or_else(|| forbidden("nobody owns this hearth yet"))
    }
}
