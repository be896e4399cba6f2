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
    let mut before = None;
    for (number, story) in section.stories().iter().enumerate() {
        let [group, subgroup] = story.opens(before);
        before = Some(story);
        if let Some(title) = group {
            page.part(&DocPart::Group(story.id.clone()));
            page.text_unit();
            let id = group_anchor(number);
            page.markup(&xml!("<h2 class=\"group\" id=\"{}\">{}</h2>\n", id, title));
        }
        if let Some(title) = subgroup {
            page.part(&DocPart::Subgroup(story.id.clone()));
            page.text_unit();
            let id = subgroup_anchor(number);
            page.markup(&xml!("<h3 class=\"subgroup\" id=\"{}\">{}</h3>\n", id, title));
        }
        let level = 2 + usize::from(story.group.is_some()) + usize::from(story.subgroup.is_some());
        entry(page, site, section, story, level);
    }
}

/// The id of the title of a group, by the number of its first story, from 0.
pub(super) fn group_anchor(first: usize) -> String {
    format!("group-{}", first + 1)
}

/// The id of the title of a part of a group, by the number of its first story, from 0.
pub(super) fn subgroup_anchor(first: usize) -> String {
    format!("group-{}-part", first + 1)
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
