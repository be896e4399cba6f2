//! The file for the printer: its boxes, its inks, its rules.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use nianjian::diag::Code;
use nianjian::make::request::OutputKind;
use nianjian::typeset::pdfx::{PrintConditions, RULES, check};

use crate::sample;
use crate::support::{Copy, build_to, every_construct, jinshan, minimal, said, tools};

/// Points in a millimetre.
const MM: f64 = 72.0 / 25.4;

const WANTED: PrintConditions = PrintConditions { trim: [210.0, 285.0], bleed: 3.0, ink: 300.0 };

fn print(book: &Path) -> Vec<u8> {
    let built = build_to(book, &[OutputKind::Print]);
    assert_eq!(built.found.counts().0, 0, "{}", said(&built.found));
    // The art reaches the bleed, whatever it is.
    assert!(!said(&built.found).contains("P06"), "{}", said(&built.found));
    built.file("-print.pdf").to_owned()
}

fn page_box(document: &Document, page: ObjectId, name: &str) -> [f64; 4] {
    let array = document.get_dictionary(page).unwrap().get(name.as_bytes()).unwrap();
    let numbers = array.as_array().unwrap().iter().map(|n| f64::from(n.as_float().unwrap()) / MM);
    numbers.collect::<Vec<f64>>().try_into().unwrap()
}

#[test]
fn print_files_pass_both_preflights_and_qpdf() {
    let folder = tempfile::TempDir::new().unwrap();
    for book in [jinshan(), every_construct()] {
        let path = folder.path().join("book-print.pdf");
        let pdf = print(&book);
        assert_eq!(check(&pdf, &WANTED).unwrap(), []);
        fs::write(&path, pdf).unwrap();
        tools::passes("check-print", &["--trim", "210x285", "--bleed", "3", "--ink", "300"], &path);
        tools::passes("check-qpdf", &[], &path);
    }
}

#[test]
fn the_other_preflight_notices_each_rule_broken() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("book-print.pdf");
    fs::write(&path, print(&jinshan())).unwrap();
    tools::passes("check-print", &["--self-test"], &path);
}

#[test]
fn boxes_are_exact_on_odd_and_even_pages() {
    let book = Copy::of(&jinshan());
    for bleed in [3.0, 5.0] {
        book.replace("book.yaml", "  convert: true", &format!("  convert: true\n  bleed: {bleed}"));
        let document = Document::load_mem(&print(&book.path)).unwrap();
        book.replace("book.yaml", &format!("\n  bleed: {bleed}"), "");
        assert!(document.page_iter().count() >= 6);
        for page in document.page_iter() {
            let [left, bottom, right, top] = page_box(&document, page, "TrimBox");
            assert!((right - left - 210.0).abs() < 0.01 && (top - bottom - 285.0).abs() < 0.01);
            let grown = |by: f64| [left - by, bottom - by, right + by, top + by];
            for (name, by) in [("BleedBox", bleed), ("MediaBox", bleed + 10.0)] {
                for (got, wanted) in page_box(&document, page, name).iter().zip(grown(by)) {
                    assert!((got - wanted).abs() < 0.01, "{name} {got} {wanted}");
                }
            }
        }
    }
}

#[test]
fn the_same_book_gives_the_same_print_file() {
    assert!(print(&jinshan()) == print(&jinshan()));
}

#[test]
fn a_spot_colour_is_one_separation() {
    let book = Copy::of(&jinshan());
    book.replace("book.yaml", "  convert: true", "  convert: true\n  spot: PANTONE 187 C");
    let pdf = print(&book.path);
    let document = Document::load_mem(&pdf).unwrap();
    let mut names = BTreeSet::new();
    let mut see = |object: &Object| {
        if let Object::Array(parts) = object
            && parts.first().and_then(|name| name.as_name().ok()) == Some(b"Separation")
        {
            names.insert(String::from_utf8_lossy(parts[1].as_name().unwrap()).into_owned());
        }
    };
    for object in document.objects.values() {
        see(object);
        if let Object::Dictionary(dict) | Object::Stream(Stream { dict, .. }) = object {
            let resources = dict.get(b"Resources").and_then(Object::as_dict).unwrap_or(dict);
            let spaces = resources.get(b"ColorSpace").and_then(Object::as_dict);
            spaces.into_iter().flat_map(|spaces| spaces.iter()).for_each(|(_, space)| see(space));
        }
    }
    let wanted: BTreeSet<String> = ["All", "PANTONE 187 C"].map(str::to_owned).into();
    assert_eq!(names, wanted);
    assert_eq!(check(&pdf, &WANTED).unwrap(), []);
    // No shade of the accent is left in process inks: what is full of magenta and yellow is red.
    let reds: Vec<[f32; 4]> = colours(&document).into_iter().filter(is_red).collect();
    assert!(reds.is_empty(), "{reds:?}");
    let process = Document::load_mem(&print(&jinshan())).unwrap();
    let reds: BTreeSet<String> =
        colours(&process).iter().filter(|inks| is_red(inks)).map(|i| format!("{i:?}")).collect();
    assert!(reds.len() >= 3, "{reds:?}");
}

