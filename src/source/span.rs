//! A value with its place, which takes no part in comparing values.

use std::fmt;
use std::ops::{Deref, DerefMut};

use crate::source::place::Place;

/// A place beside values that are compared without it: the same words at another line are the
/// same words.
#[derive(Debug, Clone)]
pub struct At(pub Place);

impl PartialEq for At {
    fn eq(&self, _: &At) -> bool {
        true
    }
}

impl Eq for At {}

impl Deref for At {
    type Target = Place;
    fn deref(&self) -> &Place {
        &self.0
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<Place> for At {
    fn from(place: Place) -> At {
        At(place)
    }
}

/// A value and where it is written, markup included; equal if the values are.
#[derive(Debug, Clone)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it is written; `None` for what stands in no file.
    pub at: Option<Place>,
}

impl<T> Spanned<T> {
    /// A value written at a place.
    pub fn new(value: T, at: Place) -> Spanned<T> {
        Spanned { value, at: Some(at) }
    }
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Spanned<T>) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Spanned<T> {}

impl<T> Deref for Spanned<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Spanned<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T> From<T> for Spanned<T> {
    fn from(value: T) -> Spanned<T> {
        Spanned { value, at: None }
    }
}
