//! What rules are for: the last element that each selector names, as far as it matters (CSS
//! Selectors Level 4, 3).

use cssparser::{Parser, Token};

/// What a selector chooses.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Subject {
    /// The name of the element; empty for any.
    pub(super) element: String,
    pub(super) classes: Vec<String>,
    /// Names of attributes that it must have.
    pub(super) attributes: Vec<String>,
    /// Pseudo-classes without what stands in brackets behind them.
    pub(super) pseudo_classes: Vec<String>,
    /// The part of the element, or what is beside it.
    pub(super) pseudo_element: Option<String>,
    /// Whether it is in lists for programs and in contents, which repeat titles.
    pub(super) in_nav: bool,
    /// The class of the table around it, if that is one that turns into cards.
    pub(super) card: Option<String>,
    /// The elements around it that the selector names, each with its classes.
    pub(super) above: Vec<(String, Vec<String>)>,
    /// How it ranks among rules: names of its kind, classes and the like, elements.
    pub(super) rank: [u32; 3],
    /// Whether what stands in brackets may make it rank otherwise.
    pub(super) has_brackets: bool,
    /// Whether it has nothing but elements and classes, one in the other.
    pub(super) is_plain: bool,
}

/// Elements without words of the book.
const EMPTY: [&str; 7] = ["col", "colgroup", "hr", "rp", "source", "track", "wbr"];

/// What the first selectors of CSS wrote with one colon.
const OLD_PSEUDO_ELEMENTS: [&str; 4] = ["before", "after", "first-line", "first-letter"];

impl Subject {
    /// Whether it may be hidden, because the book does not say it: nothing, lists for programs,
    /// what stands before and after elements.
    pub(super) fn is_free(&self) -> bool {
        match self.pseudo_element.as_deref() {
            Some("before") => !self.is_label(),
            Some(part) => ["after", "selection"].contains(&part),
            None => {
                EMPTY.contains(&self.element.as_str())
                    || self.attributes.iter().any(|it| it == "hidden")
                    || self.in_nav
            }
        }
    }

    /// Whether it is what tables need no more whose rows stand one below the other: their heads
    /// stand in the cells.
    pub(super) fn is_of_cards(&self) -> bool {
        let is_empty = || self.pseudo_classes.iter().any(|it| it == "empty");
        let is_part = self.element == "thead" || self.element == "td" && is_empty();
        self.card.is_some() && self.pseudo_element.is_none() && is_part
    }

    /// Whether it may be the head of a column that stands in a cell.
    pub(super) fn is_label(&self) -> bool {
        let may_be_cell = self.element == "td"
            || self.element.is_empty() && self.classes.iter().all(|it| it.starts_with("align-"));
        may_be_cell && self.pseudo_element.as_deref() == Some("before")
    }

    /// Whether it has one of these classes.
    pub(super) fn has_class(&self, classes: &[&str]) -> bool {
        self.classes.iter().any(|class| classes.contains(&class.as_str()))
    }

    /// Whether the selector says that it is in an element of one of these classes.
    pub(super) fn is_in(&self, classes: &[&str]) -> bool {
        let mut above = self.above.iter().flat_map(|(_, classes)| classes);
        above.any(|class| classes.contains(&class.as_str()))
    }

    /// Whether it is one of these elements.
    pub(super) fn is_of(&self, elements: &[&str]) -> bool {
        elements.contains(&self.element.as_str())
    }

    /// Whether it is a picture.
    pub(super) fn is_picture(&self) -> bool {
        self.is_of(&["img", "svg", "picture"])
    }

    /// Whether nothing says which elements it is.
    pub(super) fn is_any(&self) -> bool {
        self.element.is_empty() && self.classes.is_empty()
    }
}

