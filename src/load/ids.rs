//! Ids of sections that give none: made of the names of their files, well formed and unique.

use std::collections::BTreeSet;

use crate::load::raw;

/// What ids of figures and tables begin with, which no section may have.
const MADE: &[&str] = &["fig-", "cap-", "tab-"];

/// Longest id that is made.
const LONGEST: usize = 48;

/// The ids that a book gives, and those that were made beside them.
#[derive(Debug, Default)]
pub(super) struct Ids(BTreeSet<String>);

impl Ids {
    /// Those that these sections give, their stories' too.
    pub(super) fn of<'a>(sections: impl Iterator<Item = &'a raw::Section>) -> Ids {
        let mut ids = BTreeSet::new();
        for section in sections {
            ids.extend(section.id.clone());
            ids.extend(section.stories.iter().flatten().map(|story| story.id.clone()));
        }
        Ids(ids)
    }

    /// An id for the section in a file, which nothing else has.
    pub(super) fn make(&mut self, file: &str) -> String {
        let id = of_file(file);
        let number: String = stem(file).chars().take_while(char::is_ascii_digit).collect();
        let numbered = (!number.is_empty()).then(|| format!("{id}-{number}"));
        let counted = (2..).map(|n: usize| format!("{id}-{n}"));
        let mut choices = [id.clone()].into_iter().chain(numbered).chain(counted);
        let free = choices.find(|id| !self.0.contains(id)).unwrap_or(id);
        self.0.insert(free.clone());
        free
    }
}

/// `10-news.yaml` gives `news`; what ids cannot hold is left out.
#[must_use]
pub fn of_file(file: &str) -> String {
    let stem = stem(file);
    let name = stem.trim_start_matches(|c: char| c.is_ascii_digit());
    let mut id = String::new();
    for c in name.chars() {
        match c.to_ascii_lowercase() {
            c if c.is_ascii_lowercase() || c.is_ascii_digit() => id.push(c),
            '-' | '_' | ' ' if !id.is_empty() && !id.ends_with('-') => id.push('-'),
            _ => {}
        }
    }
    let id: String = id.chars().take(LONGEST).collect();
    let id = id.trim_end_matches('-');
    if id.is_empty() {
        let digits: String = stem.chars().filter(char::is_ascii_digit).take(LONGEST).collect();
        return format!("s{digits}");
    }
    if MADE.iter().any(|made| id.starts_with(made)) { format!("s-{id}") } else { id.to_owned() }
}

fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.split('.').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_made_of_what_names_have() {
        for (file, id) in [
            ("10-news.yaml", "news"),
            ("a/20-News_Of 2024.yaml", "news-of-2024"),
            ("10.yaml", "s10"),
            ("10-要闻.yaml", "s10"),
            ("要闻.yaml", "s"),
            ("10-要闻news.yaml", "news"),
            ("30-fig-1.yaml", "s-fig-1"),
            ("10-2024.yaml", "2024"),
        ] {
            assert_eq!(of_file(file), id, "{file}");
        }
    }

    #[test]
    fn ids_are_unique() {
        let story = raw::Story { id: "part".to_owned(), ..raw::Story::default() };
        let section = raw::Section { stories: Some(vec![story]), ..raw::Section::default() };
        let mut ids = Ids::of([section].iter());
        let files =
            ["10-part.yaml", "20-part.yaml", "part.yaml", "a/part.yaml", "甲.yaml", "乙.yaml"];
        let made = files.map(|file| ids.make(file));
        assert_eq!(made, ["part-10", "part-20", "part-2", "part-3", "s", "s-2"]);
    }
}
