//! Values of declarations that hide words or put others in their place, property by property.

use cssparser::{Parser, Token};

/// A value: its words and numbers in order, those of functions with them.
#[derive(Debug, Clone, Default)]
pub(super) struct Value {
    /// As it is written, in small letters and without what makes it important.
    pub(super) written: String,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq)]
enum Part {
    /// A name, in small letters.
    Word(String),
    /// A function, in small letters.
    Function(String),
    /// A colour behind `#`, in small letters.
    Hash(String),
    /// In quotes.
    Text,
    /// A number with its unit; percent as hundreds.
    Number(f32, String),
}

/// About how many pixels a unit is (CSS Values Level 4, 6): type is taken to be 16, a hundredth of
/// what is around 10.
fn pixels(unit: &str) -> f32 {
    match unit {
        "" | "px" => 1.0,
        "pt" => 4.0 / 3.0,
        "mm" => 3.78,
        "cm" => 37.8,
        "in" => 96.0,
        "q" => 0.945,
        unit if unit == "%" || unit.starts_with(['v', 'd', 's', 'l', 'c']) && unit.len() > 2 => {
            10.0
        }
        _ => 16.0,
    }
}

/// Farther than this, in pixels, is off the page.
const FAR: f32 = 990.0;

/// Type and boxes that are smaller than this, in pixels, show nothing.
const SMALL: f32 = 3.0;

/// Less of a colour, or of a size, than this is not seen.
const FAINT: f32 = 0.1;

impl Value {
    pub(super) fn read(input: &mut Parser) -> Value {
        let start = input.position();
        let mut parts = Vec::new();
        read(input, &mut parts);
        let written = input.slice_from(start).trim().to_ascii_lowercase();
        let written = match written.rsplit_once('!') {
            Some((before, _)) => before.trim_end().to_owned(),
            None => written,
        };
        parts.pop_if(|part| *part == Part::Word("important".to_owned()));
        Value { written, parts }
    }

    /// Whether it lets nothing be seen beyond a box.
    pub(super) fn clips(&self) -> bool {
        self.is(&["hidden", "clip", "scroll", "auto"])
    }

    /// Whether it is one of these words.
    fn is(&self, words: &[&str]) -> bool {
        matches!(&self.parts[..], [Part::Word(word)] if words.contains(&word.as_str()))
    }

    fn has_function(&self, name: &str) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Function(other) if other == name))
    }

    fn numbers(&self) -> impl Iterator<Item = (f32, &str)> {
        self.parts.iter().filter_map(|part| match part {
            Part::Number(value, unit) => Some((*value, unit.as_str())),
            _ => None,
        })
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Word(word) => Some(word.as_str()),
            _ => None,
        })
    }

    /// Whether it is a number, or a sum of some, that is at most so much: all of them are.
    fn at_most(&self, most: f32) -> bool {
        let number = |part: &Part| match part {
            Part::Number(value, unit) => *value * pixels(unit) <= most,
            Part::Function(name) => ["calc", "max", "clamp"].contains(&name.as_str()),
            _ => false,
        };
        let least = self.has_function("min")
            && self.numbers().any(|(value, unit)| value * pixels(unit) <= most);
        least || self.numbers().next().is_some() && self.parts.iter().all(number)
    }

    /// Whether one of its lengths leads off the page.
    fn is_far(&self) -> bool {
        self.numbers().any(|(value, unit)| !unit.is_empty() && (value * pixels(unit)).abs() >= FAR)
    }

    /// Whether one of its lengths leads off the page to the left or above.
    fn is_far_back(&self) -> bool {
        self.numbers().any(|(value, unit)| !unit.is_empty() && value * pixels(unit) <= -FAR)
    }

    /// Whether a number without a unit, or in percent, is nearly nought.
    fn is_faint(&self) -> bool {
        let share = |(value, unit): (f32, &str)| match unit {
            "%" => value / 100.0,
            _ => value,
        };
        self.numbers().any(|number| share(number).abs() < FAINT)
    }

    /// Whether it is a colour that is not seen, or a mixture of such.
    fn is_clear(&self) -> bool {
        let alpha = |digits: &str| u8::from_str_radix(digits, 16).is_ok_and(|alpha| alpha < 0x1A);
        match &self.parts[..] {
            [Part::Hash(hex)] => match hex.len() {
                4 => hex.ends_with(['0', '1']),
                8 => hex.get(6..).is_some_and(alpha),
                _ => false,
            },
            [Part::Function(name), ..] if name != "color-mix" && !name.contains("gradient") => {
                let numbers: Vec<(f32, &str)> = self.numbers().collect();
                let last = numbers.get(3).filter(|_| numbers.len() == 4);
                last.is_some_and(|(value, unit)| match *unit {
                    "%" => *value < FAINT * 100.0,
                    _ => *value < FAINT,
                })
            }
            _ => self.is_all_clear(),
        }
    }

    /// Whether all colours in it are `transparent`.
    fn is_all_clear(&self) -> bool {
        let clear = self.words().any(|word| word == "transparent");
        let beside = ["in", "srgb", "oklab", "oklch", "to", "top", "bottom", "left", "right", "at"];
        let no_other = self.words().all(|word| word == "transparent" || beside.contains(&word));
        let plain = |part: &Part| match part {
            Part::Function(name) => name == "color-mix" || name.contains("gradient"),
            Part::Hash(_) => false,
            _ => true,
        };
        clear && no_other && self.parts.iter().all(plain)
    }

    /// Whether the arguments of a function, as numbers without units or in percent, fit.
    fn has_argument(&self, functions: &[&str], fits: impl Fn(f32, &str) -> bool) -> bool {
        let mut inside = false;
        self.parts.iter().any(|part| match part {
            Part::Function(name) => {
                inside = functions.contains(&name.as_str());
                false
            }
            Part::Number(value, unit) => inside && fits(*value, unit),
            _ => false,
        })
    }
}

