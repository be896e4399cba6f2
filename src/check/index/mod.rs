//! The index of subjects: terms gathered from the stories, in order, in groups.
//!
//! The order is that of ICU's Chinese collation (CLDR, `co-pinyin` or `co-stroke`); so are the
//! groups: CLDR puts a mark (U+FDD0 and a letter, or a Braille pattern for a number of strokes)
//! before the first character of each. Common characters have their strokes from a table of the
//! mainland's forms (`strokes`). A character of several readings is sorted by its usual one; where
//! a term has another, a word of `readings` says so, and the term is sorted as if it were written
//! with a character that is always read that way.

mod strokes;

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use pinyin::{ToPinyin as _, ToPinyinMulti as _};

use crate::diag::{Code, Findings, msg};
use crate::load::page_kind::PageKind;
use crate::load::yaml::Node;
use crate::load::{Section as File, raw};
use crate::model::{Content, Head, Index, IndexOrder, Section, Story, Term};
use crate::source::Text;
use crate::text::class::is_han;
use crate::text::labels::table::{self, Labels};

/// Most strokes that a group is made for; CLDR marks no more than 64.
const MOST_STROKES: u32 = 63;

/// The terms that lead to each story, by its id.
pub(super) type Terms = BTreeMap<String, Vec<Text>>;

/// The stories that each term leads to, by id, and where the term is written first.
type Places = BTreeMap<String, (Text, Vec<String>)>;

/// The terms of a story as the file gives them; one without any stands under its title if its kind
/// says so.
pub(super) fn terms(kind: &PageKind, source: &raw::Story, node: &Node) -> Vec<Text> {
    match &source.index {
        Some(terms) => {
            let terms = terms.iter().enumerate().filter(|(_, term)| !term.trim().is_empty());
            terms.map(|(index, term)| node.key("index").item(index).text(term)).collect()
        }
        None if kind.titles_are_terms => vec![node.key("title").text(&source.title)],
        None => Vec::new(),
    }
}

/// The indexes of the last check, by file.
#[derive(Debug, Default)]
pub(super) struct KeptIndexes(BTreeMap<String, KeptIndex>);

#[derive(Debug)]
struct KeptIndex {
    file: Arc<File>,
    labels: &'static Labels,
    places: Places,
    index: Index,
    found: Findings,
}

impl KeptIndexes {
    /// The index of a file: that of the last check if nothing has changed that it is made of.
    fn index(
        &mut self,
        file: &Arc<File>,
        labels: &'static Labels,
        places: &Places,
        found: &mut Findings,
    ) -> Index {
        let same = |kept: &&KeptIndex| {
            Arc::ptr_eq(&kept.file, file)
                && std::ptr::eq(kept.labels, labels)
                && kept.places == *places
        };
        if let Some(kept) = self.0.get(&file.file).filter(same) {
            found.join(kept.found.clone());
            let mut index = kept.index.clone();
            // The same words may be written elsewhere now.
            for term in index.heads.iter_mut().flat_map(|head| &mut head.terms) {
                if let Some((text, _)) = places.get(term.term.as_str()) {
                    term.term = text.clone();
                }
            }
            return index;
        }
        let mut new = Findings::default();
        let index = index(file, labels, places, &mut new);
        found.join(new.clone());
        let (file, places) = (Arc::clone(file), places.clone());
        let kept = KeptIndex { file, labels, places, index: index.clone(), found: new };
        self.0.insert(kept.file.file.clone(), kept);
        index
    }
}

