//! Where texts come from: a collection of Open Terms Archive, as it is configured.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Whom the texts are owed to, and under which licence. Shown wherever one of them is.
pub const ATTRIBUTION: &str =
    "Texts: Open Terms Archive contributors, ODC-BY 1.0, https://opentermsarchive.org";

/// The collections that are taken where none are configured.
const DEFAULTS: [&str; 4] = ["contrib", "pga", "genai-eu", "vlopses-us"];

/// One collection: its texts with their history, and what tells where they are fetched from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Collection {
    /// Its short name, as in `contrib:LinkedIn/Privacy Policy`.
    pub name: String,
    /// The repository of the texts: `<Service>/<Document>.md`.
    pub versions: Location,
    /// The repository of the declarations, where the live addresses stand.
    #[serde(default)]
    pub declarations: Option<Location>,
}

impl Collection {
    /// A public collection of Open Terms Archive by its name.
    pub fn public(name: &str) -> Self {
        let address = |kind: &str| {
            Location::Remote(format!(
                "https://github.com/OpenTermsArchive/{name}-{kind}.git"
            ))
        };
        Self {
            name: name.to_owned(),
            versions: address("versions"),
            declarations: Some(address("declarations")),
        }
    }

    /// The collections that are taken where none are configured.
    pub fn defaults() -> Vec<Self> {
        DEFAULTS.iter().map(|name| Self::public(name)).collect()
    }

    /// Whether the name can stand in a reference and name a folder: letters, digits, `-`, `_`, and `.` not in front.
    pub fn has_good_name(&self) -> bool {
        let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        !self.name.is_empty() && !self.name.starts_with('.') && self.name.chars().all(good)
    }
}

/// Where a repository is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A folder on this machine, opened where it is and never written.
    Local(PathBuf),
    /// An address that is cloned and fetched.
    Remote(String),
}

impl Location {
    /// Reads a path, a `file://` address, or any other address.
    pub fn parse(text: &str) -> Self {
        if text.starts_with("file:") {
            let path = url::Url::parse(text)
                .ok()
                .and_then(|url| url.to_file_path().ok());
            return Self::Local(path.unwrap_or_else(|| PathBuf::from(text)));
        }
        match text.contains("://") {
            true => Self::Remote(text.to_owned()),
            false => Self::Local(PathBuf::from(text)),
        }
    }
}

impl From<&Path> for Location {
    fn from(path: &Path) -> Self {
        Self::Local(path.to_owned())
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Local(path) => path.display().fmt(f),
            Self::Remote(url) => f.write_str(url),
        }
    }
}

impl<'de> Deserialize<'de> for Location {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(|text| Self::parse(&text))
    }
}

impl Serialize for Location {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_file_addresses_are_local() {
        let local = |path: &str| Location::Local(PathBuf::from(path));
        assert_eq!(Location::parse("../texts"), local("../texts"));
        assert_eq!(
            Location::parse("file:///srv/my%20texts"),
            local("/srv/my texts")
        );
        let remote = Location::parse("https://example.org/a.git");
        assert_eq!(
            remote,
            Location::Remote("https://example.org/a.git".to_owned())
        );
    }

    #[test]
    fn a_name_cannot_leave_its_folder() {
        for bad in ["", "..", "a/b", ".hidden", "a:b", "a b"] {
            assert!(!Collection::public(bad).has_good_name(), "{bad}");
        }
        assert!(Collection::defaults().iter().all(Collection::has_good_name));
    }
}
