//! Words as YAML has them.

/// A text as a value on one line: as it is where YAML leaves it alone, else in single quotes.
pub(super) fn value(text: &str) -> String {
    let special = |c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '/' | '-' | ' '));
    let is_plain = text.starts_with(char::is_alphabetic)
        && !text.chars().any(special)
        && text.trim() == text
        && !matches!(text, "true" | "false" | "null" | "yes" | "no" | "on" | "off");
    match is_plain || is_file_name(text) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', "''")),
    }
}

/// Names such as `10-news.yaml` are no numbers to YAML.
fn is_file_name(text: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '/' | '-');
    text.starts_with(char::is_alphanumeric)
        && text.chars().all(plain)
        && text.chars().any(char::is_alphabetic)
        && text.contains('.')
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn what_yaml_would_take_for_something_else_is_quoted() {
        for text in ["王伟", "10-news.yaml", "images/甲 乙.jpg", "a-b"] {
            assert_eq!(value(text), text);
        }
        for text in ["2024", "true", "a: b", "[甲]", "", "甲 #乙", "1e3", "-a"] {
            assert_eq!(value(text), format!("'{text}'"));
        }
        assert_eq!(value("说'法"), "'说''法'");
    }
}
