//! The objects of a PDF by what leads to them (PDF 1.7, 7.3 and 7.7).
//!
//! Every object belongs to what reaches it first, of the pages in their order and then of the
//! entries of the catalog; what belongs to something is digested in the order in which it is
//! reached. So numbers of objects and their places in the file do not matter, and nothing that a
//! reader may come upon is left out. So does not how streams are compressed; pictures are digested
//! as they are.

use std::collections::{HashMap, VecDeque};
use std::fmt::Arguments;
use std::io::Write as _;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, MaybeRef, Name, Object, ObjectIdentifier, Stream};
use hayro_syntax::xref::XRef;

use crate::assets::checksum::{half_sha256, sha256};
use crate::parts::digest::{Aspects, Parts};

/// Deepest nesting of direct objects.
const MAX_DEPTH: usize = 64;

/// The part for what belongs to all pages.
const DOCUMENT: usize = 0;

/// The aspect for pictures.
const IMAGE: &str = "Image";

/// The aspect for what marks a page's content.
const TAGS: &str = "Tags";

/// A part (from 1 the page, 0 the document) and the place of an aspect among those that it has.
type Owner = (usize, usize);

/// What is known of an aspect so far.
struct Aspect {
    name: String,
    /// Its objects one after another.
    digested: Vec<u8>,
    /// How many objects it has.
    objects: usize,
}

struct Walk<'a> {
    xref: &'a XRef,
    /// Numbers of pages from 1.
    pages: HashMap<ObjectIdentifier, usize>,
    /// By part; a page has few.
    aspects: Vec<Vec<Aspect>>,
    /// To what objects belong, and as the how manieth.
    owned: HashMap<ObjectIdentifier, (Owner, usize)>,
    waiting: VecDeque<(Owner, Object<'a>)>,
    /// Digests of objects without what they lead to.
    alone: HashMap<ObjectIdentifier, String>,
}

pub(super) fn parts(pdf: &Pdf) -> Parts {
    let pages = pdf.pages();
    let numbered = (1..).zip(pages.iter());
    let numbers = numbered.filter_map(|(number, page)| Some((page.raw().obj_id()?, number)));
    let mut walk = Walk {
        xref: pdf.xref(),
        pages: numbers.collect(),
        aspects: Vec::new(),
        owned: HashMap::new(),
        waiting: VecDeque::new(),
        alone: HashMap::new(),
    };
    for (number, page) in (1..).zip(pages.iter()) {
        walk.entries(number, page.raw());
    }
    let root = pdf.xref().root_id();
    if let Some(catalog) = pdf.xref().get::<Dict>(root) {
        walk.entries(DOCUMENT, &catalog);
    }
    walk.rest(pdf, root);
    let digest = |aspect: Aspect| (aspect.name, half_sha256(&aspect.digested));
    let named = |(part, aspects): (usize, Vec<Aspect>)| {
        let name = match part {
            DOCUMENT => "document".to_owned(),
            page => format!("page {page}"),
        };
        (name, aspects.into_iter().map(digest).collect::<Aspects>())
    };
    let told = walk.aspects.into_iter().enumerate().filter(|(_, aspects)| !aspects.is_empty());
    told.map(named).collect()
}

impl<'a> Walk<'a> {
    /// The entries of a page or of the catalog, each with all that it alone leads to.
    fn entries(&mut self, part: usize, dict: &Dict<'a>) {
        for (key, value) in sorted(dict) {
            if key.as_str() == "Parent" {
                continue;
            }
            let owner = self.aspect(part, key.as_str());
            self.add(owner, &value);
            while let Some((owner, object)) = self.waiting.pop_front() {
                self.add(owner, &MaybeRef::NotRef(object));
            }
        }
    }

    /// An aspect of a part, which is a new one if there is none of this name.
    fn aspect(&mut self, part: usize, name: &str) -> Owner {
        if self.aspects.len() <= part {
            self.aspects.resize_with(part + 1, Vec::new);
        }
        let aspects = &mut self.aspects[part];
        let known = aspects.iter().position(|aspect| aspect.name == name);
        let place = known.unwrap_or_else(|| {
            aspects.push(Aspect { name: name.to_owned(), digested: Vec::new(), objects: 0 });
            aspects.len() - 1
        });
        (part, place)
    }

