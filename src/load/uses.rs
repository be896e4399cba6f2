//! What becomes of the texts of a file: one walk over its checked values beside their places.
//!
//! The schema says it of each text (`x-use`, and `x-names` of the keys of a map), beside the type
//! that the schema is made from, so that no list of keys can fall behind. Left out on purpose:
//! judgement of what the texts say.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::Value;

use crate::load::yaml::Node;
use crate::load::{raw, schema};

/// What becomes of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// It is set on a page as it is written.
    Set,
    /// It is set on a page as it is written, and names people.
    Name,
    /// It is running text, set on a page with its markup read.
    Running,
    /// It is set on a page as another office issued it, and not judged.
    Issued,
    /// It is read by programs or read aloud.
    Said,
    /// It is the path of a picture.
    Picture,
    /// It is for this program alone: an id, a path, a date, a choice.
    Code,
}

impl Use {
    /// Whether its characters stand on a page.
    #[must_use]
    pub fn is_set(self) -> bool {
        matches!(self, Use::Set | Use::Name | Use::Running | Use::Issued)
    }

    /// Whether it is set on a page as its editor wrote it.
    #[must_use]
    pub fn is_plain(self) -> bool {
        matches!(self, Use::Set | Use::Name)
    }

    fn named(name: &str) -> Option<Use> {
        match name {
            "set" => Some(Use::Set),
            "name" => Some(Use::Name),
            "issued" => Some(Use::Issued),
            "running" => Some(Use::Running),
            "said" => Some(Use::Said),
            "picture" => Some(Use::Picture),
            "code" => Some(Use::Code),
            _ => None,
        }
    }
}

/// Calls a closure with each text of a value, its place, and what becomes of it.
pub type See<'s> = dyn FnMut(&str, &Node, Use) + 's;

/// What a schema says of the texts of a value and of all that it holds.
#[derive(Debug, Default)]
pub struct Uses {
    /// Of the value itself, if it is a text.
    text: Option<Use>,
    /// Of keys that the editor names.
    names: Option<Use>,
    /// Of the values under keys that the schema names.
    keys: BTreeMap<String, Uses>,
    /// Of the values under all other keys.
    others: Option<Box<Uses>>,
    /// Of the items of a list.
    items: Option<Box<Uses>>,
}

/// Of `book.yaml`.
pub fn of_book() -> &'static Uses {
    static USES: OnceLock<Uses> = OnceLock::new();
    USES.get_or_init(|| Uses::of(&schema::with_uses::<raw::Book>()))
}

/// Of section files.
pub fn of_section() -> &'static Uses {
    static USES: OnceLock<Uses> = OnceLock::new();
    USES.get_or_init(|| Uses::of(&schema::with_uses::<raw::Section>()))
}

impl Uses {
    fn of(schema: &Value) -> Uses {
        Uses::below(schema, None)
    }

    /// As `of`; lists and maps hand what is said of them on to what they hold.
    fn below(schema: &Value, above: Option<Use>) -> Uses {
        let said = |keyword: &str| schema.get(keyword).and_then(Value::as_str).and_then(Use::named);
        let own = said("x-use").or(above);
        let inner = |keyword: &str| {
            let inner = schema.get(keyword).filter(|inner| inner.is_object());
            inner.map(|inner| Box::new(Uses::below(inner, own)))
        };
        let keys = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
        Uses {
            text: own,
            names: said("x-names"),
            keys: keys.map(|(key, schema)| (key.clone(), Uses::below(schema, None))).collect(),
            others: inner("additionalProperties"),
            items: inner("items"),
        }
    }

    /// Calls `see` with every text of a value, in the order of the file. Values that the schema
    /// does not know are passed over.
    pub fn each(&self, value: &Value, node: &Node, see: &mut See) {
        match value {
            Value::String(text) => {
                if let Some(used) = self.text {
                    see(text, node, used);
                }
            }
            Value::Array(items) => {
                let Some(uses) = &self.items else { return };
                for (index, item) in items.iter().enumerate() {
                    uses.each(item, node.item(index), see);
                }
            }
            Value::Object(map) => {
                for (key, at, node) in node.pairs() {
                    let uses = self.keys.get(key).or(self.others.as_deref());
                    let (Some(value), Some(uses)) = (map.get(key), uses) else { continue };
                    if let Some(used) = self.names {
                        see(key, at, used);
                    }
                    uses.each(value, node, see);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paths of texts of which a schema does not say what becomes of them.
    fn undeclared(schema: &Value, uses: &Uses, path: &str, out: &mut Vec<String>) {
        let text = match &schema["type"] {
            Value::String(one) => one == "string",
            Value::Array(many) => many.iter().any(|one| one == "string"),
            _ => false,
        };
        // A choice of the schema's own is no text.
        let choice = schema.get("enum").is_some() || schema.get("const").is_some();
        if text && !choice && uses.text.is_none() {
            out.push(path.to_owned());
        }
        for (key, inner) in schema["properties"].as_object().into_iter().flatten() {
            match uses.keys.get(key) {
                Some(uses) => undeclared(inner, uses, &format!("{path}/{key}"), out),
                None => out.push(format!("{path}/{key}")),
            }
        }
        if let Some(uses) = &uses.items {
            undeclared(&schema["items"], uses, &format!("{path}/-"), out);
        }
        if let Some(inner) = &uses.others {
            if uses.names.is_none() {
                out.push(format!("{path} (keys)"));
            }
            undeclared(&schema["additionalProperties"], inner, &format!("{path}/*"), out);
        }
    }

    #[test]
    fn the_schema_says_of_each_text_what_becomes_of_it() {
        let mut out = Vec::new();
        undeclared(&schema::with_uses::<raw::Book>(), of_book(), "book", &mut out);
        undeclared(&schema::with_uses::<raw::Section>(), of_section(), "section", &mut out);
        assert_eq!(out, [""; 0], "give each an `x-use` in `load/raw.rs`");
    }

    #[test]
    fn editors_get_the_schema_without_our_notes() {
        for schema in [schema::of::<raw::Book>(), schema::of::<raw::Section>()] {
            assert!(!schema.to_string().contains("\"x-"), "{schema}");
        }
    }
}
