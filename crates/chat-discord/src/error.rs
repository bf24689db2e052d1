//! Why going on makes no sense.

/// Why going on makes no sense, in a sentence that says what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no bot with this token.
    #[error(
        "Discord refused the bot's token: check it, or make a new one at https://discord.com/developers/applications (your application, Bot, Reset Token)"
    )]
    TokenRefused,
    /// Discord does not give the intents that are asked for, which need no permission.
    #[error(
        "Discord refused the gateway intents (close code 4013 or 4014): update Privy, it asks for none that need a permission"
    )]
    IntentsRefused,
    /// The gateway is neither Discord's nor on this machine.
    #[error(
        "the gateway's address is neither Discord's nor, with `address`, on this machine: check what answers as discord.com here"
    )]
    ForeignGateway,
    /// An authority without an address, or one that cannot be read.
    #[error(
        "`address` and `authority` belong together, and `authority` must be a certificate authority in PEM form"
    )]
    Authority,
    /// No client for HTTPS.
    #[error("no HTTPS client could be set up: check this machine's certificates")]
    Client,
}
