//! The tray icon: only where the desktop has a place for it, and gone when that place goes. On Linux no clicks on the
//! icon arrive, so everything is in its menu.

use std::sync::{Mutex, PoisonError};

use futures_util::StreamExt as _;
use hearth_client::settings::Language;
use tauri::{
    AppHandle, Wry,
    image::Image,
    menu::{Menu, MenuItem, PredefinedMenuItem},
    tray::{TrayIcon, TrayIconBuilder},
};
use zbus::names::WellKnownName;

use crate::{bus, words::Words};

const WATCHER: WellKnownName<'static> = WellKnownName::from_static_str_unchecked("org.kde.StatusNotifierWatcher");
const ICON: &[u8] = include_bytes!("../../icons/tray@2x.png");
const ICON_UNREAD: &[u8] = include_bytes!("../../icons/tray-unread@2x.png");

/// What the tray tells.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Telling {
    pub unread: u32,
    /// Connections to the hearth in this app; None while it does not run.
    pub connected: Option<u32>,
    pub language: Language,
}

/// What a person does with the menu.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wish {
    Open,
    Quit,
}

/// The icon and its menu, while there is one.
#[derive(Default)]
pub struct Tray {
    standing: Mutex<Option<Standing>>,
    telling: Mutex<Telling>,
}

struct Standing {
    icon: TrayIcon<Wry>,
    unread: MenuItem<Wry>,
    hosting: MenuItem<Wry>,
    open: MenuItem<Wry>,
    quit: MenuItem<Wry>,
}

/// The library that draws the icon ends the whole app when it cannot be loaded, so that is tried here first.
#[must_use]
pub fn library_is_there() -> bool {
    ["libayatana-appindicator3.so.1", "libappindicator3.so.1"].into_iter().any(|name| {
        // SAFETY: loading runs the library's initialisers. These are the two libraries that the tray itself would
        // load next, in the same process.
        unsafe { libloading::Library::new(name) }.is_ok()
    })
}

/// Tells whether the desktop has a place for the icon, once at least, and after each change until the bus ends.
pub async fn watch(mut changed: impl FnMut(bool) + Send) {
    if !library_is_there() {
        tracing::info!("there is no tray library; Hearth runs without a tray icon");
        return changed(false);
    }
    let places = async { Ok::<_, bus::BusError>(Box::pin(bus::presence(&bus::session().await?, WATCHER).await?)) };
    match places.await {
        Ok(mut places) => {
            while let Some(there) = places.next().await {
                changed(there);
            }
        }
        Err(error) => {
            tracing::info!(%error, "the desktop cannot be asked for a tray");
            changed(false);
        }
    }
}

impl Tray {
    /// Puts the icon up. On the main thread only.
    ///
    /// # Errors
    /// When the desktop's libraries refuse.
    pub fn put_up(&self, app: &AppHandle, wish: impl Fn(Wish) + Send + Sync + 'static) -> tauri::Result<()> {
        let item = |id: &str, enabled| MenuItem::with_id(app, id, "", enabled, None::<&str>);
        let (unread, hosting) = (item("unread", false)?, item("hosting", false)?);
        let (open, quit) = (item("open", true)?, item("quit", true)?);
        let line = PredefinedMenuItem::separator(app)?;
        let menu = Menu::with_items(app, &[&open, &line, &unread, &hosting, &line, &quit])?;
        let icon = TrayIconBuilder::with_id("hearth")
            .title("Hearth")
            .menu(&menu)
            .icon(Image::from_bytes(ICON)?)
            .on_menu_event(move |_, event| match event.id().as_ref() {
                "open" => wish(Wish::Open),
                "quit" => wish(Wish::Quit),
                _ => {} // The other two lines only tell.
            })
            .build(app)?;
        let standing = Standing { icon, unread, hosting, open, quit };
        standing.say(*self.telling.lock().unwrap_or_else(PoisonError::into_inner), true)?;
        *self.standing.lock().unwrap_or_else(PoisonError::into_inner) = Some(standing);
        Ok(())
    }

    /// Takes the icon down. On the main thread only.
    pub fn take_down(&self, app: &AppHandle) {
        let standing = self.standing.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(standing) = standing {
            app.remove_tray_by_id(standing.icon.id());
        }
    }

    /// Shows the new state where there is an icon. On the main thread only.
    pub fn tell(&self, now: Telling) {
        let before = std::mem::replace(&mut *self.telling.lock().unwrap_or_else(PoisonError::into_inner), now);
        let standing = self.standing.lock().unwrap_or_else(PoisonError::into_inner);
        if before != now
            && let Some(standing) = &*standing
            && let Err(error) = standing.say(now, (before.unread > 0) != (now.unread > 0))
        {
            tracing::warn!(%error, "the tray could not be changed");
        }
    }
}

impl Standing {
    fn say(&self, now: Telling, icon_too: bool) -> tauri::Result<()> {
        let words = Words::of(now.language);
        self.open.set_text(words.say("tray-open"))?;
        self.quit.set_text(words.say("tray-quit"))?;
        self.unread.set_text(match now.unread {
            0 => words.say("tray-all-read"),
            count => words.count("tray-unread", "count", count),
        })?;
        self.hosting.set_text(match now.connected {
            Some(connected) => words.count("tray-hosting", "connected", connected),
            None => words.say("tray-not-hosting"),
        })?;
        if icon_too {
            let picture = if now.unread > 0 { ICON_UNREAD } else { ICON };
            self.icon.set_icon(Some(Image::from_bytes(picture)?))?;
        }
        Ok(())
    }
}
