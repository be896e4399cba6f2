//! Where a title may break, and what each break costs.
//!
//! Words come from ICU's dictionary, which knows no names: what it does not know it gives as single
//! characters, so breaks between these are the last resort.

use std::ops::Range;
use std::sync::LazyLock;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{GraphemeClusterSegmenter, WordSegmenter, WordSegmenterBorrowed};
use regex::Regex;

use crate::text::class::{is_closing, is_han, is_opening, is_spaceless};
use crate::text::headline::Names;
use crate::text::units::UNITS;

static WORDS: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_auto(WordBreakInvariantOptions::default()));

/// A name of several parts, alone or before what is said of its bearer.
static PARTED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(\p{Han}{1,8}(?:[·・]\p{Han}{1,8})+)(?:$|[：（—\s])").ok());

/// Numbers in ideographs.
const HAN_NUMBERS: [char; 17] = [
    '〇', '零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万', '亿',
    '两',
];

/// A number and what it counts, ordinals, ranges, days of a month.
static COUNTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    const MORE: &str =
        "平方公里|辈子|[万亿][人吨户亩]|周年|周岁|年度|学年|年代|世纪|季度|个月|月份";
    const COUNTERS: &str = "[号轮版集卷章节类种支艘架台部款首篇幅代层栋幢大]";
    const ARABIC: &str = "[0-9０-９]+(?:[.,:．：][0-9０-９]+)*";
    let number = format!("{ARABIC}(?:[-–—～~至/]{ARABIC})*[%％‰]?");
    let pattern = format!(
        "[0-9]{{1,2}}月[0-9]{{1,2}}[日号]|第?(?:{number}|[一二三四五六七八九十百千万亿两〇零]+)(?:{MORE}|{UNITS}|{COUNTERS})?",
    );
    Regex::new(&pattern).ok()
});

/// Words of one character that lean on the one before: they do not begin a line.
const BEHIND: &str = "的地得了着过之等们者化性市县区镇乡村局会版年月日内里后前级型式站线路院厂部处\
                      奖节赛队团组员园馆厅所校港湾桥湖河街道率案法";
/// Words of one character that lead to the one behind: they do not end a line.
const BEFORE: &str = "在与和暨及向从对为以把被让将至到由于并同跟比按据来赴往给获迎促助办第副新\
                      老大小全总各再又更不未应其该本";
/// Names of families. A single character of these that begins several is taken for a name.
const FAMILIES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢\
                        蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟\
                        龙万段雷钱汤尹黎易常武乔贺赖龚文习張劉陳楊趙黃吳孫馬羅鄭謝韓馮蕭鄧許呂蘇盧蔣賈葉閻\
                        鍾譚鄒陸龍錢湯喬賀賴龔習";

/// Words that end names of institutions, and lean on the words before.
const HEADS: [&str; 24] = [
    "医院", "大学", "学院", "大会", "公司", "集团", "协会", "学会", "学校", "中学", "小学", "中心",
    "银行", "法院", "公园", "委员", "政府", "新区", "园区", "院区", "机场", "车站", "大桥", "广场",
];
/// Words of yearbooks that ICU's dictionary does not know: it has 马拉 and 新能 in them. They hold
/// where they begin with one of its words: 中医保健 is not about 医保.
const UNKNOWN: &str = "马拉松 嘉年华 卡丁车 俱乐部 皮划艇 铁人三项 半程 太极拳 广场舞 街舞 轮滑 攀岩 动漫 奥运会 亚运会 残奥会 \
                       世博会 进博会 博览会 交响乐 新能源 互联网 工业互联网 物联网 大数据 云计算 区块链 二维码 微信 电商 无人机 \
                       充电桩 数字化 网格化 融媒体 碳中和 碳达峰 一网通办 一网统管 河长制 林长制 志愿者 非遗 文旅 党建 \
                       社保 医保 公积金 廉租房 保障房 动迁 扶贫 脱贫 攻坚 扫黑除恶 营商 放管服 供给侧 获得感 双创 疫情 抗疫 \
                       自贸区";

/// What people are called before their names.
const OFFICES: [&str; 22] = [
    "书记", "主任", "主席", "市长", "区长", "县长", "镇长", "乡长", "局长", "部长", "院长", "校长",
    "会长", "馆长", "所长", "经理", "教授", "院士", "代表", "委员", "同志", "选手",
];

/// What a break inside of quotation marks costs that are too far apart to keep together.
const LONG_QUOTATION: f64 = 10.0;

/// A place where a title may break.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cut {
    /// Where the next line begins, in bytes.
    pub at: usize,
    /// What a break here costs, in squares of em that a line is off its ideal width.
    pub cost: f64,
    /// Whether it may stand between the characters of a name that nobody knows.
    pub rough: bool,
    /// Whether it is good wherever it is taken: readers take any, without counting costs.
    pub good: bool,
    /// Whether white space was typed here where none belongs: that says where the sense breaks.
    pub typed: bool,
}

