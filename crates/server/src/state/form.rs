//! Whether what was asked is well formed: lengths, emptiness, characters. Needs no database and runs before the
//! command is put in order.

use hearth_proto::{
    body::{Body, File, Picture},
    error::{ErrorCode, Failure},
    limits::Limits,
    people::{Avatar, handle_is_valid},
    room::{Room, Visibility},
};

use super::command::Action;

const EMOJI_BYTES: usize = 64;
const DRAWING_CHARS: usize = 64;
const STICKER_CHARS: usize = 64;
/// The set of stickers that people made themselves.
const OWN_STICKERS: &str = "own";
const FILE_NAME_BYTES: usize = 255;
/// RFC 6838, 4.2: two names of at most 127 characters; what is in use is far shorter.
const MIME_CHARS: usize = 127;
const THUMBHASH_CHARS: usize = 64;
const ZONE_CHARS: usize = 64;
/// Seconds of the longest pause between two messages of one person.
const SLOWEST: u32 = 24 * 60 * 60;

/// Checks the form of a command.
///
/// # Errors
/// The code says which rule was broken.
pub fn check(action: &Action, limits: &Limits) -> Result<(), Failure> {
    match action {
        Action::Post(post) => body(&post.body, limits),
        Action::Edit { body: new, .. } => body(new, limits),
        Action::React { emoji, .. } => reaction(emoji),
        Action::CreateRoom { room, .. } => {
            if room.visibility == Visibility::Group {
                return Err(Failure::new(ErrorCode::Malformed, "a group is made with `create_group`"));
            }
            name(&room.name, limits)?;
            topic(&room.topic, limits)?;
            room.avatar.as_ref().map_or(Ok(()), avatar)
        }
        Action::UpdateRoom { room, .. } => settings(room, limits),
        Action::SetProfile(new) => {
            new.name.as_deref().map_or(Ok(()), |new| name(new, limits))?;
            new.handle.as_deref().map_or(Ok(()), handle)?;
            new.avatar.as_ref().map_or(Ok(()), avatar)?;
            new.status.as_deref().map_or(Ok(()), |new| status(new, limits))?;
            new.zone.as_deref().map_or(Ok(()), zone)
        }
        Action::Mute { until: Some(until), .. } if !(0..1 << 53).contains(&until.0) => {
            Err(Failure::new(ErrorCode::Malformed, "that is no time"))
        }
        Action::Enrol(enrol) => {
            name(&enrol.name, limits)?;
            enrol.handle.as_deref().map_or(Ok(()), handle)?;
            avatar(&enrol.avatar)
        }
        Action::Redact { .. }
        | Action::Pin { .. }
        | Action::Read { .. }
        | Action::MarkUnread { .. }
        | Action::ShareReads { .. }
        | Action::OpenDirect { .. }
        | Action::Join { .. }
        | Action::Leave { .. }
        | Action::AddMember { .. }
        | Action::RemoveMember { .. }
        | Action::SetRole { .. }
        | Action::CreateGroup { .. }
        | Action::Ban { .. }
        | Action::Mute { .. }
        | Action::Block { .. }
        | Action::UseInvite { .. }
        | Action::RevokeInvite { .. }
        | Action::CreateOwnerCode { .. }
        | Action::SetPassword { .. }
        | Action::CreateInvite { .. }
        | Action::CreateDeviceCode { .. }
        | Action::SignOut
        | Action::AddDevice { .. }
        | Action::RedeemDeviceCode { .. }
        | Action::RemoveDevices { .. }
        | Action::DeviceSeen { .. }
        | Action::StoreBlob(_)
        | Action::KeepBlob { .. }
        | Action::DoomBlobs { .. }
        | Action::BuryBlobs { .. }
        | Action::Import(_) => Ok(()),
    }
}

/// Whether a message may say this.
///
/// # Errors
/// The code says which rule was broken.
pub fn body(body: &Body, limits: &Limits) -> Result<(), Failure> {
    let fits = |text: &str| match u32::try_from(text.len()) {
        Ok(length) if length <= limits.text_bytes => Ok(()),
        Ok(_) | Err(_) => Err(Failure::new(ErrorCode::TooLarge, "the text is too long")),
    };
    match body {
        Body::Text { text } => {
            if text.trim().is_empty() {
                return Err(Failure::new(ErrorCode::Empty, "the message says nothing"));
            }
            fits(text)?;
        }
        Body::Sticker { set, name, picture: own } => {
            for word in [set, name] {
                if word.is_empty() || word.chars().count() > STICKER_CHARS || word.chars().any(char::is_control) {
                    return Err(Failure::new(ErrorCode::NameInvalid, "no such sticker"));
                }
            }
            // Those that ship with the app need no picture, and the others cannot be shown without.
            if (set == OWN_STICKERS) != own.is_some() {
                return Err(Failure::new(ErrorCode::Malformed, "own stickers, and only those, bring their picture"));
            }
            own.as_ref().map_or(Ok(()), picture)?;
        }
        Body::Picture { picture: shown, caption } => {
            fits(caption)?;
            picture(shown)?;
        }
        Body::File { file: brought, caption } => {
            fits(caption)?;
            file(brought)?;
        }
        Body::Unknown(_) => return Err(Failure::new(ErrorCode::Malformed, "this server does not know such a body")),
    }
    // Escapes can make a body several times longer on the wire, and it must fit into everyone's frames.
    let longest = usize::try_from(limits.frame_bytes).unwrap_or(usize::MAX) / 4 * 3;
    match serde_json::to_string(body) {
        Ok(text) if text.len() <= longest => Ok(()),
        Ok(_) | Err(_) => Err(Failure::new(ErrorCode::TooLarge, "the message is too long")),
    }
}

