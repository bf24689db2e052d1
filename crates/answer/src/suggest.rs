//! Questions to go on with. Each is one that the engine answers.

use knowledge::{Group, KnowledgeBase, Slug};

use crate::{Answer, Clarify, Shape, Social, Subject, Unknown, Verdict, View, topics::MOST_ASKED};

/// A question to go on with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// As it can be asked.
    pub question: String,
    /// What its answer is about.
    pub subject: Subject,
}

/// How many suggestions an answer has at most.
const MOST: usize = 4;

/// Platforms that are offered where any will do: the ones that most people ask about.
const KNOWN_TO_MANY: [&str; 4] = ["linkedin", "instagram", "chatgpt", "whatsapp"];

pub(crate) fn suggestions(base: &KnowledgeBase, answer: &Answer) -> Vec<Suggestion> {
    let mut list = match &answer.verdict {
        Verdict::Entry {
            platform,
            topic,
            shape,
            ..
        } => after_entry(base, answer, platform, topic, *shape),
        Verdict::Compare { topic, items, .. } => items
            .iter()
            .filter_map(|item| how(base, answer, &item.platform, topic))
            .collect(),
        Verdict::List { topic, items, .. } => {
            let ways = items
                .iter()
                .filter_map(|item| how(base, answer, &item.platform, topic));
            ways.take(2).collect()
        }
        Verdict::Explain { explainer, .. } => after_explainer(base, answer, explainer),
        Verdict::Clarify(Clarify::Platform) => known_to_many(base)
            .filter_map(|slug| about(base, answer, slug, answer.topic.as_ref()?.as_str()))
            .collect(),
        Verdict::Clarify(Clarify::Product { company }) => base
            .family(company)
            .filter_map(|record| {
                let topic = answer.topic.as_ref().map_or(MOST_ASKED, Slug::as_str);
                about(base, answer, record.slug.as_str(), topic)
            })
            .collect(),
        Verdict::Clarify(Clarify::Topic)
        | Verdict::Unknown(Unknown::Fact | Unknown::Unrecorded) => {
            let platform = answer.platforms.first().map_or("", Slug::as_str);
            ["ai-training", "ads", "sharing", "deletion"]
                .iter()
                .filter_map(|topic| about(base, answer, platform, topic))
                .collect()
        }
        Verdict::Changes { .. } => Vec::new(),
        Verdict::Social(Social::Thanks | Social::Bye) => Vec::new(),
        Verdict::Clarify(Clarify::Both)
        | Verdict::Unknown(Unknown::Platform { .. } | Unknown::Language)
        | Verdict::Social(_) => {
            let topics = ["ai-training", "sharing", "deletion", "messages"];
            known_to_many(base)
                .zip(topics)
                .filter_map(|(slug, topic)| about(base, answer, slug, topic))
                .collect()
        }
    };
    list.truncate(MOST);
    list
}

/// The platforms that most people know, of those that are held.
pub fn known_to_many(base: &KnowledgeBase) -> impl Iterator<Item = &str> {
    KNOWN_TO_MANY
        .into_iter()
        .filter(|slug| base.records.contains_key(*slug))
}

fn after_entry(
    base: &KnowledgeBase,
    answer: &Answer,
    platform: &Slug,
    topic: &Slug,
    shape: Shape,
) -> Vec<Suggestion> {
    let mut list = Vec::new();
    if shape == Shape::Verdict {
        list.extend(how(base, answer, platform, topic));
    }
    if topic == MOST_ASKED && answer.verdict.position().is_some_and(|p| !p.is_unstated()) {
        list.extend(undone(base, answer, platform, topic));
    }
    let others = ["ai-training", "ads", "sharing", "deletion"];
    let others = others.into_iter().filter(|other| *topic != *other);
    list.extend(others.filter_map(|other| about(base, answer, platform.as_str(), other)));
    list
}

fn after_explainer(base: &KnowledgeBase, answer: &Answer, explainer: &Slug) -> Vec<Suggestion> {
    let related = base.explainers.get(explainer).map(|e| e.related.as_slice());
    related
        .unwrap_or_default()
        .iter()
        .filter_map(|slug| base.explainers.get(slug))
        .map(|explainer| Suggestion {
            question: explainer.title.clone(),
            subject: subject(
                answer,
                View::Explain {
                    explainer: explainer.slug.clone(),
                    about: None,
                },
            ),
        })
        .collect()
}

/// "How do I ...", where the record has a way.
fn how(base: &KnowledgeBase, answer: &Answer, platform: &Slug, topic: &Slug) -> Option<Suggestion> {
    let (record, entry) = answer.find(base, platform.as_str(), topic.as_str())?;
    if entry.ways.is_empty() {
        return None;
    }
    let topic = base.vocabulary.topic(topic.as_str())?;
    let name = &record.name;
    let question = match (topic.group, topic.slug.as_str()) {
        (Group::Practice, "ai-training") => format!("How do I opt out of AI training on {name}?"),
        (Group::Practice, "ads") => format!("How do I turn off personalised ads on {name}?"),
        (Group::Practice, _) => format!("How do I turn off {} on {name}?", topic.phrase),
        (Group::Right, "deletion") => format!("How do I delete my {name} account?"),
        (Group::Right, "export") => format!("How do I download my {name} data?"),
        (Group::Right, _) => format!("Whom do I write to at {name}?"),
    };
    let view = View::Entry {
        platform: platform.clone(),
        topic: topic.slug.clone(),
        shape: Shape::Steps,
    };
    Some(Suggestion {
        question,
        subject: subject(answer, view),
    })
}

/// A question about `topic` on `platform`, where its record speaks of it.
fn about(base: &KnowledgeBase, answer: &Answer, platform: &str, topic: &str) -> Option<Suggestion> {
    let record = base.records.get(platform)?;
    record.entries.get(topic)?;
    let topic = base.vocabulary.topic(topic)?;
    let name = &record.name;
    let question = match topic.slug.as_str() {
        "ai-training" => format!("Does {name} train AI on my data?"),
        "ads" => format!("Does {name} use my data for ads?"),
        "sharing" => format!("Does {name} sell my data?"),
        "messages" => format!("Can {name} read my messages?"),
        "deletion" => format!("How do I delete my {name} account?"),
        "export" => format!("How do I download my {name} data?"),
        "tracking" => format!("Does {name} track me on other sites?"),
        "location" => format!("Does {name} know where I am?"),
        _ => format!("{name}: {}", topic.phrase),
    };
    let shape = match topic.group {
        Group::Practice => Shape::Verdict,
        Group::Right => Shape::Steps,
    };
    let view = View::Entry {
        platform: record.slug.clone(),
        topic: topic.slug.clone(),
        shape,
    };
    Some(Suggestion {
        question,
        subject: subject(answer, view),
    })
}

/// "Can it be undone?", where there is a general answer to it.
fn undone(
    base: &KnowledgeBase,
    answer: &Answer,
    platform: &Slug,
    topic: &Slug,
) -> Option<Suggestion> {
    let explainer = base.explainers.get("can-it-be-undone")?.slug.clone();
    let view = View::Explain {
        explainer,
        about: Some((platform.clone(), topic.clone())),
    };
    Some(Suggestion {
        question: "Can it be undone?".to_owned(),
        subject: subject(answer, view),
    })
}

fn subject(answer: &Answer, view: View) -> Subject {
    Subject {
        view,
        region: answer.region.clone(),
    }
}
