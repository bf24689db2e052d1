//! What answers.

use std::future::Future;

use crate::{Field, Id, Incoming, Reply};

/// What answers. It holds what the conversations are about; the networks hold nothing.
pub trait Responder: Send + Sync + 'static {
    /// The reply to what came in.
    fn respond(&self, incoming: Incoming) -> impl Future<Output = Reply> + Send;

    /// At most `most` values that may be meant by what a person has `typed` so far into a `field`, best first. Mistakes
    /// in typing are forgiven; where nothing is typed, the most asked ones come.
    fn complete(&self, field: Field, typed: &str, most: usize) -> Vec<Choice>;

    /// At most `most` ready answers to a `query` that is typed into any chat, best first.
    fn inline(&self, query: &str, most: usize) -> Vec<InlineAnswer>;
}

/// A value that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What people read, in 1 to 100 characters.
    pub name: String,
    /// What is given with the command, in 1 to 100 characters.
    pub value: String,
}

/// A ready answer, to be sent into a chat that the bot is not in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InlineAnswer {
    /// What tells it from the others: what brings it up again.
    pub id: Id,
    /// "LinkedIn · AI training".
    pub title: String,
    /// "Yes, unless you turn it off".
    pub description: String,
    /// What is sent.
    pub reply: Reply,
}
