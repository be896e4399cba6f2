//! Declarations that are known to leave every word of a book in sight, in its order, and to add
//! none: one table of properties with the values that do so. What does not stand here is not known.
//!
//! Bounds are in pixels of a page 300 wide, where type is 16; shares of a page are measured there.

use std::collections::BTreeSet;

use crate::text::styles::Rule;
use crate::text::styles::selector::Subject;
use crate::text::styles::value::{Part, Piece};

/// What a declaration is judged with.
pub(super) struct Asked<'a> {
    /// Its value, with what `var()` stands for.
    pub(super) value: &'a [Part],
    /// What its rule is for.
    pub(super) subjects: &'a [Subject],
    /// Its rule.
    pub(super) rule: &'a Rule,
    /// Names of counter styles that only write other marks beside numbers.
    pub(super) counters: &'a BTreeSet<String>,
    /// Whether the rule holds where the heads of columns stand in the cells of cards.
    pub(super) in_cards: bool,
    /// The largest type that the style sheet gives the same elements.
    pub(super) largest: f32,
    /// Whether the style sheet has boxes that do not become as wide as what is in them.
    pub(super) has_containers: bool,
}

/// Words that every property has (CSS Cascade Level 5, 7.3).
const OF_ALL: [&str; 5] = ["inherit", "initial", "unset", "revert", "revert-layer"];

/// Elements that others stand in, so that what shrinks in them does so again and again.
const AROUND: [&str; 10] =
    ["html", "body", "main", "section", "article", "div", "header", "footer", "ul", "ol"];

/// Elements that are a few words of a line.
const INLINE: [&str; 18] = [
    "a", "abbr", "b", "cite", "code", "em", "i", "kbd", "q", "rt", "samp", "small", "span",
    "strong", "sub", "sup", "time", "u",
];

const PICTURES: [&str; 3] = ["img", "svg", "picture"];

const COLOR_FUNCTIONS: [&str; 11] =
    ["rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color", "color-mix"];

const LENGTH_FUNCTIONS: [&str; 4] = ["calc", "min", "max", "clamp"];

/// Marks that say nothing: brackets, quotes, bullets, spaces. Strokes, dots and rings may be read
/// as a part of a number or a word, so they are none.
const MARKS: &str = "【】（）()〔〕［］[]｛｝「」『』〖〗《》〈〉“”‘’\"'«»：:■□◆◇●▪▫▲△▼▽★☆※•❖►▸▶◀";

/// Marks between a number and its item.
pub(super) const BESIDE_NUMBERS: &str = ".．、，,)）】〕]］";

/// Kinds of numbers of lists; all are read as what was typed. Letters are none.
pub(super) const NUMERALS: [&str; 10] = [
    "decimal",
    "decimal-leading-zero",
    "cjk-decimal",
    "cjk-ideographic",
    "simp-chinese-informal",
    "simp-chinese-formal",
    "trad-chinese-informal",
    "trad-chinese-formal",
    "japanese-informal",
    "korean-hangul-formal",
];

const BULLETS: [&str; 3] = ["disc", "circle", "square"];

/// Whether a text says nothing.
pub(super) fn is_mark(text: &str, more: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || MARKS.contains(c) || more.contains(c))
}

/// Arrows, dots and strokes that stand by themselves.
fn is_sign(text: &str) -> bool {
    let is_apart = text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
    is_mark(text, "↗↩→←") || is_apart && is_mark(text, "·–—↗↩→←")
}

/// Whether a declaration is known to do no harm; colours of words and grounds are judged with those
/// of the whole style sheet.
pub(super) fn is_known(name: &str, asked: &Asked) -> bool {
    let plain = without_vendor(name);
    let hides = matches!(
        plain,
        "display" | "visibility" | "opacity" | "width" | "height" | "max-width" | "max-height"
    );
    let is_free = |it: &Subject| it.is_free() || asked.in_cards && it.is_of_cards();
    if hides && asked.subjects.iter().all(is_free) {
        return asked.is_made_of(&[], &LENGTH_FUNCTIONS);
    }
    if plain == "display" && !asked.subjects.iter().all(|it| asked.may_have_display(it)) {
        return false;
    }
    let is_of_lists = plain.starts_with("list-style");
    match asked.value {
        [] => false,
        [Part { piece: Piece::Word(word), .. }] if OF_ALL.contains(&word.as_str()) => {
            !is_of_lists && (plain == "content" || asked.is_listed(plain, &[]).is_some())
        }
        _ => asked.is_listed(plain, asked.value).unwrap_or_default(),
    }
}

/// The name of a property without that of a program that had it first.
fn without_vendor(name: &str) -> &str {
    let vendors = ["-webkit-", "-epub-", "-moz-", "-ms-", "-o-"];
    match vendors.iter().find_map(|vendor| name.strip_prefix(vendor)) {
        // This one is of its own.
        Some("text-fill-color") | None => name,
        Some(plain) => plain,
    }
}

