//! Scores: of the passages of some platforms, every one; of all passages, the best by their words.

use tantivy::{
    DocAddress, DocId, SegmentReader, Term,
    collector::TopDocs,
    query::{BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query as IndexQuery, TermQuery},
    schema::{Field, IndexRecordOption},
};

use super::count::{Counter, at_each, passages_of};
use crate::{Archive, Error, query::Query, schema::Fields};

/// What a topic counts where a passage has it.
const TOPIC: f32 = 2.0;

/// How many passages are looked at again for each that is wanted, and how many at least and at most: some say the same as
/// others, and of all passages, the aspects change the order.
const AGAIN: usize = 4;
const LEAST_AGAIN: usize = 150;
const MOST_AGAIN: usize = 400;

/// The passages that may be wanted, with their scores, in no order.
///
/// # Errors
/// Where the index is damaged.
pub(crate) fn scored(archive: &Archive, query: &Query) -> Result<Vec<(f32, DocAddress)>, Error> {
    let scorer = Scorer {
        archive,
        query,
        words: query.stems(),
        aspects: archive.aspects_of(query),
    };
    match &query.services {
        Some(services) => scorer.of_services(services),
        None => scorer.of_all(),
    }
}

/// Every word in the text, straight on the index: what measurements compare with.
pub(crate) fn plain(fields: Fields, query: &Query) -> Box<dyn IndexQuery> {
    let words = query.stems().into_iter();
    let clauses = words.map(|(stem, weight)| (Occur::Should, word(fields.text, &stem, weight)));
    let scoring = Box::new(BooleanQuery::new(clauses.collect()));
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

fn word(field: Field, stem: &str, weight: f32) -> Box<dyn IndexQuery> {
    let term = Term::from_field_text(field, stem);
    let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
    Box::new(BoostQuery::new(Box::new(query), weight))
}

fn exact(field: Field, text: &str) -> Box<dyn IndexQuery> {
    let term = Term::from_field_text(field, text);
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

/// By how many words the best of all passages are found: the weightiest. A question has sixteen with its synonyms, some have
/// forty, and those that count least stand in the most passages: they only add to what was found.
const FIRST_WORDS: usize = 14;

fn again(query: &Query) -> usize {
    let again = query.top.saturating_mul(AGAIN);
    again.clamp(LEAST_AGAIN, MOST_AGAIN)
}

struct Scorer<'a> {
    archive: &'a Archive,
    query: &'a Query,
    words: Vec<(String, f32)>,
    aspects: &'a [(usize, f32)],
}

impl Scorer<'_> {
    /// The best by their weightiest words and by topics, with what the other words and aspects add.
    fn of_all(&self) -> Result<Vec<(f32, DocAddress)>, Error> {
        let fields = self.archive.fields;
        let counter = self.counter()?;
        let mut order: Vec<usize> = (0..self.words.len()).collect();
        order.sort_by(|a, b| {
            counter.words[*b]
                .weight
                .total_cmp(&counter.words[*a].weight)
        });
        let (first, others) = order.split_at(order.len().min(FIRST_WORDS));
        let mut clauses = Vec::new();
        for (stem, weight) in first.iter().map(|at| &self.words[*at]) {
            clauses.push((Occur::Should, word(fields.text, stem, *weight)));
        }
        for topic in &self.query.topics {
            let has = exact(fields.topics, &topic.text);
            let has: Box<dyn IndexQuery> =
                Box::new(ConstScoreQuery::new(has, TOPIC * topic.weight));
            clauses.push((Occur::Should, has));
        }
        if clauses.is_empty() {
            return Ok(Vec::new());
        }
        let best = TopDocs::with_limit(again(self.query)).order_by_score();
        let mut found = self
            .archive
            .searcher
            .search(&BooleanQuery::new(clauses), &best)?;
        found.sort_unstable_by_key(|(_, address)| *address);
        for of_segment in found.chunk_by_mut(|(_, a), (_, b)| a.segment_ord == b.segment_ord) {
            let Some((_, DocAddress { segment_ord, .. })) = of_segment.first().copied() else {
                continue;
            };
            let passages: Vec<_> = of_segment
                .iter()
                .map(|(_, address)| address.doc_id)
                .collect();
            let mut scores: Vec<_> = of_segment.iter().map(|(score, _)| *score).collect();
            let others = others.iter().map(|at| &counter.words[*at]);
            counter.add(others, segment_ord as usize, &passages, &mut scores)?;
            for ((score, address), counted) in of_segment.iter_mut().zip(scores) {
                *score = counted + self.aspects(*address);
            }
        }
        Ok(found)
    }

    /// Every passage of `services` that has a word, a topic or more of an aspect than others: with a few hundred of them it is
    /// faster to look each up than to have the index find the best.
    fn of_services(&self, services: &[String]) -> Result<Vec<(f32, DocAddress)>, Error> {
        let fields = self.archive.fields;
        let counter = self.counter()?;
        let mut found = Vec::new();
        for (number, segment) in self.archive.searcher.segment_readers().iter().enumerate() {
            let passages = passages_of(segment, fields.service, services)?;
            if passages.is_empty() {
                continue;
            }
            let mut scores = vec![0.0; passages.len()];
            counter.add(counter.words.iter(), number, &passages, &mut scores)?;
            self.add_topics(segment, &passages, &mut scores)?;
            for (score, passage) in scores.into_iter().zip(passages) {
                let address = DocAddress::new(number as u32, passage);
                let aspects = self.aspects(address);
                if score > 0.0 || aspects > 0.0 {
                    found.push((score + aspects, address));
                }
            }
        }
        let again = again(self.query);
        if found.len() > again {
            found.select_nth_unstable_by(again, |(a, one), (b, other)| {
                b.total_cmp(a).then_with(|| one.cmp(other))
            });
            found.truncate(again);
        }
        Ok(found)
    }

    fn counter(&self) -> Result<Counter, Error> {
        let archive = self.archive;
        Counter::new(&archive.searcher, archive.fields.text, &self.words)
    }

    fn add_topics(
        &self,
        segment: &SegmentReader,
        passages: &[DocId],
        scores: &mut [f32],
    ) -> Result<(), Error> {
        let field = self.archive.fields.topics;
        for topic in &self.query.topics {
            let term = Term::from_field_text(field, &topic.text);
            let having = segment.inverted_index(field)?;
            let having = having.read_postings(&term, IndexRecordOption::Basic);
            let having = having.map_err(tantivy::TantivyError::from)?;
            if let Some(having) = having {
                at_each(having, passages, |at, _, _| {
                    scores[at] += TOPIC * topic.weight;
                });
            }
        }
        Ok(())
    }

    /// What the passage at `address` has of the aspects that are asked for.
    fn aspects(&self, address: DocAddress) -> f32 {
        let Some(columns) = self.archive.columns.get(address.segment_ord as usize) else {
            return 0.0;
        };
        let of = |aspect| f32::from(columns.aspects.get(address.doc_id, aspect));
        let asked = self.aspects.iter();
        asked.map(|(aspect, weight)| of(*aspect) * weight).sum()
    }
}

