//! `fix`: mends the files of books where there is one right answer, after showing what changes.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use similar::{ChangeTag, DiffTag, TextDiff};

use crate::args::Fix;
use crate::check::glossary::Glossary;
use crate::check::mend::{MENDED, Mended, NotMended, Wanted, mend};
use crate::command::books::named_or_only;
use crate::command::terminal::Terminal;
use crate::diag::visible::visible;
use crate::diag::{Findings, Lang};
use crate::load;
use crate::output::replace;
use crate::source::Source;

/// A file that is to be written anew.
struct Change {
    path: PathBuf,
    source: Arc<Source>,
    mended: Mended,
}

/// What can be done for the books that were named.
#[derive(Default)]
struct Changes {
    files: Vec<Change>,
    /// Whether there is something that could not be looked at, or is better left alone.
    is_partial: bool,
}

pub(super) fn run(args: &Fix, terminal: &Terminal) -> Result<u8> {
    for code in args.only.iter().filter(|code| !MENDED.contains(code)) {
        say(
            terminal,
            &format!("{code} 从不替你改：要看了文字才知道怎么改"),
            &format!("nothing of {code} is ever mended: it wants a look at the words"),
        );
    }
    let mut changes = Changes::default();
    let mut found = Vec::new();
    for folder in named_or_only(&args.books)? {
        found.push(look(&folder, args, &mut changes, terminal)?);
    }
    terminal.findings(&found)?;
    let Changes { files, is_partial } = changes;
    let failed = u8::from(is_partial);
    if files.is_empty() {
        match is_partial {
            true => say(terminal, "没有改：先改好上面说的", "nothing was written: see above"),
            false => say(terminal, "没有要改的", "nothing to mend"),
        }
        return Ok(failed);
    }
    for file in &files {
        terminal.data(&diff(file, terminal.color_data))?;
    }
    let (count, edits) = (files.len(), files.iter().map(|file| file.mended.edits).sum::<usize>());
    if args.dry_run {
        say(
            terminal,
            &format!("{count} 个文件有 {edits} 处可改"),
            &format!("{edits} places in {count} files can be mended"),
        );
        return Ok(1);
    }
    let question = match terminal.lang {
        Lang::Zh => format!("改这 {count} 个文件的 {edits} 处？"),
        Lang::En => format!("mend {edits} places in {count} files?"),
    };
    let answer = if args.yes { Some(true) } else { terminal.ask(&question) };
    if answer != Some(true) {
        match answer {
            None => say(
                terminal,
                "没有改：这里没有终端可问，加 --yes",
                "nothing was written: there is no terminal to ask; add --yes",
            ),
            _ => say(terminal, "没有改", "nothing was written"),
        }
        return Ok(1);
    }
    write(&files, terminal).map(|code| code.max(failed))
}

/// Looks through the files of a book.
fn look(
    folder: &std::path::Path,
    args: &Fix,
    changes: &mut Changes,
    terminal: &Terminal,
) -> Result<Findings> {
    let mut found = Findings::new(&folder.to_string_lossy());
    let mut known = Findings::new(&folder.to_string_lossy());
    let Some(raw) = load::load(folder, &mut load::Cache::default(), &mut known) else {
        changes.is_partial = true;
        return Ok(known);
    };
    let terms = raw.terms.as_deref();
    let glossary = terms.map(|terms| Glossary::new(terms, &mut known));
    let listed = raw.sections.iter().map(|section| section.file.as_str());
    for file in std::iter::once(load::BOOK).chain(listed) {
        let path = raw.folder.join(file);
        let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
        let Ok(source) = Source::new(file, bytes).map(Arc::new) else { continue };
        let wanted = Wanted {
            control: &raw.control,
            only: &args.only,
            is_chinese: raw.is_chinese(),
            glossary: glossary.as_ref(),
        };
        match mend(&source, &wanted) {
            Ok(mended) if mended.edits == 0 => {}
            Ok(mended) => changes.files.push(Change { path, source, mended }),
            Err(why) => {
                changes.is_partial = true;
                let path = path.display();
                match why {
                    NotMended::Broken => say(
                        terminal,
                        &format!("{path}：读不出来，没有动；先 `nianjian check`"),
                        &format!("{path}: cannot be read and was left alone; see `nianjian check`"),
                    ),
                    NotMended::Changed => say(
                        terminal,
                        &format!("{path}：改了会带动别的，没有动"),
                        &format!(
                            "{path}: was left alone: the edits would change more than they should"
                        ),
                    ),
                }
            }
        }
    }
    // Sections that could not be read are not mended: it is told why.
    let is_lost = raw.sections.len() < raw.book.sections.len();
    if is_lost {
        changes.is_partial = true;
        found = known;
    }
    Ok(found)
}

fn write(files: &[Change], terminal: &Terminal) -> Result<u8> {
    let mut code = 0;
    for Change { path, source, mended } in files {
        let written = replace(path, source.stored().as_bytes(), mended.text.as_bytes())?;
        let path = path.display();
        let codes: Vec<String> = mended.codes.iter().map(ToString::to_string).collect();
        let (edits, codes) = (mended.edits, codes.join(" "));
        match written {
            true => say(
                terminal,
                &format!("{path}：改了 {edits} 处（{codes}）"),
                &format!("{path}: {edits} places mended ({codes})"),
            ),
            false => {
                code = 1;
                say(
                    terminal,
                    &format!("{path}：刚才别人改过，没有动"),
                    &format!("{path}: somebody else changed it meanwhile; left alone"),
                );
            }
        }
    }
    Ok(code)
}

