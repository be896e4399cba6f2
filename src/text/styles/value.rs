//! Values of declarations (CSS Values and Units Level 4).

use std::ops::Range;

use cssparser::{ParseError, Parser, Token};

/// A piece of a value with its bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Its bytes in the style sheet.
    pub at: Range<usize>,
    /// What it is.
    pub piece: Piece,
}

/// What a piece of a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// A name, in small letters, but for properties of the style sheet's own.
    Word(String),
    /// A colour behind `#`.
    Hash(String),
    /// Words in quotes.
    Text(String),
    /// A number with its unit, in small letters; percent as hundreds.
    Number(f32, String),
    /// An address.
    Url(String),
    /// A function, in small letters, with what it is given.
    Function(String, Vec<Part>),
    /// What stands in round brackets.
    Group(Vec<Part>),
    /// A comma or another sign.
    Sign(char),
}

/// Reads a value to its end. Braces are refused, unless it is `free` to have any.
pub(super) fn parts(input: &mut Parser, free: bool) -> Result<Vec<Part>, ParseError<()>> {
    let mut parts = Vec::new();
    loop {
        input.skip_whitespace();
        let start = input.position().byte_index();
        let Ok(token) = input.next() else { return Ok(parts) };
        let piece = match token.clone() {
            Token::Ident(word) if word.starts_with("--") => Piece::Word(word.to_string()),
            Token::Ident(word) => Piece::Word(word.to_ascii_lowercase()),
            Token::Hash(hex) | Token::IDHash(hex) => Piece::Hash(hex.to_ascii_lowercase()),
            Token::QuotedString(text) => Piece::Text(text.to_string()),
            Token::Number { value, .. } => Piece::Number(value, String::new()),
            Token::Percentage { unit_value, .. } => {
                Piece::Number(unit_value * 100.0, "%".to_owned())
            }
            Token::Dimension { value, unit, .. } => Piece::Number(value, unit.to_ascii_lowercase()),
            Token::UnquotedUrl(address) => Piece::Url(address.to_string()),
            Token::Function(name) => {
                let name = name.to_ascii_lowercase();
                let inside = input.parse_nested_block(|input| self::parts(input, free))?;
                match (name.as_str(), inside.as_slice()) {
                    ("url", [Part { piece: Piece::Text(address), .. }]) => {
                        Piece::Url(address.clone())
                    }
                    _ => Piece::Function(name, inside),
                }
            }
            Token::ParenthesisBlock => {
                Piece::Group(input.parse_nested_block(|input| self::parts(input, free))?)
            }
            Token::CurlyBracketBlock if !free => return Err(ParseError::unexpected_token()),
            Token::BadString(_) | Token::BadUrl(_) => return Err(ParseError::unexpected_token()),
            Token::Comma => Piece::Sign(','),
            Token::Delim(sign) => Piece::Sign(sign),
            _ => Piece::Sign('?'),
        };
        parts.push(Part { at: start..input.position().byte_index(), piece });
    }
}

/// Takes `!important` off the end of a value.
pub(super) fn take_important(value: &mut Vec<Part>) -> bool {
    let is = value.len().checked_sub(2).filter(|at| {
        let end = value.iter().skip(*at).map(|part| &part.piece);
        end.eq([&Piece::Sign('!'), &Piece::Word("important".to_owned())])
    });
    is.inspect(|at| value.truncate(*at)).is_some()
}

impl Piece {
    /// The word that it is.
    pub(super) fn word(&self) -> Option<&str> {
        match self {
            Piece::Word(word) => Some(word),
            _ => None,
        }
    }

    /// The number without a unit that it is.
    pub(super) fn number(&self) -> Option<f32> {
        match self {
            Piece::Number(value, unit) if unit.is_empty() => Some(*value),
            _ => None,
        }
    }