/// The selectors of a list; `None` if it cannot be understood.
pub(super) fn subjects(list: &str) -> Option<Vec<Subject>> {
    let mut input = Parser::new(list);
    let (mut all, mut one) = (Vec::new(), Chain::default());
    while let Ok(token) = input.next_including_whitespace() {
        let token = token.clone();
        match token {
            Token::Comma => all.push(std::mem::take(&mut one).subject()?),
            Token::WhiteSpace(_) => one.ends = true,
            Token::Delim('>') => (one.ends, one.is_strange) = (true, true),
            Token::Delim('+' | '~') => {
                (one.ends, one.is_beside, one.is_strange) = (true, true, true);
            }
            Token::Delim('.') => {
                one.rank[1] += 1;
                let class = input.expect_ident_cloned().ok()?;
                one.last().classes.push(class.to_string());
            }
            Token::Colon => {
                (one.rank[1], one.is_strange) = (one.rank[1] + 1, true);
                pseudo(&mut input, one.last())?;
            }
            Token::Ident(name) => {
                one.rank[2] += 1;
                name.to_ascii_lowercase().clone_into(&mut one.last().element);
            }
            Token::SquareBracketBlock => {
                (one.rank[1], one.is_strange) = (one.rank[1] + 1, true);
                let attribute = input.parse_nested_block(|input| {
                    let name = input.expect_ident_cloned()?;
                    while input.next().is_ok() {}
                    Ok::<_, cssparser::ParseError<()>>(name.to_ascii_lowercase())
                });
                one.last().attributes.extend(attribute.ok());
            }
            // Names of elements stand behind those of namespaces.
            Token::Delim('|') => {
                one.is_strange = true;
                one.last().element.clear();
            }
            Token::Delim('*' | '&') | Token::IDHash(_) | Token::Percentage { .. } => {
                let is_id = matches!(token, Token::IDHash(_));
                (one.rank[0], one.is_strange) = (one.rank[0] + u32::from(is_id), true);
                one.last();
            }
            _ => return None,
        }
    }
    all.push(one.subject()?);
    Some(all)
}

/// The elements that a selector names, one in or beside the other.
#[derive(Default)]
struct Chain {
    parts: Vec<Subject>,
    /// Whether the next name is of another element.
    ends: bool,
    is_beside: bool,
    rank: [u32; 3],
    is_strange: bool,
}

impl Chain {
    fn last(&mut self) -> &mut Subject {
        if std::mem::take(&mut self.ends) || self.parts.is_empty() {
            self.parts.push(Subject::default());
        }
        let last = self.parts.len() - 1;
        &mut self.parts[last]
    }

    fn subject(mut self) -> Option<Subject> {
        let mut subject = self.parts.pop()?;
        let around = || self.parts.iter().filter(|_| !self.is_beside);
        let is_card = |class: &&String| class.starts_with("from-");
        subject.in_nav = subject.element == "nav" || around().any(|it| it.element == "nav");
        let has_brackets = |it: &Subject| it.pseudo_classes.iter().any(|it| it.ends_with(')'));
        subject.has_brackets = has_brackets(&subject) || self.parts.iter().any(has_brackets);
        (subject.rank, subject.is_plain) = (self.rank, !self.is_strange);
        subject.card = around().flat_map(|it| &it.classes).find(is_card).cloned();
        subject.above = around().map(|it| (it.element.clone(), it.classes.clone())).collect();
        Some(subject)
    }
}

fn pseudo(input: &mut Parser, subject: &mut Subject) -> Option<()> {
    let mut token = input.next_including_whitespace().ok()?.clone();
    let is_element = token == Token::Colon;
    if is_element {
        token = input.next_including_whitespace().ok()?.clone();
    }
    let name = match token {
        Token::Ident(name) => name.to_ascii_lowercase(),
        // What stands in brackets is passed over.
        Token::Function(name) => format!("{}()", name.to_ascii_lowercase()),
        _ => return None,
    };
    match is_element || OLD_PSEUDO_ELEMENTS.contains(&name.as_str()) {
        true => subject.pseudo_element = Some(name),
        false => subject.pseudo_classes.push(name),
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::subjects;

    fn are_free(list: &str) -> bool {
        subjects(list).is_some_and(|all| all.iter().all(super::Subject::is_free))
    }

    #[test]
    fn what_the_book_does_not_say_is_free() {
        for list in [
            "nav[hidden]",
            "nav#landmarks ol, body > nav li",
            "[hidden], rp",
            "p::before, section.entry .entry-title:after",
            "hr",
        ] {
            assert!(are_free(list), "{list}");
        }
        for list in [
            "*",
            "p",
            ":not(:empty)",
            "p:not([hidden])",
            "nav, p",
            "nav + p",
            "nav ~ p b",
            ":not(nav) > p",
            "p:is(nav *)",
            "thead",
            "img:empty",
            ".from-24 thead",
            "td[data-label]::before",
            "*::before",
            "p[title=\"] nav \"]",
            "li::marker",
            "p::first-line",
            "p::part(before)",
            "",
            ",nav",
            "n\\61v p, p",
        ] {
            assert!(!are_free(list), "{list}");
        }
    }
}
