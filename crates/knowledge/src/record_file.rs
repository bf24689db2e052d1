//! A record as it stands on disk. Words are still plain text here, so that the lint can report every
//! wrong one; [`crate::Record`] is the checked form.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::value::Datetime;

use crate::{Availability, Effort, Stance};

/// A platform's record.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct RecordFile {
    /// The name as people write it.
    pub(crate) name: String,
    /// Other names, old names, products, frequent misspellings, in lower case.
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    /// The platform's own domains, without `www.`.
    #[serde(default)]
    pub(crate) domains: Vec<String>,
    /// Who runs it.
    pub(crate) company: String,
    /// One of the kinds of the vocabulary.
    pub(crate) kind: String,
    /// The day of the last reading by somebody who tried to prove the claims wrong and left none standing that was.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub(crate) reviewed: Option<Datetime>,
    /// What only a data broker's record holds.
    pub(crate) broker: Option<BrokerFile>,
    /// Pages that were read, by a key of this file.
    #[serde(default)]
    pub(crate) sources: BTreeMap<String, SourceFile>,
    /// What is done with data, by topic.
    #[serde(default)]
    pub(crate) practices: BTreeMap<String, PracticeFile>,
    /// What a person can have done, by topic.
    #[serde(default)]
    pub(crate) rights: BTreeMap<String, RightFile>,
}

/// What only a data broker's record holds: how one gets off its lists.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct BrokerFile {
    /// What it deals in: "people search", "marketing", "location" ...
    pub(crate) sort: String,
    /// Its place among the ten that matter most, from 1.
    pub(crate) first: Option<u8>,
    /// What it asks for before it removes anybody.
    #[serde(default)]
    pub(crate) asks_for: Vec<String>,
    /// Whether it wants an identity document.
    pub(crate) wants_id: Option<bool>,
    /// How long it says that it takes.
    pub(crate) takes: Option<String>,
    /// Where its way out may be used; empty where the texts do not say.
    #[serde(default)]
    pub(crate) regions: Vec<String>,
}

/// A page that was read.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct SourceFile {
    /// The page's title.
    #[serde(default)]
    pub(crate) title: String,
    /// Where it is.
    #[serde(default)]
    pub(crate) url: String,
    /// The date of the text that was read.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub(crate) read: Option<Datetime>,
    /// The page bears no date; it may support ways only.
    #[serde(default)]
    pub(crate) undated: bool,
    /// Where its text is archived: `collection:Service/Document`.
    pub(crate) archive: Option<String>,
}

/// The terms in a source on which a claim rests.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct EvidenceFile {
    /// A key of `sources`.
    pub(crate) source: String,
    /// Short terms that stand literally in the source, at most six words each.
    #[serde(default)]
    pub(crate) find: Vec<String>,
}

/// What is done with data, on one topic.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct PracticeFile {
    /// The answer to the topic's question.
    #[schemars(with = "Stance")]
    pub(crate) stance: String,
    /// One to three sentences.
    #[serde(default)]
    pub(crate) summary: String,
    /// What is used.
    #[serde(default)]
    pub(crate) used: Vec<String>,
    /// What is left out.
    #[serde(default)]
    pub(crate) not_used: Vec<String>,
    /// What turning it off does not undo.
    pub(crate) undo: Option<String>,
    /// On what this rests.
    #[serde(default)]
    pub(crate) evidence: Vec<EvidenceFile>,
    /// The ways out.
    #[serde(default)]
    pub(crate) opt_out: Vec<WayFile>,
    /// What differs by region.
    #[serde(default)]
    pub(crate) regions: BTreeMap<String, PracticeRegionFile>,
}

/// What differs in a region: what is left out is taken from the topic.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct PracticeRegionFile {
    /// The answer to the topic's question in this region.
    #[schemars(with = "Option<Stance>")]
    pub(crate) stance: Option<String>,
    /// One to three sentences.
    pub(crate) summary: Option<String>,
    /// What is used.
    pub(crate) used: Option<Vec<String>>,
    /// What is left out.
    pub(crate) not_used: Option<Vec<String>>,
    /// What turning it off does not undo.
    pub(crate) undo: Option<String>,
    /// On what this rests.
    #[serde(default)]
    pub(crate) evidence: Vec<EvidenceFile>,
    /// The ways out.
    pub(crate) opt_out: Option<Vec<WayFile>>,
}

/// What a person can have done, on one topic.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct RightFile {
    /// Whether it can be had, and how.
    #[schemars(with = "Availability")]
    pub(crate) availability: String,
    /// One to three sentences.
    #[serde(default)]
    pub(crate) summary: String,
    /// What goes when, and what stays.
    pub(crate) after: Option<String>,
    /// On what this rests.
    #[serde(default)]
    pub(crate) evidence: Vec<EvidenceFile>,
    /// The ways to have it carried out.
    #[serde(default)]
    pub(crate) ways: Vec<WayFile>,
    /// What differs by region.
    #[serde(default)]
    pub(crate) regions: BTreeMap<String, RightRegionFile>,
}

/// What differs in a region: what is left out is taken from the topic.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct RightRegionFile {
    /// Whether it can be had in this region, and how.
    #[schemars(with = "Option<Availability>")]
    pub(crate) availability: Option<String>,
    /// One to three sentences.
    pub(crate) summary: Option<String>,
    /// What goes when, and what stays.
    pub(crate) after: Option<String>,
    /// On what this rests.
    #[serde(default)]
    pub(crate) evidence: Vec<EvidenceFile>,
    /// The ways to have it carried out.
    pub(crate) ways: Option<Vec<WayFile>>,
}

/// A way out, or a way to have a right carried out: a link, a menu path, or both.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct WayFile {
    /// What it does, as an instruction.
    #[serde(default)]
    pub(crate) label: String,
    /// The deep link.
    pub(crate) url: Option<String>,
    /// How much trouble it is.
    #[serde(default)]
    #[schemars(with = "Effort")]
    pub(crate) effort: String,
    /// Menu path in a browser, one item a tap.
    #[serde(default)]
    pub(crate) web: Vec<String>,
    /// Menu path in the mobile app.
    #[serde(default)]
    pub(crate) mobile: Vec<String>,
    /// Menu path in the iOS app, where it differs.
    #[serde(default)]
    pub(crate) ios: Vec<String>,
    /// Menu path in the Android app, where it differs.
    #[serde(default)]
    pub(crate) android: Vec<String>,
    /// Menu path in the desktop app.
    #[serde(default)]
    pub(crate) desktop: Vec<String>,
    /// A condition that goes with it.
    pub(crate) note: Option<String>,
    /// On what this rests.
    #[serde(default)]
    pub(crate) evidence: Vec<EvidenceFile>,
}

impl WayFile {
    /// The menu paths that are there, by device.
    pub(crate) fn paths(&self) -> impl Iterator<Item = (&'static str, &[String])> {
        [
            ("web", &self.web),
            ("mobile", &self.mobile),
            ("ios", &self.ios),
            ("android", &self.android),
            ("desktop", &self.desktop),
        ]
        .into_iter()
        .filter(|(_, taps)| !taps.is_empty())
        .map(|(device, taps)| (device, taps.as_slice()))
    }
}
