//! A client's end of a line.

use std::{collections::VecDeque, net::SocketAddr, time::Duration};

use futures_util::{SinkExt, StreamExt};
use hearth_proto::{
    SUBPROTOCOL,
    body::Body,
    command::{NewRoom, Post, Request},
    error::{CloseCode, ErrorCode},
    event::Event,
    frame::{Bare, ClientFrame, Hello, ServerFrame, Welcome},
    id::{ConversationId, Cursor, MessageId, RequestId, Seq},
    room::{Head, Visibility},
};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest},
};

use super::{Person, new_conversation, new_message};

/// Long enough for a busy machine; a test that waits so long has failed.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Line {
    pub socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    pub welcome: Welcome,
    /// Frames that came while a reply was awaited.
    pub heard: VecDeque<ServerFrame>,
    next_id: u64,
}

pub async fn dial(at: SocketAddr) -> WebSocketStream<MaybeTlsStream<TcpStream>> {
    let mut request = format!("ws://{at}/ws").into_client_request().unwrap();
    request.headers_mut().insert("sec-websocket-protocol", SUBPROTOCOL.parse().unwrap());
    connect_async(request).await.unwrap().0
}

pub fn hello(person: &Person, cursor: Option<Cursor>) -> ClientFrame {
    ClientFrame::Bare(Bare::Hello(Hello {
        token: person.token.clone(),
        device: person.device,
        cursor,
        agent: "test/0".into(),
    }))
}

impl Line {
    pub async fn enter(at: SocketAddr, person: &Person, cursor: Option<Cursor>) -> Self {
        let mut socket = dial(at).await;
        let text = serde_json::to_string(&hello(person, cursor)).unwrap();
        socket.send(Message::text(text)).await.unwrap();
        let frame = timeout(PATIENCE, socket.next()).await.unwrap().unwrap().unwrap();
        let ServerFrame::Welcome(welcome) = serde_json::from_str(frame.to_text().unwrap()).unwrap() else {
            panic!("no welcome: {frame}")
        };
        Self { socket, welcome: *welcome, heard: VecDeque::new(), next_id: 1 }
    }

    pub async fn send(&mut self, frame: &ClientFrame) {
        self.send_text(&serde_json::to_string(frame).unwrap()).await;
    }

    pub async fn send_text(&mut self, text: &str) {
        self.socket.send(Message::text(text)).await.unwrap();
    }

    /// The next frame, or why the line ended.
    pub async fn receive(&mut self) -> Result<ServerFrame, CloseCode> {
        loop {
            match timeout(PATIENCE, self.socket.next()).await.expect("nothing came") {
                Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(Some(frame)))) => return Err(u16::from(frame.code).into()),
                Some(Ok(Message::Close(None)) | Err(_)) | None => return Err(CloseCode::Other(1006)),
                Some(Ok(_)) => {}
            }
        }
    }

    /// The next frame that is of interest; others are dropped.
    pub async fn until<T>(&mut self, mut pick: impl FnMut(&ServerFrame) -> Option<T>) -> T {
        loop {
            let frame = match self.heard.pop_front() {
                Some(frame) => frame,
                None => self.receive().await.unwrap(),
            };
            if let Some(found) = pick(&frame) {
                return found;
            }
        }
    }

    pub async fn event(&mut self) -> Event {
        self.until(|frame| match frame {
            ServerFrame::Event(event) => Some(event.clone()),
            _ => None,
        })
        .await
    }

    /// Reads to the end of the line.
    pub async fn ended(&mut self) -> CloseCode {
        loop {
            if let Err(code) = self.receive().await {
                return code;
            }
        }
    }

    pub async fn ask(&mut self, request: Request) -> ServerFrame {
        let id = self.begin(request).await;
        self.reply(id).await
    }

    pub async fn begin(&mut self, request: Request) -> RequestId {
        let id = RequestId(self.next_id);
        self.next_id += 1;
        self.send(&ClientFrame::Request { id, request }).await;
        id
    }

    pub async fn reply(&mut self, id: RequestId) -> ServerFrame {
        loop {
            let frame = self.receive().await.unwrap();
            if re(&frame) == Some(id) {
                return frame;
            }
            self.heard.push_back(frame);
        }
    }

    pub async fn refused(&mut self, request: Request) -> ErrorCode {
        match self.ask(request).await {
            ServerFrame::Error { failure, .. } => failure.code,
            other => panic!("not refused: {other:?}"),
        }
    }

    pub async fn ok(&mut self, request: Request) {
        let reply = self.ask(request).await;
        assert!(matches!(reply, ServerFrame::Ok { .. }), "{reply:?}");
    }

    pub async fn head(&mut self, request: Request) -> Head {
        match self.ask(request).await {
            ServerFrame::Conversation { head, .. } => head,
            other => panic!("no head: {other:?}"),
        }
    }

    pub async fn room(&mut self, name: &str, visibility: Visibility) -> ConversationId {
        let conversation = new_conversation();
        let room = NewRoom { name: name.into(), topic: String::new(), visibility, avatar: None };
        self.head(Request::CreateRoom { conversation, room }).await.conversation
    }

    pub async fn say(&mut self, conversation: ConversationId, text: &str) -> (MessageId, Seq) {
        let message = new_message();
        match self.ask(post(conversation, message, text)).await {
            ServerFrame::Ack { seq, .. } => (message, seq),
            other => panic!("no ack: {other:?}"),
        }
    }
}

pub fn post(conversation: ConversationId, message: MessageId, text: &str) -> Request {
    Request::Post(Post { conversation, message, body: Body::Text { text: text.into() }, reply_to: None, forward: None })
}

fn re(frame: &ServerFrame) -> Option<RequestId> {
    match frame {
        ServerFrame::Conversation { re, .. } | ServerFrame::Error { re, .. } => *re,
        ServerFrame::Ack { re, .. }
        | ServerFrame::Ok { re }
        | ServerFrame::Rooms { re, .. }
        | ServerFrame::Members { re, .. }
        | ServerFrame::People { re, .. }
        | ServerFrame::Me { re, .. }
        | ServerFrame::Invite { re, .. }
        | ServerFrame::DeviceCode { re, .. }
        | ServerFrame::Readers { re, .. }
        | ServerFrame::Invites { re, .. }
        | ServerFrame::Devices { re, .. } => Some(*re),
        ServerFrame::Page(page) => Some(page.re),
        _ => None,
    }
}