impl Asked<'_> {
    /// Whether a value is in the table; `None` if the property is not.
    fn is_listed(&self, name: &str, value: &[Part]) -> Option<bool> {
        let among =
            |words: &[&str]| all(value, |it| it.word().is_some_and(|it| words.contains(&it)));
        let sizes = |(least, most): (f32, f32), words: &[&str]| {
            all(value, |it| match it {
                Piece::Word(word) => words.contains(&word.as_str()),
                it => it.is_within(least, most),
            })
        };
        let numbers = |least: f32, most: f32| {
            all(value, |it| it.number().is_some_and(|it| least <= it && it <= most))
        };
        let words = || all(value, |it| it.word().is_some());
        Some(match name {
            // How lines are broken and set.
            "text-align"
            | "text-align-last"
            | "text-justify"
            | "line-break"
            | "overflow-wrap"
            | "word-wrap"
            | "hyphens"
            | "hanging-punctuation"
            | "text-spacing"
            | "text-spacing-trim"
            | "text-autospace"
            | "text-underline-position"
            | "text-emphasis-position"
            | "text-orientation"
            | "text-decoration-skip-ink"
            | "ruby-align"
            | "ruby-position"
            | "ruby-merge"
            | "ruby-overhang"
            | "break-before"
            | "break-after"
            | "break-inside"
            | "column-break-before"
            | "column-break-after"
            | "column-break-inside"
            | "cursor"
            | "scroll-behavior"
            | "page-break-before"
            | "page-break-after"
            | "page-break-inside"
            | "box-decoration-break"
            | "clear"
            | "column-fill"
            | "column-span"
            | "border-collapse"
            | "empty-cells"
            | "list-style-position"
            | "font-style"
            | "font-kerning"
            | "font-stretch"
            | "font-synthesis"
            | "font-optical-sizing"
            | "text-rendering"
            | "font-smoothing"
            | "osx-font-smoothing"
            | "image-rendering"
            | "print-color-adjust"
            | "align-items"
            | "align-content"
            | "align-self"
            | "justify-items"
            | "justify-content"
            | "justify-self"
            | "place-items"
            | "place-content"
            | "place-self"
            | "box-sizing" => words(),
            // In columns that do not grow with their words, cells may have no room for any.
            "table-layout" => among(&["auto"]),
            // What floats stands before the words of its line: figures, pictures, and the unit over
            // a table, which ends its line. What is in a figure must not say how wide it is.
            "float" => {
                let is_good = |it: &Subject| match it.element.as_str() {
                    "img" => true,
                    "figure" => it.has_class(&["portrait", "map"]) || self.has_width(),
                    "span" => it.has_class(&["unit"]) && it.is_in(&["table"]),
                    _ => false,
                };
                among(&["none"])
                    || self.subjects.iter().all(is_good)
                        && among(&["left", "right", "inline-start", "inline-end"])
            }
            // Words that are kept whole must be broken where they are wider than the page.
            "word-break" => {
                among(&["normal", "break-all", "break-word", "auto-phrase"])
                    || among(&["keep-all"])
                        && self.rule_has("overflow-wrap", &["anywhere", "break-word"])
            }
            "widows" | "orphans" => numbers(1.0, 9.0),
            "writing-mode" => among(&["horizontal-tb", "vertical-rl", "vertical-lr"]),
            "text-combine-upright" | "text-combine" => among(&["none"]),
            "text-wrap" | "text-wrap-style" => {
                among(&["wrap", "balance", "pretty", "stable", "auto"])
            }
            "white-space" => {
                // Heads of columns and rows are short, and so are numbers.
                let short = |it: &Subject| {
                    it.is_of(&INLINE)
                        || it.element == "th"
                        || it.in_nav
                        || it.has_class(&["date", "no", "mark", "align-right"])
                };
                among(&["normal", "pre-wrap", "pre-line", "break-spaces"])
                    || self.subjects.iter().all(short) && among(&["nowrap"])
            }
            "text-indent" => {
                sizes((0.0, 64.0), &["each-line"])
                    || sizes((-32.0, 0.0), &[]) && self.is_moved_in(value)
            }
            "tab-size" => numbers(1.0, 8.0),
            "letter-spacing" => sizes((-1.0, 16.0), &["normal"]),
            "word-spacing" => sizes((-2.0, 32.0), &["normal"]),
            "vertical-align" => sizes((-16.0, 16.0), VERTICALS),
            "hyphenate-limit-chars" => {
                all(value, |it| it.word() == Some("auto") || it.number().is_some())
            }
            "hyphenate-character" => among(&["auto"]),
            // Type.
            "font-family" => are_families(value),
            "font-weight" => all(value, |it| {
                it.word().is_some() || it.number().is_some_and(|it| (1.0..=1000.0).contains(&it))
            }),
            "font-variant"
            | "font-variant-numeric"
            | "font-variant-caps"
            | "font-variant-ligatures"
            | "font-variant-east-asian" => among(VARIANTS),
            "font-feature-settings" => all(value, |it| match it {
                Piece::Text(feature) => FEATURES.contains(&feature.as_str()),
                Piece::Word(word) => ["normal", "on", "off"].contains(&word.as_str()),
                it => it.number().is_some() || *it == Piece::Sign(','),
            }),
            "font-size" => self.is_type_size(value),
            "font" => self.is_font(value),
            "line-height" => {
                is_line_height(value)
                    || self.is_line_of_units(value)
                    || self.is_inline() && sizes((0.0, 0.0), &[])
            }
            "font-size-adjust" => among(&["none"]),
            "text-size-adjust" => all(value, |it| match it {
                Piece::Number(value, unit) => unit == "%" && (80.0..=150.0).contains(value),
                it => it.word().is_some(),
            }),
            "text-transform" => among(&["none"]),
            "text-decoration" | "text-decoration-line" | "text-decoration-style" => {
                !all_any(value, |it| it.word().is_some_and(|it| CROSSED.contains(&it)))
                    && all(value, |it| is_paint(it) || it.is_within(0.0, 4.0))
            }
            "text-decoration-thickness" => sizes((0.0, 4.0), &["auto", "from-font"]),
            "text-underline-offset" => sizes((0.0, 8.0), &["auto"]),
            "text-emphasis" | "text-emphasis-style" => all(value, is_paint),
            "text-shadow" => all(value, |it| is_paint(it) || it.is_within(-4.0, 4.0)),
            // Boxes.
            "display" => {
                let of_lists = |it: &Subject| it.is_of(&["li", "summary"]);
                let of_tables = |it: &Subject| it.is_of(&OF_TABLES);
                among(DISPLAYS)
                    || self.subjects.iter().all(of_lists) && among(&["list-item"])
                    || self.subjects.iter().all(of_tables)
                        && among(&["table-row-group", "table-row", "table-cell"])
                    || self.has_room_in_rows() && among(&["flex", "inline-flex"])
            }
            "visibility" => among(&["visible"]),
            "opacity" => {
                let least = if self.is_around() { 0.85 } else { 0.6 };
                all(value, |it| match it {
                    Piece::Number(value, unit) if unit == "%" => *value >= least * 100.0,
                    it => it.number().is_some_and(|it| it >= least),
                })
            }
            "position" => among(&["static", "relative"]),
            "right" | "left" => sizes((-8.0, 8.0), &["auto"]),
            // Lines of others must not come to stand on these.
            "top" | "bottom" => {
                let most = if self.is_inline() { 8.0 } else { OVERLAP };
                sizes((-most, most), &["auto"])
            }
            "overflow" | "overflow-x" | "overflow-y" => among(&["visible"]),
            // The box around a table stands by itself in a line.
            "container-type" => {
                let is_table = |it: &Subject| it.element == "div" && it.has_class(&["table"]);
                among(&["normal"]) || self.subjects.iter().all(is_table) && among(&["inline-size"])
            }
            "contain" => among(&["none", "style"]),
            "margin" | "padding" => {
                let is_margin = name == "margin";
                let is_aside = |at: usize| at % 2 == 1 || value.len() == 1;
                let is_over = |at: usize| {
                    at.is_multiple_of(2) && !value[at].piece.is_within(-OVERLAP, f32::MAX)
                };
                let is_auto = |at: usize| value[at].piece.word().is_some();
                let is_low = (0..value.len()).any(|at| is_over(at) && !is_auto(at));
                self.is_edge(value, if is_margin { -8.0 } else { 0.0 }, is_aside)
                    && !(is_margin && is_low)
            }
            "margin-left"
            | "margin-right"
            | "margin-inline"
            | "margin-inline-start"
            | "margin-inline-end" => self.is_edge(value, -8.0, |_| true),
            "padding-left"
            | "padding-right"
            | "padding-inline"
            | "padding-inline-start"
            | "padding-inline-end" => self.is_edge(value, 0.0, |_| true),
            "margin-top" | "margin-bottom" | "margin-block" | "margin-block-start"
            | "margin-block-end" => self.is_edge(value, -OVERLAP, |_| false),
            "padding-top"
            | "padding-bottom"
            | "padding-block"
            | "padding-block-start"
            | "padding-block-end" => self.is_edge(value, 0.0, |_| false),
            "width" | "inline-size" if self.is_picture() => sizes((48.0, 300.0), &["auto"]),
            "height" | "block-size" if self.is_picture() => {
                let are_calls = self.subjects.iter().all(is_call);
                sizes((if are_calls { 8.0 } else { 48.0 }, 300.0), &["auto"])
            }
            "max-height" if self.is_picture() => sizes((48.0, f32::MAX), &["none"]),
            "width" | "inline-size" => {
                let is_narrow = |it: &Subject| self.has_containers && may_hold_tables(it);
                sizes((48.0, 300.0), &["auto"])
                    || !self.subjects.iter().any(is_narrow)
                        && among(&["max-content", "fit-content"])
            }
            "min-width" | "min-inline-size" => sizes((0.0, 96.0), &["auto"]),
            "max-width" | "max-inline-size" => sizes((48.0, f32::MAX), &["none"]),
            "height" | "block-size" => among(&["auto"]),
            "min-height" | "min-block-size" => sizes((0.0, 300.0), &["auto"]),
            "max-height" | "max-block-size" => among(&["none"]),
            "object-fit" => among(&["contain", "scale-down", "fill"]),
            // Boxes in rows and columns, never in another order than the book's.
            "flex-direction" => among(&["row", "column"]),
            "flex-wrap" | "flex-flow" => {
                among(&["row", "column", "wrap"])
                    || self.is_of_words() && among(&["row", "column", "nowrap"])
            }
            "grid-auto-flow" => among(&["row"]),
            "flex" => all(value, |it| {
                it.number().is_some_and(|it| it >= 0.0)
                    || it.word().is_some()
                    || it.is_within(48.0, 192.0)
            }),
            "flex-grow" | "flex-shrink" => numbers(0.0, 99.0),
            "flex-basis" => sizes((48.0, 192.0), &["auto", "content"]),
            "gap" | "row-gap" | "column-gap" | "grid-gap" => sizes((0.0, 48.0), &["normal"]),
            "grid-template-columns" | "grid-auto-columns" => {
                all(value, is_track) && fixed(value) <= 300.0
            }
            "grid-template-rows" | "grid-auto-rows" => all(value, is_row),
            "grid-column" => {
                let shown: Vec<Option<f32>> = value.iter().map(|it| it.piece.number()).collect();
                among(&["auto"]) || shown == [Some(1.0), None, Some(-1.0)]
            }
            "columns" | "column-count" | "column-width" => all(value, |it| {
                it.word() == Some("auto")
                    || it.number().is_some_and(|it| (1.0..=4.0).contains(&it))
                    || it.is_within(64.0, 300.0)
            }),
            "caption-side" => among(&["top", "block-start"]),
            // Lines and grounds.
            "border"
            | "border-top"
            | "border-right"
            | "border-bottom"
            | "border-left"
            | "border-width"
            | "border-top-width"
            | "border-right-width"
            | "border-bottom-width"
            | "border-left-width"
            | "border-style"
            | "border-top-style"
            | "border-right-style"
            | "border-bottom-style"
            | "border-left-style"
            | "border-color"
            | "border-top-color"
            | "border-right-color"
            | "border-bottom-color"
            | "border-left-color"
            | "border-block"
            | "border-block-start"
            | "border-block-end"
            | "border-inline"
            | "border-inline-start"
            | "border-inline-end"
            | "column-rule"
            | "column-rule-color"
            | "column-rule-style"
            | "column-rule-width" => {
                let most = self.edge_of_pictures().unwrap_or(16.0);
                all(value, |it| is_paint(it) || it.is_within(0.0, most))
            }
            // They lie on what is beside.
            "outline" | "outline-width" | "outline-style" | "outline-color" => {
                all(value, |it| is_paint(it) || it.is_within(0.0, OVERLAP))
            }
            "outline-offset" => sizes((0.0, 16.0), &[]),
            "border-radius"
            | "border-top-left-radius"
            | "border-top-right-radius"
            | "border-bottom-left-radius"
            | "border-bottom-right-radius" => {
                all(value, |it| it.is_within(0.0, f32::MAX) || *it == Piece::Sign('/'))
            }
            "border-spacing" => sizes((0.0, 16.0), &[]),
            "border-image"
            | "border-image-source"
            | "mask"
            | "mask-image"
            | "backdrop-filter"
            | "clip-path"
            | "transform"
            | "translate"
            | "rotate"
            | "scale"
            | "animation"
            | "transition"
            | "background-image"
            | "list-style-image"
            | "text-security"
            | "line-clamp" => among(&["none"]),
            "filter" => among(&["none"]) || self.is_picture() && are_tints(value),
            "clip" => among(&["auto"]),
            // Behind its own page, it would be out of sight.
            "z-index" => among(&["auto"]) || numbers(0.0, f32::MAX),
            "order" => numbers(0.0, 0.0),
            "mix-blend-mode" | "background-blend-mode" => among(&["normal"]),
            "text-overflow" => among(&["clip"]),
            "box-shadow" => all(value, |it| is_paint(it) || it.is_within(-8.0, 8.0)),
            "text-decoration-color" | "text-emphasis-color" => all(value, is_paint),
            // Judged with all other colours.
            "color" | "-webkit-text-fill-color" | "background" | "background-color" => true,
            "color-scheme" => {
                among(&["light", "dark", "normal", "only"])
                    && all_any(value, |it| matches!(it.word(), Some("light" | "normal")))
            }
            // What is beside the words.
            "list-style" | "list-style-type" => self.is_list_style(value),
            "quotes" => all(value, |it| match it {
                Piece::Text(text) => is_mark(text, ""),
                it => matches!(it.word(), Some("auto" | "none")),
            }),
            "content" => self.is_content(value),
            _ => return None,
        })
    }

    /// Whether a value is made of words, numbers, these signs and functions.
    fn is_made_of(&self, signs: &[char], functions: &[&str]) -> bool {
        all(self.value, |it| match it {
            Piece::Word(_) | Piece::Number(..) => true,
            Piece::Sign(sign) => signs.contains(sign),
            Piece::Function(name, _) => functions.contains(&name.as_str()),
            _ => false,
        })
    }

    /// Whether an element may be shown as something else than it is.
    fn may_have_display(&self, subject: &Subject) -> bool {
        let word =
            |words: &[&str]| all(self.value, |it| it.word().is_some_and(|it| words.contains(&it)));
        // What is in the head of a page is no text of the book.
        if subject.pseudo_element.is_none() && (subject.is_any() || subject.is_of(&IN_HEAD)) {
            return word(&["revert"]) || !subject.is_any() && word(&["none"]);
        }
        // Items that are none have no numbers.
        let is_numbered = !subject.in_nav && !subject.is_in(&["people", "index", "pictured"]);
        if subject.element == "li" && subject.pseudo_element.is_none() && is_numbered {
            return word(&["list-item", "revert"]);
        }
        !self.has_containers || !may_hold_tables(subject) || word(WIDE_DISPLAYS)
    }

    /// Whether the rule says how wide its boxes are.
    fn has_width(&self) -> bool {
        let mut all = self.rule.declarations.iter().filter(|it| it.name == "width");
        all.any(|it| matches!(it.value.as_slice(), [only] if only.piece.word().is_none()))
    }

    fn is_inline(&self) -> bool {
        self.subjects.iter().all(|it| it.is_of(&INLINE))
    }

    fn is_of_words(&self) -> bool {
        self.subjects.iter().all(|it| it.is_of(&OF_WORDS))
    }

    /// Whether what stands in rows goes on in further ones, or is but a few words.
    fn has_room_in_rows(&self) -> bool {
        let [wrap, flow, direction] = ["flex-wrap", "flex-flow", "flex-direction"];
        self.is_of_words()
            || self.rule_has(wrap, &["wrap"])
            || self.rule_has(flow, &["wrap", "column"])
            || self.rule_has(direction, &["column"])
    }

    /// Whether the rule gives a property one of these words.
    fn rule_has(&self, name: &str, words: &[&str]) -> bool {
        let mut all = self.rule.declarations.iter().filter(|it| it.name == name);
        all.any(|it| {
            it.value.iter().any(|it| it.piece.word().is_some_and(|it| words.contains(&it)))
        })
    }

    fn is_picture(&self) -> bool {
        self.subjects.iter().all(Subject::is_picture)
    }

    /// Whether it is for elements that others stand in.
    fn is_around(&self) -> bool {
        self.subjects.iter().any(|it| it.is_any() || it.classes.is_empty() && it.is_of(&AROUND))
    }

    /// Whether the rule moves in what hangs out to the left by so much.
    fn is_moved_in(&self, indent: &[Part]) -> bool {
        let [Part { piece: Piece::Number(out, unit), .. }] = indent else { return false };
        let sides = ["padding-left", "padding-inline-start", "margin-left", "margin-inline-start"];
        let mut all = self.rule.declarations.iter();
        all.any(|side| match side.value.as_slice() {
            [Part { piece: Piece::Number(by, other), .. }] => {
                sides.contains(&side.name.as_str()) && unit == other && *by >= -out
            }
            _ => false,
        })
    }

    fn is_type_size(&self, value: &[Part]) -> bool {
        let [Part { piece, .. }] = value else { return false };
        match piece {
            Piece::Word(word) => match word.as_str() {
                "smaller" => !self.is_around(),
                word => SIZES.contains(&word),
            },
            piece => {
                let least = if self.is_around() { 13.0 } else { 7.0 };
                // A hundredth of the type around is not one of the page.
                match piece {
                    Piece::Number(value, unit) if unit == "%" => {
                        value * 0.16 >= least && *value <= 500.0
                    }
                    piece => piece.is_within(least, 80.0),
                }
            }
        }
    }

    /// Size and height of lines of the short form (CSS Fonts Level 4, 2.7).
    fn is_font(&self, value: &[Part]) -> bool {
        let is_size = |part: &Part| match &part.piece {
            Piece::Word(word) => SIZES.contains(&word.as_str()) || word == "smaller",
            piece => piece.number().is_none(),
        };
        let Some(at) = value.iter().position(is_size) else { return false };
        let (before, rest) = value.split_at(at);
        let Some((size, mut rest)) = rest.split_first() else { return false };
        if let [slash, height, families @ ..] = rest
            && slash.piece == Piece::Sign('/')
        {
            if !is_line_height(std::slice::from_ref(height)) {
                return false;
            }
            rest = families;
        }
        before.iter().all(|part| {
            part.piece.word().is_some() || part.piece.number().is_some_and(|it| it >= 1.0)
        }) && self.is_type_size(std::slice::from_ref(size))
            && are_families(rest)
    }

    /// Whether a value is of edges that leave room for words; `is_aside` tells which are to the
    /// left and right.
    fn is_edge(&self, value: &[Part], least: f32, is_aside: impl Fn(usize) -> bool) -> bool {
        // Any element in any other would have them.
        let is_any = self.subjects.iter().any(Subject::is_any);
        // Tables of many columns must fit.
        let is_cell = self.subjects.iter().any(|it| it.is_of(&["td", "th"]));
        let most = if is_cell { 16.0 } else { 64.0 };
        let of_picture = self.edge_of_pictures().filter(|_| least == 0.0);
        let [most, tallest] = [most, 160.0].map(|most| of_picture.unwrap_or(most));
        let each = value.iter().enumerate();
        each.map(|(at, part)| (is_aside(at), &part.piece)).all(|(is_aside, piece)| match piece {
            Piece::Word(word) => word == "auto" && least < 0.0,
            piece if is_any => piece.is_within(0.0, 0.0),
            piece => piece.is_within(least, if is_aside { most } else { tallest }),
        })
    }

    /// How wide a border or a padding may be at most if the rule is for pictures: it may be taken
    /// from what they are given.
    fn edge_of_pictures(&self) -> Option<f32> {
        let may_be = |it: &&Subject| {
            it.pseudo_element.is_none() && (it.is_picture() || it.is_any() || is_call(it))
        };
        let most = |it: &Subject| if it.is_picture() && !is_call(it) { 4.0 } else { 0.5 };
        self.subjects.iter().filter(may_be).map(most).reduce(f32::min)
    }

    /// Whether it is a height of lines in which the words of the rule's elements have room: in
    /// parts of their own type a line and a fifth, since a word in them may be larger; else a line
    /// and a half of the reader's type, and never less than any size that the style sheet gives
    /// such elements. What other elements stand in hands its lines down to larger type.
    fn is_line_of_units(&self, value: &[Part]) -> bool {
        let [Part { piece, .. }] = value else { return false };
        let Piece::Number(height, unit) = piece else { return false };
        if self.is_around() {
            return false;
        }
        let is_heading = self.subjects.iter().any(|it| !it.is_of(&OF_LINES));
        match unit.as_str() {
            "" => false,
            "em" => (1.2..=4.0).contains(height),
            "%" => (120.0..=400.0).contains(height),
            _ => !is_heading && piece.is_within(self.largest.max(24.0), 64.0),
        }
    }

    /// Whether numbers of lists stay, and nothing else gets any.
    fn is_list_style(&self, value: &[Part]) -> bool {
        let fits = |subject: &Subject| {
            all(value, |it| match it {
                Piece::Word(word) if word == "inside" || word == "outside" => true,
                _ if subject.in_nav => it.word() == Some("none"),
                Piece::Word(word) if subject.element == "ol" => {
                    let is_marked = subject.classes.iter().any(|class| class == "captions");
                    NUMERALS.contains(&word.as_str())
                        || self.counters.contains(word)
                        || word == "none" && is_marked
                }
                Piece::Word(word) if subject.element == "ul" => {
                    word == "none" || BULLETS.contains(&word.as_str())
                }
                Piece::Text(text) => {
                    subject.element == "ul" && (is_mark(text, "") || is_sign(text))
                }
                _ => false,
            })
        };
        self.subjects.iter().all(fits)
    }

    /// Whether nothing is said before and after elements but marks and the heads of columns.
    fn is_content(&self, value: &[Part]) -> bool {
        let is_beside = |it: &Subject| {
            it.pseudo_element.as_deref().is_some_and(|part| part == "before" || part == "after")
        };
        // Heads of columns that stand in cells must stand there.
        let names = |it: &Part| matches!(&it.piece, Piece::Function(name, _) if name == "attr");
        let is_label = |it: &Subject| {
            it.is_label() && (it.card.is_some() || it.attributes.iter().any(|it| it == COLUMN))
        };
        if self.subjects.iter().any(is_label) && !self.value.iter().any(names) {
            return false;
        }
        let has_signs = self.subjects.iter().all(|it| {
            it.is_of(&WITH_SIGNS) || it.has_class(&["date", "credit", "see", "backlink"])
        });
        let quotes = ["none", "open-quote", "close-quote", "no-open-quote", "no-close-quote"];
        all(value, |it| match it {
            Piece::Word(word) if word == "normal" => true,
            _ if !self.subjects.iter().all(is_beside) => false,
            Piece::Text(text) => is_mark(text, "") || has_signs && is_sign(text),
            Piece::Word(word) => quotes.contains(&word.as_str()),
            Piece::Function(name, inside) => {
                let mut named = inside.iter().map(|part| part.piece.word());
                name == "attr" && named.len() == 1 && named.all(|it| it == Some(COLUMN))
            }
            _ => false,
        })
    }
}

