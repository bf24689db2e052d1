//! What was asked for on the command line.

use std::time::Duration;

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
}

impl Options {
    /// Reads the command line; cargo adds `--bench`.
    pub(crate) fn read() -> Self {
        let mut options = Self {
            busy: Duration::from_secs(60),
            rate: 500,
            people: 200,
            check: false,
        };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            let mut number = || -> u32 {
                let number = words.next().and_then(|number| number.parse().ok());
                number
                    .filter(|number| *number > 0)
                    .unwrap_or_else(|| panic!("{word} needs a number"))
            };
            match word.as_str() {
                "--seconds" => options.busy = Duration::from_secs(number().into()),
                "--rate" => options.rate = number(),
                "--people" => options.people = number().try_into().unwrap(),
                "--check" => options.check = true,
                "--bench" => {}
                _ => panic!("{word}: there is --seconds, --rate, --people and --check"),
            }
        }
        options
    }
}
