//! What of a style sheet is not known to leave every word of a book in sight, in its order, and to
//! add none.
//!
//! Everything that the table (`known`) does not have is told: other properties and values, rules
//! with `@`, parts of elements. Properties of the style sheet's own are judged where they are used,
//! by all values that they are given anywhere.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::text::styles::known::{Asked, BESIDE_NUMBERS, NUMERALS, is_known, is_mark};
use crate::text::styles::paint::{self, Holds, Paint};
use crate::text::styles::selector::{Subject, subjects};
use crate::text::styles::value::{Part, Piece};
use crate::text::styles::{Declaration, Head, Rule, Sheet, read};

/// Something that is not known to do no harm.
#[derive(Debug, PartialEq)]
pub struct Doubt {
    /// Its bytes in the style sheet.
    pub at: Range<usize>,
    /// The declaration in its rule, or what of the rule is meant; and behind a plus the one that
    /// does harm with it.
    pub shown: String,
}

/// Most values that a declaration may come to have by `var()`.
const MAX_VALUES: usize = 64;

/// How deep `var()` may lead.
const MAX_DEPTH: usize = 8;

/// Longest piece of a style sheet that is shown, in characters.
const MAX_SHOWN: usize = 100;

/// Rules with `@` that hold other rules.
const CONDITIONS: [&str; 5] = ["media", "supports", "container", "layer", "scope"];

/// Parts of elements that have the element's own words, or none.
const PARTS: [&str; 6] = ["before", "after", "marker", "selection", "first-line", "first-letter"];

/// Everything in a style sheet that is not known to do no harm, in its order.
#[must_use]
pub fn doubts(style: &str) -> Vec<Doubt> {
    let sheet = read(style);
    let mut judge = Judge::new(&sheet);
    for at in &sheet.unread {
        let shown = cut(style.get(at.clone()).unwrap_or_default());
        judge.doubts.push(Doubt { at: at.clone(), shown });
    }
    let chosen: Vec<Option<Vec<Subject>>> = sheet.rules.iter().map(own_subjects).collect();
    let mut paints = Vec::new();
    for (number, rule) in sheet.rules.iter().enumerate() {
        match &rule.head {
            Head::At(name, rest) => match name.as_str() {
                "font-face" => judge.each(rule, is_of_face),
                "page" => judge.each(rule, is_of_page),
                "counter-style" => judge.each(rule, is_of_counter),
                "namespace" => {}
                "charset" if rest.eq_ignore_ascii_case("\"utf-8\"") => {}
                name if CONDITIONS.contains(&name) => {
                    // Inside of a rule, declarations in a condition are that rule's.
                    let around = judge.around(number, |rule| !is_condition(rule));
                    let subjects = around.and_then(|rule| chosen.get(rule)?.as_ref());
                    match subjects {
                        _ if rule.declarations.is_empty() => {}
                        Some(subjects) => {
                            let paint = judge.declarations(number, rule, subjects);
                            paints.push((number, paint));
                        }
                        None => judge.whole(rule),
                    }
                }
                _ => judge.whole(rule),
            },
            Head::Selectors(_) => match chosen.get(number).and_then(Option::as_ref) {
                Some(subjects) => {
                    let paint = judge.declarations(number, rule, subjects);
                    paints.push((number, paint));
                }
                None => judge.whole(rule),
            },
        }
    }
    let (numbers, paints): (Vec<_>, Vec<_>) = paints.into_iter().unzip();
    let said = |(paint, declaration): (usize, usize)| {
        let rule = numbers.get(paint).and_then(|number: &usize| sheet.rules.get(*number))?;
        Some((rule, rule.declarations.get(declaration)?))
    };
    let told: BTreeSet<usize> = judge.doubts.iter().map(|doubt| doubt.at.start).collect();
    for (at, beside) in paint::vanishing(&paints).0 {
        let Some((rule, declaration)) = said(at) else { continue };
        if told.contains(&declaration.at.start) {
            continue;
        }
        judge.tell(rule, declaration);
        if let (Some((rule, other)), Some(told)) = (beside.and_then(said), judge.doubts.last_mut())
        {
            told.shown = format!("{} + {}", told.shown, shown(rule, other));
        }
    }
    judge.doubts.sort_by_key(|doubt| doubt.at.start);
    judge.doubts.dedup();
    judge.doubts
}

/// What a rule is for; `None` if it has no selectors, or such as are not known.
fn own_subjects(rule: &Rule) -> Option<Vec<Subject>> {
    let Head::Selectors(list) = &rule.head else { return None };
    let is_known = |subject: &Subject| {
        let part = subject.pseudo_element.as_deref();
        part.is_none_or(|part| PARTS.contains(&part))
    };
    subjects(list).filter(|all| all.iter().all(is_known))
}

fn is_condition(rule: &Rule) -> bool {
    matches!(&rule.head, Head::At(name, _) if CONDITIONS.contains(&name.as_str()))
}

