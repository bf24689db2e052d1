//! Names, aliases and domains.

use std::collections::BTreeMap;

use super::{Report, document::Library};
use crate::record_file::RecordFile;

/// Name, aliases and domains of a record, in lower case, with their pointers.
fn names<'a>(slug: &'a str, record: &'a RecordFile) -> impl Iterator<Item = (String, String)> + 'a {
    let own = [("name".to_owned(), record.name.to_lowercase())];
    let slug = (record.name.to_lowercase() != slug).then(|| (String::new(), slug.to_owned()));
    let aliases = indexed("aliases", &record.aliases);
    let domains = indexed("domains", &record.domains);
    own.into_iter().chain(slug).chain(aliases).chain(domains)
}

fn indexed<'a>(key: &'a str, list: &'a [String]) -> impl Iterator<Item = (String, String)> + 'a {
    list.iter()
        .enumerate()
        .map(move |(index, name)| (format!("{key}.{index}"), name.to_lowercase()))
}

pub(super) fn duplicate(library: &Library<'_>, report: &mut Report) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for (document, record) in library.parsed() {
        for (pointer, name) in names(&document.slug, record) {
            match seen.get(name.as_str()) {
                // A slug that repeats an alias with hyphens is one name written twice by design.
                Some(owner) if *owner == document.slug && pointer.is_empty() => {}
                Some(owner) if *owner == document.slug && !pointer.starts_with("aliases") => {}
                Some(owner) => {
                    let message = format!("`{name}` already leads to `{owner}`");
                    document.report(report, &pointer, message, "keep it in one place");
                }
                None => drop(seen.insert(name, &document.slug)),
            }
        }
    }
}

pub(super) fn shadowing(library: &Library<'_>, report: &mut Report) {
    let Ok(vocabulary) = &library.vocabulary else {
        return;
    };
    for (document, record) in library.parsed() {
        for (pointer, name) in names(&document.slug, record) {
            let declared = vocabulary.ordinary.iter().any(|one| one.word == name);
            if vocabulary.words.contains(&name) && !declared {
                document.report(
                    report,
                    &pointer,
                    format!("`{name}` is an ordinary English word"),
                    "take it out, or add it to [[ordinary]] in vocabulary/names.toml",
                );
            }
            let mut regions = vocabulary.regions.iter();
            if let Some(region) = regions.find(|region| region.words.contains(&name)) {
                let message = format!("`{name}` is also how people write {}", region.name);
                document.report(report, &pointer, message, "take it out");
            }
            let mut unheld = vocabulary.unheld.iter();
            if let Some(other) = unheld.find(|other| other.words.contains(&name)) {
                let message = format!("`{name}` is also {}, which has no record", other.name);
                document.report(
                    report,
                    &pointer,
                    message,
                    "take it out here or in names.toml",
                );
            }
        }
    }
}

pub(super) fn form(library: &Library<'_>, report: &mut Report) {
    for (document, record) in library.parsed() {
        let lists = [("aliases", &record.aliases), ("domains", &record.domains)];
        for (key, list) in lists {
            for (index, name) in list.iter().enumerate() {
                let pointer = format!("{key}.{index}");
                if *name != name.to_lowercase() || *name != name.trim() || name.is_empty() {
                    let message = format!("`{name}` is not plain lower case");
                    document.report(report, &pointer, message, "write it in lower case");
                }
                if key == "domains" && (name.starts_with("www.") || name.contains('/')) {
                    let message = format!("`{name}` is more than a domain");
                    document.report(report, &pointer, message, "the domain alone, without www.");
                }
            }
        }
    }
}
