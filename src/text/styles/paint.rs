//! Whether words stand out from their ground, wherever a style sheet says the colours of both.
//!
//! Words without a ground of their own stand on the reader's page or on any ground that is said
//! alone, and the other way round. Colours that stand in one rule go together, and so does its
//! ground with the colour of any other rule that may hold in the same element or in one within.

use std::collections::BTreeMap;

use crate::text::styles::color::{BLACK, Color, Rgba, WHITE, color};
use crate::text::styles::selector::Subject;
use crate::text::styles::value::{Part, Piece};

/// Less contrast than this does not let words be seen: about that of light grey on white.
const LEAST: f32 = 1.7;

/// How much of its own a sheer ground has at most.
const SHEER: f32 = 0.1;

/// Words that are faded by an opacity must keep more: fading adds up in what stands in them.
const LEAST_FADED: f32 = 2.5;

/// The colours of a rule.
#[derive(Debug)]
pub(super) struct Paint<'a> {
    /// What it is for.
    subjects: &'a [Subject],
    /// Whether it is for dark pages alone.
    is_dark: bool,
    /// Whether it is known which of two rules holds.
    is_ranked: bool,
    /// Whether it holds on any page.
    is_always: bool,
    texts: Vec<Text>,
    given: Vec<Given>,
    /// Grounds; `None` for the reader's.
    grounds: Vec<(usize, Option<Rgba>)>,
    /// Declarations of grounds that let almost all of what is below through.
    sheer: Vec<usize>,
    /// How far it is faded, if it is.
    faded: Option<(usize, f32)>,
}

/// A colour of words.
#[derive(Debug)]
struct Text {
    /// The number of its declaration.
    number: usize,
    color: Rgba,
    /// Whether it is that of the insides of letters, which goes before the other.
    is_fill: bool,
}

/// A declaration that gives words the colour of those around, or of the reader's.
#[derive(Debug)]
struct Given {
    number: usize,
    is_of_reader: bool,
}

