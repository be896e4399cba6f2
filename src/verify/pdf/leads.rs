//! Where links lead (PDF 1.7, 12.3.2, 12.5.6.5 and 12.6.4).

use std::collections::HashMap;

use hayro_syntax::object::{
    Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, String as Bytes,
};

use crate::verify::chunk::Lead;
use crate::verify::pdf::strings::text_string;

/// Deepest nesting of a tree of names.
const MAX_DEPTH: usize = 32;

/// Most names of places.
const MAX_NAMES: usize = 1 << 20;

/// Index of a page by the object that it is.
pub(super) type Numbers = HashMap<ObjectIdentifier, usize>;

/// The places of a file.
pub(super) struct Places<'a> {
    numbers: &'a Numbers,
    /// Pages by the names of places.
    named: HashMap<Vec<u8>, usize>,
}

impl<'a> Places<'a> {
    pub(super) fn new(catalog: &Dict, numbers: &'a Numbers) -> Places<'a> {
        let mut places = Places { numbers, named: HashMap::new() };
        let names = catalog.get::<Dict>("Names").and_then(|names| names.get::<Dict>("Dests"));
        if let Some(names) = names {
            places.branch(&names, 0);
        }
        places
    }

    fn branch(&mut self, node: &Dict, depth: usize) {
        if depth > MAX_DEPTH || self.named.len() > MAX_NAMES {
            return;
        }
        if let Some(names) = node.get::<Array>("Names") {
            let mut names = names.iter::<Object>();
            while let (Some(Object::String(name)), Some(place)) = (names.next(), names.next()) {
                if let Some(page) = self.page(&place) {
                    self.named.insert(name.as_bytes().to_vec(), page);
                }
            }
        }
        for kid in node.get::<Array>("Kids").iter().flat_map(|kids| kids.iter::<Dict>()) {
            self.branch(&kid, depth + 1);
        }
    }

    /// The page of a destination.
    fn page(&self, place: &Object) -> Option<usize> {
        match place {
            Object::Array(place) => match place.raw_iter().next()? {
                MaybeRef::Ref(page) => self.numbers.get(&page.into()).copied(),
                MaybeRef::NotRef(_) => None,
            },
            Object::Dict(place) => self.page(&Object::Array(place.get::<Array>("D")?)),
            Object::String(name) => self.named.get(name.as_bytes()).copied(),
            Object::Name(name) => self.named.get(name.as_str().as_bytes()).copied(),
            _ => None,
        }
    }

    /// Where a link leads, by its first annotation: it has one a line.
    pub(super) fn lead(&self, link: &Dict) -> Option<Lead> {
        let annotation = match link.get::<Object>("K")? {
            Object::Dict(kid) => kid.get::<Dict>("Obj"),
            Object::Array(kids) => kids.iter::<Object>().find_map(|kid| match kid {
                Object::Dict(kid) => kid.get::<Dict>("Obj"),
                _ => None,
            }),
            _ => None,
        }?;
        if let Some(place) = annotation.get::<Object>("Dest") {
            return self.page(&place).map(Lead::Page);
        }
        let action = annotation.get::<Dict>("A")?;
        match action.get::<Name>("S")?.as_str() {
            "URI" => {
                let address = action.get::<Bytes>("URI")?;
                Some(Lead::Away(text_string(address.as_bytes())))
            }
            "GoTo" => self.page(&action.get::<Object>("D")?).map(Lead::Page),
            _ => None,
        }
    }
}
