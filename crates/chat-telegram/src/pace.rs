//! How fast messages are sent: exactly as fast as is allowed, and without a wait where there is room.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use teloxide::types::ChatId;
use tokio::time::{Instant, sleep_until};

use crate::config::Limits;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

/// What one chat may get in a second is counted over this many, because Telegram lets short bursts pass.
const BURST: u32 = 5;

/// The longest wait for a turn: an answer that comes later than that is none, and what waits keeps others waiting.
pub(crate) const LONGEST_WAIT: Duration = Duration::from_secs(20);

/// How many chats are looked at at least before those that had no message lately are forgotten.
const FEW: usize = 1024;

/// How many may be sent in which time.
#[derive(Debug, Clone, Copy)]
struct Rate {
    most: usize,
    per: Duration,
}

impl Rate {
    fn new(most: u32, per: Duration) -> Self {
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        Self { most, per }
    }
}

/// When the newest ones are sent, in order.
#[derive(Debug, Default)]
struct Window(VecDeque<Instant>);

impl Window {
    /// Takes the first place from `now` on, unless it is after `latest`.
    fn take(&mut self, now: Instant, latest: Instant, rate: Rate) -> Option<Instant> {
        self.forget(now, rate);
        let newest = self.0.back().copied().unwrap_or(now);
        let place = match self.0.len().checked_sub(rate.most) {
            Some(at) => self.0.get(at).map_or(now, |sent| *sent + rate.per),
            None => now,
        };
        let place = place.max(newest).max(now);
        (place <= latest).then(|| {
            self.0.push_back(place);
            place
        })
    }

    fn forget(&mut self, now: Instant, rate: Rate) {
        while self.0.front().is_some_and(|sent| *sent + rate.per <= now) {
            self.0.pop_front();
        }
    }
}

#[derive(Debug, Default)]
struct Chat {
    sent: Window,
    /// Until when Telegram wants no message there.
    held: Option<Instant>,
}

#[derive(Debug)]
struct State {
    overall: Window,
    chats: HashMap<ChatId, Chat>,
    /// With how many chats it is time to forget some.
    full: usize,
}

/// Keeps what is sent within the limits.
#[derive(Debug)]
pub(crate) struct Pace {
    overall: Rate,
    chat: Rate,
    group: Rate,
    state: Mutex<State>,
}

impl Pace {
    /// Keeps what is sent within `limits`.
    pub(crate) fn new(limits: Limits) -> Self {
        let chat = limits
            .per_chat_per_second
            .saturating_mul(const { std::num::NonZeroU32::new(BURST).expect("not zero") });
        Self {
            overall: Rate::new(limits.per_second.get(), SECOND),
            chat: Rate::new(chat.get(), SECOND * BURST),
            group: Rate::new(limits.per_group_per_minute.get(), MINUTE),
            state: Mutex::new(State {
                overall: Window::default(),
                chats: HashMap::new(),
                full: FEW,
            }),
        }
    }

    /// Waits until a message may be sent to `chat`; none where that would take too long.
    pub(crate) async fn turn(&self, chat: ChatId) -> Option<()> {
        let now = Instant::now();
        let place = self.place(chat, now)?;
        if place > now {
            sleep_until(place).await;
        }
        // Only who may write to the chat takes a place among all.
        let now = Instant::now();
        let latest = now + LONGEST_WAIT;
        let place = self.state().overall.take(now, latest, self.overall)?;
        if place > now {
            sleep_until(place).await;
        }
        Some(())
    }

    /// Leaves `chat` alone for `time`.
    pub(crate) fn hold(&self, chat: ChatId, time: Duration) {
        let until = Instant::now() + time;
        let mut state = self.state();
        let held = &mut state.chats.entry(chat).or_default().held;
        *held = Some(held.map_or(until, |held| held.max(until)));
    }

    fn place(&self, chat: ChatId, now: Instant) -> Option<Instant> {
        let mut state = self.state();
        if state.chats.len() >= state.full {
            self.forget(&mut state, now);
        }
        let rate = self.rate(chat);
        let chat = state.chats.entry(chat).or_default();
        let from = chat.held.map_or(now, |held| held.max(now));
        chat.sent.take(from, now + LONGEST_WAIT, rate)
    }

    fn rate(&self, chat: ChatId) -> Rate {
        match chat.0 > 0 {
            true => self.chat,
            false => self.group,
        }
    }

    fn forget(&self, state: &mut State, now: Instant) {
        state.chats.retain(|id, chat| {
            chat.sent.forget(now, self.rate(*id));
            !chat.sent.0.is_empty() || chat.held.is_some_and(|held| held > now)
        });
        state.full = FEW.max(state.chats.len() * 2);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;

    use super::*;

    fn pace(per_second: u32) -> Pace {
        Pace::new(Limits {
            per_second: NonZeroU32::new(per_second).unwrap(),
            ..Limits::default()
        })
    }

    /// After how many seconds each of `count` messages to `chats` in turn is sent.
    async fn times(pace: &Pace, chats: &[i64], count: usize) -> Vec<u64> {
        let start = Instant::now();
        let mut times = Vec::new();
        for chat in chats.iter().cycle().take(count) {
            pace.turn(ChatId(*chat)).await.unwrap();
            times.push(start.elapsed().as_secs());
        }
        times
    }

    #[tokio::test(start_paused = true)]
    async fn a_chat_gets_a_short_burst_and_then_one_a_second() {
        let times = times(&pace(30), &[1], 11).await;
        assert_eq!(times, [0, 0, 0, 0, 0, 5, 5, 5, 5, 5, 10]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_group_gets_twenty_a_minute_and_nothing_waits_for_long() {
        let pace = pace(30);
        assert_eq!(times(&pace, &[-1], 20).await, [0; 20]);
        assert_eq!(pace.turn(ChatId(-1)).await, None);
        tokio::time::advance(MINUTE - LONGEST_WAIT).await;
        assert_eq!(times(&pace, &[-1], 20).await, [20; 20]);
    }

    #[tokio::test(start_paused = true)]
    async fn everybody_together_gets_thirty_a_second() {
        let chats: Vec<i64> = (1..=100).collect();
        let times = times(&pace(30), &chats, 91).await;
        assert_eq!((times[29], times[30], times[60], times[90]), (0, 1, 2, 3));
    }

    #[tokio::test(start_paused = true)]
    async fn a_chat_that_is_held_waits_and_others_do_not() {
        let pace = pace(30);
        pace.hold(ChatId(1), SECOND * 7);
        assert_eq!(times(&pace, &[2, 1], 2).await, [0, 7]);
    }

    #[tokio::test(start_paused = true)]
    async fn chats_are_forgotten_when_it_does_not_matter_any_more() {
        let pace = pace(1_000_000);
        for chat in 1..=5_000 {
            pace.turn(ChatId(chat)).await.unwrap();
            tokio::time::advance(Duration::from_millis(10)).await;
        }
        assert!(pace.state().chats.len() <= FEW + 1);
    }
}
