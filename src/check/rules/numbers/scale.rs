//! N05: two units of money in a row: `3000万元美元`.
//!
//! 元 stands before no other currency; 人民币 and 港币 may follow it.

use super::fault::Fault;
use super::prose::Prose;
use crate::diag::{Code, msg};

/// Money of other countries.
const OTHERS: [&str; 8] = ["美元", "港元", "日元", "欧元", "英镑", "法郎", "马克", "卢布"];

/// Looks at some words.
pub(super) fn judge(prose: &Prose, faults: &mut Vec<Fault>) {
    for at in 1..prose.chars.len() {
        let is_money = prose.chars[at] == '元'
            && prose.before(at).is_some_and(|c| c.is_ascii_digit() || "万亿千百".contains(c));
        if !is_money {
            continue;
        }
        let Some(other) = OTHERS.iter().find(|other| prose.has(at + 1, other)) else { continue };
        let message = msg!("“元”和“{other}”两个单位连写", "two units in a row: 元 and {other}");
        faults.push(Fault { code: Code::N05, range: at..at + 1 + other.chars().count(), message });
    }
}
