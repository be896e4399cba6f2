use std::path::Path;

use nianjian::assets::pictures::store::Store;
use nianjian::make::request::{BuildRequest, OpenOptions, OutputKind};
use nianjian::make::session::Session;
use nianjian::typeset::Medium;

/// The PDF of a book for screens; `None` if the book has errors.
pub fn pdf(folder: &Path) -> anyhow::Result<Option<Vec<u8>>> {
    let mut session = Session::open(folder, OpenOptions::default());
    session.reload();
    // A book with errors is set as far as it goes. After an edit, reload and set it again: only
    // what changed is done anew.
    if let Some(pages) = session.set(Medium::Screen)? {
        println!("{} pages", pages.count());
    }
    let store = Store::none();
    let outputs = &[OutputKind::Screen];
    let request = BuildRequest { outputs, shops: &[], store: &store, epoch: None, aside: None };
    let made = session.export(&request, &|_| {})?;
    for finding in session.findings().sorted() {
        println!("{}: {}", finding.code, finding.message.en);
    }
    let artefacts = made.into_iter().flat_map(|made| made.artefacts);
    let pdf = artefacts.into_iter().find(|artefact| artefact.name.ends_with(".pdf"));
    pdf.map(|pdf| Ok(pdf.bytes()?.into_owned())).transpose()
}
