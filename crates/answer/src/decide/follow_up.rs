//! Nobody is named, and the conversation was about somebody.

use knowledge::Slug;

use super::{Decision, Outcome};
use crate::{Clarify, Intent, Verdict};

/// How many words a follow-up may have that names neither platform nor topic.
const SHORT: usize = 9;

impl Decision<'_> {
    /// What the conversation was about, with what this question changes of it.
    pub(super) fn follow_up(&self) -> Option<Outcome> {
        let named = self.reading.topic();
        let score = named.map_or(0.6, |(_, score)| *score);
        let topic = match named {
            Some((topic, _)) => topic.clone(),
            None if self.goes_on() => self.context.topic.clone()?,
            None => return None,
        };
        match self.context.platforms.as_slice() {
            [] => None,
            [platform] => Some(self.entry(platform, &topic, score)),
            several if self.intent() == Intent::HowTo => self.which_of(several, &topic),
            several if several.len() <= 6 => {
                let verdict = Verdict::Compare {
                    topic: topic.clone(),
                    items: self.items(several, &topic),
                    unheld: Vec::new(),
                    assumed: false,
                };
                Some(Outcome::new(Intent::Compare, verdict, score).on(several, Some(&topic)))
            }
            _ => None,
        }
    }

    /// "How do I stop it?" after several platforms: each has a way of its own.
    fn which_of(&self, several: &[Slug], topic: &Slug) -> Option<Outcome> {
        let company = |slug: &Slug| self.base.records.get(slug).map(|record| &record.company);
        let first = several.first().and_then(company)?;
        let clarify = match several.iter().all(|slug| company(slug) == Some(first)) {
            true => Clarify::Product {
                company: first.clone(),
            },
            false => Clarify::Platform,
        };
        let verdict = Verdict::Clarify(clarify);
        Some(Outcome::new(Intent::HowTo, verdict, 0.6).on(&[], Some(topic)))
    }

    /// Whether a question without platform and topic goes on with the last one: "in the UK?", "how do I turn it off?",
    /// "why?", "and then?".
    fn goes_on(&self) -> bool {
        let reading = self.reading;
        let short = reading.question.tokens.len() <= SHORT;
        let points_back =
            reading.says(&["it", "that", "this", "them", "they", "there", "so", "and"]);
        let asks_on = [Intent::HowTo, Intent::Why, Intent::Status, Intent::Claim];
        let signalled = asks_on
            .into_iter()
            .any(|intent| reading.signals.has(intent));
        let off_topic = reading.scores.intent(Intent::OffTopic) >= 0.5;
        // "What about my bank": somebody else, whom nobody here knows.
        let somebody_else = !reading.rest.is_empty()
            && (reading.question.has(&["what", "about"])
                || reading.question.has(&["how", "about"]));
        short
            && (!off_topic || reading.leaves_topic_open())
            && !somebody_else
            && (reading.names_a_place()
                || reading.rest.is_empty()
                || (signalled && (points_back || reading.rest.len() <= 3)))
    }
}