    fn digest(&mut self, (part, place): Owner, digest: &str) {
        self.aspects[part][place].digested.extend(digest.bytes());
    }

    fn is(&self, (part, place): Owner, name: &str) -> bool {
        self.aspects[part][place].name == name
    }

    fn add(&mut self, owner: Owner, value: &MaybeRef<Object<'a>>) {
        let mut out = Vec::new();
        self.write(value, Some(owner), 0, &mut out);
        self.digest(owner, &half_sha256(&out));
    }

    /// Writes an object; without an owner, without what it leads to.
    fn write(
        &mut self,
        value: &MaybeRef<Object<'a>>,
        owner: Option<Owner>,
        depth: usize,
        out: &mut Vec<u8>,
    ) {
        if depth > MAX_DEPTH {
            return;
        }
        match value {
            MaybeRef::Ref(to) => self.reference((*to).into(), owner, out),
            MaybeRef::NotRef(Object::Null(_)) => out.extend(b"null "),
            MaybeRef::NotRef(Object::Boolean(is)) => put(format_args!("{is} "), out),
            MaybeRef::NotRef(Object::Number(number)) => match number.as_f64() {
                whole if whole.fract() == 0.0 => put(format_args!("{whole} "), out),
                // Writers do not agree on how many digits a fraction has.
                _ => put(format_args!("{} ", number.as_f32()), out),
            },
            MaybeRef::NotRef(Object::String(text)) => bytes('(', text.as_bytes(), out),
            MaybeRef::NotRef(Object::Name(name)) => bytes('/', name.as_str().as_bytes(), out),
            MaybeRef::NotRef(Object::Array(list)) => {
                out.push(b'[');
                for item in list.raw_iter() {
                    self.write(&item, owner, depth + 1, out);
                }
                out.push(b']');
            }
            MaybeRef::NotRef(Object::Dict(dict)) => self.dict(dict, owner, depth, out),
            MaybeRef::NotRef(Object::Stream(stream)) => {
                self.dict(stream.dict(), owner, depth, out);
                // Writers compress what others left as it is. Pictures are left alone by all.
                let plain = stream.decoded().ok().filter(|_| is_packed(stream.dict()));
                let digest = match plain {
                    Some(plain) => sha256(&plain),
                    None => sha256(&stream.raw_data()),
                };
                bytes('<', digest.as_bytes(), out);
            }
        }
    }

    fn dict(&mut self, dict: &Dict<'a>, owner: Option<Owner>, depth: usize, out: &mut Vec<u8>) {
        out.push(b'{');
        for (key, value) in sorted(dict) {
            // The length may stand in an object of its own, or not; a tag's way back is told by the
            // way to it.
            let key = key.as_str();
            let of_packing = matches!(key, "Filter" | "DecodeParms") && is_packed(dict);
            if key == "Length" || of_packing || key == "P" && dict.contains_key("S") {
                continue;
            }
            bytes('/', key.as_bytes(), out);
            self.write(&value, owner, depth + 1, out);
        }
        out.push(b'}');
        if let (Some((part, _)), Some(alt)) = (owner, dict.get_raw::<Object>("Alt")) {
            let mut told = Vec::new();
            self.write(&alt, None, depth + 1, &mut told);
            if let Some(kids) = dict.get_raw::<Object>("K") {
                self.write(&kids, None, depth + 1, &mut told);
            }
            let aspect = self.aspect(part, "Alt");
            self.digest(aspect, &half_sha256(&told));
        }
    }

