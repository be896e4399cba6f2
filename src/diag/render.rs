//! The printed forms of findings.

#[cfg(feature = "cli")]
use crate::diag::human;
use crate::diag::look::Look;
use crate::diag::{Findings, github, json, sarif, short};

/// A printed form of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum DiagnosticFormat {
    /// With the line of the source; for people, to standard error. Only with the feature `cli`.
    #[cfg(feature = "cli")]
    Human,
    /// A line a finding: `file:line:column: error[F01] …`.
    Short,
    /// One JSON document.
    Json,
    /// Annotations of GitHub Actions.
    Github,
    /// SARIF 2.1.0.
    Sarif,
}

/// Prints the findings of all books in a format. The human form is empty if there are none.
#[must_use]
pub fn render(books: &[Findings], format: DiagnosticFormat, look: &Look) -> String {
    let lang = look.lang;
    match format {
        #[cfg(feature = "cli")]
        DiagnosticFormat::Human => human::render(books, look),
        DiagnosticFormat::Short => short::render(books, look),
        DiagnosticFormat::Json => json::render(books),
        DiagnosticFormat::Github => github::render(books, lang),
        DiagnosticFormat::Sarif => sarif::render(books, lang),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::Value;

    use super::*;
    use crate::diag::{Applicability, Code, Fix, Lang, msg};
    use crate::source::{Edit, Source};

    const WINDOWS: &str = "\u{FEFF}kind: news\r\ntitle: 金山𠮷要闻, 又\r\n";

    /// A finding with a range and a fix in a Windows file, and one without a place.
    fn found() -> Findings {
        let mut found = Findings::new("书 一#2");
        let source = Arc::new(Source::new("10 栏.yaml", WINDOWS.into()).unwrap());
        found.keep_source(&source);
        let start = WINDOWS.find('𠮷').unwrap();
        let at = source.place_of(start..start + '𠮷'.len_utf8() + '要'.len_utf8());
        let edit = Edit {
            file: Arc::clone(source.path()),
            bytes: start..start + '𠮷'.len_utf8(),
            text: "吉".to_owned(),
        };
        let fix = Fix { edits: vec![edit], applicability: Applicability::Certain };
        found.add_with_fix(Code::T01, Some(&at), msg!("没有这个字", "no such character"), fix);
        found.add(Code::L05, None, msg!("版式出错", "the layout failed"));
        found
    }

    fn rendered(format: DiagnosticFormat) -> String {
        render(&[found()], format, &Look::plain(Lang::Zh))
    }

    #[test]
    fn people_see_the_range_underlined() {
        let text = rendered(DiagnosticFormat::Human);
        assert!(text.contains("书 一#2/10 栏.yaml:2:10"), "{text}");
        assert!(text.contains("2 │ title: 金山𠮷要闻, 又"), "{text}");
        assert!(text.lines().any(|line| line.trim_end().ends_with("   ^^^^")), "{text}");
    }

    /// A book with many warnings and an error.
    fn many() -> Findings {
        let mut found = Findings::new("书");
        for (file, count) in [("10-a.yaml", 25), ("20-b.yaml", 7)] {
            let text = "甲,乙\n".repeat(count);
            let source = Arc::new(Source::new(file, text.into()).unwrap());
            found.keep_source(&source);
            for line in 0..count {
                let at = source.place_of(line * 8 + 3..line * 8 + 4);
                found.add(Code::W04, Some(&at), msg!("半角", "half-width"));
            }
        }
        found.add(Code::L05, None, msg!("版式出错", "the layout failed"));
        found
    }

    #[test]
    fn people_see_ten_of_a_code_and_how_many_more_and_programs_all() {
        let look = Look::plain(Lang::Zh);
        let text = render(&[many()], DiagnosticFormat::Human, &look);
        assert_eq!(text.matches("warning[W04]: 半角").count(), 10, "{text}");
        let more = "warning[W04]: 还有 22 处：书/10-a.yaml 15 处（第 11 行起），书/20-b.yaml 7 处";
        assert!(text.contains(more), "{text}");
        for format in [DiagnosticFormat::Json, DiagnosticFormat::Github, DiagnosticFormat::Sarif] {
            assert!(render(&[many()], format, &look).matches("W04").count() >= 32);
        }
        let quiet = Look { errors_only: true, ..look };
        for format in [DiagnosticFormat::Human, DiagnosticFormat::Short] {
            let text = render(&[many()], format, &quiet);
            assert!(text.contains("L05") && !text.contains("W04"), "{text}");
        }
    }

    #[test]
    fn editors_get_the_range_behind_the_place() {
        let text = rendered(DiagnosticFormat::Short);
        assert!(text.contains("书 一#2/10 栏.yaml:2:10:{2:10-2:12}: error[T01] "), "{text}");
        assert!(text.contains("\nerror[L05] ") || text.starts_with("error[L05] "), "{text}");
    }

    #[test]
    fn github_gets_the_end() {
        let text = rendered(DiagnosticFormat::Github);
        assert!(text.contains("line=2,col=10,endLine=2,endColumn=12,"), "{text}");
    }

    #[test]
    fn programs_get_stored_bytes_and_fixes() {
        let document: Value = serde_json::from_str(&rendered(DiagnosticFormat::Json)).unwrap();
        let rows = document["findings"].as_array().unwrap();
        let row = rows.iter().find(|row| row["code"] == "T01").unwrap();
        assert_eq!((&row["end_line"], &row["end_column"]), (&2.into(), &12.into()));
        let bytes: Vec<usize> = serde_json::from_value(row["bytes"].clone()).unwrap();
        assert_eq!(&WINDOWS[bytes[0]..bytes[1]], "𠮷要");
        assert_eq!(row["fix"]["edits"][0]["text"], "吉");
        let without = rows.iter().find(|row| row["code"] == "L05").unwrap();
        assert!(without["line"].is_null() && without["bytes"].is_null(), "{without}");
    }

    #[test]
    fn sarif_has_regions_valid_addresses_and_no_empty_lists_of_places() {
        let document: Value = serde_json::from_str(&rendered(DiagnosticFormat::Sarif)).unwrap();
        let results = document["runs"][0]["results"].as_array().unwrap();
        let by = |code: &str| results.iter().find(|result| result["ruleId"] == code).unwrap();
        let physical = &by("T01")["locations"][0]["physicalLocation"];
        let region = serde_json::json!({
            "startLine": 2, "startColumn": 10, "endLine": 2, "endColumn": 12,
        });
        assert_eq!(physical["region"], region);
        let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
        assert_eq!(uri, "%E4%B9%A6%20%E4%B8%80%232/10%20%E6%A0%8F.yaml");
        let change = &by("T01")["fixes"][0]["artifactChanges"][0];
        assert_eq!(change["replacements"][0]["deletedRegion"]["byteLength"], 4);
        let head = &by("L05")["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        assert_eq!(head, "%E4%B9%A6%20%E4%B8%80%232/book.yaml");
        let bare = Findings::default();
        let mut without = bare.clone();
        without.add(Code::L05, None, msg!("版式出错", "the layout failed"));
        let text = render(&[without], DiagnosticFormat::Sarif, &Look::plain(Lang::En));
        assert!(!text.contains("locations"), "{text}");
    }
}
