//! What went over the wire.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use serde_json::Value;

/// One request with its answer, or one gateway payload.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// When it came in.
    pub at: Instant,
    /// The method or route: `sendMessage`, `POST /channels/{channel_id}/messages`, `gateway in`, `gateway out`.
    pub route: String,
    /// What the bot sent.
    pub request: Value,
    /// The HTTP status; 0 for a gateway payload.
    pub status: u16,
    /// What it was answered.
    pub response: Value,
}

/// Everything that went over the wire, and what was wrong with it.
#[derive(Debug)]
pub struct Traffic {
    recording: AtomicBool,
    exchanges: Mutex<Vec<Exchange>>,
    problems: Mutex<Vec<String>>,
}

impl Default for Traffic {
    fn default() -> Self {
        Self {
            recording: AtomicBool::new(true),
            exchanges: Mutex::default(),
            problems: Mutex::default(),
        }
    }
}

impl Traffic {
    /// Keeps no more exchanges from here on, for measuring under load. Problems are still kept.
    pub fn stop_recording(&self) {
        self.recording.store(false, Ordering::Relaxed);
    }

    /// Whether exchanges are kept.
    pub(crate) fn is_recording(&self) -> bool {
        self.recording.load(Ordering::Relaxed)
    }

    pub(crate) fn record(&self, exchange: Exchange) {
        if self.is_recording() {
            self.exchanges
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(exchange);
        }
    }

    /// A rule of the network that the bot broke: an unknown route, a body that is refused, an answer that came too late.
    /// Faults that a test asked for are none.
    pub(crate) fn problem(&self, problem: String) {
        self.problems
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(problem);
    }

    /// All exchanges so far, in order.
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.exchanges
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// All rules that the bot broke so far.
    pub fn problems(&self) -> Vec<String> {
        self.problems
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Forgets the problems that a test expected.
    pub fn forgive(&self) {
        self.problems
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}
