//! New records without a restart: on `SIGHUP`, and when the knowledge folder changes.

use std::{sync::Arc, time::Duration};

use chat::Shutdown;
use notify_debouncer_mini::{DebounceEventResult, new_debouncer, notify::RecursiveMode};
use tokio::sync::mpsc;

use super::desk::Desk;
use crate::{Assistant, Config};

/// How long a folder must be still before it is read again.
const STILL: Duration = Duration::from_millis(500);

/// Reads the records anew whenever it is told to, until `stop`. A base that cannot be loaded, or that leaves out a record
/// which the one before had, is refused: the old one stays.
pub(super) async fn watch(config: Config, desk: Arc<Desk>, stop: Shutdown) {
    let (tell, mut told) = mpsc::channel::<()>(1);
    let _watcher = config.knowledge.folder.as_ref().and_then(|folder| {
        let tell = tell.clone();
        let changed = move |result: DebounceEventResult| {
            // A full channel means that a reading is due anyway.
            if result.is_ok() {
                let _ = tell.try_send(());
            }
        };
        let mut watcher = new_debouncer(STILL, changed).ok()?;
        match watcher.watcher().watch(folder, RecursiveMode::Recursive) {
            Ok(()) => Some(watcher),
            Err(_) => {
                tracing::warn!(
                    "the knowledge folder cannot be watched: send SIGHUP after changing it"
                );
                None
            }
        }
    });
    let mut hangups = hangups();
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = told.recv() => {}
            () = hangup(&mut hangups) => {}
        }
        reload(&config, &desk).await;
    }
}

async fn reload(config: &Config, desk: &Arc<Desk>) {
    let loading = config.clone();
    let loaded = tokio::task::spawn_blocking(move || Assistant::load(&loading)).await;
    match loaded {
        Ok(Ok(assistant)) => {
            let problems: Vec<String> = assistant.problems().collect();
            let before = desk.assistant();
            let lost = before
                .base()
                .records
                .keys()
                .any(|slug| assistant.base().unread.contains(slug));
            if lost {
                tracing::error!(
                    "the new records are refused, the old ones stay: {}",
                    problems.join("; ")
                );
                return;
            }
            tracing::info!(records = assistant.base().records.len(), "new records");
            desk.swap(assistant);
        }
        Ok(Err(failure)) => {
            tracing::error!("the new records are refused, the old ones stay: {failure}")
        }
        Err(_) => {
            tracing::error!("the new records are refused, the old ones stay: loading them panicked")
        }
    }
}

#[cfg(unix)]
type Hangups = Option<tokio::signal::unix::Signal>;

#[cfg(unix)]
fn hangups() -> Hangups {
    tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()).ok()
}

#[cfg(unix)]
async fn hangup(hangups: &mut Hangups) {
    match hangups {
        Some(signal) => {
            signal.recv().await;
        }
        None => std::future::pending().await,
    }
}

#[cfg(not(unix))]
fn hangups() {}

#[cfg(not(unix))]
async fn hangup(_: &mut ()) {
    std::future::pending().await
}
