//! The PDF, read along its tags (PDF 1.7, 14.7 and 14.8).
//!
//! Columns, floats and spreads have no order on the page; the structure tree has one. Its elements
//! name marked content of the pages, whose text `content` reads through the fonts' `ToUnicode`.
//! Artifacts (running heads, folios, decoration) are no text and are left out.
//!
//! Read with `hayro-syntax` and `hayro-cmap`, which have nothing in common with what writes the
//! file. Their memory has no limit; `limit` checks the file before they begin.

mod content;
mod font;
mod geometry;
mod leads;
mod limit;
mod proof;
mod strings;

use std::collections::HashSet;

use hayro_syntax::Pdf;
use hayro_syntax::object::{
    Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, String as Bytes,
};

use crate::diag::{Message, msg};
use crate::parts::{self, Parts};
use crate::passages::CALL;
use crate::verify::chunk::{Chunk, ChunkBuilder, Role, compared};
use crate::verify::error::{ReadError, malformed};
use crate::verify::pdf::content::{Page, Piece};
use crate::verify::pdf::leads::{Numbers, Places};
use crate::verify::pdf::strings::text_string;

pub(super) use crate::verify::pdf::proof::{Fault, How, Sheet};

/// Deepest nesting of elements.
const MAX_DEPTH: usize = 128;

/// Largest number of elements.
const MAX_ELEMENTS: usize = 4 << 20;

/// So deep in the element of a picture its content stands at most.
const MAX_FIGURE: usize = 8;

/// What a PDF says.
pub(super) struct Read {
    /// Its blocks in reading order; none if the file is not tagged.
    pub(super) chunks: Option<Vec<Chunk>>,
    /// All text that each page shows, artifacts included, in the order of painting.
    pub(super) pages: Vec<String>,
    /// The words of each page with what is drawn over them.
    pub(super) sheets: Vec<Sheet>,
    /// The title that its document information has.
    pub(super) title: String,
    /// What it consists of.
    pub(super) parts: Parts,
    /// What a PDF of ours does not have.
    pub(super) faults: Vec<Message>,
}

impl Read {
    /// Sets the same words aside as another file of the same book, which is tagged and begins with
    /// `skipped` pages that this one does not have: without tags nothing tells decoration apart.
    pub(super) fn as_in(&mut self, other: &Read, skipped: usize) {
        for (page, sheet) in self.sheets.iter_mut().enumerate() {
            let words =
                |pages: &[String], page: usize| pages.get(page).map(|words| compared(words));
            let theirs = page.saturating_add(skipped);
            if words(&self.pages, page) == words(&other.pages, theirs) {
                other.sheets.get(theirs).into_iter().for_each(|other| sheet.set_aside_as(other));
            }
        }
    }
}

/// Reads a PDF.
pub(super) fn read(bytes: Vec<u8>) -> Result<Read, ReadError> {
    limit::check(&bytes)?;
    let mut faults = around(&bytes);
    let pdf = Pdf::new(bytes).map_err(|why| malformed(format!("{why:?}")))?;
    let mut pages = content::pages(&pdf)?;
    let catalog: Dict = pdf
        .xref()
        .get(pdf.xref().root_id())
        .ok_or_else(|| ReadError::Missing(msg!("没有目录字典", "no catalog")))?;
    let mut chunks = None;
    if let Some(root) = catalog.get::<Dict>("StructTreeRoot") {
        let numbers = pages.iter().enumerate().filter_map(|(index, page)| Some((page.id?, index)));
        let numbers: Numbers = numbers.collect();
        let mut walk = Walk {
            numbers: &numbers,
            places: Places::new(&catalog, &numbers),
            pages: &pages,
            builder: ChunkBuilder::default(),
            pictures: HashSet::new(),
            last: None,
            left: MAX_ELEMENTS,
        };
        walk.kids(&root, &State { page: None, within: Within::Book, role: Role::Text, depth: 0 });
        if walk.left == 0 {
            return Err(ReadError::TooMany(msg!("标签太多", "too many elements")));
        }
        let Walk { builder, pictures, .. } = walk;
        for (index, page) in pages.iter_mut().enumerate() {
            page.sheet.set_aside(|number| pictures.contains(&(index, number)));
        }
        chunks = Some(builder.finish().0);
    }
    if catalog.contains_key("OCProperties") {
        faults.push(msg!(
            "图层可以关掉，字就看不见",
            "layers can be switched off, with words on them"
        ));
    }
    let title = pdf.metadata().title.as_deref().map(text_string).unwrap_or_default();
    let parts = parts::pages(&pdf);
    let (pages, sheets) = pages.into_iter().map(|page| (page.shown, page.sheet)).unzip();
    Ok(Read { chunks, pages, sheets, title, parts, faults })
}

