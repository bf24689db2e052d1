//! Which positions a question about "which apps" asks for.

use std::{fmt, str::FromStr};

use knowledge::{Availability, Group, Position, Stance};

use crate::{InvalidSubject, Question};

/// Which positions a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListFilter {
    /// Those that do it, in full, in part or unless told otherwise; or where the right can be had.
    Does,
    /// Those that do not, or only when asked to; or where the right cannot be had.
    DoesNot,
    /// Those that do it until they are told to stop.
    CanTurnOff,
    /// Those that do it whatever one does.
    CannotTurnOff,
    /// Those that ask first.
    AsksFirst,
    /// Those whose texts do not say.
    Silent,
    /// All of them.
    All,
    /// Those with exactly this position.
    Only(Position),
}

const SILENT: &[&[&str]] = &[
    &["dont", "say"],
    &["doesnt", "say"],
    &["unclear"],
    &["silent"],
    &["unstated"],
    &["not", "say"],
    &["wont", "say"],
    &["dont", "mention"],
    &["dont", "tell"],
];
const ASKS: &[&[&str]] = &[
    &["opt", "in"],
    &["ask", "first"],
    &["ask", "me"],
    &["asks", "first"],
    &["ask", "permission"],
    &["ask", "for", "permission"],
    &["ask", "for", "consent"],
    &["with", "permission"],
    &["off", "by", "default"],
    &["ask", "before"],
];
const TURN_OFF: &[&[&str]] = &[
    &["opt", "out"],
    &["turn", "off"],
    &["turn", "it", "off"],
    &["turn", "that", "off"],
    &["turned", "off"],
    &["switch", "off"],
    &["switch", "it", "off"],
    &["disable"],
    &["say", "no"],
    &["refuse"],
    &["object"],
    &["stop", "it"],
    &["off", "switch"],
    &["optout"],
];
const ALL: &[&[&str]] = &[
    &["all", "of", "them"],
    &["ranking"],
    &["rank"],
    &["compare", "all"],
    &["every", "app"],
    &["every", "platform"],
    &["all", "apps"],
    &["all", "platforms"],
];
const NEGATIONS: [&str; 27] = [
    "best", "dont", "doesnt", "not", "never", "no", "none", "without", "wont", "cant", "cannot",
    "isnt", "arent", "least", "refuse", "refuses", "didnt", "safe", "safest", "safer", "private",
    "respect", "respects", "avoid", "avoids", "nobody", "aint",
];
const WORST: [&str; 4] = ["force", "forces", "forced", "impossible"];

/// Words that choose platforms or a filter, and say nothing of the topic.
const CHOOSING: [&str; 40] = [
    "apps",
    "app",
    "platforms",
    "platform",
    "services",
    "service",
    "sites",
    "site",
    "networks",
    "network",
    "companies",
    "social",
    "media",
    "messengers",
    "messenger",
    "chatbots",
    "assistants",
    "list",
    "best",
    "safest",
    "safe",
    "safer",
    "privacy",
    "private",
    "least",
    "bad",
    "good",
    "respect",
    "respects",
    "force",
    "forces",
    "forced",
    "avoid",
    "allow",
    "permission",
    "default",
    "say",
    "refuse",
    "use",
    "recommend",
];

/// Whether `word` chooses platforms or a filter, and says nothing of the topic.
pub(crate) fn is_choosing(word: &str) -> bool {
    CHOOSING.contains(&word)
}

impl ListFilter {
    /// The filter that asks for the opposite.
    pub(crate) fn inverted(self) -> Self {
        match self {
            Self::Does => Self::DoesNot,
            Self::DoesNot => Self::Does,
            other => other,
        }
    }

