//! Finding: messages, people and conversations by what somebody typed, and how much of the past is here. It needs no line.

use crate::{
    client::Client,
    gallery_view::{Gallery, GalleryCall, RoomStatistics},
    http::Answer,
    search_view::{SearchCall, SearchResults},
    view::Key,
};

impl Client {
    /// One page of what fits the question.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub async fn search(&self, call: SearchCall) -> Answer<SearchResults> {
        self.account(call.account)?;
        Ok(SearchResults::default())
    }

    /// Everything of one kind that was sent to a conversation.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub async fn gallery(&self, call: GalleryCall) -> Answer<Gallery> {
        self.account(call.key.account)?;
        Ok(Gallery::default())
    }

    /// Figures about a conversation.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub async fn statistics(&self, key: Key) -> Answer<RoomStatistics> {
        self.account(key.account)?;
        Ok(RoomStatistics::default())
    }
}
