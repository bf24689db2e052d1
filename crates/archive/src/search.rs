//! From a query to passages.

use std::{cmp::Ordering, ops::Range};

use rustc_hash::FxHashMap;
use tantivy::{
    DocAddress, SegmentReader, TantivyDocument, collector::TopDocs, columnar::Column, schema::Value,
};

use crate::{
    Archive, Document, Error,
    query::Query,
    ranking::{self, AspectTable},
    schema::PATH_SEPARATOR,
};

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

/// What a segment of the index keeps of each passage for those that are only looked at.
pub(crate) struct Columns {
    /// A number for the document's reference in this segment.
    reference: Option<Column<u64>>,
    /// By that number, the document's place in the archive.
    documents: Vec<Option<usize>>,
    start: Option<Column<u64>>,
    digest: Option<Column<u64>>,
    /// What each entry has of the aspects, in memory: every passage of a platform is asked for it.
    pub(crate) aspects: AspectTable,
}

impl Columns {
    /// Opens them. `place` tells a document's place in the archive by its reference.
    pub(crate) fn open(
        segment: &SegmentReader,
        place: impl Fn(&str) -> Option<usize>,
    ) -> Result<Self, Error> {
        let fields = segment.fast_fields();
        let mut documents = Vec::new();
        let references = fields.str("passage_of")?;
        if let Some(references) = &references {
            let mut reference = String::new();
            for number in 0..references.num_terms() as u64 {
                let known = references.ord_to_str(number, &mut reference);
                let known = known.map_err(tantivy::TantivyError::from)?;
                documents.push(known.then(|| place(&reference)).flatten());
            }
        }
        Ok(Self {
            reference: references.map(|references| references.ords().clone()),
            documents,
            start: fields.column_opt("start")?,
            digest: fields.column_opt("digest")?,
            aspects: AspectTable::new(fields.column_opt("aspects")?, segment.max_doc()),
        })
    }
}

/// A passage that may be wanted.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    score: f32,
    /// The document's place in the archive.
    document: usize,
    start: u64,
    digest: u64,
    address: DocAddress,
}

impl Candidate {
    /// The better comes first; of equals, the one that stands first.
    fn order(&self, other: &Self) -> Ordering {
        let place = |one: &Self| (one.document, one.start);
        let better = other.score.total_cmp(&self.score);
        better.then_with(|| place(self).cmp(&place(other)))
    }
}

impl Archive {
    /// The passages that fit `query` best, best first. Of passages that say the same, only the one whose document has
    /// the newest version. The same archive and query give the same passages in the same order.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn search(&self, query: &Query) -> Result<Vec<Hit<'_>>, Error> {
        if query.top == 0 {
            return Ok(Vec::new());
        }
        let found = ranking::scored(self, query)?.into_iter();
        let candidates = found.filter_map(|(score, address)| self.candidate(score, address));
        let mut kept = self.without_repetitions(candidates);
        if kept.len() > query.top {
            kept.select_nth_unstable_by(query.top, Candidate::order);
            kept.truncate(query.top);
        }
        kept.sort_unstable_by(Candidate::order);
        let hits = kept.into_iter().map(|candidate| self.hit(candidate));
        hits.collect()
    }

    /// The same words straight on the index, as many as are wanted, each read: what measurements compare
    /// [`Archive::search`] with.
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

    /// The aspects of `query`, where the passages were indexed with those that it means.
    pub(crate) fn aspects_of<'a>(&self, query: &'a Query) -> &'a [(usize, f32)] {
        match self.state.topics.ends_with(&query.ranking) {
            true => &query.aspects,
            false => &[],
        }
    }

    fn candidate(&self, score: f32, address: DocAddress) -> Option<Candidate> {
        let columns = self.columns.get(address.segment_ord as usize)?;
        let first = |column: &Option<Column<u64>>| column.as_ref()?.first(address.doc_id);
        let reference = first(&columns.reference)?;
        Some(Candidate {
            score,
            document: columns.documents.get(reference as usize).copied()??,
            start: first(&columns.start)?,
            digest: first(&columns.digest)?,
            address,
        })
    }

    /// Of candidates that say the same, the one of the newest document, with the best of their scores.
    fn without_repetitions(&self, candidates: impl Iterator<Item = Candidate>) -> Vec<Candidate> {
        let date = |one: &Candidate| self.documents().get(one.document).map(|one| one.date);
        let mut kept: Vec<Candidate> = Vec::new();
        let mut places: FxHashMap<u64, usize> = FxHashMap::default();
        for candidate in candidates {
            let at = *places.entry(candidate.digest).or_insert(kept.len());
            let Some(known) = kept.get_mut(at) else {
                kept.push(candidate);
                continue;
            };
            let score = known.score.max(candidate.score);
            let newer = date(&candidate).cmp(&date(known));
            if newer.then_with(|| candidate.order(known).reverse()).is_gt() {
                *known = candidate;
            }
            known.score = score;
        }
        kept
    }

    fn hit(&self, candidate: Candidate) -> Result<Hit<'_>, Error> {
        let fields = self.fields;
        let entry: TantivyDocument = self.searcher.doc(candidate.address)?;
        let text = |field| entry.get_first(field).and_then(|value| value.as_str());
        let slice = text(fields.slice).unwrap_or_default();
        let headings = text(fields.path).unwrap_or_default();
        let headings = headings
            .split(PATH_SEPARATOR)
            .filter(|title| !title.is_empty());
        let start = candidate.start as usize;
        Ok(Hit {
            document: &self.documents()[candidate.document],
            headings: headings.map(str::to_owned).collect(),
            place: start..start + slice.chars().count(),
            text: slice.to_owned(),
            context: text(fields.context).map(str::to_owned),
            score: candidate.score,
        })
    }
}
