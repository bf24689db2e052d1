//! What a conversation is about, as far as a follow-up needs it.

use knowledge::Slug;

use crate::Answer;

/// What a conversation is about. It holds slugs, never what a person wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// The platforms of the last answer.
    pub platforms: Vec<Slug>,
    /// The topic of the last answer.
    pub topic: Option<Slug>,
    /// The region that the person named, or that the caller knows.
    pub region: Option<Slug>,
    /// Whether the last answer asked back.
    pub asked: bool,
}

impl Context {
    /// A conversation that starts in `region`.
    pub fn starting(region: Option<Slug>) -> Self {
        Self {
            region,
            ..Self::default()
        }
    }

    /// The context after `answer`: what it was about stays until something else is named.
    pub(crate) fn after(&self, answer: &Answer) -> Self {
        let platforms = match answer.platforms.is_empty() {
            true => self.platforms.clone(),
            false => answer.platforms.clone(),
        };
        Self {
            platforms,
            topic: answer.topic.clone().or_else(|| self.topic.clone()),
            region: answer.region.clone().or_else(|| self.region.clone()),
            asked: answer.verdict.is_clarify(),
        }
    }
}
