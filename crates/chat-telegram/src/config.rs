//! What is configured.

use std::{
    net::{IpAddr, SocketAddr},
    num::{NonZeroU32, NonZeroUsize},
};

use schemars::JsonSchema;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// How Privy answers in Telegram.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The bot's token, as @BotFather gives it: `123456789:AA...`.
    #[schemars(with = "String", example = &"123456789:your-telegram-token")]
    pub(crate) token: Token,
    /// Where the Bot API is: Telegram's own (the default) or, for trying things out, an address of this machine.
    #[serde(default)]
    #[schemars(with = "String")]
    pub(crate) api: Api,
    /// Where Telegram posts updates to. Without it they are asked for (long polling), which needs no open port.
    #[serde(default)]
    pub(crate) webhook: Option<Webhook>,
    /// How many messages are sent in which time.
    #[serde(default)]
    pub(crate) limits: Limits,
    /// How many people's questions are answered at the same time; more have to wait. Default: 32, which is several
    /// times what the network's own limits let through, and little memory.
    #[serde(default = "running")]
    pub(crate) running: NonZeroUsize,
}

fn running() -> NonZeroUsize {
    const { NonZeroUsize::new(32).expect("not zero") }
}

/// A token that can stand in an address.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "SecretString")]
pub(crate) struct Token(pub(crate) SecretString);

impl TryFrom<SecretString> for Token {
    type Error = &'static str;

    fn try_from(token: SecretString) -> Result<Self, Self::Error> {
        let text = token.expose_secret();
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'_' | b'-');
        match !text.is_empty() && text.bytes().all(allowed) {
            true => Ok(Self(token)),
            false => Err("the Telegram `token` is empty or holds what no token does"),
        }
    }
}

/// Where the Bot API is.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(try_from = "Url")]
pub(crate) struct Api(Url);

impl Default for Api {
    fn default() -> Self {
        #[expect(
            clippy::expect_used,
            reason = "it is a constant, and a test asks for it"
        )]
        Self(Url::parse("https://api.telegram.org").expect("an address"))
    }
}

impl TryFrom<Url> for Api {
    type Error = &'static str;

    fn try_from(url: Url) -> Result<Self, Self::Error> {
        let own = url.scheme() == "https"
            && url.host_str() == Some("api.telegram.org")
            && url.port().is_none();
        let plain = url.username().is_empty() && url.password().is_none() && url.query().is_none();
        match plain && (own || is_loopback(&url)) {
            true => Ok(Self(url)),
            false => Err("`api` must be https://api.telegram.org or an address of this machine"),
        }
    }
}

impl Api {
    /// The address, without a slash at the end.
    pub(crate) fn address(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }

    /// Whether it is on this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }
}

/// Whether `url` leads to this machine.
fn is_loopback(url: &Url) -> bool {
    let here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => IpAddr::from(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::from(ip).is_loopback(),
        None => false,
    };
    here && matches!(url.scheme(), "http" | "https")
}

/// Where Telegram posts updates to.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Webhook {
    /// The address that Telegram posts to, such as `https://privy.example.org/telegram`: https, on port 443, 80, 88 or
    /// 8443, at the proxy in front of this program.
    #[schemars(with = "String", example = &"https://privy.example.org/telegram")]
    pub(crate) url: HookUrl,
    /// Where this program listens for what the proxy passes on, such as `127.0.0.1:8080`.
    #[schemars(with = "String", example = &"127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// What Telegram shows to prove that an update is from it: 1 to 256 of `A-Z`, `a-z`, `0-9`, `_` and `-`.
    #[schemars(with = "String", example = &"a-long-random-word")]
    pub(crate) secret: HookSecret,
}

/// An address for a webhook: https, or plain on this machine.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "Url")]
pub(crate) struct HookUrl(pub(crate) Url);

impl TryFrom<Url> for HookUrl {
    type Error = &'static str;

    fn try_from(url: Url) -> Result<Self, Self::Error> {
        match (url.scheme() == "https" && url.has_host()) || is_loopback(&url) {
            true => Ok(Self(url)),
            false => Err("the webhook's `url` must begin with https://"),
        }
    }
}

