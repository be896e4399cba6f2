//! Page kinds: what `[tool.nianjian.pages.NAME]` of a layout's manifest declares, checked.
//!
//! A kind states the shape of its content; from that follow the keys of its sections
//! (`section_schema`) and what the model holds. Everything else has a default. What a layout
//! declares in vain is an error: a designer would look for its effect.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::diag::{Message, msg};
use crate::load::reasons;
use crate::model::{Captions, Chapter, FigureSize, Role, Section, Treatment};

/// The page kinds of a layout by their names.
pub type PageKinds = BTreeMap<String, PageKind>;

/// The shapes that the content of a section can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// Stories: titled texts with pictures.
    Stories,
    /// Events by date.
    Events,
    /// Numbers worth showing large.
    Facts,
    /// The dated stories of the book.
    Days,
    /// One running text with pictures.
    Text,
    /// Pictures alone.
    Plates,
    /// Tables of data.
    Tables,
    /// Lists of people.
    People,
    /// The index of subjects.
    Index,
}

/// A page kind.
#[derive(Debug, Clone)]
pub struct PageKind {
    /// The shape of its content.
    pub shape: Shape,
    /// What it is, for editors; both empty if the layout does not say.
    pub description: Message,
    /// How the outputs treat its sections.
    pub treatment: Treatment,
    /// Whether the excerpts of stories are set.
    pub excerpts: bool,
    /// Whether the dates of stories are set; else they are left out of the model, with a warning.
    pub dates: bool,
    /// Whether its sections may have facts of their own.
    pub section_facts: bool,
    /// Whether the portraits of people are set.
    pub photos: bool,
    /// Whether what people say of themselves is set.
    pub quotes: bool,
    /// Whether pictures without a mark are numbered in order.
    pub marks_by_order: bool,
    /// Whether stories without terms of their own stand in the index under their titles.
    pub titles_are_terms: bool,
    /// How wide most of its pictures are, in millimetres. Pictures are made for that width while
    /// the pages are still being set; a wrong guess costs time and nothing else.
    pub picture: Option<f64>,
    /// How wide running text may place figures, from the narrowest on; empty where it places none.
    pub sizes: Vec<FigureSize>,
    /// The shape that goes on one spread, if there is one.
    pub spread: Option<Spread>,
    /// What may flex so that a section fits, in order of preference.
    pub knobs: Vec<Knob>,
}

/// No length of a layout is longer, in millimetres.
pub(super) const LONGEST: f64 = 5000.0;

/// Something that may flex, with the values that it may take.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Knob {
    /// Its name in the section's data.
    pub name: String,
    /// The tightest and the loosest value.
    pub range: [f64; 2],
    /// The value used when nothing has to be fitted.
    pub ideal: f64,
    /// The distance between values.
    pub step: f64,
    /// Whether it may also be turned so that the last page is not almost empty.
    #[serde(default)]
    pub tail: bool,
}

/// The shape of a section that is set on facing pages.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spread {
    /// Number of stories.
    pub stories: usize,
    /// Number of pictures.
    pub figures: usize,
    /// What may flex there, in order of preference.
    #[serde(default)]
    pub knobs: Vec<Knob>,
}

/// A page kind as the manifest writes it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Declared {
    content: Option<String>,
    description: Option<Description>,
    marks: Option<String>,
    captions: Option<String>,
    chapter: Option<String>,
    role: Option<String>,
    terms: Option<String>,
    facts: bool,
    section_facts: bool,
    excerpt: bool,
    date: bool,
    photos: bool,
    quotes: bool,
    picture: Option<f64>,
    sizes: Vec<String>,
    spread: Option<Spread>,
    knobs: Vec<Knob>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Description {
    zh: String,
    en: String,
}

impl Shape {
    /// All shapes.
    pub const ALL: [Shape; 9] = [
        Shape::Stories,
        Shape::Events,
        Shape::Facts,
        Shape::Days,
        Shape::Text,
        Shape::Plates,
        Shape::Tables,
        Shape::People,
        Shape::Index,
    ];