/// The places where a text may break, in order.
pub(super) fn cuts(text: &str, names: &Names) -> Vec<Cut> {
    let mut bound = names.found_in(text);
    let counted = COUNTED.iter().flat_map(|counted| counted.find_iter(text));
    bound.extend(unknown(text));
    // A number in ideographs may be the beginning of any other word; a lifetime is none.
    let (loose, sure): (Vec<_>, Vec<_>) = counted.map(|found| found.range()).partition(|found| {
        let found = &text[found.clone()];
        found.starts_with(HAN_NUMBERS) && !found.ends_with("辈子")
    });
    bound.extend(sure);
    let parts = parts_of_name(text);
    bound.extend(parts.clone());
    let mut words = words(text, &bound);
    bound.extend(loose);
    join(&mut words, &bound);
    bound = guessed_names(text, &words);
    bound.retain(|range| !parts.iter().any(|part| range.start < part.end));
    join(&mut words, &bound);
    let cuts = words.windows(3).filter_map(|around| {
        let at = around[1];
        // No cut is found behind the dot of a name; there alone it breaks.
        if parts.iter().skip(1).any(|part| part.start == at) {
            return Some(Cut { at, cost: 0.0, rough: false, good: true, typed: false });
        }
        cut(text, &[around[0], at, around[2]])
    });
    cuts.collect()
}

/// The parts of the name that a text begins with, each with its dot.
fn parts_of_name(text: &str) -> Vec<Range<usize>> {
    let found = PARTED.as_ref().and_then(|parted| parted.captures(text));
    let Some(name) = found.and_then(|found| found.get(1)) else { return Vec::new() };
    let ends = name.as_str().match_indices(['·', '・']).map(|(at, dot)| at + dot.len());
    let ends: Vec<usize> = ends.chain([name.end()]).collect();
    let starts = [0].into_iter().chain(ends.iter().copied());
    starts.zip(&ends).map(|(start, end)| start..*end).collect()
}

/// Where words stand that the dictionary does not know.
fn unknown(text: &str) -> Vec<Range<usize>> {
    static UNKNOWN_WORDS: LazyLock<Names> = LazyLock::new(|| Names::new(UNKNOWN.split(' ')));
    let mut found = UNKNOWN_WORDS.found_in(text);
    if !found.is_empty() {
        let words = words(text, &[]);
        found.retain(|range| words.contains(&range.start));
    }
    found
}

/// Makes one word of each range.
fn join(words: &mut Vec<usize>, bound: &[Range<usize>]) {
    words.retain(|at| !bound.iter().any(|range| range.start < *at && *at < range.end));
}

/// Where the words of a text begin, and its end, without names and numbers.
#[cfg(test)]
pub(super) fn plain_words(text: &str) -> Vec<usize> {
    words(text, &[])
}

/// Where words begin, and the end. Names, and numbers with what they count, are words whatever the
/// dictionary makes of their characters and those beside them (2023年上海).
fn words(text: &str, bound: &[Range<usize>]) -> Vec<usize> {
    let mut edges: Vec<usize> = bound.iter().flat_map(|range| [range.start, range.end]).collect();
    edges.retain(|at| !bound.iter().any(|range| range.start < *at && *at < range.end));
    let characters: Vec<usize> = GraphemeClusterSegmenter::new().segment_str(text).collect();
    edges.retain(|at| characters.binary_search(at).is_ok());
    edges.extend([0, text.len()]);
    edges.sort_unstable();
    edges.dedup();
    let mut words = vec![0];
    for (from, to) in edges.iter().zip(edges.iter().skip(1)) {
        words.extend(WORDS.segment_str(&text[*from..*to]).filter(|at| *at > 0).map(|at| from + at));
    }
    words
}

