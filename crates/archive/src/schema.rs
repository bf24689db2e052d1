//! What the index holds, and under which names.

use serde::{Deserialize, Serialize};
use tantivy::{
    Index,
    schema::{
        FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
    },
    tokenizer::{
        AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, Stemmer, TextAnalyzer,
    },
};

use crate::ranking::WordTokenizer;

/// Goes up whenever an index of before can no longer be read, or would hold something else.
pub(crate) const FORMAT: u32 = 2;

/// The name of the analyzer in the index.
const ANALYZER: &str = "stems";

/// Longer words are no words.
const LONGEST_WORD: usize = 40;

/// What separates the headings of a stored path: it stands in no text.
pub(crate) const PATH_SEPARATOR: char = '\u{1f}';

/// What stands in the field `kind` of a document.
pub(crate) const DOCUMENT: &str = "document";

/// The fields. There are two kinds of entry in the index: documents and passages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// Of documents: [`DOCUMENT`].
    pub(crate) kind: Field,
    /// Of both: the collection.
    pub(crate) collection: Field,
    /// Of documents: the reference.
    pub(crate) document: Field,
    /// Of documents: everything about it but its versions, as JSON.
    pub(crate) record: Field,
    /// Of documents: its versions, as bytes.
    pub(crate) versions: Field,
    /// Of passages: the reference of the document.
    pub(crate) passage_of: Field,
    /// Of passages: the service, for filtering.
    pub(crate) service: Field,
    /// Of passages: what is read, and the last headings above it, for scoring.
    pub(crate) text: Field,
    /// Of passages: topics.
    pub(crate) topics: Field,
    /// Of passages: what it has of each aspect, eight in a number.
    pub(crate) aspects: Field,
    /// Of passages: first character.
    pub(crate) start: Field,
    /// Of passages: the same for passages that say the same.
    pub(crate) digest: Field,
    /// Of passages: the slice, the headings, the context.
    pub(crate) slice: Field,
    pub(crate) path: Field,
    pub(crate) context: Field,
}

impl Fields {
    /// The schema.
    pub(crate) fn schema() -> (Schema, Self) {
        let mut builder = Schema::builder();
        let stems = TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(ANALYZER)
                .set_index_option(IndexRecordOption::WithFreqs),
        );
        let fields = Self {
            kind: builder.add_text_field("kind", STRING),
            collection: builder.add_text_field("collection", STRING),
            document: builder.add_text_field("document", STRING),
            record: builder.add_text_field("record", STORED),
            versions: builder.add_bytes_field("versions", STORED),
            passage_of: builder.add_text_field("passage_of", STRING | FAST),
            service: builder.add_text_field("service", STRING),
            text: builder.add_text_field("text", stems),
            topics: builder.add_text_field("topics", STRING),
            aspects: builder.add_u64_field("aspects", FAST),
            start: builder.add_u64_field("start", FAST),
            digest: builder.add_u64_field("digest", FAST),
            slice: builder.add_text_field("slice", STORED),
            path: builder.add_text_field("path", STORED),
            context: builder.add_text_field("context", STORED),
        };
        (builder.build(), fields)
    }

    /// Makes the analyzer known to an index that was opened.
    pub(crate) fn register(index: &Index) {
        index.tokenizers().register(ANALYZER, analyzer());
    }
}

/// From a text to the stems of its words.
pub(crate) fn analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(WordTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST_WORD))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .filter(Stemmer::new(Language::English))
        .build()
}

/// From a text to its words, one for each stem of [`analyzer`].
pub(crate) fn unstemmed() -> TextAnalyzer {
    TextAnalyzer::builder(WordTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST_WORD))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .build()
}

/// What the index was made of. It is committed with the index, so the two are never apart.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) format: u32,
    /// Which topic scorer the passages were scored by.
    pub(crate) topics: String,
    pub(crate) collections: std::collections::BTreeMap<String, CollectionState>,
    pub(crate) findings: Vec<crate::Finding>,
}

/// What a collection in the index was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CollectionState {
    /// Where its repository is on this machine.
    pub(crate) path: std::path::PathBuf,
    /// Where people find it.
    pub(crate) location: String,
    /// The commit it was read at.
    pub(crate) head: String,
    /// The commit its declarations were read at, where it has any.
    pub(crate) declarations: Option<String>,
}

impl State {
    /// What stands with the last commit of `index`; `None` where nothing was committed, or something of another format.
    pub(crate) fn of(index: &Index) -> tantivy::Result<Option<Self>> {
        let payload = index.load_metas()?.payload;
        let state = payload.and_then(|payload| serde_json::from_str::<Self>(&payload).ok());
        Ok(state.filter(|state| state.format == FORMAT))
    }
}
