//! What running text calls the figures of its section: by their ids, or by the names of files.
//!
//! Names are settled before any text is read, so that a figure which some text refers to gets a
//! mark, and the text the mark, whatever comes first in the file.

use std::collections::BTreeSet;

use crate::load::page_kind::Shape;
use crate::load::{Section as File, raw};
use crate::model::Figure;

/// What a reference to a figure begins with, in the scripts that write it with one character.
const SIGNS: [&str; 3] = ["图", "圖", "図"];

/// From how much alike two names are, one may be meant by the other.
const ALIKE: f64 = 0.75;

/// The figures of a section by their names, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct FigureNames {
    all: Vec<Named>,
}

#[derive(Debug)]
struct Named {
    /// The number of the story that shows it, from 0; `None` if the section itself does.
    owner: Option<usize>,
    id: Option<String>,
    file: String,
    /// Its id in the outputs, and its mark.
    settled: (String, Option<u32>),
}

/// What a name leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    /// The figure of this number in the section, from 0.
    One(usize),
    /// Several figures that show the same file.
    Several,
    /// Nothing.
    Nothing,
}

impl FigureNames {
    /// The figures of a section whose content has this shape.
    pub(super) fn of(file: &File, shape: Shape) -> FigureNames {
        let section = &file.section;
        let mut all = Vec::new();
        let mut add = |owner, figures: &Option<Vec<raw::Figure>>| {
            for figure in figures.iter().flatten() {
                let (id, file) = (figure.id.clone(), figure.file.clone());
                all.push(Named { owner, id, file, settled: (String::new(), None) });
            }
        };
        match shape {
            Shape::Stories => {
                let stories = section.stories.iter().flatten().enumerate();
                stories.for_each(|(number, story)| add(Some(number), &story.figures));
            }
            Shape::Text | Shape::Plates => add(None, &section.figures),
            Shape::Events
            | Shape::Facts
            | Shape::Days
            | Shape::Tables
            | Shape::People
            | Shape::Index => {}
        }
        FigureNames { all }
    }

    /// Figures of the section itself that show these files; their ids and marks are their numbers.
    #[cfg(test)]
    pub(super) fn of_files(files: &[&str]) -> FigureNames {
        let named = |(number, file): (u32, &&str)| Named {
            owner: None,
            id: None,
            file: (*file).to_owned(),
            settled: (format!("fig-{number}"), Some(number)),
        };
        FigureNames { all: (1..).zip(files).map(named).collect() }
    }

    /// The numbers of the figures that texts of the file refer to.
    pub(super) fn called(&self, file: &File) -> BTreeSet<usize> {
        let section = &file.section;
        let stories = section.stories.iter().flatten().enumerate();
        let bodies = stories.map(|(number, story)| (Some(number), story.body.as_str()));
        let own = [&section.body, &section.intro].into_iter().flatten();
        let texts = bodies.chain(own.map(|text| (None, text.as_str())));
        let one = |(owner, text)| {
            references(text).filter_map(move |name| match self.find(owner, name) {
                Match::One(number) => Some(number),
                Match::Several | Match::Nothing => None,
            })
        };
        texts.flat_map(one).collect()
    }

