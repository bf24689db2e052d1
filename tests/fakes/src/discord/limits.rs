//! Rate limits (docs: "Rate Limits").

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::route::{self, ROUTES};

/// What is allowed where nothing else was set, in a second.
const GENEROUS: u32 = 10_000;

/// All limits.
#[derive(Debug, Default)]
pub(super) struct Limits {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    rules: HashMap<usize, Rule>,
    global: Option<Rule>,
    buckets: HashMap<(usize, String), Bucket>,
    all: Option<Bucket>,
}

#[derive(Debug, Clone, Copy)]
struct Rule {
    count: u32,
    per: Duration,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: u32,
    until: Instant,
}

/// Where a request stands in its bucket.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    pub(super) limit: u32,
    pub(super) left: u32,
    pub(super) resets_after: Duration,
    /// Whether it is one too many.
    pub(super) over: bool,
    /// Whether all routes together are over.
    pub(super) global: bool,
}

impl Bucket {
    /// Takes one from the bucket, which is filled anew when its time is over.
    fn take(bucket: Option<Self>, rule: Rule, now: Instant) -> (Self, bool) {
        let fresh = Self {
            left: rule.count,
            until: now + rule.per,
        };
        let mut bucket = bucket.filter(|bucket| bucket.until > now).unwrap_or(fresh);
        let over = bucket.left == 0;
        bucket.left = bucket.left.saturating_sub(1);
        (bucket, over)
    }
}

impl Limits {
    /// Sets the limit of a route, for each channel, guild or token of its own.
    pub(super) fn set(&self, name: &str, count: u32, per: Duration) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(number) = route::number(name) {
            inner.rules.insert(number, Rule { count, per });
            inner.buckets.retain(|(route, _), _| *route != number);
        }
    }

    /// Sets the limit of all routes together.
    pub(super) fn set_global(&self, count: u32, per: Duration) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.global = Some(Rule { count, per });
        inner.all = None;
    }

    /// Counts a request.
    pub(super) fn take(&self, number: usize, ids: &[&str]) -> Standing {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        // docs: interaction endpoints are not bound to the bot's global limit.
        if let Some(rule) = inner
            .global
            .filter(|_| !ROUTES.get(number).is_some_and(|route| route.open))
        {
            let (bucket, over) = Bucket::take(inner.all, rule, now);
            inner.all = Some(bucket);
            if over {
                let resets_after = bucket.until.duration_since(now);
                return Standing {
                    limit: rule.count,
                    left: 0,
                    resets_after,
                    over,
                    global: true,
                };
            }
        }
        let Some(rule) = inner.rules.get(&number).copied() else {
            let resets_after = Duration::from_secs(1);
            return Standing {
                limit: GENEROUS,
                left: GENEROUS - 1,
                resets_after,
                over: false,
                global: false,
            };
        };
        let key = (number, major(number, ids));
        let (bucket, over) = Bucket::take(inner.buckets.get(&key).copied(), rule, now);
        inner.buckets.insert(key, bucket);
        let resets_after = bucket.until.duration_since(now);
        Standing {
            limit: rule.count,
            left: bucket.left,
            resets_after,
            over,
            global: false,
        }
    }
}

/// What has a bucket of its own: a channel, a guild, a webhook with its token (docs: "top-level resources").
fn major(number: usize, ids: &[&str]) -> String {
    let name = ROUTES.get(number).map_or("", |route| route.name);
    let count = if name.contains("/webhooks/") || name.contains("/interactions/") {
        2
    } else {
        usize::from(name.contains("/channels/{") || name.contains(" /guilds/"))
    };
    ids.iter()
        .take(count)
        .copied()
        .collect::<Vec<_>>()
        .join("/")
}
