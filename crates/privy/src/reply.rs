//! What people are shown: blocks, not strings. Whoever draws them decides on colour, width and markup.

/// What people are shown, from top to bottom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// From top to bottom.
    pub blocks: Vec<Block>,
}

/// A part of a reply.
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
    /// Points, in no order.
    Points(Vec<String>),
    /// Ways, in order.
    Steps(Vec<Step>),
    /// Rows of two columns.
    Table(Vec<(String, String)>),
    /// Pages with the day on which each was read.
    Sources(Vec<SourceLine>),
    /// Questions to go on with.
    Suggestions(Vec<String>),
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

impl Reply {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn with(mut self, block: Block) -> Self {
        let empty = match &block {
            Block::Points(points) | Block::Suggestions(points) => points.is_empty(),
            Block::Steps(steps) => steps.is_empty(),
            Block::Table(rows) => rows.is_empty(),
            Block::Sources(sources) => sources.is_empty(),
            Block::Paragraph(text) | Block::Heading(text) => text.is_empty(),
            Block::Verdict { .. } => false,
        };
        if !empty {
            self.blocks.push(block);
        }
        self
    }

    pub(crate) fn saying(self, text: impl Into<String>) -> Self {
        self.with(Block::Paragraph(text.into()))
    }
}
