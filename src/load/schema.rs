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
use crate::load::validate::{Located, Schema, Violation};
use crate::load::yaml::Node;
use crate::source::Place;

/// The schema of `book.yaml`.
pub fn book() -> &'static Schema {
    static BOOK: OnceLock<Schema> = OnceLock::new();
    BOOK.get_or_init(|| Schema::new(of::<raw::Book>()))
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
/// beside it, and without `null`, which nobody should choose.
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
pub(super) fn read<T: DeserializeOwned>(
    schema: &Schema,
    mut value: Value,
    node: &Node,
    found: &mut Findings,
) -> Option<(T, Value)> {
    drop_nulls(&mut value);
    if !value.is_object() {
        let message = msg!("文件的最外层应为“键: 值”", "the file must be made of `key: value`");
        found.add(Code::Y06, Some(&node.at), message);
        return None;
    }
    let mut wrong: Vec<String> = Vec::new();
    for Located { pointer, violation } in schema.violations(&value) {
        report(node.pointer(&pointer), &violation, found);
        if !is_harmless(&violation) {
            wrong.push(pointer);
        }
    }
    for pointer in &wrong {
        take_out(schema.value(), &mut value, pointer);
    }
    match T::deserialize(&value) {
        Ok(read) => Some((read, value)),
        Err(error) => {
            let message = msg!("文件读不成书：{error}", "the file does not make a book: {error}");
            found.add(Code::Y06, Some(&node.at), message);
            None
        }
    }
}

/// `key:` with nothing behind it is the same as no key.
fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|_, value| !value.is_null());
            map.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
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

fn report(here: &Node, violation: &Violation, found: &mut Findings) {
    let (code, message) = match violation {
        Violation::Unknown(key, known) => {
            let known = known.iter().flat_map(|known| known.keys()).map(String::as_str);
            return unknown(&known.collect::<Vec<_>>(), key, here.key_place(key), found);
        }
        Violation::Missing(key) => return missing(key, &here.at, found),
        // Patterns are for editors: `check` knows better what is wrong with a date or an id.
        Violation::Pattern(_) => return,
        Violation::Type(names) => {
            let (zh, en) = wanted(names);
            (Code::Y06, msg!("这里应为{zh}", "{en} is wanted here"))
        }
        Violation::Choice(options) => {
            let words: Vec<&str> = options.iter().filter_map(Value::as_str).collect();
            let options = words.join(", ");
            (Code::Y06, msg!("这里只能是 {options}", "one of {options} is wanted here"))
        }
        Violation::Form => {
            (Code::Y06, msg!("应为正整数，或 none", "a positive whole number is wanted, or `none`"))
        }
        Violation::TooFew(limit) => {
            let code = if *limit == 1 { Code::M06 } else { Code::Y06 };
            (code, msg!("这里至少要有 {limit} 项", "at least {limit} items are wanted here"))
        }
        Violation::TooMany(limit) => {
            (Code::Y06, msg!("这里至多 {limit} 项", "at most {limit} items are wanted here"))
        }
        Violation::Range(limit) => {
            let zh_en =
                msg!("数值超出范围（界限 {limit}）", "the number is out of range (limit {limit})");
            (Code::Y06, zh_en)
        }
        Violation::TooShort(limit) => (
            Code::Y06,
            msg!("这里至少要有 {limit} 个字", "at least {limit} characters are wanted here"),
        ),
        Violation::Forbidden => (Code::Y05, msg!("这里不用写这个", "nothing may stand here")),
    };
    found.add(code, Some(&here.at), message);
}

fn missing(key: &str, at: &Place, found: &mut Findings) {
    match key {
        "alt" => found.add(Code::F04, Some(at), msg!("图片缺少 alt", "the picture has no alt")),
        "caption" => {
            found.add(Code::F05, Some(at), msg!("图片缺少 caption", "the picture has no caption"));
        }
        _ => found.add(Code::Y07, Some(at), msg!("缺少 `{key}`", "`{key}` is missing")),
    }
}

fn unknown(known: &[&str], key: &str, at: &Place, found: &mut Findings) {
    let message = msg!("不认识的键 `{key}`", "unknown key `{key}`");
    let near = known
        .iter()
        .map(|known| (strsim::jaro_winkler(known, key), known))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let hint = match near {
        Some((_, near)) => msg!("是不是 `{near}`？", "did you mean `{near}`?"),
        None => {
            let list = known.join(", ");
            msg!("这里可以写：{list}", "these can stand here: {list}")
        }
    };
    found.add_with_hint(Code::Y05, Some(at), message, hint);
}

/// What the schema says of a place.
fn schema_at<'s>(schema: &'s Value, pointer: &str) -> Option<&'s Value> {
    pointer.split('/').skip(1).try_fold(schema, |here, token| match token.parse::<usize>() {
        Ok(_) => here.get("items"),
        Err(_) => here.get("properties").and_then(|keys| keys.get(token)),
    })
}

/// The types asked for, in both languages.
fn wanted(names: &[&str]) -> (String, String) {
    let word = |name: &str| match name {
        "string" => ("文字", "text"),
        "array" => ("列表（每项一行，以 - 开头）", "a list (a line an item, beginning with -)"),
        "object" => ("键值", "keys with values"),
        "integer" => ("整数", "a whole number"),
        "number" => ("数字", "a number"),
        "boolean" => ("true 或 false", "true or false"),
        _ => ("空", "nothing"),
    };
    let words: Vec<_> =
        names.iter().filter(|name| **name != "null").map(|name| word(name)).collect();
    let zh: Vec<&str> = words.iter().map(|w| w.0).collect();
    let en: Vec<&str> = words.iter().map(|w| w.1).collect();
    (zh.join("或"), en.join(" or "))
}
