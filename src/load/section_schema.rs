//! The schema of section files, strict by page kind.
//!
//! Which keys a section may and must have follows from the shape of its kind's content; kinds of
//! one shape share a condition (`if`/`then`). Kinds come from layouts: a file is read before its
//! layout is known, by what holds for all kinds, and `check` holds it against what its layout asks;
//! editors get both in one.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::{Map, Value, json};

use crate::load::page_kind::{PageKind, PageKinds, Shape};
use crate::load::raw;
use crate::load::schema;
use crate::load::validate::Schema;
use crate::load::violations::Names;
use crate::model::Chapter;

/// Text that says something: what `trim` leaves is not empty.
pub(super) const NOT_BLANK: &str = r"\S";

/// The keys of a section that hang on its kind.
struct Keys {
    /// The one that it must have.
    wanted: Option<&'static str>,
    /// Those that it may have.
    allowed: Vec<&'static str>,
    /// Whether its facts, if it has any, stand beside its title.
    facts_beside: bool,
    /// Keys of its stories, or of its lists and the people in them, that its pages do not show:
    /// what stands there would be lost.
    not_shown: Vec<&'static str>,
}

/// The key that holds the content of a shape, if any does, and the keys beside it.
fn of_shape(shape: Shape) -> (Option<&'static str>, &'static [&'static str]) {
    match shape {
        Shape::Stories => (Some("stories"), &["intro"]),
        Shape::Events => (Some("events"), &["intro"]),
        Shape::Facts => (None, &["intro", FACTS]),
        Shape::Days => (None, &["intro"]),
        Shape::Text => (Some("body"), &["figures", "by", "signature"]),
        Shape::Plates => (Some("figures"), &["intro"]),
        Shape::Tables => (Some("tables"), &["intro"]),
        Shape::People => (Some("groups"), &["intro"]),
        Shape::Index => (None, &["intro", "order", "readings", "see", "see_also"]),
    }
}

/// The key that holds the content of a shape, if any does.
#[must_use]
pub fn content_key(shape: Shape) -> Option<&'static str> {
    of_shape(shape).0
}

/// The key of the facts of a section.
const FACTS: &str = "facts";

/// What facts have that stand beside the title of their section: no more than the number.
const NOT_BESIDE_TITLES: [&str; 3] = ["note", "story", "chart"];

/// The key of the opening of a part alone.
const OF_PARTS: &str = "subtitle";

impl Keys {
    /// A part may be opened by its title alone.
    fn of(kind: &PageKind) -> Keys {
        let (content, further) = of_shape(kind.shape);
        let is_bare = kind.treatment.opens_part && kind.shape == Shape::Plates;
        let mut allowed: Vec<&str> = content.into_iter().chain(further.iter().copied()).collect();
        if kind.treatment.opens_part {
            allowed.push(OF_PARTS);
        }
        if kind.section_facts && !allowed.contains(&FACTS) {
            allowed.push(FACTS);
        }
        let shown: &[_] = match kind.shape {
            Shape::People => &[
                ("photo", kind.photos),
                ("focus", kind.photos),
                ("credit", kind.photos),
                ("kind", kind.photos),
                ("quote", kind.quotes),
            ],
            _ => &[
                ("excerpt", kind.excerpts),
                ("facts", kind.treatment.key_figures),
                ("group", kind.treatment.chapter == Chapter::Section),
                ("subgroup", kind.treatment.chapter == Chapter::Section),
            ],
        };
        let not_shown = shown.iter().filter(|(_, is_shown)| !is_shown).map(|(key, _)| *key);
        Keys {
            wanted: content.filter(|_| !is_bare),
            allowed,
            facts_beside: kind.section_facts && kind.shape != Shape::Facts,
            not_shown: not_shown.collect(),
        }
    }

    /// All keys that hang on the kind.
    fn all() -> Vec<&'static str> {
        let of_shape = |shape| {
            let (content, further) = of_shape(shape);
            content.into_iter().chain(further.iter().copied())
        };
        let mut all: Vec<&str> = Shape::ALL.into_iter().flat_map(of_shape).collect();
        all.push(OF_PARTS);
        all.sort_unstable();
        all.dedup();
        all
    }

    /// What holds for a section that has the kind.
    fn rule(&self) -> Value {
        let forbidden = Keys::all().into_iter().filter(|key| !self.allowed.contains(key));
        let mut properties: Map<String, Value> =
            forbidden.map(|key| (key.to_owned(), Value::Bool(false))).collect();
        if self.facts_beside {
            let none: Map<String, Value> =
                NOT_BESIDE_TITLES.map(|key| (key.to_owned(), false.into())).into_iter().collect();
            properties.insert(FACTS.to_owned(), json!({ "items": { "properties": none } }));
        }
        let Some(wanted) = self.wanted else { return json!({ "properties": properties }) };
        let mut none: Map<String, Value> =
            self.not_shown.iter().map(|key| ((*key).to_owned(), false.into())).collect();
        let full = match wanted {
            "stories" => json!({ "minItems": 1, "items": { "properties": none } }),
            "groups" if !none.is_empty() => {
                let people = json!({ "items": { "properties": none.clone() } });
                none.insert("people".to_owned(), people);
                json!({ "minItems": 1, "items": { "properties": none } })
            }
            "body" => json!({ "pattern": NOT_BLANK, "patternErrorMessage": "正文是空的" }),
            _ => json!({ "minItems": 1 }),
        };
        properties.insert(wanted.to_owned(), full);
        json!({ "properties": properties, "required": [wanted] })
    }
}

