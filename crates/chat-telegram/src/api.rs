//! One request to the Bot API and its answer.

use std::time::Duration;

use reqwest::{Client, StatusCode, header::CONTENT_TYPE, redirect::Policy};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use teloxide::{requests::Payload, types::ChatId};

use crate::{Config, Error};

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(3);

/// How long to wait after a 429 that does not say so.
const UNSAID: Duration = Duration::from_secs(1);

/// Why a request was not carried out. Its `Display` form can be logged: it holds nothing that was sent or answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Failure {
    /// No connection, or it broke.
    #[error("Telegram cannot be reached")]
    Unreachable,
    /// No answer in time.
    #[error("Telegram did not answer in time")]
    TimedOut,
    /// An error of the server, or an answer that is none.
    #[error("Telegram has an error of its own (status {0})")]
    Server(u16),
    /// Too many requests; the time to wait.
    #[error("Telegram wants fewer requests")]
    TooMany(Duration),
    /// The group has another id now.
    #[error("the group has another id now")]
    Moved(ChatId),
    /// The person blocked the bot, or it was thrown out of the group.
    #[error("the bot may not write there")]
    Forbidden,
    /// There is no bot with this token.
    #[error("Telegram knows no such bot")]
    Unauthorized,
    /// Another program asks for the same updates.
    #[error(
        "another program asks Telegram for this bot's updates, and only one can: stop the other one"
    )]
    Conflict,
    /// The message is already as it should become.
    #[error("the message is already so")]
    NotModified,
    /// The message is not there any more, or can't be edited any more.
    #[error("the message cannot be edited any more")]
    Gone,
    /// Refused for another reason.
    #[error("Telegram refused the request")]
    Refused,
}

/// The Bot API, as one bot.
#[derive(Debug)]
pub(crate) struct Api {
    client: Client,
    /// The address with the token; method names follow.
    root: SecretString,
}

#[derive(Deserialize)]
struct Envelope<T> {
    result: Option<T>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ErrorBody {
    description: String,
    parameters: Parameters,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Parameters {
    retry_after: Option<u64>,
    migrate_to_chat_id: Option<i64>,
}

impl Api {
    /// The Bot API as `config` says.
    pub(crate) fn new(config: &Config) -> Result<Self, Error> {
        let mut client = Client::builder()
            .connect_timeout(CONNECT)
            .tcp_nodelay(true)
            .pool_max_idle_per_host(config.running.get())
            // The path holds the token: it goes nowhere else.
            .redirect(Policy::none());
        if config.api.is_loopback() {
            client = client.no_proxy();
        }
        let root = format!(
            "{}/bot{}/",
            config.api.address(),
            config.token.0.expose_secret()
        );
        Ok(Self {
            client: client.build().map_err(Error::Client)?,
            root: root.into(),
        })
    }

    /// Carries out `payload`, once, within `patience`.
    pub(crate) async fn call<P, T>(&self, payload: &P, patience: Duration) -> Result<T, Failure>
    where
        P: Payload + Serialize,
        T: DeserializeOwned,
    {
        let body = serde_json::to_vec(payload).map_err(|_| Failure::Refused)?;
        let request = self
            .client
            .post(format!("{}{}", self.root.expose_secret(), P::NAME))
            .header(CONTENT_TYPE, "application/json")
            .timeout(patience)
            .body(body);
        let response = request.send().await.map_err(|error| failure(&error))?;
        let status = response.status();
        let body = response.bytes().await.map_err(|error| failure(&error))?;
        if !status.is_success() {
            return Err(refusal(status, &body));
        }
        let envelope: Envelope<T> =
            serde_json::from_slice(&body).map_err(|_| Failure::Server(status.as_u16()))?;
        envelope.result.ok_or(Failure::Server(status.as_u16()))
    }
}

fn failure(error: &reqwest::Error) -> Failure {
    match error.is_timeout() {
        true => Failure::TimedOut,
        false => Failure::Unreachable,
    }
}

/// What an answer that is not 200 means. In front of Telegram stands a web server whose errors are HTML.
fn refusal(status: StatusCode, body: &[u8]) -> Failure {
    let error: ErrorBody = serde_json::from_slice(body).unwrap_or_default();
    let says = |part: &str| error.description.contains(part);
    if let Some(chat) = error.parameters.migrate_to_chat_id {
        return Failure::Moved(ChatId(chat));
    }
    match status.as_u16() {
        401 | 404 => Failure::Unauthorized,
        403 => Failure::Forbidden,
        409 => Failure::Conflict,
        429 => Failure::TooMany(
            error
                .parameters
                .retry_after
                .map_or(UNSAID, Duration::from_secs),
        ),
        400 if says("message is not modified") => Failure::NotModified,
        400 if says("message to edit not found")
            || says("message can't be edited")
            || says("MESSAGE_ID_INVALID") =>
        {
            Failure::Gone
        }
        400..=499 => Failure::Refused,
        status => Failure::Server(status),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_refusal_is_known_by_its_status_and_text() {
        let cases: [(u16, &str, Failure); 10] = [
            (
                429,
                r#"{"description":"x","parameters":{"retry_after":7}}"#,
                Failure::TooMany(Duration::from_secs(7)),
            ),
            (429, "<html>", Failure::TooMany(UNSAID)),
            (
                400,
                r#"{"description":"x","parameters":{"migrate_to_chat_id":-5}}"#,
                Failure::Moved(ChatId(-5)),
            ),
            (
                400,
                r#"{"description":"Bad Request: message is not modified: specified new"}"#,
                Failure::NotModified,
            ),
            (
                400,
                r#"{"description":"Bad Request: message to edit not found"}"#,
                Failure::Gone,
            ),
            (
                400,
                r#"{"description":"Bad Request: can't parse entities"}"#,
                Failure::Refused,
            ),
            (401, "{}", Failure::Unauthorized),
            (403, "{}", Failure::Forbidden),
            (409, "{}", Failure::Conflict),
            (502, "<html>", Failure::Server(502)),
        ];
        for (status, body, expected) in cases {
            let status = StatusCode::from_u16(status).unwrap();
            assert_eq!(refusal(status, body.as_bytes()), expected, "{body}");
        }
    }
}
