//! Files against their JSON Schema: reports all violations of a file at once.
//!
//! A violation is reported with its place and taken out, so that the rest can be read on and its
//! own violations found too. The schema is made from `raw`, and is the one that editors get.

use std::sync::OnceLock;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::diag::{Code, Findings, msg};
use crate::load::raw;
use crate::load::reasons;
use crate::load::terms::Terms;
use crate::load::validate::{Schema, Violation};
use crate::load::violations::{self, Context, schema_at};
use crate::load::yaml::Node;

/// The schema of `book.yaml`.
pub fn book() -> &'static Schema {
    static BOOK: OnceLock<Schema> = OnceLock::new();
    BOOK.get_or_init(|| Schema::new(of::<raw::Book>()))
}

/// The schema of `terms.yaml`.
pub fn terms() -> &'static Schema {
    static TERMS: OnceLock<Schema> = OnceLock::new();
    TERMS.get_or_init(|| Schema::new(of::<Terms>()))
}

/// The JSON Schema (draft 2020-12) of a source type, without references so that every editor
/// follows it.
#[must_use]
pub fn of<T: JsonSchema>() -> Value {
    let mut schema = with_uses::<T>();
    drop_notes(&mut schema);
    schema
}

/// The same with what becomes of each text (see `uses`), which editors do not get.
#[must_use]
pub fn with_uses<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|s| s.inline_subschemas = true);
    let mut schema = settings.into_generator().into_root_schema_for::<T>().to_value();
    tidy(&mut schema);
    schema
}

fn drop_notes(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            map.retain(|key, _| !key.starts_with("x-"));
            map.values_mut().for_each(drop_notes);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_notes),
        _ => {}
    }
}