fn is_red([cyan, magenta, yellow, _]: &[f32; 4]) -> bool {
    *magenta > 0.95 && *yellow > 0.8 && *cyan < 0.3
}

/// All process colours that the pages themselves set. The colour bar in the slug is a form.
fn colours(document: &Document) -> Vec<[f32; 4]> {
    let content = |page| Content::decode(&document.get_page_content(page)).unwrap().operations;
    let operations = document.page_iter().flat_map(content);
    let set = operations.filter(|op| matches!(op.operator.as_str(), "k" | "K"));
    set.map(|op| [0, 1, 2, 3].map(|i| op.operands[i].as_float().unwrap())).collect()
}

#[test]
fn the_layout_prints_nothing_too_fine() {
    let folder = tempfile::TempDir::new().unwrap();
    sample::generate(folder.path());
    let print = |book: &Path| build_to(book, &[OutputKind::Print]);
    for book in [jinshan(), every_construct(), folder.path().to_owned()] {
        let built = print(&book);
        // Drawings are their own affair.
        let own = |en: &str| !en.ends_with("(in a picture)");
        let fine = built.found.sorted().into_iter().filter(|finding| finding.code == Code::P08);
        let fine: Vec<&str> =
            fine.map(|finding| finding.message.en.as_str()).filter(|en| own(en)).collect();
        assert!(fine.is_empty(), "{}: {fine:?}", book.display());
    }
}

/// The operators of all forms and soft masks with a transparency group, each with the group's
/// colour space.
fn groups(document: &Document) -> Vec<(String, Vec<Operation>)> {
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    let group = |stream: &Stream| {
        let group = stream.dict.get_deref(b"Group", document).ok()?.as_dict().ok()?;
        let space = String::from_utf8(group.get(b"CS").ok()?.as_name().ok()?.to_vec()).unwrap();
        let bytes = stream.get_plain_content().unwrap();
        Some((space, Content::decode(&bytes).unwrap().operations))
    };
    streams.filter_map(group).collect()
}

/// The smallest book with a drawing on its one story.
fn drawn(drawing: &str) -> Copy {
    let book = minimal_to_print();
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 400 300\">{drawing}</svg>"
    );
    book.write("images/first.svg", svg);
    book
}

#[test]
fn transparent_black_of_drawings_is_black_ink_alone() {
    let book = drawn(
        "<g opacity='.99'><text x='9' y='90' font-size='60' font-family='Noto Sans SC'>金山</text>\
         <path d='M0 0h200v200z'/></g>",
    );
    let document = Document::load_mem(&print(&book.path)).unwrap();
    let groups = groups(&document);
    let set =
        |op: &&Operation| matches!(op.operator.as_str(), "g" | "rg" | "k" | "cs" | "sc" | "scn");
    assert!(groups.iter().all(|(space, _)| space == "DeviceCMYK"));
    let colours = groups.iter().flat_map(|(_, operations)| operations).filter(set);
    let black = [0.0, 0.0, 0.0, 1.0];
    for colour in colours.clone() {
        let inks: Vec<f32> = colour.operands.iter().map(|o| o.as_float().unwrap()).collect();
        assert_eq!((colour.operator.as_str(), inks.as_slice()), ("k", &black[..]));
    }
    assert!(colours.count() > 0);
}

