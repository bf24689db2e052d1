//! How a long operation tells how far it is. Nothing is printed in this crate.

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// Receiving a repository: objects.
    Fetch,
    /// Reading the history: commits.
    History,
    /// Reading and indexing texts: documents.
    Texts,
}

/// Is told how far a sync is. It is called from several threads.
pub trait Progress: Sync {
    /// `step` of `subject` (a collection, or one of its repositories) begins; `total` things are to be done, where
    /// that is known.
    fn begin(&self, subject: &str, step: Step, total: Option<u64>);
    /// So many are done by now.
    fn done(&self, subject: &str, step: Step, count: u64);
    /// The step is over.
    fn end(&self, subject: &str, step: Step);
}

/// Tells nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: &str, _: Step, _: Option<u64>) {}
    fn done(&self, _: &str, _: Step, _: u64) {}
    fn end(&self, _: &str, _: Step) {}
}
