//! Short terms, found in a question by their words.

use std::collections::HashMap;

use crate::{Question, Token};

/// Terms of one to several words, each with what it stands for. Finding is by whole words; the longest wins.
#[derive(Debug, Clone)]
pub(crate) struct PhraseTable<T> {
    by_first: HashMap<String, Vec<(Vec<String>, T)>>,
}

/// A term found in a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    /// The first word.
    pub(crate) start: usize,
    /// The word after the last one.
    pub(crate) end: usize,
}

impl Span {
    pub(crate) fn covers(self, index: usize) -> bool {
        (self.start..self.end).contains(&index)
    }
}

impl<T> Default for PhraseTable<T> {
    fn default() -> Self {
        Self {
            by_first: HashMap::new(),
        }
    }
}

impl<T> PhraseTable<T> {
    /// Adds `term`, read as a question is. A term without a word is passed over; the first to come stays.
    pub(crate) fn add(&mut self, term: &str, value: T) {
        let words: Vec<String> = Question::new(term)
            .tokens
            .into_iter()
            .map(|token| token.text)
            .collect();
        let Some(first) = words.first() else {
            return;
        };
        let terms = self.by_first.entry(first.clone()).or_default();
        if terms.iter().any(|(other, _)| *other == words) {
            return;
        }
        let at = terms.partition_point(|(other, _)| other.len() >= words.len());
        terms.insert(at, (words, value));
    }

    /// The longest term that starts at word `start`.
    pub(crate) fn find_at(&self, tokens: &[Token], start: usize) -> Option<(Span, &T)> {
        let rest = tokens.get(start..)?;
        let terms = self.by_first.get(rest.first()?.text.as_str())?;
        terms
            .iter()
            .find(|(words, _)| {
                words.len() <= rest.len() && words.iter().zip(rest).all(|(w, t)| *w == t.text)
            })
            .map(|(words, value)| {
                let span = Span {
                    start,
                    end: start + words.len(),
                };
                (span, value)
            })
    }

    /// Every term in `tokens` from left to right, the longest first where several start at a word; a word that
    /// is in one term is in no other.
    pub(crate) fn find_all<'a>(&'a self, tokens: &[Token]) -> Vec<(Span, &'a T)> {
        let mut found = Vec::new();
        let mut start = 0;
        while start < tokens.len() {
            match self.find_at(tokens, start) {
                Some(hit) => {
                    start = hit.0.end;
                    found.push(hit);
                }
                None => start += 1,
            }
        }
        found
    }

    /// Whether any term is in `tokens`.
    pub(crate) fn is_in(&self, tokens: &[Token]) -> bool {
        (0..tokens.len()).any(|start| self.find_at(tokens, start).is_some())
    }
}
