//! Drawings for readers that do not have the faces of the book.

use std::sync::{Arc, Mutex, PoisonError};

use typst::text::{FontStyle, FontVariant, FontWeight};
use usvg::fontdb::{Database, ID, Source};
use usvg::{FontFamily, FontResolver, Group, Node, Tree};

use crate::assets::faces::Faces;
use crate::assets::pictures::svg::plain::SANS;
use crate::assets::pictures::svg::read::{options, parsed, written};

/// A drawing that the book carries, with the outlines of letters in the place of text. A picture in
/// an e-book can use no face but those of the reader's device, and maps must not change. The words
/// stand in its description. `None` if it has no text.
#[must_use]
pub fn outlined(drawing: &[u8], faces: &Faces) -> Option<Vec<u8>> {
    let document = parsed(std::str::from_utf8(drawing).ok()?).ok()?;
    if !document.descendants().any(|node| node.has_tag_name("text")) {
        return None;
    }
    let chosen = Mutex::new(Chosen { faces, ids: Vec::new() });
    let resolver = FontResolver {
        select_font: Box::new(|font, database| {
            chosen.lock().unwrap_or_else(PoisonError::into_inner).named(font, database)
        }),
        select_fallback: Box::new(|c, used, database| {
            chosen.lock().unwrap_or_else(PoisonError::into_inner).with(c, used, database)
        }),
    };
    let options = options(Arc::new(Database::new()), resolver);
    let tree = Tree::from_xmltree(&document, &options).ok()?;
    let mut words = String::new();
    said(tree.root(), &mut words);
    let text = written(&tree, false, &|address| Ok(Some(address.replacen(", ", ",", 1)))).ok()?;
    let (start, rest) = text.split_once('>')?;
    let words = quick_xml::escape::escape(words.trim());
    Some(format!("{start}><desc>{words}</desc>{rest}").into_bytes())
}

/// The words of a drawing, in the order in which they are drawn.
fn said(group: &Group, words: &mut String) {
    for node in group.children() {
        match node {
            Node::Group(group) => said(group, words),
            Node::Text(text) => {
                text.chunks().iter().for_each(|chunk| words.push_str(chunk.text()));
                words.push(' ');
            }
            Node::Path(_) | Node::Image(_) => {}
        }
    }
}

/// Faces of the book in usvg's store of faces, by their places in the book's.
struct Chosen<'a> {
    faces: &'a Faces,
    ids: Vec<(usize, ID)>,
}

impl Chosen<'_> {
    /// The face that pages would take.
    fn named(&mut self, font: &usvg::Font, database: &mut Arc<Database>) -> Option<ID> {
        let style = match font.style() {
            usvg::FontStyle::Normal => FontStyle::Normal,
            usvg::FontStyle::Italic => FontStyle::Italic,
            usvg::FontStyle::Oblique => FontStyle::Oblique,
        };
        let variant = FontVariant {
            style,
            weight: FontWeight::from_number(font.weight()),
            ..FontVariant::default()
        };
        let named = font.families().iter().filter_map(|family| match family {
            FontFamily::Named(name) => Some(name.as_str()),
            _ => None,
        });
        let book = self.faces.store.book();
        let face =
            named.chain([SANS]).find_map(|name| book.select(&name.to_lowercase(), variant))?;
        self.id(face, database)
    }

    /// A face that has a character.
    fn with(&mut self, c: char, used: &[ID], database: &mut Arc<Database>) -> Option<ID> {
        let like = self.ids.iter().find(|(_, id)| used.first() == Some(id));
        let like = like.and_then(|(face, _)| self.faces.infos().get(*face));
        let variant = like.map(|info| info.variant).unwrap_or_default();
        let face =
            self.faces.store.book().select_fallback(like, variant, c.encode_utf8(&mut [0; 4]))?;
        self.id(face, database).filter(|id| !used.contains(id))
    }

    fn id(&mut self, face: usize, database: &mut Arc<Database>) -> Option<ID> {
        if let Some((_, id)) = self.ids.iter().find(|(known, _)| *known == face) {
            return Some(*id);
        }
        let font = self.faces.store.font(face)?;
        let ids =
            Arc::make_mut(database).load_font_source(Source::Binary(Arc::new(font.data().clone())));
        let id = ids.into_iter().nth(usize::try_from(font.index()).ok()?)?;
        self.ids.push((face, id));
        Some(id)
    }
}
