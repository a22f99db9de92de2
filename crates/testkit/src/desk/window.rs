//! One real window of the real app, seen and used as a person does: by what is written on things, and by keys.
//!
//! Elements are found by role and accessible name, so a test that passes also says that the name is there for
//! people who cannot see the window.

use std::{path::Path, process::Stdio, time::Duration};

use anyhow::{Context, Result, bail};
use fantoccini::{
    Client, ClientBuilder,
    elements::{Element, ElementRef},
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

/// The app, started and connected to its driver.
pub struct Window {
    page: Client,
    driver: Child,
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
        let page = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://{address}"))
            .await
            .context("the app does not start under its driver")?;
        let window = Self { page, driver };
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
            let found = self.page.execute(FIND, vec![json!(role), json!(name)]).await?;
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
        Ok(self.page.execute(FIND, vec![json!(role), json!(name)]).await?.is_object())
    }

    /// Clicks it.
    ///
    /// # Errors
    /// When it does not appear or cannot be clicked.
    pub async fn press(&self, role: &str, name: &str) -> Result<()> {
        self.find(role, name).await?.click().await.with_context(|| format!("clicking {role} “{name}”"))
    }

    /// Empties a field and types into it with key events.
    ///
    /// # Errors
    /// When the field does not appear.
    pub async fn fill(&self, name: &str, text: &str) -> Result<()> {
        let field = self.find("textbox", name).await?;
        field.click().await?;
        field.clear().await?;
        field.send_keys(text).await?;
        Ok(())
    }

    /// Types into whatever has the focus. Keys without a character are in `fantoccini::key::Key`.
    ///
    /// # Errors
    /// When nothing has the focus.
    pub async fn type_keys(&self, keys: &str) -> Result<()> {
        self.page.active_element().await?.send_keys(keys).await?;
        Ok(())
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
        until(&format!("“{text}” goes"), || async { Ok((!self.text().await?.contains(text)).then_some(())) }).await
    }

    /// All text that is shown, and what fields hold.
    ///
    /// # Errors
    /// When the window does not answer.
    pub async fn text(&self) -> Result<String> {
        // Without the marks that keep scripts apart, which nobody sees.
        let script = "return (document.body.innerText + '\\n' + \
                      [...document.querySelectorAll('input,textarea')].map((f) => f.value).join('\\n')) \
                      .replace(/[\\u2068\\u2069]/g, '');";
        Ok(self.page.execute(script, vec![]).await?.as_str().unwrap_or_default().to_owned())
    }

    /// Runs a script in the page and returns its value.
    ///
    /// # Errors
    /// When the script throws.
    pub async fn script(&self, script: &str) -> Result<Value> {
        Ok(self.page.execute(script, vec![]).await?)
    }

    /// Waits until a script returns true.
    ///
    /// # Errors
    /// When it does not in time.
    pub async fn until_script(&self, what: &str, script: &str) -> Result<()> {
        until(what, || async { Ok((self.page.execute(script, vec![]).await? == Value::Bool(true)).then_some(())) })
            .await
    }

    /// Sets the window's size in pixels.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        self.page.set_window_size(width, height).await?;
        Ok(())
    }

    /// What the page shows, as a PNG.
    ///
    /// # Errors
    /// When it cannot be taken or written.
    pub async fn screenshot(&self, to: &Path) -> Result<()> {
        let png = self.page.screenshot().await?;
        std::fs::write(to, png)?;
        Ok(())
    }

    /// Closes the app as a session's end does, and waits until it is gone.
    ///
    /// # Errors
    /// When the driver does not end.
    pub async fn close(mut self) -> Result<()> {
        self.page.clone().close().await?;
        self.driver.kill().await?;
        Ok(())
    }
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
