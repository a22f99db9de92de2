//! Carries out what a live session wants: puts commands in order, looks things up, makes secrets.

use std::sync::Arc;

use hearth_proto::{
    command::NewInvite,
    error::{ErrorCode, Failure},
    frame::ServerFrame,
    id::{Millis, RequestId},
};

use super::line::reply;
use crate::{
    clock::now,
    house::{House, no_entropy},
    hub::{
        frame::{Frame, FrameKind},
        outlet::Outlet,
    },
    secrets,
    sequencer::{Entry, Reply},
    session::Effect,
    state::command::{Action, Actor, Command},
};

/// How long a code for a second device can be used.
pub(crate) const DEVICE_CODE_MS: i64 = 10 * 60 * 1000;

pub(super) async fn run(house: &Arc<House>, outlet: &Arc<Outlet>, effect: Effect) {
    match effect {
        Effect::Command { re, action } => {
            let command = Command { at: now(), by: actor(outlet), action: *action };
            let entry = Entry { command, reply: Reply::Line { outlet: Arc::clone(outlet), re } };
            if let Err(failure) = house.sequencer.append(entry).await {
                reply(outlet, &ServerFrame::Error { re: Some(re), failure });
            }
        }
        Effect::Query { re, query } => {
            let (house, outlet) = (Arc::clone(house), Arc::clone(outlet));
            // The session bounds how many of these a line has at once.
            house.tasks.clone().spawn(async move {
                let asker = (outlet.user(), outlet.device());
                let frame = house.readers.answer(asker, re, query, Arc::clone(&house.limits)).await;
                outlet.send(Frame::new(&frame, FrameKind::ReadReply));
            });
        }
        Effect::Invite { re, invite } => {
            let (house, outlet) = (Arc::clone(house), Arc::clone(outlet));
            house.tasks.clone().spawn(async move {
                let made = invite_code(&house, actor(&outlet), invite).await;
                answer(&outlet, re, made.map(|code| ServerFrame::Invite { re, code }));
            });
        }
        Effect::DeviceCode { re } => {
            let (house, outlet) = (Arc::clone(house), Arc::clone(outlet));
            house.tasks.clone().spawn(async move {
                let made = device_code(&house, actor(&outlet)).await;
                answer(&outlet, re, made.map(|(code, expires_at)| ServerFrame::DeviceCode { re, code, expires_at }));
            });
        }
        Effect::Password { re, current, new } => {
            let (house, outlet) = (Arc::clone(house), Arc::clone(outlet));
            house.tasks.clone().spawn(async move {
                let done = password(&house, &outlet, current, new).await;
                answer(&outlet, re, done.map(|()| ServerFrame::Ok { re }));
            });
        }
        Effect::Reply(frame) => reply(outlet, &frame),
        Effect::Typing(conversation) => house.hub.typing(conversation, outlet.user()),
        Effect::Presence(presence) => house.hub.set_presence(outlet, presence),
        // These concern the socket; the line has dealt with them.
        Effect::Enter(_) | Effect::Ping | Effect::Close(_) => {}
    }
}

fn actor(outlet: &Outlet) -> Actor {
    Actor::Person { user: outlet.user(), device: outlet.device() }
}

fn answer(outlet: &Outlet, re: RequestId, result: Result<ServerFrame, Failure>) {
    let frame = result.unwrap_or_else(|failure| ServerFrame::Error { re: Some(re), failure });
    reply(outlet, &frame);
}

/// Makes an invite; only its digest is stored.
pub(crate) async fn invite_code(house: &House, by: Actor, invite: NewInvite) -> Result<String, Failure> {
    let code = secrets::code().map_err(no_entropy)?;
    house.decide(by, Action::CreateInvite { invite, code: secrets::digest(&code) }).await?;
    Ok(code)
}

/// A code for one more device of the account that owns the server.
pub(crate) async fn owner_code(house: &House) -> Result<String, Failure> {
    let code = secrets::code().map_err(no_entropy)?;
    let expires_at = Millis(now().0 + DEVICE_CODE_MS);
    house.decide(Actor::House, Action::CreateOwnerCode { code: secrets::digest(&code), expires_at }).await?;
    Ok(code)
}

async fn device_code(house: &House, by: Actor) -> Result<(String, Millis), Failure> {
    let code = secrets::code().map_err(no_entropy)?;
    let expires_at = Millis(now().0 + DEVICE_CODE_MS);
    house.decide(by, Action::CreateDeviceCode { code: secrets::digest(&code), expires_at }).await?;
    Ok((code, expires_at))
}

async fn password(house: &House, outlet: &Outlet, current: Option<String>, new: String) -> Result<(), Failure> {
    let user = outlet.user();
    if let Some(stored) = house.readers.password(user).await? {
        house.doors.try_password(&user.to_string())?;
        if !house.passwords.fits(current.unwrap_or_default(), Some(stored)).await? {
            return Err(Failure::new(ErrorCode::Unauthorized, "the current password is another one"));
        }
    }
    let hash = house.passwords.hash(new).await?;
    house.decide(actor(outlet), Action::SetPassword { user, hash }).await?;
    Ok(())
}
