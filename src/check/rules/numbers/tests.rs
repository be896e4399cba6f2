use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{Found, in_parts, parts};
use crate::diag::Code;

/// What is wrong, by its code: the text, and what has to be said of it.
const BAD: &[(Code, &str, &str)] = &[
    (
        Code::N01,
        "全县有6656人：农民5175人、工人279人、干部2202人。",
        "5175+279+2202 = 7656，文中 6656，差 1000",
    ),
    (
        Code::N01,
        "全县有7156人，其中农民5175人、工人279人、干部1202人。",
        "= 6656，文中 7156，差 500",
    ),
    (Code::N01, "全县有３３９４人，其中小学18人，初中3394人，高中124人，幼儿园4人。", "= 3540"),
    (Code::N01, "甲、乙、丙三乡分别为48、66、41人，共计105人。", "48+66+41 = 155"),
    (Code::N01, "共有105人，分别为48人、66人、41人。", "差 50"),
    (Code::N01, "播种面积105亩，水稻、小麦、玉米分别为48亩、66亩、41亩。", "= 155"),
    (Code::N01, "农业2.9711亿元、工业6.6345亿元，共9.6065亿元。", "2.9711+6.6345 = 9.6056"),
    (
        Code::N01,
        "农业1.5亿元、工业3000万元，合计2.8亿元。",
        "1.5亿元+3000万元 = 1.8亿元，文中 2.8亿元，差 1亿元",
    ),
    (Code::N01, "共有学校二十一所：中学四所、小学五所、幼儿园六所。", "4+5+6 = 15"),
    (Code::N01, "全校502人（男202人，女250人）。", "202+250 = 452"),
    (Code::N01, "全校502人，按职务分：教师202人、职员250人、工人10人。", "= 462"),
    (Code::N01, "全校502人，包括教师202人、职员250人、工人60人。", "= 512"),
    (Code::N01, "甲村30人（男10人，女30人），乙村20人（男10人，女10人）。", "10+30 = 40"),
    (Code::N02, "全市有幼儿园632所，其中农村2896所。", "总数632所，其中2896所"),
    (Code::N02, "林地280.60公顷。其中经济林612.49公顷。", "280.60公顷"),
    (Code::N02, "总产值280亿元，其中工业11094亿元。", "查“万”“亿”"),
    (Code::N03, "全校有教师78人，其中女教师12人，占19.2%。", "12÷78 = 15.4%，文中 19.2%"),
    (Code::N03, "全校有教师78人（其中女教师12人，占教师总数的19.2%）。", "15.4%"),
    (Code::N03, "全县9285户中，通电1770户，占53.9%。", "19.1%"),
    (Code::N03, "抽检78批，合格12批，合格率19.2%。", "15.4%"),
    (Code::N03, "女职工占职工的119.2%。", "超过 100 %"),
    (Code::N03, "三次产业结构为3.1∶41.8∶65.3。", "= 110.2"),
    (Code::N03, "甲、乙、丙分别占40%、35%、35.5%。", "110.5"),
    (Code::N03, "总人口5万人，粮食总产量2.5万吨，人均粮食50公斤。", "人均是 500"),
    (Code::N04, "产量由80吨增加到100吨，增长35%。", "80到100是 25%，文中 35%"),
    (Code::N04, "产量从1989年的80吨增至1990年的100吨，增加30吨。", "差 20，文中 30"),
    (Code::N04, "旅客100万人次，比上年增加20万人次，增长35%。", "= 25%"),
    (Code::N04, "旅客100万人次，比上年的80万人次增长35%。", "25%"),
    (Code::N04, "1989年80人，1990年100人，增长52%。", "25%"),
    (Code::N05, "利用外资3000万元美元。", "美元"),
    (Code::N06, "1958年2月29日开工。", "1958 年不是闰年"),
    (Code::N06, "1958年1月开工，2月29日停工。", "1958 年不是闰年"),
    (Code::N06, "一九五八年二月三十日开工。", "没有这一天"),
    (Code::N06, "4月31日开工。", "没有这一天：4月31日"),
    (Code::N06, "12月15月16日开会。", "没有 15 月"),
    (Code::N07, "学校于11月7月开学。", "11月7日"),
    (Code::N07, "2023年9月8日（星期四）开幕。", "是星期五"),
    (Code::N07, "民国17年（1929）设县。", "民国17年是 1928 年，文中 1929"),
    (Code::N07, "道光二年（1835年）建院。", "1822"),
    (Code::N07, "1929年（民国十七年）设县。", "1928"),
    (Code::N07, "宣统四年（1912）退位。", "宣统只有 3 年"),
    (Code::N07, "甲午年（1895）战事起。", "乙未"),
    (Code::N07, "李某生于1890年，1950年逝世，享年80岁。", "是 60 年"),
    (Code::N07, "2019年，庆祝新中国成立75周年。", "70 周年"),
    (Code::N08, "工厂于19891990年改建。", "1989～1990"),
    (Code::N08, "会议于7月811日召开。", "8～11"),
    (Code::N08, "10月1521日办展览。", "15～21"),
    (Code::N08, "管径20500毫米。", "20～500"),
    (Code::N08, "工厂于1949 1955年改建。", "1949～1955"),
    (Code::N08, "工厂于198990年改建。", "1989～90"),
    (Code::N08, "工厂于1951955年改建。", "195～1955"),
    (Code::N08, "工厂于一九八九一九九〇年改建。", "一九八九～一九九〇"),
    (Code::N08, "1958年1960年，兴修水利。", "1958年～1960年"),
    (Code::N08, "6070年代，兴修水利。", "60～70"),
    (Code::N08, "光绪1012年，修志。", "10～12"),
    (Code::N08, "1920世纪，商业兴旺。", "19～20"),
    (Code::N08, "每年78月为汛期。", "7～8"),
    (Code::N08, "展览于10月12日17日举行。", "12日～17日"),
    (Code::N08, "学龄儿童为712岁。", "7～12"),
    (Code::N08, "夏季气温2836℃。", "28～36"),
    (Code::N08, "最大风力67级。", "6～7"),
    (Code::N08, "株距3050厘米。", "30～50"),
    (Code::N08, "成活率8590%。", "85～90"),
    (Code::N08, "每天工作1012小时。", "10～12"),
    (Code::N09, "一、总则\n\n二、分则\n\n四、附则", "缺 3"),
    (Code::N09, "（一）甲\n\n（二）乙\n\n（二）丙", "用了两次"),
    (Code::N09, "第十章 甲\n\n第十章 乙\n\n第十一章 丙", "用了两次"),
    (Code::N09, "任务：①修路；②架桥；④植树。", "缺 3"),
    (Code::N09, "一是修路；二是架桥；四是植树。", "缺 3"),
    (Code::N09, "第一，修路。第二，架桥。第四，植树。", "缺 3"),
    (Code::N09, "一、甲\n\n一、乙\n\n二、丙", "序号 1 用了两次"),
    (Code::N09, MANY, "序号 4 用了两次"),
    (
        Code::N09,
        "| 序号 | 名 |\n| --- | --- |\n| 1 | 甲 |\n| 2 | 乙 |\n| 4 | 丙 |\n| 5 | 丁 |",
        "缺 3",
    ),
    (Code::N02, "甲村12 340户，其中老人13 010户。", "总数12 340户"),
    (Code::N02, "甲村12\u{2009}340户，其中老人13\u{A0}010户。", "总数12 340户"),
    (Code::N08, "树龄100120年。", "100～120"),
    (Code::N01, "库存186吨，其中稻谷112吨、小麦95吨。", "112+95 = 207，文中 186，差 21"),
    (Code::N03, "轻工业占46.2%，重工业占63.8%。", "= 110，不是 100"),
    (Code::N03, "三次产业比重分别为24.3%、41.5%、44.2%。", "= 110，不是 100"),
    (Code::N03, "三次产业结构由3.1∶41.8∶55.1调整为3.0∶41.0∶65.0。", "3+41+65 = 109"),
    (Code::N04, "城镇化率由61.1%提高到62.3%，提高2.2个百分点。", "差 1.2 个百分点，文中 2.2"),
    (Code::N04, "收入由320万元增加到2880万元，增长9倍。", "9 倍，增长 8 倍，文中 9"),
    (Code::N04, "收入由1200万元增至1440万元，增长25%。", "20%，文中 25%"),
    (Code::N04, "收入由1440万元降至1200万元，减少25%。", "16.7%，文中 25%"),
    (Code::N04, "产值12亿元，比上年（10亿元）增长34%。", "20%，文中 34%"),
    (
        Code::N04,
        "| 项 | 上年 | 本年 | 比上年增减 |\n| --- | --- | --- | --- |\n| 甲 | 10 | 12 | 2 |\n\
         | 乙 | 20 | 25 | 5 |\n| 丙 | 30 | 36 | 8 |",
        "36-30 = 6，表中 8",
    ),
    (Code::N05, "投资186亿万元。", "亿万元"),
    (Code::N05, "投资56万千元。", "万千元"),
    (Code::N05, "外资36万美元元。", "美元"),
    (Code::N05, "面积36平方平方公里。", "重复"),
    (Code::N06, "6月8日25时30分开工。", "没有 25 时"),
    (Code::N06, "上午9时75分开工。", "没有 75 分"),
    (Code::N07, "1983年6月18日至12日举行。", "先后颠倒"),
    (Code::N07, "陈阿福（1902—1978），享年86岁。", "是 76 年"),
    (Code::N07, "陈阿福（1920—1898），甲地人。", "先后颠倒"),
    (Code::N07, "光绪十年（1884，乙酉）设县。", "甲申"),
    (Code::N07, "甲丑年设县。", "没有“甲丑”"),
    (Code::N07, "康熙六十五年设县。", "康熙只有 61 年"),
    (Code::N07, "民国十三年（甲寅）设县。", "1924 年、甲子年"),
];