/// What all section files must keep to; a kind is any text there.
pub fn any() -> &'static Schema {
    static ANY: OnceLock<Schema> = OnceLock::new();
    ANY.get_or_init(|| Schema::new(schema::of::<raw::Section>()))
}

/// The key of a section that an unknown one was meant for.
#[must_use]
pub fn meant(key: &str) -> Option<&'static str> {
    static NAMES: OnceLock<Option<Names>> = OnceLock::new();
    let known = any().value()["properties"].as_object()?;
    let names = NAMES.get_or_init(|| any().value()["properties"].as_object().map(Names::of));
    if known.contains_key(key) { None } else { names.as_ref()?.meant(key) }
}

/// What these kinds ask of section files beside that.
#[must_use]
pub fn by_kind(kinds: &PageKinds) -> Schema {
    let mut rules: BTreeMap<String, (Value, Vec<&str>)> = BTreeMap::new();
    for (name, kind) in kinds {
        let rule = Keys::of(kind).rule();
        rules.entry(rule.to_string()).or_insert_with(|| (rule, Vec::new())).1.push(name);
    }
    let conditions = rules.into_values().map(|(rule, names)| {
        let kind = json!({ "enum": names });
        json!({ "if": { "properties": { "kind": kind }, "required": ["kind"] }, "then": rule })
    });
    let names: Vec<&str> = kinds.keys().map(String::as_str).collect();
    Schema::new(json!({
        "properties": { "kind": { "enum": names } },
        "allOf": conditions.collect::<Vec<_>>(),
    }))
}

/// The whole schema of section files for these kinds, as editors get it.
#[must_use]
pub fn of(kinds: &PageKinds) -> Schema {
    let (mut schema, by_kind) = (any().value().clone(), by_kind(kinds));
    schema["allOf"] = by_kind.value()["allOf"].clone();
    schema["defaultSnippets"] = kinds.iter().map(|(name, kind)| snippet(name, kind)).collect();
    let properties = &mut schema["properties"];
    properties["kind"] = json!({
        "description": properties["kind"]["description"],
        "type": "string",
        "enum": by_kind.value()["properties"]["kind"]["enum"],
        "enumDescriptions": kinds.values().map(description).collect::<Vec<_>>(),
    });
    for key in Keys::all() {
        let has = |(_, kind): &(&String, &PageKind)| Keys::of(kind).allowed.contains(&key);
        let names: Vec<&str> = kinds.iter().filter(has).map(|(name, _)| name.as_str()).collect();
        let of = if names.is_empty() { "无 none".to_owned() } else { names.join("、") };
        let description = properties[key]["description"].as_str().unwrap_or_default();
        properties[key]["description"] = format!("{description}（{of}）").into();
    }
    Schema::new(schema)
}

fn description(kind: &PageKind) -> String {
    let (zh, en) = (&kind.description.zh, &kind.description.en);
    match (zh.is_empty(), en.is_empty()) {
        (false, false) => format!("{zh}。{en}."),
        _ => format!("{zh}{en}"),
    }
}

