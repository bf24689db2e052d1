//! The closed lists, and how people word what is in them.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashSet},
};

use serde::Deserialize;

use crate::{Error, Files, PolicyWords, Position, Region, Regions, Slug, Weights, WordList};

const TOPICS: &str = "vocabulary.toml";
const PHRASINGS: &str = "vocabulary/phrasings.toml";
const INTENTS: &str = "vocabulary/intents.toml";
const REGIONS: &str = "vocabulary/regions.toml";
const NAMES: &str = "vocabulary/names.toml";
const FRAMING: &str = "vocabulary/framing.toml";
const MESSAGES: &str = "vocabulary/messages.toml";
const WORDS: &str = "vocabulary/words.txt";

/// The closed lists, and how people word what is in them.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    /// The topics, in the order in which they are shown.
    pub topics: Vec<Topic>,
    /// The kinds of platform.
    pub kinds: Vec<Kind>,
    /// The tree of regions.
    pub regions: Regions,
    /// How people word an intent, by the intent's name.
    pub intents: BTreeMap<String, IntentWords>,
    /// Well-known names that no record may be about.
    pub unheld: Vec<UnheldName>,
    /// Other names of companies that run several platforms.
    pub companies: Vec<Company>,
    /// Names that are also ordinary words.
    pub ordinary: Vec<Ordinary>,
    /// What people put around a question and what says nothing of it: "my sister says", "can you tell me if".
    pub framing: Vec<String>,
    /// What questions and policies have in common, to rank passages by.
    pub policy: PolicyWords,
    /// Ordinary English words, in lower case.
    pub words: WordList,
    /// The file of messages as it stands: only what learns reads it, see [`Vocabulary::messages`].
    pub(crate) messages: Cow<'static, str>,
    /// What was learned from the phrasings, where it is kept: perhaps from other ones.
    pub weights: Option<Weights>,
    /// What people write short, and the words that it stands for.
    pub shorthand: BTreeMap<String, String>,
    verdicts: Verdicts,
}

/// What a position is called in a reply, by the position's word.
pub type Verdicts = BTreeMap<String, String>;

/// A practice or a right that questions are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// The permanent name.
    pub slug: Slug,
    /// The name in a heading.
    pub name: String,
    /// The name in the middle of a sentence.
    pub phrase: String,
    /// Practice or right.
    pub group: Group,
    /// The question that its position answers.
    pub asks: String,
    /// Words that ask for the opposite of what its question asks: "encrypted", where it asks who can read along.
    pub opposite: Vec<String>,
    /// How people ask about it, and words that point at it.
    pub phrasings: Phrasings,
    verdicts: Verdicts,
}

/// How people ask about a topic.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrasings {
    /// Whole questions and telegraphic ones, without platform names, in lower case.
    #[serde(default)]
    pub phrasings: Vec<String>,
    /// Words and short terms that point at this topic and hardly at another, in lower case.
    #[serde(default)]
    pub cues: Vec<String>,
}

/// How people show what kind of answer they want: the same shape as a topic's phrasings.
pub type IntentWords = Phrasings;

/// Practices have a stance, rights an availability.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Something done with data.
    Practice,
    /// Something that a person can have done.
    Right,
}

/// A kind of platform.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// The name, as records write it.
    pub name: String,
    /// The name of several: "social networks".
    pub plural: String,
    /// How people write it, in lower case.
    pub words: Vec<String>,
}

/// A well-known name that no record may be about.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnheldName {
    /// The name as people write it.
    pub name: String,
    /// How people write it, in lower case.
    pub words: Vec<String>,
    /// Its domains.
    #[serde(default)]
    pub domains: Vec<String>,
    /// What it is, in one or two words.
    #[serde(default)]
    pub kind: String,
}

/// Other names of a company that runs platforms.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Company {
    /// The company, as records write it.
    pub name: String,
    /// How people write it, in lower case.
    pub words: Vec<String>,
}

