//! The Tantivy index of phrasings: everything that people are known to say, each with what it stands for.

use std::collections::{HashMap, HashSet};

use knowledge::{KnowledgeBase, Slug};
use tantivy::{
    Index, IndexReader, ReloadPolicy, Searcher, TantivyDocument, TantivyError, Term,
    collector::TopDocs,
    query::{BooleanQuery, Occur, Query, TermQuery},
    schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
    tokenizer::{Language, LowerCaser, SimpleTokenizer, Stemmer, TextAnalyzer, TokenStream},
};

use crate::{Intent, Question, Token, odds::Odds};

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
pub struct Candidate {
    pub(crate) label: Label,
    /// 0 (nothing in common) to 1 (the same words).
    pub(crate) likeness: f32,
}

struct Phrasing {
    label: Label,
    stems: Vec<String>,
    length: f32,
}

/// The index. It does not change once it is built.
pub(crate) struct PhrasingIndex {
    searcher: Searcher,
    field: Field,
    analyzer: TextAnalyzer,
    phrasings: Vec<Phrasing>,
    rarity: HashMap<String, f32>,
    unseen: f32,
    /// What the odds are of: topics, explainers, and talk that is about neither.
    classes: Vec<Label>,
    odds: Odds,
}

/// What a question's words say: the phrasings that are like it, and how likely each topic is.
pub(crate) struct Evidence {
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) likely: Vec<Likely>,
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
    /// Builds the index over everything that `base` knows to be said; `mend` sees the words of each phrasing as it
    /// will see those of a question.
    pub(crate) fn build(
        base: &KnowledgeBase,
        mend: impl Fn(&mut Vec<Token>),
    ) -> Result<Self, TantivyError> {
        let mut analyzer = analyzer();
        let mut phrasings: Vec<Phrasing> = said(base, mend)
            .into_iter()
            .map(|(label, text)| Phrasing {
                label,
                stems: stems(&mut analyzer, &text),
                length: 0.0,
            })
            .collect();
        let (rarity, unseen) = rarity(&phrasings);
        for phrasing in &mut phrasings {
            phrasing.length = length(&phrasing.stems, &rarity, unseen);
        }
        let (searcher, field) = index(&phrasings)?;
        let (classes, odds) = odds(&phrasings);
        Ok(Self {
            searcher,
            field,
            analyzer,
            phrasings,
            rarity,
            unseen,
            classes,
            odds,
        })
    }

    /// What `words` say, of which `telling` are the ones that are no mere chatter. The phrasings come most alike
    /// first, equally alike ones by label.
    pub(crate) fn evidence(
        &self,
        words: &[&str],
        telling: &[&str],
    ) -> Result<Evidence, TantivyError> {
        let mut analyzer = self.analyzer.clone();
        let asked = stems(&mut analyzer, &words.join(" "));
        let support = self.odds.support(&stems(&mut analyzer, &telling.join(" ")));
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
        Ok(Evidence { candidates, likely })
    }

    fn candidates(&self, asked: &[String]) -> Result<Vec<Candidate>, TantivyError> {
        let asked_length = length(asked, &self.rarity, self.unseen);
        let query = self.query(asked);
        let top = TopDocs::with_limit(CANDIDATES).order_by_score();
        let hits = self.searcher.search(&query, &top)?;
        let asked: HashSet<&str> = asked.iter().map(String::as_str).collect();
        let mut candidates: Vec<Candidate> = hits
            .into_iter()
            .filter_map(|(_, address)| self.phrasings.get(address.doc_id as usize))
            .map(|phrasing| {
                let shared = phrasing.stems.iter().filter(|s| asked.contains(s.as_str()));
                let shared: f32 = shared.map(|stem| self.weight(stem).powi(2)).sum();
                Candidate {
                    label: phrasing.label.clone(),
                    likeness: shared / (phrasing.length * asked_length).max(f32::EPSILON),
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

    /// The hits of the bare retrieval, without anything around it: the measure of what the engine adds.
    pub(crate) fn bare_hits(&self, text: &str) -> Result<usize, TantivyError> {
        let asked = stems(&mut self.analyzer.clone(), text);
        let top = TopDocs::with_limit(CANDIDATES).order_by_score();
        Ok(self.searcher.search(&self.query(&asked), &top)?.len())
    }

    /// Any of the words: built by hand, so nothing that a person writes is query syntax.
    fn query(&self, stems: &[String]) -> BooleanQuery {
        let mut known: Vec<&String> = stems
            .iter()
            .filter(|stem| self.rarity.contains_key(*stem))
            .collect();
        known.sort_by(|a, b| {
            self.weight(b)
                .total_cmp(&self.weight(a))
                .then_with(|| a.cmp(b))
        });
        let clauses = known.into_iter().take(MOST_TERMS).map(|stem| {
            let term = Term::from_field_text(self.field, stem);
            let query = TermQuery::new(term, IndexRecordOption::Basic);
            (Occur::Should, Box::new(query) as Box<dyn Query>)
        });
        BooleanQuery::new(clauses.collect())
    }

    fn weight(&self, stem: &str) -> f32 {
        self.rarity.get(stem).copied().unwrap_or(self.unseen)
    }
}

fn analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(LowerCaser)
        .filter(Stemmer::new(Language::English))
        .build()
}

/// The different stems of `text`, in order.
fn stems(analyzer: &mut TextAnalyzer, text: &str) -> Vec<String> {
    let mut stems: Vec<String> = Vec::new();
    let mut stream = analyzer.token_stream(text);
    while let Some(token) = stream.next() {
        if !stems.contains(&token.text) {
            stems.push(token.text.clone());
        }
    }
    stems
}

/// Everything that people are known to say, read as a question is.
fn said(base: &KnowledgeBase, mend: impl Fn(&mut Vec<Token>)) -> Vec<(Label, String)> {
    let mut said = Vec::new();
    let mut add = |label: Label, text: &str| {
        let mut tokens = Question::new(text).tokens;
        mend(&mut tokens);
        let words: Vec<_> = tokens.into_iter().map(|token| token.text).collect();
        said.push((label, words.join(" ")));
    };
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

/// How rare each stem is among the phrasings, as BM25 counts it; and what an unseen one weighs.
fn rarity(phrasings: &[Phrasing]) -> (HashMap<String, f32>, f32) {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for stem in phrasings.iter().flat_map(|phrasing| &phrasing.stems) {
        *counts.entry(stem).or_default() += 1;
    }
    let all = phrasings.len() as f32;
    let weigh = |count: usize| (1.0 + (all - count as f32 + 0.5) / (count as f32 + 0.5)).ln();
    let rarity = counts
        .into_iter()
        .map(|(stem, count)| (stem.to_owned(), weigh(count)))
        .collect();
    // An unseen word may be a name or chatter: it counts as one that is seen now and then.
    (rarity, weigh(phrasings.len() / 100))
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

fn length(stems: &[String], rarity: &HashMap<String, f32>, unseen: f32) -> f32 {
    let squares = stems
        .iter()
        .map(|stem| rarity.get(stem).copied().unwrap_or(unseen).powi(2));
    squares.sum::<f32>().sqrt()
}

/// One segment, written by one thread: the same phrasings give the same index, document by document.
fn index(phrasings: &[Phrasing]) -> Result<(Searcher, Field), TantivyError> {
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
        document.add_text(field, phrasing.stems.join(" "));
        writer.add_document(document)?;
    }
    let index = writer.finalize()?;
    let reader: IndexReader = index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()?;
    Ok((reader.searcher(), field))
}
