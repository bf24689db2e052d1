//! Long polling. What a poll asks for acknowledges everything below it, so it asks for the lowest update that is not done
//! with, and knows the others when they come again. Only where a poll is full of those, so that nobody else's come in, are
//! they acknowledged before they are done with.

use std::{sync::Arc, time::Duration};

use chat::{Responder, Shutdown};
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use teloxide::{
    payloads::{DeleteWebhook, GetUpdates, GetUpdatesSetters},
    types::AllowedUpdate,
};
use tokio::time::{sleep, timeout};

use crate::{
    Error,
    api::{Api, Failure},
    intake::{Intake, Taken},
    run::{Connection, Waits, persist},
};

/// The kinds of updates that can be answered.
pub(crate) const KINDS: [AllowedUpdate; 4] = [
    AllowedUpdate::Message,
    AllowedUpdate::EditedMessage,
    AllowedUpdate::CallbackQuery,
    AllowedUpdate::InlineQuery,
];

/// How many seconds a poll waits for an update.
const LONG_POLL: u32 = 25;

/// How long a poll may take beyond that.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long half of what is in hand may take before the next poll, which brings the rest again together with what is new.
const SHORT_PAUSE: Duration = Duration::from_millis(5);

/// The same where the polls before brought nothing new; it doubles from the short pause up to this.
const LONG_PAUSE: Duration = Duration::from_millis(500);

/// How many updates a poll brings at most.
const BATCH: u8 = 100;

/// With which pause between polls that are full of what is in hand others have waited long enough.
const PATIENT: Duration = Duration::from_millis(20);

/// Asks for updates until `stop`.
pub(crate) async fn run<R: Responder>(
    connection: &Connection,
    intake: &Arc<Intake<R>>,
    stop: &Shutdown,
) -> Result<(), Error> {
    // A webhook from before would keep all updates.
    let delete = DeleteWebhook::new();
    if persist::<_, IgnoredAny>(connection, &delete, stop)
        .await?
        .is_none()
    {
        return Ok(());
    }
    connection.set(true);
    let mut waits = Waits::default();
    let mut pause = SHORT_PAUSE;
    loop {
        let wait_for_updates = if connection.is_up() { LONG_POLL } else { 0 };
        let polled = poll(connection.api(), intake.lowest(), wait_for_updates, BATCH);
        let Some(polled) = stop.run_until_cancelled(polled).await else {
            return Ok(());
        };
        let between = match polled {
            Ok(updates) => {
                connection.set(true);
                waits = Waits::default();
                pause = match take(intake, &updates) {
                    0 => LONG_PAUSE.min(pause * 2),
                    _ => SHORT_PAUSE,
                };
                if updates.len() >= usize::from(BATCH) && pause >= PATIENT {
                    intake.pass();
                }
                stop.run_until_cancelled(timeout(pause, intake.half_done()))
                    .await
                    .map(|_| ())
            }
            Err(Failure::Unauthorized) => return Err(Error::TokenRefused),
            Err(failure) => {
                connection.set(false);
                let wait = waits.after(failure);
                stop.run_until_cancelled(sleep(wait)).await
            }
        };
        if between.is_none() {
            return Ok(());
        }
    }
}

/// Takes `updates`; how many of them are new.
fn take<R: Responder>(intake: &Arc<Intake<R>>, updates: &[Box<RawValue>]) -> usize {
    let taken = updates.iter().map(|update| intake.take(update.get()));
    taken.filter(|taken| matches!(taken, Taken::New(_))).count()
}

/// Tells Telegram that everything below the lowest update in hand is done with, at the end, within `time`.
pub(crate) async fn acknowledge<R: Responder>(api: &Api, intake: &Intake<R>, time: Duration) {
    if let Some(lowest) = intake.lowest() {
        // What is not acknowledged comes again, and is answered again at worst.
        timeout(time, poll(api, Some(lowest), 0, 1)).await.ok();
    }
}

async fn poll(
    api: &Api,
    from: Option<i64>,
    wait: u32,
    limit: u8,
) -> Result<Vec<Box<RawValue>>, Failure> {
    let mut get = GetUpdates::new()
        .limit(limit)
        .timeout(wait)
        .allowed_updates(KINDS);
    if let Some(offset) = from.and_then(|from| i32::try_from(from).ok()) {
        get = get.offset(offset);
    }
    let patience = Duration::from_secs(u64::from(wait)) + PATIENCE;
    api.call(&get, patience).await
}
