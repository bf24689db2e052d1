//! The texts as they stood at the last sync: an immutable snapshot that any number of threads may read.

use std::{collections::BTreeMap, path::Path};

use rustc_hash::FxHashMap;
use tantivy::{
    Index, ReloadPolicy, Searcher, TantivyDocument, Term,
    collector::DocSetCollector,
    query::TermQuery,
    schema::{IndexRecordOption, Value},
};

use crate::{
    Error, Finding,
    document::{Document, Version},
    index::Folder,
    repository::{Reader, Repository},
    schema::{CollectionState, DOCUMENT, Fields, State},
    search::Columns,
};

/// The texts as they stood at the last sync.
pub struct Archive {
    pub(crate) searcher: Searcher,
    pub(crate) fields: Fields,
    pub(crate) state: State,
    /// In the order of their references.
    documents: Vec<Document>,
    by_reference: FxHashMap<String, usize>,
    services: BTreeMap<String, Service>,
    /// Of each segment.
    pub(crate) columns: Vec<Columns>,
}

/// A platform as the collections know it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Service {
    /// What the collections call it.
    pub name: String,
    /// The domains that its texts are fetched from, without `www.`.
    pub domains: Vec<String>,
    /// The references of its documents.
    pub documents: Vec<String>,
}

impl Archive {
    /// Opens the archive of a data folder; `None` where nothing was brought in yet, or by another version of this
    /// program: then a sync is due.
    ///
    /// # Errors
    /// Where the index is damaged: a sync makes it anew.
    pub fn open(data: &Path) -> Result<Option<Self>, Error> {
        match Folder(data.to_owned()).open()? {
            Some((index, state)) => Self::load(&index, state).map(Some),
            None => Ok(None),
        }
    }

    pub(crate) fn load(index: &Index, state: State) -> Result<Self, Error> {
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let searcher = reader.searcher();
        let fields = Fields::schema().1;
        let mut documents = read_documents(&searcher, fields)?;
        documents.sort_by_key(Document::reference);
        let references = documents.iter().map(Document::reference);
        let by_reference: FxHashMap<String, usize> = references
            .enumerate()
            .map(|(at, name)| (name, at))
            .collect();
        let services = services_of(&documents);
        let place = |reference: &str| by_reference.get(reference).copied();
        let segments = searcher.segment_readers().iter();
        let columns = segments.map(|segment| Columns::open(segment, place));
        let columns = columns.collect::<Result<_, _>>()?;
        Ok(Self {
            searcher,
            fields,
            state,
            documents,
            by_reference,
            services,
            columns,
        })
    }

    /// Every document, in the order of the references.
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// The document with the reference `collection:Service/Document`.
    pub fn document(&self, reference: &str) -> Option<&Document> {
        let at = self.by_reference.get(reference)?;
        self.documents.get(*at)
    }

    /// The platforms, by name.
    pub fn services(&self) -> impl Iterator<Item = &Service> {
        self.services.values()
    }

    /// The platform that the collections call `name`.
    pub fn service(&self, name: &str) -> Option<&Service> {
        self.services.get(name)
    }

    /// What was left out at the last sync, and why.
    pub fn findings(&self) -> &[Finding] {
        &self.state.findings
    }

    /// The versions of a document, newest first.
    ///
    /// # Errors
    /// Where the index is damaged.
    pub fn versions(&self, document: &Document) -> Result<Vec<Version>, Error> {
        let term = Term::from_field_text(self.fields.document, &document.reference());
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let found = self.searcher.search(&query, &DocSetCollector)?;
        let Some(address) = found.into_iter().next() else {
            return Ok(Vec::new());
        };
        let entry: TantivyDocument = self.searcher.doc(address)?;
        let bytes = entry.get_first(self.fields.versions);
        let versions = bytes.and_then(|bytes| Version::read_all(bytes.as_bytes()?));
        Ok(versions.unwrap_or_default())
    }

    /// Reads texts of `collection` out of its repository, for as long as several are wanted.
    ///
    /// # Errors
    /// Where the repository is no longer where it was.
    pub(crate) fn reader(&self, collection: &str) -> Result<Reader, Error> {
        let state = self.collection(collection);
        let path = state.map_or(Path::new(collection), |state| &state.path);
        Ok(Repository::open(path)?.reader())
    }

    pub(crate) fn collection(&self, name: &str) -> Option<&CollectionState> {
        self.state.collections.get(name)
    }

    /// Where a version of a document can be read by people; `None` where its collection is not on the web.
    pub fn address(&self, document: &Document, commit: gix::ObjectId) -> Option<String> {
        let mut url = self.web(document)?;
        url.path_segments_mut()
            .ok()?
            .extend(["blob", &commit.to_string(), &document.service])
            .push(&format!("{}.md", document.name));
        Some(url.into())
    }

    /// Where what a version changed can be seen by people; `None` where its collection is not on the web.
    pub fn difference(&self, document: &Document, commit: gix::ObjectId) -> Option<String> {
        let mut url = self.web(document)?;
        url.path_segments_mut()
            .ok()?
            .extend(["commit", &commit.to_string()]);
        Some(url.into())
    }

    /// A page that shows the newest version of `document` as it was archived, where the collection is on the web.
    pub fn version_page(&self, document: &Document) -> Option<String> {
        let mut url = self.web(document)?;
        let path = document.path();
        url.path_segments_mut()
            .ok()?
            .extend(["blob", &document.commit.to_string()])
            .extend(path.split('/'));
        Some(url.into())
    }

    fn web(&self, document: &Document) -> Option<url::Url> {
        let location = &self.collection(&document.collection)?.location;
        let page = location.strip_suffix(".git").unwrap_or(location);
        page.starts_with("https://")
            .then(|| url::Url::parse(page).ok())?
    }
}

fn read_documents(searcher: &Searcher, fields: Fields) -> Result<Vec<Document>, Error> {
    let all = TermQuery::new(
        Term::from_field_text(fields.kind, DOCUMENT),
        IndexRecordOption::Basic,
    );
    let mut documents = Vec::new();
    for address in searcher.search(&all, &DocSetCollector)? {
        let entry: TantivyDocument = searcher.doc(address)?;
        let record = entry.get_first(fields.record);
        let record = record.and_then(|record| record.as_str());
        let document = record.and_then(|record| serde_json::from_str(record).ok());
        documents.extend(document);
    }
    Ok(documents)
}

fn services_of(documents: &[Document]) -> BTreeMap<String, Service> {
    let mut services: BTreeMap<String, Service> = BTreeMap::new();
    for document in documents {
        let service = services.entry(document.service.clone()).or_default();
        service.name.clone_from(&document.service);
        service.documents.push(document.reference());
        for url in &document.urls {
            let Ok(url) = url::Url::parse(url) else {
                continue;
            };
            let domain = url.domain().unwrap_or_default();
            let domain = domain.strip_prefix("www.").unwrap_or(domain);
            if !domain.is_empty() && !service.domains.iter().any(|known| known == domain) {
                service.domains.push(domain.to_owned());
            }
        }
    }
    services
}
