//! A notification service that a test plays: it says what it can, remembers what it was shown, and acts when told.

use futures_util::StreamExt as _;
use tokio::sync::mpsc;
use zbus::{Connection, Message, MessageStream, OwnedVariant, message::Type};

use super::super::service::{INTERFACE, NAME, PATH};

/// What came in a `Notify`.
#[derive(Debug)]
pub struct Seen {
    pub id: u32,
    pub replaces: u32,
    pub body: String,
    pub actions: Vec<String>,
    /// The connection that asked.
    sender: String,
}

enum Asked {
    Notify(Seen),
    Close(u32),
}

pub struct Fake {
    connection: Connection,
    asked: mpsc::UnboundedReceiver<Asked>,
    shown: Vec<Seen>,
    closed: Vec<u32>,
    answering: tokio::task::JoinHandle<()>,
}

impl Drop for Fake {
    fn drop(&mut self) {
        // The last connection goes with it, and the name with that.
        self.answering.abort();
    }
}

type Hints = std::collections::HashMap<String, OwnedVariant>;

impl Fake {
    /// It has the name and never says a word.
    pub async fn silent() -> Connection {
        let connection = Connection::session().await.expect("bus");
        connection.request_name(NAME).await.expect("name");
        connection
    }

    pub async fn answering(capabilities: &'static [&'static str]) -> Self {
        let connection = Connection::session().await.expect("bus");
        let mut calls = MessageStream::from(&connection);
        connection.request_name(NAME).await.expect("name");
        let (tell, asked) = mpsc::unbounded_channel();
        let own = connection.clone();
        let answering = tokio::spawn(async move {
            let mut last = 0;
            while let Some(Ok(call)) = calls.next().await {
                if call.message_type() == Type::MethodCall
                    && answer(&own, &call, capabilities, &mut last, &tell).await.is_none()
                {
                    return;
                }
            }
        });
        Self { connection, asked, shown: Vec::new(), closed: Vec::new(), answering }
    }

    /// The next notification that it was shown.
    pub async fn shown(&mut self) -> Seen {
        while self.shown.is_empty() {
            self.hear().await;
        }
        self.shown.remove(0)
    }

    /// The next notification that it was told to close.
    pub async fn closed(&mut self) -> u32 {
        while self.closed.is_empty() {
            self.hear().await;
        }
        self.closed.remove(0)
    }

    async fn hear(&mut self) {
        let asked = tokio::time::timeout(std::time::Duration::from_secs(20), self.asked.recv());
        match asked.await.expect("asked in time").expect("the service lives") {
            Asked::Notify(seen) => self.shown.push(seen),
            Asked::Close(id) => self.closed.push(id),
        }
    }

    /// A button is pressed, again and again until this is dropped: nothing says when the other end begins to listen,
    /// and a person's hand is always later. Only the connection that showed it is told, as dunst does.
    pub async fn press(&self, seen: &Seen, action: &str) -> ! {
        let to = Some(seen.sender.as_str());
        let mut beat = tokio::time::interval(std::time::Duration::from_millis(20));
        loop {
            beat.tick().await;
            self.connection
                .emit_signal(to, PATH, INTERFACE, "ActionInvoked", &(seen.id, action))
                .await
                .expect("signal");
        }
    }

    /// A reply is written. Everybody is told, as Plasma does.
    pub async fn reply(&self, id: u32, text: &str) {
        let nobody = None::<&str>;
        self.connection.emit_signal(nobody, PATH, INTERFACE, "NotificationReplied", &(id, text)).await.expect("signal");
    }
}

async fn answer(
    connection: &Connection,
    call: &Message,
    capabilities: &[&str],
    last: &mut u32,
    tell: &mpsc::UnboundedSender<Asked>,
) -> Option<()> {
    let header = call.header();
    match header.member()?.as_str() {
        "GetServerInformation" => connection.reply(&header, &("fake", "hearth", "1", "1.2")).await.ok()?,
        "GetCapabilities" => connection.reply(&header, &capabilities).await.ok()?,
        "CloseNotification" => {
            tell.send(Asked::Close(call.body().deserialize().ok()?)).ok()?;
            connection.reply(&header, &()).await.ok()?;
        }
        "Notify" => {
            type Arguments = (String, u32, String, String, String, Vec<String>, Hints, i32);
            let (_, replaces, _, _, body, actions, _, _): Arguments = call.body().deserialize().ok()?;
            *last += 1;
            let id = if replaces == 0 { *last } else { replaces };
            let sender = header.sender()?.to_string();
            connection.reply(&header, &id).await.ok()?;
            tell.send(Asked::Notify(Seen { id, replaces, body, actions, sender })).ok()?;
        }
        _ => {}
    }
    Some(())
}
