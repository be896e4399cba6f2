//! The one door by which text gets into the XML of an e-book.
//!
//! [`Markup`] is made by [`xml!`] alone, which escapes every value that it is given and takes none
//! from the variables around it; so no writer can forget to.

use std::fmt::{self, Display, Formatter, Write as _};

use quick_xml::escape::escape;

/// Finished XML.
#[derive(Debug, Default)]
pub(super) struct Markup(String);

impl Markup {
    /// For [`xml!`] alone: `arguments` holds nothing but literals and [`Escaped`] values.
    pub(super) fn of(arguments: fmt::Arguments) -> Markup {
        Markup(arguments.to_string())
    }

    /// Adds markup.
    pub(super) fn push(&mut self, markup: &Markup) {
        self.0.push_str(&markup.0);
    }

    /// Adds markup of the program's own.
    pub(super) fn raw(&mut self, markup: &'static str) {
        self.0.push_str(markup);
    }

    /// Adds text, escaped.
    pub(super) fn text(&mut self, text: &str) {
        self.0.push_str(&escape(text));
    }

    /// Without white space at its end.
    pub(super) fn trimmed(mut self) -> Markup {
        self.0.truncate(self.0.trim_end().len());
        self
    }

    /// As a file holds it.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// As a file holds it.
    pub(super) fn into_string(self) -> String {
        self.0
    }
}

/// What can stand in markup.
pub(super) trait Value {
    /// Writes it as XML.
    fn write(&self, out: &mut Formatter) -> fmt::Result;
}

/// Text is escaped (XML 1.0, §2.4), for content as for attributes in double quotes. Characters that
/// XML forbids are findings of `check` and never get here.
impl<T: Display + ?Sized> Value for T {
    fn write(&self, out: &mut Formatter) -> fmt::Result {
        write!(Door(out), "{self}")
    }
}

impl Value for Markup {
    fn write(&self, out: &mut Formatter) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl Value for &Markup {
    fn write(&self, out: &mut Formatter) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// A value of [`xml!`].
pub(super) struct Escaped<'a, T: ?Sized>(pub(super) &'a T);

impl<T: Value + ?Sized> Display for Escaped<'_, T> {
    fn fmt(&self, out: &mut Formatter) -> fmt::Result {
        self.0.write(out)
    }
}

struct Door<'a, 'f>(&'a mut Formatter<'f>);

impl fmt::Write for Door<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.write_str(&escape(text))
    }
}

/// Markup of a template and its values, each in the place of a `{}`. As the template is not the
/// literal itself, `{name}` does not compile, so that nothing gets in unescaped.
macro_rules! xml {
    ($template:literal $(, $value:expr)* $(,)?) => {
        $crate::epub::escape::Markup::of(format_args!(
            concat!($template)
            $(, $crate::epub::escape::Escaped(&$value))*
        ))
    };
}

pub(super) use xml;

#[cfg(test)]
mod tests {
    #[test]
    fn values_are_escaped_and_markup_is_not() {
        let inner = xml!("<b title=\"{}\">{}</b>", "\"'", "a<b>&amp;");
        assert_eq!(inner.as_str(), "<b title=\"&quot;&apos;\">a&lt;b&gt;&amp;amp;</b>");
        assert_eq!(xml!("<p>{}{}</p>", inner, 7).as_str(), format!("<p>{}7</p>", inner.as_str()));
    }
}