/// Whether it is a picture in the place of the number of a note.
fn is_call(subject: &Subject) -> bool {
    subject.has_class(&["note"])
}

/// How far a box may reach over another's at most: an eighth of a line.
const OVERLAP: f32 = 2.0;

/// Elements of running text, whose type is the reader's.
const OF_LINES: [&str; 8] = ["p", "li", "dd", "dt", "td", "th", "figcaption", "blockquote"];

/// The attribute with the head of a cell's column.
const COLUMN: &str = "data-label";

const VERTICALS: &[&str] =
    &["baseline", "sub", "super", "top", "text-top", "middle", "bottom", "text-bottom"];

/// Forms of the same characters (CSS Fonts Level 4, 6).
const VARIANTS: &[&str] = &[
    "normal",
    "none",
    "tabular-nums",
    "proportional-nums",
    "lining-nums",
    "oldstyle-nums",
    "small-caps",
    "common-ligatures",
    "no-common-ligatures",
    "discretionary-ligatures",
    "no-discretionary-ligatures",
    "contextual",
    "no-contextual",
    "full-width",
    "proportional-width",
    "slashed-zero",
];

/// Features that keep the characters.
const FEATURES: &[&str] = &[
    "tnum", "pnum", "lnum", "onum", "kern", "liga", "clig", "calt", "palt", "vpal", "halt", "vhal",
    "chws", "vchw", "pwid", "fwid", "pkna", "locl", "vert", "smcp",
];