    /// The name in a manifest.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Shape::Stories => "stories",
            Shape::Events => "events",
            Shape::Facts => "facts",
            Shape::Days => "days",
            Shape::Text => "text",
            Shape::Plates => "plates",
            Shape::Tables => "tables",
            Shape::People => "people",
            Shape::Index => "index",
        }
    }

    /// Whether sections of this shape hold pictures with captions.
    fn has_pictures(self) -> bool {
        matches!(self, Shape::Stories | Shape::Text | Shape::Plates)
    }
}

impl PageKind {
    /// What may flex in a section: the knobs of the spread if it has the spread's shape.
    #[must_use]
    pub fn knobs_of(&self, section: &Section) -> &[Knob] {
        let shape = (section.stories().len(), section.figures().count());
        match &self.spread {
            Some(spread)
                if shape == (spread.stories, spread.figures) && !section.places_figures() =>
            {
                &spread.knobs
            }
            _ => &self.knobs,
        }
    }

    /// The size at which running text places a figure whose editor wants this one: the widest that
    /// is not wider, else the narrowest. `None` if text places no figures here.
    #[must_use]
    pub fn size(&self, wanted: FigureSize) -> Option<FigureSize> {
        let fits = self.sizes.iter().rev().find(|size| **size <= wanted);
        fits.or(self.sizes.first()).copied()
    }

    /// How a section is treated when nothing but its shape is known.
    #[must_use]
    pub fn bare(shape: Shape) -> PageKind {
        let mut reader = Reader { layout: "", kind: "", shape, wrong: Vec::new() };
        // Whether its text can place figures is for the kind to say that is not known.
        PageKind { sizes: FigureSize::ALL.to_vec(), ..reader.kind(Declared::default()) }
    }
}

impl Knob {
    /// Whether there is anything to turn, and not too much: an ideal inside the range, and at
    /// most a hundred steps.
    fn is_sound(&self) -> bool {
        let [tight, loose] = self.range;
        let (low, high) = (tight.min(loose), tight.max(loose));
        let steps = (high - low) / self.step;
        (low..=high).contains(&self.ideal) && (1.0..=100.0).contains(&steps)
    }
}

/// Something that is wrong with a page kind.
#[derive(Debug)]
pub(super) struct Fault {
    /// The name of the kind.
    pub(super) kind: String,
    /// The key in it that is wrong; empty if it is the whole.
    pub(super) key: String,
    pub(super) message: Message,
}

impl Fault {
    fn of(kind: &str, key: &str, message: Message) -> Fault {
        Fault { kind: kind.to_owned(), key: key.to_owned(), message }
    }
}

/// Checks what a layout declares.
///
/// # Errors
/// All that is wrong.
pub(super) fn check(
    layout: &str,
    declared: BTreeMap<String, toml::Value>,
) -> Result<PageKinds, Vec<Fault>> {
    let (mut kinds, mut wrong) = (PageKinds::new(), Vec::new());
    for (name, value) in declared {
        match read(layout, &name, value) {
            Ok(kind) => {
                kinds.insert(name, kind);
            }
            Err(mut more) => wrong.append(&mut more),
        }
    }
    if wrong.is_empty() { Ok(kinds) } else { Err(wrong) }
}

fn read(layout: &str, kind: &str, value: toml::Value) -> Result<PageKind, Vec<Fault>> {
    let one = |key: &str, message| vec![Fault::of(kind, key, message)];
    if !is_name(kind) {
        let name = short(kind);
        let message = msg!(
            "版式 {layout}：页型名 `{name}` 不合规则（小写字母开头，小写字母、数字、连字符，至多 32 个，不用 yes、no 之类 YAML 另有读法的词）",
            "layout {layout}: `{name}` is no name for a page kind (a lower-case letter, then such \
             letters, digits, hyphens; at most 32; no word that YAML reads otherwise, as it does `no`)"
        );
        return Err(one("", message));
    }
    let declared = Declared::deserialize(value).map_err(|error| {
        let why = error.message();
        let reason = reasons::in_chinese(why);
        let message = msg!(
            "版式 {layout}：页型 {kind} 不对：{reason}",
            "layout {layout}: page kind {kind} is wrong: {why}"
        );
        // Of a key that it does not know, the reader gives the name; if there is no such key, the
        // kind's own place is taken.
        one(why.split('`').nth(1).unwrap_or_default(), message)
    })?;
    let shape = shape(layout, kind, declared.content.as_deref())
        .map_err(|message| one("content", message))?;
    let mut reader = Reader { layout, kind, shape, wrong: Vec::new() };
    let kind = reader.kind(declared);
    if reader.wrong.is_empty() { Ok(kind) } else { Err(reader.wrong) }
}

