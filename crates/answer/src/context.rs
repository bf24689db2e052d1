//! What a conversation is about, as far as a follow-up needs it.

use knowledge::Slug;

use crate::{Answer, Kind, Unknown, Verdict};

/// What a conversation is about. It holds slugs, never what a person wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// The platforms of the last answer.
    pub platforms: Vec<Slug>,
    /// The platforms that the conversation was about before.
    pub before: Vec<Slug>,
    /// The topic of the last answer.
    pub topic: Option<Slug>,
    /// Whether the last answer was the way out, step by step: what is asked of the next platform, then, is the same.
    pub steps: bool,
    /// The region that the person named, or that the caller knows.
    pub region: Option<Slug>,
}

impl Context {
    /// A conversation that starts in `region`.
    pub fn starting(region: Option<Slug>) -> Self {
        Self {
            region,
            ..Self::default()
        }
    }

    /// The context after `answer`: what it was about stays until something else is named, held or not.
    pub(crate) fn after(&self, answer: &Answer) -> Self {
        let named = match answer.verdict {
            // A list is about whoever passes its filter, not about somebody.
            Verdict::List { .. } => &[][..],
            _ => &answer.platforms,
        };
        let unheld = matches!(answer.verdict, Verdict::Unknown(Unknown::Platform { .. }));
        let same = !unheld && (named.is_empty() || *named == self.platforms);
        Self {
            platforms: if same {
                self.platforms.clone()
            } else {
                named.to_vec()
            },
            before: if same {
                self.before.clone()
            } else {
                self.platforms.clone()
            },
            steps: answer.verdict.kind() == Kind::Steps,
            topic: answer.topic.clone().or_else(|| self.topic.clone()),
            region: answer.region.clone().or_else(|| self.region.clone()),
        }
    }
}