/// A row with a number that stands twice, and one that is left out.
const MANY: &str = "一、甲\n\n二、甲\n\n三、甲\n\n四、甲\n\n四、甲\n\n五、甲\n\n六、甲\n\n七、甲\n\n\
    八、甲\n\n九、甲\n\n十一、甲";

/// What is right, or is not sure to be wrong, by the code that must not be said.
const GOOD: &[(Code, &str)] = &[
    (Code::N01, "全省共有党员8076人，其中农民5123人、工人782人、干部2171人。"),
    (Code::N01, "甲队19人、乙队96人，共115人。甲30人、乙70人、丙6人，合计106人。"),
    (Code::N01, "一部379人，二部274人（甲20人、乙12人、丙5人、丁3人、戊11人、己223人），共653人。"),
    (Code::N01, "企业1200家，其中国营100家、集体300家、私营200家等。"),
    (Code::N01, "企业约1200家，其中国营100家、集体300家、私营200家、其他500家。"),
    (Code::N01, "党员100人，其中女党员60人、少数民族50人、青年40人。"),
    (Code::N01, "教职工3704人，其中教师2385人，教授774人，副教授1346人。"),
    (Code::N01, "收入5.15亿元，其中甲2.11亿元、乙1.52亿元、丙1.53亿元。"),
    (Code::N01, "全县9个乡镇，其中甲乡有31个村、乙乡有20个村、丙乡有5个村。"),
    (Code::N01, "医院3.9万个，在医院中有公立医院1.2万个，民营医院2.7万个。"),
    (Code::N02, "债务1343·3亿美元，其中短期800亿美元。投入六十八点七万元，其中个人十万元。"),
    (Code::N02, "平均每公顷3.5吨，其中高产田5.8吨。两台33万千瓦机组投产，其中60万千瓦送出。"),
    (Code::N01, "售价2024元／平方米，其中住宅1801元、办公楼4858元、商业用房3273元。"),
    (Code::N03, "原油、天然气分别占42%和65%。"),
    (Code::N05, "收受100万元港币、30万元人民币。"),
    (Code::N02, "比上年增加5人，其中男30人，女12人。"),
    (Code::N02, "5个城市建设9个考场，其中甲市的考场有31个考室。"),
    (Code::N02, "上年100人，今年120人，其中男110人。"),
    (Code::N03, "全校有教师78人，其中男教师18人，占23%；女教师60人，占77%。"),
    (Code::N03, "全县78人，其中12人入选，占全省的19.2%。"),
    (Code::N03, "游客12.5万人次，其中境外1.3万人次，占10.4%。"),
    (Code::N03, "三次产业结构为3.1∶41.6∶55.3。甲、乙分别占40%、35%。"),
    (Code::N03, "总人口5.1万人，粮食总产量2.5万吨，人均粮食495公斤，人均收入3000元。"),
    (Code::N03, "总人口5.1万人，粮食总产量2.5万吨，人均粮食495公斤，人均收入3000元。"),
    (Code::N03, "利润和资产分别占全国的97.8%和78.5%，甲、乙分别占乡、村的65%、41%。"),
    (Code::N04, "由80吨增加到100吨，年均增长5%。由80吨增加到100吨，年平均增长率5%。"),
    (Code::N04, "由80吨增加到100吨，增长25%。由3吨增加到4吨，增长33%。"),
    (Code::N04, "产值120万元，比上年增加20万元，增长18%（可比价）。"),
    (Code::N04, "由80吨增加到100吨以上，增长35%。"),
    (Code::N05, "利用外资3000万美元，折合人民币2亿元。投资5万元人民币。"),
    (Code::N06, "2000年2月29日开工，2004年2月29日竣工。农历2月30日祭祖。"),
    (Code::N06, "光绪二十年二月三十日。二月三十日。历时18个月。1958年成立，次年2月28日开工。"),
    (Code::N07, "2023年9月8日（星期五）开幕。5月、6月，3月至5月。"),
    (Code::N07, "民国25年（1936）设县，1936年（民国25年）建校。光绪三十四年（1908）。"),
    (Code::N07, "光绪二十年十二月（1895年1月）。光绪二十年至二十五年（1894—1899）。"),
    (Code::N07, "甲午年（1894），戊戌年（1898），辛亥年（1911）。"),
    (Code::N07, "李某生于1890年，1950年逝世，享年61岁。"),
    (Code::N07, "2019年，庆祝新中国成立70周年。2018年，迎接新中国成立70周年。"),
    (Code::N08, "1989～1990年，7月8—11日，编号19891990，管长12345毫米，规格20500×300毫米。"),
    (Code::N08, "距今15800年，约120000年前。2030年代，1970年代。1300岁的银杏，129岁老人。"),
    (Code::N08, "历时24月，36月龄，第18月。炉温1520℃，增长率1520%。1949年、1955年。"),
    (Code::N08, "光绪10年，民国25年，逢3日8日赶集。2022届3班，78级学生，1430时，1012页。"),
    (Code::N09, "一、甲\n\n1. 子\n\n2. 丑\n\n二、乙\n\n1. 子\n\n2. 丑\n\n3. 寅\n\n三、丙"),
    (Code::N09, "1. 甲\n\n3. 乙\n\n5. 丙"),
    (Code::N09, "①甲；②乙；③丙。①甲；②乙。"),
    (Code::N09, "一是甲；二是乙。其中乙又分三步：一是自评，二是互评，三是总评。三是抓奖惩。"),
    (Code::N02, "甲村12 340户，其中老人3010户。乡3 120 500人，其中女1 500 000人。"),
    (Code::N02, "表1 340户，其中老人3010户。甲12 34户，其中老人300户。"),
    (Code::N01, "库存186吨，其中粮食112吨、小麦95吨。"),
    (Code::N03, "轻工业占46.2%，重工业占53.8%。第三产业占比分别为30%、33%、35%。"),
    (Code::N03, "三次产业结构由3.1∶41.8∶55.1调整为3.0∶41.0∶56.0。"),
    (Code::N04, "由61.1%提高到62.3%，提高1.2个百分点。由320人增加到2880人，增长8倍。"),
    (Code::N04, "产值由1200万元增至1440万元，增长25%。产值12亿元，比上年（10亿元）增长20%。"),
    (
        Code::N04,
        "| 项 | 上年 | 本年 | 比上年增减 |\n| --- | --- | --- | --- |\n| 甲 | 10 | 12 | 20 |\n\
         | 乙 | 20 | 25 | 25 |\n| 丙 | 30 | 36 | 20 |",
    ),
    (Code::N05, "装机56万千瓦，186亿元，36万美元，360平方公里。"),
    (Code::N06, "历时25时30分，9时59分，24时00分。"),
    (Code::N07, "6月18日至次月12日。6月18日至22日。陈阿福（1902—1978），享年77岁。"),
    (Code::N07, "光绪十年（1884，甲申），民国十三年（甲子），乙丑年，光绪三十四年。"),
    (Code::N08, "宽15180毫米，跨距10200毫米，高10120毫米。"),
    (
        Code::N04,
        "| 指标 | 2023年 | 2024年 | 增长（%） |\n| --- | --- | --- | --- |\n\
         | 地区生产总值 | 100 | 110 | 8.0 |\n| 第一产业 | 50 | 55 | 10 |\n\
         | 工业 | 40 | 44 | 10 |\n| 人均生产总值 | 10 | 11 | -3.0 |",
    ),
];

