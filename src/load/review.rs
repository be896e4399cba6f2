//! Reviews (三审三校) as files record them: who reviewed a story or a section, and when. Nothing of
//! it is printed.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};

use crate::load::loose::{DATE, DATE_FORM, Loose};

/// The key of the ledger.
pub const KEY: &str = "review";

/// A step of reviewing, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[schemars(inline)]
pub enum ReviewStep {
    /// 初审。First reading.
    #[serde(rename = "一审")]
    FirstReading,
    /// 复审。Second reading.
    #[serde(rename = "二审")]
    SecondReading,
    /// 终审。Final reading.
    #[serde(rename = "三审")]
    ThirdReading,
    /// 第一遍校对。First proof.
    #[serde(rename = "一校")]
    FirstProof,
    /// 第二遍校对。Second proof.
    #[serde(rename = "二校")]
    SecondProof,
    /// 第三遍校对。Third proof.
    #[serde(rename = "三校")]
    ThirdProof,
    /// 核对红样。Check of the last corrections.
    #[serde(rename = "核红")]
    LastCorrections,
}

impl ReviewStep {
    /// All steps in order.
    pub const ALL: [ReviewStep; 7] = [
        ReviewStep::FirstReading,
        ReviewStep::SecondReading,
        ReviewStep::ThirdReading,
        ReviewStep::FirstProof,
        ReviewStep::SecondProof,
        ReviewStep::ThirdProof,
        ReviewStep::LastCorrections,
    ];

    /// The word that files write.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.words().0
    }

    /// What it is called in English.
    #[must_use]
    pub fn english(self) -> &'static str {
        self.words().2
    }

    /// The word that files write, what it is also called, and what it is called in English.
    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            ReviewStep::FirstReading => ("一审", "初审", "first reading"),
            ReviewStep::SecondReading => ("二审", "复审", "second reading"),
            ReviewStep::ThirdReading => ("三审", "终审", "final reading"),
            ReviewStep::FirstProof => ("一校", "初校", "first proof"),
            ReviewStep::SecondProof => ("二校", "复校", "second proof"),
            ReviewStep::ThirdProof => ("三校", "终校", "third proof"),
            ReviewStep::LastCorrections => ("核红", "核对红样", "check of corrections"),
        }
    }

    /// The steps up to this one, itself included.
    pub fn up_to(self) -> impl Iterator<Item = ReviewStep> {
        ReviewStep::ALL.into_iter().filter(move |step| *step <= self)
    }
}

/// One review.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Review {
    /// Who did it.
    pub name: String,
    /// When.
    pub date: Loose,
}

/// The reviews of a story or a section.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reviews(pub BTreeMap<ReviewStep, Review>);

impl<'de> Deserialize<'de> for Reviews {
    /// Steps that there are not have been reported and are passed over.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Reviews, D::Error> {
        let mut written = BTreeMap::<String, Value>::deserialize(deserializer)?;
        let step = |step: ReviewStep| {
            let review = serde_json::from_value(written.remove(step.word())?).ok()?;
            Some((step, review))
        };
        Ok(Reviews(ReviewStep::ALL.into_iter().filter_map(step).collect()))
    }
}

impl JsonSchema for Reviews {
    fn schema_name() -> Cow<'static, str> {
        "Reviews".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let step = |step: ReviewStep| {
            let (word, other, english) = step.words();
            let schema = json!({
                "type": "object",
                "description": format!("{word}、{other}：谁、哪天。The {english}: who, and when."),
                "properties": {
                    "name": {
                        "type": "string",
                        "description": "姓名。Name.",
                        "minLength": 1,
                        "x-use": "code",
                    },
                    "date": {
                        "type": ["string", "number"],
                        "description": "日期。Date.",
                        "pattern": DATE,
                        "patternErrorMessage": DATE_FORM,
                        "x-use": "code",
                    },
                },
                "required": ["name", "date"],
                "additionalProperties": false,
            });
            (word.to_owned(), schema)
        };
        let steps: Map<String, Value> = ReviewStep::ALL.into_iter().map(step).collect();
        json_schema!({ "type": "object", "properties": steps, "additionalProperties": false })
    }
}
