//! What Typst says, in Chinese.
//!
//! Its errors are for those who write layouts, and in English. The usual ones have a sentence here;
//! of others the words are quoted as they are.

use crate::diag::sentences::Sentences;

/// The usual messages.
static SENTENCES: Sentences = Sentences::new(&[
    (r"^file not found \(searched at (.+)\)$", "找不到文件 $1"),
    (r"^failed to load file.*$", "文件读不到"),
    (r"^access denied$", "不许读这里：版式只能用自己文件夹里的文件"),
    (r"^unknown variable: (.+)$", "没有 $1 这个变量"),
    (r"^unclosed (delimiter|string|raw text|comment|label)$", "有括号或引号没有配对"),
    (r"^unexpected closing (.+)$", "多了一个 $1"),
    (r"^unexpected end of (.+)$", "写到一半就断了"),
    (r"^unexpected argument: (.+)$", "多了参数 $1"),
    (r"^unexpected argument$", "多了一个参数"),
    (r"^missing argument: (.+)$", "少了参数 $1"),
    (r"^expected (.+), found (.+)$", "应为 $1，得到的是 $2"),
    (r"^expected (.+)$", "这里应为 $1"),
    (r"^unexpected (.+)$", "这里不该有 $1"),
    (r#"^dictionary does not contain key (.+)$"#, "字典里没有键 $1"),
    (r"^array index out of bounds \(index: (.+?),.*$", "数组没有第 $1 项"),
    (r"^type (.+) has no method `(.+)`$", "$1 没有方法 $2"),
    (r"^cannot access fields on type (.+)$", "$1 没有字段"),
    (r"^(.+) does not have field (.+)$", "$1 没有字段 $2"),
    (r"^cannot (?:add|subtract|multiply|divide|compare) (.+)$", "不能这样算：$1"),
    (r"^divi(?:sion|de) by zero$", "除以零"),
    (r"^assertion failed(?:: (.+))?$", "版式里的断言不成立：$1"),
    (r"^panicked(?: with: (.+))?$", "版式自己停了下来：$1"),
    (r"^maximum (.+) depth exceeded$", "层数太多：$1"),
    (r"^layout did not converge.*$", "排了几遍也定不下来"),
    (r"^unknown font family: (.+)$", "没有字体 $1"),
    (r"^cyclic import$", "文件互相引用"),
    (r"^module `(.+)` does not contain `(.+)`$", "模块 $1 里没有 $2"),
    (r"^loop seems to be infinite$", "循环不会结束"),
]);

/// A message of Typst's in Chinese.
pub(super) fn in_chinese(message: &str) -> String {
    match SENTENCES.find(message) {
        Some(sentence) => sentence.trim_end_matches('：').to_owned(),
        None => format!("Typst 的原话是“{message}”"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_errors_have_a_sentence() {
        for (message, zh) in [
            ("file not found (searched at /data/none.json)", "找不到文件 /data/none.json"),
            ("unknown variable: nosuch", "没有 nosuch 这个变量"),
            ("expected integer, found string", "应为 integer，得到的是 string"),
            ("assertion failed", "版式里的断言不成立"),
            ("unclosed delimiter", "有括号或引号没有配对"),
            ("gibberish", "Typst 的原话是“gibberish”"),
        ] {
            assert_eq!(in_chinese(message), zh);
        }
        assert!(SENTENCES.are_sound());
    }
}