fn read(input: &mut Parser, parts: &mut Vec<Part>) {
    while let Ok(token) = input.next() {
        let token = token.clone();
        match &token {
            Token::Ident(word) => parts.push(Part::Word(word.to_ascii_lowercase())),
            Token::Hash(hex) | Token::IDHash(hex) => {
                parts.push(Part::Hash(hex.to_ascii_lowercase()));
            }
            Token::QuotedString(_) => parts.push(Part::Text),
            Token::Number { value, .. } => parts.push(Part::Number(*value, String::new())),
            Token::Percentage { unit_value, .. } => {
                parts.push(Part::Number(*unit_value * 100.0, "%".to_owned()));
            }
            Token::Dimension { value, unit, .. } => {
                parts.push(Part::Number(*value, unit.to_ascii_lowercase()));
            }
            Token::Function(name) => parts.push(Part::Function(name.to_ascii_lowercase())),
            _ => {}
        }
        if matches!(token, Token::Function(_) | Token::ParenthesisBlock) {
            let _ = input.parse_nested_block(|input| {
                read(input, parts);
                Ok::<(), cssparser::ParseError<()>>(())
            });
        }
    }
}

/// Properties with the values of theirs that hide words.
type Row = (&'static [&'static str], fn(&Value) -> bool);

const TABLE: &[Row] = &[
    (&["display"], |v| v.is(&["none"])),
    (&["visibility"], |v| v.is(&["hidden", "collapse"])),
    (&["content-visibility"], |v| v.is(&["hidden"])),
    (&["opacity"], Value::is_faint),
    (&["zoom", "scale"], Value::is_faint),
    (&["color", "-webkit-text-fill-color"], Value::is_clear),
    (&["font-size"], |v| v.at_most(SMALL)),
    (&["font"], |v| {
        // The size has a unit or is nought; weights have none.
        let size = v.numbers().find(|(value, unit)| !unit.is_empty() || *value == 0.0);
        size.is_some_and(|(value, unit)| value * pixels(unit) <= SMALL)
    }),
    (&["text-indent"], Value::is_far_back),
    (
        &[
            "margin",
            "margin-top",
            "margin-left",
            "margin-block",
            "margin-block-start",
            "margin-inline",
            "margin-inline-start",
        ],
        Value::is_far_back,
    ),
    (
        &[
            "top",
            "right",
            "bottom",
            "left",
            "inset",
            "inset-block",
            "inset-inline",
            "inset-block-start",
            "inset-block-end",
            "inset-inline-start",
            "inset-inline-end",
            "translate",
            "letter-spacing",
            "word-spacing",
        ],
        Value::is_far,
    ),
    (&["transform", "-webkit-transform"], |v| {
        let shrinks = ["scale", "scalex", "scaley", "scale3d"];
        let moves = ["translate", "translatex", "translatey", "translate3d"];
        let turns = ["rotatex", "rotatey"];
        let far = |value: f32, unit: &str| !unit.is_empty() && (value * pixels(unit)).abs() >= FAR;
        let size = |n: usize| v.numbers().nth(n).is_some_and(|(value, _)| value.abs() < FAINT);
        v.has_argument(&shrinks, |value, _| value.abs() < FAINT)
            || v.has_argument(&moves, far)
            || v.has_argument(&turns, |value, unit| unit == "deg" && value % 180.0 != 0.0)
            || v.has_function("matrix") && size(0) && size(1)
    }),
    (&["clip-path", "-webkit-clip-path"], |v| {
        v.has_argument(&["circle", "ellipse"], |value, unit| value * pixels(unit) <= SMALL)
            || v.has_argument(&["inset"], |value, unit| {
                unit == "%" && value >= 50.0 || value * pixels(unit) >= FAR
            })
    }),
    (&["clip"], |v| v.has_function("rect") && v.numbers().all(|(value, _)| value.abs() <= SMALL)),
    (&["filter", "-webkit-filter"], |v| {
        v.has_argument(&["opacity", "contrast"], |value, unit| match unit {
            "%" => value < FAINT * 100.0,
            _ => value < FAINT,
        }) || v.has_argument(&["blur"], |value, unit| value * pixels(unit) > SMALL)
    }),
    (&["mask", "mask-image", "-webkit-mask", "-webkit-mask-image"], Value::is_all_clear),
    (&BOXES, |v| v.at_most(0.0)),
    (&["-webkit-line-clamp", "line-clamp", "max-lines"], |v| v.numbers().next().is_some()),
    (&["-webkit-text-security"], |v| !v.is(&["none"])),
    (&["content"], |v| !v.is(&["normal", "none", "inherit", "initial", "unset", "revert"])),
    (&["direction"], |v| v.is(&["rtl"])),
    (&["unicode-bidi"], |v| v.is(&["bidi-override", "isolate-override"])),
];

