//! Two real windows under a virtual display: one hosts, one joins, they chat in a room and in private and exchange a
//! picture. Numbered pictures of both windows land in `target/demo`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use hearth_testkit::desk::{Stage, Window};

/// What the demo holds in its hands: where pictures go, and the number of the next.
struct Album {
    folder: PathBuf,
    next: u32,
}

impl Album {
    async fn keep(&mut self, window: &Window, what: &str) -> Result<()> {
        let file = self.folder.join(format!("{:02}-{what}.png", self.next));
        self.next += 1;
        window.screenshot(&file).await?;
        println!("  {}", file.display());
        Ok(())
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let app = app()?;
    let mut album = Album { folder: Stage::gallery("demo")?, next: 1 };
    println!("Two windows under a virtual display; what they show is kept here:");
    let stage = Stage::set(1280, 860).await?;

    let ann = Window::open(&stage, &app, &["--profile", "ann"]).await?;
    album.keep(&ann, "first-start").await?;
    let port = hearth_testkit::server::Port::take()?.keep();
    ann.host("Ann", "Fox", port).await?;
    let link = ann.invite_link().await?;
    album.keep(&ann, "ann-hosts-and-has-an-invite").await?;

    let ben = Window::open(&stage, &app, &["--profile", "ben"]).await?;
    ben.join("Ben", "Bear", &link).await?;
    ben.open_conversation("Kitchen").await?;
    album.keep(&ben, "ben-has-joined").await?;

    ben.write("Hello Ann. Found it at once.").await?;
    ann.sees("Found it at once").await?;
    ann.write("欢迎！晚饭七点，饺子").await?;
    ann.send_emoji("dumpling").await?;
    ben.sees("🥟").await?;
    album.keep(&ann, "they-chat-in-the-room").await?;

    ben.paste_picture(&stage, &picture()?).await?;
    ann.find("button", "Picture from Ben").await?;
    album.keep(&ann, "a-picture-arrives").await?;

    ann.press("button", "Members").await?;
    ann.press("button", "Ben").await?;
    ann.press("button", "Write to Ben").await?;
    ann.find("textbox", "Message Ben").await?;
    ann.write("Between us: the cake is for Saturday.").await?;
    ben.open_conversation("Ann").await?;
    ben.sees("the cake is for Saturday").await?;
    album.keep(&ben, "a-private-chat").await?;

    ben.close().await?;
    ann.close().await?;
    println!("Done. The pictures lie in {}", album.folder.display());
    Ok(())
}

/// The app that was built together with this demo.
fn app() -> Result<PathBuf> {
    let demo = std::env::current_exe()?;
    let folder = demo.parent().and_then(Path::parent).context("an example lies two folders deep")?;
    Ok(folder.join("hearth"))
}

fn picture() -> Result<PathBuf> {
    Ok(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pictures/garden.png").canonicalize()?)
}
