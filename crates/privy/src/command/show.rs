//! `privy show`: a platform's card.

use std::process::ExitCode;

use knowledge::{KnowledgeBase, Record, Slug};
use rapidfuzz::distance::osa;
use serde::Serialize;

use super::{loaded, print_line, width};
use crate::{Config, Failure, render};

#[derive(Serialize)]
struct Card<'a> {
    platform: &'a str,
    name: &'a str,
    company: &'a str,
    kind: &'a str,
    topics: Vec<CardRow<'a>>,
}

#[derive(Serialize)]
struct CardRow<'a> {
    topic: &'a str,
    stance: &'static str,
    region: Option<String>,
    summary: &'a str,
}

pub(super) fn run(
    config: &Config,
    platform: &str,
    region: Option<&str>,
    json: bool,
) -> Result<ExitCode, Failure> {
    let assistant = loaded(config)?;
    let base = assistant.base();
    let region = assistant.starting_region(region, config)?;
    let record = find(base, platform)?;
    if json {
        return print_line(&serde_json::to_string(&card(
            base,
            record,
            region.as_ref(),
        ))?);
    }
    print_line(&render::terminal(
        &render::card(base, record, region.as_ref()),
        width(),
    ))
}

fn card<'a>(base: &'a KnowledgeBase, record: &'a Record, region: Option<&Slug>) -> Card<'a> {
    let topics = base.vocabulary.topics.iter().filter_map(|topic| {
        let (entry, under) = record.entry(topic.slug.as_str(), region, &base.vocabulary.regions)?;
        Some(CardRow {
            topic: topic.slug.as_str(),
            stance: entry.position.as_str(),
            region: under.map(|slug| slug.to_string()),
            summary: &entry.summary,
        })
    });
    Card {
        platform: record.slug.as_str(),
        name: &record.name,
        company: &record.company,
        kind: &record.kind,
        topics: topics.collect(),
    }
}

/// The record that `name` names: by name, slug, alias, domain or link.
pub(super) fn find<'a>(base: &'a KnowledgeBase, name: &str) -> Result<&'a Record, Failure> {
    let low = name.trim().to_lowercase();
    let host = low.split_once("://").map_or(low.as_str(), |(_, rest)| rest);
    let host = host.split('/').next().unwrap_or(host);
    let is_domain = |domain: &String| {
        host == domain
            || host
                .strip_suffix(domain.as_str())
                .is_some_and(|rest| rest.ends_with('.'))
    };
    let exact = base.records.values().find(|record| {
        record.slug == *low || record.name.to_lowercase() == low || record.aliases.contains(&low)
    });
    let found = exact.or_else(|| {
        let by_domain = base.records.values().filter_map(|record| {
            let longest = record
                .domains
                .iter()
                .filter(|d| is_domain(d))
                .map(String::len)
                .max();
            Some((longest?, record))
        });
        by_domain
            .max_by_key(|(length, _)| *length)
            .map(|(_, record)| record)
    });
    found.ok_or_else(|| Failure::input(no_such(base, &low)))
}

fn no_such(base: &KnowledgeBase, name: &str) -> String {
    let shown = name.escape_debug();
    let scorer = osa::BatchComparator::new(name.chars());
    let nearest = base
        .records
        .values()
        .flat_map(|record| {
            let names = record.aliases.iter().map(String::as_str);
            names
                .chain([record.slug.as_str()])
                .map(move |name| (name, record))
        })
        .map(|(other, record)| (scorer.distance(other.chars()), record))
        .min_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.slug.cmp(&b.1.slug)));
    match nearest {
        Some((distance, record)) if distance <= 2.max(name.chars().count() / 3) => {
            format!(
                "no platform is called `{shown}`: did you mean {}?",
                record.name
            )
        }
        _ => format!("no platform is called `{shown}`: `privy list` shows those that are held"),
    }
}
