//! What is new in a collection: read, cut into passages, indexed.

use std::{sync::atomic::Ordering, thread};

use gix::ObjectId;
use rustc_hash::FxHashMap;

use super::{collection::Source, update::Update};
use crate::{
    Archive, Document, Error, Finding, Version,
    declarations::Declarations,
    finding::Code,
    history::{self, History},
    listing::{Listed, list},
    passage::passages,
    progress::Step,
    repository::Reader,
    text::{self, Read},
};

/// What is known of a collection while it is brought up to date.
pub(super) struct Bringing<'a> {
    source: &'a Source,
    reader: Reader,
    listed: Vec<Listed>,
    declarations: Declarations,
}

impl<'a> Bringing<'a> {
    pub(super) fn new(
        source: &'a Source,
        update: &Update<'_>,
        known: Option<ObjectId>,
        findings: &mut Vec<Finding>,
    ) -> Result<Self, Error> {
        let reader = source.repository.reader();
        let listed = list(&reader, &source.name, source.head, findings)?;
        let declarations = source.declarations.as_ref().map(|(repository, head)| {
            Declarations::read(&repository.reader(), &source.name, *head, findings)
        });
        let declarations = match declarations {
            Some(Ok(declarations)) => declarations,
            Some(Err(error)) => {
                let code = Code::DeclarationsUnreadable;
                findings.push(Finding::new(&source.name, None, code, error.to_string()));
                Declarations::default()
            }
            None => Declarations::default(),
        };
        let bringing = Self {
            source,
            reader,
            listed,
            declarations,
        };
        if known.is_some() {
            // Before anything is written: where a text that is new cannot be read, what is there stays as it is.
            for listed in bringing.changed(update) {
                text::read(&bringing.reader, listed.blob)?;
            }
        }
        Ok(bringing)
    }

    /// The texts that are not in the index as they stand.
    fn changed<'b>(&'b self, update: &Update<'b>) -> impl Iterator<Item = &'b Listed> {
        let before = update.before();
        self.listed
            .iter()
            .filter(move |listed| self.indexed(before, listed).is_none())
    }