/// A name that is also an ordinary word.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ordinary {
    /// The word, in lower case.
    pub word: String,
    /// Terms in which it is not the name, in lower case.
    #[serde(default)]
    pub blocked: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TopicsFile {
    topic: Vec<TopicFile>,
    kind: Vec<Kind>,
    verdicts: Verdicts,
    #[serde(default)]
    shorthand: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TopicFile {
    slug: String,
    name: String,
    phrase: String,
    group: Group,
    asks: String,
    #[serde(default)]
    opposite: Vec<String>,
    #[serde(default)]
    verdicts: Verdicts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RegionsFile {
    region: Vec<RegionFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RegionFile {
    id: String,
    name: String,
    #[serde(default)]
    parent: String,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    exact: Vec<String>,
    #[serde(default)]
    countries: Vec<Vec<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct NamesFile {
    #[serde(default)]
    unheld: Vec<UnheldName>,
    #[serde(default)]
    company: Vec<Company>,
    #[serde(default)]
    ordinary: Vec<Ordinary>,
}

/// The shape of the file on disk.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct FramingFile {
    #[serde(default)]
    who: Vec<String>,
    #[serde(default)]
    tells: Vec<String>,
    #[serde(default)]
    terms: Vec<String>,
}

impl FramingFile {
    /// All terms: those that stand there, and everybody with everything that they do.
    fn terms(self) -> Vec<String> {
        let mut terms = self.terms;
        for who in &self.who {
            for tells in &self.tells {
                terms.push(format!("{who} {tells}"));
                terms.push(format!("{who} {tells} that"));
            }
        }
        terms
    }
}

impl Vocabulary {
    /// Reads the vocabulary from `files`. Only `vocabulary.toml` must be there; a list that is missing is empty.
    ///
    /// # Errors
    /// Where a file is malformed or names a slug that is none; with the line.
    pub fn load(files: &Files) -> Result<Self, Error> {
        let topics: TopicsFile = required(files, TOPICS)?;
        let mut phrasings: BTreeMap<String, Phrasings> = optional(files, PHRASINGS)?;
        let regions: Option<RegionsFile> = optional_file(files, REGIONS)?;
        let names: NamesFile = optional_file(files, NAMES)?.unwrap_or_default();
        let mut list = Vec::new();
        for raw in topics.topic {
            let phrasings = phrasings.remove(&raw.slug).unwrap_or_default();
            list.push(topic(raw, phrasings)?);
        }
        if let Some(lost) = phrasings.keys().next() {
            let message = format!("[{lost}]: `{lost}` is no topic of {TOPICS}");
            return Err(Error::invalid(PHRASINGS, 0, message));
        }
        Ok(Self {
            topics: list,
            kinds: topics.kind,
            regions: region_tree(regions)?,
            intents: optional(files, INTENTS)?,
            unheld: names.unheld,
            companies: names.company,
            ordinary: names.ordinary,
            framing: optional::<FramingFile>(files, FRAMING)?.terms(),
            policy: PolicyWords::read(files)?,
            words: WordList::read(files.get(WORDS).unwrap_or_default()),
            messages: files.text(MESSAGES).cloned().unwrap_or_default(),
            weights: Weights::read(files),
            shorthand: topics.shorthand,
            verdicts: topics.verdicts,
        })
    }

    /// The topic of that slug.
    pub fn topic(&self, slug: &str) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.slug == *slug)
    }

    /// Whole messages as people write them, by topic, to learn from.
    ///
    /// # Errors
    /// Where the file is malformed or names a topic that there is none of.
    pub fn messages(&self) -> Result<BTreeMap<String, Vec<String>>, Error> {
        let text = self.messages.as_ref();
        let messages: BTreeMap<String, Vec<String>> =
            toml::from_str(text).map_err(|error| Error::malformed(MESSAGES, text, &error))?;
        match messages.keys().find(|topic| self.topic(topic).is_none()) {
            Some(lost) => Err(Error::invalid(
                MESSAGES,
                0,
                format!("`{lost}` is no topic of {TOPICS}"),
            )),
            None => Ok(messages),
        }
    }

    /// What `position` is called in a reply about `topic`: "Yes, unless you turn it off".
    pub fn verdict<'a>(&'a self, topic: &'a Topic, position: Position) -> &'a str {
        let word = position.as_str();
        topic
            .verdicts
            .get(word)
            .or_else(|| self.verdicts.get(word))
            .map_or(word, String::as_str)
    }
}

fn required<T: for<'de> Deserialize<'de>>(files: &Files, path: &str) -> Result<T, Error> {
    optional_file(files, path)?.ok_or_else(|| Error::invalid(path, 0, "is missing"))
}

fn optional<T: for<'de> Deserialize<'de> + Default>(files: &Files, path: &str) -> Result<T, Error> {
    Ok(optional_file(files, path)?.unwrap_or_default())
}

fn optional_file<T: for<'de> Deserialize<'de>>(
    files: &Files,
    path: &str,
) -> Result<Option<T>, Error> {
    let Some(text) = files.get(path) else {
        return Ok(None);
    };
    toml::from_str(text)
        .map(Some)
        .map_err(|error| Error::malformed(path, text, &error))
}

fn topic(raw: TopicFile, phrasings: Phrasings) -> Result<Topic, Error> {
    Ok(Topic {
        slug: Slug::new(&raw.slug).map_err(|message| Error::invalid(TOPICS, 0, message))?,
        name: raw.name,
        phrase: raw.phrase,
        group: raw.group,
        asks: raw.asks,
        opposite: raw.opposite,
        phrasings,
        verdicts: raw.verdicts,
    })
}

fn region_tree(file: Option<RegionsFile>) -> Result<Regions, Error> {
    let slug = |text: &str| Slug::new(text).map_err(|m| Error::invalid(REGIONS, 0, m));
    let mut regions = Vec::new();
    for raw in file.map(|file| file.region).unwrap_or_default() {
        let parent = match raw.parent.as_str() {
            "" => None,
            parent => Some(slug(parent)?),
        };
        regions.push(Region {
            slug: slug(&raw.id)?,
            name: raw.name,
            parent,
            words: raw
                .words
                .into_iter()
                .chain(raw.countries.iter().flatten().cloned())
                .collect(),
            countries: raw.countries,
            exact: raw.exact,
        });
    }
    let known: HashSet<_> = regions.iter().map(|region| &region.slug).collect();
    if let Some(orphan) = regions
        .iter()
        .find(|region| region.parent.as_ref().is_some_and(|p| !known.contains(p)))
    {
        let message = format!("the parent of `{}` is no region", orphan.slug);
        return Err(Error::invalid(REGIONS, 0, message));
    }
    Ok(Regions::new(regions))
}
