//! Pure functions on Chinese text: what a character is, how marks and dates are written.
//!
//! Imports nothing else of the crate. There is no Unicode normalisation: compatibility ideographs
//! in names must survive byte for byte. Spacing between Han and Latin belongs to the layout and the
//! style sheet. Style sheets of e-books are read and judged here as well: who loads them, who
//! writes them and who proves them all ask for that.

pub mod class;
pub mod date;
pub mod date_slip;
pub mod date_words;
pub mod figure_mark;
pub mod headline;
pub mod join;
pub mod labels;
pub mod radicals;
pub mod styles;
pub mod traditional;
pub mod units;
pub mod variant_words;
pub mod when;
