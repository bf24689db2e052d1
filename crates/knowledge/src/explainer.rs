//! A general answer with its own sources.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{
    Error, Evidence, Slug, Source,
    record::date,
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
    /// Pages that were read, by the key that evidence names.
    pub sources: BTreeMap<String, Source>,
    /// On what it rests.
    pub evidence: Vec<Evidence>,
    /// The answer, in Markdown: paragraphs and lists. The first paragraph is the short answer.
    pub body: String,
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
        let mut sources = BTreeMap::new();
        for (key, source) in &raw.sources {
            let read = source
                .read
                .as_ref()
                .map(date)
                .transpose()
                .map_err(invalid)?;
            sources.insert(
                key.clone(),
                Source {
                    title: source.title.clone(),
                    url: source.url.clone(),
                    read,
                    archive: source.archive.clone(),
                },
            );
        }
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
            sources,
            evidence: raw
                .evidence
                .into_iter()
                .map(|one| Evidence {
                    source: one.source,
                    find: one.find,
                })
                .collect(),
            body: body.to_owned(),
        })
    }
}
