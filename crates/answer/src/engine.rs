//! The engine: everything that a question needs, built once.

use std::sync::Arc;

use knowledge::{KnowledgeBase, Slug, Weights};

use crate::{Answer, Context, Subject, Trace, decide::decide, reader::Reader};

/// What can go wrong inside the engine. Nothing that a person writes makes it do so.
#[derive(Debug, thiserror::Error)]
#[error("the index of phrasings failed: {0}")]
pub struct Error(#[from] tantivy::TantivyError);

/// Whom and what a text names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// The platforms, each once, in order.
    pub platforms: Vec<Slug>,
    /// The topic.
    pub topic: Option<Slug>,
    /// The region.
    pub region: Option<Slug>,
}

/// Understands questions and decides on answers. Immutable; share it between threads.
pub struct Engine {
    base: Arc<KnowledgeBase>,
    reader: Reader,
}

impl Engine {
    /// Builds the index over `base`.
    ///
    /// # Errors
    /// Where the index cannot be built, which no knowledge base causes.
    pub fn new(base: Arc<KnowledgeBase>) -> Result<Self, Error> {
        let reader = Reader::new(&base)?;
        Ok(Self { base, reader })
    }

    /// What the answers come from.
    pub fn base(&self) -> &KnowledgeBase {
        &self.base
    }

    /// Answers `question` in a conversation that is about `context`, which then is about what this answer is about.
    /// The same base, question and context give the same answer.
    ///
    /// # Errors
    /// Where the index fails, which no question causes.
    pub fn ask(&self, question: &str, context: &mut Context) -> Result<Answer, Error> {
        self.ask_traced(question, context, &mut Trace::off())
    }

    /// As [`Engine::ask`], and takes down in `trace` how the answer came about.
    ///
    /// # Errors
    /// Where the index fails, which no question causes.
    pub fn ask_traced(
        &self,
        question: &str,
        context: &mut Context,
        trace: &mut Trace,
    ) -> Result<Answer, Error> {
        let reading = self.reader.read(question, trace)?;
        let regions = &self.base.vocabulary.regions;
        let known = context.region.clone();
        if regions
            .chain(known.as_ref())
            .any(|place| reading.left.contains(place))
        {
            context.region = None;
        }
        let answer = decide(&self.base, &reading, context, trace);
        *context = context.after(&answer);
        Ok(answer)
    }

    /// What was learned from the phrasings, to be kept beside them.
    pub fn weights(&self) -> Weights {
        Weights {
            of: self.base.vocabulary.fingerprint(),
            bytes: self.reader.index.weights().into(),
        }
    }

    /// What is known of `subject`, as if it had been asked for in a conversation that is about `context`. `None` where
    /// what it names is no longer held.
    pub fn show(&self, subject: &Subject, context: &mut Context) -> Option<Answer> {
        let outcome = subject.outcome(&self.base)?;
        let region = subject.region.clone().or_else(|| context.region.clone());
        let answer = outcome.answer(&self.base, region);
        *context = context.after(&answer);
        Some(answer)
    }

    /// Whom and what `text` names, without deciding on anything.
    ///
    /// # Errors
    /// Where the index fails, which no text causes.
    pub fn named(&self, text: &str) -> Result<Named, Error> {
        let reading = self.reader.read(text, &mut Trace::off())?;
        Ok(Named {
            platforms: reading.platforms(),
            topic: reading.topic().map(|(topic, _)| topic.clone()),
            region: reading.region.clone(),
        })
    }

    /// The bare retrieval for `question`, without the engine: how many phrasings it hits. For benches.
    ///
    /// # Errors
    /// Where the index fails, which no question causes.
    pub fn retrieve_bare(&self, question: &str) -> Result<usize, Error> {
        Ok(self.reader.index.bare_hits(question)?)
    }
}
