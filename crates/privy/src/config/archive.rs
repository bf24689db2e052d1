//! The section `[archive]`.

use std::path::PathBuf;

use archive::{Collection, Location};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The platforms' own texts: what is brought in, and where it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ArchiveConfig {
    /// The folder that `privy archive sync` fills. Default: "data".
    pub folder: PathBuf,
    /// The collections: public ones of Open Terms Archive by their names, others as
    /// { name = "mine", versions = "/srv/mine-versions", declarations = "https://..." }, where a location is a folder or
    /// an address and `declarations` can be left out.
    pub collections: Vec<CollectionConfig>,
    /// Hours between two syncs of `privy serve`; 0 for never. Default: 6.
    pub every_hours: u32,
}

/// A collection: a name, or all of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum CollectionConfig {
    /// A public one.
    Public(String),
    /// Any other.
    Own(OwnCollection),
}

/// A collection that is no public one, or not taken from where those are.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnCollection {
    /// Its short name.
    name: String,
    /// The repository of the texts.
    versions: String,
    /// The repository of the declarations.
    #[serde(default)]
    declarations: Option<String>,
}

impl Default for ArchiveConfig {
    fn default() -> Self {
        let names = Collection::defaults().into_iter();
        Self {
            folder: PathBuf::from("data"),
            collections: names
                .map(|collection| CollectionConfig::Public(collection.name))
                .collect(),
            every_hours: 6,
        }
    }
}

impl ArchiveConfig {
    /// The collections.
    pub(crate) fn collections(&self) -> Vec<Collection> {
        let collections = self.collections.iter();
        collections
            .map(|collection| match collection {
                CollectionConfig::Public(name) => Collection::public(name),
                CollectionConfig::Own(own) => Collection {
                    name: own.name.clone(),
                    versions: Location::parse(&own.versions),
                    declarations: own.declarations.as_deref().map(Location::parse),
                },
            })
            .collect()
    }
}
