//! The door: what a server is, what an invite opens, and the three ways in.

use std::sync::Arc;

use axum::{
    Json,
    extract::{ConnectInfo, State, rejection::BytesRejection},
    http::HeaderMap,
};
use bytes::Bytes;
use hearth_proto::{
    SUBPROTOCOL,
    error::{ErrorCode, Failure},
    http::{DeviceForm, Entered, Info, Invitation, JoinForm, LoginForm, LookForm},
    id::UserId,
};
use uuid::Uuid;

use super::fail::{Fail, check_origin, form};
use crate::{
    clock::now,
    house::{House, Peer, no_entropy},
    secrets,
    state::{
        command::{Action, Actor, Answer, Enrol},
        form as rules,
    },
};

type Body = Result<Bytes, BytesRejection>;

/// `GET /api/info`.
pub async fn info(State(house): State<Arc<House>>) -> Json<Info> {
    Json(Info {
        service: "hearth".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        protocols: vec![SUBPROTOCOL.into()],
        name: house.name.clone(),
        password_required: house.password_required,
        open: house.open,
    })
}

/// `POST /api/invites/look`.
pub async fn look(
    State(house): State<Arc<House>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Invitation>, Fail> {
    knock(&house, peer, &headers)?;
    let LookForm { code } = form(body)?;
    let (_, from, room) = house.readers.invite(secrets::digest(&code), now()).await?;
    Ok(Json(Invitation { server_name: house.name.clone(), from, room, password_required: house.password_required }))
}

/// `POST /api/join`.
pub async fn join(
    State(house): State<Arc<House>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Entered>, Fail> {
    knock(&house, peer, &headers)?;
    let JoinForm { code, name, handle, avatar, password, device } = form(body)?;
    let code = Some(code).filter(|code| !code.is_empty()).map(|code| secrets::digest(&code));
    match &code {
        // A wrong invite is refused before a password is worked on. Using it up is decided later, in order.
        Some(code) => match house.readers.invite(*code, now()).await {
            Ok(_) => {}
            // Whoever asks again after a lost answer is let in by the state, which knows the device.
            Err(failure) if failure.code == ErrorCode::InviteUsed => {}
            Err(failure) => return Err(failure.into()),
        },
        None if house.open => {}
        None => return Err(Fail::new(ErrorCode::InviteUnknown, "one needs an invite to join here")),
    }
    let token = secrets::token().map_err(no_entropy)?;
    let mut enrol = Enrol {
        user: UserId(Uuid::now_v7()),
        code,
        name,
        handle,
        avatar,
        password: None,
        device,
        token: secrets::digest(&token),
    };
    rules::check(&Action::Enrol(Box::new(enrol.clone())), &house.limits)?;
    enrol.password = match password {
        Some(password) => {
            rules::password(&password, &house.limits)?;
            Some(house.passwords.hash(password).await?)
        }
        None if house.password_required => {
            return Err(Fail::new(ErrorCode::PasswordRequired, "this server wants every account to have a password"));
        }
        None => None,
    };
    let answer = house.decide(Actor::Stranger, Action::Enrol(Box::new(enrol))).await?;
    entered(answer, token)
}

/// `POST /api/login`.
pub async fn login(
    State(house): State<Arc<House>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Entered>, Fail> {
    knock(&house, peer, &headers)?;
    let LoginForm { handle, password, device } = form(body)?;
    house.doors.try_password(&handle)?;
    if rules::password(&password, &house.limits).is_err_and(|failure| failure.code == ErrorCode::PasswordTooLong) {
        return Err(wrong());
    }
    let account = house.readers.sign_in(handle).await?;
    let stored = account.as_ref().and_then(|account| account.hash.clone());
    let fits = house.passwords.fits(password, stored).await?;
    let Some(account) = account.filter(|_| fits) else { return Err(wrong()) };
    let token = secrets::token().map_err(no_entropy)?;
    let action = Action::AddDevice { user: account.user, device, token: secrets::digest(&token) };
    let answer = house.decide(Actor::Stranger, action).await?;
    entered(answer, token)
}

/// `POST /api/device`.
pub async fn device(
    State(house): State<Arc<House>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Entered>, Fail> {
    knock(&house, peer, &headers)?;
    let DeviceForm { code, device } = form(body)?;
    let token = secrets::token().map_err(no_entropy)?;
    let action = Action::RedeemDeviceCode { code: secrets::digest(&code), device, token: secrets::digest(&token) };
    let answer = house.decide(Actor::Stranger, action).await?;
    entered(answer, token)
}

fn knock(house: &House, peer: Peer, headers: &HeaderMap) -> Result<(), Failure> {
    check_origin(headers, &house.origins)?;
    house.doors.knock(peer.0.ip())
}

fn wrong() -> Fail {
    Fail::new(ErrorCode::Unauthorized, "handle and password do not fit together")
}

fn entered(answer: Answer, token: String) -> Result<Json<Entered>, Fail> {
    match answer {
        Answer::Entered(user) => Ok(Json(Entered { user, token })),
        Answer::Done | Answer::Ack { .. } | Answer::Conversation(_) | Answer::Me(_) | Answer::Imported(_) => {
            Err(Fail::new(ErrorCode::Internal, "the answer was not about entering"))
        }
    }
}
