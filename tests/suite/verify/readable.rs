//! Words that cannot be read.

use lopdf::Document;

use super::pdf;
use crate::support::dist::Dist;
use crate::support::{Copy, damage, jinshan, root};

/// What is told after more is drawn before and after what the left page of the spread shows, in
/// both files.
fn drawn(before: &str, after: &str) -> [Vec<String>; 2] {
    [".pdf", "-print.pdf"].map(|extension| {
        let mut dist = Dist::of(&jinshan(), "screen,print,epub");
        dist.change(&format!("jinshan-2023{extension}"), |bytes| {
            damage::pdf(bytes, |document| {
                resources(document);
                damage::draw(document, damage::spread(document), before, after);
            })
        });
        dist.seal();
        let mut lines = dist.told().lines;
        assert!(lines.iter().any(|line| line.starts_with("V07") && is_of_spread(line)));
        lines.retain(|line| !line.starts_with("V07"));
        lines
    })
}

/// Whether a finding is of that page, in either file.
fn is_of_spread(line: &str) -> bool {
    let page = if line.contains("-print.pdf") { "第 4 页" } else { "第 6 页" };
    line.contains(page)
}

/// Adds to that page a state that is half transparent, a picture, and one with a soft mask.
fn resources(document: &mut Document) {
    let page = document.get_pages()[&damage::spread(document)];
    let state = document.add_object(lopdf::dictionary! { "ca" => 0.5 });
    document.add_graphics_state(page, "half", state).unwrap();
    let picture = lopdf::dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => 1, "Height" => 1,
        "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8
    };
    let mask = document.add_object(lopdf::Stream::new(picture.clone(), vec![127]));
    let mut masked = picture.clone();
    masked.set("SMask", mask);
    for (name, dict) in [("full", picture), ("masked", masked)] {
        let id = document.add_object(lopdf::Stream::new(dict, vec![255]));
        document.add_xobject(page, name, id).unwrap();
    }
}

#[test]
fn words_under_grounds_and_pictures_are_found() {
    for covering in [
        "1 1 1 rg 0 0 2000 2000 re f",
        "0 0 m 4000 0 l 0 4000 l h f",
        "q 2000 0 0 2000 0 0 cm 0 0 1 1 re f* Q",
        "q 2000 0 0 2000 0 0 cm /full Do Q",
        // A circle around the page, in four curves.
        "-2000 0 m -2000 4000 2000 4000 2000 0 c 2000 -4000 -2000 -4000 -2000 0 c b",
        "/half gs q /half gs Q q 0 0 2000 2000 re B Q",
    ] {
        let covered = !covering.starts_with("/half");
        for lines in drawn("", covering) {
            let told = |line: &String| {
                line.starts_with("V06") && is_of_spread(line) && line.contains("盖住")
            };
            assert!(lines.iter().all(told), "{covering} {lines:#?}");
            assert_eq!(lines.len(), if covered { 3 } else { 0 }, "{covering} {lines:#?}");
        }
        assert_eq!(drawn(&format!("q {covering} Q"), ""), [[""; 0]; 2], "{covering}");
    }
}

#[test]
fn what_lets_words_through_does_not_cover_them() {
    for harmless in [
        "0 0 2000 2000 re S",
        "0 0 2000 2000 re n",
        "q 0 0 1 1 re W n 0 0 2000 2000 re f Q",
        "-1 -1 2000 2000 re -2 -2 2002 2002 re f*",
        "q 2000 0 0 2000 0 0 cm /masked Do Q",
        "q 2000 0 0 2000 0 0 cm /half gs /full Do Q",
        "-1000 -1000 m 5 0 l 5 1 l h f",
    ] {
        assert_eq!(drawn("", harmless), [[""; 0]; 2], "{harmless}");
    }
}

#[test]
fn words_beyond_edges_are_found() {
    for (before, what) in [("1 0 0 1 350 0 cm", "排到了页面外"), ("0 0 20 2000 re W n", "被裁掉了")]
    {
        for lines in drawn(&format!("q {before}"), "Q") {
            let told = |line: &String| {
                line.starts_with("V06") && line.contains("页：“") && line.contains(what)
            };
            assert!(lines.len() == 3 && lines.iter().all(told), "{lines:#?}");
        }
    }
}

#[test]
fn words_over_words_are_found() {
    let lines = pdf(|document| {
        let page = document.get_pages()[&damage::spread(document)];
        let (first, words) = damage::runs(document, page)
            .into_iter()
            .find(|(_, text)| text.starts_with("来金调研并指导"))
            .unwrap();
        let content = document.get_page_content(page);
        let mut content = lopdf::content::Content::decode(&content).unwrap();
        // The next run with words of its own goes to where this one stands.
        let runs = damage::runs(document, page).into_iter();
        let (second, _) = runs.skip_while(|(at, _)| *at <= first).nth(1).unwrap();
        let moved = |content: &lopdf::content::Content, run: usize| {
            content.operations[..run].iter().rposition(|operation| operation.operator == "cm")
        };
        let [from, to] = [first, second].map(|run| moved(&content, run).unwrap());
        content.operations[to].operands = content.operations[from].operands.clone();
        document.change_page_content(page, content.encode().unwrap()).unwrap();
        assert!(words.chars().count() > 8);
    });
    let told = |line: &String| {
        line.starts_with("V06")
            && line.contains("第 6 页：“来金调研并指导")
            && line.contains("叠在一起")
    };
    assert!(lines.len() == 1 && told(&lines[0]), "{lines:#?}");
}

#[test]
fn decoration_may_stand_over_words_in_both_files() {
    let book = Copy::of(&root().join("tests/books/own-kinds"));
    let page = "#set page(";
    let over = "#set page(foreground: pdf.artifact(text(size: 90pt, \"样张\")), ";
    book.replace("layout/main.typ", page, over);
    for outputs in ["screen,print", "print"] {
        assert_eq!(Dist::of(&book.path, outputs).told().lines, Vec::<String>::new(), "{outputs}");
    }
}
