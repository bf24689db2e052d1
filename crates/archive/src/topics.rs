//! What a passage speaks to: topics, and the aspects of the ranking.

use std::hash::{Hash, Hasher};

use knowledge::Vocabulary;
use rustc_hash::FxHashMap;
use siphasher::sip::SipHasher13;

use crate::Ranking;

/// Tells what a text speaks to. Whatever scores passages when they are indexed scores what changed as well.
pub trait TopicScorer: Send + Sync {
    /// What tells this scorer from another: an index that was made with another one is made anew.
    fn fingerprint(&self) -> String;

    /// The topics of a text under `headings`, best first, each with a score above 0.
    fn topics(&self, headings: &[String], plain: &str) -> Vec<(String, f32)>;

    /// What a text under `headings` has of each aspect of the [`Ranking`] that questions are asked with, in sixteenths of a
    /// standard deviation; nothing where none is.
    fn aspects(&self, _headings: &[String], _plain: &str) -> Vec<i8> {
        Vec::new()
    }
}

/// Weight of a cue in a heading, measured in cues of the text.
const HEADING: f32 = 3.0;

/// Topics by the vocabulary's cues, word for word; aspects by its words of policies.
pub struct CueTopics {
    topics: Vec<String>,
    /// By a cue's first word: its other words, and the topic.
    cues: FxHashMap<String, Vec<(Vec<String>, usize)>>,
    ranking: Ranking,
    fingerprint: String,
}

impl CueTopics {
    /// With the words of `vocabulary`.
    pub fn new(vocabulary: &Vocabulary) -> Self {
        let mut hasher = SipHasher13::new();
        let mut cues: FxHashMap<String, Vec<(Vec<String>, usize)>> = FxHashMap::default();
        for (number, topic) in vocabulary.topics.iter().enumerate() {
            for cue in &topic.phrasings.cues {
                (number, cue).hash(&mut hasher);
                let mut words = words(cue);
                if let Some(first) = words.next() {
                    cues.entry(first)
                        .or_default()
                        .push((words.collect(), number));
                }
            }
        }
        let topics = vocabulary.topics.iter();
        let ranking = Ranking::new(&vocabulary.policy);
        Self {
            topics: topics.map(|topic| topic.slug.to_string()).collect(),
            cues,
            // The ranking's stands last: see `Archive::aspects_of`.
            fingerprint: format!("cues-{:016x} {}", hasher.finish(), ranking.fingerprint()),
            ranking,
        }
    }

    fn count(&self, text: &str, weight: f32, scores: &mut [f32]) {
        let words: Vec<_> = words(text).collect();
        for (at, word) in words.iter().enumerate() {
            for (rest, topic) in self.cues.get(word).into_iter().flatten() {
                if words
                    .get(at + 1..)
                    .is_some_and(|behind| behind.starts_with(rest))
                {
                    scores[*topic] += weight;
                }
            }
        }
    }
}

impl TopicScorer for CueTopics {
    fn fingerprint(&self) -> String {
        self.fingerprint.clone()
    }

    fn topics(&self, headings: &[String], plain: &str) -> Vec<(String, f32)> {
        let mut scores = vec![0.0; self.topics.len()];
        self.count(plain, 1.0, &mut scores);
        for heading in headings {
            self.count(heading, HEADING, &mut scores);
        }
        let scored = self.topics.iter().cloned().zip(scores);
        let mut found: Vec<_> = scored.filter(|(_, score)| *score > 0.0).collect();
        found.sort_by(|(a, x), (b, y)| y.total_cmp(x).then_with(|| a.cmp(b)));
        found
    }

    fn aspects(&self, headings: &[String], plain: &str) -> Vec<i8> {
        self.ranking.aspects(headings, plain)
    }
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}
