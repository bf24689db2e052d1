//! From a reading to a verdict. In order: talk, lists, comparisons, names that are not held, one platform, a general
//! answer, what the conversation was about, and a question back.

mod follow_up;
mod platform;
mod several;

use knowledge::{Also, Explainer, Group, KnowledgeBase, Slug};

use crate::{
    Answer, Clarify, Context, Intent, Item, ListFilter, Since, Social, Trace, Unknown, Verdict,
    reading::Reading, social::social, suggest, topics::FOUND,
};

/// From here on an explainer's phrasing counts as asked.
const EXPLAINED: f32 = 0.42;

/// From here on an explainer's own words were asked.
const WORD_FOR_WORD: f32 = 0.97;

/// One question on its way to a verdict.
pub(crate) struct Decision<'a> {
    pub(crate) base: &'a KnowledgeBase,
    pub(crate) reading: &'a Reading,
    pub(crate) context: &'a Context,
    pub(crate) region: Option<Slug>,
}

/// A verdict with what it is about, before suggestions.
pub(crate) struct Outcome {
    pub(crate) intent: Intent,
    pub(crate) platforms: Vec<Slug>,
    pub(crate) topic: Option<Slug>,
    pub(crate) verdict: Verdict,
    pub(crate) confidence: f32,
}

impl Outcome {
    pub(crate) fn new(intent: Intent, verdict: Verdict, confidence: f32) -> Self {
        Self {
            intent,
            platforms: Vec::new(),
            topic: None,
            verdict,
            confidence,
        }
    }

    pub(crate) fn on(mut self, platforms: &[Slug], topic: Option<&Slug>) -> Self {
        self.platforms = platforms.to_vec();
        self.topic = topic.cloned();
        self
    }

    /// The platforms of `kind`, or all, whose position on `topic` in `region` passes `filter`.
    pub(crate) fn list(
        base: &KnowledgeBase,
        topic: &Slug,
        filter: ListFilter,
        kind: Option<String>,
        region: Option<&Slug>,
        assumed: bool,
    ) -> Self {
        let records = base.records.values();
        let of_kind = records.filter(|record| match &kind {
            Some(kind) => record.kind == *kind,
            None => record.broker.is_none(),
        });
        let all: Vec<Slug> = of_kind.map(|record| record.slug.clone()).collect();
        let mut items = positions(base, &all, topic, region);
        items.retain(|item| {
            item.position
                .is_some_and(|position| filter.passes(position))
        });
        items.sort_by(|a, b| {
            a.position
                .cmp(&b.position)
                .then_with(|| a.platform.cmp(&b.platform))
        });
        let found: Vec<Slug> = items.iter().map(|item| item.platform.clone()).collect();
        let verdict = Verdict::List {
            topic: topic.clone(),
            filter,
            kind,
            items,
            assumed,
        };
        Self::new(Intent::List, verdict, 0.8).on(&found, Some(topic))
    }

    /// The answer, for a person in `region`.
    pub(crate) fn answer(self, base: &KnowledgeBase, region: Option<Slug>) -> Answer {
        let mut answer = Answer {
            intent: self.intent,
            platforms: self.platforms,
            topic: self.topic,
            region,
            verdict: self.verdict,
            suggestions: Vec::new(),
            confidence: (self.confidence.clamp(0.0, 1.0) * 100.0).round() / 100.0,
        };
        answer.suggestions = suggest::suggestions(base, &answer);
        answer
    }
}

/// Decides what to answer.
pub(crate) fn decide(
    base: &KnowledgeBase,
    reading: &Reading,
    context: &Context,
    trace: &mut Trace,
) -> Answer {
    let decision = Decision {
        base,
        reading,
        context,
        region: reading.region.clone().or_else(|| context.region.clone()),
    };
    let (rule, outcome) = decision.outcome();
    trace.step(0, || format!("decided by: {rule}"));
    outcome.answer(base, decision.region.clone())
}

/// What each of `platforms` says on `topic` in `region`.
pub(crate) fn positions(
    base: &KnowledgeBase,
    platforms: &[Slug],
    topic: &Slug,
    region: Option<&Slug>,
) -> Vec<Item> {
    let regions = &base.vocabulary.regions;
    let position = |platform: &Slug| {
        let record = base.records.get(platform)?;
        let (entry, _) = record.entry(topic.as_str(), region, regions)?;
        Some(entry.position)
    };
    let items = platforms.iter().map(|platform| Item {
        platform: platform.clone(),
        position: position(platform),
    });
    items.collect()
}

