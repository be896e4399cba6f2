//! Values against a JSON Schema (draft 2020-12): all violations, each with its place and reason.
//!
//! Knows the keywords that our own schemas are made of and no others; a schema tells which of its
//! keywords nobody checks ([`Schema::unchecked`]). A value is walked once, whatever is wrong with
//! it, and in time that grows with its size alone. There is no `$ref`: our schemas are inlined.

use std::collections::BTreeMap;

use regex::Regex;
use serde_json::{Map, Value};

/// Keywords that demand something.
const ASSERTIONS: &[&str] = &[
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "else",
    "enum",
    "if",
    "items",
    "maxItems",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "pattern",
    "properties",
    "required",
    "then",
    "type",
];

/// Keywords that only tell editors or programs something; so do all that begin with `x-`.
const ANNOTATIONS: &[&str] = &[
    "$schema",
    "defaultSnippets",
    "description",
    "enumDescriptions",
    "format",
    "patternErrorMessage",
    "title",
];

/// A schema, ready to be held against values.
#[derive(Debug, Clone)]
pub struct Schema {
    value: Value,
    /// Its patterns by their text.
    patterns: BTreeMap<String, Regex>,
    unchecked: Vec<String>,
}

/// What is wrong at a place.
#[derive(Debug, Clone, PartialEq)]
pub enum Violation<'s> {
    /// Another type is wanted; the names of the types.
    Type(Vec<&'s str>),
    /// One of these is wanted.
    Choice(&'s [Value]),
    /// None of several forms fits.
    Form,
    /// A key that the schema does not know, and those that it knows.
    Unknown(String, Option<&'s Map<String, Value>>),
    /// Nothing may stand here.
    Forbidden,
    /// A key is missing.
    Missing(&'s str),
    /// Fewer items than this.
    TooFew(u64),
    /// More items than this.
    TooMany(u64),
    /// A number outside of this limit.
    Range(&'s Value),
    /// Text with fewer characters than this.
    TooShort(u64),
    /// Text that does not have this pattern.
    Pattern(&'s str),
}

/// A violation and the JSON Pointer (RFC 6901) of the value that it is about: of the mapping, if a
/// key is missing or unknown.
#[derive(Debug, Clone, PartialEq)]
pub struct Located<'s> {
    /// The pointer.
    pub pointer: String,
    /// What is wrong there.
    pub violation: Violation<'s>,
}

impl Schema {
    /// Makes a schema ready.
    #[must_use]
    pub fn new(value: Value) -> Schema {
        let (mut patterns, mut unchecked) = (BTreeMap::new(), Vec::new());
        prepare(&value, &mut patterns, &mut unchecked);
        Schema { value, patterns, unchecked }
    }

    /// The schema as it is published.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// What the schema demands and nobody checks: keywords that are not known here, and patterns
    /// that are none. The tests see to it that our schemas have nothing of the kind.
    #[must_use]
    pub fn unchecked(&self) -> &[String] {
        &self.unchecked
    }

    /// Everything that is wrong with a value, in the order of its keys.
    #[must_use]
    pub fn violations(&self, value: &Value) -> Vec<Located<'_>> {
        let mut walk = Walk { schema: self, pointer: String::new(), violations: Vec::new() };
        walk.value(&self.value, value);
        walk.violations
    }

    fn has_pattern(&self, pattern: &str, text: &str) -> bool {
        self.patterns.get(pattern).is_none_or(|pattern| pattern.is_match(text))
    }
}

/// Looks through a schema: makes its patterns ready and notes what is not known.
fn prepare(schema: &Value, patterns: &mut BTreeMap<String, Regex>, unchecked: &mut Vec<String>) {
    let Value::Object(keywords) = schema else {
        if !schema.is_boolean() {
            unchecked.push(format!("no schema: {schema}"));
        }
        return;
    };
    for (keyword, value) in keywords {
        match (keyword.as_str(), value) {
            ("properties", Value::Object(schemas)) => {
                schemas.values().for_each(|schema| prepare(schema, patterns, unchecked));
            }
            ("allOf" | "anyOf", Value::Array(schemas)) => {
                schemas.iter().for_each(|schema| prepare(schema, patterns, unchecked));
            }
            ("additionalProperties" | "else" | "if" | "items" | "then", schema) => {
                prepare(schema, patterns, unchecked);
            }
            ("pattern", Value::String(pattern)) => match Regex::new(pattern) {
                Ok(regex) => {
                    patterns.insert(pattern.clone(), regex);
                }
                Err(error) => unchecked.push(error.to_string()),
            },
            (keyword, _) if ASSERTIONS.contains(&keyword) || ANNOTATIONS.contains(&keyword) => {}
            (keyword, _) if keyword.starts_with("x-") => {}
            (keyword, _) => unchecked.push(format!("keyword {keyword}")),
        }
    }
}

/// A walk through a value beside its schema.
struct Walk<'s> {
    schema: &'s Schema,
    /// Where the walk is.
    pointer: String,
    violations: Vec<Located<'s>>,
}

impl<'s> Walk<'s> {
    fn add(&mut self, violation: Violation<'s>) {
        self.violations.push(Located { pointer: self.pointer.clone(), violation });
    }

    fn value(&mut self, schema: &'s Value, value: &Value) {
        match schema {
            Value::Bool(false) => self.add(Violation::Forbidden),
            Value::Object(keywords) => self.keywords(keywords, value),
            _ => {}
        }
    }

    /// A value of a wrong type, or none of those listed, is told of once: whatever else is wrong
    /// with it would follow from that.
    fn keywords(&mut self, keywords: &'s Map<String, Value>, value: &Value) {
        if let Some(Value::Array(options)) = keywords.get("enum")
            && !options.contains(value)
        {
            return self.add(Violation::Choice(options));
        }
        let types = keywords.get("type").map(types).unwrap_or_default();
        if !types.is_empty() && !types.iter().any(|name| is_of(value, name)) {
            return self.add(Violation::Type(types));
        }
        if let Some(only) = keywords.get("const")
            && only != value
        {
            self.add(Violation::Choice(std::slice::from_ref(only)));
        }
        match value {
            Value::Object(map) => self.object(keywords, map),
            Value::Array(items) => self.array(keywords, items),
            Value::String(text) => self.text(keywords, text),
            Value::Number(_) => self.number(keywords, value),
            Value::Null | Value::Bool(_) => {}
        }
        self.combined(keywords, value);
    }

    /// Schemas beside this one that hold for the same value.
    fn combined(&mut self, keywords: &'s Map<String, Value>, value: &Value) {
        if let Some(Value::Array(all)) = keywords.get("allOf") {
            all.iter().for_each(|schema| self.value(schema, value));
        }
        if let Some(Value::Array(any)) = keywords.get("anyOf")
            && !any.iter().any(|schema| self.fits(schema, value))
        {
            self.add(Violation::Form);
        }
        if let Some(condition) = keywords.get("if") {
            let branch = if self.fits(condition, value) { "then" } else { "else" };
            keywords.get(branch).into_iter().for_each(|schema| self.value(schema, value));
        }
    }

    /// Whether a value satisfies a schema; what is wrong is not told.
    fn fits(&self, schema: &'s Value, value: &Value) -> bool {
        let mut walk = Walk { schema: self.schema, pointer: String::new(), violations: Vec::new() };
        walk.value(schema, value);
        walk.violations.is_empty()
    }

    fn object(&mut self, keywords: &'s Map<String, Value>, map: &Map<String, Value>) {
        let known = keywords.get("properties").and_then(Value::as_object);
        let others = keywords.get("additionalProperties");
        for (key, value) in map {
            match known.and_then(|known| known.get(key)).or(others) {
                Some(Value::Bool(false)) if known.is_none_or(|known| !known.contains_key(key)) => {
                    self.add(Violation::Unknown(key.clone(), known));
                }
                Some(schema) => self.below(key, schema, value),
                None => {}
            }
        }
        let required = keywords.get("required").and_then(Value::as_array);
        for key in required.into_iter().flatten().filter_map(Value::as_str) {
            if !map.contains_key(key) {
                self.add(Violation::Missing(key));
            }
        }
    }

    fn array(&mut self, keywords: &'s Map<String, Value>, items: &[Value]) {
        if let Some(least) = limit(keywords, "minItems", |least| (items.len() as u64) < least) {
            self.add(Violation::TooFew(least));
        }
        if let Some(most) = limit(keywords, "maxItems", |most| (items.len() as u64) > most) {
            self.add(Violation::TooMany(most));
        }
        if let Some(schema) = keywords.get("items") {
            for (index, item) in items.iter().enumerate() {
                self.below(&index.to_string(), schema, item);
            }
        }
    }

    fn text(&mut self, keywords: &'s Map<String, Value>, text: &str) {
        let is_short = |least: u64| (text.chars().count() as u64) < least;
        if let Some(least) = limit(keywords, "minLength", is_short) {
            self.add(Violation::TooShort(least));
        }
        if let Some(pattern) = keywords.get("pattern").and_then(Value::as_str)
            && !self.schema.has_pattern(pattern, text)
        {
            self.add(Violation::Pattern(pattern));
        }
    }

    fn number(&mut self, keywords: &'s Map<String, Value>, value: &Value) {
        let number = value.as_f64();
        let limit = |keyword| keywords.get(keyword).filter(|limit| limit.is_number());
        if let Some(least) = limit("minimum")
            && number < least.as_f64()
        {
            self.add(Violation::Range(least));
        }
        if let Some(most) = limit("maximum")
            && number > most.as_f64()
        {
            self.add(Violation::Range(most));
        }
    }

    /// Goes on to what a value holds.
    fn below(&mut self, token: &str, schema: &'s Value, value: &Value) {
        let length = self.pointer.len();
        self.pointer.push('/');
        match token.contains(['~', '/']) {
            true => self.pointer.push_str(&token.replace('~', "~0").replace('/', "~1")),
            false => self.pointer.push_str(token),
        }
        self.value(schema, value);
        self.pointer.truncate(length);
    }
}

/// The limit that a keyword sets, if it is broken.
fn limit(
    keywords: &Map<String, Value>,
    keyword: &str,
    broken: impl Fn(u64) -> bool,
) -> Option<u64> {
    keywords.get(keyword).and_then(Value::as_u64).filter(|limit| broken(*limit))
}

/// The names of types that the keyword gives, one or several.
fn types(keyword: &Value) -> Vec<&str> {
    match keyword {
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        name => name.as_str().into_iter().collect(),
    }
}

/// Whether a value is of a type. `1.0` is no integer here: Rust would not read it as one.
fn is_of(value: &Value, name: &str) -> bool {
    match value {
        Value::Null => name == "null",
        Value::Bool(_) => name == "boolean",
        Value::String(_) => name == "string",
        Value::Array(_) => name == "array",
        Value::Object(_) => name == "object",
        Value::Number(number) => {
            name == "number" || name == "integer" && (number.is_i64() || number.is_u64())
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// What is wrong, one a line.
    fn violations(schema: Value, value: &Value) -> Vec<String> {
        let schema = Schema::new(schema);
        assert!(schema.unchecked().is_empty(), "{:?}", schema.unchecked());
        let shown = |it: &Located| format!("{} {:?}", it.pointer, it.violation);
        schema.violations(value).iter().map(shown).collect()
    }

    #[test]
    fn every_keyword_is_kept() {
        let cases = [
            (json!({ "type": "string" }), json!(1), r#" Type(["string"])"#),
            (json!({ "type": ["string", "null"] }), json!([]), r#" Type(["string", "null"])"#),
            (json!({ "type": "integer" }), json!(1.0), r#" Type(["integer"])"#),
            (json!({ "enum": ["a", "b"] }), json!("c"), r#" Choice([String("a"), String("b")])"#),
            (json!({ "const": "none" }), json!("c"), r#" Choice([String("none")])"#),
            (json!({ "required": ["a"] }), json!({}), r#" Missing("a")"#),
            (json!({ "properties": { "a": false } }), json!({ "a": 1 }), "/a Forbidden"),
            (json!({ "additionalProperties": false }), json!({ "a": 1 }), r#" Unknown("a", None)"#),
            (
                json!({ "additionalProperties": { "type": "string" } }),
                json!({ "a/~b": 1 }),
                r#"/a~1~0b Type(["string"])"#,
            ),
            (json!({ "items": { "type": "string" } }), json!(["a", 2]), r#"/1 Type(["string"])"#),
            (json!({ "minItems": 1 }), json!([]), " TooFew(1)"),
            (json!({ "maxItems": 1 }), json!([1, 2]), " TooMany(1)"),
            (json!({ "minimum": 1 }), json!(0.5), " Range(Number(1))"),
            (json!({ "maximum": 9 }), json!(10), " Range(Number(9))"),
            (json!({ "minLength": 2 }), json!("字"), " TooShort(2)"),
            (json!({ "pattern": "^[a-z]+$" }), json!("A"), r#" Pattern("^[a-z]+$")"#),
            (json!({ "anyOf": [{ "type": "null" }, { "const": 1 }] }), json!(2), " Form"),
            (
                json!({ "allOf": [{ "minLength": 1 }, { "minLength": 2 }] }),
                json!("a"),
                " TooShort(2)",
            ),
        ];
        for (schema, value, expected) in cases {
            assert_eq!(violations(schema.clone(), &value), [expected], "{schema} {value}");
        }
    }

    #[test]
    fn conditions_choose_what_must_be() {
        let schema = json!({
            "if": { "properties": { "kind": { "const": "a" } }, "required": ["kind"] },
            "then": { "required": ["x"] },
            "else": { "properties": { "x": false } },
        });
        assert_eq!(violations(schema.clone(), &json!({ "kind": "a" })), [r#" Missing("x")"#]);
        assert_eq!(violations(schema.clone(), &json!({ "kind": "b", "x": 1 })), ["/x Forbidden"]);
        assert_eq!(violations(schema.clone(), &json!({ "x": 1 })), ["/x Forbidden"]);
        assert!(violations(schema, &json!({ "kind": "a", "x": 1 })).is_empty());
    }

    #[test]
    fn what_has_another_type_is_told_of_once() {
        let schema = json!({ "type": "string", "pattern": "^a", "minLength": 9 });
        assert_eq!(violations(schema, &json!(1)), [r#" Type(["string"])"#]);
        let schema = json!({ "minItems": 3, "minimum": 5, "required": ["a"] });
        assert!(violations(schema, &json!("text")).is_empty());
    }

    #[test]
    fn what_nobody_checks_is_told() {
        let unchecked = |schema| Schema::new(schema).unchecked().len();
        let hidden = json!({ "properties": { "a": { "items": { "uniqueItems": true } } } });
        assert_eq!(Schema::new(hidden).unchecked(), ["keyword uniqueItems"]);
        assert_eq!(unchecked(json!({ "anyOf": [{ "pattern": "(" }] })), 1);
        assert_eq!(unchecked(json!({ "items": [{ "type": "string" }] })), 1);
        assert_eq!(unchecked(json!({ "x-use": "set", "description": "" })), 0);
    }

    #[test]
    fn every_one_of_many_keys_is_told() {
        let keys = |count: usize| -> Map<String, Value> {
            (0..count).map(|n| (format!("key {n}"), Value::from(n))).collect()
        };
        let schema = json!({
            "properties": { "see": { "additionalProperties": { "type": "string" } } },
            "additionalProperties": false,
            "allOf": [{ "if": { "required": ["none"] }, "then": { "minItems": 1 } }],
        });
        let mut value = keys(40_000);
        value.insert("see".to_owned(), Value::Object(keys(40_000)));
        let schema = Schema::new(schema);
        assert_eq!(schema.violations(&Value::Object(value)).len(), 80_000);
    }
}
