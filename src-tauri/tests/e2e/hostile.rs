//! Whatever somebody writes: in the real web view it stays words. The cases are those of the page's own test.

use anyhow::{Context, Result};
use hearth_testkit::{
    desk::{Stage, Window},
    people::Person,
    server::Hearth,
};
use serde_json::Value;

use crate::house::{app, picture};

const CASES: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/ui/tests/hostile.json"));

/// Looks around in the page: what must never be there, and what somebody hostile wants to happen.
const WATCH: &str = include_str!("hostile.js");

#[tokio::test]
async fn hostile_words_stay_words_in_the_real_web_view() -> Result<()> {
    let hearth = Hearth::start(|config| {
        config.limits.rate_per_second = 1000;
        config.limits.rate_burst = 1000;
    })
    .await?;
    let mallory = Person::join("Mallory", &hearth.owner_link()?).await?;
    mallory.makes_room("Cellar").await?;
    let link = mallory.invites_to("Cellar").await?;
    let stage = Stage::set(1280, 860).await?;
    let window = Window::open(&stage, app(), &["--profile", "ann"]).await?;
    window.join("Ann", "Fox", &link.to_string()).await?;
    window.open_conversation("Cellar").await?;
    window.script(WATCH).await?;

    let mut found = Vec::new();
    for (name, text) in cases()? {
        let message = mallory.says("Cellar", &text).await.with_context(|| name.clone())?;
        let look = format!("return window.hostile.look('{}');", message.0);
        window.until_script(&format!("“{name}” is on screen"), &look).await?;
        let seen = window.script("return window.hostile.seen;").await?;
        for each in seen.as_array().context("a list")? {
            found.push(format!("{name}: {each}"));
        }
    }
    let after = window.script("return window.hostile.whatHappened();").await?;
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(after, Value::Array(Vec::new()), "nothing ran, nothing was fetched, nothing was blocked on the way");

    // The window is as usable as before.
    window.write("Still here").await?;
    mallory.sees("Cellar", "Still here").await?;
    window.screenshot(&picture("hostile")?).await?;
    window.close().await
}

/// Name and words of each case. Long runs are written as what is repeated and how often.
fn cases() -> Result<Vec<(String, String)>> {
    let list: Vec<Value> = serde_json::from_str(CASES)?;
    list.iter()
        .map(|case| {
            let name = case["name"].as_str().context("a name")?;
            let text = match &case["text"] {
                Value::String(text) => text.clone(),
                Value::Array(parts) => parts.iter().map(part).collect::<Result<Vec<_>>>()?.concat(),
                other => anyhow::bail!("{name}: {other} is no text"),
            };
            Ok((name.to_owned(), text))
        })
        .collect()
}

fn part(part: &Value) -> Result<String> {
    if let Value::String(text) = part {
        return Ok(text.clone());
    }
    let of = part[0].as_str().context("what is repeated")?;
    let times = usize::try_from(part[1].as_u64().context("how often")?)?;
    Ok(of.repeat(times))
}