/// What a message can hold of a name or value.
pub(super) fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

/// Names become values in YAML without quotes, classes in XHTML and keys in Typst.
fn is_name(name: &str) -> bool {
    let is_word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    // YAML 1.1 and 1.2 read these as something other than text.
    let taken = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    name.len() <= 32
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(is_word)
        && !taken.contains(&name)
}

fn shape(layout: &str, kind: &str, content: Option<&str>) -> Result<Shape, Message> {
    let list = Shape::ALL.map(Shape::name).join(", ");
    let Some(content) = content else {
        return Err(msg!(
            "版式 {layout}：页型 {kind} 没写 content；在 [tool.nianjian.pages.{kind}] 下写 \
             content = \"…\"，取 {list} 之一",
            "layout {layout}: page kind {kind} has no content; write content = \"…\" below \
             [tool.nianjian.pages.{kind}], one of {list}"
        ));
    };
    Shape::ALL.into_iter().find(|shape| shape.name() == content).ok_or_else(|| {
        let content = short(content);
        msg!(
            "版式 {layout}：页型 {kind} 的 content 不能是“{content}”，只能是 {list}",
            "layout {layout}: content of page kind {kind} cannot be “{content}”, only one of {list}"
        )
    })
}

/// Reads one kind; the first of the choices of a key is its default.
struct Reader<'a> {
    layout: &'a str,
    kind: &'a str,
    shape: Shape,
    wrong: Vec<Fault>,
}

