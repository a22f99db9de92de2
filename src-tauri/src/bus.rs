//! The desktop's bus and the computer's: reached within a time limit, and asked which services are there.

use std::time::Duration;

use futures_util::{Stream, StreamExt as _};
use tokio::time::timeout;
use zbus::{
    Connection,
    fdo::DBusProxy,
    names::{BusName, WellKnownName},
};

/// How long a desktop service may take for an answer. A person notices half a second; a busy desktop needs two.
pub const LIMIT: Duration = Duration::from_secs(3);

/// Something on the bus did not go as it should.
#[derive(Debug, thiserror::Error)]
pub enum BusError {
    #[error("there is no bus: {0}")]
    None(zbus::Error),
    #[error("no answer within the time limit")]
    Silent,
    #[error(transparent)]
    Refused(#[from] zbus::Error),
}

/// Lets a call over the bus take no longer than the limit.
///
/// # Errors
/// What the call said, or that it said nothing in time.
pub async fn limited<T>(call: impl Future<Output = zbus::Result<T>>) -> Result<T, BusError> {
    timeout(LIMIT, call).await.map_err(|_| BusError::Silent)?.map_err(BusError::Refused)
}

/// Connects to the session bus.
///
/// # Errors
/// When there is none, or it does not answer.
pub async fn session() -> Result<Connection, BusError> {
    timeout(LIMIT, Connection::session()).await.map_err(|_| BusError::Silent)?.map_err(BusError::None)
}

/// Connects to the bus of the computer itself.
///
/// # Errors
/// When there is none, or it does not answer.
pub async fn system() -> Result<Connection, BusError> {
    timeout(LIMIT, Connection::system()).await.map_err(|_| BusError::Silent)?.map_err(BusError::None)
}

/// Whether somebody owns the name now. Nothing is started by asking.
///
/// # Errors
/// When the bus does not answer.
pub async fn is_there(connection: &Connection, name: WellKnownName<'static>) -> Result<bool, BusError> {
    limited(async { Ok(DBusProxy::new(connection).await?.name_has_owner(BusName::WellKnown(name)).await?) }).await
}

/// Whether somebody owns the name, now and after each change, until the bus ends.
///
/// # Errors
/// When the bus does not answer.
pub async fn presence(
    connection: &Connection,
    name: WellKnownName<'static>,
) -> Result<impl Stream<Item = bool> + Send + use<>, BusError> {
    let bus = limited(DBusProxy::new(connection)).await?;
    let changes = limited(bus.receive_name_owner_changed_with_args(&[(0, name.as_str())])).await?;
    let now = limited(async { Ok(bus.name_has_owner(BusName::WellKnown(name)).await?) }).await?;
    let later = changes.filter_map(async |change| change.args().ok().map(|args| args.new_owner().is_some()));
    Ok(futures_util::stream::iter([now]).chain(later))
}
