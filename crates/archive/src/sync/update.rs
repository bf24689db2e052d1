//! What all collections of a sync have in common: the state before, and the writer once there is something to write.

use super::{LazyWriter, SyncOptions, Synced};
use crate::{
    Archive, Error,
    index::{Folder, Writer},
    schema::State,
};

/// A sync under way.
pub(super) struct Update<'a> {
    pub(super) options: &'a SyncOptions<'a>,
    pub(super) folder: &'a Folder,
    before: Option<&'a (tantivy::Index, Archive)>,
    writer: LazyWriter<'a>,
    pub(super) texts: usize,
    pub(super) removed: usize,
}

impl<'a> Update<'a> {
    pub(super) fn new(
        options: &'a SyncOptions<'a>,
        folder: &'a Folder,
        before: Option<&'a (tantivy::Index, Archive)>,
    ) -> Self {
        Self {
            options,
            folder,
            before,
            writer: None,
            texts: 0,
            removed: 0,
        }
    }

    /// The archive as it was before.
    pub(super) fn before(&self) -> Option<&'a Archive> {
        self.before.map(|(_, archive)| archive)
    }

    /// The writer, which is made the first time.
    pub(super) fn writer(&mut self) -> Result<&Writer<'a>, Error> {
        if self.writer.is_none() {
            self.writer = Some(match self.before {
                Some((index, _)) => {
                    self.folder.sweep();
                    Writer::onto(index, self.options.topics)?
                }
                None => Writer::fresh(self.folder, self.options.topics)?,
            });
        }
        self.writer.as_ref().ok_or(Error::Stopped)
    }

    pub(super) fn outcome(&self) -> Synced {
        Synced {
            texts: self.texts,
            removed: self.removed,
            ..Synced::default()
        }
    }

    pub(super) fn commit(mut self, state: &State) -> Result<(), Error> {
        self.writer()?;
        match self.writer {
            Some(writer) => writer.commit(state),
            None => Ok(()),
        }
    }
}
