//! What `book.yaml` says: names, imprint, how it is printed and packed.

use uuid::Uuid;

use crate::assets::faces::Faces;
use crate::check::lower::figures::figure;
use crate::check::lower::values::{filled, optional_blocks, read_date, written};
use crate::check::markdown::scope::Scope;
use crate::diag::{Code, Findings, msg};
use crate::load::{Raw, raw};
use crate::model::{
    Binding, Cover, CoverVariant, Epub, EpubFonts, Icc, Imprint, Meta, Motif, Paper, Print,
};
use crate::source::Text;
use crate::text::labels::table::Labels;
use crate::text::{headline, labels};

/// What `book.yaml` says of the book as a whole.
pub(super) fn meta(raw: &Raw, faces: &Faces, found: &mut Findings) -> Meta {
    let (book, node) = (&raw.book, &raw.node);
    let text = |value: &Option<String>, key| filled(value, node.key(key));
    let code = |value: &Option<String>| value.clone().filter(|text| !text.trim().is_empty());
    let list = |value: &Option<Vec<String>>, key| {
        let items = value.iter().flatten().enumerate();
        items.map(|(index, text)| node.key(key).item(index).text(text)).collect()
    };
    let loose = |value: &Option<raw::Loose>, key| {
        value.as_ref().map(|value| written(value, node.key(key))).filter(says_something)
    };
    let isbn = loose(&book.isbn, "isbn");
    let lang = lang(raw);
    Meta {
        title: node.key("title").text(&book.title),
        title_lines: headline::lines(&book.title, book.title_lines.as_deref()),
        title_without_year: None,
        subtitle: text(&book.subtitle, "subtitle"),
        series: text(&book.series, "series"),
        volume: loose(&book.volume, "volume"),
        year: book.year.map(|year| year.0),
        place: text(&book.place, "place"),
        labels: labels(raw, faces),
        lang,
        identifier: identifier(code(&book.identifier), isbn.as_deref(), &raw.name),
        isbn,
        cip: list(&book.cip, "cip"),
        publisher: text(&book.publisher, "publisher"),
        editors: list(&book.editors, "editors"),
        authors: list(&book.authors, "authors"),
        date: book.date.as_ref().and_then(|value| read_date(value, node.key("date"), found)),
        rights: text(&book.rights, "rights"),
        description: text(&book.description, "description"),
        subjects: list(&book.subjects, "subjects"),
        imprint: imprint(raw),
        cover: cover(raw, found),
        print: print(raw),
        epub: epub(raw),
        colophon: optional_blocks(
            &book.colophon,
            node.key("colophon"),
            &mut Scope::default(),
            found,
        ),
        colophon_at: node.key("colophon").at.clone().into(),
    }
}

/// The language of the book as a BCP 47 tag.
fn lang(raw: &Raw) -> String {
    let given = raw.book.lang.clone().filter(|text| !text.trim().is_empty());
    given.unwrap_or_else(|| "zh-Hans".to_owned())
}

/// The labels that outputs add to the book.
pub(in crate::check) fn labels(raw: &Raw, faces: &Faces) -> &'static Labels {
    labels::of(&lang(raw), &|c| faces.has(c))
}

/// Whether there are words: what is blank is not known.
fn says_something(text: &Text) -> bool {
    !text.trim().is_empty()
}

/// The identifier as given, else a UUID of version 5 (RFC 9562, §5.5) made of the ISBN or of the
/// book's name, so that it is the same for ever without anyone storing it.
fn identifier(given: Option<String>, isbn: Option<&str>, name: &str) -> String {
    given.unwrap_or_else(|| {
        let seed = match isbn {
            Some(isbn) => format!("urn:isbn:{}", isbn.replace('-', "")),
            None => format!("nianjian:{name}"),
        };
        format!("urn:uuid:{}", Uuid::new_v5(&Uuid::NAMESPACE_URL, seed.as_bytes()))
    })
}

fn imprint(raw: &Raw) -> Imprint {
    let (given, node) = (raw.book.imprint.clone().unwrap_or_default(), raw.node.key("imprint"));
    let text = |value: &Option<String>, key| filled(value, node.key(key));
    let loose = |value: Option<raw::Loose>, key| {
        value.map(|value| written(&value, node.key(key))).filter(says_something)
    };
    Imprint {
        responsible: text(&given.responsible, "responsible"),
        designer: text(&given.designer, "designer"),
        proofreader: text(&given.proofreader, "proofreader"),
        edition: text(&given.edition, "edition"),
        printing: text(&given.printing, "printing"),
        printer: text(&given.printer, "printer"),
        distributor: text(&given.distributor, "distributor"),
        address: text(&given.address, "address"),
        copies: loose(given.copies, "copies"),
        price: loose(given.price, "price"),
    }
}

