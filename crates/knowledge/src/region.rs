//! The tree of regions.

use crate::Slug;

/// A part of the world whose rules or practices differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Its permanent name: `eu`, `us-ca`.
    pub slug: Slug,
    /// Its name in a sentence: "the UK".
    pub name: String,
    /// The region that contains it.
    pub parent: Option<Slug>,
    /// How people write it or a place in it, in lower case.
    pub words: Vec<String>,
    /// The countries in it, each by how people write it or a place in it, its name first.
    pub countries: Vec<Vec<String>>,
    /// Spellings that count only in exactly this case: `US`.
    pub exact: Vec<String>,
}

impl Region {
    /// The name of the country in this region that `word` names.
    pub fn country(&self, word: &str) -> Option<&str> {
        let mut countries = self.countries.iter();
        let found = countries.find(|words| words.iter().any(|one| one == word))?;
        found.first().map(String::as_str)
    }
}

/// All regions, in the order of the vocabulary.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Regions(Vec<Region>);

impl Regions {
    pub(crate) fn new(regions: Vec<Region>) -> Self {
        Self(regions)
    }

    /// The region of that slug.
    pub fn get(&self, slug: &str) -> Option<&Region> {
        self.0.iter().find(|region| region.slug == *slug)
    }

    /// All regions.
    pub fn iter(&self) -> impl Iterator<Item = &Region> {
        self.0.iter()
    }

    /// `region` and the regions that contain it, nearest first. Ends even where the tree bites its tail.
    pub fn chain<'a>(&'a self, region: Option<&'a Slug>) -> impl Iterator<Item = &'a Slug> {
        let parent = |slug: &&'a Slug| self.get(slug.as_str())?.parent.as_ref();
        std::iter::successors(region, parent).take(8)
    }

    /// The region that `text` names: its slug, or one of its words.
    pub fn named(&self, text: &str) -> Option<&Region> {
        let low = text.trim().to_lowercase();
        self.get(&low)
            .or_else(|| {
                self.iter()
                    .find(|region| region.exact.iter().any(|word| word == text.trim()))
            })
            .or_else(|| {
                self.iter()
                    .find(|region| region.words.contains(&low) || region.name.to_lowercase() == low)
            })
    }
}
