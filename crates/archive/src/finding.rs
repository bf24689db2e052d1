//! What was wrong with what was read, and what was therefore left out.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Something that could not be read as it stands. The rest was.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Finding {
    /// The collection.
    pub collection: String,
    /// The path in its repository; none where the whole repository is meant.
    pub path: Option<String>,
    /// What kind of thing it is.
    pub code: Code,
    /// What was found: one sentence.
    pub message: String,
}

/// The kinds of finding, each with a name that does not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// A repository could not be cloned or fetched.
    FetchFailed,
    /// There is no repository that can be opened.
    RepositoryUnreadable,
    /// Something that a repository should hold is missing or damaged.
    RepositoryDamaged,
    /// The history ends before its beginning.
    HistoryIncomplete,
    /// A path that is no `<Service>/<Document>.md`, or one that could lead elsewhere.
    OddPath,
    /// A symbolic link where a text should be.
    SymbolicLink,
    /// Another repository where a text should be.
    Submodule,
    /// A text that cannot be read out of its repository.
    TextUnreadable,
    /// A text that is not UTF-8.
    NotUtf8,
    /// A text that is too long.
    TooLarge,
    /// A text of one enormous line.
    OneLine,
    /// A text without a sentence.
    NoPassages,
    /// The declarations could not be read.
    DeclarationsUnreadable,
    /// A declaration that is no JSON of the known shape.
    DeclarationMalformed,
}

impl Code {
    /// The name, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FetchFailed => "fetch-failed",
            Self::RepositoryUnreadable => "repository-unreadable",
            Self::RepositoryDamaged => "repository-damaged",
            Self::HistoryIncomplete => "history-incomplete",
            Self::OddPath => "odd-path",
            Self::SymbolicLink => "symbolic-link",
            Self::Submodule => "submodule",
            Self::TextUnreadable => "text-unreadable",
            Self::NotUtf8 => "not-utf8",
            Self::TooLarge => "too-large",
            Self::OneLine => "one-line",
            Self::NoPassages => "no-passages",
            Self::DeclarationsUnreadable => "declarations-unreadable",
            Self::DeclarationMalformed => "declaration-malformed",
        }
    }

    /// Whether it comes of a repository that is not whole, and may go away without a new commit.
    pub(crate) fn is_damage(self) -> bool {
        matches!(self, Self::TextUnreadable | Self::HistoryIncomplete)
    }

    /// How to mend it.
    pub fn mend(self) -> &'static str {
        match self {
            Self::FetchFailed => {
                "Look at the address and the network; the next sync tries again, until then the texts stay as they were."
            }
            Self::RepositoryUnreadable => {
                "Give the path of a git repository; in the data folder, remove the folder and sync again."
            }
            Self::RepositoryDamaged => {
                "Clone the repository anew (in the data folder: remove it and sync); until then the texts stay as they were."
            }
            Self::HistoryIncomplete => {
                "Clone the repository with its whole history; until then older versions are missing."
            }
            Self::OddPath => "Rename it to <Service>/<Document>.md in the collection.",
            Self::SymbolicLink | Self::Submodule => {
                "Put the text itself into the collection; links are never followed."
            }
            Self::TextUnreadable => "Clone the repository anew.",
            Self::NotUtf8 => "Convert the text to UTF-8 in the collection.",
            Self::TooLarge => "Look whether this is a policy; divide it in the collection.",
            Self::OneLine => {
                "Break the text into lines in the collection; it is searched without headings."
            }
            Self::NoPassages => {
                "Look at the declaration: what it selects from the page holds no sentence."
            }
            Self::DeclarationsUnreadable => {
                "Look at the location of the declarations; without them there are no links to live pages."
            }
            Self::DeclarationMalformed => {
                "Mend the declaration; this service has no links to live pages."
            }
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Finding {
    pub(crate) fn new(
        collection: &str,
        path: Option<&str>,
        code: Code,
        message: impl Into<String>,
    ) -> Self {
        Self {
            collection: collection.to_owned(),
            path: path.map(str::to_owned),
            code,
            message: message.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.collection)?;
        if let Some(path) = &self.path {
            write!(f, ":{}", path.escape_debug())?;
        }
        write!(f, ": {} [{}]", self.message, self.code)
    }
}