const SIZES: &[&str] =
    &["x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large", "larger"];

/// Lines through words, which say that they do not count.
const CROSSED: [&str; 3] = ["line-through", "blink", "spelling-error"];

const DISPLAYS: &[&str] = &[
    "block",
    "inline",
    "inline-block",
    "flow-root",
    "grid",
    "inline-grid",
    "table",
    "inline-table",
    "contents",
    "ruby",
];

const OF_TABLES: [&str; 6] = ["table", "thead", "tbody", "tr", "th", "td"];

/// Elements of which the reader shows none.
const IN_HEAD: [&str; 9] =
    ["head", "title", "style", "script", "meta", "link", "base", "template", "noscript"];

/// Ways to be shown that are as wide as the page lets them.
const WIDE_DISPLAYS: &[&str] = &["block", "flow-root", "contents", "list-item", "revert"];

/// Elements before and behind which signs may stand that say nothing there.
const WITH_SIGNS: [&str; 7] = ["a", "h1", "h2", "h3", "h4", "h5", "h6"];

/// Classes of elements without tables in them.
const WITHOUT_TABLES: [&str; 12] = [
    "people",
    "pictured",
    "index",
    "stories",
    "captions",
    "facts",
    "chronicle",
    "imprint",
    "cip",
    "portrait",
    "map",
    "footnote",
];

