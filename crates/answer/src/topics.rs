//! What a question is about, from the phrasings that are like it and the words that point at a topic.

use std::collections::BTreeMap;

use knowledge::{Slug, Vocabulary};

use crate::{
    Intent, Token,
    index::{Evidence, Label},
    phrase::{PhraseTable, Span},
};

/// The topic that is taken where a list or a comparison names none: the one that most people ask about.
pub(crate) const MOST_ASKED: &str = "ai-training";

/// From here on a topic counts as found.
pub(crate) const FOUND: f32 = 0.50;

/// A topic for which no telling word speaks at least this strongly is found only in the chatter around it.
const SUPPORTED: f32 = 0.9;

/// Where the question is this many times likelier to be about something else, no cue helps a topic.
const FAR_LIKELIER: f32 = 4.0;

/// A topic whose phrasings are this like the question is meant, however much of the question is common talk.
const WELL_KNOWN: f32 = 0.60;

/// What is left of the score of such a topic.
const UNSUPPORTED: f32 = 0.6;

/// From here on a topic counts where a platform is named and the next topic is far behind.
const NEARLY: f32 = 0.40;

/// How far behind.
const AHEAD: f32 = 0.08;

/// What the likeliest topic gains by being so.
const LIKELY: f32 = 0.30;

/// How much the side on which the classifier sees a topic counts beside its score.
const SIDED: f32 = 1.0;

/// No side is further off than this.
const FAR_SIDE: f32 = -1.0;

/// What the best topic gains where the classifier has it first too ...
const AGREED: f32 = 0.1;

/// ... by this much ...
const CLEARLY: f32 = 0.2;

/// ... and no further off than this.
const NEAR_SIDE: f32 = -0.6;

/// The words that point at a topic.
#[derive(Debug, Default)]
pub(crate) struct TopicCues(PhraseTable<Slug>);

/// How much a question is about each thing: 0 not at all, 1 wholly.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scores {
    /// Topics, best first.
    pub(crate) topics: Vec<(Slug, f32)>,
    /// Whether a term points at a topic.
    pub(crate) pointed_at: bool,
    /// How like a known phrasing of any topic the question is, whatever terms point at one.
    pub(crate) likeness: f32,
    /// Explainers, best first.
    pub(crate) explainers: Vec<(Slug, f32)>,
    /// How like a known phrasing of any explainer the question is.
    pub(crate) explainer_likeness: f32,
    /// Intents whose whole phrasings are known.
    pub(crate) intents: BTreeMap<Intent, f32>,
}

impl TopicCues {
    pub(crate) fn new(vocabulary: &Vocabulary) -> Self {
        let mut table = PhraseTable::default();
        for topic in &vocabulary.topics {
            for cue in &topic.phrasings.cues {
                table.add(cue, topic.slug.clone());
            }
        }
        Self(table)
    }

    /// The cues in `tokens` with what they point at.
    pub(crate) fn find(&self, tokens: &[Token]) -> Vec<(Span, Slug)> {
        let hits = self.0.find_all(tokens).into_iter();
        hits.map(|(span, topic)| (span, topic.clone())).collect()
    }
}

impl Scores {
    /// Joins what the words say with the terms that point at a topic.
    pub(crate) fn new(evidence: &Evidence, cues: &[(Span, Slug)]) -> Self {
        let mut alike: BTreeMap<&Label, Vec<f32>> = BTreeMap::new();
        for candidate in &evidence.candidates {
            alike
                .entry(&candidate.label)
                .or_default()
                .push(candidate.likeness);
        }
        let mut topics: BTreeMap<Slug, f32> = BTreeMap::new();
        let mut explainers = Vec::new();
        let mut explainer_likeness = 0.0_f32;
        let mut intents = BTreeMap::new();
        for (label, likenesses) in alike {
            let score = joined(&likenesses);
            match label {
                Label::Topic(topic) => drop(topics.insert(topic.clone(), score)),
                Label::Explainer(explainer) => {
                    explainer_likeness = explainer_likeness.max(score);
                    explainers.push((explainer.clone(), score));
                }
                Label::Intent(intent) => drop(intents.insert(*intent, score)),
            }
        }
        let off_topic = evidence
            .likely
            .iter()
            .find(|class| matches!(class.label, Label::Intent(_)));
        let off_topic = off_topic.map_or(0.0, |class| class.likely);
        let likeness = topics.values().copied().fold(0.0, f32::max);
        for (topic, points) in cue_points(cues) {
            *topics.entry(topic).or_default() += points;
        }
        let of_topics: f32 = evidence
            .likely
            .iter()
            .filter(|class| !matches!(class.label, Label::Explainer(_)))
            .map(|class| class.likely)
            .sum();
        for class in &evidence.likely {
            if let Label::Explainer(explainer) = &class.label
                && let Some((_, score)) = explainers.iter_mut().find(|(slug, _)| slug == explainer)
            {
                *score += LIKELY * class.likely;
                if class.support < SUPPORTED {
                    *score *= UNSUPPORTED;
                }
            }
            if let Label::Topic(topic) = &class.label
                && let Some(score) = topics.get_mut(topic)
            {
                let pointed_at = cues.iter().any(|(_, cue)| cue == topic);
                let elsewhere = class.likely < off_topic && *score < WELL_KNOWN;
                *score += LIKELY * class.likely / of_topics.max(f32::EPSILON);
                let chatter = class.support < SUPPORTED || elsewhere;
                if (chatter && !pointed_at) || class.likely * FAR_LIKELIER < off_topic {
                    *score *= UNSUPPORTED;
                }
            }
        }
        settle(&mut topics, &evidence.sides);
        let mut topics: Vec<_> = topics.into_iter().collect();
        sort(&mut topics);
        sort(&mut explainers);
        Self {
            topics,
            pointed_at: !cues.is_empty(),
            likeness,
            explainers,
            explainer_likeness,
            intents,
        }
    }

