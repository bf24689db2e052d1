//! The engine with what it says: from a question to a reply.

use std::sync::Arc;

use answer::{Answer, Context, Engine, Named, Subject, Trace};
use chat::Reply;
use knowledge::{Files, KnowledgeBase, Slug};

use crate::{
    Config, Failure,
    command::today,
    contract::AnswerObject,
    render,
    texts::{Added, Texts},
};

/// An answer, with what the platforms' own texts add to it.
#[derive(Debug, Clone)]
pub struct Answered {
    /// What the engine decided.
    pub answer: Answer,
    /// What the texts add; nothing where none are at hand.
    pub added: Added,
}

/// The engine with what it says.
pub struct Assistant {
    engine: Engine,
    texts: Option<Texts>,
    /// Why there are no texts, where there should be some.
    lost_texts: Option<String>,
    /// A number that is another one as soon as a file of the base is.
    version: u64,
}

impl Assistant {
    /// Loads the records that `config` names, or the built-in ones, and builds the engine over them. Records that are
    /// broken are left out; [`Assistant::problems`] names them.
    ///
    /// # Errors
    /// Where the folder cannot be read, or its vocabulary is broken.
    pub fn load(config: &Config) -> Result<Self, Failure> {
        let input = |error: knowledge::Error| Failure::input(error.to_string());
        let (files, unreadable) = match &config.knowledge.folder {
            Some(folder) => Files::from_folder(folder).map_err(input)?,
            None => (Files::embedded(), Vec::new()),
        };
        let mut base = KnowledgeBase::load(&files).map_err(input)?;
        base.problems.extend(unreadable);
        let opened = Texts::open(config, &base);
        let folder = config.archive.folder.display();
        let lost = |failure: &Failure| {
            format!("left out the texts in {folder}: {failure}; make them anew: privy archive sync")
        };
        let lost_texts = opened.as_ref().err().map(lost);
        let texts = opened.ok().flatten();
        if let Some(texts) = &texts {
            let names = texts.names(&base);
            base.vocabulary.unheld.extend(names);
        }
        let engine = Engine::new(Arc::new(base))?;
        Ok(Self {
            engine,
            texts,
            lost_texts,
            version: files.fingerprint(),
        })
    }

    /// A number that is another one as soon as a file of the base is.
    pub fn knowledge_version(&self) -> u64 {
        self.version
    }

    /// What the answers come from.
    pub fn base(&self) -> &KnowledgeBase {
        self.engine.base()
    }

    /// One sentence for each record that was left out, and for texts that are damaged.
    pub fn problems(&self) -> impl Iterator<Item = String> + '_ {
        let problems = self.base().problems.iter();
        let records = problems.map(|problem| format!("left out {problem}"));
        records.chain(self.lost_texts.clone())
    }

    /// Answers `question` in the conversation that is about `context`.
    ///
    /// # Errors
    /// Where the index fails, which no question causes.
    pub fn ask(&self, question: &str, context: &mut Context) -> Result<Answer, Failure> {
        Ok(self.engine.ask(question, context)?)
    }

    /// As [`Assistant::ask`], with what the platforms' own texts add.
    ///
    /// # Errors
    /// Where the index fails, which no question causes.
    pub fn answer(&self, question: &str, context: &mut Context) -> Result<Answered, Failure> {
        let answer = self.ask(question, context)?;
        Ok(self.with_texts(answer, Some(question)))
    }

    /// `answer` with what the texts add to it. A damaged index adds nothing: the records still answer.
    pub(crate) fn with_texts(&self, answer: Answer, question: Option<&str>) -> Answered {
        let added = self
            .texts
            .as_ref()
            .map(|texts| texts.add(self.base(), &answer, question, today()));
        let added = added.unwrap_or_else(|| Ok(Added::default()));
        if let Err(failure) = &added {
            tracing::error!(%failure, "the texts cannot be searched");
        }
        Answered {
            answer,
            added: added.unwrap_or_default(),
        }
    }

    /// Whether the platforms' own texts are at hand.
    pub(crate) fn has_texts(&self) -> bool {
        self.texts.is_some()
    }

    /// As [`Assistant::ask`], with how the answer came about.
    ///
    /// # Errors
    /// Where the index fails, which no question causes.
    pub fn ask_traced(
        &self,
        question: &str,
        context: &mut Context,
    ) -> Result<(Answer, Trace), Failure> {
        let mut trace = Trace::on();
        let answer = self.engine.ask_traced(question, context, &mut trace)?;
        Ok((answer, trace))
    }

    /// What is known of `subject`: see [`Engine::show`].
    pub fn show(&self, subject: &Subject, context: &mut Context) -> Option<Answered> {
        let answer = self.engine.show(subject, context)?;
        Some(self.with_texts(answer, None))
    }

    /// Whom and what `text` names.
    pub(crate) fn named(&self, text: &str) -> Result<Named, Failure> {
        Ok(self.engine.named(text)?)
    }

    /// What people are shown for `answer`.
    pub fn reply(&self, answered: &Answered) -> Reply {
        let reply = render::reply(self.base(), &answered.answer);
        render::with_texts(reply, self.base(), answered)
    }

    /// What programs are given for `answer`.
    pub fn object(&self, answered: &Answered) -> AnswerObject {
        AnswerObject::new(self.base(), answered, &self.reply(answered))
    }

    /// The region that `text` names.
    ///
    /// # Errors
    /// A sentence that says which regions there are, where it names none.
    pub fn region(&self, text: &str) -> Result<Slug, Failure> {
        let regions = &self.base().vocabulary.regions;
        if let Some(region) = regions.named(text) {
            return Ok(region.slug.clone());
        }
        let known: Vec<_> = regions
            .iter()
            .map(|region| region.slug.as_str())
            .filter(|slug| !slug.starts_with("us-"))
            .collect();
        Err(Failure::input(format!(
            "no region is called `{}`: use a country's name or one of {}, us-ca and other states",
            text.escape_debug(),
            known.join(", ")
        )))
    }

    /// The region that `asked` or else `config` names.
    pub(crate) fn starting_region(
        &self,
        asked: Option<&str>,
        config: &Config,
    ) -> Result<Option<Slug>, Failure> {
        let text = asked.or(config.answer.region.as_deref());
        text.map(|text| self.region(text)).transpose()
    }
}
