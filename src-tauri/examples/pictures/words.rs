//! What is written on things, by the id of the message in the window's Fluent files. Only messages of one line are known.

use std::{collections::HashMap, path::Path};

use anyhow::{Context, Result};

/// One language's words.
pub struct Words(HashMap<String, String>);

impl Words {
    /// Reads the words of a language, such as `zh-CN`.
    ///
    /// # Errors
    /// When its files cannot be read.
    pub fn read(language: &str) -> Result<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/i18n").join(language);
        let mut words = HashMap::new();
        for file in std::fs::read_dir(&folder)? {
            let text = std::fs::read_to_string(file?.path())?;
            let messages = text.lines().filter_map(|line| line.split_once(" = "));
            words.extend(messages.map(|(id, value)| (id.to_owned(), value.to_owned())));
        }
        Ok(Self(words))
    }

    /// The words themselves. Of a message that holds something, such as a name, the longest part without it: things are
    /// found by a part of their name.
    ///
    /// # Errors
    /// When there is no such message.
    pub fn say(&self, id: &str) -> Result<&str> {
        let text = self.0.get(id).with_context(|| format!("no words for {id}"))?;
        let parts = text.split(['{', '}']).enumerate().filter(|(at, _)| at % 2 == 0);
        Ok(parts.map(|(_, part)| part.trim()).max_by_key(|part| part.len()).unwrap_or_default())
    }
}
