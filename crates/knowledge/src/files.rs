//! The files of a knowledge base: the ones compiled in, or a folder's.

use std::{borrow::Cow, collections::BTreeMap, fs, hash::Hasher, io, path::Path};

use include_dir::{Dir, include_dir};
use siphasher::sip::SipHasher13;

use crate::Error;

/// How the names of files end that a program wrote.
const BLOB: &str = ".bin";

/// Where records are: those of platforms, and those of data brokers.
pub(crate) const RECORDS: [&str; 2] = ["platforms", "brokers"];

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../knowledge");

/// The files of a knowledge base by their path inside it, with `/` between its parts.
#[derive(Debug, Clone, Default)]
pub struct Files {
    texts: BTreeMap<String, Cow<'static, str>>,
    /// What a program wrote: `.bin`.
    blobs: BTreeMap<String, Cow<'static, [u8]>>,
}

impl Files {
    /// The files that were compiled into this program.
    pub fn embedded() -> Self {
        let mut files = Self::default();
        files.embed(&EMBEDDED);
        files
    }

    fn embed(&mut self, folder: &Dir<'static>) {
        for file in folder.files() {
            let Some(path) = file.path().to_str().map(|path| path.replace('\\', "/")) else {
                continue;
            };
            if path.ends_with(BLOB) {
                self.blobs.insert(path, Cow::Borrowed(file.contents()));
            } else if let Some(text) = file.contents_utf8() {
                self.texts.insert(path, Cow::Borrowed(text));
            }
        }
        for inner in folder.dirs() {
            self.embed(inner);
        }
    }

    /// The `.toml`, `.md`, `.txt` and `.bin` files of the folder at `root`, in it and one level below.
    ///
    /// # Errors
    /// Where the folder cannot be listed or has no `vocabulary.toml`. A file that cannot be read, or is not
    /// UTF-8, is an entry of the second list instead: the others still count.
    pub fn from_folder(root: &Path) -> Result<(Self, Vec<Error>), Error> {
        let mut files = Self::default();
        let mut unreadable = Vec::new();
        let inner = files.read_folder(root, "", &mut unreadable);
        let folders = inner.map_err(|source| Error::unreadable(root.display(), source))?;
        for name in folders {
            let result = files.read_folder(&root.join(&name), &format!("{name}/"), &mut unreadable);
            if let Err(source) = result {
                unreadable.push(Error::unreadable(&name, source));
            }
        }
        if files.texts.contains_key("vocabulary.toml") {
            Ok((files, unreadable))
        } else {
            let missing = io::Error::new(
                io::ErrorKind::NotFound,
                "there is no vocabulary.toml in it, so it is no knowledge folder",
            );
            Err(Error::unreadable(root.display(), missing))
        }
    }

    /// Reads the files right inside `folder`; returns the names of the folders in it.
    fn read_folder(
        &mut self,
        folder: &Path,
        prefix: &str,
        unreadable: &mut Vec<Error>,
    ) -> io::Result<Vec<String>> {
        let mut folders = Vec::new();
        for item in fs::read_dir(folder)? {
            let item = item?;
            let name = item.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') {
                continue;
            }
            if item.path().is_dir() {
                folders.push(name);
                continue;
            }
            if name.ends_with(BLOB) {
                match fs::read(item.path()) {
                    Ok(bytes) => drop(
                        self.blobs
                            .insert(format!("{prefix}{name}"), Cow::Owned(bytes)),
                    ),
                    Err(source) => {
                        unreadable.push(Error::unreadable(format!("{prefix}{name}"), source))
                    }
                }
                continue;
            }
            let known = [".toml", ".md", ".txt"];
            if !known.iter().any(|ending| name.ends_with(ending)) {
                continue;
            }
            match fs::read_to_string(item.path()) {
                Ok(text) => {
                    self.texts
                        .insert(format!("{prefix}{name}"), Cow::Owned(text));
                }
                Err(source) => {
                    unreadable.push(Error::unreadable(format!("{prefix}{name}"), source));
                }
            }
        }
        folders.sort();
        Ok(folders)
    }

    /// The text of the file at `path`.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(AsRef::as_ref)
    }

    /// The text of the file at `path`, as it is kept.
    pub(crate) fn text(&self, path: &str) -> Option<&Cow<'static, str>> {
        self.texts.get(path)
    }

    /// What a program wrote to the file at `path`.
    pub fn blob(&self, path: &str) -> Option<&Cow<'static, [u8]>> {
        self.blobs.get(path)
    }

    /// A number that is another one as soon as a file is.
    pub fn fingerprint(&self) -> u64 {
        let mut hasher = SipHasher13::new();
        let texts = self
            .texts
            .iter()
            .map(|(path, text)| (path, text.as_bytes()));
        for (path, bytes) in texts {
            hasher.write_u64(path.len() as u64);
            hasher.write(path.as_bytes());
            hasher.write_u64(bytes.len() as u64);
            hasher.write(bytes);
        }
        hasher.finish()
    }

    /// Without the file at `path`.
    #[must_use]
    pub fn without(mut self, path: &str) -> Self {
        self.texts.remove(path);
        self.blobs.remove(path);
        self
    }

    /// The files right inside `folder` whose names end in `ending`: stem, path and text, in order.
    pub fn within<'a>(
        &'a self,
        folder: &'a str,
        ending: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a str, &'a str)> {
        self.texts.iter().filter_map(move |(path, text)| {
            let stem = path
                .strip_prefix(folder)?
                .strip_prefix('/')?
                .strip_suffix(ending)?;
            (!stem.contains('/')).then_some((stem, path.as_str(), text.as_ref()))
        })
    }

    /// The files of records, platforms' before data brokers': stem, path and text, in order.
    pub fn records(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        RECORDS
            .iter()
            .flat_map(|folder| self.within(folder, ".toml"))
    }

    /// Puts `text` at `path`, in place of what was there: for tests and for bases made by hand.
    pub fn with(mut self, path: &str, text: impl Into<String>) -> Self {
        let text = text.into();
        if path.ends_with(BLOB) {
            self.blobs
                .insert(path.to_owned(), Cow::Owned(text.into_bytes()));
        } else {
            self.texts.insert(path.to_owned(), Cow::Owned(text));
        }
        self
    }
}
