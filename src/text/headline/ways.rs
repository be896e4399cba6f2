//! The ways to set a line of a title, from where it may break.

use crate::text::class::is_invisible;
use crate::text::headline::cuts::Cut;

/// Most lines that ways have.
const MOST_LINES: usize = 30;
/// Narrower than this, in em, no layout sets titles.
const NARROWEST: f64 = 4.0;
/// How many narrower ways of as many lines are given beside the best, and up to how many lines.
const NARROWER: usize = 4;
const NARROWER_UP_TO: usize = 4;
/// How much narrower than another a way must be to be worth trying, in em.
const STEP: f64 = 0.25;
/// A last line of this width, in em, is a widow; what else is as bad costs this much.
const SHORT: f64 = 2.1;
const SHORT_COST: f64 = 20.0;

/// The ways to set a text that may break at `cuts`, the best first.
pub(super) fn ways(text: &str, cuts: &[Cut]) -> Vec<Vec<String>> {
    let places = Places::new(text, cuts);
    let mut ways = vec![vec![text.to_owned()]];
    let mut narrowest = places.width(0, places.last());
    // What breaks names that nobody knows, or leaves a widow, is for measures that nothing else
    // fits.
    for lenient in [false, true] {
        for lines in 2..=MOST_LINES.min(places.last()) {
            let ideal = places.width(0, places.last()) / lines as f64;
            if ideal < NARROWEST {
                break;
            }
            let more = if lines <= NARROWER_UP_TO { NARROWER } else { 1 };
            for _ in 0..=more {
                let wanted = Wanted { lines, ideal, limit: narrowest - STEP, lenient };
                let Some(chosen) = places.best(&wanted) else { break };
                let chosen = chosen.windows(2);
                let spans: Vec<(usize, usize)> = chosen.map(|pair| (pair[0], pair[1])).collect();
                narrowest = spans.iter().map(|(i, j)| places.width(*i, *j)).fold(0.0, f64::max);
                ways.push(spans.iter().map(|(i, j)| places.line(*i, *j).to_owned()).collect());
            }
        }
    }
    ways
}

/// What is asked of a way.
struct Wanted {
    lines: usize,
    /// The width of all lines if they were alike, in em.
    ideal: f64,
    /// The greatest width of a line, in em.
    limit: f64,
    lenient: bool,
}

/// The beginning of a text, the places where it may break, its end.
struct Places<'a> {
    text: &'a str,
    cuts: &'a [Cut],
    /// Where a line ends and where the next begins, in bytes and in em.
    ends: Vec<(usize, f64)>,
    starts: Vec<(usize, f64)>,
}

impl<'a> Places<'a> {
    fn new(text: &'a str, cuts: &'a [Cut]) -> Places<'a> {
        let bytes = [0].into_iter().chain(cuts.iter().map(|cut| cut.at)).chain([text.len()]);
        let mut places = Places { text, cuts, ends: Vec::new(), starts: Vec::new() };
        let (mut at, mut em) = (0, 0.0);
        for start in bytes {
            let end = at + text[at..start].trim_end().len();
            let to_end = em + width(&text[at..end]);
            em = to_end + width(&text[end..start]);
            at = start;
            places.ends.push((end, to_end));
            places.starts.push((start, em));
        }
        places
    }

    /// The number of the last place, the end of the text.
    fn last(&self) -> usize {
        self.starts.len() - 1
    }

    fn width(&self, from: usize, to: usize) -> f64 {
        (self.ends[to].1 - self.starts[from].1).max(0.0)
    }

    fn line(&self, from: usize, to: usize) -> &'a str {
        self.text.get(self.starts[from].0..self.ends[to].0).unwrap_or_default()
    }

    /// Whether a line runs over white space that says where the sense breaks, but begins or ends
    /// elsewhere.
    fn hides_space(&self, from: usize, to: usize) -> bool {
        let typed = |place: usize| {
            let cut = place.checked_sub(1).and_then(|index| self.cuts.get(index));
            cut.is_none_or(|cut| cut.typed)
        };
        !(typed(from) && typed(to)) && (from + 1..to).any(typed)
    }

    /// What a line from one place to another costs; `None` if it may not be.
    fn cost(&self, from: usize, to: usize, wanted: &Wanted) -> Option<f64> {
        let width = self.width(from, to);
        let short = width <= SHORT && !self.line(from, to).is_ascii();
        let mut off = (width - wanted.ideal).powi(2);
        if self.hides_space(from, to) {
            if !wanted.lenient {
                return None;
            }
            off += SHORT_COST;
        }
        if to == self.last() {
            return match short {
                true if !wanted.lenient => None,
                true => Some(off + SHORT_COST),
                // Of two ways alike the one that tapers.
                false if width > wanted.ideal => Some(off * 1.1),
                false => Some(off),
            };
        }
        let cut = self.cuts.get(to.checked_sub(1)?)?;
        if cut.rough && !wanted.lenient {
            return None;
        }
        let rough = if cut.rough { SHORT_COST } else { 0.0 };
        let short = if short && !cut.typed { SHORT_COST } else { 0.0 };
        Some(off + cut.cost + rough + short)
    }

    /// The cheapest way to break the text into so many lines within the limit: the places where
    /// lines begin, and the end.
    fn best(&self, wanted: &Wanted) -> Option<Vec<usize>> {
        let last = self.last();
        // By lines so far and place: the cost, and where the last line begins.
        let mut best = vec![vec![(f64::INFINITY, 0); last + 1]; wanted.lines + 1];
        best[0][0].0 = 0.0;
        for lines in 1..=wanted.lines {
            let places = if lines == wanted.lines { last..=last } else { lines..=last - 1 };
            for to in places {
                for from in (lines - 1..to).rev() {
                    let width = self.width(from, to);
                    let off = (width - wanted.ideal).max(0.0).powi(2);
                    if width > wanted.limit || off >= best[lines][to].0 {
                        break;
                    }
                    let Some(cost) = self.cost(from, to, wanted) else { continue };
                    let cost = best[lines - 1][from].0 + cost;
                    if cost < best[lines][to].0 {
                        best[lines][to] = (cost, from);
                    }
                }
            }
        }
        let mut chosen = vec![last];
        let mut at = last;
        for lines in (1..=wanted.lines).rev() {
            let (cost, from) = best[lines][at];
            if cost.is_infinite() {
                return None;
            }
            at = from;
            chosen.push(at);
        }
        chosen.reverse();
        Some(chosen)
    }
}

/// The width of a text in em, counted: a character of alphabets takes some 0.58, any other one.
pub(super) fn width(text: &str) -> f64 {
    let one = |c: char| match c {
        c if u32::from(c) < 0x2000 => 0.58,
        c if is_invisible(c) && !c.is_whitespace() => 0.0,
        _ => 1.0,
    };
    text.chars().map(one).sum()
}
