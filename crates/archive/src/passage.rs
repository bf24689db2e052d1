//! A text cut into passages: what is indexed, found and shown.

mod boilerplate;
mod sentences;

use std::ops::Range;

use crate::markdown::{Block, Leaf, LeafKind, blocks};

/// The fewest words of a passage, where its section has as many.
pub const FEWEST_WORDS: usize = 60;

/// The most words of a passage, where its sentences let it be cut.
pub const MOST_WORDS: usize = 180;

/// A part of a document that stands for itself: whole paragraphs, items or rows under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The headings above it, outermost first.
    pub headings: Vec<String>,
    /// Where it stands: Unicode characters of the document, half open.
    pub place: Range<usize>,
    /// Exactly that slice of the document, markup and all.
    pub text: String,
    /// What a person reads of it, without markup and addresses.
    pub plain: String,
    /// What it needs to be understood and what does not stand in it: the header of its table, or the sentence that
    /// introduces its list.
    pub context: Option<String>,
}

/// Cuts the Markdown of a document into passages, in the order of the text.
///
/// ```
/// let text = "# Sharing\n\nWe share your data with our partners.";
/// let passages = archive::passages(text);
/// assert_eq!(passages[0].headings, ["Sharing"]);
/// assert_eq!(passages[0].text, "We share your data with our partners.");
/// assert_eq!(passages[0].place, 11..48);
/// ```
pub fn passages(text: &str) -> Vec<Passage> {
    let mut passages = Vec::new();
    let mut path: Vec<(u8, String)> = Vec::new();
    let mut section = Vec::new();
    for block in boilerplate::without(blocks(text)) {
        match block {
            Some(Block::Heading { level, title }) => {
                cut(text, &path, &mut section, &mut passages);
                place_under(&mut path, level, title);
            }
            Some(Block::Leaf(leaf)) => section.push(leaf),
            // Something was left out here: no passage reaches over it.
            None => cut(text, &path, &mut section, &mut passages),
        }
    }
    cut(text, &path, &mut section, &mut passages);
    place_in_characters(text, &mut passages);
    passages
}

/// The blocks of a text, without what says nothing.
pub(crate) fn without_boilerplate(text: &str) -> impl Iterator<Item = Block> + use<> {
    boilerplate::without(blocks(text)).into_iter().flatten()
}

/// Puts a heading where it belongs under those above it.
pub(crate) fn place_under(path: &mut Vec<(u8, String)>, level: u8, title: String) {
    path.retain(|(above, _)| *above < level);
    path.push((level, title));
}

/// Makes passages of a section's leaves. Their places are still bytes.
fn cut(text: &str, path: &[(u8, String)], section: &mut Vec<Leaf>, passages: &mut Vec<Passage>) {
    let leaves: Vec<Leaf> = section
        .drain(..)
        .flat_map(|leaf| sentences::split(text, leaf))
        .collect();
    let mut lead_in = None;
    for group in groups(&leaves) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else {
            continue;
        };
        let bytes = trimmed(text, first.place.start..last.place.end);
        let Some(slice) = text.get(bytes.clone()).filter(|slice| !slice.is_empty()) else {
            continue;
        };
        let context = first.context.as_deref().or(match first.kind {
            LeafKind::Item => lead_in,
            _ => None,
        });
        passages.push(Passage {
            headings: path.iter().map(|(_, title)| title.clone()).collect(),
            place: bytes,
            text: slice.to_owned(),
            plain: joined(group),
            context: context.map(str::to_owned),
        });
        let introduces = |leaf: &&Leaf| leaf.kind == LeafKind::Paragraph;
        if let Some(leaf) = group.iter().rev().find(introduces) {
            lead_in = is_lead_in(leaf).then_some(leaf.plain.trim());
        }
    }
}

/// Divides a section's leaves into runs of about equal length.
fn groups(leaves: &[Leaf]) -> Vec<&[Leaf]> {
    let mut groups = Vec::new();
    let mut rest = leaves;
    while !rest.is_empty() {
        let total: usize = rest.iter().map(|leaf| leaf.words).sum();
        let count = match total <= MOST_WORDS {
            true => rest.len(),
            false => leaves_of_next(rest, total),
        };
        let (group, behind) = rest.split_at(count);
        groups.push(group);
        rest = behind;
    }
    groups
}

/// How many of `leaves` make the next passage, where all of them are too many.
fn leaves_of_next(leaves: &[Leaf], total: usize) -> usize {
    let wanted = total / total.div_ceil((FEWEST_WORDS + MOST_WORDS) / 2);
    let (mut words, mut count) = (0, 0);
    for leaf in leaves {
        let too_many = words + leaf.words > MOST_WORDS;
        let enough = words >= FEWEST_WORDS && words + leaf.words / 2 > wanted;
        if count > 0 && (too_many || enough) {
            break;
        }
        words += leaf.words;
        count += 1;
    }
    // What introduces a list goes with it.
    while count > 1 && count < leaves.len() && is_lead_in(&leaves[count - 1]) {
        count -= 1;
    }
    count
}

fn is_lead_in(leaf: &Leaf) -> bool {
    leaf.kind == LeafKind::Paragraph && leaf.plain.trim_end().ends_with([':', '：'])
}

fn joined(leaves: &[Leaf]) -> String {
    let mut plain = String::with_capacity(leaves.iter().map(|leaf| leaf.plain.len() + 1).sum());
    for word in leaves.iter().flat_map(|leaf| leaf.plain.split_whitespace()) {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(word);
    }
    plain
}

/// `place` without the white space at its ends.
fn trimmed(text: &str, place: Range<usize>) -> Range<usize> {
    let Some(slice) = text.get(place.clone()) else {
        return place.start..place.start;
    };
    let start = place.start + (slice.len() - slice.trim_start().len());
    start..start + slice.trim().len()
}

/// Turns bytes into characters, in one pass: passages are in order and do not meet.
fn place_in_characters(text: &str, passages: &mut [Passage]) {
    let (mut bytes, mut characters) = (0, 0);
    for passage in passages {
        let before = text.get(bytes..passage.place.start).unwrap_or_default();
        let start = characters + before.chars().count();
        let end = start + passage.text.chars().count();
        (bytes, characters) = (passage.place.end, end);
        passage.place = start..end;
    }
}
