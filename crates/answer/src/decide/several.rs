//! Several platforms: side by side, or those that pass a filter.

use knowledge::Slug;

use super::{Decision, Outcome};
use crate::{
    Intent, ListFilter, Verdict,
    chatter::is_switching,
    linking::Target,
    list_filter::is_choosing,
    topics::{FOUND, MOST_ASKED},
};

impl Decision<'_> {
    /// "Which apps ...": only where no platform is named.
    pub(super) fn list(&self, platforms: &[Slug]) -> Option<Outcome> {
        let reading = self.reading;
        let asked = reading.signals.has(Intent::List)
            || (reading.kind.is_some()
                && reading.opens_with(&["which", "what", "who", "any", "best", "safest"]));
        let nobody = platforms.is_empty() && reading.unheld().iter().all(Option::is_none);
        if !asked || !nobody || reading.family().is_some() {
            return None;
        }
        if self.both_of_before().is_some() {
            return None;
        }
        let mut filter = ListFilter::read(&reading.question);
        let open = !reading.scores.pointed_at
            && reading
                .rest
                .iter()
                .all(|word| is_choosing(word) || is_switching(word));
        let named = reading.topic().map(|(topic, _)| topic.clone());
        let named = named.or_else(|| self.nearest_topic()).filter(|_| !open);
        let scores = &reading.scores;
        let which = reading.opens_with(&["which"]);
        if scores.explainer_likeness > scores.likeness + 0.15 && !which {
            return None;
        }
        let known = named.or_else(|| self.context.topic.clone());
        let assumed = known.is_none();
        if assumed && filter == ListFilter::Does {
            return None;
        }
        let topic = known.or_else(|| Slug::new(MOST_ASKED).ok())?;
        let opposite = self
            .base
            .vocabulary
            .topic(topic.as_str())
            .map(|topic| &topic.opposite);
        if reading
            .question
            .tokens
            .iter()
            .any(|t| opposite.is_some_and(|words| words.contains(&t.text)))
        {
            filter = filter.inverted();
        }
        let kind = reading.kind.clone();
        Some(Outcome::list(
            self.base,
            &topic,
            filter,
            kind,
            self.region.as_ref(),
            assumed,
        ))
    }

    /// Two platforms or more, named as a pair or with a word that compares.
    pub(super) fn compare(&self, named: &[Slug]) -> Option<Outcome> {
        let reading = self.reading;
        let signalled = reading.signals.has(Intent::Compare);
        let unheld: Vec<String> = reading
            .unheld()
            .into_iter()
            .flatten()
            .map(str::to_owned)
            .collect();
        let mut platforms = named.to_vec();
        // "Is it better than Reddit?": the other one is what the conversation is about.
        if let ([_], [known]) = (named, self.context.platforms.as_slice())
            && signalled
            && unheld.is_empty()
            && !named.contains(known)
        {
            platforms.insert(0, known.clone());
        }
        let both = self
            .both_of_before()
            .filter(|_| platforms.is_empty() && unheld.is_empty());
        let pointed_at = both.is_some();
        platforms.extend(both.into_iter().flatten());
        let several = platforms.len() + unheld.len() >= 2 && !platforms.is_empty();
        if !several || !(signalled || pointed_at || self.is_pair()) {
            return None;
        }
        let found = reading
            .topic()
            .map(|(topic, _)| topic.clone())
            .or_else(|| self.nearest_topic());
        let known = found.or_else(|| self.context.topic.clone());
        let assumed = known.is_none();
        let topic = known.or_else(|| Slug::new(MOST_ASKED).ok())?;
        let verdict = Verdict::Compare {
            topic: topic.clone(),
            items: self.items(&platforms, &topic),
            unheld,
            assumed,
        };
        Some(Outcome::new(Intent::Compare, verdict, 0.85).on(&platforms, Some(&topic)))
    }

    /// "Which of the two is better?": the last two platforms that the conversation was about.
    fn both_of_before(&self) -> Option<Vec<Slug>> {
        const OF_THEM: [&[&str]; 6] = [
            &["of", "the", "two"],
            &["of", "them"],
            &["of", "those"],
            &["which", "one"],
            &["of", "these"],
            &["the", "two"],
        ];
        let pointed = OF_THEM.iter().any(|words| self.reading.question.has(words));
        let mut both = self.context.before.clone();
        both.extend(
            self.context
                .platforms
                .iter()
                .filter(|slug| !self.context.before.contains(slug))
                .cloned(),
        );
        (pointed && (2..=4).contains(&both.len())).then_some(both)
    }

    /// Where platforms are compared on something: the topic that comes nearest, if not by much.
    fn nearest_topic(&self) -> Option<Slug> {
        let (topic, score) = self.reading.scores.topics.first()?;
        (*score >= FOUND * 0.5 && !self.reading.leaves_topic_open()).then(|| topic.clone())
    }

    /// Whether two names stand side by side: "LinkedIn and Reddit", "LinkedIn, Reddit", "LinkedIn or Reddit".
    pub(super) fn is_pair(&self) -> bool {
        let tokens = &self.reading.question.tokens;
        self.reading.mentions.windows(2).any(|pair| {
            let [one, two] = pair else { return false };
            if one.target == two.target || matches!(two.target, Target::Unknown) {
                return false;
            }
            let between = tokens.get(one.span.end..two.span.start).unwrap_or_default();
            if between.len() <= 6
                && between
                    .iter()
                    .any(|token| ["than", "against"].contains(&token.text.as_str()))
            {
                return true;
            }
            let listed = tokens.get(two.span.start).is_some_and(|token| token.listed);
            match between {
                [] => listed || self.reading.mentions.len() > 2,
                [one, on]
                    if ["on", "in", "at", "the", "with", "from"].contains(&on.text.as_str()) =>
                {
                    ["and", "or", "than", "vs"].contains(&one.text.as_str())
                }
                [only] => ["and", "or", "vs", "versus", "v", "n", "than", "oder"]
                    .contains(&only.text.as_str()),
                _ => false,
            }
        })
    }
}