const TABLE: &str = "\
| 地区 | 合计 | 男 | 女 | 占比（%） |
| --- | --- | --- | --- | --- |
| 东乡 | 30 | 10 | 20 | 21.3 |
| 西乡 | 50 | 25 | 25 | 35.5 |
| 南乡 | 61 | 30 | 31 | 43.3 |
| 合计 | 141 | 65 | 76 | 100 |
";

fn in_text(text: &str, is_running: bool) -> Vec<Found> {
    in_parts(&parts(text, is_running))
}

fn codes(found: &[Found]) -> BTreeSet<Code> {
    found.iter().map(|(_, fault)| fault.code).collect()
}

#[test]
fn what_is_wrong_is_said() {
    for (code, text, said) in BAD {
        let found = in_text(text, true);
        let own = found.iter().find(|(_, fault)| fault.code == *code);
        let Some((range, fault)) = own else { panic!("{text}: no {code}, but {found:?}") };
        assert!(fault.message.zh.contains(said), "{text}: {}", fault.message.zh);
        assert!(
            text.get(range.clone()).is_some_and(|words| !words.is_empty()),
            "{text}: {range:?}"
        );
        assert_eq!(codes(&found), BTreeSet::from([*code]), "{text}: {found:?}");
    }
}

#[test]
fn what_is_right_or_not_sure_is_let_be() {
    for (code, text) in GOOD {
        let found = in_text(text, true);
        assert!(found.is_empty(), "{code}: {text}: {found:?}");
    }
}

