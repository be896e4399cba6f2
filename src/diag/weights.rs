//! What a finding counts as in the error rate of a book (图书编校质量差错率计算方法, the annex of
//! 图书质量管理规定 of 24 December 2004): one table, in which every code stands once.
//!
//! A finding of this program is what one of its rules holds to be wrong, not what a proofreader
//! has judged: the rate is a first reading. What keeps a book from being made, or is of files,
//! pictures and presses and of nothing that is read, counts as nothing.

use crate::diag::Code;

/// Findings that count alike.
#[derive(Debug)]
pub struct Class {
    /// What they are, in Chinese.
    pub zh: &'static str,
    /// What they are, in English.
    pub en: &'static str,
    /// What each counts as, in tenths of an error.
    pub tenths: usize,
    /// What all of a book count as at most, in tenths of an error.
    pub most: Option<usize>,
    codes: &'static [Code],
}

/// All classes.
pub static CLASSES: &[Class] = &[
    Class {
        zh: "文字：错、漏、多、不一致",
        en: "characters wrong, lost, too many, or at odds",
        tenths: 10,
        most: None,
        codes: &[
            Code::L04,
            Code::L09,
            Code::L10,
            Code::R03,
            Code::R06,
            Code::T01,
            Code::T03,
            Code::W01,
            Code::W02,
            Code::W03,
            Code::W06,
            Code::W15,
            Code::W23,
            Code::W24,
            Code::W25,
            Code::Y14,
        ],
    },
    Class {
        zh: "数字、日期错",
        en: "numbers and dates wrong",
        tenths: 10,
        most: None,
        codes: &[
            Code::M01,
            Code::M04,
            Code::N01,
            Code::N02,
            Code::N03,
            Code::N04,
            Code::N06,
            Code::N07,
            Code::N08,
            Code::N10,
            Code::N11,
        ],
    },
    Class {
        zh: "图、表放错",
        en: "pictures or tables in a wrong place",
        tenths: 10,
        most: None,
        codes: &[Code::F10, Code::I09],
    },
    Class {
        zh: "单位不合规范",
        en: "units not as they should be",
        tenths: 5,
        most: Some(15),
        codes: &[Code::N05, Code::W18],
    },
    Class {
        zh: "标点、符号、异形词",
        en: "marks and signs, forms of words",
        tenths: 1,
        most: None,
        codes: &[
            Code::W04,
            Code::W05,
            Code::W10,
            Code::W11,
            Code::W12,
            Code::W13,
            Code::W14,
            Code::W19,
            Code::W27,
            Code::Y10,
            Code::Y11,
        ],
    },
    Class {
        zh: "数字用法",
        en: "forms of numbers",
        tenths: 1,
        most: Some(10),
        codes: &[Code::W17],
    },
    Class {
        zh: "繁体字、异体字",
        en: "traditional and variant characters",
        tenths: 5,
        most: Some(15),
        codes: &[Code::W20],
    },
    Class {
        zh: "图序、表序、注码、序号错",
        en: "marks of figures and notes, numbering",
        tenths: 1,
        most: Some(10),
        codes: &[Code::F02, Code::F03, Code::N09, Code::R05],
    },
    Class {
        zh: "格式：另段、接排、字体",
        en: "format: paragraphs, faces",
        tenths: 1,
        most: None,
        codes: &[Code::T04, Code::W07],
    },
    Class {
        zh: "不计",
        en: "not counted",
        tenths: 0,
        most: None,
        codes: &[
            Code::Y01,
            Code::Y02,
            Code::Y03,
            Code::Y04,
            Code::Y05,
            Code::Y06,
            Code::Y07,
            Code::Y08,
            Code::Y09,
            Code::Y12,
            Code::Y13,
            Code::Y15,
            Code::Y16,
            Code::Y17,
            Code::Y18,
            Code::Y19,
            Code::M02,
            Code::M03,
            Code::M05,
            Code::M06,
            Code::M07,
            Code::M08,
            Code::M09,
            Code::M10,
            Code::F01,
            Code::F04,
            Code::F05,
            Code::F06,
            Code::F07,
            Code::F08,
            Code::F09,
            Code::F11,
            Code::F12,
            Code::F13,
            Code::R01,
            Code::R02,
            Code::R04,
            Code::R07,
            Code::W08,
            Code::W09,
            Code::W16,
            Code::W21,
            Code::W22,
            Code::W26,
            Code::I01,
            Code::I02,
            Code::I03,
            Code::I04,
            Code::I05,
            Code::I06,
            Code::I07,
            Code::I08,
            Code::I10,
            Code::I11,
            Code::I12,
            Code::T02,
            Code::L01,
            Code::L02,
            Code::L03,
            Code::L05,
            Code::L06,
            Code::L07,
            Code::L08,
            Code::L11,
            Code::L12,
            Code::E01,
            Code::E02,
            Code::P01,
            Code::P02,
            Code::P03,
            Code::P04,
            Code::P05,
            Code::P06,
            Code::P07,
            Code::P08,
            Code::P09,
            Code::V01,
            Code::V02,
            Code::V03,
            Code::V04,
            Code::V05,
            Code::V06,
            Code::V07,
            Code::V08,
        ],
    },
];

impl Code {
    /// What its findings count as.
    #[must_use]
    pub fn class(self) -> Option<&'static Class> {
        CLASSES.iter().find(|class| class.codes.contains(&self))
    }
}

impl Class {
    /// What so many findings of a book count as, in tenths of an error.
    #[must_use]
    pub fn count(&self, findings: usize) -> usize {
        let all = findings.saturating_mul(self.tenths);
        self.most.map_or(all, |most| all.min(most))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_stands_in_one_class() {
        for code in Code::ALL {
            let classes = CLASSES.iter().filter(|class| class.codes.contains(code)).count();
            assert_eq!(classes, 1, "{code} stands in {classes} classes");
        }
    }

    #[test]
    fn some_classes_count_no_further() {
        let count = |code: Code, findings| code.class().map(|class| class.count(findings));
        assert_eq!(count(Code::W04, 100), Some(100));
        assert_eq!(count(Code::N09, 100), Some(10));
        assert_eq!(count(Code::N05, 2), Some(10));
        assert_eq!((count(Code::W17, 3), count(Code::W17, 30)), (Some(3), Some(10)));
        assert_eq!((count(Code::W20, 2), count(Code::W20, 30)), (Some(10), Some(15)));
        assert_eq!(count(Code::F01, 9), Some(0));
    }
}
