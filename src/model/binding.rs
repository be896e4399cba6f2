//! How the pages are bound: signatures (帖), sheets (印张), the spine, and the sheet that is the
//! cover.
//!
//! Sizes are in millimetres. The spine is that of the leaves alone: glue and the creep of folded
//! paper are less than paper varies by. A printer's dummy has the last word.

/// Thickness of the boards of a case.
const BOARD: f64 = 2.5;

/// How far boards stand out beyond the leaves (飘口), at head and foot.
const SQUARE: f64 = 3.0;

/// How much wider than the leaves a side of a case is, from the edge of the spine on: a board is
/// 4 mm narrower than the leaves, and the joint (书槽) takes 9 mm.
const JOINT: f64 = 5.0;

/// How much of the cloth or paper of a case is turned in around the boards (包边).
const TURN_IN: f64 = 15.0;

/// How a book is bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Binding {
    /// 胶订：平装，书脊是平的。Perfect binding: a flat spine.
    #[default]
    Perfect,
    /// 骑马订：没有书脊。Saddle stitching: no spine.
    Saddle,
    /// 精装：硬纸板的书壳。A case of boards.
    Case,
}

impl Binding {
    /// Its name in the contract with layouts, which is that in YAML.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Binding::Perfect => "perfect",
            Binding::Saddle => "saddle",
            Binding::Case => "case",
        }
    }

    /// How many pages a signature has where the book does not say: sixteen are a printed sheet of
    /// a book of sixteen leaves a full sheet (16开), and four a folded leaf of a stitched one.
    #[must_use]
    pub fn signature(self) -> usize {
        match self {
            Binding::Saddle => 4,
            Binding::Perfect | Binding::Case => 16,
        }
    }

    /// The width of the spine of a block of so many pages, to a tenth of a millimetre; `caliper`
    /// is the thickness of a leaf.
    #[must_use]
    pub fn spine(self, pages: usize, caliper: f64) -> f64 {
        let leaves = (pages.div_ceil(2) as f64 * caliper * 10.0).round() / 10.0;
        match self {
            Binding::Saddle => 0.0,
            Binding::Perfect => leaves,
            Binding::Case => leaves + 2.0 * BOARD,
        }
    }
}

/// The pages between the covers (书芯), as they go to press.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextBlock {
    /// How many of the set pages come before it: those of the cover.
    pub skipped: usize,
    /// How many of the set pages it has.
    pub pages: usize,
    /// How many pages it has in print: whole signatures.
    pub padded: usize,
}

impl TextBlock {
    /// The block of so many set pages, of which it begins behind `skipped`.
    #[must_use]
    pub fn new(count: usize, skipped: usize, signature: usize) -> TextBlock {
        let skipped = skipped.min(count);
        let pages = count - skipped;
        TextBlock { skipped, pages, padded: pages.next_multiple_of(signature.max(1)) }
    }
}

/// The cover as one sheet: flap, back, spine, front, flap, from left to right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CoverSheet {
    /// How it is bound.
    pub binding: Binding,
    /// Width and height of the front, and of the back.
    pub panel: [f64; 2],
    /// Width of the spine; 0 if there is none.
    pub spine: f64,
    /// Width of each flap (勒口); 0 if there are none.
    pub flap: f64,
    /// What goes beyond on all sides: the bleed, or what is turned in.
    pub bleed: f64,
    /// How many pages it holds.
    pub pages: usize,
}

impl CoverSheet {
    /// The cover for a block of so many leaves of this trim (width and height); `caliper` is the
    /// thickness of a leaf. A case has no flaps.
    #[must_use]
    pub fn new(
        binding: Binding,
        (trim, bleed): ([f64; 2], f64),
        (pages, caliper): (usize, f64),
        flap: f64,
    ) -> CoverSheet {
        let spine = binding.spine(pages, caliper);
        let [width, height] = trim;
        match binding {
            Binding::Case => CoverSheet {
                binding,
                panel: [width + JOINT, height + 2.0 * SQUARE],
                spine,
                flap: 0.0,
                bleed: TURN_IN,
                pages,
            },
            Binding::Perfect | Binding::Saddle => {
                CoverSheet { binding, panel: trim, spine, flap, bleed, pages }
            }
        }
    }

