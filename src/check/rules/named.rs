//! Names in messages.

use crate::diag::Message;

/// How many names a message tells.
const NAMED: usize = 5;

/// The first of some names, as each language lists them.
pub(super) fn some(names: &[String]) -> Message {
    let more = if names.len() > NAMED { "……" } else { "" };
    let names = &names[..names.len().min(NAMED)];
    Message { zh: names.join("、") + more, en: names.join(", ") + more }
}
