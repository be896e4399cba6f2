//! Facts about the book.

use crate::check::context::Context;
use crate::check::rules::named;
use crate::diag::{Code, Findings, Message, msg};
use crate::load::Raw;
use crate::load::raw::Requirable;
use crate::model::{Binding, Book, CoverVariant};
use crate::source::Place;
use crate::text::class::is_forbidden;

pub(super) fn rules(context: &Context, found: &mut Findings) {
    let Context { raw, book, .. } = *context;
    name(raw, found);
    isbn(raw, book, found);
    identifier(raw, found);
    lang(raw, book, found);
    required(raw, book, found);
    spot(raw, book, found);
    cover(raw, book, found);
    binding(raw, book, found);
    unlisted(raw, found);
}

/// How long the name of a book may be, in bytes: file systems take names of 255, and the longest
/// that an artefact adds is shorter than the rest.
const NAME: usize = 255 - 24;

/// Artefacts can have the name of the book's folder: on all file systems, in a list of checksums
/// and in a file for Make and Ninja.
fn name(raw: &Raw, found: &mut Findings) {
    let name = &raw.name;
    let is_bad = |c: char| is_forbidden(c) || "\t\n\\/:*?\"<>|;%".contains(c);
    if let Some(c) = name.chars().find(|c| is_bad(*c)) {
        let message = msg!(
            "书的文件夹“{name}”的名字里有“{c}”，成品不能这样叫",
            "the name of the book's folder “{name}” has “{c}”, which no artefact can be called"
        );
        found.add(Code::M08, None, message);
    } else if name.starts_with('.') || name.len() > NAME {
        let message = msg!(
            "书的文件夹“{name}”不能作成品的名字：以点开头，或长过 {NAME} 字节",
            "artefacts cannot be called “{name}” as the book's folder: it begins with a dot or has more than {NAME} bytes"
        );
        found.add(Code::M08, None, message);
    }
}

/// The cover can show what it should.
fn cover(raw: &Raw, book: &Book, found: &mut Findings) {
    let (node, cover) = (raw.node.key("cover"), &book.meta.cover);
    let is_named = cover.image.is_some() || cover.own.is_some();
    let message = match cover.variant {
        // A picture that is named and missing has been found.
        Some(CoverVariant::Photo | CoverVariant::Numerals)
            if !is_named && book.cover_figure().is_none() =>
        {
            msg!(
                "封面要一幅图，书里没有，排成了素面",
                "the cover wants a picture and the book has none: it is plain"
            )
        }
        Some(CoverVariant::Numerals) if book.meta.year.is_none() => msg!(
            "封面要年份的数字，书没有 `year`，排成了照片",
            "the cover wants the numerals of a year, and the book has no `year`: it is a photograph"
        ),
        Some(CoverVariant::Days) if !book.has_days() => msg!(
            "封面要一年的点，书里没有这一年（`year`）的日期，排成了素面",
            "the cover wants days, and the book has no date of its `year`: it is plain"
        ),
        _ => return,
    };
    let hint = msg!(
        "换一种 variant，或者补上图、`year` 和日期",
        "choose another `variant`, or add the picture, or `year` and dates"
    );
    found.add_with_hint(Code::W08, Some(&node.key("variant").at), message, hint);
}

/// Signatures can be folded, and what is written of the cover is of use.
fn binding(raw: &Raw, book: &Book, found: &mut Findings) {
    let (print, node) = (&book.meta.print, raw.node.key("print"));
    if let Some(pages) = print.signature.filter(|pages| pages % 4 != 0) {
        let message = msg!(
            "一帖不能是 {pages} 面：折一次是四面",
            "a signature cannot have {pages} pages: a fold makes four"
        );
        let hint = msg!("写 4 的倍数，如 16", "write a multiple of 4, such as 16");
        found.add_with_hint(Code::Y06, Some(&node.key("signature").at), message, hint);
    }
    if print.binding == Binding::Case && print.flap > 0.0 {
        let message =
            msg!("精装的书壳没有勒口，flap 不起作用", "a case has no flaps: `flap` has no effect");
        let hint = msg!("删去 flap，或改 binding", "take `flap` out, or change `binding`");
        found.add_with_hint(Code::W08, Some(&node.key("flap").at), message, hint);
    }
}

/// Section files that the book does not list.
fn unlisted(raw: &Raw, found: &mut Findings) {
    if raw.unlisted.is_empty() {
        return;
    }
    let Message { zh, en } = named::some(&raw.unlisted);
    let message = msg!("没有列出：{zh}", "not listed: {en}");
    found.add(Code::Y15, Some(&raw.node.key("sections").at), message);
}

/// Names that a spot colour must not have: two mean all plates and none (ISO 32000-1, 8.6.6.4), and
/// four are the process inks.
const NOT_SPOTS: [&str; 6] = ["All", "None", "Cyan", "Magenta", "Yellow", "Black"];

