//! Reads the list of terms: what its forms are, and what is wrong with them.
//!
//! A form that one term wants and another forbids is an error, as is a circle of such: mending
//! would never end. It is taken as right, so that nobody is told to write it otherwise.

use std::collections::{BTreeMap, BTreeSet};

use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};

use super::table::{LONGEST, Table};
use super::{Forbidden, FullName, Glossary, Right, Role, plain};
use crate::diag::{Code, Findings, Message, excerpt, msg};
use crate::load::schema;
use crate::load::terms::{Term, TermsFile};
use crate::load::yaml::Node;
use crate::source::Place;

/// The most forms of a list.
const FORMS: usize = 400_000;

/// The most patterns of a list, and of characters of one.
const PATTERNS: usize = 200;
const PATTERN: usize = 500;

/// The most forms of a circle that a message tells.
const SHOWN: usize = 6;

/// The most memory of a pattern, and of all together, in bytes.
const OF_PATTERN: usize = 1 << 20;
const OF_ALL: usize = 16 << 20;

/// The list while it is read.
#[derive(Default)]
struct List {
    /// The forms that are right.
    right: BTreeMap<String, Right>,
    /// The forms that are not to be used.
    forbidden: BTreeMap<String, Forbidden>,
    patterns: Vec<(Regex, Forbidden)>,
    names: Vec<FullName>,
    count: usize,
}

pub(super) fn read(file: &TermsFile, found: &mut Findings) -> Glossary {
    let mut list = List::default();
    let node = file.node.key("terms");
    for (number, term) in file.terms.terms.iter().enumerate() {
        list.add(term, node.item(number), found);
    }
    if list.count > FORMS {
        let message = msg!(
            "写法有 {FORMS} 个以上，后面的没有用",
            "there are more than {FORMS} forms; those behind are left out"
        );
        found.add(Code::Y18, Some(&node.at), message);
    }
    list.contradictions(found);
    list.ready(&node.at, found)
}

impl List {
    fn add(&mut self, term: &Term, node: &Node, found: &mut Findings) {
        let mut right = Vec::new();
        for (key, form) in
            [("preferred", &term.preferred), ("full", &term.full), ("short", &term.short)]
        {
            let Some(form) = form else { continue };
            let at = &node.key(key).at;
            right.extend(form_of(form, at, found).map(|form| (key, form, at)));
        }
        if right.is_empty() {
            // What is wrong with a form or its key has been told.
            if node.pairs().all(|(key, ..)| is_key(key) && !matches!(key, "preferred" | "full")) {
                let message = msg!("缺少 `preferred`", "`preferred` is missing");
                let hint =
                    msg!("写 preferred（规范写法）或 full（全称）", "write `preferred` or `full`");
                found.add_with_hint(Code::Y07, Some(&node.at), message, hint);
            }
            return;
        }
        let of = |key: &str| right.iter().find(|(own, ..)| *own == key).map(|(_, form, _)| form);
        let full = of("full").or(of("preferred").filter(|_| of("short").is_some())).cloned();
        let short = of("short").or(of("preferred").filter(|_| of("full").is_some())).cloned();
        let name = full.zip(short).filter(|(full, short)| full != short);
        self.right(&right, found);
        if let Some((full, short)) = name {
            let number = self.names.len();
            if let Some(right) = self.right.get_mut(&full) {
                right.full_of.push(number);
            }
            if let Some(right) = self.right.get_mut(&short) {
                right.short_of.push(number);
            }
            self.names.push(FullName { full, short, at: node.at.clone() });
        }
        // What is written for the others: the one that is preferred, or either name.
        let write: Vec<String> = match of("preferred") {
            Some(form) => vec![form.clone()],
            None => right.iter().map(|(_, form, _)| form.clone()).collect(),
        };
        self.forbidden(term, &write, node.key("forbidden"), found);
        self.patterns(term, &write, node.key("patterns"), found);
    }

    /// Adds forms that are right.
    fn right(&mut self, forms: &[(&str, String, &Place)], found: &mut Findings) {
        let mut own = BTreeSet::new();
        for (key, form, at) in forms {
            if !own.insert(form) {
                let message =
                    msg!("“{form}”在这一项写了两次", "“{form}” stands twice in this term");
                found.add(Code::Y19, Some(at), message);
                continue;
            }
            if *key == "short" {
                short(form, at, found);
            }
            self.count += 1;
            if self.count > FORMS {
                return;
            }
            match self.right.get(form) {
                None => {
                    let at = (*at).clone();
                    let right = Right { at, full_of: Vec::new(), short_of: Vec::new() };
                    self.right.insert(form.clone(), right);
                }
                // Two places may have one short name.
                Some(_) if *key == "short" => {}
                Some(Right { at: before, .. }) => {
                    let message =
                        msg!("“{form}” {before} 已有", "“{form}” stands at {before} already");
                    found.add(Code::Y19, Some(at), message);
                }
            }
        }
    }

