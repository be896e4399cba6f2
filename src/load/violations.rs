//! What breaks a file's schema, in an editor's words.
//!
//! Names in Chinese come from the descriptions in the schema, which begin with them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::diag::{Applicability, Code, Findings, Fix, Help, Message, msg};
use crate::load::quoted;
use crate::load::validate::{Located, Violation};
use crate::load::yaml::Node;
use crate::source::{Edit, Place};
use crate::text::figure_mark;

/// Names that editors give to keys and descriptions do not begin with.
const OTHER_NAMES: &[(&str, &[&str])] = &[
    ("title", &["标题", "题目", "题名", "名称", "书名", "题"]),
    ("subtitle", &["副标题"]),
    ("body", &["内容", "文字"]),
    ("text", &["内容", "正文"]),
    ("date", &["时间"]),
    ("until", &["结束日期", "截止日期"]),
    ("caption", &["说明", "图说"]),
    ("alt", &["描述"]),
    ("credit", &["摄影", "摄影者", "署名"]),
    ("editors", &["主编", "编辑"]),
    ("sections", &["栏目", "目录"]),
    ("stories", &["新闻", "词条"]),
    ("events", &["大事", "大事记"]),
    ("groups", &["分组"]),
    ("group", &["分类"]),
    ("by", &["作者", "撰稿人", "供稿", "摄影"]),
    ("signature", &["署名", "落款人"]),
    ("people", &["名单", "人员", "姓名"]),
    ("detail", &["说明"]),
    ("photo", &["相片", "头像"]),
    ("quote", &["寄语", "留言"]),
    ("note", &["备注"]),
    ("source", &["来源"]),
    ("kind", &["类型", "种类"]),
    ("intro", &["导语", "引言"]),
    ("year", &["年份"]),
    ("id", &["编号"]),
    ("index", &["关键词"]),
    ("excerpt", &["摘要"]),
    ("imprint", &["版权页"]),
];

/// A value and its places, with what its schema says of it.
pub(super) struct Context<'a> {
    pub(super) schema: &'a Value,
    pub(super) value: &'a Value,
    pub(super) node: &'a Node,
}

/// Reports all violations of a file. A key that is missing is not told of where another was meant
/// for it.
pub(super) fn report(context: &Context, violations: &[Located], found: &mut Findings) {
    // Schemas are few, and keys may be many: each schema is read once.
    let mut read: BTreeMap<*const Map<String, Value>, Names> = BTreeMap::new();
    let mut meant: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    for Located { pointer, violation } in violations {
        let Violation::Unknown(key, Some(known)) = violation else { continue };
        let names = read.entry(*known).or_insert_with(|| Names::of(known));
        if let Some(name) = names.meant(key) {
            meant.insert((pointer, key), name);
        }
    }
    let replaced: BTreeSet<(&str, &str)> =
        meant.iter().map(|((pointer, _), name)| (*pointer, *name)).collect();
    for Located { pointer, violation } in violations {
        let here = context.node.pointer(pointer);
        match violation {
            Violation::Unknown(key, known) => {
                let meant = meant.get(&(pointer.as_str(), key.as_str())).copied();
                unknown((*known, meant), key, here, found);
            }
            // Rules of figures would tell of these again.
            Violation::Missing(key)
                if !matches!(*key, "alt" | "caption") && replaced.contains(&(pointer, key)) => {}
            Violation::Missing(key) => missing(key, &here.at, found),
            // Patterns are for editors: `check` knows better what is wrong with a date or an id.
            Violation::Pattern(_) => {}
            Violation::Type(names) => of_type(context, pointer, names, found),
            Violation::Choice(options) => {
                let written = context.value.pointer(pointer).and_then(Value::as_str);
                choice(schema_at(context.schema, pointer), options, (written, here), found);
            }
            Violation::Form => mark(context.value.pointer(pointer), here, found),
            other => found.add(code(other), Some(&here.at), limit(other)),
        }
    }
}