/// Whether a rule is a condition that pages are dark.
fn is_dark(rule: &Rule) -> bool {
    let Head::At(name, rest) = &rule.head else { return false };
    let rest: String = rest.chars().filter(|c| !c.is_whitespace()).collect();
    let rest = rest.to_ascii_lowercase();
    name == "media" && rest.trim_start_matches("screenand") == "(prefers-color-scheme:dark)"
}

struct Judge<'s> {
    sheet: &'s Sheet,
    /// Values of properties of the style sheet's own.
    own: BTreeMap<&'s str, Vec<&'s [Part]>>,
    /// Names of counter styles.
    counters: BTreeSet<String>,
    has_containers: bool,
    /// Sizes of type, each with what it is for, if any were asked for.
    sizes: OnceCell<Vec<(Vec<Subject>, f32)>>,
    doubts: Vec<Doubt>,
}

impl<'s> Judge<'s> {
    fn new(sheet: &'s Sheet) -> Judge<'s> {
        let mut own: BTreeMap<&str, Vec<&[Part]>> = BTreeMap::new();
        let all = sheet.rules.iter().flat_map(|rule| &rule.declarations);
        for declaration in all.filter(|it| it.name.starts_with("--")) {
            own.entry(&declaration.name).or_default().push(&declaration.value);
        }
        let counter = |rule: &Rule| match &rule.head {
            Head::At(name, rest) if name == "counter-style" => Some(rest.to_ascii_lowercase()),
            _ => None,
        };
        let counters = sheet.rules.iter().filter_map(counter).collect();
        let mut names = sheet.rules.iter().flat_map(|rule| &rule.declarations);
        let has_containers = names.any(|it| it.name == "container-type");
        let (sizes, doubts) = (OnceCell::new(), Vec::new());
        Judge { sheet, own, counters, has_containers, sizes, doubts }
    }

    /// The rule around another that is asked for.
    fn around(&self, rule: usize, is: impl Fn(&Rule) -> bool) -> Option<usize> {
        let parent = |rule: &usize| self.sheet.rules.get(*rule).and_then(|rule| rule.parent);
        let mut above = std::iter::successors(parent(&rule), parent);
        above.find(|rule| self.sheet.rules.get(*rule).is_some_and(&is))
    }

    /// Whether a rule holds only where tables are narrow, and the heads of their columns stand in
    /// their cells.
    fn is_in_cards(&self, number: usize, subjects: &[Subject]) -> bool {
        let Some(condition) = self.sheet.rules.get(number).and_then(|rule| rule.parent) else {
            return false;
        };
        let is_narrow = self.sheet.rules.get(condition).is_some_and(|rule| match &rule.head {
            Head::At(name, rest) => {
                let rest: String = rest.chars().filter(|c| !c.is_whitespace()).collect();
                let most = rest.strip_prefix("(max-width:").and_then(|it| it.strip_suffix("em)"));
                name == "container" && most.is_some_and(|it| it.parse::<f32>().is_ok())
            }
            Head::Selectors(_) => false,
        });
        let beside = self.sheet.rules.iter().filter(|rule| rule.parent == Some(condition));
        let labelled: Vec<Option<String>> = beside
            .filter(|rule| {
                rule.declarations.iter().any(|it| it.written.contains("attr(data-label)"))
            })
            .filter_map(own_subjects)
            .flatten()
            .filter(Subject::is_label)
            .map(|subject| subject.card)
            .collect();
        is_narrow && subjects.iter().all(|it| it.card.is_none() || labelled.contains(&it.card))
    }

    fn tell(&mut self, rule: &Rule, declaration: &Declaration) {
        let at = declaration.at.clone();
        self.doubts.push(Doubt { at, shown: shown(rule, declaration) });
    }

    /// Tells a rule as such.
    fn whole(&mut self, rule: &Rule) {
        let (shown, length) = match &rule.head {
            Head::Selectors(list) => (list.clone(), list.len()),
            Head::At(name, rest) => (format!("@{name} {rest}"), name.len() + "@".len()),
        };
        let at = rule.at.start..rule.at.end.min(rule.at.start + length);
        self.doubts.push(Doubt { at, shown: cut(shown.trim()) });
    }

    /// Judges declarations of what is no element, one by one.
    fn each(&mut self, rule: &Rule, is_known: fn(&str, &[Part]) -> bool) {
        for declaration in &rule.declarations {
            if !is_known(&declaration.name, &declaration.value) {
                self.tell(rule, declaration);
            }
        }
    }

    /// Judges the declarations of a rule, and gives its colours.
    fn declarations<'a>(
        &mut self,
        number: usize,
        rule: &Rule,
        subjects: &'a [Subject],
    ) -> Paint<'a> {
        let is_layered = |rule: &Rule| match &rule.head {
            Head::At(name, _) => name == "layer" || name == "scope",
            Head::Selectors(_) => false,
        };
        let is_nested = |rule: &Rule| matches!(rule.head, Head::Selectors(_));
        let mut paint = Paint::new(
            subjects,
            Holds {
                is_dark: self.around(number, is_dark).is_some(),
                is_ranked: self.around(number, is_nested).is_none()
                    && !self.sheet.rules.iter().any(is_layered),
                is_always: rule.parent.is_none(),
            },
        );
        let is_free = subjects.iter().all(Subject::is_free);
        let in_cards = self.is_in_cards(number, subjects);
        for (number, declaration) in rule.declarations.iter().enumerate() {
            let Declaration { name, value, important, .. } = declaration;
            if name.starts_with("--") {
                continue;
            }
            let values = self.values(value, 0).unwrap_or_default();
            let counters = &self.counters;
            let has_containers = self.has_containers;
            let has_unit =
                |it: &Part| matches!(&it.piece, Piece::Number(_, unit) if !unit.is_empty());
            let of_unit = name == "line-height" && values.iter().flatten().any(has_unit);
            let largest = if of_unit { self.largest(subjects) } else { 0.0 };
            let is_good = |value: &Vec<Part>| {
                let asked =
                    Asked { value, subjects, rule, counters, in_cards, largest, has_containers };
                is_known(name, &asked)
            };
            // Of colours that go together, none may be kept against the others.
            let is_split = *important && (name.contains("color") || name == "background");
            let mut good = !values.is_empty() && values.iter().all(is_good) && !is_split;
            if !is_free {
                good = values.iter().fold(good, |good, it| paint.add(number, name, it) && good);
            }
            if !good {
                self.tell(rule, declaration);
            }
        }
        if subjects.iter().all(Subject::is_picture) {
            paint.forget_grounds();
        }
        paint
    }

    /// The largest type, in pixels of a small page, that any rule gives elements of these.
    fn largest(&self, subjects: &[Subject]) -> f32 {
        let is_same = |others: &[Subject]| {
            let mut pairs = others.iter().flat_map(|it| subjects.iter().map(move |own| (it, own)));
            pairs.any(|(it, own)| paint::may_be_same(it, own))
        };
        let sizes = self.sizes.get_or_init(|| self.sizes());
        let sizes = sizes.iter().filter(|(others, _)| is_same(others));
        sizes.fold(0.0, |largest, (_, size)| largest.max(*size))
    }

    /// The sizes of type that rules give, each with what the rule is for.
    fn sizes(&self) -> Vec<(Vec<Subject>, f32)> {
        let is_size = |it: &&Declaration| it.name == "font-size" || it.name == "font";
        // A share is one of the type around.
        let pixels = |part: Part| match &part.piece {
            Piece::Number(share, unit) if unit == "%" => share * 0.16,
            piece => piece.small_pixels(),
        };
        let sized = self.sheet.rules.iter().filter_map(|rule| {
            let sizes = rule.declarations.iter().filter(is_size);
            let values = sizes.filter_map(|it| self.values(&it.value, 0)).flatten().flatten();
            let largest = values.map(pixels).reduce(f32::max)?;
            // What is said in a condition is for anything.
            Some((own_subjects(rule).unwrap_or_else(|| vec![Subject::default()]), largest))
        });
        sized.collect()
    }

    /// The values that a value may be, by what `var()` may stand for; `None` if there are too many.
    fn values(&self, value: &[Part], depth: usize) -> Option<Vec<Vec<Part>>> {
        let mut all: Vec<Vec<Part>> = vec![Vec::new()];
        for part in value {
            let choices: Vec<Vec<Part>> = match &part.piece {
                _ if depth > MAX_DEPTH => return None,
                Piece::Function(name, inside) if name == "var" => self.meanings(inside, depth)?,
                Piece::Function(name, inside) => {
                    let inside = self.values(inside, depth + 1)?.into_iter();
                    let whole = |inside| Piece::Function(name.clone(), inside);
                    inside.map(|it| vec![Part { at: part.at.clone(), piece: whole(it) }]).collect()
                }
                Piece::Group(inside) => {
                    let inside = self.values(inside, depth + 1)?.into_iter().map(Piece::Group);
                    inside.map(|piece| vec![Part { at: part.at.clone(), piece }]).collect()
                }
                _ => vec![vec![part.clone()]],
            };
            if all.len() * choices.len() > MAX_VALUES {
                return None;
            }
            let longer = |before: &Vec<Part>| -> Vec<Vec<Part>> {
                choices.iter().map(|choice| [before.as_slice(), choice].concat()).collect()
            };
            all = all.iter().flat_map(longer).collect();
        }
        Some(all)
    }

    /// What `var()` may stand for: all that its property is given anywhere, and what it says itself
    /// for want of any.
    fn meanings(&self, inside: &[Part], depth: usize) -> Option<Vec<Vec<Part>>> {
        let name = inside.first().and_then(|part| part.piece.word())?;
        let comma = inside.iter().position(|part| part.piece == Piece::Sign(','));
        let instead = comma.and_then(|comma| inside.get(comma + 1..));
        let given = self.own.get(name).into_iter().flatten().copied();
        let mut all = Vec::new();
        for value in given.chain(instead) {
            all.extend(self.values(value, depth + 1)?);
            if all.len() > MAX_VALUES {
                return None;
            }
        }
        (!all.is_empty()).then_some(all)
    }
}

