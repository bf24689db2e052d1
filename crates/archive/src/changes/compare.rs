//! Two states of a text, paragraph by paragraph.

use rustc_hash::FxHashMap;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::paragraph::Paragraph;

/// The share of words in common from which two paragraphs are one that was reworded.
const REWORDED: f64 = 0.5;

/// The largest piece in which each paragraph is compared with each, in pairs.
const PAIRS: usize = 40_000;

/// A paragraph before and after: one of them at least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) before: Option<Paragraph>,
    pub(super) after: Option<Paragraph>,
}

impl Difference {
    /// What is gone and what is new.
    pub(super) fn keys(&self) -> (Option<u64>, Option<u64>) {
        let key = |paragraph: &Option<Paragraph>| paragraph.as_ref().map(|found| found.key);
        (key(&self.before), key(&self.after))
    }
}

/// What differs between two states, in the order of the new one. What only moved does not differ.
pub(super) fn differences(old: &[Paragraph], new: &[Paragraph]) -> Vec<Difference> {
    let keys = |paragraphs: &[Paragraph]| -> Vec<u64> {
        paragraphs.iter().map(|paragraph| paragraph.key).collect()
    };
    let (old_keys, new_keys) = (keys(old), keys(new));
    // How many more of each there are now.
    let mut balance: FxHashMap<u64, i64> = FxHashMap::default();
    old_keys
        .iter()
        .for_each(|key| *balance.entry(*key).or_default() -= 1);
    new_keys
        .iter()
        .for_each(|key| *balance.entry(*key).or_default() += 1);
    let mut found = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &old_keys, &new_keys) {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let mut removed = Vec::new();
        for paragraph in &old[op.old_range()] {
            take(&mut balance, paragraph, -1, &mut removed);
        }
        let mut added = Vec::new();
        for paragraph in &new[op.new_range()] {
            take(&mut balance, paragraph, 1, &mut added);
        }
        if letters(&removed) != letters(&added) {
            pair(removed, added, &mut found);
        }
    }
    found
}

/// Takes `paragraph` where the balance of its key leans to `side`.
fn take<'a>(
    balance: &mut FxHashMap<u64, i64>,
    paragraph: &'a Paragraph,
    side: i64,
    taken: &mut Vec<&'a Paragraph>,
) {
    if let Some(count) = balance.get_mut(&paragraph.key)
        && count.signum() == side
    {
        *count -= side;
        taken.push(paragraph);
    }
}

/// All letters and digits: the same where paragraphs were only divided or joined.
fn letters(paragraphs: &[&Paragraph]) -> String {
    let letters = paragraphs
        .iter()
        .flat_map(|paragraph| paragraph.plain.chars());
    letters
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Finds for every new paragraph the old one that it was made of, if any.
fn pair(removed: Vec<&Paragraph>, added: Vec<&Paragraph>, found: &mut Vec<Difference>) {
    let mut removed: Vec<_> = removed
        .into_iter()
        .map(|paragraph| Some((paragraph, words(paragraph))))
        .collect();
    let compare = removed.len() * added.len() <= PAIRS;
    for after in added {
        let new_words = words(after);
        let alike = removed.iter().enumerate().filter_map(|(at, before)| {
            let (_, old_words) = before.as_ref().filter(|_| compare)?;
            let share = common(old_words, &new_words);
            (share >= REWORDED).then_some((at, share))
        });
        let best = alike.max_by(|(_, a), (_, b)| a.total_cmp(b));
        let before = best.and_then(|(at, _)| removed[at].take());
        found.push(Difference {
            before: before.map(|(paragraph, _)| paragraph.clone()),
            after: Some(after.clone()),
        });
    }
    for (before, _) in removed.into_iter().flatten() {
        found.push(Difference {
            before: Some(before.clone()),
            after: None,
        });
    }
}

fn words(paragraph: &Paragraph) -> FxHashMap<String, usize> {
    let mut words = FxHashMap::default();
    for word in paragraph.plain.split(|c: char| !c.is_alphanumeric()) {
        if !word.is_empty() {
            *words.entry(word.to_lowercase()).or_default() += 1;
        }
    }
    words
}

/// The share of words that two paragraphs have in common: 0 to 1.
fn common(one: &FxHashMap<String, usize>, other: &FxHashMap<String, usize>) -> f64 {
    let all: usize = one.values().sum::<usize>() + other.values().sum::<usize>();
    let both = one
        .iter()
        .map(|(word, count)| (*count).min(other.get(word).copied().unwrap_or_default()));
    2.0 * both.sum::<usize>() as f64 / all.max(1) as f64
}
