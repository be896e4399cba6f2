//! Reads files inside a folder and refuses paths that lead out of it.

use std::fs;
use std::io::Read as _;
use std::path::{Component, Path};

use crate::diag::{Message, msg};

/// Why a file was not read.
#[derive(Debug)]
pub enum Refusal {
    /// There is none.
    Missing,
    /// It is a folder or a device.
    NotAFile,
    /// It is larger than this many bytes.
    TooLarge(u64),
    /// The path, or what it links to, lies outside of the folder.
    Outside,
    /// The system refused.
    Unreadable(Message),
}

impl Refusal {
    /// Why a file was not read, in words.
    #[must_use]
    pub fn message(&self, path: &str) -> Message {
        match self {
            Refusal::Missing => msg!("没有文件 {path}", "there is no file {path}"),
            Refusal::NotAFile => msg!("{path} 不是文件", "{path} is not a file"),
            Refusal::Unreadable(why) => {
                let (zh, en) = (&why.zh, &why.en);
                msg!("{path} 读不到：{zh}", "{path} cannot be read: {en}")
            }
            Refusal::TooLarge(limit) => {
                let limit = limit >> 20;
                msg!("{path} 超过 {limit} MiB", "{path} has more than {limit} MiB")
            }
            Refusal::Outside => {
                msg!("{path} 不在书的文件夹里", "{path} is not inside the book's folder")
            }
        }
    }
}

/// Why the system did not give a file.
fn unreadable(error: &std::io::Error) -> Refusal {
    match error.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => Refusal::Missing,
        std::io::ErrorKind::PermissionDenied => {
            Refusal::Unreadable(msg!("没有权限", "permission denied"))
        }
        kind => Refusal::Unreadable(msg!("系统不给读（{kind}）", "{kind}")),
    }
}

/// Reads a file by a relative path with `/`. Symbolic links are resolved before the path is
/// judged, so that a link cannot lead out.
///
/// # Errors
/// Says why the file was not read.
pub fn inside(folder: &Path, path: &str, limit: u64) -> Result<Vec<u8>, Refusal> {
    let relative = Path::new(path);
    let plain = |c: Component| matches!(c, Component::Normal(_) | Component::CurDir);
    if path.is_empty() {
        return Err(Refusal::Missing);
    }
    if path.contains(['\\', ':', '\0']) || !relative.components().all(plain) {
        return Err(Refusal::Outside);
    }
    let canonical = |path: &Path| path.canonicalize().map_err(|why| unreadable(&why));
    let real = canonical(&folder.join(relative))?;
    if !real.starts_with(canonical(folder)?) {
        return Err(Refusal::Outside);
    }
    file(&real, limit)
}

/// Reads a file; folders, devices and pipes are none, so that reading ends.
///
/// # Errors
/// Says why the file was not read.
pub fn file(path: &Path, limit: u64) -> Result<Vec<u8>, Refusal> {
    let meta = fs::metadata(path).map_err(|why| unreadable(&why))?;
    if !meta.is_file() {
        return Err(Refusal::NotAFile);
    }
    if meta.len() > limit {
        return Err(Refusal::TooLarge(limit));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or_default());
    // One byte more than allowed: a file that grows while it is read is caught as well.
    let file = fs::File::open(path).map_err(|why| unreadable(&why))?;
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|why| unreadable(&why))?;
    if bytes.len() as u64 > limit { Err(Refusal::TooLarge(limit)) } else { Ok(bytes) }
}
