//! What a passage has of each aspect, by a linear model of its words and by its heading.

use knowledge::PolicyWords;
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use std::hash::Hasher;
use tantivy::tokenizer::{TextAnalyzer, TokenStream};

use super::terms::{Terms, tokens};
use crate::schema::analyzer;

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

/// One of the eight aspects in `number`.
pub(super) fn unpacked(number: u64, at: usize) -> i8 {
    let byte = number.to_le_bytes().get(at).copied();
    i8::from_le_bytes([byte.unwrap_or_default()])
}

/// A stem in the model.
#[derive(Default)]
struct Known {
    number: u32,
    /// The feature that it is by itself.
    feature: Option<usize>,
}

/// The model.
pub(super) struct Aspects {
    analyzer: TextAnalyzer,
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
    pub(super) fn new(words: &PolicyWords, stop: &FxHashSet<String>) -> Self {
        let aspects = words.aspects.iter();
        let mut model = Self {
            analyzer: analyzer(),
            stop: stop.clone(),
            known: FxHashMap::default(),
            pairs: FxHashMap::default(),
            features: Vec::new(),
            means: aspects.clone().map(|aspect| aspect.mean).collect(),
            heads: Terms::new(aspects.map(|aspect| &aspect.heads)),
            heading: words.rank.heading,
            least: words.rank.least,
            most: words.rank.most,
        };
        for (number, aspect) in words.aspects.iter().enumerate() {
            for weight in &aspect.weights {
                let stems: Vec<String> = tokens(&weight.words.join(" "))
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
        let mut stems = analyzer.token_stream(plain);
        while stems.advance() {
            let stem = &stems.token().text;
            let known = self.known.get(stem);
            if let Some(feature) = known.and_then(|known| known.feature) {
                counts[feature] += 1;
            }
            let number = known.map(|known| known.number);
            let pair = before.zip(number).and_then(|pair| self.pairs.get(&pair));
            if let Some(feature) = pair {
                counts[*feature] += 1;
            }
            before = number;
            if self.says_something(stem) {
                let mut hasher = FxHasher::default();
                hasher.write(stem.as_bytes());
                distinct.insert(hasher.finish());
            }
        }
        (counts, distinct.len())
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
        Aspects::new(words, &stop.map(|token| token.stem).collect())
    }

    #[test]
    fn numbers_come_back_from_where_they_are_packed() {
        let aspects: Vec<i8> = (-10..10).map(|number| number * 12).collect();
        let packed: Vec<u64> = packed(&aspects).collect();
        for (at, aspect) in aspects.iter().enumerate() {
            assert_eq!(unpacked(packed[at / 8], at % 8), *aspect);
        }
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
