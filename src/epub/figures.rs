//! Pictures with their captions, and the caption list that leads to them.
//!
//! A mark links both ways, between the figure and the caption list. It is a plain link: a `noteref`
//! would show the caption list as a footnote.

use crate::epub::escape::xml;
use crate::epub::split::{Site, captions_path, picture_path, text_path};
use crate::epub::xhtml::Page;
use crate::model::{Alt, DocPart, Figure, FigureSize, Section};
use crate::text::figure_mark::circled;
use crate::text::labels::table::{Labels, fill, labelled};

/// Adds the figures of a section or of one of its stories.
pub(super) fn figures(page: &mut Page, site: &Site, section: &Section, figures: &[Figure]) {
    let captions = captions_path(section);
    for figure in figures {
        page.part(&DocPart::Figure(figure.id.clone()));
        page.text_unit();
        self::figure(page, site, figure, ("", captions.as_deref()));
    }
}

impl Page<'_> {
    /// Adds a figure that stands in running text.
    pub(super) fn placed_figure(&mut self, figure: &Figure) {
        let site = self.site;
        let size = match figure.size {
            FigureSize::Half => " half",
            FigureSize::Column | FigureSize::Wide | FigureSize::Bleed => "",
        };
        self::figure(self, site, figure, (size, site.captions_of(&figure.id).as_deref()));
    }
}

/// Adds a figure, `class` being what is said of it beside what it is.
fn figure(page: &mut Page, site: &Site, figure: &Figure, (class, captions): (&str, Option<&str>)) {
    let lost = if figure.picture.is_some() { "" } else { " missing-picture" };
    page.markup(&xml!(
        "<figure id=\"{}\" class=\"{}{}{}\">\n",
        figure.id,
        figure.kind.name(),
        class,
        lost
    ));
    picture(page, site, figure);
    figcaption(page, site.labels, figure, captions);
    page.raw("</figure>\n");
}

/// Adds the caption list of a section: its marked figures by their marks, each with the document
/// that it stands in.
pub(super) fn caption_list(page: &mut Page, site: &Site, section: &Section) {
    let labels = site.labels;
    let of_stories = section
        .stories()
        .iter()
        .flat_map(|story| story.all_figures().map(|figure| (figure, site.home(&story.id))));
    let own = section.all_own_figures().map(|figure| (figure, section.id.as_str()));
    let mut marked: Vec<(u32, &Figure, &str)> = of_stories
        .chain(own)
        .filter_map(|(figure, home)| Some((figure.mark?, figure, home)))
        .collect();
    marked.sort_by_key(|(mark, ..)| *mark);
    page.raw("<ol class=\"captions\">\n");
    for (mark, figure, home) in marked {
        page.markup(&xml!("<li id=\"cap-{}\">", mark));
        page.open_link("", &text_path(home), &format!("#{}", figure.id));
        page.text(&label(labels, mark));
        if !figure.caption.is_empty() {
            page.text(labels.colon);
            page.text(&figure.caption);
        }
        page.raw("</a>");
        below(page, labels, figure);
        page.raw("</li>\n");
    }
    page.raw("</ol>\n");
}

/// Adds the portrait of a person; `said` adds what stands below it.
pub(super) fn portrait(
    page: &mut Page,
    site: &Site,
    figure: &Figure,
    said: impl FnOnce(&mut Page),
) {
    let lost = if figure.picture.is_some() { "" } else { " missing-picture" };
    page.markup(&xml!("<figure id=\"{}\" class=\"portrait{}\">\n", figure.id, lost));
    picture(page, site, figure);
    page.raw("<figcaption>");
    said(page);
    page.raw("</figcaption>\n</figure>");
}

fn picture(page: &mut Page, site: &Site, figure: &Figure) {
    let number = figure.picture.as_ref().map(|picture| picture.number);
    let prepared = number.and_then(|number| Some((number, site.prepared.get(&number)?)));
    let Some((number, ready)) = prepared else {
        return page.markup(&xml!("<p class=\"missing\">{}</p>\n", site.labels.missing));
    };
    let source = page.address(&picture_path(&ready.name(number)));
    match &figure.alt {
        Alt::Text(alt) => {
            page.markup(&xml!("<img src=\"{}\" alt=\"{}\"/>\n", source, alt));
        }
        // An empty text alone could be an oversight; the role states that it is not.
        Alt::Decorative => {
            page.markup(&xml!("<img src=\"{}\" alt=\"\" role=\"presentation\"/>\n", source));
        }
    }
}

fn figcaption(page: &mut Page, labels: &Labels, figure: &Figure, captions: Option<&str>) {
    let says_nothing = figure.caption.is_empty()
        && figure.mark.is_none()
        && figure.credit.is_none()
        && figure.map_approval.is_none()
        && figure.rows.is_empty();
    if says_nothing {
        return;
    }
    page.raw("<figcaption>");
    if let Some(mark) = figure.mark {
        match captions {
            Some(captions) => {
                page.open_link("mark", captions, &format!("#cap-{mark}"));
                page.text(&label(labels, mark));
                page.raw("</a>");
            }
            None => page.element("span", "mark", &label(labels, mark)),
        }
        if !figure.caption.is_empty() {
            page.text(labels.colon);
        }
    }
    page.text(&figure.caption);
    below(page, labels, figure);
    page.raw("</figcaption>\n");
}

/// Adds what stands below a caption.
fn below(page: &mut Page, labels: &Labels, figure: &Figure) {
    if let Some(approval) = &figure.map_approval {
        page.raw(" ");
        page.element("span", "approval", &labelled(labels.approval, approval));
    }
    if let Some(credit) = &figure.credit {
        page.raw(" ");
        page.element("span", "credit", credit);
    }
    for row in &figure.rows {
        page.raw("\n");
        page.element("span", "row", row);
    }
}

fn label(labels: &Labels, mark: u32) -> String {
    fill(labels.figure, "n", &circled(mark))
}
