//! Everything that is understood of a question before anything is decided.

use knowledge::Slug;

use crate::{
    Intent, Question, Trace,
    chatter::{is_situated, is_switching},
    intent::Signals,
    linking::{Mention, Target},
    topics::Scores,
};

/// Everything that is understood of a question before anything is decided.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) question: Question,
    pub(crate) mentions: Vec<Mention>,
    pub(crate) region: Option<Slug>,
    /// The country in that region which is named.
    pub(crate) country: Option<String>,
    /// Places that the question rules out: "outside the EU".
    pub(crate) left: Vec<Slug>,
    /// The kind of platform that is asked for: "messengers".
    pub(crate) kind: Option<String>,
    pub(crate) signals: Signals,
    pub(crate) scores: Scores,
    /// Words that are not part of a name, a place, or chatter: what the question adds of its own.
    pub(crate) rest: Vec<String>,
    /// Whether it seems to be in a language that is not understood.
    pub(crate) foreign: bool,
}

impl Reading {
    /// The platforms that are named, each once, in order.
    pub(crate) fn platforms(&self) -> Vec<Slug> {
        let mut platforms: Vec<Slug> = Vec::new();
        for mention in &self.mentions {
            if let Target::Platform(slug) = &mention.target
                && !platforms.contains(slug)
            {
                platforms.push(slug.clone());
            }
        }
        platforms
    }

    /// The first company with several platforms that is named.
    pub(crate) fn family(&self) -> Option<&str> {
        self.mentions
            .iter()
            .find_map(|mention| match &mention.target {
                Target::Family(company) => Some(company.as_str()),
                _ => None,
            })
    }

    /// The names that no record is about; `None` for one that nobody here knows.
    pub(crate) fn unheld(&self) -> Vec<Option<&str>> {
        let mut names = Vec::new();
        for mention in &self.mentions {
            let name = match &mention.target {
                Target::Unheld(name) => Some(name.as_str()),
                Target::Unknown => None,
                _ => continue,
            };
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Whether the question says nothing of its own beside names and places, or only that something is to be turned off.
    pub(crate) fn leaves_topic_open(&self) -> bool {
        if self.scores.pointed_at {
            return false;
        }
        let placed = self.names_a_place();
        self.rest
            .iter()
            .all(|word| is_switching(word) || (placed && is_situated(word)))
    }

    /// Whether a place is named, or ruled out.
    pub(crate) fn names_a_place(&self) -> bool {
        self.region.is_some() || !self.left.is_empty()
    }

    /// The topic that the question names, with its score.
    pub(crate) fn topic(&self) -> Option<&(Slug, f32)> {
        let found = match self.platforms().is_empty() {
            true => self.scores.topic(),
            false => self.scores.topic_of_platform(),
        };
        let off_topic = self.scores.intent(Intent::OffTopic);
        let elsewhere = off_topic >= 0.6
            && off_topic >= self.scores.likeness + 0.1
            && off_topic >= self.scores.topic_score() - 0.3;
        found.filter(|_| !elsewhere && !self.leaves_topic_open())
    }

    /// Whether one of `words` is in the question.
    pub(crate) fn says(&self, words: &[&str]) -> bool {
        self.question
            .tokens
            .iter()
            .any(|token| words.contains(&token.text.as_str()))
    }

    /// Whether the first word is one of `words`.
    pub(crate) fn opens_with(&self, words: &[&str]) -> bool {
        let first = self.question.tokens.first();
        first.is_some_and(|token| words.contains(&token.text.as_str()))
    }

    /// Takes down what was understood.
    pub(crate) fn note(&self, trace: &mut Trace) {
        for mention in &self.mentions {
            trace.step(1, || {
                format!("name {:?} certain={}", mention.target, mention.certain)
            });
        }
        if let Some(region) = &self.region {
            trace.step(1, || format!("region {region}"));
        }
        let signals = || {
            self.signals
                .iter()
                .map(|i| i.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        };
        trace.step(1, || format!("intents: {}", signals()));
        for (topic, score) in self.scores.topics.iter().take(3) {
            trace.step(1, || format!("topic {topic} {score:.2}"));
        }
        for (explainer, score) in self.scores.explainers.iter().take(2) {
            trace.step(1, || format!("explainer {explainer} {score:.2}"));
        }
        for (intent, score) in &self.scores.intents {
            trace.step(1, || format!("said like {} {score:.2}", intent.as_str()));
        }
    }
}
