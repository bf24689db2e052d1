//! A text as the paragraphs that are compared.

use std::hash::{Hash, Hasher};

use siphasher::sip::SipHasher13;

use crate::{
    index,
    markdown::Block,
    passage::{place_under, without_boilerplate},
};

/// The longest paragraph that may be nothing but a date of the last change, in words.
const DATE_WORDS: usize = 16;

/// What tells a date of the last change, in small letters.
const DATE_SIGNS: [&str; 13] = [
    "updated",
    "released",
    "effective",
    "modified",
    "revised",
    "revision",
    "version",
    "published",
    "last change",
    "posted",
    "mise à jour",
    "stand:",
    "as of",
];

/// A paragraph, item or row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub(super) headings: Vec<String>,
    pub(super) plain: String,
    /// The same for paragraphs that say the same.
    pub(super) key: u64,
}

/// What `text` says, in order.
pub(super) fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut paragraphs = Vec::new();
    let mut path: Vec<(u8, String)> = Vec::new();
    for block in without_boilerplate(text) {
        match block {
            Block::Heading { level, title } => place_under(&mut path, level, title),
            Block::Leaf(leaf) => {
                let plain = leaf.plain.split_whitespace().collect::<Vec<_>>().join(" ");
                if !is_date(&plain, leaf.words) {
                    paragraphs.push(Paragraph {
                        headings: path.iter().map(|(_, title)| title.clone()).collect(),
                        key: index::digest(&plain),
                        plain,
                    });
                }
            }
        }
    }
    paragraphs
}

/// The same for texts that say the same, in whatever order.
pub(super) fn digest(paragraphs: &[Paragraph]) -> u64 {
    let mut keys: Vec<u64> = paragraphs.iter().map(|paragraph| paragraph.key).collect();
    keys.sort_unstable();
    let mut hasher = SipHasher13::new();
    keys.hash(&mut hasher);
    hasher.finish()
}

/// Whether it tells nothing but when the text was changed, or is nothing but a date.
fn is_date(plain: &str, words: usize) -> bool {
    let has_number = plain.contains(|c: char| c.is_ascii_digit());
    if words > DATE_WORDS || !has_number {
        return false;
    }
    let small = plain.to_lowercase();
    words <= 4 && is_bare_date(&small) || DATE_SIGNS.iter().any(|sign| small.contains(sign))
}

fn is_bare_date(small: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let words = small.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).all(|word| {
        word.starts_with(|c: char| c.is_ascii_digit())
            || MONTHS.iter().any(|month| word.starts_with(month))
            || matches!(word, "of" | "on" | "from" | "since")
    })
}
