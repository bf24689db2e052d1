//! Several platforms on one topic.

use answer::{Answer, Item, ListFilter, Verdict};
use knowledge::{KnowledgeBase, Topic};

use super::{joined, region_name};
use chat::{Block, Reply};

/// More platforms than this are not shown in a row each.
const MOST_ROWS: usize = 20;

/// Side by side.
pub(super) fn compare(base: &KnowledgeBase, answer: &Answer) -> Reply {
    let Verdict::Compare {
        topic,
        items,
        unheld,
        assumed,
    } = &answer.verdict
    else {
        return Reply::default();
    };
    let Some(topic) = base.vocabulary.topic(topic.as_str()) else {
        return Reply::default();
    };
    let mut reply = Reply::default()
        .with(Block::Heading(format!(
            "{}{}",
            topic.asks,
            place(base, answer)
        )))
        .with(Block::Table(rows(base, topic, items)));
    for item in items {
        let found = answer.find(base, item.platform.as_str(), topic.slug.as_str());
        if let Some((record, entry)) = found {
            reply = reply.saying(format!("{}: {}", record.name, entry.summary));
        }
    }
    if !unheld.is_empty() {
        let names = joined(unheld, "and");
        reply = reply.saying(format!(
            "I hold no record of {names}, so I say nothing of it."
        ));
    }
    reply.saying(assumption(*assumed))
}

/// Those that pass a filter.
pub(super) fn list(base: &KnowledgeBase, answer: &Answer) -> Reply {
    let Verdict::List {
        topic,
        filter,
        kind,
        items,
        assumed,
    } = &answer.verdict
    else {
        return Reply::default();
    };
    let Some(topic) = base.vocabulary.topic(topic.as_str()) else {
        return Reply::default();
    };
    let of = kind
        .as_ref()
        .and_then(|name| base.vocabulary.kinds.iter().find(|kind| kind.name == *name))
        .map_or("platforms", |kind| kind.plural.as_str());
    let wanted = match filter {
        ListFilter::Only(position) => base.vocabulary.verdict(topic, *position).to_lowercase(),
        other => other.describe(topic.group).to_owned(),
    };
    let found = match items.len() {
        0 => format!("None of the {of} that I hold: {wanted}."),
        1 => format!("One of the {of} that I hold: {wanted}."),
        many => format!("{many} of the {of} that I hold: {wanted}."),
    };
    Reply::default()
        .with(Block::Heading(format!(
            "{}{}",
            topic.asks,
            place(base, answer)
        )))
        .saying(found)
        .with(match items.len() > MOST_ROWS {
            true => Block::Points(by_verdict(base, topic, items)),
            false => Block::Table(rows(base, topic, items)),
        })
        .saying(assumption(*assumed))
}

/// When the texts were read on which a list rests that is too long to name them; `None` for any other answer.
pub(super) fn reading_time(base: &KnowledgeBase, answer: &Answer) -> Option<String> {
    if answer.verdict.items().len() <= MOST_ROWS {
        return None;
    }
    let sources = answer.sources(base);
    let days = || sources.iter().filter_map(|source| source.read);
    let (first, last) = (days().min()?, days().max()?);
    Some(format!(
        "The texts behind this bear dates from {first} to {last}. Ask about any one of them for its sources."
    ))
}

/// The platforms by what is said of them, in a line each.
fn by_verdict(base: &KnowledgeBase, topic: &Topic, items: &[Item]) -> Vec<String> {
    let rows = rows(base, topic, items);
    let chunks = rows.chunk_by(|(_, one), (_, other)| one == other);
    chunks
        .filter_map(|rows| {
            let (_, verdict) = rows.first()?;
            let names: Vec<_> = rows.iter().map(|(name, _)| name.as_str()).collect();
            Some(format!("{verdict} ({}): {}", names.len(), names.join(", ")))
        })
        .collect()
}

fn place(base: &KnowledgeBase, answer: &Answer) -> String {
    let region = answer.region.as_ref();
    region.map_or(String::new(), |slug| {
        format!(" ({})", region_name(base, slug.as_str()))
    })
}

fn assumption(assumed: bool) -> &'static str {
    match assumed {
        true => {
            "You named no topic, so this is the most asked one. Others: ads, sharing, location, messages, deletion."
        }
        false => "",
    }
}

fn rows(base: &KnowledgeBase, topic: &Topic, items: &[Item]) -> Vec<(String, String)> {
    items
        .iter()
        .map(|item| {
            let record = base.records.get(&item.platform);
            let name = record.map_or(item.platform.to_string(), |record| record.name.clone());
            let verdict = item.position.map_or("nothing on record", |position| {
                base.vocabulary.verdict(topic, position)
            });
            (name, verdict.to_owned())
        })
        .collect()
}
