//! What goes out: blocks and actions, not strings. Whoever draws them decides on colour, width and markup.

use crate::{Action, Id};

/// What people are shown, from top to bottom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// From top to bottom.
    pub blocks: Vec<Block>,
    /// What can be pressed under them.
    pub actions: Vec<Action>,
    /// What brings this very reply up again, where something does.
    pub again: Option<Id>,
    /// The kind of answer, for counting: one of few words.
    pub kind: &'static str,
}

/// A part of a reply. Its texts are plain: markup in them is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// What it is about, and the verdict.
    Verdict {
        /// "LinkedIn · AI training".
        about: String,
        /// The question that the verdict answers.
        asks: String,
        /// "Yes, unless you turn it off".
        verdict: String,
    },
    /// A heading above what follows.
    Heading(String),
    /// One paragraph.
    Paragraph(String),
    /// Somebody else's words, word for word.
    Quote(Vec<Run>),
    /// Points, in no order.
    Points(Vec<String>),
    /// Ways, in order.
    Steps(Vec<Step>),
    /// Rows of two columns.
    Table(Vec<(String, String)>),
    /// Pages with the day on which each was read.
    Sources(Vec<SourceLine>),
    /// Small print.
    Note(String),
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The words, with the spaces around them.
    pub text: String,
    /// Whether they stand out.
    pub bold: bool,
}

/// A way, ready to be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it does.
    pub label: String,
    /// "one switch", "a form".
    pub effort: &'static str,
    /// Menu paths: device, and one item a tap.
    pub paths: Vec<(&'static str, Vec<String>)>,
    /// The deep link.
    pub url: Option<String>,
    /// A condition that goes with it.
    pub note: Option<String>,
}

/// A page with the day on which it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceLine {
    /// The page's title.
    pub title: String,
    /// "read 2026-08-22", or that it bears no date.
    pub read: String,
    /// Where it is.
    pub url: String,
}

impl Block {
    /// Somebody else's words, none of which stands out.
    pub fn quote(text: impl Into<String>) -> Self {
        Self::Quote(vec![Run {
            text: text.into(),
            bold: false,
        }])
    }

    /// Whether it would show nothing.
    fn is_empty(&self) -> bool {
        match self {
            Self::Points(points) => points.is_empty(),
            Self::Steps(steps) => steps.is_empty(),
            Self::Table(rows) => rows.is_empty(),
            Self::Sources(sources) => sources.is_empty(),
            Self::Quote(runs) => runs.iter().all(|run| run.text.is_empty()),
            Self::Paragraph(text) | Self::Heading(text) | Self::Note(text) => text.is_empty(),
            Self::Verdict { .. } => false,
        }
    }
}

impl Reply {
    /// An empty reply of a kind.
    pub fn new(kind: &'static str) -> Self {
        Self {
            kind,
            ..Self::default()
        }
    }

    /// With `block` at the end, unless it would show nothing.
    #[must_use]
    pub fn with(mut self, block: Block) -> Self {
        if !block.is_empty() {
            self.blocks.push(block);
        }
        self
    }

    /// With a paragraph at the end.
    #[must_use]
    pub fn saying(self, text: impl Into<String>) -> Self {
        self.with(Block::Paragraph(text.into()))
    }
}
