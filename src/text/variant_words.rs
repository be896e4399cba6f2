//! Words of one sound and one meaning that are written in several ways (异形词), and the way to
//! write them.
//!
//! `TABLE` is 《第一批异形词整理表》 (GF 1001—2001), published by the Ministry of Education and the State
//! Language Commission on 19 December 2001, in force from 31 March 2002, all 338 groups in its
//! order, the recommended form before the others. What the table's notes extend it to stands in
//! `NOTES`. Forms that mean something else as well, are names, or are often pieces of other
//! words are in `OTHERS` and never told; `BESIDE` has those that a character beside them
//! makes a piece of other words, which are told, and not mended without a look.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The table.
const TABLE: &str = "\
    按捺 按纳，按语 案语，百废俱兴 百废具兴，百叶窗 百页窗，斑白 班白 颁白，\
    斑驳 班驳，孢子 胞子，保镖 保镳，保姆 保母 褓姆，辈分 辈份，本分 本份，\
    笔画 笔划，毕恭毕敬 必恭必敬，编者按 编者案，扁豆 萹豆 稨豆 藊豆，标志 标识，\
    鬓角 鬓脚，秉承 禀承，补丁 补靪 补钉，参与 参预，惨淡 惨澹，差池 差迟，\
    掺和 搀和，掺假 搀假，掺杂 搀杂，铲除 刬除，徜徉 倘佯，车厢 车箱，彻底 澈底，\
    沉思 沈思，称心 趁心，成分 成份，澄澈 澄彻，侈靡 侈糜，筹划 筹画，筹码 筹马，\
    踌躇 踌蹰，出谋划策 出谋画策，喘吁吁 喘嘘嘘，瓷器 磁器，赐予 赐与，粗鲁 粗卤，\
    搭档 搭当 搭挡，搭讪 搭赸 答讪，答复 答覆，戴孝 带孝，担心 耽心，担忧 耽忧，\
    耽搁 担搁，淡泊 澹泊，淡然 澹然，倒霉 倒楣，低回 低徊，凋敝 雕敝 雕弊，\
    凋零 雕零，凋落 雕落，凋谢 雕谢，跌宕 跌荡，跌跤 跌交，喋血 蹀血，叮咛 丁宁，\
    订单 定单，订户 定户，订婚 定婚，订货 定货，订阅 定阅，斗拱 枓拱 枓栱，\
    逗留 逗遛，逗趣儿 斗趣儿，独角戏 独脚戏，端午 端五，二黄 二簧，二心 贰心，\
    发酵 酦酵，发人深省 发人深醒，繁衍 蕃衍，吩咐 分付，分量 份量，分内 份内，\
    分外 份外，分子 份子，愤愤 忿忿，丰富多彩 丰富多采，风瘫 疯瘫，疯癫 疯颠，\
    锋芒 锋铓，服侍 伏侍 服事，服输 伏输，服罪 伏罪，负隅顽抗 负嵎顽抗，附会 傅会，\
    复信 覆信，覆辙 复辙，干预 干与，告诫 告戒，耿直 梗直 鲠直，恭维 恭惟，\
    勾画 勾划，勾连 勾联，孤苦伶仃 孤苦零丁，辜负 孤负，古董 骨董，股份 股分，\
    骨瘦如柴 骨瘦如豺，关联 关连，光彩 光采，归根结底 归根结柢，规诫 规戒，\
    鬼哭狼嚎 鬼哭狼嗥，过分 过份，蛤蟆 虾蟆，含糊 含胡，含蓄 涵蓄，寒碜 寒伧，\
    喝彩 喝采，喝倒彩 喝倒采，轰动 哄动，弘扬 宏扬，红彤彤 红通通，宏论 弘论，\
    宏图 弘图 鸿图，宏愿 弘愿，宏旨 弘旨，洪福 鸿福，狐臭 胡臭，蝴蝶 胡蝶，\
    糊涂 胡涂，琥珀 虎魄，花招 花着，划拳 豁拳 搳拳，恍惚 恍忽，辉映 晖映，\
    溃脓 殨脓，浑水摸鱼 混水摸鱼，伙伴 火伴，机灵 机伶，激愤 激忿，计划 计画，\
    纪念 记念，寄予 寄与，夹克 茄克，嘉宾 佳宾，驾驭 驾御，架势 架式，嫁妆 嫁装，\
    简练 简炼，骄奢淫逸 骄奢淫佚，角门 脚门，狡猾 狡滑，脚跟 脚根，叫花子 叫化子，\
    精彩 精采，纠合 鸠合，纠集 鸠集，就座 就坐，角色 脚色，克期 刻期，克日 刻日，\
    刻画 刻划，阔佬 阔老，褴褛 蓝缕，烂漫 烂缦 烂熳，狼藉 狼籍，榔头 狼头 鎯头，\
    累赘 累坠，黧黑 黎黑，连贯 联贯，连接 联接，连绵 联绵，连缀 联缀，联结 连结，\
    联袂 连袂，联翩 连翩，踉跄 踉蹡，嘹亮 嘹喨，缭乱 撩乱，伶仃 零丁，囹圄 囹圉，\
    溜达 蹓跶，流连 留连，喽啰 喽罗 偻㑩，鲁莽 卤莽，录像 录象 录相，\
    络腮胡子 落腮胡子，落寞 落漠 落莫，麻痹 痲痹，麻风 痲风，麻疹 痲疹，马蜂 蚂蜂，\
    马虎 马糊，门槛 门坎，靡费 糜费，绵连 绵联，腼腆 靦觍，模仿 摹仿，模糊 模胡，\
    模拟 摹拟，摹写 模写，摩擦 磨擦，摩拳擦掌 磨拳擦掌，磨难 魔难，脉脉 眽眽，\
    谋划 谋画，那么 那末，内讧 内哄，凝练 凝炼，牛仔裤 牛崽裤，纽扣 钮扣，扒手 掱手，\
    盘根错节 蟠根错节，盘踞 盘据 蟠踞 蟠据，盘曲 蟠曲，盘陀 盘陁，磐石 盘石 蟠石，\
    蹒跚 盘跚，彷徨 旁皇，披星戴月 披星带月，疲沓 疲塌，漂泊 飘泊，漂流 飘流，\
    飘零 漂零，飘摇 飘飖，凭空 平空，牵连 牵联，憔悴 蕉萃，清澈 清彻，情愫 情素，\
    拳拳 惓惓，劝诫 劝戒，热乎乎 热呼呼，热乎 热呼，热衷 热中，人才 人材，日食 日蚀，\
    入座 入坐，色彩 色采，杀一儆百 杀一警百，鲨鱼 沙鱼，山楂 山查，舢板 舢舨，\
    艄公 梢公，奢靡 奢糜，申雪 伸雪，神采 神彩，湿漉漉 湿渌渌，什锦 十锦，收服 收伏，\
    首座 首坐，书简 书柬，双簧 双锽，思维 思惟，死心塌地 死心踏地，踏实 塌实，\
    甜菜 菾菜，铤而走险 挺而走险，透彻 透澈，图像 图象，推诿 推委，玩意儿 玩艺儿，\
    魍魉 蝄蜽，诿过 委过，乌七八糟 污七八糟，无动于衷 无动于中，毋宁 无宁，毋庸 无庸，\
    五彩缤纷 五采缤纷，五劳七伤 五痨七伤，息肉 瘜肉，稀罕 希罕，稀奇 希奇，稀少 希少，\
    稀世 希世，稀有 希有，翕动 噏动，洗练 洗炼，贤惠 贤慧，香醇 香纯，香菇 香菰，\
    相貌 像貌，潇洒 萧洒，小题大做 小题大作，卸载 卸儎，信口开河 信口开合，惺忪 惺松，\
    秀外慧中 秀外惠中，序文 叙文，序言 叙言，训诫 训戒，压服 压伏，押韵 压韵，\
    鸦片 雅片，扬琴 洋琴，要么 要末，夜宵 夜消，一锤定音 一槌定音，一股脑儿 一古脑儿，\
    衣襟 衣衿，衣着 衣著，义无反顾 义无返顾，淫雨 霪雨，盈余 赢余，影像 影象，\
    余晖 余辉，渔具 鱼具，渔网 鱼网，与会 预会，与闻 预闻，驭手 御手，预备 豫备，\
    原来 元来，原煤 元煤，原原本本 源源本本 元元本本，缘故 原故，缘由 原由，\
    月食 月蚀，月牙 月芽，芸豆 云豆，杂沓 杂遝，再接再厉 再接再砺，崭新 斩新，\
    辗转 展转，战栗 颤栗，账本 帐本，折中 折衷，这么 这末，正经八百 正经八摆，\
    芝麻 脂麻，肢解 支解 枝解，直截了当 直捷了当 直接了当，指手画脚 指手划脚，\
    周济 赒济，转悠 转游，装潢 装璜，孜孜 孳孳，姿势 姿式，仔细 子细，自个儿 自各儿，\
    佐证 左证";

