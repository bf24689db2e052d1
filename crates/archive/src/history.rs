//! The versions of every document: one walk from the newest commit back, each compared with the one before it.

use std::sync::atomic::{AtomicBool, Ordering};

use gix::{
    ObjectId,
    objs::{CommitRef, Kind, TreeRefIter, tree::EntryRef},
};
use rustc_hash::FxHashMap;

use crate::{
    Error,
    document::Version,
    progress::{Progress, Step},
    repository::Reader,
};

/// Commits between two words to whoever watches.
const STRIDE: u64 = 256;

/// What a walk found.
#[derive(Debug, Default)]
pub(crate) struct History {
    /// The versions by path, newest first; only of paths that were touched.
    pub(crate) versions: FxHashMap<Box<[u8]>, Vec<Version>>,
    /// What paths were called at the commit where the walk ended, where they were called otherwise.
    pub(crate) earlier_names: FxHashMap<Box<[u8]>, Box<[u8]>>,
    /// Whether the walk came to the commit that it was to end at.
    pub(crate) met: bool,
    /// Why the walk ended before the first commit, where it did.
    pub(crate) broken: Option<String>,
}

/// Walks along first parents from `head` until `known` or the first commit.
///
/// # Errors
/// Only where it was told to stop: a history that cannot be read to its end is told in the outcome.
pub(crate) fn walk(
    reader: &Reader,
    subject: &str,
    head: ObjectId,
    known: Option<ObjectId>,
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<History, Error> {
    progress.begin(subject, Step::History, None);
    let mut walk = Walk {
        reader,
        history: History::default(),
        names: FxHashMap::default(),
        added: Vec::new(),
        removed: Vec::new(),
        path: Vec::new(),
    };
    let ended = walk.run(head, known, |count| {
        if count % STRIDE == 0 {
            progress.done(subject, Step::History, count);
        }
        !stop.load(Ordering::Relaxed)
    });
    if stop.load(Ordering::Relaxed) {
        return Err(Error::Stopped);
    }
    if let Err(error) = ended {
        walk.history.broken = Some(error.to_string());
    }
    walk.history.earlier_names = walk
        .names
        .into_iter()
        .map(|(old, new)| (new, old))
        .collect();
    progress.end(subject, Step::History);
    Ok(walk.history)
}

struct Walk<'a> {
    reader: &'a Reader,
    history: History,
    /// From the name at the commit that is looked at to the name at the head.
    names: FxHashMap<Box<[u8]>, Box<[u8]>>,
    /// What the commit that is looked at brought and took away.
    added: Vec<(Box<[u8]>, ObjectId)>,
    removed: Vec<(Box<[u8]>, ObjectId)>,
    path: Vec<u8>,
}

/// What is needed of a commit.
struct Commit {
    tree: ObjectId,
    parent: Option<ObjectId>,
    seconds: i64,
    technical: bool,
}

