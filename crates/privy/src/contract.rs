//! The JSON contract: one object an answer.

use answer::{Answer, Verdict};
use chat::Reply;
use knowledge::{KnowledgeBase, Source, Way};
use serde::Serialize;

use crate::{
    assistant::Answered,
    render,
    texts::{Added, Excerpt, TextSource},
};

/// An answer as programs are given it. The fields and their order are a contract: see docs/json.md.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AnswerObject {
    /// `answer`, `steps`, `compare`, `list`, `explain`, `excerpt`, `changes`, `clarify`, `unknown`, `greeting`, `help`,
    /// `out-of-scope`.
    pub kind: &'static str,
    /// What kind of answer was wanted.
    pub intent: &'static str,
    /// Slugs.
    pub platforms: Vec<String>,
    /// Slug.
    pub topic: Option<String>,
    /// Slug.
    pub region: Option<String>,
    /// The stance or the availability, where the kind has one.
    pub stance: Option<&'static str>,
    /// Of `compare` and `list`.
    pub items: Vec<ItemObject>,
    /// The whole reply as plain text.
    pub text: String,
    /// The ways out.
    pub steps: Vec<StepObject>,
    /// The pages on which it rests.
    pub sources: Vec<SourceObject>,
    /// Passages of policy texts, word for word.
    pub excerpts: Vec<ExcerptObject>,
    /// Questions to go on with.
    pub suggestions: Vec<String>,
    /// The language of `text`.
    pub language: &'static str,
    /// How sure the engine is that it understood: 0 to 1.
    pub confidence: f64,
}

/// A platform in a comparison or a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemObject {
    /// Slug.
    pub platform: String,
    /// The stance or availability; null where the record does not speak of the topic.
    pub stance: Option<&'static str>,
}

/// A way out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepObject {
    /// What it does.
    pub label: String,
    /// The deep link.
    pub url: Option<String>,
    /// The menu path, one item a tap: the web's, where there are several.
    pub path: Vec<String>,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceObject {
    /// The page's title.
    pub title: String,
    /// Where it is.
    pub url: String,
    /// The day of the text that was read; null for a page that bears no date, which supports ways only.
    pub read: Option<String>,
    /// The day on which the text is known to have changed since.
    pub changed_since: Option<String>,
}

/// A passage of a policy text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExcerptObject {
    /// What the collections call the platform.
    pub platform: String,
    /// The document's name.
    pub document: String,
    /// The first character.
    pub start: usize,
    /// The character after the last one.
    pub end: usize,
    /// The passage, word for word.
    pub text: String,
}

impl AnswerObject {
    pub(crate) fn new(base: &KnowledgeBase, answered: &Answered, reply: &Reply) -> Self {
        let Answered { answer, added } = answered;
        let sources = answer
            .sources(base)
            .into_iter()
            .map(|page| source(page, added));
        let texts = added
            .excerpts
            .iter()
            .map(|excerpt| text_source(&excerpt.source));
        let changed = added.lately.iter().flat_map(|lately| &lately.changes);
        let changed = changed.map(|change| text_source(&change.source));
        let mut sources: Vec<_> = sources.chain(texts).chain(changed).collect();
        sources.dedup();
        let suggestions = answer.suggestions.iter();
        let slugs = |list: &[knowledge::Slug]| list.iter().map(ToString::to_string).collect();
        Self {
            kind: reply.kind,
            intent: answer.intent.as_str(),
            platforms: slugs(&answer.platforms),
            topic: answer.topic.as_ref().map(ToString::to_string),
            region: answer.region.as_ref().map(ToString::to_string),
            stance: answer.verdict.position().map(knowledge::Position::as_str),
            items: items(answer),
            text: render::plain(reply),
            steps: steps(base, answer),
            sources,
            excerpts: added.excerpts.iter().map(excerpt).collect(),
            suggestions: suggestions.map(|one| one.question.clone()).collect(),
            language: "en",
            confidence: (f64::from(answer.confidence) * 100.0).round() / 100.0,
        }
    }
}

fn items(answer: &Answer) -> Vec<ItemObject> {
    let items = answer.verdict.items().iter();
    items
        .map(|item| ItemObject {
            platform: item.platform.to_string(),
            stance: item.position.map(knowledge::Position::as_str),
        })
        .collect()
}

fn steps(base: &KnowledgeBase, answer: &Answer) -> Vec<StepObject> {
    let Verdict::Entry {
        platform, topic, ..
    } = &answer.verdict
    else {
        return Vec::new();
    };
    let found = answer.find(base, platform.as_str(), topic.as_str());
    let ways = found.map_or(&[][..], |(_, entry)| entry.ways.as_slice());
    ways.iter().map(step).collect()
}

fn step(way: &Way) -> StepObject {
    let web = way.paths.iter().find(|path| path.device == "web");
    let path = web.or_else(|| way.paths.first());
    StepObject {
        label: way.label.clone(),
        url: way.url.clone(),
        path: path.map(|path| path.taps.clone()).unwrap_or_default(),
    }
}

fn excerpt(excerpt: &Excerpt) -> ExcerptObject {
    ExcerptObject {
        platform: excerpt.source.service.clone(),
        document: excerpt.source.name.clone(),
        start: excerpt.place.start,
        end: excerpt.place.end,
        text: excerpt.text.clone(),
    }
}

fn text_source(text: &TextSource) -> SourceObject {
    SourceObject {
        title: format!("{} {}", text.service, text.name),
        url: text.url.clone().unwrap_or_default(),
        read: Some(text.date.to_string()),
        changed_since: None,
    }
}

fn source(source: &Source, added: &Added) -> SourceObject {
    let changed = added
        .changed
        .iter()
        .find(|changed| changed.url == source.url);
    SourceObject {
        title: source.title.clone(),
        url: source.url.clone(),
        read: source.read.map(|day| day.to_string()),
        changed_since: changed.map(|changed| changed.on.to_string()),
    }
}
