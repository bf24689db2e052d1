//! Slugs that are gone.

use crate::Slug;

/// A slug that was published once and is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retired {
    /// The slug that is gone.
    pub slug: Slug,
    /// Why it is gone.
    pub reason: String,
    /// The slug that answers in its place, where one does.
    pub redirect: Option<Slug>,
}
