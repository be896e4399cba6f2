//! What `lint` in `book.yaml` says of codes.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::diag::control::Level;
use crate::diag::{Code, Findings, Help, msg};
use crate::load::violations;
use crate::load::yaml::Node;

/// What becomes of codes, as `book.yaml` says it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Lint(pub BTreeMap<String, LintLevel>);

/// What becomes of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LintLevel {
    /// It is not told.
    Off,
    /// It is a warning.
    Warning,
    /// It is an error.
    Error,
}

impl LintLevel {
    fn level(self) -> Level {
        match self {
            LintLevel::Off => Level::Off,
            LintLevel::Warning => Level::Warning,
            LintLevel::Error => Level::Error,
        }
    }
}

impl JsonSchema for Lint {
    fn schema_name() -> Cow<'static, str> {
        "Lint".into()
    }
    fn inline_schema() -> bool {
        true
    }
    /// Editors complete the codes that can be set; of others the reader says why they cannot.
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let words = ["off", "warning", "error"];
        let told = ["不说。Not told.", "作警告。A warning.", "作错误，有它不出成品。An error."];
        let code = |code: &Code| {
            let (zh, en) = (code.row().title_zh, code.row().title_en);
            let of_code = json!({
                "type": "string", "enum": words, "enumDescriptions": told,
                "description": format!("{zh}。{en}."),
            });
            (code.to_string(), of_code)
        };
        let codes = Code::ALL.iter().filter(|code| code.can_be_silenced());
        let codes: Map<String, Value> = codes.map(code).collect();
        json_schema!({
            "type": "object",
            "properties": codes,
            "additionalProperties": { "type": "string", "enum": words },
            "x-names": "code",
        })
    }
}

/// The levels that a book may set; of the others it is told why it may not.
pub(super) fn levels(
    lint: Option<&Lint>,
    node: &Node,
    found: &mut Findings,
) -> BTreeMap<Code, Level> {
    let (mut levels, node) = (BTreeMap::new(), node.key("lint"));
    for (name, level) in lint.iter().flat_map(|lint| &lint.0) {
        let at = node.key_place(name);
        match Code::named(name) {
            None => {
                let message = msg!("没有代码 {name}", "there is no code {name}");
                found.add_with(Code::Y16, Some(at), message, meant(name, node));
            }
            Some(code) if code.can_be_silenced() => {
                levels.insert(code, level.level());
            }
            // An error that is said to be one stays what it is.
            Some(_) if *level == LintLevel::Error => {}
            Some(code) => {
                let message = msg!(
                    "{code} 不能关掉，也不能降成警告：有它，书做不成",
                    "{code} can neither be turned off nor be a warning: it keeps the book from being made"
                );
                found.add(Code::Y16, Some(at), message);
            }
        }
    }
    levels
}

/// The code that another name was meant for: the letter `O` is no digit, and `W7` is short.
fn meant(name: &str, node: &Node) -> Help {
    let name_of = name.trim().to_ascii_uppercase();
    let (family, number) = name_of.split_at(name_of.chars().next().map_or(0, char::len_utf8));
    let number = number.replace('O', "0").trim_start_matches(['-', ' ']).parse::<u8>();
    let code = number.ok().and_then(|number| Code::named(&format!("{family}{number:02}")));
    let Some(code) = code else { return Help::default() };
    let hint = msg!("是不是 `{code}`？", "did you mean `{code}`?");
    let fix = violations::instead(node.key_place(name), code.to_string());
    Help { hint: Some(hint), fix }
}