/// Words that the notes of the table name: 账 for money, 分子 for people.
const NOTES: &str = "\
    账户 帐户，账目 帐目，账单 帐单，账号 帐号，账簿 帐簿，账款 帐款，知识分子 知识份子，\
    积极分子 积极份子，不法分子 不法份子，犯罪分子 犯罪份子，恐怖分子 恐怖份子";

/// Forms that have another meaning (标识, 蓝缕 in 筚路蓝缕, 刻划), are names (丁宁, 余辉, 独脚戏 of
/// Shanghai), or are pieces of other words more often than not (发展转型, 投资3亿元煤矿).
const OTHERS: &str = "\
    标识 本份 沈思 雕零 雕落 雕谢 丁宁 定户 独脚戏 分付 份子 傅会 干与 股分 \
    含胡 鸿图 鸿福 胡蝶 花着 火伴 架式 脚根 刻期 刻日 刻划 蓝缕 狼头 零丁 \
    盘石 平空 情素 热中 沙鱼 山查 首坐 伏输 委过 无宁 余辉 预会 预闻 豫备 元来 \
    元煤 原由 月芽 展转 转游 子细";

/// Forms that are pieces of other words behind or before some characters.
const BESIDE: &[(&str, &str, &str)] = &[
    ("按纳", "", "税"),
    ("案语", "档方图答备", "言"),
    ("班白", "上下夜", "天班"),
    ("颁白", "", ""),
    ("胞子", "同细", "女弟"),
    ("保母", "担", "公亲语校婴"),
    ("笔划", "一这那每五", ""),
    ("差迟", "", "到"),
    ("车箱", "", "体"),
    ("趁心", "", "情"),
    ("成份", "", "额股"),
    ("筹画", "", "展家廊"),
    ("筹马", "", ""),
    ("磁器", "旋消", "口件"),
    ("粗卤", "", ""),
    ("搭当", "", "地"),
    ("搭挡", "", "土墙"),
    ("带孝", "", "敬顺子心感道女"),
    ("澹泊", "", ""),
    ("澹然", "", ""),
    ("低徊", "", ""),
    ("跌交", "", "易"),
    ("定单", "确规法稳指评核认决一固限选特约假肯否制锁鉴判拟敲", "位价一纯独项元列方体"),
    ("定婚", "确规法稳指评核认决一固限选特约假肯否", "姻期"),
    ("定货", "确规法稳指评核认决一固限选特约锁", "币物架运车"),
    ("定阅", "确规法指", ""),
    ("端五", "高前两顶尖终极云末", "金百千万个"),
    ("二簧", "", ""),
    ("份量", "一每这该各本两此几身月股省年", "表化身刑"),
    ("份内", "月股省年一这该身每", ""),
    ("份外", "月股省年一这该身每", ""),
    ("疯瘫", "", ""),
    ("伏侍", "埋", "卫者女从"),
    ("伏罪", "", ""),
    ("希奇", "尔", "莱扬斯"),
    ("覆信", "答", ""),
    ("告戒", "布公广报", "严备毒烟酒"),
    ("梗直", "桔", "径播接"),
    ("勾划", "", ""),
    ("孤负", "", ""),
    ("骨董", "", "事"),
    ("关连", "海机开难攻闭把公", "续同接队日夜云年片锁线通战长带"),
    ("光采", "阳自激日", "取用购访纳集伐矿摘样暖风掘收编光"),
    ("规戒", "清", "律毒烟酒"),
    ("过份", "超通经不", "额"),
    ("虾蟆", "", ""),
    ("涵蓄", "", "水滞"),
    ("喝采", "", "取用购访纳集"),
    ("宏扬", "刘李王张陈杨赵黄周吴徐孙朱马胡郭何林高罗", ""),
    ("红通通", "", "缉"),
    ("弘图", "", ""),
    ("胡臭", "", ""),
    ("虎魄", "", ""),
    ("晖映", "", ""),
    ("记念", "日笔登书", ""),
    ("计画", "设统会审合共累估总预", ""),
    ("寄与", "邮", ""),
    ("佳宾", "", ""),
    ("脚门", "手", ""),
    ("精采", "酒", "取用购访纳集伐矿摘样暖风掘收编"),
    ("就坐", "坐", "到在上下着了车船火飞公落"),
    ("脚色", "手", ""),
    ("烂缦", "", "胡"),
    ("联贯", "互物关", "穿通彻"),
    ("联接", "互物关级串并", "口入触受待力种收壤单管驳线班"),
    ("联绵", "", "词字"),
    ("连结", "", "果束婚构算业对伴合实"),
    ("留连", "停滞逗拘扣保遗居", "云续州江"),
    ("录象", "记目收登名实附", "征"),
    ("录相", "记目收登名实附", "关应同互似对比符一当继"),
    ("落漠", "", ""),
    ("落莫", "坠降部", "斯名过干高"),
    ("黎黑", "", ""),
    ("蚂蜂", "", "窝"),
    ("门坎", "石部专热", ""),
    ("模写", "规大", ""),
    ("谋画", "", "展"),
    ("那末", "", "尾期代端"),
    ("内哄", "", ""),
    ("盘据", "地", "点"),
    ("旁皇", "", "家帝宫后冠室"),
    ("热呼", "", ""),
    ("人材", "", "料质积种"),
    ("入坐", "进加投纳收", ""),
    ("色采", "彩特绿黑", "取用购访纳集伐矿摘样暖风掘收编"),
    ("神彩", "精", ""),
    ("十锦", "第", "标旗缎绣"),
    ("收伏", "", ""),
    ("思惟", "", "菩像手"),
    ("图象", "地", "征形限"),
    ("推委", "", "会员办派托任"),
    ("无动于中", "", "国央方"),
    ("希有", "", "关机效志序限可利能"),
    ("希世", "", ""),
    ("希少", "", ""),
    ("香纯", "", ""),
    ("贤慧", "", ""),
    ("像貌", "图画影人头", ""),
    ("萧洒", "", ""),
    ("小题大作", "", "文业品"),
    ("叙文", "记倒", ""),
    ("叙言", "", ""),
    ("压伏", "", "特安"),
    ("洋琴", "海太东西远", ""),
    ("要末", "", "尾期代端"),
    ("夜消", "", "防费失息化毒除灭"),
    ("影象", "电摄投", "征"),
    ("鱼具", "捕渔钓", ""),
    ("鱼网", "养捕钓", "箱围店站上络"),
    ("云豆", "", ""),
    ("原故", "", "宫居障乡事城址道"),
    ("这末", "", "尾期代端"),
    ("脂麻", "油", "花"),
    ("支解", "开", "放决散困除答释聘封"),
    ("自各儿", "来", "童科"),
    ("左证", "", "券监书"),
    ("劝戒", "", "毒烟酒赌网除"),
    ("服事", "", ""),
    ("复辙", "重覆反", ""),
];

