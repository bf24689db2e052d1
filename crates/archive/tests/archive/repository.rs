//! A git repository made commit by commit, and an archive over it.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::atomic::AtomicBool,
};

use archive::{
    Archive, Collection, CueTopics, Error, Location, ObjectId, Silent, SyncOptions, Synced, sync,
};
use gix::objs::{Tree, tree::Entry, tree::EntryKind};
use tempfile::TempDir;

/// What stands under a name: a file, a link, another repository, a folder.
#[derive(Clone)]
pub(crate) enum Thing {
    Text(Vec<u8>),
    Link(String),
    Submodule,
    Folder(BTreeMap<Vec<u8>, Thing>),
}

/// A bare repository that grows commit by commit.
pub(crate) struct Repository {
    pub(crate) path: PathBuf,
    git: gix::Repository,
    root: BTreeMap<Vec<u8>, Thing>,
    head: Option<ObjectId>,
    seconds: i64,
}

/// Noon of 2026-01-01.
const BEGINNING: i64 = 1_767_268_800;

pub(crate) const DAY: i64 = 86_400;

impl Repository {
    pub(crate) fn new(path: &Path) -> Self {
        fs::create_dir_all(path).unwrap();
        let git = gix::ThreadSafeRepository::init_opts(
            path,
            gix::create::Kind::Bare,
            gix::create::Options::default(),
            gix::open::Options::isolated(),
        )
        .unwrap();
        Self {
            path: path.to_owned(),
            git: git.to_thread_local(),
            root: BTreeMap::new(),
            head: None,
            seconds: BEGINNING,
        }
    }

    /// Lets days go by before the next commit.
    pub(crate) fn days(&mut self, days: i64) -> &mut Self {
        self.seconds += days * DAY;
        self
    }

    pub(crate) fn put(&mut self, path: &str, thing: Thing) -> &mut Self {
        match path.split_once('/') {
            Some((folder, name)) => {
                let folder = self
                    .root
                    .entry(folder.as_bytes().to_vec())
                    .or_insert_with(|| Thing::Folder(BTreeMap::new()));
                if let Thing::Folder(things) = folder {
                    things.insert(name.as_bytes().to_vec(), thing);
                }
            }
            None => drop(self.root.insert(path.as_bytes().to_vec(), thing)),
        }
        self
    }

    pub(crate) fn text(&mut self, path: &str, text: &str) -> &mut Self {
        self.put(path, Thing::Text(text.as_bytes().to_vec()))
    }

    pub(crate) fn remove(&mut self, path: &str) -> &mut Self {
        let (folder, name) = path.split_once('/').unwrap();
        if let Some(Thing::Folder(things)) = self.root.get_mut(folder.as_bytes()) {
            things.remove(name.as_bytes());
        }
        self
    }

    pub(crate) fn commit(&mut self, message: &str) -> ObjectId {
        let tree = self.write(&self.root);
        let signature = gix::actor::Signature {
            name: "A Bot".into(),
            email: "bot@example.org".into(),
            time: gix::date::Time::new(self.seconds, 0),
        };
        let commit = gix::objs::Commit {
            tree,
            parents: self.head.into_iter().collect(),
            author: signature.clone(),
            committer: signature,
            encoding: None,
            message: message.into(),
            extra_headers: Vec::new(),
        };
        let id = self.git.write_object(&commit).unwrap().detach();
        fs::write(self.path.join("refs/heads/main"), format!("{id}\n")).unwrap();
        self.head = Some(id);
        self.seconds += 60;
        id
    }

    /// The next commit has no parent: whoever fetches it finds a history that was written anew.
    pub(crate) fn forget(&mut self) -> &mut Self {
        self.head = None;
        self
    }

    fn write(&self, things: &BTreeMap<Vec<u8>, Thing>) -> ObjectId {
        let mut entries = Vec::new();
        for (name, thing) in things {
            let blob = |bytes: &[u8]| self.git.write_blob(bytes).unwrap().detach();
            let (kind, oid) = match thing {
                Thing::Text(text) => (EntryKind::Blob, blob(text)),
                Thing::Link(target) => (EntryKind::Link, blob(target.as_bytes())),
                Thing::Submodule => (EntryKind::Commit, blob(b"anything")),
                Thing::Folder(things) => (EntryKind::Tree, self.write(things)),
            };
            entries.push(Entry {
                mode: kind.into(),
                filename: name.clone().into(),
                oid,
            });
        }
        entries.sort();
        self.write_tree(Tree { entries })
    }

