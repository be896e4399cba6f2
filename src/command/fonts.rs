//! `fonts`: the faces in the binary, with their licences.

use anyhow::{Context as _, Result};

use crate::assets::faces;
use crate::command::terminal::Terminal;

pub(super) fn run(terminal: &Terminal) -> Result<u8> {
    let manifest: toml::Value = toml::from_str(faces::MANIFEST).context("fonts.toml")?;
    let faces =
        manifest.get("face").and_then(toml::Value::as_array).context("fonts.toml has no faces")?;
    for face in faces {
        let fact = |key| match face.get(key) {
            Some(toml::Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => String::new(),
        };
        let (family, weight, version) = (fact("family"), fact("weight"), fact("version"));
        let (licence, characters) = (fact("licence"), fact("characters"));
        terminal.data(&format!("{family}\t{weight}\t{version}\t{licence}\t{characters}\n"))?;
    }
    Ok(0)
}
