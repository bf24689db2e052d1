//! On what a claim rests.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Report,
    document::{Document, Library, claims},
};
use crate::{
    law::LawFile,
    record_file::{EvidenceFile, RecordFile, SourceFile},
};

/// How many words an evidence term may have: it is a pointer, not a quotation.
const MOST_WORDS: usize = 6;

/// Evidence, where it stands and what it names.
struct Cited<'a> {
    path: &'a str,
    line: usize,
    pointer: String,
    evidence: &'a EvidenceFile,
    source: Option<&'a SourceFile>,
    /// Whether it supports a way, or the address of an authority, and no claim.
    way_only: bool,
}

impl Cited<'_> {
    fn report(&self, report: &mut Report, message: impl AsRef<str>, fix: impl Into<String>) {
        let message = format!("{}: {}", self.pointer, message.as_ref());
        report.add(self.path, self.line, message, fix);
    }
}

fn cited_in<'a, T>(
    document: &'a Document<T>,
    sources: &'a BTreeMap<String, SourceFile>,
    all: impl IntoIterator<Item = (String, &'a EvidenceFile, bool)>,
) -> Vec<Cited<'a>> {
    let all = all.into_iter();
    all.map(|(pointer, evidence, way_only)| Cited {
        path: &document.path,
        line: document.line(&pointer),
        pointer,
        evidence,
        source: sources.get(&evidence.source),
        way_only,
    })
    .collect()
}

/// The evidence of every file.
fn cited<'a>(library: &'a Library<'_>) -> Vec<Cited<'a>> {
    let mut cited = Vec::new();
    for (document, record) in library.parsed() {
        cited.extend(cited_in(document, &record.sources, of_record(record)));
    }
    for (document, explainer) in library.explained() {
        let all = numbered("evidence", &explainer.evidence, false);
        cited.extend(cited_in(document, &explainer.sources, all));
    }
    for (document, law) in library.enacted() {
        cited.extend(cited_in(document, &law.sources, of_law(law)));
    }
    cited
}

fn numbered<'a>(
    at: &str,
    evidence: &'a [EvidenceFile],
    way_only: bool,
) -> Vec<(String, &'a EvidenceFile, bool)> {
    let all = evidence.iter().enumerate();
    all.map(|(index, one)| (format!("{at}.{index}"), one, way_only))
        .collect()
}

/// All evidence of a record: pointer, evidence, and whether it supports a way only.
fn of_record(record: &RecordFile) -> Vec<(String, &EvidenceFile, bool)> {
    let mut all = Vec::new();
    for claim in claims(record) {
        let at = format!("{}.evidence", claim.pointer);
        all.extend(numbered(&at, claim.evidence, false));
        for (at, way) in claim.own_ways() {
            all.extend(numbered(&format!("{at}.evidence"), &way.evidence, true));
        }
    }
    all
}

/// The same of a law; the address of an authority is a way.
fn of_law(law: &LawFile) -> Vec<(String, &EvidenceFile, bool)> {
    let mut all = numbered("evidence", &law.evidence, false);
    for (index, right) in law.right.iter().enumerate() {
        let at = format!("right.{index}.evidence");
        all.extend(numbered(&at, &right.evidence, false));
    }
    for (index, authority) in law.authority.iter().enumerate() {
        let at = format!("authority.{index}.evidence");
        all.extend(numbered(&at, &authority.evidence, true));
    }
    all
}

pub(super) fn no_evidence(library: &Library<'_>, report: &mut Report) {
    const FIX: &str = "add `evidence = [{ source = \"KEY\", find = [\"a short term\"] }]`";
    for (document, record) in library.parsed() {
        for claim in claims(record) {
            if claim.evidence.is_empty() && claim.position != "unstated" {
                document.report(report, &claim.pointer, "a claim without evidence", FIX);
            }
            for (at, way) in claim.own_ways() {
                if way.evidence.is_empty() {
                    document.report(report, &at, "a way without evidence", FIX);
                }
            }
        }
    }
    for (document, law) in library.enacted() {
        if law.evidence.is_empty() {
            document.report(report, "", "a law without evidence", FIX);
        }
        for (index, right) in law.right.iter().enumerate() {
            if right.evidence.is_empty() {
                let at = format!("right.{index}");
                document.report(report, &at, "a right without evidence", FIX);
            }
        }
    }
    for one in cited(library) {
        if one.evidence.find.iter().all(|term| term.trim().is_empty()) {
            one.report(report, "evidence without a term", FIX);
        }
    }
}

pub(super) fn unknown_source(library: &Library<'_>, report: &mut Report) {
    for one in cited(library).iter().filter(|one| one.source.is_none()) {
        let key = &one.evidence.source;
        let fix = format!("add [sources.{key}], or name one that is there");
        one.report(report, format!("there is no source `{key}`"), fix);
    }
}

pub(super) fn long_term(library: &Library<'_>, report: &mut Report) {
    let fix = "keep only the telling words: the text stays its author's";
    for one in cited(library) {
        for term in &one.evidence.find {
            if term.split_whitespace().count() > MOST_WORDS {
                let message = format!("\"{term}\" has more than {MOST_WORDS} words");
                one.report(report, message, fix);
            }
        }
    }
}

pub(super) fn undated_claim(library: &Library<'_>, report: &mut Report) {
    let fix = "rest the claim on a dated text; an undated page may support a way only";
    for one in cited(library) {
        if !one.way_only && one.source.is_some_and(|source| source.undated) {
            one.report(
                report,
                format!("`{}` bears no date", one.evidence.source),
                fix,
            );
        }
    }
}

pub(super) fn unused_source(library: &Library<'_>, report: &mut Report) {
    let all = cited(library);
    let named: BTreeSet<_> = all
        .iter()
        .map(|one| (one.path, one.evidence.source.as_str()))
        .collect();
    for (path, line, key, _) in library.sources() {
        if !named.contains(&(path, key)) {
            let message = format!("sources.{key}: no evidence names this source");
            report.add(
                path,
                line,
                message,
                "name it in an evidence, or take it out",
            );
        }
    }
}
