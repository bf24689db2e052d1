//! One platform is named, or a company that runs several.

use knowledge::{Group, Slug};

use super::{Decision, EXPLAINED, Outcome, positions};
use crate::{Clarify, Intent, Item, Shape, Unknown, Verdict, topics::FOUND};

/// The topic under which a data broker's record says how to get off its lists.
const DELETION: &str = "deletion";

/// Words that open a question whether something can be had or is done.
const ASKS_WHETHER: [&str; 14] = [
    "does", "do", "is", "are", "can", "could", "will", "would", "did", "has", "have", "may", "am",
    "if",
];

impl Decision<'_> {
    pub(super) fn one_platform(&self, platform: &Slug) -> Outcome {
        let open = self.reading.leaves_topic_open();
        if self.is_broker(platform) && (open || self.recorded_topic(platform).is_none()) {
            return self.way_off(platform);
        }
        if open {
            return match &self.context.topic {
                Some(topic) => self.entry(platform, topic, 0.8),
                None => self.no_topic(platform),
            };
        }
        if let Some(outcome) = self.explain_about_platform() {
            return outcome;
        }
        match self.recorded_topic(platform) {
            Some((topic, score)) if !self.is_overview() => self.entry(platform, topic, *score),
            _ => self.no_topic(platform),
        }
    }

    fn is_broker(&self, platform: &Slug) -> bool {
        let record = self.base.records.get(platform);
        record.is_some_and(|record| record.broker.is_some())
    }

    /// How to get off a data broker's lists: what nearly everybody asks of one.
    fn way_off(&self, platform: &Slug) -> Outcome {
        match Slug::new(DELETION) {
            Ok(deletion) => self.entry(platform, &deletion, 0.7),
            Err(_) => self.no_topic(platform),
        }
    }

    /// The best topic; or one nearly as good of which the record speaks, where it does not speak of the best.
    fn recorded_topic(&self, platform: &Slug) -> Option<&(Slug, f32)> {
        let best = self.reading.topic()?;
        let record = self.base.records.get(platform)?;
        let mut found = self
            .reading
            .scores
            .topics
            .iter()
            .take_while(|(_, score)| *score >= FOUND.min(best.1));
        let recorded = found
            .find(|(topic, score)| record.entries.contains_key(topic) && *score >= best.1 - 0.3);
        recorded.or(Some(best))
    }

    /// A general question that happens to name a platform: "what does Meta AI mean by legitimate interest".
    fn explain_about_platform(&self) -> Option<Outcome> {
        let scores = &self.reading.scores;
        let (explainer, score) = scores.explainers.first()?;
        let lead = match self.reading.signals.has(Intent::Explain) {
            true => 0.1,
            false => 0.25,
        };
        let off_topic = scores.intent(Intent::OffTopic);
        let alike = scores.explainer_likeness >= (EXPLAINED + 0.2).max(off_topic);
        (alike && scores.explainer_likeness >= scores.likeness + lead)
            .then(|| self.explainer(explainer, Intent::Explain, *score))
    }

    /// The entry of `platform` on `topic`, or that there is none.
    pub(super) fn entry(&self, platform: &Slug, topic: &Slug, score: f32) -> Outcome {
        let intent = self.entry_intent(topic);
        let about = std::slice::from_ref(platform);
        let record = self.base.records.get(platform);
        let regions = &self.base.vocabulary.regions;
        let found = record.and_then(|r| r.entry(topic.as_str(), self.region.as_ref(), regions));
        let Some((entry, under)) = found else {
            let verdict = Verdict::Unknown(Unknown::Unrecorded);
            return Outcome::new(intent, verdict, score).on(about, Some(topic));
        };
        let shape = match intent == Intent::HowTo && !entry.ways.is_empty() {
            true => Shape::Steps,
            false => Shape::Verdict,
        };
        let verdict = Verdict::Entry {
            platform: platform.clone(),
            topic: topic.clone(),
            position: entry.position,
            under,
            shape,
        };
        Outcome::new(intent, verdict, 0.5 + score / 2.0).on(about, Some(topic))
    }

    /// "Delete my account" is an order to be helped with, although no "how do I" is in it.
    fn entry_intent(&self, topic: &Slug) -> Intent {
        let intent = self.intent();
        let first = self.reading.question.tokens.first();
        let asks = first.is_some_and(|token| ASKS_WHETHER.contains(&token.text.as_str()));
        let is_done_by_person = ["deletion", "export"].contains(&topic.as_str());
        let same_again = self.context.steps && self.reading.leaves_topic_open();
        match intent {
            Intent::Status | Intent::Explain if same_again => Intent::HowTo,
            Intent::Status if is_done_by_person && !asks => Intent::HowTo,
            Intent::Explain => Intent::Status,
            other => other,
        }
    }

    /// Whether the platform in general is asked about, more than any topic: "is TikTok safe".
    fn is_overview(&self) -> bool {
        let scores = &self.reading.scores;
        let overview = scores.intent(Intent::Overview);
        overview >= 0.5 && overview > scores.likeness
    }

    fn no_topic(&self, platform: &Slug) -> Outcome {
        let about = std::slice::from_ref(platform);
        let scores = &self.reading.scores;
        let general = self.reading.leaves_topic_open()
            || self.reading.signals.has(Intent::Overview)
            || scores.intent(Intent::Overview) >= 0.5
            || self.is_about_privacy();
        if general && scores.intent(Intent::OffTopic) < 0.6 {
            let verdict = Verdict::Clarify(Clarify::Topic);
            return Outcome::new(Intent::Overview, verdict, 0.6).on(about, None);
        }
        let verdict = Verdict::Unknown(Unknown::Fact);
        Outcome::new(self.intent(), verdict, 0.5).on(about, None)
    }

    /// A company that runs several platforms: all of them side by side, or a question back.
    pub(super) fn family(&self, company: &str) -> Outcome {
        let members: Vec<Slug> = self.base.family(company).map(|r| r.slug.clone()).collect();
        let topic = match self.reading.topic() {
            Some((topic, _)) => Some(topic.clone()),
            None if self.reading.leaves_topic_open() => self.context.topic.clone(),
            None => None,
        };
        let intent = self.intent();
        if let Some(topic) = &topic
            && intent != Intent::HowTo
            && self.is_practice(topic)
        {
            let items = self.items(&members, topic);
            let verdict = Verdict::Compare {
                topic: topic.clone(),
                items,
                unheld: Vec::new(),
                assumed: false,
            };
            return Outcome::new(Intent::Compare, verdict, 0.7).on(&members, Some(topic));
        }
        let company = company.to_owned();
        let verdict = Verdict::Clarify(Clarify::Product { company });
        Outcome::new(intent, verdict, 0.7).on(&[], topic.as_ref())
    }

    fn is_practice(&self, topic: &Slug) -> bool {
        let known = self.base.vocabulary.topic(topic.as_str());
        known.is_some_and(|topic| topic.group == Group::Practice)
    }

    /// What each of `platforms` says on `topic`, in the region that is known.
    pub(super) fn items(&self, platforms: &[Slug], topic: &Slug) -> Vec<Item> {
        positions(self.base, platforms, topic, self.region.as_ref())
    }
}
