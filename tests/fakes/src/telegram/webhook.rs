//! Posting updates to the bot's webhook.

use std::{sync::Arc, time::Duration};

use reqwest::Client;
use serde_json::Value;
use tokio::task::JoinSet;

use super::{queue::Webhook, world::World};

/// How long a webhook may take to answer.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The first wait before an update is posted again; it doubles up to the longest.
const FIRST_WAIT: Duration = Duration::from_millis(50);
const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// Delivers updates as long as the world is there, `max_connections` at a time.
pub(crate) async fn deliver(world: Arc<World>, client: Client) {
    let mut deliveries = JoinSet::new();
    let mut hook = 0;
    loop {
        let mut woken = std::pin::pin!(world.changed.notified());
        woken.as_mut().enable();
        let (now, next) = take(&world, deliveries.len());
        if now != hook {
            // Deliveries to an older webhook end; their updates wait for the new one.
            deliveries.abort_all();
            hook = now;
        }
        if let Some((webhook, id, update)) = next {
            deliveries.spawn(deliver_one(
                world.clone(),
                client.clone(),
                webhook,
                hook,
                id,
                update,
            ));
            continue;
        }
        tokio::select! {
            () = woken => {}
            Some(_) = deliveries.join_next() => {}
        }
    }
}

/// The number of the webhook and the next update for it, if it takes one more.
fn take(world: &World, busy: usize) -> (u64, Option<(Webhook, i64, Value)>) {
    let mut state = world.state();
    let hook = state.queue.hook;
    let Some(webhook) = state
        .queue
        .webhook
        .clone()
        .filter(|webhook| busy < webhook.max_connections)
    else {
        return (hook, None);
    };
    let next = state.queue.next_delivery();
    (hook, next.map(|(id, update)| (webhook, id, update)))
}

/// Posts one update until the bot takes it (docs: "In case of an unsuccessful request ... we will repeat the request").
async fn deliver_one(
    world: Arc<World>,
    client: Client,
    webhook: Webhook,
    hook: u64,
    id: i64,
    update: Value,
) {
    let mut wait = FIRST_WAIT;
    while let Err(error) = post(&client, &webhook, &update).await {
        if !note_failure(&world, hook, error) {
            return;
        }
        tokio::time::sleep(wait).await;
        wait = LONGEST_WAIT.min(wait * 2);
    }
    let mut state = world.state();
    if state.queue.hook == hook {
        state.queue.delivered(id);
    }
}

/// Whether the webhook is still the one that failed.
fn note_failure(world: &World, hook: u64, error: String) -> bool {
    let mut state = world.state();
    let now = state.now();
    let current = state.queue.hook == hook;
    if let Some(webhook) = state.queue.webhook.as_mut().filter(|_| current) {
        webhook.last_error = Some((now, error));
    }
    current
}

async fn post(client: &Client, webhook: &Webhook, update: &Value) -> Result<(), String> {
    let mut request = client.post(&webhook.url).timeout(TIMEOUT).json(update);
    if let Some(secret) = &webhook.secret {
        request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
    }
    match request.send().await {
        Ok(answer) if answer.status().is_success() => Ok(()),
        Ok(answer) => Err(format!(
            "Wrong response from the webhook: {}",
            answer.status()
        )),
        Err(error) => Err(format!("Connection failed: {error}")),
    }
}
