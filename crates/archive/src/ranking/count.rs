//! Words counted in chosen passages.

use std::sync::Arc;

use tantivy::{
    DocId, DocSet, InvertedIndexReader, Searcher, SegmentReader, TERMINATED, Term,
    fieldnorm::FieldNormReader,
    postings::{Postings, TermInfo},
    query::Bm25StatisticsProvider,
    schema::{Field, IndexRecordOption},
};

use crate::Error;

/// The constants of BM25 as Tantivy has them.
const K1: f32 = 1.2;
const B: f32 = 0.75;

/// Counts words in passages one by one, with the same outcome as the index's own BM25.
pub(super) struct Counter {
    pub(super) words: Vec<Word>,
    /// Of each segment.
    texts: Vec<(Arc<InvertedIndexReader>, FieldNormReader)>,
    norms: Vec<f32>,
}

/// A word that is looked for.
pub(super) struct Word {
    /// Where it stands in each segment.
    places: Vec<Option<TermInfo>>,
    /// What it counts where it stands.
    pub(super) weight: f32,
}

impl Counter {
    /// Of `stems` with their weights, in `field`.
    pub(super) fn new(
        searcher: &Searcher,
        field: Field,
        stems: &[(String, f32)],
    ) -> Result<Self, Error> {
        let mut texts = Vec::new();
        for segment in searcher.segment_readers() {
            let lengths = segment.get_fieldnorms_reader(field)?;
            texts.push((segment.inverted_index(field)?, lengths));
        }
        let all = searcher.total_num_docs()? as f32;
        let mut words = Vec::with_capacity(stems.len());
        for (stem, weight) in stems {
            let term = Term::from_field_text(field, stem);
            let places = texts.iter().map(|(text, _)| text.get_term_info(&term));
            let places = places.collect::<Result<Vec<_>, _>>();
            let places = places.map_err(tantivy::TantivyError::from)?;
            let has: u32 = places.iter().flatten().map(|info| info.doc_freq).sum();
            let has = has as f32;
            let rarity = (1.0 + (all - has + 0.5) / (has + 0.5)).ln();
            let weight = weight * rarity * (1.0 + K1);
            words.push(Word { places, weight });
        }
        Ok(Self {
            words,
            texts,
            norms: norms(searcher, field)?,
        })
    }

    /// Adds what `words` count to the scores of `passages` of a segment.
    pub(super) fn add<'a>(
        &self,
        words: impl Iterator<Item = &'a Word>,
        segment: usize,
        passages: &[DocId],
        scores: &mut [f32],
    ) -> Result<(), Error> {
        let Some((text, lengths)) = self.texts.get(segment) else {
            return Ok(());
        };
        for word in words {
            let Some(Some(info)) = word.places.get(segment) else {
                continue;
            };
            let having = text.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs);
            let having = having.map_err(tantivy::TantivyError::from)?;
            at_each(having, passages, |at, passage, times| {
                let norm = self.norms[usize::from(lengths.fieldnorm_id(passage))];
                let times = times as f32;
                scores[at] += word.weight * times / (times + norm);
            });
        }
        Ok(())
    }
}

/// Calls `found` for each of `passages` that is in `having`: with its place among them, itself and how often.
pub(super) fn at_each(
    mut having: impl Postings,
    passages: &[DocId],
    mut found: impl FnMut(usize, DocId, u32),
) {
    let mut next = having.doc();
    for (at, passage) in passages.iter().enumerate() {
        if next < *passage {
            // They are neighbours mostly: one step is often enough, and faster.
            next = having.advance();
            if next < *passage {
                next = having.seek(*passage);
            }
        }
        if next == *passage {
            found(at, *passage, having.term_freq());
        } else if next == TERMINATED {
            break;
        }
    }
}

/// What the length of a text does to its counts, by the byte that the index keeps of it.
fn norms(searcher: &Searcher, field: Field) -> Result<Vec<f32>, Error> {
    let all = searcher.total_num_docs()?.max(1);
    let average = searcher.total_num_tokens(field)? as f32 / all as f32;
    let lengths = (0..=u8::MAX).map(|id| FieldNormReader::id_to_fieldnorm(id) as f32);
    Ok(lengths
        .map(|length| K1 * (1.0 - B + B * length / average))
        .collect())
}

/// The passages of `services` in a segment, in order.
pub(super) fn passages_of(
    segment: &SegmentReader,
    field: Field,
    services: &[String],
) -> Result<Vec<DocId>, Error> {
    let index = segment.inverted_index(field)?;
    let alive = segment.alive_bitset();
    let mut passages = Vec::new();
    for service in services {
        let term = Term::from_field_text(field, service);
        let having = index.read_postings(&term, IndexRecordOption::Basic);
        let having = having.map_err(tantivy::TantivyError::from)?;
        let Some(mut having) = having else { continue };
        let mut next = having.doc();
        while next != TERMINATED {
            if alive.is_none_or(|alive| alive.is_alive(next)) {
                passages.push(next);
            }
            next = having.advance();
        }
    }
    passages.sort_unstable();
    passages.dedup();
    Ok(passages)
}
