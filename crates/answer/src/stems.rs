//! Words by what they have in common: "train", "trains" and "training" are one stem, and a stem is a number.

use rustc_hash::FxHashMap;
use tantivy::tokenizer::{
    Language, LowerCaser, SimpleTokenizer, Stemmer, TextAnalyzer, TokenStream,
};

/// The number of a stem. Those that are known come first, from 0; those that only a question has come after them.
pub(crate) type Stem = u32;

/// Every stem that is known, and the words that are known to have it.
pub(crate) struct Stems {
    analyzer: TextAnalyzer,
    words: FxHashMap<String, Stem>,
    stems: FxHashMap<String, Stem>,
    texts: Vec<String>,
}

impl Stems {
    pub(crate) fn new() -> Self {
        Self {
            analyzer: analyzer(),
            words: FxHashMap::default(),
            stems: FxHashMap::default(),
            texts: Vec::new(),
        }
    }

    /// How many stems are known.
    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }

    /// The stem's letters; none for a stem that only a question has.
    pub(crate) fn text(&self, stem: Stem) -> Option<&str> {
        self.texts.get(stem as usize).map(String::as_str)
    }

    /// The different stems of `words`, in order; those that are new become known.
    pub(crate) fn learn<'a>(&mut self, words: impl Iterator<Item = &'a str>) -> Vec<Stem> {
        let mut stems = Vec::new();
        for word in words {
            let stem = match self.words.get(word) {
                Some(stem) => *stem,
                None => self.learn_word(word),
            };
            if !stems.contains(&stem) {
                stems.push(stem);
            }
        }
        stems
    }

    fn learn_word(&mut self, word: &str) -> Stem {
        let text = stem(&mut self.analyzer, word);
        let next = self.texts.len() as Stem;
        let stem = *self.stems.entry(text.clone()).or_insert(next);
        if stem == next {
            self.texts.push(text);
        }
        self.words.insert(word.to_owned(), stem);
        stem
    }

    /// The different stems of `words`, in order.
    pub(crate) fn of(&self, words: &[&str]) -> Vec<Stem> {
        let mut analyzer = None;
        let mut unknown: Vec<&str> = Vec::new();
        let mut stems = Vec::new();
        for word in words {
            let known = self.words.get(*word).copied().or_else(|| {
                let analyzer = analyzer.get_or_insert_with(|| self.analyzer.clone());
                self.stems.get(&stem(analyzer, word)).copied()
            });
            let stem = known.unwrap_or_else(|| {
                let at = unknown.iter().position(|other| other == word);
                let at = at.unwrap_or_else(|| {
                    unknown.push(word);
                    unknown.len() - 1
                });
                (self.texts.len() + at) as Stem
            });
            if !stems.contains(&stem) {
                stems.push(stem);
            }
        }
        stems
    }

    /// The letters of the stems of a text, found by Tantivy's own analyzer alone.
    pub(crate) fn analyzed(&self, text: &str) -> Vec<String> {
        let mut analyzer = self.analyzer.clone();
        let mut stream = analyzer.token_stream(text);
        let mut stems = Vec::new();
        while let Some(token) = stream.next() {
            stems.push(token.text.clone());
        }
        stems
    }
}

fn analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(LowerCaser)
        .filter(Stemmer::new(Language::English))
        .build()
}

fn stem(analyzer: &mut TextAnalyzer, word: &str) -> String {
    let mut stream = analyzer.token_stream(word);
    match stream.next() {
        Some(token) => token.text.clone(),
        None => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_stem_have_one_number_and_unknown_ones_their_own() {
        let mut stems = Stems::new();
        let learned = stems.learn(["train", "training", "data"].into_iter());
        assert_eq!(learned, [0, 1]);
        assert_eq!(
            stems.of(&["trains", "zebra", "data", "quagga", "zebra"]),
            [0, 2, 1, 3]
        );
        assert_eq!(stems.text(1), Some("data"));
        assert_eq!(stems.text(2), None);
    }
}
