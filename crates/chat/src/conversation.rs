//! What each conversation is about: in memory, for half an hour, and of a bounded number.

use std::time::Duration;

use moka::sync::Cache;

use crate::Speaker;

/// How long a conversation is remembered after its last message.
pub(crate) const IDLE: Duration = Duration::from_secs(30 * 60);

/// How many conversations are remembered at most; the ones that are least used are forgotten first.
pub(crate) const MOST: u64 = 50_000;

/// What each conversation is about (`C`: last platforms, topic and region). Nothing of it is written anywhere.
#[derive(Debug, Clone)]
pub struct Conversations<C: Clone + Send + Sync + 'static> {
    cache: Cache<Speaker, C>,
}

impl<C: Clone + Send + Sync + 'static> Default for Conversations<C> {
    fn default() -> Self {
        Self::new(IDLE, MOST)
    }
}

impl<C: Clone + Send + Sync + 'static> Conversations<C> {
    /// Remembers `most` conversations at most, each for `idle` after its last message.
    pub fn new(idle: Duration, most: u64) -> Self {
        let cache = Cache::builder()
            .max_capacity(most)
            .time_to_idle(idle)
            .build();
        Self { cache }
    }

    /// What the conversation with `speaker` is about; `None` for a new or forgotten one.
    pub fn get(&self, speaker: &Speaker) -> Option<C> {
        self.cache.get(speaker)
    }

    /// Remembers that the conversation with `speaker` is about `context` now.
    pub fn put(&self, speaker: Speaker, context: C) {
        self.cache.insert(speaker, context);
    }

    /// How many are remembered, roughly: what was just forgotten may still count.
    pub fn count(&self) -> u64 {
        self.cache.entry_count()
    }
}

#[cfg(test)]
mod tests {
    use std::thread::sleep;

    use super::*;
    use crate::Network;

    fn speaker(chat: u64, person: u64) -> Speaker {
        Speaker {
            network: Network::Discord,
            chat,
            person,
        }
    }

    #[test]
    fn two_people_in_one_chat_have_two_conversations() {
        let conversations = Conversations::default();
        conversations.put(speaker(1, 1), "linkedin");
        conversations.put(speaker(1, 2), "tiktok");
        assert_eq!(conversations.get(&speaker(1, 1)), Some("linkedin"));
        assert_eq!(conversations.get(&speaker(1, 2)), Some("tiktok"));
        assert_eq!(conversations.get(&speaker(2, 1)), None);
    }

    #[test]
    fn a_conversation_is_forgotten_and_their_number_is_bounded() {
        let conversations = Conversations::new(Duration::from_millis(20), 10);
        for person in 0..100 {
            conversations.put(speaker(1, person), person);
        }
        conversations.cache.run_pending_tasks();
        assert!(conversations.count() <= 10, "{}", conversations.count());
        sleep(Duration::from_millis(40));
        assert!((0..100).all(|person| conversations.get(&speaker(1, person)).is_none()));
    }
}
