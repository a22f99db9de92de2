//! The first reading of an export: meets people and places, and puts posts aside to be sorted.

use std::collections::{BTreeMap, HashMap};

use hearth_proto::{id::Millis, people::Role};

use super::{
    super::{
        emoji,
        intake::{Intake, Stranger},
    },
    Kind, Place, Sorting,
    form::{Channel, Line, Post, Status, User},
    mark,
};
use crate::{error::Error, remark::Unmapped, report::Report, spool::Spool, tree::shown};

/// The first reading, in which people and places are met and posts are put aside.
pub(super) struct Reading {
    pub(super) intake: Intake,
    pub(super) places: Vec<Place>,
    pub(super) by_key: HashMap<String, u32>,
    pub(super) spool: Spool,
    pub(super) teams: u32,
    /// Whether anybody was listed.
    pub(super) people: bool,
}

impl Reading {
    pub(super) fn line(&mut self, line: Line, number: u64, report: &mut Report) -> Result<(), Error> {
        match line.kind.as_str() {
            "version" => {
                let created = line.info.map(|info| info.created).unwrap_or_default();
                if let Ok(made) = created.parse::<jiff::Timestamp>() {
                    self.intake.header.made_at = Millis(made.as_millisecond());
                }
            }
            "team" => {
                // The format names no server; its first team stands for it.
                let name = line.team.unwrap_or_default().name;
                if self.teams == 0 {
                    self.intake.set_scope(&name);
                }
                self.teams += 1;
                report.note(Unmapped::Setting, format!("#{number}: team {name}"));
            }
            "scheme" | "role" => report.note(Unmapped::Setting, format!("#{number}: {}", line.kind)),
            "emoji" => {
                let name = line.emoji.unwrap_or_default().name;
                report.note(Unmapped::CustomEmojiPicture, format!("#{number}: :{name}:"));
            }
            "channel" => self.channel(line.channel.unwrap_or_default()),
            "user" => self.user(line.user.unwrap_or_default(), report),
            "bot" => {
                let bot = line.bot.unwrap_or_default();
                let (id, handle) = (&bot.username, &bot.username);
                let (name, status) = (&bot.display_name, &bot.description);
                self.intake.meet(&Stranger { id, handle, name, status, zone: "", bot: true }, report);
            }
            "direct_channel" => {
                let direct = line.direct_channel.unwrap_or_default();
                let mut members = direct.members;
                members.extend(direct.participants.into_iter().map(|one| one.username));
                self.direct(&members, direct.header);
            }
            "post" | "direct_post" => match line.post.or(line.direct_post) {
                Some(post) => self.post(post, number)?,
                None => report.note(Unmapped::Unreadable, format!("#{number}")),
            },
            other => report.note(Unmapped::UnknownEntry, format!("#{number}: {}", shown(other))),
        }
        Ok(())
    }

    fn channel(&mut self, channel: Channel) {
        let place = self.place(&format!("{}/{}", channel.team, channel.name), Kind::Private);
        place.kind = if channel.kind == "O" { Kind::Public } else { Kind::Private };
        place.name = if channel.display_name.trim().is_empty() { channel.name } else { channel.display_name };
        place.topic = match (channel.header.trim(), channel.purpose.trim()) {
            ("", purpose) => purpose.to_owned(),
            (header, "") => header.to_owned(),
            (header, purpose) => format!("{header} · {purpose}"),
        };
        place.archived = channel.deleted_at > 0;
    }

    fn user(&mut self, user: User, report: &mut Report) {
        let full = format!("{} {}", user.first_name, user.last_name);
        let name = if user.nickname.trim().is_empty() { full.trim() } else { user.nickname.trim() };
        let status = format!("{} {}", emoji_of(&user.custom_status), user.custom_status.text);
        let status = if status.trim().is_empty() { user.position.as_str() } else { status.trim() };
        let (id, handle) = (&user.username, &user.username);
        self.people = true;
        self.intake.meet(&Stranger { id, handle, name, status, zone: "", bot: false }, report);
        for team in user.teams {
            for channel in team.channels {
                let role = if channel.roles.contains("channel_admin") {
                    Role::Admin
                } else if channel.roles.contains("channel_guest") {
                    Role::Guest
                } else {
                    Role::Member
                };
                let place = self.place(&format!("{}/{}", team.name, channel.name), Kind::Private);
                place.members.insert(user.username.clone(), role);
            }
        }
    }

    fn direct(&mut self, members: &[String], header: String) -> u32 {
        let mut sorted: Vec<String> = members.to_vec();
        sorted.sort();
        sorted.dedup();
        let key = format!("@{}", sorted.join(" "));
        let place = self.place(&key, Kind::Direct);
        if !header.is_empty() {
            place.topic = header;
        }
        place.members.extend(sorted.into_iter().map(|member| (member, Role::Member)));
        self.by_key.get(&key).copied().unwrap_or_default()
    }

    /// Puts a post and its replies aside.
    fn post(&mut self, mut post: Post, line: u64) -> Result<(), Error> {
        let group = if post.channel_members.is_empty() {
            let key = format!("{}/{}", post.team, post.channel);
            self.place(&key, Kind::Private);
            self.by_key.get(&key).copied().unwrap_or_default()
        } else {
            let members = std::mem::take(&mut post.channel_members);
            self.direct(&members, String::new())
        };
        let root = mark(&post);
        let replies = std::mem::take(&mut post.replies);
        self.aside(group, Sorting { line, root: None, post })?;
        for reply in replies {
            self.aside(group, Sorting { line, root: Some(root.clone()), post: reply })?;
        }
        Ok(())
    }

    fn aside(&mut self, group: u32, sorting: Sorting) -> Result<(), Error> {
        let line = serde_json::to_vec(&sorting).map_err(std::io::Error::other)?;
        Ok(self.spool.push(group, sorting.post.create_at, &line)?)
    }

    fn place(&mut self, key: &str, kind: Kind) -> &mut Place {
        let next = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        let at = *self.by_key.entry(key.to_owned()).or_insert(next);
        if at == next {
            self.places.push(Place {
                id: self.intake.conversation_id(key),
                key: key.to_owned(),
                kind,
                name: key.rsplit('/').next().unwrap_or_default().to_owned(),
                topic: String::new(),
                archived: false,
                members: BTreeMap::new(),
            });
        }
        // It is there: what was not is the last now.
        #[allow(clippy::indexing_slicing)]
        &mut self.places[at as usize]
    }
}

/// The emoji of a status; nothing where it is an own one.
fn emoji_of(status: &Status) -> String {
    emoji::named(&status.emoji).unwrap_or_default()
}
