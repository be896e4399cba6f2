//! The structure tree (PDF 1.7, 14.7): read, changed, written back.
//!
//! Elements keep the marked content that they have, so the parent tree stays as it is: they are
//! renamed, moved, wrapped and, if they are empty, dropped.

use std::borrow::Cow;

use anyhow::{Result, bail};
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

/// Deepest nesting of elements.
const MAX_DEPTH: usize = 200;

/// What stands in an element.
pub(super) enum Kid {
    /// Another one.
    Element(Element),
    /// Marked content, or an annotation: as it is in the file.
    Content(Object),
}

impl Kid {
    /// As an element.
    pub(super) fn element(&self) -> Option<&Element> {
        match self {
            Kid::Element(element) => Some(element),
            Kid::Content(_) => None,
        }
    }
}

/// A structure element.
pub(super) struct Element {
    /// Its object; none if it is new.
    id: Option<ObjectId>,
    /// Its type, without the slash.
    pub(super) role: String,
    /// What stands in it, in reading order.
    pub(super) kids: Vec<Kid>,
    /// Whether its attributes fit no longer.
    pub(super) bare: bool,
}

impl Element {
    /// A new one around others.
    pub(super) fn around(role: &str, kids: Vec<Kid>) -> Element {
        Element { id: None, role: role.into(), kids, bare: false }
    }

    /// Reads one with all that stands in it.
    fn read(document: &Document, id: ObjectId, depth: usize) -> Result<Element> {
        if depth > MAX_DEPTH {
            bail!("structure elements are nested too deeply");
        }
        let dict = document.get_dictionary(id)?;
        let role = role(dict).into_owned();
        let listed = kids(dict);
        let mut kids = Vec::with_capacity(listed.len());
        for kid in listed {
            let element = kid.as_reference().ok();
            kids.push(match element {
                Some(kid) => Kid::Element(Element::read(document, kid, depth + 1)?),
                None => Kid::Content(kid.clone()),
            });
        }
        Ok(Element { id: Some(id), role, kids, bare: false })
    }

    /// Whether it has the role and the kids that it has in the file, each in its place.
    fn is_as_in(&self, dict: &Dictionary) -> bool {
        let listed = kids(dict);
        let same = |(kid, listed): (&Kid, &Object)| {
            let listed = listed.as_reference().ok();
            kid.element().map_or(listed.is_none(), |kid| kid.id.is_some() && kid.id == listed)
        };
        role(dict) == self.role
            && self.kids.len() == listed.len()
            && self.kids.iter().zip(listed).all(same)
    }

    /// Whether there is anything to read in it.
    pub(super) fn is_empty(&self) -> bool {
        self.kids.iter().all(|kid| kid.element().is_some_and(Element::is_empty))
    }

    /// The first element of a type in it, itself included, in reading order.
    pub(super) fn first(&self, role: &str) -> Option<&Element> {
        if self.role == role {
            return Some(self);
        }
        self.kids.iter().filter_map(Kid::element).find_map(|kid| kid.first(role))
    }

    /// Gives new ones a number, then writes what is changed. `parent` is what it stands in.
    fn write(&self, document: &mut Document, id: ObjectId, parent: ObjectId) -> Result<()> {
        let changed = match self.id {
            Some(id) => self.bare || !self.is_as_in(document.get_dictionary(id)?),
            None => true,
        };
        if changed {
            let mut kids = Vec::with_capacity(self.kids.len());
            for kid in &self.kids {
                kids.push(match kid {
                    Kid::Content(content) => content.clone(),
                    Kid::Element(element) => {
                        let kid = element.id.unwrap_or_else(|| document.new_object_id());
                        element.write(document, kid, id)?;
                        kid.into()
                    }
                });
            }
            if self.id.is_none() {
                document.set_object(id, dictionary! { "Type" => "StructElem" });
            }
            let dict = document.get_dictionary_mut(id)?;
            dict.set("S", self.role.as_str());
            dict.set("K", kids);
            if self.bare {
                dict.remove(b"A");
            }
        } else {
            for kid in self.kids.iter().filter_map(Kid::element) {
                if let Some(own) = kid.id {
                    kid.write(document, own, id)?;
                }
            }
        }
        let dict = document.get_dictionary_mut(id)?;
        if dict.get(b"P").and_then(Object::as_reference).ok() != Some(parent) {
            dict.set("P", parent);
        }
        Ok(())
    }

    fn all(&self, out: &mut Vec<ObjectId>) {
        out.extend(self.id);
        self.kids.iter().filter_map(Kid::element).for_each(|kid| kid.all(out));
    }
}

/// The type of an element that is in the file.
fn role(dict: &Dictionary) -> Cow<'_, str> {
    String::from_utf8_lossy(dict.get(b"S").and_then(Object::as_name).unwrap_or_default())
}

/// What stands in an element that is in the file.
fn kids(dict: &Dictionary) -> &[Object] {
    match dict.get(b"K") {
        Ok(Object::Array(kids)) => kids,
        Ok(kid) => std::slice::from_ref(kid),
        Err(_) => &[],
    }
}

/// The structure tree.
pub(super) struct Tree {
    root: ObjectId,
    /// The element at the top: the document.
    pub(super) top: Element,
    /// All elements of the file.
    before: Vec<ObjectId>,
}

impl Tree {
    pub(super) fn read(document: &Document) -> Result<Tree> {
        let root = document.catalog()?.get(b"StructTreeRoot").and_then(Object::as_reference)?;
        let top = match document.get_dictionary(root)?.get(b"K")? {
            Object::Array(kids) if kids.len() == 1 => kids[0].as_reference()?,
            kid => kid.as_reference()?,
        };
        let top = Element::read(document, top, 0)?;
        let mut before = Vec::new();
        top.all(&mut before);
        Ok(Tree { root, top, before })
    }

    pub(super) fn write(&self, document: &mut Document) -> Result<()> {
        let mut after = Vec::with_capacity(self.before.len());
        self.top.all(&mut after);
        after.sort_unstable();
        for gone in self.before.iter().filter(|id| after.binary_search(id).is_err()) {
            document.objects.remove(gone);
        }
        match self.top.id {
            Some(top) => self.top.write(document, top, self.root),
            None => bail!("the structure tree lost its top"),
        }
    }
}
