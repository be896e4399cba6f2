//! Short entries under run-in titles (条目体): one document a section, for a file an entry would
//! make a page turn of every few lines.

use crate::epub::escape::xml;
use crate::epub::figures::figures;
use crate::epub::pieces::{key_figures, language, title};
use crate::epub::split::Site;
use crate::epub::xhtml::{Page, heading_name};
use crate::model::{DocPart, Section, Story};
use crate::source::Text;

/// Adds the entries of a section by groups.
pub(super) fn entries<'a>(page: &mut Page<'a>, site: &Site, section: &'a Section) {
    for opened in opened(section) {
        let story = opened.story;
        if let Some((id, title)) = opened.group {
            page.part(&DocPart::Group(story.id.clone()));
            page.text_unit();
            page.markup(&xml!("<h2 class=\"group\" id=\"{}\">{}</h2>\n", id, title));
        }
        if let Some((id, title)) = opened.subgroup {
            page.part(&DocPart::Subgroup(story.id.clone()));
            page.text_unit();
            page.markup(&xml!("<h3 class=\"subgroup\" id=\"{}\">{}</h3>\n", id, title));
        }
        let level = 2 + usize::from(story.group.is_some()) + usize::from(story.subgroup.is_some());
        entry(page, site, section, story, level);
    }
}

/// A story with the titles that stand before it, each with its id in the document.
pub(super) struct Opened<'a> {
    pub(super) story: &'a Story,
    pub(super) group: Option<(String, &'a Text)>,
    /// Of a part of the group.
    pub(super) subgroup: Option<(String, &'a Text)>,
}

/// The stories of a section with the titles of groups and of parts of them, which are numbered.
pub(super) fn opened(section: &Section) -> Vec<Opened<'_>> {
    let (mut number, mut part) = (0, 0);
    let mut before: Option<&Story> = None;
    let mut out = Vec::new();
    for story in section.stories() {
        if before.is_none_or(|before| before.group != story.group) {
            (number, part) = (number + 1, 0);
        }
        let [group, subgroup] = story.opens(before);
        before = Some(story);
        let group = group.map(|title| (format!("group-{number}"), title));
        let subgroup = subgroup.map(|title| {
            part += 1;
            (format!("group-{number}-{part}"), title)
        });
        out.push(Opened { story, group, subgroup });
    }
    out
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
