//! Whether the terms on which a claim rests still stand in the text.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::{
    Archive, Document, Error, Version,
    repository::Reader,
    text::{self, Read},
};

/// How many versions are looked through for the one in which a term was last.
const VERSIONS: usize = 400;

/// How it stands with a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It stands in the newest text.
    Holds,
    /// It does not. The day is that of the first version without it, where an earlier one with it is known.
    Gone(Option<Date>),
    /// There is no text to look into.
    NoText,
}

/// How it stands with a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceStanding {
    /// The day of the newest version; `None` where there is no text.
    pub newest: Option<Date>,
    /// The day of the first change after the text was read, technical ones aside.
    pub changed_since: Option<Date>,
    /// Its commit, for a link to the difference.
    pub changed_by: Option<gix::ObjectId>,
    /// The terms, in the order in which they were asked for.
    pub terms: Vec<(String, Standing)>,
}

/// Looks terms up. It keeps the texts that it read, for the many claims that rest on one.
pub struct EvidenceCheck<'a> {
    archive: &'a Archive,
    readers: FxHashMap<String, Option<Reader>>,
    texts: FxHashMap<gix::ObjectId, Option<String>>,
}

impl<'a> EvidenceCheck<'a> {
    /// A check against the newest texts of `archive`.
    pub fn new(archive: &'a Archive) -> Self {
        Self {
            archive,
            readers: FxHashMap::default(),
            texts: FxHashMap::default(),
        }
    }

    /// How it stands with `terms` in the document `reference` (`collection:Service/Document`), of which the text of
    /// the day `read` was read. Case and kinds of white space do not matter, all else does.
    ///
    /// # Errors
    /// Where the index is damaged. A repository that is gone is "no text".
    pub fn look<'t>(
        &mut self,
        reference: &str,
        read: Option<Date>,
        terms: impl IntoIterator<Item = &'t str>,
    ) -> Result<SourceStanding, Error> {
        let archive = self.archive;
        let Some(document) = archive.document(reference) else {
            let terms = terms.into_iter();
            return Ok(SourceStanding {
                newest: None,
                changed_since: None,
                changed_by: None,
                terms: terms
                    .map(|term| (term.to_owned(), Standing::NoText))
                    .collect(),
            });
        };
        let versions = archive.versions(document)?;
        let since = read.and_then(|read| {
            let newer = versions.iter().take_while(|version| version.date() > read);
            newer.filter(|version| !version.technical).last()
        });
        let mut standings = Vec::new();
        for term in terms {
            let standing = self.standing(document, &versions, read, &folded(term));
            standings.push((term.to_owned(), standing));
        }
        Ok(SourceStanding {
            newest: Some(document.date),
            changed_since: since.map(Version::date),
            changed_by: since.map(|version| version.commit),
            terms: standings,
        })
    }

    fn standing(
        &mut self,
        document: &Document,
        versions: &[Version],
        read: Option<Date>,
        term: &str,
    ) -> Standing {
        match self.text(document, document.blob) {
            None => return Standing::NoText,
            Some(text) if text.contains(term) => return Standing::Holds,
            Some(_) => {}
        }
        let mut without: Option<&Version> = None;
        for version in versions.iter().take(VERSIONS) {
            if self
                .text(document, version.blob)
                .is_some_and(|text| text.contains(term))
            {
                return Standing::Gone(without.map(Version::date));
            }
            without = Some(version);
            // Older than what was read: it never stood there.
            if read.is_some_and(|read| version.date() < read) {
                break;
            }
        }
        Standing::Gone(None)
    }

    /// The text with case and white space folded.
    fn text(&mut self, document: &Document, blob: gix::ObjectId) -> Option<&str> {
        let archive = self.archive;
        let collection = &document.collection;
        let reader = self
            .readers
            .entry(collection.clone())
            .or_insert_with(|| archive.reader(collection).ok());
        let read = || match text::read(reader.as_ref()?, blob).ok()? {
            Read::Text(text, _) => Some(folded(&text)),
            Read::Refused(..) => None,
        };
        self.texts.entry(blob).or_insert_with(read).as_deref()
    }
}

fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().flat_map(char::to_lowercase));
    }
    folded
}
