//! W17: numbers of another form than GB/T 15835—2011 gives.
//!
//! Sure enough to be told:
//! - a year of two digits before a month: `98年5月` at the beginning of a clause, where no era and
//!   no time served is told;
//! - numbers of two numerals in a row that say about how many, with 、 between them: `三、四个`;
//! - what says twice that a number is not exact: `20余多`, `约30人左右`, `超过50个以上`;
//! - ranges with one sign or one 万, 亿 (`10～15%`, `9～16亿`: GB/T 15835, 5.1.3).

use super::Slip;
use crate::check::rules::numbers::prose::Prose;
use crate::diag::{Code, msg};
use crate::text::class::is_han;

/// Eras and terms that two digits before 年 may be of.
const NO_YEARS: [&str; 14] = [
    "民国", "光绪", "宣统", "同治", "咸丰", "道光", "嘉庆", "乾隆", "康熙", "昭和", "大正", "徒刑",
    "刑期", "历时",
];

/// Words that count, behind a number of about so many.
const COUNTED: [char; 16] = [
    '个', '百', '千', '万', '天', '次', '岁', '里', '倍', '斤', '亩', '件', '家', '只', '十', '年',
];

/// Looks at some words.
pub(super) fn judge(prose: &Prose, slips: &mut Vec<Slip>) {
    let chars = prose.chars.as_slice();
    let mut at = 0;
    while at < chars.len() {
        if chars[at].is_ascii_digit() && !is_number(prose.before(at)) {
            let end = end_of_number(chars, at);
            year(prose, at, end, slips);
            range(prose, at, end, slips);
            about(prose, at, end, slips);
            at = end;
            continue;
        }
        between(prose, at, slips);
        at += 1;
    }
}

fn is_number(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_digit() || c == '.')
}

fn end_of_number(chars: &[char], at: usize) -> usize {
    let own = |c: &&char| c.is_ascii_digit() || matches!(c, '.' | ',');
    at + chars[at..].iter().take_while(own).count()
}

fn year(prose: &Prose, at: usize, end: usize, slips: &mut Vec<Slip>) {
    let chars = prose.chars.as_slice();
    let is_open = prose.before(at).is_none_or(|c| "，。；：（、从自至到于在“".contains(c));
    let month = chars.get(end + 1..).unwrap_or_default();
    let digits = month.iter().take_while(|c| c.is_ascii_digit()).count();
    let is_month = matches!(digits, 1 | 2) && month.get(digits) == Some(&'月');
    let is_edge = matches!(chars.get(end + 1), Some('底' | '初' | '末'));
    if end - at != 2
        || !chars[at..end].iter().all(char::is_ascii_digit)
        || chars.get(end) != Some(&'年')
        || !(is_open && (is_month || is_edge))
        || prose.any(0..chars.len(), &NO_YEARS)
    {
        return;
    }
    let written = prose.words(at..end + 1);
    let message = msg!("“{written}”：年份要写四位", "“{written}”: years have four digits");
    slips.push(Slip::tell(Code::W17, prose.bytes(at..end + 1), message));
}

fn range(prose: &Prose, at: usize, end: usize, slips: &mut Vec<Slip>) {
    let chars = prose.chars.as_slice();
    let mark = chars.get(end).copied();
    let is_mark = matches!(mark, Some('～' | '—')) && chars.get(end + 1) != mark.as_ref();
    let last = end_of_number(chars, (end + 1).min(chars.len()));
    let around = ['-', '/', '~', '～', '—', ':', '：', '.'];
    let is_alone =
        !prose.before(at).is_some_and(|c| c.is_ascii_alphanumeric() || around.contains(&c));
    if !is_mark || last <= end + 1 || !is_alone {
        return;
    }
    let (one, other) = (prose.words(at..end), prose.words(end + 1..last));
    let behind = chars.get(last).copied();
    let (Ok(first), Ok(second)) = (one.parse::<f64>(), other.parse::<f64>()) else { return };
    let Some(sign) = behind.filter(|c| matches!(c, '%' | '万' | '亿')) else { return };
    if first >= second {
        return;
    }
    let written = prose.words(at..last + 1);
    let message = msg!(
        "“{written}”：前一个数也要写“{sign}”",
        "“{written}”: both ends of a range have their {sign}"
    );
    let right = format!("{one}{sign}～{other}{sign}");
    let slip = Slip::write(Code::W17, prose.bytes(at..last + 1), message, &right);
    let edit = (prose.bytes(end..end + 1), format!("{sign}～"));
    // 9～16万 may be 9 to 160,000: what a number counts is for its editor.
    slips.push(slip.with(vec![edit]).certain_if(sign == '%'));
}

