//! One gateway session of one shard, from IDENTIFY to its end, resumed as often as it takes.
//!
//! serenity's `ShardRunner` does the talking: heartbeats, RESUME, close codes, decompression. Its `ShardManager` is not
//! used, because it starts sessions without looking at Discord's limits, hands events out in no order, and cannot be
//! ended while no shard is up. A runner needs a manager to ask for a restart; it gets one that does nothing, so that a
//! restart is the runner's end.

use std::{sync::Arc, time::Duration};

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
    sync::{Mutex, Notify, oneshot},
    time::{Instant, sleep_until, timeout},
};
use tokio_util::task::AbortOnDropHandle;

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

/// A session that was begun.
pub(crate) struct Session {
    id: ShardId,
    manager: Arc<ShardManager>,
    messenger: ShardMessenger,
    changed: Arc<Notify>,
    runner: AbortOnDropHandle<serenity::Result<()>>,
}

/// How a session ended.
pub(crate) enum End {
    /// It is over; a new one can be begun.
    Over,
    /// A new one makes no sense.
    Refused(Error),
}

impl Session {
    /// Connects and begins. `hear` is told every event, in order; it must not wait.
    pub(crate) async fn begin(
        http: &Arc<Http>,
        address: &Address,
        shard: ShardInfo,
        hear: impl Fn(&Event) + Send + Sync + 'static,
    ) -> Option<Self> {
        let connect = Shard::new(address.clone(), http.token(), shard, INTENTS, None);
        let connected = timeout(CONNECT, quiet(connect)).await.ok()?.ok()?;
        let changed = Arc::new(Notify::new());
        let (manager, ended) = manager(http);
        let mut runner = ShardRunner::new(ShardRunnerOptions {
            data: Arc::default(),
            event_handlers: vec![Arc::new(Stages(changed.clone()))],
            raw_event_handlers: Vec::new(),
            manager: manager.clone(),
            shard: connected,
            http: http.clone(),
        });
        let messenger = ShardMessenger::new(&runner);
        messenger.add_collector(CollectorCallback(Box::new(move |event| {
            hear(event);
            true
        })));
        quiet(put_to_sleep(&manager, &messenger, ended)).await;
        watch_stage(&manager, &messenger, shard.id).await;
        let runner = tokio::spawn(quiet(async move { runner.run().await }));
        Some(Self {
            id: shard.id,
            manager,
            messenger,
            changed,
            runner: AbortOnDropHandle::new(runner),
        })
    }

    /// Goes on until the session is over, and tells `connected` whenever events come in, or come in no more.
    pub(crate) async fn run(&mut self, mut connected: impl FnMut(bool)) -> End {
        let mut deaf_until = Instant::now() + DEAF;
        let mut is_up = false;
        loop {
            tokio::select! {
                ended = &mut self.runner => return end(ended.ok()),
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
        self.end_spinning();
        let goodbye = ShardRunnerMessage::Shutdown(self.id, 1000);
        self.messenger.send_to_shard(goodbye);
        if timeout(GOODBYE, &mut self.runner).await.is_err() {
            tracing::debug!("the gateway did not say goodbye");
        }
    }

    /// After a close frame with 4003, 4010 or 4011 serenity reads from the ended connection until the next heartbeat is
    /// due, without ever giving way, so that it cannot be aborted; told to shut down then, it would read for ever. Told
    /// to close an ended connection, it fails and ends.
    fn end_spinning(&self) {
        self.messenger
            .send_to_shard(ShardRunnerMessage::Close(1000, None));
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
        self.end_spinning();
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