#[test]
fn every_rule_of_texts_has_both_kinds_of_examples() {
    let of_texts = Code::ALL.iter().copied().filter(|code| {
        // What is told twice, and dates of records, need more than a text.
        code.to_string().starts_with('N') && !matches!(code, Code::N10 | Code::N11)
    });
    for code in of_texts {
        assert!(BAD.iter().any(|(own, ..)| *own == code), "no bad example of {code}");
        assert!(GOOD.iter().any(|(own, _)| *own == code), "no good example of {code}");
    }
}

#[test]
fn two_faults_in_a_long_row_are_both_said() {
    let found: Vec<String> =
        in_text(MANY, true).into_iter().map(|(_, fault)| fault.message.zh).collect();
    assert_eq!(found, ["序号 4 用了两次", "序号从 9 到 11，缺 10"]);
}

#[test]
fn totals_and_shares_of_tables_are_checked() {
    assert!(in_text(TABLE, true).is_empty(), "{:?}", in_text(TABLE, true));
    for (right, wrong, code, said) in [
        ("| 61 |", "| 71 |", Code::N01, "30+31 = 61，表中 71，差 10"),
        ("| 65 |", "| 56 |", Code::N01, "10+25+30 = 65，表中 56，差 9"),
        ("| 35.5 |", "| 53.5 |", Code::N03, "50÷141 = 35.5%，表中 53.5"),
    ] {
        let table = TABLE.replace(right, wrong);
        let found = in_text(&table, true);
        let own = found.iter().find(|(_, fault)| fault.message.zh == said);
        let Some((range, fault)) = own else { panic!("{wrong}: {found:?}") };
        assert_eq!((fault.code, &table[range.clone()]), (code, wrong.trim_matches([' ', '|'])));
    }
    // As many lines are off as are right, each a slip of the hand away.
    let table = "\
| 地区 | 合计 | 男 | 女 |
| --- | --- | --- | --- |
| 东乡 | 30 | 10 | 20 |
| 西乡 | 50 | 25 | 25 |
| 南乡 | 71 | 30 | 31 |
| 北乡 | 22 | 10 | 11 |
";
    let found: Vec<String> =
        in_text(table, true).into_iter().map(|(_, fault)| fault.message.zh).collect();
    assert_eq!(found, ["30+31 = 61，表中 71，差 10", "10+11 = 21，表中 22，差 1"]);
    // A column that is counted in others, or is no sum, is none of the parts.
    for table in [
        "| 村 | 合计 | 男 | 女 | 党员 |\n| --- | --- | --- | --- | --- |\n| 甲 | 9 | 4 | 5 | 0 |\n| 乙 | 7 | 3 | 4 | 2 |\n| 丙 | 8 | 4 | 4 | 0 |",
        "| 村 | 人数 | 均价 |\n| --- | --- | --- |\n| 甲 | 3 | 12 |\n| 乙 | 4 | 15 |\n| 合计 | 7 | 13.7 |",
        "| 项 | 数 |\n| --- | --- |\n| 甲 | 3 |\n| 乙 | 4 |\n| 其中：丙 | 2 |\n| 丁 | 1 |\n| 合计 | 8 |",
    ] {
        assert!(in_text(table, true).is_empty(), "{table}: {:?}", in_text(table, true));
    }
}