/// The break between two words, given by where they begin, touch and end.
fn cut(text: &str, &[from, at, to]: &[usize; 3]) -> Option<Cut> {
    let (before, after) = (text[..at].chars().next_back()?, text[at..].chars().next()?);
    let spaced = before.is_whitespace();
    let joined = |c: char| matches!(c, '\u{A0}' | '\u{202F}' | '\u{2060}' | '\u{200D}');
    if joined(before) || joined(after) {
        return None;
    }
    if after.is_whitespace() || text[..at].trim_end().is_empty() || text[at..].trim().is_empty() {
        return None;
    }
    let touches = |c: char| is_spaceless(c) || is_han(c);
    let opens = text[..at].trim_end().ends_with(is_opening);
    if opens || is_closing(after) && !is_dash(text, at) {
        return None;
    }
    if spaced {
        let (cost, typed) = (quoted(text, at), is_chinese(text, at));
        return Some(Cut { at, cost, rough: false, good: true, typed });
    }
    // Words of alphabets, and joined ones, are parted by spaces alone; what is behind a dash is
    // what the dash leads to.
    if !touches(before) && !touches(after) || "—–·・/／～~".contains(before) {
        return None;
    }
    let (a, b) = (&text[from..at], &text[at..to]);
    let (cost, rough) = between(a, b);
    let mark = match before {
        '，' | '。' | '；' | '：' | '！' | '？' => -2.5,
        '、' | '”' | '’' | '》' | '）' | '」' | '】' => -1.0,
        _ if is_dash(text, at) => -3.0,
        _ => 0.0,
    };
    let quoted = quoted(text, at);
    let good = !rough && cost <= 2.0 && quoted <= LONG_QUOTATION;
    Some(Cut { at, cost: 4.0 + mark + cost + quoted, rough, good, typed: false })
}

/// Whether a long dash begins here: unlike other marks it may begin a line, as before a subtitle.
fn is_dash(text: &str, at: usize) -> bool {
    text[at..].starts_with("——") && !text[..at].ends_with('—')
}

/// What a break beside words of one character costs, and whether it is the last resort.
fn between(a: &str, b: &str) -> (f64, bool) {
    let (last, first) = (single(a), single(b));
    let behind = |c: Option<char>| c.is_some_and(|c| BEHIND.contains(c));
    let before = |c: Option<char>| c.is_some_and(|c| BEFORE.contains(c));
    let after_last = match last {
        None => 0.0,
        _ if before(last) => 14.0,
        // Behind 区, 局, 的 sense ends.
        _ if behind(last) => -1.5,
        Some(c) if FAMILIES.contains(c) => 15.0,
        Some(_) => 9.0,
    };
    let before_first = match first {
        None if HEADS.contains(&b) => 6.0,
        None => 0.0,
        _ if behind(first) => 14.0,
        _ if before(first) => 1.0,
        Some(_) => 9.0,
    };
    let known = behind(last) || before(first);
    // The dictionary reads 一阶 where 一 and 阶段 are written.
    let lone = last.is_some() || a.starts_with(HAN_NUMBERS);
    (after_last + before_first, lone && first.is_some() && !known)
}

/// The character of a word of one ideograph.
fn single(word: &str) -> Option<char> {
    let mut chars = word.chars();
    let first = chars.next().filter(|c| is_han(*c))?;
    chars.next().is_none().then_some(first)
}

/// What a break at a place costs for the quotation marks and brackets around it.
fn quoted(text: &str, at: usize) -> f64 {
    let (mut depth, mut open) = (0_usize, 0);
    for (index, c) in text.char_indices() {
        if index >= at && depth == 0 {
            return 0.0;
        }
        if "“‘《〈（「『【〔(".contains(c) {
            if depth == 0 {
                open = index;
            }
            depth += 1;
        } else if "”’》〉）」』】〕)".contains(c) && depth > 0 {
            depth -= 1;
            if depth == 0 && index >= at {
                // What is short is a name of its own.
                let short = text[open..index].chars().count() <= 7;
                return if short { 24.0 } else { LONG_QUOTATION };
            }
        }
    }
    // A mark that nothing closes says nothing.
    0.0
}

/// Whether white space before a place was typed between ideographs, where none belongs.
fn is_chinese(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end().chars().next_back();
    before.is_some_and(is_spaceless) || text[at..].chars().next().is_some_and(is_spaceless)
}

/// What stands for a name of two or three characters, whose break would be the worst: the name of
/// a family and single characters behind it, or any word behind it where a title is before it.
fn guessed_names(text: &str, words: &[usize]) -> Vec<Range<usize>> {
    let word = |index: usize| Some(&text[*words.get(index)?..*words.get(index + 1)?]);
    let given = |index: usize| {
        let c = word(index).and_then(single);
        c.is_some_and(|c| !BEFORE.contains(c) && !BEHIND.contains(c))
    };
    let mut found = Vec::new();
    for (index, at) in words.iter().enumerate() {
        if !word(index).and_then(single).is_some_and(|c| FAMILIES.contains(c)) {
            continue;
        }
        let singles = [1, 2].into_iter().take_while(|more| given(index + more)).count();
        let titled = OFFICES.iter().any(|office| text[..*at].ends_with(office));
        let is_pair = word(index + 1).is_some_and(|next| next.chars().count() == 2);
        let more = if singles == 0 && titled && is_pair { 1 } else { singles };
        if let (1.., Some(end)) = (more, words.get(index + more + 1)) {
            found.push(*at..*end);
        }
    }
    found
}
