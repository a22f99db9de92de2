//! Writing histories out.

use crate::{
    archive_view::{ExportId, ExportView},
    client::Client,
};

impl Client {
    /// Gives up writing something out.
    pub fn cancel_export(&self, export: ExportId) {
        let _ = export;
    }

    /// The exports of this run of the app.
    #[must_use]
    pub fn exports(&self) -> Vec<ExportView> {
        Vec::new()
    }
}
