//! Whether words stand out from their ground, wherever a style sheet says the colours of both.
//!
//! Which rules meet in an element is not worked out. Colours that stand in one rule go together;
//! words without a ground of their own stand on the reader's page or on any ground that is said
//! alone, and the other way round.

use crate::text::styles::color::{BLACK, Color, Rgba, WHITE, color};
use crate::text::styles::selector::Subject;
use crate::text::styles::value::{Part, Piece};

/// Less contrast than this does not let words be seen: about that of light grey on white.
const LEAST: f32 = 1.7;

/// The colours of a rule.
#[derive(Debug)]
pub(super) struct Paint<'a> {
    /// What it is for.
    subjects: &'a [Subject],
    /// Whether it is for dark pages alone.
    is_dark: bool,
    /// Colours of words, each with the number of its declaration.
    texts: Vec<(usize, Rgba)>,
    /// Grounds; `None` for the reader's.
    grounds: Vec<(usize, Option<Rgba>)>,
}

/// What a ground may say besides its colours (CSS Backgrounds and Borders Level 3, 2).
const BESIDE: [&str; 29] = [
    "repeat",
    "repeat-x",
    "repeat-y",
    "no-repeat",
    "round",
    "space",
    "left",
    "right",
    "top",
    "bottom",
    "center",
    "scroll",
    "fixed",
    "local",
    "border-box",
    "padding-box",
    "content-box",
    "cover",
    "contain",
    "auto",
    "to",
    "at",
    "circle",
    "ellipse",
    "closest-side",
    "closest-corner",
    "farthest-side",
    "farthest-corner",
    "from",
];

/// Words for what is around, or the reader's own.
const GIVEN: [&str; 5] = ["inherit", "initial", "unset", "revert", "revert-layer"];

impl<'a> Paint<'a> {
    pub(super) fn new(subjects: &'a [Subject], is_dark: bool) -> Paint<'a> {
        Paint { subjects, is_dark, texts: Vec::new(), grounds: Vec::new() }
    }

    /// The colour of the reader's words.
    fn text(&self) -> Rgba {
        if self.is_dark { WHITE } else { BLACK }
    }

    /// Adds the colours of a declaration; false if one of them cannot be worked out.
    pub(super) fn add(&mut self, number: usize, name: &str, value: &[Part]) -> bool {
        match name {
            "color" | "-webkit-text-fill-color" => self.add_text(number, value),
            "background" | "background-color" => {
                let before = self.grounds.len();
                let is_known = self.add_grounds(number, value);
                if self.grounds.len() == before {
                    self.grounds.push((number, None));
                }
                is_known
            }
            _ => true,
        }
    }

    fn add_text(&mut self, number: usize, value: &[Part]) -> bool {
        let [Part { piece, .. }] = value else { return false };
        if piece.word().is_some_and(|word| GIVEN.contains(&word)) {
            return true;
        }
        match color(piece, self.text()) {
            Some(Color::Known(rgba)) => {
                self.texts.push((number, rgba));
                true
            }
            Some(Color::Current | Color::ReadersText) => true,
            Some(Color::ReadersGround) | None => false,
        }
    }

    fn add_grounds(&mut self, number: usize, value: &[Part]) -> bool {
        value.iter().all(|Part { piece, .. }| match (color(piece, self.text()), piece) {
            (Some(Color::Known(rgba)), _) => {
                self.grounds.push((number, Some(rgba)));
                true
            }
            (Some(Color::ReadersGround), _) => {
                self.grounds.push((number, None));
                true
            }
            (Some(_), _) => false,
            (None, Piece::Word(word)) => {
                let is_none = word == "none" || GIVEN.contains(&word.as_str());
                is_none || BESIDE.contains(&word.as_str())
            }
            (None, Piece::Number(..) | Piece::Sign(',' | '/')) => true,
            (None, Piece::Function(name, inside)) => {
                name.ends_with("-gradient") && self.add_grounds(number, inside)
            }
            _ => false,
        })
    }
}

/// The declarations whose colours let words vanish: numbers of rules' paints and of declarations.
pub(super) fn vanishing(paints: &[Paint]) -> Vec<(usize, usize)> {
    let mut told = Vec::new();
    for (at, paint) in paints.iter().enumerate() {
        let lone = [(0, None)];
        let grounds = if paint.grounds.is_empty() { &lone[..] } else { &paint.grounds };
        for (number, text) in &paint.texts {
            if grounds.iter().any(|(_, ground)| !is_seen(*text, *ground, paint.is_dark)) {
                told.push((at, *number));
            }
        }
        // A ground that is said alone, or taken away, lies below words of other rules.
        let is_lone = paint.texts.is_empty();
        for (number, ground) in paint.grounds.iter().filter(|it| is_lone || it.1.is_none()) {
            let others = paints.iter().filter(|it| may_meet(it.subjects, paint.subjects));
            let texts = others.flat_map(|it| it.texts.iter().map(|text| (text.1, it.is_dark)));
            let mut texts = texts.chain([(paint.text(), paint.is_dark)]);
            if texts.any(|(text, is_dark)| !is_seen(text, *ground, is_dark || paint.is_dark)) {
                told.push((at, *number));
            }
        }
    }
    told
}

/// Whether words of a colour are seen on a ground.
fn is_seen(text: Rgba, ground: Option<Rgba>, is_dark: bool) -> bool {
    let page = if is_dark { BLACK } else { WHITE };
    let ground = ground.map_or(page, |ground| ground.over(page));
    text.over(ground).contrast(ground) >= LEAST
}

/// Elements in which no blocks stand.
const OF_WORDS: [&str; 17] = [
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "th",
    "dt",
    "figcaption",
    "caption",
    "a",
    "em",
    "span",
    "strong",
    "b",
    "time",
];

const BLOCKS: [&str; 26] = [
    "html",
    "body",
    "section",
    "article",
    "div",
    "aside",
    "figure",
    "blockquote",
    "table",
    "thead",
    "tbody",
    "tr",
    "td",
    "ul",
    "ol",
    "li",
    "dl",
    "dd",
    "nav",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "img",
    "svg",
];

/// Whether words of the one may stand on the ground of the other: where it is the same element, or
/// in it.
fn may_meet(texts: &[Subject], grounds: &[Subject]) -> bool {
    texts.iter().any(|text| {
        grounds.iter().any(|ground| {
            text.element == ground.element || !(text.is_of(&OF_WORDS) && ground.is_of(&BLOCKS))
        })
    })
}
