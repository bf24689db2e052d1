//! How well a passage answers: a query for the index, and a score for what the index finds.
//!
//! Plain BM25 over text and headings, with topics beside it. What knows more (synonyms, proximity, a passage's kind)
//! has its place here: terms go into [`scoring`], anything that looks at a candidate into [`rescore`].

use tantivy::{
    Term,
    query::{BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query as IndexQuery, TermQuery},
    schema::{Field, IndexRecordOption},
};

use crate::{query::Query, schema::Fields, search::Candidate};

/// What a word in a heading counts, measured in a word of the text.
const HEADING: f32 = 0.6;

/// What a topic counts where a passage has it.
const TOPIC: f32 = 2.0;

/// How many candidates are looked at for each passage that is wanted: some say the same as others.
const CANDIDATES: usize = 4;

/// How many candidates the index is asked for.
pub(crate) fn candidates(top: usize) -> usize {
    top.saturating_mul(CANDIDATES).clamp(1, 400)
}

/// The query that finds and scores candidates; `None` where nothing is looked for.
pub(crate) fn scoring(fields: Fields, query: &Query) -> Option<Box<dyn IndexQuery>> {
    let mut clauses: Vec<(Occur, Box<dyn IndexQuery>)> = Vec::new();
    for (stem, weight) in query.stems() {
        clauses.push((Occur::Should, scored(fields.text, &stem, weight)));
        clauses.push((
            Occur::Should,
            scored(fields.heading, &stem, weight * HEADING),
        ));
    }
    for topic in &query.topics {
        let has = exact(fields.topics, &topic.text);
        let score = TOPIC * topic.weight;
        clauses.push((Occur::Should, Box::new(ConstScoreQuery::new(has, score))));
    }
    if clauses.is_empty() {
        return None;
    }
    let scoring = Box::new(BooleanQuery::new(clauses));
    Some(filtered(fields, query, scoring))
}

/// Every word in the text alone: what measurements compare with.
pub(crate) fn plain(fields: Fields, query: &Query) -> Box<dyn IndexQuery> {
    let stems = query.stems().into_iter();
    let clauses = stems.map(|(stem, weight)| (Occur::Should, scored(fields.text, &stem, weight)));
    let scoring = Box::new(BooleanQuery::new(clauses.collect()));
    filtered(fields, query, scoring)
}

/// Only passages of the platforms that are meant; that they are adds nothing to their scores.
fn filtered(fields: Fields, query: &Query, scoring: Box<dyn IndexQuery>) -> Box<dyn IndexQuery> {
    let Some(services) = &query.services else {
        return scoring;
    };
    let of = services.iter();
    let of = of.map(|name| (Occur::Should, exact(fields.service, name)));
    let of: Box<dyn IndexQuery> = Box::new(BooleanQuery::new(of.collect()));
    let of: Box<dyn IndexQuery> = Box::new(ConstScoreQuery::new(of, 0.0));
    Box::new(BooleanQuery::new(vec![
        (Occur::Must, of),
        (Occur::Must, scoring),
    ]))
}

/// Puts another score in place of the index's, where one is known.
pub(crate) fn rescore(_query: &Query, _candidates: &mut [Candidate<'_>]) {}

fn scored(field: Field, stem: &str, weight: f32) -> Box<dyn IndexQuery> {
    let term = Term::from_field_text(field, stem);
    let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
    Box::new(BoostQuery::new(Box::new(query), weight))
}

fn exact(field: Field, text: &str) -> Box<dyn IndexQuery> {
    let term = Term::from_field_text(field, text);
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}
