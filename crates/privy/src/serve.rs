//! `privy serve`: the networks that are configured, over one base and one index, until it is told to stop.

mod archive;
mod complete;
mod desk;
mod health;
mod inline;
mod logs;
mod reload;

use std::{sync::Arc, time::Duration};

use chat::{Meters, Network, Port, Shutdown};
use tokio::task::JoinSet;

use crate::{Assistant, Config, Failure, config::Networks};

pub use desk::Desk;
pub(crate) use logs::start as start_logs;

/// How long what is in hand may take after it was told to stop. The networks take 10 s of their own at most.
const LAST: Duration = Duration::from_secs(12);

/// How long what goes on beside the networks may take to end.
const BESIDE: Duration = Duration::from_secs(2);

/// Serves the networks that `config` names until `stop` is cancelled; then finishes what is in hand. This is what the
/// program's `main` starts, and what tests start.
///
/// # Errors
/// Where nothing is configured, where the records or the local port are not to be had, and where every network refused
/// its token.
pub async fn run(config: Config, stop: Shutdown) -> Result<(), Failure> {
    let networks = config.networks()?;
    let assistant = Assistant::load(&config)?;
    for problem in assistant.problems() {
        tracing::warn!("{problem}");
    }
    let meters = Arc::new(Meters::default());
    let desk = Arc::new(Desk::new(assistant, &config)?);
    let health = health::Health::bind(&config.serve, &desk, &meters, networks.names()).await?;
    let mut beside = JoinSet::new();
    beside.spawn(health.serve(stop.clone()));
    beside.spawn(reload::watch(config.clone(), desk.clone(), stop.clone()));
    beside.spawn(archive::keep_fresh(
        config.clone(),
        desk.clone(),
        stop.clone(),
    ));
    let port = Port {
        responder: desk,
        meters,
    };
    let outcome = all(networks, &port, &stop).await;
    stop.cancel();
    let ended = async { while beside.join_next().await.is_some() {} };
    // A connection that asks for nothing, or a sync in the middle of a request, must not keep the program from ending.
    if tokio::time::timeout(BESIDE, ended).await.is_err() {
        beside.abort_all();
    }
    outcome
}

/// Runs all networks until they end. One that fails does not stop the others.
async fn all(networks: Networks, port: &Port<Desk>, stop: &Shutdown) -> Result<(), Failure> {
    let mut running: JoinSet<(Network, Result<(), String>)> = JoinSet::new();
    if let Some(config) = networks.discord {
        let (port, stop) = (port.clone(), stop.clone());
        running.spawn(async move {
            let ended = chat_discord::run(config, port, stop).await;
            (Network::Discord, ended.map_err(|error| error.to_string()))
        });
    }
    if let Some(config) = networks.telegram {
        let (port, stop) = (port.clone(), stop.clone());
        running.spawn(async move {
            let ended = chat_telegram::run(config, port, stop).await;
            (Network::Telegram, ended.map_err(|error| error.to_string()))
        });
    }
    let mut failures = Vec::new();
    let until_stopped = async {
        while let Some(ended) = running.join_next().await {
            match ended {
                Ok((network, Ok(()))) => tracing::info!(%network, "ended"),
                Ok((network, Err(error))) => {
                    tracing::error!(%network, "ended: {error}");
                    failures.push(format!("{network}: {error}"));
                }
                Err(_) => {
                    tracing::error!("a network ended in a panic");
                    failures.push("a network ended in a panic".to_owned());
                }
            }
        }
    };
    let late = async {
        stop.cancelled().await;
        tokio::time::sleep(LAST).await;
    };
    tokio::select! {
        () = until_stopped => {}
        () = late => tracing::warn!("gave up what was still in hand"),
    }
    match failures.is_empty() || stop.is_cancelled() {
        true => Ok(()),
        false => Err(Failure::other(failures.join("; "))),
    }
}
