//! What a passage has of each aspect, by a linear model of its words and by its heading.

use std::sync::{Mutex, PoisonError};

use knowledge::PolicyWords;
use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::{
    columnar::Column,
    tokenizer::{TextAnalyzer, TokenStream},
};

use super::terms::{Cutter, Terms, tokens};
use crate::schema::unstemmed;

/// How many different words are remembered with their stems. English policies have some 40,000.
const REMEMBERED: usize = 100_000;

/// Into how many parts a standard deviation is divided, so that a byte is enough.
pub(super) const PARTS: f64 = 16.0;

/// A number for each aspect as the index keeps them: eight in a number of its.
pub(crate) fn packed(aspects: &[i8]) -> impl Iterator<Item = u64> {
    aspects.chunks(8).map(|chunk| {
        let mut bytes = [0; 8];
        for (byte, aspect) in bytes.iter_mut().zip(chunk) {
            [*byte] = aspect.to_le_bytes();
        }
        u64::from_le_bytes(bytes)
    })
}

/// What every entry of a segment has of each aspect.
#[derive(Default)]
pub(crate) struct AspectTable {
    /// Of one entry after the other.
    parts: Vec<i8>,
    /// How many an entry has.
    each: usize,
}

impl AspectTable {
    /// Out of what [`packed`] made of the passages among `entries` entries.
    pub(crate) fn new(kept: Option<Column<u64>>, entries: u32) -> Self {
        let Some(kept) = kept else {
            return Self::default();
        };
        let most = (0..entries).map(|entry| kept.values_for_doc(entry).count());
        let each = 8 * most.max().unwrap_or_default();
        let mut parts = vec![0; each * entries as usize];
        for (entry, row) in (0..entries).zip(parts.chunks_mut(each.max(1))) {
            let bytes = kept.values_for_doc(entry).flat_map(u64::to_le_bytes);
            for (part, byte) in row.iter_mut().zip(bytes) {
                *part = i8::from_le_bytes([byte]);
            }
        }
        Self { parts, each }
    }

    /// What `entry` has of `aspect`: nothing where it is no passage, or there is no such aspect.
    pub(super) fn get(&self, entry: u32, aspect: usize) -> i8 {
        let at = entry as usize * self.each + aspect;
        let part = self.parts.get(at).filter(|_| aspect < self.each);
        part.copied().unwrap_or_default()
    }
}

/// A stem in the model.
#[derive(Default)]
struct Known {
    number: u32,
    /// The feature that it is by itself.
    feature: Option<usize>,
}

/// What is to be known of a word when passages are counted.
#[derive(Clone, Copy)]
struct Seen {
    /// The number of its stem, where that is in the model.
    number: Option<u32>,
    feature: Option<usize>,
    /// The same for words of one stem; none where the word says nothing.
    stem: Option<usize>,
}

/// Words that were seen before: a text has few that no other has, and to find a stem takes longer than to look it up.
#[derive(Default)]
struct Memory {
    words: FxHashMap<String, Seen>,
    stems: FxHashMap<String, usize>,
}

/// The model.
pub(super) struct Aspects {
    analyzer: TextAnalyzer,
    memory: Mutex<Memory>,
    /// Stems that are not counted.
    stop: FxHashSet<String>,
    known: FxHashMap<String, Known>,
    /// Features of two stems, by their numbers.
    pairs: FxHashMap<(u32, u32), usize>,
    /// Of each feature, the aspects that it says something of and its weights.
    features: Vec<Vec<(usize, f64)>>,
    means: Vec<f64>,
    heads: Terms,
    heading: f64,
    least: f64,
    most: f64,
}

impl Aspects {
    pub(super) fn new(words: &PolicyWords, stop: &FxHashSet<String>, cutter: &mut Cutter) -> Self {
        let aspects = words.aspects.iter();
        let mut model = Self {
            analyzer: unstemmed(),
            memory: Mutex::default(),
            stop: stop.clone(),
            known: FxHashMap::default(),
            pairs: FxHashMap::default(),
            features: Vec::new(),
            means: aspects.clone().map(|aspect| aspect.mean).collect(),
            heads: Terms::new(aspects.map(|aspect| &aspect.heads), cutter),
            heading: words.rank.heading,
            least: words.rank.least,
            most: words.rank.most,
        };
        for (number, aspect) in words.aspects.iter().enumerate() {
            for weight in &aspect.weights {
                let stems: Vec<String> = cutter
                    .tokens(&weight.words.join(" "))
                    .into_iter()
                    .map(|token| token.stem)
                    .collect();
                if let Some(feature) = model.feature(&stems) {
                    let weight = f64::from(weight.hundredths) / 100.0;
                    model.features[feature].push((number, weight));
                }
            }
        }
        model
    }

    /// The feature of one stem or two, made where there is none yet; `None` where it never counts.
    fn feature(&mut self, stems: &[String]) -> Option<usize> {
        let next = self.features.len();
        let feature = match stems {
            [stem] => {
                let number = self.number(stem);
                let known = self.known.entry(stem.clone()).or_default();
                debug_assert_eq!(known.number, number);
                *known.feature.get_or_insert(next)
            }
            [a, b] if !(self.stop.contains(a) && self.stop.contains(b)) => {
                let pair = (self.number(a), self.number(b));
                *self.pairs.entry(pair).or_insert(next)
            }
            _ => return None,
        };
        if feature == next {
            self.features.push(Vec::new());
        }
        Some(feature)
    }

    fn number(&mut self, stem: &str) -> u32 {
        let next = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        let known = self.known.entry(stem.to_owned());
        known
            .or_insert(Known {
                number: next,
                feature: None,
            })
            .number
    }