/// What says twice that a number is not exact.
fn about(prose: &Prose, at: usize, end: usize, slips: &mut Vec<Slip>) {
    let chars = prose.chars.as_slice();
    let scale = |c: &&char| matches!(c, '十' | '百' | '千' | '万' | '亿');
    let skip =
        |from: usize| from + chars.get(from..).unwrap_or_default().iter().take_while(scale).count();
    let more = skip(end);
    let is_more = |at: usize| matches!(chars.get(at), Some('余' | '多'));
    let mut tell = |range: std::ops::Range<usize>| {
        let written = prose.words(range.clone());
        let message = msg!(
            "“{written}”：前后意思重复，只留一头",
            "“{written}” says twice that the number is not exact"
        );
        slips.push(Slip::tell(Code::W17, prose.bytes(range), message));
    };
    if is_more(more) && is_more(more + 1) {
        tell(at..more + 2);
        return;
    }
    let before = ["约", "大约", "近", "将近", "接近", "超过"];
    let fits = |word: &&&str| {
        let length = word.chars().count();
        at.checked_sub(length).is_some_and(|start| prose.has(start, word))
    };
    let Some(word) = before.iter().filter(fits).max_by_key(|word| word.len()) else { return };
    let start = at - word.chars().count();
    let own = |c: &&char| is_han(**c) || matches!(c, '%' | '‰');
    let length = chars.get(end..).unwrap_or_default().iter().take(7).take_while(own).count();
    let behind = end..end + length;
    // 附近, 靠近 and 最近 are words; 近10年来 are the last ones.
    let is_word = prose.before(start).is_some_and(|c| "附靠最临邻新节制合契公条".contains(c));
    let tails: &[&str] = match *word {
        "超过" => &["以上"],
        "近" => &["左右", "上下"],
        _ => &["左右", "上下", "以上"],
    };
    let tail = behind.clone().find_map(|from| {
        let tail = tails.iter().find(|tail| prose.has(from, tail))?;
        Some(from + tail.chars().count())
    });
    let is_some_time = *word == "近";
    if let Some(tail) = tail.filter(|tail| *tail <= behind.end && !is_word) {
        tell(start..tail);
    } else if is_more(more) && !is_word {
        let unit = chars.get(skip(more + 1)).copied();
        let is_time = unit.is_some_and(|c| "年天月日周小个".contains(c));
        if *word != "超过" && !(is_some_time && is_time) {
            tell(start..more + 1);
        }
    }
}

/// `三、四个`: about so many.
fn between(prose: &Prose, at: usize, slips: &mut Vec<Slip>) {
    const NUMERALS: [char; 9] = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let chars = prose.chars.as_slice();
    let number = |at: usize| NUMERALS.iter().position(|c| chars.get(at) == Some(c));
    let (Some(first), Some('、'), Some(second)) = (number(at), chars.get(at + 1), number(at + 2))
    else {
        return;
    };
    let counts = chars.get(at + 3).is_some_and(|c| COUNTED.contains(c));
    let next = chars.get(at + 4).copied();
    let is_other = match chars.get(at + 3) {
        Some('年') => next.is_some_and(|c| "级代".contains(c)),
        Some('十') => true,
        Some('家') => next.is_some_and(|c| "庭".contains(c)),
        Some('个') => next == Some('五'),
        _ => false,
    };
    let before = prose.before(at);
    let is_listed =
        before.is_some_and(|c| NUMERALS.contains(&c) || "十百千万第、初高大小前后周".contains(c));
    if second != first + 1 || !counts || is_other || is_listed {
        return;
    }
    let written = prose.words(at..at + 4);
    let right = prose.words(at..at + 1) + &prose.words(at + 2..at + 3);
    let message = msg!(
        "“{written}”：相邻的两个数表示概数，中间不用顿号",
        "“{written}”: two numbers that say about how many have no mark between them"
    );
    slips.push(Slip::write(Code::W17, prose.bytes(at..at + 3), message, &right));
}
