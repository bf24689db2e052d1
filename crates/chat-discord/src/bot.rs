//! What hears events and has them answered.

use std::{
    panic::AssertUnwindSafe,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use chat::{Block, Incoming, Network, Port, Request, Responder, Shutdown, Speaker};
use futures::FutureExt;
use serenity::all::{Event, Ready};
use tokio::{
    runtime::Handle,
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tokio_util::task::TaskTracker;

use crate::{
    Config, Error, commands, draw,
    incoming::{Me, Question},
    interaction::Call,
    lanes::Lanes,
    messages::Answer,
    recent::Recent,
    rest::Rest,
};

/// How many events are remembered, so that none is answered twice; Discord repeats only the newest.
const EVENTS: usize = 20_000;
/// How many answers are remembered, so that they can be edited.
const ANSWERS: usize = 5_000;

/// What hears events and has them answered.
pub(crate) struct Bot<R> {
    pub(crate) port: Port<R>,
    pub(crate) rest: Rest,
    pub(crate) me: OnceLock<Me>,
    pub(crate) answers: Recent<Answer>,
    guild: Option<u64>,
    heard: Recent<()>,
    /// Whether the commands are being registered, or were.
    registers: AtomicBool,
    lanes: Lanes<Question>,
    running: Arc<Semaphore>,
    tasks: TaskTracker,
    /// Where questions are answered; events come in on other threads.
    runtime: Handle,
    stop: Shutdown,
    /// Ends what is still in hand.
    give_up: Shutdown,
}

impl<R: Responder> Bot<R> {
    pub(crate) fn new(config: &Config, port: Port<R>, stop: Shutdown) -> Result<Self, Error> {
        Ok(Self {
            rest: Rest::new(config, port.meters.clone())?,
            port,
            me: OnceLock::new(),
            answers: Recent::new(ANSWERS),
            guild: config.guild.map(u64::from),
            heard: Recent::new(EVENTS),
            registers: AtomicBool::new(false),
            lanes: Lanes::default(),
            running: Arc::new(Semaphore::new(
                config.running.get().min(Semaphore::MAX_PERMITS),
            )),
            tasks: TaskTracker::new(),
            runtime: Handle::current(),
            stop,
            give_up: Shutdown::new(),
        })
    }

    /// What ends everything in hand when it is cancelled.
    pub(crate) fn give_up(&self) -> &Shutdown {
        &self.give_up
    }

    /// Waits for what is in hand, and gives up the rest after `patience`.
    pub(crate) async fn finish(&self, patience: Duration) {
        self.tasks.close();
        if tokio::time::timeout(patience, self.tasks.wait())
            .await
            .is_err()
        {
            tracing::warn!(count = self.tasks.len(), "answers were given up at the end");
            self.give_up.cancel();
            self.tasks.wait().await;
        }
    }

    /// Takes an event, without waiting: events of one shard come one after the other.
    pub(crate) fn hear(self: &Arc<Self>, event: &Event) {
        match event {
            Event::Ready(event) => self.begin(&event.ready),
            Event::MessageCreate(event) => {
                let question = self
                    .me
                    .get()
                    .and_then(|me| Question::new(&event.message, me));
                if let Some(question) = question
                    && self.heard.put(question.id, ())
                {
                    self.line_up(question);
                }
            }
            Event::MessageUpdate(event) => {
                let question = self.me.get().and_then(|me| Question::edited(event, me));
                if let Some(question) = question {
                    self.line_up(question);
                }
            }
            Event::InteractionCreate(event) => {
                if let Some(call) = Call::new(&event.interaction)
                    && self.heard.put(call.id, ())
                {
                    self.pick_up(call);
                }
            }
            _ => {}
        }
    }

    /// The first shard that is ready says who the bot is; the first one of all keeps the commands up to date.
    fn begin(self: &Arc<Self>, ready: &Ready) {
        self.rest.set_application(ready.application.id);
        // Another shard may have been ready before.
        self.me.set(Me::new(ready)).ok();
        let first = ready.shard.is_none_or(|shard| shard.id.0 == 0);
        if first && !self.registers.swap(true, Ordering::Relaxed) {
            let bot = self.clone();
            self.spawn(async move {
                let register = commands::register(&bot.rest, bot.guild);
                bot.stop.run_until_cancelled(register).await;
            });
        }
    }

    /// Answers a message after what the same person wrote before in the same channel.
    fn line_up(self: &Arc<Self>, question: Question) {
        let lane = (question.channel, question.person);
        let Some(first) = self.lanes.enter(lane, question) else {
            return;
        };
        let bot = self.clone();
        self.spawn(async move {
            let mut next = Some(first);
            while let Some(question) = next {
                let _running = bot.running().await;
                let answered = AssertUnwindSafe(bot.answer_message(&question))
                    .catch_unwind()
                    .await;
                if answered.is_err() {
                    tracing::error!("answering a message panicked");
                    bot.apologise(&question).await;
                }
                next = bot.lanes.next(lane);
            }
        });
    }

    /// Answers an interaction at once: it has three seconds.
    fn pick_up(self: &Arc<Self>, call: Call) {
        let bot = self.clone();
        self.spawn(async move {
            let answered = AssertUnwindSafe(bot.answer_call(&call))
                .catch_unwind()
                .await;
            if answered.is_err() {
                tracing::error!("answering an interaction panicked");
                bot.apologise_for_call(&call).await;
            }
        });
    }

    fn spawn(self: &Arc<Self>, work: impl Future<Output = ()> + Send + 'static) {
        let give_up = self.give_up.clone();
        let task = async move {
            give_up.run_until_cancelled(work).await;
        };
        self.tasks.spawn_on(task, &self.runtime);
    }

    /// A place among those who are answered at the same time.
    pub(crate) async fn running(&self) -> Option<OwnedSemaphorePermit> {
        // It is never closed.
        self.running.clone().acquire_owned().await.ok()
    }

    /// The reply to what a person in a channel wants.
    pub(crate) async fn reply(&self, channel: u64, person: u64, request: Request) -> chat::Reply {
        let from = Speaker {
            network: Network::Discord,
            chat: channel,
            person,
        };
        self.port.respond(Incoming { from, request }).await
    }
}

/// What is said where drawing or sending failed in a way that nobody thought of.
pub(crate) fn apology() -> String {
    let text = "Sorry, something went wrong on my side. Please try again.";
    draw::draw(&[Block::Paragraph(text.to_owned())]).concat()
}
