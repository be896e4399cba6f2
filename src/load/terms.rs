//! `terms.yaml` as an office writes it: how the words of its books are written. Nothing of it is
//! printed; what it means is `check`'s to say.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};

use crate::diag::control::Allow;
use crate::load::yaml::Node;

/// The file of the terms, beside `book.yaml`.
pub const TERMS: &str = "terms.yaml";

/// 用语表：词怎么写、哪些写法不用、全称和简称。不印进书。
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, extend("required" = ["terms"]))]
pub struct Terms {
    /// 用语，一词一项。Terms.
    #[schemars(length(min = 1))]
    pub terms: Vec<Term>,
}

/// 一个词：人名、地名、机构名、术语。
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, inline)]
pub struct Term {
    /// 规范写法、正确写法、推荐写法。不用的写法都改成它。The form to write.
    #[schemars(length(min = 1))]
    pub preferred: Option<String>,
    /// 禁用写法、不用的写法、错误写法：一项一个，或 {form: 写法, note: 为什么}。Forms that are not used.
    pub forbidden: Option<Vec<Form>>,
    /// 全称：一个栏目里先写它，再用简称。Full name, which stands before the short one.
    #[schemars(length(min = 1))]
    pub full: Option<String>,
    /// 简称。Short name.
    #[schemars(length(min = 1))]
    pub short: Option<String>,
    /// 正则式、正则表达式：不用的写法有许多变化时用，如 '金山第(一|1)医院'，要加引号。Regular expressions of forms that are not used.
    #[schemars(inner(length(min = 1)))]
    pub patterns: Option<Vec<String>>,
    /// 说明、理由、备注。印在检查结果里。Why, for whoever reads the finding.
    pub note: Option<String>,
}

/// A form that is not used: alone, or with the reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// The form.
    pub form: String,
    /// The reason.
    pub note: Option<String>,
}

impl<'de> Deserialize<'de> for Form {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Form, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either {
            Alone(String),
            WithNote {
                #[serde(default)]
                form: String,
                note: Option<String>,
            },
        }
        Ok(match Either::deserialize(deserializer)? {
            Either::Alone(form) => Form { form, note: None },
            Either::WithNote { form, note } => Form { form, note },
        })
    }
}

impl JsonSchema for Form {
    fn schema_name() -> Cow<'static, str> {
        "Form".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["string", "object"],
            "minLength": 1,
            "properties": {
                "form": { "type": "string", "description": "写法。The form.", "minLength": 1 },
                "note": { "type": "string", "description": "理由、说明。The reason." },
            },
            "required": ["form"],
            "additionalProperties": false,
        })
    }
}

/// The file of the terms as it was read.
#[derive(Debug)]
pub struct TermsFile {
    /// What it says.
    pub terms: Terms,
    /// Its places.
    pub node: Node,
    /// Its comments that allow findings.
    pub allows: Vec<Allow>,
}