#[test]
fn markup_and_ends_of_lines_hide_nothing() {
    let text = "全校有教师**78**人[^1]，其中\n女教师12人，占[19.2%](#a)。\n\n[^1]: 注。";
    let found = in_text(text, true);
    let [(range, fault)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((fault.code, &text[range.clone()]), (Code::N03, "19.2%"));
}

/// Ways to write a list that is whole.
fn written(total: u32, parts: &[u32], form: usize) -> String {
    let names = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"];
    let list = |mark: &str| {
        let items = names.iter().zip(parts).map(|(name, part)| format!("{name}乡{part}人"));
        items.collect::<Vec<_>>().join(mark)
    };
    let bare = || parts.iter().map(u32::to_string).collect::<Vec<_>>().join("、");
    match form {
        0 => format!("全县共有教师{total}人：{}。", list("、")),
        1 => format!("全县共有教师{total}人（{}）。", list("，")),
        2 => format!("1990年，{}，共{total}人。", list("、")),
        3 => format!("各乡分别为{}人，合计{total}人。", bare()),
        4 => format!("全县共有教师{total}人，各乡分别为{}人。", bare()),
        _ => {
            let rows = names.iter().zip(parts).map(|(name, part)| format!("| {name} | {part} |\n"));
            let rows: String = rows.collect();
            format!("| 乡 | 教师 |\n| --- | --- |\n{rows}| 合计 | {total} |\n")
        }
    }
}

proptest! {
    #[test]
    fn sums_that_are_right_are_silent_and_others_are_found(
        parts in proptest::collection::vec(1_u32..50_000, 3..8),
        off in prop_oneof![1_u32..1000, Just(10), Just(100), Just(1000)],
        is_more: bool,
        form in 0_usize..6,
    ) {
        let total: u32 = parts.iter().sum();
        let right = written(total, &parts, form);
        prop_assert!(in_text(&right, true).is_empty(), "{right}");
        let other = if is_more { total + off } else { total.saturating_sub(off) };
        // All but one may be meant, or the last ones behind other words.
        let others = (0..parts.len()).flat_map(|at| [
            total - parts[at],
            parts[..=at].iter().sum(),
            parts[at..].iter().sum(),
        ]);
        prop_assume!(other > 0 && others.into_iter().all(|sum| sum != other));
        prop_assume!(form < 5 || total.abs_diff(other) * 2 <= other);
        let wrong = written(other, &parts, form);
        let found = in_text(&wrong, true);
        prop_assert!(codes(&found).contains(&Code::N01), "{wrong} {found:?}");
    }

    #[test]
    fn shares_are_right_as_they_are_rounded(
        part in 1_u32..9000,
        rest in 1_u32..9000,
        places in 0_usize..3,
    ) {
        let total = part + rest;
        let percent = f64::from(part) * 100.0 / f64::from(total);
        let text = format!("全校有教师{total}人，其中女教师{part}人，占{percent:.places$}%。");
        prop_assert!(in_text(&text, true).is_empty(), "{text}");
        let text = format!("全校有教师{total}人，其中女教师{part}人，占{:.places$}%。", percent / 2.0 + 51.0);
        prop_assume!((percent / 2.0 - 51.0).abs() > 2.0 && percent < 97.0);
        prop_assert_eq!(codes(&in_text(&text, true)), BTreeSet::from([Code::N03]));
    }

    #[test]
    fn any_text_is_read(pieces in proptest::collection::vec(prop_oneof![
        4 => proptest::sample::select(&[
            "其中", "共", "合计", "分别为", "占", "增长", "比上年", "由", "到", "（", "）", "，", "、",
            "；", "：", "。", "人", "元", "万", "亿", "%", "年", "月", "日", "民国", "光绪", "星期",
            "29", "2", "1958", "19891990", "20500毫米", "三千", "十", "第", "一、", "①", "|", "\n",
            "\n\n", "| --- |", "*", "[^1]", "](", "{", "}", "\\", "～", "—", "岁", "享年", "周年", ".",
            "000", "999999999999999999", "〇", "　", "全长", "甲午",
        ][..]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ], 0..60), is_running: bool) {
        let text = pieces.concat();
        for (range, fault) in in_text(&text, is_running) {
            prop_assert!(text.get(range.clone()).is_some(), "{text:?} {range:?} {fault:?}");
        }
    }
}
