//! One real window of the real app, seen and used as a person does: by what is written on things, and by keys.
//!
//! Elements are found by role and accessible name, so a test that passes also says that the name is there for
//! people who cannot see the window.

use std::{path::Path, process::Stdio, time::Duration};

use anyhow::{Context, Result, bail};
use fantoccini::{
    Client, ClientBuilder, Locator,
    actions::{InputSource as _, MouseActions, PointerAction},
    elements::{Element, ElementRef},
    error::CmdError,
    wd::Capabilities,
};
use serde_json::{Value, json};
use tokio::process::Child;

use super::Stage;

/// How long a person would wait for something to appear before calling it broken.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often the window is looked at while waiting.
const GLANCE: Duration = Duration::from_millis(50);

/// The key under which WebDriver names elements (W3C WebDriver, section 12).
const ELEMENT_KEY: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Finds what a person would find: visible elements, by role and name.
const FIND: &str = include_str!("find.js");

/// Says what the window shows as a JSON string in ASCII: the driver never answers when a value holds a character
/// beyond U+FFFF. Marks that only keep scripts apart are left out.
const TEXT: &str = include_str!("text.js");

/// How long the driver may take for one word.
const DRIVER_PATIENCE: Duration = Duration::from_secs(30);

/// The app, started and connected to its driver.
pub struct Window {
    page: Client,
    driver: Child,
    /// The app's process.
    app: u32,
    display: String,
}

/// An app that was stopped. It goes on when this is dropped, also where a test fails: what is stopped ends for nobody.
pub struct Frozen {
    app: u32,
}

impl Drop for Frozen {
    fn drop(&mut self) {
        // It may have been killed; then there is nothing to wake.
        let _ = std::process::Command::new("kill").args(["-CONT", &self.app.to_string()]).status();
    }
}

impl Window {
    /// Starts the app on the stage with these arguments and waits until its page is there.
    ///
    /// # Errors
    /// When driver or app do not start.
    pub async fn open(stage: &Stage, app: &Path, arguments: &[&str]) -> Result<Self> {
        Self::open_with(stage, app, arguments, &[]).await
    }

    /// The same, with more environment variables.
    ///
    /// # Errors
    /// When driver or app do not start.
    pub async fn open_with(
        stage: &Stage,
        app: &Path,
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> Result<Self> {
        let port = std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let driver = stage
            .command("WebKitWebDriver")
            .args(["--host=127.0.0.1", &format!("--port={port}")])
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .envs(environment.iter().copied())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("WebKitWebDriver does not start; `make test` installs it")?;
        let address = format!("127.0.0.1:{port}");
        until("the driver listens", || async { Ok(tokio::net::TcpStream::connect(&address).await.ok().map(drop)) })
            .await?;
        let mut capabilities = Capabilities::new();
        capabilities.insert("webkitgtk:browserOptions".into(), json!({ "binary": app, "args": arguments }));
        let mut builder = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new());
        let driver_url = format!("http://{address}");
        let started =
            tokio::time::timeout(DRIVER_PATIENCE, builder.capabilities(capabilities).connect(&driver_url)).await;
        let page =
            started.context("the app does not start in time")?.context("the app does not start under its driver")?;
        let app = driver.id().and_then(child_of).context("the app is a child of its driver")?;
        let window = Self { page, driver, app, display: stage.display().to_owned() };
        window
            .until_script(
                "the page is drawn",
                "return document.readyState === 'complete' && !!document.querySelector('main, [role=main]');",
            )
            .await?;
        Ok(window)
    }

    /// Waits until something with this role and name can be seen. The name may be a part, compared without case.
    ///
    /// # Errors
    /// When it does not appear in time; the error lists what is there instead.
    pub async fn find(&self, role: &str, name: &str) -> Result<Element> {
        let found = until(&format!("{role} “{name}” appears"), || async {
            let found = answer(self.page.execute(FIND, vec![json!(role), json!(name)])).await?;
            Ok(found.get(ELEMENT_KEY).and_then(Value::as_str).map(str::to_owned))
        })
        .await;
        match found {
            Ok(id) => Ok(Element::from_element_id(self.page.clone(), ElementRef::from(id))),
            Err(error) => Err(error.context(format!("the window shows:\n{}", self.text().await.unwrap_or_default()))),
        }
    }

    /// Whether something with this role and name can be seen now.
    ///
    /// # Errors
    /// When the window does not answer.
    pub async fn has(&self, role: &str, name: &str) -> Result<bool> {
        Ok(answer(self.page.execute(FIND, vec![json!(role), json!(name)])).await?.is_object())
    }

