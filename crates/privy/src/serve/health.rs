//! How the service is: `/healthz` (it runs), `/readyz` (every network's updates come in) and `/metrics`, on a local port.

use std::{net::SocketAddr, sync::Arc};

use axum::{Router, extract::State, http::StatusCode, routing::get};
use chat::{Meters, Network, Shutdown};
use prometheus_client::{
    encoding::text::encode,
    metrics::{gauge::Gauge, info::Info},
    registry::Registry,
};
use tokio::net::TcpListener;

use super::desk::Desk;
use crate::{Failure, config::ServeConfig};

/// The local port, bound and not yet served.
pub(super) struct Health {
    listener: Option<TcpListener>,
    shown: Arc<Shown>,
}

struct Shown {
    desk: Arc<Desk>,
    meters: Arc<Meters>,
    networks: Vec<Network>,
}

impl Health {
    /// Binds the port that `config` names, if it names one.
    pub(super) async fn bind(
        config: &ServeConfig,
        desk: &Arc<Desk>,
        meters: &Arc<Meters>,
        networks: Vec<Network>,
    ) -> Result<Self, Failure> {
        let listener = match config.listen {
            Some(address) => Some(bind(address).await?),
            None => None,
        };
        let shown = Shown {
            desk: desk.clone(),
            meters: meters.clone(),
            networks,
        };
        Ok(Self {
            listener,
            shown: Arc::new(shown),
        })
    }

    /// Serves until `stop`.
    pub(super) async fn serve(self, stop: Shutdown) {
        let Some(listener) = self.listener else {
            return;
        };
        let router = Router::new()
            .route("/healthz", get(|| async { "ok\n" }))
            .route("/readyz", get(ready))
            .route("/metrics", get(metrics))
            .with_state(self.shown);
        let served = axum::serve(listener, router).with_graceful_shutdown(stop.cancelled_owned());
        if let Err(error) = served.await {
            tracing::error!("the local port is no longer served: {error}");
        }
    }
}

async fn bind(address: SocketAddr) -> Result<TcpListener, Failure> {
    let listener = TcpListener::bind(address).await.map_err(|error| {
        Failure::input(format!(
            "serve.listen: {address} cannot be listened on: {error}"
        ))
    })?;
    if let Ok(bound) = listener.local_addr() {
        tracing::info!(address = %bound, "health and metrics");
    }
    Ok(listener)
}

async fn ready(State(shown): State<Arc<Shown>>) -> (StatusCode, String) {
    let mut lines = String::new();
    let mut all = true;
    for network in &shown.networks {
        let connected = shown.meters.is_connected(*network);
        all &= connected;
        let state = if connected {
            "connected"
        } else {
            "not connected"
        };
        lines.push_str(&format!("{}: {state}\n", network.as_str()));
    }
    let status = if all {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, lines)
}

async fn metrics(State(shown): State<Arc<Shown>>) -> Result<String, StatusCode> {
    let mut registry = Registry::with_prefix("privy");
    shown.meters.register(&mut registry);
    let assistant = shown.desk.assistant();
    let base = assistant.base();
    let records: Gauge = Gauge::default();
    records.set(i64::try_from(base.records.len()).unwrap_or(i64::MAX));
    registry.register(
        "knowledge_records",
        "Platforms whose records are held",
        records,
    );
    let newest: Gauge = Gauge::default();
    newest.set(newest_reading(base).unwrap_or_default());
    registry.register(
        "knowledge_newest_reading_timestamp_seconds",
        "The day of the newest text that was read, at midnight UTC",
        newest,
    );
    let version = vec![
        ("version", env!("CARGO_PKG_VERSION").to_owned()),
        (
            "knowledge",
            format!("{:016x}", assistant.knowledge_version()),
        ),
    ];
    registry.register("build", "The program and its knowledge", Info::new(version));
    let mut text = String::new();
    encode(&mut text, &registry).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok(text)
}

fn newest_reading(base: &knowledge::KnowledgeBase) -> Option<i64> {
    let sources = base
        .records
        .values()
        .flat_map(|record| record.sources.values());
    let newest = sources.filter_map(|source| source.read).max()?;
    let days = newest.since(jiff::civil::date(1970, 1, 1)).ok()?.get_days();
    Some(i64::from(days) * 24 * 60 * 60)
}
