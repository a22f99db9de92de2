//! One notification on the screen: how it is put there, and the task that waits for what the person does with it.

use std::{sync::Arc, time::Duration};

use notify_rust::{Hint, Notification, NotificationHandle, NotificationResponse};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
    time::timeout,
};

use super::{Choice, Notice, service::Service};
use crate::bus;

/// The keys of the actions, as the service gives them back. `default` and `inline-reply` are fixed by the
/// Desktop Notifications Specification and by what KDE made of it.
const OPEN: &str = "default";
const MARK_READ: &str = "mark-read";
const REPLY: &str = "inline-reply";

/// How long a notification is on the screen. The service keeps it in its list, where it has one.
const ON_SCREEN: Duration = Duration::from_secs(12);

/// A notification that is on the screen, or in the service's list.
pub struct Shown {
    /// The service's number of it.
    pub id: u32,
    /// Dropped or used: the notification is closed.
    pub close: oneshot::Sender<Leave>,
    pub waiter: JoinHandle<()>,
}

/// How the waiter takes its leave.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Leave {
    /// Take it off the screen.
    Close,
    /// Another notification has taken its number.
    Replaced,
}

/// What became of a notification.
pub struct Ended {
    pub number: u64,
    pub choice: Option<Choice>,
    /// Keeps the connection that showed it.
    pub handle: Arc<NotificationHandle>,
}

/// Puts a notice on the screen, in the place of another one if its id is given.
///
/// # Errors
/// What the service said, or that it said nothing in time.
pub async fn show(notice: &Notice, service: &Service, replaces: Option<u32>) -> Result<NotificationHandle, String> {
    let mut notification = Notification::new();
    let body = if service.markup { escape(&notice.body) } else { notice.body.clone() };
    notification.appname("Hearth").summary(&notice.title).body(&body).icon("hearth").timeout(ON_SCREEN);
    notification.hint(Hint::DesktopEntry("Hearth".to_owned())).hint(Hint::Category("im.received".to_owned()));
    if let Some(picture) = notice.picture.as_deref().and_then(|path| path.to_str()) {
        notification.image_path(picture);
    }
    if let Some(id) = replaces {
        notification.id(id);
    }
    if service.actions {
        notification.action(OPEN, &notice.buttons.open);
        if notice.about.place().is_some() {
            notification.action(MARK_READ, &notice.buttons.mark_read);
            if service.replies {
                notification.action(REPLY, &notice.buttons.reply);
            }
        }
    }
    match timeout(bus::LIMIT, notification.show_async()).await {
        Ok(Ok(handle)) => Ok(handle),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("no answer within the time limit".to_owned()),
    }
}

/// Waits for what the person does, and tells it. Each notification has its own connection, because services send the
/// click to the connection that showed it.
pub fn wait(number: u64, handle: NotificationHandle, ended: mpsc::Sender<Ended>) -> Shown {
    let (close, mut leave) = oneshot::channel();
    let id = handle.id();
    let handle = Arc::new(handle);
    let waiter = tokio::spawn(async move {
        let mut choice = None;
        let mut close = false;
        let answered = handle.wait_for_action_async(|response: &NotificationResponse| choice = choice_of(response));
        tokio::select! {
            () = answered => {}
            how = &mut leave => close = how != Ok(Leave::Replaced),
        }
        // Not every service takes away what was answered.
        close |= choice.is_some();
        // The other end is gone only when the app ends.
        let _ = ended.send(Ended { number, choice, handle: Arc::clone(&handle) }).await;
        if close {
            // A service that does not answer has taken its notifications with it.
            let _ = timeout(bus::LIMIT, handle.close_async()).await;
        }
    });
    Shown { id, close, waiter }
}

fn choice_of(response: &NotificationResponse) -> Option<Choice> {
    match response {
        NotificationResponse::Default => Some(Choice::Open),
        NotificationResponse::Action(key) if key == MARK_READ => Some(Choice::MarkRead),
        // The text of a reply comes as a signal of its own, which the poster hears.
        NotificationResponse::Action(_) => None,
        NotificationResponse::Reply(text) => Some(Choice::Reply(text.clone())),
        NotificationResponse::Closed(_) => None,
    }
}

/// The few characters that the markup of notifications gives a meaning.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
