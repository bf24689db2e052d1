//! The platforms' own texts, brought up to date while the networks are served.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use ::archive::{Archive, CueTopics, Silent, SyncOptions, Synced, sync};
use chat::Shutdown;

use super::{desk::Desk, reload::reload};
use crate::{Config, Failure};

/// Seconds of an hour.
const HOUR: u64 = 3600;

/// Syncs every so many hours until `stop`, where somebody began an archive with `privy archive sync`; what is new answers
/// from the next question on. A sync that fails leaves what was there.
pub(super) async fn keep_fresh(config: Config, desk: Arc<Desk>, stop: Shutdown) {
    let every = Duration::from_secs(u64::from(config.archive.every_hours) * HOUR);
    if every.is_zero() {
        return;
    }
    while stop
        .run_until_cancelled(tokio::time::sleep(every))
        .await
        .is_some()
    {
        if matches!(Archive::open(&config.archive.folder), Ok(None)) {
            continue;
        }
        match synced(&config, &desk, &stop).await {
            Ok(synced) if synced.changed => {
                tracing::info!(texts = synced.texts, "new texts");
                reload(&config, &desk).await;
            }
            Ok(_) => {}
            Err(failure) => tracing::error!("the texts were not brought up to date: {failure}"),
        }
    }
}

/// One sync, on a thread of its own; told to end when everything else is.
async fn synced(config: &Config, desk: &Arc<Desk>, stop: &Shutdown) -> Result<Synced, Failure> {
    let (config, assistant) = (config.clone(), desk.assistant());
    let told = Arc::new(AtomicBool::new(false));
    let end = told.clone();
    let mut work = tokio::task::spawn_blocking(move || {
        sync(&SyncOptions {
            data: &config.archive.folder,
            collections: &config.archive.collections(),
            topics: &CueTopics::new(&assistant.base().vocabulary),
            progress: &Silent,
            stop: &end,
        })
    });
    let done = match stop.run_until_cancelled(&mut work).await {
        Some(done) => done,
        None => {
            told.store(true, Ordering::Relaxed);
            work.await
        }
    };
    let synced = done.map_err(|_| Failure::other("the sync panicked".to_owned()))?;
    Ok(synced?)
}