fn say(terminal: &Terminal, zh: &str, en: &str) {
    if !terminal.quiet {
        terminal.note(if terminal.lang == Lang::Zh { zh } else { en });
    }
}

/// What changes in a file, as a unified diff.
fn diff(file: &Change, color: bool) -> String {
    let paint = |code: &str, line: &str| match color {
        true => format!("\u{1B}[{code}m{line}\u{1B}[0m\n"),
        false => format!("{line}\n"),
    };
    let path = visible(&file.path.display().to_string()).into_owned();
    let mut out = paint("1", &format!("--- {path}")) + &paint("1", &format!("+++ {path}"));
    let changes = TextDiff::from_lines(file.source.stored(), &file.mended.text);
    for group in changes.grouped_ops(2) {
        let Some((first, last)) = group.first().zip(group.last()) else { continue };
        let (old, new) = (first.old_range().start, first.new_range().start);
        let (of_old, of_new) = (last.old_range().end - old, last.new_range().end - new);
        let head = format!("@@ -{},{of_old} +{},{of_new} @@", old + 1, new + 1);
        out.push_str(&paint("36", &head));
        for op in &group {
            let (before, after) = (op.old_range(), op.new_range());
            // Each line beside its new form, and what differs marked: paragraphs are long lines.
            if color && op.tag() == DiffTag::Replace && before.len() == after.len() {
                for (before, after) in before.zip(after) {
                    let line = |line: Option<&str>| {
                        line.unwrap_or_default().trim_end_matches(['\n', '\r']).to_owned()
                    };
                    let before = line(changes.old_slice(before));
                    let after = line(changes.new_slice(after));
                    let (before, after) = marked(&before, &after);
                    out.push_str(&paint("31", &format!("-{before}")));
                    out.push_str(&paint("32", &format!("+{after}")));
                }
                continue;
            }
            for change in changes.iter_changes(op) {
                let (sign, code) = match change.tag() {
                    ChangeTag::Delete => ('-', "31"),
                    ChangeTag::Insert => ('+', "32"),
                    ChangeTag::Equal => (' ', "0"),
                };
                let line = visible(change.value().trim_end_matches(['\n', '\r'])).into_owned();
                out.push_str(&match sign {
                    ' ' => format!(" {line}\n"),
                    _ => paint(code, &format!("{sign}{line}")),
                });
            }
        }
    }
    out
}

/// How many characters are shown around a change of a long line.
const NEAR: usize = 20;

/// The most characters of a line that is shown as a whole.
const LONG: usize = 120;

/// A line as it is and as it will be, with what differs reversed; of a long one what is near.
fn marked(before: &str, after: &str) -> (String, String) {
    let changes = TextDiff::from_chars(before, after);
    let mut runs: Vec<(ChangeTag, String)> = Vec::new();
    for change in changes.iter_all_changes() {
        match runs.last_mut() {
            Some((tag, run)) if *tag == change.tag() => run.push_str(change.value()),
            _ => runs.push((change.tag(), change.value().to_owned())),
        }
    }
    let is_long = before.chars().count() > LONG;
    let (mut old, mut new) = (String::new(), String::new());
    for (nth, (tag, run)) in runs.iter().enumerate() {
        let text = match tag {
            ChangeTag::Equal if is_long => short(run, (nth > 0, nth + 1 < runs.len())),
            _ => visible(run).into_owned(),
        };
        match tag {
            ChangeTag::Equal => {
                old.push_str(&text);
                new.push_str(&text);
            }
            ChangeTag::Delete => old.push_str(&format!("\u{1B}[7m{text}\u{1B}[27m")),
            ChangeTag::Insert => new.push_str(&format!("\u{1B}[7m{text}\u{1B}[27m")),
        }
    }
    (old, new)
}

/// What is near the ends of a run of words that have a change beside them.
fn short(run: &str, (has_before, has_after): (bool, bool)) -> String {
    let chars: Vec<char> = run.chars().collect();
    let head = if has_before { NEAR } else { 0 };
    let tail = if has_after { NEAR } else { 0 };
    if chars.len() <= head + tail + 1 {
        return visible(run).into_owned();
    }
    let indent = run.chars().take_while(|c| *c == ' ').count();
    let head = if has_before { head } else { indent.min(chars.len() - tail) };
    let words: String = chars[..head].iter().collect::<String>()
        + "…"
        + &chars[chars.len() - tail..].iter().collect::<String>();
    visible(&words).into_owned()
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn what_differs_is_marked_and_long_lines_are_cut() {
        let on = |text: &str| text.replace("\u{1B}[7m", "[").replace("\u{1B}[27m", "]");
        let (old, new) = marked("  甲,乙、等", "  甲，乙等");
        assert_eq!((on(&old).as_str(), on(&new).as_str()), ("  甲[,]乙[、]等", "  甲[，]乙等"));
        let long = "长".repeat(200);
        let (old, new) = marked(&format!("  {long}甲,乙{long}"), &format!("  {long}甲，乙{long}"));
        let near = "长".repeat(19);
        assert_eq!(on(&old), format!("  …{near}甲[,]乙{near}…"));
        assert_eq!(on(&new), format!("  …{near}甲[，]乙{near}…"));
    }
}
