//! What questions and policies have in common: which words of people stand for which words of policies, and what a
//! passage can be about. For ranking the passages of a policy; what is done with it is the ranking's business.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{Error, Files, locate::Lines};

const POLICY: &str = "vocabulary/policy.toml";

/// What questions and policies have in common.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PolicyWords {
    /// How much each part of the ranking counts.
    pub rank: PolicyRank,
    /// What a passage can be about, by name.
    pub aspects: Vec<PolicyAspect>,
    /// What people say and what policies say instead.
    pub synonyms: Vec<PolicySynonyms>,
}

/// How much each part of the ranking counts.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyRank {
    /// What a standard deviation of an aspect counts, measured in BM25.
    pub aspect: f64,
    /// What a word of policies counts, measured in words of the question.
    pub synonym: f64,
    /// What is added to an aspect that the heading right above a passage names, in standard deviations.
    pub heading: f64,
    /// The least that an aspect counts, in standard deviations: from -8 on.
    pub least: f64,
    /// The most that it counts: below 8.
    pub most: f64,
    /// Words of a question that are not looked for.
    pub stop: Vec<String>,
}

/// Something that a passage can be about.
#[derive(Debug, Clone, PartialEq)]
pub struct PolicyAspect {
    /// Its name.
    pub name: String,
    /// Terms of a heading that name it.
    pub heads: Vec<PolicyTerm>,
    /// Terms of a question that ask for it.
    pub cues: Vec<PolicyTerm>,
    /// What passages have of it on average, in standard deviations.
    pub mean: f64,
    /// What a passage has of it for each of these words in it.
    pub weights: Vec<PolicyWeight>,
}

/// A word of a passage, or two next to each other, and what it says of an aspect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyWeight {
    /// One word or two.
    pub words: Vec<String>,
    /// Hundredths of a standard deviation.
    pub hundredths: i16,
}

/// Words that stand next to each other, or several such, which may stand anywhere: `"what + collect"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyTerm(pub Vec<Vec<PolicyWord>>);

/// A word of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PolicyWord {
    /// Whatever has its stem.
    Any(String),
    /// As it stands, written `=word`.
    Exact(String),
}

