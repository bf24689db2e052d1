//! An archive of loose texts, in memory: for measuring, and for tests of what searches.

use gix::ObjectId;
use jiff::civil::Date;
use tantivy::Index;

use crate::{
    Archive, Document, Error,
    document::reference,
    index::Writer,
    passage::passages,
    schema::{FORMAT, Fields, State},
    topics::TopicScorer,
};

/// A text that belongs to no collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LooseText {
    /// The platform.
    pub service: String,
    /// What kind of text it is.
    pub name: String,
    /// The text: Markdown, or plain.
    pub text: String,
}

/// What loose texts have for a collection.
const COLLECTION: &str = "texts";

impl Archive {
    /// An archive of `texts`, which have no dates, versions or addresses.
    ///
    /// # Errors
    /// Where the index fails, which no text causes.
    pub fn of_texts(texts: &[LooseText], topics: &dyn TopicScorer) -> Result<Self, Error> {
        let index = Index::create_in_ram(Fields::schema().0);
        let writer = Writer::onto(&index, topics)?;
        for text in texts {
            let reference = reference(COLLECTION, &text.service, &text.name);
            let passages = passages(&text.text);
            for passage in &passages {
                writer.add_passage(COLLECTION, &text.service, &reference, passage)?;
            }
            let none = ObjectId::null(gix::hash::Kind::Sha1);
            let document = Document {
                collection: COLLECTION.to_owned(),
                service: text.service.clone(),
                name: text.name.clone(),
                urls: Vec::new(),
                date: Date::ZERO,
                changed: Date::ZERO,
                commit: none,
                blob: none,
                versions: 0,
                passages: passages.len(),
            };
            writer.add_document(&document, &[])?;
        }
        let state = State {
            format: FORMAT,
            topics: topics.fingerprint(),
            ..State::default()
        };
        writer.commit(&state)?;
        Self::load(&index, state)
    }
}