/// Whether a table may stand in an element.
fn may_hold_tables(subject: &Subject) -> bool {
    let never = ["p", "figcaption", "caption", "hr", "ruby", "dl", "nav"];
    let is_small = [&INLINE[..], &OF_WORDS, &OF_TABLES, &PICTURES, &never];
    subject.pseudo_element.is_none()
        && !is_small.iter().any(|elements| subject.is_of(elements))
        && !subject.has_class(&WITHOUT_TABLES)
        && !subject.is_in(&WITHOUT_TABLES)
        && !subject.in_nav
}

/// What names of families have in them that show pictures, bars or nothing for letters.
const OF_PICTURES: [&str; 20] = [
    "wingdings",
    "webdings",
    "dingbats",
    "marlett",
    "blank",
    "barcode",
    "redacted",
    "blokk",
    "icon",
    "awesome",
    "material symbols",
    "mdl2 assets",
    "glyphs",
    "bookshelf symbol",
    "mt extra",
    "last resort",
    "lastresort",
    "notdef",
    "invisible",
    "ornaments",
];

/// Whether families are such as have the characters that were typed, not pictures in their stead.
fn are_families(value: &[Part]) -> bool {
    let is_family = |it: &Piece| matches!(it, Piece::Word(_) | Piece::Text(_) | Piece::Sign(','));
    let mut families = value.split(|part| part.piece == Piece::Sign(','));
    let is_pictures = |family: &[Part]| {
        let words = family.iter().filter_map(|part| match &part.piece {
            Piece::Word(word) | Piece::Text(word) => Some(word.to_lowercase()),
            _ => None,
        });
        let name = words.collect::<Vec<_>>().join(" ");
        let name = name.trim();
        name == "symbol"
            || name.starts_with("standard symbols")
            || name.starts_with("flow ")
            || OF_PICTURES.iter().any(|it| name.contains(it))
    };
    all(value, is_family) && !families.any(is_pictures)
}

