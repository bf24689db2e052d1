//! Growing waits.

use std::time::Duration;

const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(60);

/// 1, 2, 4 ... 60 seconds.
#[derive(Debug)]
pub(crate) struct Waits(Duration);

impl Waits {
    pub(crate) const fn new() -> Self {
        Self(FIRST)
    }

    /// The next wait.
    pub(crate) fn next(&mut self) -> Duration {
        let wait = self.0;
        self.0 = (wait * 2).min(LONGEST);
        wait
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_minute() {
        let mut waits = Waits::new();
        let seconds: Vec<u64> = (0..8).map(|_| waits.next().as_secs()).collect();
        assert_eq!(seconds, [1, 2, 4, 8, 16, 32, 60, 60]);
    }
}
