//! Labels: the words that outputs add to a book, in the book's language, one table for all.
//!
//! Layouts get the table in `book.json`, the e-book's writer reads it as it is, so that both say
//! the same. A language is one file and nothing but words.

pub mod dates;
pub mod english;
pub mod japanese;
pub mod korean;
pub mod simplified;
pub mod table;
pub mod traditional;

use crate::text::labels::english::ENGLISH;
use crate::text::labels::japanese::JAPANESE;
use crate::text::labels::korean::KOREAN;
use crate::text::labels::simplified::SIMPLIFIED;
use crate::text::labels::table::Labels;
use crate::text::labels::traditional::TRADITIONAL;

/// All tables, each of another language.
pub const ALL: [&Labels; 5] = [&SIMPLIFIED, &TRADITIONAL, &ENGLISH, &JAPANESE, &KOREAN];

/// The labels of a language by its BCP 47 tag: Chinese in the script that it names, Japanese,
/// Korean, English for all others. Those that cannot be printed (`has` knows the characters that
/// faces have) give way to English ones as a whole, in every output alike.
#[must_use]
pub fn of(lang: &str, has: &dyn Fn(char) -> bool) -> &'static Labels {
    let labels = of_language(lang);
    if labels.characters().all(|c| c.is_whitespace() || has(c)) { labels } else { &ENGLISH }
}

fn of_language(lang: &str) -> &'static Labels {
    let mut subtags = lang.split('-').map(str::to_ascii_lowercase);
    match subtags.next().as_deref() {
        Some("zh") => {}
        Some("ja") => return &JAPANESE,
        Some("ko") => return &KOREAN,
        _ => return &ENGLISH,
    }
    let tags: Vec<String> = subtags.collect();
    let has = |wanted: &str| tags.iter().any(|tag| tag == wanted);
    let region = has("tw") || has("hk") || has("mo");
    if has("hant") || (region && !has("hans")) { &TRADITIONAL } else { &SIMPLIFIED }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::date::parse;

    #[test]
    fn labels_follow_the_script_of_the_book() {
        for (lang, contents) in [
            ("zh-Hans", "目录"),
            ("zh", "目录"),
            ("zh-Hans-HK", "目录"),
            ("zh-Hant", "目錄"),
            ("zh-TW", "目錄"),
            ("ja", "目次"),
            ("ko-KR", "차례"),
            ("en", "Contents"),
        ] {
            assert_eq!(of(lang, &|_| true).contents, contents, "{lang}");
        }
    }

    #[test]
    fn labels_that_no_face_has_give_way() {
        let no_hangul = |c: char| !('\u{AC00}'..='\u{D7A3}').contains(&c);
        assert_eq!(of("ko", &no_hangul).lang, "en");
        assert_eq!(of("ja", &no_hangul).lang, "ja");
    }

    #[test]
    fn a_heading_takes_the_year_off_its_dates() {
        for (labels, date, year, written) in [
            (&SIMPLIFIED, "2023-11-20", 2023, "11月20日"),
            (&SIMPLIFIED, "2024-01-02", 2023, "2024年1月2日"),
            (&SIMPLIFIED, "2023", 2023, "2023年"),
            (&ENGLISH, "2023-11-20", 2023, "20 November"),
            (&KOREAN, "2023-11-20", 2022, "2023년 11월 20일"),
        ] {
            let date = parse(date).map(|date| labels.dates.within(date.into(), year));
            assert_eq!(date.as_deref(), Some(written));
        }
    }

    #[test]
    fn dates_are_written_as_far_as_they_are_known() {
        let written = |labels: &Labels, date| parse(date).map(|date| labels.dates.in_full(date));
        for (labels, date, wanted) in [
            (&SIMPLIFIED, "2023", "2023年"),
            (&SIMPLIFIED, "2023-05", "2023年5月"),
            (&SIMPLIFIED, "2023-05-20", "2023年5月20日"),
            (&ENGLISH, "2023-05", "May 2023"),
            (&ENGLISH, "2023-05-20", "20 May 2023"),
        ] {
            assert_eq!(written(labels, date).as_deref(), Some(wanted));
        }
    }

    #[test]
    fn numbers_are_counted_as_the_language_counts() {
        let counted: Vec<String> = [1, 10, 14, 20, 63].map(|n| SIMPLIFIED.number(n)).into();
        assert_eq!(counted.join(" "), "一 十 十四 二十 六十三");
        assert_eq!(ENGLISH.number(63), "63");
    }

    #[test]
    fn all_languages_fill_in_the_same() {
        /// The names in braces, of all labels in turn.
        fn holes(value: &serde_json::Value, path: &str, out: &mut Vec<String>) {
            match value {
                serde_json::Value::Object(map) => {
                    map.iter().for_each(|(key, value)| holes(value, &format!("{path}/{key}"), out));
                }
                serde_json::Value::Array(items) => {
                    items.iter().for_each(|value| holes(value, path, out));
                }
                serde_json::Value::String(text) if !path.contains("/sizes") => {
                    let names = text.split('{').skip(1).filter_map(|rest| rest.split('}').next());
                    let mut names: Vec<&str> = names.collect();
                    names.sort_unstable();
                    out.push(format!("{path} {}", names.join(" ")));
                }
                _ => {}
            }
        }
        let of = |labels: &Labels| {
            let mut out = Vec::new();
            holes(&serde_json::to_value(labels).unwrap_or_default(), "", &mut out);
            out
        };
        for labels in ALL {
            let lang = labels.lang;
            // A day below its month says the day alone where months have names.
            assert_eq!(of(labels), of(&SIMPLIFIED), "{lang}");
            assert_eq!(labels.imprint.map(|pair| pair.0), SIMPLIFIED.imprint.map(|pair| pair.0));
        }
    }
}