/// A word that should have another form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variant {
    /// As it is written.
    pub written: &'static str,
    /// The recommended form.
    pub right: &'static str,
    /// Whether it can be nothing else.
    pub is_certain: bool,
}

/// A form that is not recommended, and what may stand beside it.
struct Form {
    variant: Variant,
    before: &'static str,
    behind: &'static str,
}

/// The word in a form that is not recommended which begins at a place.
#[must_use]
pub fn variant(chars: &[char], at: usize) -> Option<Variant> {
    static FORMS: OnceLock<BTreeMap<char, Vec<Form>>> = OnceLock::new();
    let forms = FORMS.get_or_init(forms).get(chars.get(at)?)?;
    let fits = |form: &&Form| {
        let mut rest = chars[at..].iter();
        let length = form.variant.written.chars().count();
        let last = at.checked_sub(1).and_then(|at| chars.get(at));
        form.variant.written.chars().all(|c| rest.next() == Some(&c))
            && !last.is_some_and(|c| form.before.contains(*c))
            && !chars.get(at + length).is_some_and(|c| form.behind.contains(*c))
    };
    // The longest: 热呼呼, not 热呼.
    forms.iter().filter(fits).max_by_key(|form| form.variant.written.len()).map(|form| form.variant)
}

/// The forms to be told by their first character.
fn forms() -> BTreeMap<char, Vec<Form>> {
    let mut forms: BTreeMap<char, Vec<Form>> = BTreeMap::new();
    for (written, right) in pairs(TABLE).chain(pairs(NOTES)) {
        if OTHERS.split_whitespace().any(|other| other == written) {
            continue;
        }
        let beside = BESIDE.iter().find(|(form, ..)| *form == written);
        let (_, before, behind) = beside.copied().unwrap_or_default();
        let variant = Variant { written, right, is_certain: beside.is_none() };
        let first = written.chars().next().unwrap_or_default();
        forms.entry(first).or_default().push(Form { variant, before, behind });
    }
    forms
}

