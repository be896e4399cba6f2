//! Damage to PDFs.

use lopdf::{Document, ObjectId};

use super::{BOTH, pdf};
use crate::support::damage::{self, elements, kids, remove, set_kids, tag};
use crate::support::dist::Dist;
use crate::support::{every_construct, jinshan};

/// The stories of the first book: for each the kids of the top element from its number on.
fn stories(document: &Document) -> Vec<std::ops::Range<usize>> {
    let kids = kids(document, damage::top(document));
    let titled = |index: &usize| {
        let Ok(element) = kids[*index].as_reference() else { return false };
        damage::kids(document, element).iter().any(|kid| tag(document, kid) == "H2")
    };
    let titles: Vec<usize> = (0..kids.len()).filter(titled).collect();
    assert_eq!(titles.len(), 10);
    let number = |title: &usize| ["P", "Span"].contains(&&*tag(document, &kids[title - 1]));
    assert!(titles.iter().all(number));
    titles.windows(2).map(|pair| pair[0] - 1..pair[1] - 1).collect()
}

fn child(document: &Document, index: usize) -> ObjectId {
    kids(document, damage::top(document))[index].as_reference().unwrap()
}

#[test]
fn a_paragraph_lost_from_the_pdf() {
    let lines = pdf(|document| {
        let body = child(document, stories(document)[3].start + 2);
        remove(document, body);
    });
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(
        lines[0].starts_with("V02 10-news.yaml:") && lines[0].contains("里没有段落"),
        "{lines:?}"
    );
}

#[test]
fn a_line_lost_from_the_pdf() {
    let lines = pdf(|document| {
        damage::run(document, |text| text.starts_with("来金调研并指导"), |_, bytes| bytes.clear());
    });
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(lines[0].starts_with("V05") && lines[0].contains("段落"), "{lines:?}");
}

#[test]
fn a_digit_changed_in_the_pdf() {
    let lines = pdf(|document| {
        // The 6 of a number becomes its 3.
        let counted = |text: &str| text.ends_with("36000");
        damage::run(document, counted, |text, bytes| {
            let six = 2 * text.chars().take_while(|c| *c != '6').count();
            bytes.copy_within(six - 2..six, six);
        });
    });
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(lines[0].starts_with("V05") && lines[0].contains("33000"), "{lines:?}");
}

/// The entries of the caption list: elements that begin with a link and go on with words.
fn captions(document: &Document) -> Vec<ObjectId> {
    let is_caption = |element: &ObjectId| {
        let kids = kids(document, *element);
        kids.len() > 1 && tag(document, &kids[0]) == "Link" && tag(document, &kids[1]).is_empty()
    };
    elements(document).into_iter().filter(is_caption).collect()
}

#[test]
fn captions_swapped_in_the_pdf() {
    let lines = pdf(|document| {
        let captions = captions(document);
        assert_eq!(captions.len(), 8);
        let [one, two] = [captions[2], captions[3]];
        let (a, b) = (kids(document, one), kids(document, two));
        set_kids(document, one, [&a[..1], &b[1..]].concat());
        set_kids(document, two, [&b[..1], &a[1..]].concat());
    });
    assert!(
        lines.iter().any(|line| line.starts_with("V03") && line.contains("图注")),
        "{lines:#?}"
    );
}

#[test]
fn stories_swapped_in_the_pdf() {
    let lines = pdf(|document| {
        let stories = stories(document);
        let (two, three) = (stories[1].clone(), stories[2].clone());
        let top = damage::top(document);
        let all = kids(document, top);
        let swapped = [&all[..two.start], &all[three.clone()], &all[two], &all[three.end..]];
        set_kids(document, top, swapped.concat());
    });
    assert!(
        lines.iter().any(|line| line.starts_with("V03") && line.contains("标题")),
        "{lines:#?}"
    );
}

#[test]
fn marks_missing_in_the_pdf() {
    let lines = pdf(|document| {
        let elements = elements(document);
        let after_figure = elements.windows(2).find_map(|pair| {
            let [figure, link] = [pair[0], pair[1]].map(|id| tag(document, &id.into()));
            (figure == "Figure" && link == "Link").then_some(pair[1])
        });
        remove(document, after_figure.unwrap());
    });
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(lines[0].starts_with("V02") && lines[0].contains("图上的图号"), "{lines:?}");
    let lines = pdf(|document| {
        let caption = captions(document)[4];
        let rest = kids(document, caption).split_off(1);
        set_kids(document, caption, rest);
    });
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(lines[0].starts_with("V02") && lines[0].contains("图注的图号“⑤”"), "{lines:?}");
}

#[test]
fn numbers_and_alternatives_missing_in_the_pdf() {
    let lines = pdf(|document| {
        let number = child(document, stories(document)[4].start);
        remove(document, number);
    });
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(lines[0].starts_with("V02") && lines[0].contains("编号“5”"), "{lines:?}");
    let lines = pdf(|document| {
        let figure =
            elements(document).into_iter().find(|id| tag(document, &(*id).into()) == "Figure");
        document.get_dictionary_mut(figure.unwrap()).unwrap().remove(b"Alt");
    });
    assert!(lines[0].starts_with("V02") && lines[0].contains("替代文字"), "{lines:?}");
}

#[test]
fn cells_and_notes_lost_from_the_pdf() {
    let of = |change: &dyn Fn(&mut Document)| {
        Dist::of(&every_construct(), BOTH).told_after(".pdf", |bytes| damage::pdf(bytes, change))
    };
    let lines = of(&|document| {
        let cells = elements(document);
        let cell = cells.into_iter().filter(|id| tag(document, &(*id).into()) == "TD").nth(5);
        remove(document, cell.unwrap());
    });
    assert!(lines.len() == 1 && lines[0].contains("表格单元"), "{lines:#?}");
    let lines = of(&|document| {
        let note = elements(document).into_iter().find(|id| tag(document, &(*id).into()) == "Note");
        remove(document, note.unwrap());
    });
    assert!(
        lines.len() == 1 && lines[0].starts_with("V02") && lines[0].contains("没有注"),
        "{lines:#?}"
    );
}

#[test]
fn a_print_file_that_differs_is_found_beside_and_without_the_other() {
    let change = |bytes: &[u8]| {
        damage::pdf(bytes, |document| {
            damage::run(
                document,
                |text| text.starts_with("来金调研并指导"),
                |_, bytes| {
                    bytes.swap(0, 2);
                    bytes.swap(1, 3);
                },
            );
        })
    };
    let lines = Dist::of(&jinshan(), "screen,print,epub").told_after("-print.pdf", change);
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(lines[0].starts_with("V05") && lines[0].contains("第 4 页"), "{lines:?}");
    let lines = Dist::of(&jinshan(), "print").told_after("-print.pdf", change);
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(lines[0].starts_with("V02") && lines[0].contains("段落"), "{lines:?}");
}
