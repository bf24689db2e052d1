//! The way in: where the gateway is, and when a session may start.

use std::time::Duration;

use reqwest::Url;
use serenity::all::BotGateway;
use tokio::{
    sync::{Mutex, MutexGuard},
    time::{Instant, sleep, sleep_until},
};

use crate::{Error, rest::Rest, send::Failure, waits::Waits};

/// In 5 seconds `max_concurrency` sessions may start (docs: "Max Concurrency"); IDENTIFY goes out a little after a session
/// was begun.
const WINDOW: Duration = Duration::from_millis(5500);

/// Lets sessions start as Discord allows it.
pub(crate) struct Gate<'a> {
    rest: &'a Rest,
    /// Whether the gateway has to be on this machine.
    here: bool,
    /// When the last session started, for each of those that may start at the same time.
    starts: Vec<Mutex<Option<Instant>>>,
}

impl<'a> Gate<'a> {
    /// Asks Discord for the number of shards that it advises, and for how many sessions may start at a time.
    pub(crate) async fn open(rest: &'a Rest, here: bool) -> Result<(Self, u32), Error> {
        let answer = ask(rest).await?;
        let at_a_time = answer.session_start_limit.max_concurrency.clamp(1, 1024);
        let gate = Self {
            rest,
            here,
            starts: (0..at_a_time).map(|_| Mutex::default()).collect(),
        };
        gate.check(&answer.url)?;
        Ok((gate, answer.shards.max(1)))
    }

    /// Waits until `shard` may start a session. Until it has, no other one may in its place.
    pub(crate) async fn admit(&self, shard: u32) -> Result<Admission<'_>, Error> {
        let start = self.starts[shard as usize % self.starts.len()].lock().await;
        if let Some(last) = *start {
            sleep_until(last + WINDOW).await;
        }
        let answer = loop {
            let answer = ask(self.rest).await?;
            let limit = &answer.session_start_limit;
            if limit.remaining > 0 {
                break answer;
            }
            let wait = Duration::from_millis(limit.reset_after).max(Duration::from_secs(1));
            tracing::warn!(
                ?wait,
                "Discord allows no further session today: waiting until it does"
            );
            sleep(wait).await;
        };
        self.check(&answer.url)?;
        let url = answer.url;
        Ok(Admission { url, start })
    }

    fn check(&self, url: &str) -> Result<(), Error> {
        match is_gateway(url, self.here) {
            true => Ok(()),
            false => Err(Error::ForeignGateway),
        }
    }
}

/// A session may start.
pub(crate) struct Admission<'a> {
    /// The gateway's address.
    pub(crate) url: String,
    start: MutexGuard<'a, Option<Instant>>,
}

impl Admission<'_> {
    /// It has started.
    pub(crate) fn used(mut self) {
        *self.start = Some(Instant::now());
    }
}

/// `GET /gateway/bot`, until it is answered.
async fn ask(rest: &Rest) -> Result<BotGateway, Error> {
    let mut waits = Waits::new();
    loop {
        match rest.gateway().await {
            Ok(answer) => return Ok(answer),
            Err(Failure::TokenRefused) => return Err(Error::TokenRefused),
            Err(_) => {
                let wait = waits.next();
                tracing::warn!(
                    ?wait,
                    "Discord cannot be reached: tried again after this wait"
                );
                sleep(wait).await;
            }
        }
    }
}

/// Whether `url` is a gateway that may be talked to: Discord's own over TLS or, if it has to be `here`, one on this machine.
pub(crate) fn is_gateway(url: &str, here: bool) -> bool {
    let Ok(url) = Url::parse(url) else {
        return false;
    };
    let plain = url.username().is_empty() && url.password().is_none() && url.query().is_none();
    let host = url.host_str().unwrap_or_default();
    let is_right = match here {
        true => {
            let ip = host.trim_start_matches('[').trim_end_matches(']');
            let loopback = ip
                .parse()
                .is_ok_and(|ip: std::net::IpAddr| ip.is_loopback());
            url.scheme() == "ws" && loopback
        }
        false => url.scheme() == "wss" && url.port().is_none() && host.ends_with(".discord.gg"),
    };
    plain && is_right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gateway_is_discords_or_here() {
        for discords in [
            "wss://gateway.discord.gg",
            "wss://gateway-us-east1-b.discord.gg/",
        ] {
            assert!(is_gateway(discords, false), "{discords}");
            assert!(!is_gateway(discords, true), "{discords}");
        }
        for here in ["ws://127.0.0.1:1234", "ws://[::1]:1234/"] {
            assert!(is_gateway(here, true), "{here}");
            assert!(!is_gateway(here, false), "{here}");
        }
        for neither in [
            "ws://gateway.discord.gg",
            "wss://gateway.discord.gg.example.org",
            "wss://discord.gg.example.org",
            "wss://evildiscord.gg",
            "wss://me@gateway.discord.gg",
            "wss://gateway.discord.gg:444",
            "wss://10.0.0.1",
            "ws://10.0.0.1:1",
            "ws://localhost.example.org",
            "http://127.0.0.1:1",
            "gateway.discord.gg",
            "",
        ] {
            assert!(
                !is_gateway(neither, false) && !is_gateway(neither, true),
                "{neither}"
            );
        }
    }
}
