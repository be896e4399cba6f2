//! How findings are printed for people.

use crate::diag::Lang;

/// How findings are printed for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The language.
    pub lang: Lang,
    /// Whether there are colours.
    pub color: bool,
    /// Whether warnings are left out.
    pub errors_only: bool,
    /// How many columns the terminal has, if it tells.
    pub width: Option<usize>,
}

impl Look {
    /// Everything, in a language, without colours.
    #[must_use]
    pub fn plain(lang: Lang) -> Look {
        Look { lang, color: false, errors_only: false, width: None }
    }
}
