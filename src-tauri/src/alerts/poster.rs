//! The task that talks with the notification service: one order after the other, and whatever the service says meanwhile.

use std::{collections::VecDeque, sync::Arc, time::SystemTime};

use futures_util::{Stream, StreamExt as _, stream};
use hearth_client::view::AlertService;
use hearth_proto::id::Millis;
use notify_rust::NotificationHandle;
use tokio::{
    sync::mpsc,
    time::{Duration, Instant},
};
use zbus::{Connection, MatchRule, MessageStream, message};

use super::{
    About, Choice, Notice, Order, Told,
    service::{self, Service},
    shown::{self, Ended, Leave, Shown},
};
use crate::bus::{self, BusError};

/// Notifications that are watched for clicks. Each costs a connection; when one more comes, the oldest is closed.
const SHOWN: usize = 24;
/// Connections kept after their notification has gone, see [`Poster::retire`].
const RETIRED: usize = 24;
/// How long a service that did not answer is left in peace.
const PEACE: Duration = Duration::from_secs(30);

/// What the service says of itself.
enum Heard {
    /// It came or went; what it showed has gone with it.
    Owner(bool),
    Replied(u32, String),
}

struct Poster {
    connection: Option<Connection>,
    service: Option<Service>,
    known: AlertService,
    /// Oldest first.
    shown: VecDeque<(u64, About, Shown)>,
    retired: VecDeque<Arc<NotificationHandle>>,
    number: u64,
    silent_until: Option<Instant>,
    ended: mpsc::Sender<Ended>,
    told: mpsc::Sender<Told>,
}

pub(super) async fn run(mut orders: mpsc::Receiver<Order>, told: mpsc::Sender<Told>) {
    // As many places as there are waiters, so none of them ever waits.
    let (ended, mut endings) = mpsc::channel(SHOWN * 2);
    let connection = bus::session().await.ok();
    let mut heard = match &connection {
        Some(connection) => listen(connection).await,
        None => stream::pending().boxed(),
    };
    let mut poster = Poster {
        connection,
        service: None,
        known: AlertService::Unknown,
        shown: VecDeque::new(),
        retired: VecDeque::new(),
        number: 0,
        silent_until: None,
        ended,
        told,
    };
    loop {
        tokio::select! {
            order = orders.recv() => match order {
                Some(order) => poster.carry_out(order).await,
                None => return poster.leave(),
            },
            Some(end) = endings.recv() => poster.end(end).await,
            said = heard.next() => match said {
                Some(said) => poster.hear(said).await,
                None => heard = stream::pending().boxed(),
            },
        }
    }
}

/// What the service says unasked. Nothing, where the bus does not let us listen: then clicks still come back.
async fn listen(connection: &Connection) -> stream::BoxStream<'static, Heard> {
    let owner: stream::BoxStream<'static, Heard> = match bus::presence(connection, service::NAME).await {
        // The first one is what is so already.
        Ok(owner) => owner.skip(1).map(Heard::Owner).boxed(),
        Err(error) => {
            tracing::warn!(%error, "the notification service cannot be watched");
            stream::pending().boxed()
        }
    };
    match replies(connection).await {
        Ok(replies) => stream::select(owner, replies).boxed(),
        Err(_) => owner,
    }
}

async fn replies(connection: &Connection) -> Result<impl Stream<Item = Heard> + Send + use<>, BusError> {
    let rule = MatchRule::builder()
        .msg_type(message::Type::Signal)
        .sender(service::NAME)
        .interface(service::INTERFACE)
        .member("NotificationReplied")
        .build()?;
    let signals = bus::limited(MessageStream::for_match_rule(rule, connection, None)).await?;
    Ok(signals.filter_map(async |signal| {
        let (id, text) = signal.ok()?.body().deserialize::<(u32, String)>().ok()?;
        Some(Heard::Replied(id, text))
    }))
}

impl Poster {
    async fn carry_out(&mut self, order: Order) {
        match order {
            Order::Show(notice) => self.show(notice).await,
            Order::Withdraw(old) => self.close(|_, about| old.holds(about).then_some(Leave::Close)),
            Order::Test { notice, answer } => {
                self.silent_until = None;
                self.service = None;
                self.show(notice).await;
                // Whoever asked may have given up.
                let _ = answer.send(self.known.clone());
            }
        }
    }

    async fn show(&mut self, notice: Notice) {
        if self.silent_until.is_some_and(|until| Instant::now() < until) {
            return;
        }
        let Some(service) = self.service().await else { return };
        let replaced = self.make_room(&notice.about);
        let now = match shown::show(&notice, &service, replaced.map(|(_, id)| id)).await {
            Ok(handle) => {
                // Until now a click on the old one was still a click on the old one.
                self.close(|number, _| replaced.is_some_and(|(old, _)| old == number).then_some(Leave::Replaced));
                self.number += 1;
                let shown = shown::wait(self.number, handle, self.ended.clone());
                self.shown.push_back((self.number, notice.about, shown));
                AlertService::Works { name: service.name, shown_at: Some(wall_clock()), actions: service.actions }
            }
            Err(detail) => self.why_not(detail).await,
        };
        self.know(now).await;
    }

