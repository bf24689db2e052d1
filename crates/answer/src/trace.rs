//! Why a verdict came out as it did, as a tree that a maintainer can read.

use std::fmt;

/// The steps that led to a verdict. It can hold words of the question: it is for the one who asked, never for a log.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    on: bool,
    steps: Vec<(usize, String)>,
}

impl Trace {
    /// A trace that takes down every step.
    pub fn on() -> Self {
        Self {
            on: true,
            steps: Vec::new(),
        }
    }

    /// A trace that takes down nothing.
    pub fn off() -> Self {
        Self::default()
    }

    /// Takes down a step at `depth`; `text` is not even made where the trace is off.
    pub(crate) fn step(&mut self, depth: usize, text: impl FnOnce() -> String) {
        if self.on {
            self.steps.push((depth, text()));
        }
    }
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (depth, text) in &self.steps {
            writeln!(f, "{:indent$}{text}", "", indent = depth * 2)?;
        }
        Ok(())
    }
}
