//! What stops a whole operation. What only concerns one text or repository is a [`Finding`](crate::Finding).

use std::path::PathBuf;

/// What stops a whole operation.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder of the data folder.
    #[error("{}: {source}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// The index could not be read or written.
    #[error("the index of the texts: {0}")]
    Index(#[from] tantivy::TantivyError),
    /// Another sync is at work on the same data folder.
    #[error("{}: another sync is at work here", path.display())]
    Busy {
        /// The data folder.
        path: PathBuf,
    },
    /// A repository that was readable when it was indexed.
    #[error("{}: {message}", path.display())]
    Repository {
        /// The repository.
        path: PathBuf,
        /// What is wrong with it.
        message: String,
    },
    /// What a collection is called cannot name a folder, or two have one name.
    #[error("`{0}` cannot be a collection's name: letters, digits, - and _, each name once")]
    Name(String),
    /// It was told to stop.
    #[error("stopped; what was there before still serves")]
    Stopped,
}

impl Error {
    pub(crate) fn file(path: impl Into<PathBuf>, source: std::io::Error) -> Self {
        Self::File {
            path: path.into(),
            source,
        }
    }
}
