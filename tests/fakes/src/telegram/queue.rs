//! The updates that wait for the bot.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use serde_json::{Value, json};
use tokio::sync::Notify;

/// The first update id; they "start from a certain positive number" (docs: Update).
const FIRST: i64 = 512_000_001;

/// Kinds that a bot gets only when it asks for them (docs: getUpdates, `allowed_updates`).
const ON_REQUEST: &[&str] = &["chat_member", "message_reaction", "message_reaction_count"];

/// Where updates are posted to.
#[derive(Debug, Clone)]
pub(crate) struct Webhook {
    pub(crate) url: String,
    pub(crate) secret: Option<String>,
    pub(crate) max_connections: usize,
    pub(crate) ip_address: Option<String>,
    pub(crate) certificate: bool,
    /// Unix time and text of the last failure.
    pub(crate) last_error: Option<(i64, String)>,
}

/// The updates that are not confirmed yet, oldest first.
#[derive(Debug)]
pub(crate) struct Queue {
    next: i64,
    pending: BTreeMap<i64, Value>,
    /// Updates that are delivered once more whatever was confirmed.
    repeats: VecDeque<Value>,
    /// The newest update, confirmed or not.
    last: Option<Value>,
    /// The kinds that the bot wants; none means the default.
    pub(crate) allowed: Vec<String>,
    /// Counts polls: a poll that waits ends when another one begins.
    pub(crate) turn: u64,
    pub(crate) webhook: Option<Webhook>,
    /// Counts webhooks: deliveries to an older one end.
    pub(crate) hook: u64,
    undelivered: VecDeque<i64>,
    /// Woken when pollers and deliveries have something to look at.
    pub(crate) changed: Arc<Notify>,
}

impl Queue {
    /// Nothing waits.
    pub(crate) fn new(changed: Arc<Notify>) -> Self {
        Self {
            next: FIRST,
            pending: BTreeMap::new(),
            repeats: VecDeque::new(),
            last: None,
            allowed: Vec::new(),
            turn: 0,
            webhook: None,
            hook: 0,
            undelivered: VecDeque::new(),
            changed,
        }
    }

    /// Something happened that the bot hears of, if it wants to.
    pub(crate) fn push(&mut self, kind: &str, body: Value) {
        let wanted = match self.allowed.is_empty() {
            true => !ON_REQUEST.contains(&kind),
            false => self.allowed.iter().any(|allowed| allowed == kind),
        };
        if wanted {
            self.push_raw(json!({ kind: body }));
        }
    }

    /// An update as it is; it gets the next id.
    pub(crate) fn push_raw(&mut self, mut update: Value) {
        let id = self.next;
        self.next += 1;
        update["update_id"] = json!(id);
        self.last = Some(update.clone());
        self.pending.insert(id, update);
        if self.webhook.is_some() {
            self.undelivered.push_back(id);
        }
        self.changed.notify_waiters();
    }

    /// Delivers the newest update once more, with the same id.
    pub(crate) fn repeat_last(&mut self) -> bool {
        let Some(update) = self.last.clone() else {
            return false;
        };
        if self.webhook.is_some() {
            if let Some(id) = update["update_id"].as_i64() {
                self.pending.insert(id, update);
                self.undelivered.push_back(id);
            }
        } else {
            self.repeats.push_back(update);
        }
        self.changed.notify_waiters();
        true
    }

    /// Forgets what a poll with `offset` confirms (docs: getUpdates, `offset`).
    pub(crate) fn confirm(&mut self, offset: i64) {
        if offset > 0 {
            self.pending = self.pending.split_off(&offset);
        } else if offset < 0 {
            let kept = usize::try_from(-offset).unwrap_or(usize::MAX);
            while self.pending.len() > kept {
                self.pending.pop_first();
            }
        }
    }

    /// The oldest updates, at most `limit`.
    pub(crate) fn oldest(&mut self, limit: usize) -> Vec<Value> {
        let repeats = self.repeats.len().min(limit);
        let mut updates: Vec<Value> = self.repeats.drain(..repeats).collect();
        updates.extend(self.pending.values().take(limit - repeats).cloned());
        updates
    }

    /// How many are not confirmed.
    pub(crate) fn len(&self) -> usize {
        self.pending.len()
    }

    /// Forgets all of them.
    pub(crate) fn drop_pending(&mut self) {
        self.pending.clear();
        self.undelivered.clear();
    }

    /// Sets or removes the webhook; whoever polls or delivers now is told.
    pub(crate) fn set_webhook(&mut self, webhook: Option<Webhook>) {
        self.undelivered.clear();
        if webhook.is_some() {
            self.undelivered.extend(self.pending.keys());
        }
        self.webhook = webhook;
        self.hook += 1;
        self.changed.notify_waiters();
    }

    /// The next update to post, with its id.
    pub(crate) fn next_delivery(&mut self) -> Option<(i64, Value)> {
        while let Some(id) = self.undelivered.pop_front() {
            if let Some(update) = self.pending.get(&id) {
                return Some((id, update.clone()));
            }
        }
        None
    }

    /// The webhook took this update.
    pub(crate) fn delivered(&mut self, id: i64) {
        self.pending.remove(&id);
        self.changed.notify_waiters();
    }
}
