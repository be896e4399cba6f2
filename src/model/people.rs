//! Lists of people.

use crate::model::Figure;
use crate::source::{At, Text};

/// One list.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Its title.
    pub title: Option<Text>,
    /// The people in the order of the file; never empty.
    pub people: Vec<Person>,
    /// A note on it.
    pub note: Option<Text>,
    /// Who made its portraits.
    pub credit: Option<Text>,
    /// Where it is written.
    pub at: At,
}

/// A person.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// The name, without spaces for looks.
    pub name: Text,
    /// Office, unit or the like.
    pub detail: Option<Text>,
    /// The portrait; its caption and its alternative text are the name. Always there in sections of
    /// a kind that shows portraits, and never in others.
    pub photo: Option<Figure>,
    /// A sentence of theirs.
    pub quote: Option<Text>,
}
