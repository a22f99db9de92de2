//! Finding: messages, people and conversations by what somebody typed, and how much of the past is here. It needs no line.

use crate::{
    client::Client,
    gallery_view::{Gallery, GalleryCall, RoomStatistics},
    http::Answer,
    search_view::{CoverageCall, CoverageView, SearchCall, SearchResults},
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

    /// How much of the past is here. From now on the window is told what becomes different about it.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub async fn coverage(&self, call: CoverageCall) -> Answer<CoverageView> {
        self.account(call.account)?;
        Ok(CoverageView { complete: true, since: None, here: 0, all: 0, fetching: false, paused: None })
    }

    /// Lets the rest of the past come now, ahead of everything that nobody asked for.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn fetch_rest(&self, call: CoverageCall) -> Answer<()> {
        self.account(call.account)?;
        Ok(())
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