    /// Width and height without the bleed.
    #[must_use]
    pub fn size(&self) -> [f64; 2] {
        let [width, height] = self.panel;
        [2.0 * (width + self.flap) + self.spine, height]
    }

    /// Where it is folded, from the left: at the flaps and at the edges of the spine.
    #[must_use]
    pub fn folds(&self) -> Vec<f64> {
        let [width, _] = self.panel;
        let (back, front) = (self.flap + width, self.flap + width + self.spine);
        let spine = if self.spine > 0.0 { vec![back, front] } else { vec![back] };
        let flaps = [self.flap, front + width];
        let flaps = flaps.into_iter().filter(|_| self.flap > 0.0);
        let mut folds: Vec<f64> = flaps.chain(spine).collect();
        folds.sort_by(f64::total_cmp);
        folds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Binding; 3] = [Binding::Perfect, Binding::Saddle, Binding::Case];

    #[test]
    fn every_block_is_whole_signatures_and_loses_no_page() {
        for (count, signature) in (8..=700).flat_map(|n| [4, 8, 16, 32].map(|s| (n, s))) {
            let block = TextBlock::new(count, 2, signature);
            assert_eq!(block.skipped + block.pages, count);
            assert_eq!(block.padded % signature, 0, "{count}");
            let blank = block.padded - block.pages;
            assert!(blank < signature, "{count} pages, {signature} a signature: {blank} blanks");
        }
        assert_eq!(TextBlock::new(1, 2, 16), TextBlock { skipped: 1, pages: 0, padded: 0 });
    }

    #[test]
    fn the_spine_is_that_of_the_leaves() {
        // Half as many leaves as pages; to a tenth of a millimetre.
        for (pages, caliper) in (8..=700).flat_map(|n| [0.05, 0.083, 0.1, 0.15].map(|c| (n, c))) {
            let leaves = if pages % 2 == 0 { pages / 2 } else { pages / 2 + 1 };
            let thick = leaves as f64 * caliper;
            let spine = Binding::Perfect.spine(pages, caliper);
            assert!((spine - thick).abs() <= 0.05 + 1e-9, "{pages} pages of {caliper}: {spine}");
            assert!(spine <= Binding::Perfect.spine(pages + 1, caliper));
            assert!((Binding::Case.spine(pages, caliper) - spine - 5.0).abs() < 1e-9);
            assert_eq!(Binding::Saddle.spine(pages, caliper), 0.0);
        }
        assert_eq!(Binding::Perfect.spine(352, 0.1), 17.6);
    }

    #[test]
    fn the_parts_of_the_sheet_add_up() {
        for (binding, flap) in ALL.iter().flat_map(|it| [0.0, 80.0].map(|flap| (*it, flap))) {
            for pages in 8..=700 {
                let sheet = CoverSheet::new(binding, ([210.0, 285.0], 3.0), (pages, 0.1), flap);
                let folds = sheet.folds();
                let [width, _] = sheet.size();
                let ends: Vec<f64> = [0.0].into_iter().chain(folds).chain([width]).collect();
                let parts: Vec<f64> = ends.windows(2).map(|pair| pair[1] - pair[0]).collect();
                let [panel, _] = sheet.panel;
                let mut wanted = vec![panel, sheet.spine, panel];
                if binding == Binding::Saddle {
                    wanted.remove(1);
                }
                if sheet.flap > 0.0 {
                    wanted.insert(0, flap);
                    wanted.push(flap);
                }
                assert_eq!(parts.len(), wanted.len());
                let same = |(a, b): (&f64, &f64)| (a - b).abs() < 1e-9;
                assert!(parts.iter().zip(&wanted).all(same), "{parts:?} {wanted:?}");
            }
        }
    }

    #[test]
    fn a_case_is_larger_than_its_leaves_and_has_no_flaps() {
        let sheet = CoverSheet::new(Binding::Case, ([210.0, 285.0], 3.0), (300, 0.1), 80.0);
        assert_eq!((sheet.panel, sheet.spine, sheet.flap), ([215.0, 291.0], 20.0, 0.0));
        assert_eq!(sheet.bleed, 15.0);
        assert_eq!(sheet.size(), [450.0, 291.0]);
    }
}
