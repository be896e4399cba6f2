//! Lists of people.

use crate::source::{At, Text};

/// One list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its title.
    pub title: Option<Text>,
    /// The people in the order of the file; never empty.
    pub people: Vec<Person>,
    /// A note on it.
    pub note: Option<Text>,
    /// Where it is written.
    pub at: At,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name, without spaces for looks.
    pub name: Text,
    /// Office, unit or the like.
    pub detail: Option<Text>,
}
