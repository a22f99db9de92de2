//! Reads JSON that other programs wrote, where anything may be missing or null.

use serde::{Deserialize, Deserializer};

/// What is null is as good as missing.
pub(super) fn or_default<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

/// Numbers that some versions write as text, and ids that are either.
pub(super) fn text_or_number<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Text(String),
        Number(serde_json::Number),
    }
    Ok(match Option::<Either>::deserialize(from)? {
        Some(Either::Text(text)) => text,
        Some(Either::Number(number)) => number.to_string(),
        None => String::new(),
    })
}
