//! What layouts are given.

use nianjian::typeset::{Fits, PageSetup, data};

use crate::support::{every_construct, golden, inside};

#[test]
fn the_contract_is_kept() {
    let inside = inside(&every_construct());
    let mut out = String::new();
    for (path, value) in data(&inside.book, &PageSetup::default(), &Fits::new()) {
        out.push_str(&format!("== {path}\n{value:#}\n"));
    }
    golden::text("contract/every-construct.txt", &out);
}
