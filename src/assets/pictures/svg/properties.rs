//! What properties of styles do to a drawing here: which are drawn, which stand for attributes,
//! and which would change it in browsers alone and are told.

use simplecss::DeclarationTokenizer;

use crate::assets::pictures::error::PictureError;
use crate::diag::msg;

/// Whether a property may change what shows.
pub(super) fn may_show(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    is_drawn(&name)
        || TOLD.iter().any(|(told, _)| *told == name)
        || ELEMENTS.iter().any(|(_, geometry)| geometry.contains(&name.as_str()))
}

/// Checks a property.
///
/// # Errors
/// If it has an effect in browsers, and none here.
pub(super) fn told(name: &str, value: &str) -> Result<(), PictureError> {
    let Some((_, harmless)) = TOLD.iter().find(|(told, _)| *told == name) else { return Ok(()) };
    let value = value.trim().to_ascii_lowercase();
    let first = value.split([' ', ',']).next().unwrap_or_default();
    let usual = ["initial", "inherit", "unset", "revert"];
    if harmless.contains(&first) || usual.contains(&first) {
        return Ok(());
    }
    let urls = match name {
        // The part of an element that is cut is the same for all of these.
        "clip-path" => value.starts_with("url(") && value.ends_with(')'),
        "mask" => value.starts_with("url(") && !value.trim_end_matches(')').contains(')'),
        _ => false,
    };
    if urls { Ok(()) } else { Err(undrawable(name, &value)) }
}

/// Whether a property breaks text into lines.
pub(super) fn breaks_lines(name: &str) -> bool {
    matches!(name, "inline-size" | "shape-inside" | "shape-subtract")
}

/// A property that nothing here can draw.
pub(super) fn undrawable(name: &str, value: &str) -> PictureError {
    let value: String = value.chars().take(60).collect();
    PictureError::Undrawable(msg!(
        "样式 {name}: {value} 印刷软件不认识；在绘图软件里另存为纯 SVG，或把图形、文字展开",
        "it has the style {name}: {value}, which programs of print do not know; save it as plain \
         SVG in the drawing program, or expand shapes and text"
    ))
}

/// Whether the parser of usvg takes a value as a whole.
pub(super) fn is_readable(value: &str) -> bool {
    let text = format!("a:{value}");
    let mut declared = DeclarationTokenizer::from(text.as_str());
    declared.next().is_some_and(|it| it.value == value) && declared.next().is_none()
}

/// Properties that stand for attributes of an element.
pub(super) fn geometry(element: &str) -> &'static [&'static str] {
    ELEMENTS.iter().find(|(name, _)| *name == element).map_or(&[], |(_, names)| names)
}

/// The value of an attribute that a property stands for; `None` if browsers ignore it.
///
/// # Errors
/// If it is of another kind than a length, or a path.
pub(super) fn attribute(name: &str, value: &str) -> Result<Option<String>, PictureError> {
    let lower = value.to_ascii_lowercase();
    if name == "d" {
        let inner = lower.starts_with("path(").then(|| value[5..].trim_end_matches(')').trim());
        let path = inner.and_then(|it| {
            let quote = it.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            it[1..].strip_suffix(quote).filter(|it| !it.contains([quote, '\\']))
        });
        return path.map(|it| Some(it.to_owned())).ok_or_else(|| undrawable(name, value));
    }
    let unit = lower.trim_start_matches(|c: char| c.is_ascii_digit() || "+-.".contains(c));
    let number = &lower[..lower.len() - unit.len()];
    match (number.parse::<f64>(), unit) {
        (Ok(0.0), "") => Ok(Some("0".to_owned())),
        (Ok(_), "") => Ok(None),
        (Ok(_), "px") => Ok(Some(number.to_owned())),
        (Ok(_), "%" | "em" | "ex" | "in" | "cm" | "mm" | "pt" | "pc") => Ok(Some(lower)),
        _ => Err(undrawable(name, value)),
    }
}

