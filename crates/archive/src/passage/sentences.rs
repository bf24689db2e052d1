//! Leaves that are too long for one passage, cut between sentences.

use std::ops::Range;

use super::{FEWEST_WORDS, MOST_WORDS};
use crate::markdown::{Leaf, LeafKind};

/// `leaf`, or the parts of it where it is longer than a passage may be.
pub(super) fn split(text: &str, leaf: Leaf) -> Vec<Leaf> {
    if leaf.words <= MOST_WORDS {
        return vec![leaf];
    }
    let wanted = leaf.words / leaf.words.div_ceil((FEWEST_WORDS + MOST_WORDS) / 2);
    let mut parts = Vec::new();
    let mut start = Cut {
        plain: 0,
        text: leaf.place.start,
        words: 0,
    };
    // The last end of a sentence, and the last white space.
    let (mut sentence, mut space): (Option<Cut>, Option<Cut>) = (None, None);
    for (cut, ends_sentence) in cuts(&leaf) {
        if cut.words.saturating_sub(start.words) > MOST_WORDS {
            let long_enough = |cut: &Cut| cut.words >= start.words + FEWEST_WORDS;
            if let Some(before) = sentence.filter(long_enough).or(space) {
                parts.push(part(&leaf, text, start, before));
                (start, sentence) = (before, None);
            }
        }
        space = Some(cut);
        if ends_sentence {
            sentence = Some(cut);
            if cut.words >= start.words + wanted {
                parts.push(part(&leaf, text, start, cut));
                (start, sentence, space) = (cut, None, None);
            }
        }
    }
    let end = Cut {
        plain: leaf.plain.len(),
        text: leaf.place.end,
        words: leaf.words,
    };
    parts.push(part(&leaf, text, start, end));
    parts.retain(|part| part.words > 0);
    parts
}

/// A place at which a leaf can be cut.
#[derive(Debug, Clone, Copy)]
struct Cut {
    plain: usize,
    text: usize,
    words: usize,
}

/// Where `leaf` can be cut: behind white space; and whether a sentence ends there.
fn cuts(leaf: &Leaf) -> Vec<(Cut, bool)> {
    let mut cuts = Vec::new();
    let (mut words, mut counted) = (0, 0);
    for (plain, text) in &leaf.runs {
        words += count(leaf.plain.get(counted..plain.start).unwrap_or_default());
        counted = plain.start;
        let run = leaf.plain.get(plain.clone()).unwrap_or_default();
        let mut last = ' ';
        for (at, c) in run.char_indices() {
            if c.is_whitespace() && at > 0 && !last.is_whitespace() {
                let behind = at + c.len_utf8();
                words += count(
                    leaf.plain
                        .get(counted..plain.start + at)
                        .unwrap_or_default(),
                );
                counted = plain.start + at;
                let cut = Cut {
                    plain: plain.start + behind,
                    text: text.start + behind,
                    words,
                };
                cuts.push((cut, matches!(last, '.' | '!' | '?' | ';' | ':' | '”')));
            }
            last = c;
        }
    }
    cuts
}

fn part(leaf: &Leaf, text: &str, from: Cut, to: Cut) -> Leaf {
    let place: Range<usize> = from.text..to.text;
    let kind = match (leaf.kind, from.plain) {
        // Only its beginning is an item; the rest is not introduced by what introduces the list.
        (LeafKind::Item, 1..) => LeafKind::Paragraph,
        (kind, _) => kind,
    };
    debug_assert!(text.is_char_boundary(place.start) && text.is_char_boundary(place.end));
    Leaf {
        kind,
        place,
        plain: leaf
            .plain
            .get(from.plain..to.plain)
            .unwrap_or_default()
            .to_owned(),
        runs: Vec::new(),
        words: to.words.saturating_sub(from.words),
        linked: 0,
        context: leaf.context.clone(),
    }
}

/// Words of `plain`.
fn count(plain: &str) -> usize {
    plain
        .split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric))
        .count()
}
