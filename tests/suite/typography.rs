//! A page a rule of Chinese typesetting: `tests/typography/NN-name.typ`, each with the clause that
//! it shows, set with the parts of the layout and compared with its picture.

use std::fs;

use crate::bare;
use crate::support::{copy_tree, golden, root};

#[test]
fn each_rule_looks_as_it_looked() {
    let folder = tempfile::TempDir::new().unwrap();
    copy_tree(&root().join("layouts/yearbook"), folder.path());
    copy_tree(&root().join("tests/typography"), &folder.path().join("typography"));
    let mut names: Vec<String> = fs::read_dir(root().join("tests/typography"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert!(names.len() >= 20, "{names:?}");
    let mut failed = Vec::new();
    for name in names {
        let source = fs::read_to_string(root().join("tests/typography").join(&name)).unwrap();
        let head: String = source.lines().take(4).collect();
        assert!(
            ["CLREQ", "GB/T", "Unicode"].iter().any(|source| head.contains(source)),
            "{name} names no clause"
        );
        let document = bare::document(folder.path(), &format!("/typography/{name}"));
        assert_eq!(document.pages().len(), 1, "{name} is one page");
        let options =
            typst_render::RenderOptions { pixel_per_pt: 2.0.into(), ..Default::default() };
        let pixmap = typst_render::render(&document.pages()[0], &options);
        let rgb: Vec<u8> = pixmap.data().chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
        let picture = image::RgbImage::from_raw(pixmap.width(), pixmap.height(), rgb).unwrap();
        let path = format!("typography/{}.png", name.trim_end_matches(".typ"));
        let compared = std::panic::catch_unwind(|| golden::picture(&path, &picture));
        failed.extend(compared.err().map(|_| name));
    }
    assert!(failed.is_empty(), "{failed:?}");
}