impl Decision<'_> {
    /// The outcome, and the name of the rule that it came from.
    fn outcome(&self) -> (&'static str, Outcome) {
        let reading = self.reading;
        if reading.question.tokens.is_empty() {
            let verdict = Verdict::Social(Social::Help);
            return ("nothing to read", Outcome::new(Intent::Help, verdict, 0.3));
        }
        if let Some((social, intent, sure)) = social(reading, self.context) {
            return ("talk", Outcome::new(intent, Verdict::Social(social), sure));
        }
        if reading.foreign && reading.scores.topic().is_none() {
            let verdict = Verdict::Unknown(Unknown::Language);
            return (
                "another language",
                Outcome::new(Intent::Status, verdict, 0.5),
            );
        }
        let platforms = self.without_owners(reading.platforms());
        if let Some(outcome) = self.changes(&platforms) {
            return ("changes", outcome);
        }
        if let Some(outcome) = self.list(&platforms) {
            return ("list", outcome);
        }
        if let Some(outcome) = self.compare(&platforms) {
            return ("comparison", outcome);
        }
        if let Some(platform) = platforms.first() {
            return ("one platform", self.one_platform(platform));
        }
        if let Some(company) = reading.family() {
            return ("family", self.family(company));
        }
        if let Some(name) = reading.unheld().first()
            && let Some(outcome) = self.unheld(*name)
        {
            return ("name that is not held", outcome);
        }
        self.without_platform()
    }

    /// "What changed in its policy?": of the platform that is named, or that the conversation is about.
    fn changes(&self, named: &[Slug]) -> Option<Outcome> {
        let reading = self.reading;
        if !reading.signals.has(Intent::Changes) {
            return None;
        }
        let unheld = reading.unheld().into_iter().flatten().next();
        let unheld = unheld.filter(|_| named.is_empty()).map(str::to_owned);
        let known = &self.context.platforms;
        let platforms = match (named, &unheld) {
            ([], None) => known.as_slice(),
            ([], Some(_)) => &[],
            (named, _) => named,
        };
        if platforms.is_empty() && unheld.is_none() {
            let verdict = Verdict::Clarify(Clarify::Platform);
            return Some(Outcome::new(Intent::Changes, verdict, 0.6));
        }
        let topic = reading.topic().map(|(topic, _)| topic);
        let verdict = Verdict::Changes {
            since: Since::read(&reading.question.tokens),
            unheld,
        };
        let about = platforms.get(..1).unwrap_or_default();
        Some(Outcome::new(Intent::Changes, verdict, 0.8).on(about, topic))
    }

    /// Without the platforms that are also the name of the company behind another one that is named: "do people at
    /// Google read my Gemini chats" is about Gemini. Not where they are compared.
    fn without_owners(&self, platforms: Vec<Slug>) -> Vec<Slug> {
        if self.reading.signals.has(Intent::Compare) || self.is_pair() {
            return platforms;
        }
        let records: Vec<_> = platforms
            .iter()
            .filter_map(|slug| self.base.records.get(slug))
            .collect();
        let owns_another = |slug: &Slug| {
            let name = self.base.records.get(slug).map(|record| &record.name);
            records
                .iter()
                .any(|other| other.slug != *slug && Some(&other.company) == name)
        };
        let kept: Vec<_> = platforms
            .iter()
            .filter(|slug| !owns_another(slug))
            .cloned()
            .collect();
        kept
    }

    /// Nobody is named: a general answer, what the conversation was about, or a question back.
    fn without_platform(&self) -> (&'static str, Outcome) {
        let only_a_place = self.reading.names_a_place() && self.reading.rest.len() <= 1;
        if !only_a_place && let Some(outcome) = self.explain() {
            return ("explainer", outcome);
        }
        if let Some(outcome) = self.follow_up() {
            return ("follow-up", outcome);
        }
        if let Some(outcome) = self.law_of_place() {
            return ("right in a place", outcome);
        }
        let intent = self.intent();
        if let Some((topic, score)) = self.reading.topic() {
            let verdict = Verdict::Clarify(Clarify::Platform);
            let outcome = Outcome::new(intent, verdict, *score).on(&[], Some(topic));
            return ("topic without platform", outcome);
        }
        if self.is_about_privacy() {
            let verdict = Verdict::Clarify(Clarify::Both);
            return ("neither", Outcome::new(intent, verdict, 0.3));
        }
        let verdict = Verdict::Social(Social::OutOfScope);
        (
            "nothing known",
            Outcome::new(Intent::OffTopic, verdict, 0.3),
        )
    }

    /// "How do I complain in Germany": of nobody, in a place; that is what the law there says.
    fn law_of_place(&self) -> Option<Outcome> {
        let (topic, score) = self.reading.topic()?;
        let right = self.base.vocabulary.topic(topic.as_str())?.group == Group::Right;
        if !right || !self.reading.names_a_place() || self.base.law(self.region.as_ref()).is_none()
        {
            return None;
        }
        let explainers = &self.base.explainers;
        let fits = |one: &&Explainer| {
            let joins = matches!(one.also, Some(Also::Right(_) | Also::Authorities));
            one.topic.as_ref() == Some(topic) && joins
        };
        let likely = self.reading.scores.explainers.iter();
        let mut likely = likely.filter_map(|(slug, _)| explainers.get(slug));
        // Of those that are as likely, who takes complaints comes before what can be objected to.
        let whom = |one: &&Explainer| one.also == Some(Also::Authorities);
        let found = likely.find(fits);
        let found = found.or_else(|| explainers.values().filter(fits).find(whom));
        let found = found.or_else(|| explainers.values().find(fits))?;
        Some(self.explainer(&found.slug, Intent::Explain, *score))
    }

    /// A general answer, where one is asked for more clearly than a topic.
    fn explain(&self) -> Option<Outcome> {
        let reading = self.reading;
        let scores = &reading.scores;
        let (explainer, score) = scores.explainers.first()?;
        let goes_on = self.context.topic.is_some() && !self.context.platforms.is_empty();
        if scores.explainer_likeness >= WORD_FOR_WORD {
            return Some(self.explainer(explainer, Intent::Explain, *score));
        }
        if goes_on && reading.leaves_topic_open() {
            return None;
        }
        let general = reading.signals.has(Intent::Explain) || reading.signals.has(Intent::Why);
        let rival = match (general, goes_on) {
            (true, _) => scores.likeness,
            (false, true) => scores.likeness + 0.30,
            (false, false) => scores.likeness,
        };
        let asked = *score;
        let meant = general
            && self.explains_topic(explainer)
            && asked >= EXPLAINED - 0.1
            && (!goes_on || asked >= scores.likeness - 0.15);
        if goes_on && scores.topic().is_some() && (!general || self.speaks_of_somebody()) {
            return None;
        }
        if !meant && (asked < EXPLAINED || asked < rival) {
            return None;
        }
        let intent = match self.intent() {
            Intent::Why => Intent::Why,
            _ => Intent::Explain,
        };
        Some(self.explainer(explainer, intent, asked))
    }

    /// Whether `explainer` is about the topic that is asked about, and no platform is spoken of as "they" or "it".
    fn explains_topic(&self, explainer: &Slug) -> bool {
        let topic = self.reading.scores.topic().map(|(topic, _)| topic);
        let of = self
            .base
            .explainers
            .get(explainer)
            .and_then(|e| e.topic.as_ref());
        topic.is_some() && topic == of && !self.speaks_of_somebody()
    }

    /// Whether a platform is meant that the conversation knows: "does it sell my data".
    fn speaks_of_somebody(&self) -> bool {
        self.reading.says(&["they", "it", "them", "its", "their"])
    }

    fn explainer(&self, explainer: &Slug, intent: Intent, sure: f32) -> Outcome {
        let topic = self
            .base
            .explainers
            .get(explainer)
            .and_then(|e| e.topic.clone());
        let named = self.reading.platforms();
        let platform = named.first().or_else(|| self.context.platforms.first());
        let about = platform.zip(self.context.topic.as_ref());
        let verdict = Verdict::Explain {
            explainer: explainer.clone(),
            about: about.map(|(platform, topic)| (platform.clone(), topic.clone())),
            country: self.reading.country.clone(),
        };
        Outcome::new(intent, verdict, sure).on(&[], topic.as_ref())
    }

    /// What kind of answer is wanted, of one platform or of none.
    fn intent(&self) -> Intent {
        let signals = self.reading.signals;
        let order = [Intent::Why, Intent::HowTo, Intent::Claim, Intent::Explain];
        order
            .into_iter()
            .find(|intent| signals.has(*intent))
            .unwrap_or(Intent::Status)
    }

    /// Whether the question is about privacy at all.
    fn is_about_privacy(&self) -> bool {
        const WORDS: [&str; 14] = [
            "data",
            "privacy",
            "private",
            "policy",
            "settings",
            "account",
            "personal",
            "opt",
            "spying",
            "info",
            "information",
            "safe",
            "surveillance",
            "consent",
        ];
        self.reading.says(&WORDS) || self.reading.scores.topic_score() >= FOUND * 0.75
    }

    /// A name that no record is about: nothing is said of it, and nobody else's facts are given in its place.
    fn unheld(&self, name: Option<&str>) -> Option<Outcome> {
        let scores = &self.reading.scores;
        let talked_of = scores.topic().is_some()
            || self.is_about_privacy()
            || name.is_some()
            || self.context.topic.is_some();
        let general = scores.explainers.first().is_some_and(|(_, score)| {
            name.is_none() && *score >= EXPLAINED && scores.explainer_likeness >= scores.likeness
        });
        if !talked_of || general {
            return None;
        }
        let verdict = Verdict::Unknown(Unknown::Platform {
            name: name.map(str::to_owned),
        });
        let topic = self.reading.topic().map(|(topic, _)| topic).or(self
            .context
            .topic
            .as_ref()
            .filter(|_| self.reading.leaves_topic_open()));
        let sure = if name.is_some() { 0.9 } else { 0.6 };
        Some(Outcome::new(self.intent(), verdict, sure).on(&[], topic))
    }
}
