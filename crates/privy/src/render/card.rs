//! A platform's card: every topic with its verdict.

use chat::{Block, Reply};
use knowledge::{KnowledgeBase, Record, Slug};

use super::source_line;

/// Every topic of which `record` speaks, with its verdict for a person in `region`.
pub(crate) fn card(base: &KnowledgeBase, record: &Record, region: Option<&Slug>) -> Reply {
    let regions = &base.vocabulary.regions;
    let entries = base.vocabulary.topics.iter().filter_map(|topic| {
        let (entry, under) = record.entry(topic.slug.as_str(), region, regions)?;
        let place = under.and_then(|slug| regions.get(slug.as_str()));
        let place = place.map_or(String::new(), |place| format!(" ({})", place.name));
        let verdict = base.vocabulary.verdict(topic, entry.position);
        Some((topic.name.clone(), format!("{verdict}{place}")))
    });
    Reply::new("card")
        .with(Block::Heading(record.name.clone()))
        .saying(format!("{}, run by {}.", record.kind, record.company))
        .with(Block::Table(entries.collect()))
        .with(Block::Sources(
            record.sources.values().map(source_line).collect(),
        ))
}
