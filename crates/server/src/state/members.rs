//! Who is in a room: joining, leaving, bringing in, taking out, roles.

use hearth_proto::{
    event::{MemberChange, Standing, What},
    id::{ConversationId, Pos, UserId},
    people::{Profile, Role},
    room::Visibility,
};
use rusqlite::{OptionalExtension, params};

use super::{
    apply::Tx,
    command::{Answer, Audience, News, Refusal, forbidden, not_found},
    rows::{find_account, find_profile, find_role, head, int, profile, role_number, user},
};

/// Who enters a room is told about at most this many people in it; others come with the pages that name them.
const PEOPLE_AT_ENTRY: i64 = 256;

impl Tx<'_> {
    pub fn join(&mut self, id: ConversationId) -> Result<Answer, Refusal> {
        let me = self.me()?;
        if find_role(self.conn, id, me)?.is_none() {
            let conversation = self.may_join(id, me)?;
            let role = if conversation.members == 0 { Role::Owner } else { Role::Member };
            self.enter(id, me, me, MemberChange::Joined { role })?;
        }
        Ok(Answer::Conversation(head(self.conn, id, me)?))
    }

    pub fn add_member(&mut self, id: ConversationId, person: UserId) -> Result<Answer, Refusal> {
        let me = self.me()?;
        let (conversation, room) = self.room(id)?;
        find_account(self.conn, person)?.ok_or_else(|| not_found("person"))?;
        if find_role(self.conn, id, person)?.is_none() {
            self.let_in(&conversation, id, person)?;
            if room.visibility == Visibility::Group {
                self.may_group(me, person, conversation.members)?;
            }
            self.enter(id, me, person, MemberChange::Added { role: Role::Member })?;
        }
        Ok(Answer::Done)
    }

    /// Puts a person into a room: they learn of the room and its people, its people of them, then all of the event.
    pub fn enter(
        &mut self,
        id: ConversationId,
        by: UserId,
        person: UserId,
        change: MemberChange,
    ) -> Result<(), Refusal> {
        let Standing::Is(role) = change.standing() else { return Err(forbidden("that is no way in")) };
        let newcomer = find_profile(self.conn, person)?.ok_or_else(|| not_found("person"))?;
        let strangers = self.unknown_people(id, person)?;
        self.conn
            .prepare_cached("UPDATE conversations SET members = members + 1 WHERE id = ?1")?
            .execute([id.0.into_bytes()])?;
        self.tell(News::Entered { conversation: id, user: person, peer: None });
        let at = self.news.len();
        // A place before the event's own: a reader that is cut off between the two still asks for the event.
        let met = self.take_pos();
        let (_, pos) = self.append(id, by, What::Member { user: person, change }, None)?;
        self.insert_member(id, person, role_number(role), pos)?;
        self.conn
            .prepare_cached("DELETE FROM departures WHERE user = ?1 AND conversation = ?2")?
            .execute([person.0.into_bytes(), id.0.into_bytes()])?;
        let mut before = vec![News::Head { user: person, head: head(self.conn, id, person)?, pos }];
        before.extend(strangers.into_iter().map(|profile| News::Person {
            profile,
            pos: met,
            to: Audience::User(person),
        }));
        before.push(News::Person { profile: newcomer, pos: met, to: Audience::Conversation(id) });
        self.news.splice(at..at, before);
        self.silence_again(id, person)
    }

    /// The room's people with whom this person shares no other conversation.
    fn unknown_people(&self, id: ConversationId, person: UserId) -> Result<Vec<Profile>, Refusal> {
        let found = self
            .conn
            .prepare_cached(
                "SELECT u.id, u.handle, u.name, u.avatar, u.status, u.zone, u.former FROM members m JOIN users u ON u.id = m.user
                 WHERE m.conversation = ?1 AND NOT EXISTS (
                     SELECT 1 FROM members a JOIN members b ON b.conversation = a.conversation AND b.user = m.user
                     WHERE a.user = ?2 AND a.conversation <> ?1)
                 LIMIT ?3",
            )?
            .query_map(params![id.0.into_bytes(), person.0.into_bytes(), PEOPLE_AT_ENTRY], profile)?
            .collect::<Result<_, _>>()?;
        Ok(found)
    }

    pub fn insert_member(&self, id: ConversationId, user: UserId, role: i64, pos: Pos) -> Result<(), Refusal> {
        self.conn
            .prepare_cached(
                "INSERT INTO members (conversation, user, role, joined_pos, changed_pos) VALUES (?1, ?2, ?3, ?4, ?4)",
            )?
            .execute(params![id.0.into_bytes(), user.0.into_bytes(), role, int(pos.0)])?;
        Ok(())
    }

    pub fn leave(&mut self, id: ConversationId) -> Result<Answer, Refusal> {
        let me = self.me()?;
        if find_role(self.conn, id, me)?.is_some() {
            self.depart(id, me, me, MemberChange::Left)?;
        }
        Ok(Answer::Done)
    }

    pub fn remove_member(&mut self, id: ConversationId, person: UserId) -> Result<Answer, Refusal> {
        let me = self.me()?;
        if find_role(self.conn, id, person)?.is_some() {
            self.outranks(id, me, person)?;
            self.depart(id, me, person, MemberChange::Removed)?;
        }
        Ok(Answer::Done)
    }

    /// Who holds somebody back needs a higher role than theirs. Who is no member has the least.
    pub fn outranks(&self, id: ConversationId, me: UserId, person: UserId) -> Result<(), Refusal> {
        let (mine, theirs) = (find_role(self.conn, id, me)?, find_role(self.conn, id, person)?);
        if person == me || theirs >= mine {
            return Err(forbidden("only towards somebody of a lesser role"));
        }
        Ok(())
    }

    pub fn depart(
        &mut self,
        id: ConversationId,
        by: UserId,
        person: UserId,
        change: MemberChange,
    ) -> Result<(), Refusal> {
        self.conn
            .prepare_cached("DELETE FROM members WHERE conversation = ?1 AND user = ?2")?
            .execute([id.0.into_bytes(), person.0.into_bytes()])?;
        self.conn
            .prepare_cached("UPDATE conversations SET members = members - 1 WHERE id = ?1")?
            .execute([id.0.into_bytes()])?;
        // Who goes hears their own going, then no more.
        self.append(id, by, What::Member { user: person, change }, None)?;
        let pos = self.take_pos();
        self.conn
            .prepare_cached(
                "INSERT INTO departures (user, conversation, pos) VALUES (?1, ?2, ?3)
                 ON CONFLICT (user, conversation) DO UPDATE SET pos = excluded.pos",
            )?
            .execute(params![person.0.into_bytes(), id.0.into_bytes(), int(pos.0)])?;
        self.tell(News::Left { conversation: id, user: person, pos });
        self.appoint_owner(id)
    }

    /// A room with people in it has an owner: the highest role, and of those who was there first. In a group all are
    /// equal, so it has none.
    fn appoint_owner(&mut self, id: ConversationId) -> Result<(), Refusal> {
        if self.room(id)?.1.visibility == Visibility::Group {
            return Ok(());
        }
        let next = self
            .conn
            .prepare_cached(
                "SELECT user, role FROM members WHERE conversation = ?1 ORDER BY role DESC, joined_pos, user LIMIT 1",
            )?
            .query_row([id.0.into_bytes()], |row| Ok((user(row, 0)?, super::rows::role(row, 1)?)))
            .optional()?;
        match next {
            Some((heir, role)) if role < Role::Owner => self.change_role(id, heir, heir, Role::Owner),
            Some(_) | None => Ok(()),
        }
    }

    pub fn set_role(&mut self, id: ConversationId, person: UserId, role: Role) -> Result<Answer, Refusal> {
        let me = self.me()?;
        let mine = find_role(self.conn, id, me)?.ok_or_else(|| not_found("conversation"))?;
        let theirs = find_role(self.conn, id, person)?.ok_or_else(|| not_found("member"))?;
        if theirs == role {
            return Ok(Answer::Done);
        }
        let allowed = if person == me { role < mine } else { role <= mine && (theirs < mine || mine == Role::Owner) };
        if !allowed {
            return Err(forbidden("that role is not yours to give or take"));
        }
        self.change_role(id, me, person, role)?;
        self.appoint_owner(id)?;
        Ok(Answer::Done)
    }

    fn change_role(&mut self, id: ConversationId, by: UserId, person: UserId, role: Role) -> Result<(), Refusal> {
        let at = self.news.len();
        let what = What::Member { user: person, change: MemberChange::Role { role } };
        let (_, pos) = self.append(id, by, what, None)?;
        self.conn
            .prepare_cached("UPDATE members SET role = ?3, changed_pos = ?4 WHERE conversation = ?1 AND user = ?2")?
            .execute(params![id.0.into_bytes(), person.0.into_bytes(), role_number(role), int(pos.0)])?;
        self.news.insert(at, News::Head { user: person, head: head(self.conn, id, person)?, pos });
        // Nobody could give the word back to an owner, and who may silence others must not be silent.
        if role >= Role::Admin { self.end_silence(id, by, person) } else { Ok(()) }
    }
}
