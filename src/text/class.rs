//! Classes of characters.

use unicode_script::{Script, UnicodeScript as _};

/// Whether a character is a Han ideograph, compatibility ideographs and all extensions included.
#[must_use]
pub fn is_han(c: char) -> bool {
    c.script() == Script::Han && !matches!(c, '\u{2E80}'..='\u{2FDF}')
}

/// Whether a line break beside this character is a break of the file only and stands for no space
/// (CSS Text 4, segment break transformation: Han, kana and full-width marks).
#[must_use]
pub fn is_spaceless(c: char) -> bool {
    matches!(c.script(), Script::Han | Script::Hiragana | Script::Katakana | Script::Bopomofo)
        || matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}')
        || matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}

/// Whether a character may not stand in a book: controls, noncharacters and lone formatting codes
/// that XML 1.0 (§2.2) refuses or that no printed page can show, and controls and marks of
/// direction, with which a line reads otherwise than it is stored (Unicode, UTS #55).
#[must_use]
pub fn is_forbidden(c: char) -> bool {
    match c {
        '\t' | '\n' => false,
        c if c.is_control() => true,
        // A byte order mark inside of a text is refused by PDF/A (ISO 19005-2, 6.2.11.7.2).
        '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' | '\u{FDD0}'..='\u{FDEF}' | '\u{FFFD}' => true,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => true,
        '\u{61C}' | '\u{200E}' | '\u{200F}' => true,
        // Breaks of lines and paragraphs of other programs.
        '\u{2028}' | '\u{2029}' => true,
        c => u32::from(c) & 0xFFFE == 0xFFFE,
    }
}

/// Whether a character is of a private use area; it has no meaning outside of one font
/// (PDF/A-2, ISO 19005-2 clause 6.2.11.7.3, refuses it in tagged text without a replacement).
#[must_use]
pub fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}

/// Whether a mark may not begin a line: it closes what is before it (CLREQ, 3.1.3).
#[must_use]
pub fn is_closing(c: char) -> bool {
    "，、。．：；？！,.:;?!·・–—～~／/…%‰℃°％》〉）」』】〗〕］｝”’)]}>".contains(c)
}

/// Whether a mark may not end a line: it opens what is after it (CLREQ, 3.1.3).
#[must_use]
pub fn is_opening(c: char) -> bool {
    "《〈（「『【〖〔［｛“‘([{<￥¥$€£#＃№".contains(c)
}

/// Whether a text shows nothing.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(is_invisible)
}

/// Whether a character that may stand in a book needs no glyph: spaces and joiners. The space of
/// Ogham is drawn as a line.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    c.is_whitespace() && c != '\u{1680}'
        || matches!(c, '\u{00AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{2064}')
        || matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_covers_extensions_and_compatibility() {
        for c in ['年', '䶮', '𠮷', '\u{F92C}', '\u{FA11}'] {
            assert!(is_han(c), "{c}");
        }
        for c in ['a', '，', 'あ', '①', '⺁'] {
            assert!(!is_han(c), "{c}");
        }
    }

    #[test]
    fn noncharacters_are_forbidden_and_text_is_not() {
        for c in [
            '\0',
            '\u{7}',
            '\u{FEFF}',
            '\u{FFFE}',
            '\u{1FFFF}',
            '\u{85}',
            '\u{FDD0}',
            '\u{202E}',
            '\u{2066}',
            '\u{200E}',
            '\u{200F}',
            '\u{2028}',
        ] {
            assert!(is_forbidden(c), "{:04X}", u32::from(c));
        }
        for c in ['\n', '中', '😀', '\u{3000}', '\u{10FFFD}'] {
            assert!(!is_forbidden(c), "{:04X}", u32::from(c));
        }
    }
}
