//! What is in hand: each update once, each person's in order, a bounded number at a time, none for ever.

use std::{
    collections::{BTreeMap, HashMap, HashSet, VecDeque},
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use chat::{Responder, Speaker};
use futures::FutureExt;
use serde::Deserialize;
use teloxide::types::Update;
use tokio::sync::{Semaphore, oneshot, watch};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    handler::Handler,
    incoming::{self, Event, Place},
};

/// How long a handler may take: then it is given up, and its update is acknowledged like the others.
const DEADLINE: Duration = Duration::from_secs(30);

/// How many questions of one person in one chat wait behind the one that is being answered. More of them are given up:
/// they would take the room of everybody else's.
const WAITING: usize = 20;

/// With how many updates in hand no further ones are asked for.
const MOST: usize = 1000;

/// How many handled updates are remembered.
const REMEMBERED: usize = 4096;

/// The part of an update that every one has.
#[derive(Deserialize)]
struct Head {
    update_id: i64,
}

/// An update that waits for its turn.
struct Job {
    id: i64,
    event: Event,
    at: Instant,
}

/// The newest updates that were handled.
#[derive(Debug, Default)]
struct Handled {
    ids: HashSet<i64>,
    /// Oldest first.
    order: VecDeque<i64>,
}

impl Handled {
    fn put(&mut self, id: i64) {
        if self.ids.insert(id) {
            self.order.push_back(id);
        }
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.ids.remove(&oldest);
        }
    }
}

#[derive(Default)]
struct State {
    /// What is being handled or waits for its turn, and who waits for it to be done.
    in_hand: BTreeMap<i64, Vec<oneshot::Sender<()>>>,
    handled: Handled,
    /// For everybody who is being answered: what they did since.
    queues: HashMap<Speaker, VecDeque<Job>>,
    /// Behind the newest update.
    next: Option<i64>,
    /// Below this, updates are acknowledged whether they are done with or not.
    passed: i64,
}

/// What became of an update that came in.
#[derive(Debug)]
pub(crate) enum Taken {
    /// It is new, and in hand now.
    New(i64),
    /// It was in hand before.
    InHand(i64),
    /// It is done with.
    Done,
    /// It is no update.
    Unreadable,
}

/// Takes updates and has them handled.
pub(crate) struct Intake<R> {
    handler: Handler<R>,
    running: Semaphore,
    state: Mutex<State>,
    /// How many are in hand.
    count: watch::Sender<usize>,
    tasks: TaskTracker,
    give_up: CancellationToken,
}

impl<R: Responder> Intake<R> {
    /// Has at most `running` updates handled by `handler` at a time, until `give_up` is cancelled.
    pub(crate) fn new(handler: Handler<R>, running: usize, give_up: CancellationToken) -> Self {
        Self {
            handler,
            running: Semaphore::new(running),
            state: Mutex::default(),
            count: watch::Sender::new(0),
            tasks: TaskTracker::new(),
            give_up,
        }
    }

    /// Takes an update, as JSON, unless it was taken before.
    pub(crate) fn take(self: &Arc<Self>, update: &str) -> Taken {
        let at = Instant::now();
        let Ok(Head { update_id: id }) = serde_json::from_str(update) else {
            return Taken::Unreadable;
        };
        {
            let mut state = self.state();
            if state.handled.ids.contains(&id) {
                return Taken::Done;
            }
            if state.in_hand.contains_key(&id) {
                return Taken::InHand(id);
            }
            state.in_hand.insert(id, Vec::new());
            state.next = Some(state.next.map_or(id + 1, |next| next.max(id + 1)));
        }
        self.count.send_modify(|count| *count += 1);
        // A kind of update that is newer than teloxide does not parse: there is nothing to answer.
        // One that teloxide cannot read without a panic costs itself alone.
        let read = AssertUnwindSafe(|| {
            serde_json::from_str::<Update>(update).map_or(Event::Nothing, |update| {
                incoming::read(update.kind, &self.handler.me)
            })
        });
        let event = std::panic::catch_unwind(read).unwrap_or_else(|_| {
            tracing::error!("an update could not be read: it is passed over");
            Event::Nothing
        });
        match event.from() {
            None => {
                self.finish(id);
                Taken::Done
            }
            Some(speaker) => match self.enqueue(speaker, Job { id, event, at }) {
                true => Taken::New(id),
                false => {
                    tracing::debug!("a question was given up: too many of one person wait");
                    self.finish(id);
                    Taken::Done
                }
            },
        }
    }

