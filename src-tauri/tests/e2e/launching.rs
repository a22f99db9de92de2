//! The start and the desktop's programs: what is seen before the page stands, and what another program hears of it.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use gtk::gdk_pixbuf::Pixbuf;
use hearth_testkit::desk::{Stage, Window, window::until};
use x11rb::{
    connection::Connection as _,
    protocol::xproto::{ConnectionExt as _, ImageFormat},
    rust_connection::RustConnection,
};

use crate::house::{app, free_port};

/// Red, green, blue and alpha. The app has nothing of this colour.
const MAGENTA: u32 = 0xff00_ffff;

/// What the app tells its web view, and nobody else.
const INTERPRETED: &str = "JSC_useJIT=0";

/// Where the kernel tells of the process of this name on this stage (proc(5), which cuts names after 15 letters).
fn process(stage: &Stage, name: &str) -> Result<PathBuf> {
    let home = format!("HOME={}", stage.home().display());
    for process in fs::read_dir("/proc")?.flatten() {
        let process = process.path();
        let its_name = fs::read_to_string(process.join("comm")).unwrap_or_default();
        if its_name.trim() == name && hears(&process, &home) {
            return Ok(process);
        }
    }
    bail!("no {name} runs on this stage")
}

/// Whether its environment has that.
fn hears(process: &Path, word: &str) -> bool {
    fs::read_to_string(process.join("environ")).unwrap_or_default().split('\0').any(|each| each == word)
}

/// Blue, green and red of the pixel in the middle of the screen.
fn middle(stage: &Stage) -> Result<[u8; 3]> {
    let (x, screen) = RustConnection::connect(Some(stage.display()))?;
    let root = x.setup().roots.get(screen).context("a display has a screen")?.root;
    let pixel = x.get_image(ImageFormat::Z_PIXMAP, root, 640, 430, 1, 1, u32::MAX)?.reply()?.data;
    pixel.first_chunk().copied().context("a pixel has three colours")
}

#[tokio::test]
async fn a_start_shows_how_the_app_was_left_until_its_page_stands() -> Result<()> {
    let stage = Stage::set(1280, 860).await?;
    let ann = Window::open(&stage, app(), &["--profile", "ann"]).await?;
    ann.host("Ann", "Fox", free_port()?).await?;
    ann.write("Left on the stove").await?;
    ann.sees("Left on the stove").await?;
    let image = stage.home().join("data/hearth-ann/launch-light.png");
    assert!(!image.exists(), "nothing is kept while the app runs");
    ann.close().await?;

    // Another picture of the same size in its place can be told from the page.
    let kept = Pixbuf::from_file(&image)?;
    kept.fill(MAGENTA);
    kept.savev(&image, "png", &[])?;
    let mut child = stage.command(app()).args(["--profile", "ann"]).spawn()?;
    let shows = |wanted: bool| {
        let stage = &stage;
        move || async move { Ok(((middle(stage)? == [0xff, 0, 0xff]) == wanted).then_some(())) }
    };
    until("the picture is on the screen", shows(true)).await?;
    until("the page is on the screen", shows(false)).await?;
    assert!(!image.exists(), "it is shown once");
    child.kill().await?;
    assert!(!image.exists(), "what is killed leaves none");

    // Settings are not what a start shows.
    let ann = Window::open(&stage, app(), &["--profile", "ann"]).await?;
    ann.sees("Left on the stove").await?;
    ann.press("button", "Settings").await?;
    ann.find("button", "Devices").await?;
    ann.close().await?;
    assert!(!image.exists());
    Ok(())
}

#[tokio::test]
async fn a_link_is_opened_by_the_desktops_program_which_hears_nothing_of_the_web_view() -> Result<()> {
    let stage = Stage::set(1280, 860).await?;
    // The desktop's program tells what it was given.
    let (tools, told) = (stage.home().join("tools"), stage.home().join("told"));
    fs::create_dir(&tools)?;
    let program = tools.join("xdg-open");
    fs::write(
        &program,
        format!("#!/bin/sh\n{{ echo \"$1\"; env; }} > '{0}.new' && mv '{0}.new' '{0}'\n", told.display()),
    )?;
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755))?;
    let path = format!("{}:{}", tools.display(), std::env::var("PATH")?);
    let ann = Window::open_with(&stage, app(), &["--profile", "ann"], &[("PATH", &path)]).await?;
    ann.host("Ann", "Fox", free_port()?).await?;
    ann.write("https://soup.example/recipes").await?;
    ann.press("link", "https://soup.example/recipes").await?;
    ann.press("button", "Open").await?;
    let heard = until("the desktop is asked", || async { Ok(fs::read_to_string(&told).ok()) }).await?;
    assert!(heard.starts_with("https://soup.example/recipes\n"), "{heard}");
    assert!(!heard.contains(INTERPRETED), "{heard}");
    assert!(hears(&process(&stage, "WebKitWebProces")?, INTERPRETED), "the web view was told");
    ann.close().await
}

#[tokio::test]
async fn opengl_is_in_the_apps_own_process_only_where_a_card_draws_it() -> Result<()> {
    let stage = Stage::set(1280, 860).await?;
    let ann = Window::open(&stage, app(), &["--profile", "ann"]).await?;
    ann.find("button", "Start hosting").await?;
    let loaded = fs::read_to_string(process(&stage, "hearth")?.join("maps"))?;
    let card = fs::read_dir("/dev/dri").is_ok_and(|mut cards| {
        cards.any(|card| card.is_ok_and(|card| card.file_name().to_string_lossy().starts_with("renderD")))
    });
    assert!(loaded.contains("libEGL.so"), "it was asked for");
    assert!(card || !loaded.contains("libEGL_mesa"), "{loaded}");
    ann.close().await
}
