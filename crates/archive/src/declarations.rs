//! Where texts are fetched from: the declarations of a collection.

use std::collections::BTreeMap;

use gix::{ObjectId, objs::Kind};
use serde::Deserialize;

use crate::{
    Error,
    finding::{Code, Finding},
    repository::{EntryKind, Reader},
};

/// The folder in the repository.
const FOLDER: &[u8] = b"declarations";

/// A declaration is some kilobytes; what is larger is none.
const LARGEST: u64 = 4 << 20;

/// The addresses of every text, by service and by document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Declarations {
    services: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

/// What is needed of a declaration's file.
#[derive(Deserialize)]
struct DeclarationFile {
    #[serde(alias = "documents", default)]
    terms: BTreeMap<String, TermsFile>,
}

#[derive(Deserialize)]
struct TermsFile {
    fetch: Option<String>,
    #[serde(default)]
    combine: Vec<PageFile>,
}

#[derive(Deserialize)]
struct PageFile {
    fetch: Option<String>,
}

impl Declarations {
    /// The addresses of a document's pages; none where it is not declared (any more).
    pub(crate) fn urls(&self, service: &str, document: &str) -> Vec<String> {
        let service = self.services.get(service);
        let urls = service.and_then(|documents| documents.get(document));
        urls.cloned().unwrap_or_default()
    }

    /// Reads the declarations as they stand at `head`. A file that is no declaration is a finding.
    pub(crate) fn read(
        reader: &Reader,
        collection: &str,
        head: ObjectId,
        findings: &mut Vec<Finding>,
    ) -> Result<Self, Error> {
        let root = reader.entries(reader.tree_of(head)?)?;
        let folder = root
            .iter()
            .find(|entry| entry.name == FOLDER && entry.kind == EntryKind::Tree);
        let Some(folder) = folder else {
            return Err(reader.failed("holds no folder `declarations`"));
        };
        let mut declarations = Self::default();
        for entry in reader.entries(folder.id)? {
            let Ok(name) = std::str::from_utf8(&entry.name) else {
                continue;
            };
            let Some(service) = name.strip_suffix(".json") else {
                continue;
            };
            if entry.kind != EntryKind::Blob || service.ends_with(".history") {
                continue;
            }
            match read_file(reader, entry.id) {
                Ok(documents) => {
                    declarations.services.insert(service.to_owned(), documents);
                }
                Err(message) => {
                    let path = format!("declarations/{name}");
                    let code = Code::DeclarationMalformed;
                    findings.push(Finding::new(collection, Some(&path), code, message));
                }
            }
        }
        Ok(declarations)
    }
}

fn read_file(reader: &Reader, id: ObjectId) -> Result<BTreeMap<String, Vec<String>>, String> {
    let size = reader.size(id).map_err(|error| error.to_string())?;
    if size > LARGEST {
        return Err(format!("is {size} bytes long: no declaration is"));
    }
    let mut bytes = Vec::new();
    reader
        .read(id, Kind::Blob, &mut bytes)
        .map_err(|error| error.to_string())?;
    let file: DeclarationFile =
        serde_json::from_slice(&bytes).map_err(|error| format!("is no declaration: {error}"))?;
    let urls = |terms: TermsFile| {
        let pages = terms.combine.into_iter().filter_map(|page| page.fetch);
        terms
            .fetch
            .into_iter()
            .chain(pages)
            .filter(|url| is_web(url))
            .collect()
    };
    let documents = file.terms.into_iter();
    Ok(documents.map(|(name, terms)| (name, urls(terms))).collect())
}

/// Only addresses of the web are shown to people.
fn is_web(url: &str) -> bool {
    url::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}
