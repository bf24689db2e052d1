//! Which class a question's words speak for: a naive Bayes model over the phrasings, counted when the index is built.

use std::collections::{BTreeSet, HashMap};

/// What is added to each count, so that a word never seen in a class does not rule it out.
const SMOOTHING: f32 = 0.3;

/// How much surer a model that takes words for independent is than it should be.
const OVERCONFIDENCE: f32 = 2.0;

/// How strongly each word and each pair of neighbouring words speaks for each class.
#[derive(Debug, Default)]
pub(crate) struct Odds {
    classes: usize,
    weights: HashMap<String, Vec<f32>>,
}

impl Odds {
    /// Counts the words of `texts`, each with its class from 0 to `classes` (exclusive).
    pub(crate) fn count<'a>(
        classes: usize,
        texts: impl Iterator<Item = (usize, &'a [String])>,
    ) -> Self {
        let mut counts: HashMap<String, Vec<f32>> = HashMap::new();
        let mut sizes = vec![0.0_f32; classes];
        for (class, stems) in texts {
            if let Some(size) = sizes.get_mut(class) {
                *size += 1.0;
            }
            for feature in features(stems) {
                let of_class = counts.entry(feature).or_insert_with(|| vec![0.0; classes]);
                if let Some(count) = of_class.get_mut(class) {
                    *count += 1.0;
                }
            }
        }
        for of_class in counts.values_mut() {
            let rates: Vec<f32> = of_class
                .iter()
                .zip(&sizes)
                .map(|(count, size)| (count + SMOOTHING) / (size + 2.0 * SMOOTHING))
                .collect();
            let mean = rates.iter().sum::<f32>() / classes.max(1) as f32;
            *of_class = rates.iter().map(|rate| (rate / mean).ln()).collect();
        }
        Self {
            classes,
            weights: counts,
        }
    }

    /// How strongly the word in `stems` that speaks most for each class does so: 0 for neither way, 1 for e times as
    /// common in the class as elsewhere.
    pub(crate) fn support(&self, stems: &[String]) -> Vec<f32> {
        let mut most = vec![0.0_f32; self.classes];
        for weights in stems.iter().filter_map(|stem| self.weights.get(stem)) {
            for (most, weight) in most.iter_mut().zip(weights) {
                *most = most.max(*weight);
            }
        }
        most
    }

    /// How likely each class is, given `stems`: they add up to 1. All are alike where no word is known.
    pub(crate) fn likely(&self, stems: &[String]) -> Vec<f32> {
        let mut sums = vec![0.0_f32; self.classes];
        for feature in features(stems) {
            for (sum, weight) in sums.iter_mut().zip(self.weights.get(&feature).into_iter().flatten()) {
                *sum += weight / OVERCONFIDENCE;
            }
        }
        let most = sums.iter().copied().fold(f32::MIN, f32::max);
        let powers: Vec<f32> = sums.iter().map(|sum| (sum - most).exp()).collect();
        let all: f32 = powers.iter().sum();
        powers.iter().map(|power| power / all.max(f32::EPSILON)).collect()
    }
}

/// The different words and pairs of neighbouring words, in an order that does not change.
fn features(stems: &[String]) -> BTreeSet<String> {
    let pairs = stems.windows(2).filter_map(|pair| match pair {
        [one, two] => Some(format!("{one} {two}")),
        _ => None,
    });
    stems.iter().cloned().chain(pairs).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_speak_for_the_class_in_which_they_are_common() {
        let text = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let texts = [(0, text("sell my data")), (1, text("train on my data")), (1, text("train ai"))];
        let odds = Odds::count(2, texts.iter().map(|(class, stems)| (*class, stems.as_slice())));
        let likely = odds.likely(&text("do they train"));
        assert!(likely[1] > 0.6, "{likely:?}");
        assert_eq!(odds.likely(&text("unheard of")), [0.5, 0.5]);
    }
}
