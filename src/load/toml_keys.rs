//! Where the keys of a TOML file are written: the reader of its values tells that of its own errors
//! alone.

use std::fmt;
use std::ops::Range;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use toml::Spanned;

/// The bytes of the key to which these lead, one inside of the other, or of the last of them that
/// there is. `None` if there is not even the first.
pub(super) fn key(text: &str, keys: &[&str]) -> Option<Range<usize>> {
    Below(keys).deserialize(toml::Deserializer::new(text)).ok().flatten()
}

/// Keys that are looked for in a table.
struct Below<'k>(&'k [&'k str]);

impl<'de> DeserializeSeed<'de> for Below<'_> {
    type Value = Option<Range<usize>>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Below<'_> {
    type Value = Option<Range<usize>>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a table")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let Some((first, rest)) = self.0.split_first() else { return Ok(None) };
        while let Some(key) = map.next_key::<Spanned<String>>()? {
            if key.get_ref() == first {
                // What is no table holds no keys.
                let inner = map.next_value_seed(Below(rest)).ok().flatten();
                return Ok(inner.or(Some(key.span())));
            }
            map.next_value::<serde::de::IgnoredAny>()?;
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn keys_are_found_where_they_are_written() {
        let text = "[a]\nb = 1\n\n[a.pages.\"新闻\"]\nc = { d = 2 }\n[[a.list]]\ne = 3\n";
        let written = |keys: &[&str]| key(text, keys).map(|range| &text[range]);
        assert_eq!(written(&["a", "b"]), Some("b"));
        assert_eq!(written(&["a", "pages", "新闻"]), Some("\"新闻\""));
        assert_eq!(written(&["a", "pages", "新闻", "c", "d"]), Some("d"));
        assert_eq!(written(&["a", "b", "none"]), Some("b"));
        assert_eq!(written(&["a", "list", "e"]), Some("list"));
        assert_eq!(written(&["a", "none"]), Some("a"));
        assert_eq!(written(&["none"]), None);
        assert_eq!(key("a = ", &["a"]), None);
    }
}