#[cfg(test)]
mod tests {
    use knowledge::{Files, Vocabulary};
    use tantivy::collector::TopDocs;

    use super::*;
    use crate::{CueTopics, LooseText, Ranking};

    const TEXTS: [(&str, &str); 3] = [
        (
            "Larch",
            "# Sharing\n\nWe disclose personal information to our affiliates, to service providers and to advertisers, and \
             disclose it to others where you agree.\n\n# Children\n\nNobody younger than sixteen is allowed here; parents and \
             guardians may write to us.\n\n# Birds\n\nThis page has drawings of birds.",
        ),
        (
            "Plume",
            "# Retention\n\nWe keep personal information for a year.\n\n# Security\n\nInformation is encrypted in transit.",
        ),
        (
            "Sedge",
            "# Sharing\n\nWe never sell information to anybody.",
        ),
    ];

    fn vocabulary() -> Vocabulary {
        Vocabulary::load(&Files::embedded()).unwrap_or_else(|error| panic!("{error}"))
    }

    fn archive() -> Archive {
        let texts = TEXTS.map(|(service, text)| LooseText {
            service: service.to_owned(),
            name: "Privacy Policy".to_owned(),
            text: text.to_owned(),
        });
        let topics = CueTopics::new(&vocabulary());
        Archive::of_texts(&texts, &topics).unwrap_or_else(|error| panic!("{error}"))
    }

