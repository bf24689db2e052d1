//! The lint: a table of small named checks over the files of a knowledge base.
//!
//! Loading is lenient, the lint is strict. It reports everything that it finds, in the order of file and line.

mod broker_checks;
mod document;
mod evidence_checks;
mod explainer_checks;
mod file_checks;
mod law_checks;
mod name_checks;
mod record_checks;
mod slug_checks;
mod source_checks;

use jiff::civil::Date;
use serde::Serialize;

use crate::{Error, Files};
use document::Library;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// The file, relative to the knowledge folder.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The check's code: stable, and listed by [`CHECKS`].
    pub code: &'static str,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do about it.
    pub fix: String,
}

/// A row of the table of checks.
pub struct Check {
    /// The stable code.
    pub code: &'static str,
    /// What it looks for.
    pub about: &'static str,
    run: fn(&Library<'_>, &mut Report),
}

/// Every check, in the order in which they are listed.
pub static CHECKS: &[Check] = &[
    row(
        "unreadable",
        "a file that cannot be read or is not UTF-8",
        file_checks::unreadable,
    ),
    row(
        "malformed",
        "a file that is no TOML, or a value of the wrong type",
        file_checks::malformed,
    ),
    row(
        "vocabulary",
        "a vocabulary that cannot be loaded",
        file_checks::vocabulary,
    ),
    row(
        "stale-weights",
        "kept weights that were learned from other phrasings",
        file_checks::stale_weights,
    ),
    row(
        "unknown-key",
        "a key that the format does not have",
        file_checks::unknown_key,
    ),
    row(
        "bad-slug",
        "a file name that is no slug",
        slug_checks::bad_slug,
    ),
    row(
        "unlisted-slug",
        "a slug that slugs.toml does not list",
        slug_checks::unlisted,
    ),
    row(
        "vanished-slug",
        "a slug that is gone without an entry in retired.toml",
        slug_checks::vanished,
    ),
    row(
        "retired",
        "an entry of retired.toml that is still there, or leads nowhere",
        slug_checks::retired,
    ),
    row(
        "unknown-topic",
        "a topic that the vocabulary does not have in that group",
        record_checks::unknown_topic,
    ),
    row(
        "missing-topic",
        "a topic that every record must speak to",
        record_checks::missing_topic,
    ),
    row(
        "unknown-region",
        "a region that the vocabulary does not have",
        record_checks::unknown_region,
    ),
    row(
        "unknown-stance",
        "a stance, availability or effort that is no such word",
        record_checks::unknown_stance,
    ),
    row(
        "unknown-kind",
        "a kind of platform that the vocabulary does not have",
        record_checks::unknown_kind,
    ),
    row(
        "broker",
        "a data broker's record in another folder or without its table, or a place among the first that stands twice",
        broker_checks::broker,
    ),
    row(
        "reviewed",
        "a second reading that is no day, in the future, or older than a text that the record rests on",
        source_checks::reviewed,
    ),
    row(
        "law",
        "a privacy law that is named after no region, or a right or authority of it that is incomplete",
        law_checks::law,
    ),
    row(
        "no-summary",
        "a claim without a summary",
        record_checks::no_summary,
    ),
    row(
        "empty-region",
        "a region that says nothing of its own",
        record_checks::empty_region,
    ),
    row(
        "contradiction",
        "a stance that its ways out contradict",
        record_checks::contradiction,
    ),
    row(
        "way-without-place",
        "a way without URL or menu path, or without a label",
        record_checks::way_without_place,
    ),
    row(
        "no-evidence",
        "a claim or way without evidence, or evidence without a term",
        evidence_checks::no_evidence,
    ),
    row(
        "unknown-source",
        "evidence that names a source which is not there",
        evidence_checks::unknown_source,
    ),
    row(
        "long-term",
        "an evidence term longer than six words",
        evidence_checks::long_term,
    ),
    row(
        "undated-claim",
        "a claim that rests on a page without a date",
        evidence_checks::undated_claim,
    ),
    row(
        "unused-source",
        "a source that no evidence names",
        evidence_checks::unused_source,
    ),
    row(
        "source-url",
        "a source or a way whose URL is missing or not https",
        source_checks::url,
    ),
    row(
        "source-title",
        "a source without a title",
        source_checks::title,
    ),
    row(
        "source-date",
        "a source without a `read` date that is a day",
        source_checks::date,
    ),
    row(
        "source-future",
        "a source that was read in the future",
        source_checks::future,
    ),
    row(
        "duplicate-alias",
        "a name, alias or domain that stands twice",
        name_checks::duplicate,
    ),
    row(
        "shadowing-alias",
        "an alias that is an ordinary word, a region or another well-known name",
        name_checks::shadowing,
    ),
    row(
        "alias-form",
        "an alias or domain that is not in lower case, or a domain with www. or a path",
        name_checks::form,
    ),
    row(
        "explainer",
        "an explainer without questions, sources, evidence or text, or that leads nowhere",
        explainer_checks::explainer,
    ),
];

const fn row(code: &'static str, about: &'static str, run: fn(&Library<'_>, &mut Report)) -> Check {
    Check { code, about, run }
}

/// What the checks report into. Knows the code of the check that runs.
pub(crate) struct Report {
    code: &'static str,
    findings: Vec<Finding>,
}

impl Report {
    fn add(&mut self, file: &str, line: usize, message: impl Into<String>, fix: impl Into<String>) {
        self.findings.push(Finding {
            file: file.to_owned(),
            line: line.max(1),
            code: self.code,
            message: message.into(),
            fix: fix.into(),
        });
    }
}

/// Runs every check over `files`; `unreadable` are the files that could not be read at all. `today` is the
/// day after which nothing can have been read. The findings are sorted by file and line.
pub fn lint(files: &Files, unreadable: &[Error], today: Date) -> Vec<Finding> {
    let library = Library::read(files, unreadable, today);
    let mut report = Report {
        code: "",
        findings: Vec::new(),
    };
    for check in CHECKS {
        report.code = check.code;
        (check.run)(&library, &mut report);
    }
    report.findings.sort();
    report.findings.dedup();
    report.findings
}