/// Whether filters leave what is drawn in sight; of a kind, but one: several would add up.
fn are_tints(value: &[Part]) -> bool {
    let name = |part: &Part| match &part.piece {
        Piece::Function(name, _) => name.clone(),
        _ => String::new(),
    };
    let names: BTreeSet<String> = value.iter().map(name).collect();
    names.len() == value.len() && all(value, is_tint)
}

/// Whether a filter leaves what is drawn in sight (Filter Effects Level 1, 5).
fn is_tint(piece: &Piece) -> bool {
    let Piece::Function(name, inside) = piece else { return false };
    let (least, most) = match name.as_str() {
        "grayscale" | "sepia" => (0.0, 1.0),
        "saturate" => (0.0, 2.0),
        "brightness" => (0.7, 1.2),
        _ => return false,
    };
    match inside.as_slice() {
        [Part { piece: Piece::Number(value, unit), .. }] => {
            let value = if unit == "%" { value / 100.0 } else { *value };
            (unit.is_empty() || unit == "%") && least <= value && value <= most
        }
        inside => inside.is_empty(),
    }
}

/// Elements of a few words or pieces.
const OF_WORDS: [&str; 12] =
    ["h1", "h2", "h3", "h4", "h5", "h6", "a", "span", "dt", "figcaption", "th", "time"];