    /// What the index holds of the text, where it is still the same.
    fn indexed<'b>(&self, before: Option<&'b Archive>, listed: &Listed) -> Option<&'b Document> {
        let reference = self.reference(listed);
        let archive = before?;
        let document = archive.document(&reference)?;
        let unreadable = archive.findings().iter().any(|finding| {
            finding.code == Code::TextUnreadable
                && finding.collection == self.source.name
                && finding.path.as_deref() == Some(listed.path().as_str())
        });
        (document.blob == listed.blob && !unreadable).then_some(document)
    }

    fn reference(&self, listed: &Listed) -> String {
        crate::document::reference(&self.source.name, &listed.service, &listed.name)
    }

    pub(super) fn run(
        &self,
        update: &mut Update<'_>,
        known: Option<ObjectId>,
        findings: &mut Vec<Finding>,
    ) -> Result<(), Error> {
        let (name, head) = (&self.source.name, self.source.head);
        let options = update.options;
        let (counts, history) = thread::scope(|scope| {
            let walk = scope.spawn(|| {
                let reader = self.source.repository.reader();
                history::walk(&reader, name, head, known, options.progress, options.stop)
            });
            let counts = self.index_texts(update, findings);
            let history = walk
                .join()
                .unwrap_or_else(|_| Err(self.reader.failed("its history cannot be read")));
            (counts, history)
        });
        let (counts, history) = (counts?, history?);
        if let Some(message) = &history.broken {
            let code = Code::HistoryIncomplete;
            findings.push(Finding::new(name, None, code, message.as_str()));
        }
        self.index_documents(update, &history, &counts)?;
        self.remove_gone(update)
    }

    /// Indexes the passages of what changed; how many each of those texts has.
    fn index_texts(
        &self,
        update: &mut Update<'_>,
        findings: &mut Vec<Finding>,
    ) -> Result<FxHashMap<String, usize>, Error> {
        let (name, options) = (&self.source.name, update.options);
        options
            .progress
            .begin(name, Step::Texts, Some(self.listed.len() as u64));
        let before = update.before();
        let mut counts = FxHashMap::default();
        let mut kept = Vec::new();
        for (done, listed) in self.listed.iter().enumerate() {
            if options.stop.load(Ordering::Relaxed) {
                return Err(Error::Stopped);
            }
            options.progress.done(name, Step::Texts, done as u64);
            if self.indexed(before, listed).is_some() {
                kept.push(listed.path());
                continue;
            }
            let reference = self.reference(listed);
            if before.is_some() {
                update.writer()?.remove_passages(&reference);
            }
            let count = self.index_text(update, listed, &reference, findings)?;
            counts.insert(reference, count);
            update.texts += 1;
        }
        keep_findings(
            update,
            name,
            |path| kept.iter().any(|kept| kept == path),
            findings,
        );
        options.progress.end(name, Step::Texts);
        Ok(counts)
    }

    fn index_text(
        &self,
        update: &mut Update<'_>,
        listed: &Listed,
        reference: &str,
        findings: &mut Vec<Finding>,
    ) -> Result<usize, Error> {
        let name = &self.source.name;
        let path = listed.path();
        let mut report = |code, message: String| {
            findings.push(Finding::new(name, Some(&path), code, message));
        };
        let text = match text::read(&self.reader, listed.blob) {
            Ok(Read::Text(text, remark)) => {
                if let Some((code, message)) = remark {
                    report(code, message);
                }
                text
            }
            Ok(Read::Refused(code, message)) => {
                report(code, message);
                return Ok(0);
            }
            Err(error) => {
                report(Code::TextUnreadable, error.to_string());
                return Ok(0);
            }
        };
        let passages = passages(&text);
        if passages.is_empty() {
            let message = format!("has no passage in its {} bytes", text.len());
            report(Code::NoPassages, message);
        }
        let writer = update.writer()?;
        for passage in &passages {
            writer.add_passage(name, &listed.service, reference, passage)?;
        }
        Ok(passages.len())
    }

    /// Writes the documents that have something new: a text, a version, an address.
    fn index_documents(
        &self,
        update: &mut Update<'_>,
        history: &History,
        counts: &FxHashMap<String, usize>,
    ) -> Result<(), Error> {
        for listed in &self.listed {
            let reference = self.reference(listed);
            let before = update.before();
            let old = before.and_then(|archive| archive.document(&reference));
            let urls = self.declarations.urls(&listed.service, &listed.name);
            let path = listed.path();
            let new = history.versions.get(path.as_bytes());
            let same = |old: &Document| {
                history.met && new.is_none() && old.urls == urls && old.blob == listed.blob
            };
            if old.is_some_and(same) {
                continue;
            }
            let versions = self.versions(before, history, listed, &path)?;
            let passages = match (counts.get(&reference), old) {
                (Some(count), _) => *count,
                (None, old) => old.map_or(0, |old| old.passages),
            };
            let Some(newest) = versions.first() else {
                continue;
            };
            let changed = versions.iter().find(|version| !version.technical);
            let document = Document {
                collection: self.source.name.clone(),
                service: listed.service.clone(),
                name: listed.name.clone(),
                urls,
                date: newest.date(),
                changed: changed.unwrap_or(newest).date(),
                commit: newest.commit,
                blob: listed.blob,
                versions: versions.len(),
                passages,
            };
            let writer = update.writer()?;
            writer.remove_document(&reference);
            writer.add_document(&document, &versions)?;
        }
        Ok(())
    }

    /// All versions of a text, newest first: those of the walk, then those that the index has. One at least.
    fn versions(
        &self,
        before: Option<&Archive>,
        history: &History,
        listed: &Listed,
        path: &str,
    ) -> Result<Vec<Version>, Error> {
        let new = history.versions.get(path.as_bytes());
        let mut versions = new.cloned().unwrap_or_default();
        if let (true, Some(archive)) = (history.met, before) {
            let earlier = history.earlier_names.get(path.as_bytes());
            let earlier = earlier.and_then(|name| std::str::from_utf8(name).ok());
            let reference = match earlier.and_then(|name| name.strip_suffix(".md")) {
                Some(name) => format!("{}:{name}", self.source.name),
                None => self.reference(listed),
            };
            if let Some(document) = archive.document(&reference) {
                versions.extend(archive.versions(document)?);
            }
        }
        if versions.is_empty() {
            // The history ends before it: all that is known is that it stands here now.
            versions.push(Version {
                commit: self.source.head,
                blob: listed.blob,
                seconds: self.reader.seconds_of(self.source.head)?,
                technical: false,
            });
        }
        Ok(versions)
    }

    fn remove_gone(&self, update: &mut Update<'_>) -> Result<(), Error> {
        let Some(before) = update.before() else {
            return Ok(());
        };
        let listed: rustc_hash::FxHashSet<_> = self
            .listed
            .iter()
            .map(|listed| self.reference(listed))
            .collect();
        let of_collection = before
            .documents()
            .iter()
            .filter(|document| document.collection == self.source.name);
        for document in of_collection {
            let reference = document.reference();
            if !listed.contains(&reference) {
                let writer = update.writer()?;
                writer.remove_document(&reference);
                writer.remove_passages(&reference);
                update.removed += 1;
            }
        }
        Ok(())
    }
}

/// Takes over findings of before about texts that were not read again.
pub(super) fn keep_findings(
    update: &Update<'_>,
    collection: &str,
    keep: impl Fn(&str) -> bool,
    findings: &mut Vec<Finding>,
) {
    let before = update.before().map_or(&[][..], Archive::findings);
    let of_texts = before.iter().filter(|finding| {
        let path = finding.path.as_deref();
        finding.collection == collection && path.is_some_and(&keep)
    });
    findings.extend(of_texts.cloned());
}
