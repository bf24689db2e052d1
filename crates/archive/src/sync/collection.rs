//! One collection, brought up to date.

use std::path::PathBuf;

use gix::ObjectId;

use super::{
    bringing::{Bringing, keep_findings},
    update::Update,
};
use crate::{
    Collection, Error, Finding, Location,
    finding::Code,
    mirror,
    repository::Repository,
    schema::{CollectionState, State},
};

/// Brings `collection` up to date and notes in `state` what it was made of.
///
/// # Errors
/// Where the index cannot be written or it is told to stop. All else is a finding, and the collection stays as it was.
pub(super) fn bring(
    update: &mut Update<'_>,
    collection: &Collection,
    state: &mut State,
) -> Result<(), Error> {
    let name = &collection.name;
    let mut findings = Vec::new();
    let brought = Source::open(update, collection, &mut findings)
        .and_then(|source| source.bring(update, &mut findings));
    let old = update.before().and_then(|archive| archive.collection(name));
    match brought {
        Ok(new) => {
            state.collections.insert(name.clone(), new);
        }
        Err(error @ (Error::Stopped | Error::Index(_) | Error::File { .. })) => return Err(error),
        Err(error) => {
            let code = match error {
                Error::Repository { .. } if findings.iter().any(is_unreadable) => None,
                _ => Some(Code::RepositoryDamaged),
            };
            findings.extend(code.map(|code| Finding::new(name, None, code, error.to_string())));
            if let Some(old) = old {
                state.collections.insert(name.clone(), old.clone());
                keep_findings(update, name, |_| true, &mut findings);
            }
        }
    }
    state.findings.append(&mut findings);
    Ok(())
}

fn is_unreadable(finding: &Finding) -> bool {
    matches!(finding.code, Code::RepositoryUnreadable | Code::FetchFailed)
}

/// A collection whose repositories are open.
pub(super) struct Source {
    pub(super) name: String,
    location: String,
    path: PathBuf,
    pub(super) repository: Repository,
    pub(super) head: ObjectId,
    pub(super) declarations: Option<(Repository, ObjectId)>,
}

impl Source {
    fn open(
        update: &Update<'_>,
        collection: &Collection,
        findings: &mut Vec<Finding>,
    ) -> Result<Self, Error> {
        let name = &collection.name;
        let path = place(update, name, "versions", &collection.versions, findings)?;
        let unreadable = |error: &Error| {
            let code = Code::RepositoryUnreadable;
            Finding::new(name, None, code, error.to_string())
        };
        let repository =
            Repository::open(&path).inspect_err(|error| findings.push(unreadable(error)))?;
        let reader = repository.reader();
        let Some(head) = reader.head()? else {
            let error = reader.failed("holds no commit");
            findings.push(unreadable(&error));
            return Err(error);
        };
        let declarations = collection.declarations.as_ref().and_then(|location| {
            let opened = open_declarations(update, name, location, findings);
            opened
                .map_err(|error| {
                    let code = Code::DeclarationsUnreadable;
                    findings.push(Finding::new(name, None, code, error.to_string()));
                })
                .ok()
        });
        Ok(Self {
            name: name.clone(),
            location: collection.versions.to_string(),
            path,
            repository,
            head,
            declarations,
        })
    }

    /// Indexes what changed.
    fn bring(
        self,
        update: &mut Update<'_>,
        findings: &mut Vec<Finding>,
    ) -> Result<CollectionState, Error> {
        let declared = self.declarations.as_ref().map(|(_, head)| head.to_string());
        let new = CollectionState {
            path: self.path.clone(),
            location: self.location.clone(),
            head: self.head.to_string(),
            declarations: declared,
        };
        let old = update
            .before()
            .and_then(|archive| archive.collection(&self.name));
        let same = |old: &CollectionState| {
            (&old.head, &old.declarations) == (&new.head, &new.declarations)
        };
        // What could not be read may have been mended under the same head.
        let damaged = update.before().is_some_and(|archive| {
            let findings = archive.findings().iter();
            let mut of = findings.filter(|finding| finding.collection == self.name);
            of.any(|finding| finding.code.is_damage())
        });
        if !damaged && old.is_some_and(same) {
            keep_findings(update, &self.name, |_| true, findings);
            return Ok(new);
        }
        let known = old.filter(|_| !damaged);
        let known = known.and_then(|old| ObjectId::from_hex(old.head.as_bytes()).ok());
        Bringing::new(&self, update, known, findings)?.run(update, known, findings)?;
        Ok(new)
    }
}

fn open_declarations(
    update: &Update<'_>,
    name: &str,
    location: &Location,
    findings: &mut Vec<Finding>,
) -> Result<(Repository, ObjectId), Error> {
    let path = place(update, name, "declarations", location, findings)?;
    let repository = Repository::open(&path)?;
    let head = repository.reader().head()?;
    let none = || repository.reader().failed("holds no commit");
    let head = head.ok_or_else(none)?;
    Ok((repository, head))
}

/// Where the repository is on this machine, after it was cloned or fetched where it is another one's.
fn place(
    update: &Update<'_>,
    name: &str,
    kind: &str,
    location: &Location,
    findings: &mut Vec<Finding>,
) -> Result<PathBuf, Error> {
    match location {
        // As long as the index lives, it leads back to the texts, from whatever folder.
        Location::Local(path) => {
            std::path::absolute(path).map_err(|error| Error::file(path, error))
        }
        Location::Remote(url) => {
            let path = update.folder.repository(name, kind);
            let path = std::path::absolute(&path).map_err(|error| Error::file(&path, error))?;
            let subject = format!("{name} {kind}");
            let options = update.options;
            let fetched = mirror::bring(url, &path, &subject, options.progress, options.stop);
            match fetched {
                Err(Error::Stopped) => return Err(Error::Stopped),
                Err(error) => {
                    let message = format!("{url}: {error}");
                    findings.push(Finding::new(name, None, Code::FetchFailed, message));
                }
                Ok(()) => {}
            }
            Ok(path)
        }
    }
}