fn code(violation: &Violation) -> Code {
    match violation {
        Violation::TooFew(1) => Code::M06,
        Violation::Forbidden => Code::Y05,
        _ => Code::Y06,
    }
}

fn limit(violation: &Violation) -> Message {
    match violation {
        Violation::TooFew(limit) => {
            msg!("这里至少要有 {limit} 项", "at least {limit} items are wanted here")
        }
        Violation::TooMany(limit) => {
            msg!("这里至多 {limit} 项", "at most {limit} items are wanted here")
        }
        Violation::Range(limit) => {
            msg!("数值超出范围（界限 {limit}）", "the number is out of range (limit {limit})")
        }
        Violation::TooShort(limit) => {
            msg!("这里至少要有 {limit} 个字", "at least {limit} characters are wanted here")
        }
        _ => msg!("这里不用写这个", "nothing may stand here"),
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

fn unknown(
    (known, meant): (Option<&Map<String, Value>>, Option<&str>),
    key: &str,
    here: &Node,
    found: &mut Findings,
) {
    let message = msg!("不认识的键 `{key}`", "unknown key `{key}`");
    let at = here.key_place(key);
    if let Some(help) = words(known, key, here) {
        return found.add_with(Code::Y05, Some(at), message, help);
    }
    let Some(meant) = meant else {
        let list: Vec<&str> = known.into_iter().flat_map(Map::keys).map(String::as_str).collect();
        let list = list.join(", ");
        let hint = msg!("这里可以写：{list}", "these can stand here: {list}");
        found.add_with_hint(Code::Y05, Some(at), message, hint);
        return;
    };
    let hint = match key.is_ascii() || !meant.is_ascii() {
        true => msg!("是不是 `{meant}`？", "did you mean `{meant}`?"),
        false => msg!(
            "键名用英文：`{key}` 写成 `{meant}`",
            "keys are in English: write `{meant}` for `{key}`"
        ),
    };
    let fix = instead(at, meant.to_owned());
    found.add_with(Code::Y05, Some(at), message, Help { hint: Some(hint), fix });
}

/// What is said of a key without a value that may be words of the value before it, or a value.
fn words(known: Option<&Map<String, Value>>, key: &str, here: &Node) -> Option<Help> {
    if !here.key(key).is_nothing() {
        return None;
    }
    if let Some((name, value)) = key.split_once(':')
        && known.is_some_and(|known| known.contains_key(name))
    {
        let hint = msg!(
            "冒号后写一个半角空格：`{name}: {value}`",
            "write one plain space behind the colon: `{name}: {value}`"
        );
        let fix = instead(here.key_place(key), format!("{name}: {value}"));
        return Some(Help { hint: Some(hint), fix });
    }
    let hint = msg!(
        "`{{…}}` 里半角逗号后面是另一个键；是文字就用全角逗号，或整句加英文单引号",
        "inside of `{{…}}` another key follows a comma; put single quotes around text that has one"
    );
    here.is_in_braces().then_some(Help { hint: Some(hint), fix: None })
}

/// The keys that a schema knows, with their names in Chinese.
#[derive(Debug)]
pub(super) struct Names<'s>(Vec<(&'s str, Vec<&'s str>)>);

impl<'s> Names<'s> {
    pub(super) fn of(known: &'s Map<String, Value>) -> Names<'s> {
        let description = |schema: &'s Value| schema["description"].as_str().unwrap_or_default();
        Names(known.iter().map(|(key, schema)| (&**key, words_of(description(schema)))).collect())
    }

    /// The key that an unknown one was meant for.
    pub(super) fn meant(&self, key: &str) -> Option<&'s str> {
        if key.is_ascii() {
            let key = key.to_ascii_lowercase();
            let near = self.0.iter().map(|(name, _)| (strsim::jaro_winkler(name, &key), *name));
            let near = near.filter(|(likeness, _)| *likeness > 0.8);
            return near.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name);
        }
        let find = |is_meant: &dyn Fn(&str, &[&str]) -> bool| {
            let mut like = self.0.iter().filter(|(name, names)| is_meant(name, names));
            like.next().map(|(name, _)| (*name, like.next().is_none()))
        };
        let described = || find(&|_, names| names.contains(&key));
        let by_habit = || {
            find(&|name, _| {
                OTHER_NAMES.iter().any(|(known, others)| *known == name && others.contains(&key))
            })
        };
        let partly = || {
            let is_part = |known: &&str| known.contains(key) || key.contains(*known);
            let like = find(&|_, names| names.first().is_some_and(is_part));
            like.filter(|(_, is_only)| *is_only && key.chars().count() > 1)
        };
        described().or_else(by_habit).or_else(partly).map(|(name, _)| name)
    }
}

/// The Chinese names with which a description begins: those of `单位、职务等。Office.` are 单位 and
/// 职务.
fn words_of(description: &str) -> Vec<&str> {
    let first = description.split(['。', '，', '：', '；', '（', ',']).next().unwrap_or_default();
    let names = first.split(['、', '或', '和']).map(|name| name.strip_suffix('等').unwrap_or(name));
    names.filter(|name| !name.is_empty() && !name.is_ascii()).collect()
}

/// A value of another type than the schema wants.
fn of_type(context: &Context, pointer: &str, names: &[&str], found: &mut Findings) {
    let here = context.node.pointer(pointer);
    let (zh, en) = wanted(names);
    let message = msg!("这里应为{zh}", "{en} is wanted here");
    let value = context.value.pointer(pointer).unwrap_or(&Value::Null);
    let written = here.written.clone().unwrap_or_else(|| value.to_string());
    let wants = |name: &str| names.contains(&name);
    let help = match value {
        Value::String(text) if wants("array") => in_list(text, here),
        Value::Object(_) if wants("array") => {
            let key = here.pairs().next().map_or("", |(key, ..)| key);
            let hint = msg!(
                "在第一个键 `{key}` 前加“- ”，其余的键与它对齐",
                "put `- ` before the first key `{key}`, and align the others with it"
            );
            Help { hint: Some(hint), fix: None }
        }
        Value::Number(_) | Value::Bool(_) if wants("string") => {
            let quoted = format!("'{}'", written.replace('\'', "''"));
            let hint = msg!("加引号：`{quoted}`", "put it in quotes: `{quoted}`");
            Help { hint: Some(hint), fix: instead(&here.at, quoted) }
        }
        Value::String(text) if wants("integer") || wants("number") => number_in(text, here),
        Value::String(text) if wants("boolean") => {
            let word = match text.trim() {
                "是" | "要" | "yes" | "on" | "True" => Some("true"),
                "否" | "不" | "不要" | "no" | "off" | "False" => Some("false"),
                _ => None,
            };
            let hint = word.map(|word| msg!("写 `{word}`", "write `{word}`"));
            Help { hint, fix: word.and_then(|word| instead(&here.at, word.to_owned())) }
        }
        _ => Help::default(),
    };
    let at = match pointer.rsplit_once('/') {
        // Nothing has no place of its own.
        Some((holder, key)) if here.is_nothing() => context.node.pointer(holder).key_place(key),
        _ => &here.at,
    };
    found.add_with(Code::Y06, Some(at), message, help);
}

/// Several things in one text, as a list.
fn in_list(text: &str, here: &Node) -> Help {
    let marks = ['、', '，', ',', '；', ';', '\n'];
    let items = text.split(marks).map(str::trim).filter(|item| !item.is_empty());
    let items: Vec<String> = items.map(quoted::value).collect();
    let list = format!("[{}]", items.join(", "));
    let hint = msg!(
        "写成 `{list}`，或一项一行，以“- ”开头",
        "write `{list}`, or a line an item, beginning with `- `"
    );
    Help { hint: Some(hint), fix: instead(&here.at, list) }
}

/// The only number in a text.
fn number_in(text: &str, here: &Node) -> Help {
    let digits = |c: char| c.is_ascii_digit() || c == '.';
    let mut numbers = text.split(|c| !digits(c)).filter(|part| part.parse::<f64>().is_ok());
    match (numbers.next(), numbers.next()) {
        (Some(number), None) => Help {
            hint: Some(msg!("只写数字：`{number}`", "write the number alone: `{number}`")),
            fix: instead(&here.at, number.to_owned()),
        },
        _ => Help::default(),
    }
}

/// A word that is none of those to choose from.
fn choice(
    schema: Option<&Value>,
    options: &[Value],
    (written, here): (Option<&str>, &Node),
    found: &mut Findings,
) {
    let none = Vec::new();
    let described = schema.and_then(|schema| schema["enumDescriptions"].as_array());
    let described = described.unwrap_or(&none).iter().filter_map(Value::as_str).map(words_of);
    let names = described.chain(std::iter::repeat(Vec::new()));
    let words = options.iter().filter_map(Value::as_str);
    let words: Vec<(&str, Vec<&str>)> = words.zip(names).collect();
    let list: Vec<String> = words.iter().map(|(word, names)| named(word, names)).collect();
    let english: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    let (list, english) = (list.join("、"), english.join(", "));
    let message = msg!("这里只能是 {list}", "one of {english} is wanted here");
    let is_meant = |(word, names): &&(&str, Vec<&str>)| {
        // Nothing is a part of every name.
        written.filter(|written| !written.is_empty()).is_some_and(|written| {
            word.eq_ignore_ascii_case(written)
                || names.iter().any(|name| name.contains(written) || written.contains(name))
        })
    };
    let help = words.iter().find(is_meant).map(|(word, names)| {
        let name = names.first().map(|name| format!("（{name}）")).unwrap_or_default();
        Help {
            hint: Some(msg!("写 `{word}`{name}", "write `{word}`")),
            fix: instead(&here.at, (*word).to_owned()),
        }
    });
    found.add_with(Code::Y06, Some(&here.at), message, help.unwrap_or_default());
}

/// A word with its Chinese name, such as `news 新闻`.
pub(super) fn named(word: &str, names: &[&str]) -> String {
    match names.first() {
        Some(name) => format!("{word} {name}"),
        None => word.to_owned(),
    }
}

/// A mark that is no number.
fn mark(value: Option<&Value>, here: &Node, found: &mut Findings) {
    let message = msg!("应为正整数，或 none", "a positive whole number is wanted, or `none`");
    let text = value.and_then(Value::as_str).unwrap_or_default();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let number = text.chars().find_map(figure_mark::number).or_else(|| digits.parse().ok());
    let help = number.filter(|number| *number > 0).map(|number| Help {
        hint: Some(msg!("写 `mark: {number}`", "write `mark: {number}`")),
        fix: instead(&here.at, number.to_string()),
    });
    found.add_with(Code::Y06, Some(&here.at), message, help.unwrap_or_default());
}

/// Other words in the place of a value or key.
#[must_use]
pub fn instead(at: &Place, text: String) -> Option<Fix> {
    let edit = |bytes| Edit { file: at.file.clone(), bytes, text };
    let fix = |bytes| Fix { edits: vec![edit(bytes)], applicability: Applicability::Suggested };
    at.range().map(fix)
}

/// What the schema says of a place.
pub(super) fn schema_at<'s>(schema: &'s Value, pointer: &str) -> Option<&'s Value> {
    pointer.split('/').skip(1).try_fold(schema, |here, token| match token.parse::<usize>() {
        Ok(_) => here.get("items").or(here.get("additionalProperties")),
        Err(_) => {
            let key = here.get("properties").and_then(|keys| keys.get(token));
            key.or(here.get("additionalProperties"))
        }
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
        "boolean" => (" true 或 false", "true or false"),
        _ => ("空", "nothing"),
    };
    let words: Vec<_> =
        names.iter().filter(|name| **name != "null").map(|name| word(name)).collect();
    let zh: Vec<&str> = words.iter().map(|w| w.0).collect();
    let en: Vec<&str> = words.iter().map(|w| w.1).collect();
    (zh.join("或"), en.join(" or "))
}
