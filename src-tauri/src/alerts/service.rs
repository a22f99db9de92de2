//! Asks the notification service what it is and what it can, and sorts the ways in which it can be absent.

use hearth_client::view::AlertService;
use zbus::{Connection, fdo, names::WellKnownName};

use crate::bus::{self, BusError};

pub const NAME: WellKnownName<'static> = WellKnownName::from_static_str_unchecked("org.freedesktop.Notifications");
pub const PATH: &str = "/org/freedesktop/Notifications";
pub const INTERFACE: &str = "org.freedesktop.Notifications";

/// A service that answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Service {
    pub name: String,
    /// Clicks and buttons come back.
    pub actions: bool,
    /// The body is read as markup, so what people wrote must be escaped.
    pub markup: bool,
    /// A reply can be written in the notification itself.
    pub replies: bool,
}

/// Asks the service who it is. This starts one where the bus knows how.
///
/// # Errors
/// In what way there is none, as the window says it.
pub async fn ask(connection: &Connection) -> Result<Service, AlertService> {
    let information = call(connection, "GetServerInformation").await?;
    let (name, _vendor, _version, _spec) =
        information.body().deserialize::<(String, String, String, String)>().map_err(nonsense)?;
    let capabilities = call(connection, "GetCapabilities").await?;
    let capabilities = capabilities.body().deserialize::<Vec<String>>().map_err(nonsense)?;
    let has = |capability: &str| capabilities.iter().any(|known| known == capability);
    Ok(Service { name, actions: has("actions"), markup: has("body-markup"), replies: has("inline-reply") })
}

async fn call(connection: &Connection, method: &str) -> Result<zbus::Message, AlertService> {
    bus::limited(connection.call_method(Some(NAME), PATH, Some(INTERFACE), method, &())).await.map_err(absent)
}

/// In what way the service is missing.
pub fn absent(error: BusError) -> AlertService {
    match error {
        BusError::None(_) => AlertService::NoBus,
        BusError::Silent => AlertService::Silent,
        BusError::Refused(zbus::Error::InputOutput(_)) => AlertService::NoBus,
        BusError::Refused(zbus::Error::FDO(error)) if is_missing(&error) => AlertService::NoService,
        BusError::Refused(error) => AlertService::Failed { detail: error.to_string() },
    }
}

fn is_missing(error: &fdo::Error) -> bool {
    matches!(
        error,
        fdo::Error::ServiceUnknown(_)
            | fdo::Error::NameHasNoOwner(_)
            | fdo::Error::Disconnected(_)
            | fdo::Error::SpawnExecFailed(_)
            | fdo::Error::SpawnForkFailed(_)
            | fdo::Error::SpawnChildExited(_)
            | fdo::Error::SpawnChildSignaled(_)
            | fdo::Error::SpawnFailed(_)
            | fdo::Error::SpawnServiceNotFound(_)
            | fdo::Error::SpawnFileInvalid(_)
    )
}

fn nonsense(error: zbus::Error) -> AlertService {
    AlertService::Failed { detail: error.to_string() }
}
