//! How people look for something in these tests, and what they see of it.

use anyhow::{Context as _, Result};
use fantoccini::key::Key;
use hearth_testkit::desk::Window;
use serde_json::Value;

const WATCH: &str = "
    if (window.rings) return;
    window.rings = [];
    const look = () => {
        const hit = document.querySelector('[data-bubble].hit');
        if (hit && window.rings.at(-1) !== hit) window.rings.push(hit);
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributeFilter: ['class'] });";

/// Keys pressed together.
pub fn held(modifiers: &[Key], key: &str) -> String {
    modifiers.iter().map(|&each| char::from(each)).chain(key.chars()).collect()
}

/// Presses one key.
pub async fn press(window: &Window, key: Key) -> Result<()> {
    window.type_keys(&String::from(char::from(key))).await
}

/// Opens the search with its key and asks this.
pub async fn look(window: &Window, keys: &str, text: &str) -> Result<()> {
    window.raise().await?;
    window.type_keys(keys).await?;
    ask(window, text).await
}

/// Asks this in the search box, which stands open.
pub async fn ask(window: &Window, text: &str) -> Result<()> {
    watch(window).await?;
    let field = window.find("combobox", "Search messages").await?;
    field.click().await?;
    field.clear().await?;
    Ok(field.send_keys(text).await?)
}

/// The rows of what was found say this, from the first to the last; headings are left out.
pub async fn finds(window: &Window, rows: &[&str]) -> Result<()> {
    let wanted = serde_json::to_string(rows)?;
    let script = format!(
        "const wanted = {wanted};
         const rows = [...document.querySelectorAll('.results [role=option]')].map((row) => row.textContent);
         return rows.length === wanted.length && wanted.every((words, at) => rows[at].includes(words));"
    );
    window.until_script(&format!("the list shows {rows:?}"), &script).await
}

/// Remembers from here on around which messages there was a ring: it goes after two seconds, and a driver may take longer.
pub async fn watch(window: &Window) -> Result<()> {
    window.script(WATCH).await.map(drop)
}

/// The message that got the last ring around it says this, and is on screen.
pub async fn stands_at(window: &Window, words: &str) -> Result<()> {
    let wanted = serde_json::to_string(words)?;
    let script = format!(
        "const hit = window.rings.at(-1);
         const log = document.querySelector('[role=log]');
         if (!hit?.isConnected || !log || !hit.textContent.includes({wanted})) return false;
         const [inside, around] = [hit.getBoundingClientRect(), log.getBoundingClientRect()];
         return inside.top >= around.top && inside.bottom <= around.bottom;"
    );
    window.until_script(&format!("“{words}” is gone to"), &script).await
}

/// Waits until the message with this id can be seen in the timeline, with all that was said in it.
pub async fn shows(window: &Window, message: &str) -> Result<()> {
    let script = format!(
        "const log = document.querySelector('[role=log].settled');
         const said = log?.querySelector('[data-message=\"{message}\"] [data-bubble]');
         if (!said) return false;
         const [inside, around] = [said.getBoundingClientRect(), log.getBoundingClientRect()];
         return inside.top >= around.top && inside.bottom <= around.bottom;"
    );
    window.until_script(&format!("the message {message} is on screen"), &script).await
}

/// The row of the list that the keys stand on, by its id: `hit-` and the message's for a message.
pub async fn active(window: &Window) -> Result<Option<String>> {
    let script = "return document.querySelector('[role=combobox]')?.getAttribute('aria-activedescendant') ?? null;";
    Ok(window.script(script).await?.as_str().map(str::to_owned))
}

/// How far the list of what was found is scrolled, in pixels; only once the row that the keys stand on is in sight.
pub async fn scrolled(window: &Window) -> Result<f64> {
    window
        .until_script(
            "the row that the keys stand on is in sight",
            "const list = document.querySelector('.results');
             const row = list?.querySelector('[aria-selected=true]');
             if (!row) return false;
             const [inside, around] = [row.getBoundingClientRect(), list.getBoundingClientRect()];
             return inside.top >= around.top - 1 && inside.bottom <= around.bottom + 1;",
        )
        .await?;
    let offset = window.script("return document.querySelector('.results').scrollTop;").await?;
    offset.as_f64().or_else(|| offset.as_i64().map(|offset| offset as f64)).context("an offset is a number")
}

/// The ids of the messages in the list, as far as they are drawn, from above.
pub async fn drawn(window: &Window) -> Result<Vec<String>> {
    let script = "return [...document.querySelectorAll('.results [id^=hit-]')].map((row) => row.id.slice(4));";
    let ids = window.script(script).await?;
    Ok(ids.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect())
}
