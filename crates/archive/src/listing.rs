//! Which texts a collection holds now.

use gix::ObjectId;

use crate::{
    Error,
    document::path,
    finding::{Code, Finding},
    repository::{Entry, EntryKind, Reader},
};

/// A text, by its place in the collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) service: String,
    pub(crate) name: String,
    pub(crate) blob: ObjectId,
}

impl Listed {
    pub(crate) fn path(&self) -> String {
        path(&self.service, &self.name)
    }
}

/// Every `<Service>/<Document>.md` at the commit `head`. Files beside the services (a licence, a read-me) are no texts;
/// whatever else is no plain file under a plain name is a finding.
pub(crate) fn list(
    reader: &Reader,
    collection: &str,
    head: ObjectId,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Listed>, Error> {
    let mut listed = Vec::new();
    let mut report = |path: &[u8], code: Code, message: &str| {
        let path = String::from_utf8_lossy(path);
        findings.push(Finding::new(collection, Some(&path), code, message));
    };
    for folder in reader.entries(reader.tree_of(head)?)? {
        let hidden = folder.name.starts_with(b".") && plain_name(&folder.name).is_some();
        match folder.kind {
            EntryKind::Tree if hidden => continue,
            EntryKind::Tree => {}
            EntryKind::Blob if plain_name(&folder.name).is_some() => continue,
            kind => {
                let (code, message) = refusal(kind);
                report(&folder.name, code, message);
                continue;
            }
        }
        let Some(service) = plain_name(&folder.name) else {
            let (code, message) = refusal(EntryKind::Blob);
            report(&folder.name, code, message);
            continue;
        };
        for entry in reader.entries(folder.id)? {
            let name = plain_name(&entry.name);
            if let (Some(name), EntryKind::Blob) = (name, entry.kind) {
                if let Some(name) = name.strip_suffix(".md").filter(|name| !name.is_empty()) {
                    listed.push(Listed {
                        service: service.to_owned(),
                        name: name.to_owned(),
                        blob: entry.id,
                    });
                }
                continue;
            }
            let (code, message) = refusal(entry.kind);
            report(&joined(&folder, &entry), code, message);
        }
    }
    Ok(listed)
}

fn joined(folder: &Entry, entry: &Entry) -> Vec<u8> {
    [&folder.name[..], b"/", &entry.name[..]].concat()
}

/// The name, where it is one of a file: no way to another folder, nothing that a terminal would take for a command.
fn plain_name(name: &[u8]) -> Option<&str> {
    let name = std::str::from_utf8(name).ok()?;
    let odd = |c: char| matches!(c, '/' | '\\') || c.is_control();
    let good = !name.is_empty() && name != "." && name != ".." && !name.contains(odd);
    (good && !name.eq_ignore_ascii_case(".git")).then_some(name)
}

fn refusal(kind: EntryKind) -> (Code, &'static str) {
    match kind {
        EntryKind::Link => (
            Code::SymbolicLink,
            "is a symbolic link; it was not followed",
        ),
        EntryKind::Submodule => (
            Code::Submodule,
            "is another repository; it was not followed",
        ),
        EntryKind::Tree => (Code::OddPath, "is a folder where a text should be"),
        EntryKind::Blob => (Code::OddPath, "is no name of a service or document"),
    }
}
