//! The files as the checks see them: parsed as far as they can be, with the line of every key.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, de::DeserializeOwned};
use toml::de::DeTable;

use super::Report;
use crate::{
    Error, Files, Vocabulary,
    base::{RetiredEntry, retired_entries},
    explainer::{ExplainerFile, parts},
    files::RECORDS,
    law::LawFile,
    locate::{Lines, line_of},
    record_file::{EvidenceFile, RecordFile, SourceFile, WayFile},
};

/// Everything that the checks look at.
pub(crate) struct Library<'a> {
    pub(super) unreadable: &'a [Error],
    pub(super) today: Date,
    pub(super) vocabulary: Result<Vocabulary, Error>,
    pub(super) records: Vec<Document<RecordFile>>,
    pub(super) explainers: Vec<Document<ExplainerFile>>,
    pub(super) laws: Vec<Document<LawFile>>,
    pub(super) bodies: BTreeMap<String, String>,
    pub(super) retired: Result<Vec<RetiredEntry>, Error>,
    pub(super) slugs: Option<Result<SlugsFile, Error>>,
}

/// Every slug that was ever published.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SlugsFile {
    #[serde(default)]
    pub(super) platforms: Vec<String>,
    #[serde(default)]
    pub(super) brokers: Vec<String>,
    #[serde(default)]
    pub(super) explainers: Vec<String>,
}

/// One file.
pub(super) struct Document<T> {
    pub(super) path: String,
    pub(super) slug: String,
    /// `None` where it is malformed.
    pub(super) content: Option<T>,
    /// Pointers of keys that the format does not have.
    pub(super) unknown: Vec<String>,
    /// Lines and messages of what keeps it from being read.
    pub(super) faults: Vec<(usize, String)>,
    lines: Lines,
}

impl<T: DeserializeOwned> Document<T> {
    /// Reads `text`, which starts `offset` lines into the file at `path`.
    fn read(slug: &str, path: &str, text: &str, offset: usize) -> Self {
        let (_, errors) = DeTable::parse_recoverable(text);
        let place = |error: &toml::de::Error| {
            let start = error.span().map_or(0, |span| span.start);
            (
                line_of(text, start) + offset,
                error.message().replace('\n', ", "),
            )
        };
        let mut faults: Vec<_> = errors.iter().map(place).collect();
        // What comes after a slip on the same line only follows from it.
        faults.dedup_by_key(|(line, _)| *line);
        let mut unknown = Vec::new();
        let mut content = None;
        if faults.is_empty() {
            let read = toml::Deserializer::parse(text).and_then(|deserializer| {
                serde_ignored::deserialize(deserializer, |path| {
                    unknown.push(path.to_string().replace(".?", ""));
                })
            });
            match read {
                Ok(value) => content = Some(value),
                Err(error) => faults.push(place(&error)),
            }
        }
        Self {
            path: path.to_owned(),
            slug: slug.to_owned(),
            content,
            unknown,
            faults,
            lines: Lines::of(text, offset),
        }
    }
}

impl<T> Document<T> {
    pub(super) fn line(&self, pointer: &str) -> usize {
        self.lines.line(pointer)
    }

    /// The folder that a record is in.
    pub(super) fn folder(&self) -> &'static str {
        let (folder, _) = self.path.split_once('/').unwrap_or_default();
        let mut known = RECORDS.into_iter();
        known.find(|one| *one == folder).unwrap_or(RECORDS[0])
    }

    /// Reports something wrong at `pointer`.
    pub(super) fn report(
        &self,
        report: &mut Report,
        pointer: &str,
        message: impl AsRef<str>,
        fix: impl Into<String>,
    ) {
        let message = match pointer {
            "" => message.as_ref().to_owned(),
            _ => format!("{pointer}: {}", message.as_ref()),
        };
        report.add(&self.path, self.line(pointer), message, fix);
    }
}

impl<'a> Library<'a> {
    pub(super) fn read(files: &'a Files, unreadable: &'a [Error], today: Date) -> Self {
        let mut bodies = BTreeMap::new();
        let explainers = files
            .within("explainers", ".md")
            .map(|(slug, path, text)| match parts(text) {
                Some((front, body)) => {
                    bodies.insert(path.to_owned(), body.to_owned());
                    Document::read(slug, path, front, 1)
                }
                None => Document {
                    path: path.to_owned(),
                    slug: slug.to_owned(),
                    content: None,
                    unknown: Vec::new(),
                    faults: vec![(
                        1,
                        "does not start with TOML between two +++ lines".to_owned(),
                    )],
                    lines: Lines::default(),
                },
            })
            .collect();
        Self {
            unreadable,
            today,
            vocabulary: Vocabulary::load(files),
            records: files
                .records()
                .map(|(slug, path, text)| Document::read(slug, path, text, 0))
                .collect(),
            explainers,
            laws: files
                .within("rights", ".toml")
                .map(|(slug, path, text)| Document::read(slug, path, text, 0))
                .collect(),
            bodies,
            retired: retired_entries(files),
            slugs: files.get("slugs.toml").map(|text| {
                toml::from_str(text).map_err(|error| Error::malformed("slugs.toml", text, &error))
            }),
        }
    }

    /// The records that could be parsed.
    pub(super) fn parsed(&self) -> impl Iterator<Item = (&Document<RecordFile>, &RecordFile)> {
        self.records
            .iter()
            .filter_map(|document| Some((document, document.content.as_ref()?)))
    }

