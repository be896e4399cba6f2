//! Pure functions on Chinese text: what a character is, how marks and dates are written.
//!
//! Imports nothing else of the crate. There is no Unicode normalisation: compatibility ideographs
//! in names must survive byte for byte. Spacing between Han and Latin belongs to the layout and the
//! style sheet. The declarations of style sheets are read here as well: the e-book and its proof
//! both ask for them.

pub mod class;
pub mod date;
pub mod date_slip;
pub mod date_words;
pub mod declarations;
pub mod figure_mark;
pub mod headline;
pub mod join;
pub mod labels;
pub mod radicals;
pub mod when;
