//! How the bot gets its updates: by asking, or by being told where to post them.

use std::time::Duration;

use serde_json::{Value, json};

use super::{
    fields::Fields,
    queue::Webhook,
    refusal::{Answer, Refusal},
    world::{State, World},
};

/// The kinds of updates (docs: Update).
const KINDS: &[&str] = &[
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "guest_message",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
    "managed_bot",
];

/// The longest long poll in seconds.
const LONGEST_POLL: i64 = 50;

/// Where a webhook may listen (docs: setWebhook).
const PORTS: &[u16] = &[443, 80, 88, 8443];

/// `getUpdates`: waits for updates, for another poll, or for a webhook.
pub(crate) async fn poll(world: &World, fields: &Fields, problems: &mut Vec<String>) -> Answer {
    let limit = fields.integer("limit").unwrap_or(100);
    if !(1..=100).contains(&limit) {
        problems.push(format!("`limit` is {limit}; 1 to 100 are accepted"));
    }
    let limit = usize::try_from(limit.clamp(1, 100)).unwrap_or(100);
    let timeout = fields
        .integer("timeout")
        .unwrap_or_default()
        .clamp(0, LONGEST_POLL);
    let turn = begin(&mut world.state(), fields, problems)?;
    let timeout = Duration::from_secs(u64::try_from(timeout).unwrap_or_default());
    let updates = world
        .wait(&world.changed, timeout, |state| look(state, turn, limit))
        .await;
    updates.unwrap_or_else(|| Ok(json!([])))
}

/// Confirms what the poll confirms and ends the poll before it; gives the poll's number.
fn begin(state: &mut State, fields: &Fields, problems: &mut Vec<String>) -> Result<u64, Refusal> {
    if state.queue.webhook.is_some() {
        return Err(Refusal::conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        ));
    }
    allow(state, fields, problems)?;
    state.queue.turn += 1;
    state
        .queue
        .confirm(fields.integer("offset").unwrap_or_default());
    state.queue.changed.notify_waiters();
    Ok(state.queue.turn)
}

/// The end of a poll, if it has come. A poll that another one ended is no fault of the bot: after a restart Telegram may
/// not have noticed yet that the older connection is gone.
fn look(state: &mut State, turn: u64, limit: usize) -> Option<Answer> {
    if state.queue.webhook.is_some() {
        return Some(Err(
            Refusal::conflict("terminated by setWebhook request").blameless()
        ));
    }
    if state.queue.turn != turn {
        let what = "terminated by other getUpdates request; make sure that only one bot instance is running";
        return Some(Err(Refusal::conflict(what).blameless()));
    }
    let updates = state.queue.oldest(limit);
    (!updates.is_empty()).then_some(Ok(Value::Array(updates)))
}

fn allow(state: &mut State, fields: &Fields, problems: &mut Vec<String>) -> Result<(), Refusal> {
    if let Some(kinds) = fields.list("allowed_updates")? {
        let kinds: Vec<String> = kinds
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect();
        for kind in kinds.iter().filter(|kind| !KINDS.contains(&kind.as_str())) {
            problems.push(format!("there are no updates of the kind `{kind}`"));
        }
        state.queue.allowed = kinds;
    }
    Ok(())
}

/// `setWebhook`.
pub(crate) fn set_webhook(
    state: &mut State,
    fields: &Fields,
    problems: &mut Vec<String>,
) -> Answer {
    let url = fields.text("url").unwrap_or_default();
    if url.is_empty() {
        return delete_webhook(state, fields, problems);
    }
    check_url(url)?;
    let secret = fields
        .text("secret_token")
        .filter(|secret| !secret.is_empty());
    if secret.is_some_and(|secret| secret.len() > 256) {
        return Err(Refusal::bad("secret token is too long"));
    }
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    if secret.is_some_and(|secret| !secret.chars().all(allowed)) {
        return Err(Refusal::bad("secret token contains unallowed characters"));
    }
    let connections = fields.integer("max_connections").unwrap_or(40);
    if !(1..=100).contains(&connections) {
        problems.push(format!(
            "`max_connections` is {connections}; 1 to 100 are accepted"
        ));
    }
    let webhook = Webhook {
        url: url.into(),
        secret: secret.map(str::to_owned),
        max_connections: usize::try_from(connections.clamp(1, 100)).unwrap_or(40),
        ip_address: fields.text("ip_address").map(str::to_owned),
        certificate: fields.has("certificate"),
        last_error: None,
    };
    allow(state, fields, problems)?;
    if fields.flag("drop_pending_updates") {
        state.queue.drop_pending();
    }
    state.queue.set_webhook(Some(webhook));
    Ok(json!(true))
}

/// Docs: an HTTPS URL with one of four ports; this fake also posts to plain HTTP on this machine.
fn check_url(url: &str) -> Result<(), Refusal> {
    let url = url::Url::parse(url).map_err(|_| Refusal::bad("invalid webhook URL specified"))?;
    let local = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    if url.scheme() == "http" && local {
        return Ok(());
    }
    if url.scheme() != "https" {
        return Err(Refusal::bad(
            "bad webhook: An HTTPS URL must be provided for webhook",
        ));
    }
    if !local
        && !url
            .port_or_known_default()
            .is_some_and(|port| PORTS.contains(&port))
    {
        return Err(Refusal::bad(
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ));
    }
    Ok(())
}

/// `deleteWebhook`.
pub(crate) fn delete_webhook(state: &mut State, fields: &Fields, _: &mut Vec<String>) -> Answer {
    if fields.flag("drop_pending_updates") {
        state.queue.drop_pending();
    }
    if state.queue.webhook.is_some() {
        state.queue.set_webhook(None);
    }
    Ok(json!(true))
}

/// `getWebhookInfo`.
pub(crate) fn webhook_info(state: &mut State, _: &Fields, _: &mut Vec<String>) -> Answer {
    let mut info = json!({"url": "", "has_custom_certificate": false, "pending_update_count": state.queue.len()});
    if let Some(webhook) = &state.queue.webhook {
        info["url"] = json!(webhook.url);
        info["has_custom_certificate"] = json!(webhook.certificate);
        info["max_connections"] = json!(webhook.max_connections);
        info["ip_address"] = json!(webhook.ip_address.as_deref().unwrap_or("127.0.0.1"));
        if let Some((date, message)) = &webhook.last_error {
            info["last_error_date"] = json!(date);
            info["last_error_message"] = json!(message);
        }
    }
    if !state.queue.allowed.is_empty() {
        info["allowed_updates"] = json!(state.queue.allowed);
    }
    Ok(info)
}