    /// The explainers that could be parsed.
    pub(super) fn explained(
        &self,
    ) -> impl Iterator<Item = (&Document<ExplainerFile>, &ExplainerFile)> {
        self.explainers
            .iter()
            .filter_map(|document| Some((document, document.content.as_ref()?)))
    }

    /// The laws that could be parsed.
    pub(super) fn enacted(&self) -> impl Iterator<Item = (&Document<LawFile>, &LawFile)> {
        self.laws
            .iter()
            .filter_map(|document| Some((document, document.content.as_ref()?)))
    }

    /// Every source of every file: path of the file, line, key and source.
    pub(super) fn sources(&self) -> impl Iterator<Item = (&str, usize, &str, &SourceFile)> {
        let of_records = self.parsed().flat_map(|(document, record)| {
            record.sources.iter().map(move |(key, source)| {
                let line = document.line(&format!("sources.{key}"));
                (document.path.as_str(), line, key.as_str(), source)
            })
        });
        let of_explainers = self.explained().flat_map(|(document, explainer)| {
            explainer.sources.iter().map(move |(key, source)| {
                let line = document.line(&format!("sources.{key}"));
                (document.path.as_str(), line, key.as_str(), source)
            })
        });
        let of_laws = self.enacted().flat_map(|(document, law)| {
            law.sources.iter().map(move |(key, source)| {
                let line = document.line(&format!("sources.{key}"));
                (document.path.as_str(), line, key.as_str(), source)
            })
        });
        of_records.chain(of_explainers).chain(of_laws)
    }
}

/// A claim of a record: a topic's general entry or one of its regions.
pub(super) struct Claim<'a> {
    /// Where it stands: `practices.ads` or `practices.ads.regions.eu`.
    pub(super) pointer: String,
    /// The key of its position: `stance` or `availability`.
    pub(super) key: &'static str,
    /// The position in force: a region's own, or else the general one.
    pub(super) position: &'a str,
    /// Whether the position is its own, not taken from the general entry.
    pub(super) own_position: bool,
    /// Its own summary; `None` where a region leaves it out.
    pub(super) summary: Option<&'a str>,
    pub(super) evidence: &'a [EvidenceFile],
    /// The key of its ways: `opt_out` or `ways`.
    pub(super) ways_key: &'static str,
    /// The ways in force; empty where a region has none and takes none.
    pub(super) ways: &'a [WayFile],
    /// Whether the ways are its own, not taken from the general entry.
    pub(super) own_ways: bool,
    /// `Some` for a region: whether it says anything of its own.
    pub(super) region_says: Option<bool>,
}

/// The claims of a record, general entries before their regions.
pub(super) fn claims(record: &RecordFile) -> Vec<Claim<'_>> {
    let mut claims = Vec::new();
    for (topic, practice) in &record.practices {
        let pointer = format!("practices.{topic}");
        for (region, differs) in &practice.regions {
            claims.push(Claim {
                pointer: format!("{pointer}.regions.{region}"),
                key: "stance",
                position: differs.stance.as_deref().unwrap_or(&practice.stance),
                own_position: differs.stance.is_some(),
                summary: differs.summary.as_deref(),
                evidence: &differs.evidence,
                ways_key: "opt_out",
                ways: differs.opt_out.as_deref().unwrap_or(&practice.opt_out),
                own_ways: differs.opt_out.is_some(),
                region_says: Some(
                    differs.stance.is_some()
                        || differs.summary.is_some()
                        || differs.used.is_some()
                        || differs.not_used.is_some()
                        || differs.undo.is_some()
                        || differs.opt_out.is_some(),
                ),
            });
        }
        claims.push(Claim {
            pointer,
            key: "stance",
            position: &practice.stance,
            own_position: true,
            summary: Some(&practice.summary),
            evidence: &practice.evidence,
            ways_key: "opt_out",
            ways: &practice.opt_out,
            own_ways: true,
            region_says: None,
        });
    }
    for (topic, right) in &record.rights {
        let pointer = format!("rights.{topic}");
        for (region, differs) in &right.regions {
            claims.push(Claim {
                pointer: format!("{pointer}.regions.{region}"),
                key: "availability",
                position: differs
                    .availability
                    .as_deref()
                    .unwrap_or(&right.availability),
                own_position: differs.availability.is_some(),
                summary: differs.summary.as_deref(),
                evidence: &differs.evidence,
                ways_key: "ways",
                ways: differs.ways.as_deref().unwrap_or(&right.ways),
                own_ways: differs.ways.is_some(),
                region_says: Some(
                    differs.availability.is_some()
                        || differs.summary.is_some()
                        || differs.after.is_some()
                        || differs.ways.is_some(),
                ),
            });
        }
        claims.push(Claim {
            pointer,
            key: "availability",
            position: &right.availability,
            own_position: true,
            summary: Some(&right.summary),
            evidence: &right.evidence,
            ways_key: "ways",
            ways: &right.ways,
            own_ways: true,
            region_says: None,
        });
    }
    claims
}

impl<'a> Claim<'a> {
    /// Its own ways with their pointers.
    pub(super) fn own_ways(&self) -> impl Iterator<Item = (String, &'a WayFile)> {
        let ways: &'a [WayFile] = if self.own_ways { self.ways } else { &[] };
        let at = format!("{}.{}", self.pointer, self.ways_key);
        ways.iter()
            .enumerate()
            .map(move |(index, way)| (format!("{at}.{index}"), way))
    }
}