    fn reference(&mut self, to: ObjectIdentifier, owner: Option<Owner>, out: &mut Vec<u8>) {
        if let Some(page) = self.pages.get(&to) {
            return put(format_args!("page {page} "), out);
        }
        let Some(owner) = owner else { return out.push(b'R') };
        let (own, number) = match self.owned.get(&to) {
            Some(owned) => *owned,
            None => {
                let Some(object) = self.xref.get::<Object>(to) else { return out.push(b'?') };
                let own @ (part, place) = self.owner(&object, owner);
                let aspect = &mut self.aspects[part][place];
                aspect.objects += 1;
                let owned = (own, aspect.objects);
                self.owned.insert(to, owned);
                self.waiting.push_back((own, object));
                owned
            }
        };
        if own == owner {
            put(format_args!("#{number} "), out);
        } else if self.is(own, IMAGE) {
            // Each page tells its pictures, whichever shows them first.
            let digest = self.alone(to);
            let aspect = self.aspect(owner.0, IMAGE);
            self.digest(aspect, &digest);
            out.push(b'I');
        } else if self.is(own, TAGS) {
            put(format_args!("{}#{number} ", own.0), out);
        } else {
            out.extend(self.alone(to).bytes());
        }
    }

    /// To what an object belongs that is reached from something: pictures and tags are told apart.
    fn owner(&mut self, object: &Object<'a>, from: Owner) -> Owner {
        match object {
            Object::Stream(stream) if is(stream, "Subtype", "Image") => self.aspect(from.0, IMAGE),
            Object::Dict(dict) if dict.contains_key("S") => {
                let page = dict.get_ref("Pg").and_then(|page| self.pages.get(&page.into()));
                page.copied().map_or(from, |page| self.aspect(page, TAGS))
            }
            _ => from,
        }
    }

    /// The digest of an object without what it leads to.
    fn alone(&mut self, id: ObjectIdentifier) -> String {
        if let Some(digest) = self.alone.get(&id) {
            return digest.clone();
        }
        let mut out = Vec::new();
        if let Some(object) = self.xref.get::<Object>(id) {
            self.write(&MaybeRef::NotRef(object), None, 0, &mut out);
        }
        let digest = half_sha256(&out);
        self.alone.insert(id, digest.clone());
        digest
    }

    /// What nothing led to, such as the document information, which the trailer names.
    fn rest(&mut self, pdf: &Pdf, root: ObjectIdentifier) {
        let mut digests = Vec::new();
        for object in pdf.objects() {
            let id = match &object {
                Object::Dict(dict) => dict.obj_id(),
                Object::Stream(stream) => {
                    let holds_others = ["XRef", "ObjStm"].iter().any(|it| is(stream, "Type", it));
                    Some(stream.obj_id()).filter(|_| !holds_others)
                }
                _ => None,
            };
            let Some(id) = id.filter(|id| *id != root) else { continue };
            if !self.owned.contains_key(&id) && !self.pages.contains_key(&id) {
                digests.push(self.alone(id));
            }
        }
        digests.sort();
        let aspect = self.aspect(DOCUMENT, "Info");
        self.digest(aspect, &digests.concat());
    }
}

/// Whether the bytes of a stream may be compressed or not without being others: they are no
/// picture, and there is no filter but Flate.
fn is_packed(dict: &Dict) -> bool {
    let picture = dict.get::<Name>("Subtype").is_some_and(|name| name.as_str() == "Image");
    let filter = dict.get::<Object>("Filter").is_none_or(|filter| match filter {
        Object::Name(name) => name.as_str() == "FlateDecode",
        Object::Array(list) => list.iter::<Name>().all(|name| name.as_str() == "FlateDecode"),
        _ => false,
    });
    !picture && filter
}

fn is(stream: &Stream, key: &str, value: &str) -> bool {
    stream.dict().get::<Name>(key).is_some_and(|name| name.as_str() == value)
}

/// The entries of a dictionary in the order of their keys.
fn sorted<'a>(dict: &Dict<'a>) -> Vec<(Name<'a>, MaybeRef<Object<'a>>)> {
    let mut entries: Vec<_> = dict.entries().collect();
    entries.sort_by(|a, b| a.0.as_str().cmp(b.0.as_str()));
    entries
}

/// Bytes with their kind and length, so that none can pass for others.
fn bytes(kind: char, bytes: &[u8], out: &mut Vec<u8>) {
    put(format_args!("{kind}{} ", bytes.len()), out);
    out.extend(bytes);
}

/// Writes words, which a vector always takes.
fn put(words: Arguments, out: &mut Vec<u8>) {
    let _ = out.write_fmt(words);
}