/// What people say and what policies say instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicySynonyms {
    /// Terms of a question.
    pub people: Vec<PolicyTerm>,
    /// Words, or several, that a policy uses where people say one of those.
    pub policies: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyFile {
    rank: PolicyRank,
    aspect: BTreeMap<String, AspectFile>,
    synonyms: Vec<SynonymsFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AspectFile {
    heads: Vec<String>,
    cues: Vec<String>,
    mean: f64,
    /// `word word hundredths`, divided by commas and line ends: thousands of them, so they are no TOML tables.
    weights: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SynonymsFile {
    people: Vec<String>,
    policies: Vec<String>,
}

/// What is wrong, and where: the pointer of a key or item, and how many lines further down.
struct Wrong {
    pointer: String,
    below: usize,
    message: String,
}

type Checked<T> = Result<T, Wrong>;

impl PolicyWords {
    /// Reads them from `files`; none where there is no such file.
    ///
    /// # Errors
    /// Where the file is malformed or holds what cannot be meant; with the line.
    pub(crate) fn read(files: &Files) -> Result<Self, Error> {
        let Some(text) = files.get(POLICY) else {
            return Ok(Self::default());
        };
        let file: PolicyFile =
            toml::from_str(text).map_err(|error| Error::malformed(POLICY, text, &error))?;
        file.check().map_err(|wrong| {
            let line = Lines::of(text, 0).line(&wrong.pointer);
            let opening = text.lines().nth(line - 1).unwrap_or_default();
            let below = match opening.trim_end().ends_with("\"\"\"") {
                true => wrong.below,
                false => 0,
            };
            Error::invalid(POLICY, line + below, wrong.message)
        })
    }
}

impl PolicyFile {
    fn check(self) -> Checked<PolicyWords> {
        let rank = &self.rank;
        for (key, value, sound) in [
            ("aspect", rank.aspect, rank.aspect >= 0.0),
            ("synonym", rank.synonym, (0.0..=1.0).contains(&rank.synonym)),
            ("heading", rank.heading, rank.heading >= 0.0),
            ("least", rank.least, (-8.0..=0.0).contains(&rank.least)),
            ("most", rank.most, (0.0..8.0).contains(&rank.most)),
        ] {
            if !sound || !value.is_finite() {
                let pointer = format!("rank.{key}");
                return Err(wrong(&pointer, format!("{value} is no `{key}`")));
            }
        }
        for (number, stop) in rank.stop.iter().enumerate() {
            word(stop).map_err(|message| wrong(&format!("rank.stop.{number}"), message))?;
        }
        let aspects = self.aspect.into_iter();
        let synonyms = self.synonyms.into_iter().enumerate();
        Ok(PolicyWords {
            rank: self.rank,
            aspects: aspects
                .map(|(name, file)| file.check(name))
                .collect::<Checked<_>>()?,
            synonyms: synonyms
                .map(|(number, file)| file.check(&format!("synonyms.{number}")))
                .collect::<Checked<_>>()?,
        })
    }
}

impl AspectFile {
    fn check(self, name: String) -> Checked<PolicyAspect> {
        let key = |key: &str| format!("aspect.{name}.{key}");
        if !self.mean.is_finite() {
            return Err(wrong(&key("mean"), format!("{} is no mean", self.mean)));
        }
        Ok(PolicyAspect {
            heads: terms(&key("heads"), &self.heads)?,
            cues: terms(&key("cues"), &self.cues)?,
            mean: self.mean,
            weights: weights(&key("weights"), &self.weights)?,
            name,
        })
    }
}

impl SynonymsFile {
    fn check(self, pointer: &str) -> Checked<PolicySynonyms> {
        let policies = format!("{pointer}.policies");
        Ok(PolicySynonyms {
            people: terms(&format!("{pointer}.people"), &self.people)?,
            policies: list(&policies, &self.policies, |text| {
                text.split_whitespace().map(word).collect()
            })?,
        })
    }
}

fn wrong(pointer: &str, message: String) -> Wrong {
    Wrong {
        pointer: pointer.to_owned(),
        below: 0,
        message,
    }
}

fn terms(pointer: &str, texts: &[String]) -> Checked<Vec<PolicyTerm>> {
    list(pointer, texts, |text| {
        let part = |part: &str| {
            let words = part.split_whitespace().map(term_word);
            let words = words.collect::<Result<Vec<_>, _>>()?;
            match words.is_empty() {
                true => Err(format!("`{text}` has nothing beside a `+`")),
                false => Ok(words),
            }
        };
        let parts = text.split('+').map(part).collect::<Result<_, _>>()?;
        Ok(PolicyTerm(parts))
    })
}

/// Every text of a list, none of which may be empty or stand there twice.
fn list<T: PartialEq>(
    pointer: &str,
    texts: &[String],
    read: impl Fn(&str) -> Result<T, String>,
) -> Checked<Vec<T>> {
    if texts.is_empty() {
        return Err(wrong(pointer, "is empty".to_owned()));
    }
    let mut list = Vec::with_capacity(texts.len());
    for (number, text) in texts.iter().enumerate() {
        let item = format!("{pointer}.{number}");
        if text.trim().is_empty() {
            return Err(wrong(&item, "is empty".to_owned()));
        }
        let read = read(text).map_err(|message| wrong(&item, message))?;
        if list.contains(&read) {
            return Err(wrong(&item, format!("`{text}` stands there twice")));
        }
        list.push(read);
    }
    Ok(list)
}

fn term_word(text: &str) -> Result<PolicyWord, String> {
    match text.strip_prefix('=') {
        Some(exact) => word(exact).map(PolicyWord::Exact),
        None => word(text).map(PolicyWord::Any),
    }
}

/// `text`, where it is what the words of a text are made of.
fn word(text: &str) -> Result<String, String> {
    let sound = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    match !text.is_empty() && text.chars().all(sound) {
        true => Ok(text.to_owned()),
        false => Err(format!("`{text}` is no word: small letters and digits")),
    }
}

/// `collect 259, may collect 196`; lines may end anywhere between two.
fn weights(pointer: &str, text: &str) -> Checked<Vec<PolicyWeight>> {
    let mut weights = Vec::new();
    // The first line of the text stands below that of the key.
    for (number, line) in text.lines().enumerate() {
        let at = |message| Wrong {
            pointer: pointer.to_owned(),
            below: number + 1,
            message,
        };
        let entries = line.split(',').map(str::trim);
        for entry in entries.filter(|entry| !entry.is_empty()) {
            weights.push(weight(entry).map_err(at)?);
        }
    }
    match weights.is_empty() {
        true => Err(wrong(pointer, "is empty".to_owned())),
        false => Ok(weights),
    }
}

fn weight(entry: &str) -> Result<PolicyWeight, String> {
    let mut words: Vec<_> = entry.split_whitespace().collect();
    let last = words.pop().unwrap_or_default();
    let hundredths = last
        .parse()
        .map_err(|_| format!("`{entry}` does not end with a number"))?;
    if !(1..=2).contains(&words.len()) {
        return Err(format!("`{entry}` has not one word or two"));
    }
    let words = words.into_iter().map(word).collect::<Result<_, _>>()?;
    Ok(PolicyWeight { words, hundredths })
}
