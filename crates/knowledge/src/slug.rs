//! The permanent name of a platform, topic, region or explainer.

use std::{borrow::Borrow, fmt, sync::Arc};

/// A permanent name in lower-case letters, digits and single hyphens: `meta-ai`, `us-ca`.
///
/// Cheap to clone. Two slugs are ordered by their letters, which is also how ties in rankings are broken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(Arc<str>);

impl Slug {
    /// Takes `text` as a slug.
    ///
    /// # Errors
    /// A sentence that says what a slug may hold, where `text` holds something else.
    pub fn new(text: &str) -> Result<Self, String> {
        let sound = !text.is_empty()
            && text.split('-').all(|part| {
                !part.is_empty()
                    && part
                        .bytes()
                        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            });
        if sound {
            Ok(Self(text.into()))
        } else {
            Err(format!(
                "`{text}` is no slug: lower-case letters, digits and single hyphens only"
            ))
        }
    }

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for Slug {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Slug {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl PartialEq<&str> for Slug {
    fn eq(&self, other: &&str) -> bool {
        &*self.0 == *other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_only_sound_names() {
        for good in ["x", "meta-ai", "us-ca", "4chan"] {
            assert!(Slug::new(good).is_ok(), "{good}");
        }
        for bad in ["", "-", "Meta", "meta_ai", "a--b", "é", "a-"] {
            assert!(Slug::new(bad).is_err(), "{bad}");
        }
    }
}
