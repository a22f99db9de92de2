//! Whether the computer runs on its battery, as UPower tells it (<https://upower.freedesktop.org/docs/UPower.html>).
//! Where nobody tells, or in time, it counts as plugged in.

use std::pin::pin;

use futures_util::{
    StreamExt as _,
    stream::{BoxStream, select},
};
use zbus::{Connection, MatchRule, MessageStream, OwnedVariant, message::Type, names::WellKnownName};

use crate::bus::{self, BusError, limited};

const SERVICE: WellKnownName<'static> = WellKnownName::from_static_str_unchecked(NAME);
const NAME: &str = "org.freedesktop.UPower";
const PATH: &str = "/org/freedesktop/UPower";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";

/// Tells for ever whether the computer runs on its battery: at once, and whenever it becomes different.
pub async fn watch<Told: Future<Output = ()>>(tell: impl FnMut(bool) -> Told) {
    let watched = match bus::system().await {
        Ok(bus) => follow(&bus, tell).await,
        Err(error) => Err(error),
    };
    if let Err(error) = watched {
        tracing::debug!(%error, "nobody says what the computer runs on");
    }
}

async fn follow<Told: Future<Output = ()>>(
    bus: &Connection,
    mut tell: impl FnMut(bool) -> Told,
) -> Result<(), BusError> {
    let rule = MatchRule::builder()
        .msg_type(Type::Signal)
        .path(PATH)
        .interface(PROPERTIES)
        .member("PropertiesChanged")
        .arg(0, NAME)
        .build()?;
    let changes = limited(MessageStream::for_match_rule(rule, bus, None)).await?;
    let comings = bus::presence(bus, SERVICE).await?;
    // Both only say that the answer may be another one.
    let stirs: [BoxStream<'_, ()>; 2] = [changes.map(drop).boxed(), comings.map(drop).boxed()];
    let [changes, comings] = stirs;
    let mut stirs = pin!(select(changes, comings));
    let mut told = None;
    while stirs.next().await.is_some() {
        let battery = ask(bus).await.unwrap_or(false);
        if told.replace(battery) != Some(battery) {
            tell(battery).await;
        }
    }
    Ok(())
}

/// None: nobody says.
async fn ask(bus: &Connection) -> Option<bool> {
    if !bus::is_there(bus, SERVICE).await.ok()? {
        return None;
    }
    let call = bus.call_method(Some(NAME), PATH, Some(PROPERTIES), "Get", &(NAME, "OnBattery"));
    let answer = limited(call).await.ok()?;
    bool::try_from(answer.body().deserialize::<OwnedVariant>().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use std::{
        collections::HashMap,
        sync::{
            Arc,
            atomic::{AtomicBool, Ordering},
        },
    };

    use hearth_testkit::desk::Stage;
    use tokio::sync::mpsc;
    use zbus::Variant;

    use super::*;

    /// UPower, played on the stage's bus.
    struct Played {
        bus: Connection,
    }

    impl Played {
        /// It answers every question with what stands in `battery`.
        async fn begin(stage: &Stage, battery: Arc<AtomicBool>) -> Self {
            let bus = on(stage).await;
            let mut asked = MessageStream::from(&bus);
            bus.request_name(NAME).await.expect("the name");
            let own = bus.clone();
            tokio::spawn(async move {
                while let Some(Ok(call)) = asked.next().await {
                    if call.header().member().is_some_and(|member| member == "Get") {
                        let now = battery.load(Ordering::SeqCst);
                        own.reply(&call.header(), &Variant::from(now)).await.expect("an answer");
                    }
                }
            });
            Self { bus }
        }

        async fn says_that_something_changed(&self) {
            let changed: HashMap<&str, Variant<'_>> = HashMap::new();
            let what = (NAME, changed, vec!["OnBattery"]);
            self.bus.emit_signal(None::<&str>, PATH, PROPERTIES, "PropertiesChanged", &what).await.expect("a signal");
        }
    }

    async fn on(stage: &Stage) -> Connection {
        zbus::connection::Builder::address(stage.bus()).build().await.expect("the bus")
    }

    /// What is told, as it is told.
    async fn listen(stage: &Stage) -> mpsc::UnboundedReceiver<bool> {
        let bus = on(stage).await;
        let (told, heard) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            let tell = |battery| {
                // Whoever listened may have heard enough.
                told.send(battery).ok();
                std::future::ready(())
            };
            follow(&bus, tell).await.expect("it can be followed");
        });
        heard
    }

    #[tokio::test]
    async fn what_upower_says_is_told_whenever_it_changes() {
        let stage = Stage::set(320, 240).await.expect("a stage");
        let battery = Arc::new(AtomicBool::new(true));
        let upower = Played::begin(&stage, battery.clone()).await;
        let mut heard = listen(&stage).await;
        assert_eq!(heard.recv().await, Some(true));
        battery.store(false, Ordering::SeqCst);
        upower.says_that_something_changed().await;
        assert_eq!(heard.recv().await, Some(false));
        battery.store(true, Ordering::SeqCst);
        upower.says_that_something_changed().await;
        assert_eq!(heard.recv().await, Some(true));
    }

    #[tokio::test]
    async fn without_the_service_it_counts_as_plugged_in_until_one_comes() {
        let stage = Stage::set(320, 240).await.expect("a stage");
        let mut heard = listen(&stage).await;
        assert_eq!(heard.recv().await, Some(false));
        let battery = Arc::new(AtomicBool::new(true));
        let upower = Played::begin(&stage, battery).await;
        assert_eq!(heard.recv().await, Some(true));
        upower.bus.release_name(NAME).await.expect("it goes");
        assert_eq!(heard.recv().await, Some(false));
    }

    #[tokio::test]
    async fn a_service_that_never_answers_is_not_waited_for() {
        let stage = Stage::set(320, 240).await.expect("a stage");
        let silent = on(&stage).await;
        silent.request_name(NAME).await.expect("the name");
        assert_eq!(listen(&stage).await.recv().await, Some(false));
    }
}
