//! What a record says on one topic.

use std::{collections::BTreeMap, str::FromStr};

use schemars::JsonSchema;

use crate::{Evidence, Position, Slug};

/// What a record says on one topic, in one region or everywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The stance or the availability.
    pub position: Position,
    /// One to three sentences.
    pub summary: String,
    /// What is used, as short noun phrases; practices only.
    pub used: Vec<String>,
    /// What is left out; practices only.
    pub not_used: Vec<String>,
    /// What turning it off does not undo (practices), what goes when and what stays (rights).
    pub after: Option<String>,
    /// On what the entry rests.
    pub evidence: Vec<Evidence>,
    /// The ways out, or the ways to have the right carried out.
    pub ways: Vec<Way>,
}

/// The entry of a topic with what differs by region. Regional entries are whole: what a region
/// leaves out was taken from the general one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicEntry {
    /// Where no region differs.
    pub general: Entry,
    /// By region, whole entries.
    pub regions: BTreeMap<Slug, Entry>,
}

/// A way out, or a way to have a right carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// What it does, as an instruction.
    pub label: String,
    /// The deep link.
    pub url: Option<String>,
    /// How much trouble it is.
    pub effort: Effort,
    /// The menu paths, by device.
    pub paths: Vec<Path>,
    /// A condition that goes with it.
    pub note: Option<String>,
    /// On what it rests.
    pub evidence: Vec<Evidence>,
}

/// A menu path on one kind of device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// `web`, `mobile`, `ios`, `android` or `desktop`.
    pub device: &'static str,
    /// One item a tap, in order.
    pub taps: Vec<String>,
}

/// How much trouble a way is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum Effort {
    /// A switch.
    Easy,
    /// Several places, or a form.
    Medium,
    /// A letter, proof or waiting.
    Hard,
    /// Helps only in part.
    Limited,
    /// There is no way.
    Impossible,
}

impl Effort {
    /// Every effort, least first.
    pub const ALL: [Self; 5] = [
        Self::Easy,
        Self::Medium,
        Self::Hard,
        Self::Limited,
        Self::Impossible,
    ];

    /// The word in records.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Easy => "easy",
            Self::Medium => "medium",
            Self::Hard => "hard",
            Self::Limited => "limited",
            Self::Impossible => "impossible",
        }
    }
}

impl FromStr for Effort {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|one| one.as_str() == text)
            .ok_or_else(|| {
                format!("`{text}` is no effort: one of easy, medium, hard, limited, impossible")
            })
    }
}
