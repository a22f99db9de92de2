//! Conversations on their way in: made when the first message of them comes, opened when the last one is here.

use std::collections::BTreeSet;

use hearth_archive::{
    record::ConversationKind,
    remark::{LeftOut, Unfit},
};
use hearth_proto::{
    id::{ConversationId, Millis, UserId},
    people::{Avatar, Role},
    room::{Room, Visibility},
};

use super::{
    ImportError,
    course::Course,
    ledger::{strange, why},
    names,
    people::{Means, face},
    places::Standing,
};
use crate::{
    clock::now,
    state::command::{Begin, BeginKind, Import, Imported, Open},
};

/// What a room is shown as whose own picture did not come along.
const DRAWING: &str = "room-kettle";

impl Course<'_, '_> {
    /// Makes the conversation where this is the first that comes of it. None when it cannot come in.
    pub(super) fn begin(&mut self, id: ConversationId, at: Millis) -> Result<Option<ConversationId>, ImportError> {
        let Some(place) = self.places.get(id) else {
            self.remarks.note(Unfit::LaterRecord, || id.to_string());
            return Ok(None);
        };
        match place.standing {
            Standing::Begun { here, .. } => return Ok(Some(here)),
            Standing::Refused => return Ok(None),
            Standing::Unknown => {}
        }
        let kind = place.kind.clone();
        let private = place.private();
        if matches!(&kind, ConversationKind::Direct { .. }) || is_group(&kind) {
            let mut anybody = false;
            for person in &private {
                anybody |= self.people.can_sign_in(*person, &self.reader)?;
            }
            if !anybody {
                return Ok(self.refuse(id, LeftOut::NobodyHere));
            }
        }
        let kind = match kind {
            ConversationKind::Direct { people: [one, other] } => {
                BeginKind::Direct { people: [self.here(one)?, self.here(other)?] }
            }
            ConversationKind::Room { room } => BeginKind::Room { conversation: id, room: self.room(room)? },
        };
        let outcome = self.ledger.commit(vec![Import::Begin(Begin { kind, at })])?.pop().ok_or_else(strange)?;
        match outcome {
            Ok(Imported::Conversation { conversation, open }) => {
                if let Some(place) = self.places.get_mut(id) {
                    place.standing = Standing::Begun { here: conversation, open };
                }
                Ok(Some(conversation))
            }
            Ok(Imported::Person { .. } | Imported::Blob | Imported::Message(_) | Imported::Opened { .. }) => {
                Err(strange().into())
            }
            Err(failure) => Ok(self.refuse(id, why(failure))),
        }
    }

    fn refuse(&mut self, id: ConversationId, why: LeftOut) -> Option<ConversationId> {
        if let Some(place) = self.places.get_mut(id) {
            place.standing = Standing::Refused;
            place.why = Some(why);
        }
        None
    }

    /// A room's settings as this server takes them.
    fn room(&mut self, room: Room) -> Result<Room, ImportError> {
        let limits = self.ledger.limits();
        let name = match room.visibility {
            Visibility::Group if room.name.trim().is_empty() => String::new(),
            Visibility::Group | Visibility::Public | Visibility::Private => names::name(&room.name, limits, "room"),
        };
        let topic = names::topic(&room.topic, limits);
        if (name.as_str(), topic.as_str()) != (room.name.trim(), room.topic.trim()) {
            self.remarks.note(Unfit::NameChanged, || name.clone());
        }
        let avatar = match room.avatar {
            Avatar::Own { blob } => {
                let Self { source, files, ledger, reader, remarks, .. } = self;
                let own = face(&blob, &mut Means { source, files, ledger, reader, remarks })?;
                own.unwrap_or_else(|| Avatar::Drawn { name: DRAWING.to_owned() })
            }
            drawn @ Avatar::Drawn { .. } => drawn,
        };
        let slow_seconds = room.slow_seconds.min(24 * 60 * 60);
        Ok(Room { name, topic, avatar, slow_seconds, ..room })
    }

    /// Lets the people of a conversation in. An empty one has only now to be made.
    pub(super) fn open(&mut self, id: ConversationId) -> Result<(), ImportError> {
        let Some(conversation) = self.begin(id, now())? else { return Ok(()) };
        let Some(place) = self.places.get(id) else { return Ok(()) };
        if place.standing == (Standing::Begun { here: conversation, open: true }) && place.added == 0 {
            return Ok(());
        }
        let (members, group) = (place.members.clone(), is_group(&place.kind));
        let wrote: BTreeSet<UserId> = place.authors.clone();
        let mut people = Vec::with_capacity(members.len());
        for (person, role) in members {
            if self.people.can_sign_in(person, &self.reader)? {
                people.push((self.here(person)?, role));
            }
        }
        if people.is_empty() {
            // Some exports do not say who was in it; whoever wrote was.
            people.extend(wrote.into_iter().map(|person| (person, Role::Member)));
        }
        let most = usize::try_from(self.ledger.limits().group_people).unwrap_or(usize::MAX);
        if group && people.len() > most {
            self.remarks.note(Unfit::GroupFull, || id.to_string());
        }
        let open = Open { conversation, people };
        let Imported::Opened { people } = self.ledger.commit_one(Import::Open(open))? else {
            return Err(strange().into());
        };
        if let Some(place) = self.places.get_mut(id) {
            place.entered = people;
        }
        Ok(())
    }
}

fn is_group(kind: &ConversationKind) -> bool {
    matches!(kind, ConversationKind::Room { room } if room.visibility == Visibility::Group)
}
