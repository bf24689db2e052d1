//! What the archive holds, and what it takes.

use std::{fs, path::Path};

use jiff::civil::Date;

use crate::{Archive, Finding, index::Folder};

/// What the archive holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// By name.
    pub collections: Vec<CollectionStatus>,
    /// Bytes of the index.
    pub index_bytes: u64,
    /// What was left out, and why.
    pub findings: Vec<Finding>,
}

/// What the archive holds of a collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectionStatus {
    /// Its name.
    pub name: String,
    /// Where it comes from.
    pub location: String,
    /// How many platforms.
    pub services: usize,
    /// How many documents.
    pub documents: usize,
    /// How many versions of them.
    pub versions: usize,
    /// How many passages.
    pub passages: usize,
    /// The day of the newest change of a page.
    pub newest: Option<Date>,
    /// Bytes of its repositories on this machine.
    pub bytes: u64,
}

impl Archive {
    /// What the archive of the data folder `data` holds.
    pub fn status(&self, data: &Path) -> Status {
        let folder = Folder(data.to_owned());
        let names = self.state.collections.iter();
        let collections = names.map(|(name, state)| {
            let documents = self.documents().iter();
            let of: Vec<_> = documents
                .filter(|document| document.collection == *name)
                .collect();
            let mut services: Vec<_> = of.iter().map(|document| &document.service).collect();
            services.dedup();
            let declarations = folder.repository(name, "declarations");
            let bytes = match declarations.starts_with(data) && declarations.exists() {
                true => bytes_of(&declarations),
                false => 0,
            };
            CollectionStatus {
                name: name.clone(),
                location: state.location.clone(),
                services: services.len(),
                documents: of.len(),
                versions: of.iter().map(|document| document.versions).sum(),
                passages: of.iter().map(|document| document.passages).sum(),
                newest: of.iter().map(|document| document.changed).max(),
                bytes: bytes_of(&state.path) + bytes,
            }
        });
        Status {
            collections: collections.collect(),
            index_bytes: bytes_of(&folder.index()),
            findings: self.findings().to_vec(),
        }
    }
}

/// Bytes of the files in a folder; links are not followed.
fn bytes_of(folder: &Path) -> u64 {
    let mut bytes = 0;
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        bytes += match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => bytes_of(&entry.path()),
            Ok(metadata) if metadata.is_file() => metadata.len(),
            _ => 0,
        };
    }
    bytes
}