    /// The service, asked once for as long as it stays.
    async fn service(&mut self) -> Option<Service> {
        if let Some(service) = &self.service {
            return Some(service.clone());
        }
        match self.ask().await {
            Ok(service) => {
                self.service = Some(service.clone());
                Some(service)
            }
            Err(absence) => {
                self.know(absence).await;
                None
            }
        }
    }

    async fn ask(&mut self) -> Result<Service, AlertService> {
        let connection = match &self.connection {
            Some(connection) => connection.clone(),
            None => {
                let connection = bus::session().await.map_err(service::absent)?;
                self.connection.insert(connection).clone()
            }
        };
        service::ask(&connection).await
    }

    /// A service that refused to show something is asked again who it is: that tells refusing from being gone.
    async fn why_not(&mut self, detail: String) -> AlertService {
        self.service = None;
        match self.ask().await {
            Ok(_) => AlertService::Failed { detail },
            Err(absence) => absence,
        }
    }

    /// Takes away what the new notice stands for, but for the newest of them, whose place it takes: that one's number
    /// and the service's id of it.
    fn make_room(&mut self, about: &About) -> Option<(u64, u32)> {
        let stands_for = |old: &About| match (about, old) {
            (About::Conversation(new), About::Message(old) | About::Conversation(old)) => new.key == old.key,
            (About::Away, About::Away) | (About::Test, About::Test) => true,
            (About::Message(_) | About::Conversation(_) | About::Away | About::Test, _) => false,
        };
        let newest = self.shown.iter().rev().find(|(_, old, _)| stands_for(old));
        let replaced = newest.map(|(number, _, shown)| (*number, shown.id));
        let stays = |number| replaced.is_some_and(|(newest, _)| newest == number);
        self.close(|number, old| (stands_for(old) && !stays(number)).then_some(Leave::Close));
        if self.shown.len() >= SHOWN
            && let Some((_, _, oldest)) = self.shown.pop_front()
        {
            // It may have ended by itself at this moment.
            let _ = oldest.close.send(Leave::Close);
        }
        replaced
    }

    /// Lets those go for which there is a way to leave.
    fn close(&mut self, how: impl Fn(u64, &About) -> Option<Leave>) {
        for (number, about, shown) in std::mem::take(&mut self.shown) {
            match how(number, &about) {
                // It may have ended by itself at this moment.
                Some(leave) => drop(shown.close.send(leave)),
                None => self.shown.push_back((number, about, shown)),
            }
        }
    }

    async fn end(&mut self, end: Ended) {
        let about = self.shown.iter().find(|(number, _, _)| *number == end.number).map(|(_, about, _)| *about);
        self.shown.retain(|(number, _, _)| *number != end.number);
        self.retire(end.handle);
        if let (Some(about), Some(choice)) = (about, end.choice) {
            self.tell(Told::Chosen { about, choice }).await;
        }
    }

    /// Keeps the connection of a notification that has gone while others of ours are there: GNOME takes all of an
    /// app's notifications away when the connection leaves that showed the first of them.
    fn retire(&mut self, handle: Arc<NotificationHandle>) {
        self.retired.push_back(handle);
        if self.shown.is_empty() {
            self.retired.clear();
        } else if self.retired.len() > RETIRED {
            self.retired.pop_front();
        }
    }

    async fn hear(&mut self, heard: Heard) {
        match heard {
            Heard::Owner(there) => {
                // The ids mean nothing to the next service, and a dead one tells no waiter.
                self.close(|_, _| Some(Leave::Replaced));
                self.service = None;
                self.silent_until = None;
                // One that is gone may be started again by the next alert, so nothing is known now.
                self.know(AlertService::Unknown).await;
                tracing::info!(there, "the notification service changed");
            }
            Heard::Replied(id, text) => {
                let Some(at) = self.shown.iter().position(|(_, _, shown)| shown.id == id) else { return };
                let Some((_, about, shown)) = self.shown.remove(at) else { return };
                let _ = shown.close.send(Leave::Close);
                self.tell(Told::Chosen { about, choice: Choice::Reply(text) }).await;
            }
        }
    }

    async fn know(&mut self, now: AlertService) {
        if now == AlertService::Silent {
            self.silent_until = Some(Instant::now() + PEACE);
            self.service = None;
        }
        if std::mem::discriminant(&now) != std::mem::discriminant(&self.known) {
            tracing::info!(service = ?now, "notifications");
        }
        if now != self.known {
            self.known = now.clone();
            self.tell(Told::Service(now)).await;
        }
    }

    async fn tell(&self, told: Told) {
        // The other end is gone only when the app ends.
        let _ = self.told.send(told).await;
    }

    fn leave(self) {
        for (_, _, shown) in self.shown {
            shown.waiter.abort();
        }
    }
}

fn wall_clock() -> Millis {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
