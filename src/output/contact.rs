//! The contact sheet (图样): a web page of all places for pictures, for the desk and the editor.
//!
//! A self-contained file: pictures are embedded as thumbnails, drawings as they are.

use std::fmt::Write as _;

use anyhow::Result;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use quick_xml::escape::escape;

use crate::assets::pictures;
use crate::diag::Lang;
use crate::model::{Encoded, Prepared};
use crate::output::made::Made;
use crate::typeset::Slot;

const STYLE: &str = "body{font:15px/1.6 sans-serif;margin:2em;background:#f6f1e7;color:#1b1b1b}\
     h1{color:#a6192e}ul{list-style:none;padding:0;display:grid;gap:1.2em;\
     grid-template-columns:repeat(auto-fill,minmax(17em,1fr))}\
     li{background:#fff;padding:.8em;border-top:3px solid #a6192e}\
     img{width:100%;height:11em;object-fit:contain;background:#eee}p{margin:.3em 0}\
     .remark{color:#a6192e}small{color:#63686e;overflow-wrap:anywhere}";

/// The sheet of all books, with the small copies of the pictures of each by their numbers.
///
/// # Errors
/// If a picture cannot be read.
pub fn sheet(books: &[(&Made, Prepared)], lang: Lang) -> Result<String> {
    let (tag, title) =
        if lang == Lang::Zh { ("zh-Hans", "图样") } else { ("en", "Contact sheet") };
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{tag}\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <style>{STYLE}</style></head><body>\n"
    );
    for (made, copies) in books {
        let _ = writeln!(out, "<h1>{title} · {}</h1><ul>", escape(&made.name));
        made.slots.iter().try_for_each(|slot| card(&mut out, slot, copies, lang))?;
        out.push_str("</ul>\n");
    }
    out.push_str("</body></html>\n");
    Ok(out)
}

fn card(out: &mut String, slot: &Slot, copies: &Prepared, lang: Lang) -> Result<()> {
    let Slot { page, size: (width, height), wanted: (across, down), .. } = slot;
    let source = slot.picture.as_ref().and_then(|picture| copies.get(&picture.number));
    let source = source.map(address).transpose()?.unwrap_or_default();
    let alt = slot.alt.as_deref().unwrap_or_default();
    let _ = writeln!(out, "<li><img src=\"{source}\" alt=\"{}\">", escape(alt));
    let mark = slot.mark.map(|mark| format!("{mark} · ")).unwrap_or_default();
    let _ = writeln!(out, "<p><strong>{mark}{}</strong></p>", escape(slot.caption.as_str()));
    let _ = writeln!(
        out,
        "<p>p. {page} · {width:.1} × {height:.1} mm · {across} × {down} px (300 ppi)</p>"
    );
    let details = [&slot.credit, &slot.map_approval];
    let mut details: Vec<String> = details.into_iter().flatten().map(ToString::to_string).collect();
    details.extend(slot.ppi.map(|ppi| format!("{ppi:.0} ppi")));
    details.extend(slot.picture.as_ref().map(|picture| picture.path.clone()));
    details.push(slot.at.to_string());
    let _ = writeln!(out, "<p><small>{}</small></p>", escape(details.join(" · ")));
    for remark in &slot.remarks {
        let _ = writeln!(out, "<p class=\"remark\">{}</p>", escape(remark.text(lang)));
    }
    out.push_str("</li>\n");
    Ok(())
}

/// An address that holds a picture.
fn address(ready: &Encoded) -> Result<String> {
    let bytes = pictures::bytes(ready)?;
    Ok(format!("data:{};base64,{}", ready.format().media_type(), STANDARD.encode(&bytes)))
}