    fn sorted(mut found: Vec<(f32, DocAddress)>) -> Vec<(DocAddress, f32)> {
        found.sort_by_key(|(_, address)| *address);
        found
            .into_iter()
            .map(|(score, address)| (address, score))
            .collect()
    }

    #[test]
    fn words_count_as_they_do_straight_on_the_index() {
        let archive = archive();
        for service in ["Larch", "Plume"] {
            let words = "personal information disclose birds, birds and absent words";
            let query = Query::words(words, 9).of(&[service]);
            let ours = sorted(scored(&archive, &query).unwrap_or_default());
            let straight = plain(archive.fields, &query);
            let best = TopDocs::with_limit(9).order_by_score();
            let straight = archive.searcher.search(&*straight, &best);
            let straight = sorted(straight.unwrap_or_default());
            assert!(!ours.is_empty());
            assert_eq!(ours.len(), straight.len());
            for ((address, score), (same, expected)) in ours.iter().zip(&straight) {
                assert_eq!(address, same);
                assert!((score - expected).abs() < 1e-4, "{score} {expected}");
            }
        }
    }

    #[test]
    fn aspects_are_added_whether_the_platform_is_known_or_not() {
        let archive = archive();
        let ranking = Ranking::new(&vocabulary().policy);
        let query = ranking.query("who gets my personal information to sell it?", &[], 9);
        assert!(
            query.stems().len() > FIRST_WORDS,
            "some are added afterwards"
        );
        let mut bare = query.clone();
        bare.aspects.clear();
        let all = sorted(scored(&archive, &query).unwrap_or_default());
        let known = query.clone().of(&["Larch", "Plume", "Sedge", "Nobody"]);
        let known = sorted(scored(&archive, &known).unwrap_or_default());
        let words = sorted(scored(&archive, &bare).unwrap_or_default());
        assert_eq!(all.len(), words.len());
        for ((address, score), (_, words)) in all.iter().zip(&words) {
            let same = known.iter().find(|(known, _)| known == address);
            let same = same.map_or(f32::NAN, |(_, score)| *score);
            assert!((score - same).abs() < 1e-4, "{score} {same}");
            assert!((score - words).abs() > 0.1, "aspects make a difference");
        }
    }

    #[test]
    fn of_a_known_platform_aspects_find_what_has_no_word() {
        let archive = archive();
        let ranking = Ranking::new(&vocabulary().policy);
        let mut query = ranking
            .query("how old must my kid be?", &[], 1)
            .of(&["Larch"]);
        query.words.clear();
        let hits = archive.search(&query).unwrap_or_default();
        assert_eq!(hits[0].headings, ["Children"]);
        query.aspects.clear();
        assert_eq!(archive.search(&query).unwrap_or_default(), []);
    }

    #[test]
    fn aspects_of_another_vocabulary_do_not_count() {
        let archive = archive();
        let mut words = vocabulary().policy;
        words.aspects.remove(0);
        let query = Ranking::new(&words).query("do you sell my data?", &[], 9);
        assert!(!query.aspects.is_empty());
        assert!(archive.aspects_of(&query).is_empty());
    }

    #[test]
    fn where_nothing_speaks_to_it_nothing_is_found() {
        let archive = archive();
        let ranking = Ranking::new(&vocabulary().policy);
        for services in [None, Some(["Larch"])] {
            let mut query = ranking.query("zeppelin?", &[], 9);
            if let Some(services) = services {
                query = query.of(&services);
            }
            assert_eq!(archive.search(&query).unwrap_or_default(), []);
        }
    }
}
