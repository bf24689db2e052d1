//! From the start to the end.

use std::{sync::Arc, time::Duration};

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use chat::{Meters, Network, Port, Responder, Shutdown};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use teloxide::{payloads::GetMe, requests::Payload};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::{
    Config, Error,
    answers::Answers,
    api::{Api, Failure},
    commands,
    handler::Handler,
    incoming::Me,
    intake::Intake,
    pace::Pace,
    polling,
    send::Sender,
    webhook,
};

/// How long a request at the start may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The first wait after Telegram was not reached, and the longest.
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// How long what is in hand may take at the end, and then the last acknowledgement.
const END: Duration = Duration::from_secs(9);
const LAST_WORD: Duration = Duration::from_secs(1);

/// Answers people in Telegram until `stop` is cancelled; then finishes what is in hand, within 10 s.
///
/// # Errors
/// Where going on makes no sense, as when the token is refused. That Telegram can't be reached is no such reason.
pub async fn run<R: Responder>(config: Config, port: Port<R>, stop: Shutdown) -> Result<(), Error> {
    let sender = Sender::new(
        Api::new(&config)?,
        Pace::new(config.limits),
        port.meters.clone(),
    );
    let connection = Connection {
        sender: Arc::new(sender),
        meters: port.meters.clone(),
    };
    connection.set(false);
    let result = answer(&config, &connection, port, &stop).await;
    connection.set(false);
    result
}

async fn answer<R: Responder>(
    config: &Config,
    connection: &Connection,
    port: Port<R>,
    stop: &Shutdown,
) -> Result<(), Error> {
    let Some(me) = persist::<_, Myself>(connection, &GetMe::new(), stop).await? else {
        return Ok(());
    };
    tracing::info!("connected to Telegram");
    let handler = Handler {
        sender: connection.sender.clone(),
        port,
        me: me.into(),
        answers: Answers::default(),
    };
    let give_up = CancellationToken::new();
    // Also when this is dropped before its end.
    let _end = give_up.clone().drop_guard();
    let intake = Arc::new(Intake::new(handler, config.running.get(), give_up));
    let updates = async {
        match &config.webhook {
            Some(webhook) => webhook::run(webhook, connection, &intake, stop).await,
            None => polling::run(connection, &intake, stop).await,
        }
    };
    let register = stop.run_until_cancelled(commands::register(&connection.sender));
    let work = async {
        // The menu is no reason to let people wait; nor to go on when there are no updates to be had.
        let mut updates = std::pin::pin!(updates);
        tokio::select! {
            result = &mut updates => result,
            _ = register => updates.await,
        }
    };
    let finish = async {
        let result = work.await;
        if result.is_ok() {
            intake.idle().await;
        }
        result
    };
    let too_late = async {
        stop.cancelled().await;
        sleep(END).await;
    };
    let result = tokio::select! {
        result = finish => result,
        () = too_late => {
            tracing::warn!("some answers were given up at the end");
            Ok(())
        }
    };
    intake.close().await;
    if config.webhook.is_none() {
        polling::acknowledge(connection.api(), &intake, LAST_WORD).await;
    }
    result
}

/// What the bot is told of itself.
#[derive(Deserialize)]
struct Myself {
    id: u64,
    #[serde(default)]
    username: String,
}

impl From<Myself> for Me {
    fn from(me: Myself) -> Self {
        Self {
            id: me.id,
            name: me.username,
        }
    }
}

/// The way to Telegram, and whether it is open.
pub(crate) struct Connection {
    sender: Arc<Sender>,
    meters: Arc<Meters>,
}

impl Connection {
    /// The Bot API.
    pub(crate) fn api(&self) -> &Api {
        self.sender.api()
    }

    /// Updates come in from now on, or do not.
    pub(crate) fn set(&self, up: bool) {
        self.meters.set_connected(Network::Telegram, up);
    }

    /// Whether updates came in when that was last seen.
    pub(crate) fn is_up(&self) -> bool {
        self.meters.is_connected(Network::Telegram)
    }
}

/// The waits between tries: 1, 2, 4 ... 60 s.
pub(crate) struct Waits(ExponentialBackoff);

impl Default for Waits {
    fn default() -> Self {
        let waits = ExponentialBuilder::new()
            .with_min_delay(FIRST_WAIT)
            .with_max_delay(LONGEST_WAIT)
            .without_max_times();
        Self(waits.build())
    }
}

impl Waits {
    /// Says what failed and how long to wait before the next try.
    pub(crate) fn after(&mut self, failure: Failure) -> Duration {
        let wait = self.0.next().unwrap_or(LONGEST_WAIT);
        let wait = match failure {
            Failure::TooMany(time) => wait.max(time),
            _ => wait,
        };
        tracing::warn!("{failure}; the next try is in {} s", wait.as_secs());
        wait
    }
}

/// Carries out `payload` sooner or later; none where `stop` came before.
pub(crate) async fn persist<P, T>(
    connection: &Connection,
    payload: &P,
    stop: &Shutdown,
) -> Result<Option<T>, Error>
where
    P: Payload + Serialize,
    T: DeserializeOwned,
{
    let mut waits = Waits::default();
    loop {
        let call = connection.api().call(payload, PATIENCE);
        let Some(result) = stop.run_until_cancelled(call).await else {
            return Ok(None);
        };
        let failure = match result {
            Ok(answer) => return Ok(Some(answer)),
            Err(Failure::Unauthorized) => return Err(Error::TokenRefused),
            Err(Failure::Refused) => return Err(Error::WebhookRefused),
            Err(failure) => failure,
        };
        let wait = waits.after(failure);
        if stop.run_until_cancelled(sleep(wait)).await.is_none() {
            return Ok(None);
        }
    }
}
