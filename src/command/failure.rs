//! What is said when the machine fails, in the language of the messages.

use std::io;

use anyhow::Error;

use crate::diag::Lang;
use crate::diag::sentences::Sentences;

/// What this program says of its own doings.
static SENTENCES: Sentences = Sentences::new(&[
    ("^cannot write to the folder (.+)$", "写不进文件夹 $1"),
    ("^cannot write (.+)$", "写不了 $1"),
    ("^cannot read (.+)$", "读不了 $1"),
    ("^cannot start threads$", "开不了线程"),
    ("^standard output$", "标准输出"),
    ("^SOURCE_DATE_EPOCH is not a number of seconds$", "SOURCE_DATE_EPOCH 不是秒数"),
    ("^SOURCE_DATE_EPOCH is out of range$", "SOURCE_DATE_EPOCH 超出范围"),
    ("^invalid digit found in string$", "里面有不是数字的字符"),
]);

/// An error with its causes.
pub(super) fn said(error: &Error, lang: Lang) -> String {
    let causes = error.chain().map(|cause| match cause.downcast_ref::<io::Error>() {
        Some(cause) if lang == Lang::Zh => {
            of_system(cause.kind()).map_or_else(|| cause.to_string(), str::to_owned)
        }
        _ => in_language(&cause.to_string(), lang),
    });
    causes.collect::<Vec<_>>().join(": ")
}

/// A message of this program; where it has both languages, `English / 中文`, one of them.
fn in_language(message: &str, lang: Lang) -> String {
    match (message.rsplit_once(" / "), lang) {
        (Some((en, _)), Lang::En) => en.to_owned(),
        (Some((_, zh)), Lang::Zh) => zh.to_owned(),
        (None, Lang::Zh) => SENTENCES.find(message).unwrap_or_else(|| message.to_owned()),
        (None, Lang::En) => message.to_owned(),
    }
}

/// What the system says, in Chinese; `None` for what hardly happens to files.
fn of_system(kind: io::ErrorKind) -> Option<&'static str> {
    Some(match kind {
        io::ErrorKind::NotFound => "没有这个文件或文件夹",
        io::ErrorKind::AlreadyExists => "已有同名的文件",
        io::ErrorKind::NotADirectory => "路径里有一段不是文件夹",
        io::ErrorKind::IsADirectory => "是文件夹，不是文件",
        io::ErrorKind::PermissionDenied => "没有权限",
        io::ErrorKind::ReadOnlyFilesystem => "磁盘只能读",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "磁盘满了",
        io::ErrorKind::OutOfMemory => "内存不够",
        io::ErrorKind::InvalidFilename => "文件名不能用",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use anyhow::{Context as _, anyhow};

    use super::*;

    #[test]
    fn failures_are_told_in_one_language() {
        let missing = || io::Error::from(io::ErrorKind::NotFound);
        let error = Err::<(), _>(missing()).context("cannot read a.pdf").unwrap_err();
        assert_eq!(said(&error, Lang::Zh), "读不了 a.pdf: 没有这个文件或文件夹");
        assert_eq!(said(&error, Lang::En), "cannot read a.pdf: entity not found");
        let both = anyhow!("x is not empty / x 不是空文件夹");
        assert_eq!(said(&both, Lang::Zh), "x 不是空文件夹");
        assert_eq!(said(&both, Lang::En), "x is not empty");
        assert!(SENTENCES.are_sound());
    }
}