    /// Clicks it, as soon as nothing lies over it any more.
    ///
    /// # Errors
    /// When it does not appear or cannot be clicked.
    pub async fn press(&self, role: &str, name: &str) -> Result<()> {
        until(&format!("{role} “{name}” is clicked"), || async {
            let element = self.find(role, name).await?;
            answer(element.click()).await.with_context(|| format!("clicking {role} “{name}”")).map(Some)
        })
        .await
    }

    /// Empties a field and types into it with key events.
    ///
    /// # Errors
    /// When the field does not appear.
    pub async fn fill(&self, name: &str, text: &str) -> Result<()> {
        let field = self.find("textbox", name).await?;
        answer(field.click()).await?;
        answer(field.clear()).await?;
        // The driver refuses to type nothing.
        if text.is_empty() { Ok(()) } else { answer(field.send_keys(text)).await }
    }

    /// Types into whatever has the focus. Keys without a character are in `fantoccini::key::Key`.
    ///
    /// # Errors
    /// When nothing has the focus.
    pub async fn type_keys(&self, keys: &str) -> Result<()> {
        let active = answer(self.page.active_element()).await?;
        answer(active.send_keys(keys)).await
    }

    /// Moves the mouse off everything that would show that it is there. It rests in the corner.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn point_away(&self) -> Result<()> {
        let to_corner = PointerAction::MoveTo { duration: None, x: 0.0, y: 0.0 };
        answer(self.page.perform_actions(MouseActions::new("mouse".to_owned()).then(to_corner))).await
    }

    /// Chooses a file for the page's first file field, as the desktop's dialog would.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn choose_file(&self, file: &Path) -> Result<()> {
        let field = answer(self.page.find(Locator::Css("input[type=file]"))).await?;
        answer(field.send_keys(&file.to_string_lossy())).await
    }

    /// Waits until this text can be seen anywhere in the window.
    ///
    /// # Errors
    /// When it does not appear in time; the error shows the window's text.
    pub async fn sees(&self, text: &str) -> Result<()> {
        let seen =
            until(&format!("“{text}” appears"), || async { Ok(self.text().await?.contains(text).then_some(())) }).await;
        if let Err(error) = seen {
            bail!("{error:#}; the window shows:\n{}", self.text().await.unwrap_or_default());
        }
        Ok(())
    }

    /// Waits until this text is gone.
    ///
    /// # Errors
    /// When it stays.
    pub async fn no_longer_sees(&self, text: &str) -> Result<()> {
        let gone =
            until(&format!("“{text}” goes"), || async { Ok((!self.text().await?.contains(text)).then_some(())) }).await;
        if let Err(error) = gone {
            bail!("{error:#}; the window shows:\n{}", self.text().await.unwrap_or_default());
        }
        Ok(())
    }

    /// All text that is shown, and what fields hold.
    ///
    /// # Errors
    /// When the window does not answer.
    pub async fn text(&self) -> Result<String> {
        let said = self.page.execute(TEXT, vec![]);
        let ascii = answer(said).await?;
        Ok(serde_json::from_str(ascii.as_str().unwrap_or("\"\""))?)
    }

    /// Runs a script in the page and returns its value.
    ///
    /// # Errors
    /// When the script throws.
    pub async fn script(&self, script: &str) -> Result<Value> {
        answer(self.page.execute(script, vec![])).await
    }

    /// Waits until a script returns true.
    ///
    /// # Errors
    /// When it does not in time.
    pub async fn until_script(&self, what: &str, script: &str) -> Result<()> {
        until(what, || async {
            Ok((answer(self.page.execute(script, vec![])).await? == Value::Bool(true)).then_some(()))
        })
        .await
    }

    /// Sets the window's size in pixels.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        answer(self.page.set_window_size(width, height)).await
    }

    /// Brings the window to the front and gives it the keyboard.
    ///
    /// # Errors
    /// When the window manager does not do it in time.
    pub async fn raise(&self) -> Result<()> {
        self.look_up(&["windowactivate", "--sync"]).await.context("the window does not come to the front").map(drop)
    }

    /// The middle of the window, in pixels of the screen.
    ///
    /// # Errors
    /// When the app has no window on the screen.
    pub async fn middle(&self) -> Result<(i32, i32)> {
        let told = self.look_up(&["getwindowgeometry", "--shell"]).await?;
        let number = |name: &str| {
            let line = told.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
            line.and_then(|value| value.parse::<i32>().ok()).with_context(|| format!("the window has no {name}"))
        };
        Ok((number("X")? + number("WIDTH")? / 2, number("Y")? + number("HEIGHT")? / 2))
    }

    /// What the whole screen shows, as a PNG. The window is raised first. The driver's own pictures are not used: it
    /// waits for a next frame, and a page in which nothing moves draws none.
    ///
    /// # Errors
    /// When it cannot be taken or written.
    pub async fn screenshot(&self, to: &Path) -> Result<()> {
        self.raise().await?;
        self.import("root", to).await
    }

    /// The window alone, without its frame and what lies around it, as a PNG. Taken until two pictures are the same, so that
    /// none is taken halfway between two frames.
    ///
    /// # Errors
    /// When it cannot be taken or written, or what it shows never stands still.
    pub async fn portrait(&self, to: &Path) -> Result<()> {
        self.raise().await?;
        let found = self.look_up(&[]).await?;
        let id = found.lines().next().context("there is no window to take a picture of")?;
        let last = std::cell::RefCell::new(Vec::new());
        until("the window stands still", || async {
            self.import(id, to).await?;
            let now = std::fs::read(to)?;
            let same = *last.borrow() == now;
            last.replace(now);
            Ok(same.then_some(()))
        })
        .await
    }

    /// Finds the app's window among those on the screen, and lets xdotool do something with it.
    async fn look_up(&self, and: &[&str]) -> Result<String> {
        let mut xdotool = tokio::process::Command::new("xdotool");
        xdotool.env("DISPLAY", &self.display).stderr(Stdio::null()).kill_on_drop(true);
        // Both: by itself xdotool takes a window that fits either, and other people's windows have the same name.
        xdotool.args(["search", "--all", "--onlyvisible", "--pid", &self.app.to_string(), "--name", "Hearth|围炉"]);
        let done = tokio::time::timeout(PATIENCE, xdotool.args(and).output()).await.context("xdotool hangs")??;
        anyhow::ensure!(done.status.success(), "the app has no window on the screen");
        Ok(String::from_utf8_lossy(&done.stdout).into_owned())
    }

    async fn import(&self, window: &str, to: &Path) -> Result<()> {
        let mut import = tokio::process::Command::new("import");
        import
            .env("DISPLAY", &self.display)
            .args(["-define", "png:exclude-chunks=date,time", "-window", window])
            .arg(to);
        let done = tokio::time::timeout(PATIENCE, import.kill_on_drop(true).status()).await;
        anyhow::ensure!(done.context("the picture is not taken in time")??.success(), "there is no picture");
        Ok(())
    }

    /// Stops the app where it is, as on a computer that hangs, for as long as the answer is held. What it serves answers
    /// nobody meanwhile.
    ///
    /// # Errors
    /// When there is no such process.
    pub async fn freeze(&self) -> Result<Frozen> {
        self.signal("-STOP").await?;
        Ok(Frozen { app: self.app })
    }

    async fn signal(&self, signal: &str) -> Result<()> {
        let app = self.app.to_string();
        let done = tokio::process::Command::new("kill").args([signal, &app]).status().await?;
        anyhow::ensure!(done.success(), "the app takes no {signal}");
        Ok(())
    }

    /// Asks the app to end, as a desktop does at the end of a session, and waits until it has.
    ///
    /// # Errors
    /// When it does not end in time.
    pub async fn close(mut self) -> Result<()> {
        self.signal("-TERM").await?;
        let gone = until("the app has ended", || async { Ok((!alive(self.app)).then_some(())) }).await;
        self.driver.kill().await?;
        gone
    }
}

