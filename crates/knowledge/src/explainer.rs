//! A general answer with its own sources.

use std::{collections::BTreeMap, str::FromStr};

use serde::Deserialize;

use crate::{
    Error, Evidence, RIGHTS, Slug, Source,
    record::{evidence, sources},
    record_file::{EvidenceFile, SourceFile},
};

/// What opens and closes the TOML part of an explainer.
pub(crate) const FENCE: &str = "+++";

/// A general answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explainer {
    /// The permanent name, which is the file's.
    pub slug: Slug,
    /// The question that it answers, as a heading.
    pub title: String,
    /// How people ask it.
    pub questions: Vec<String>,
    /// The topic that it belongs to.
    pub topic: Option<Slug>,
    /// Explainers to read next.
    pub related: Vec<Slug>,
    /// What else belongs to the answer.
    pub also: Option<Also>,
    /// Pages that were read, by the key that evidence names.
    pub sources: BTreeMap<String, Source>,
    /// On what it rests.
    pub evidence: Vec<Evidence>,
    /// The answer, in Markdown: paragraphs and lists. The first paragraph is the short answer.
    pub body: String,
}

/// What else belongs to a general answer, and is held elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Also {
    /// How to get off the lists of the data brokers that matter most.
    Brokers,
    /// All rights that the law of the person's region gives.
    Rights,
    /// One of them, a word of [`crate::RIGHTS`].
    Right(String),
    /// Where to complain in the person's region.
    Authorities,
}

impl FromStr for Also {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match text {
            "brokers" => Self::Brokers,
            "rights" => Self::Rights,
            "authorities" => Self::Authorities,
            right if RIGHTS.contains(&right) => Self::Right(right.to_owned()),
            _ => {
                let rights = RIGHTS.join(", ");
                let message = "is not brokers, rights, authorities or a right";
                return Err(format!("`{text}` {message} ({rights})"));
            }
        })
    }
}

/// The TOML part of an explainer as it stands on disk.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct ExplainerFile {
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) questions: Vec<String>,
    pub(crate) topic: Option<String>,
    #[serde(default)]
    pub(crate) related: Vec<String>,
    pub(crate) also: Option<String>,
    #[serde(default)]
    pub(crate) sources: BTreeMap<String, SourceFile>,
    #[serde(default)]
    pub(crate) evidence: Vec<EvidenceFile>,
}

/// The TOML part and the Markdown part of an explainer's text.
pub(crate) fn parts(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix(FENCE)?;
    let rest = rest.strip_prefix('\r').unwrap_or(rest).strip_prefix('\n')?;
    let (front, body) = rest.split_once("\n+++")?;
    Some((front.strip_suffix('\r').unwrap_or(front), body.trim()))
}

impl Explainer {
    /// Reads an explainer from the text of `file`.
    ///
    /// # Errors
    /// Where a fence is missing, the TOML is malformed, or a slug or date is none; with the line.
    pub(crate) fn parse(slug: Slug, file: &str, text: &str) -> Result<Self, Error> {
        let (front, body) = parts(text).ok_or_else(|| {
            Error::invalid(
                file,
                1,
                "an explainer starts with TOML between two +++ lines",
            )
        })?;
        let raw: ExplainerFile = toml::from_str(front).map_err(|error| {
            let mut error = Error::malformed(file, front, &error);
            error.line += 1;
            error
        })?;
        let invalid = |message: String| Error::invalid(file, 1, message);
        let slugs = |names: Vec<String>| -> Result<Vec<Slug>, Error> {
            let slugs: Result<_, _> = names.iter().map(|name| Slug::new(name)).collect();
            slugs.map_err(invalid)
        };
        let sources = sources(raw.sources).map_err(|(_, message)| invalid(message))?;
        if let Some(lost) = raw
            .evidence
            .iter()
            .find(|one| !sources.contains_key(&one.source))
        {
            let message = format!(
                "evidence names the source `{}`, which is not there",
                lost.source
            );
            return Err(invalid(message));
        }
        Ok(Self {
            slug,
            title: raw.title,
            questions: raw.questions,
            topic: slugs(raw.topic.into_iter().collect())?.pop(),
            related: slugs(raw.related)?,
            also: raw
                .also
                .map(|also| also.parse())
                .transpose()
                .map_err(invalid)?,
            sources,
            evidence: evidence(raw.evidence),
            body: body.to_owned(),
        })
    }
}
