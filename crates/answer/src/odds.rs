//! Which class a question's words speak for: a naive Bayes model over the phrasings, counted when the index is built.

use rustc_hash::FxHashMap;

use crate::stems::Stem;

/// What is added to each count, so that a word never seen in a class does not rule it out.
const SMOOTHING: f32 = 0.08;

/// How much surer a model that takes words for independent is than it should be.
const OVERCONFIDENCE: f32 = 2.0;

/// How strongly each word and each pair of neighbouring words speaks for each class. Most are in few classes, so what
/// is said of the others is kept once.
#[derive(Debug, Default)]
pub(crate) struct Odds {
    /// What a word that is not in a class says of it, before the word's mean is taken off: natural logarithms.
    absent: Vec<f32>,
    weights: FxHashMap<Feature, Weight>,
}

/// What a word says: logarithms.
#[derive(Debug, Default)]
struct Weight {
    /// Of its mean rate over all classes.
    mean: f32,
    /// Of its rate in the classes that it is in.
    present: Vec<(usize, f32)>,
}

impl Odds {
    /// Counts the words of `texts`, each with its class from 0 to `classes` (exclusive).
    pub(crate) fn count<'a>(
        classes: usize,
        texts: impl Iterator<Item = (usize, &'a [Stem])>,
    ) -> Self {
        let mut counts: FxHashMap<Feature, Vec<(usize, f32)>> = FxHashMap::default();
        let mut sizes = vec![0.0_f32; classes];
        for (class, stems) in texts {
            if let Some(size) = sizes.get_mut(class) {
                *size += 1.0;
            }
            for feature in features(stems) {
                let of_class = counts.entry(feature).or_default();
                match of_class.iter_mut().find(|(known, _)| *known == class) {
                    Some((_, count)) => *count += 1.0,
                    None => of_class.push((class, 1.0)),
                }
            }
        }
        let shares: Vec<f32> = sizes
            .iter()
            .map(|size| 1.0 / (size + 2.0 * SMOOTHING))
            .collect();
        let floor: f32 = shares.iter().map(|share| SMOOTHING * share).sum();
        let weigh = |present: Vec<(usize, f32)>| {
            let share = |class: usize| shares.get(class).copied().unwrap_or_default();
            let above: f32 = present
                .iter()
                .map(|(class, count)| count * share(*class))
                .sum();
            let rate =
                |(class, count): (usize, f32)| (class, ((count + SMOOTHING) * share(class)).ln());
            Weight {
                mean: ((floor + above) / classes.max(1) as f32).ln(),
                present: present.into_iter().map(rate).collect(),
            }
        };
        Self {
            absent: shares
                .iter()
                .map(|share| (SMOOTHING * share).ln())
                .collect(),
            weights: counts
                .into_iter()
                .map(|(word, present)| (word, weigh(present)))
                .collect(),
        }
    }

    /// How strongly the word in `stems` that speaks most for each class does so: 0 for neither way, 1 for e times as
    /// common in the class as elsewhere.
    pub(crate) fn support(&self, stems: &[Stem]) -> Vec<f32> {
        let mut most = vec![0.0_f32; self.absent.len()];
        for weight in stems
            .iter()
            .filter_map(|stem| self.weights.get(&word(*stem)))
        {
            for (class, rate) in &weight.present {
                if let Some(most) = most.get_mut(*class) {
                    *most = most.max(rate - weight.mean);
                }
            }
        }
        most
    }

    /// How likely each class is, given `stems`: they add up to 1. All are alike where no word is known.
    pub(crate) fn likely(&self, stems: &[Stem]) -> Vec<f32> {
        let mut sums = vec![0.0_f32; self.absent.len()];
        for weight in features(stems).filter_map(|feature| self.weights.get(&feature)) {
            for (sum, absent) in sums.iter_mut().zip(&self.absent) {
                *sum += absent - weight.mean;
            }
            for (class, rate) in &weight.present {
                if let (Some(sum), Some(absent)) = (sums.get_mut(*class), self.absent.get(*class)) {
                    *sum += rate - absent;
                }
            }
        }
        let most = sums.iter().copied().fold(f32::MIN, f32::max);
        let powers: Vec<f32> = sums
            .iter()
            .map(|sum| ((sum - most) / OVERCONFIDENCE).exp())
            .collect();
        let all: f32 = powers.iter().sum();
        powers
            .iter()
            .map(|power| power / all.max(f32::EPSILON))
            .collect()
    }
}

/// A word, or a pair of neighbouring words.
type Feature = (Stem, Stem);

fn word(stem: Stem) -> Feature {
    (stem, Stem::MAX)
}

/// The words and pairs of neighbouring words of `stems`, which are all different.
fn features(stems: &[Stem]) -> impl Iterator<Item = Feature> {
    let pairs = stems.windows(2).filter_map(|pair| match pair {
        [one, two] => Some((*one, *two)),
        _ => None,
    });
    stems.iter().map(|stem| word(*stem)).chain(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_speak_for_the_class_in_which_they_are_common() {
        let (sell, train, my, data) = (0, 1, 2, 3);
        let texts: [(usize, &[Stem]); 3] = [
            (0, &[sell, my, data]),
            (1, &[train, my, data]),
            (1, &[train]),
        ];
        let odds = Odds::count(2, texts.into_iter());
        let likely = odds.likely(&[4, train]);
        assert!(likely[1] > 0.6, "{likely:?}");
        assert_eq!(odds.likely(&[5, 6]), [0.5, 0.5]);
    }
}
