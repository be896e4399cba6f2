//! The blocks of a GIF (version 89a, appendix A).

/// Whether a second picture follows the first; no pixels are made.
pub(super) fn moves(bytes: &[u8]) -> bool {
    pictures(bytes).is_some()
}

/// Something if there are two pictures.
fn pictures(bytes: &[u8]) -> Option<()> {
    let mut at = 13 + table(*bytes.get(10)?);
    let mut pictures = 0;
    loop {
        match bytes.get(at)? {
            // An extension, of some kind.
            0x21 => at = blocks(bytes, at + 2)?,
            0x2C => {
                pictures += 1;
                if pictures == 2 {
                    return Some(());
                }
                at = blocks(bytes, at + 11 + table(*bytes.get(at + 9)?))?;
            }
            _ => return None,
        }
    }
}

/// The length of the table of colours that flags tell of.
fn table(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << (1 + (flags & 7)) }
}

/// What follows the blocks of data that begin here.
fn blocks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match bytes.get(at)? {
            0 => return Some(at + 1),
            length => at += 1 + usize::from(*length),
        }
    }
}