/// Fills every index of the book; `files` are the sources of `sections` by section id.
pub(super) fn fill(
    sections: &mut [Section],
    (labels, files, terms): (&'static Labels, &BTreeMap<String, &Arc<File>>, &Terms),
    kept: &mut KeptIndexes,
    found: &mut Findings,
) {
    let stories: Vec<&Story> = sections.iter().flat_map(|section| section.stories()).collect();
    let mut places = Places::new();
    for story in stories {
        for term in terms.get(&story.id).into_iter().flatten() {
            let to = places.entry(term.to_string()).or_insert_with(|| (term.clone(), Vec::new()));
            let to = &mut to.1;
            if !to.contains(&story.id) {
                to.push(story.id.clone());
            }
        }
    }
    let indexes = sections.iter_mut().filter(|it| matches!(it.content, Content::Index(_)));
    for section in indexes {
        if let Some(file) = files.get(&section.id) {
            section.content = Content::Index(kept.index(file, labels, &places, found));
        }
    }
}

fn index(file: &File, labels: &Labels, places: &Places, found: &mut Findings) -> Index {
    let (source, node) = (&file.section, &file.node);
    let order = match source.order {
        Some(raw::IndexOrder::Strokes) => IndexOrder::Strokes,
        Some(raw::IndexOrder::Pinyin) | None => IndexOrder::Pinyin,
    };
    let mut terms: Vec<Term> =
        places.values().map(|(words, to)| term(words.clone(), to.clone())).collect();
    send(&mut terms, source, node, found);
    if terms.is_empty() {
        let message =
            msg!("索引是空的：没有条目有索引词", "the index is empty: no story has terms");
        found.add(Code::M06, Some(&node.at), message);
    }
    for word in source.readings.iter().flat_map(BTreeMap::keys) {
        if !terms.iter().any(|term| term.term.contains(word.as_str())) {
            let message = msg!(
                "索引里没有哪个词有“{word}”，这个读音用不上",
                "no term of the index has “{word}”, and its reading is of no use"
            );
            let at = node.key("readings").key_place(word);
            let hint = msg!(
                "改成索引里的词，或删去这一行",
                "write it as the index has it, or delete the line"
            );
            found.add_with_hint(Code::W08, Some(at), message, hint);
        }
    }
    let sorter = Sorter::new(order, labels, source.readings.as_ref(), node, found);
    let mut keyed: Vec<(String, Term)> =
        terms.into_iter().map(|term| (sorter.key(&term.term), term)).collect();
    keyed.sort_by(|a, b| sorter.compare(&a.0, &b.0).then_with(|| a.1.term.as_str().cmp(&b.1.term)));
    let mut headed: Vec<(String, Term)> =
        keyed.into_iter().map(|(key, term)| (sorter.head(&key), term)).collect();
    // Those without a group of their own stand together, before all others.
    headed.sort_by_key(|(head, _)| head != NO_GROUP);
    let mut heads: Vec<Head> = Vec::new();
    for (head, term) in headed {
        match heads.last_mut() {
            Some(last) if last.head == head => last.terms.push(term),
            _ => heads.push(Head { head, terms: vec![term] }),
        }
    }
    Index { order, heads }
}

fn term(term: Text, to: Vec<String>) -> Term {
    Term { term, to, see: None, see_also: Vec::new() }
}

/// Sends terms to other terms (GB/T 22466): those that lead nowhere to what is to be looked up
/// instead, those that lead somewhere to what is to be looked up as well.
fn send(terms: &mut Vec<Term>, source: &raw::Section, node: &Node, found: &mut Findings) {
    let own: BTreeMap<String, usize> =
        terms.iter().enumerate().map(|(index, term)| (term.term.to_string(), index)).collect();
    let mut demand = |term: &str, from: &str, node: &Node| {
        if !own.contains_key(term) {
            let message = msg!("索引里没有“{term}”", "the index has no term “{term}”");
            found.add(Code::R06, Some(&node.at), message);
        } else if term == from {
            let message = msg!("“{term}”参见的是它自己", "“{term}” sends to itself");
            found.add(Code::R06, Some(&node.at), message);
        }
    };
    for (from, to) in source.see.iter().flatten() {
        let (keys, node) = (node.key("see"), node.key("see").key(from));
        demand(to, from, node);
        let to = node.text(to);
        match own.get(from).and_then(|index| terms.get_mut(*index)) {
            Some(term) => term.see_also.push(to),
            None => terms.push(Term { see: Some(to), ..term(keys.key_text(from), Vec::new()) }),
        }
    }
    for (from, also) in source.see_also.iter().flatten() {
        let node = node.key("see_also").key(from);
        demand(from, "", node);
        for (index, to) in also.iter().enumerate() {
            demand(to, from, node.item(index));
            let term = own.get(from).and_then(|index| terms.get_mut(*index));
            if let Some(term) =
                term.filter(|term| !term.see_also.iter().any(|known| known == to.as_str()))
            {
                term.see_also.push(node.item(index).text(to));
            }
        }
    }
}

/// What CLDR marks the beginning of a group with.
const GROUP: char = '\u{FDD0}';

/// The heading of terms that begin with figures, signs or letters of other scripts.
const NO_GROUP: &str = "#";

/// Marks that open a term and do not count in its order.
const OPENING: [char; 10] = ['“', '‘', '《', '〈', '（', '「', '『', '【', '〔', '〖'];

/// Compares terms, and knows the groups.
struct Sorter {
    order: IndexOrder,
    collator: Option<CollatorBorrowed<'static>>,
    /// The first key of each group in order, with the heading that is printed.
    boundaries: Vec<(String, String)>,
    /// Words with the words of always the same sound that they are sorted as.
    readings: Vec<(String, String)>,
}

impl Sorter {
    fn new(
        order: IndexOrder,
        labels: &Labels,
        readings: Option<&BTreeMap<String, String>>,
        node: &Node,
        found: &mut Findings,
    ) -> Sorter {
        let strokes = |n: u32| table::fill(labels.strokes, "n", &labels.number(n as usize));
        let (tag, boundaries): (&str, Vec<(String, String)>) = match order {
            IndexOrder::Pinyin => (
                "zh-u-co-pinyin",
                ('A'..='Z').map(|c| (format!("{GROUP}{c}"), c.to_string())).collect(),
            ),
            IndexOrder::Strokes => (
                "zh-u-co-stroke",
                (1..=MOST_STROKES)
                    .filter_map(|n| Some((char::from_u32(0x2800 + n)?, n)))
                    .map(|(c, n)| (format!("{GROUP}{c}"), strokes(n)))
                    .collect(),
            ),
        };
        let locale = tag.parse::<icu_locale_core::Locale>().ok();
        let collator = locale.and_then(|locale| {
            Collator::try_new(CollatorPreferences::from(&locale), CollatorOptions::default()).ok()
        });
        let mut sorter = Sorter { order, collator, boundaries, readings: Vec::new() };
        if order == IndexOrder::Pinyin {
            for (word, reading) in readings.into_iter().flatten() {
                match sorter.sounds_like(word, reading) {
                    Some(like) => sorter.readings.push((word.clone(), like)),
                    None => {
                        let at = &node.key("readings").key(word).at;
                        let message =
                            msg!("“{word}”不能读作 {reading}", "“{word}” cannot be read {reading}");
                        found.add(Code::R07, Some(at), message);
                    }
                }
            }
            // The longest dictionary match decides the reading.
            sorter.readings.sort_by_key(|(word, _)| std::cmp::Reverse(word.chars().count()));
        }
        sorter
    }

    fn compare(&self, a: &str, b: &str) -> Ordering {
        self.collator.as_ref().map_or_else(|| a.cmp(b), |collator| collator.compare(a, b))
    }

    /// What a term is sorted as: without the mark that opens it; letters go to the head of the
    /// group of their name.
    fn key(&self, term: &str) -> String {
        let mut key = String::new();
        let mut rest = term.trim_start_matches(OPENING);
        let first = rest.chars().next().map_or(' ', half_width);
        if self.order == IndexOrder::Pinyin && first.is_ascii_alphabetic() {
            key.extend([GROUP, first.to_ascii_uppercase()]);
            rest = rest.strip_prefix(|_| true).unwrap_or_default();
        }
        'next: while let Some(c) = rest.chars().next() {
            for (word, like) in &self.readings {
                if let Some(after) = rest.strip_prefix(word.as_str()) {
                    key.push_str(like);
                    rest = after;
                    continue 'next;
                }
            }
            match self.order {
                IndexOrder::Strokes if is_han(c) => self.push_strokes(&mut key, c),
                _ => key.push(c),
            }
            rest = &rest[c.len_utf8()..];
        }
        key
    }

    /// Adds to a key what a Han is sorted as by strokes. One that the table lacks stands behind
    /// those that it has, in the group that CLDR counts it to.
    fn push_strokes(&self, key: &mut String, c: char) {
        if let Some(known) = strokes::key(c) {
            return key.push(known);
        }
        let han = c.to_string();
        let n = self.boundaries.partition_point(|(mark, _)| self.compare(mark, &han).is_le());
        key.extend(u32::try_from(n).ok().and_then(strokes::last));
        key.push(c);
    }

    /// The group of a key: that of the last mark before it for Han, letters for themselves, and one
    /// for figures and signs. Marks that the order does not know sort behind all Han.
    fn head(&self, key: &str) -> String {
        let first = key.chars().next().map_or(' ', half_width);
        if first.is_ascii_alphabetic() {
            return first.to_ascii_uppercase().to_string();
        }
        if let Some(n) = strokes::number(first) {
            let group = n.checked_sub(1).and_then(|index| self.boundaries.get(index as usize));
            return group.map_or_else(|| NO_GROUP.to_owned(), |(_, head)| head.clone());
        }
        let mark = self.boundaries.iter().rfind(|(mark, _)| self.compare(mark, key).is_le());
        match mark.filter(|_| is_han(first) || first == GROUP) {
            Some((_, head)) => head.clone(),
            None => NO_GROUP.to_owned(),
        }
    }

    /// The word in characters that have no other reading; `None` unless there is a syllable of
    /// the reading for each character, and the character can be read so.
    fn sounds_like(&self, word: &str, reading: &str) -> Option<String> {
        let syllables: Vec<&str> = reading.split_whitespace().collect();
        if syllables.len() != word.chars().count() {
            return None;
        }
        word.chars().zip(syllables).map(|(c, syllable)| self.homophone(c, syllable)).collect()
    }

    fn homophone(&self, c: char, syllable: &str) -> Option<char> {
        let readings: Vec<&str> = c.to_pinyin_multi()?.into_iter().map(|p| p.with_tone()).collect();
        if !readings.contains(&syllable) {
            return None;
        }
        let always = |c: &char| {
            c.to_pinyin().is_some_and(|p| p.with_tone() == syllable)
                && c.to_pinyin_multi().is_some_and(|all| all.count() == 1)
        };
        let all = ('\u{4E00}'..='\u{9FFF}').filter(always);
        // Some syllables have no such character; then the character itself must do.
        let first = all.min_by(|a, b| self.compare(&a.to_string(), &b.to_string()));
        Some(first.unwrap_or(c))
    }
}

