//! The configuration: defaults, then a file, then the environment.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::Failure;

/// The file that is read from the working folder where no other is named.
const FILE: &str = "privy.toml";

/// Everything that can be configured. Later beats earlier: defaults, `privy.toml`, `PRIVY__SECTION__KEY`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where the knowledge comes from.
    pub knowledge: KnowledgeConfig,
    /// How questions are answered.
    pub answer: AnswerConfig,
}

/// Where the knowledge comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct KnowledgeConfig {
    /// A folder that replaces the records that were compiled in.
    pub folder: Option<PathBuf>,
}

/// How questions are answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AnswerConfig {
    /// The region of people who do not say where they live: a slug such as `uk`.
    pub region: Option<String>,
}

impl Config {
    /// Reads the configuration from `file`, or from `privy.toml` where it exists, and from the environment.
    ///
    /// # Errors
    /// Where `file` cannot be read, or a key is unknown or of the wrong type.
    pub fn read(file: Option<&Path>) -> Result<Self, Failure> {
        let source = match file {
            Some(file) => config::File::from(file).required(true),
            None => config::File::from(Path::new(FILE)).required(false),
        };
        let environment = config::Environment::with_prefix("PRIVY")
            .prefix_separator("__")
            .separator("__");
        let built = config::Config::builder()
            .add_source(source.format(config::FileFormat::Toml))
            .add_source(environment)
            .build()
            .and_then(config::Config::try_deserialize);
        built.map_err(|error| {
            let file = file.unwrap_or(Path::new(FILE));
            let place = match file.exists() {
                true => format!("{} or a PRIVY__ variable", file.display()),
                false => "a PRIVY__ variable".to_owned(),
            };
            let reason = error.to_string();
            let reason: Vec<_> = reason
                .lines()
                .map(str::trim)
                .filter(|line| !line.is_empty())
                .collect();
            Failure::input(format!("configuration: {place}: {}", reason.join(" ")))
        })
    }
}
