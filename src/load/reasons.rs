//! What readers of data say of a value that does not fit, in Chinese.

use crate::diag::sentences::Sentences;

/// The usual messages.
static SENTENCES: Sentences = Sentences::new(&[
    (r"(?s)^missing field `(.+?)`.*$", "缺少 `$1`"),
    (r"(?s)^unknown field `(.+?)`, expected (?:one of )?(.+?)\s*$", "不认识的键 `$1`，可以写 $2"),
    (r"(?s)^unknown field `(.+?)`.*$", "不认识的键 `$1`"),
    (r"(?s)^unknown variant `(.*?)`, expected (?:one of )?(.+?)\s*$", "没有 `$1`，可用 $2"),
    (r"(?s)^invalid type: .*, expected (?:a |an )?(?:string|borrowed string).*$", "应为文字"),
    (r"(?s)^invalid type: .*, expected (?:a |an )?(?:sequence|array|tuple).*$", "应为列表"),
    (r"(?s)^invalid type: .*, expected (?:a |an )?(?:map|struct|table).*$", "应为键值"),
    (r"(?s)^invalid type: .*, expected (?:a |an )?(?:bool).*$", "应为 true 或 false"),
    (r"(?s)^invalid type: .*, expected [fiu]\d+.*$", "应为数字"),
    (r"(?s)^invalid (?:length|value).*$", "项数或取值不对"),
    (r"(?s)^duplicate (?:key|field).*$", "键重复"),
]);

/// A reader's message in Chinese; that something is wrong, if it is none of the usual ones.
pub(super) fn in_chinese(message: &str) -> String {
    SENTENCES.find(message).unwrap_or_else(|| "写法不合规则".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_errors_have_a_sentence() {
        for (message, zh) in [
            ("missing field `tool`", "缺少 `tool`"),
            ("unknown field `a`, expected one of `b`, `c`", "不认识的键 `a`，可以写 `b`, `c`"),
            ("invalid type: integer `1`, expected a string", "应为文字"),
            ("invalid type: string \"a\", expected f64", "应为数字"),
            ("gibberish", "写法不合规则"),
        ] {
            assert_eq!(in_chinese(message), zh);
        }
        assert!(SENTENCES.are_sound());
    }
}