/// The app is the only child of its driver.
fn child_of(driver: u32) -> Option<u32> {
    let children = std::fs::read_to_string(format!("/proc/{driver}/task/{driver}/children")).ok()?;
    children.split_whitespace().next()?.parse().ok()
}

/// Whether the process runs. One that has ended and waits to be collected by its driver does not.
fn alive(process: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The state stands after the name, which is in brackets and may hold anything (proc(5)).
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
}

/// Waits for the driver's answer, but not for ever.
async fn answer<T>(word: impl Future<Output = Result<T, CmdError>>) -> Result<T> {
    let in_time = tokio::time::timeout(DRIVER_PATIENCE, word).await;
    Ok(in_time.with_context(|| format!("the driver did not answer in {} s", DRIVER_PATIENCE.as_secs()))??)
}

/// Looks again and again until there is a value, for as long as a person would be patient.
///
/// # Errors
/// The last failure, or that it did not happen in time.
pub async fn until<T, F, R>(what: &str, mut look: F) -> Result<T>
where
    F: FnMut() -> R,
    R: Future<Output = Result<Option<T>>>,
{
    let deadline = tokio::time::Instant::now() + PATIENCE;
    let mut glance = tokio::time::interval(GLANCE);
    loop {
        glance.tick().await;
        let last = look().await;
        if let Ok(Some(value)) = last {
            return Ok(value);
        }
        if tokio::time::Instant::now() >= deadline {
            return match last {
                Err(error) => Err(error.context(format!("waiting until {what}"))),
                Ok(_) => bail!("waited {} s until {what}, and it did not happen", PATIENCE.as_secs()),
            };
        }
    }
}
