//! The configuration: defaults, then a file, then the environment.

mod archive;
mod example;
mod networks;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use crate::Failure;

pub use archive::ArchiveConfig;
pub(crate) use example::example;
pub use networks::{Networks, Section};

/// The file that is read from the working folder where no other is named.
const FILE: &str = "privy.toml";

/// Everything that can be configured. Later beats earlier: defaults, `privy.toml`, `PRIVY__SECTION__KEY`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where the knowledge comes from.
    pub knowledge: KnowledgeConfig,
    /// How questions are answered.
    pub answer: AnswerConfig,
    /// The platforms' own texts: what is brought in, and where it is kept.
    pub archive: ArchiveConfig,
    /// How `privy serve` runs.
    pub serve: ServeConfig,
    /// Discord, where it has a token.
    #[schemars(with = "chat_discord::Config")]
    pub discord: Section,
    /// Telegram, where it has a token.
    #[schemars(with = "chat_telegram::Config")]
    pub telegram: Section,
}

/// Where the knowledge comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct KnowledgeConfig {
    /// A folder that replaces the records that were compiled in.
    #[schemars(example = &"knowledge")]
    pub folder: Option<PathBuf>,
}

/// How questions are answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AnswerConfig {
    /// The region of people who do not say where they live: a slug such as `uk`.
    #[schemars(example = &"uk")]
    pub region: Option<String>,
}

/// How `privy serve` runs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ServeConfig {
    /// Where `/healthz`, `/readyz` and `/metrics` are served; "" for nowhere. Anyone who can reach it can read it, so keep
    /// it on this machine. Default: "127.0.0.1:8600".
    #[serde(deserialize_with = "address_or_none")]
    #[schemars(with = "String")]
    pub listen: Option<SocketAddr>,
    /// How many questions a person may ask in a minute, on the long run. Default: 30.
    pub questions_per_minute: u32,
    /// How many questions a person may ask at once. Default: 10.
    pub burst: u32,
    /// What the log tells: "error", "warn", "info", "debug" or "trace". Default: "info".
    pub log_level: String,
    /// Whether the log is JSON, one object a line. Default: false.
    pub log_json: bool,
}

impl Default for ServeConfig {
    fn default() -> Self {
        Self {
            listen: Some(SocketAddr::from(([127, 0, 0, 1], 8600))),
            questions_per_minute: 30,
            burst: 10,
            log_level: "info".to_owned(),
            log_json: false,
        }
    }
}

fn address_or_none<'de, D: Deserializer<'de>>(from: D) -> Result<Option<SocketAddr>, D::Error> {
    let text = String::deserialize(from)?;
    if text.is_empty() {
        return Ok(None);
    }
    let parsed = text.parse().map(Some);
    parsed.map_err(|_| {
        serde::de::Error::custom(format!(
            "`{text}` is no address with a port, such as 127.0.0.1:8600"
        ))
    })
}

impl Config {
    /// The networks that have a token, each with its configuration.
    ///
    /// # Errors
    /// Where none has one, where a file with a secret cannot be read, and where a section is wrong.
    pub fn networks(&self) -> Result<Networks, Failure> {
        Networks::read(&self.discord, &self.telegram)
    }

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
