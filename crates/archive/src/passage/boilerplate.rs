//! What stands on a page and says nothing: navigation, tables of contents, banners.

use crate::markdown::{Block, Leaf};

/// Links in a row that make a list of links and no text.
const LINKS_IN_A_ROW: usize = 3;

/// The longest leaf that is looked up in [`PHRASES`], in words.
const PHRASE_WORDS: usize = 8;

/// The longest link in a list of links, in words.
const LINK_WORDS: usize = 14;

/// What buttons and links around a text say, in small letters.
const PHRASES: &[&str] = &[
    "accept all",
    "accept all cookies",
    "accept cookies",
    "back to top",
    "contents",
    "cookie settings",
    "decline all",
    "download pdf",
    "go to top",
    "learn more",
    "manage cookies",
    "manage preferences",
    "on this page",
    "print",
    "print this page",
    "read more",
    "reject all",
    "reject all cookies",
    "return to top",
    "scroll to top",
    "see more",
    "share this page",
    "show less",
    "show more",
    "skip to content",
    "skip to main content",
    "skip to navigation",
    "table of contents",
    "top",
    "top of page",
];

/// `blocks` with `None` in place of what says nothing.
pub(super) fn without(blocks: Vec<Block>) -> Vec<Option<Block>> {
    let mut kept: Vec<Option<Block>> = blocks.into_iter().map(Some).collect();
    let mut links = 0..0;
    for at in 0..=kept.len() {
        let leaf = match kept.get(at) {
            Some(Some(Block::Leaf(leaf))) => Some(leaf),
            _ => None,
        };
        if leaf.is_some_and(is_link) {
            links.end = at + 1;
            continue;
        }
        let row = std::mem::replace(&mut links, at + 1..at + 1);
        let navigation = row.len() >= LINKS_IN_A_ROW;
        for block in &mut kept[row] {
            if navigation || matches!(block, Some(Block::Leaf(leaf)) if is_phrase(leaf)) {
                *block = None;
            }
        }
    }
    kept
}

/// Whether it is nothing but a link, or what links are divided by.
fn is_link(leaf: &Leaf) -> bool {
    leaf.words > 0 && leaf.linked == leaf.words && leaf.words <= LINK_WORDS || is_phrase(leaf)
}

fn is_phrase(leaf: &Leaf) -> bool {
    if leaf.words > PHRASE_WORDS {
        return false;
    }
    let plain = leaf.plain.to_lowercase();
    let plain = plain.trim_matches(|c: char| !c.is_alphanumeric());
    PHRASES.binary_search(&plain).is_ok()
}

#[cfg(test)]
mod tests {
    use super::PHRASES;

    #[test]
    fn the_phrases_are_sorted() {
        assert!(PHRASES.is_sorted());
    }
}
