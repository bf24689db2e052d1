//! On what a claim rests.

use std::collections::BTreeSet;

use super::{
    Report,
    document::{Document, Library, claims},
};
use crate::record_file::{EvidenceFile, RecordFile};

/// How many words an evidence term may have: it is a pointer, not a quotation.
const MOST_WORDS: usize = 6;

/// All evidence of a record: pointer, evidence, and whether it supports a way only.
fn all_evidence(record: &RecordFile) -> Vec<(String, &EvidenceFile, bool)> {
    let mut all = Vec::new();
    for claim in claims(record) {
        for (index, one) in claim.evidence.iter().enumerate() {
            all.push((format!("{}.evidence.{index}", claim.pointer), one, false));
        }
        for (at, way) in claim.own_ways() {
            for (index, one) in way.evidence.iter().enumerate() {
                all.push((format!("{at}.evidence.{index}"), one, true));
            }
        }
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
        for (at, evidence, _) in all_evidence(record) {
            if evidence.find.iter().all(|term| term.trim().is_empty()) {
                document.report(report, &at, "evidence without a term", FIX);
            }
        }
    }
}

pub(super) fn unknown_source(library: &Library<'_>, report: &mut Report) {
    for (document, record) in library.parsed() {
        for (at, evidence, _) in all_evidence(record) {
            unknown(
                document,
                report,
                &at,
                evidence,
                record.sources.contains_key(&evidence.source),
            );
        }
    }
    for (document, explainer) in library.explained() {
        for (index, evidence) in explainer.evidence.iter().enumerate() {
            let there = explainer.sources.contains_key(&evidence.source);
            unknown(
                document,
                report,
                &format!("evidence.{index}"),
                evidence,
                there,
            );
        }
    }
}

fn unknown<T>(
    document: &Document<T>,
    report: &mut Report,
    at: &str,
    evidence: &EvidenceFile,
    there: bool,
) {
    if !there {
        let message = format!("there is no source `{}`", evidence.source);
        let fix = format!(
            "add [sources.{}], or name one that is there",
            evidence.source
        );
        document.report(report, at, message, fix);
    }
}

pub(super) fn long_term(library: &Library<'_>, report: &mut Report) {
    let fix = "keep only the telling words: the text stays the platform's";
    let long = |term: &&String| term.split_whitespace().count() > MOST_WORDS;
    for (document, record) in library.parsed() {
        for (at, evidence, _) in all_evidence(record) {
            for term in evidence.find.iter().filter(long) {
                let message = format!("\"{term}\" has more than {MOST_WORDS} words");
                document.report(report, &at, message, fix);
            }
        }
    }
    for (document, explainer) in library.explained() {
        for (index, evidence) in explainer.evidence.iter().enumerate() {
            for term in evidence.find.iter().filter(long) {
                let message = format!("\"{term}\" has more than {MOST_WORDS} words");
                document.report(report, &format!("evidence.{index}"), message, fix);
            }
        }
    }
}

pub(super) fn undated_claim(library: &Library<'_>, report: &mut Report) {
    let fix = "rest the claim on a dated text; an undated page may support a way only";
    for (document, record) in library.parsed() {
        for (at, evidence, way_only) in all_evidence(record) {
            let source = record.sources.get(&evidence.source);
            if !way_only && source.is_some_and(|source| source.undated) {
                let message = format!("`{}` bears no date", evidence.source);
                document.report(report, &at, message, fix);
            }
        }
    }
    for (document, explainer) in library.explained() {
        for (index, evidence) in explainer.evidence.iter().enumerate() {
            let source = explainer.sources.get(&evidence.source);
            if source.is_some_and(|source| source.undated) {
                let message = format!("`{}` bears no date", evidence.source);
                document.report(report, &format!("evidence.{index}"), message, fix);
            }
        }
    }
}

pub(super) fn unused_source(library: &Library<'_>, report: &mut Report) {
    let fix = "name it in an evidence, or take it out";
    for (document, record) in library.parsed() {
        let all = all_evidence(record);
        let named: BTreeSet<_> = all.iter().map(|(_, one, _)| one.source.as_str()).collect();
        for key in record
            .sources
            .keys()
            .filter(|key| !named.contains(key.as_str()))
        {
            let pointer = format!("sources.{key}");
            document.report(report, &pointer, "no evidence names this source", fix);
        }
    }
    for (document, explainer) in library.explained() {
        let named: BTreeSet<_> = explainer
            .evidence
            .iter()
            .map(|e| e.source.as_str())
            .collect();
        for key in explainer
            .sources
            .keys()
            .filter(|key| !named.contains(key.as_str()))
        {
            let pointer = format!("sources.{key}");
            document.report(report, &pointer, "no evidence names this source", fix);
        }
    }
}
