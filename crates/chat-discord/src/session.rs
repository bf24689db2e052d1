//! One gateway session of one shard, from IDENTIFY to its end, resumed as often as it takes.
//!
//! serenity's `ShardRunner` does the talking: heartbeats, RESUME, close codes, decompression. Its `ShardManager` is not
//! used, because it starts sessions without looking at Discord's limits, hands events out in no order, and cannot be
//! ended while no shard is up. A runner needs a manager to ask for a restart; it gets one that does nothing, so that a
//! restart is the runner's end.

use std::{sync::Arc, thread, time::Duration};

use serenity::{
    all::{Context, Event, EventHandler, GatewayIntents, ShardId, ShardInfo},
    async_trait,
    gateway::{
        CollectorCallback, ConnectionStage, GatewayError, Shard, ShardManager, ShardManagerOptions,
        ShardMessenger, ShardRunner, ShardRunnerInfo, ShardRunnerMessage, ShardRunnerOptions,
        ShardStageUpdateEvent,
    },
    http::Http,
    prelude::{RwLock, TypeMap},
};
use tokio::{
    runtime::Builder,
    sync::{Mutex, Notify, oneshot},
    time::{Instant, sleep_until, timeout},
};
use tracing::{Dispatch, dispatcher::with_default};

use crate::{Error, quiet::quiet};

/// No intent that needs a permission. GUILDS is not asked for: nothing is kept about guilds.
const INTENTS: GatewayIntents =
    GatewayIntents::GUILD_MESSAGES.union(GatewayIntents::DIRECT_MESSAGES);
/// For opening the connection.
const CONNECT: Duration = Duration::from_secs(10);
/// A session that is not up again after this time is given up for a new one.
const DEAF: Duration = Duration::from_secs(30);
/// For saying goodbye; serenity looks for what it was told every 500 ms.
const GOODBYE: Duration = Duration::from_millis(1500);

/// Where a session goes.
pub(crate) type Address = Arc<Mutex<String>>;

/// A session that was begun. serenity talks on a thread of its own: after a close frame with 4003, 4010 or 4011 it reads
/// from the ended connection until the next heartbeat is due, without ever giving way to other tasks.
pub(crate) struct Session {
    id: ShardId,
    manager: Arc<ShardManager>,
    messenger: ShardMessenger,
    changed: Arc<Notify>,
    /// What serenity ended with.
    over: oneshot::Receiver<Option<serenity::Result<()>>>,
    /// Ends the thread when it is dropped.
    _hang_up: oneshot::Sender<()>,
}

/// How a session ended.
pub(crate) enum End {
    /// It is over; a new one can be begun.
    Over,
    /// A new one makes no sense.
    Refused(Error),
}

/// What a session is begun with.
pub(crate) struct Beginning<F> {
    pub(crate) http: Arc<Http>,
    pub(crate) address: Address,
    pub(crate) shard: ShardInfo,
    /// Is told every event, in order, and must not wait.
    pub(crate) hear: F,
}

impl<F: Fn(&Event) + Send + Sync + 'static> Beginning<F> {
    /// Talks to the gateway until the session is over; tells whoever began it how to reach it.
    async fn talk(
        self,
        changed: Arc<Notify>,
        begun: oneshot::Sender<(Arc<ShardManager>, ShardMessenger)>,
    ) -> Option<serenity::Result<()>> {
        let Self {
            http,
            address,
            shard,
            hear,
        } = self;
        let connect = Shard::new(address, http.token(), shard, INTENTS, None);
        let connected = timeout(CONNECT, connect).await.ok()?.ok()?;
        let (manager, ended) = manager(&http);
        let mut runner = ShardRunner::new(ShardRunnerOptions {
            data: Arc::default(),
            event_handlers: vec![Arc::new(Stages(changed))],
            raw_event_handlers: Vec::new(),
            manager: manager.clone(),
            shard: connected,
            http,
        });
        let messenger = ShardMessenger::new(&runner);
        messenger.add_collector(CollectorCallback(Box::new(move |event| {
            hear(event);
            true
        })));
        put_to_sleep(&manager, &messenger, ended).await;
        watch_stage(&manager, &messenger, shard.id).await;
        begun.send((manager, messenger)).ok()?;
        Some(runner.run().await)
    }
}

impl Session {
    /// Connects and begins.
    pub(crate) async fn begin<F>(beginning: Beginning<F>) -> Option<Self>
    where
        F: Fn(&Event) + Send + Sync + 'static,
    {
        let id = beginning.shard.id;
        let changed = Arc::new(Notify::new());
        let (hang_up, hung_up) = oneshot::channel();
        let (begun, has_begun) = oneshot::channel();
        let (ends, over) = oneshot::channel();
        let talk = beginning.talk(changed.clone(), begun);
        let runtime = Builder::new_current_thread().enable_all().build().ok()?;
        let work = move || {
            let until_hung_up = quiet(async {
                tokio::select! {
                    outcome = talk => outcome,
                    _ = hung_up => None,
                }
            });
            // Nobody listens any more where it was dropped.
            let _ = ends.send(runtime.block_on(until_hung_up));
        };
        let thread = thread::Builder::new().name("discord-shard".to_owned());
        thread.spawn(work).ok()?;
        let (manager, messenger) = has_begun.await.ok()?;
        Some(Self {
            id,
            manager,
            messenger,
            changed,
            over,
            _hang_up: hang_up,
        })
    }

