//! The ways to set a title: where its lines break by sense.
//!
//! Layouts know how wide a line may be, and this module knows the words; so it gives the ways in
//! order of preference, and a layout takes the first one that fits. Widths are counted in em, not
//! measured: a way is chosen among few, and faces differ less than ways do. Left out on purpose:
//! hyphenation, and titles so long that they are texts.

mod cuts;
mod dates;
mod names;
mod ways;

pub use dates::without_year;
pub use names::Names;

/// Most characters of a line of a title that ways are sought for; longer ones are left to the
/// layout.
const MOST_CHARACTERS: usize = 300;

/// One line of a title as its editor wrote it (without bars, the whole title is one line), and how
/// it is set where it is too wide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The words; neither empty nor with white space at its ends, unless the title is blank.
    pub text: String,
    /// Where it may break wherever its lines happen to end, as ascending byte offsets inside of
    /// `text`; the white space before one vanishes at a break. Ways have others too.
    pub cuts: Vec<usize>,
    /// The ways to set it, the best first: each is a list of lines, and its widest line is narrower
    /// than that of the way before it. The first way is the line as it is.
    pub ways: Vec<Vec<String>>,
}

impl Line {
    /// A line that is never broken.
    #[must_use]
    pub fn whole(text: &str) -> Line {
        Line { text: text.to_owned(), cuts: Vec::new(), ways: vec![vec![text.to_owned()]] }
    }

    /// A line and where it breaks by sense, but not inside of names.
    #[must_use]
    pub fn new(text: &str, names: &Names) -> Line {
        if text.chars().nth(MOST_CHARACTERS).is_some() {
            return Line::whole(text);
        }
        let cuts = cuts::cuts(text, names);
        Line {
            text: text.to_owned(),
            ways: ways::ways(text, &cuts),
            cuts: cuts.into_iter().filter(|cut| cut.good).map(|cut| cut.at).collect(),
        }
    }
}

/// The lines that bars break a title into, as [`Line::whole`]; the whole title if `broken` says
/// nothing.
#[must_use]
pub fn lines(title: &str, broken: Option<&str>) -> Vec<Line> {
    match broken {
        Some(broken) if broken.contains(|c: char| c != '|' && !c.is_whitespace()) => {
            let lines = broken.split('|').map(str::trim).filter(|line| !line.is_empty());
            lines.map(Line::whole).collect()
        }
        _ => vec![Line::whole(title)],
    }
}

#[cfg(test)]
mod tests;