#[test]
fn soft_masks_are_reckoned_in_gray() {
    let book = drawn(
        "<mask id='m'><path fill='#0f0' d='M0 0h400v300H0z'/></mask>\
         <path mask='url(#m)' d='M0 0h200v200z'/>",
    );
    let document = Document::load_mem(&print(&book.path)).unwrap();
    let groups = groups(&document);
    let spaces: Vec<&str> = groups.iter().map(|(space, _)| space.as_str()).collect();
    assert!(spaces.contains(&"DeviceGray"), "{spaces:?}");
    let gray = groups.iter().filter(|(space, _)| space == "DeviceGray");
    let colours = gray.flat_map(|(_, operations)| operations).filter(|op| op.operator == "g");
    let light: Vec<f32> = colours.map(|op| op.operands[0].as_float().unwrap()).collect();
    assert!(light.iter().any(|light| (light - 0.7154).abs() < 1e-6), "{light:?}");
}

/// Breaks a print file, and gives the numbers of the rules that are then told.
fn broken(good: &[u8], breaking: impl FnOnce(&mut Document)) -> Vec<u8> {
    let mut document = Document::load_mem(good).unwrap();
    breaking(&mut document);
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    let rules: BTreeSet<u8> =
        check(&out, &WANTED).unwrap().iter().map(|trouble| trouble.rule.number).collect();
    rules.into_iter().collect()
}

fn first_page(document: &mut Document) -> &mut Dictionary {
    let page = document.page_iter().next().unwrap();
    document.get_dictionary_mut(page).unwrap()
}

fn draw(document: &mut Document, operations: Vec<Operation>) {
    let page = document.page_iter().next().unwrap();
    let bytes = Content { operations }.encode().unwrap();
    let stream = document.add_object(Stream::new(Dictionary::new(), bytes));
    let contents = document.get_dictionary_mut(page).unwrap().get_mut(b"Contents").unwrap();
    contents.as_array_mut().unwrap().push(stream.into());
}

fn inks(operator: &str, inks: [f32; 4]) -> Operation {
    Operation::new(operator, inks.map(Object::Real).to_vec())
}

/// Shows a picture on the first page, an inch wide.
fn show(document: &mut Document, space: &str, side: i64, byte: u8) {
    let channels = if space == "DeviceCMYK" { 4 } else { 3 };
    let bytes = vec![byte; usize::try_from(side * side * channels).unwrap()];
    let dict = dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => side, "Height" => side,
        "BitsPerComponent" => 8, "ColorSpace" => space,
    };
    let picture = document.add_object(Stream::new(dict, bytes));
    let page = document.page_iter().next().unwrap();
    document.add_xobject(page, "Test", picture).unwrap();
    let matrix = [72.0, 0.0, 0.0, 72.0, 100.0, 100.0].map(Object::Real).to_vec();
    draw(
        document,
        vec![
            Operation::new("q", vec![]),
            Operation::new("cm", matrix),
            Operation::new("Do", vec!["Test".into()]),
            Operation::new("Q", vec![]),
        ],
    );
}

fn text(document: &mut Document, colour: Operation, code: u8) {
    draw(
        document,
        vec![
            colour,
            Operation::new("BT", vec![]),
            Operation::new("Tj", vec![Object::string_literal(vec![0, code])]),
            Operation::new("ET", vec![]),
        ],
    );
}

/// Shows an empty form with a transparency group, or has it be a soft mask.
fn show_group(document: &mut Document, space: &str, as_mask: bool) {
    let group = dictionary! { "S" => "Transparency", "CS" => space };
    let dict = dictionary! {
        "Type" => "XObject", "Subtype" => "Form", "Group" => group,
        "BBox" => vec![0.into(), 0.into(), 9.into(), 9.into()],
    };
    let form = document.add_object(Stream::new(dict, Vec::new()));
    let page = document.page_iter().next().unwrap();
    if !as_mask {
        return document.add_xobject(page, "Test", form).unwrap();
    }
    let mask = dictionary! { "Type" => "Mask", "S" => "Luminosity", "G" => form };
    add_state(document, dictionary! { "SMask" => mask });
}

/// Gives the first page a parameter dictionary named `Test`.
fn add_state(document: &mut Document, state: Dictionary) {
    let page = document.page_iter().next().unwrap();
    let resources = document.get_or_create_resources(page).unwrap().as_dict_mut().unwrap();
    if !resources.has(b"ExtGState") {
        resources.set("ExtGState", Dictionary::new());
    }
    let states = resources.get_mut(b"ExtGState").unwrap();
    if let Object::Reference(id) = *states {
        return document.get_dictionary_mut(id).unwrap().set("Test", state);
    }
    states.as_dict_mut().unwrap().set("Test", state);
}

