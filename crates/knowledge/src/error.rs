//! What can be wrong with a file.

use std::{fmt, io};

/// What kind of thing went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// A folder or file could not be read.
    Unreadable,
    /// A file is no valid TOML, or a value has the wrong type.
    Malformed,
    /// A file is well formed but says something that the format does not allow.
    Invalid,
}

/// Something wrong in a file of the knowledge base, with its place.
#[derive(Debug, thiserror::Error)]
pub struct Error {
    /// What kind of thing went wrong.
    pub kind: ErrorKind,
    /// The file, relative to the knowledge folder, or the folder itself.
    pub file: String,
    /// The line, from 1; 0 where the whole file is meant.
    pub line: usize,
    /// One sentence.
    pub message: String,
    /// The cause, where another part reported it.
    #[source]
    pub source: Option<io::Error>,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.message),
            line => write!(f, "{}:{line}: {}", self.file, self.message),
        }
    }
}

impl Error {
    pub(crate) fn unreadable(file: impl fmt::Display, source: io::Error) -> Self {
        Self {
            kind: ErrorKind::Unreadable,
            file: file.to_string(),
            line: 0,
            message: format!("cannot be read: {source}"),
            source: Some(source),
        }
    }

    pub(crate) fn malformed(file: &str, text: &str, error: &toml::de::Error) -> Self {
        let line = error
            .span()
            .map_or(0, |span| crate::locate::line_of(text, span.start));
        Self {
            kind: ErrorKind::Malformed,
            file: file.to_owned(),
            line,
            message: error.message().replace('\n', ", "),
            source: None,
        }
    }

    pub(crate) fn invalid(file: &str, line: usize, message: impl Into<String>) -> Self {
        Self {
            kind: ErrorKind::Invalid,
            file: file.to_owned(),
            line,
            message: message.into(),
            source: None,
        }
    }
}