/// A list of transformations in the words of attributes.
///
/// # Errors
/// If one is in space, or of the size of the element.
pub(super) fn transform(value: &str) -> Result<String, PictureError> {
    let odd = || undrawable("transform", value);
    let lower = value.to_ascii_lowercase();
    if lower == "none" {
        return Ok(lower);
    }
    let mut out = Vec::new();
    for one in lower.split_terminator(')') {
        let (name, arguments) = one.split_once('(').ok_or_else(odd)?;
        let arguments = arguments.split([',', ' ', '\t', '\n']).filter(|it| !it.is_empty());
        let numbers: Option<Vec<f64>> = arguments.map(number).collect();
        let numbers = numbers.ok_or_else(odd)?;
        let first = numbers.first().copied().ok_or_else(odd)?;
        let (name, numbers) = match (name.trim_matches([' ', ',', '\t', '\n']), numbers.len()) {
            ("translatex", 1) => ("translate", vec![first, 0.0]),
            ("translatey", 1) => ("translate", vec![0.0, first]),
            ("scalex", 1) => ("scale", vec![first, 1.0]),
            ("scaley", 1) => ("scale", vec![1.0, first]),
            ("skewx", 1) => ("skewX", numbers),
            ("skewy", 1) => ("skewY", numbers),
            ("rotate", 1 | 3) => ("rotate", numbers),
            (name @ ("translate" | "scale"), 1 | 2) => (name, numbers),
            ("matrix", 6) => ("matrix", numbers),
            _ => return Err(odd()),
        };
        let numbers: Vec<String> = numbers.iter().map(f64::to_string).collect();
        out.push(format!("{name}({})", numbers.join(" ")));
    }
    Ok(out.join(" "))
}

/// A number of a transformation in units of the drawing, or in degrees.
fn number(text: &str) -> Option<f64> {
    let turns = [("px", 1.0), ("grad", 0.9), ("rad", 180.0 / std::f64::consts::PI)];
    let turns = turns.into_iter().chain([("deg", 1.0), ("turn", 360.0), ("", 1.0)]);
    let mut parsed = turns.filter_map(|(unit, scale)| {
        let number = text.strip_suffix(unit)?.parse::<f64>().ok()?;
        number.is_finite().then_some(number * scale)
    });
    parsed.next()
}

/// Whether a background is that of pages, or none.
pub(super) fn is_white(value: &str) -> bool {
    let value: String = value.to_ascii_lowercase().split_whitespace().collect();
    let white = ["none", "transparent", "white", "#fff", "#ffffff", "rgb(255,255,255)"];
    let usual = ["initial", "inherit", "unset", "revert", "canvas", "var(", "rgba(255,255,255"];
    let alike = usual.iter().any(|it| value.starts_with(it));
    white.contains(&value.as_str()) || alike || value.ends_with(",0)")
}

/// Whether a list of families begins with a face whose letters are pictures.
pub(super) fn symbols(families: &str) -> Option<&str> {
    let first = families.split(',').next()?.trim().trim_matches(['"', '\'']).trim();
    let name: String = first.to_ascii_lowercase().split([' ', '-']).collect();
    let known = ["symbol", "symbolmt", "webdings", "zapfdingbats", "itczapfdingbats", "marlett"];
    let is = known.contains(&name.as_str()) || name.starts_with("wingdings") || name == "mtextra";
    is.then_some(first)
}

/// Elements with the properties that stand for their attributes.
const ELEMENTS: &[(&str, &[&str])] = &[
    ("rect", &["x", "y", "width", "height", "rx", "ry"]),
    ("circle", &["cx", "cy", "r"]),
    ("ellipse", &["cx", "cy", "rx", "ry"]),
    ("image", &["x", "y", "width", "height"]),
    ("svg", &["x", "y", "width", "height"]),
    ("use", &["x", "y", "width", "height"]),
    ("path", &["d"]),
];

/// Properties that change what shows in browsers and not here, with the values that change
/// nothing.
const TOLD: &[(&str, &[&str])] = &[
    ("all", &[]),
    ("animation", &["none"]),
    ("animation-name", &["none"]),
    ("clip-path", &["none"]),
    ("inline-size", &["auto", "0", "0px"]),
    ("mask", &["none"]),
    ("mask-border", &["none"]),
    ("mask-image", &["none"]),
    ("offset", &["none"]),
    ("offset-path", &["none"]),
    ("rotate", &["none"]),
    ("scale", &["none"]),
    ("shape-inside", &["none", "auto"]),
    ("shape-subtract", &["none"]),
    ("text-orientation", &["mixed", "auto", "sideways"]),
    ("text-shadow", &["none"]),
    ("text-transform", &["none"]),
    ("transform-box", &["view-box"]),
    ("translate", &["none"]),
    ("zoom", &["normal", "1", "100%"]),
];

