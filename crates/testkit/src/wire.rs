//! The protocol spoken by hand, for what a well-behaved client never does, and for measurements. Without TLS.

use std::{collections::VecDeque, net::SocketAddr};

use anyhow::{Context, Result, anyhow, bail};
use futures_util::{SinkExt, StreamExt};
use hearth_proto::{
    SUBPROTOCOL,
    body::Body,
    command::{Post, Request},
    error::{CloseCode, Failure},
    frame::{Bare, ClientFrame, Hello, ServerFrame, Welcome},
    http::{Entered, JoinForm, NewDevice},
    id::{ConversationId, Cursor, DeviceId, MessageId, RequestId},
    people::Avatar,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{Message, client::IntoClientRequest, http::HeaderValue, protocol::WebSocketConfig},
};
use uuid::Uuid;

/// An account, as a program without a disk has it.
#[derive(Clone, Debug)]
pub struct Account {
    pub address: SocketAddr,
    pub device: DeviceId,
    pub entered: Entered,
}

/// One line to a server.
pub struct Wire {
    socket: WebSocketStream<TcpStream>,
    requests: u64,
    /// What came while an answer was waited for.
    aside: VecDeque<ServerFrame>,
    pub welcome: Welcome,
}

/// What the line brought.
#[derive(Debug)]
pub enum Heard {
    Frame(Box<ServerFrame>),
    Closed(Option<CloseCode>),
}

impl Account {
    /// Makes an account with an invite code.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn join(address: SocketAddr, code: &str, name: &str) -> Result<Self> {
        let device = DeviceId(Uuid::now_v7());
        let form = JoinForm {
            code: code.to_owned(),
            name: name.to_owned(),
            handle: None,
            avatar: Avatar::Drawn { name: "person-fox".into() },
            password: None,
            device: NewDevice { id: device, name: "test".into() },
        };
        let (status, body) = post(address, "/api/join", &serde_json::to_vec(&form)?).await?;
        if status != 200 {
            return Err(anyhow!(serde_json::from_slice::<Failure>(&body)?));
        }
        Ok(Self { address, device, entered: serde_json::from_slice(&body)? })
    }

    /// Opens a line, and reads on from the cursor. `window` bounds how much the system receives ahead of the reader.
    ///
    /// # Errors
    /// When the server does not say welcome.
    pub async fn open(&self, cursor: Option<Cursor>, window: Option<u32>) -> Result<Wire> {
        let socket = TcpSocket::new_v4()?;
        if let Some(bytes) = window {
            socket.set_recv_buffer_size(bytes)?;
        }
        let stream = socket.connect(self.address).await?;
        stream.set_nodelay(true)?;
        let mut request = format!("ws://{}/ws", self.address).into_client_request()?;
        request.headers_mut().insert("Sec-WebSocket-Protocol", HeaderValue::from_static(SUBPROTOCOL));
        let config = WebSocketConfig::default().read_buffer_size(16 * 1024);
        let (mut socket, _) = tokio_tungstenite::client_async_with_config(request, stream, Some(config)).await?;
        let hello =
            Hello { token: self.entered.token.clone(), device: self.device, cursor, agent: "hearth-testkit".into() };
        socket.send(text(&ClientFrame::Bare(Bare::Hello(hello)))?).await?;
        match heard(&mut socket).await? {
            Heard::Frame(frame) => match *frame {
                ServerFrame::Welcome(welcome) => {
                    Ok(Wire { socket, requests: 0, aside: VecDeque::new(), welcome: *welcome })
                }
                other => bail!("no welcome but {other:?}"),
            },
            Heard::Closed(code) => bail!("no welcome but a close with {code:?}"),
        }
    }
}

impl Wire {
    /// Sends a request and returns its number; the reply comes as a frame.
    ///
    /// # Errors
    /// When the line is broken.
    pub async fn request(&mut self, request: Request) -> Result<RequestId> {
        self.requests += 1;
        let id = RequestId(self.requests);
        self.socket.send(text(&ClientFrame::Request { id, request })?).await?;
        Ok(id)
    }

