//! What changed in a platform's texts, so that a month of daily noise reads like a short note.

mod compare;
mod paragraph;
mod states;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::{
    Archive, Document, Error, Version,
    repository::Reader,
    text::{self, Read},
    topics::TopicScorer,
};

use compare::{Difference, differences};
use paragraph::{Paragraph, paragraphs};

/// The most topics that are told of a change.
const TOPICS: usize = 3;

/// The longest label, in words.
const LABEL_WORDS: usize = 7;

/// The longest suggested question, in words.
const QUESTION_WORDS: usize = 14;

/// What happened to a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It says it otherwise, or something else.
    Reworded,
}

impl ChangeKind {
    /// The word in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Reworded => "reworded",
        }
    }
}

/// A change of a paragraph, item or row.
#[derive(Debug, Clone, PartialEq)]
pub struct Change<'a> {
    /// The document.
    pub document: &'a Document,
    /// The day on which it was recorded; of several within days, the last.
    pub date: Date,
    /// What happened.
    pub kind: ChangeKind,
    /// The headings above it, outermost first.
    pub headings: Vec<String>,
    /// What it said, without markup.
    pub before: Option<String>,
    /// What it says, without markup.
    pub after: Option<String>,
    /// The topics that it speaks to, most of all first.
    pub topics: Vec<String>,
    /// The commit that brought it.
    pub commit: gix::ObjectId,
}

impl Archive {
    /// What changed in the texts of `service` on `since` and after, newest first. Left out is what changes only how
    /// the text is read or written: technical versions, a text that comes back to what it was, moved paragraphs, dates
    /// of the last change, addresses of links, markup.
    ///
    /// # Errors
    /// Where the index is damaged, or the repository is no longer where it was.
    pub fn changes(
        &self,
        service: &str,
        since: Date,
        topics: &dyn TopicScorer,
    ) -> Result<Vec<Change<'_>>, Error> {
        let mut changes = Vec::new();
        let documents = self.documents().iter();
        for document in documents.filter(|document| document.service == service) {
            if document.changed < since {
                continue;
            }
            let mut texts = Texts::new(self.reader(&document.collection)?);
            for step in states::steps(&self.versions(document)?, since, &mut texts) {
                let differences =
                    differences(&texts.paragraphs(&step.from), &texts.paragraphs(&step.to));
                let changed = differences.into_iter().map(|difference| Found {
                    document,
                    version: step.to,
                    difference,
                });
                changes.extend(changed);
            }
        }
        let mut changes = without_returns(changes);
        changes.sort_by_key(|found| std::cmp::Reverse(found.version.seconds));
        // Several collections hold the same text.
        let mut seen = rustc_hash::FxHashSet::default();
        changes.retain(|found| seen.insert(found.difference.keys()));
        let changes = changes.into_iter().map(|found| found.into_change(topics));
        Ok(changes.filter(says_something).collect())
    }
}

/// A difference and the version that brought it.
struct Found<'a> {
    document: &'a Document,
    version: Version,
    difference: Difference,
}

impl<'a> Found<'a> {
    fn into_change(self, topics: &dyn TopicScorer) -> Change<'a> {
        let Difference { before, after } = self.difference;
        let kind = match (&before, &after) {
            (None, _) => ChangeKind::Added,
            (_, None) => ChangeKind::Removed,
            _ => ChangeKind::Reworded,
        };
        let shown = after.as_ref().or(before.as_ref());
        let headings = shown
            .map(|shown| shown.headings.clone())
            .unwrap_or_default();
        let plain = shown.map_or("", |shown| &shown.plain);
        let scored = topics.topics(&headings, plain).into_iter();
        Change {
            document: self.document,
            date: self.version.date(),
            kind,
            topics: scored.map(|(topic, _)| topic).take(TOPICS).collect(),
            headings,
            before: before.map(|paragraph| paragraph.plain),
            after: after.map(|paragraph| paragraph.plain),
            commit: self.version.commit,
        }
    }
}

/// Whether it is more than a label or a suggested question, of which pages have other ones every day.
fn says_something(change: &Change<'_>) -> bool {
    let shown = change.after.as_ref().or(change.before.as_ref());
    let shown = shown.map_or("", |plain| plain.trim_end());
    let words = shown.split(' ').count();
    let is_question = shown.ends_with('?') && words <= QUESTION_WORDS;
    let is_label = change.topics.is_empty() && words <= LABEL_WORDS && !shown.ends_with('.');
    !is_question && !is_label
}

/// Leaves out what came and went, or went and came back, in one document. `changes` are in order of time by document.
fn without_returns(changes: Vec<Found<'_>>) -> Vec<Found<'_>> {
    let mut kept: Vec<Option<Found<'_>>> = Vec::new();
    for found in changes {
        let (gone, new) = found.difference.keys();
        let undoes = |earlier: &Option<Found<'_>>| {
            earlier.as_ref().is_some_and(|earlier| {
                std::ptr::eq(earlier.document, found.document)
                    && earlier.difference.keys() == (new, gone)
            })
        };
        match kept.iter().rposition(undoes) {
            Some(at) => kept[at] = None,
            None => kept.push(Some(found)),
        }
    }
    kept.into_iter().flatten().collect()
}

/// Reads the texts of versions, each once.
struct Texts {
    reader: Reader,
    read: FxHashMap<gix::ObjectId, u64>,
}

impl Texts {
    fn new(reader: Reader) -> Self {
        Self {
            reader,
            read: FxHashMap::default(),
        }
    }

    /// What the version says; nothing where its text cannot be read.
    fn paragraphs(&self, version: &Version) -> Vec<Paragraph> {
        match text::read(&self.reader, version.blob) {
            Ok(Read::Text(text, _)) => paragraphs(&text),
            _ => Vec::new(),
        }
    }

    /// The same for versions that say the same.
    fn digest(&mut self, version: &Version) -> u64 {
        if let Some(digest) = self.read.get(&version.blob) {
            return *digest;
        }
        let digest = paragraph::digest(&self.paragraphs(version));
        self.read.insert(version.blob, digest);
        digest
    }
}
