//! A region's privacy law: which rights it gives, against whom, how they are used.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;
use toml::value::Datetime;

use crate::{
    Error, Evidence, Regions, Slug, Source,
    locate::Lines,
    record::{date, evidence, sources},
    record_file::{EvidenceFile, SourceFile},
};

/// A region's privacy law, or what there is in place of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Law {
    /// Whose it is; the file has its name.
    pub region: Slug,
    /// What it is called, with its short name.
    pub name: String,
    /// Its official reference; empty where there is no one law.
    pub reference: String,
    /// The day since which it applies.
    pub since: Option<Date>,
    /// Who must obey, and the limits of that.
    pub against: String,
    /// What people can do, in two or three sentences.
    pub summary: String,
    /// How a request is made.
    pub how: String,
    /// How long they may take; empty where the law names no time.
    pub deadline: String,
    /// What to do when they do not answer, or refuse.
    pub escalate: String,
    /// The rights, in the order of the file.
    pub rights: Vec<Right>,
    /// Where to complain.
    pub authorities: Vec<Authority>,
    /// Pages that were read, by the key that evidence names.
    pub sources: BTreeMap<String, Source>,
    /// On what the general sentences rest.
    pub evidence: Vec<Evidence>,
}

/// A right that a law gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Right {
    /// Which one, a word of [`RIGHTS`].
    pub name: String,
    /// What one can do with it.
    pub summary: String,
    /// Where in the law it stands.
    pub reference: String,
    /// How long they may take, where it is not the law's general time.
    pub deadline: Option<String>,
    /// On what it rests.
    pub evidence: Vec<Evidence>,
}

/// Who takes complaints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// The country or state whose people it serves, as a person would write it.
    pub place: Option<String>,
    /// What it is called.
    pub name: String,
    /// Where it takes complaints, `https://...`.
    pub url: String,
    /// A condition that goes with it.
    pub note: Option<String>,
    /// On what this rests.
    pub evidence: Vec<Evidence>,
}

/// The rights that a law can give.
pub const RIGHTS: [&str; 14] = [
    "access",
    "portability",
    "deletion",
    "correction",
    "objection",
    "restriction",
    "withdrawal",
    "opt-out-of-sale",
    "opt-out-of-ads",
    "opt-out-of-profiling",
    "sensitive-data",
    "automated-decisions",
    "appeal",
    "non-discrimination",
];

/// A law as it stands on disk.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct LawFile {
    pub(crate) law: String,
    #[serde(default)]
    pub(crate) reference: String,
    pub(crate) since: Option<Datetime>,
    #[serde(default)]
    pub(crate) against: String,
    #[serde(default)]
    pub(crate) summary: String,
    #[serde(default)]
    pub(crate) how: String,
    #[serde(default)]
    pub(crate) deadline: String,
    #[serde(default)]
    pub(crate) escalate: String,
    #[serde(default)]
    pub(crate) sources: BTreeMap<String, SourceFile>,
    #[serde(default)]
    pub(crate) evidence: Vec<EvidenceFile>,
    #[serde(default)]
    pub(crate) right: Vec<RightFile>,
    #[serde(default)]
    pub(crate) authority: Vec<AuthorityFile>,
}

/// A right as it stands on disk.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct RightFile {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) summary: String,
    #[serde(default)]
    pub(crate) reference: String,
    pub(crate) deadline: Option<String>,
    #[serde(default)]
    pub(crate) evidence: Vec<EvidenceFile>,
}

/// An authority as it stands on disk.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct AuthorityFile {
    pub(crate) place: Option<String>,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) url: String,
    pub(crate) note: Option<String>,
    #[serde(default)]
    pub(crate) evidence: Vec<EvidenceFile>,
}

impl Law {
    /// Reads a law from the text of `file`, which is named after a region of `regions`.
    ///
    /// # Errors
    /// Where the text is no TOML, a value has the wrong type, or the region is none; with the line.
    pub(crate) fn parse(
        region: Slug,
        file: &str,
        text: &str,
        regions: &Regions,
    ) -> Result<Self, Error> {
        let raw: LawFile =
            toml::from_str(text).map_err(|error| Error::malformed(file, text, &error))?;
        let invalid = |pointer: &str, message: String| {
            let line = Lines::of(text, 0).line(pointer);
            Error::invalid(file, line, message)
        };
        if regions.get(region.as_str()).is_none() {
            let message = format!("`{region}` is no region of the vocabulary");
            return Err(invalid("", message));
        }
        let since = raw.since.as_ref().map(date).transpose();
        let rights = raw.right.into_iter().map(|right| Right {
            name: right.name,
            summary: right.summary,
            reference: right.reference,
            deadline: right.deadline,
            evidence: evidence(right.evidence),
        });
        let authorities = raw.authority.into_iter().map(|authority| Authority {
            place: authority.place,
            name: authority.name,
            url: authority.url,
            note: authority.note,
            evidence: evidence(authority.evidence),
        });
        Ok(Self {
            region,
            name: raw.law,
            reference: raw.reference,
            since: since.map_err(|message| invalid("since", message))?,
            against: raw.against,
            summary: raw.summary,
            how: raw.how,
            deadline: raw.deadline,
            escalate: raw.escalate,
            rights: rights.collect(),
            authorities: authorities.collect(),
            sources: sources(raw.sources)
                .map_err(|(key, message)| invalid(&format!("sources.{key}"), message))?,
            evidence: evidence(raw.evidence),
        })
    }

    /// The right of that name.
    pub fn right(&self, name: &str) -> Option<&Right> {
        self.rights.iter().find(|right| right.name == name)
    }

    /// The sources that `evidence` names, in its order.
    pub fn sources_of<'a>(&'a self, evidence: &'a [Evidence]) -> impl Iterator<Item = &'a Source> {
        evidence
            .iter()
            .filter_map(|one| self.sources.get(&one.source))
    }
}
