//! A git repository, read only.

use std::path::{Path, PathBuf};

use gix::{ObjectId, Repository as Git, ThreadSafeRepository, objs::Kind};

use crate::Error;

/// Bytes of decoded objects that are kept, so that what is packed as a difference need not be put together again.
const CACHE: usize = 16 << 20;

/// A git repository that is only read: any number of threads may.
#[derive(Clone)]
pub(crate) struct Repository {
    path: PathBuf,
    git: ThreadSafeRepository,
}

/// The options under which every repository is opened: nothing of the user's or the system's configuration counts.
pub(crate) fn options() -> gix::open::Options {
    gix::open::Options::isolated().with(gix::sec::Trust::Full)
}

impl Repository {
    /// Opens the repository at `path`, bare or with a work tree.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let failed = |message: String| Error::Repository {
            path: path.to_owned(),
            message,
        };
        let git = options()
            .open(path)
            .map_err(|error| failed(format!("is no git repository: {error}")))?;
        Ok(Self {
            path: path.to_owned(),
            git,
        })
    }

    /// A reader for one thread.
    pub(crate) fn reader(&self) -> Reader {
        let mut git = self.git.to_thread_local();
        git.object_cache_size(CACHE);
        Reader {
            path: self.path.clone(),
            git,
        }
    }
}

/// Reads a repository on one thread.
pub(crate) struct Reader {
    path: PathBuf,
    git: Git,
}

/// What stands in a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) name: Vec<u8>,
    pub(crate) kind: EntryKind,
    pub(crate) id: ObjectId,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EntryKind {
    Tree,
    Blob,
    Link,
    Submodule,
}

impl Reader {
    /// The commit that the repository stands at; `None` where there is none yet.
    pub(crate) fn head(&self) -> Result<Option<ObjectId>, Error> {
        let mut head = self.git.head().map_err(|error| self.failed(error))?;
        let id = head.try_peel_to_id().map_err(|error| self.failed(error))?;
        Ok(id.map(gix::Id::detach))
    }

    /// The object's bytes in place of those in `buffer`.
    pub(crate) fn read(&self, id: ObjectId, kind: Kind, buffer: &mut Vec<u8>) -> Result<(), Error> {
        use gix::objs::Find;
        buffer.clear();
        let found = self.git.objects.try_find(&id, buffer);
        // What is found stands at the beginning of the buffer.
        let (found, length) = match found {
            Ok(Some(object)) => (object.kind, object.data.len()),
            Ok(None) => return Err(self.failed(format!("the {kind} {id} is missing"))),
            Err(error) => {
                return Err(self.failed(format!("the {kind} {id} is damaged: {error}")));
            }
        };
        if found != kind {
            return Err(self.failed(format!("{id} is a {found}, no {kind}")));
        }
        buffer.truncate(length);
        Ok(())
    }

    /// The bytes that the object will have once it is read.
    pub(crate) fn size(&self, id: ObjectId) -> Result<u64, Error> {
        let header = self.git.find_header(id);
        header
            .map(|header| header.size())
            .map_err(|error| self.failed(error))
    }

    /// The entries of the tree.
    pub(crate) fn entries(&self, id: ObjectId) -> Result<Vec<Entry>, Error> {
        let mut buffer = Vec::new();
        self.read(id, Kind::Tree, &mut buffer)?;
        let mut entries = Vec::new();
        for entry in gix::objs::TreeRefIter::from_bytes(&buffer, id.kind()) {
            let entry = entry.map_err(|error| self.failed(error))?;
            let kind = match entry.mode.kind() {
                gix::objs::tree::EntryKind::Tree => EntryKind::Tree,
                gix::objs::tree::EntryKind::Blob | gix::objs::tree::EntryKind::BlobExecutable => {
                    EntryKind::Blob
                }
                gix::objs::tree::EntryKind::Link => EntryKind::Link,
                gix::objs::tree::EntryKind::Commit => EntryKind::Submodule,
            };
            entries.push(Entry {
                name: entry.filename.to_vec(),
                kind,
                id: entry.oid.to_owned(),
            });
        }
        Ok(entries)
    }

    /// The root tree of the commit.
    pub(crate) fn tree_of(&self, commit: ObjectId) -> Result<ObjectId, Error> {
        let mut buffer = Vec::new();
        self.read(commit, Kind::Commit, &mut buffer)?;
        let parsed = gix::objs::CommitRef::from_bytes(&buffer, commit.kind());
        parsed
            .map(|parsed| parsed.tree())
            .map_err(|error| self.failed(error))
    }

    /// When the commit was made: seconds since 1970 on the clock of who made it.
    pub(crate) fn seconds_of(&self, commit: ObjectId) -> Result<i64, Error> {
        let mut buffer = Vec::new();
        self.read(commit, Kind::Commit, &mut buffer)?;
        let parsed = gix::objs::CommitRef::from_bytes(&buffer, commit.kind());
        let time = parsed.and_then(|parsed| parsed.time());
        let time = time.map_err(|error| self.failed(error))?;
        Ok(time.seconds.saturating_add(i64::from(time.offset)))
    }

    pub(crate) fn failed(&self, error: impl ToString) -> Error {
        Error::Repository {
            path: self.path.clone(),
            message: error.to_string(),
        }
    }
}
