//! Time and ids.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant, SystemTime},
};

/// Milliseconds between 1970 and 2015, where Discord's ids begin (docs: "Snowflakes").
const EPOCH: u64 = 1_420_070_400_000;

/// The network's clock, which also makes its ids.
#[derive(Debug)]
pub(super) struct Clock {
    started: Instant,
    since_1970: Duration,
    last: AtomicU64,
}

impl Clock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the network's own clock: ids and timestamps tell the bot the time"
    )]
    pub(super) fn new() -> Self {
        Self {
            started: Instant::now(),
            since_1970: SystemTime::now()
                .duration_since(SystemTime::UNIX_EPOCH)
                .unwrap_or_default(),
            last: AtomicU64::new(0),
        }
    }

    /// Since 1970.
    pub(super) fn now(&self) -> Duration {
        self.since_1970 + self.started.elapsed()
    }

    /// A new id, larger than all before it; its upper bits are the time (docs: "Snowflakes").
    pub(super) fn id(&self) -> u64 {
        let now = u64::try_from(self.now().as_millis())
            .unwrap_or(EPOCH)
            .saturating_sub(EPOCH)
            << 22;
        let mut last = self.last.load(Ordering::Relaxed);
        loop {
            let id = now.max(last + 1);
            match self
                .last
                .compare_exchange_weak(last, id, Ordering::Relaxed, Ordering::Relaxed)
            {
                Ok(_) => return id,
                Err(other) => last = other,
            }
        }
    }

    /// The present as Discord writes it.
    pub(super) fn timestamp(&self) -> String {
        let millis = i64::try_from(self.now().as_millis()).unwrap_or_default();
        let now = jiff::Timestamp::from_millisecond(millis).unwrap_or_default();
        now.strftime("%Y-%m-%dT%H:%M:%S.%6f+00:00").to_string()
    }
}