fn picture(picture: &Picture) -> Result<(), Failure> {
    if picture.thumbhash.len() > THUMBHASH_CHARS || picture.mime.len() > MIME_CHARS {
        return Err(Failure::new(ErrorCode::TooLarge, "the picture's description is too long"));
    }
    if picture.name.is_empty() { Ok(()) } else { file_name(&picture.name) }
}

fn file(file: &File) -> Result<(), Failure> {
    let plain = |c: u8| c.is_ascii_graphic() && !matches!(c, b'"' | b'\\' | b',');
    let halves = file.mime.split_once('/').is_some_and(|(kind, rest)| !kind.is_empty() && !rest.is_empty());
    if file.mime.len() > MIME_CHARS || !halves || !file.mime.bytes().all(plain) {
        return Err(Failure::new(ErrorCode::Malformed, "a file's type looks like application/octet-stream"));
    }
    if let Some(video) = &file.video
        && (video.width == 0 || video.height == 0 || video.thumbhash.len() > THUMBHASH_CHARS)
    {
        return Err(Failure::new(ErrorCode::Malformed, "that is no shape of a video"));
    }
    file_name(&file.name)
}

/// A file's own name: it must lead nowhere on anyone's disk, and read as what it is.
///
/// # Errors
/// It does not.
pub fn file_name(name: &str) -> Result<(), Failure> {
    let strange = |c: char| c.is_control() || matches!(c, '/' | '\\') || turns_text_around(c);
    if name.trim().is_empty()
        || name == "."
        || name == ".."
        || name.len() > FILE_NAME_BYTES
        || name.chars().any(strange)
    {
        return Err(Failure::new(ErrorCode::NameInvalid, "that is no name of a file"));
    }
    Ok(())
}

/// The overrides and isolates of Unicode's bidirectional algorithm (UAX #9, 2): with them `exe` can look like `gpj`.
const fn turns_text_around(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a reaction is one emoji.
///
/// # Errors
/// It is not.
pub fn reaction(emoji: &str) -> Result<(), Failure> {
    let strange = emoji.chars().any(|c| c.is_control() || c.is_whitespace());
    if emoji.is_empty() || emoji.len() > EMOJI_BYTES || strange {
        return Err(Failure::new(ErrorCode::Malformed, "that is no reaction"));
    }
    Ok(())
}

/// A person's or room's name.
pub fn name(name: &str, limits: &Limits) -> Result<(), Failure> {
    let name = name.trim();
    let length = u32::try_from(name.chars().count()).unwrap_or(u32::MAX);
    if name.is_empty() || length > limits.name_chars || name.chars().any(char::is_control) {
        return Err(Failure::new(ErrorCode::NameInvalid, "the name is empty, too long, or has strange characters"));
    }
    Ok(())
}

/// A room's settings. A group may go without a name: clients show the names of those in it.
fn settings(room: &Room, limits: &Limits) -> Result<(), Failure> {
    if room.visibility != Visibility::Group || !room.name.trim().is_empty() {
        name(&room.name, limits)?;
    }
    topic(&room.topic, limits)?;
    if room.slow_seconds > SLOWEST {
        return Err(Failure::new(ErrorCode::Malformed, "a pause between two messages is a day at most"));
    }
    avatar(&room.avatar)
}

fn status(status: &str, limits: &Limits) -> Result<(), Failure> {
    let length = u32::try_from(status.trim().chars().count()).unwrap_or(u32::MAX);
    if length > limits.status_chars || status.trim().chars().any(char::is_control) {
        return Err(Failure::new(ErrorCode::TooLarge, "the status is too long, or more than one line"));
    }
    Ok(())
}

/// A name of the shape that the time zone database uses (its file `theory.html`, "Timezone identifiers"). Whether there
/// is such a zone is for the reader to know: the list changes several times a year.
fn zone(zone: &str) -> Result<(), Failure> {
    let plain = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+'))
    };
    if zone.is_empty() || (zone.len() <= ZONE_CHARS && zone.split('/').all(plain)) {
        return Ok(());
    }
    Err(Failure::new(ErrorCode::Malformed, "that is no name of a time zone"))
}

fn topic(topic: &str, limits: &Limits) -> Result<(), Failure> {
    let length = u32::try_from(topic.trim().chars().count()).unwrap_or(u32::MAX);
    if length > limits.topic_chars || topic.trim().chars().any(char::is_control) {
        return Err(Failure::new(ErrorCode::TooLarge, "the topic is too long, or more than one line"));
    }
    Ok(())
}

fn handle(handle: &str) -> Result<(), Failure> {
    if handle_is_valid(handle) { Ok(()) } else { Err(Failure::new(ErrorCode::HandleInvalid, "not a handle")) }
}

fn avatar(avatar: &Avatar) -> Result<(), Failure> {
    match avatar {
        Avatar::Drawn { name } => {
            let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            if name.is_empty() || name.len() > DRAWING_CHARS || !plain {
                return Err(Failure::new(ErrorCode::NameInvalid, "no such drawing"));
            }
            Ok(())
        }
        Avatar::Own { .. } => Ok(()),
    }
}

/// A new password's length.
pub fn password(password: &str, limits: &Limits) -> Result<(), Failure> {
    let length = u32::try_from(password.chars().count()).unwrap_or(u32::MAX);
    if length < limits.password_min_chars {
        return Err(Failure::new(ErrorCode::PasswordTooShort, "the password is too short"));
    }
    if length > limits.password_max_chars {
        return Err(Failure::new(ErrorCode::PasswordTooLong, "the password is too long"));
    }
    Ok(())
}
