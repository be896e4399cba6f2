use proptest::prelude::*;

use super::*;
use crate::text::join::squeezed;

const NAMES: [&str; 7] =
    ["习近平文化思想", "陈吉宁", "瑞金医院", "元宵灯会", "欧阳明日香", "金山", "Jinshan District"];

fn names() -> Names {
    Names::new(NAMES.into_iter())
}

/// The first way that fits a measure in em.
fn set(title: &str, measure: f64) -> String {
    let line = Line::new(title, &names());
    let fits = |way: &&Vec<String>| way.iter().all(|line| ways::width(line) <= measure);
    line.ways.iter().find(fits).map(|way| way.join("|")).unwrap_or_default()
}

#[test]
fn titles_break_by_sense() {
    let titles = [
        ("金山区深入学习践行|习近平文化思想推进会举行", 12.0),
        ("金山区深入学习践行|习近平文化思想|推进会举行", 11.6),
        ("上海湾区科创中心|项目整体开工建设", 11.6),
        ("买买提吐尔逊·|阿不都热依木·|玉素甫阿吉", 8.4),
        ("陈守潮：记了|一辈子潮汐的人", 8.4),
        ("市委书记陈吉宁来金山区|调研乡村振兴工作", 11.6),
        ("上海交通大学医学院|附属瑞金医院|金山院区开工建设", 11.6),
        ("2023年上海市金山区|第十二届运动会圆满闭幕", 11.6),
        ("市域铁路南枫线一期工程|全长95.67公里全线开工", 11.6),
        ("全区发放消费券400张|拉动消费1200万元", 11.6),
        ("金山城市沙滩元宵灯会|吸引游客12.5万人次", 11.6),
        ("“五四”精神|在金山的生动实践|主题团日活动举行", 11.6),
        ("长三角一体化发展|示范区建设与金山|新一轮转型发展", 11.6),
        ("区委召开学习贯彻党的|二十大精神专题会议|暨理论学习中心组学习会", 11.6),
        ("金山第二工业区|绿色化工新材料基地揭牌", 11.6),
        ("金山第二工业区|绿色化工新材料|基地揭牌", 10.6),
        ("深化改革开放的新征程：|金山转型发展纪实", 11.6),
        ("金山区人民代表大会|常务委员会关于加强|预算审查监督的决定", 11.6),
        ("廊下镇荣获“全国乡村|治理示范镇”称号", 11.6),
        ("欧阳明日香钢琴独奏|音乐会在金山举行", 11.6),
        ("2023年度|金山区国民|经济和社会|发展统计公报", 7.2),
        ("Jinshan opens its first|coastal railway line", 14.0),
        ("张爱玲文学奖|颁奖典礼|在朱泾镇举行", 8.0),
        ("枫泾古镇入选|全国首批历史|文化名镇名录", 9.0),
        ("山阳镇党委书记王建国|一行赴嘉兴平湖考察学习", 11.6),
        ("上海化工区5G+|工业互联网平台上线", 9.0),
        ("上海市金山区|志愿服务发展报告", 8.1),
        ("上海市金山区|人民代表大会|常务委员会公报", 8.1),
        ("部署下一阶段|重点工作任务", 7.0),
        ("环岛半程|马拉松鸣枪", 7.6),
        ("新能源汽车|充电桩建设", 5.5),
        ("全区中医|保健站启用", 5.5),
        ("金山十大新闻", 11.6),
    ];
    let mut wrong = Vec::new();
    for (broken, measure) in titles {
        // Spaces vanish where lines break.
        let title = broken.replace("工业区|绿色", "工业区 绿色").replace("first|co", "first co");
        let set = set(&title.replace('|', ""), measure);
        if set != broken {
            wrong.push(format!("{set} instead of {broken}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn readers_break_at_good_places_alone() {
    let cuts = |title: &str| {
        let mut cut = title.to_owned();
        let line = Line::new(title, &names());
        line.cuts.iter().rev().for_each(|at| cut.insert(*at, '|'));
        cut
    };
    assert_eq!(cuts("金山区以务实担当践行习近平新时代"), "金山区|以务实|担当践行习近平|新时代");
    assert_eq!(cuts("2023长三角乡村振兴大会在金举行"), "2023长三角|乡村|振兴大会|在金举行");
    assert_eq!(cuts("市委书记陈吉宁 来金山调研"), "市委|书记|陈吉宁 |来金山调研");
}

#[test]
fn measures_that_nothing_fits_get_no_way() {
    assert_eq!(set("2023—2024学年金山区教育工作年报", 7.2), "");
    assert_eq!(set("Pneumonoultramicroscopic", 9.0), "");
}

#[test]
fn ways_are_ever_narrower_and_bounded() {
    let title = "金山区人民代表大会常务委员会关于加强预算审查监督的决定".repeat(10);
    let line = Line::new(&title, &names());
    let widest = |way: &Vec<String>| way.iter().map(|it| ways::width(it)).fold(0.0, f64::max);
    assert!(line.ways.windows(2).all(|pair| widest(&pair[1]) < widest(&pair[0])));
    assert!(line.ways.len() > 20 && line.ways.len() < 80, "{}", line.ways.len());
    assert_eq!(Line::new(&title.repeat(2), &names()).ways.len(), 1);
}

#[test]
fn bars_are_lines() {
    let texts = |broken| {
        let lines = lines("甲乙 丙", broken);
        lines.into_iter().map(|line| line.text).collect::<Vec<_>>()
    };
    assert_eq!(texts(None), ["甲乙 丙"]);
    assert_eq!(texts(Some("甲乙 | |丙")), ["甲乙", "丙"]);
    assert_eq!(texts(Some(" | ")), ["甲乙 丙"]);
}

#[test]
fn years_are_taken_off_where_the_rest_reads_on() {
    let rest = |broken: &str, year| {
        let lines = lines("", Some(broken));
        let rest = without_year(&lines, year)?;
        Some(rest.into_iter().map(|line| line.text).collect::<Vec<_>>().join("|"))
    };
    for (title, left) in [
        ("2023金山十大新闻", "金山十大新闻"),
        ("2023|金山十大新闻", "金山十大新闻"),
        ("2023年|金山年鉴", "金山年鉴"),
        ("2023 Jinshan Yearbook", "Jinshan Yearbook"),
        ("金山年鉴（2023）", "金山年鉴"),
        ("金山|年鉴2023年", "金山|年鉴"),
        ("2023", ""),
    ] {
        assert_eq!(rest(title, 2023).as_deref(), Some(left), "{title}");
    }
    for title in [
        "2023年度金山区统计公报",
        "2023届毕业纪念册",
        "2023—2024学年年报",
        "2023至2024学年年报",
        "2023－2024",
        "2023年金山年鉴",
        "2023|年度报告",
        "金山年鉴",
        "2022—2023",
        "20230",
        "2023Jinshan",
    ] {
        assert_eq!(rest(title, 2023), None, "{title}");
    }
}

/// What titles are made of, and what nobody would write.
fn pieces() -> impl Strategy<Value = String> {
    const WORDS: &str = "金山 习近平文化思想 陈吉宁 欧阳明日香 书记 王建国 的 和 2023年 95.67公里 第十二届 \
                         《 》 “ ” （ ） —— ， ： · 开工 建设 Jinshan well-known 5G+ か゚ ﷽ 👩‍👩‍👧 葛󠄀";
    let words: Vec<&str> = WORDS
        .split(' ')
        .chain([" ", "\u{3000}", "\u{A0}", "\u{2060}", "e\u{301}", "Jinshan District"])
        .collect();
    let piece = prop_oneof![
        4 => proptest::sample::select(words).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn ways_keep_the_title_and_its_names(text in pieces()) {
        let text = text.trim();
        let line = Line::new(text, &names());
        prop_assert_eq!(&line, &Line::new(text, &names()));
        for way in &line.ways {
            prop_assert_eq!(squeezed(&way.concat()), squeezed(text));
            prop_assert!(way.iter().all(|line| line.trim() == line));
            prop_assert!(text.is_empty() || way.iter().all(|line| !line.is_empty()));
        }
        for cut in &line.cuts {
            prop_assert!(text.is_char_boundary(*cut) && *cut > 0 && *cut < text.len());
            for name in NAMES {
                let mut places = text.match_indices(name);
                prop_assert!(!places.any(|(at, _)| at < *cut && *cut < at + name.len()));
            }
            let (before, after) = text.split_at(*cut);
            let latin = |c: char| c.is_ascii_alphanumeric();
            prop_assert!(!(before.ends_with(latin) && after.starts_with(latin)));
            prop_assert!(!before.ends_with(['《', '“', '（']), "{}|{}", before, after);
            prop_assert!(!after.starts_with(['》', '”', '）', '，', '：', '·', ' ']));
        }
    }

    #[test]
    fn breaks_stand_between_words(text in "\\p{Han}{0,40}") {
        let line = Line::new(&text, &Names::default());
        let words = cuts::plain_words(&text);
        prop_assert!(line.cuts.iter().all(|cut| words.contains(cut)));
    }
}
