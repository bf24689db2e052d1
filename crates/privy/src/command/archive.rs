//! `privy archive`: the platforms' own texts.

use std::{io::Write, process::ExitCode, sync::atomic::AtomicBool};

use ::archive::{
    ATTRIBUTION, Archive, CollectionStatus, CueTopics, Finding, Status, SyncOptions, Synced, sync,
};
use serde_json::{Value, json};

use super::{loaded, print, print_line, progress::Bars};
use crate::{Config, Failure, cli::ArchiveAction};

pub(super) fn run(config: &Config, action: ArchiveAction) -> Result<ExitCode, Failure> {
    match action {
        ArchiveAction::Sync => bring(config),
        ArchiveAction::Status { json } => status(config, json),
    }
}

/// The archive of the data folder.
pub(super) fn opened(config: &Config) -> Result<Archive, Failure> {
    let folder = &config.archive.folder;
    Archive::open(folder)?.ok_or_else(|| {
        Failure::input(format!(
            "{}: there are no texts here yet: privy archive sync",
            folder.display()
        ))
    })
}

/// Nothing catches Ctrl-C: a sync can be ended at any point, and goes on the next time.
fn bring(config: &Config) -> Result<ExitCode, Failure> {
    let assistant = loaded(config)?;
    let bars = Bars::default();
    let synced = sync(&SyncOptions {
        data: &config.archive.folder,
        collections: &config.archive.collections(),
        topics: &CueTopics::new(&assistant.base().vocabulary),
        progress: &bars,
        stop: &AtomicBool::new(false),
    })?;
    let mut stderr = anstream::stderr();
    for finding in &synced.findings {
        writeln!(stderr, "privy: {finding}")?;
    }
    let archive = opened(config)?;
    print(&format!(
        "{}{}\n{ATTRIBUTION}\n",
        told(&synced),
        held(&archive.status(&config.archive.folder))
    ))
}

fn told(synced: &Synced) -> String {
    if !synced.changed {
        return "Nothing new. ".to_owned();
    }
    format!(
        "{} new, {} gone. ",
        count(synced.texts, "text"),
        count(synced.removed, "text")
    )
}

fn held(status: &Status) -> String {
    let sum = |of: fn(&CollectionStatus) -> usize| status.collections.iter().map(of).sum();
    format!(
        "Held: {}, {}, {}.",
        count(status.collections.len(), "collection"),
        count(sum(|collection| collection.documents), "document"),
        count(sum(|collection| collection.passages), "passage")
    )
}

pub(super) fn count(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}

fn status(config: &Config, json: bool) -> Result<ExitCode, Failure> {
    let archive = opened(config)?;
    let status = archive.status(&config.archive.folder);
    match json {
        true => print_line(&object(&status).to_string()),
        false => print(&table(&status)),
    }
}

fn table(status: &Status) -> String {
    let mut text = String::new();
    for collection in &status.collections {
        text.push_str(&format!(
            "{}  {}, {}, {}, {}; newest change {}; {}\n    {}\n",
            collection.name,
            count(collection.services, "platform"),
            count(collection.documents, "document"),
            count(collection.versions, "version"),
            count(collection.passages, "passage"),
            collection
                .newest
                .map_or("none".to_owned(), |date| date.to_string()),
            size(collection.bytes),
            collection.location,
        ));
    }
    text.push_str(&format!(
        "{}\nindex: {}\n",
        held(status),
        size(status.index_bytes)
    ));
    if !status.findings.is_empty() {
        text.push_str("\nLeft out, or remarkable:\n");
    }
    for finding in &status.findings {
        text.push_str(&format!("{finding}\n    mend: {}\n", finding.code.mend()));
    }
    text.push_str(&format!("\n{ATTRIBUTION}\n"));
    text
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

fn object(status: &Status) -> Value {
    let collections = status.collections.iter().map(|collection| {
        json!({
            "name": collection.name,
            "location": collection.location,
            "platforms": collection.services,
            "documents": collection.documents,
            "versions": collection.versions,
            "passages": collection.passages,
            "newest": collection.newest,
            "bytes": collection.bytes,
        })
    });
    let findings = status.findings.iter().map(|finding: &Finding| {
        json!({
            "collection": finding.collection,
            "path": finding.path,
            "code": finding.code.as_str(),
            "message": finding.message,
            "mend": finding.code.mend(),
        })
    });
    json!({
        "collections": collections.collect::<Vec<_>>(),
        "index_bytes": status.index_bytes,
        "findings": findings.collect::<Vec<_>>(),
        "attribution": ATTRIBUTION,
    })
}