fn all(value: &[Part], fits: impl Fn(&Piece) -> bool) -> bool {
    value.iter().all(|part| fits(&part.piece))
}

fn all_any(value: &[Part], fits: impl Fn(&Piece) -> bool) -> bool {
    value.iter().any(|part| fits(&part.piece))
}

/// Whether a piece is a colour, or says how lines are drawn.
fn is_paint(piece: &Piece) -> bool {
    match piece {
        Piece::Word(_) | Piece::Hash(_) | Piece::Sign(',') => true,
        Piece::Function(name, inside) => {
            COLOR_FUNCTIONS.contains(&name.as_str())
                && all(inside, |it| {
                    is_paint(it) || matches!(it, Piece::Number(..) | Piece::Sign('/'))
                })
        }
        _ => false,
    }
}

/// Heights of lines that go with the size of the type in them, whatever that is.
fn is_line_height(value: &[Part]) -> bool {
    let [Part { piece, .. }] = value else { return false };
    piece.word() == Some("normal") || piece.number().is_some_and(|it| (1.0..=4.0).contains(&it))
}

/// How wide the tracks of a grid are at least, in pixels of a small page.
fn fixed(value: &[Part]) -> f32 {
    let one = |part: &Part| match &part.piece {
        Piece::Function(name, inside) => match name.as_str() {
            "repeat" => {
                let times = inside.first().and_then(|part| part.piece.number()).unwrap_or(1.0);
                times * fixed(inside.get(2..).unwrap_or_default())
            }
            "minmax" => fixed(inside.get(..1).unwrap_or_default()),
            _ => part.piece.small_pixels(),
        },
        piece => piece.small_pixels(),
    };
    value.iter().map(one).sum()
}

