//! The engine with what it says: from a question to a reply.

use std::{path::Path, sync::Arc};

use answer::{Answer, Context, Engine, Trace};
use chat::Reply;
use knowledge::{Files, KnowledgeBase, Slug};

use crate::{Config, Failure, contract::AnswerObject, render};

/// The engine with what it says.
pub struct Assistant {
    engine: Engine,
}

impl Assistant {
    /// Loads the records that `config` names, or the built-in ones, and builds the engine over them. Records that are
    /// broken are left out; [`Assistant::problems`] names them.
    ///
    /// # Errors
    /// Where the folder cannot be read, or its vocabulary is broken.
    pub fn load(config: &Config) -> Result<Self, Failure> {
        let base = match &config.knowledge.folder {
            Some(folder) => from_folder(folder)?,
            None => KnowledgeBase::load(&Files::embedded())?,
        };
        Self::over(base)
    }

    /// Builds the engine over `base`.
    ///
    /// # Errors
    /// Where the index cannot be built, which no base causes.
    pub fn over(base: KnowledgeBase) -> Result<Self, Failure> {
        let engine = Engine::new(Arc::new(base))?;
        Ok(Self { engine })
    }

    /// What the answers come from.
    pub fn base(&self) -> &KnowledgeBase {
        self.engine.base()
    }

    /// One sentence for each record that was left out.
    pub fn problems(&self) -> impl Iterator<Item = String> + '_ {
        let problems = self.base().problems.iter();
        problems.map(|problem| format!("left out {problem}"))
    }

    /// Answers `question` in the conversation that is about `context`.
    ///
    /// # Errors
    /// Where the index fails, which no question causes.
    pub fn ask(&self, question: &str, context: &mut Context) -> Result<Answer, Failure> {
        Ok(self.engine.ask(question, context)?)
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

    /// What people are shown for `answer`.
    pub fn reply(&self, answer: &Answer) -> Reply {
        render::reply(self.base(), answer)
    }

    /// What programs are given for `answer`.
    pub fn object(&self, answer: &Answer) -> AnswerObject {
        AnswerObject::new(self.base(), answer, &self.reply(answer))
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

fn from_folder(folder: &Path) -> Result<KnowledgeBase, Failure> {
    let (files, unreadable) =
        Files::from_folder(folder).map_err(|error| Failure::input(error.to_string()))?;
    let mut base =
        KnowledgeBase::load(&files).map_err(|error| Failure::input(error.to_string()))?;
    base.problems.extend(unreadable);
    Ok(base)
}
