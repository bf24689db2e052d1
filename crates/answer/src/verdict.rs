//! What came out.

use knowledge::{Position, Slug};

use crate::{Intent, ListFilter, Since, Suggestion};

/// What came out, with what it is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// What kind of answer was wanted.
    pub intent: Intent,
    /// The platforms that it is about.
    pub platforms: Vec<Slug>,
    /// The topic that it is about.
    pub topic: Option<Slug>,
    /// The region that was named or known.
    pub region: Option<Slug>,
    /// What came out.
    pub verdict: Verdict,
    /// Questions to go on with, ready to be asked.
    pub suggestions: Vec<Suggestion>,
    /// How sure the engine is that it understood: 0 to 1. It says nothing of the facts.
    pub confidence: f32,
}

/// What came out.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// What a record says on a topic.
    Entry {
        /// Whose record.
        platform: Slug,
        /// On what.
        topic: Slug,
        /// What it says, in a word.
        position: Position,
        /// The region whose entry it is; `None` for the general one.
        under: Option<Slug>,
        /// Verdict first, or steps first.
        shape: Shape,
    },
    /// Several platforms on one topic.
    Compare {
        /// On what.
        topic: Slug,
        /// One a platform; `position` is `None` where its record does not speak of the topic.
        items: Vec<Item>,
        /// Names that were asked about and that no record is about.
        unheld: Vec<String>,
        /// Whether the person named no topic, so that the most asked one was taken.
        assumed: bool,
    },
    /// The platforms whose position passes a filter.
    List {
        /// On what.
        topic: Slug,
        /// Which positions were wanted.
        filter: ListFilter,
        /// The kind of platform that was asked for.
        kind: Option<String>,
        /// Those that pass, by position, then by slug.
        items: Vec<Item>,
        /// Whether the person named no topic, so that the most asked one was taken.
        assumed: bool,
    },
    /// A general answer.
    Explain {
        /// Which one.
        explainer: Slug,
        /// The platform that the conversation is about, and the topic.
        about: Option<(Slug, Slug)>,
        /// The country that was named, by the name that the vocabulary gives it: whose authority is meant.
        country: Option<String>,
    },
    /// What changed in a platform's texts. The engine knows no texts: whoever has them says what.
    Changes {
        /// From when on; the last while where nothing was said.
        since: Option<Since>,
        /// The name of a platform that has no record, as the vocabulary has it.
        unheld: Option<String>,
    },
    /// A question back.
    Clarify(Clarify),
    /// An honest "I do not know". It cites nothing.
    Unknown(Unknown),
    /// Talk.
    Social(Social),
}

/// Verdict first, or steps first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The verdict, then the way out.
    Verdict,
    /// The way out, step by step.
    Steps,
}

/// A platform in a comparison or a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Which platform.
    pub platform: Slug,
    /// What its record says; `None` where it does not speak of the topic.
    pub position: Option<Position>,
}

/// What is asked back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clarify {
    /// The topic is known, the platform is not.
    Platform,
    /// The platform is known, the topic is not.
    Topic,
    /// A company was named that runs several platforms.
    Product {
        /// The company.
        company: String,
    },
    /// Neither is known.
    Both,
}

/// What is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unknown {
    /// No record is about what was named.
    Platform {
        /// The name, where it is a well-known one; never what a person typed.
        name: Option<String>,
    },
    /// The platform is held, but this is nothing that a policy says, or nothing that was understood.
    Fact,
    /// The platform is held, but its record does not speak of the topic.
    Unrecorded,
    /// Most of the words are none that are known: another language.
    Language,
}

/// Talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Social {
    /// A greeting.
    Hello,
    /// Thanks.
    Thanks,
    /// A farewell.
    Bye,
    /// What this assistant is and does.
    Help,
    /// Something that it is not for.
    OutOfScope,
}

/// The `kind` of the JSON contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the words of the contract, one a variant")]
pub enum Kind {
    Answer,
    Steps,
    Compare,
    List,
    Explain,
    Changes,
    Clarify,
    Unknown,
    Greeting,
    Help,
    OutOfScope,
}

impl Kind {
    /// The word in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Steps => "steps",
            Self::Compare => "compare",
            Self::List => "list",
            Self::Explain => "explain",
            Self::Changes => "changes",
            Self::Clarify => "clarify",
            Self::Unknown => "unknown",
            Self::Greeting => "greeting",
            Self::Help => "help",
            Self::OutOfScope => "out-of-scope",
        }
    }
}

impl Verdict {
    /// The `kind` of the JSON contract.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Entry {
                shape: Shape::Verdict,
                ..
            } => Kind::Answer,
            Self::Entry {
                shape: Shape::Steps,
                ..
            } => Kind::Steps,
            Self::Compare { .. } => Kind::Compare,
            Self::List { .. } => Kind::List,
            Self::Explain { .. } => Kind::Explain,
            Self::Changes { .. } => Kind::Changes,
            Self::Clarify(_) => Kind::Clarify,
            Self::Unknown(_) => Kind::Unknown,
            Self::Social(Social::Hello | Social::Thanks | Social::Bye) => Kind::Greeting,
            Self::Social(Social::Help) => Kind::Help,
            Self::Social(Social::OutOfScope) => Kind::OutOfScope,
        }
    }

    /// The one position that it gives, where it gives one.
    pub fn position(&self) -> Option<Position> {
        match self {
            Self::Entry { position, .. } => Some(*position),
            _ => None,
        }
    }

    /// The platforms side by side, where it shows several.
    pub fn items(&self) -> &[Item] {
        match self {
            Self::Compare { items, .. } | Self::List { items, .. } => items,
            _ => &[],
        }
    }
}
