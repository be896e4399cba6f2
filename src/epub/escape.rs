//! Escaping for XML; nothing else of the e-book escapes text.

use std::borrow::Cow;

/// Text as XML writes it (XML 1.0, §2.4); good for content and for attributes in double quotes.
/// Characters that XML forbids are findings of `check` and never get here.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    quick_xml::escape::escape(text)
}
