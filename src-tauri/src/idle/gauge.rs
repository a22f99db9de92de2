//! What measures how long nobody has touched the computer: GNOME's monitor, the X server, or the screen saver's service.

use std::{sync::Arc, time::Duration};

use x11rb::{
    connection::Connection as _,
    protocol::{screensaver::ConnectionExt as _, xproto::Window},
    rust_connection::RustConnection,
};
use zbus::{
    Connection,
    names::WellKnownName,
    zvariant::{DynamicDeserialize, Type},
};

use crate::bus::{self, limited};

const MUTTER: Service = Service {
    name: "org.gnome.Mutter.IdleMonitor",
    path: "/org/gnome/Mutter/IdleMonitor/Core",
    interface: "org.gnome.Mutter.IdleMonitor",
    method: "GetIdletime",
};

/// Its specification names no unit; those who answer at all (KDE) count milliseconds.
const SCREEN_SAVER: Service = Service {
    name: "org.freedesktop.ScreenSaver",
    path: "/org/freedesktop/ScreenSaver",
    interface: "org.freedesktop.ScreenSaver",
    method: "GetSessionIdleTime",
};

/// Where a gauge is looked for.
pub struct Surroundings {
    pub bus: Option<Connection>,
    /// The X server. None also on Wayland, where it would see only what happens in X windows.
    pub display: Option<String>,
}

impl Surroundings {
    /// Those of this session.
    pub async fn of_session() -> Self {
        let wayland = std::env::var_os("WAYLAND_DISPLAY").is_some_and(|name| !name.is_empty());
        let display = std::env::var("DISPLAY").ok().filter(|name| !wayland && !name.is_empty());
        Self { bus: bus::session().await.ok(), display }
    }
}

/// Something that measures.
pub enum Gauge {
    Mutter(Connection),
    X11(Arc<Screen>),
    ScreenSaver(Connection),
}

/// A method that takes nothing and gives milliseconds.
struct Service {
    name: &'static str,
    path: &'static str,
    interface: &'static str,
    method: &'static str,
}

/// A line to an X server that has the extension.
pub struct Screen {
    server: RustConnection,
    root: Window,
}

impl Gauge {
    /// The best that is there and gives an answer.
    pub async fn find(around: &Surroundings) -> Option<Self> {
        let on_bus = |gauge: fn(Connection) -> Self| around.bus.clone().map(gauge);
        let screen = || async {
            let display = around.display.clone()?;
            let opened = tokio::task::spawn_blocking(move || Screen::open(&display)).await;
            opened.ok().flatten().map(|screen| Self::X11(Arc::new(screen)))
        };
        for gauge in [on_bus(Self::Mutter), screen().await, on_bus(Self::ScreenSaver)].into_iter().flatten() {
            if gauge.read().await.is_some() {
                tracing::debug!(gauge = gauge.name(), "it is known whether anybody is there");
                return Some(gauge);
            }
        }
        None
    }

    /// How long nobody has touched the computer; None: it does not say.
    pub async fn read(&self) -> Option<Duration> {
        match self {
            Self::Mutter(bus) => MUTTER.ask::<u64>(bus).await.map(Duration::from_millis),
            Self::ScreenSaver(bus) => SCREEN_SAVER.ask::<u32>(bus).await.map(u64::from).map(Duration::from_millis),
            Self::X11(screen) => {
                let screen = Arc::clone(screen);
                tokio::task::spawn_blocking(move || screen.idle()).await.ok().flatten()
            }
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Mutter(_) => MUTTER.name,
            Self::ScreenSaver(_) => SCREEN_SAVER.name,
            Self::X11(_) => "the X server",
        }
    }
}

impl Service {
    /// Asks without starting the service where it does not run.
    async fn ask<T>(&self, bus: &Connection) -> Option<T>
    where
        T: for<'a> DynamicDeserialize<'a> + Type,
    {
        let name = WellKnownName::from_static_str(self.name).ok()?;
        if !bus::is_there(bus, name).await.ok()? {
            return None;
        }
        let call = bus.call_method(Some(self.name), self.path, Some(self.interface), self.method, &());
        limited(call).await.ok()?.body().deserialize().ok()
    }
}

impl Screen {
    fn open(display: &str) -> Option<Self> {
        let (server, screen) = RustConnection::connect(Some(display)).ok()?;
        let root = server.setup().roots.get(screen)?.root;
        Some(Self { server, root })
    }

    fn idle(&self) -> Option<Duration> {
        let info = self.server.screensaver_query_info(self.root).ok()?.reply().ok()?;
        Some(Duration::from_millis(u64::from(info.ms_since_user_input)))
    }
}

#[cfg(test)]
mod tests {
    use futures_util::StreamExt as _;
    use hearth_testkit::desk::Stage;

    use super::*;

    const NEVER: Duration = Duration::from_secs(30);

    async fn until(gauge: &Gauge, wanted: impl Fn(Duration) -> bool) {
        let waiting = async {
            while !gauge.read().await.is_some_and(&wanted) {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(NEVER, waiting).await.expect("the gauge says so in time");
    }

    #[tokio::test]
    async fn the_x_server_counts_since_the_last_touch() {
        let stage = Stage::set(320, 240).await.expect("a stage");
        let around = Surroundings { bus: None, display: Some(stage.display().to_owned()) };
        let gauge = Gauge::find(&around).await.expect("a gauge");
        assert!(matches!(gauge, Gauge::X11(_)));
        until(&gauge, |idle| idle > Duration::from_millis(700)).await;
        let moved = stage.command("xdotool").args(["mousemove_relative", "9", "9"]).status().await.expect("xdotool");
        assert!(moved.success());
        until(&gauge, |idle| idle < Duration::from_millis(700)).await;
    }

    #[tokio::test]
    async fn a_desktop_that_measures_is_asked_first() {
        let stage = Stage::set(320, 240).await.expect("a stage");
        let build = || zbus::connection::Builder::address(stage.bus());
        let desktop = build().name(MUTTER.name).build().await.expect("a desktop on the bus");
        let answering = tokio::spawn(async move {
            let mut asked = zbus::MessageStream::from(&desktop);
            while let Some(Ok(message)) = asked.next().await {
                if message.header().member().is_some_and(|member| member == MUTTER.method) {
                    desktop.reply(&message.header(), &301_000_u64).await.expect("an answer");
                }
            }
        });
        let bus = build().build().await.expect("the bus");
        let around = Surroundings { bus: Some(bus), display: Some(stage.display().to_owned()) };
        let gauge = Gauge::find(&around).await.expect("a gauge");
        assert!(matches!(gauge, Gauge::Mutter(_)));
        assert_eq!(gauge.read().await, Some(Duration::from_secs(301)));
        answering.abort();
    }

    #[tokio::test]
    async fn where_nothing_measures_there_is_no_gauge() {
        assert!(Gauge::find(&Surroundings { bus: None, display: None }).await.is_none());
        let display = Some(":4095".to_owned());
        assert!(Gauge::find(&Surroundings { bus: None, display }).await.is_none(), "no server there");
        let stage = Stage::set(320, 240).await.expect("a stage");
        let bus = Some(zbus::connection::Builder::address(stage.bus()).build().await.expect("the bus"));
        assert!(Gauge::find(&Surroundings { bus, display: None }).await.is_none(), "a bus without a service");
    }
}