impl Walk<'_> {
    fn run(
        &mut self,
        head: ObjectId,
        known: Option<ObjectId>,
        mut go_on: impl FnMut(u64) -> bool,
    ) -> Result<(), Error> {
        let (mut tree, mut parent_tree) = (Vec::new(), Vec::new());
        let mut id = head;
        if known == Some(head) {
            self.history.met = true;
            return Ok(());
        }
        let mut commit = self.commit(id)?;
        self.reader.read(commit.tree, Kind::Tree, &mut tree)?;
        for count in 1.. {
            let parent = commit.parent.map(|parent| (parent, self.commit(parent)));
            match &parent {
                Some((_, Ok(parent))) => {
                    self.reader
                        .read(parent.tree, Kind::Tree, &mut parent_tree)?;
                }
                _ => parent_tree.clear(),
            }
            // A commit whose parent is missing stands for all that it holds.
            self.compare(&tree, &parent_tree)?;
            self.take(id, &commit);
            let Some((parent_id, parent)) = parent else {
                return Ok(());
            };
            if known == Some(parent_id) {
                self.history.met = true;
                return Ok(());
            }
            (id, commit) = (parent_id, parent?);
            std::mem::swap(&mut tree, &mut parent_tree);
            if !go_on(count) {
                return Ok(());
            }
        }
        Ok(())
    }

    fn commit(&self, id: ObjectId) -> Result<Commit, Error> {
        let mut buffer = Vec::new();
        self.reader.read(id, Kind::Commit, &mut buffer)?;
        let commit = CommitRef::from_bytes(&buffer, id.kind());
        let commit = commit.map_err(|error| self.reader.failed(error))?;
        let time = commit.time().map_err(|error| self.reader.failed(error))?;
        Ok(Commit {
            tree: commit.tree(),
            parent: commit.parents().next(),
            seconds: time.seconds.saturating_add(i64::from(time.offset)),
            technical: is_technical(commit.message),
        })
    }

    /// Finds what differs between two root trees.
    fn compare(&mut self, new: &[u8], old: &[u8]) -> Result<(), Error> {
        self.added.clear();
        self.removed.clear();
        let mut services = Vec::new();
        differences(new, old, |new, old| {
            let tree = |entry: Option<EntryRef<'_>>| {
                entry
                    .filter(|entry| entry.mode.is_tree())
                    .map(|entry| entry.oid.to_owned())
            };
            let name = new.or(old).map(|entry| entry.filename.to_vec());
            services.push((name.unwrap_or_default(), tree(new), tree(old)));
        })
        .map_err(|error| self.reader.failed(error))?;
        let (mut new, mut old) = (Vec::new(), Vec::new());
        for (service, new_id, old_id) in services {
            self.read_tree(new_id, &mut new)?;
            self.read_tree(old_id, &mut old)?;
            let Self {
                path,
                added,
                removed,
                ..
            } = self;
            let mut name = |entry: EntryRef<'_>| {
                path.clear();
                path.extend_from_slice(&service);
                path.push(b'/');
                path.extend_from_slice(entry.filename);
                Box::from(path.as_slice())
            };
            let is_text = |entry: &EntryRef<'_>| entry.mode.is_blob();
            differences(&new, &old, |new, old| {
                if let Some(new) = new.filter(is_text) {
                    added.push((name(new), new.oid.to_owned()));
                }
                if let (Some(old), None) = (old.filter(is_text), new) {
                    removed.push((name(old), old.oid.to_owned()));
                }
            })
            .map_err(|error| self.reader.failed(error))?;
        }
        Ok(())
    }

    fn read_tree(&self, id: Option<ObjectId>, buffer: &mut Vec<u8>) -> Result<(), Error> {
        match id {
            Some(id) => self.reader.read(id, Kind::Tree, buffer),
            None => {
                buffer.clear();
                Ok(())
            }
        }
    }

    /// Notes the commit as a version of what it brought.
    fn take(&mut self, id: ObjectId, commit: &Commit) {
        for (path, blob) in self.added.drain(..) {
            let known = self.names.get(&path).unwrap_or(&path).clone();
            let version = Version {
                commit: id,
                blob,
                seconds: commit.seconds,
                technical: commit.technical,
            };
            // The same text went away under another name: from here back, that name is meant.
            let from = self.removed.iter().position(|(_, old)| *old == blob);
            match from {
                Some(from) => {
                    let (old, _) = self.removed.swap_remove(from);
                    self.names.remove(&path);
                    self.names.insert(old, known);
                }
                None => self
                    .history
                    .versions
                    .entry(known)
                    .or_default()
                    .push(version),
            }
        }
    }
}

/// Whether a commit changes texts for another reason than that the page changed.
fn is_technical(message: &[u8]) -> bool {
    const SIGNS: [&[u8]; 4] = [b"Apply technical", b"Refilter", b"Rename", b"Reextract"];
    SIGNS.iter().any(|sign| message.starts_with(sign))
}

type Decoded<'a> = gix::error::Result<EntryRef<'a>>;

/// Calls `differs` for every name whose entry is not the same in both trees.
fn differences<'a>(
    new: &'a [u8],
    old: &'a [u8],
    mut differs: impl FnMut(Option<EntryRef<'a>>, Option<EntryRef<'a>>),
) -> gix::error::Result<()> {
    let iterate = |data| TreeRefIter::from_bytes(data, gix::hash::Kind::Sha1);
    let (mut news, mut olds) = (iterate(new), iterate(old));
    let next = |entries: &mut TreeRefIter<'a>| -> Option<Decoded<'a>> { entries.next() };
    let (mut left, mut right) = (next(&mut news).transpose()?, next(&mut olds).transpose()?);
    loop {
        let order = match (&left, &right) {
            (None, None) => return Ok(()),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some(left), Some(right)) => left.cmp(right),
        };
        match order {
            std::cmp::Ordering::Less => {
                differs(left, None);
                left = next(&mut news).transpose()?;
            }
            std::cmp::Ordering::Greater => {
                differs(None, right);
                right = next(&mut olds).transpose()?;
            }
            std::cmp::Ordering::Equal => {
                let same = match (&left, &right) {
                    (Some(left), Some(right)) => left.oid == right.oid && left.mode == right.mode,
                    _ => true,
                };
                if !same {
                    differs(left, right);
                }
                left = next(&mut news).transpose()?;
                right = next(&mut olds).transpose()?;
            }
        }
    }
}