    /// Adds forms that are not to be used.
    fn forbidden(&mut self, term: &Term, write: &[String], node: &Node, found: &mut Findings) {
        for (number, form) in term.forbidden.iter().flatten().enumerate() {
            let at = node.item(number);
            let at = if at.has("form") { &at.key("form").at } else { &at.at };
            let note = form.note.as_ref().or(term.note.as_ref()).cloned();
            let Some(form) = form_of(&form.form, at, found) else { continue };
            if write.contains(&form) {
                let message = msg!(
                    "“{form}”既是规范写法，又是禁用写法",
                    "“{form}” is to be written and is forbidden"
                );
                found.add(Code::Y18, Some(at), message);
                continue;
            }
            short(&form, at, found);
            self.count += 1;
            if self.count > FORMS {
                return;
            }
            match self.forbidden.get_mut(&form) {
                None => {
                    let is_sure = form.chars().count() > 1;
                    let (right, at) = (write.to_vec(), at.clone());
                    self.forbidden.insert(form, Forbidden { right, note, at, is_sure });
                }
                Some(before) if before.right == write => {
                    let at_before = &before.at;
                    let message =
                        msg!("“{form}” {at_before} 已有", "“{form}” stands at {at_before} already");
                    found.add(Code::Y19, Some(at), message);
                }
                // It may be the slip for either of two.
                Some(before) => {
                    let new = write.iter().filter(|one| !before.right.contains(one));
                    let new: Vec<String> = new.cloned().collect();
                    before.right.extend(new);
                }
            }
        }
    }

    /// Adds patterns of forms that are not to be used.
    fn patterns(&mut self, term: &Term, write: &[String], node: &Node, found: &mut Findings) {
        for (number, pattern) in term.patterns.iter().flatten().enumerate() {
            let at = &node.item(number).at;
            if pattern.is_empty() {
                continue;
            }
            match self.pattern(pattern) {
                Ok(regex) => {
                    let (right, note, at) = (write.to_vec(), term.note.clone(), at.clone());
                    self.patterns.push((regex, Forbidden { right, note, at, is_sure: false }));
                }
                Err(message) => found.add(Code::Y18, Some(at), message),
            }
        }
    }

