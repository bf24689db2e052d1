//! Brings the archive up to date: repositories, then what changed in them, then one commit.

mod bringing;
mod collection;
mod update;

use std::{
    collections::BTreeSet,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
};

use crate::{
    Archive, Collection, Error, Finding,
    index::{Folder, Writer},
    progress::Progress,
    schema::{FORMAT, State},
    topics::TopicScorer,
};

use update::Update;

/// What a sync is told.
pub struct SyncOptions<'a> {
    /// Where everything is kept.
    pub data: &'a Path,
    /// What is to be brought in; what was there of others goes.
    pub collections: &'a [Collection],
    /// What tells the topics of a passage.
    pub topics: &'a dyn TopicScorer,
    /// Is told how far it is.
    pub progress: &'a dyn Progress,
    /// Ends it where it becomes true.
    pub stop: &'a AtomicBool,
}

/// What a sync did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Synced {
    /// Whether there is a new state.
    pub changed: bool,
    /// Documents whose text is new.
    pub texts: usize,
    /// Documents that are gone.
    pub removed: usize,
    /// What was left out, of this sync and of earlier ones.
    pub findings: Vec<Finding>,
}

/// Brings the archive of a data folder up to date. What was there serves until the new state is whole; whenever this
/// is stopped or killed, the next one completes it.
///
/// # Errors
/// Where the data folder cannot be written, another sync is at work there, or it was told to stop. What is wrong with
/// one collection or text is a [`Finding`] in the outcome.
pub fn sync(options: &SyncOptions<'_>) -> Result<Synced, Error> {
    check_names(options.collections)?;
    let folder = Folder(options.data.to_owned());
    let _lock = folder.lock()?;
    // A damaged index is made anew, like none.
    let opened = folder.open().ok().flatten();
    let opened = opened.filter(|(_, state)| state.topics == options.topics.fingerprint());
    let before = match opened {
        Some((index, state)) => match Archive::load(&index, state) {
            Ok(archive) => Some((index, archive)),
            Err(_) => None,
        },
        None => None,
    };
    let mut state = State {
        format: FORMAT,
        topics: options.topics.fingerprint(),
        ..State::default()
    };
    let mut update = Update::new(options, &folder, before.as_ref());
    for collection in options.collections {
        collection::bring(&mut update, collection, &mut state)?;
        if options.stop.load(Ordering::Relaxed) {
            return Err(Error::Stopped);
        }
    }
    if let Some((_, archive)) = &before {
        let gone = archive.state.collections.keys();
        for gone in gone.filter(|name| !state.collections.contains_key(*name)) {
            update.writer()?.remove_collection(gone);
        }
    }
    state.findings.sort();
    state.findings.dedup();
    let mut synced = update.outcome();
    synced.findings.clone_from(&state.findings);
    let same = before
        .as_ref()
        .is_some_and(|(_, archive)| archive.state == state);
    if !same {
        synced.changed = true;
        update.commit(&state)?;
    }
    Ok(synced)
}

fn check_names(collections: &[Collection]) -> Result<(), Error> {
    let mut names = BTreeSet::new();
    for collection in collections {
        if !collection.has_good_name() || !names.insert(&collection.name) {
            return Err(Error::Name(collection.name.clone()));
        }
    }
    Ok(())
}

/// Only what is needed of [`Writer`]: it is made when the first thing is to be written.
type LazyWriter<'a> = Option<Writer<'a>>;
