//! A PDF without tags: the file for the printer.
//!
//! Its text has the order of painting only, so reading order cannot be checked in it alone. Beside
//! the PDF for screens it need not be: both are set from the same book with the same values of the
//! knobs, so every page must show the same words in the same order of painting, which is compared
//! character by character; reading order is checked in the tagged file. Alone, each passage must
//! stand somewhere, whole or in a few pieces as columns and pages divide it.

use crate::passages::{Kind, Passage};
use crate::verify::chunk::compared;

/// Pieces that columns and pages may divide a short passage into; of a long one, each on the
/// average has so many characters: a cell of a narrow column fills a little of every page.
const MAX_PIECES: usize = 8;
const IN_A_PIECE: usize = 64;

/// How many characters do not stand in another place by chance.
const NOT_SHORT: usize = 16;

/// The pages (from 1) whose words differ, with the first words that do, wanted and read.
pub(super) fn differing(screen: &[String], print: &[String]) -> Vec<(usize, String, String)> {
    let none = String::new();
    let pages = 0..screen.len().max(print.len());
    let pairs = pages.map(|page| {
        let of = |file: &[String]| compared(file.get(page).unwrap_or(&none));
        (page + 1, of(screen), of(print))
    });
    let differing = pairs.filter(|(_, wanted, read)| wanted != read);
    differing
        .map(|(page, wanted, read)| {
            let same = wanted.chars().zip(read.chars()).take_while(|(a, b)| a == b).count();
            let show = |text: &str| text.chars().skip(same.saturating_sub(4)).take(16).collect();
            (page, show(&wanted), show(&read))
        })
        .collect()
}

/// All that the book says: alone, decoration is told apart by its words not being among them.
pub(super) fn words(passages: &[&Passage]) -> String {
    let each = passages.iter().flat_map(|passage| passage.forms.iter().chain([&passage.text]));
    each.map(|words| compared(words) + "\n").collect()
}

/// The passages that are looked up in a file alone.
pub(super) fn demanded(passages: &[Passage]) -> Vec<&Passage> {
    let shown = |passage: &&Passage| {
        let elsewhere = matches!(
            passage.kind,
            Kind::Picture | Kind::Reading | Kind::Described | Kind::CoverPicture | Kind::Cover
        );
        !passage.kind.is_companion() && !elsewhere
    };
    passages.iter().filter(shown).collect()
}

/// The passages that are looked up on the sheet of the cover.
pub(super) fn of_cover(passages: &[Passage]) -> Vec<&Passage> {
    passages.iter().filter(|passage| passage.kind == Kind::Cover).collect()
}

/// Those that stand nowhere.
pub(super) fn lost<'a>(passages: &[&'a Passage], pages: &[String]) -> Vec<&'a Passage> {
    let all: String = pages.iter().map(|page| compared(page)).collect();
    let is_lost = |passage: &&&Passage| {
        let forms = std::iter::once(&passage.text).chain(&passage.forms);
        // The number at the call of a note is not known here.
        !forms
            .map(|form| compared(form))
            .any(|form| form.split('\u{FFFC}').all(|part| in_pieces(part, &all)))
    };
    passages.iter().filter(is_lost).copied().collect()
}

/// Those that do not stand on the sheet of the cover, each in one piece: lines may end in it, which
/// take the place of spaces.
pub(super) fn lost_on_cover<'a>(passages: &[&'a Passage], pages: &[String]) -> Vec<&'a Passage> {
    let solid = |words: &str| -> String {
        compared(words).chars().filter(|c| !c.is_whitespace()).collect()
    };
    let all: String = pages.iter().map(|page| solid(page)).collect();
    passages.iter().filter(|passage| !all.contains(&solid(&passage.text))).copied().collect()
}

/// Whether words stand in a text in pieces that follow each other, not too many: each as long as
/// can be, or, where words repeat, as early.
fn in_pieces(words: &str, text: &str) -> bool {
    follow(words, text, longest) || follow(words, text, earliest)
}

/// The length of a piece that words begin with, and where it stands in a text.
type Piece = Option<(usize, usize)>;

fn follow(words: &str, text: &str, piece: fn(&str, &str) -> Piece) -> bool {
    let (mut rest, mut from) = (words, 0);
    for _ in 0..MAX_PIECES + words.chars().count() / IN_A_PIECE {
        if rest.is_empty() {
            return true;
        }
        let Some(after) = text.get(from..) else { return false };
        if after.contains(rest) {
            return true;
        }
        let Some((length, at)) = piece(rest, after) else { return false };
        rest = rest.get(length..).unwrap_or_default();
        from += at + length;
    }
    rest.is_empty()
}

/// The longest beginning of the words that stands in the text.
fn longest(words: &str, text: &str) -> Piece {
    let ends: Vec<usize> = words.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
    let stands = |end: &usize| words.get(..*end).is_some_and(|head| text.contains(head));
    let many = ends.partition_point(stands);
    let length = *ends.get(many.checked_sub(1)?)?;
    text.find(words.get(..length)?).map(|at| (length, at))
}

/// The first beginning of the words that is not short.
fn earliest(words: &str, text: &str) -> Piece {
    let head: String = words.chars().take(NOT_SHORT).collect();
    let Some(at) = text.find(&head) else { return longest(words, text) };
    let same = words.chars().zip(text[at..].chars()).take_while(|(a, b)| a == b);
    Some((same.map(|(c, _)| c.len_utf8()).sum(), at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_may_divide_a_passage() {
        assert!(in_pieces("一二三四五六", "零一二三九九四五六"));
        assert!(!in_pieces("一二三四五六", "四五六一二三"));
    }

    #[test]
    fn a_long_cell_may_stand_on_many_pages() {
        let cell: Vec<String> = (1000..1400).map(|number| number.to_string()).collect();
        let pages = cell.chunks(30).map(|page| page.concat() + "页眉");
        let pages: String = pages.collect();
        assert!(in_pieces(&cell.concat(), &pages));
        let lines: String = cell.iter().map(|line| format!("{line}丙")).collect();
        assert!(!in_pieces(&cell.concat(), &lines));
    }

    #[test]
    fn a_page_differs_by_one_character() {
        let pages = |text: &str| vec![text.to_owned(), "乙".to_owned()];
        assert_eq!(differing(&pages("共12页"), &pages("共 12页")), []);
        let told = differing(&pages("共12页"), &pages("共13页"));
        assert_eq!(told, [(1, "共12页".to_owned(), "共13页".to_owned())]);
    }
}