impl Reader<'_> {
    fn kind(&mut self, declared: Declared) -> PageKind {
        self.in_vain(&declared);
        self.knobs("knobs", &declared.knobs);
        declared.spread.iter().for_each(|spread| self.knobs("spread", &spread.knobs));
        self.width(declared.picture);
        let shape = self.shape;
        let chapters: &[_] = match shape {
            Shape::Stories => &[("story", Chapter::Story), ("section", Chapter::Section)],
            _ => &[("section", Chapter::Section)],
        };
        let chapter = self.choose("chapter", declared.chapter.as_deref(), chapters);
        // A section whose stories are chapters is a part of the e-book (DPUB-ARIA 1.1, doc-part).
        let usual = match (shape, chapter) {
            (Shape::Stories, Chapter::Story) => Role::Part,
            (Shape::Index, _) => Role::Index,
            _ => Role::Chapter,
        };
        let roles: Vec<_> =
            [usual].into_iter().chain(Role::ALL).map(|role| (role.name(), role)).collect();
        let role = self.choose("role", declared.role.as_deref(), &roles);
        let captions = [("below", Captions::Below), ("list", Captions::List)];
        let captions = self.choose("captions", declared.captions.as_deref(), &captions);
        let marks = [("explicit", false), ("order", true)];
        let terms = [("explicit", false), ("title", true)];
        let description = declared.description.unwrap_or_default();
        PageKind {
            shape,
            description: Message { zh: description.zh, en: description.en },
            treatment: Treatment {
                role,
                // What the e-book alone calls a part is none in print.
                opens_part: declared.role.is_some() && role == Role::Part,
                chapter,
                captions,
                key_figures: declared.facts,
            },
            excerpts: declared.excerpt,
            dates: declared.date,
            section_facts: declared.section_facts || self.shape == Shape::Facts,
            photos: declared.photos,
            quotes: declared.quotes,
            marks_by_order: self.choose("marks", declared.marks.as_deref(), &marks),
            titles_are_terms: self.choose("terms", declared.terms.as_deref(), &terms),
            picture: declared.picture,
            sizes: self.sizes(&declared.sizes),
            spread: declared.spread,
            knobs: declared.knobs,
        }
    }

    fn choose<T: Copy>(&mut self, key: &str, given: Option<&str>, choices: &[(&str, T)]) -> T {
        let Some(given) = given else { return choices[0].1 };
        if let Some((_, choice)) = choices.iter().find(|(name, _)| *name == given) {
            return *choice;
        }
        let mut names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        names.dedup();
        let (layout, kind, list) = (self.layout, self.kind, names.join(", "));
        let given = short(given);
        let message = msg!(
            "版式 {layout}：页型 {kind} 的 {key} 不能是“{given}”，只能是 {list}",
            "layout {layout}: {key} of page kind {kind} cannot be “{given}”, only one of {list}"
        );
        self.fault(key, message);
        choices[0].1
    }

    /// The sizes of figures in running text, each once, from the narrowest on.
    fn sizes(&mut self, declared: &[String]) -> Vec<FigureSize> {
        let names = FigureSize::ALL.map(|size| (size.name(), size));
        let sizes = declared.iter().map(|name| self.choose("sizes", Some(name), &names));
        let sizes: BTreeSet<FigureSize> = sizes.collect();
        sizes.into_iter().collect()
    }

    /// What is declared and can have no effect.
    fn in_vain(&mut self, declared: &Declared) {
        let no_stories = self.shape != Shape::Stories;
        let no_people = self.shape != Shape::People;
        let no_marks = !self.shape.has_pictures();
        let no_pictures = no_marks && !declared.photos;
        let no_text = !matches!(self.shape, Shape::Stories | Shape::Text);
        let keys = [
            ("marks", declared.marks.is_some() && no_marks),
            ("captions", declared.captions.is_some() && no_marks),
            ("picture", declared.picture.is_some() && no_pictures),
            ("sizes", !declared.sizes.is_empty() && no_text),
            ("terms", declared.terms.is_some() && no_stories),
            ("facts", declared.facts && no_stories),
            ("section_facts", declared.section_facts && no_stories),
            ("excerpt", declared.excerpt && no_stories),
            ("date", declared.date && no_stories),
            ("photos", declared.photos && no_people),
            ("quotes", declared.quotes && no_people),
            ("spread", declared.spread.is_some() && no_stories),
        ];
        let (layout, kind, shape) = (self.layout, self.kind, self.shape.name());
        for (key, _) in keys.into_iter().filter(|(_, in_vain)| *in_vain) {
            let message = msg!(
                "版式 {layout}：页型 {kind} 的 {key} 没有用处，content 是 {shape}；删去它",
                "layout {layout}: {key} of page kind {kind} has no use, its content is {shape}; \
                 take it out"
            );
            self.fault(key, message);
        }
    }

    fn fault(&mut self, key: &str, message: Message) {
        self.wrong.push(Fault::of(self.kind, key, message));
    }

    /// Knobs have room, and are told apart by their names in the data.
    fn knobs(&mut self, at: &str, knobs: &[Knob]) {
        knobs.iter().filter(|knob| !knob.is_sound()).for_each(|knob| self.knob(at, knob));
        let (layout, kind, mut seen) = (self.layout, self.kind, BTreeSet::from([""]));
        for Knob { name, .. } in knobs.iter().filter(|knob| !seen.insert(knob.name.as_str())) {
            let message = msg!(
                "版式 {layout}：{kind} 的余地要有各自的名字，`{name}` 不行",
                "layout {layout}: knobs of {kind} need names of their own, `{name}` is none"
            );
            self.fault(at, message);
        }
    }

    /// The width of most pictures is a length.
    fn width(&mut self, picture: Option<f64>) {
        let (layout, kind) = (self.layout, self.kind);
        if let Some(width) = picture.filter(|width| !(*width > 0.0 && *width <= LONGEST)) {
            let message = msg!(
                "版式 {layout}：页型 {kind} 的 picture 是毫米数，不能是 {width}",
                "layout {layout}: picture of page kind {kind} is a length in millimetres, not {width}"
            );
            self.fault("picture", message);
        }
    }

    fn knob(&mut self, at: &str, knob: &Knob) {
        let (layout, kind) = (self.layout, self.kind);
        let (knob, [tight, loose], ideal) = (&knob.name, knob.range, knob.ideal);
        let message = msg!(
            "版式 {layout}：{kind} 的 {knob} 没有余地（{tight} 至 {loose}，理想值 {ideal}）",
            "layout {layout}: {knob} of {kind} has no room ({tight} to {loose}, ideal {ideal})"
        );
        self.fault(at, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn declared(manifest: &str) -> Result<PageKinds, Vec<Fault>> {
        check("own", toml::from_str(manifest).unwrap())
    }

    /// What is wrong, in English.
    fn wrong(manifest: &str) -> String {
        let wrong = declared(manifest).unwrap_err();
        wrong.iter().map(|fault| fault.message.en.as_str()).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_shape_decides_what_is_not_declared() {
        let kinds = declared(
            "a = { content = 'stories' }\nb = { content = 'plates', role = 'part' }\n\
             c = { content = 'stories', chapter = 'section' }\nd = { content = 'index' }\n",
        )
        .unwrap();
        let shown = |name: &str| {
            let kind = &kinds[name];
            (kind.treatment.role, kind.treatment.chapter, kind.treatment.opens_part)
        };
        assert_eq!(shown("a"), (Role::Part, Chapter::Story, false));
        assert_eq!(shown("b"), (Role::Part, Chapter::Section, true));
        assert_eq!(shown("c"), (Role::Chapter, Chapter::Section, false));
        assert_eq!(shown("d"), (Role::Index, Chapter::Section, false));
        assert!(!kinds["a"].marks_by_order && !kinds["a"].titles_are_terms);
    }

    #[test]
    fn a_kind_says_what_it_holds() {
        let said = wrong("map = { picture = 50 }");
        assert!(said.contains("[tool.nianjian.pages.map], one of stories, events,"), "{said}");
        let said = wrong("map = { content = 'maps' }");
        assert!(said.contains("cannot be “maps”, only one of stories, events,"), "{said}");
        let said = wrong("map = { content = 'text', captoins = 'list' }");
        assert!(said.contains("page kind map is wrong: unknown field `captoins`"), "{said}");
    }

    #[test]
    fn what_has_no_effect_is_refused() {
        for (manifest, key) in [
            ("a = { content = 'text', spread = { stories = 1, figures = 1 } }", "spread"),
            ("a = { content = 'index', marks = 'order' }", "marks"),
            ("a = { content = 'events', picture = 50 }", "picture"),
            ("a = { content = 'plates', facts = true }", "facts"),
            ("a = { content = 'plates', sizes = ['column'] }", "sizes"),
            ("a = { content = 'stories', photos = true }", "photos"),
            ("a = { content = 'text', quotes = true }", "quotes"),
            ("a = { content = 'people', picture = 26 }", "picture"),
            ("a = { content = 'plates', excerpt = true }", "excerpt"),
            ("a = { content = 'events', date = true }", "date"),
            ("a = { content = 'text', terms = 'title' }", "terms"),
            ("a = { content = 'people', captions = 'list' }", "captions"),
        ] {
            let said = wrong(manifest);
            assert!(said.contains(&format!("{key} of page kind a has no use")), "{said}");
        }
        let said = wrong("a = { content = 'text', chapter = 'story' }");
        assert!(said.contains("chapter of page kind a cannot be “story”"), "{said}");
        let said = wrong("a = { content = 'text', role = 'chorus', marks = 'all' }");
        assert_eq!(said.lines().count(), 2, "{said}");
        let knob = "knobs = [{ name = 'gap', range = [1, 1], ideal = 1, step = 1 }]";
        let said = wrong(&format!("a = {{ content = 'text', {knob} }}"));
        assert!(said.contains("gap of a has no room"), "{said}");
        let knob = |name| format!("{{ name = '{name}', range = [1, 2], ideal = 1, step = 1 }}");
        let said = wrong(&format!(
            "a = {{ content = 'text', knobs = [{}, {}, {}] }}",
            knob("gap"),
            knob("gap"),
            knob("")
        ));
        assert_eq!(said.matches("need names of their own").count(), 2, "{said}");
        for width in ["nan", "inf", "-1", "0", "1e300"] {
            let said = wrong(&format!("a = {{ content = 'text', picture = {width} }}"));
            assert!(said.contains("is a length in millimetres"), "{said}");
        }
    }

    #[test]
    fn names_are_words_that_yaml_css_and_typst_leave_alone() {
        for name in ["map", "round-table", "a1"] {
            assert!(is_name(name), "{name}");
        }
        let long = "a".repeat(33);
        for name in ["", "新闻", "News", "1st", "-a", "a b", "a\"b", "../x", "no", "null", &long]
        {
            assert!(!is_name(name), "{name}");
        }
    }
}