    /// As it stands: gix refuses to write names that lead elsewhere, others do not.
    fn write_tree(&self, tree: Tree) -> ObjectId {
        let mut bytes = Vec::new();
        for entry in &tree.entries {
            let mode = match entry.mode.kind() {
                EntryKind::Tree => "40000",
                EntryKind::Link => "120000",
                EntryKind::Commit => "160000",
                _ => "100644",
            };
            bytes.extend_from_slice(mode.as_bytes());
            bytes.push(b' ');
            bytes.extend_from_slice(&entry.filename);
            bytes.push(0);
            bytes.extend_from_slice(entry.oid.as_slice());
        }
        use gix::objs::Write;
        self.git
            .objects
            .write_buf(gix::objs::Kind::Tree, &bytes)
            .unwrap()
    }
}

/// A data folder, and the repositories of one collection, `test`.
pub(crate) struct World {
    folder: TempDir,
    pub(crate) versions: Repository,
    pub(crate) declarations: Repository,
}

impl World {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let mut versions = Repository::new(&folder.path().join("versions"));
        let mut declarations = Repository::new(&folder.path().join("declarations"));
        versions
            .text("LICENSE", "Take it.")
            .text("README.md", "# Texts");
        versions.commit("Initial commit");
        declarations.text("declarations/Plume.json", DECLARATION);
        declarations.text("declarations/Plume.history.json", "{}");
        declarations.commit("Add Plume");
        Self {
            folder,
            versions,
            declarations,
        }
    }

    /// With three texts of two platforms.
    pub(crate) fn with_texts() -> Self {
        let mut world = Self::new();
        let versions = &mut world.versions;
        versions.text("Plume/Privacy Policy.md", PLUME);
        versions.commit("First record of Plume Privacy Policy");
        versions.text("Plume/Terms of Service.md", TERMS);
        versions.commit("First record of Plume Terms of Service");
        versions.text("Larch/Privacy Policy.md", LARCH);
        versions.commit("First record of Larch Privacy Policy");
        world
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn collection(&self) -> Collection {
        Collection {
            name: "test".to_owned(),
            versions: Location::Local(self.versions.path.clone()),
            declarations: Some(Location::Local(self.declarations.path.clone())),
        }
    }

    pub(crate) fn sync(&self) -> Synced {
        self.sync_of(&[self.collection()]).unwrap()
    }

    pub(crate) fn sync_of(&self, collections: &[Collection]) -> Result<Synced, Error> {
        run_sync(&self.data(), collections)
    }

    pub(crate) fn archive(&self) -> Archive {
        Archive::open(&self.data()).unwrap().unwrap()
    }

    /// The codes and paths of what was found.
    pub(crate) fn findings(synced: &Synced) -> Vec<(&'static str, String)> {
        let findings = synced.findings.iter();
        findings
            .map(|finding| {
                (
                    finding.code.as_str(),
                    finding.path.clone().unwrap_or_default(),
                )
            })
            .collect()
    }
}

pub(crate) fn topics() -> CueTopics {
    let files = knowledge::Files::embedded();
    CueTopics::new(&knowledge::Vocabulary::load(&files).unwrap())
}

pub(crate) fn run_sync(data: &Path, collections: &[Collection]) -> Result<Synced, Error> {
    sync(&SyncOptions {
        data,
        collections,
        topics: &topics(),
        progress: &Silent,
        stop: &AtomicBool::new(false),
    })
}

const DECLARATION: &str = r#"{
  "name": "Plume",
  "terms": {
    "Privacy Policy": { "fetch": "https://www.plume.example/privacy", "select": "main" },
    "Terms of Service": { "combine": [
      { "fetch": "https://plume.example/terms" }, { "fetch": "https://help.plume.example/more" }
    ] }
  }
}"#;

pub(crate) const PLUME: &str = "\
Plume Privacy Policy
====================

_Last updated: 1 January 2026_

We write this notice for the people who use Plume, our place for bird watchers, in words that we hope are plain enough.

What we collect
---------------

We collect your name, the birds that you saw, and where you were when you saw them, if you let the app know.

How we use your data
--------------------

### AI features

We train our generative AI models on your public sightings, unless you turn this off in your settings.

### Advertising

We share your email address with our advertising partners, who show you binoculars and seed on other sites.
";

const TERMS: &str = "\
# Terms

You must be 13 years old to use Plume, and you may not trade in birds here, whatever the law of your country says.
";

const LARCH: &str = "\
# Larch Privacy Policy

## Sharing

We never sell your trees or your data to anyone, and we do not share your email address with advertising partners.
";
