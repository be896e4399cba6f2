//! Selectors of what a style sheet may hide, because the book does not say it: nothing, lists for
//! programs, what stands before and after elements (CSS Selectors Level 4, 3).

/// Elements without words of the book.
const EMPTY: [&str; 8] = ["br", "col", "colgroup", "hr", "rp", "source", "track", "wbr"];

/// What is beside an element's own words.
const BESIDE: [&str; 6] = [":after", ":backdrop", ":before", ":empty", ":marker", ":selection"];

/// Steps of an animation from which it goes on to others.
const STEPS: [&str; 2] = ["from", "0%"];

/// Whether all that a list of selectors chooses may be hidden.
pub(super) fn are_free(list: &str) -> bool {
    let list = bare(list);
    !list.is_empty() && list.split(',').all(is_free)
}

/// A list of selectors in small letters, of attributes only the names, without what stands in
/// brackets behind a pseudo-class.
fn bare(list: &str) -> String {
    let (mut out, mut depth, mut valued) = (String::new(), 0_usize, false);
    for c in list.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '[' => {
                out.push(c);
                valued = false;
            }
            ']' if depth == 0 => {
                out.push(c);
                valued = false;
            }
            '=' | '~' | '|' | '^' | '$' | '*' if in_brackets(&out) => valued = true,
            _ if depth > 0 || valued => {}
            c => out.extend(c.to_lowercase()),
        }
    }
    out.trim().to_owned()
}

fn in_brackets(text: &str) -> bool {
    text.rfind('[') > text.rfind(']')
}

fn is_free(selector: &str) -> bool {
    let selector = selector.trim();
    let parts: Vec<&str> = selector.split([' ', '>', '+', '~', '\n', '\t']).collect();
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let Some((subject, around)) = parts.split_last() else { return false };
    let within_only = !selector.contains(['+', '~']);
    let is_nav = |part: &&str| element(part) == "nav";
    BESIDE.iter().any(|beside| subject.contains(beside))
        || STEPS.contains(&selector)
        || subject.contains("[hidden]")
        || EMPTY.contains(&element(subject))
        || is_nav(subject)
        // Contents, which repeat titles.
        || within_only && around.iter().any(is_nav)
        // Tables whose rows stand one below the other have the heads in the cells.
        || element(subject) == "thead" && around.iter().any(|part| part.starts_with(".from-"))
}

/// The name of the element of a selector without combinators.
fn element(part: &str) -> &str {
    part.split(['.', '#', '[', ':']).next().unwrap_or_default()
}
