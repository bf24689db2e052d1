//! Everything that Privy knows, loaded.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::{Broker, Error, Explainer, Files, Law, Record, Retired, Slug, Vocabulary};

/// A file that could not be taken in, while the rest was.
pub type Problem = Error;

/// Everything that Privy knows. It does not change once it is loaded.
#[derive(Debug)]
pub struct KnowledgeBase {
    /// Topics, regions, kinds and how people word them.
    pub vocabulary: Vocabulary,
    /// The platforms' records.
    pub records: BTreeMap<Slug, Record>,
    /// The general answers.
    pub explainers: BTreeMap<Slug, Explainer>,
    /// The privacy laws, by region.
    pub laws: BTreeMap<Slug, Law>,
    /// Platforms that were published and have no record here: theirs is broken, or not in this folder.
    pub unread: Vec<Slug>,
    /// Slugs that are gone.
    pub retired: Vec<Retired>,
    /// What could not be taken in.
    pub problems: Vec<Problem>,
}

#[derive(Deserialize)]
struct RetiredFile {
    #[serde(default)]
    retired: Vec<RetiredEntry>,
}

#[derive(Deserialize)]
pub(crate) struct RetiredEntry {
    pub(crate) slug: String,
    #[serde(default)]
    pub(crate) reason: String,
    pub(crate) redirect: Option<String>,
}

impl KnowledgeBase {
    /// Loads the base from `files`. A broken record or explainer becomes a problem; the rest is taken in.
    ///
    /// # Errors
    /// Where the vocabulary is missing or broken: without it nothing can be understood.
    pub fn load(files: &Files) -> Result<Self, Error> {
        let vocabulary = Vocabulary::load(files)?;
        let mut problems = Vec::new();
        let mut records = BTreeMap::new();
        for (stem, path, text) in files.records() {
            let read =
                slug_of(stem, path).and_then(|slug| Record::parse(slug, path, text, &vocabulary));
            match read {
                Ok(record) => drop(records.insert(record.slug.clone(), record)),
                Err(problem) => problems.push(problem),
            }
        }
        let mut explainers = BTreeMap::new();
        for (stem, path, text) in files.within("explainers", ".md") {
            let read = slug_of(stem, path).and_then(|slug| Explainer::parse(slug, path, text));
            match read {
                Ok(explainer) => drop(explainers.insert(explainer.slug.clone(), explainer)),
                Err(problem) => problems.push(problem),
            }
        }
        let mut laws = BTreeMap::new();
        for (stem, path, text) in files.within("rights", ".toml") {
            let read = slug_of(stem, path)
                .and_then(|slug| Law::parse(slug, path, text, &vocabulary.regions));
            match read {
                Ok(law) => drop(laws.insert(law.region.clone(), law)),
                Err(problem) => problems.push(problem),
            }
        }
        let retired: Vec<Retired> = match retired_entries(files) {
            Ok(entries) => entries.into_iter().filter_map(retired).collect(),
            Err(problem) => {
                problems.push(problem);
                Vec::new()
            }
        };
        let published = published(files).into_iter();
        let is_unread = |slug: &Slug| {
            !records.contains_key(slug) && retired.iter().all(|entry| entry.slug != *slug)
        };
        Ok(Self {
            vocabulary,
            unread: published.filter(is_unread).collect(),
            records,
            explainers,
            laws,
            retired,
            problems,
        })
    }

    /// The law of `region`, or of the nearest region around it that has one.
    pub fn law(&self, region: Option<&Slug>) -> Option<&Law> {
        let mut chain = self.vocabulary.regions.chain(region);
        chain.find_map(|place| self.laws.get(place))
    }

    /// The platforms that people use, in the order of their slugs: no data brokers.
    pub fn platforms(&self) -> impl Iterator<Item = &Record> {
        self.records
            .values()
            .filter(|record| record.broker.is_none())
    }

    /// The data brokers, those that matter most first.
    pub fn brokers(&self) -> Vec<(&Record, &Broker)> {
        let held = self.records.values();
        let mut brokers: Vec<_> = held
            .filter_map(|record| Some((record, record.broker.as_ref()?)))
            .collect();
        brokers.sort_by_key(|(record, broker)| (broker.first.unwrap_or(u8::MAX), &record.slug));
        brokers
    }

    /// The records whose company is `company`, in the order of their slugs.
    pub fn family<'a>(&'a self, company: &'a str) -> impl Iterator<Item = &'a Record> {
        self.records
            .values()
            .filter(move |record| record.company.eq_ignore_ascii_case(company))
    }
}

/// The platforms and brokers that the files name: those of slugs.toml, and those that have a file.
fn published(files: &Files) -> BTreeSet<Slug> {
    #[derive(Deserialize)]
    struct Published {
        #[serde(default)]
        platforms: Vec<String>,
        #[serde(default)]
        brokers: Vec<String>,
    }
    let listed = files
        .get("slugs.toml")
        .and_then(|text| toml::from_str::<Published>(text).ok());
    let listed = listed.map(|file| [file.platforms, file.brokers].concat());
    let listed = listed.unwrap_or_default();
    let there = files.records().map(|(stem, _, _)| stem);
    let all = listed.iter().map(String::as_str).chain(there);
    all.filter_map(|slug| Slug::new(slug).ok()).collect()
}

fn slug_of(stem: &str, path: &str) -> Result<Slug, Error> {
    Slug::new(stem).map_err(|message| Error::invalid(path, 0, message))
}

pub(crate) fn retired_entries(files: &Files) -> Result<Vec<RetiredEntry>, Error> {
    const FILE: &str = "retired.toml";
    let Some(text) = files.get(FILE) else {
        return Ok(Vec::new());
    };
    let file: RetiredFile =
        toml::from_str(text).map_err(|error| Error::malformed(FILE, text, &error))?;
    Ok(file.retired)
}

fn retired(entry: RetiredEntry) -> Option<Retired> {
    Some(Retired {
        slug: Slug::new(&entry.slug).ok()?,
        reason: entry.reason,
        redirect: entry.redirect.and_then(|slug| Slug::new(&slug).ok()),
    })
}
