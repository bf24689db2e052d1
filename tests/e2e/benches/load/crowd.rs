//! People on one network, each with one question at a time, counted one by one.

use std::{
    collections::{HashSet, VecDeque},
    time::{Duration, Instant},
};

use chat::Network;
use fakes::{discord, telegram};
use tokio::time::{sleep_until, timeout};

/// How long an answer may take before it is lost.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long nothing must come for it to be all.
const QUIET: Duration = Duration::from_millis(500);

/// People on one of the fakes.
pub(crate) enum People {
    Discord(discord::Load),
    Telegram(telegram::Load),
}

impl People {
    fn send(&self, person: usize, text: &str) {
        match self {
            Self::Discord(load) => load.send(person, text),
            Self::Telegram(load) => drop(load.send(person, text)),
        }
    }

    /// The next message of the bot: to whom, and when it was there.
    async fn hear(&mut self) -> (usize, Instant) {
        match self {
            Self::Discord(load) => load.replies.recv().await.unwrap(),
            Self::Telegram(load) => {
                let arrival = load.replies.recv().await.unwrap();
                (arrival.user, arrival.at)
            }
        }
    }
}

/// How questions are asked.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Pace {
    /// So many a second, whatever comes back.
    Rate(u32),
    /// Everybody asks again when they have their answer.
    Busy,
}

/// What came of some time of asking.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outcome {
    /// How many answers came within the time.
    pub(crate) replies: usize,
    /// The time.
    pub(crate) time: Duration,
    /// From each message to the first answer to it, shortest first.
    pub(crate) took: Vec<Duration>,
    /// Answers that did not come.
    pub(crate) lost: usize,
    /// Messages that were too many.
    pub(crate) doubled: usize,
}

impl Outcome {
    /// Answers a second.
    pub(crate) fn rate(&self) -> f64 {
        self.replies as f64 / self.time.as_secs_f64()
    }

    /// The time that a part of the answers took at most.
    pub(crate) fn took(&self, part: f64) -> Duration {
        let at = (self.took.len().saturating_sub(1)) as f64 * part;
        self.took.get(at as usize).copied().unwrap_or(PATIENCE)
    }

    /// This and `other`, which was at the same time elsewhere or at another time.
    pub(crate) fn and(mut self, other: &Self, time: Duration) -> Self {
        self.replies += other.replies;
        self.time = time;
        self.lost += other.lost;
        self.doubled += other.doubled;
        self.took.extend(&other.took);
        self.took.sort_unstable();
        self
    }
}

/// What was asked by a person and what they heard.
#[derive(Debug, Clone, Default)]
pub(crate) struct Count {
    pub(crate) asked: usize,
    pub(crate) heard: usize,
    /// Since when they wait for an answer.
    since: Option<Instant>,
}

/// People on one network, each with one question at a time.
pub(crate) struct Crowd {
    pub(crate) network: Network,
    people: People,
    counts: Vec<Count>,
}

impl Crowd {
    pub(crate) fn new(network: Network, people: People, count: usize) -> Self {
        Self {
            network,
            people,
            counts: vec![Count::default(); count],
        }
    }

    /// Each person asks a question of their own, a few of them at a time; how many messages each has got since the start.
    pub(crate) async fn ask_once(&mut self, questions: &[String]) -> Vec<usize> {
        const AT_ONCE: usize = 20;
        for (at, questions) in questions.chunks(AT_ONCE).enumerate() {
            for (number, question) in questions.iter().enumerate() {
                self.people.send(at * AT_ONCE + number, question);
            }
            let mut silent: HashSet<_> = (at * AT_ONCE..).take(questions.len()).collect();
            while !silent.is_empty() {
                let (person, _) = timeout(PATIENCE, self.people.hear()).await.unwrap();
                self.counts[person].heard += 1;
                silent.remove(&person);
            }
        }
        while let Ok((person, _)) = timeout(QUIET, self.people.hear()).await {
            self.counts[person].heard += 1;
        }
        self.counts.iter().map(|count| count.heard).collect()
    }

    /// Asks for `time`, then waits for what is still to come.
    pub(crate) async fn ask(
        &mut self,
        questions: &[String],
        pace: Pace,
        time: Duration,
    ) -> Outcome {
        self.counts.fill(Count::default());
        let mut free: VecDeque<usize> = (0..self.counts.len()).collect();
        let mut outcome = Outcome {
            time,
            ..Outcome::default()
        };
        let begun = Instant::now();
        let end = begun + time;
        let (mut due, mut number, mut late) = (begun, 0, false);
        while Instant::now() < end {
            while due <= Instant::now()
                && let Some(person) = free.pop_front()
            {
                // Who could not ask in time, because everybody waited, has waited since then.
                let at = if late { due } else { Instant::now() };
                self.send(person, questions, at);
                number += 1;
                if let Pace::Rate(rate) = pace {
                    due = begun + Duration::from_secs(1) * number / rate;
                }
                late = false;
            }
            late = free.is_empty() && matches!(pace, Pace::Rate(_));
            let wake = if free.is_empty() { end } else { due.min(end) };
            tokio::select! {
                (person, at) = self.people.hear() => if self.hear(person, at, &mut outcome) {
                    outcome.replies += usize::from(at <= end);
                    free.push_back(person);
                },
                () = sleep_until(wake.into()) => {}
            }
        }
        self.finish(&mut outcome).await;
        outcome
    }

    fn send(&mut self, person: usize, questions: &[String], at: Instant) {
        let count = &mut self.counts[person];
        count.asked += 1;
        count.since = Some(at);
        // Everybody has one question: what was asked before, which may change the answer, is always the same.
        let question = person * questions.len() / self.counts.len();
        self.people.send(person, &questions[question]);
    }

    /// Counts a message; whether it is one that was waited for.
    fn hear(&mut self, person: usize, at: Instant, outcome: &mut Outcome) -> bool {
        let count = &mut self.counts[person];
        count.heard += 1;
        let since = count.since.take();
        outcome
            .took
            .extend(since.map(|since| at.saturating_duration_since(since)));
        since.is_some()
    }

    async fn finish(&mut self, outcome: &mut Outcome) {
        while self.counts.iter().any(|count| count.since.is_some()) {
            match timeout(PATIENCE, self.people.hear()).await {
                Ok((person, at)) => drop(self.hear(person, at, outcome)),
                Err(_) => break,
            }
        }
        while let Ok((person, at)) = timeout(QUIET, self.people.hear()).await {
            self.hear(person, at, outcome);
        }
        for count in &self.counts {
            outcome.lost += count.asked.saturating_sub(count.heard);
            outcome.doubled += count.heard.saturating_sub(count.asked);
        }
        outcome.took.sort_unstable();
    }
}
