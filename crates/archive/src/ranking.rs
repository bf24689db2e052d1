//! How well a passage answers a question.
//!
//! `score(passage) = BM25 of its words + aspect * sum of what it has of the aspects asked for / sqrt(how many they are)`
//!
//! * The words are those of the question without stop words and without the platform's name, each counting 1, and what
//!   policies say instead, each term of n words counting `synonym`/n a word. BM25 is over a passage's text and its last two
//!   headings, with the frequencies of the whole index.
//! * An aspect is something that a passage can be about. A question asks for it by a cue. What a passage has of it is
//!   told once, when it is indexed, by a linear model of its words and by the heading right above it.
//!
//! All words and numbers are in `knowledge/vocabulary/policy.toml`; docs/measuring.md says what each part gains.

mod aspects;
mod count;
mod score;
mod terms;
mod words;

use std::hash::{Hash, Hasher};

use knowledge::{PolicyRank, PolicyWords};
use rustc_hash::FxHashSet;
use siphasher::sip::SipHasher13;

use crate::{Query, Weighted};

use aspects::Aspects;
use terms::{Cutter, Terms, Token};

pub(crate) use aspects::{AspectTable, packed};
pub(crate) use score::{plain, scored};
pub(crate) use words::WordTokenizer;

/// How questions are asked of passages, and what passages are about.
pub struct Ranking {
    rank: PolicyRank,
    /// Stems that are not looked for.
    stop: FxHashSet<String>,
    cues: Terms,
    people: Terms,
    /// Of each group of synonyms, the terms of policies: their words, and what each of them counts.
    policies: Vec<Vec<Weighted>>,
    aspects: Aspects,
    fingerprint: String,
}

impl Ranking {
    /// With the words of a vocabulary.
    pub fn new(words: &PolicyWords) -> Self {
        let mut cutter = Cutter::new();
        let stop = words.rank.stop.iter();
        let stop = stop.flat_map(|word| cutter.tokens(word));
        let stop: FxHashSet<String> = stop.map(|token| token.stem).collect();
        let mut policies = Vec::new();
        for group in &words.synonyms {
            let mut of_group = Vec::new();
            for term in &group.policies {
                of_group.extend(lent(term, words.rank.synonym, &stop, &mut cutter));
            }
            policies.push(of_group);
        }
        let cues = words.aspects.iter().map(|aspect| &aspect.cues);
        let people = words.synonyms.iter().map(|group| &group.people);
        Self {
            rank: words.rank.clone(),
            cues: Terms::new(cues, &mut cutter),
            people: Terms::new(people, &mut cutter),
            policies,
            aspects: Aspects::new(words, &stop, &mut cutter),
            fingerprint: fingerprint(words),
            stop,
        }
    }

    /// What `question` asks, for the `top` passages that answer it best. `names` are the names of the platform in it: they
    /// say nothing of its passages.
    pub fn query(&self, question: &str, names: &[&str], top: usize) -> Query {
        let asked = asked(question, names);
        let mut words = Vec::new();
        for token in &asked {
            if !self.stop.contains(&token.stem) {
                words.push(Weighted {
                    text: token.raw.clone(),
                    weight: 1.0,
                });
            }
        }
        if self.rank.synonym > 0.0 {
            for group in self.people.find(&asked) {
                words.extend(self.policies.get(group).into_iter().flatten().cloned());
            }
        }
        let aspects = self.cues.find(&asked);
        let weight = self.rank.aspect / (aspects.len() as f64).sqrt() / aspects::PARTS;
        Query {
            words,
            aspects: aspects
                .into_iter()
                .map(|aspect| (aspect, weight as f32))
                .collect(),
            ranking: self.fingerprint.clone(),
            top,
            ..Query::default()
        }
    }

    /// What a text under `headings` has of each aspect.
    pub(crate) fn aspects(&self, headings: &[String], plain: &str) -> Vec<i8> {
        self.aspects
            .of(headings.last().map_or("", String::as_str), plain)
    }

    /// Another one as soon as anything is that passages are indexed with.
    pub(crate) fn fingerprint(&self) -> &str {
        &self.fingerprint
    }
}