/// Descriptors of faces (CSS Fonts Level 4, 4): names and files alone.
fn is_of_face(name: &str, value: &[Part]) -> bool {
    let is_name = |it: &Piece| matches!(it, Piece::Word(_) | Piece::Text(_));
    let mut all = value.iter().map(|part| &part.piece);
    match name {
        "font-family" => all.all(is_name),
        "font-weight" => all.all(|it| is_name(it) || it.number().is_some()),
        "font-style" | "font-stretch" | "font-display" => all.all(is_name),
        "src" => all.all(|it| match it {
            Piece::Url(address) => {
                let is_inside = !address.contains(':') && !address.starts_with(['/', '\\']);
                is_inside || address.starts_with("nianjian:")
            }
            Piece::Function(name, _) => name == "format" || name == "tech",
            it => *it == Piece::Sign(','),
        }),
        _ => false,
    }
}

/// Descriptors of pages: the reader's sheet, with room for words.
fn is_of_page(name: &str, value: &[Part]) -> bool {
    value.iter().map(|part| &part.piece).all(|it| match name {
        "size" => it.word().is_some(),
        name if name.starts_with("margin") => it.word() == Some("auto") || it.is_within(0.0, 64.0),
        _ => false,
    })
}

/// Descriptors of counter styles: known numbers with other marks beside them.
fn is_of_counter(name: &str, value: &[Part]) -> bool {
    let all: Vec<&Piece> = value.iter().map(|part| &part.piece).collect();
    match (name, all.as_slice()) {
        ("system", [Piece::Word(extends), Piece::Word(other)]) => {
            extends == "extends" && NUMERALS.contains(&other.as_str())
        }
        ("prefix", [Piece::Text(text)]) => is_mark(text, ""),
        ("suffix", [Piece::Text(text)]) => is_mark(text, BESIDE_NUMBERS),
        _ => false,
    }
}

