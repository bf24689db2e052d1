//! From a query to passages.

use std::ops::Range;

use rustc_hash::FxHashMap;
use tantivy::{DocAddress, TantivyDocument, collector::TopDocs, schema::Value};

use crate::{Archive, Document, Error, query::Query, ranking, schema::PATH_SEPARATOR};

/// A passage that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit<'a> {
    /// The document that it is in.
    pub document: &'a Document,
    /// The headings above it, outermost first.
    pub headings: Vec<String>,
    /// Where it stands: Unicode characters of the document, half open.
    pub place: Range<usize>,
    /// Exactly that slice of the document.
    pub text: String,
    /// What it needs to be understood and what does not stand in it.
    pub context: Option<String>,
    /// How well it fits: more is better; the scores of two queries cannot be compared.
    pub score: f32,
}

/// A passage that may be wanted.
pub(crate) struct Candidate<'a> {
    pub(crate) hit: Hit<'a>,
    digest: u64,
}

impl Archive {
    /// The passages that fit `query` best, best first. Of passages that say the same, only the one whose document has
    /// the newest version. The same archive and query give the same passages in the same order.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn search(&self, query: &Query) -> Result<Vec<Hit<'_>>, Error> {
        let Some(scoring) = ranking::scoring(self.fields, query) else {
            return Ok(Vec::new());
        };
        if query.top == 0 {
            return Ok(Vec::new());
        }
        let best = TopDocs::with_limit(ranking::candidates(query.top)).order_by_score();
        let mut candidates = Vec::new();
        for (score, address) in self.searcher.search(&*scoring, &best)? {
            candidates.extend(self.candidate(score, address)?);
        }
        ranking::rescore(query, &mut candidates);
        let mut hits = without_repetitions(candidates);
        hits.sort_by(|a, b| {
            let place = |hit: &Hit<'_>| (hit.document.reference(), hit.place.start);
            b.score
                .total_cmp(&a.score)
                .then_with(|| place(a).cmp(&place(b)))
        });
        hits.truncate(query.top);
        Ok(hits)
    }

    /// The same words straight on the index, in their text alone, as many as are wanted, each read: what measurements
    /// compare [`Archive::search`] with.
    #[doc(hidden)]
    pub fn search_straight(&self, query: &Query) -> Result<usize, Error> {
        let scoring = ranking::plain(self.fields, query);
        let best = TopDocs::with_limit(query.top.max(1)).order_by_score();
        let found = self.searcher.search(&*scoring, &best)?;
        for (_, address) in &found {
            let _: TantivyDocument = self.searcher.doc(*address)?;
        }
        Ok(found.len())
    }

    fn candidate(&self, score: f32, address: DocAddress) -> Result<Option<Candidate<'_>>, Error> {
        let fields = self.fields;
        let entry: TantivyDocument = self.searcher.doc(address)?;
        let text = |field| entry.get_first(field).and_then(|value| value.as_str());
        let (Some(reference), Some(slice)) = (text(fields.passage_of), text(fields.slice)) else {
            return Ok(None);
        };
        let Some(document) = self.document(reference) else {
            return Ok(None);
        };
        let number = |field| entry.get_first(field).and_then(|value| value.as_u64());
        let start = number(fields.start).unwrap_or_default() as usize;
        let headings = text(fields.path).unwrap_or_default();
        let headings = headings
            .split(PATH_SEPARATOR)
            .filter(|title| !title.is_empty());
        let segment = self.searcher.segment_reader(address.segment_ord);
        let digests = segment.fast_fields().u64("digest")?;
        Ok(Some(Candidate {
            hit: Hit {
                document,
                headings: headings.map(str::to_owned).collect(),
                place: start..start + slice.chars().count(),
                text: slice.to_owned(),
                context: text(fields.context).map(str::to_owned),
                score,
            },
            digest: digests.first(address.doc_id).unwrap_or_default(),
        }))
    }
}

/// Of candidates that say the same, the newest, with the best of their scores.
fn without_repetitions(candidates: Vec<Candidate<'_>>) -> Vec<Hit<'_>> {
    let mut kept: Vec<Hit<'_>> = Vec::new();
    let mut places: FxHashMap<u64, usize> = FxHashMap::default();
    for Candidate { hit, digest } in candidates {
        match places.get(&digest).copied() {
            Some(at) => {
                let score = kept[at].score.max(hit.score);
                if hit.document.date > kept[at].document.date {
                    kept[at] = hit;
                }
                kept[at].score = score;
            }
            None => {
                places.insert(digest, kept.len());
                kept.push(hit);
            }
        }
    }
    kept
}
