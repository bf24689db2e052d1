//! `privy list`.

use std::process::ExitCode;

use knowledge::{Availability, Group, KnowledgeBase, Slug, Stance, Topic};
use serde::Serialize;
use textwrap::core::display_width;

use super::{loaded, print, print_line};
use crate::{Config, Failure};

/// The kind of data brokers' records.
const BROKERS: &str = "data broker";

/// What the list is to show.
pub(super) struct Wanted<'a> {
    pub(super) topic: Option<&'a str>,
    pub(super) stance: Option<&'a str>,
    pub(super) kind: Option<&'a str>,
    pub(super) region: Option<&'a str>,
    pub(super) json: bool,
}

#[derive(Serialize)]
struct Row<'a> {
    platform: &'a str,
    name: &'a str,
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    stance: Option<&'static str>,
    #[serde(skip)]
    verdict: String,
}

pub(super) fn run(config: &Config, wanted: &Wanted<'_>) -> Result<ExitCode, Failure> {
    let assistant = loaded(config)?;
    let region = assistant.starting_region(wanted.region, config)?;
    let base = assistant.base();
    let topic = wanted
        .topic
        .map(|name| find_topic(base, name))
        .transpose()?;
    if topic.is_none() && wanted.stance.is_some() {
        return Err(Failure::input(
            "--stance needs a topic: privy list ai-training --stance no",
        ));
    }
    check_stance(wanted.stance, topic)?;
    let kind = wanted.kind.map(|name| find_kind(base, name)).transpose()?;
    let mut rows = rows(base, topic, region.as_ref());
    // A data broker is no platform that people use: they are listed only where they are asked for.
    rows.retain(|row| match kind {
        Some(kind) => row.kind == kind,
        None => row.kind != BROKERS,
    });
    if let Some(stance) = wanted.stance {
        rows.retain(|row| row.stance == Some(stance));
    }
    if wanted.json {
        return print_line(&serde_json::to_string(&rows)?);
    }
    let widest = rows
        .iter()
        .map(|row| display_width(row.name))
        .max()
        .unwrap_or_default();
    let mut text = topic.map_or(String::new(), |topic| format!("{}\n", topic.asks));
    for row in &rows {
        let gap = " ".repeat(widest.saturating_sub(display_width(row.name)) + 2);
        text.push_str(&format!("{}{gap}{}\n", row.name, row.verdict));
    }
    if rows.is_empty() {
        text.push_str("None.\n");
    }
    print(&text)
}

fn find_kind<'a>(base: &'a KnowledgeBase, name: &str) -> Result<&'a str, Failure> {
    let low = name.to_lowercase();
    let kinds = &base.vocabulary.kinds;
    let found = kinds
        .iter()
        .find(|kind| kind.name.to_lowercase() == low || kind.plural.to_lowercase() == low);
    found.map(|kind| kind.name.as_str()).ok_or_else(|| {
        let names: Vec<_> = kinds.iter().map(|kind| kind.name.as_str()).collect();
        Failure::input(format!(
            "no kind is called `{}`: one of {}",
            name.escape_debug(),
            names.join(", ")
        ))
    })
}

fn find_topic<'a>(base: &'a KnowledgeBase, name: &str) -> Result<&'a Topic, Failure> {
    let low = name.to_lowercase();
    let topics = &base.vocabulary.topics;
    let found = topics
        .iter()
        .find(|topic| topic.slug == *low || topic.name.to_lowercase() == low);
    found.ok_or_else(|| {
        let names: Vec<_> = topics.iter().map(|topic| topic.slug.as_str()).collect();
        Failure::input(format!(
            "no topic is called `{}`: one of {}",
            name.escape_debug(),
            names.join(", ")
        ))
    })
}

/// Whether `stance` is a word that positions on `topic` can have.
fn check_stance(stance: Option<&str>, topic: Option<&Topic>) -> Result<(), Failure> {
    let (Some(word), Some(topic)) = (stance, topic) else {
        return Ok(());
    };
    let checked = match topic.group {
        Group::Practice => word.parse::<Stance>().map(drop),
        Group::Right => word.parse::<Availability>().map(drop),
    };
    checked.map_err(|message| Failure::input(format!("--stance: {message}")))
}

fn rows<'a>(base: &'a KnowledgeBase, topic: Option<&Topic>, region: Option<&Slug>) -> Vec<Row<'a>> {
    let regions = &base.vocabulary.regions;
    base.records
        .values()
        .map(|record| {
            let entry =
                topic.and_then(|t| Some((t, record.entry(t.slug.as_str(), region, regions)?.0)));
            Row {
                platform: record.slug.as_str(),
                name: &record.name,
                kind: &record.kind,
                stance: entry.map(|(_, entry)| entry.position.as_str()),
                verdict: match (topic, entry) {
                    (_, Some((topic, entry))) => {
                        base.vocabulary.verdict(topic, entry.position).to_owned()
                    }
                    (Some(_), None) => "nothing on record".to_owned(),
                    (None, None) => record.kind.clone(),
                },
            }
        })
        .collect()
}