    /// A pattern, or why it cannot be used.
    fn pattern(&self, pattern: &str) -> Result<Regex, Message> {
        let shown = excerpt(pattern);
        if self.patterns.len() >= PATTERNS {
            return Err(msg!(
                "正则式至多 {PATTERNS} 个，“{shown}”没有用",
                "there may be {PATTERNS} patterns; “{shown}” is left out"
            ));
        }
        if pattern.chars().count() > PATTERN {
            return Err(msg!(
                "正则式太长，至多 {PATTERN} 个字符",
                "the pattern is long: at most {PATTERN} characters"
            ));
        }
        let built = RegexBuilder::new(pattern).size_limit(OF_PATTERN).nest_limit(32).build();
        let regex = built.map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => msg!(
                "正则式“{shown}”展开后太大，少写些重复次数",
                "the pattern “{shown}” is too big when it is compiled: repeat less"
            ),
            other => {
                let why = other.to_string();
                let why = why.lines().last().unwrap_or_default().trim_start_matches("error: ");
                msg!("“{shown}”不是正则式：{why}", "“{shown}” is no regular expression: {why}")
            }
        })?;
        if regex.is_match("") {
            return Err(msg!(
                "正则式“{shown}”连空的也合，处处都合",
                "the pattern “{shown}” fits nothing at all, which stands everywhere"
            ));
        }
        Ok(regex)
    }

    /// Reports forms that one term wants and another forbids, and takes them as right.
    fn contradictions(&mut self, found: &mut Findings) {
        let clashes: Vec<String> =
            self.forbidden.keys().filter(|form| self.right.contains_key(*form)).cloned().collect();
        let circles = self.circles(&clashes);
        for circle in &circles {
            let Some(forbidden) = circle.first().and_then(|form| self.forbidden.get(*form)) else {
                continue;
            };
            let dots = if circle.len() > SHOWN { &["……"][..] } else { &[] };
            let shown = circle.iter().take(SHOWN).chain(dots).chain(circle.first());
            let way = shown.copied().collect::<Vec<_>>().join("→");
            let message = msg!(
                "改来改去成了一圈：{way}",
                "what is written for what goes round in a circle: {way}"
            );
            found.add(Code::Y18, Some(&forbidden.at), message);
        }
        let in_circles: BTreeSet<&str> = circles.into_iter().flatten().collect();
        for form in clashes.iter().filter(|form| !in_circles.contains(form.as_str())) {
            let (Some(forbidden), Some(Right { at, .. })) =
                (self.forbidden.get(form), self.right.get(form))
            else {
                continue;
            };
            let message = msg!(
                "“{form}”在这里禁用，{at} 又要这样写",
                "“{form}” is forbidden here and wanted at {at}"
            );
            found.add(Code::Y18, Some(&forbidden.at), message);
        }
        for form in &clashes {
            self.forbidden.remove(form);
        }
    }

    /// The circles of forms of which each is to be written for the one before.
    fn circles<'a>(&'a self, clashes: &'a [String]) -> Vec<Vec<&'a str>> {
        let (mut circles, mut done) = (Vec::new(), BTreeSet::new());
        for form in clashes {
            let (mut way, mut places) = (Vec::new(), BTreeMap::new());
            let mut next = Some(form.as_str());
            // A form from which it was looked before leads to nothing new.
            while let Some(form) = next.filter(|form| !done.contains(form)) {
                if let Some(start) = places.insert(form, way.len()) {
                    circles.push(way[start..].to_vec());
                    break;
                }
                way.push(form);
                let forbidden = self.forbidden.get(form);
                next = forbidden.and_then(|forbidden| forbidden.right.first()).map(String::as_str);
            }
            done.extend(way);
        }
        circles
    }

    /// What is looked for.
    fn ready(self, at: &Place, found: &mut Findings) -> Glossary {
        let List { right, forbidden, patterns, names, .. } = self;
        let place = |(form, right): (&String, &Right)| (form.clone(), right.at.clone());
        let mut in_order: Vec<(String, Place)> = right.iter().map(place).collect();
        in_order.sort_by_key(|(_, at)| at.bytes);
        let right = right.into_iter().map(|(text, right)| (text, Role::Right(Box::new(right))));
        let forbidden = forbidden.into_iter();
        let forbidden = forbidden.map(|(text, row)| (text, Role::Forbidden(Box::new(row))));
        let forms = right.chain(forbidden).map(|(text, role)| (text.into_boxed_str(), role));
        let forms = Table::new(forms);
        let sources = patterns.iter().map(|(regex, _)| regex.as_str());
        let set = RegexSetBuilder::new(sources).size_limit(OF_ALL).nest_limit(32).build();
        let set = set.unwrap_or_else(|_| {
            let message = msg!(
                "正则式合起来太大，都没有用",
                "the patterns together are too big: none is used"
            );
            found.add(Code::Y18, Some(at), message);
            RegexSet::empty()
        });
        Glossary { forms, right: in_order, set, patterns, names }
    }
}

/// Whether terms have this key.
fn is_key(key: &str) -> bool {
    let term = schema::terms().value().pointer("/properties/terms/items/properties");
    term.is_some_and(|keys| keys.get(key).is_some())
}

/// A form as it is looked for. One that cannot be is reported.
fn form_of(form: &str, at: &Place, found: &mut Findings) -> Option<String> {
    // Nothing at all was told of when the file was read.
    if form.is_empty() {
        return None;
    }
    let plain = plain(form);
    let count = plain.chars().count();
    if count == 0 {
        found.add(Code::Y18, Some(at), msg!("写法是空的", "the form is empty"));
        return None;
    }
    if count > LONGEST {
        let message = msg!(
            "写法有 {count} 个字，至多 {LONGEST} 个",
            "the form has {count} characters; at most {LONGEST} are taken"
        );
        found.add(Code::Y18, Some(at), message);
        return None;
    }
    Some(plain)
}

/// Tells of a form of one character.
fn short(form: &str, at: &Place, found: &mut Findings) {
    if form.chars().count() == 1 {
        let message = msg!(
            "“{form}”只有一个字，别的词里也会有",
            "“{form}” is one character, which other words have as well"
        );
        found.add(Code::Y19, Some(at), message);
    }
}
