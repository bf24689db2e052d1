//! Pages that were read, and links.

use super::{
    Report,
    document::{Library, claims},
};
use crate::record;

pub(super) fn url(library: &Library<'_>, report: &mut Report) {
    for (path, line, key, source) in library.sources() {
        if !sound(&source.url) {
            let message = format!("sources.{key}: `{}` is no https URL", source.url);
            report.add(path, line, message, "give the page's address, https://...");
        }
    }
    for (document, record) in library.parsed() {
        for claim in claims(record) {
            for (at, way) in claim.own_ways() {
                if let Some(url) = way.url.as_ref().filter(|url| !sound(url)) {
                    let message = format!("`{url}` is no https or mailto URL");
                    document.report(report, &at, message, "give the page's address, https://...");
                }
            }
        }
    }
}

pub(super) fn sound(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("mailto:"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
}

pub(super) fn title(library: &Library<'_>, report: &mut Report) {
    for (path, line, key, source) in library.sources() {
        if source.title.trim().is_empty() {
            let message = format!("sources.{key}: has no title");
            report.add(path, line, message, "give the page's title");
        }
    }
}

pub(super) fn date(library: &Library<'_>, report: &mut Report) {
    let fix = "write `read = 2026-08-22`, the date of the text that was read; a page that bears no date has `undated = true`";
    for (path, line, key, source) in library.sources() {
        match &source.read {
            None if !source.undated => {
                report.add(path, line, format!("sources.{key}: no `read` date"), fix);
            }
            Some(_) if source.undated => {
                let message = format!("sources.{key}: both `read` and `undated`");
                report.add(path, line, message, "keep one of them");
            }
            Some(read) => {
                if let Err(message) = record::date(read) {
                    report.add(path, line, format!("sources.{key}: {message}"), fix);
                }
            }
            None => {}
        }
    }
}

pub(super) fn future(library: &Library<'_>, report: &mut Report) {
    for (path, line, key, source) in library.sources() {
        let read = source
            .read
            .as_ref()
            .and_then(|read| record::date(read).ok());
        if let Some(read) = read.filter(|read| *read > library.today) {
            let message = format!("sources.{key}: {read} lies in the future");
            report.add(
                path,
                line,
                message,
                "give the date of the text that was read",
            );
        }
    }
}

pub(super) fn reviewed(library: &Library<'_>, report: &mut Report) {
    for (document, record) in library.parsed() {
        let Some(written) = &record.reviewed else {
            continue;
        };
        let reviewed = match record::date(written) {
            Ok(reviewed) => reviewed,
            Err(message) => {
                document.report(report, "reviewed", message, "write it as 2026-08-22");
                continue;
            }
        };
        if reviewed > library.today {
            let message = format!("{reviewed} is in the future");
            document.report(report, "reviewed", message, "the day of the reading");
        }
        let read = record
            .sources
            .values()
            .filter_map(|source| source.read.as_ref());
        let newest = read.filter_map(|read| record::date(read).ok()).max();
        if let Some(newest) = newest.filter(|newest| *newest > reviewed) {
            let message =
                format!("a text of {newest} was read after the second reading of {reviewed}");
            let fix = "have the record read a second time, or take `reviewed` out";
            document.report(report, "reviewed", message, fix);
        }
    }
}