/// The sizes of boxes.
const BOXES: [&str; 8] = [
    "width",
    "height",
    "max-width",
    "max-height",
    "inline-size",
    "block-size",
    "max-inline-size",
    "max-block-size",
];

/// Whether a declaration hides words, or puts others in their place; `clipped` if what is beyond
/// its box is not seen.
pub(super) fn hides(name: &str, value: &Value, clipped: bool) -> bool {
    let small = clipped && BOXES.contains(&name) && value.at_most(SMALL);
    small || TABLE.iter().any(|(names, hides)| names.contains(&name) && hides(value))
}

#[cfg(test)]
mod tests {
    use cssparser::Parser;

    use super::{Value, hides};

    fn told(declaration: &str) -> bool {
        let (name, value) = declaration.split_once(':').unwrap();
        hides(name, &Value::read(&mut Parser::new(value)), false)
    }

    #[test]
    fn values_that_hide_are_told() {
        for declaration in [
            "display:none!important",
            "content-visibility:hidden",
            "opacity:1%",
            "font-size:calc(0px)",
            "font-size:min(0px, 1em)",
            "font-size:0.01em",
            "font:0/0 serif",
            "color:rgba(0,0,0,0)",
            "color:rgb(0 0 0 / 4%)",
            "color:#0000",
            "color:#00000008",
            "color:color-mix(in srgb, transparent, transparent)",
            "-webkit-text-fill-color:transparent",
            "text-indent:-9999px",
            "margin-left:-999em",
            "left:-9999em",
            "top:-200vh",
            "inset:0 0 0 9999px",
            "translate:0 -9999px",
            "transform:scale(0)",
            "transform:translateX(-9999px)",
            "transform:rotateY(90deg)",
            "transform:matrix(0,0,0,0,0,0)",
            "scale:0",
            "clip-path:circle(0)",
            "clip-path:inset(100%)",
            "clip:rect(0 0 0 0)",
            "clip:rect(1px,1px,1px,1px)",
            "filter:opacity(0)",
            "mask:linear-gradient(transparent, transparent)",
            "max-height:0",
            "width:0px",
            "-webkit-line-clamp:1",
            "-webkit-text-security:disc",
            "content:\"假\"",
            "unicode-bidi:bidi-override",
        ] {
            assert!(told(declaration), "{declaration}");
        }
    }

    #[test]
    fn values_that_show_are_not_told() {
        for declaration in [
            "display:block",
            "opacity:.85",
            "font-size:.5em",
            "font-size:max(0px, 1em)",
            "font-size:calc(1em - 1px)",
            "font-size:var(--x)",
            "font:400 1em/1.5 serif",
            "font:inherit",
            "color:#fff",
            "color:rgba(0,0,0,.5)",
            "color:rgb(0 0 0)",
            "color:color-mix(in srgb, currentColor 25%, transparent)",
            "text-indent:-1.5em",
            "margin:0 auto",
            "margin:-3px",
            "max-width:100%",
            "height:auto",
            "line-height:0",
            "max-height:min(85vh, 100vh - 9em)",
            "left:50%",
            "transform:translate(-50%,-50%)",
            "transform:rotate(90deg)",
            "transform:none",
            "clip-path:inset(0 10%)",
            "clip-path:circle(50%)",
            "clip:auto",
            "filter:grayscale(1)",
            "content:normal",
            "scale:1.5",
        ] {
            assert!(!told(declaration), "{declaration}");
        }
    }
}