    /// Goes on until the session is over, and tells `connected` whenever events come in, or come in no more.
    pub(crate) async fn run(&mut self, mut connected: impl FnMut(bool)) -> End {
        let mut deaf_until = Instant::now() + DEAF;
        let mut is_up = false;
        loop {
            tokio::select! {
                ended = &mut self.over => return end(ended.ok().flatten()),
                () = self.changed.notified() => {
                    let up = self.is_up().await;
                    if is_up && !up {
                        deaf_until = Instant::now() + DEAF;
                    }
                    is_up = up;
                    connected(up);
                }
                () = sleep_until(deaf_until), if !is_up => return End::Over,
            }
        }
    }

    /// Says goodbye, and hangs up where nobody answers.
    pub(crate) async fn close(mut self) {
        // An ended connection cannot be closed, and serenity ends with that; told only to shut down, it would read from
        // it for ever.
        self.tell(ShardRunnerMessage::Close(1000, None));
        self.tell(ShardRunnerMessage::Shutdown(self.id, 1000));
        if timeout(GOODBYE, &mut self.over).await.is_err() {
            tracing::debug!("the gateway did not say goodbye");
        }
    }

    fn tell(&self, message: ShardRunnerMessage) {
        // serenity warns where the session is over already.
        with_default(&Dispatch::none(), || self.messenger.send_to_shard(message));
    }

    /// Stages are announced by tasks that may overtake each other: what counts is what the manager was told.
    async fn is_up(&self) -> bool {
        let runners = self.manager.runners.lock().await;
        let stage = runners.get(&self.id).map(|runner| runner.stage);
        stage == Some(ConnectionStage::Connected)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.tell(ShardRunnerMessage::Close(1000, None));
    }
}

fn end(outcome: Option<serenity::Result<()>>) -> End {
    match outcome {
        Some(Err(serenity::Error::Gateway(error))) => match error {
            GatewayError::InvalidAuthentication => End::Refused(Error::TokenRefused),
            GatewayError::InvalidGatewayIntents | GatewayError::DisallowedGatewayIntents => {
                End::Refused(Error::IntentsRefused)
            }
            _ => End::Over,
        },
        _ => End::Over,
    }
}

/// Wakes whoever looks at the stage.
struct Stages(Arc<Notify>);

#[async_trait]
impl EventHandler for Stages {
    async fn shard_stage_update(&self, _: Context, _: ShardStageUpdateEvent) {
        self.0.notify_one();
    }
}

/// What the manager's queue task owns: its end is that task's end.
struct Owned(#[expect(dead_code, reason = "dropped")] oneshot::Sender<()>);

impl EventHandler for Owned {}

/// A manager, and what tells that its task has ended.
fn manager(http: &Arc<Http>) -> (Arc<ShardManager>, oneshot::Receiver<()>) {
    let (owned, ended) = oneshot::channel();
    let (manager, _) = ShardManager::new(ShardManagerOptions {
        data: Arc::new(RwLock::new(TypeMap::new())),
        event_handlers: vec![Arc::new(Owned(owned))],
        raw_event_handlers: Vec::new(),
        shard_index: 0,
        shard_init: 0,
        shard_total: 0,
        ws_url: Arc::default(),
        http: http.clone(),
        intents: INTENTS,
        presence: None,
    });
    (manager, ended)
}

/// Ends the manager's task, which would start shards. It ends only after it has shut down a shard: here one that no
/// runner is responsible for.
async fn put_to_sleep(
    manager: &ShardManager,
    messenger: &ShardMessenger,
    ended: oneshot::Receiver<()>,
) {
    let nobody = ShardId(u32::MAX);
    let info = info(messenger);
    manager.runners.lock().await.insert(nobody, info);
    manager.shutdown_finished(nobody);
    manager.shutdown_all().await;
    // It is dropped, never sent: an error is what is waited for.
    let _ = ended.await;
}

/// Lets the runner tell the manager its stage, and ends a restart at once, for which it would wait 5 seconds.
async fn watch_stage(manager: &ShardManager, messenger: &ShardMessenger, id: ShardId) {
    manager.runners.lock().await.insert(id, info(messenger));
    manager.shutdown_finished(id);
}

fn info(messenger: &ShardMessenger) -> ShardRunnerInfo {
    ShardRunnerInfo {
        latency: None,
        runner_tx: messenger.clone(),
        stage: ConnectionStage::Handshake,
    }
}
