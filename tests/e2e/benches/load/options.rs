//! What was asked for on the command line.

use std::{path::PathBuf, time::Duration};

/// What was asked for on the command line.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    /// How long the bot is kept as busy as it can be.
    pub(crate) busy: Duration,
    /// How many questions a second on each network while latency is measured.
    pub(crate) rate: u32,
    /// How many people on each network ask.
    pub(crate) people: usize,
    /// Whether a missed limit is a failure.
    pub(crate) check: bool,
    /// The program to measure; this work tree's where none is named.
    pub(crate) program: Option<PathBuf>,
}

impl Options {
    /// Reads the command line; cargo adds `--bench`.
    pub(crate) fn read() -> Self {
        let mut options = Self {
            busy: Duration::from_secs(60),
            rate: 500,
            people: 200,
            check: false,
            program: None,
        };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            let number = |words: &mut dyn Iterator<Item = String>| -> u32 {
                let number = words.next().and_then(|number| number.parse().ok());
                number
                    .filter(|number| *number > 0)
                    .unwrap_or_else(|| panic!("{word} needs a number"))
            };
            match word.as_str() {
                "--seconds" => options.busy = Duration::from_secs(number(&mut words).into()),
                "--rate" => options.rate = number(&mut words),
                "--people" => options.people = number(&mut words).try_into().unwrap(),
                "--check" => options.check = true,
                "--program" => options.program = words.next().map(PathBuf::from),
                "--bench" => {}
                _ => panic!("{word}: there is --seconds, --rate, --people, --program and --check"),
            }
        }
        options
    }
}
