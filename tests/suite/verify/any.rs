//! What holds for every passage and for any bytes.

use nianjian::passages::{Kind, Passage};
use proptest::prelude::{ProptestConfig, any, prop, proptest};

use super::{BOTH, first_book};
use crate::support::dist::Dist;
use crate::support::{damage, minimal};

/// A passage of the first book that is nobody's companion, by chance.
fn passage(chance: prop::sample::Index) -> Passage {
    let passages: Vec<Passage> =
        serde_json::from_slice(&first_book().files["jinshan-2023.passages.json"]).unwrap();
    let words = |p: &Passage| {
        !p.kind.is_companion() && !matches!(p.kind, Kind::ImprintFact | Kind::Described)
    };
    let passages: Vec<Passage> = passages.into_iter().filter(words).collect();
    passages[chance.index(passages.len())].clone()
}

/// A document without the words of its first heading, if they are these: there they stand in
/// pieces.
fn without_heading(document: &str, words: &str) -> String {
    let range = document.find("<h1").zip(document.find("</h1>"));
    let Some((start, end)) = range else { return document.to_owned() };
    let start = start + document[start..].find('>').unwrap() + 1;
    let tags = document[start..end].split('<').map(|part| part.rsplit('>').next().unwrap());
    if !tags.collect::<String>().contains(words) {
        return document.to_owned();
    }
    format!("{}{}", &document[..start], &document[end..])
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 40,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_passage_lost_from_the_ebook_is_found(chance in any::<prop::sample::Index>()) {
        let lost = passage(chance);
        let lines = first_book().told_after(".epub", |bytes| {
            let names = crate::support::zip_file::names(bytes);
            let documents = names.iter().filter(|name| name.ends_with(".xhtml"));
            documents.fold(bytes.to_owned(), |bytes, name| {
                let text = crate::support::zip_file::text(&bytes, name);
                let gone = without_heading(&text, &lost.text).replace(&lost.text, "");
                if gone == text { bytes } else { damage::document(&bytes, name, |_| gone.clone()) }
            })
        });
        let (at, code) = (format!(" {} ", lost.at), ["V02", "V05"]);
        let coded = |line: &String| code.iter().any(|code| line.starts_with(code));
        let named = |line: &String| line.contains(&at) && coded(line);
        assert!(lines.iter().any(named), "{lost:?} {lines:#?}");
    }

    #[test]
    fn no_bytes_make_verify_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..600),
        at in any::<prop::sample::Index>(),
        pdf in any::<bool>(),
    ) {
        let mut dist = Dist::of(&minimal(), BOTH);
        let extension = if pdf { ".pdf" } else { ".epub" };
        let name = format!("minimal{extension}");
        let file = dist.files.get_mut(&name).unwrap();
        let start = at.index(file.len());
        let end = (start + bytes.len()).min(file.len());
        file.splice(start..end, bytes);
        dist.seal();
        let _ = dist.told();
    }
}
