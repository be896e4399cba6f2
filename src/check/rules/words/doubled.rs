//! W15: words that stand twice in a row.
//!
//! Chinese doubles many words on purpose. Told are particles that are never doubled, unless the
//! first ends a word (目的的) or the second begins one (为了了解); verbs and conjunctions of two
//! characters that have no doubled form (进行进行); and four characters and more that are repeated
//! at once and do not begin with a numeral. What stands three times in a row or more is a refrain,
//! a cheer or the filling of a form, and is left alone as a whole.

use super::Slip;
use crate::check::rules::numbers::prose::Prose;
use crate::diag::{Code, msg};
use crate::text::class::is_han;

/// Particles; what may stand before two of them, and behind.
const PARTICLES: [(char, &str, &str); 10] = [
    ('的', "目标打有端中", "的确士话士"),
    ('了', "为除不甚", "了解却结断然之如望"),
    ('与', "参给赐授相付", "与"),
    ('在', "存现所正实内潜外自好旨健常还贵重难", "在"),
    ('被', "棉植纳夹", "被"),
    ('着', "沉", "着手眼重力陆装火想实墨急落凉"),
    ('从', "自服听遵随顺跟侍无", "从容"),
    ('由', "自理缘因事来", "由衷"),
    ('将', "大干名猛上中少主老健即必虎", "将军士领帅要来近"),
    ('我', "自忘大小", "我行们"),
];

/// Words of two characters that are not doubled.
const WORDS: [&str; 52] = [
    "进行", "通过", "以及", "由于", "关于", "对于", "按照", "根据", "其中", "同时", "因此", "因而",
    "但是", "而且", "并且", "已经", "可以", "可能", "应当", "应该", "必须", "成为", "作为", "位于",
    "属于", "为了", "其他", "我们", "他们", "它们", "这个", "这些", "那些", "召开", "举行", "开展",
    "实现", "建立", "成立", "建成", "开工", "竣工", "增长", "下降", "达到", "占地", "共有", "全面",
    "截至", "随着", "围绕", "认真",
];

/// Looks at some words.
pub(super) fn judge(prose: &Prose, slips: &mut Vec<Slip>) {
    let chars = prose.chars.as_slice();
    let mut at = 0;
    while at + 1 < chars.len() {
        let refrain = refrain(chars, at);
        if refrain > 0 {
            at += refrain;
            continue;
        }
        let length =
            if chars[at] == chars[at + 1] { particle(prose, at) } else { phrase(chars, at) };
        if length == 0 {
            at += 1;
            continue;
        }
        let word = prose.words(at..at + length);
        let message = msg!("“{word}”连用了两次", "“{word}” stands twice in a row");
        let range = prose.bytes(at..at + 2 * length);
        slips.push(Slip::write(Code::W15, range, message, &word));
        at += 2 * length;
    }
}

/// How long a run of one phrase is that stands three times in a row or more at a place, with what
/// is begun of one more; 0 if there is none.
fn refrain(chars: &[char], at: usize) -> usize {
    let rest = &chars[at..];
    // Whatever is repeated begins again with its first character.
    let first = rest.iter().skip(1).take(12).position(|c| *c == rest[0]);
    let Some(shortest) = first.map(|nth| nth + 1) else { return 0 };
    let same = |length: usize| {
        rest.iter().zip(rest.iter().skip(length)).take_while(|(a, b)| a == b).count()
    };
    // Runs of other characters are never passed over: their ends would be looked for at each one.
    let han = rest.iter().take(12).take_while(|c| is_han(**c)).count();
    (shortest..=han)
        .map(|length| (length, same(length)))
        .find(|(length, same)| *same >= 2 * length)
        .map_or(0, |(length, same)| length + same)
}

/// How long the particle is that stands twice at a place; 0 if there is none.
fn particle(prose: &Prose, at: usize) -> usize {
    let chars = prose.chars.as_slice();
    let Some((_, before, after)) = PARTICLES.iter().find(|(c, ..)| *c == chars[at]) else {
        return 0;
    };
    let is_word = prose.before(at).is_none_or(|c| before.contains(c) || !is_han(c))
        || chars.get(at + 2).is_some_and(|c| after.contains(*c));
    usize::from(!is_word)
}

/// How long the words are that stand twice at a place; 0 if there are none.
fn phrase(chars: &[char], at: usize) -> usize {
    let rest = &chars[at..];
    let twice = |length: usize| {
        let (one, other) = (rest.get(..length), rest.get(length..2 * length));
        one.is_some() && one == other && rest[..length].iter().all(|c| is_han(*c))
    };
    if twice(2) {
        let fits = |word: &&str| word.chars().eq(rest[..2].iter().copied());
        // 以及及 and the like belong to the particles.
        return if WORDS.iter().any(fits) { 2 } else { 0 };
    }
    // One by one: 一个问题一个问题地解决.
    if "一二三两每".contains(rest[0]) {
        return 0;
    }
    // Three are names and sounds as often as slips.
    (4..=12).find(|length| twice(*length) && !is_refrain(&rest[..*length])).unwrap_or(0)
}

/// Whether words are made of one that is repeated.
fn is_refrain(words: &[char]) -> bool {
    (1..=words.len() / 2).any(|length| {
        words.len().is_multiple_of(length)
            && words.chunks(length).all(|part| part == &words[..length])
    })
}
