//! `privy check`: whether the terms on which claims rest still stand in the texts.

use std::process::ExitCode;

use ::archive::{ATTRIBUTION, Archive, EvidenceCheck, SourceStanding, Standing};
use knowledge::{Record, Source};
use serde_json::{Value, json};

use super::{
    archive::{count, opened},
    loaded, print, print_line,
    show::find,
};
use crate::{Config, Failure};

/// A source that is archived, and how it stands with it.
struct Checked<'a> {
    record: &'a Record,
    source: &'a Source,
    reference: &'a str,
    standing: SourceStanding,
    difference: Option<String>,
}

pub(super) fn run(
    config: &Config,
    platform: Option<&str>,
    json: bool,
) -> Result<ExitCode, Failure> {
    let base = loaded(config)?.base();
    let archive = opened(config)?;
    let records: Vec<&Record> = match platform {
        Some(name) => vec![find(base, name)?],
        None => base.records.values().collect(),
    };
    let mut check = EvidenceCheck::new(&archive);
    let mut checked = Vec::new();
    for record in records {
        for (key, source) in &record.sources {
            if let Some(reference) = &source.archive {
                let terms = terms(record, key);
                let standing = check.look(reference, source.read, terms)?;
                checked.push(Checked {
                    record,
                    source,
                    reference,
                    difference: difference(&archive, reference, &standing),
                    standing,
                });
            }
        }
    }
    match json {
        true => print_line(&Value::from_iter(checked.iter().map(object)).to_string())?,
        false => print(&text(&checked))?,
    };
    let gone = checked.iter().flat_map(|one| &one.standing.terms);
    Ok(
        match gone.into_iter().any(|(_, standing)| is_gone(standing)) {
            true => ExitCode::from(1),
            false => ExitCode::SUCCESS,
        },
    )
}

fn is_gone(standing: &Standing) -> bool {
    matches!(standing, Standing::Gone(_))
}

/// The terms that are to stand in the source `key`, each once.
fn terms<'a>(record: &'a Record, key: &str) -> Vec<&'a str> {
    let mut terms: Vec<&str> = Vec::new();
    for topic in record.entries.values() {
        let entries = std::iter::once(&topic.general).chain(topic.regions.values());
        let evidence = entries.flat_map(|entry| entry.all_evidence());
        for evidence in evidence.filter(|evidence| evidence.source == key) {
            terms.extend(evidence.find.iter().map(String::as_str));
        }
    }
    terms.sort_unstable();
    terms.dedup();
    terms
}

fn difference(archive: &Archive, reference: &str, standing: &SourceStanding) -> Option<String> {
    archive.difference(archive.document(reference)?, standing.changed_by?)
}

fn text(checked: &[Checked<'_>]) -> String {
    let (mut text, mut holds, mut gone, mut without) = (String::new(), 0, 0, 0);
    for Checked {
        record,
        source,
        reference,
        standing,
        difference,
    } in checked
    {
        let mut lines = String::new();
        if let Some(changed) = standing.changed_since {
            lines.push_str(&format!("    changed on {changed}"));
            if let Some(difference) = difference {
                lines.push_str(&format!(": {difference}"));
            }
            lines.push('\n');
        }
        for (term, standing) in &standing.terms {
            match standing {
                Standing::Holds => holds += 1,
                Standing::Gone(since) => {
                    gone += 1;
                    let since = since.map_or(String::new(), |since| format!(" since {since}"));
                    lines.push_str(&format!("    gone{since}: {term}\n"));
                }
                Standing::NoText => {
                    without += 1;
                    lines.push_str(&format!("    no text: {term}\n"));
                }
            }
        }
        if !lines.is_empty() {
            let read = source
                .read
                .map_or(String::new(), |read| format!(", read {read}"));
            text.push_str(&format!("{} ({reference}{read})\n{lines}", record.name));
        }
    }
    let (terms, sources) = (count(holds, "term"), count(checked.len(), "source"));
    text.push_str(&format!(
        "{terms} in {sources}: hold; gone: {gone}; no text: {without}.\n{ATTRIBUTION}\n"
    ));
    text
}

fn object(checked: &Checked<'_>) -> Value {
    let standing = &checked.standing;
    let terms = standing.terms.iter().map(|(term, standing)| {
        let (word, since) = match standing {
            Standing::Holds => ("holds", None),
            Standing::Gone(since) => ("gone", *since),
            Standing::NoText => ("no-text", None),
        };
        json!({"term": term, "standing": word, "since": since})
    });
    json!({
        "platform": checked.record.slug.as_str(),
        "source": checked.source.title,
        "archive": checked.reference,
        "read": checked.source.read,
        "newest": standing.newest,
        "changed_since": standing.changed_since,
        "difference": checked.difference,
        "terms": terms.collect::<Vec<_>>(),
    })
}