    /// Starts `job`, or puts it behind what its speaker did before; false where too much is there.
    fn enqueue(self: &Arc<Self>, speaker: Speaker, job: Job) -> bool {
        {
            let mut state = self.state();
            if let Some(queue) = state.queues.get_mut(&speaker) {
                let room = queue.len() < WAITING;
                if room {
                    queue.push_back(job);
                }
                return room;
            }
            state.queues.insert(speaker, VecDeque::new());
        }
        let work = self.clone().work(speaker, job);
        let give_up = self.give_up.clone();
        self.tasks
            .spawn(async move { give_up.run_until_cancelled(work).await });
        true
    }

    async fn work(self: Arc<Self>, speaker: Speaker, first: Job) {
        let mut next = Some(first);
        while let Some(Job { id, event, at }) = next {
            self.handle(event, at).await;
            self.finish(id);
            next = self.next_of(speaker);
        }
    }

    /// What `speaker` did next; their queue goes away where there is nothing.
    fn next_of(&self, speaker: Speaker) -> Option<Job> {
        let mut state = self.state();
        let next = state.queues.get_mut(&speaker)?.pop_front();
        if next.is_none() {
            state.queues.remove(&speaker);
        }
        next
    }

    /// Handles `event`; a panic costs one apology, and nothing takes longer than the deadline.
    async fn handle(&self, event: Event, at: Instant) {
        let _place_among_the_running = self.running.acquire().await;
        let place = event.place();
        let work = AssertUnwindSafe(self.handler.handle(event, at)).catch_unwind();
        match tokio::time::timeout(DEADLINE, work).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) => self.apologise(place).await,
            Err(_) => tracing::warn!("an answer was given up after {} s", DEADLINE.as_secs()),
        }
    }

    async fn apologise(&self, place: Option<Place>) {
        tracing::error!("an answer failed: its handler panicked");
        if let Some(place) = place {
            let apology = self.handler.sender.apologise(place);
            tokio::time::timeout(DEADLINE, apology).await.ok();
        }
    }

    fn finish(&self, id: i64) {
        let waiting = {
            let mut state = self.state();
            state.handled.put(id);
            state.in_hand.remove(&id)
        };
        for waiting in waiting.into_iter().flatten() {
            // Whoever waited may have gone.
            waiting.send(()).ok();
        }
        self.count.send_modify(|count| *count -= 1);
    }

    /// Waits until the update `id` is not in hand any more; false where that will not be.
    pub(crate) async fn done(&self, id: i64) -> bool {
        let done = {
            let mut state = self.state();
            let Some(waiting) = state.in_hand.get_mut(&id) else {
                return true;
            };
            let (sender, receiver) = oneshot::channel();
            waiting.push(sender);
            receiver
        };
        self.give_up.run_until_cancelled(done).await == Some(Ok(()))
    }

    /// Waits until nothing is in hand.
    pub(crate) async fn idle(&self) {
        // The sender lives as long as this does.
        self.count
            .subscribe()
            .wait_for(|count| *count == 0)
            .await
            .ok();
    }

    /// Waits until half of what is in hand now is done with.
    pub(crate) async fn half_done(&self) {
        let mut count = self.count.subscribe();
        let now = *count.borrow_and_update();
        // The sender lives as long as this does.
        count.wait_for(|count| *count <= now / 2).await.ok();
    }

    /// The lowest update that is not to be acknowledged yet: one that is not done with, or the next one.
    pub(crate) fn lowest(&self) -> Option<i64> {
        let state = self.state();
        let mut in_hand = state.in_hand.range(state.passed..);
        in_hand.next().map(|(id, _)| *id).or(state.next)
    }

    /// Has what is in hand acknowledged before it is done with, unless that is too much already. It is answered all the
    /// same, but would be lost if the process were killed now.
    pub(crate) fn pass(&self) {
        let mut state = self.state();
        if state.in_hand.len() < MOST {
            state.passed = state.next.unwrap_or_default();
        }
    }

    /// Gives up what is in hand.
    pub(crate) async fn close(&self) {
        self.give_up.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
