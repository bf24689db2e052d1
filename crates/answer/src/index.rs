//! The Tantivy index of phrasings: everything that people are known to say, each with what it stands for.

use knowledge::{KnowledgeBase, Slug};
use tantivy::{
    Index, IndexReader, ReloadPolicy, Searcher, TantivyDocument, TantivyError, Term,
    collector::TopDocs,
    query::{BooleanQuery, Occur, Query, TermQuery},
    schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
};

use crate::{
    Intent, Question, Token,
    classifier::Classifier,
    odds::Odds,
    stems::{Stem, Stems},
};

/// How many phrasings a question is compared with in full.
const CANDIDATES: usize = 48;

/// How many different words of a question are looked up: those that are rarest among the phrasings.
const MOST_TERMS: usize = 24;

/// What a phrasing stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Label {
    Topic(Slug),
    Explainer(Slug),
    Intent(Intent),
}

/// A phrasing that is like a question.
///
/// A later ranker (an embedding, say) can put candidates in another order: it is given the question and these.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Candidate {
    pub(crate) label: Label,
    /// 0 (nothing in common) to 1 (the same words).
    pub(crate) likeness: f32,
}

struct Phrasing {
    label: Label,
    stems: Vec<Stem>,
    length: f32,
}

/// The index. It does not change once it is built.
pub(crate) struct PhrasingIndex {
    searcher: Searcher,
    field: Field,
    stems: Stems,
    phrasings: Vec<Phrasing>,
    rarity: Rarity,
    /// What the odds are of: topics, explainers, and talk that is about neither.
    classes: Vec<Label>,
    odds: Odds,
    /// What the classifier tells apart.
    topics: Vec<Slug>,
    classifier: Classifier,
}

/// What a question's words say: the phrasings that are like it, and how likely each topic is.
pub(crate) struct Evidence {
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) likely: Vec<Likely>,
    /// How clearly the words are on each topic's side, most clearly first: see [`Classifier::decide`].
    pub(crate) sides: Vec<(Slug, f32)>,
}

/// What the words say of one class.
pub(crate) struct Likely {
    pub(crate) label: Label,
    /// 0 to 1; those of all classes add up to 1.
    pub(crate) likely: f32,
    /// How strongly the best of the telling words speaks for it: see [`Odds::support`].
    pub(crate) support: f32,
}

impl PhrasingIndex {
    /// Builds the index over `said`: see [`said()`]. `learned` tells the topics apart.
    pub(crate) fn build(
        said: Vec<(Label, Vec<Token>)>,
        learned: (Vec<Slug>, Classifier),
    ) -> Result<Self, TantivyError> {
        let (topics, classifier) = learned;
        let mut stems = Stems::new();
        let mut phrasings: Vec<Phrasing> = said
            .into_iter()
            .map(|(label, tokens)| Phrasing {
                label,
                stems: stems.learn(tokens.iter().map(|token| token.text.as_str())),
                length: 0.0,
            })
            .collect();
        let rarity = Rarity::of(&phrasings, stems.len());
        for phrasing in &mut phrasings {
            phrasing.length = rarity.length(&phrasing.stems);
        }
        let (searcher, field) = index(&phrasings, &stems)?;
        let (classes, odds) = odds(&phrasings);
        Ok(Self {
            searcher,
            field,
            stems,
            phrasings,
            rarity,
            classes,
            odds,
            topics,
            classifier,
        })
    }

    /// The classifier, to be kept.
    pub(crate) fn weights(&self) -> Vec<u8> {
        self.classifier.to_bytes()
    }

    /// What `words` say, of which `telling` are the ones that are no mere chatter. The phrasings come most alike
    /// first, equally alike ones by label.
    pub(crate) fn evidence(
        &self,
        words: &[&str],
        telling: &[&str],
    ) -> Result<Evidence, TantivyError> {
        let asked = self.stems.of(words);
        let support = self.odds.support(&self.stems.of(telling));
        let labels = self.classes.iter().cloned();
        let likely = labels
            .zip(self.odds.likely(&asked))
            .zip(support)
            .map(|((label, likely), support)| Likely {
                label,
                likely,
                support,
            })
            .collect();
        let candidates = self.candidates(&asked)?;
        let decided = self.classifier.decide(words).into_iter();
        let mut sides: Vec<(Slug, f32)> = self.topics.iter().cloned().zip(decided).collect();
        sides.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(Evidence {
            candidates,
            likely,
            sides,
        })
    }

    fn candidates(&self, asked: &[Stem]) -> Result<Vec<Candidate>, TantivyError> {
        let asked_length = self.rarity.length(asked);
        let cap: f32 = std::env::var("C")
            .ok()
            .and_then(|v| v.parse().ok())
            .unwrap_or(100.0);
        let top = TopDocs::with_limit(CANDIDATES).order_by_score();
        let hits = self.searcher.search(&self.query(asked), &top)?;
        let mut candidates: Vec<Candidate> = hits
            .into_iter()
            .filter_map(|(_, address)| self.phrasings.get(address.doc_id as usize))
            .map(|phrasing| {
                let shared = phrasing.stems.iter().filter(|stem| asked.contains(stem));
                let shared: f32 = shared.map(|stem| self.rarity.weight(*stem).powi(2)).sum();
                Candidate {
                    label: phrasing.label.clone(),
                    likeness: shared
                        / (phrasing.length * asked_length.min(phrasing.length * cap))
                            .max(f32::EPSILON),
                }
            })
            .collect();
        candidates.sort_by(|a, b| {
            b.likeness
                .total_cmp(&a.likeness)
                .then_with(|| a.label.cmp(&b.label))
        });
        Ok(candidates)
    }

