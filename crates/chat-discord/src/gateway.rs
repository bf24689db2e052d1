//! All shards of this process, for as long as there is something to hear.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use chat::{Network, Responder, Shutdown};
use serenity::all::{Event, ShardId, ShardInfo};
use tokio::sync::Mutex;

use crate::{
    Config, Error,
    bot::Bot,
    config::Shards,
    gate::{Gate, is_gateway},
    session::{Address, Beginning, End, Session},
    waits::Waits,
};

/// Hears events until `stop`, or until going on makes no sense.
pub(crate) async fn listen<R: Responder>(
    config: &Config,
    bot: &Arc<Bot<R>>,
    stop: &Shutdown,
) -> Result<(), Error> {
    let here = config.address.is_some();
    let opened = stop.run_until_cancelled(Gate::open(&bot.rest, here)).await;
    let Some(opened) = opened else {
        return Ok(());
    };
    let (gate, advised) = opened?;
    let all = Shards {
        first: 0,
        last: advised - 1,
        total: advised,
    };
    let shards = config.shards.unwrap_or(all);
    if shards.total < advised {
        tracing::warn!(
            advised,
            total = shards.total,
            "Discord advises more shards than `shards` has"
        );
    }
    let up = AtomicU32::new(0);
    let each = (shards.first..=shards.last).map(|id| {
        let shard = ShardInfo {
            id: ShardId(id),
            total: shards.total,
        };
        let listener = Listener {
            bot,
            gate: &gate,
            here,
            shard,
            up: &up,
            count: shards.last - shards.first + 1,
        };
        listener.listen(stop)
    });
    // All end together: on `stop`, or with the first that is refused.
    futures::future::try_join_all(each).await.map(|_| ())
}

/// What hears one shard.
struct Listener<'a, R> {
    bot: &'a Arc<Bot<R>>,
    gate: &'a Gate<'a>,
    here: bool,
    shard: ShardInfo,
    /// How many shards are up.
    up: &'a AtomicU32,
    /// How many there are.
    count: u32,
}

impl<R: Responder> Listener<'_, R> {
    async fn listen(self, stop: &Shutdown) -> Result<(), Error> {
        let mut waits = Waits::new();
        while !stop.is_cancelled() {
            let was_up = self.listen_once(stop).await?;
            if stop.is_cancelled() {
                break;
            }
            if was_up {
                waits = Waits::new();
            }
            let wait = waits.next();
            tracing::warn!(
                shard = self.shard.id.0,
                ?wait,
                "no connection to Discord's gateway: a new session after this wait"
            );
            stop.run_until_cancelled(tokio::time::sleep(wait)).await;
        }
        Ok(())
    }

    /// One session; whether it was ever up.
    async fn listen_once(&self, stop: &Shutdown) -> Result<bool, Error> {
        let beginning = async {
            let admission = self.gate.admit(self.shard.id.0).await?;
            let address = Arc::new(Mutex::new(admission.url.clone()));
            let beginning = Beginning {
                http: self.bot.rest.http().clone(),
                hear: self.hear(&address, stop),
                address,
                shard: self.shard,
            };
            let session = Session::begin(beginning).await;
            if session.is_some() {
                admission.used();
            }
            Ok(session)
        };
        let Some(Some(mut session)) = stop.run_until_cancelled(beginning).await.transpose()? else {
            return Ok(false);
        };
        let mut up = Up {
            listener: self,
            is_up: false,
            was_up: false,
        };
        let end = stop
            .run_until_cancelled(session.run(|is_up| up.set(is_up)))
            .await;
        match end {
            None => session.close().await,
            Some(End::Refused(error)) => return Err(error),
            Some(End::Over) => {}
        }
        Ok(up.was_up)
    }

    /// What is told every event. serenity would resume at the first address; Discord names another one for that.
    fn hear(&self, address: &Address, stop: &Shutdown) -> impl Fn(&Event) + Send + Sync + 'static {
        let (bot, address, stop, here) =
            (self.bot.clone(), address.clone(), stop.clone(), self.here);
        move |event| {
            if let Event::Ready(event) = event {
                let resume = &event.ready.resume_gateway_url;
                if is_gateway(resume, here)
                    && let Ok(mut address) = address.try_lock()
                {
                    address.clone_from(resume);
                }
            }
            if !stop.is_cancelled() {
                bot.hear(event);
            }
        }
    }
}

/// Whether a shard is up, counted: the network is connected while all are.
struct Up<'a, R: Responder> {
    listener: &'a Listener<'a, R>,
    is_up: bool,
    was_up: bool,
}

impl<R: Responder> Up<'_, R> {
    fn set(&mut self, is_up: bool) {
        if self.is_up == is_up {
            return;
        }
        self.is_up = is_up;
        self.was_up |= is_up;
        let Listener {
            up,
            count,
            bot,
            shard,
            ..
        } = self.listener;
        let now = match is_up {
            true => up.fetch_add(1, Ordering::SeqCst) + 1,
            false => up.fetch_sub(1, Ordering::SeqCst) - 1,
        };
        match is_up {
            true => tracing::info!(shard = shard.id.0, "Discord's events come in"),
            false => tracing::info!(shard = shard.id.0, "Discord's events come in no more"),
        }
        bot.port
            .meters
            .set_connected(Network::Discord, now == *count);
    }
}

impl<R: Responder> Drop for Up<'_, R> {
    fn drop(&mut self) {
        self.set(false);
    }
}
