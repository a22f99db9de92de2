//! How a line comes to life: listen first, then read the world at one position, then drop what came in between and
//! is in that world already. So nothing is missed and nothing is told twice.

use std::sync::Arc;

use hearth_proto::{
    error::{CloseCode, ErrorCode, Failure},
    frame::{Hello, PresenceOf, ServerFrame, Welcome},
    id::{DeviceId, Millis, UserId},
};

use crate::{
    clock::now,
    house::House,
    hub::{
        frame::{Frame, FrameKind},
        outlet::Outlet,
    },
    reader::{Entrance, Snapshot},
    secrets::digest,
    sequencer::{Entry, Reply},
    state::command::{Action, Actor, Command},
};

/// When a device was last seen is written down at most this often while it comes, and each time it goes.
const SEEN_EVERY_MS: i64 = 10 * 60 * 1000;

/// Opens a line for whoever says this hello. The welcome is in the queue when this returns.
pub(super) async fn enter(house: &House, hello: Hello) -> Result<Arc<Outlet>, CloseCode> {
    let entrance = house.readers.entrance(digest(&hello.token)).await.map_err(|failure| close_code(&failure))?;
    let Some(entrance) = entrance.filter(|entrance| entrance.device == hello.device) else {
        return Err(CloseCode::SignedOut);
    };
    let outlet = house.hub.open(entrance.user, entrance.device);
    match house.readers.snapshot(entrance, hello.cursor).await {
        Ok(snapshot) => {
            let pos = snapshot.pos;
            let presence = house.hub.presence_for(entrance.user, &snapshot.seen);
            let welcome = Frame::new(&welcome(house, snapshot, presence), FrameKind::Event(pos));
            outlet.begin(welcome, pos);
            note_seen(house, entrance).await;
            let agent: String = hello.agent.chars().filter(|c| !c.is_control()).take(64).collect();
            tracing::debug!(user.id = %entrance.user, device.id = %entrance.device, agent, "entered");
            Ok(outlet)
        }
        Err(failure) => {
            house.hub.close(&outlet, now());
            Err(close_code(&failure))
        }
    }
}

fn welcome(house: &House, snapshot: Snapshot, presence: Vec<PresenceOf>) -> ServerFrame {
    ServerFrame::Welcome(Box::new(Welcome {
        me: snapshot.me,
        has_password: snapshot.has_password,
        server_owner: snapshot.server_owner,
        shares_reads: snapshot.shares_reads,
        blocked: snapshot.blocked,
        server_name: house.name.clone(),
        epoch: snapshot.epoch,
        pos: snapshot.pos,
        heartbeat_ms: u64::try_from(house.terms.heartbeat_ms).unwrap_or_default(),
        limits: (*house.limits).clone(),
        resumed: snapshot.resumed,
        conversations: snapshot.conversations,
        gone: snapshot.gone,
        people: snapshot.people,
        presence,
    }))
}

async fn note_seen(house: &House, entrance: Entrance) {
    let at = now();
    if at.0.saturating_sub(entrance.seen_at.0) >= SEEN_EVERY_MS {
        seen(house, entrance.user, entrance.device, at).await;
    }
}

/// Writes down that a device is, or was until now, there. Others are told since when its person is gone.
pub(super) async fn seen(house: &House, user: UserId, device: DeviceId, at: Millis) {
    let action = Action::DeviceSeen { user, device };
    let command = Command { at, by: Actor::House, action };
    // While the server stops nobody needs to know.
    let _ = house.sequencer.append(Entry { command, reply: Reply::Nobody }).await;
}

fn close_code(failure: &Failure) -> CloseCode {
    if failure.code == ErrorCode::Unauthorized { CloseCode::SignedOut } else { CloseCode::Internal }
}
