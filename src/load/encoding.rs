//! What a file that is not UTF-8 may be, told by its bytes.

use crate::diag::{Message, msg};

/// Which encoding a text seems to be in, if that can be told.
pub(super) fn guess(bytes: &[u8]) -> Option<Message> {
    if bytes.starts_with(&[0xFF, 0xFE])
        || bytes.starts_with(&[0xFE, 0xFF])
        || bytes.iter().take(64).filter(|byte| **byte == 0).count() > 4
    {
        return Some(msg!(
            "文件像是 UTF-16（记事本的“Unicode”）；另存为 UTF-8",
            "it looks like UTF-16 (“Unicode” in Notepad); save it as UTF-8"
        ));
    }
    let pairs = pairs(bytes)?;
    // The commonest ideographs of GB 2312 (3.2) lie in rows 16 to 55; those of Big5 have second
    // bytes below 0x80 as often as above.
    let common = |(lead, trail): &&(u8, u8)| matches!(lead, 0xB0..=0xD7) && *trail >= 0xA1;
    let low = pairs.iter().filter(|(_, trail)| *trail < 0x80).count();
    if pairs.iter().filter(common).count() * 2 >= pairs.len() && low * 5 < pairs.len() {
        return Some(msg!(
            "文件像是 GBK（记事本的“ANSI”）；另存为 UTF-8",
            "it looks like GBK (“ANSI” in Notepad); save it as UTF-8"
        ));
    }
    let big5 = |(lead, trail): &(u8, u8)| {
        matches!(lead, 0xA1..=0xF9) && matches!(trail, 0x40..=0x7E | 0xA1..=0xFE)
    };
    pairs.iter().all(big5).then(|| {
        msg!(
            "文件像是 Big5（繁体系统的“ANSI”）；另存为 UTF-8",
            "it looks like Big5 (“ANSI” in Notepad); save it as UTF-8"
        )
    })
}

/// The characters of two bytes, as GBK and Big5 have them; `None` if it is not made of such.
fn pairs(bytes: &[u8]) -> Option<Vec<(u8, u8)>> {
    let (mut pairs, mut at) = (Vec::new(), 0);
    while let Some(lead) = bytes.get(at) {
        at += 1;
        if lead.is_ascii() {
            continue;
        }
        let trail = *bytes.get(at)?;
        if !matches!(lead, 0x81..=0xFE) || !matches!(trail, 0x40..=0x7E | 0x80..=0xFE) {
            return None;
        }
        pairs.push((*lead, trail));
        at += 1;
    }
    (!pairs.is_empty()).then_some(pairs)
}

#[cfg(test)]
mod tests {
    use super::guess;

    #[test]
    fn encodings_of_notepad_are_told_apart() {
        let said = |bytes: &[u8]| guess(bytes).map(|said| said.en);
        // 金山要闻。
        let gbk = b"title: \xBD\xF0\xC9\xBD\xD2\xAA\xCE\xC5\xA1\xA3\n";
        assert!(said(gbk).is_some_and(|said| said.contains("GBK")));
        // 國家的時間。
        let big5 = b"title: \xB0\xEA\xAE\x61\xAA\xBA\xAE\xC9\xB6\xA1\xA1\x43\n";
        assert!(said(big5).is_some_and(|said| said.contains("Big5")));
        assert!(said(b"\xFF\xFEt\0i\0").is_some_and(|said| said.contains("UTF-16")));
        assert_eq!(said(b"title: \xFF\xFF\xFF"), None);
        assert_eq!(said(b"title: \xE9\x87\x91\xE5\n"), None);
    }
}