/// Where a rule holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Holds {
    /// On dark pages alone.
    pub(super) is_dark: bool,
    /// Against others by its selectors and its place alone.
    pub(super) is_ranked: bool,
    /// On any page.
    pub(super) is_always: bool,
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
    pub(super) fn new(subjects: &'a [Subject], holds: Holds) -> Paint<'a> {
        let Holds { is_dark, is_ranked, is_always } = holds;
        let (texts, given, grounds) = (Vec::new(), Vec::new(), Vec::new());
        let (sheer, faded) = (Vec::new(), None);
        Paint { subjects, is_dark, is_ranked, is_always, texts, given, grounds, sheer, faded }
    }

    /// Forgets the grounds: those of pictures have no words of the book on them.
    pub(super) fn forget_grounds(&mut self) {
        self.grounds.clear();
        self.sheer.clear();
    }

    /// The colour of the reader's words.
    fn text(&self) -> Rgba {
        if self.is_dark { WHITE } else { BLACK }
    }

    /// Adds the colours of a declaration; false if one of them cannot be worked out.
    pub(super) fn add(&mut self, number: usize, name: &str, value: &[Part]) -> bool {
        match name {
            "color" => self.add_text(number, value, false),
            "-webkit-text-fill-color" => self.add_text(number, value, true),
            "background" | "background-color" => {
                let before = self.grounds.len();
                let is_known = self.add_grounds(number, value);
                if self.grounds.len() == before && self.sheer.last() != Some(&number) {
                    self.grounds.push((number, None));
                }
                is_known
            }
            "opacity" => {
                if let [Part { piece: Piece::Number(value, unit), .. }] = value {
                    let value = if unit == "%" { value / 100.0 } else { *value };
                    let least = self.faded.map_or(1.0, |(_, least)| least);
                    if value < least {
                        self.faded = Some((number, value.max(0.0)));
                    }
                }
                true
            }
            _ => true,
        }
    }

    fn add_text(&mut self, number: usize, value: &[Part], is_fill: bool) -> bool {
        let [Part { piece, .. }] = value else { return false };
        if let Some(word) = piece.word().filter(|word| GIVEN.contains(word)) {
            let is_of_reader = word != "inherit" && word != "unset" && !is_fill;
            self.given.push(Given { number, is_of_reader });
            return true;
        }
        match color(piece, self.text()) {
            Some(Color::Known(color)) => {
                self.texts.push(Text { number, color, is_fill });
                true
            }
            // Of letters' insides, it is the colour of the words.
            Some(Color::Current) if is_fill => true,
            Some(it @ (Color::Current | Color::ReadersText)) => {
                self.given.push(Given { number, is_of_reader: it == Color::ReadersText });
                true
            }
            Some(Color::ReadersGround) | None => false,
        }
    }

    fn add_grounds(&mut self, number: usize, value: &[Part]) -> bool {
        value.iter().all(|Part { piece, .. }| match (color(piece, self.text()), piece) {
            (Some(Color::Known(Rgba([.., alpha]))), _) if alpha > 0.0 && alpha <= SHEER => {
                self.sheer.push(number);
                true
            }
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

/// A declaration: the numbers of its rule's paint, and of itself.
pub(super) type At = (usize, usize);

/// Declarations by whose colours words vanish, each with one before it that does so with it, if
/// that is of another rule.
#[derive(Debug, Default)]
pub(super) struct Lost(pub(super) BTreeMap<At, Option<At>>);

impl Lost {
    fn add(&mut self, at: At) {
        self.0.insert(at, None);
    }

    /// Of two declarations that let words vanish together, it is the later one.
    fn add_later(&mut self, one: At, other: At) {
        let beside = (one.0 != other.0).then(|| one.min(other));
        self.0.entry(one.max(other)).or_insert(beside);
    }
}

/// The declarations whose colours let words vanish.
pub(super) fn vanishing(paints: &[Paint]) -> Lost {
    let mut told = Lost::default();
    for (at, paint) in paints.iter().enumerate() {
        let lone = [(0, None)];
        let grounds = if paint.grounds.is_empty() { &lone[..] } else { &paint.grounds };
        for Text { number, color, .. } in &paint.texts {
            if grounds.iter().any(|(_, ground)| !is_seen(*color, *ground, paint.is_dark)) {
                told.add((at, *number));
            }
        }
        paint.sheer.iter().for_each(|number| bared(paints, (at, *number), &mut told));
        // A ground that is said alone, or taken away, lies below words of other rules.
        let is_lone = paint.texts.is_empty();
        for (number, ground) in paint.grounds.iter().filter(|it| is_lone || it.1.is_none()) {
            if !is_seen(paint.text(), *ground, paint.is_dark) {
                told.add((at, *number));
            }
            let others = paints.iter().enumerate();
            for (other, it) in others.filter(|(_, it)| may_meet(it.subjects, paint.subjects)) {
                let is_dark = it.is_dark || paint.is_dark;
                let lost = it.texts.iter().filter(|it| !is_seen(it.color, *ground, is_dark));
                lost.for_each(|it| told.add_later((at, *number), (other, it.number)));
            }
        }
        if is_lone {
            continue;
        }
        for (number, ground) in paint.grounds.iter().filter(|it| it.1.is_some()) {
            for other in (0..paints.len()).filter(|other| *other != at) {
                let pair = Pair { paints, ground: (at, *ground), text: other };
                if let Some(text) = pair.lost() {
                    told.add_later((at, *number), (other, text));
                }
            }
        }
    }
    faded(paints, &mut told);
    told
}

/// Whether rules may be for the same elements, or the one for such as stand in those of the other.
fn any_pair(
    texts: &[Subject],
    grounds: &[Subject],
    meet: impl Fn(&Subject, &Subject) -> bool,
) -> bool {
    texts.iter().any(|text| grounds.iter().any(|ground| meet(text, ground)))
}

/// Adds the declarations by which words are seen no more because they, or what they stand in, are
/// faded.
fn faded(paints: &[Paint], told: &mut Lost) {
    for (at, paint) in paints.iter().enumerate() {
        let Some((number, alpha)) = paint.faded else { continue };
        for (other, it) in paints.iter().enumerate() {
            let page = if it.is_dark || paint.is_dark { BLACK } else { WHITE };
            let lone = [(0, None)];
            let grounds = if it.grounds.is_empty() { &lone[..] } else { &it.grounds };
            let is_lost = |color: Rgba| {
                grounds.iter().any(|(_, ground)| {
                    let ground = ground.map_or(page, |ground| ground.over(page));
                    let fade = |it: Rgba| Rgba([it.0[0], it.0[1], it.0[2], alpha]).over(page);
                    fade(color.over(ground)).contrast(fade(ground)) < LEAST_FADED
                })
            };
            let mut lost = it.texts.iter().filter(|it| is_lost(it.color)).peekable();
            let meet = |text: &Subject, ground: &Subject| {
                may_be_same(text, ground) || may_be_inside(text, ground)
            };
            if lost.peek().is_some() && (other == at || any_pair(it.subjects, paint.subjects, meet))
            {
                lost.for_each(|it| told.add_later((at, number), (other, it.number)));
            }
        }
    }
}

/// Adds the declarations of words that are not seen on the reader's page when a sheer ground takes
/// their own away. Elsewhere, the ground below shines through.
fn bared(paints: &[Paint], ground: At, told: &mut Lost) {
    let Some(paint) = paints.get(ground.0) else { return };
    for (other, it) in paints.iter().enumerate() {
        let is_dark = it.is_dark || paint.is_dark;
        let lost = it.texts.iter().filter(|it| !is_seen(it.color, None, is_dark));
        let mut lost = lost.peekable();
        if lost.peek().is_some() && any_pair(it.subjects, paint.subjects, may_be_same) {
            lost.for_each(|it| told.add_later(ground, (other, it.number)));
        }
    }
}

/// A ground that stands in a rule with the colour of its words, and a rule that may give words on
/// it another one.
struct Pair<'p, 'a> {
    paints: &'p [Paint<'a>],
    /// The rule of the ground, and its colour.
    ground: (usize, Option<Rgba>),
    /// The rule of the words.
    text: usize,
}

impl Pair<'_, '_> {
    /// The declaration of the words that are not seen on the ground.
    fn lost(&self) -> Option<usize> {
        let (paint, other) = (self.paints.get(self.ground.0)?, self.paints.get(self.text)?);
        let mut pairs = paint.subjects.iter().flat_map(|ground| {
            let texts = other.subjects.iter();
            texts.map(move |text| (ground, text))
        });
        pairs.find_map(|(ground, text)| self.lost_of(paint, other, (ground, text)))
    }

    fn lost_of(&self, paint: &Paint, other: &Paint, pair: (&Subject, &Subject)) -> Option<usize> {
        let (ground, text) = pair;
        let is_dark = paint.is_dark || other.is_dark;
        let vanishes = |color: Rgba| !is_seen(color, self.ground.1, is_dark);
        let has_fill = paint.texts.iter().any(|it| it.is_fill);
        // A ground that is said with the words goes with them.
        let has_ground = !other.grounds.is_empty() || !other.sheer.is_empty();
        let is_same = may_be_same(text, ground) && !has_ground;
        let is_inside = may_be_inside(text, ground) && other.grounds.is_empty();
        let lost = other.texts.iter().find(|it| {
            let from_above = it.is_fill && !has_fill && may_hold(text);
            let replaced = is_same && (self.may_replace(ground, text) || it.is_fill && !has_fill);
            let inside = is_inside && !self.is_replaced_inside(pair, it.is_fill);
            (replaced || inside || from_above) && vanishes(it.color)
        });
        let given = other.given.iter().find(|given| {
            let all = || self.paints.iter().flat_map(|it| &it.texts).map(|it| it.color);
            let is_lost = match given.is_of_reader {
                true => vanishes(other.text()),
                false => all().chain([other.text()]).any(vanishes),
            };
            let replaced = is_same && self.may_replace(ground, text);
            (replaced || given.is_of_reader && is_inside) && is_lost
        });
        lost.map(|it| it.number).or(given.map(|it| it.number))
    }

    /// Whether the words' rule may hold against that of the ground in the same element (CSS Cascade
    /// Level 5, 6.1).
    fn may_replace(&self, ground: &Subject, text: &Subject) -> bool {
        let [paint, other] = [self.ground.0, self.text].map(|at| self.paints.get(at));
        let is_sure = [paint, other].iter().flatten().all(|it| it.is_ranked)
            && !ground.has_brackets
            && !text.has_brackets;
        !is_sure || (text.rank, self.text) > (ground.rank, self.ground.0)
    }

    /// Whether a rule for what is in the ground's element gives those words a colour that is seen.
    fn is_replaced_inside(&self, (ground, text): (&Subject, &Subject), is_fill: bool) -> bool {
        let mut above = ground.above.clone();
        above.push((ground.element.clone(), ground.classes.clone()));
        let is_ranked = self.paints.get(self.text).is_some_and(|it| it.is_ranked);
        let mut all = self.paints.iter().enumerate();
        is_ranked
            && !text.has_brackets
            && all.any(|(at, it)| {
                let mut texts = it.texts.iter().filter(|it| it.is_fill == is_fill).peekable();
                let covers = |own: &Subject| {
                    own.is_plain
                        && own.above == above
                        && (own.element.is_empty() || own.element == text.element)
                        && own.classes.iter().all(|class| text.classes.contains(class))
                        && own.pseudo_element == text.pseudo_element
                        && (own.rank, at) > (text.rank, self.text)
                };
                it.is_ranked
                    && it.is_always
                    && texts.peek().is_some()
                    && texts.all(|it| is_seen(it.color, self.ground.1, false))
                    && it.subjects.iter().any(covers)
            })
    }
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

const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

/// Elements of tables; their cells have words alone.
const OF_TABLES: [&str; 7] = ["table", "thead", "tbody", "tr", "td", "th", "caption"];

/// Elements that are a piece of a line, or of one.
const IN_LINES: [&str; 21] = [
    "a", "abbr", "b", "br", "cite", "code", "em", "i", "img", "q", "rp", "rt", "ruby", "small",
    "span", "strong", "sub", "sup", "time", "u", "wbr",
];

/// Classes of which an element of the book has one; those of titles, and of pieces of lines.
const TITLES: [&str; 5] = ["book-title", "section-title", "story-title", "entry-title", "group"];
const PIECES: [&str; 19] = [
    "approval", "backlink", "credit", "date", "detail", "label", "mark", "name", "no", "noteref",
    "quote", "see", "seg", "subtitle", "t", "term", "unit", "url", "value",
];

/// Pieces in which no others stand.
const LEAVES: [&str; 4] = ["backlink", "mark", "no", "noteref"];

/// Lists without titles and tables in them.
const LISTS: [&str; 7] =
    ["captions", "chronicle", "facts", "index", "people", "pictured", "stories"];

/// Whether words of the one may stand on the ground of the other: where it is the same element, or
/// in it.
fn may_meet(texts: &[Subject], grounds: &[Subject]) -> bool {
    texts.iter().any(|text| {
        grounds.iter().any(|ground| {
            text.element == ground.element || !(text.is_of(&OF_WORDS) && ground.is_of(&BLOCKS))
        })
    })
}

/// Whether two selectors may choose the same element.
pub(super) fn may_be_same(one: &Subject, other: &Subject) -> bool {
    let differ = |all: &[&str]| {
        let of = |subject: &Subject| subject.has_class(all);
        of(one) && of(other) && !one.classes.iter().any(|class| other.classes.contains(class))
    };
    let is_piece_of = |piece: &Subject, other: &Subject| {
        let is_line = other.element.is_empty() || other.element == "p" || other.is_of(&IN_LINES);
        piece.has_class(&PIECES) && (!is_line || other.has_class(&TITLES))
    };
    one.pseudo_element == other.pseudo_element
        && (one.element == other.element || one.element.is_empty() || other.element.is_empty())
        && !differ(&TITLES)
        && !differ(&PIECES)
        && !is_piece_of(one, other)
        && !is_piece_of(other, one)
}

/// Whether what a selector chooses may stand in an element with a ground.
fn may_be_inside(text: &Subject, ground: &Subject) -> bool {
    let of_piece = |classes: &[&str]| !text.has_class(&PIECES) || text.has_class(classes);
    let is_piece = text.element.is_empty() || text.is_of(&IN_LINES);
    let in_table = ground.is_of(&OF_TABLES);
    if ground.has_class(&LEAVES) {
        return false;
    }
    let is_part = text.pseudo_element.is_some() && ground.pseudo_element.is_none();
    if is_part && (text.element.is_empty() || text.element == ground.element) {
        return true;
    }
    if in_table {
        return (is_piece || text.is_of(&OF_TABLES))
            && of_piece(&["noteref", "seg", "url"])
            && !text.is_in(&LISTS)
            && !text.above.iter().any(|(element, _)| HEADINGS.contains(&element.as_str()));
    }
    if ground.is_of(&HEADINGS) || ground.has_class(&TITLES) {
        // Titles have plain text; heads within a text, which have no class, may have notes.
        let is_title = ground.element == "h1" || ground.has_class(&TITLES);
        let pieces: &[&str] =
            if is_title { &["no", "seg", "t"] } else { &["noteref", "seg", "url"] };
        // A title of another class, or of another level, is not this one.
        let is_other = |(element, classes): &(String, Vec<String>)| {
            let above = Subject {
                element: element.clone(),
                classes: classes.clone(),
                ..Subject::default()
            };
            above.is_of(&HEADINGS) && !may_be_same(&above, ground)
        };
        return is_piece
            && of_piece(pieces)
            && !text.is_in(&LISTS)
            && !text.above.iter().any(is_other);
    }
    is_piece || !(ground.is_of(&OF_WORDS) || ground.has_class(&PIECES))
}

/// Whether most other elements may stand in what a selector chooses.
fn may_hold(subject: &Subject) -> bool {
    let is_block = subject.is_of(&BLOCKS) && !subject.is_of(&OF_WORDS);
    (is_block || subject.element.is_empty())
        && !subject.has_class(&PIECES)
        && !subject.has_class(&LISTS)
        && !subject.is_in(&LISTS)
}