/// A section to begin with, for editors.
fn snippet(name: &str, kind: &PageKind) -> Value {
    let content = match kind.shape {
        Shape::Stories => {
            "stories:\n  - id: ${2:one}\n    title: ${3:题}\n    body: |\n      ${4:正文。}\n"
        }
        Shape::Events => "events:\n  - date: ${2:2023-05-20}\n    text: ${3:事件。}\n",
        Shape::Facts => "facts:\n  - {value: '${2:95.67}', unit: ${3:公里}, label: ${4:全长}}\n",
        Shape::Days => "",
        Shape::Text => "body: |\n  ${2:正文。}\n",
        Shape::Plates if kind.treatment.opens_part => "subtitle: ${2:副题}\n",
        Shape::Plates => {
            "figures:\n  - file: ${2:images/1.jpg}\n    caption: ${3:图注}\n    alt: ${4:图里有什么}\n"
        }
        Shape::Tables => {
            "tables:\n  - title: ${2:表题}\n    body: |\n      | ${3:项目} | ${4:数值} |\n      \
             | --- | --- |\n      | ${5:甲} | ${6:1} |\n"
        }
        Shape::People if kind.photos => {
            "groups:\n  - title: ${2:组题}\n    credit: ${3:某某摄}\n    people:\n      - name: \
             ${4:姓名}\n        photo: ${5:images/1.jpg}\n"
        }
        Shape::People => "groups:\n  - title: ${2:组题}\n    people:\n      - ${3:姓名}\n",
        Shape::Index => "order: ${2:pinyin}\n",
    };
    let title = if kind.shape == Shape::Index { "索引" } else { "栏目题" };
    json!({
        "label": name,
        "description": description(kind),
        "bodyText": format!("kind: {name}\ntitle: ${{1:{title}}}\n{content}"),
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diag::Findings;
    use crate::load::yaml;
    use crate::source::Source;

    /// A kind of each shape under the shape's name, and one that opens a part.
    fn kinds() -> PageKinds {
        let bare = |shape: Shape| (shape.name().to_owned(), PageKind::bare(shape));
        let mut opening = PageKind::bare(Shape::Plates);
        opening.treatment.opens_part = true;
        Shape::ALL.map(bare).into_iter().chain([("opening".to_owned(), opening)]).collect()
    }

    /// What a schema says of a section, one line a violation.
    fn violations(schema: &Schema, text: &str) -> Vec<String> {
        let source = Arc::new(Source::new("a.yaml", text.as_bytes().to_vec()).unwrap());
        let (value, _) = yaml::read(&source, &mut Findings::default()).unwrap();
        let violations = schema.violations(&value);
        violations.iter().map(|it| format!("{} {:?}", it.pointer, it.violation)).collect()
    }

    #[test]
    fn every_keyword_of_our_schemas_is_checked() {
        for schema in [&of(&kinds()), &by_kind(&kinds()), any(), schema::book()] {
            assert_eq!(schema.unchecked(), [""; 0]);
        }
    }

    #[test]
    fn keys_that_hang_on_the_kind_are_keys_of_sections() {
        let properties = &any().value()["properties"];
        for key in Keys::all() {
            assert!(properties[key].is_object(), "{key}");
        }
    }

    #[test]
    fn snippets_are_sections_without_violations() {
        let schema = of(&kinds());
        let stops = regex::Regex::new(r"\$\{\d+:([^}]*)\}").unwrap();
        let snippets = schema.value()["defaultSnippets"].as_array().unwrap();
        assert_eq!(snippets.len(), 10);
        for snippet in snippets {
            let text = snippet["bodyText"].as_str().unwrap();
            let text = stops.replace_all(text, "$1");
            assert_eq!(violations(&schema, &text), [""; 0], "{text}");
        }
    }

    #[test]
    fn each_kind_has_its_keys() {
        let schema = of(&kinds());
        let wrong = |text: &str| violations(&schema, text);
        assert_eq!(wrong("kind: stories\ntitle: 题\n"), [" Missing(\"stories\")"]);
        assert_eq!(wrong("kind: stories\ntitle: 题\nstories: []\n"), ["/stories TooFew(1)"]);
        assert_eq!(wrong("kind: text\ntitle: 题\nbody: ' '\n"), [r#"/body Pattern("\\S")"#]);
        assert_eq!(wrong("kind: opening\ntitle: 题\n"), [""; 0]);
        assert_eq!(wrong("kind: plates\ntitle: 题\n"), [" Missing(\"figures\")"]);
        let story =
            "kind: stories\ntitle: 题\nstories: [{id: a, title: 题, body: 文, group: 组}]\n";
        assert_eq!(wrong(story), ["/stories/0/group Forbidden"]);
        let person = "kind: people\ntitle: 题\ngroups: [{people: [{name: 甲, quote: 话}]}]\n";
        assert_eq!(wrong(person), ["/groups/0/people/0/quote Forbidden"]);
        let subtitle = "kind: index\ntitle: 题\nsubtitle: 副\n";
        assert_eq!(wrong(subtitle), ["/subtitle Forbidden"]);
    }

    #[test]
    fn a_key_that_hangs_on_the_kind_is_told_of_with_the_kinds_that_have_it() {
        let schema = of(&kinds());
        let described = |key: &str| schema.value()["properties"][key]["description"].to_string();
        assert!(
            described("figures").contains("（opening、plates、text）"),
            "{}",
            described("figures")
        );
        assert!(described("subtitle").contains("（opening）"), "{}", described("subtitle"));
    }

    #[test]
    fn many_kinds_share_their_conditions() {
        let kind = |n: usize| (format!("kind-{n}"), PageKind::bare(Shape::ALL[n % 9]));
        let schema = of(&(0..1000).map(kind).collect());
        assert_eq!(schema.value()["allOf"].as_array().unwrap().len(), 9);
        let wrong = violations(&schema, "kind: kind-0\ntitle: 题\nevents: []\n");
        assert_eq!(wrong, ["/events Forbidden", " Missing(\"stories\")"]);
    }

    #[test]
    fn before_the_layout_is_known_a_kind_is_any_text() {
        assert!(violations(any(), "kind: map\ntitle: 题\n").is_empty());
    }
}
