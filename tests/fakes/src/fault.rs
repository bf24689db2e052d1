//! What can go wrong on a network, on demand.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// What happens to a request instead of its answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// An error with this HTTP status, in the network's own form.
    Status(u16),
    /// 429 in the network's own form, with this many seconds to wait.
    RetryAfter(f64),
    /// 429 as the edge in front of the network gives it: HTML, no headers that say how long.
    RetryAfterHtml,
    /// The request is carried out, but the connection is closed before the answer.
    DropAfter,
    /// The connection is closed and nothing is carried out.
    DropBefore,
    /// No answer for this long; then it is carried out and answered.
    Delay(Duration),
    /// No answer, ever.
    Hang,
}

/// Faults that wait for requests, by route.
#[derive(Debug, Default)]
pub struct Faults {
    waiting: Mutex<HashMap<String, VecDeque<Fault>>>,
}

impl Faults {
    /// The next request on `route` meets `fault`; several wait in order.
    pub fn next(&self, route: &str, fault: Fault) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting
            .entry(route.to_lowercase())
            .or_default()
            .push_back(fault);
    }

    /// The fault that waits for a request on `route`, if one does.
    pub(crate) fn take(&self, route: &str) -> Option<Fault> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.get_mut(&route.to_lowercase())?.pop_front()
    }
}
