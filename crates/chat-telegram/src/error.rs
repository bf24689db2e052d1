//! Why going on makes no sense.

use std::{io, net::SocketAddr};

/// Why going on makes no sense, in a sentence that says what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no bot with this token.
    #[error(
        "Telegram refused the bot's token: check it, or have @BotFather in Telegram show it (/mybots, API Token) or make a new one"
    )]
    TokenRefused,
    /// The webhook's listener does not start.
    #[error(
        "the webhook cannot listen on {address}: give another address in `listen`, or stop what uses it"
    )]
    Listen {
        /// Where it should.
        address: SocketAddr,
        /// Why it does not.
        source: io::Error,
    },
    /// Telegram does not post to the webhook's URL.
    #[error(
        "Telegram refused the webhook: its `url` must be https, on port 443, 80, 88 or 8443, and its name must be known"
    )]
    WebhookRefused,
    /// No client for HTTPS.
    #[error(
        "no HTTPS client could be set up: check this machine's certificates and its proxy settings"
    )]
    Client(#[source] reqwest::Error),
}
