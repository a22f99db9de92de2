//! The launch image: how the window looked when the app ended, shown over the page from the first moment until the page
//! stands. What a start shows first is what was left, so nothing moves when the page takes over.
//!
//! It lies on the disk between two runs only: written when the app ends well, and gone as soon as it is read. What is
//! deleted while the app runs is in no image.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use gtk::{
    cairo,
    gdk::prelude::GdkContextExt as _,
    gdk_pixbuf::Pixbuf,
    gio,
    glib::{self, SignalHandlerId, ToValue as _},
    prelude::{ObjectExt as _, WidgetExt as _},
};
use tauri::WebviewWindow;
use tokio::{sync::oneshot, time::timeout};
use webkit2gtk::{SnapshotOptions, SnapshotRegion, WebViewExt as _};

/// A page that stands by then never says so.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long the end of the app waits for its image.
const FAREWELL: Duration = Duration::from_secs(1);

/// Whether a start would show what the page shows now; the page defines it.
const RESTS: &str = "globalThis.rests?.() === true";

/// What draws it over the page, while it is shown.
type Drawing = Arc<Mutex<Option<SignalHandlerId>>>;

/// The image of one profile.
#[derive(Debug)]
pub struct LaunchImage {
    home: PathBuf,
    drawing: Drawing,
}

impl LaunchImage {
    #[must_use]
    pub fn new(home: &Path) -> Self {
        Self { home: home.to_owned(), drawing: Drawing::default() }
    }

    /// Takes the image of this theme from the disk, and shows it until [`LaunchImage::lift`] where there is a good one. On the main
    /// thread, before the window is on the screen.
    ///
    /// # Errors
    /// When the window is going.
    pub fn raise(&self, window: &WebviewWindow, dark: bool) -> tauri::Result<()> {
        let bytes = fs::read(self.path(dark)).ok();
        self.forget();
        let Some(bytes) = bytes else { return Ok(()) };
        let drawing = Arc::clone(&self.drawing);
        window.with_webview(move |webview| {
            // One that was cut off is none.
            let stream = gio::MemoryInputStream::from_bytes(&glib::Bytes::from_owned(bytes));
            let Ok(image) = Pixbuf::from_stream(&stream, gio::Cancellable::NONE) else { return };
            let view = webview.inner();
            // After the web view has drawn itself: its frames go on beneath.
            let handler = view.connect_local("draw", true, move |values| {
                let page = values.first().and_then(|value| value.get::<gtk::Widget>().ok());
                let context = values.get(1).and_then(|value| value.get::<cairo::Context>().ok());
                if let (Some(page), Some(context)) = (page, context) {
                    draw(&image, &page, &context);
                }
                Some(false.to_value())
            });
            *lock(&drawing) = Some(handler);
            glib::timeout_add_local_once(PATIENCE, move || uncover(&view, &drawing));
        })
    }

    /// The page stands, and is seen from now on. Nothing happens where it is seen already.
    ///
    /// # Errors
    /// When the window is going.
    pub fn lift(&self, window: &WebviewWindow) -> tauri::Result<()> {
        let drawing = Arc::clone(&self.drawing);
        window.with_webview(move |webview| uncover(&webview.inner(), &drawing))
    }

    /// Keeps how the window looks in this theme, if a start would show the same.
    pub async fn keep(&self, window: &WebviewWindow, dark: bool) {
        if timeout(FAREWELL, self.take(window, dark)).await.is_err() {
            tracing::debug!("the launch image was not ready in time");
        }
    }

    async fn take(&self, window: &WebviewWindow, dark: bool) {
        let (said, rests) = oneshot::channel();
        let said = Mutex::new(Some(said));
        let asked = window.eval_with_callback(RESTS, move |answer| {
            if let Some(said) = lock(&said).take() {
                let _ = said.send(answer == "true");
            }
        });
        if asked.is_err() || rests.await != Ok(true) {
            return;
        }
        let (kept, done) = oneshot::channel();
        let path = self.path(dark);
        let asked = window.with_webview(move |webview| {
            let (region, options) = (SnapshotRegion::Visible, SnapshotOptions::NONE);
            webview.inner().snapshot(region, options, gio::Cancellable::NONE, move |surface| {
                if let Err(error) = surface.and_then(|surface| write(surface, &path)) {
                    tracing::debug!(%error, "there is no launch image");
                }
                let _ = kept.send(());
            });
        });
        if asked.is_ok() {
            let _ = done.await;
        }
    }

    /// Takes it off the disk.
    pub fn forget(&self) {
        for dark in [false, true] {
            let _ = fs::remove_file(self.path(dark));
        }
    }

    fn path(&self, dark: bool) -> PathBuf {
        self.home.join(if dark { "launch-dark.png" } else { "launch-light.png" })
    }
}

/// Lets the page be seen.
fn uncover(page: &webkit2gtk::WebView, drawing: &Drawing) {
    if let Some(handler) = lock(drawing).take() {
        page.disconnect(handler);
        page.queue_draw();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Draws the image where it covers the whole of the page, pixel for pixel.
fn draw(image: &Pixbuf, page: &gtk::Widget, context: &cairo::Context) {
    let scale = page.scale_factor();
    if (image.width(), image.height()) != (page.allocated_width() * scale, page.allocated_height() * scale) {
        return;
    }
    let drawn = context.save().and_then(|()| {
        context.scale(f64::from(scale).recip(), f64::from(scale).recip());
        context.set_source_pixbuf(image, 0.0, 0.0);
        context.paint()?;
        context.restore()
    });
    if let Err(error) = drawn {
        tracing::debug!(%error, "the launch image could not be drawn");
    }
}

fn write(surface: cairo::Surface, path: &Path) -> Result<(), glib::Error> {
    let failed = |what: &str| glib::Error::new(gio::IOErrorEnum::Failed, what);
    let surface = cairo::ImageSurface::try_from(surface).map_err(|_| failed("it is no image"))?;
    let (width, height) = (surface.width(), surface.height());
    let image =
        gtk::gdk::pixbuf_get_from_surface(&surface, 0, 0, width, height).ok_or_else(|| failed("it is empty"))?;
    // Quick rather than small: somebody waits for the end.
    image.savev(path, "png", &[("compression", "1")])
}