    /// Any of the words: built by hand, so nothing that a person writes is query syntax.
    fn query(&self, asked: &[Stem]) -> BooleanQuery {
        let mut known: Vec<(f32, &str)> = asked
            .iter()
            .filter_map(|stem| Some((self.rarity.weight(*stem), self.stems.text(*stem)?)))
            .collect();
        known.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        any_of(
            self.field,
            known.into_iter().take(MOST_TERMS).map(|(_, stem)| stem),
        )
    }

    /// The hits of the bare retrieval, without anything around it: the measure of what the engine adds.
    pub(crate) fn bare_hits(&self, text: &str) -> Result<usize, TantivyError> {
        let stems = self.stems.analyzed(text);
        let query = any_of(self.field, stems.iter().map(String::as_str));
        let top = TopDocs::with_limit(CANDIDATES).order_by_score();
        Ok(self.searcher.search(&query, &top)?.len())
    }
}

fn any_of<'a>(field: Field, stems: impl Iterator<Item = &'a str>) -> BooleanQuery {
    let clauses = stems.map(|stem| {
        let query = TermQuery::new(Term::from_field_text(field, stem), IndexRecordOption::Basic);
        (Occur::Should, Box::new(query) as Box<dyn Query>)
    });
    BooleanQuery::new(clauses.collect())
}

/// Everything that people are known to say, read as a question is, with what it stands for.
pub(crate) fn said(base: &KnowledgeBase) -> Vec<(Label, Vec<Token>)> {
    let mut said = Vec::new();
    let mut add = |label: Label, text: &str| said.push((label, Question::new(text).tokens));
    for topic in &base.vocabulary.topics {
        let label = Label::Topic(topic.slug.clone());
        add(label.clone(), &topic.asks);
        for phrasing in &topic.phrasings.phrasings {
            add(label.clone(), phrasing);
        }
    }
    for explainer in base.explainers.values() {
        let label = Label::Explainer(explainer.slug.clone());
        add(label.clone(), &explainer.title);
        for question in &explainer.questions {
            add(label.clone(), question);
        }
    }
    let whole = [
        Intent::Greeting,
        Intent::Thanks,
        Intent::Goodbye,
        Intent::Help,
        Intent::OffTopic,
        Intent::Overview,
    ];
    for intent in whole {
        let words = base.vocabulary.intents.get(intent.as_str());
        for phrasing in words.iter().flat_map(|words| &words.phrasings) {
            let plain = phrasing.replace("{platform}", " ").replace("{topic}", " ");
            add(Label::Intent(intent), &plain.replace("{region}", " "));
        }
    }
    said
}

/// How rare each stem is among the phrasings, as BM25 counts it.
struct Rarity {
    weights: Vec<f32>,
    /// What a stem weighs that no phrasing has.
    unseen: f32,
}

impl Rarity {
    fn of(phrasings: &[Phrasing], stems: usize) -> Self {
        let mut counts = vec![0_usize; stems];
        for stem in phrasings.iter().flat_map(|phrasing| &phrasing.stems) {
            if let Some(count) = counts.get_mut(*stem as usize) {
                *count += 1;
            }
        }
        let all = phrasings.len() as f32;
        let weigh = |count: usize| (1.0 + (all - count as f32 + 0.5) / (count as f32 + 0.5)).ln();
        Self {
            weights: counts.into_iter().map(weigh).collect(),
            // An unseen word may be a name or chatter: it counts as one that is seen now and then.
            unseen: weigh(phrasings.len() / 100),
        }
    }

    fn weight(&self, stem: Stem) -> f32 {
        self.weights
            .get(stem as usize)
            .copied()
            .unwrap_or(self.unseen)
    }

    fn length(&self, stems: &[Stem]) -> f32 {
        let squares = stems.iter().map(|stem| self.weight(*stem).powi(2));
        squares.sum::<f32>().sqrt()
    }
}

/// The odds of each topic, of each explainer, and of the talk that is about none.
fn odds(phrasings: &[Phrasing]) -> (Vec<Label>, Odds) {
    let mut classes: Vec<Label> = phrasings
        .iter()
        .map(|phrasing| phrasing.label.clone())
        .filter(|label| !matches!(label, Label::Intent(intent) if *intent != Intent::OffTopic))
        .collect();
    classes.sort();
    classes.dedup();
    let texts = phrasings.iter().filter_map(|phrasing| {
        let class = classes.binary_search(&phrasing.label).ok()?;
        Some((class, phrasing.stems.as_slice()))
    });
    let odds = Odds::count(classes.len(), texts);
    (classes, odds)
}

/// One segment, written by one thread: the same phrasings give the same index, document by document.
fn index(phrasings: &[Phrasing], stems: &Stems) -> Result<(Searcher, Field), TantivyError> {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("whitespace")
        .set_index_option(IndexRecordOption::Basic);
    let mut schema = Schema::builder();
    let options = TextOptions::default().set_indexing_options(indexing);
    let field = schema.add_text_field("phrasing", options);
    let mut writer = Index::builder()
        .schema(schema.build())
        .single_segment_index_writer(tantivy::directory::RamDirectory::create(), 15_000_000)?;
    for phrasing in phrasings {
        let mut document = TantivyDocument::default();
        let texts: Vec<_> = phrasing
            .stems
            .iter()
            .filter_map(|stem| stems.text(*stem))
            .collect();
        document.add_text(field, texts.join(" "));
        writer.add_document(document)?;
    }
    let index = writer.finalize()?;
    let reader: IndexReader = index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()?;
    Ok((reader.searcher(), field))
}
