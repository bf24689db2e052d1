//! Which messages answered which question, so that an edited question edits its answer.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, PoisonError},
};

use teloxide::types::{ChatId, MessageId};

/// How many questions are remembered.
const MOST: usize = 10_000;

/// A message in a chat.
pub(crate) type Place = (ChatId, MessageId);

#[derive(Debug, Default)]
struct Known {
    answers: HashMap<Place, Vec<MessageId>>,
    /// Oldest first.
    order: VecDeque<Place>,
}

/// The answers to the newest questions; in memory only.
#[derive(Debug, Default)]
pub(crate) struct Answers(Mutex<Known>);

impl Answers {
    /// The messages that answered `question`, in order; none where it is not known.
    pub(crate) fn to(&self, question: Place) -> Vec<MessageId> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.answers.get(&question).cloned().unwrap_or_default()
    }

    /// Remembers that `messages` answer `question`.
    pub(crate) fn put(&self, question: Place, messages: Vec<MessageId>) {
        if messages.is_empty() {
            return;
        }
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.answers.insert(question, messages).is_none() {
            known.order.push_back(question);
        }
        if known.order.len() > MOST
            && let Some(oldest) = known.order.pop_front()
        {
            known.answers.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_questions_are_forgotten() {
        let answers = Answers::default();
        let place = |id| (ChatId(1), MessageId(id));
        for id in 0..i32::try_from(MOST).unwrap() + 5 {
            answers.put(place(id), vec![MessageId(id + 1)]);
        }
        assert!(answers.to(place(4)).is_empty());
        assert_eq!(answers.to(place(5)), [MessageId(6)]);
        let known = answers.0.lock().unwrap();
        assert_eq!((known.answers.len(), known.order.len()), (MOST, MOST));
    }
}
