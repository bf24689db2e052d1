//! Requests: with a time-out on each try, a bounded number of tries and a deadline for all of them together.

use std::{future::Future, time::Duration};

use chat::{Meters, Network, Sent};
use serenity::http::HttpError;
use tokio::time::{Instant, sleep, timeout};

use crate::quiet::quiet;

/// How much is tried.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// For all tries together.
    pub(crate) within: Duration,
    /// For one try, including what serenity waits because of a rate limit.
    pub(crate) each: Duration,
    /// How often.
    pub(crate) tries: u32,
    /// Before the second try; twice as long before each further one.
    pub(crate) wait: Duration,
}

/// For the first answer to an interaction, which Discord takes for 3 seconds only.
pub(crate) const PROMPT: Patience = Patience {
    within: Duration::from_millis(2500),
    each: Duration::from_millis(900),
    tries: 5,
    wait: Duration::from_millis(50),
};

/// For everything else.
pub(crate) const PATIENT: Patience = Patience {
    within: Duration::from_secs(30),
    each: Duration::from_secs(20),
    tries: 6,
    wait: Duration::from_millis(250),
};

/// Why a request came to nothing. It holds nothing of what was sent or answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// It was taken, but what came back cannot be read.
    Unreadable,
    /// The interaction was answered before (40060): perhaps by a try whose answer got lost.
    Answered,
    /// The bot may not do this here, or it is gone.
    NotHere,
    /// 401.
    TokenRefused,
    /// Refused for another reason, with this HTTP status.
    Refused(u16),
    /// 429 or 5xx.
    Passing(u16),
    /// No answer, or no connection.
    Unreachable,
}

impl Failure {
    fn of(error: &serenity::Error) -> Self {
        match error {
            serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) => {
                let status = response.status_code.as_u16();
                match (status, response.error.code) {
                    (429 | 500.., _) => Self::Passing(status),
                    (401, _) => Self::TokenRefused,
                    (_, 40060) => Self::Answered,
                    // Unknown channel, message, webhook, interaction; no access, no direct message, no permission.
                    (_, 10003 | 10008 | 10015 | 10062 | 50001 | 50007 | 50013) => Self::NotHere,
                    _ => Self::Refused(status),
                }
            }
            serenity::Error::Json(_) => Self::Unreadable,
            _ => Self::Unreachable,
        }
    }

    fn passes(self) -> bool {
        matches!(self, Self::Passing(_) | Self::Unreachable)
    }

    fn log(self) {
        match self {
            Self::Unreadable | Self::Answered => {}
            Self::NotHere => tracing::debug!("a message could not be sent to where it belongs"),
            Self::TokenRefused => tracing::warn!("Discord refused the bot's token"),
            Self::Refused(status) => tracing::warn!(status, "Discord refused a request"),
            Self::Passing(status) => tracing::warn!(status, "a request to Discord was given up"),
            Self::Unreachable => tracing::warn!("a request to Discord was given up: no answer"),
        }
    }
}

/// Carries out `call` until Discord takes it, refuses it, or `patience` is over.
pub(crate) async fn send<T, F>(
    meters: &Meters,
    patience: Patience,
    call: impl Fn() -> F,
) -> Result<T, Failure>
where
    F: Future<Output = serenity::Result<T>>,
{
    let end = Instant::now() + patience.within;
    let mut wait = patience.wait;
    for left in (0..patience.tries).rev() {
        let each = patience.each.min(end - Instant::now());
        let failure = match timeout(each, quiet(call())).await {
            Ok(Ok(value)) => {
                meters.sent(Network::Discord, Sent::Done);
                return Ok(value);
            }
            Ok(Err(error)) => Failure::of(&error),
            Err(_) => Failure::Unreachable,
        };
        if left == 0 || !failure.passes() || Instant::now() + wait >= end {
            let taken = matches!(failure, Failure::Unreadable | Failure::Answered);
            meters.sent(
                Network::Discord,
                if taken { Sent::Done } else { Sent::Failed },
            );
            failure.log();
            return Err(failure);
        }
        meters.sent(Network::Discord, Sent::Retried);
        sleep(wait).await;
        wait *= 2;
    }
    Err(Failure::Unreachable)
}
