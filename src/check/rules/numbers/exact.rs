//! Exact decimals: what is printed is compared as it is printed, never as a binary fraction.

use std::cmp::Ordering;
use std::fmt;

/// Digits that a number may have; longer ones are no quantities.
const DIGITS: usize = 15;

/// A decimal: `units` × 10^-`places`.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Exact {
    units: i128,
    places: u32,
}

impl Exact {
    /// Nothing.
    pub(super) const ZERO: Exact = Exact { units: 0, places: 0 };

    /// A whole number.
    pub(super) fn whole(number: i64) -> Exact {
        Exact { units: i128::from(number), places: 0 }
    }

    /// The number that digits with at most one point write; signs are not read.
    pub(super) fn read(digits: &[char]) -> Option<Exact> {
        let (mut units, mut places, mut point, mut seen) = (0_i128, 0, false, 0);
        for c in digits {
            match c.to_digit(10) {
                Some(digit) => {
                    units = units * 10 + i128::from(digit);
                    places += u32::from(point);
                    seen += 1;
                }
                None if *c == '.' && !point => point = true,
                None => return None,
            }
            if seen > DIGITS {
                return None;
            }
        }
        (seen > 0).then_some(Exact { units, places })
    }

    /// How many places stand behind the point.
    pub(super) fn places(self) -> u32 {
        self.places
    }

    /// Whether it is nothing.
    pub(super) fn is_zero(self) -> bool {
        self.units == 0
    }

    /// The same × 10^`power`.
    pub(super) fn shift(self, power: i32) -> Exact {
        let behind = i64::from(self.places) - i64::from(power);
        match u32::try_from(behind) {
            Ok(places) => Exact { places, ..self },
            Err(_) => {
                let zeros = u32::try_from(-behind).unwrap_or(0).min(24);
                Exact { units: self.units.saturating_mul(10_i128.pow(zeros)), places: 0 }
            }
        }
    }

    /// The same × a whole number.
    pub(super) fn times(self, factor: i64) -> Exact {
        Exact { units: self.units.saturating_mul(i128::from(factor)), ..self }
    }

    /// The product of two.
    pub(super) fn product(self, other: Exact) -> Exact {
        Exact { units: self.units.saturating_mul(other.units), places: self.places + other.places }
    }

    pub(super) fn plus(self, other: Exact) -> Exact {
        let (a, b, places) = aligned(self, other);
        Exact { units: a.saturating_add(b), places }
    }

    pub(super) fn minus(self, other: Exact) -> Exact {
        let (a, b, places) = aligned(self, other);
        Exact { units: a.saturating_sub(b), places }
    }

    /// Without its sign.
    pub(super) fn size(self) -> Exact {
        Exact { units: self.units.saturating_abs(), ..self }
    }

    /// The quotient to so many places, rounded half up; `None` of nothing.
    pub(super) fn over(self, other: Exact, places: u32) -> Option<Exact> {
        let (a, b, _) = aligned(self, other);
        let scaled = a.checked_mul(10_i128.checked_pow(places)?)?;
        let doubled = scaled.checked_mul(2)?.checked_add(b)?;
        let units = doubled.checked_div(b.checked_mul(2)?)?;
        Some(Exact { units, places })
    }

    /// Half of the last printed place: how far a rounded number may be from the truth.
    pub(super) fn half_of_last_place(self) -> Exact {
        Exact { units: 5, places: self.places + 1 }
    }

    /// Its digits without the point and without zeros at the end.
    pub(super) fn digits(self) -> String {
        self.trimmed().units.to_string()
    }

    fn trimmed(self) -> Exact {
        let mut out = self;
        while out.places > 0 && out.units % 10 == 0 {
            out.units /= 10;
            out.places -= 1;
        }
        out
    }
}

/// Both on the same number of places.
fn aligned(a: Exact, b: Exact) -> (i128, i128, u32) {
    let places = a.places.max(b.places);
    let to = |it: Exact| it.units.saturating_mul(10_i128.pow((places - it.places).min(30)));
    (to(a), to(b), places)
}

impl PartialEq for Exact {
    fn eq(&self, other: &Exact) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Exact {}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Exact) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Exact) -> Ordering {
        let (a, b, _) = aligned(*self, *other);
        a.cmp(&b)
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Exact { units, places } = self.trimmed();
        let width = places as usize;
        let digits = format!("{:0>1$}", units.unsigned_abs(), width + 1);
        let (whole, rest) = digits.split_at(digits.len() - width);
        let sign = if units < 0 { "-" } else { "" };
        match rest {
            "" => write!(f, "{sign}{whole}"),
            _ => write!(f, "{sign}{whole}.{rest}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        Exact::read(&text.chars().collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn decimals_are_exact() {
        assert_eq!(exact("0.1").plus(exact("0.2")), exact("0.3"));
        assert_eq!(exact("1.50"), exact("1.5"));
        assert_eq!(exact("1.0938").shift(4), exact("10938"));
        assert_eq!(exact("1.5").shift(8), exact("150000000"));
        assert_eq!(exact("12").times(100).over(exact("78"), 1), Some(exact("15.4")));
        assert_eq!(exact("12").over(Exact::ZERO, 1), None);
        for text in ["0", "0.05", "12.3", "7156"] {
            assert_eq!(exact(text).to_string(), text);
        }
        assert_eq!(exact("3").minus(exact("5")).to_string(), "-2");
        assert!(Exact::read(&['1'; 40]).is_none() && Exact::read(&['.']).is_none());
    }
}
