//! What is remembered of the last events, in memory and of a bounded number.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// The last values by their ids; the oldest are forgotten first.
#[derive(Debug)]
pub(crate) struct Recent<V> {
    inner: Mutex<Inner<V>>,
    most: usize,
}

#[derive(Debug)]
struct Inner<V> {
    values: HashMap<u64, V>,
    order: VecDeque<u64>,
}

impl<V: Clone> Recent<V> {
    /// Remembers `most` values at most.
    pub(crate) fn new(most: usize) -> Self {
        let inner = Inner {
            values: HashMap::new(),
            order: VecDeque::new(),
        };
        Self {
            inner: Mutex::new(inner),
            most,
        }
    }

    /// The value of `id`, if it is remembered.
    pub(crate) fn get(&self, id: u64) -> Option<V> {
        self.lock().values.get(&id).cloned()
    }

    /// Remembers `value`; whether `id` is a new one.
    pub(crate) fn put(&self, id: u64, value: V) -> bool {
        let mut inner = self.lock();
        if inner.values.insert(id, value).is_some() {
            return false;
        }
        inner.order.push_back(id);
        if inner.order.len() > self.most
            && let Some(oldest) = inner.order.pop_front()
        {
            inner.values.remove(&oldest);
        }
        true
    }

    fn lock(&self) -> MutexGuard<'_, Inner<V>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_ones_are_remembered_and_no_more() {
        let recent = Recent::new(2);
        assert!(recent.put(1, "a"));
        assert!(!recent.put(1, "b"));
        assert_eq!(recent.get(1), Some("b"));
        assert!(recent.put(2, "c"));
        assert!(recent.put(3, "d"));
        assert_eq!((recent.get(1), recent.get(2)), (None, Some("c")));
        assert!(recent.put(1, "again"));
        assert_eq!(recent.lock().values.len(), 2);
    }
}
