//! `privy changes`: what changed in a platform's own texts.

use std::process::ExitCode;

use ::archive::{ATTRIBUTION, Archive, Change, ChangeKind, CueTopics};
use jiff::{ToSpan, civil::Date};
use knowledge::KnowledgeBase;
use serde_json::{Value, json};

use super::{
    archive::{count, opened},
    loaded, print, print_line, show, today,
};
use crate::{Config, Failure};

/// Days that are looked back where no day is named.
const DAYS: i64 = 30;

/// Changes of a document on a day that are shown one by one; of more, these and how many there are.
const SHOWN: usize = 6;

/// Characters of a text that are shown in a line.
const SHOWN_CHARACTERS: usize = 160;

/// What is asked for.
pub(super) struct Wanted<'a> {
    pub(super) platform: &'a str,
    pub(super) since: Option<Date>,
    pub(super) topic: Option<&'a str>,
    pub(super) json: bool,
}

pub(super) fn run(config: &Config, wanted: &Wanted<'_>) -> Result<ExitCode, Failure> {
    let base = loaded(config)?.base();
    if let Some(topic) = wanted.topic
        && base.vocabulary.topic(topic).is_none()
    {
        return Err(Failure::input(format!(
            "`{}` is no topic: privy list --help names them",
            topic.escape_debug()
        )));
    }
    let archive = opened(config)?;
    let services = services(base, &archive, wanted.platform)?;
    let since = wanted
        .since
        .unwrap_or_else(|| today().saturating_sub(DAYS.days()));
    let topics = CueTopics::new(&base.vocabulary);
    let mut changes = Vec::new();
    for service in &services {
        changes.extend(archive.changes(service, since, &topics)?);
    }
    if let Some(topic) = wanted.topic {
        changes.retain(|change| change.topics.iter().any(|one| one == topic));
    }
    match wanted.json {
        true => print_line(&object(&archive, wanted.platform, since, &changes).to_string()),
        false => print(&text(&archive, &services, since, &changes)),
    }
}

/// What the collections call the platform: what its record's sources say, else the same name or domain.
fn services(
    base: &KnowledgeBase,
    archive: &Archive,
    platform: &str,
) -> Result<Vec<String>, Failure> {
    let found = show::find(base, platform);
    let wanted = platform.trim().to_lowercase();
    let mut names: Vec<String> = Vec::new();
    if let Ok(record) = &found {
        let references = record.sources.values();
        let references = references.filter_map(|source| source.archive.as_deref());
        let documents = references.filter_map(|reference| archive.document(reference));
        names.extend(documents.map(|document| document.service.clone()));
    }
    let record_name = found.as_ref().ok().map(|record| record.name.to_lowercase());
    for service in archive.services() {
        let name = service.name.to_lowercase();
        if name == wanted || Some(name) == record_name || service.domains.contains(&wanted) {
            names.push(service.name.clone());
        }
    }
    names.sort();
    names.dedup();
    match (names.is_empty(), found) {
        (false, _) => Ok(names),
        (true, Ok(record)) => Err(Failure::input(format!(
            "no text of {} is held",
            record.name
        ))),
        (true, Err(failure)) => Err(failure),
    }
}

fn text(archive: &Archive, services: &[String], since: Date, changes: &[Change<'_>]) -> String {
    let names = services.join(", ");
    if changes.is_empty() {
        return format!("Nothing changed in the texts of {names} since {since}.\n{ATTRIBUTION}\n");
    }
    let mut text = format!("What changed in the texts of {names} since {since}:\n");
    let same = |one: &Change<'_>, next: &Change<'_>| one.commit == next.commit;
    for group in changes.chunk_by(same) {
        let Some(first) = group.first() else { continue };
        text.push_str(&format!(
            "\n{}  {}, {} ({}){}\n",
            first.date,
            first.document.service,
            first.document.name,
            first.document.collection,
            counts(group)
        ));
        for change in group.iter().take(SHOWN) {
            text.push_str(&line(change));
        }
        if group.len() > SHOWN {
            text.push_str(&format!("  and {} more\n", group.len() - SHOWN));
        }
        if let Some(difference) = archive.difference(first.document, first.commit) {
            text.push_str(&format!("  {difference}\n"));
        }
    }
    text.push_str(&format!("\n{ATTRIBUTION}\n"));
    text
}

/// How many of which kind, where that is not seen at a glance.
fn counts(group: &[Change<'_>]) -> String {
    if group.len() <= SHOWN {
        return String::new();
    }
    let of = |kind| group.iter().filter(|change| change.kind == kind).count();
    format!(
        ": {}: {} added, {} removed, {} reworded",
        count(group.len(), "change"),
        of(ChangeKind::Added),
        of(ChangeKind::Removed),
        of(ChangeKind::Reworded)
    )
}

fn line(change: &Change<'_>) -> String {
    let place = change
        .headings
        .last()
        .map_or(String::new(), |title| format!(" under \"{title}\""));
    let topics = match change.topics.is_empty() {
        true => String::new(),
        false => format!(" [{}]", change.topics.join(", ")),
    };
    let mut text = format!("  {}{place}{topics}\n", change.kind.as_str());
    let (before, after) = excerpts(change);
    for (sign, excerpt) in [('-', before), ('+', after)] {
        if let Some(excerpt) = excerpt {
            text.push_str(&format!("    {sign} {excerpt}\n"));
        }
    }
    text
}

/// What is shown of both texts: where both are there, from shortly before their first difference.
fn excerpts(change: &Change<'_>) -> (Option<String>, Option<String>) {
    let words = |text: &Option<String>| -> Vec<String> {
        let words = text.as_deref().unwrap_or_default().split(' ');
        words.map(str::to_owned).collect()
    };
    let (before, after) = (words(&change.before), words(&change.after));
    let same = before
        .iter()
        .zip(&after)
        .take_while(|(one, other)| one == other);
    let start = same.count().saturating_sub(4);
    let cut = |text: &Option<String>, words: &[String]| {
        text.as_ref()?;
        let shown = words.get(start..).unwrap_or_default().join(" ");
        let mut excerpt: String = shown.chars().take(SHOWN_CHARACTERS).collect();
        if excerpt.len() < shown.len() {
            excerpt.push('…');
        }
        Some(match start {
            0 => excerpt,
            _ => format!("… {excerpt}"),
        })
    };
    (cut(&change.before, &before), cut(&change.after, &after))
}

fn object(archive: &Archive, platform: &str, since: Date, changes: &[Change<'_>]) -> Value {
    let changes = changes.iter().map(|change| {
        json!({
            "service": change.document.service,
            "document": change.document.name,
            "collection": change.document.collection,
            "date": change.date,
            "kind": change.kind.as_str(),
            "headings": change.headings,
            "before": change.before,
            "after": change.after,
            "topics": change.topics,
            "difference": archive.difference(change.document, change.commit),
        })
    });
    json!({
        "kind": "changes",
        "platform": platform,
        "since": since,
        "changes": changes.collect::<Vec<_>>(),
        "attribution": ATTRIBUTION,
    })
}
