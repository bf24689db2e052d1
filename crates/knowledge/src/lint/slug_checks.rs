//! Permanent names: none may appear unlisted, none may vanish unexplained.

use std::collections::BTreeSet;

use super::{Report, document::Library};
use crate::Slug;

const SLUGS: &str = "slugs.toml";
const RETIRED: &str = "retired.toml";

pub(super) fn bad_slug(library: &Library<'_>, report: &mut Report) {
    for (path, slug, _) in present(library) {
        if let Err(message) = Slug::new(slug) {
            report.add(path, 1, message, "rename the file");
        }
    }
}

pub(super) fn unlisted(library: &Library<'_>, report: &mut Report) {
    let Some(Ok(listed)) = &library.slugs else {
        return;
    };
    for (path, slug, list) in present(library) {
        let known = match list {
            "platforms" => &listed.platforms,
            "brokers" => &listed.brokers,
            _ => &listed.explainers,
        };
        if !known.iter().any(|one| one == slug) {
            let fix = format!("add \"{slug}\" to `{list}` in {SLUGS}");
            report.add(path, 1, format!("`{slug}` is not listed in {SLUGS}"), fix);
        }
    }
}

pub(super) fn vanished(library: &Library<'_>, report: &mut Report) {
    let (Some(Ok(listed)), Ok(retired)) = (&library.slugs, &library.retired) else {
        return;
    };
    let there: BTreeSet<_> = present(library)
        .map(|(_, slug, list)| (list, slug))
        .collect();
    let lists = [
        ("platforms", &listed.platforms),
        ("brokers", &listed.brokers),
        ("explainers", &listed.explainers),
    ];
    let all = lists
        .into_iter()
        .flat_map(|(list, slugs)| slugs.iter().map(move |slug| (list, slug)));
    for (list, slug) in all {
        let gone = !there.contains(&(list, slug.as_str()));
        if gone && !retired.iter().any(|entry| entry.slug == *slug) {
            report.add(
                SLUGS,
                1,
                format!("`{slug}` was published in {list} and is gone"),
                format!("bring it back, or add it to {RETIRED} with a reason"),
            );
        }
    }
}

pub(super) fn retired(library: &Library<'_>, report: &mut Report) {
    let Ok(retired) = &library.retired else {
        return;
    };
    let there: BTreeSet<_> = present(library).map(|(_, slug, _)| slug).collect();
    for entry in retired {
        if there.contains(entry.slug.as_str()) {
            let message = format!("`{}` is retired but its file is still there", entry.slug);
            report.add(RETIRED, 1, message, "take out the file or the entry");
        }
        if entry.reason.trim().is_empty() {
            let message = format!("`{}` is retired without a reason", entry.slug);
            report.add(RETIRED, 1, message, "say why in `reason`");
        }
        if let Some(redirect) = &entry.redirect
            && !there.contains(redirect.as_str())
        {
            let message = format!("`{}` leads to `{redirect}`, which is not there", entry.slug);
            report.add(
                RETIRED,
                1,
                message,
                "lead to a slug that exists, or drop `redirect`",
            );
        }
    }
}

/// Path, slug and list of every record and explainer.
fn present<'a>(library: &'a Library<'_>) -> impl Iterator<Item = (&'a str, &'a str, &'static str)> {
    let records = library
        .records
        .iter()
        .map(|d| (d.path.as_str(), d.slug.as_str(), d.folder()));
    let explainers = library
        .explainers
        .iter()
        .map(|d| (d.path.as_str(), d.slug.as_str(), "explainers"));
    records.chain(explainers)
}
