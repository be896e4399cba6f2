//! Files against their JSON Schema: every fault of a file in one go.
//!
//! What is wrong is said with its place and taken out, so that the rest can be read on and its
//! own faults found too. The schema is made from `raw`, and is the one that editors get.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::diag::{Code, Findings, msg};
use crate::load::yaml::Node;
use crate::source::Place;

/// The JSON Schema (draft 2020-12) of a source type, without references so that every editor
/// follows it.
#[must_use]
pub fn of<T: JsonSchema>() -> Value {
    // Defaults are for reading broken files on; to an editor they would be advice to write them.
    let no_defaults = RecursiveTransform(|schema: &mut schemars::Schema| {
        schema.remove("default");
    });
    let settings = SchemaSettings::draft2020_12()
        .with(|s| s.inline_subschemas = true)
        .with_transform(no_defaults);
    settings.into_generator().into_root_schema_for::<T>().to_value()
}

/// Reads a value as a source type. Faults become findings and are taken out of the value.
pub fn read<T: JsonSchema + DeserializeOwned>(
    mut value: Value,
    node: &Node,
    found: &mut Findings,
) -> Option<T> {
    drop_nulls(&mut value);
    if !value.is_object() {
        let message = msg!("文件的最外层应为“键: 值”", "the file must be made of `key: value`");
        found.add(Code::Y06, Some(&node.at), message);
        return None;
    }
    let schema = of::<T>();
    let validator = jsonschema::validator_for(&schema).ok()?;
    let mut wrong: Vec<String> = Vec::new();
    for error in validator.iter_errors(&value) {
        let pointer = error.instance_path().as_str().to_owned();
        let here = node.pointer(&pointer);
        report(&schema, &pointer, here, error.kind(), found);
        if !is_harmless(error.kind()) {
            wrong.push(pointer);
        }
    }
    for pointer in &wrong {
        take_out(&mut value, pointer);
    }
    match serde_json::from_value(value) {
        Ok(read) => Some(read),
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

/// Faults that do not keep the rest from being read: every key has a default.
fn is_harmless(kind: &ValidationErrorKind) -> bool {
    matches!(
        kind,
        ValidationErrorKind::AdditionalProperties { .. }
            | ValidationErrorKind::Required { .. }
            | ValidationErrorKind::MinItems { .. }
    )
}

fn take_out(value: &mut Value, pointer: &str) {
    let Some((parent, last)) = pointer.rsplit_once('/') else {
        return;
    };
    match value.pointer_mut(parent) {
        Some(Value::Object(map)) => {
            map.remove(last);
        }
        // An item is emptied and not removed: later places count from it.
        Some(Value::Array(items)) => {
            let index = last.parse::<usize>().ok();
            if let Some(item) = index.and_then(|i| items.get_mut(i)) {
                *item = match item {
                    Value::Object(_) => Value::Object(serde_json::Map::new()),
                    _ => empty_like(parent),
                };
            }
        }
        _ => {}
    }
}

/// What stands for an item that had the wrong type: these sequences hold maps, all others text.
fn empty_like(parent: &str) -> Value {
    let holds_maps = ["/stories", "/figures", "/facts", "/events", "/tables", "/groups"];
    if holds_maps.iter().any(|end| parent.ends_with(end)) {
        Value::Object(serde_json::Map::new())
    } else if parent.ends_with("/focus") {
        Value::from(0.5)
    } else {
        Value::from("")
    }
}

fn report(
    schema: &Value,
    pointer: &str,
    here: &Node,
    kind: &ValidationErrorKind,
    found: &mut Findings,
) {
    let at = &here.at;
    match kind {
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            for key in unexpected {
                unknown(schema, pointer, key, here.key_place(key), found);
            }
        }
        ValidationErrorKind::Required { property } => {
            let key = property.as_str().unwrap_or_default();
            missing(key, at, found);
        }
        ValidationErrorKind::Type { kind } => {
            let (zh, en) = wanted(kind);
            let message = msg!("这里应为{zh}", "{en} is wanted here");
            found.add(Code::Y06, Some(at), message);
        }
        ValidationErrorKind::Enum { options } => {
            let options = choices(options);
            let message = msg!("这里只能是 {options}", "one of {options} is wanted here");
            found.add(Code::Y06, Some(at), message);
        }
        ValidationErrorKind::AnyOf { .. } => {
            let message =
                msg!("应为正整数，或 none", "a positive whole number is wanted, or `none`");
            found.add(Code::Y06, Some(at), message);
        }
        ValidationErrorKind::MinItems { limit } => {
            let code = if *limit == 1 { Code::M06 } else { Code::Y06 };
            found.add(
                code,
                Some(at),
                msg!("这里至少要有 {limit} 项", "at least {limit} items are wanted here"),
            );
        }
        ValidationErrorKind::MaxItems { limit } => {
            let message = msg!("这里至多 {limit} 项", "at most {limit} items are wanted here");
            found.add(Code::Y06, Some(at), message);
        }
        ValidationErrorKind::Minimum { limit } | ValidationErrorKind::Maximum { limit } => {
            let message =
                msg!("数值超出范围（界限 {limit}）", "the number is out of range (limit {limit})");
            found.add(Code::Y06, Some(at), message);
        }
        other => {
            let rule = other.keyword().to_owned();
            found.add(
                Code::Y06,
                Some(at),
                msg!("值不合规则：{rule}", "the value breaks a rule: {rule}"),
            );
        }
    }
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

fn unknown(schema: &Value, pointer: &str, key: &str, at: &Place, found: &mut Findings) {
    let known = keys_at(schema, pointer);
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

/// The keys that the schema knows at a place.
fn keys_at(schema: &Value, pointer: &str) -> Vec<String> {
    let mut here = schema;
    for token in pointer.split('/').skip(1) {
        let next = match token.parse::<usize>() {
            Ok(_) => here.get("items"),
            Err(_) => here.get("properties").and_then(|keys| keys.get(token)),
        };
        let Some(next) = next else { return Vec::new() };
        here = next;
    }
    let keys = here.get("properties").and_then(Value::as_object);
    keys.map(|keys| keys.keys().cloned().collect()).unwrap_or_default()
}

fn choices(options: &Value) -> String {
    let options = options.as_array().map(Vec::as_slice).unwrap_or_default();
    let words: Vec<&str> = options.iter().filter_map(Value::as_str).collect();
    words.join(", ")
}

/// The types asked for, in both languages.
fn wanted(kind: &TypeKind) -> (String, String) {
    let list = match kind {
        TypeKind::Single(one) => vec![one.to_string()],
        TypeKind::Multiple(many) => many.iter().map(|one| one.to_string()).collect(),
    };
    let word = |name: &str| match name {
        "string" => ("文字", "text"),
        "array" => ("列表（每项一行，以 - 开头）", "a list (a line an item, beginning with -)"),
        "object" => ("键值", "keys with values"),
        "integer" => ("整数", "a whole number"),
        "number" => ("数字", "a number"),
        "boolean" => ("true 或 false", "true or false"),
        _ => ("空", "nothing"),
    };
    let words: Vec<_> = list.iter().filter(|n| *n != "null").map(|n| word(n)).collect();
    let zh: Vec<&str> = words.iter().map(|w| w.0).collect();
    let en: Vec<&str> = words.iter().map(|w| w.1).collect();
    (zh.join("或"), en.join(" or "))
}