    /// How many pixels it is on a small page and on a large one; numbers without a unit as they
    /// are.
    fn pixels(&self) -> Option<[f32; 2]> {
        match self {
            Piece::Number(value, unit) => Some(unit_pixels(unit)?.map(|one| value * one)),
            Piece::Group(inside) => sum(inside),
            Piece::Function(name, inside) => {
                let each: Option<Vec<[f32; 2]>> =
                    inside.split(|part| part.piece == Piece::Sign(',')).map(sum).collect();
                let each = each?;
                let fold = |of: fn(f32, f32) -> f32| {
                    let all = each.iter().copied();
                    all.reduce(|one, other| [of(one[0], other[0]), of(one[1], other[1])])
                };
                match (name.as_str(), each.as_slice()) {
                    ("calc", [one]) => Some(*one),
                    ("min", _) => fold(f32::min),
                    ("max", _) => fold(f32::max),
                    ("clamp", [least, value, most]) => {
                        Some([0, 1].map(|at| value[at].min(most[at]).max(least[at])))
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// How many pixels it has on a small page; none where it is no length.
    pub(super) fn small_pixels(&self) -> f32 {
        match self {
            Piece::Number(_, unit) if unit.is_empty() => 0.0,
            piece => piece.pixels().map_or(0.0, |[small, _]| small),
        }
    }

    /// Whether it is a length within bounds, in pixels of a small page. Shares of a large page,
    /// which is four times as large, may be so as well.
    pub(super) fn is_within(&self, least: f32, most: f32) -> bool {
        let is_zero = self.number().is_none_or(|number| number == 0.0);
        self.pixels().filter(|_| is_zero).is_some_and(|[small, large]| {
            let low = if least > 0.0 { large } else { large / SCALE };
            least <= small && small <= most && least <= low && large / SCALE <= most
        })
    }
}

/// How many times as large as a small page, which is 300 pixels wide and high, a large one is.
const SCALE: f32 = 4.0;

/// How many pixels a unit is on a small page and on a large one, where type is 16 pixels (CSS
/// Values Level 4, 6).
fn unit_pixels(unit: &str) -> Option<[f32; 2]> {
    let one = match unit {
        "" | "px" => 1.0,
        "pt" => 4.0 / 3.0,
        "pc" | "em" | "rem" | "ic" | "ric" => 16.0,
        "mm" => 3.78,
        "cm" => 37.8,
        "in" => 96.0,
        "q" => 0.945,
        "ex" | "rex" | "ch" | "rch" => 8.0,
        "lh" | "rlh" => 24.0,
        "%" => return Some([3.0, 3.0 * SCALE]),
        unit => {
            let of_page = unit.trim_start_matches(['s', 'l', 'd']);
            let of_page = of_page.strip_prefix('v').or_else(|| unit.strip_prefix("cq"));
            let known = ["w", "h", "i", "b", "min", "max"];
            return of_page.filter(|it| known.contains(it)).map(|_| [3.0, 3.0 * SCALE]);
        }
    };
    Some([one, one])
}

/// The sum that stands in brackets (CSS Values Level 4, 10.1).
fn sum(parts: &[Part]) -> Option<[f32; 2]> {
    let mut total = [0.0, 0.0];
    let (mut product, mut sign) = (None, '+');
    for part in parts.iter().map(|part| &part.piece) {
        match (part, product) {
            (Piece::Sign(next @ ('+' | '-')), Some(_)) if !matches!(sign, '*' | '/') => {
                add(&mut total, product.take());
                sign = *next;
            }
            (Piece::Sign(next @ ('*' | '/')), Some(_)) if !matches!(sign, '*' | '/') => {
                sign = *next;
            }
            (operand, None) => {
                let factor = if sign == '-' { -1.0 } else { 1.0 };
                product = Some(operand.pixels()?.map(|value| value * factor));
                sign = '+';
            }
            (operand, Some(left)) if matches!(sign, '*' | '/') => {
                let right = operand.pixels()?;
                product = Some([0, 1].map(|at| match sign {
                    '*' => left[at] * right[at],
                    _ => left[at] / right[at],
                }));
                sign = '+';
            }
            _ => return None,
        }
    }
    product?;
    add(&mut total, product);
    (sign == '+').then_some(total)
}

fn add(total: &mut [f32; 2], product: Option<[f32; 2]>) {
    if let Some([small, large]) = product {
        *total = [total[0] + small, total[1] + large];
    }
}

#[cfg(test)]
mod tests {
    use cssparser::Parser;

    use super::parts;

    #[test]
    fn sums_are_what_they_come_to() {
        for (written, expected) in [
            ("1em", Some([16.0, 16.0])),
            ("min(85vh, 100vh - 9em)", Some([156.0, 1020.0])),
            ("calc((1em - 1px) * 2)", Some([30.0, 30.0])),
            ("calc(100% - 990px)", Some([-690.0, 210.0])),
            ("clamp(1px, 1em, 2px)", Some([2.0, 2.0])),
            ("calc(2 * 3px - 1px - 1px)", Some([4.0, 4.0])),
            ("calc(1px -)", None),
            ("calc()", None),
            ("env(x)", None),
        ] {
            let value = parts(&mut Parser::new(written), false).unwrap();
            assert_eq!(value[0].piece.pixels(), expected, "{written}");
        }
    }
}
