//! What only a data broker's record holds.

use crate::Slug;

/// How one gets off a data broker's lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broker {
    /// What it deals in: "people search", "marketing", "location" ...
    pub sort: String,
    /// Its place among the ten that matter most, from 1.
    pub first: Option<u8>,
    /// What it asks for before it removes anybody, as short noun phrases.
    pub asks_for: Vec<String>,
    /// Whether it wants an identity document; `None` where its texts do not say.
    pub wants_id: Option<bool>,
    /// How long it says that it takes.
    pub takes: Option<String>,
    /// Where its way out may be used; empty where its texts do not say.
    pub regions: Vec<Slug>,
}