/// Gives a schema the form that editors show best. Defaults are for reading broken files on; to an
/// editor they would be advice to write them. Words to choose from stand in one list, described
/// beside it, and without `null`: leaving the key out says the same.
fn tidy(schema: &mut Value) {
    match schema {
        Value::Object(keywords) => {
            keywords.values_mut().for_each(tidy);
            keywords.remove("default");
            if let Some((words, descriptions)) = keywords.get("oneOf").and_then(words) {
                keywords.remove("oneOf");
                keywords.insert("type".to_owned(), "string".into());
                keywords.insert("enum".to_owned(), words);
                keywords.insert("enumDescriptions".to_owned(), descriptions);
            }
            // A choice that may be left out: the choice.
            let choice = keywords.get("anyOf").and_then(optional_choice).cloned();
            if let Some(Value::Object(choice)) = choice {
                keywords.remove("anyOf");
                for (keyword, value) in choice {
                    keywords.entry(keyword).or_insert(value);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}

/// Constants and their descriptions, if `one_of` is made of such.
fn words(one_of: &Value) -> Option<(Value, Value)> {
    let words: Option<Vec<(&Value, &Value)>> = one_of
        .as_array()?
        .iter()
        .map(|one| Some((one.get("const")?, one.get("description")?)))
        .collect();
    let (words, descriptions): (Vec<_>, Vec<_>) = words?.into_iter().unzip();
    Some((words.into_iter().cloned().collect(), descriptions.into_iter().cloned().collect()))
}

/// The one of `any_of` that lists words, if the other is nothing.
fn optional_choice(any_of: &Value) -> Option<&Value> {
    match any_of.as_array()?.as_slice() {
        [choice, other] if other.get("type")? == "null" && choice.get("enum").is_some() => {
            Some(choice)
        }
        _ => None,
    }
}

/// Reads a value as a source type. What breaks the schema becomes findings and is taken out of the
/// value, which is given back, too.
pub(crate) fn read<T: DeserializeOwned>(
    schema: &Schema,
    mut value: Value,
    node: &Node,
    found: &mut Findings,
) -> Option<(T, Value)> {
    drop_nulls(&mut value, schema.value());
    if !value.is_object() {
        let message = msg!("文件的最外层应为“键: 值”", "the file must be made of `key: value`");
        found.add(Code::Y06, Some(&node.at), message);
        return None;
    }
    let violations = schema.violations(&value);
    violations::report(
        &Context { schema: schema.value(), value: &value, node },
        &violations,
        found,
    );
    let wrong = violations.into_iter().filter(|it| !is_harmless(&it.violation));
    let wrong: Vec<String> = wrong.map(|it| it.pointer).collect();
    for pointer in &wrong {
        take_out(schema.value(), &mut value, pointer);
    }
    match T::deserialize(&value) {
        Ok(read) => Some((read, value)),
        Err(error) => {
            let reason = reasons::in_chinese(&error.to_string());
            let message = msg!("文件读不成书：{reason}", "the file does not make a book: {error}");
            found.add(Code::Y06, Some(&node.at), message);
            None
        }
    }
}

/// `key:` with nothing behind it is the same as no key, where the schema knows the key. Another may
/// be words: `{text: 甲, 乙}` has the key `乙`.
fn drop_nulls(value: &mut Value, schema: &Value) {
    match value {
        Value::Object(map) => {
            let known = |key: &str| schema.get("properties").and_then(|keys| keys.get(key));
            map.retain(|key, value| !value.is_null() || known(key).is_none());
            for (key, value) in map {
                known(key).into_iter().for_each(|schema| drop_nulls(value, schema));
            }
        }
        Value::Array(items) => {
            let Some(schema) = schema.get("items") else { return };
            items.iter_mut().for_each(|item| drop_nulls(item, schema));
        }
        _ => {}
    }
}

/// What does not keep the rest from being read: every key has a default.
fn is_harmless(violation: &Violation) -> bool {
    matches!(
        violation,
        Violation::Unknown(..)
            | Violation::Missing(_)
            | Violation::TooFew(_)
            | Violation::Pattern(_)
    )
}

fn take_out(schema: &Value, value: &mut Value, pointer: &str) {
    let Some((parent, last)) = pointer.rsplit_once('/') else {
        return;
    };
    // Nothing can stand for a word that is none of those to choose from: the list goes.
    let is_choice = schema_at(schema, pointer).is_some_and(|schema| schema["enum"].is_array());
    if is_choice && value.pointer(parent).is_some_and(Value::is_array) {
        return take_out(schema, value, parent);
    }
    match value.pointer_mut(parent) {
        Some(Value::Object(map)) => {
            map.remove(&last.replace("~1", "/").replace("~0", "~"));
        }
        // An item is emptied and not removed: later places count from it.
        Some(Value::Array(items)) => {
            let index = last.parse::<usize>().ok();
            if let Some(item) = index.and_then(|i| items.get_mut(i)) {
                *item = empty(schema_at(schema, pointer), item);
            }
        }
        _ => {}
    }
}

/// What stands for an item that had the wrong type.
fn empty(schema: Option<&Value>, item: &Value) -> Value {
    let kind = schema.map(|schema| &schema["type"]);
    match kind.and_then(Value::as_str) {
        // Of several types, that of the item.
        None if item.is_object() => Value::Object(serde_json::Map::new()),
        Some("object") => Value::Object(serde_json::Map::new()),
        Some("number" | "integer") => Value::from(0.5),
        _ => Value::from(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::raw;
    use crate::load::violations::Names;

    /// The key that is proposed for another at a place of a schema.
    fn proposed(schema: &Value, pointer: &str, key: &str) -> String {
        let known = schema_at(schema, pointer).unwrap()["properties"].as_object().unwrap();
        Names::of(known).meant(key).unwrap_or_default().to_owned()
    }

    #[test]
    fn keys_in_chinese_are_understood_by_the_schema() {
        let section = of::<raw::Section>();
        for (pointer, key, expected) in [
            ("", "标题", "title"),
            ("", "页型", "kind"),
            ("", "条目", "stories"),
            ("/stories/0", "标题", "title"),
            ("/stories/0", "正文", "body"),
            ("/stories/0", "日期", "date"),
            ("/stories/0", "索引词", "index"),
            ("/stories/0/figures/0", "文件", "file"),
            ("/stories/0/figures/0", "图注", "caption"),
            ("/stories/0/figures/0", "作者", "credit"),
            ("/stories/0/figures/0", "图号", "mark"),
            ("/groups/0/people/0", "单位", "detail"),
            ("/groups/0/people/0", "职务", "detail"),
            ("/groups/0/people/0", "姓名", "name"),
            ("/tables/0", "表题", "title"),
            ("/tables/0", "资料来源", "source"),
            ("/tables/0", "单位", "unit"),
            ("/events/0", "事件", "text"),
            ("/events/0", "Date", "date"),
            ("/events/0", "颜色", ""),
        ] {
            assert_eq!(proposed(&section, pointer, key), expected, "{pointer} {key}");
        }
        let book = of::<raw::Book>();
        for (pointer, key, expected) in [
            ("", "书名", "title"),
            ("", "书号", "isbn"),
            ("", "主编", "editors"),
            ("", "栏目", "sections"),
            ("", "版式", "layout"),
            ("/imprint", "印数", "copies"),
        ] {
            assert_eq!(proposed(&book, pointer, key), expected, "{pointer} {key}");
        }
    }
}
