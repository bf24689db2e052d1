//! Which topic a question's words and letters speak for: one linear support vector machine a topic, over words, pairs of
//! neighbouring words, and runs of three to five letters, which see through endings and spelling. Trained on the
//! phrasings; the weights come with the vocabulary, so that a start need not wait for them.

use std::hash::Hasher;

use siphasher::sip::SipHasher13;

/// How many buckets features are hashed into: a power of two.
const BUCKETS: usize = 1 << 15;

/// How much a whole word or a pair of words counts beside a run of letters.
const WHOLE: f32 = 2.0;

/// The lengths of the runs of letters.
const RUNS: std::ops::RangeInclusive<usize> = 3..=5;

/// How many steps of rarity one unit of it is kept in.
const RARITY_STEPS: f32 = 20.0;

/// How much a wrong side counts against a wide margin: the penalty C of the support vector machine.
const PENALTY: f32 = 0.5;

/// How often training goes over all phrasings at most.
const ROUNDS: usize = 60;

/// Training stops where no phrasing pulls harder than this.
const STILL: f32 = 0.05;

/// A feature's bucket with its value.
type Features = Vec<(u32, f32)>;

/// Linear classifiers, one a class.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Classifier {
    classes: usize,
    /// How rare each bucket is among the phrasings, in [`RARITY_STEPS`].
    rarity: Vec<u8>,
    /// What a weight of 1 is worth, and what is always added: one pair a class.
    scales: Vec<(f32, f32)>,
    /// By bucket, then by class.
    weights: Vec<i8>,
}

impl Classifier {
    /// Trains on `texts`, each the words of a phrasing with its class from 0 to `classes` (exclusive). The same texts
    /// give the same classifier.
    pub(crate) fn train(classes: usize, texts: &[(usize, Vec<&str>)]) -> Self {
        let rarity = rarities(texts.iter().map(|(_, words)| words.as_slice()));
        let examples: Vec<Features> = texts
            .iter()
            .map(|(_, words)| features(words, &rarity))
            .collect();
        let mut trained = Self {
            classes,
            rarity,
            scales: Vec::with_capacity(classes),
            weights: vec![0; BUCKETS * classes],
        };
        for class in 0..classes {
            let sides: Vec<bool> = texts.iter().map(|(of, _)| *of == class).collect();
            let (weights, always) = separate(&examples, &sides);
            let largest = weights
                .iter()
                .fold(f32::EPSILON, |most, weight| most.max(weight.abs()));
            let scale = largest / unpacked(i8::MAX);
            for (bucket, weight) in weights.iter().enumerate() {
                if let Some(kept) = trained.weights.get_mut(bucket * classes + class) {
                    *kept = packed(weight / scale);
                }
            }
            trained.scales.push((scale, always));
        }
        trained
    }

    /// How clearly `words` are on each class's side: above 0 they are, from 1 on beyond its margin.
    pub(crate) fn decide(&self, words: &[&str]) -> Vec<f32> {
        let mut sums = vec![0.0_f32; self.classes];
        for (bucket, value) in features(words, &self.rarity) {
            let start = bucket as usize * self.classes;
            let weights = self
                .weights
                .get(start..start + self.classes)
                .unwrap_or_default();
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += value * unpacked(*weight);
            }
        }
        let scaled = sums
            .iter()
            .zip(&self.scales)
            .map(|(sum, (scale, always))| sum * scale + always);
        scaled.collect()
    }

    /// The classifier as bytes: scales, rarities, weights; numbers in little-endian order.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.scales.len() * 8 + BUCKETS * (1 + self.classes));
        for (scale, always) in &self.scales {
            bytes.extend(scale.to_le_bytes());
            bytes.extend(always.to_le_bytes());
        }
        bytes.extend(&self.rarity);
        bytes.extend(self.weights.iter().map(|weight| weight.cast_unsigned()));
        bytes
    }

    /// Reads back what [`Classifier::to_bytes`] wrote for as many classes; `None` where the length is another.
    pub(crate) fn from_bytes(classes: usize, bytes: &[u8]) -> Option<Self> {
        let (scales, rest) = bytes.split_at_checked(classes * 8)?;
        let (rarity, weights) = rest.split_at_checked(BUCKETS)?;
        if weights.len() != BUCKETS * classes {
            return None;
        }
        let number = |bytes: &[u8]| bytes.try_into().map(f32::from_le_bytes).ok();
        let pair = |bytes: &[u8]| {
            let (scale, always) = bytes.split_at_checked(4)?;
            Some((number(scale)?, number(always)?))
        };
        Some(Self {
            classes,
            rarity: rarity.to_vec(),
            scales: scales.chunks(8).map(pair).collect::<Option<_>>()?,
            weights: weights.iter().map(|byte| byte.cast_signed()).collect(),
        })
    }
}

/// A weight in a byte: its square root, because most weights are small.
fn packed(weight: f32) -> i8 {
    (weight.abs().sqrt().round() * weight.signum()) as i8
}

/// What [`packed`] kept of a weight.
fn unpacked(byte: i8) -> f32 {
    let root = f32::from(byte);
    root * root.abs()
}

/// How rare each bucket is: the logarithm of the share of texts that have it, in steps.
fn rarities<'a>(texts: impl ExactSizeIterator<Item = &'a [&'a str]>) -> Vec<u8> {
    let all = texts.len() as f32;
    let mut counts = vec![0_u32; BUCKETS];
    for words in texts {
        let mut buckets: Vec<u32> = Vec::new();
        each_feature(words, |bucket, _| buckets.push(bucket));
        buckets.sort_unstable();
        buckets.dedup();
        for bucket in buckets {
            if let Some(count) = counts.get_mut(bucket as usize) {
                *count += 1;
            }
        }
    }
    let steps = |count: u32| (((1.0 + all) / (1.0 + count as f32)).ln() + 1.0) * RARITY_STEPS;
    counts
        .into_iter()
        .map(|count| steps(count).clamp(0.0, 255.0) as u8)
        .collect()
}

