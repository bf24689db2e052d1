//! What ends the program early.

use std::{
    fmt,
    io::{self, Write},
    process::ExitCode,
};

/// What ends the program early, told in one line on standard error.
#[derive(Debug)]
pub enum Failure {
    /// Bad usage or input: status 2.
    Input(String),
    /// Anything else: status 1.
    Other(anyhow::Error),
}

impl Failure {
    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self::Input(message.into())
    }

    pub(crate) fn other(message: impl Into<String>) -> Self {
        Self::Other(anyhow::Error::msg(message.into()))
    }

    /// Tells what happened and gives the status. Whoever closed the pipe has read enough: that is no failure.
    pub(crate) fn report(&self) -> ExitCode {
        if let Self::Other(error) = self
            && let Some(io) = error.downcast_ref::<io::Error>()
            && io.kind() == io::ErrorKind::BrokenPipe
        {
            return ExitCode::SUCCESS;
        }
        let _ = writeln!(anstream::stderr(), "privy: {self}");
        match self {
            Self::Input(_) => ExitCode::from(2),
            Self::Other(_) => ExitCode::from(1),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(message) => f.write_str(message),
            Self::Other(error) => write!(f, "{error:#}"),
        }
    }
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}
