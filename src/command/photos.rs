//! `photos`: every place for a picture, what it wants, and what is there.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Result;
use serde_json::json;

use crate::args::Photos;
use crate::assets::pictures::{Job, Purpose, Request, prepare};
use crate::command::books::{make_all, store};
use crate::command::terminal::Terminal;
use crate::diag::Lang;
use crate::diag::render::DiagnosticFormat;
use crate::model::{Picture, Placement, Prepared};
use crate::output::made::Made;
use crate::output::{contact, put};
use crate::text::figure_mark::circled;
use crate::typeset::Slot;

pub(super) fn run(args: &Photos, terminal: &Terminal) -> Result<u8> {
    let results = make_all(&args.books, &[], &[], None, terminal)?;
    let made: Vec<&Made> = results.made.iter().flatten().collect();
    if terminal.format == DiagnosticFormat::Json {
        let books: Vec<_> = made.iter().map(|made| data(made)).collect();
        terminal.document(&results.found, "books", books.into())?;
    } else {
        terminal.findings(&results.found)?;
        for slot in made.iter().flat_map(|made| &made.slots) {
            lines(slot, terminal.lang).iter().try_for_each(|line| terminal.row(line))?;
        }
    }
    if let Some(path) = &args.html {
        let books: Result<Vec<_>> = made.iter().map(|made| Ok((*made, copies(made)?))).collect();
        put(path, contact::sheet(&books?, terminal.lang)?.as_bytes())?;
    }
    Ok(results.code(args.books.strict))
}

/// Small copies of the pictures of a book.
fn copies(made: &Made) -> Result<Prepared> {
    let used = made.slots.iter().filter_map(|slot| slot.picture.as_ref());
    let used: BTreeMap<usize, &Arc<Picture>> = used.map(|p| (p.number, p)).collect();
    let requests = vec![Request { purpose: Purpose::Thumbnail, placement: Placement::UNSIZED }];
    let job = |picture: &&Arc<Picture>| Job {
        picture: Arc::clone(picture),
        requests: requests.clone(),
        press: None,
    };
    let jobs: Vec<Job> = used.values().map(job).collect();
    let results = prepare(&jobs, &store())?;
    // Broken ones were reported when the book was made.
    let ready = results.into_iter().map(|result| result.ok()?.into_iter().next());
    Ok(used.into_keys().zip(ready).filter_map(|(number, ready)| Some((number, ready?))).collect())
}

/// A slot in two lines, and one for what is to be done.
fn lines(slot: &Slot, lang: Lang) -> [String; 3] {
    let Slot { page, size: (width, height), wanted: (across, down), caption, .. } = slot;
    let mark = slot.mark.map(circled).unwrap_or_default();
    let file = slot.picture.as_ref().map_or("", |picture| &picture.path);
    let there = there(slot, lang);
    let remarks: Vec<&str> = slot.remarks.iter().map(|remark| remark.text(lang)).collect();
    let remarks = remarks.join(if lang == Lang::Zh { "；" } else { "; " });
    let head = match lang {
        Lang::Zh => format!(
            "第 {page} 页 {mark} {width:.1}×{height:.1} 毫米，300 ppi 要 {across}×{down}，{there}"
        ),
        Lang::En => format!(
            "page {page} {mark} {width:.1}×{height:.1} mm, {across}×{down} at 300 ppi, {there}"
        ),
    };
    [head, format!("    {file}  {caption}"), format!("    {remarks}")]
}

/// What is there.
fn there(slot: &Slot, lang: Lang) -> String {
    match (&slot.picture, slot.ppi, lang) {
        (None, _, Lang::Zh) => "缺图".to_owned(),
        (None, _, Lang::En) => "missing".to_owned(),
        (Some(_), None, Lang::Zh) => "矢量图".to_owned(),
        (Some(_), None, Lang::En) => "vectors".to_owned(),
        (Some(picture), Some(ppi), Lang::Zh) => {
            format!("有 {}×{}（{ppi:.0} ppi）", picture.info.width, picture.info.height)
        }
        (Some(picture), Some(ppi), Lang::En) => {
            format!("there are {}×{} ({ppi:.0} ppi)", picture.info.width, picture.info.height)
        }
    }
}

fn data(made: &Made) -> serde_json::Value {
    let slot = |slot: &Slot| {
        let picture = slot.picture.as_ref();
        let remarks: Vec<_> =
            slot.remarks.iter().map(|said| json!({ "zh": said.zh, "en": said.en })).collect();
        json!({
            "id": slot.id,
            "at": slot.at.to_string(),
            "page": slot.page,
            "millimetres": [slot.size.0, slot.size.1],
            "wanted": [slot.wanted.0, slot.wanted.1],
            "mark": slot.mark,
            "file": picture.map(|picture| &picture.path),
            "pixels": picture.filter(|_| slot.ppi.is_some()).map(|p| [p.info.width, p.info.height]),
            "ppi": slot.ppi.map(f64::round),
            "cropped": (slot.cropped * 1000.0).round() / 1000.0,
            "caption": slot.caption,
            "credit": slot.credit,
            "alt": slot.alt,
            "map_approval": slot.map_approval,
            "remarks": remarks,
        })
    };
    json!({ "name": made.name, "slots": made.slots.iter().map(slot).collect::<Vec<_>>() })
}