    /// The best topic, where one is found.
    pub(crate) fn topic(&self) -> Option<&(Slug, f32)> {
        self.topics.first().filter(|(_, score)| *score >= FOUND)
    }

    /// The best topic, where a platform is named: it need not be found as clearly if it is far ahead of the next.
    pub(crate) fn topic_of_platform(&self) -> Option<&(Slug, f32)> {
        let next = self.topics.get(1).map_or(0.0, |(_, score)| *score);
        let ahead = self
            .topics
            .first()
            .filter(|(_, score)| *score >= NEARLY && *score >= next + AHEAD);
        self.topic().or(ahead)
    }

    /// How much the best topic scored, found or not.
    pub(crate) fn topic_score(&self) -> f32 {
        self.topics.first().map_or(0.0, |(_, score)| *score)
    }

    pub(crate) fn intent(&self, intent: Intent) -> f32 {
        self.intents.get(&intent).copied().unwrap_or_default()
    }
}

/// Puts the topic first that score and classifier together do. How sure one may be of it is for the scores alone to
/// say: it takes over the best of them. `sides` come best first.
fn settle(topics: &mut BTreeMap<Slug, f32>, sides: &[(Slug, f32)]) {
    let side = |topic: &Slug| {
        let known = sides.iter().find(|(of, _)| of == topic);
        known.map_or(FAR_SIDE, |(_, side)| side.max(FAR_SIDE))
    };
    if let Some((first, _)) = sides.first() {
        topics.entry(first.clone()).or_default();
    }
    let joint = |(topic, score): &(&Slug, &f32)| **score + SIDED * side(topic);
    let best = topics
        .iter()
        .max_by(|a, b| joint(a).total_cmp(&joint(b)).then_with(|| b.0.cmp(a.0)));
    let Some(best) = best.map(|(topic, _)| topic.clone()) else {
        return;
    };
    let most = topics.values().copied().fold(0.0, f32::max);
    let agreed = match sides {
        [(first, clear), (_, next), ..] => {
            *first == best && clear - next > CLEARLY && *clear > NEAR_SIDE
        }
        _ => false,
    };
    for (topic, score) in topics {
        if *topic == best {
            *score = most + if agreed { AGREED } else { 0.0 };
        } else if *score >= most {
            *score = most - f32::EPSILON;
        }
    }
}

/// The most alike phrasing counts most; that there are several counts a little.
fn joined(likenesses: &[f32]) -> f32 {
    let best = likenesses.first().copied().unwrap_or_default();
    let some = likenesses.iter().take(4);
    let mean = some.clone().sum::<f32>() / 4.0;
    0.8 * best + 0.2 * mean
}

/// What the cues add to each topic: a term of several words more than a single one, the second cue less than the first.
fn cue_points(cues: &[(Span, Slug)]) -> BTreeMap<Slug, f32> {
    let mut strengths: BTreeMap<Slug, Vec<f32>> = BTreeMap::new();
    for (span, topic) in cues {
        let strength = if span.end - span.start > 1 {
            0.30
        } else {
            0.20
        };
        strengths.entry(topic.clone()).or_default().push(strength);
    }
    let add = |mut list: Vec<f32>| {
        list.sort_by(|a, b| b.total_cmp(a));
        let shares = [1.0, 0.5, 0.25];
        list.iter()
            .zip(shares)
            .map(|(points, share)| points * share)
            .sum()
    };
    strengths
        .into_iter()
        .map(|(topic, list)| (topic, add(list)))
        .collect()
}

fn sort(list: &mut [(Slug, f32)]) {
    list.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
}
