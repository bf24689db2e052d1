//! What is looked for: words and topics with weights, never a sentence to be parsed.

use std::ops::Range;

use rustc_hash::FxHashSet;
use tantivy::tokenizer::TokenStream;

use crate::schema::analyzer;

/// What is looked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Query {
    /// Only passages of these platforms, as the collections call them; of all where there is none.
    pub services: Option<Vec<String>>,
    /// Words, or terms of several.
    pub words: Vec<Weighted>,
    /// Topics by their slugs.
    pub topics: Vec<Weighted>,
    /// Aspects by their numbers, with what a part of each counts.
    pub(crate) aspects: Vec<(usize, f32)>,
    /// Whose aspects they are.
    pub(crate) ranking: String,
    /// How many passages are wanted.
    pub top: usize,
}

/// Something looked for, and how much it counts: 1 is the usual.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighted {
    /// What is looked for.
    pub text: String,
    /// How much it counts.
    pub weight: f32,
}

impl Query {
    /// Looks for each word of `text` and for nothing else: what people ask is for [`Ranking::query`](crate::Ranking::query).
    pub fn words(text: &str, top: usize) -> Self {
        let mut words = Vec::new();
        for word in text.split_whitespace() {
            words.push(Weighted {
                text: word.to_owned(),
                weight: 1.0,
            });
        }
        Self {
            words,
            top,
            ..Self::default()
        }
    }

    /// The same, only in passages of `services`.
    #[must_use]
    pub fn of(mut self, services: &[&str]) -> Self {
        self.services = Some(services.iter().map(|&name| name.to_owned()).collect());
        self
    }

    /// The stems that are looked for, each once, with their weights.
    pub(crate) fn stems(&self) -> Vec<(String, f32)> {
        let mut analyzer = analyzer();
        let mut stems: Vec<(String, f32)> = Vec::new();
        for word in &self.words {
            let mut tokens = analyzer.token_stream(&word.text);
            tokens.process(
                &mut |token| match stems.iter_mut().find(|(stem, _)| *stem == token.text) {
                    Some((_, weight)) => *weight = weight.max(word.weight),
                    None => stems.push((token.text.clone(), word.weight)),
                },
            );
        }
        stems
    }

    /// How many of the question's own words stand in `text`: 0 to 1. What policies say in their place counts for nothing.
    pub fn coverage(&self, text: &str) -> f32 {
        let mut stood = FxHashSet::default();
        let mut analyzer = analyzer();
        analyzer.token_stream(text).process(&mut |token| {
            stood.insert(token.text.clone());
        });
        let own: Vec<_> = self
            .stems()
            .into_iter()
            .filter(|(_, weight)| *weight >= 1.0)
            .collect();
        let there = own.iter().filter(|(stem, _)| stood.contains(stem)).count();
        there as f32 / own.len().max(1) as f32
    }

    /// Where the words that are looked for stand in `text`, a slice of Markdown: Unicode characters, half open, in
    /// order. Addresses of links have no words.
    pub fn highlights(&self, text: &str) -> Vec<Range<usize>> {
        let wanted: FxHashSet<String> = self.stems().into_iter().map(|(stem, _)| stem).collect();
        let addresses = addresses(text);
        let mut found = Vec::new();
        let (mut bytes, mut characters) = (0, 0);
        let mut analyzer = analyzer();
        let mut tokens = analyzer.token_stream(text);
        tokens.process(&mut |token| {
            let place = token.offset_from..token.offset_to;
            let in_address = addresses
                .iter()
                .any(|address| address.contains(&place.start));
            if in_address || !wanted.contains(&token.text) {
                return;
            }
            let count = |range: Range<usize>| text.get(range).unwrap_or_default().chars().count();
            characters += count(bytes..place.start);
            let start = characters;
            characters += count(place.clone());
            bytes = place.end;
            found.push(start..characters);
        });
        found
    }
}

/// Where the addresses of links stand in Markdown, in bytes.
fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut addresses = Vec::new();
    for (open, _) in text.match_indices("](") {
        let rest = text.get(open..).unwrap_or_default();
        addresses.push(open..open + rest.find(')').unwrap_or(rest.len()));
    }
    for (open, _) in text.match_indices("://") {
        let rest = text.get(open..).unwrap_or_default();
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        addresses.push(open.saturating_sub(5)..open + end);
    }
    addresses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_is_told_in_characters() {
        let text = "Café: we “share” [sharing](https://share.example/share) shares.";
        let query = Query::words("shared", 1);
        let marked: Vec<String> = query
            .highlights(text)
            .into_iter()
            .map(|place| text.chars().skip(place.start).take(place.len()).collect())
            .collect();
        assert_eq!(marked, ["share", "sharing", "shares"]);
    }
}
