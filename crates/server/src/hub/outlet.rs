//! The bounded queue between whoever has something to say and the one task that writes to a line.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use hearth_proto::{
    error::CloseCode,
    id::{DeviceId, Pos, UserId},
};
use tokio::sync::Notify;

use super::frame::{Frame, FrameKind};

/// Bytes that may wait for one line. When they are more, the line is closed as a slow reader and its queue dropped:
/// it reads on from the log.
pub const QUEUE_BYTES: usize = 1024 * 1024;
/// Frames that may wait for one line; the same happens.
pub const QUEUE_FRAMES: usize = 8192;
/// Above so many waiting frames, presence and typing are left out.
const PASSING_FRAMES: usize = 64;

/// One line's queue. Whoever pushes never waits.
#[derive(Debug)]
pub struct Outlet {
    id: u64,
    user: UserId,
    device: DeviceId,
    queue: Mutex<Queue>,
    wake: Notify,
}

#[derive(Debug, Default)]
struct Queue {
    frames: VecDeque<Frame>,
    bytes: usize,
    closing: Option<CloseCode>,
}

/// Whether the task behind the queue has to be woken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pushed {
    /// It was idle, or has to close.
    Wake,
    Quiet,
}

impl Outlet {
    #[must_use]
    pub fn new(id: u64, user: UserId, device: DeviceId) -> Self {
        Self { id, user, device, queue: Mutex::default(), wake: Notify::new() }
    }

    pub const fn id(&self) -> u64 {
        self.id
    }

    pub const fn user(&self) -> UserId {
        self.user
    }

    pub const fn device(&self) -> DeviceId {
        self.device
    }

    /// Queues a frame without waking; the caller wakes when its whole batch is queued.
    pub fn push(&self, frame: Frame) -> Pushed {
        let mut queue = self.lock();
        if queue.closing.is_some() {
            return Pushed::Quiet;
        }
        if frame.kind == FrameKind::Passing && queue.frames.len() >= PASSING_FRAMES {
            return Pushed::Quiet;
        }
        queue.bytes += frame.text.len();
        if queue.bytes > QUEUE_BYTES || queue.frames.len() >= QUEUE_FRAMES {
            queue.shut(CloseCode::SlowReader);
            return Pushed::Wake;
        }
        let idle = queue.frames.is_empty();
        queue.frames.push_back(frame);
        if idle { Pushed::Wake } else { Pushed::Quiet }
    }

    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Queues a frame and wakes.
    pub fn send(&self, frame: Frame) {
        if self.push(frame) == Pushed::Wake {
            self.wake();
        }
    }

    /// Says why the line ends. What is queued already still goes out, except to a slow reader.
    pub fn close(&self, code: CloseCode) {
        let mut queue = self.lock();
        if queue.closing.is_none() {
            queue.closing = Some(code);
        }
        drop(queue);
        self.wake();
    }

    /// Begins a line: the welcome goes first, then what happened after the snapshot it was made from.
    /// The welcome is not counted against the bound.
    pub fn begin(&self, welcome: Frame, snapshot: Pos) {
        let mut queue = self.lock();
        queue.frames.retain(|frame| frame.pos().is_none_or(|pos| pos > snapshot));
        queue.bytes = queue.frames.iter().map(|frame| frame.text.len()).sum();
        queue.frames.push_front(welcome);
        drop(queue);
        self.wake();
    }

    /// Waits until there is something to take. May return without.
    pub async fn ready(&self) {
        self.wake.notified().await;
    }

    /// Takes all that waits, and why the line should end after that, if it should.
    pub fn take(&self, into: &mut VecDeque<Frame>) -> Option<CloseCode> {
        let mut queue = self.lock();
        into.append(&mut queue.frames);
        queue.bytes = 0;
        if queue.frames.capacity() > 64 {
            queue.frames.shrink_to(8);
        }
        queue.closing
    }

    /// Whether the line must end now, even in the middle of writing.
    pub fn overflowed(&self) -> bool {
        self.lock().closing == Some(CloseCode::SlowReader)
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        // Nothing panics while it is held.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queue {
    fn shut(&mut self, code: CloseCode) {
        self.closing = Some(code);
        self.frames = VecDeque::new();
        self.bytes = 0;
    }
}

#[cfg(test)]
mod tests {
    use hearth_proto::{frame::ServerFrame, id::RequestId};
    use uuid::Uuid;

    use super::*;

    fn outlet() -> Outlet {
        Outlet::new(1, UserId(Uuid::nil()), DeviceId(Uuid::nil()))
    }

    fn frame(kind: FrameKind) -> Frame {
        Frame::new(&ServerFrame::Ok { re: RequestId(1) }, kind)
    }

    fn kinds(outlet: &Outlet) -> Vec<FrameKind> {
        let mut taken = VecDeque::new();
        outlet.take(&mut taken);
        taken.iter().map(|frame| frame.kind).collect()
    }

    #[test]
    fn a_line_begins_with_its_welcome_and_goes_on_after_its_snapshot() {
        let outlet = outlet();
        let early = [FrameKind::Event(Pos(4)), FrameKind::News(Pos(5)), FrameKind::Passing, FrameKind::Event(Pos(6))];
        for kind in early {
            outlet.push(frame(kind));
        }
        outlet.begin(frame(FrameKind::Event(Pos(5))), Pos(5));
        assert_eq!(kinds(&outlet), [FrameKind::Event(Pos(5)), FrameKind::Passing, FrameKind::Event(Pos(6))]);
    }

    #[test]
    fn a_full_queue_is_dropped_and_the_line_closed_as_slow() {
        let outlet = outlet();
        for pos in 0..QUEUE_FRAMES as u64 {
            outlet.push(frame(FrameKind::Event(Pos(pos))));
        }
        assert!(!outlet.overflowed());
        assert_eq!(outlet.push(frame(FrameKind::Reply)), Pushed::Wake);
        assert!(outlet.overflowed());
        let mut taken = VecDeque::new();
        assert_eq!(outlet.take(&mut taken), Some(CloseCode::SlowReader));
        assert!(taken.is_empty());
    }

    #[test]
    fn presence_and_typing_are_the_first_to_be_left_out() {
        let outlet = outlet();
        for _ in 0..PASSING_FRAMES {
            outlet.push(frame(FrameKind::Reply));
        }
        outlet.push(frame(FrameKind::Passing));
        outlet.push(frame(FrameKind::Event(Pos(1))));
        let kinds = kinds(&outlet);
        assert!(!kinds.contains(&FrameKind::Passing) && kinds.contains(&FrameKind::Event(Pos(1))));
    }
}
