//! One after the other: what one person writes in one channel is answered in order, while others go ahead.

use std::{
    collections::{HashMap, VecDeque, hash_map::Entry},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// A channel and a person in it.
pub(crate) type Lane = (u64, u64);

/// What waits in each lane. A lane exists while somebody works it off.
#[derive(Debug)]
pub(crate) struct Lanes<T>(Mutex<HashMap<Lane, VecDeque<T>>>);

impl<T> Default for Lanes<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Lanes<T> {
    /// Puts `item` behind what waits in `lane`; gives it back where nobody works there, and the caller has to begin.
    pub(crate) fn enter(&self, lane: Lane, item: T) -> Option<T> {
        match self.lock().entry(lane) {
            Entry::Occupied(mut waiting) => {
                waiting.get_mut().push_back(item);
                None
            }
            Entry::Vacant(lane) => {
                lane.insert(VecDeque::new());
                Some(item)
            }
        }
    }

    /// What comes next in `lane`; where there is nothing, the lane is closed and whoever worked there is done.
    pub(crate) fn next(&self, lane: Lane) -> Option<T> {
        let mut lanes = self.lock();
        let next = lanes.get_mut(&lane)?.pop_front();
        if next.is_none() {
            lanes.remove(&lane);
        }
        next
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Lane, VecDeque<T>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_works_off_a_lane_in_order_and_leaves_nothing() {
        let lanes = Lanes::default();
        assert_eq!(lanes.enter((1, 1), 'a'), Some('a'));
        assert_eq!(lanes.enter((1, 2), 'x'), Some('x'));
        assert_eq!(lanes.enter((1, 1), 'b'), None);
        assert_eq!(lanes.enter((1, 1), 'c'), None);
        assert_eq!(lanes.next((1, 1)), Some('b'));
        assert_eq!(lanes.next((1, 1)), Some('c'));
        assert_eq!(lanes.next((1, 1)), None);
        assert_eq!(lanes.enter((1, 1), 'd'), Some('d'));
        assert_eq!(lanes.next((1, 1)), None);
        assert_eq!(lanes.next((1, 2)), None);
        assert!(lanes.lock().is_empty());
    }
}
