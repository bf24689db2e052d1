//! What is configured.

use std::{
    net::SocketAddr,
    num::{NonZeroU64, NonZeroUsize},
};

use schemars::JsonSchema;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

/// How Privy answers in Discord.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The bot's token, from <https://discord.com/developers/applications>: your application, Bot, Reset Token.
    #[schemars(with = "String", example = &"your.discord.token")]
    pub(crate) token: Token,
    /// For trying things out: an address of this machine that answers as discord.com. Default: Discord's own.
    #[serde(default)]
    #[schemars(with = "Option<String>", example = &"127.0.0.1:8443")]
    pub(crate) address: Option<Loopback>,
    /// The certificate authority, in PEM form, that vouches for what answers at `address`. Default: none.
    #[serde(default)]
    #[schemars(example = &"-----BEGIN CERTIFICATE----- ...")]
    pub(crate) authority: Option<String>,
    /// While developing: the id of the one guild in which commands are registered, at once and only there. Default: none;
    /// they are registered everywhere.
    #[serde(default)]
    #[schemars(example = 123456789012345678u64)]
    pub(crate) guild: Option<NonZeroU64>,
    /// The shards of this process, where several share the work. Default: all, as many as Discord advises.
    #[serde(default)]
    pub(crate) shards: Option<Shards>,
    /// How many questions are answered at the same time; more have to wait. Default: 32, which is several
    /// times what the network's own limits let through, and little memory.
    #[serde(default = "running")]
    pub(crate) running: NonZeroUsize,
}

fn running() -> NonZeroUsize {
    const { NonZeroUsize::new(32).expect("not zero") }
}

/// A token that can stand in a header.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "SecretString")]
pub(crate) struct Token(pub(crate) SecretString);

impl TryFrom<SecretString> for Token {
    type Error = &'static str;

    fn try_from(token: SecretString) -> Result<Self, Self::Error> {
        let text = token.expose_secret();
        match !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic()) {
            true => Ok(Self(token)),
            false => Err("the Discord `token` is empty or holds spaces"),
        }
    }
}

/// An address of this machine.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "SocketAddr")]
pub(crate) struct Loopback(pub(crate) SocketAddr);

impl TryFrom<SocketAddr> for Loopback {
    type Error = &'static str;

    fn try_from(address: SocketAddr) -> Result<Self, Self::Error> {
        match address.ip().is_loopback() {
            true => Ok(Self(address)),
            false => Err("`address` must be one of this machine, such as 127.0.0.1:8443"),
        }
    }
}

/// A range of shards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "Range")]
pub(crate) struct Shards {
    pub(crate) first: u32,
    pub(crate) last: u32,
    pub(crate) total: u32,
}

/// Which shards are this process's.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Range {
    /// The first one, from 0.
    #[schemars(example = 0)]
    first: u32,
    /// The last one.
    #[schemars(example = 0)]
    last: u32,
    /// How many there are in all processes together.
    #[schemars(example = 1)]
    total: u32,
}

impl TryFrom<Range> for Shards {
    type Error = &'static str;

    fn try_from(Range { first, last, total }: Range) -> Result<Self, Self::Error> {
        match first <= last && last < total {
            true => Ok(Self { first, last, total }),
            false => Err("`shards` must have first <= last < total"),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(config: Value) -> Result<Config, serde_json::Error> {
        serde_json::from_value(config)
    }

    #[test]
    fn a_token_is_enough_and_is_never_shown() {
        let config = read(json!({"token": "secret.token"})).unwrap();
        assert_eq!(config.running.get(), 32);
        assert_eq!(config.shards, None);
        assert!(!format!("{config:?}").contains("secret.token"));
        for bad in ["", "two words", "line\n"] {
            assert!(read(json!({"token": bad})).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_address_is_one_of_this_machine() {
        for good in ["127.0.0.1:9", "[::1]:9", "127.1.2.3:443"] {
            assert!(
                read(json!({"token": "a", "address": good})).is_ok(),
                "{good}"
            );
        }
        for bad in [
            "10.0.0.1:443",
            "162.159.128.233:443",
            "0.0.0.0:1",
            "localhost:1",
            "127.0.0.1",
        ] {
            assert!(
                read(json!({"token": "a", "address": bad})).is_err(),
                "{bad}"
            );
        }
    }

    #[test]
    fn shards_are_a_range_within_their_total() {
        let shards = |first: u32, last: u32, total: u32| {
            read(json!({"token": "a", "shards": {"first": first, "last": last, "total": total}}))
        };
        assert!(shards(0, 0, 1).is_ok());
        assert!(shards(2, 3, 4).is_ok());
        for (first, last, total) in [(1, 0, 2), (0, 1, 1), (0, 0, 0)] {
            assert!(
                shards(first, last, total).is_err(),
                "{first} {last} {total}"
            );
        }
    }

    #[test]
    fn what_is_misspelt_or_zero_is_refused() {
        for bad in [
            json!({"token": "a", "tokn": "x"}),
            json!({"token": "a", "running": 0}),
            json!({"token": "a", "guild": 0}),
            json!({"token": "a", "shards": {"first": 0, "last": 0, "total": 1, "all": 1}}),
            json!({}),
        ] {
            assert!(read(bad.clone()).is_err(), "{bad}");
        }
    }
}