fn cover(raw: &Raw, found: &mut Findings) -> Cover {
    let given = raw.book.cover.clone().unwrap_or_default();
    let variant = given.variant.map(|variant| match variant {
        raw::CoverVariant::Days => CoverVariant::Days,
        raw::CoverVariant::Photo => CoverVariant::Photo,
        raw::CoverVariant::Numerals => CoverVariant::Numerals,
        raw::CoverVariant::Plain => CoverVariant::Plain,
    });
    let motif = given.motif.map(|motif| match motif {
        raw::Motif::Hills => Motif::Hills,
        raw::Motif::Waves => Motif::Waves,
        raw::Motif::Fields => Motif::Fields,
        raw::Motif::Roofs => Motif::Roofs,
        raw::Motif::None => Motif::None,
    });
    let image = given.image.clone().filter(|image| !image.trim().is_empty());
    let is_own = image.as_ref().is_some_and(|image| !raw.shows(image));
    let node = raw.node.key("cover");
    let own = image.clone().filter(|_| is_own).map(|image| {
        let picture = raw.pictures.get(&image).cloned();
        let source = raw::Figure {
            file: image,
            alt: given.alt.clone().unwrap_or_default(),
            credit: given.credit.clone(),
            focus: given.focus.clone(),
            // What is drawn is no photograph.
            kind: picture
                .as_ref()
                .filter(|it| it.drawing.is_some())
                .map(|_| raw::FigureKind::Artwork),
            ..raw::Figure::default()
        };
        figure(&source, (COVER_FIGURE.to_owned(), None), picture, node, found)
    });
    // What the book says of its own pictures stands with them.
    let beside = [
        ("alt", given.alt.is_some()),
        ("credit", given.credit.is_some()),
        ("focus", given.focus.is_some()),
    ];
    for (key, _) in beside.into_iter().filter(|(_, given)| *given && own.is_none()) {
        let message = msg!(
            "`{key}` 只管封面自己的图，写在这里不起作用",
            "`{key}` is for a picture of the cover's own and has no effect here"
        );
        let hint = msg!(
            "写到栏目里那幅图的下面，或删去",
            "write it where the section has the picture, or delete it"
        );
        found.add_with_hint(Code::W08, Some(&node.key(key).at), message, hint);
    }
    Cover { variant, image: image.filter(|_| !is_own), own, motif }
}

/// The id of the picture that the cover alone shows; no figure of a section can have it.
const COVER_FIGURE: &str = "fig-cover";

fn print(raw: &Raw) -> Print {
    let given = raw.book.print.clone().unwrap_or_default();
    let node = raw.node.key("print");
    let at = |key| node.key(key).at.clone().into();
    let binding = given.binding.map(|binding| match binding {
        raw::Binding::Perfect => Binding::Perfect,
        raw::Binding::Saddle => Binding::Saddle,
        raw::Binding::Case => Binding::Case,
    });
    // What breaks the schema was found, and left out: a caliper of none is none.
    let caliper = given.paper.map(|paper| paper.caliper).filter(|caliper| *caliper > 0.0);
    Print {
        bleed: given.bleed,
        convert: given.convert.unwrap_or(false),
        spot: given.spot.filter(|name| !name.trim().is_empty()),
        ink: given.ink.unwrap_or(Print::default().ink),
        icc: raw.icc.clone().map(|bytes| Icc { bytes, at: at("icc") }),
        binding: binding.unwrap_or_default(),
        signature: given.signature.and_then(|pages| usize::try_from(pages).ok()),
        paper: caliper.map(|caliper| Paper { caliper, at: at("paper") }),
        flap: given.flap.unwrap_or(0.0),
        at: node.at.clone().into(),
    }
}

fn epub(raw: &Raw) -> Epub {
    let given = raw.book.epub.clone().unwrap_or_default();
    let fonts = match given.fonts {
        Some(raw::EpubFonts::None) => EpubFonts::None,
        Some(raw::EpubFonts::All) => EpubFonts::All,
        Some(raw::EpubFonts::Headings) | None => EpubFonts::Headings,
    };
    let certified_by = filled(&given.certified_by, raw.node.key("epub").key("certified_by"));
    Epub { fonts, certified_by }
}
