//! Lists of people.

use crate::model::Place;

/// One list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its title.
    pub title: Option<String>,
    /// The people in the order of the file; never empty.
    pub people: Vec<Person>,
    /// A note on it.
    pub note: Option<String>,
    /// Where it is written.
    pub at: Place,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name, without spaces for looks.
    pub name: String,
    /// Office, unit or the like.
    pub detail: Option<String>,
}
