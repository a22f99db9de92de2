//! A desk nobody sits at: a virtual display with a window manager, a session bus and a notification service, and the
//! real app in real windows on it, driven from outside.

pub mod dialog;
pub mod hand;
pub mod person;
pub mod stage;
pub mod window;

pub use dialog::Dialog;
pub use hand::Hand;
pub use stage::Stage;
pub use window::Window;