/// Bytes before the header and behind the end of the file (PDF 1.7, 7.5.2 and 7.5.5).
fn around(bytes: &[u8]) -> Vec<Message> {
    let mut faults = Vec::new();
    if !bytes.starts_with(b"%PDF-") {
        faults.push(msg!("开头不是 %PDF，前面多了东西", "beginning has bytes before %PDF"));
    }
    if !bytes.trim_ascii_end().ends_with(b"%%EOF") {
        faults.push(msg!("末尾 %%EOF 之后多了东西", "end has bytes behind %%EOF"));
    }
    faults
}

/// A walk over the structure tree.
struct Walk<'a> {
    numbers: &'a Numbers,
    places: Places<'a>,
    pages: &'a [Page],
    builder: ChunkBuilder,
    /// What is marked as pictures: page and number of marked content.
    pictures: HashSet<(usize, i64)>,
    /// Page and baseline of the last piece.
    last: Option<(usize, f32)>,
    /// How many elements may still come.
    left: usize,
}

/// What elements stand in.
#[derive(Clone, Copy, PartialEq)]
enum Within {
    /// In a part of the book: each is a block.
    Book,
    /// In a box: lines of text may stand in it without an element, and what follows such text goes
    /// on with it.
    Box,
    /// In a line of text.
    Line,
    /// In a picture.
    Picture,
}

/// What holds around an element.
#[derive(Clone, Copy)]
struct State {
    page: Option<usize>,
    within: Within,
    role: Role,
    depth: usize,
}

