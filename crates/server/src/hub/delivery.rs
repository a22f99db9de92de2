//! Turns news into encoded frames with an address on each. Every frame is encoded once, however many read it.

use std::{collections::HashSet, sync::Arc};

use hearth_proto::{
    frame::ServerFrame,
    id::{ConversationId, DeviceId, UserId},
};

use super::{
    frame::{Frame, FrameKind},
    outlet::Outlet,
};
use crate::state::command::{Audience, News};

/// What the hub does next, in this order.
#[derive(Debug)]
pub enum Delivery {
    /// To one line.
    Line(Arc<Outlet>, Frame),
    /// To every line of one person, but not to `except`.
    User {
        user: UserId,
        except: Option<u64>,
        frame: Frame,
    },
    /// To every line of every member; `except` says whose lines are left out.
    Conversation {
        conversation: ConversationId,
        except: Option<UserId>,
        frame: Frame,
    },
    /// To everyone who shares a conversation with this person, and to them.
    Peers {
        user: UserId,
        frame: Frame,
    },
    /// To every line of every member but those of these people.
    Spared {
        conversation: ConversationId,
        spared: HashSet<UserId>,
        frame: Frame,
    },
    Enter {
        conversation: ConversationId,
        user: UserId,
        peer: Option<UserId>,
    },
    Leave {
        conversation: ConversationId,
        user: UserId,
    },
    /// One person blocks another, or does no more.
    Block {
        user: UserId,
        blocked: UserId,
        on: bool,
    },
    SignOut {
        user: UserId,
        device: Option<DeviceId>,
    },
}

/// Lines up the news of one command. `asker` is the line that has its answer already.
pub fn deliver(news: Vec<News>, asker: Option<u64>, deliveries: &mut Vec<Delivery>) {
    for item in news {
        match item {
            News::Entered { conversation, user, peer } => {
                deliveries.push(Delivery::Enter { conversation, user, peer });
            }
            News::Left { conversation, user, pos } => {
                deliveries.push(Delivery::Leave { conversation, user });
                let frame = Frame::new(&ServerFrame::Gone { conversation, pos }, FrameKind::News(pos));
                deliveries.push(Delivery::User { user, except: None, frame });
            }
            News::Event(event) => {
                let (conversation, pos) = (event.conversation, event.pos);
                let frame = Frame::new(&ServerFrame::Event(event), FrameKind::Event(pos));
                deliveries.push(Delivery::Conversation { conversation, except: None, frame });
            }
            News::Head { user, head, pos } => {
                let frame = Frame::new(&ServerFrame::Conversation { re: None, head }, FrameKind::News(pos));
                deliveries.push(Delivery::User { user, except: asker, frame });
            }
            News::Person { profile, pos, to } => {
                let frame = Frame::new(&ServerFrame::Person { profile, pos }, FrameKind::News(pos));
                deliveries.push(match to {
                    Audience::User(user) => Delivery::User { user, except: None, frame },
                    Audience::Conversation(conversation) => {
                        Delivery::Conversation { conversation, except: None, frame }
                    }
                    Audience::Peers(user) => Delivery::Peers { user, frame },
                });
            }
            News::Read { user, conversation, mark, unread_from, pos } => {
                let frame = Frame::new(&ServerFrame::Read { conversation, mark, unread_from }, FrameKind::News(pos));
                deliveries.push(Delivery::User { user, except: None, frame });
            }
            News::ReadBy { user, conversation, seq, pos, to } => {
                let frame = Frame::new(&ServerFrame::ReadBy { conversation, user, seq }, FrameKind::News(pos));
                let each = |user| Delivery::User { user, except: None, frame: frame.clone() };
                deliveries.extend(to.into_iter().map(each));
            }
            News::SharesReads { user, on, pos } => {
                let frame = Frame::new(&ServerFrame::SharesReads { on }, FrameKind::News(pos));
                deliveries.push(Delivery::User { user, except: None, frame });
            }
            News::Blocked { user, blocked, on, pos } => {
                deliveries.push(Delivery::Block { user, blocked, on });
                let frame = Frame::new(&ServerFrame::Blocked { user: blocked, on }, FrameKind::News(pos));
                deliveries.push(Delivery::User { user, except: None, frame });
            }
            News::SignedOut { user, device } => deliveries.push(Delivery::SignOut { user, device }),
        }
    }
}