/// Whether a row of a grid becomes as high as what is in it.
fn is_row(piece: &Piece) -> bool {
    match piece {
        Piece::Word(_) | Piece::Sign(',') => true,
        Piece::Number(value, unit) => unit == "fr" && *value >= 1.0,
        Piece::Function(name, inside) => match (name.as_str(), inside.as_slice()) {
            ("repeat", [Part { piece: Piece::Number(..) | Piece::Word(_), .. }, rows @ ..]) => {
                all(rows, is_row)
            }
            ("minmax", [least, Part { piece: Piece::Sign(','), .. }, most]) => {
                let is_word = least.piece.word().is_some() || least.piece.is_within(0.0, 300.0);
                is_word && is_row(&most.piece)
            }
            _ => false,
        },
        _ => false,
    }
}

/// Whether a row or column of a grid has room for words (CSS Grid Layout Level 2, 7.2).
fn is_track(piece: &Piece) -> bool {
    match piece {
        Piece::Word(_) | Piece::Sign(',') => true,
        Piece::Number(value, unit) if unit == "fr" => *value >= 0.1,
        Piece::Number(value, unit) if unit.is_empty() => *value >= 1.0 && *value <= 9.0,
        Piece::Function(name, inside) => match name.as_str() {
            "repeat" | "fit-content" => all(inside, is_track),
            "minmax" => all(inside, |it| is_track(it) || it.is_within(0.0, 0.0)),
            _ => piece.is_within(16.0, 300.0),
        },
        piece => piece.is_within(16.0, 300.0),
    }
}