impl Walk<'_> {
    fn kids(&mut self, dict: &Dict, state: &State) {
        if state.depth > MAX_DEPTH || self.left == 0 {
            self.left = 0;
            return;
        }
        match dict.get::<Object>("K") {
            Some(Object::Array(kids)) => self.each(&kids, state),
            Some(kid) => self.kid(kid, state),
            None => {}
        }
    }

    fn each(&mut self, kids: &Array, state: &State) {
        for kid in kids.iter::<Object>() {
            self.kid(kid, state);
        }
    }

    fn kid(&mut self, kid: Object, state: &State) {
        self.left = self.left.saturating_sub(1);
        match kid {
            Object::Number(number) => self.marked(state, state.page, number.as_i64()),
            Object::Dict(dict) if dict.contains_key("S") => self.element(&dict, state),
            Object::Dict(dict) => {
                if let Some(number) = dict.get::<i32>("MCID") {
                    let page = self.page_of(&dict).or(state.page);
                    self.marked(state, page, number.into());
                }
            }
            _ => {}
        }
    }

    fn page_of(&self, dict: &Dict) -> Option<usize> {
        let page: ObjectIdentifier = match dict.get_raw::<Object>("Pg")? {
            MaybeRef::Ref(page) => page.into(),
            MaybeRef::NotRef(_) => return None,
        };
        self.numbers.get(&page).copied()
    }

    /// The page of the first marked content in an element, if its kids tell it.
    fn shown_on(&self, dict: &Dict, depth: usize) -> Option<usize> {
        let one = |kid: &Object| match kid {
            Object::Dict(kid) if kid.contains_key("MCID") => self.page_of(kid),
            Object::Dict(kid) if depth < MAX_FIGURE => self.shown_on(kid, depth + 1),
            _ => None,
        };
        match dict.get::<Object>("K")? {
            Object::Array(kids) => kids.iter::<Object>().find_map(|kid| one(&kid)),
            kid => one(&kid),
        }
    }

    fn element(&mut self, dict: &Dict, state: &State) {
        let name = dict.get::<Name>("S");
        let name = name.as_ref().map_or("", Name::as_str);
        let page = self.page_of(dict).or(state.page);
        let deeper = State { page, depth: state.depth + 1, ..*state };
        match name {
            "Figure" | "Formula" => {
                self.builder.close();
                if let Some(alt) = dict.get::<Bytes>("Alt") {
                    let page = self.shown_on(dict, 0).or(page);
                    self.builder.aside(Role::Alt, &text_string(alt.as_bytes()), page);
                }
                self.kids(dict, &State { within: Within::Picture, ..deeper });
            }
            // Its words are beside the picture, not in it.
            "Caption" if state.within == Within::Picture => {
                self.line(dict, &State { role: Role::Caption, ..deeper });
            }
            _ if state.within == Within::Picture => self.kids(dict, &deeper),
            "Note" | "FENote" => {
                self.aside(dict, &State { role: Role::Note, within: Within::Box, ..deeper });
            }
            // In a line it is the call of a note, and so it is behind words that have no element
            // of their own.
            "Lbl"
                if state.within == Within::Line
                    || state.within == Within::Box && self.builder.is_open() =>
            {
                self.builder.add(state.role, CALL.encode_utf8(&mut [0; 4]));
            }
            "Lbl" => self.line(dict, &State { role: Role::Label, ..deeper }),
            "TD" | "TH" => self.line(dict, &State { role: Role::Cell, ..deeper }),
            // Bases of ruby are paragraphs to Typst.
            "P" if state.within == Within::Box && self.builder.is_open() => {
                self.kids(dict, &State { within: Within::Line, ..deeper });
            }
            "P" | "Caption" if state.within != Within::Line => self.line(dict, &deeper),
            "TOC" if state.within != Within::Line => {
                let within = Within::Book;
                self.boxed(dict, &State { within, role: Role::Contents, ..deeper });
            }
            "Document" | "Part" | "Sect" | "Art" | "Index" if state.within != Within::Line => {
                self.boxed(dict, &State { within: Within::Book, ..deeper });
            }
            "Div" | "BlockQuote" | "L" | "LI" | "LBody" | "Table" | "THead" | "TBody" | "TFoot"
            | "TR" | "TOCI"
                if state.within != Within::Line =>
            {
                self.boxed(dict, &State { within: Within::Box, ..deeper });
            }
            _ if is_heading(name) => {
                self.line(dict, &State { role: Role::Heading, ..deeper });
            }
            "Link" => {
                if let Some(lead) = self.places.lead(dict) {
                    self.builder.lead(lead);
                }
                self.kids(dict, &State { within: Within::Line, ..deeper });
            }
            // What stands in a line joins it.
            _ => self.kids(dict, &State { within: Within::Line, ..deeper }),
        }
    }

    /// An element that holds blocks.
    fn boxed(&mut self, dict: &Dict, state: &State) {
        self.builder.close();
        self.kids(dict, state);
        self.builder.close();
    }

    /// An element that is a block of text.
    fn line(&mut self, dict: &Dict, state: &State) {
        self.builder.close();
        self.kids(dict, &State { within: Within::Line, ..*state });
        self.builder.close();
    }

    /// An element that stands apart from the text around it.
    fn aside(&mut self, dict: &Dict, state: &State) {
        let outer = self.builder.suspend();
        let last = self.last.take();
        self.kids(dict, state);
        self.builder.resume(outer);
        self.last = last;
    }

    fn marked(&mut self, state: &State, page: Option<usize>, number: i64) {
        let Some(page) = page else { return };
        if state.within == Within::Picture {
            self.pictures.insert((page, number));
            return;
        }
        let pieces = self.pages.get(page).and_then(|page| page.marked.get(&number));
        for Piece { text, y } in pieces.map(Vec::as_slice).unwrap_or_default() {
            let here = (page, *y);
            let moved = |last: (usize, f32)| last.0 != page || (last.1 - y).abs() > 0.01;
            if self.last.is_some_and(moved) {
                self.builder.end_line();
            }
            self.last = Some(here);
            self.builder.add(state.role, text);
            self.builder.on_page(page);
        }
    }
}

fn is_heading(name: &str) -> bool {
    name.strip_prefix('H').is_some_and(|level| level.bytes().all(|b| b.is_ascii_digit()))
}