/// Whether usvg draws a property, or hands it on.
pub(super) fn is_drawn(name: &str) -> bool {
    DRAWN.contains(&name)
}

const DRAWN: &[&str] = &[
    "alignment-baseline",
    "baseline-shift",
    "clip-path",
    "clip-rule",
    "color",
    "color-interpolation",
    "color-interpolation-filters",
    "color-rendering",
    "direction",
    "display",
    "dominant-baseline",
    "fill",
    "fill-opacity",
    "fill-rule",
    "filter",
    "flood-color",
    "flood-opacity",
    "font",
    "font-family",
    "font-kerning",
    "font-optical-sizing",
    "font-size",
    "font-size-adjust",
    "font-stretch",
    "font-style",
    "font-variant",
    "font-variation-settings",
    "font-weight",
    "glyph-orientation-horizontal",
    "glyph-orientation-vertical",
    "image-rendering",
    "isolation",
    "letter-spacing",
    "lighting-color",
    "marker",
    "marker-end",
    "marker-mid",
    "marker-start",
    "mask",
    "mask-type",
    "mix-blend-mode",
    "opacity",
    "overflow",
    "paint-order",
    "shape-rendering",
    "stop-color",
    "stop-opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
    "text-decoration",
    "text-rendering",
    "transform",
    "transform-origin",
    "unicode-bidi",
    "vector-effect",
    "visibility",
    "white-space",
    "word-spacing",
    "writing-mode",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_that_only_browsers_draw_are_told() {
        for (name, odd) in [
            ("animation", "k 1s"),
            ("clip-path", "inset(50%)"),
            ("clip-path", "circle(0)"),
            ("inline-size", "50px"),
            ("mask", "linear-gradient(red, blue)"),
            ("mask", "url(#a), url(#b)"),
            ("shape-inside", "url(#a)"),
            ("text-transform", "uppercase"),
            ("translate", "9px"),
        ] {
            assert!(told(name, odd).is_err(), "{name}: {odd}");
        }
        for (name, sound) in [
            ("-inkscape-stroke", "none"),
            ("animation", "none"),
            ("clip-path", "url(#a)"),
            ("line-height", "1.25"),
            ("mask", "none"),
            ("text-orientation", "mixed"),
            ("white-space", "pre"),
        ] {
            assert!(told(name, sound).is_ok(), "{name}: {sound}");
        }
    }

    #[test]
    fn properties_of_geometry_stand_for_attributes() {
        let of = |name, value| attribute(name, value).ok().flatten();
        assert_eq!(of("width", "100px").as_deref(), Some("100"));
        assert_eq!(of("x", "-1.5MM").as_deref(), Some("-1.5mm"));
        assert_eq!(of("r", "0").as_deref(), Some("0"));
        assert_eq!(of("r", "9"), None);
        assert_eq!(of("d", "path( \"M0 0z\" )").as_deref(), Some("M0 0z"));
        for (name, odd) in [("width", "calc(1px + 1px)"), ("rx", "auto"), ("d", "none")] {
            assert!(attribute(name, odd).is_err(), "{name}: {odd}");
        }
    }

    #[test]
    fn transformations_have_the_words_of_attributes() {
        let of = |value| transform(value).ok();
        let turned = of("translateX(1px) rotate(.25turn), ScaleY(2)");
        assert_eq!(turned.as_deref(), Some("translate(1 0) rotate(90) scale(1 2)"));
        assert_eq!(of("matrix(1,0,0,1,5,6)").as_deref(), Some("matrix(1 0 0 1 5 6)"));
        for odd in ["translate(50%)", "rotate3d(1,0,0,9deg)", "rotate()", "x", "scale(1 2 3)"] {
            assert_eq!(of(odd), None, "{odd}");
        }
    }

    #[test]
    fn faces_of_symbols_are_known() {
        assert_eq!(symbols("'Wingdings 2', Arial"), Some("Wingdings 2"));
        assert_eq!(symbols("symbol"), Some("symbol"));
        assert_eq!(symbols("Arial, Symbol"), None);
        assert_eq!(symbols("Segoe UI Symbol"), None);
    }
}
