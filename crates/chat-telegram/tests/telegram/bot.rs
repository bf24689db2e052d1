//! The bot under test.

use std::{sync::Arc, time::Duration};

use chat::{Meters, Network, Port, Shutdown};
use chat_telegram::{Config, Error, run};
use fakes::telegram::Telegram;
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use crate::toy::Toy;

/// The bot under test. Dropped without being stopped it is as if killed.
pub(crate) struct Bot {
    pub(crate) toy: Arc<Toy>,
    pub(crate) meters: Arc<Meters>,
    stop: Shutdown,
    task: JoinHandle<Result<(), Error>>,
}

impl Drop for Bot {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A configuration for `fake` with limits that do not matter; `more` comes on top.
pub(crate) fn config(fake: &Telegram, more: Value) -> Config {
    let limits = json!({
        "per_second": 1_000_000, "per_chat_per_second": 1_000_000, "per_group_per_minute": 1_000_000
    });
    let mut config = json!({"token": fake.token(), "api": fake.url(), "limits": limits});
    if let (Some(config), Value::Object(more)) = (config.as_object_mut(), more) {
        config.extend(more);
    }
    serde_json::from_value(config).expect("a configuration")
}

/// A bot at `fake`.
pub(crate) fn start(fake: &Telegram) -> Bot {
    start_with(config(fake, json!({})))
}

/// A bot that is configured so.
pub(crate) fn start_with(config: Config) -> Bot {
    let toy = Arc::new(Toy::default());
    let meters = Arc::new(Meters::default());
    let port = Port {
        responder: toy.clone(),
        meters: meters.clone(),
    };
    let stop = Shutdown::new();
    let task = tokio::spawn(run(config, port, stop.clone()));
    Bot {
        toy,
        meters,
        stop,
        task,
    }
}

impl Bot {
    /// Waits until updates come in.
    pub(crate) async fn is_connected(&self) {
        eventually(|| self.meters.is_connected(Network::Telegram)).await;
    }

    /// Stops it and waits for its end.
    pub(crate) async fn stop(mut self) -> Result<(), Error> {
        self.stop.cancel();
        (&mut self.task).await.expect("it does not panic")
    }

    /// Waits for it to end by itself.
    pub(crate) async fn ends(mut self) -> Result<(), Error> {
        let end = tokio::time::timeout(Duration::from_secs(5), &mut self.task);
        end.await.expect("it ends").expect("it does not panic")
    }

    /// Ends it without warning, as `kill -9` does.
    pub(crate) async fn kill(mut self) {
        self.task.abort();
        (&mut self.task).await.ok();
    }

    /// The value of a counter: its name with its labels as in the exposition format.
    pub(crate) fn counted(&self, what: &str) -> u64 {
        let mut registry = prometheus_client::registry::Registry::default();
        self.meters.register(&mut registry);
        let mut text = String::new();
        prometheus_client::encoding::text::encode(&mut text, &registry).expect("text");
        let line = text.lines().find_map(|line| line.strip_prefix(what));
        line.map_or(0, |value| value.trim().parse().expect("a number"))
    }
}

/// Waits until `is_so`.
pub(crate) async fn eventually(is_so: impl Fn() -> bool) {
    let wait = async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let patience = Duration::from_secs(5);
    tokio::time::timeout(patience, wait).await.expect("in time");
}

/// How often a method was called so far.
pub(crate) fn calls(fake: &Telegram, method: &str) -> usize {
    let exchanges = fake.traffic.exchanges();
    exchanges
        .iter()
        .filter(|exchange| exchange.route == method)
        .count()
}
