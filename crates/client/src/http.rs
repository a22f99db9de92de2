//! One HTTP exchange with a server, over the same checked stream as the WebSocket: so a wrong key or a silent
//! server is the same failure here as there. Connections live as long as one task; nothing is pooled.

use bytes::Bytes;
use hearth_engine::connection::LineReason;
use hearth_proto::{
    error::Failure,
    http::{DeviceForm, Entered, Info, Invitation, JoinForm, LoginForm, LookForm},
    link::Address,
};
use http_body_util::{BodyExt, Full, Limited};
use hyper::{
    Request, Response, StatusCode,
    body::Incoming,
    client::conn::http1::{self, SendRequest},
    header,
};
use hyper_util::rt::TokioIo;
use serde::{Serialize, de::DeserializeOwned};
use tokio::time;

use crate::{
    dial::{self, dial},
    view::{Cause, Problem},
};

/// The longest JSON answer that is believed.
const LONGEST_ANSWER: usize = 1 << 20;

/// A failed exchange, as the window is told.
pub type Answer<T> = Result<T, Problem>;

/// An open HTTP connection to one server.
pub struct Http {
    sender: SendRequest<Full<Bytes>>,
    host: String,
    /// Moves the bytes; ends when the sender is gone or the line breaks. Aborted with this connection.
    _driver: Driver,
}

/// Ends a task when its owner goes.
struct Driver(tokio::task::JoinHandle<()>);

impl Drop for Driver {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Http {
    /// Dials the server.
    ///
    /// # Errors
    /// When no line can be had.
    pub async fn open(address: &Address) -> Answer<Self> {
        let (host, stream) = dial(address, dial::LIMIT).await.map_err(Problem::line)?;
        let (sender, connection) =
            http1::handshake(TokioIo::new(stream)).await.map_err(|_| Problem::line(LineReason::HandshakeFailed))?;
        let driver = tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "an HTTP connection broke");
            }
        });
        Ok(Self { sender, host: host.to_string(), _driver: Driver(driver) })
    }

    /// Sends a request and waits for the head of its answer. Failures the server names are errors here.
    ///
    /// # Errors
    /// When the line breaks, is silent for ten seconds, or the server refuses.
    pub async fn send(&mut self, request: hyper::http::request::Builder, body: Bytes) -> Answer<Response<Incoming>> {
        let request = request
            .header(header::HOST, &self.host)
            .body(Full::new(body))
            .map_err(|error| Problem::internal(format!("request: {error}")))?;
        self.sender.ready().await.map_err(|_| Problem::line(LineReason::ClosedByNetwork))?;
        let response = time::timeout(dial::LIMIT, self.sender.send_request(request))
            .await
            .map_err(|_| Problem::line(LineReason::TimedOut))?
            .map_err(|error| Problem::line(broken(&error)))?;
        if response.status().is_success() { Ok(response) } else { Err(refusal(response).await) }
    }

    async fn post<T: DeserializeOwned>(&mut self, path: &str, form: &impl Serialize) -> Answer<T> {
        let body = serde_json::to_vec(form).map_err(|error| Problem::internal(error.to_string()))?;
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        let response = self.send(request, body.into()).await?;
        parsed(response).await
    }

    /// What the server says about itself before one enters.
    ///
    /// # Errors
    /// `NotHearth` when something else answers.
    pub async fn info(&mut self) -> Answer<Info> {
        let not_hearth = |_| Problem::line(LineReason::NotHearth);
        let response =
            self.send(Request::get("/api/info"), Bytes::new()).await.map_err(|problem| match problem.cause {
                Cause::Server(_) => Problem::line(LineReason::NotHearth),
                Cause::Line(_) | Cause::Link(_) | Cause::Local(_) => problem,
            })?;
        let info: Info = parsed(response).await.map_err(not_hearth)?;
        if info.service == "hearth" { Ok(info) } else { Err(Problem::line(LineReason::NotHearth)) }
    }

    /// What an invite opens.
    ///
    /// # Errors
    /// When the invite is unknown, expired or used up.
    pub async fn look(&mut self, form: &LookForm) -> Answer<Invitation> {
        self.post("/api/invites/look", form).await
    }

    /// Makes an account.
    ///
    /// # Errors
    /// When the server refuses the invite, the name or the handle.
    pub async fn join(&mut self, form: &JoinForm) -> Answer<Entered> {
        self.post("/api/join", form).await
    }

    /// Enters with handle and password.
    ///
    /// # Errors
    /// When they are wrong.
    pub async fn login(&mut self, form: &LoginForm) -> Answer<Entered> {
        self.post("/api/login", form).await
    }

    /// Enters with a code from another device.
    ///
    /// # Errors
    /// When the code is unknown or used.
    pub async fn device(&mut self, form: &DeviceForm) -> Answer<Entered> {
        self.post("/api/device", form).await
    }
}

async fn parsed<T: DeserializeOwned>(response: Response<Incoming>) -> Answer<T> {
    let bytes = collected(response, LONGEST_ANSWER).await?;
    serde_json::from_slice(&bytes).map_err(|_| Problem::line(LineReason::NotHearth))
}

/// The whole body, at most so long.
///
/// # Errors
/// When the line breaks or is silent, or the body is longer.
pub async fn collected(response: Response<Incoming>, most: usize) -> Answer<Bytes> {
    let body = Limited::new(response.into_body(), most).collect();
    let body = time::timeout(dial::LIMIT, body).await.map_err(|_| Problem::line(LineReason::TimedOut))?;
    Ok(body.map_err(|_| Problem::line(LineReason::ClosedByNetwork))?.to_bytes())
}

async fn refusal(response: Response<Incoming>) -> Problem {
    let status = response.status();
    let failure = match collected(response, LONGEST_ANSWER).await {
        Ok(bytes) => serde_json::from_slice::<Failure>(&bytes).ok(),
        Err(problem) => return problem,
    };
    match failure {
        Some(failure) => failure.into(),
        None if status == StatusCode::SERVICE_UNAVAILABLE => Problem::line(LineReason::ClosedByServer),
        None => Problem::line(LineReason::NotHearth),
    }
}

fn broken(error: &hyper::Error) -> LineReason {
    if error.is_parse() { LineReason::NotHearth } else { LineReason::ClosedByNetwork }
}