/// The other forms of a table, each with the recommended one.
fn pairs(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.split('，').flat_map(|group| {
        let mut words = group.split_whitespace();
        let right = words.next().unwrap_or_default();
        words.map(move |other| (other, right))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn words(text: &str) -> Vec<(&'static str, bool)> {
        let chars: Vec<char> = text.chars().collect();
        let found = (0..chars.len()).filter_map(|at| variant(&chars, at));
        found.map(|found| (found.right, found.is_certain)).collect()
    }

    #[test]
    fn the_table_is_whole_and_no_form_stands_twice() {
        assert_eq!(TABLE.split('，').count(), 338);
        let mut seen = BTreeSet::new();
        for group in TABLE.split('，').chain(NOTES.split('，')) {
            assert!(group.split_whitespace().count() >= 2, "{group}");
            for word in group.split_whitespace() {
                assert!(seen.insert(word), "{word} stands twice");
            }
        }
        for form in OTHERS.split_whitespace().chain(BESIDE.iter().map(|(form, ..)| *form)) {
            assert!(pairs(TABLE).any(|(other, _)| other == form), "{form} is not of the table");
        }
    }

    #[test]
    fn no_recommended_form_has_another_form_in_it() {
        for (_, right) in pairs(TABLE).chain(pairs(NOTES)) {
            assert_eq!(words(right), [], "{right}");
        }
    }

    #[test]
    fn forms_are_told_where_they_are_words() {
        assert_eq!(words("交代帐目"), [("账目", true)]);
        assert_eq!(words("热呼呼的"), [("热乎乎", true)]);
        assert_eq!(words("放录相"), [("录像", false)]);
        for text in [
            "记录相关数据，发展转型，投资3亿元煤矿，骨干与群众，筚路蓝缕，独脚戏传人，原由区政府管理",
            "深夜消防演练，框架式结构，来自各地，孩子细心，原故居，部门坎坷，希有关单位，记叙文",
            "滞留连云港，养鱼网箱，高端五金，规定单位，布告戒严，劝戒烟，石雕落成，进行推委会",
        ] {
            assert_eq!(words(text), [], "{text}");
        }
    }
}
