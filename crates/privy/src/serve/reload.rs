//! New records without a restart: on `SIGHUP`, and when the knowledge folder changes.

use std::{path::Path, sync::Arc, time::Duration};

use chat::Shutdown;
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use tokio::{sync::mpsc, time::timeout};

use super::desk::Desk;
use crate::{Assistant, Config};

/// How long a folder must be still before it is read again.
const STILL: Duration = Duration::from_millis(500);

/// Reads the records anew whenever it is told to, until `stop`. A base that cannot be loaded, or that leaves out a record
/// which the one before had, is refused: the old one stays.
pub(super) async fn watch(config: Config, desk: Arc<Desk>, stop: Shutdown) {
    let (tell, mut told) = mpsc::channel::<()>(1);
    let folder = config.knowledge.folder.as_deref();
    let _watcher = folder.and_then(|folder| {
        let watcher = watcher(folder, tell.clone());
        if watcher.is_err() {
            tracing::warn!("the knowledge folder cannot be watched: send SIGHUP after changing it");
        }
        watcher.ok()
    });
    let mut hangups = hangups();
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = told.recv() => {
                stop.run_until_cancelled(still(&mut told)).await;
            }
            () = hangup(&mut hangups) => {}
        }
        reload(&config, &desk).await;
    }
}

/// Tells of every change in `folder`. That a file was opened or read is no change: to read the folder because it was read
/// would never end.
fn watcher(folder: &Path, tell: mpsc::Sender<()>) -> notify::Result<RecommendedWatcher> {
    let changed = move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|event| !event.kind.is_access()) {
            // A full channel means that a reading is due anyway.
            let _ = tell.try_send(());
        }
    };
    let mut watcher = notify::recommended_watcher(changed)?;
    watcher.watch(folder, RecursiveMode::Recursive)?;
    Ok(watcher)
}

/// Waits until nothing was told for a while.
async fn still(told: &mut mpsc::Receiver<()>) {
    while let Ok(Some(())) = timeout(STILL, told.recv()).await {}
}

pub(super) async fn reload(config: &Config, desk: &Arc<Desk>) {
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
            for problem in &problems {
                tracing::warn!("{problem}");
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
