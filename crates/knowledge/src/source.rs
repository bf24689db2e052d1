//! Where a claim comes from.

use jiff::civil::Date;

/// A page that was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// The page's title.
    pub title: String,
    /// Where it is, `https://...`.
    pub url: String,
    /// The date of the text that was read; `None` for a page that bears no date, which may support ways only.
    pub read: Option<Date>,
    /// Where its text is archived: `collection:Service/Document`.
    pub archive: Option<String>,
}

/// The terms in a source on which a claim rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The source's key in its record.
    pub source: String,
    /// Short terms that stand literally in the source, at most six words each.
    pub find: Vec<String>,
}
