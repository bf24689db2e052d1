//! Whether a file can be read at all.

use super::{Report, document::Library};
use crate::WEIGHTS;

pub(super) fn unreadable(library: &Library<'_>, report: &mut Report) {
    for error in library.unreadable {
        report.add(
            &error.file,
            error.line,
            error.message.as_str(),
            "make it a readable UTF-8 file, or take it out of the folder",
        );
    }
}

pub(super) fn malformed(library: &Library<'_>, report: &mut Report) {
    let records = library.records.iter().map(|d| (&d.path, &d.faults));
    let explainers = library.explainers.iter().map(|d| (&d.path, &d.faults));
    let laws = library.laws.iter().map(|d| (&d.path, &d.faults));
    for (path, faults) in records.chain(explainers).chain(laws) {
        for (line, message) in faults {
            report.add(
                path,
                *line,
                message.as_str(),
                "see the template in knowledge/README.md",
            );
        }
    }
    let lists = [
        library.retired.as_ref().err(),
        library
            .slugs
            .as_ref()
            .and_then(|slugs| slugs.as_ref().err()),
    ];
    for error in lists.into_iter().flatten() {
        report.add(
            &error.file,
            error.line,
            error.message.as_str(),
            "mend the TOML",
        );
    }
}

pub(super) fn vocabulary(library: &Library<'_>, report: &mut Report) {
    let messages = library.vocabulary.as_ref().map(crate::Vocabulary::messages);
    if let Ok(Err(error)) = &messages {
        report.add(
            &error.file,
            error.line.max(1),
            error.message.as_str(),
            "without it there is less to learn from: mend it, then run `privy train`",
        );
    }
    if let Err(error) = &library.vocabulary {
        report.add(
            &error.file,
            error.line,
            error.message.as_str(),
            "nothing can be understood without it: mend it first",
        );
    }
}

pub(super) fn unknown_key(library: &Library<'_>, report: &mut Report) {
    const FIX: &str = "take it out, or spell it as in knowledge/README.md";
    for document in &library.records {
        for pointer in &document.unknown {
            document.report(report, pointer, "the format has no such key", FIX);
        }
    }
    for document in &library.explainers {
        for pointer in &document.unknown {
            document.report(report, pointer, "the format has no such key", FIX);
        }
    }
    for document in &library.laws {
        for pointer in &document.unknown {
            document.report(report, pointer, "the format has no such key", FIX);
        }
    }
}

pub(super) fn stale_weights(library: &Library<'_>, report: &mut Report) {
    let Ok(vocabulary) = &library.vocabulary else {
        return;
    };
    if vocabulary
        .weights
        .as_ref()
        .is_some_and(|weights| weights.of != vocabulary.fingerprint())
    {
        report.add(
            WEIGHTS,
            1,
            "was learned from other phrasings than these, so that every start has to learn anew",
            "run `privy train` with this folder",
        );
    }
}