    /// Sends a request and waits for its reply. What else comes is kept for [`Self::next`].
    ///
    /// # Errors
    /// When the line ends first.
    pub async fn ask(&mut self, request: Request) -> Result<ServerFrame> {
        let id = self.request(request).await?;
        loop {
            match heard(&mut self.socket).await? {
                Heard::Frame(frame) if answers(&frame) == Some(id) => return Ok(*frame),
                Heard::Frame(frame) => self.aside.push_back(*frame),
                Heard::Closed(code) => bail!("closed with {code:?} instead of an answer"),
            }
        }
    }

    /// Posts a text under this id and waits for its reply.
    ///
    /// # Errors
    /// When the line ends first.
    pub async fn post(&mut self, conversation: ConversationId, message: MessageId, text: &str) -> Result<ServerFrame> {
        let body = Body::Text { text: text.to_owned() };
        self.ask(Request::Post(Post { conversation, message, body, reply_to: None, forward: None })).await
    }

    /// Waits for the next text frame and does not read it.
    ///
    /// # Errors
    /// When the line ends.
    pub async fn skip(&mut self) -> Result<()> {
        loop {
            if let Message::Text(_) = self.socket.next().await.context("the line ended")?? {
                return Ok(());
            }
        }
    }

    /// What comes next.
    ///
    /// # Errors
    /// When the line breaks without a close.
    pub async fn next(&mut self) -> Result<Heard> {
        match self.aside.pop_front() {
            Some(frame) => Ok(Heard::Frame(Box::new(frame))),
            None => heard(&mut self.socket).await,
        }
    }
}

fn text(frame: &ClientFrame) -> Result<Message> {
    Ok(Message::text(serde_json::to_string(frame)?))
}

async fn heard(socket: &mut WebSocketStream<TcpStream>) -> Result<Heard> {
    loop {
        match socket.next().await.context("the line ended")?? {
            Message::Text(text) => return Ok(Heard::Frame(serde_json::from_str(&text)?)),
            Message::Close(frame) => {
                return Ok(Heard::Closed(frame.map(|frame| CloseCode::from(u16::from(frame.code)))));
            }
            Message::Ping(_) | Message::Pong(_) | Message::Binary(_) | Message::Frame(_) => {}
        }
    }
}

/// The request that a frame answers.
#[must_use]
pub fn answers(frame: &ServerFrame) -> Option<RequestId> {
    match frame {
        ServerFrame::Ack { re, .. }
        | ServerFrame::Ok { re }
        | ServerFrame::Rooms { re, .. }
        | ServerFrame::Members { re, .. }
        | ServerFrame::People { re, .. }
        | ServerFrame::Me { re, .. }
        | ServerFrame::Readers { re, .. }
        | ServerFrame::Invites { re, .. }
        | ServerFrame::Invite { re, .. }
        | ServerFrame::DeviceCode { re, .. }
        | ServerFrame::Devices { re, .. } => Some(*re),
        ServerFrame::Page(page) => Some(page.re),
        ServerFrame::Conversation { re, .. } | ServerFrame::Error { re, .. } => *re,
        ServerFrame::Welcome(_)
        | ServerFrame::Event(_)
        | ServerFrame::Gone { .. }
        | ServerFrame::Person { .. }
        | ServerFrame::Read { .. }
        | ServerFrame::ReadBy { .. }
        | ServerFrame::Presence { .. }
        | ServerFrame::Typing { .. }
        | ServerFrame::Blocked { .. }
        | ServerFrame::SharesReads { .. }
        | ServerFrame::Unknown => None,
    }
}

/// One HTTP exchange: its status and body.
async fn post(address: SocketAddr, path: &str, body: &[u8]) -> Result<(u16, Vec<u8>)> {
    let mut stream = TcpStream::connect(address).await?;
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").context("an answer without a head")?;
    let head = String::from_utf8_lossy(answer.get(..end).unwrap_or_default()).into_owned();
    let status = head.split(' ').nth(1).context("a head without a status")?.parse()?;
    Ok((status, answer.split_off(end + 4)))
}
