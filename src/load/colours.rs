//! The colours of a layout: one table in its `typst.toml`, which its pages read and from which the
//! style sheet of its e-books is filled in.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::diag::{Message, msg};

/// The colours of a layout by their names.
pub type Colours = BTreeMap<String, Colour>;

/// Words need this contrast to what they stand on (WCAG 2.2, 1.4.3, level AA).
const CONTRAST: f64 = 4.5;

/// What readers of e-books have under the words, unless they choose another ground.
const WHITE: &str = "#ffffff";

/// A colour.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colour {
    /// On screens and in e-books: sRGB, as `#rrggbb`.
    pub screen: String,
    /// On the press: cyan, magenta, yellow and black, in per cent; read by the layout alone.
    #[serde(default)]
    pub press: Option<[f64; 4]>,
    /// The colours on which words of this colour stand.
    #[serde(default)]
    pub on: Vec<String>,
}

/// What is wrong with colours: the name of each, the key in it, and what is said.
pub(super) fn faults(layout: &str, colours: &Colours) -> Vec<(String, &'static str, Message)> {
    let mut wrong = Vec::new();
    for (name, colour) in colours {
        if !is_name(name) {
            let message = msg!(
                "版式 {layout}：颜色的名字 `{name}` 不合规则（小写字母开头，小写字母、数字、连字符）",
                "layout {layout}: `{name}` is no name for a colour (a lower-case letter, then such \
                 letters, digits, hyphens)"
            );
            wrong.push((name.clone(), "", message));
        }
        let screen = &colour.screen;
        if channels(screen).is_none() {
            let message = msg!(
                "版式 {layout}：颜色 {name} 的 screen 要写成 #rrggbb，不能是“{screen}”",
                "layout {layout}: screen of the colour {name} is written #rrggbb, not “{screen}”"
            );
            wrong.push((name.clone(), "screen", message));
        }
        if !colour.press.iter().flatten().all(|ink| (0.0..=100.0).contains(ink)) {
            let message = msg!(
                "版式 {layout}：颜色 {name} 的 press 是四种墨的百分比，各在 0 到 100 之间",
                "layout {layout}: press of the colour {name} is four inks in per cent, 0 to 100 each"
            );
            wrong.push((name.clone(), "press", message));
        }
        for ground in colour.on.iter().filter(|ground| !colours.contains_key(*ground)) {
            let message = msg!(
                "版式 {layout}：颜色 {name} 的 on 里没有这个颜色：{ground}",
                "layout {layout}: `on` of the colour {name} names no colour: {ground}"
            );
            wrong.push((name.clone(), "on", message));
        }
    }
    wrong
}

/// Colours in which words are too faint on what they stand on, by `on`, or on white if the style
/// sheet sets words in them (`as_text`) and they do not say. The colours have no faults.
pub(super) fn faint(colours: &Colours, as_text: &BTreeSet<String>) -> Vec<(String, Message)> {
    let mut found = Vec::new();
    for (name, Colour { screen, on, .. }) in colours {
        let mut grounds: Vec<&str> =
            on.iter().filter_map(|ground| Some(colours.get(ground)?.screen.as_str())).collect();
        if on.is_empty() && as_text.contains(name) {
            grounds.push(WHITE);
        }
        for ground in grounds {
            let Some(contrast) = contrast(screen, ground).filter(|it| *it < CONTRAST) else {
                continue;
            };
            // Not rounded up to what is asked for.
            let contrast = (contrast * 100.0).floor() / 100.0;
            let message = msg!(
                "颜色 {name}（{screen}）在 {ground} 上的对比是 {contrast}∶1，文字要 {CONTRAST}∶1",
                "the colour {name} ({screen}) has a contrast of {contrast}:1 on {ground}, words \
                 need {CONTRAST}:1"
            );
            found.push((name.clone(), message));
        }
    }
    found
}

/// Names become custom properties in CSS and keys in Typst.
fn is_name(name: &str) -> bool {
    let is_word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.bytes().all(is_word)
}

/// Red, green and blue of `#rrggbb`, from 0 to 1.
fn channels(colour: &str) -> Option<[f64; 3]> {
    let digits = colour.strip_prefix('#')?;
    if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let number = u32::from_str_radix(digits, 16).ok()?;
    Some([16, 8, 0].map(|shift| f64::from((number >> shift) & 0xff) / 255.0))
}

/// The contrast of two colours, from 1 to 21 (WCAG 2.2, “contrast ratio”).
fn contrast(a: &str, b: &str) -> Option<f64> {
    let (a, b) = (luminance(channels(a)?), luminance(channels(b)?));
    Some((a.max(b) + 0.05) / (a.min(b) + 0.05))
}

/// How bright a colour is, from 0 to 1 (WCAG 2.2, “relative luminance”).
fn luminance(channels: [f64; 3]) -> f64 {
    let linear = channels.map(|channel| match channel <= 0.04045 {
        true => channel / 12.92,
        false => ((channel + 0.055) / 1.055).powf(2.4),
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colours(table: &str) -> Colours {
        toml::from_str(table).unwrap()
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        let rounded = |a, b| (contrast(a, b).unwrap() * 100.0).round() / 100.0;
        assert_eq!(rounded("#000000", "#ffffff"), 21.0);
        assert_eq!(rounded("#777777", "#FFFFFF"), 4.48);
        assert_eq!(rounded("#ff0000", "#ffffff"), 4.0);
        assert_eq!(contrast("#fff", "#000000"), None);
    }

    #[test]
    fn what_cannot_be_a_colour_is_refused() {
        let wrong = colours(
            "Red = { screen = '#a6192e' }\nb = { screen = 'red' }\n\
             c = { screen = '#a6192e', press = [0, 0, 0, 101] }\n\
             d = { screen = '#a6192e', on = ['e'] }\n",
        );
        let keys: Vec<_> = faults("own", &wrong).into_iter().map(|it| (it.0, it.1)).collect();
        let wanted = [("Red", ""), ("b", "screen"), ("c", "press"), ("d", "on")];
        assert_eq!(keys, wanted.map(|(name, key)| (name.to_owned(), key)));
        assert!(toml::from_str::<Colours>("a = { screen = '#a6192e', print = [] }").is_err());
    }

    #[test]
    fn words_too_faint_for_their_ground_are_found() {
        let table = colours(
            "gold = { screen = '#c8993f' }\npale = { screen = '#f3dfb5', on = ['red'] }\n\
             red = { screen = '#a6192e', on = ['white', 'pale', 'gold'] }\n\
             white = { screen = '#ffffff' }\n",
        );
        let names = |as_text: &[&str]| {
            let as_text = as_text.iter().map(|name| (*name).to_owned()).collect();
            faint(&table, &as_text).into_iter().map(|it| it.0).collect::<Vec<_>>()
        };
        assert_eq!(names(&[]), ["red"]);
        assert_eq!(names(&["gold", "pale", "red"]), ["gold", "red"]);
    }
}
