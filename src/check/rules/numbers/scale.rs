//! N05: two units of money in a row: `3000万元美元`.
//!
//! 元 stands before no other currency; 人民币 and 港币 may follow it. So do 亿 and 万 of money, and
//! units that stand twice: `186亿万元`, `36万美元元`, `平方平方公里`.

use super::fault::Fault;
use super::prose::Prose;
use crate::diag::{Code, Message, msg};

/// Money of other countries.
const OTHERS: [&str; 8] = ["美元", "港元", "日元", "欧元", "英镑", "法郎", "马克", "卢布"];

/// Units of area and volume, of which the first half is easily written twice.
const TWICE: [&str; 4] = ["平方平方", "立方立方", "公里公里", "公顷公顷"];

/// Looks at some words.
pub(super) fn judge(prose: &Prose, faults: &mut Vec<Fault>) {
    for at in 1..prose.chars.len() {
        if let Some((length, message)) = told(prose, at) {
            faults.push(Fault { code: Code::N05, range: at..at + length, message });
        }
    }
}

/// What is wrong with the units at a place, and how many characters they take.
fn told(prose: &Prose, at: usize) -> Option<(usize, Message)> {
    let is_number = prose.before(at).is_some_and(|c| c.is_ascii_digit());
    let is_scaled = is_number || prose.before(at).is_some_and(|c| "万亿千百".contains(c));
    if prose.chars[at] == '元' && is_scaled {
        let other = OTHERS.iter().find(|other| prose.has(at + 1, other))?;
        let message = msg!("“元”和“{other}”两个单位连写", "two units in a row: 元 and {other}");
        return Some((1 + other.chars().count(), message));
    }
    // 186亿万元, 56万千元: of two scales the greater one stands last. 千瓦 and 千克 are units.
    let scales = ["亿万元", "亿万人", "亿万吨", "亿千元", "万千元", "万百元", "亿亿元"];
    if let Some(scale) = scales.iter().find(|scale| is_number && prose.has(at, scale)) {
        let message = msg!("“{scale}”里两个数级连写", "two scales in a row: {scale}");
        return Some((3, message));
    }
    let twice = OTHERS.iter().filter(|it| is_scaled && prose.has(at, it)).find(|money| {
        let rest = at + money.chars().count();
        prose.has(rest, "元") && !prose.has(rest, "元旦") || prose.has(rest, money)
    });
    if let Some(money) = twice {
        let message = msg!("“{money}”后面多出单位", "a unit too many behind {money}");
        return Some((money.chars().count() + 1, message));
    }
    let unit = TWICE.iter().find(|unit| is_scaled && prose.has(at, unit))?;
    let message = msg!("“{unit}”重复", "{unit} stands twice");
    Some((unit.chars().count(), message))
}
