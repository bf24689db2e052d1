//! Words that are in no list, and what they were meant to be.

use std::collections::{HashMap, HashSet};

use rapidfuzz::distance::osa;

use knowledge::WordList;

use crate::Token;

/// Words longer than this are nobody's typing error.
const LONGEST: usize = 24;

/// The words that can be meant, and the words that are right as they are.
#[derive(Debug, Default)]
pub(crate) struct Spelling {
    ordinary: WordList,
    right: HashSet<String>,
    /// Words that can be meant, by their number of letters: names first, then words of the vocabulary.
    meant: HashMap<usize, Vec<(Vec<char>, bool)>>,
    names: HashSet<String>,
    shorthand: HashMap<String, Vec<String>>,
}

impl Spelling {
    /// Nothing but ordinary words.
    pub(crate) fn new(ordinary: WordList) -> Self {
        Self {
            ordinary,
            ..Self::default()
        }
    }

    /// Makes `word` one that is right as it is.
    pub(crate) fn add_right(&mut self, word: &str) {
        if !self.right.contains(word) {
            self.right.insert(word.to_owned());
        }
    }

    /// Makes `short` stand for the words of `whole`.
    pub(crate) fn add_shorthand(&mut self, short: &str, whole: &str) {
        let whole = whole.split_whitespace().map(str::to_owned).collect();
        self.shorthand.insert(short.to_owned(), whole);
        self.add_right(short);
    }

    /// Writes shorthand out: "u" is "you".
    pub(crate) fn write_out(&self, tokens: &mut Vec<Token>) {
        let mut index = 0;
        while let Some(token) = tokens.get(index) {
            match self.shorthand.get(&token.text) {
                Some(whole) if !token.link => {
                    let token = token.clone();
                    let written = whole.iter().map(|word| Token {
                        text: word.clone(),
                        ..token.clone()
                    });
                    tokens.splice(index..=index, written);
                    index += whole.len();
                }
                _ => index += 1,
            }
        }
    }

    /// Makes `word` right, and one that a misspelt word can be meant to be.
    pub(crate) fn add_meant(&mut self, word: &str, is_name: bool) {
        let letters: Vec<char> = word.chars().collect();
        let fits = (4..=LONGEST).contains(&letters.len());
        let new = match is_name {
            true => self.names.insert(word.to_owned()),
            false => !self.right.contains(word) && !self.names.contains(word),
        };
        if fits && new && letters.iter().all(char::is_ascii_lowercase) {
            self.meant
                .entry(letters.len())
                .or_default()
                .push((letters, is_name));
        }
        self.add_right(word);
    }

    /// Whether `word` is in a list.
    pub(crate) fn is_right(&self, word: &str) -> bool {
        self.right.contains(word)
            || self.ordinary.contains(word)
            || word.chars().any(|c| c.is_ascii_digit())
    }

    /// What `word` was meant to be: the nearest word within one change (two from seven letters on). Of equally
    /// near ones a name, then the one with the same first letter, then the first in the alphabet.
    pub(crate) fn meant(&self, word: &str) -> Option<String> {
        let letters: Vec<char> = squeezed(word);
        if letters.len() < 4 || letters.len() > LONGEST || self.is_right(word) {
            return None;
        }
        let most = if letters.len() >= 7 { 2 } else { 1 };
        let scorer = osa::BatchComparator::new(letters.iter().copied());
        let args = osa::Args::default().score_cutoff(most);
        let mut best: Option<(usize, bool, bool, &Vec<char>)> = None;
        for length in letters.len() - most..=letters.len() + most {
            for (other, is_name) in self.meant.get(&length).into_iter().flatten() {
                let distance = scorer.distance_with_args(other.iter().copied(), &args);
                let Some(distance) = distance else { continue };
                // A short name two changes away is another name.
                if distance > 1 && *is_name && other.len() < 7 {
                    continue;
                }
                let first = other.first() != letters.first();
                if distance > 1 && first {
                    continue;
                }
                let candidate = (distance, !is_name, first, other);
                if best.is_none_or(|best| candidate < best) {
                    best = Some(candidate);
                }
            }
        }
        best.map(|(_, _, _, other)| other.iter().collect())
    }

    /// Whether most of `tokens` are words that nobody here knows, as in another language.
    pub(crate) fn is_foreign(&self, tokens: &[Token]) -> bool {
        let unknown = tokens
            .iter()
            .filter(|token| !token.link && !self.is_right(&token.text));
        let unknown = unknown.count();
        unknown >= 3 && unknown * 5 >= tokens.len() * 2
    }

    /// Mends the misspelt words of `tokens` and joins names that were written in two ("you tube").
    pub(crate) fn mend(&self, tokens: &mut Vec<Token>) {
        self.write_out(tokens);
        self.join(tokens);
        let mut seen: HashMap<String, Option<String>> = HashMap::new();
        for token in tokens
            .iter_mut()
            .filter(|token| !token.link && !self.is_right(&token.text))
        {
            let meant = seen
                .entry(token.text.clone())
                .or_insert_with(|| self.meant(&token.text));
            if let Some(meant) = meant {
                token.text.clone_from(meant);
            }
        }
    }

    fn join(&self, tokens: &mut Vec<Token>) {
        let mut index = 0;
        while index + 1 < tokens.len() {
            let joined = match tokens.get(index..index + 2) {
                Some([one, two]) if !one.link && !two.link && !two.opens && !two.listed => {
                    format!("{}{}", one.text, two.text)
                }
                _ => String::new(),
            };
            if joined.len() >= 6 && self.names.contains(&joined) {
                tokens.remove(index + 1);
                if let Some(token) = tokens.get_mut(index) {
                    token.text = joined;
                }
            }
            index += 1;
        }
    }
}

/// The letters of `word` with runs of three or more of one letter cut to two: "sooooo" is "soo".
fn squeezed(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = Vec::new();
    for letter in word.chars() {
        if !letters.ends_with(&[letter, letter]) {
            letters.push(letter);
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Question;

    fn spelling() -> Spelling {
        let mut spelling = Spelling::default();
        for name in ["linkedin", "reddit", "spotify", "youtube", "github"] {
            spelling.add_meant(name, true);
        }
        spelling.add_meant("training", false);
        for word in ["edit", "credit", "you", "tube"] {
            spelling.add_right(word);
        }
        spelling
    }

    #[test]
    fn finds_what_was_meant_and_leaves_words_alone() {
        let spelling = spelling();
        for (typed, meant) in [
            ("linkdin", Some("linkedin")),
            ("redit", Some("reddit")),
            ("trainign", Some("training")),
            ("spotfyyyyy", Some("spotify")),
            ("credit", None),
            ("gitlab", None),
            ("blorpify", None),
        ] {
            assert_eq!(spelling.meant(typed).as_deref(), meant, "{typed}");
        }
    }

    #[test]
    fn joins_names_that_were_written_in_two() {
        let mut tokens = Question::new("does you tube sell").tokens;
        spelling().mend(&mut tokens);
        let words: Vec<_> = tokens.iter().map(|token| token.text.as_str()).collect();
        assert_eq!(words, ["does", "youtube", "sell"]);
    }
}
