//! Short entries under run-in titles (条目体): one document a section, for a file an entry would
//! make a page turn of every few lines.

use crate::epub::escape::xml;
use crate::epub::figures::figures;
use crate::epub::pieces::{key_figures, language, title};
use crate::epub::split::Site;
use crate::epub::xhtml::{Page, heading_name};
use crate::model::{DocPart, Section, Story};

/// Adds the entries of a section by groups.
pub(super) fn entries<'a>(page: &mut Page<'a>, site: &Site, section: &'a Section) {
    let groups = section.stories().chunk_by(|a, b| a.group == b.group);
    for (number, stories) in groups.enumerate() {
        let group = stories.first().and_then(|story| story.group.as_deref());
        if let (Some(title), Some(first)) = (group, stories.first()) {
            page.part(&DocPart::Group(first.id.clone()));
            page.text_unit();
            page.markup(&xml!("<h2 class=\"group\" id=\"group-{}\">{}</h2>\n", number + 1, title));
        }
        let level = if group.is_some() { 3 } else { 2 };
        stories.iter().for_each(|story| entry(page, site, section, story, level));
    }
}

fn entry<'a>(
    page: &mut Page<'a>,
    site: &Site,
    section: &'a Section,
    story: &'a Story,
    level: usize,
) {
    let (id, lang) = (site.anchor(&story.id), language(story));
    page.markup(&xml!("<section class=\"entry\" id=\"{}\"{}>\n", id, lang));
    page.part(&DocPart::Text(story.id.clone()));
    page.text_unit();
    let name = heading_name(level);
    page.markup(&xml!("<{} class=\"entry-title\">", name));
    title(page, &story.title, &story.title_lines);
    page.markup(&xml!("</{}>\n", name));
    page.run_below(&story.body, level);
    key_figures(page, section, story);
    figures(page, site, section, &story.figures);
    page.raw("</section>\n");
}