/// Overprints an area on the first page.
fn overprinted(document: &mut Document, colour: [f32; 4]) {
    add_state(document, dictionary! { "op" => true, "OP" => true, "OPM" => 1 });
    let area = [0.0, 0.0, 9.0, 9.0].map(Object::Real).to_vec();
    draw(
        document,
        vec![
            Operation::new("gs", vec!["Test".into()]),
            inks("k", colour),
            Operation::new("re", area),
            Operation::new("f", vec![]),
        ],
    );
}

fn each_font(document: &mut Document, change: impl Fn(&mut Dictionary)) {
    for object in document.objects.values_mut() {
        if let Object::Dictionary(dict) = object {
            change(dict);
        }
    }
}

fn grow(document: &mut Document, name: &str, by: f32) {
    let array = first_page(document).get_mut(name.as_bytes()).unwrap().as_array_mut().unwrap();
    let number = array[2].as_float().unwrap();
    array[2] = Object::Real(number + by);
}

type Breaking = Box<dyn FnOnce(&mut Document)>;

#[test]
fn each_rule_notices_what_breaks_it() {
    let good = print(&minimal_to_print().path);
    let good = good.as_slice();
    assert_eq!(broken(good, |_| {}), Vec::<u8>::new());
    let info = |d: &mut Document| d.trailer.get(b"Info").unwrap().as_reference().unwrap();
    let cases: Vec<(u8, Breaking)> = vec![
        (1, Box::new(|d| grow(d, "TrimBox", 0.05))),
        (2, Box::new(|d| grow(d, "BleedBox", 0.05))),
        (3, Box::new(|d| grow(d, "MediaBox", -40.0))),
        (4, Box::new(|d| each_font(d, |dict| drop(dict.remove(b"FontFile2"))))),
        (
            5,
            Box::new(|d| {
                each_font(d, |dict| {
                    if dict.has(b"DescendantFonts") {
                        dict.set("Subtype", "Type3");
                    }
                });
            }),
        ),
        (6, Box::new(|d| text(d, inks("k", [0.0, 0.0, 0.0, 0.5]), 0))),
        (7, Box::new(|d| show(d, "DeviceRGB", 300, 0))),
        (7, Box::new(|d| draw(d, vec![Operation::new("g", vec![0.into()])]))),
        (8, Box::new(|d| text(d, inks("k", [0.5, 0.4, 0.4, 0.9]), 5))),
        (9, Box::new(|d| draw(d, vec![inks("K", [1.0, 1.0, 1.0, 0.1])]))),
        (9, Box::new(|d| show(d, "DeviceCMYK", 300, 220))),
        (10, Box::new(|d| show(d, "DeviceCMYK", 200, 0))),
        (11, Box::new(|d| first_page(d).set("Annots", Vec::<Object>::new()))),
        (12, Box::new(|d| drop(d.catalog_mut().unwrap().remove(b"OutputIntents")))),
        (
            13,
            Box::new(move |d| {
                let id = info(d);
                d.get_dictionary_mut(id).unwrap().remove(b"Trapped");
            }),
        ),
        (14, Box::new(|d| drop(d.catalog_mut().unwrap().remove(b"Metadata")))),
        (15, Box::new(|d| drop(d.trailer.remove(b"ID")))),
        (16, Box::new(|d| d.version = "1.7".to_owned())),
        (17, Box::new(|d| drop(first_page(d).remove(b"Group")))),
        (17, Box::new(|d| show_group(d, "DeviceRGB", false))),
        (17, Box::new(|d| show_group(d, "DeviceRGB", true))),
        (18, Box::new(|d| text(d, inks("k", [0.0, 0.0, 0.0, 1.0]), 5))),
        (19, Box::new(|d| overprinted(d, [0.0; 4]))),
        (19, Box::new(|d| overprinted(d, [0.0, 0.0, 0.0, 0.5]))),
    ];
    let mut tried = BTreeSet::new();
    for (rule, breaking) in cases {
        let mut told = broken(good, breaking);
        if rule == 1 {
            told.retain(|rule| *rule != 2); // The bleed is measured from the trim.
        }
        assert_eq!(told, [rule]);
        tried.insert(rule);
    }
    let all: BTreeSet<u8> = RULES.iter().map(|rule| rule.number).collect();
    assert_eq!(tried, all);
}

fn minimal_to_print() -> Copy {
    let book = Copy::of(&minimal());
    let text = fs::read_to_string(book.path.join("book.yaml")).unwrap();
    book.write("book.yaml", format!("{text}\nprint:\n  convert: true\n"));
    book
}