/// A webhook's secret.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "SecretString")]
pub(crate) struct HookSecret(pub(crate) SecretString);

impl TryFrom<SecretString> for HookSecret {
    type Error = &'static str;

    fn try_from(secret: SecretString) -> Result<Self, Self::Error> {
        let text = secret.expose_secret();
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        match (1..=256).contains(&text.len()) && text.bytes().all(allowed) {
            true => Ok(Self(secret)),
            false => Err("the webhook's `secret` must have 1 to 256 of A-Z, a-z, 0-9, _ and -"),
        }
    }
}

/// How many messages are sent in which time. The defaults are what Telegram documents ("My bot is hitting limits" in its
/// bot FAQ).
#[derive(Debug, Clone, Copy, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Limits {
    /// To everybody, in a second. Default: 30.
    pub(crate) per_second: NonZeroU32,
    /// To one chat, in a second; short bursts may go over it. Default: 1.
    pub(crate) per_chat_per_second: NonZeroU32,
    /// To one group, in a minute. Default: 20.
    pub(crate) per_group_per_minute: NonZeroU32,
}

impl Default for Limits {
    fn default() -> Self {
        const {
            Self {
                per_second: NonZeroU32::new(30).expect("not zero"),
                per_chat_per_second: NonZeroU32::new(1).expect("not zero"),
                per_group_per_minute: NonZeroU32::new(20).expect("not zero"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(config: serde_json::Value) -> Result<Config, serde_json::Error> {
        serde_json::from_value(config)
    }

    #[test]
    fn a_token_is_enough_and_is_never_shown() {
        let config = read(json!({"token": "1:secret"})).unwrap();
        assert_eq!(config.api.address(), "https://api.telegram.org");
        assert_eq!(config.limits.per_second.get(), 30);
        assert_eq!(config.running.get(), 32);
        assert!(!format!("{config:?}").contains("secret"));
        for bad in ["", "two words", "1:a/../b", "1:a\n"] {
            assert!(read(json!({"token": bad})).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn the_api_is_telegrams_own_or_on_this_machine() {
        for good in [
            "https://api.telegram.org",
            "http://127.0.0.1:9",
            "http://localhost:1/x/",
            "http://[::1]:9",
        ] {
            assert!(read(json!({"token": "1:a", "api": good})).is_ok(), "{good}");
        }
        for bad in [
            "http://api.telegram.org",
            "https://api.telegram.org:444",
            "https://api.telegram.org.example.org",
            "https://me@api.telegram.org",
            "http://10.0.0.1",
            "http://localhost.example.org",
            "ftp://127.0.0.1",
        ] {
            assert!(read(json!({"token": "1:a", "api": bad})).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_webhook_needs_https_and_a_secret_of_telegrams_letters() {
        let hook = |url: &str, secret: &str| {
            let webhook = json!({"url": url, "listen": "127.0.0.1:0", "secret": secret});
            read(json!({"token": "1:a", "webhook": webhook}))
        };
        assert!(hook("https://example.org/hook", "a-Z_9").is_ok());
        assert!(hook("http://127.0.0.1:80/hook", "a").is_ok());
        assert!(hook("http://example.org/hook", "a").is_err());
        for bad in ["", "two words", "caf\u{e9}", &"x".repeat(257)] {
            assert!(hook("https://example.org/hook", bad).is_err(), "{bad}");
        }
        let shown = format!("{:?}", hook("https://example.org/hook", "hidden").unwrap());
        assert!(!shown.contains("hidden"), "{shown}");
    }

    #[test]
    fn what_is_misspelt_or_zero_is_refused() {
        assert!(read(json!({"token": "1:a", "tokn": "x"})).is_err());
        assert!(read(json!({"token": "1:a", "limits": {"per_minute": 1}})).is_err());
        assert!(read(json!({"token": "1:a", "limits": {"per_second": 0}})).is_err());
        assert!(read(json!({"token": "1:a", "running": 0})).is_err());
    }
}
