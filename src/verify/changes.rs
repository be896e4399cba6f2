//! What of an artefact is not as it was written, by the parts that the manifest lists.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Message, msg};
use crate::parts::Parts;

/// Most parts of an artefact that are told.
const MAX_TOLD: usize = 20;

/// What the names of pages begin with.
const PAGE: &str = "page ";

/// Says which parts are gone, new or changed, and what of them; `pair` are those wanted and read,
/// `others` those of other artefacts, with which this one may have been exchanged.
pub(super) fn tell<'a>(
    name: &str,
    pair: (&Parts, &Parts),
    mut others: impl Iterator<Item = (&'a String, &'a Parts)>,
) -> Vec<Message> {
    let (wanted, read) = pair;
    if wanted.is_empty() {
        return vec![msg!(
            "manifest.json 没有记 {name} 的各部分，无从核对",
            "manifest.json does not list the parts of {name}; there is nothing to compare with"
        )];
    }
    if let Some((other, _)) = others.find(|(_, parts)| *parts == read && *parts != wanted) {
        return vec![msg!("{name} 里装的是 {other}", "{name} holds {other}")];
    }
    let mut told = Vec::new();
    // Where pages are gone or new, those behind them have other numbers, and lead to others.
    let counts = [wanted, read].map(|parts| pages(parts).count());
    let skipped = if counts[0] == counts[1] { Vec::new() } else { unpaired(wanted, read) };
    let is_skipped = |part: &str| !skipped.is_empty() && part.starts_with(PAGE);
    for (part, is_new) in &skipped {
        let (zh, en) = titled(part);
        told.push(match is_new {
            false => msg!("{name} 少了{zh}", "{name} lacks {en}"),
            true => msg!("{name} 多出{zh}", "{name} has {en}, which was not written"),
        });
    }
    for (part, aspects) in wanted.iter().filter(|(part, _)| !is_skipped(part)) {
        let (zh, en) = titled(part);
        match read.get(part) {
            Some(now) if now != aspects => {
                let (what_zh, what_en) = changed(part, aspects, now);
                told.push(msg!(
                    "{name} 的{zh}与写出时不同：{what_zh}",
                    "{name}: {en} is not as written: {what_en}"
                ));
            }
            Some(_) => {}
            None => told.push(msg!("{name} 少了{zh}", "{name} lacks {en}")),
        }
    }
    let new = |part: &&String| !wanted.contains_key(*part) && !is_skipped(part);
    for part in read.keys().filter(new) {
        let (zh, en) = titled(part);
        told.push(msg!("{name} 多出{zh}", "{name} has {en}, which was not written"));
    }
    if let Some(more) = told.len().checked_sub(MAX_TOLD).filter(|more| *more > 0) {
        told.truncate(MAX_TOLD);
        told.push(msg!("{name} 还有 {more} 处改动过", "{name}: {more} more parts are changed"));
    }
    told
}

/// The pages among parts, with what draws each.
fn pages(parts: &Parts) -> impl Iterator<Item = (&String, Option<&String>)> {
    let pages = parts.iter().filter(|(part, _)| part.starts_with(PAGE));
    pages.map(|(part, aspects)| (part, aspects.get("Contents")))
}

/// The pages that are drawn by nothing that was read, and those that nothing that was written
/// draws, which are new.
fn unpaired<'a>(wanted: &'a Parts, read: &'a Parts) -> Vec<(&'a String, bool)> {
    let lone = |parts: &'a Parts, others: &Parts, is_new| -> Vec<(&'a String, bool)> {
        let drawn: BTreeSet<_> = pages(others).map(|(_, drawn)| drawn).collect();
        let lone = pages(parts).filter(|(_, own)| !drawn.contains(own));
        lone.map(|(part, _)| (part, is_new)).collect()
    };
    [lone(wanted, read, false), lone(read, wanted, true)].concat()
}

/// What a part is called.
fn titled(part: &str) -> (String, String) {
    match part.strip_prefix(PAGE) {
        Some(page) => (format!("第 {page} 页"), format!("page {page}")),
        None if part == "document" => ("整体".to_owned(), "the document".to_owned()),
        None => (format!(" {part} "), part.to_owned()),
    }
}

/// The aspects of a part that differ.
fn changed(
    part: &str,
    wanted: &BTreeMap<String, String>,
    read: &BTreeMap<String, String>,
) -> (String, String) {
    let all = wanted.keys().chain(read.keys().filter(|aspect| !wanted.contains_key(*aspect)));
    let differ: Vec<&String> = all.filter(|key| wanted.get(*key) != read.get(*key)).collect();
    // The bytes differ in any case.
    let few = differ.len() == 1;
    let differ = differ.into_iter().filter(|aspect| few || *aspect != "bytes");
    let (zh, en): (Vec<&str>, Vec<&str>) = differ.map(|aspect| named(part, aspect)).unzip();
    (zh.join("、"), en.join(", "))
}

/// What an aspect is called; keys of a PDF that are not known by another name keep theirs.
fn named<'a>(part: &str, aspect: &'a str) -> (&'a str, &'a str) {
    let is = |ending: &str| part.ends_with(ending);
    match aspect {
        "words" if is(".opf") => ("元数据", "metadata"),
        "links" if is(".opf") => ("文件清单和次序", "list and order of files"),
        "words" => ("文字", "words"),
        "links" => ("链接", "links"),
        "alternatives" | "Alt" => ("替代文字", "alternative texts"),
        "bytes" if is(".css") => ("样式", "styles"),
        "bytes" if is(".xhtml") => ("标记", "markup"),
        "bytes" => ("内容", "content"),
        "Annots" => ("链接", "links"),
        "Contents" => ("文字和图形", "words and drawing"),
        "Resources" => ("字体等资源", "fonts and other resources"),
        "Image" => ("图", "pictures"),
        "Tags" | "StructTreeRoot" => ("标签", "tags"),
        "TrimBox" => ("成品框", "trim box"),
        "BleedBox" => ("出血框", "bleed box"),
        "MediaBox" => ("纸张", "sheet"),
        "Outlines" => ("书签", "outline"),
        "Metadata" => ("元数据（XMP）", "metadata (XMP)"),
        "Info" => ("文档信息", "document information"),
        "OutputIntents" => ("输出意图", "output intent"),
        "Lang" => ("语言", "language"),
        "Pages" => ("页序", "order of pages"),
        other => (other, other),
    }
}