    pub(crate) fn read(question: &Question) -> Self {
        let any = |terms: &[&[&str]]| terms.iter().any(|words| question.has(words));
        let word = |list: &[&str]| {
            question
                .tokens
                .iter()
                .any(|t| list.contains(&t.text.as_str()))
        };
        let negated = word(&NEGATIONS);
        if any(SILENT) {
            Self::Silent
        } else if any(TURN_OFF) {
            match negated && !question.has(&["say", "no"]) {
                true => Self::CannotTurnOff,
                false => Self::CanTurnOff,
            }
        } else if any(ASKS) {
            match negated {
                true => Self::Does,
                false => Self::AsksFirst,
            }
        } else if word(&WORST) {
            Self::CannotTurnOff
        } else if negated {
            Self::DoesNot
        } else if any(ALL) {
            Self::All
        } else {
            Self::Does
        }
    }

    /// Whether `position` passes.
    pub fn passes(self, position: Position) -> bool {
        if let Self::Only(wanted) = self {
            return position == wanted;
        }
        match position {
            Position::Stance(stance) => self.passes_stance(stance),
            Position::Availability(availability) => self.passes_availability(availability),
        }
    }

    fn passes_stance(self, stance: Stance) -> bool {
        use Stance::{Limited, No, OptIn, OptOut, Unstated, Yes};
        match self {
            Self::Does => matches!(stance, Yes | OptOut | Limited),
            Self::DoesNot => matches!(stance, No | OptIn),
            Self::CanTurnOff => stance == OptOut,
            Self::CannotTurnOff => stance == Yes,
            Self::AsksFirst => stance == OptIn,
            Self::Silent => stance == Unstated,
            Self::All | Self::Only(_) => true,
        }
    }

    fn passes_availability(self, availability: Availability) -> bool {
        use Availability::{OnRequest, SelfService, Unavailable, Unstated};
        match self {
            Self::Does | Self::CanTurnOff | Self::AsksFirst => {
                matches!(availability, SelfService | OnRequest)
            }
            Self::DoesNot | Self::CannotTurnOff => availability == Unavailable,
            Self::Silent => availability == Unstated,
            Self::All | Self::Only(_) => true,
        }
    }

    /// What the list is of, for its heading: "do it unless you turn it off".
    pub fn describe(self, group: Group) -> &'static str {
        match (group, self) {
            (_, Self::All | Self::Only(_)) => "all that I hold",
            (_, Self::Silent) => "their texts do not say",
            (Group::Practice, Self::Does) => "yes, in part, or unless you turn it off",
            (Group::Practice, Self::DoesNot) => "no, or only if you turn it on",
            (Group::Practice, Self::CanTurnOff) => "yes, unless you turn it off",
            (Group::Practice, Self::CannotTurnOff) => "yes, with no way to turn it off",
            (Group::Practice, Self::AsksFirst) => "only if you turn it on",
            (Group::Right, Self::DoesNot | Self::CannotTurnOff) => "no",
            (Group::Right, _) => "yes",
        }
    }
}

/// The filters that have no position of their own, with their names.
const NAMES: [(&str, ListFilter); 7] = [
    ("does", ListFilter::Does),
    ("does-not", ListFilter::DoesNot),
    ("can-turn-off", ListFilter::CanTurnOff),
    ("cannot-turn-off", ListFilter::CannotTurnOff),
    ("asks-first", ListFilter::AsksFirst),
    ("silent", ListFilter::Silent),
    ("all", ListFilter::All),
];

impl fmt::Display for ListFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Only(Position::Stance(stance)) => write!(f, "stance:{}", stance.as_str()),
            Self::Only(Position::Availability(availability)) => {
                write!(f, "availability:{}", availability.as_str())
            }
            other => {
                let name = NAMES.iter().find(|(_, filter)| filter == other);
                f.write_str(name.map_or("all", |(name, _)| name))
            }
        }
    }
}

impl FromStr for ListFilter {
    type Err = InvalidSubject;

    fn from_str(text: &str) -> Result<Self, InvalidSubject> {
        let position = match text.split_once(':') {
            Some(("stance", word)) => word.parse().map(Position::Stance),
            Some(("availability", word)) => word.parse().map(Position::Availability),
            _ => {
                let named = NAMES.iter().find(|(name, _)| *name == text);
                return named.map(|(_, filter)| *filter).ok_or(InvalidSubject);
            }
        };
        position.map(Self::Only).map_err(|_| InvalidSubject)
    }
}
