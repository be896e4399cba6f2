//! What tells a file from what it was, without reading it.

use std::fs::Metadata;
use std::time::{Duration, SystemTime};

/// How old a file must be when it is read for its time to tell of every later change: file systems
/// count time in steps, of two seconds at most (FAT).
const STEP: Duration = Duration::from_secs(2);

/// What tells a file from what it was, without reading it.
#[derive(Debug, Clone, PartialEq)]
pub struct Stamp {
    length: u64,
    modified: SystemTime,
    identity: Option<Identity>,
}

/// What a file is to a system that tells.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Identity {
    /// The device, and the file on it.
    file: (u64, u64),
    /// When its content, name, rights or times last changed, in seconds and nanoseconds: programs
    /// that copy, unpack or check out files set the time of their content back, but not this one.
    changed: (i64, i64),
}

impl Stamp {
    /// `None` for a file that changed just now: it may change again without a trace.
    #[must_use]
    pub fn of(facts: &Metadata) -> Option<Stamp> {
        let modified = facts.modified().ok()?;
        let identity = identity(facts);
        let changed = identity.and_then(|identity| {
            let since = Duration::from_secs(u64::try_from(identity.changed.0).ok()?);
            SystemTime::UNIX_EPOCH.checked_add(since)
        });
        #[expect(clippy::disallowed_methods, reason = "tells only whether a file is read again")]
        let now = SystemTime::now();
        let last = changed.map_or(modified, |changed| changed.max(modified));
        let settled = now.duration_since(last).is_ok_and(|age| age > STEP);
        settled.then_some(Stamp { length: facts.len(), modified, identity })
    }
}

#[cfg(unix)]
fn identity(facts: &Metadata) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt as _;
    let changed = (facts.ctime(), facts.ctime_nsec());
    Some(Identity { file: (facts.dev(), facts.ino()), changed })
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> Option<Identity> {
    None
}