/// The words of a policy's term, with what each of them counts.
fn lent(
    term: &[String],
    synonym: f64,
    stop: &FxHashSet<String>,
    cutter: &mut Cutter,
) -> Vec<Weighted> {
    let weight = (synonym / term.len().max(1) as f64) as f32;
    let words = term.iter().flat_map(|word| cutter.tokens(word));
    words
        .filter(|token| !stop.contains(&token.stem))
        .map(|token| Weighted {
            text: token.raw,
            weight,
        })
        .collect()
}

/// The words of a question, but for those of `names`.
fn asked(question: &str, names: &[&str]) -> Vec<Token> {
    let mut cutter = Cutter::new();
    let mut asked = cutter.tokens(question);
    for name in names {
        let name = cutter.tokens(name);
        let mut at = 0;
        while !name.is_empty() && at + name.len() <= asked.len() {
            let here = asked.iter().skip(at).zip(&name);
            match here.into_iter().all(|(word, part)| word.raw == part.raw) {
                true => drop(asked.drain(at..at + name.len())),
                false => at += 1,
            }
        }
    }
    asked
}

fn fingerprint(words: &PolicyWords) -> String {
    let mut hasher = SipHasher13::new();
    let rank = &words.rank;
    for number in [rank.heading, rank.least, rank.most] {
        number.to_bits().hash(&mut hasher);
    }
    rank.stop.hash(&mut hasher);
    for aspect in &words.aspects {
        aspect.name.hash(&mut hasher);
        aspect.mean.to_bits().hash(&mut hasher);
        format!("{:?}", aspect.heads).hash(&mut hasher);
        for weight in &aspect.weights {
            (&weight.words, weight.hundredths).hash(&mut hasher);
        }
    }
    format!("aspects-{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use knowledge::{Files, Vocabulary};

    use super::{terms::tokens, *};

    fn ours() -> (PolicyWords, Ranking) {
        let vocabulary = Vocabulary::load(&Files::embedded()).unwrap_or_else(|e| panic!("{e}"));
        let ranking = Ranking::new(&vocabulary.policy);
        (vocabulary.policy, ranking)
    }

    fn weight_of(query: &Query, word: &str) -> Option<f32> {
        let stem = &tokens(word)[0].stem;
        let stems = query.stems();
        let found = stems.iter().find(|(text, _)| text == stem);
        found.map(|(_, weight)| *weight)
    }

    #[test]
    fn people_say_it_otherwise() {
        let (words, ranking) = ours();
        let query = ranking.query("do you sell my stuff?", &[], 5);
        let synonym = words.rank.synonym as f32;
        assert_eq!(weight_of(&query, "sell"), Some(1.0), "no more than itself");
        assert_eq!(weight_of(&query, "disclose"), Some(synonym));
        assert_eq!(weight_of(&query, "parties"), Some(synonym / 2.0));
        assert_eq!(weight_of(&query, "you"), None);
        let share = words.aspects.iter().position(|one| one.name == "share");
        assert!(query.aspects.iter().any(|(of, _)| Some(*of) == share));
    }

    #[test]
    fn the_platform_is_not_looked_for() {
        let (_, ranking) = ours();
        let names = ["Cash App", "cashapp"];
        let query = ranking.query("does CASH app's firm, Cash App, share cash?", &names, 5);
        assert_eq!(weight_of(&query, "cash"), Some(1.0));
        let plain = ranking.query("does firm share?", &[], 5);
        let query = ranking.query("does cash app firm share?", &names, 5);
        assert_eq!(query, plain);
    }

    #[test]
    fn what_says_nothing_asks_nothing() {
        let (_, ranking) = ours();
        for empty in ["", "is it?", "?!", "\u{0}"] {
            let query = ranking.query(empty, &["", "?"], 5);
            assert!(
                query.words.is_empty() && query.aspects.is_empty(),
                "{empty}"
            );
        }
    }

    #[test]
    fn the_fingerprint_tells_what_passages_are_indexed_with() {
        let (mut words, ranking) = ours();
        words.synonyms.clear();
        words.rank.aspect = 1.0;
        assert_eq!(Ranking::new(&words).fingerprint(), ranking.fingerprint());
        words.aspects[0].weights[0].hundredths += 1;
        assert_ne!(Ranking::new(&words).fingerprint(), ranking.fingerprint());
    }
}