    /// What `plain` has of each aspect under `heading`, in parts of a standard deviation.
    pub(super) fn of(&self, heading: &str, plain: &str) -> Vec<i8> {
        let (counts, distinct) = self.count(plain);
        let length = (distinct.max(1) as f64).sqrt();
        let mut sums: Vec<f64> = self.means.iter().map(|mean| -mean).collect();
        for (feature, count) in self.features.iter().zip(counts) {
            if count > 0 {
                let value = (1.0 + f64::from(count).ln()) / length;
                for (aspect, weight) in feature {
                    sums[*aspect] += weight * value;
                }
            }
        }
        if self.heading > 0.0 && !heading.is_empty() {
            for aspect in self.heads.find(&tokens(heading)) {
                sums[aspect] += self.heading;
            }
        }
        let part = |sum: f64| (sum.clamp(self.least, self.most) * PARTS).round_ties_even() as i8;
        sums.into_iter().map(part).collect()
    }

    /// How often each feature stands in `plain`, and how many different words it has.
    fn count(&self, plain: &str) -> (Vec<u32>, usize) {
        let mut counts = vec![0; self.features.len()];
        let mut distinct = FxHashSet::default();
        let mut before = None;
        let mut analyzer = self.analyzer.clone();
        let mut words = analyzer.token_stream(plain);
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        if memory.words.len() >= REMEMBERED {
            *memory = Memory::default();
        }
        while words.advance() {
            let word = self.seen(&words.token().text, &mut memory);
            if let Some(feature) = word.feature {
                counts[feature] += 1;
            }
            let pair = before.zip(word.number);
            if let Some(feature) = pair.and_then(|pair| self.pairs.get(&pair)) {
                counts[*feature] += 1;
            }
            before = word.number;
            distinct.extend(word.stem);
        }
        (counts, distinct.len())
    }

    fn seen(&self, word: &str, memory: &mut Memory) -> Seen {
        if let Some(seen) = memory.words.get(word) {
            return *seen;
        }
        let stem = tokens(word)
            .pop()
            .map(|token| token.stem)
            .unwrap_or_default();
        let known = self.known.get(&stem);
        let (number, feature) = (
            known.map(|known| known.number),
            known.and_then(|known| known.feature),
        );
        let next = memory.stems.len();
        let counts = self.says_something(&stem);
        let seen = Seen {
            number,
            feature,
            stem: counts.then(|| *memory.stems.entry(stem).or_insert(next)),
        };
        memory.words.insert(word.to_owned(), seen);
        seen
    }

    fn says_something(&self, stem: &str) -> bool {
        stem.len() > 1 && !stem.bytes().all(|c| c.is_ascii_digit()) && !self.stop.contains(stem)
    }
}

#[cfg(test)]
mod tests {
    use knowledge::{Files, PolicyWords, Vocabulary};

    use super::*;

    fn ours() -> PolicyWords {
        let vocabulary = Vocabulary::load(&Files::embedded()).unwrap_or_else(|e| panic!("{e}"));
        vocabulary.policy
    }

    fn model(words: &PolicyWords) -> Aspects {
        let stop = words.rank.stop.iter().flat_map(|word| tokens(word));
        Aspects::new(
            words,
            &stop.map(|token| token.stem).collect(),
            &mut Cutter::new(),
        )
    }

    #[test]
    fn numbers_come_back_from_where_they_are_packed() {
        let aspects: Vec<i8> = (-10..10).map(|number| number * 12).collect();
        let bytes = packed(&aspects).flat_map(u64::to_le_bytes);
        let back: Vec<i8> = bytes.map(|byte| i8::from_le_bytes([byte])).collect();
        assert_eq!(back[..20], aspects);
        assert_eq!(back[20..], [0; 4]);
    }

    #[test]
    fn no_stem_has_two_weights_in_an_aspect() {
        let words = ours();
        let model = model(&words);
        for feature in &model.features {
            let aspects: FxHashSet<usize> = feature.iter().map(|(aspect, _)| *aspect).collect();
            assert_eq!(aspects.len(), feature.len());
        }
        let weights: usize = words.aspects.iter().map(|one| one.weights.len()).sum();
        let kept: usize = model.features.iter().map(Vec::len).sum();
        assert_eq!(kept, weights, "none is left out");
    }

    #[test]
    fn a_passage_is_about_what_it_says() {
        let words = ours();
        let model = model(&words);
        let passage = "We retain your personal data for as long as your account is active, and delete it when it is no \
                       longer necessary; the retention period of logs is ninety days.";
        let of = |name: &str, heading: &str| {
            let at = words.aspects.iter().position(|one| one.name == name);
            model.of(heading, passage)[at.unwrap_or_default()]
        };
        let (retention, children) = (of("retention", ""), of("children", ""));
        assert!(
            retention > 16 && retention > children + 16,
            "{retention} {children}"
        );
        let more = (words.rank.heading * PARTS) as i8;
        assert_eq!(of("children", "Children under 13"), children + more);
        assert_eq!(of("children", "About us"), children);
    }

    #[test]
    fn what_says_nothing_stays_within_bounds() {
        let words = ours();
        let model = model(&words);
        for text in ["", "...", "1 2 3", &"share ".repeat(5000)] {
            let (least, most) = (words.rank.least * PARTS, words.rank.most * PARTS);
            for aspect in model.of("", text) {
                assert!((least..=most).contains(&f64::from(aspect)), "{text:.9}");
            }
        }
    }
}
