//! Terms of many lists, found in a few words all at once.

use knowledge::{PolicyTerm, PolicyWord};
use rustc_hash::FxHashMap;
use tantivy::tokenizer::{TextAnalyzer, TokenStream};

use crate::schema::{analyzer, unstemmed};

/// A word of a question or heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) stem: String,
    /// The word itself, in small letters.
    pub(super) raw: String,
}

/// Cuts short texts into words.
pub(super) struct Cutter {
    stemmed: TextAnalyzer,
    unstemmed: TextAnalyzer,
}

impl Cutter {
    pub(super) fn new() -> Self {
        Self {
            stemmed: analyzer(),
            unstemmed: unstemmed(),
        }
    }

    pub(super) fn tokens(&mut self, text: &str) -> Vec<Token> {
        let mut stems = self.stemmed.token_stream(text);
        let mut raws = self.unstemmed.token_stream(text);
        let mut tokens = Vec::new();
        while stems.advance() && raws.advance() {
            tokens.push(Token {
                stem: stems.token().text.clone(),
                raw: raws.token().text.clone(),
            });
        }
        tokens
    }
}

/// The words of a short text.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    Cutter::new().tokens(text)
}

/// Lists of terms.
pub(super) struct Terms {
    /// By the first word of their first part.
    stems: FxHashMap<String, Vec<Term>>,
    raws: FxHashMap<String, Vec<Term>>,
}

struct Term {
    list: usize,
    parts: Vec<Vec<Word>>,
}

enum Word {
    Stem(String),
    Raw(String),
}

impl Terms {
    pub(super) fn new<'a>(
        lists: impl Iterator<Item = &'a Vec<PolicyTerm>>,
        cutter: &mut Cutter,
    ) -> Self {
        let mut terms = Self {
            stems: FxHashMap::default(),
            raws: FxHashMap::default(),
        };
        for (list, of_list) in lists.enumerate() {
            for term in of_list {
                let parts: Vec<Vec<Word>> = term.0.iter().map(|part| words(part, cutter)).collect();
                let (by_first, first) = match parts.first().and_then(|part| part.first()) {
                    Some(Word::Stem(stem)) => (&mut terms.stems, stem.clone()),
                    Some(Word::Raw(raw)) => (&mut terms.raws, raw.clone()),
                    None => continue,
                };
                by_first
                    .entry(first)
                    .or_default()
                    .push(Term { list, parts });
            }
        }
        terms
    }

    /// The lists of which a term is in `tokens`, in order.
    pub(super) fn find(&self, tokens: &[Token]) -> Vec<usize> {
        let mut found = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            let by_stem = self.stems.get(&token.stem);
            let by_raw = self.raws.get(&token.raw);
            for term in by_stem.into_iter().chain(by_raw).flatten() {
                if !found.contains(&term.list) && term.is_at(tokens, at) {
                    found.push(term.list);
                }
            }
        }
        found.sort_unstable();
        found
    }
}

impl Term {
    /// Whether its first part stands at `at` and every other one anywhere.
    fn is_at(&self, tokens: &[Token], at: usize) -> bool {
        let Some((first, others)) = self.parts.split_first() else {
            return false;
        };
        let anywhere = |part: &Vec<Word>| (0..tokens.len()).any(|at| stands(part, tokens, at));
        stands(first, tokens, at) && others.iter().all(anywhere)
    }
}

fn stands(part: &[Word], tokens: &[Token], at: usize) -> bool {
    let Some(here) = tokens.get(at..at + part.len()) else {
        return false;
    };
    let mut pairs = part.iter().zip(here);
    pairs.all(|(word, token)| match word {
        Word::Stem(stem) => *stem == token.stem,
        Word::Raw(raw) => *raw == token.raw,
    })
}

fn words(part: &[PolicyWord], cutter: &mut Cutter) -> Vec<Word> {
    part.iter()
        .flat_map(|word| {
            let (text, stemmed) = match word {
                PolicyWord::Any(text) => (text, true),
                PolicyWord::Exact(text) => (text, false),
            };
            cutter
                .tokens(text)
                .into_iter()
                .map(move |token| match stemmed {
                    true => Word::Stem(token.stem),
                    false => Word::Raw(token.raw),
                })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(text: &str) -> PolicyTerm {
        let word = |word: &str| match word.strip_prefix('=') {
            Some(exact) => PolicyWord::Exact(exact.to_owned()),
            None => PolicyWord::Any(word.to_owned()),
        };
        let parts = text.split('+');
        PolicyTerm(
            parts
                .map(|part| part.split_whitespace().map(word).collect())
                .collect(),
        )
    }

    #[test]
    fn words_stand_together_or_anywhere_or_as_they_are() {
        let lists = [
            vec![term("third party")],
            vec![term("require + permission")],
            vec![term("=contacts")],
            vec![term("nothing"), term("=who we")],
        ];
        let terms = Terms::new(lists.iter(), &mut Cutter::new());
        for (text, expected) in [
            ("any third parties?", &[0][..]),
            ("a party, the third", &[]),
            ("which permissions are required", &[1]),
            ("are they required", &[]),
            ("contact us about my contacts", &[2]),
            ("contact us", &[]),
            ("who we give contacts of third parties", &[0, 2, 3]),
            ("", &[]),
        ] {
            assert_eq!(terms.find(&tokens(text)), expected, "{text}");
        }
    }
}
