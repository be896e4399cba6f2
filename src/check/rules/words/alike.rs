//! Characters of names that are taken for each other: those that sound alike, as who types by sound
//! takes the wrong one, and those that look alike, as who reads a manuscript does.

use pinyin::ToPinyin as _;

/// Characters that look alike, of those that stand in names.
const SHAPES: &str = "\
    謇骞蹇搴 宁宇 昊吴 旻昱煜 晟盛 泠冷伶 璟瑾 祎袆 垚尧 犇奔 戊戌戍 己已巳 未末 \
    士土 干千于 刺剌 汨汩 毫亳 候侯 治冶 暧暖 赢嬴羸 辰晨 仑仓伦 沐沭休 炜伟玮纬韦 \
    晖辉挥珲 峻俊竣骏浚 钧均 鸣呜 铭茗 烨晔 桦华骅 萍苹坪 琳霖淋 洪供 泽择铎 浩皓灏 \
    琪淇琦祺棋麒 颖颍 菁青清靖静 锋峰烽 磊垒 刚钢岗 凯恺铠 瑜渝愉 莹萤荧滢 珊姗 婷亭 \
    茜倩 欣昕忻 祥详翔 勇涌 涛焘滔 玉钰 升昇 荣容蓉溶榕 娟鹃涓 慧惠 宝保 忠仲 富福 \
    振震 瑶遥 璐露 婕捷 媛嫒 妍研 娅亚 玥钥 栩翊翎 瑄宣萱暄 琛深 骁晓饶 鑫金 淼森 \
    焱炎 彤形 彦颜产 炯迥 沣丰 濬睿 崧松嵩 峥铮筝 铄烁 珩衍 劼吉 喆哲 弢韬 翀冲 \
    仝全同 佘余 冼洗 邢刑 杞祀 栋株 桢祯帧 柯何珂 珂柯轲 珏钰 梓锌 楠南 浚俊 湲援 \
    潇萧 漪猗 澜斓 瀚翰 炫眩 烽锋 琰炎 瑢容 璋章 皑恺 禾木 禹属 秉乘 稷樱 筠均 \
    绎译泽 缙晋 罡岗 翟瞿 芮苪 芃凡 莘辛 菡涵 蓓倍 蔚尉 蕾雷 薇微 衡冲 裴斐 訚闾 \
    诩翊 赓庚 轩轸 迪笛 遒遵 邈貌 郦丽 钜钷 铎泽 锴楷 闳宏 霁齐 颉撷 飏扬 馨罄 \
    骊丽 魁魅 鸿鸣 麟鳞 国囯";

/// Whether two characters sound or look alike.
pub(super) fn is_alike(one: char, other: char) -> bool {
    looks_alike(one, other) || sounds_alike(one, other)
}

/// Whether two characters look alike.
pub(super) fn looks_alike(one: char, other: char) -> bool {
    SHAPES.split(' ').any(|group| group.contains(one) && group.contains(other))
}

/// Whether two characters have the same syllable, whatever its tone: it is typed without. Readings
/// that are rare would make too many alike.
fn sounds_alike(one: char, other: char) -> bool {
    let syllable = |c: char| c.to_pinyin().map(|sound| sound.plain());
    syllable(one).is_some_and(|sound| syllable(other) == Some(sound))
}

#[cfg(test)]
mod tests {
    use super::{SHAPES, is_alike, looks_alike};

    #[test]
    fn characters_are_alike_by_sound_or_shape() {
        for (one, other, alike) in [
            ('宁', '宇', true),
            ('謇', '骞', true),
            ('建', '健', true),
            ('志', '芝', true),
            ('国', '军', false),
            ('为', '立', false),
            ('的', '提', false),
        ] {
            assert_eq!(is_alike(one, other), alike, "{one} {other}");
        }
        assert!(!looks_alike('建', '间'));
    }

    #[test]
    fn every_group_has_several_characters_and_each_once() {
        for group in SHAPES.split_whitespace() {
            let mut chars: Vec<char> = group.chars().collect();
            let count = chars.len();
            chars.sort_unstable();
            chars.dedup();
            assert!(count == chars.len() && count > 1, "{group}");
        }
    }
}