/// A full-width letter as the letter that it is.
fn half_width(c: char) -> char {
    match c {
        'Ａ'..='ｚ' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Place;
    use crate::text::labels::simplified::SIMPLIFIED;

    fn sorter(order: IndexOrder, readings: &[(&str, &str)]) -> (Sorter, Findings) {
        let readings = readings.iter().map(|(w, r)| ((*w).to_owned(), (*r).to_owned())).collect();
        let node = Node::leaf(Place::top("index.yaml"));
        let mut found = Findings::new("");
        (Sorter::new(order, &SIMPLIFIED, Some(&readings), &node, &mut found), found)
    }

    fn sorted(sorter: &Sorter, terms: &[&str]) -> String {
        let mut keys: Vec<(String, &str)> = terms.iter().map(|t| (sorter.key(t), *t)).collect();
        keys.sort_by(|a, b| sorter.compare(&a.0, &b.0));
        let shown = |(key, term): &(String, &str)| format!("{}{term}", sorter.head(key));
        keys.iter().map(shown).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn sound_orders_and_groups() {
        let (by_sound, _) = sorter(IndexOrder::Pinyin, &[]);
        let terms = ["张堰", "安全", "渔业", "Ａ股", "5G", "“青屿”号", "轻轨", "AI", "GDP"];
        assert_eq!(
            sorted(&by_sound, &terms),
            "#5G AＡ股 AAI A安全 GGDP Q“青屿”号 Q轻轨 Y渔业 Z张堰"
        );
    }

    #[test]
    fn readings_override() {
        let words = ["长江", "重庆路", "朝阳", "单县"];
        let (usual, _) = sorter(IndexOrder::Pinyin, &[]);
        let said = [("长江", "cháng jiāng"), ("重庆", "chóng qìng"), ("单县", "shàn xiàn")];
        let (told, found) = sorter(IndexOrder::Pinyin, &said);
        assert_eq!(found.counts(), (0, 0));
        assert_ne!(sorted(&usual, &words), sorted(&told, &words));
        assert_eq!(sorted(&told, &words), "C长江 C朝阳 C重庆路 S单县");
        let (_, found) = sorter(IndexOrder::Pinyin, &[("长江", "cháng"), ("重庆", "dà qìng")]);
        assert_eq!(found.counts().0, 2);
    }

    #[test]
    fn terms_with_places_send_on_and_terms_without_send_away() {
        let map = |pairs: &[(&str, &str)]| -> Option<BTreeMap<String, String>> {
            Some(pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect())
        };
        let also = |to: &[&str]| to.iter().map(|to| (*to).to_owned()).collect::<Vec<_>>();
        let source = raw::Section {
            see: map(&[("抽水站", "泵站"), ("护岸", "河道")]),
            see_also: Some(BTreeMap::from([
                ("护岸".to_owned(), also(&["泵站", "河道"])),
                ("水塔".to_owned(), also(&["泵站"])),
            ])),
            ..raw::Section::default()
        };
        let places = |words: &str| term(Text::unplaced(words), vec!["a".to_owned()]);
        let mut terms: Vec<Term> = ["泵站", "护岸", "河道"].map(places).into();
        let node = Node::leaf(Place::top("index.yaml"));
        let mut found = Findings::new("");
        send(&mut terms, &source, &node, &mut found);
        let shown = |term: &Term| {
            let Term { term, see, see_also, .. } = term;
            format!("{term} {} {}", see.as_deref().unwrap_or_default(), see_also.join(","))
        };
        let shown: Vec<String> = terms.iter().map(shown).collect();
        assert_eq!(shown, ["泵站  ", "护岸  河道,泵站", "河道  ", "抽水站 泵站 "]);
        // A term that leads nowhere cannot send to more.
        assert_eq!(found.counts(), (1, 0));
    }

    #[test]
    fn strokes_order_and_group() {
        let (by_strokes, _) = sorter(IndexOrder::Strokes, &[]);
        assert_eq!(
            sorted(
                &by_strokes,
                &["渔业", "一中", "三农", "大事", "A股", "长江", "长堰", "花卉", "草木"]
            ),
            "AA股 一画一中 三画三农 三画大事 四画长江 四画长堰 七画花卉 九画草木 十一画渔业"
        );
        // Forms that the table lacks stand behind it, where CLDR counts them to.
        assert_eq!(
            sorted(&by_strokes, &["車站", "龜山", "里巷", "车站", "酉时"]),
            "四画车站 七画酉时 七画里巷 七画車站 十六画龜山"
        );
    }
}
