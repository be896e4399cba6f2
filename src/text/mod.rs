//! Pure functions on Chinese text: what a character is, how marks and dates are written.
//!
//! Imports nothing of ours, touches nothing outside. Deliberately absent: Unicode normalisation
//! (compatibility ideographs in names must survive byte for byte) and spacing between Han and
//! Latin (that belongs to the layout and the style sheet).

pub mod class;
pub mod date;
pub mod figure_mark;
pub mod join;
