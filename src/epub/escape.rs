//! The one place where anything is escaped.

use std::borrow::Cow;

/// Text as XML writes it (XML 1.0, §2.4); good for content and for attributes in double quotes.
/// Characters that XML refuses never get here: the check before turns them down.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    quick_xml::escape::escape(text)
}
