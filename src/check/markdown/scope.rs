//! The figures that a running text can place and name.

use std::sync::Arc;

use crate::check::figure_names::{FigureNames, Match};
use crate::model::Figure;
use crate::text::labels::table::Labels;

/// The figures that a running text can place and name, and those that it has placed.
#[derive(Default)]
pub(in crate::check) struct Scope {
    names: Arc<FigureNames>,
    labels: Option<&'static Labels>,
    /// The story whose text it is, by its number; `None` for texts of the section.
    owner: Option<usize>,
    places: Places,
    /// The figures that the text may place, with their numbers; `None` for what it has placed.
    own: Vec<(usize, Option<Figure>)>,
    /// Whether the text tried to place a figure by a name that leads to none.
    missed: bool,
}

/// Whether a text can place figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::check) enum Places {
    /// It is no story and no article.
    #[default]
    Never,
    /// The pages of its kind have no room for figures in the text.
    NotHere,
    /// It can.
    Yes,
}

/// What becomes of a figure that a text places.
pub(super) enum Placed {
    Figure(Box<Figure>),
    /// It has been placed before.
    Twice,
    /// Another text shows it.
    Elsewhere,
    Several,
    Nothing,
}

impl Scope {
    /// Of a text that names figures and places none.
    pub(in crate::check) fn naming(names: &Arc<FigureNames>, labels: &'static Labels) -> Scope {
        Scope { names: Arc::clone(names), labels: Some(labels), ..Scope::default() }
    }

    /// Of the text of a story, or with `None` of the section, which has these figures.
    pub(in crate::check) fn placing(
        self,
        owner: Option<usize>,
        figures: Vec<Figure>,
        places: Places,
    ) -> Scope {
        let first = self.names.first(owner);
        let own = figures.into_iter().enumerate();
        let own = own.map(|(number, figure)| (first + number, Some(figure))).collect();
        Scope { owner, places, own, ..self }
    }

    /// The figures that the text has not placed.
    pub(in crate::check) fn rest(self) -> Vec<Figure> {
        self.own.into_iter().filter_map(|(_, figure)| figure).collect()
    }

    /// Whether the text tried to place a figure by a name that leads to none, which is found there.
    pub(in crate::check) fn missed(&self) -> bool {
        self.missed
    }

    pub(super) fn places(&self) -> Places {
        self.places
    }

    /// Places the figure of a name.
    pub(super) fn place(&mut self, name: &str) -> Placed {
        let number = match self.names.find(self.owner, name) {
            Match::One(number) => number,
            Match::Several => {
                self.missed = true;
                return Placed::Several;
            }
            Match::Nothing => {
                self.missed = true;
                return Placed::Nothing;
            }
        };
        if !self.names.is_of(self.owner, number) {
            return Placed::Elsewhere;
        }
        let own = self.own.iter_mut().find(|(own, _)| *own == number);
        own.and_then(|(_, figure)| figure.take())
            .map_or(Placed::Twice, |figure| Placed::Figure(Box::new(figure)))
    }

    /// What a name leads to.
    pub(super) fn find(&self, name: &str) -> Match {
        self.names.find(self.owner, name)
    }

    /// The id and the mark of a figure by its number.
    pub(super) fn settled(&self, number: usize) -> Option<&(String, Option<u32>)> {
        self.names.settled(number)
    }

    /// The label of figures in the language of the book, with `{n}` for the mark.
    pub(super) fn label(&self) -> &'static str {
        self.labels.map_or("{n}", |labels| labels.figure)
    }

    /// The name that may have been meant.
    pub(super) fn near(&self, name: &str) -> Option<&str> {
        self.names.near(self.owner, name)
    }
}
