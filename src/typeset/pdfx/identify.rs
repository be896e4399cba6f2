//! What makes a PDF say that it is PDF/X-4 (ISO 15930-7:2010), and takes out what must not be in
//! one.

use anyhow::{Context as _, Result, anyhow};
use lopdf::{Dictionary, Document, Object};

use crate::typeset::pdfx::job::PrintJob;
use crate::typeset::pdfx::objects;
use crate::typeset::streams;

/// Identifies the file.
pub(super) fn identify(document: &mut Document, job: &PrintJob) -> Result<()> {
    document.version = "1.6".to_owned();
    intent(document, job)?;
    information(document)?;
    metadata(document, job)?;
    clean(document, job)
}

fn text(text: &str) -> Object {
    Object::string_literal(text)
}

fn name(name: &str) -> Object {
    Object::Name(name.as_bytes().to_vec())
}

/// The output intent with its profile (6.2; ISO 32000-1, 14.11.5).
fn intent(document: &mut Document, job: &PrintJob) -> Result<()> {
    let mut dict = Dictionary::new();
    dict.set("N", 4);
    let profile = document.add_object(streams::packed(dict, &job.profile.bytes)?);
    let mut intent = Dictionary::new();
    intent.set("Type", name("OutputIntent"));
    intent.set("S", name("GTS_PDFX"));
    intent.set("OutputConditionIdentifier", text(&job.profile.condition));
    intent.set("Info", text(&job.profile.condition));
    if job.profile.condition != "Custom" {
        intent.set("RegistryName", text("http://www.color.org"));
    }
    intent.set("DestOutputProfile", profile);
    document.catalog_mut()?.set("OutputIntents", vec![Object::Dictionary(intent)]);
    Ok(())
}

/// The document information says whether the file is trapped (6.4): it is not.
fn information(document: &mut Document) -> Result<()> {
    let id = document.trailer.get(b"Info").and_then(Object::as_reference)?;
    let info = document.get_object_mut(id)?.as_dict_mut()?;
    info.set("Trapped", name("False"));
    Ok(())
}

/// The version key and what goes with it in XMP (6.3; ISO 16684-1).
fn metadata(document: &mut Document, job: &PrintJob) -> Result<()> {
    let id = document.catalog()?.get(b"Metadata").and_then(Object::as_reference)?;
    let stream = document.get_object_mut(id)?.as_stream_mut()?;
    let xmp = String::from_utf8(stream.content.clone()).context("XMP is UTF-8")?;
    let date = between(&xmp, "<xmp:ModifyDate>", "</xmp:ModifyDate>")?.to_owned();
    let language = between(&xmp, "<dc:language><rdf:Bag><rdf:li>", "</rdf:li>")?;
    let xmp = xmp
        .replace(
            &format!("<dc:language><rdf:Bag><rdf:li>{language}</rdf:li>"),
            &format!("<dc:language><rdf:Bag><rdf:li>{}</rdf:li>", job.lang),
        )
        .replace(
            "<xmpMM:RenditionClass>proof</xmpMM:RenditionClass>",
            "<xmpMM:RenditionClass>default</xmpMM:RenditionClass><xmpMM:VersionID>1</xmpMM:VersionID>",
        );
    let (head, tail) =
        xmp.split_once("</rdf:Description>").ok_or_else(|| anyhow!("XMP is cut off"))?;
    let added = format!(
        "<xmp:MetadataDate>{date}</xmp:MetadataDate><pdf:Trapped>False</pdf:Trapped>\
         <pdfxid:GTS_PDFXVersion xmlns:pdfxid=\"http://www.npes.org/pdfx/ns/id/\">PDF/X-4\
         </pdfxid:GTS_PDFXVersion>"
    );
    stream.set_plain_content(format!("{head}{added}</rdf:Description>{tail}").into_bytes());
    Ok(())
}

fn between<'a>(text: &'a str, open: &str, close: &str) -> Result<&'a str> {
    let (_, rest) = text.split_once(open).ok_or_else(|| anyhow!("XMP has no {open}"))?;
    let (inner, _) = rest.split_once(close).ok_or_else(|| anyhow!("XMP has no {close}"))?;
    Ok(inner)
}

/// Takes out links, actions and what leads to them (6.17, 6.18), and has transparency blended in
/// inks (6.13).
fn clean(document: &mut Document, job: &PrintJob) -> Result<()> {
    let catalog = document.catalog_mut()?;
    for key in
        [&b"OpenAction"[..], b"AA", b"AcroForm", b"Names", b"Dests", b"Outlines", b"PageMode"]
    {
        catalog.remove(key);
    }
    catalog.set("Lang", text(job.lang));
    for stream in objects::streams(document) {
        let mut group = match objects::group(document, &stream) {
            Some(group) => group.clone(),
            None if stream.is_page => Dictionary::new(),
            None => continue,
        };
        group.set("S", name("Transparency"));
        // A soft mask's light is reckoned in gray.
        group.set("CS", name(if stream.is_mask { "DeviceGray" } else { "DeviceCMYK" }));
        let dict = objects::dict_mut(document, stream.id)?;
        dict.set("Group", group);
        if stream.is_page {
            for key in [&b"Annots"[..], b"AA", b"PresSteps"] {
                dict.remove(key);
            }
        }
    }
    document.prune_objects();
    Ok(())
}