/// The features of `words`, each bucket once, with a length of 1 in all.
fn features(words: &[&str], rarity: &[u8]) -> Features {
    let mut features = Features::new();
    each_feature(words, |bucket, value| features.push((bucket, value)));
    features.sort_unstable_by_key(|(bucket, _)| *bucket);
    features.dedup_by_key(|(bucket, _)| *bucket);
    let mut squares = 0.0;
    for (bucket, value) in &mut features {
        let steps = rarity.get(*bucket as usize).copied().unwrap_or_default();
        *value *= f32::from(steps) / RARITY_STEPS;
        squares += *value * *value;
    }
    let length = squares.sqrt().max(f32::EPSILON);
    for (_, value) in &mut features {
        *value /= length;
    }
    features
}

fn each_feature(words: &[&str], mut add: impl FnMut(u32, f32)) {
    for (index, word) in words.iter().enumerate() {
        add(bucket(b'w', &[word]), WHOLE);
        if let Some(next) = words.get(index + 1) {
            add(bucket(b'p', &[word, next]), WHOLE);
        }
        let edged = format!(" {word} ");
        let mut ends: Vec<usize> = edged.char_indices().map(|(at, _)| at).collect();
        ends.push(edged.len());
        for run in RUNS {
            for from in 0..ends.len().saturating_sub(run) {
                if let Some(letters) = ends
                    .get(from)
                    .zip(ends.get(from + run))
                    .and_then(|(a, b)| edged.get(*a..*b))
                {
                    add(bucket(b'r', &[letters]), 1.0);
                }
            }
        }
    }
}

fn bucket(kind: u8, parts: &[&str]) -> u32 {
    let mut hasher = SipHasher13::new();
    hasher.write_u8(kind);
    for part in parts {
        hasher.write(part.as_bytes());
        hasher.write_u8(0);
    }
    hasher.finish() as u32 & (BUCKETS as u32 - 1)
}

/// The weights, and what is always added, of the hyperplane that keeps the examples on either side apart with the widest
/// margin: dual coordinate descent for the squared hinge loss (Hsieh and others, 2008).
fn separate(examples: &[Features], sides: &[bool]) -> (Vec<f32>, f32) {
    let mut weights = vec![0.0_f32; BUCKETS];
    let mut always = 0.0_f32;
    let mut pulls = vec![0.0_f32; examples.len()];
    let ease = 0.5 / PENALTY;
    // Phrasings stand class by class; taken in that order they would pull this way and that.
    let stride = stride(examples.len());
    for _ in 0..ROUNDS {
        let mut strongest = 0.0_f32;
        for turn in 0..examples.len() {
            let index = turn * stride % examples.len();
            let (Some(example), Some(side), Some(pull)) =
                (examples.get(index), sides.get(index), pulls.get_mut(index))
            else {
                continue;
            };
            let sign = if *side { 1.0 } else { -1.0 };
            let reached: f32 = example
                .iter()
                .map(|(bucket, value)| weights[*bucket as usize] * value)
                .sum();
            let gradient = sign * (reached + always) - 1.0 + ease * *pull;
            let projected = if *pull == 0.0 {
                gradient.min(0.0)
            } else {
                gradient
            };
            strongest = strongest.max(projected.abs());
            // The features have a length of 1, and what is always added counts as one more.
            let next = (*pull - gradient / (2.0 + ease)).max(0.0);
            let step = sign * (next - *pull);
            *pull = next;
            if step != 0.0 {
                for (bucket, value) in example {
                    weights[*bucket as usize] += step * value;
                }
                always += step;
            }
        }
        if strongest < STILL {
            break;
        }
    }
    (weights, always)
}

/// A step with which one passes over `count` things and comes to each once: near the golden section, and prime to it.
fn stride(count: usize) -> usize {
    let divides = |a: usize, b: usize| {
        let (mut a, mut b) = (a, b);
        while b > 0 {
            (a, b) = (b, a % b);
        }
        a
    };
    let from = (count as f32 * 0.618) as usize;
    (from..from + count)
        .find(|step| divides(*step, count) == 1)
        .unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trained() -> Classifier {
        let texts = [
            (0, vec!["do", "they", "sell", "my", "data"]),
            (0, vec!["who", "buys", "my", "data"]),
            (1, vec!["does", "it", "train", "on", "my", "posts"]),
            (1, vec!["is", "it", "training", "a", "model"]),
        ];
        Classifier::train(2, &texts)
    }

    #[test]
    fn words_that_were_never_seen_are_known_by_their_letters() {
        let decided = trained().decide(&["trains"]);
        assert!(decided[1] > decided[0], "{decided:?}");
        let decided = trained().decide(&["selling", "data"]);
        assert!(decided[0] > decided[1], "{decided:?}");
    }

    #[test]
    fn comes_back_from_its_bytes() {
        let classifier = trained();
        let bytes = classifier.to_bytes();
        assert_eq!(Classifier::from_bytes(2, &bytes), Some(classifier));
        assert_eq!(Classifier::from_bytes(3, &bytes), None);
        assert_eq!(Classifier::from_bytes(2, &bytes[1..]), None);
    }
}