/// The name of the spot colour can be one.
fn spot(raw: &Raw, book: &Book, found: &mut Findings) {
    // The book has no name where it is blank.
    let given = raw.book.print.as_ref().and_then(|print| print.spot.as_ref());
    let Some(spot) = book.meta.print.spot.as_ref().or(given) else { return };
    if spot.trim().is_empty() || NOT_SPOTS.contains(&spot.as_str()) {
        let message = msg!("“{spot}”不能作专色的名字", "“{spot}” cannot name a spot colour");
        let hint = msg!(
            "写墨的名字，如 PANTONE 187 C；不用专色就删去这一行",
            "Write the name of the ink, such as PANTONE 187 C, or take the line out"
        );
        let at = &raw.node.key("print").key("spot").at;
        found.add_with_hint(Code::Y06, Some(at), message, hint);
    }
}

/// ISBN-13 with its check digit (GB/T 5795, ISO 2108): weights 1 and 3 in turn, sum divisible by
/// 10.
fn isbn(raw: &Raw, book: &Book, found: &mut Findings) {
    let Some(isbn) = &book.meta.isbn else { return };
    let at = &raw.node.key("isbn").at;
    if is_of_music(isbn) {
        let message = msg!(
            "{isbn} 是乐谱的号（ISMN），不是 ISBN",
            "{isbn} is a number of printed music (ISMN), not an ISBN"
        );
        found.add(Code::M01, Some(at), message);
    } else if !is_isbn(isbn) {
        found.add(Code::M01, Some(at), msg!("ISBN {isbn} 不对", "ISBN {isbn} is wrong"));
    }
}

/// Whether it is a number of printed music (ISO 10957), which has taken a part of those of 979.
fn is_of_music(isbn: &str) -> bool {
    isbn.chars().filter(|c| *c != '-').take(4).eq("9790".chars())
}

fn is_isbn(isbn: &str) -> bool {
    let digits: Vec<u32> =
        isbn.chars().filter(|c| *c != '-').map_while(|c| c.to_digit(10)).collect();
    let whole = isbn.chars().filter(|c| *c != '-').count();
    let sum: u32 = digits.iter().zip([1, 3].into_iter().cycle()).map(|(d, w)| d * w).sum();
    let is_of_books = matches!(digits[..], [9, 7, 8 | 9, ..]) && !is_of_music(isbn);
    digits.len() == 13 && whole == 13 && is_of_books && sum.is_multiple_of(10)
}

fn identifier(raw: &Raw, found: &mut Findings) {
    let Some(given) = &raw.book.identifier else {
        return;
    };
    let good = match (given.strip_prefix("urn:uuid:"), given.strip_prefix("urn:isbn:")) {
        (Some(uuid), _) => uuid::Uuid::parse_str(uuid).is_ok() && uuid.len() == 36,
        (_, Some(isbn)) => is_isbn(isbn),
        _ => false,
    };
    if !good {
        let at = &raw.node.key("identifier").at;
        found.add(
            Code::M05,
            Some(at),
            msg!("标识 {given} 不对", "the identifier {given} is wrong"),
        );
    }
}

fn lang(raw: &Raw, book: &Book, found: &mut Findings) {
    let mut check = |tag: &str, at: &Place| {
        if !is_lang(tag) {
            let message = msg!("语言代码 {tag} 不对", "the language tag {tag} is wrong");
            found.add(Code::M03, Some(at), message);
        }
    };
    check(&book.meta.lang, &raw.node.key("lang").at);
    for story in book.stories() {
        if let Some(tag) = &story.lang {
            check(tag, tag.place().as_ref().unwrap_or(&story.at));
        }
    }
}

/// The shape of a BCP 47 tag (RFC 5646, §2.1): language, then script, region and variants.
fn is_lang(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    (2..=3).contains(&language.len())
        && language.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|p| (2..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn required(raw: &Raw, book: &Book, found: &mut Findings) {
    let meta = &book.meta;
    for (index, fact) in raw.book.require.iter().flatten().enumerate() {
        let (key, present) = match fact {
            Requirable::Series => ("series", meta.series.is_some()),
            Requirable::Volume => ("volume", meta.volume.is_some()),
            Requirable::Year => ("year", meta.year.is_some()),
            Requirable::Identifier => ("identifier", raw.book.identifier.is_some()),
            Requirable::Isbn => ("isbn", meta.isbn.is_some()),
            Requirable::Cip => ("cip", !meta.cip.is_empty()),
            Requirable::Publisher => ("publisher", meta.publisher.is_some()),
            Requirable::Editors => ("editors", !meta.editors.is_empty()),
            Requirable::Authors => ("authors", !meta.authors.is_empty()),
            Requirable::Date => ("date", meta.date.is_some()),
            Requirable::Rights => ("rights", meta.rights.is_some()),
            Requirable::Description => ("description", meta.description.is_some()),
        };
        if !present {
            let at = &raw.node.key("require").item(index).at;
            found.add(
                Code::M02,
                Some(at),
                msg!("付印所需的 `{key}` 未填", "`{key}` is demanded for release and missing"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_isbn;

    #[test]
    fn isbn_check_digit() {
        assert!(is_isbn("978-7-302-00000-6"));
        assert!(is_isbn("9787111128069"));
        assert!(is_isbn("978-7-111-12806-9"));
        assert!(!is_isbn("9787111128068"));
        assert!(!is_isbn("978711112806"));
        assert!(!is_isbn("9787111128069x"));
        assert!(!is_isbn("1234567890128"));
    }
}
