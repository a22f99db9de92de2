//! What the person does to messages: edit, delete, react, pin, forward. Each act is on this disk before it leaves.

use hearth_proto::id::MessageId;

use crate::{
    call::{EditCall, ForwardCall, MessageCall, PinCall, ReactCall},
    client::Client,
    http::Answer,
    view::Problem,
};

impl Client {
    /// Gives an own message other words.
    ///
    /// # Errors
    /// `empty` or `too_large`, or when the history cannot be written.
    pub async fn edit_message(&self, _call: EditCall) -> Answer<()> {
        Err(Problem::not_now("not yet"))
    }

    /// Erases a message.
    ///
    /// # Errors
    /// When the history cannot be written.
    pub async fn delete_message(&self, _call: MessageCall) -> Answer<()> {
        Err(Problem::not_now("not yet"))
    }

    /// Adds or takes back one emoji.
    ///
    /// # Errors
    /// When the history cannot be written.
    pub async fn react(&self, _call: ReactCall) -> Answer<()> {
        Err(Problem::not_now("not yet"))
    }

    /// Pins a message, or takes the pin out.
    ///
    /// # Errors
    /// When the history cannot be written.
    pub async fn pin_message(&self, _call: PinCall) -> Answer<()> {
        Err(Problem::not_now("not yet"))
    }

    /// Passes messages on to other conversations of the same account.
    ///
    /// # Errors
    /// When one of them is not here or was deleted, or the history cannot be written.
    pub async fn forward(&self, _call: ForwardCall) -> Answer<Vec<MessageId>> {
        Err(Problem::not_now("not yet"))
    }
}
