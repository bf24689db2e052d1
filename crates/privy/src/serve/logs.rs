//! The log: one line an event on standard error, as text or as JSON. It never holds what a person wrote, nor who they are.

use std::io::IsTerminal;

use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

use crate::{Failure, config::ServeConfig};

/// Who is heard. The libraries are not: their lines can hold addresses with a token in them, or what a person wrote.
const OWN: [&str; 4] = ["privy", "chat", "chat_discord", "chat_telegram"];

/// Starts the log.
///
/// # Errors
/// Where `log_level` is no level.
pub(crate) fn start(config: &ServeConfig) -> Result<(), Failure> {
    let level = config.log_level.as_str();
    if !["error", "warn", "info", "debug", "trace"].contains(&level) {
        return Err(Failure::input(format!(
            "serve.log_level: `{}` is no level: one of error, warn, info, debug, trace",
            level.escape_debug()
        )));
    }
    let own = OWN.map(|name| format!("{name}={level}"));
    let filter = EnvFilter::new(format!("off,{}", own.join(",")));
    let registry = tracing_subscriber::registry().with(filter);
    let layer = fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let started = match config.log_json {
        true => registry.with(layer.json()).try_init(),
        false => registry.with(layer.with_target(false)).try_init(),
    };
    started.map_err(|error| Failure::other(error.to_string()))
}
