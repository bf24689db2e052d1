//! The index on disk: made, opened, written. Its commit is what swaps the old state for the new, in one step.

use std::{
    fs,
    path::{Path, PathBuf},
};

use tantivy::{
    Index, IndexWriter, TantivyDocument, Term,
    directory::{Directory, DirectoryLock, Lock, MmapDirectory},
    indexer::LogMergePolicy,
};

use crate::{
    Error,
    document::{Document, Version},
    passage::Passage,
    ranking::packed,
    schema::{DOCUMENT, Fields, PATH_SEPARATOR, State},
    topics::TopicScorer,
};

/// Memory for what is not written yet.
const MEMORY: usize = 60 << 20;

/// How many headings of a passage are looked for with its text: those nearest to it.
const HEADINGS: usize = 2;

/// The share of deleted entries at which a segment is written anew.
const DELETED: f32 = 0.3;

/// The folders and files of a data folder.
#[derive(Debug, Clone)]
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn index(&self) -> PathBuf {
        self.0.join("index")
    }

    /// Where an index is made that is no change of the one before.
    fn fresh(&self) -> PathBuf {
        self.0.join("index.new")
    }

    pub(crate) fn repository(&self, collection: &str, kind: &str) -> PathBuf {
        let folder = self.0.join("collections").join(collection);
        folder.join(format!("{kind}.git"))
    }

    /// Keeps every other sync out until what is returned is dropped, or this process is gone.
    pub(crate) fn lock(&self) -> Result<DirectoryLock, Error> {
        fs::create_dir_all(&self.0).map_err(|error| Error::file(&self.0, error))?;
        let directory = MmapDirectory::open(&self.0).map_err(tantivy::TantivyError::from)?;
        let lock = Lock {
            filepath: PathBuf::from("sync.lock"),
            is_blocking: false,
        };
        directory.acquire_lock(&lock).map_err(|_| Error::Busy {
            path: self.0.clone(),
        })
    }

    /// Removes what a sync left that was killed while it replaced a file: while the lock is held, nobody else's.
    pub(crate) fn sweep(&self) {
        let entries = fs::read_dir(self.index()).into_iter().flatten().flatten();
        for entry in entries {
            if entry.file_name().as_encoded_bytes().starts_with(b".tmp") {
                // One that stays takes room and does no other harm.
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// Opens the index that serves; `None` where there is none that can be used.
    pub(crate) fn open(&self) -> Result<Option<(Index, State)>, Error> {
        match open(&self.index())? {
            Some(opened) => Ok(Some(opened)),
            // A sync was killed between the removal of the old index and the renaming of the new one.
            None if !self.index().exists() => open(&self.fresh()),
            None => Ok(None),
        }
    }
}

fn open(path: &Path) -> Result<Option<(Index, State)>, Error> {
    if !path.join("meta.json").exists() {
        return Ok(None);
    }
    let index = Index::open_in_dir(path)?;
    let Some(state) = State::of(&index)? else {
        return Ok(None);
    };
    if index.schema() != Fields::schema().0 {
        return Ok(None);
    }
    Fields::register(&index);
    Ok(Some((index, state)))
}

/// Writes one new state.
pub(crate) struct Writer<'a> {
    writer: IndexWriter,
    fields: Fields,
    topics: &'a dyn TopicScorer,
    /// The folder to be renamed once it is whole, and to what.
    fresh: Option<(PathBuf, PathBuf)>,
}

impl<'a> Writer<'a> {
    /// Writes on top of `index`.
    pub(crate) fn onto(index: &Index, topics: &'a dyn TopicScorer) -> Result<Self, Error> {
        let writer = Self::new(index, topics, None)?;
        // A sync that was killed leaves files which no commit names. The next one would give its own the same names.
        writer.writer.garbage_collect_files().wait()?;
        Ok(writer)
    }

    /// Writes an index from nothing, which takes the place of the one that is there, if any, when it is committed.
    pub(crate) fn fresh(folder: &Folder, topics: &'a dyn TopicScorer) -> Result<Self, Error> {
        let path = folder.fresh();
        remove(&path)?;
        fs::create_dir_all(&path).map_err(|error| Error::file(&path, error))?;
        let index = Index::create_in_dir(&path, Fields::schema().0)?;
        Self::new(&index, topics, Some((path, folder.index())))
    }

    fn new(
        index: &Index,
        topics: &'a dyn TopicScorer,
        fresh: Option<(PathBuf, PathBuf)>,
    ) -> Result<Self, Error> {
        Fields::register(index);
        // One thread, so that the same texts give the same index.
        let writer = index.writer_with_num_threads(1, MEMORY)?;
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(DELETED);
        writer.set_merge_policy(Box::new(policy));
        Ok(Self {
            writer,
            fields: Fields::schema().1,
            topics,
            fresh,
        })
    }

    pub(crate) fn remove_collection(&self, collection: &str) {
        let term = Term::from_field_text(self.fields.collection, collection);
        self.writer.delete_term(term);
    }

    pub(crate) fn remove_document(&self, reference: &str) {
        let term = Term::from_field_text(self.fields.document, reference);
        self.writer.delete_term(term);
    }

    pub(crate) fn remove_passages(&self, reference: &str) {
        let term = Term::from_field_text(self.fields.passage_of, reference);
        self.writer.delete_term(term);
    }

    pub(crate) fn add_document(
        &self,
        document: &Document,
        versions: &[Version],
    ) -> Result<(), Error> {
        let mut entry = TantivyDocument::new();
        let record = serde_json::to_string(document).map_err(|error| {
            tantivy::TantivyError::InternalError(format!("a document is no JSON: {error}"))
        })?;
        entry.add_text(self.fields.kind, DOCUMENT);
        entry.add_text(self.fields.collection, &document.collection);
        entry.add_text(self.fields.document, document.reference());
        entry.add_text(self.fields.record, record);
        entry.add_bytes(self.fields.versions, &Version::write_all(versions));
        self.writer.add_document(entry)?;
        Ok(())
    }

    pub(crate) fn add_passage(
        &self,
        collection: &str,
        service: &str,
        reference: &str,
        passage: &Passage,
    ) -> Result<(), Error> {
        let fields = self.fields;
        let mut entry = TantivyDocument::new();
        entry.add_text(fields.collection, collection);
        entry.add_text(fields.service, service);
        entry.add_text(fields.passage_of, reference);
        entry.add_text(fields.text, &passage.plain);
        for heading in passage.headings.iter().rev().take(HEADINGS) {
            entry.add_text(fields.text, heading);
        }
        if let Some(context) = &passage.context {
            entry.add_text(fields.context, context);
        }
        for (topic, _) in self.topics.topics(&passage.headings, &passage.plain) {
            entry.add_text(fields.topics, topic);
        }
        let aspects = self.topics.aspects(&passage.headings, &passage.plain);
        for number in packed(&aspects) {
            entry.add_u64(fields.aspects, number);
        }
        entry.add_u64(fields.start, passage.place.start as u64);
        entry.add_u64(fields.digest, digest(&passage.plain));
        entry.add_text(fields.slice, &passage.text);
        let path = passage.headings.join(&PATH_SEPARATOR.to_string());
        entry.add_text(fields.path, path);
        self.writer.add_document(entry)?;
        Ok(())
    }

    /// Makes all of it the new state, in one step.
    pub(crate) fn commit(mut self, state: &State) -> Result<(), Error> {
        let payload = serde_json::to_string(state).map_err(|error| {
            tantivy::TantivyError::InternalError(format!("the state is no JSON: {error}"))
        })?;
        let mut prepared = self.writer.prepare_commit()?;
        prepared.set_payload(&payload);
        prepared.commit()?;
        self.writer.wait_merging_threads()?;
        if let Some((fresh, serving)) = self.fresh {
            remove(&serving)?;
            fs::rename(&fresh, &serving).map_err(|error| Error::file(&serving, error))?;
        }
        Ok(())
    }
}

/// Removes a folder that may be there.
pub(crate) fn remove(path: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::file(path, error)),
        _ => Ok(()),
    }
}

/// The same number for texts that differ in nothing but case, punctuation and space.
pub(crate) fn digest(plain: &str) -> u64 {
    use std::hash::Hasher;
    let mut hasher = siphasher::sip::SipHasher13::new();
    let mut letters = [0; 4];
    for c in plain.chars().filter(|c| c.is_alphanumeric()) {
        for small in c.to_lowercase() {
            hasher.write(small.encode_utf8(&mut letters).as_bytes());
        }
    }
    hasher.finish()
}
