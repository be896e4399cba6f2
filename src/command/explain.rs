//! `explain`: one code, or the table of all.

use anyhow::{Result, bail};

use crate::command::terminal::Terminal;
use crate::diag::{Code, Lang};

pub(super) fn run(name: Option<&str>, terminal: &Terminal) -> Result<u8> {
    let Some(name) = name else {
        let lines = Code::ALL.iter().map(|code| {
            format!("{code}  {:8}{}\n", code.row().severity.word(), code.title(terminal.lang))
        });
        terminal.data(&lines.collect::<String>())?;
        return Ok(0);
    };
    let Some(code) = Code::named(name) else {
        bail!(
            "no code {name}; `nianjian explain` lists all / 没有代码 {name}，nianjian explain 列出全部"
        )
    };
    let row = code.row();
    let severity = row.severity.word();
    let text = match terminal.lang {
        Lang::Zh => format!(
            "{code} {}（{severity}）\n\n{}\n办法：{}\n",
            row.title_zh, row.why_zh, row.fix_zh
        ),
        Lang::En => format!(
            "{code} {} ({severity})\n\n{}\nHelp: {}\n",
            row.title_en, row.why_en, row.fix_en
        ),
    };
    terminal.data(&text)?;
    Ok(0)
}