/// A declaration in its rule.
fn shown(rule: &Rule, declaration: &Declaration) -> String {
    let head = match &rule.head {
        Head::Selectors(list) => list.clone(),
        Head::At(name, rest) => format!("@{name} {rest}"),
    };
    let Declaration { name, written, .. } = declaration;
    cut(&format!("{} {{ {name}: {written} }}", head.trim()))
}

fn cut(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::doubts;

    fn shown(style: &str) -> Vec<String> {
        doubts(style).into_iter().map(|doubt| doubt.shown).collect()
    }

    /// Declarations for a paragraph of which each is told.
    const HIDING: &[&str] = &[
        "display:none!important",
        "display:table-column",
        "visibility:hidden",
        "visibility:collapse",
        "content-visibility:hidden",
        "opacity:0.0",
        "opacity:1%",
        "font-size:0",
        "font-size:calc(0px)",
        "font-size:min(0px, 1em)",
        "font-size:0.01em",
        "font-size:999em",
        "font:0/0 serif",
        "font:1em/0 serif",
        "font-size-adjust:0",
        "line-height:0",
        "line-height:.1",
        "line-height:16px",
        "line-height:1em",
        "line-height:90%",
        "line-height:20px",
        "line-height:1rem",
        "font-size:40px;line-height:24px",
        "margin-bottom:-8px",
        "margin:-8px 0",
        "margin-block-start:-.5em",
        "top:8px",
        "outline:4px solid #fff",
        "grid-template-rows:16px",
        "grid-auto-rows:1em",
        "grid-auto-rows:fit-content(16px)",
        "grid-template-rows:repeat(2, 16px)",
        "grid-template-rows:minmax(0, 16px)",
        "table-layout:fixed",
        "color:#767676;opacity:.6",
        "color:oklch(.97 0 0)",
        "color:lab(97% 0 0)",
        "color:oklch(none none none)",
        "float:right",
        "word-break:keep-all",
        "display:flex",
        "display:table-cell",
        "height:100vh",
        "min-width:300px",
        "grid-template-columns:300px 300px",
        "grid-template-columns:repeat(9, 300px)",
        "grid-auto-flow:column",
        "flex-wrap:nowrap",
        "line-height:0; overflow:hidden",
        "color:transparent",
        "color:rgba(0,0,0,0)",
        "color:rgb(0 0 0 / 4%)",
        "color:#0000",
        "color:#00000008",
        "color:#fff",
        "color:#fefefe",
        "color:hsl(0 0% 98%)",
        "color:color-mix(in srgb, transparent, transparent)",
        "color:color-mix(in srgb, black 3%, white)",
        "color:oklch(1 0 0)",
        "-webkit-text-fill-color:transparent",
        "background:#000",
        "background:linear-gradient(#111, #000)",
        "color:#a00;background:#a01",
        "color:#fff;background-image:linear-gradient(#eee,#fff)",
        "background:url(data:image/png;base64,iVBORw0K)",
        "color-scheme:dark",
        "text-indent:-9999px",
        "text-indent:-2em",
        "text-indent:999em",
        "margin-left:-999em",
        "margin:0 0 0 999em",
        "padding:999em",
        "padding-left:90%",
        "left:-9999em",
        "top:-200vh",
        "inset:0 0 0 9999px",
        "position:absolute",
        "translate:0 -9999px",
        "transform:scale(0)",
        "transform:matrix(0,0,0,0,0,0)",
        "scale:0",
        "zoom:0",
        "clip-path:inset(100%)",
        "clip:rect(0 0 0 0)",
        "filter:opacity(0)",
        "filter:blur(9px)",
        "filter:contrast(0)",
        "mask:linear-gradient(transparent, transparent)",
        "mix-blend-mode:screen",
        "contain:size",
        "container-type:size",
        "overflow:hidden",
        "max-height:0",
        "max-height:3em",
        "height:1em",
        "width:0px",
        "width:999em",
        "max-width:calc(100% - 990px)",
        "letter-spacing:-1em",
        "word-spacing:99em",
        "white-space:nowrap",
        "text-combine-upright:all",
        "writing-mode:sideways-rl",
        "-webkit-line-clamp:1",
        "-webkit-text-security:disc",
        "text-overflow:\"假\"",
        "text-overflow:ellipsis",
        "object-position:-999em 0",
        "animation:x 1s",
        "all:unset",
        "--x:none; display:var(--x)",
        "--x:var(--y); --y:none; display:var(--x)",
        "--x:var(--x); display:var(--x)",
        "display:var(--x, none)",
        "display:var(--x)",
        "--x:0; font-size:calc(var(--x) * 1px)",
        "display:attr(data-x type(*))",
        "font-size:env(x, 0)",
        // Words that are changed or put in another order.
        "content:\"假\"",
        "quotes:\"假\" \"话\"",
        "list-style:\"假\"",
        "list-style:decimal",
        "counter-increment:list-item 5",
        "text-emphasis:\"假\"",
        "text-decoration:line-through",
        "text-decoration:underline 1em",
        "text-shadow:2em 0 red",
        "outline:1em solid #fff",
        "box-shadow:0 0 0 99em #fff",
        "text-transform:uppercase",
        "font-variant-east-asian:traditional",
        "font-feature-settings:\"trad\"",
        "hyphenate-character:\"假\"",
        "direction:rtl",
        "unicode-bidi:bidi-override",
        "flex-direction:column-reverse",
        "flex-flow:wrap-reverse",
        "order:1",
        "grid-area:2 / 1",
        "grid-auto-flow:dense",
        "grid-template-columns:0 1fr",
        "no-such-property:1",
    ];

    #[test]
    fn declarations_that_may_hide_or_add_words_are_told() {
        let missed = HIDING.iter().filter(|it| shown(&format!("p {{ {it} }}")).is_empty());
        assert_eq!(missed.collect::<Vec<_>>(), Vec::<&&str>::new());
    }

    #[test]
    fn rules_that_may_hide_or_add_words_are_told() {
        for style in [
            "h1, p { color: red; VISIBILITY: hidden !important }",
            ":not(x) { display: none }",
            ".story * { visibility: hidden }",
            "p.note, .from-24 td:empty { display: none }",
            "nav + p { display: none }",
            "p { d\\69splay: n\\6fne }",
            "@media all { p { display: none } }",
            "@media all { p:hover { display: none } }",
            "@supports (display: block) { p { font-size: 0 } }",
            "@layer a { @container (min-width: 1px) { p { display: none } } }",
            "body { & p { display: none } }",
            "body { p { opacity: 0 } }",
            "p { @media all { display: none } }",
            "@scope (body) { p { opacity: 1% } }",
            ":root { --x: none } p { display: var(--x) }",
            "@keyframes a { to { opacity: 0 } }",
            "@property --x { syntax: \"*\"; inherits: true; initial-value: none }",
            "@import 'x.css';",
            "@font-face { font-family: A; src: url(a.ttf); size-adjust: 0% }",
            "@font-face { font-family: A; src: local(Blank) }",
            "@font-face { font-family: A; src: url(data:font/ttf;base64,AA) }",
            "@font-face { font-family: A; src: url(a.ttf); unicode-range: U+4E00 }",
            "@page { size: 0 }",
            "@page { margin: 99em }",
            "@page { @top-center { content: \"假\" } }",
            "@counter-style a { system: cyclic; symbols: \"假\" } ol { list-style: a }",
            "@counter-style a { system: extends decimal; suffix: \"假\" }",
            "@counter-style a { system: extends decimal; range: 5 9 }",
            "@charset \"utf-7\"; p { } @charset \"utf-7\";",
            "p::after { content: \"假\" }",
            "p::before { content: attr(title) }",
            "td::before { content: \"-\" }",
            "td::after { content: \"0\" }",
            "p::before { content: counter(x) }",
            "p::before { content: \"\"; position: absolute; inset: 0; background: #fff }",
            "p::before { content: \"■\"; font-size: 99em }",
            "li::marker { content: \"假\" }",
            "ol > li::marker { content: \"\" }",
            "ol { list-style: none }",
            "ol { list-style: inherit }",
            "ul { list-style: decimal }",
            "ul { list-style: \"假\" }",
            "li { list-style: none }",
            "p::cue { color: red }",
            "* { opacity: .6 }",
            "section { display: flex }",
            "td { padding: 0 4em }",
            "br { display: none }",
            "img { width: 8px }",
            "@font-face { font-family: A; src: url(//a.cn/a.ttf) }",
            "@counter-style a { system: extends decimal; prefix: \".\" }",
            "body, div { font-size: .5em }",
            "* { padding: 4em }",
            "span { background: #fff } p { background: #a00; color: #fff }",
            ":empty { display: none }",
            "*:empty { display: none }",
            "img:empty { display: none }",
            "td:empty { display: none }",
            ".from-24 td:empty { display: none }",
            "em, strong, a { float: right }",
            ".value, .unit { float: right }",
            "span.unit { float: left }",
            "figcaption { float: left }",
            "figure { float: right }",
            "figure { float: left; container-type: inline-size }",
            "figure { container-type: inline-size }",
            "div.table { container-type: inline-size } figure { display: inline-block }",
            "div.table { container-type: inline-size } section { width: fit-content }",
            "* { display: block }",
            "html * { display: initial }",
            "head, title { display: block }",
            "style { display: inline }",
            ".from-24 thead { display: none }",
            "@media (min-width: 30em) { .from-24 thead { display: none } }",
            "@container (min-width: 1em) { .from-24 thead { display: none } \
             .from-24 td::before { content: attr(data-label) } }",
            "@container (max-width: 9em) { .from-24 thead { display: none } }",
            "td[data-label]::before { content: \"\" }",
            ".from-24 td[data-label]::before { content: none }",
            "td::before { display: none }",
            "*::before { visibility: hidden }",
            "li { display: block }",
            "li { display: initial }",
            "ol { list-style-type: upper-alpha }",
            "ol { list-style: lower-roman }",
            "@counter-style a { system: extends upper-roman } ol { list-style: a }",
            "p { font-family: Symbol }",
            "p { font: 1em \"Wingdings 2\", serif }",
            "p { font-family: serif, webdings }",
            "p { font-family: \"Redacted Script\" }",
            "p { font-family: Flow Block, serif }",
            "p { font: 1em 'Material Icons' }",
            "p { font-family: \"Material Symbols Outlined\" }",
            "p { font-family: \"Font Awesome 6 Free\" }",
            "img { filter: brightness(.7) brightness(.7) }",
            "img { box-sizing: border-box; width: 48px; padding: 32px }",
            "img { border: 16px solid #fff }",
            "figure, img { padding: 1em }",
            "img.note { border: 4px solid #fff }",
            "figure * { border: 8px solid #fff }",
            "figcaption { margin-top: -8px }",
            "p { line-height: 24px } p { font-size: 3em }",
            "body { line-height: 1.5em }",
            "h1 { line-height: 24px }",
            "div { line-height: 24px }",
            "p { color: #767676 } section p { opacity: .6 }",
            "section { opacity: .85 } p { color: #999 }",
            "th { background: #777; color: #fff; opacity: .6 }",
            "p { filter: grayscale(1) }",
            "img { filter: brightness(9) }",
            "p { z-index: -1 }",
            "td::before { content: \"↗\" }",
            ".value::before { content: \"– \" }",
            "h2::before { content: \"—\" }",
            "h1 { background: #a6192e; color: #fff } h1.section-title { color: #a6192e }",
            "h1.section-title { color: #a6192e } h1 { background: #a6192e; color: #fff }",
            "th { background: #000; color: #fff } th { color: inherit }",
            "th { background: #000; color: #fff } th { color: initial }",
            "th { background: #000; color: #fff } th.row { color: currentColor }",
            "h1 { background: #000; color: #fff } .t { color: #000 }",
            "h1 { background: #000; color: #fff } h1 span { color: #111 }",
            "h1 { background: #000; color: #fff } span { color: CanvasText }",
            "h1 { background: #000; color: #fff } body { -webkit-text-fill-color: #111 }",
            "th { background: #a6192e; color: #fff } a.noteref { color: #a6192e }",
            "a.noteref { color: #a00 } h3 { background: #a00; color: #fff }",
            "th { background: #a00; color: #fff } a { color: #a00 } thead a { color: #fff }",
            "@layer a { .no { color: #a00 } } .no { background: #a00; color: #fff }",
            "h1 span.no { color: #a00 } .no { background: #a00; color: #fff }",
            "h1:is(#a, b) { color: #a00 } h1.x { background: #a00; color: #fff }",
            ".a { background: #a00; color: #fff } .b { background: none }",
            ".a { background: #a00; color: #fff } .b { background: #fff !important; color: #000 }",
            "@media (prefers-color-scheme: dark) { p { color: #111 } }",
            "th { background: #000; color: #fff } th { background: rgba(0,0,0,.08) }",
            "h1 { background: #000; color: #fff } \
             h1 span { background: rgba(0,0,0,.08); color: #111 }",
            "@media not (prefers-color-scheme: dark) { p { color: #eee } }",
            "p { color red }",
        ] {
            assert!(!shown(style).is_empty(), "{style}");
        }
    }

    #[test]
    fn what_leaves_all_words_in_sight_is_not_told() {
        for style in [
            "",
            "p { color: #a6192e; background: #f6f1e7 }",
            "p { color: rgba(0,0,0,.6); text-indent: 2em; margin: 0 auto; line-height: 1.5 }",
            "p { font: 400 1em/1.5 \"A B\", serif; font-size: max(0px, 1em) }",
            "p { font: inherit; color: inherit; display: initial; opacity: .85 }",
            "th { color: #fff; background: #a6192e } td { background: #f5f5f5 }",
            "p { padding-left: 1.5em; text-indent: -1.5em; margin: -2px 0 }",
            "img { width: 100%; max-height: min(85vh, 100vh - 9em); height: auto }",
            ":root { --red: #a6192e; --gap: 1em } p { color: var(--red); margin: var(--gap, 0) 0 }",
            "a.noteref, sup { line-height: 0; vertical-align: super; font-size: .75em }",
            "a { white-space: nowrap; transform: none; clip: auto; filter: none }",
            "* { margin: 0; padding: 0; box-sizing: border-box }",
            "span.no { color: #a00 } h1 span.no { background: #a00; color: #fff }",
            "a.noteref { color: #a00 } .no, .mark { background: #a00; color: #fff }",
            "a.noteref { color: #a00 } th { background: #a00; color: #fff } \
             th a.noteref { background: #a00; color: #fff }",
            "h1 { background: #a00; color: #fff } h1 span { color: inherit }",
            "thead tr { background: #333; color: #fff } ul.index a { color: #333 }",
            "h1.story-title span.no { color: #a00 } h1.section-title { color: #a00 } \
             h1.section-title { background: #a00; color: #fff }",
            "figure img, svg { background: #fff } section { background: #333; color: #fff }",
            "figure img { background: #fff } \
             @media (prefers-color-scheme: dark) { body { background: #111; color: #ddd } }",
            "a.noteref { color: #a00 } h1, .entry-title { background: #a00; color: #fff }",
            "nav[hidden], nav ol li, hr { display: none }",
            "@container (max-width: 24em) { .from-24 thead, .from-24 td:empty { display: none } \
             .from-24 td[data-label]::before { content: attr(data-label) } }",
            "div.table { container-type: inline-size } figure { display: block }",
            "li { display: list-item } nav li { display: inline }",
            "figure.table span.unit { float: right } img { float: left }",
            ".no, .mark { white-space: nowrap } a { cursor: pointer; z-index: 1 }",
            "img { filter: grayscale(1) brightness(85%) } html { scroll-behavior: smooth }",
            "figure { -webkit-column-break-inside: avoid }",
            "a.backlink::before { content: \"↩\" } .date::before { content: \" · \" }",
            "a::after { content: \" ↗\" } ul { list-style: \"– \" }",
            "h2::before { content: \"— \" } p { font-family: \"Segoe UI Symbol\", serif }",
            "p::before { content: \"\"; display: none } hr { height: 0; border: 0 }",
            "h2::before { content: \"■ \"; color: #fff } dt::after { content: \"：\" }",
            "td[data-label]::before { content: attr(data-label) \" \"; opacity: .85 }",
            "q { quotes: \"「\" \"」\" } q::before { content: open-quote }",
            "ol { list-style: cjk-ideographic inside } ul { list-style: none } nav ol { list-style: none }",
            "@counter-style a { system: extends decimal; suffix: \") \" } ol.b { list-style-type: a }",
            "@font-face { font-family: \"A\"; font-weight: 700; src: url(\"nianjian:A:h1\") }",
            "@font-face { font-family: A; src: url(fonts/1.ttf) format(\"truetype\") }",
            "@page { margin: 1em; size: auto } @namespace epub \"x\"; @layer a, b;",
            "@media (prefers-color-scheme: dark) { p { color: #f29aa3 } a { color: #fff } }",
            "@media screen { a:hover { color: #a6192e } }",
            "div { display: grid; grid-template-columns: repeat(auto-fill, minmax(7em, 1fr)) }",
            "div { display: flex; flex-flow: row wrap; gap: .3em 1em; align-items: baseline }",
            "h1 { display: flex; word-break: keep-all; overflow-wrap: anywhere }",
            "figure { float: right; width: 40% } img.note { height: 1em }",
            "div { flex: 1 1 0; grid-column: 1 / -1; columns: 2 }",
            "em { text-emphasis: filled dot; -webkit-text-emphasis-position: under right }",
            "p { writing-mode: vertical-rl; -epub-writing-mode: vertical-rl }",
            "p { line-height: 1.5em } li { line-height: 160% } td { line-height: 24px }",
            "p { line-height: 1.6rem } figcaption { font-size: 12px; line-height: 24px }",
            "h2 { line-height: 1.3em } th, td.align-right { white-space: nowrap }",
            "p { color: oklch(.45 .15 20) } h1 { color: lab(35% 50 20) }",
            "p { color: oklab(40% .1 .05 / .9) } h2 { color: lch(30% 60 30deg) }",
            "p { color: hwb(350 10% 30%); opacity: .85 } span { opacity: .6 }",
            "h1 { margin-top: -.1em } sup { position: relative; top: -.4em; line-height: 0 }",
            "div { display: grid; grid-template-rows: auto 1fr minmax(3em, auto) }",
            "img { border: 1px solid #ccc; padding: .25em; filter: sepia(.3) brightness(.9) }",
            "p { font-family: \"FZShuSong-Z01\", \"方正书宋\", Georgia, serif }",
            "h1 { border-bottom: .12em solid #a6192e; border-radius: 50%; text-shadow: 1px 1px #ccc }",
        ] {
            assert_eq!(shown(style), Vec::<String>::new(), "{style}");
        }
    }

    #[test]
    fn long_style_sheets_are_judged_in_time() {
        let lines = "p { color: #333; line-height: 24px; opacity: .9; font-size: 12px }\n";
        let start = std::time::Instant::now();
        assert_eq!(shown(&lines.repeat(1000)), Vec::<String>::new());
        assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
        let lost = "p { color: #999; opacity: .6 }\n".repeat(1000);
        // Of the first rule, only the fading: it is the later of the two.
        assert_eq!(shown(&lost).len(), 1999);
        assert!(start.elapsed().as_secs() < 40, "{:?}", start.elapsed());
    }

    /// The style sheet of the built-in layout with its colours, and further rules behind it.
    fn built_in(more: &str) -> String {
        let facts = include_str!("../../../layouts/yearbook/typst.toml");
        let mut style = include_str!("../../../layouts/yearbook/epub.css").to_owned();
        for (name, rest) in facts.lines().filter_map(|line| line.split_once(" = { screen = \"")) {
            let colour = rest.split('"').next().unwrap();
            style = style.replace(&format!("var(--{name})"), colour);
        }
        style + more
    }

    #[test]
    fn rules_behind_the_built_in_ones_are_judged_with_them() {
        for more in [
            "",
            "h1.section-title { background: #a6192e; color: #fff; -webkit-text-fill-color: #fff }",
            "h1.story-title span.no { background: #a6192e; color: #fff; \
             -webkit-text-fill-color: #fff }",
            "th { background: #eee } h2 { background: #f4f1ea } blockquote { background: #f9f9f9 }",
            "body { background: #fdf6e3; color: #333 } strong { background: #fff3b0 }",
            "body { background: #111; color: #eee }",
            "p { line-height: 1.6em } th { white-space: nowrap }",
        ] {
            assert_eq!(shown(&built_in(more)), Vec::<String>::new(), "{more}");
        }
        // What is told is the new rule.
        for more in [
            "h1 { background: #a6192e; color: #fff }",
            ".no { background: #a6192e; color: #fff }",
            "th { background: #a6192e; color: #fff }",
            "section.part { background: #a6192e; color: #fff }",
            "body { background: #a6192e; color: #fff }",
        ] {
            let told = shown(&built_in(more));
            let new = more.split(" {").next().unwrap();
            // With it, what it does not go with.
            assert!(told.iter().all(|it| it.contains(" } + ")), "{told:?}");
            assert!(!told.is_empty() && told.iter().all(|it| it.starts_with(new)), "{told:?}");
        }
    }

    #[test]
    fn what_is_told_is_shown_with_its_rule_and_place() {
        let style = "p { color: red }\n@media all { p b,\n i { display:  none } }\n@import 'x';";
        let doubts = doubts(style);
        let told = doubts.iter().map(|it| (&style[it.at.clone()], it.shown.as_str()));
        let expected = [("display:  none", "p b, i { display: none }"), ("@import", "@import 'x'")];
        assert_eq!(told.collect::<Vec<_>>(), expected);
    }
}