    /// Takes over ids and marks of the figures, which are given in the order of the file.
    pub(super) fn settle<'f>(&mut self, figures: impl Iterator<Item = &'f Figure>) {
        for (named, figure) in self.all.iter_mut().zip(figures) {
            named.settled = (figure.id.clone(), figure.mark);
        }
    }

    /// The id and the mark of a figure by its number.
    pub(super) fn settled(&self, number: usize) -> Option<&(String, Option<u32>)> {
        self.all.get(number).map(|named| &named.settled)
    }

    /// The number of the first figure of a story or, with `None`, of the section itself.
    pub(super) fn first(&self, owner: Option<usize>) -> usize {
        let first = self.all.iter().position(|named| named.owner == owner);
        first.unwrap_or(self.all.len())
    }

    /// Whether a story shows the figure of this number.
    pub(super) fn is_of(&self, owner: Option<usize>, number: usize) -> bool {
        self.all.get(number).is_some_and(|named| named.owner == owner)
    }

    /// The figure of a name: rather one of the story whose text has the name, rather by id than by
    /// file, and by a file without its ending only where nothing else has the name.
    pub(super) fn find(&self, owner: Option<usize>, name: &str) -> Match {
        let by_id = |named: &Named| named.id.as_deref() == Some(name);
        let by_file = |named: &Named| {
            named.file == name || named.file.rsplit('/').next().is_some_and(|file| file == name)
        };
        let own = |named: &Named| named.owner == owner;
        self.only(&|named| own(named) && by_id(named))
            .or_else(|| self.only(&|named| own(named) && by_file(named)))
            .or_else(|| self.only(&by_id))
            .or_else(|| self.only(&by_file))
            .or_else(|| self.by_stem(owner, name))
            .unwrap_or(Match::Nothing)
    }

    /// The figure whose file has this name without its ending; nothing if several have.
    fn by_stem(&self, owner: Option<usize>, name: &str) -> Option<Match> {
        let is_meant = |named: &Named| {
            let file = named.file.rsplit('/').next().unwrap_or_default();
            file.rsplit_once('.').is_some_and(|(stem, _)| stem == name)
        };
        let found = self
            .only(&|named| named.owner == owner && is_meant(named))
            .or_else(|| self.only(&is_meant));
        found.filter(|found| matches!(found, Match::One(_)))
    }

    fn only(&self, is_meant: &dyn Fn(&Named) -> bool) -> Option<Match> {
        let mut found = self.all.iter().enumerate().filter(|(_, named)| is_meant(named));
        let (number, _) = found.next()?;
        Some(if found.next().is_some() { Match::Several } else { Match::One(number) })
    }

    /// The name that is most like one that nothing has: rather of the text's own figures.
    pub(super) fn near(&self, owner: Option<usize>, name: &str) -> Option<&str> {
        let wanted = name.to_lowercase();
        let stem = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
        let names = self.all.iter().flat_map(|named| {
            let file = named.file.rsplit('/').next();
            let names = named.id.as_deref().into_iter().chain(file);
            names.map(move |name| (named.owner == owner, name))
        });
        let alike = names.filter_map(|(own, name)| {
            let known = name.to_lowercase();
            let score = strsim::jaro_winkler(&known, &wanted);
            let score = score.max(strsim::jaro_winkler(&stem(&known), &stem(&wanted)));
            (score > ALIKE).then_some((own, score, name))
        });
        let best = alike.reduce(|best, next| {
            let better = (next.0, next.1).partial_cmp(&(best.0, best.1));
            if better == Some(std::cmp::Ordering::Greater) { next } else { best }
        });
        best.map(|(.., name)| name)
    }
}

/// The name in a reference `{图|name}`, its two parts given; `None` if it reads the character
/// 图 itself, as `{图|tú}` and `{图|ㄊㄨˊ}` do.
pub(super) fn referred<'n>(sign: &str, name: &'n str) -> Option<&'n str> {
    let name = name.trim();
    let is_han = |c: char| ('\u{3400}'..='\u{9FFF}').contains(&c);
    let is_sound = |c: char| !c.is_ascii_digit() && !is_han(c) && !matches!(c, '.' | '/' | '-');
    let is_reading = !name.is_ascii() && name.chars().all(is_sound);
    (SIGNS.contains(&sign) && !is_reading).then_some(name)
}

/// The names of figures that a text refers to.
fn references(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('{').filter_map(|(at, open)| {
        let (inner, _) = text[at + open.len()..].split_once('}')?;
        let (sign, name) = inner.split_once('|')?;
        let is_escaped = text[..at].ends_with('\\');
        referred(sign, name).filter(|_| !is_escaped)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(all: &[(Option<usize>, Option<&str>, &str)]) -> FigureNames {
        let named = |(owner, id, file): &(Option<usize>, Option<&str>, &str)| Named {
            owner: *owner,
            id: id.map(str::to_owned),
            file: (*file).to_owned(),
            settled: (String::new(), None),
        };
        FigureNames { all: all.iter().map(named).collect() }
    }

    #[test]
    fn own_figures_and_ids_come_first() {
        let names = names(&[
            (Some(0), None, "images/a.svg"),
            (Some(0), Some("map"), "images/b.svg"),
            (Some(1), None, "images/a.svg"),
            (Some(1), None, "images/c.svg"),
            (Some(1), None, "images/c.svg"),
        ]);
        assert_eq!(names.find(Some(0), "a.svg"), Match::One(0));
        assert_eq!(names.find(Some(1), "images/a.svg"), Match::One(2));
        assert_eq!(names.find(Some(1), "map"), Match::One(1));
        assert_eq!(names.find(Some(1), "c.svg"), Match::Several);
        assert_eq!(names.find(None, "a.svg"), Match::Several);
        assert_eq!(names.find(Some(0), "d.svg"), Match::Nothing);
        assert_eq!(names.find(Some(0), "a"), Match::One(0));
        assert_eq!(names.find(Some(1), "b"), Match::One(1));
        assert_eq!(names.find(Some(1), "c"), Match::Nothing, "two figures have it");
        assert_eq!(names.find(Some(0), "svg"), Match::Nothing);
        assert_eq!(names.near(Some(0), "maps"), Some("map"));
        assert_eq!(names.near(Some(0), "B.png"), Some("b.svg"));
        assert_eq!(names.near(Some(0), "zebra"), None);
    }

    #[test]
    fn references_are_told_from_readings() {
        let text = "见{图|a.svg}、{圖|map}，\\{图|no}，{图|tú}、{图|ㄊㄨˊ}、{水|shuǐ}、{图|馆.jpg}";
        assert_eq!(references(text).collect::<Vec<_>>(), ["a.svg", "map", "馆.jpg"]);
    }
}
