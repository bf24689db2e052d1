//! What a record says of a topic, in one word.

use std::{fmt, str::FromStr};

use schemars::JsonSchema;

/// What a platform says of a practice: the answer to its topic's question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum Stance {
    /// Done, and the texts name no way to turn it off.
    Yes,
    /// Done unless the person turns it off.
    OptOut,
    /// Only after the person turns it on.
    OptIn,
    /// Only part of it, or only in some cases; the summary says which.
    Limited,
    /// The platform says that it does not.
    No,
    /// The texts do not say.
    Unstated,
}

/// Whether a person can have a right carried out, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum Availability {
    /// The person does it in the product.
    SelfService,
    /// The person asks, the platform does it.
    OnRequest,
    /// The texts rule it out.
    Unavailable,
    /// The texts do not say.
    Unstated,
}

/// A stance or an availability, whichever the topic's group has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Position {
    /// Of a practice.
    Stance(Stance),
    /// Of a right.
    Availability(Availability),
}

impl Stance {
    /// Every stance, in the order in which they are explained.
    pub const ALL: [Self; 6] = [
        Self::Yes,
        Self::OptOut,
        Self::OptIn,
        Self::Limited,
        Self::No,
        Self::Unstated,
    ];

    /// The word in records and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::OptOut => "opt-out",
            Self::OptIn => "opt-in",
            Self::Limited => "limited",
            Self::No => "no",
            Self::Unstated => "unstated",
        }
    }
}

impl Availability {
    /// Every availability, in the order in which they are explained.
    pub const ALL: [Self; 4] = [
        Self::SelfService,
        Self::OnRequest,
        Self::Unavailable,
        Self::Unstated,
    ];

    /// The word in records and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SelfService => "self-service",
            Self::OnRequest => "on-request",
            Self::Unavailable => "unavailable",
            Self::Unstated => "unstated",
        }
    }
}

impl Position {
    /// The word in records and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stance(stance) => stance.as_str(),
            Self::Availability(availability) => availability.as_str(),
        }
    }

    /// Whether the texts are silent.
    pub fn is_unstated(self) -> bool {
        matches!(
            self,
            Self::Stance(Stance::Unstated) | Self::Availability(Availability::Unstated)
        )
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Stance {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        named(&Self::ALL, Self::as_str, text, "stance")
    }
}

impl FromStr for Availability {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        named(&Self::ALL, Self::as_str, text, "availability")
    }
}

fn named<T: Copy>(
    all: &[T],
    word: fn(T) -> &'static str,
    text: &str,
    what: &str,
) -> Result<T, String> {
    all.iter()
        .copied()
        .find(|one| word(*one) == text)
        .ok_or_else(|| {
            let words: Vec<_> = all.iter().map(|one| word(*one)).collect();
            format!("`{text}` is no {what}: one of {}", words.join(", "))
        })
}
